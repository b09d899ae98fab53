/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-node.h"
#include "bili-post.h"
#include "bili-vote.h"
#include "tuwen-draft-picture.h"

G_BEGIN_DECLS

/**
 * TuwenDraftState:
 * @TUWEN_DRAFT_WRITING: nobody pressed Publish yet, or it failed before anything final: `error`
 *   says why
 * @TUWEN_DRAFT_PUBLISHING: its steps are under way: `step`
 * @TUWEN_DRAFT_UNKNOWN: the final call's answer was lost: it may be published or not
 * @TUWEN_DRAFT_CHECKING: the own feed is being looked at for it
 * @TUWEN_DRAFT_NOT_FOUND: it was looked for and is not there: it may be sent again
 * @TUWEN_DRAFT_PUBLISHED: the service has it
 * @TUWEN_DRAFT_SCHEDULED: the service has it and publishes it at its time. It is kept, and not to
 *   be written on: see tuwen_scheduled_edit_async()
 * @TUWEN_DRAFT_TOO_NEAR: it was not sent, as its time came too near. Another time makes it
 *   %TUWEN_DRAFT_WRITING; tuwen_publisher_publish() takes it as it takes that
 * @TUWEN_DRAFT_TRASHED: it was scheduled and then deleted; kept for a while, see
 *   tuwen_scheduled_restore()
 */
typedef enum
{
  TUWEN_DRAFT_WRITING,
  TUWEN_DRAFT_PUBLISHING,
  TUWEN_DRAFT_UNKNOWN,
  TUWEN_DRAFT_CHECKING,
  TUWEN_DRAFT_NOT_FOUND,
  TUWEN_DRAFT_PUBLISHED,
  TUWEN_DRAFT_SCHEDULED,
  TUWEN_DRAFT_TOO_NEAR,
  TUWEN_DRAFT_TRASHED,
} TuwenDraftState;

#define TUWEN_TYPE_DRAFT (tuwen_draft_get_type ())

/**
 * TuwenDraft:
 *
 * A post that is being written: everything of it, in one value that is on disk within a second of
 * any change. Its folder holds `draft.json` (with a version; fields that this version does not know
 * are kept) and the pictures.
 *
 * Signal `changed`: something that is saved changed. Properties, notified: `state` (int), `error`
 * (GError, nullable), `step` (string, nullable: what is under way, translated), `saved` (whether
 * the disk has it all).
 */
G_DECLARE_FINAL_TYPE (TuwenDraft, tuwen_draft, TUWEN, DRAFT, GObject)

/** Returns: its name among the drafts: letters, digits and `-` */
const char *tuwen_draft_get_id (TuwenDraft *self);

/** Returns: unix seconds of the last change that a person made */
gint64 tuwen_draft_get_modified (TuwenDraft *self);

/** Returns: (nullable): whose post it is to be, decimal digits; %NULL until somebody is signed in
 *   */
const char *tuwen_draft_get_mid (TuwenDraft *self);
void tuwen_draft_set_mid (TuwenDraft *self, const char *mid);

/** Returns: (transfer none) (element-type BiliNode): not to be changed */
GPtrArray *tuwen_draft_get_nodes (TuwenDraft *self);
/** @nodes: (transfer none) (element-type BiliNode): copied */
void tuwen_draft_set_nodes (TuwenDraft *self, GPtrArray *nodes);

const char *tuwen_draft_get_title (TuwenDraft *self);
void tuwen_draft_set_title (TuwenDraft *self, const char *title);

const char *tuwen_draft_get_topic_id (TuwenDraft *self);
const char *tuwen_draft_get_topic_name (TuwenDraft *self);
/** @id: (nullable): %NULL for no topic */
void tuwen_draft_set_topic (TuwenDraft *self, const char *id, const char *name);

BiliComments tuwen_draft_get_comments (TuwenDraft *self);
void tuwen_draft_set_comments (TuwenDraft *self, BiliComments comments);
gboolean tuwen_draft_get_only_me (TuwenDraft *self);
void tuwen_draft_set_only_me (TuwenDraft *self, gboolean only_me);
BiliPictureCategory tuwen_draft_get_category (TuwenDraft *self);
void tuwen_draft_set_category (TuwenDraft *self, BiliPictureCategory category);

gboolean tuwen_draft_get_keep_metadata (TuwenDraft *self);
void tuwen_draft_set_keep_metadata (TuwenDraft *self, gboolean keep_metadata);

