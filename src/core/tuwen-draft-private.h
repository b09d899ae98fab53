/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "bili-clock.h"
#include "tuwen-draft.h"

G_BEGIN_DECLS

/* What the store and the publisher know of a draft beyond what a window does. */

/**
 * TuwenAction:
 * @TUWEN_ACTION_NONE: nothing is under way
 * @TUWEN_ACTION_PUBLISH_NOW: the scheduled post is to be published at once
 * @TUWEN_ACTION_REMOVE: it is to be removed from the service
 */
typedef enum
{
  TUWEN_ACTION_NONE,
  TUWEN_ACTION_PUBLISH_NOW,
  TUWEN_ACTION_REMOVE,
} TuwenAction;

/**
 * TuwenJournal:
 * @state: how far it is; what a restart goes by
 * @pressed: a person asked for it to be published, and the time to take that back is over
 * @creating_vote: the call that creates the vote was about to be sent
 * @vote_id: (nullable): the created vote
 * @vote_made: unix seconds at which it was created; 0 when that is not known
 * @upload_id: (nullable): of the final call that was sent last
 * @newest: (nullable): the greatest id in the own feed before the final call was sent
 * @others: (nullable): ids, spaces between them, of posts that other drafts turned out to be while
 *   this one was on its way
 * @began: unix seconds at which the final call was about to be sent; 0 before
 * @sent_time: the time that the final call was sent with, unix seconds; 0 for at once
 * @post_id: (nullable): the published post
 * @scheduled_id: (nullable): what the service's list of scheduled posts knows it as
 * @listed: (nullable): ids, joined by commas, that had its time in that list before the final call
 *   was sent, so that none of them is it; %NULL when the list was not read
 * @action: what was asked for about a scheduled post
 * @acted: unix seconds at which the call of @action was about to be sent; 0 before
 * @replaces: (nullable): the `draft_id` that goes once this one is on the service
 * @replaces_draft: (nullable): the id of the local draft of that
 * @trashed: unix seconds at which it was deleted
 * @told: whether it was told that its time came and it was not published
 * @partial: it was made elsewhere: not all of its content is known
 * @covers: (nullable): names, spaces between them, of the pictures that it had there, which Tuwen
 *   has not
 *
 * The steps of publishing that were finished. Each is on disk before the next begins.
 */
typedef struct
{
  TuwenDraftState state;
  gboolean pressed;
  gboolean creating_vote;
  char *vote_id;
  gint64 vote_made;
  char *upload_id;
  char *newest;
  char *others;
  gint64 began;
  gint64 sent_time;
  char *post_id;
  char *scheduled_id;
  char *listed;
  TuwenAction action;
  gint64 acted;
  char *replaces;
  char *replaces_draft;
  gint64 trashed;
  gboolean told;
  gboolean partial;
  char *covers;
} TuwenJournal;

void tuwen_journal_clear (TuwenJournal *journal);

/**
 * tuwen_draft_new:
 * @folder: the folder of all drafts
 * @id: (nullable): its name in there; %NULL makes a new one
 */
TuwenDraft *tuwen_draft_new (const char *folder, const char *id, BiliClock *clock);

/**
 * tuwen_draft_new_from_json:
 * @folder: the folder of all drafts
 * @id: its name in there
 * @root: (nullable): what its `draft.json` says; any JSON at all
 * @files: (element-type utf8): set of the names of the regular files in its folder
 *
 * Pictures that were not prepared to the end wait for tuwen_draft_prepare_unfinished().
 *
 * Returns: (transfer full) (nullable): the draft; %NULL when @root is no draft
 */
TuwenDraft *tuwen_draft_new_from_json (const char *folder,
                                       const char *id,
                                       BiliClock *clock,
                                       JsonNode *root,
                                       GHashTable *files);

/** Returns: (transfer full): the text of its `draft.json`, with what was not understood when it was
 *   read */
char *tuwen_draft_to_json (TuwenDraft *self);

/** Prepares the pictures that were not prepared when the draft was saved */
void tuwen_draft_prepare_unfinished (TuwenDraft *self);

/** Pictures have to be smaller than that from now on; those that are not, and are not uploaded, are
 * made anew */
void tuwen_draft_set_max_mib (TuwenDraft *self, guint max_mib);

/** Returns: the folder that is the draft's own */
const char *tuwen_draft_get_folder (TuwenDraft *self);

/** Returns: (transfer none): to be changed by the publisher alone, who calls
 *   tuwen_draft_journal_changed() after */
TuwenJournal *tuwen_draft_get_journal (TuwenDraft *self);
void tuwen_draft_journal_changed (TuwenDraft *self);

/** @error: (nullable) (transfer none): why the last try failed */
void tuwen_draft_set_error (TuwenDraft *self, const GError *error);

/** @step: (nullable): what is under way, translated */
void tuwen_draft_set_step (TuwenDraft *self, const char *step);

void tuwen_draft_set_saved (TuwenDraft *self, gboolean saved);

/** Whether a person discarded it: the next start removes it. Changing that saves it */
gboolean tuwen_draft_get_discarded (TuwenDraft *self);
void tuwen_draft_set_discarded (TuwenDraft *self, gboolean discarded);

/** Returns: whether bytes of its pictures are still being copied into its folder */
gboolean tuwen_draft_is_copying (TuwenDraft *self);

/** Returns: whether everything in its `draft.json` was understood, so that files it does not name
 *   are nobody's */
gboolean tuwen_draft_is_understood (TuwenDraft *self);

/** Returns: (transfer full) (element-type utf8): set of what its pictures' files begin with, before
 *   a dot */
GHashTable *tuwen_draft_get_stems (TuwenDraft *self);

/** Stops what is under way for it; for a draft that goes */
void tuwen_draft_close (TuwenDraft *self);

G_END_DECLS
