/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-composer-text.h"

G_BEGIN_DECLS

/* TuwenComposerText is split by aspect: tuwen-composer-text.c (the text and its atoms),
 * tuwen-composer-text-vote.c (the one atom that is a vote), tuwen-composer-text-emotes.c (their
 * pictures), tuwen-composer-text-caret.c (the cursor beside these),
 * tuwen-composer-text-history.c (undo) tuwen-composer-text-clipboard.c (what is copied and pasted)
 * and tuwen-composer-text-drop.c (what is dragged). */

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
  gsize moments_size; /* bytes of text in them */

  char *vote_title;        /* (nullable) (owned): of the draft's vote */
  GtkTextTag *vote_tag;    /* (nullable) (unowned): the vote's atom; the table has it */
  GtkTextMark
      *vote_place; /* (nullable) (unowned): where the atom is put in next; the buffer has it */
  char *token;             /* (owned): knows this text's own vote on the clipboard */

  /* The edit that is under way, and the one before it, which it may continue */
  gboolean changed;
  guint n_edits;
  EditKind kind;
  int edit_start;
  int edit_end;
  EditKind last_kind;
  int last_end;

  int cursor; /* where the cursor was before it moved */
  TuwenEmotes *emotes;        /* (nullable) (owned) */
  TuwenPictures *pictures;    /* (nullable) (owned) */
  int emote_size;             /* pixels; 0 until it is needed, and for another font */
  GHashTable *emote_pictures; /* (owned) (element-type utf8 Picture): by the emote's text */

  gint64 caret_moved; /* monotonic, in microseconds */
  gboolean caret_hidden;
  guint blink_source;

  gboolean moving;
  gboolean restoring;
  GPtrArray *erased; /* (element-type GtkTextTag) (owned): of atoms that are being erased */
};

/** Returns: the cursor's offset */
int tuwen_composer_text_get_cursor (TuwenComposerText *self);

/** Shows another text; says nothing of it */
void tuwen_composer_text_show (TuwenComposerText *self, GPtrArray *nodes, int cursor);

/** Writes nodes at @iter, and moves it behind them. A second vote is passed over */
void tuwen_composer_text_insert_at (TuwenComposerText *self, GtkTextIter *iter, GPtrArray *nodes);

/** Returns: (transfer full): how an atom is written in the view */
char *tuwen_composer_text_dup_display (const BiliNode *node);

/** Where the text of an atom that is in the view begins and ends */
void tuwen_composer_text_get_bounds (TuwenComposerText *self,
                                     GtkTextTag *tag,
                                     GtkTextIter *start,
                                     GtkTextIter *end);

/** What @tag stands for from now on. @node: (transfer full) */
void tuwen_composer_text_set_node (GtkTextTag *tag, BiliNode *node);

/** Returns: the offset at which the vote stands, or stood last; -1 for nowhere */
int tuwen_composer_text_get_vote_place (TuwenComposerText *self);
void tuwen_composer_text_set_vote_place (TuwenComposerText *self, const GtkTextIter *at);

/** Returns: (nullable) (transfer none): what @tag stands for; %NULL when it is no atom's */
const BiliNode *tuwen_composer_text_get_node (GtkTextTag *tag);

/** Paints the atoms as they are to look now */
void tuwen_composer_text_paint (TuwenComposerText *self);

void tuwen_composer_text_begin_emotes (TuwenComposerText *self);
void tuwen_composer_text_drop_emotes (TuwenComposerText *self);
/** Returns: whether the atom of @tag is shown as a picture. One that is not there yet is fetched */
gboolean tuwen_composer_text_show_emote (TuwenComposerText *self, GtkTextTag *tag);
/**
 * tuwen_composer_text_get_emote_at:
 * @x: in the widget
 * @y: in the widget
 * @area: (out): where its picture is, in the widget
 *
 * Returns: (nullable): what an emote that is shown as a picture is called, as in `[doge]`
 */
const char *tuwen_composer_text_get_emote_at (TuwenComposerText *self,
                                              int x,
                                              int y,
                                              GdkRectangle *area);
gboolean tuwen_composer_text_query_tooltip (GtkWidget *widget,
                                            int x,
                                            int y,
                                            gboolean keyboard,
                                            GtkTooltip *tooltip);
void tuwen_composer_text_snapshot_layer (GtkTextView *view,
                                         GtkTextViewLayer layer,
                                         GtkSnapshot *snapshot);

void tuwen_composer_text_begin_caret (TuwenComposerText *self);
void tuwen_composer_text_drop_caret (TuwenComposerText *self);
/** Draws the cursor, @height pixels high, where GTK's own is too small to be seen */
void tuwen_composer_text_snapshot_caret (TuwenComposerText *self,
                                         GtkSnapshot *snapshot,
                                         int height);

void tuwen_composer_text_install_history (GtkWidgetClass *widget_class);
/** There is nothing to undo from now on */
void tuwen_composer_text_begin_history (TuwenComposerText *self);
/** The text was changed: that can be undone */
void tuwen_composer_text_record (TuwenComposerText *self);
void tuwen_composer_text_update_history (TuwenComposerText *self);

/** Returns: (transfer full) (element-type BiliNode): what is written there */
GPtrArray *tuwen_composer_text_get_nodes (const GtkTextIter *from, const GtkTextIter *to);

/** Writes text of another program where the cursor is */
void tuwen_composer_text_insert_plain (TuwenComposerText *self, const char *text);

void tuwen_composer_text_begin_drops (TuwenComposerText *self);

/**
 * tuwen_composer_text_drop_selection:
 * @source: of this text or another's
 * @move: whether it is taken away there, as far as that is this text
 *
 * Returns: whether what is selected in @source was put at @at
 */
gboolean tuwen_composer_text_drop_selection (TuwenComposerText *self,
                                             GtkTextBuffer *source,
                                             gboolean move,
                                             const GtkTextIter *at);

void tuwen_composer_text_copy_clipboard (GtkTextView *view);
void tuwen_composer_text_cut_clipboard (GtkTextView *view);
void tuwen_composer_text_paste_clipboard (GtkTextView *view);

G_END_DECLS