/** Returns: whether it stood in a window when the program last ran */
gboolean tuwen_draft_get_open (TuwenDraft *self);
void tuwen_draft_set_open (TuwenDraft *self, gboolean open);

/** Returns: unix seconds in UTC at which it is to appear; 0 for at once */
gint64 tuwen_draft_get_publish_time (TuwenDraft *self);
void tuwen_draft_set_publish_time (TuwenDraft *self, gint64 unix_seconds);

/** Returns: (nullable) (transfer none): the vote; an option's picture is at
 *   tuwen_draft_get_vote_picture() */
const BiliVote *tuwen_draft_get_vote (TuwenDraft *self);
/** @vote: (nullable) (transfer none): copied; a vote that was created already is forgotten when it
 * changes */
void tuwen_draft_set_vote (TuwenDraft *self, const BiliVote *vote);

/** Returns: (nullable) (transfer none): the picture of option @index of a picture vote */
TuwenDraftPicture *tuwen_draft_get_vote_picture (TuwenDraft *self, guint index);
/** @source: (nullable): %NULL takes it away. What is there is replaced as in
 * tuwen_draft_replace_picture() */
void tuwen_draft_set_vote_picture (TuwenDraft *self, guint index, GFile *source, const char *name);

/** The same for bytes that are in no file, such as a pasted picture */
void tuwen_draft_set_vote_picture_bytes (TuwenDraft *self,
                                         guint index,
                                         GBytes *bytes,
                                         const char *name);

/** Puts an option in, so that the others keep their pictures; does nothing when 20 are there */
void tuwen_draft_insert_vote_option (TuwenDraft *self, guint index, const char *text);

/** Takes an option out, with its picture; the others keep theirs */
void tuwen_draft_remove_vote_option (TuwenDraft *self, guint index);

/** Returns: (transfer none): a GListModel of #TuwenDraftPicture, in the post's order, at most nine
 *   */
GListModel *tuwen_draft_get_pictures (TuwenDraft *self);

/**
 * tuwen_draft_add_picture:
 * @source: where the bytes are
 * @name: what people know it as
 * @position: where; past the end for the end
 *
 * Begins to copy and prepare a picture.
 *
 * Returns: (transfer none) (nullable): the picture; %NULL when nine are there
 */
TuwenDraftPicture *tuwen_draft_add_picture (TuwenDraft *self,
                                            GFile *source,
                                            const char *name,
                                            guint position);

/** The same for bytes that are in no file, such as a pasted picture */
TuwenDraftPicture *tuwen_draft_add_picture_bytes (TuwenDraft *self,
                                                  GBytes *bytes,
                                                  const char *name,
                                                  guint position);

/**
 * tuwen_draft_replace_picture:
 *
 * Replaces a picture in place; the old one goes when the new one is prepared. If that fails, the
 * picture stays what it was and emits `refused`.
 */
void tuwen_draft_replace_picture (TuwenDraft *self,
                                  TuwenDraftPicture *picture,
                                  GFile *source,
                                  const char *name);

void tuwen_draft_move_picture (TuwenDraft *self, TuwenDraftPicture *picture, guint position);

/** Takes a picture out; its bytes stay until the draft is closed, for
 * tuwen_draft_restore_picture() */
void tuwen_draft_remove_picture (TuwenDraft *self, TuwenDraftPicture *picture);
void tuwen_draft_restore_picture (TuwenDraft *self, TuwenDraftPicture *picture, guint position);

/** Copies, prepares or uploads again what failed */
void tuwen_draft_retry_picture (TuwenDraft *self, TuwenDraftPicture *picture);

/** Returns: whether there is nothing in it that anybody would miss */
gboolean tuwen_draft_is_empty (TuwenDraft *self);

TuwenDraftState tuwen_draft_get_state (TuwenDraft *self);
const GError *tuwen_draft_get_error (TuwenDraft *self);
const char *tuwen_draft_get_step (TuwenDraft *self);

/** Returns: (nullable): the published post's id */
const char *tuwen_draft_get_post_id (TuwenDraft *self);

/** Returns: (nullable): what the service's list of scheduled posts knows it as, once it was seen
 *   there */
const char *tuwen_draft_get_scheduled_id (TuwenDraft *self);

/** Returns: whether it is a change of a post that is scheduled, which goes when this one is on the
 *   service */
gboolean tuwen_draft_replaces (TuwenDraft *self);

/** Returns: (transfer full): a line to show it by: its title, its text's first line, or "Pictures
 *   only" */
char *tuwen_draft_dup_summary (TuwenDraft *self);

G_END_DECLS
