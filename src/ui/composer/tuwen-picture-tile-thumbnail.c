/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-tile-thumbnail"

#include "tuwen-picture-tile-thumbnail.h"

#include "tuwen-picture-file.h"
#include "tuwen-texture.h"
#include "tuwen-thumbnails.h"

struct _TuwenPictureTileThumbnail
{
  GtkWidget parent_instance;

  GtkImage *icon;      /* (unowned): a child, seen while nothing is shown */
  GdkPaintable *shown; /* (nullable) (owned): by a GtkPicture the window would be laid out anew */
  int size;

  TuwenDraftPicture *picture; /* (nullable) (owned) */
  char *path;                 /* (nullable) (owned): of what is shown, or being decoded */
  int scale;                  /* of the screen that it is decoded for */
  GCancellable *cancellable;  /* (nullable) (owned): of the decoding under way */
};

G_DEFINE_FINAL_TYPE (TuwenPictureTileThumbnail, tuwen_picture_tile_thumbnail, GTK_TYPE_WIDGET)

static void
show_icon (TuwenPictureTileThumbnail *self, const char *icon_name)
{
  g_clear_object (&self->shown);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_child_visible (GTK_WIDGET (self->icon), TRUE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
show_pixels (TuwenPictureTileThumbnail *self, TuwenPixels *pixels)
{
  g_clear_object (&self->shown);
  self->shown = GDK_PAINTABLE (tuwen_texture_new (pixels));
  gtk_widget_set_child_visible (GTK_WIDGET (self->icon), FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPictureTileThumbnail) self = user_data;
  g_autoptr (TuwenPixels) pixels = NULL;
  g_autoptr (GError) error = NULL;

  pixels = tuwen_thumbnails_load_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (pixels == NULL)
    {
      g_debug ("No thumbnail: %s", error->message);
      show_icon (self, "image-missing-symbolic");
      return;
    }

  show_pixels (self, pixels);
}

static void
stop (TuwenPictureTileThumbnail *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Whoever prepared the picture had to decode it anyway. Returns: whether they kept enough of it */
static gboolean
show_small (TuwenPictureTileThumbnail *self)
{
  TuwenPixels *small = tuwen_draft_picture_get_small (self->picture);
  int size = self->size * self->scale;
  g_autoptr (TuwenPixels) pixels = NULL;

  if (small != NULL && size <= TUWEN_PICTURE_FILE_SMALL)
    pixels = tuwen_pixels_shrink (small, size, size);
  if (pixels == NULL)
    return FALSE;

  show_pixels (self, pixels);
  return TRUE;
}

static const char *
find_icon_name (TuwenDraftPicture *picture)
{
  if (picture == NULL)
    return "image-x-generic-symbolic";
  if (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_FAILED)
    return "image-missing-symbolic";

  return "content-loading-symbolic";
}

/* What was shown stays until the new picture is decoded */
static void
update (TuwenPictureTileThumbnail *self)
{
  const char *path = self->picture != NULL ? tuwen_draft_picture_get_path (self->picture) : NULL;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (path == NULL)
    {
      stop (self);
      g_clear_pointer (&self->path, g_free);
      show_icon (self, find_icon_name (self->picture));
      return;
    }

  if (g_strcmp0 (self->path, path) == 0 && self->scale == scale)
    return;

  stop (self);
  g_free (self->path);
  self->path = g_strdup (path);
  self->scale = scale;
  if (show_small (self))
    return;

  self->cancellable = g_cancellable_new ();
  tuwen_thumbnails_load_async (path, self->size * scale, self->size * scale, self->cancellable,
                               decoded_cb, g_object_ref (self));
}

static void
tuwen_picture_tile_thumbnail_measure (GtkWidget *widget,
                                      GtkOrientation orientation,
                                      int for_size,
                                      int *minimum,
                                      int *natural,
                                      int *minimum_baseline,
                                      int *natural_baseline)
{
  TuwenPictureTileThumbnail *self = TUWEN_PICTURE_TILE_THUMBNAIL (widget);
  int unused;

  /* GTK wants every child measured before it is given a size */
  gtk_widget_measure (GTK_WIDGET (self->icon), orientation, for_size, &unused, NULL, NULL, NULL);
  *minimum = *natural = self->size;
}

static void
tuwen_picture_tile_thumbnail_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TuwenPictureTileThumbnail *self = TUWEN_PICTURE_TILE_THUMBNAIL (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->icon), &(GtkAllocation){ 0, 0, width, height }, -1);
}

/* As much of the picture as fits when the whole is filled */
static void
tuwen_picture_tile_thumbnail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TuwenPictureTileThumbnail *self = TUWEN_PICTURE_TILE_THUMBNAIL (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double shown_width, shown_height, scale;

  GTK_WIDGET_CLASS (tuwen_picture_tile_thumbnail_parent_class)->snapshot (widget, snapshot);
  if (self->shown == NULL)
    return;

  shown_width = gdk_paintable_get_intrinsic_width (self->shown);
  shown_height = gdk_paintable_get_intrinsic_height (self->shown);
  scale = MAX (width / shown_width, height / shown_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) (width - shown_width * scale) / 2,
                                                (float) (height - shown_height * scale) / 2));
  gdk_paintable_snapshot (self->shown, snapshot, shown_width * scale, shown_height * scale);
  gtk_snapshot_restore (snapshot);
}

