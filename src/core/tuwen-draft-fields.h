/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-draft-private.h"

G_BEGIN_DECLS

/* What a draft is made of, for tuwen-draft.c and for tuwen-draft-json.c, which reads and writes
 * it. */

struct _TuwenDraft
{
  GObject parent_instance;

  char *id;     /* (owned) */
  char *folder; /* (owned): its own */
  BiliClock *clock; /* (owned) */

  gint64 modified; /* unix seconds */
  char *mid;       /* (nullable) (owned) */

  GPtrArray *nodes; /* (element-type BiliNode) (owned) */
  char *title;      /* (owned) */
  char *topic_id;   /* (nullable) (owned) */
  char *topic_name; /* (nullable) (owned) */
  BiliComments comments;
  gboolean only_me;
  BiliPictureCategory category;
  gboolean keep_metadata;
  guint max_mib; /* pictures have to be smaller; not saved */
  gint64 publish_time;

  BiliVote *vote;           /* (nullable) (owned) */
  GPtrArray *vote_pictures; /* (element-type TuwenDraftPicture) (owned): for each option, or NULL */
  GListStore *pictures;     /* (owned) */

  TuwenJournal journal;
  gboolean open;
  gboolean discarded;

  GError *error; /* (nullable) (owned) */
  char *step;    /* (nullable) (owned) */
  gboolean saved;

  JsonObject *unknown;         /* (nullable) (owned): as it was read, whatever is in it */
  GPtrArray *unknown_pictures; /* (element-type JsonNode) (owned): the post's, not understood */
};

/** Something is to be saved; no person did it */
void tuwen_draft_changed (TuwenDraft *self);

/** A person changed something */
void tuwen_draft_changed_by_person (TuwenDraft *self);

/** What was created is another vote now */
void tuwen_draft_forget_created_vote (TuwenDraft *self);

/** Saves the draft when @picture changes */
void tuwen_draft_adopt_picture (TuwenDraft *self, TuwenDraftPicture *picture);

/** Prepares all pictures once more, for other options */
void tuwen_draft_prepare_all (TuwenDraft *self);

/** What was uploaded is somebody else's */
void tuwen_draft_forget_uploads (TuwenDraft *self);

G_END_DECLS
