/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-composer-text.h"

G_BEGIN_DECLS

/* TuwenComposerText is split by aspect: tuwen-composer-text.c (the text, its atoms and its undo) and
 * tuwen-composer-text-clipboard.c (what is copied and pasted). */

typedef enum
{
  EDIT_OTHER,
  EDIT_TYPING,
  EDIT_ERASING,
} EditKind;

struct _TuwenComposerText
{
  GtkTextView parent_instance;

  GtkTextBuffer *buffer; /* (owned) */

  GPtrArray *moments; /* (element-type Moment) (owned): oldest first */
  guint now;          /* the moment that is shown */

  /* The edit that is under way, and the one before it, which it may continue */
  gboolean changed;
  guint n_edits;
  EditKind kind;
  int edit_start;
  int edit_end;
  EditKind last_kind;
  int last_end;

  int cursor; /* where the cursor was before it moved */
  gboolean moving;
  gboolean restoring;
};

/** Returns: (transfer full) (element-type BiliNode): what is written there */
GPtrArray *tuwen_composer_text_get_nodes (const GtkTextIter *from, const GtkTextIter *to);

void tuwen_composer_text_copy_clipboard (GtkTextView *view);
void tuwen_composer_text_cut_clipboard (GtkTextView *view);
void tuwen_composer_text_paste_clipboard (GtkTextView *view);

G_END_DECLS
