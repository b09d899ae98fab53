/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-tiles"

/* Reordering by drag. */

#include "tuwen-picture-tiles-private.h"

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, TuwenPictureTiles *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));

  if (!tuwen_picture_tiles_is_editable (self))
    return NULL;

  return gdk_content_provider_new_typed (TUWEN_TYPE_DRAFT_PICTURE, tuwen_picture_tile_get_picture (
                                                                       TUWEN_PICTURE_TILE (tile)));
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, TuwenPictureTiles *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  GdkPaintable *paintable = tuwen_picture_tile_get_paintable (TUWEN_PICTURE_TILE (tile));

  if (paintable != NULL)
    {
      GtkWidget *icon = gtk_drag_icon_get_for_drag (drag);
      GtkWidget *picture = gtk_picture_new_for_paintable (paintable);

      gtk_widget_set_size_request (picture, TUWEN_PICTURE_TILE_SIZE / 2,
                                   TUWEN_PICTURE_TILE_SIZE / 2);
      gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_COVER);
      gtk_drag_icon_set_child (GTK_DRAG_ICON (icon), picture);
    }
  gtk_widget_add_css_class (tile, "dragged");
}

static void
drag_end_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete_data, TuwenPictureTiles *self)
{
  gtk_widget_remove_css_class (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)),
                               "dragged");
}

void
tuwen_picture_tiles_add_drag_source (TuwenPictureTiles *self, GtkWidget *tile)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, 0);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self, 0);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (drag_end_cb), self, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (source));
}

static void
set_gap (TuwenPictureTiles *self, int insert_at)
{
  if (self->insert_at == insert_at)
    return;

  self->insert_at = insert_at;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, TuwenPictureTiles *self)
{
  if (!tuwen_picture_tiles_is_editable (self))
    return 0;

  set_gap (self, (int) tuwen_picture_tiles_find_gap (self, x, y));
  return GDK_ACTION_MOVE;
}

static void
leave_cb (GtkDropTarget *target, TuwenPictureTiles *self)
{
  set_gap (self, -1);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, TuwenPictureTiles *self)
{
  TuwenDraftPicture *picture = g_value_get_object (value);
  guint gap = tuwen_picture_tiles_find_gap (self, x, y);

  set_gap (self, -1);
  for (guint i = 0; i < self->tiles->len; i++)
    {
      if (tuwen_picture_tile_get_picture (self->tiles->pdata[i]) != picture)
        continue;

      /* Its own place closes up when it leaves */
      tuwen_picture_tiles_move (self, picture, gap > i ? gap - 1 : gap);
      return TRUE;
    }

  /* A tile of another window */
  return FALSE;
}

void
tuwen_picture_tiles_add_drop_target (TuwenPictureTiles *self)
{
  GtkDropTarget *target = gtk_drop_target_new (TUWEN_TYPE_DRAFT_PICTURE, GDK_ACTION_MOVE);

  g_signal_connect (target, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
