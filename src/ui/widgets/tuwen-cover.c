/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-cover"

#include "tuwen-cover.h"

#include "tuwen-texture.h"
#include "tuwen-thumbnails.h"

#define RADIUS 8
#define ICON_SIZE 16

struct _TuwenCover
{
  GtkWidget parent_instance;

  TuwenPictures *pictures; /* (owned) (nullable) */
  int width;
  int height;

  char *url;                  /* (owned) (nullable): from the service, or */
  char *path;                 /* (owned) (nullable): from the file system */
  GdkTexture *texture;        /* (owned) (nullable) */
  GCancellable *cancellable;  /* (owned) (nullable): of the job under way */
  GdkPaintable *broken_icon;  /* (owned) (nullable): made when first needed */
  int texture_scale;          /* of the screen that the texture was made for */
  guint start_source;         /* the job is going to start */
  gboolean broken;
};

G_DEFINE_FINAL_TYPE (TuwenCover, tuwen_cover, GTK_TYPE_WIDGET)

static void
take_pixels (TuwenCover *self, TuwenPixels *pixels, int scale)
{
  g_clear_object (&self->texture);
  self->texture = tuwen_texture_new (pixels);
  self->texture_scale = scale;
  self->broken = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenCover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels = NULL;

  /* One of the file system has no source */
  pixels = source == NULL ? tuwen_thumbnails_load_finish (result, &error)
                          : tuwen_pictures_load_finish (TUWEN_PICTURES (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  if (pixels != NULL)
    {
      take_pixels (self, pixels, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
      return;
    }

  g_debug ("No cover: %s", error->message);
  self->broken = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
stop_loading (TuwenCover *self)
{
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static gboolean
start_cb (gpointer user_data)
{
  TuwenCover *self = user_data;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  self->start_source = 0;
  self->cancellable = g_cancellable_new ();
  if (self->path != NULL)
    tuwen_thumbnails_load_async (self->path, self->width * scale, self->height * scale,
                                 self->cancellable, loaded_cb, g_object_ref (self));
  else
    tuwen_pictures_load_async (self->pictures,
                               self->url,
                               self->width * scale,
                               self->height * scale,
                               self->cancellable,
                               loaded_cb,
                               g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* Shows what is in memory already */
static void
take_from_memory (TuwenCover *self)
{
  g_autoptr (TuwenPixels) pixels = NULL;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (self->path != NULL || self->url == NULL || self->pictures == NULL)
    return;

  pixels = tuwen_pictures_peek (self->pictures,
                                self->url,
                                self->width * scale,
                                self->height * scale);
  if (pixels != NULL)
    take_pixels (self, pixels, scale);
}

/* Called when the cover is drawn, not when it is mapped: a list maps all of a first page, and
 * unmaps what has no place in the window before it draws. The job itself starts when the frame is
 * done. */
static void
start_loading (TuwenCover *self)
{
  if (self->path == NULL && (self->url == NULL || self->pictures == NULL))
    return;
  if (self->broken || self->cancellable != NULL || self->start_source != 0)
    return;
  if (self->texture != NULL
      && self->texture_scale == gtk_widget_get_scale_factor (GTK_WIDGET (self)))
    return;

  self->start_source = g_idle_add (start_cb, self);
}

static void
scale_changed_cb (TuwenCover *self)
{
  stop_loading (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tuwen_cover_map (GtkWidget *widget)
{
  TuwenCover *self = TUWEN_COVER (widget);

  GTK_WIDGET_CLASS (tuwen_cover_parent_class)->map (widget);
  take_from_memory (self);
}

static void
tuwen_cover_unmap (GtkWidget *widget)
{
  TuwenCover *self = TUWEN_COVER (widget);

  stop_loading (self);
  /* A list keeps hundreds of rows for the few that are seen: what is not seen holds no pixels.
   * TuwenPictures still has them when the row comes back soon, and a broken one gets another
   * try. */
  g_clear_object (&self->texture);
  self->broken = FALSE;

  GTK_WIDGET_CLASS (tuwen_cover_parent_class)->unmap (widget);
}

static void
tuwen_cover_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  TuwenCover *self = TUWEN_COVER (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : self->height;
}

static void
snapshot_broken_icon (TuwenCover *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->broken_icon == NULL)
    {
      GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));

      self->broken_icon = GDK_PAINTABLE (gtk_icon_theme_lookup_icon (
          theme, "image-missing-symbolic", NULL, ICON_SIZE, gtk_widget_get_scale_factor (widget),
          gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC));
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((gtk_widget_get_width (widget) - ICON_SIZE) / 2,
                                                (gtk_widget_get_height (widget) - ICON_SIZE) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->broken_icon), snapshot,
                                            ICON_SIZE, ICON_SIZE, color, 1);
  gtk_snapshot_restore (snapshot);
}

/* The texture covers the area: what is too much of it is cut off evenly */
static void
snapshot_texture (TuwenCover *self, GtkSnapshot *snapshot, float width, float height)
{
  float w = gdk_texture_get_width (self->texture);
  float h = gdk_texture_get_height (self->texture);
  float scale = MAX (width / w, height / h);

  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT ((width - w * scale) / 2,
                                                    (height - h * scale) / 2,
                                                    w * scale, h * scale));
}

static void
tuwen_cover_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TuwenCover *self = TUWEN_COVER (widget);
  float width = gtk_widget_get_width (widget);
  float height = gtk_widget_get_height (widget);
  GskRoundedRect outline;
  GdkRGBA color;

  start_loading (self);

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);

  if (self->texture == NULL || self->broken)
    {
      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
      color.alpha *= 0.08f;
      gtk_snapshot_append_color (snapshot, &color, &outline.bounds);
    }
  if (self->texture != NULL)
    snapshot_texture (self, snapshot, width, height);

  gtk_snapshot_pop (snapshot);

  if (self->broken)
    {
      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
      color.alpha *= 0.5f;
      snapshot_broken_icon (self, snapshot, &color);
    }
}

static void
tuwen_cover_dispose (GObject *object)
{
  TuwenCover *self = TUWEN_COVER (object);

  stop_loading (self);
  g_clear_object (&self->texture);
  g_clear_object (&self->broken_icon);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (tuwen_cover_parent_class)->dispose (object);
}

static void
tuwen_cover_finalize (GObject *object)
{
  TuwenCover *self = TUWEN_COVER (object);

  g_free (self->url);
  g_free (self->path);

  G_OBJECT_CLASS (tuwen_cover_parent_class)->finalize (object);
}

static void
tuwen_cover_class_init (TuwenCoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tuwen_cover_dispose;
  object_class->finalize = tuwen_cover_finalize;

  widget_class->map = tuwen_cover_map;
  widget_class->unmap = tuwen_cover_unmap;
  widget_class->measure = tuwen_cover_measure;
  widget_class->snapshot = tuwen_cover_snapshot;

  gtk_widget_class_set_css_name (widget_class, "cover");
  /* The row around it says what the post is */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tuwen_cover_init (TuwenCover *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_changed_cb), NULL);
}

GtkWidget *
tuwen_cover_new (TuwenPictures *pictures, int width, int height)
{
  TuwenCover *self = g_object_new (TUWEN_TYPE_COVER, NULL);

  g_set_object (&self->pictures, pictures);
  self->width = width;
  self->height = height;

  return GTK_WIDGET (self);
}

void
tuwen_cover_set_url (TuwenCover *self, const char *url)
{
  g_return_if_fail (TUWEN_IS_COVER (self));

  tuwen_cover_set_picture (self, NULL, url);
}

void
tuwen_cover_set_picture (TuwenCover *self, const char *path, const char *url)
{
  g_return_if_fail (TUWEN_IS_COVER (self));

  if (g_strcmp0 (self->url, url) == 0 && g_strcmp0 (self->path, path) == 0)
    return;

  g_free (self->url);
  self->url = g_strdup (url);
  g_free (self->path);
  self->path = g_strdup (path);

  stop_loading (self);
  g_clear_object (&self->texture);
  self->broken = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    take_from_memory (self);
}

gboolean
tuwen_cover_is_loaded (TuwenCover *self)
{
  g_return_val_if_fail (TUWEN_IS_COVER (self), FALSE);

  return self->texture != NULL;
}

gboolean
tuwen_cover_is_broken (TuwenCover *self)
{
  g_return_val_if_fail (TUWEN_IS_COVER (self), FALSE);

  return self->broken;
}
