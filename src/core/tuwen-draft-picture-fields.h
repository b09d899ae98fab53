/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-draft-picture-private.h"

G_BEGIN_DECLS

/* What a picture is made of, for the class, for what prepares it and for what reads and writes
 * it. */

struct _TuwenDraftPicture
{
  GObject parent_instance;

  char *folder; /* (owned): the draft's */
  char *id;     /* (owned) */
  char *name;   /* (owned) */

  char *stem;             /* (owned): the files' name up to the first dot */
  gboolean kept;          /* the bytes are at STEM.source */
  TuwenPictureFile *file; /* (nullable) (owned): the prepared picture */
  gboolean stale;         /* it was prepared for other options than those that hold now */
  BiliPicture *uploaded;  /* (nullable) (owned) */

  /* What is to replace it, until it is prepared */
  char *new_stem; /* (nullable) (owned) */
  char *new_name; /* (nullable) (owned) */
  gboolean new_kept;

  TuwenPictureOptions options; /* what it is prepared for */
  GFile *source;               /* (nullable) (owned): where to copy from, until that is done */
  GBytes *source_bytes;        /* (nullable) (owned): likewise */
  GCancellable *cancellable;   /* (nullable) (owned): of what is under way */
  gboolean copying;            /* what is under way is copying */

  TuwenDraftPictureState state;
  double progress;
  GError *error; /* (nullable) (owned) */

  JsonObject *unknown; /* (nullable) (owned): how it was saved, with what is not understood */
};

/** What its files are called when they are whole: STEM and this */
#define TUWEN_DRAFT_PICTURE_SOURCE ".source"

void tuwen_draft_picture_set_state (TuwenDraftPicture *self,
                                    TuwenDraftPictureState state,
                                    double progress,
                                    const GError *error);
void tuwen_draft_picture_notify_name (TuwenDraftPicture *self);
void tuwen_draft_picture_notify_file (TuwenDraftPicture *self);
void tuwen_draft_picture_emit_changed (TuwenDraftPicture *self);
void tuwen_draft_picture_emit_refused (TuwenDraftPicture *self,
                                       const char *name,
                                       const GError *error);

G_END_DECLS
