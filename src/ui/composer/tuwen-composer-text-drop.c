/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-text"

#include "tuwen-composer-text-private.h"

/* Text that is dragged into a text. GtkTextView shows where it will go, which is well, but inserts
 * it as letters alone: that much is done here, with the atoms that another text of a post has in
 * it. */

/* Returns: (transfer full) (nullable): the text that was selected where @drop comes from, when that
 * is here */
static GtkTextBuffer *
get_source (GdkDrop *drop)
{
  GdkDrag *drag = drop != NULL ? gdk_drop_get_drag (drop) : NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, GTK_TYPE_TEXT_BUFFER);
  if (drag == NULL || !gdk_content_provider_get_value (gdk_drag_get_content (drag), &value, NULL))
    return NULL;

  return g_value_dup_object (&value);
}

gboolean
tuwen_composer_text_drop_selection (TuwenComposerText *self,
                                    GtkTextBuffer *source,
                                    gboolean move,
                                    const GtkTextIter *at)
{
  g_autoptr (GPtrArray) nodes = NULL;
  GtkTextMark *place;
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (source, &start, &end))
    return FALSE;
  /* Where it is already */
  if (source == self->buffer && gtk_text_iter_compare (at, &start) >= 0
      && gtk_text_iter_compare (at, &end) <= 0)
    return FALSE;

  nodes = tuwen_composer_text_get_nodes (&start, &end);
  for (guint i = nodes->len; i > 0 && source != self->buffer; i--)
    {
      /* A vote belongs to its draft alone */
      if (((const BiliNode *) nodes->pdata[i - 1])->type == BILI_NODE_VOTE)
        g_ptr_array_remove_index (nodes, i - 1);
    }

  place = gtk_text_buffer_create_mark (self->buffer, NULL, at, FALSE);
  gtk_text_buffer_begin_user_action (self->buffer);
  if (source == self->buffer && move)
    gtk_text_buffer_delete (source, &start, &end);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &start, place);
  tuwen_composer_text_insert_at (self, &start, nodes);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_buffer_delete_mark (self->buffer, place);
  return TRUE;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, TuwenComposerText *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GdkDrop *drop = gtk_drop_target_get_current_drop (target);
  g_autoptr (GtkTextBuffer) source = get_source (drop);
  GtkTextIter at;
  int buffer_x, buffer_y;

  if (!gtk_text_view_get_editable (view))
    return FALSE;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x,
                                         &buffer_y);
  gtk_text_view_get_iter_at_location (view, &at, buffer_x, buffer_y);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (source != NULL)
    return tuwen_composer_text_drop_selection (
        self, source, gdk_drag_get_selected_action (gdk_drop_get_drag (drop)) != GDK_ACTION_COPY,
        &at);

  gtk_text_buffer_place_cursor (self->buffer, &at);
  tuwen_composer_text_insert_plain (self, g_value_get_string (value));
  return TRUE;
}

void
tuwen_composer_text_begin_drops (TuwenComposerText *self)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_DROP_TARGET (controller))
        continue;

      g_signal_handlers_block_matched (controller, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
                                       g_signal_lookup ("drop", GTK_TYPE_DROP_TARGET), 0, NULL,
                                       NULL, self);
      g_signal_connect (controller, "drop", G_CALLBACK (drop_cb), self);
    }
}
