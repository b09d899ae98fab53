/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-text"

#include "tuwen-composer-text-private.h"

#include <string.h>

/* Undo. GtkTextBuffer's own brings back text without its tags, and so this keeps moments of the
 * whole text instead: a post is short. */

#define MAX_MOMENTS 200
/* Bounds the memory: somebody may have pasted a book. */
#define MAX_BYTES (16 * 1024 * 1024)

/* What was written at a time that can be gone back to */
typedef struct
{
  GPtrArray *nodes; /* (owned) */
  gsize size;       /* bytes of text in them */
  int cursor;
} Moment;

static void
moment_free (gpointer data)
{
  Moment *moment = data;

  g_ptr_array_unref (moment->nodes);
  g_free (moment);
}

void
tuwen_composer_text_update_history (TuwenComposerText *self)
{
  gboolean editable = gtk_text_view_get_editable (GTK_TEXT_VIEW (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "text.undo", editable && self->now > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "text.redo",
                                 editable && self->now + 1 < self->moments->len);
}

static void
forget_oldest (TuwenComposerText *self)
{
  self->moments_size -= ((const Moment *) self->moments->pdata[0])->size;
  g_ptr_array_remove_index (self->moments, 0);
}

static void
forget_newest (TuwenComposerText *self)
{
  guint last = self->moments->len - 1;

  self->moments_size -= ((const Moment *) self->moments->pdata[last])->size;
  g_ptr_array_remove_index (self->moments, last);
}

static void
add_moment (TuwenComposerText *self, GPtrArray *nodes)
{
  Moment *moment = g_new0 (Moment, 1);

  moment->nodes = g_ptr_array_ref (nodes);
  for (guint i = 0; i < nodes->len; i++)
    moment->size += strlen (((const BiliNode *) nodes->pdata[i])->text);
  moment->cursor = tuwen_composer_text_get_cursor (self);
  g_ptr_array_add (self->moments, moment);
  self->moments_size += moment->size;
  while (self->moments->len > MAX_MOMENTS
         || (self->moments_size > MAX_BYTES && self->moments->len > 2))
    forget_oldest (self);
  self->now = self->moments->len - 1;
}

/* Typing on, and erasing on, is one moment with what it continues, until a blank */
static gboolean
is_continued (TuwenComposerText *self)
{
  if (self->n_edits != 1 || self->kind == EDIT_OTHER || self->kind != self->last_kind
      || self->now == 0)
    return FALSE;

  return self->kind == EDIT_TYPING ? self->edit_start == self->last_end
                                   : self->edit_end == self->last_end;
}

void
tuwen_composer_text_record (TuwenComposerText *self)
{
  g_autoptr (GPtrArray) nodes = tuwen_composer_text_dup_nodes (self);

  while (self->now + 1 < self->moments->len)
    forget_newest (self);
  if (is_continued (self))
    forget_newest (self);
  add_moment (self, nodes);

  self->last_kind = self->n_edits == 1 ? self->kind : EDIT_OTHER;
  self->last_end = self->kind == EDIT_TYPING ? self->edit_end : self->edit_start;
  tuwen_composer_text_update_history (self);
}

static void
go_to (TuwenComposerText *self, guint now)
{
  const Moment *moment;

  if (now >= self->moments->len || !gtk_text_view_get_editable (GTK_TEXT_VIEW (self)))
    return;

  self->now = now;
  moment = self->moments->pdata[now];
  tuwen_composer_text_show (self, moment->nodes, moment->cursor);
  tuwen_composer_text_update_history (self);
  g_signal_emit_by_name (self, "nodes-changed");
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposerText *self = TUWEN_COMPOSER_TEXT (widget);

  if (self->now > 0)
    go_to (self, self->now - 1);
}

static void
redo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposerText *self = TUWEN_COMPOSER_TEXT (widget);

  go_to (self, self->now + 1);
}

void
tuwen_composer_text_install_history (GtkWidgetClass *widget_class)
{
  /* In place of GtkTextView's own, in its menu and for its keys */
  gtk_widget_class_install_action (widget_class, "text.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "text.redo", NULL, redo_action);
}

void
tuwen_composer_text_begin_history (TuwenComposerText *self)
{
  g_autoptr (GPtrArray) nodes = tuwen_composer_text_dup_nodes (self);

  g_clear_pointer (&self->moments, g_ptr_array_unref);
  self->moments = g_ptr_array_new_with_free_func (moment_free);
  self->moments_size = 0;
  add_moment (self, nodes);
  tuwen_composer_text_update_history (self);
}
