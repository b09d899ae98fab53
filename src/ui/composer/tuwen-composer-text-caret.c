/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-text"

#include "tuwen-composer-text-private.h"

/* GTK's cursor is as high as the letters that it is beside, and so would not be seen beside a
 * picture. There one is drawn in its place, which blinks as the desktop's cursors do. */

typedef struct
{
  gboolean blinks;
  guint time;    /* ms from one appearance to the next */
  guint timeout; /* seconds until it stays */
} Blinking;

static Blinking
get_blinking (TuwenComposerText *self)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  int time, timeout;
  gboolean blinks;

  g_object_get (settings, "gtk-cursor-blink", &blinks, "gtk-cursor-blink-time", &time,
                "gtk-cursor-blink-timeout", &timeout, NULL);
  return (Blinking){ blinks && time > 0, (guint) MAX (time, 1), (guint) MAX (timeout, 1) };
}

static gboolean
blink_cb (gpointer user_data)
{
  TuwenComposerText *self = user_data;

  self->blink_source = 0;
  self->caret_hidden = !self->caret_hidden;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

/* Two thirds of the time it is there, as GTK's */
static void
blink (TuwenComposerText *self)
{
  Blinking blinking = get_blinking (self);
  gint64 still = g_get_monotonic_time () - self->caret_moved;

  if (self->blink_source != 0)
    return;

  if (!blinking.blinks || still > blinking.timeout * G_TIME_SPAN_SECOND)
    self->caret_hidden = FALSE;
  else
    self->blink_source
        = g_timeout_add (blinking.time * (self->caret_hidden ? 1 : 2) / 3, blink_cb, self);
}

/* Whoever writes sees where */
static void
moved_cb (TuwenComposerText *self)
{
  tuwen_composer_text_drop_caret (self);
  self->caret_moved = g_get_monotonic_time ();
  self->caret_hidden = FALSE;
}

void
tuwen_composer_text_snapshot_caret (TuwenComposerText *self, GtkSnapshot *snapshot, int height)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GdkRectangle at;
  GdkRGBA color;

  if (!gtk_widget_has_focus (GTK_WIDGET (self)) || !gtk_text_view_get_editable (view)
      || gtk_text_buffer_get_has_selection (self->buffer))
    return;

  gtk_text_view_get_cursor_locations (view, NULL, &at, NULL);
  if (at.height > height / 2)
    return;

  blink (self);
  if (self->caret_hidden)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (at.x, at.y, 1, height));
}

void
tuwen_composer_text_begin_caret (TuwenComposerText *self)
{
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (moved_cb), NULL);
}

void
tuwen_composer_text_drop_caret (TuwenComposerText *self)
{
  g_clear_handle_id (&self->blink_source, g_source_remove);
}