static void
tuwen_picture_tile_thumbnail_dispose (GObject *object)
{
  TuwenPictureTileThumbnail *self = TUWEN_PICTURE_TILE_THUMBNAIL (object);

  stop (self);
  if (self->picture != NULL)
    g_signal_handlers_disconnect_by_data (self->picture, self);
  g_clear_object (&self->picture);
  g_clear_object (&self->shown);
  g_clear_pointer ((GtkWidget **) &self->icon, gtk_widget_unparent);

  G_OBJECT_CLASS (tuwen_picture_tile_thumbnail_parent_class)->dispose (object);
}

static void
tuwen_picture_tile_thumbnail_finalize (GObject *object)
{
  TuwenPictureTileThumbnail *self = TUWEN_PICTURE_TILE_THUMBNAIL (object);

  g_free (self->path);

  G_OBJECT_CLASS (tuwen_picture_tile_thumbnail_parent_class)->finalize (object);
}

static void
tuwen_picture_tile_thumbnail_class_init (TuwenPictureTileThumbnailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tuwen_picture_tile_thumbnail_dispose;
  object_class->finalize = tuwen_picture_tile_thumbnail_finalize;

  widget_class->measure = tuwen_picture_tile_thumbnail_measure;
  widget_class->size_allocate = tuwen_picture_tile_thumbnail_size_allocate;
  widget_class->snapshot = tuwen_picture_tile_thumbnail_snapshot;

  gtk_widget_class_set_css_name (widget_class, "thumbnail");
  /* What is around it says which picture it is */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tuwen_picture_tile_thumbnail_init (TuwenPictureTileThumbnail *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (find_icon_name (NULL));

  self->icon = GTK_IMAGE (icon);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_widget_set_parent (icon, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update), NULL);
}

GtkWidget *
tuwen_picture_tile_thumbnail_new (int size)
{
  TuwenPictureTileThumbnail *self = g_object_new (TUWEN_TYPE_PICTURE_TILE_THUMBNAIL, NULL);

  self->size = size;
  return GTK_WIDGET (self);
}

void
tuwen_picture_tile_thumbnail_set_picture (TuwenPictureTileThumbnail *self,
                                          TuwenDraftPicture *picture)
{
  g_return_if_fail (TUWEN_IS_PICTURE_TILE_THUMBNAIL (self));

  if (self->picture == picture)
    return;

  if (self->picture != NULL)
    g_signal_handlers_disconnect_by_data (self->picture, self);
  g_set_object (&self->picture, picture);
  if (picture != NULL)
    {
      g_signal_connect_object (picture, "notify::path", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (picture, "notify::state", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
    }
  update (self);
}

GdkPaintable *
tuwen_picture_tile_thumbnail_get_paintable (TuwenPictureTileThumbnail *self)
{
  g_return_val_if_fail (TUWEN_IS_PICTURE_TILE_THUMBNAIL (self), NULL);

  return self->shown;
}
