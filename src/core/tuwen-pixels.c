/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-pixels"

#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "tuwen-picture-header.h"
#include "tuwen-pixels-private.h"

#define MAX_SIDE 30000
#define MAX_AREA (100 * 1000 * 1000)

/* So many bytes are taken from the system, not from the allocator */
#define MIN_MAPPED (16 * 1024)

/* What the loader's callback needs to know and tells */
typedef struct
{
  int width;
  int height;
  gboolean may_turn;
  gboolean refused;
} Wish;

static TuwenPixels *
wrap (GBytes *data, int width, int height, gsize stride, gboolean has_alpha)
{
  TuwenPixels *self;

  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (width > 0 && height > 0, NULL);
  g_return_val_if_fail (stride >= (gsize) width * (has_alpha ? 4 : 3), NULL);
  g_return_val_if_fail (g_bytes_get_size (data) / stride >= (gsize) height, NULL);

  self = g_atomic_rc_box_new0 (TuwenPixels);
  self->data = g_bytes_ref (data);
  self->width = width;
  self->height = height;
  self->stride = stride;
  self->has_alpha = has_alpha;
  return self;
}

TuwenPixels *
tuwen_pixels_ref (TuwenPixels *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TuwenPixels *self = data;

  g_bytes_unref (self->data);
}

void
tuwen_pixels_unref (TuwenPixels *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear);
}

gsize
tuwen_pixels_get_memory (TuwenPixels *self)
{
  gsize size, page;

  g_return_val_if_fail (self != NULL, 0);

  size = self->stride * self->height;
  page = size < MIN_MAPPED ? 1 : (gsize) sysconf (_SC_PAGESIZE);
  return (size + page - 1) / page * page;
}

static gboolean
is_acceptable_size (int width, int height)
{
  return width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE
         && (gint64) width * height <= MAX_AREA;
}

/* By how much to shrink so that the picture just covers the wish; never over 1 */
static double
get_cover_scale (int width, int height, int cover_width, int cover_height)
{
  double scale = MAX ((double) cover_width / width, (double) cover_height / height);

  return MIN (scale, 1);
}

static int
scale_side (int side, double scale)
{
  /* The least rounding error upwards would cost a whole pixel of blur */
  return CLAMP ((int) ceil (side * scale - 1e-6), 1, side);
}

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Wish *wish = user_data;
  double scale;

  /* Nothing is allocated for a size of nothing */
  if (!is_acceptable_size (width, height))
    {
      wish->refused = TRUE;
      gdk_pixbuf_loader_set_size (loader, 0, 0);
      return;
    }

  scale = get_cover_scale (width, height, wish->width, wish->height);
  if (wish->may_turn)
    scale = MAX (scale, get_cover_scale (width, height, wish->height, wish->width));
  if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, scale_side (width, scale), scale_side (height, scale));
}

typedef struct
{
  gpointer data;
  gsize size;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->data, mapping->size);
  g_free (mapping);
}

/* Pixels are made in threads and freed by the main one. The allocator would keep what is freed for
 * the thread that made it, which may be gone; the system takes it back.
 *
 * @data: (out) (transfer none): where to write the @size bytes
 *
 * Returns: (transfer full) */
static GBytes *
allocate (gsize size, guint8 **data)
{
  gpointer place = size < MIN_MAPPED ? MAP_FAILED
                                     : mmap (NULL, size, PROT_READ | PROT_WRITE,
                                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  Mapping *mapping;

  if (place == MAP_FAILED)
    {
      *data = g_malloc (size);
      return g_bytes_new_take (*data, size);
    }

  *data = place;
  mapping = g_new (Mapping, 1);
  mapping->data = place;
  mapping->size = size;
  return g_bytes_new_with_free_func (place, size, mapping_free, mapping);
}

/* Returns (transfer full): an own copy of the middle of @pixbuf, without padding */
static TuwenPixels *
crop (GdkPixbuf *pixbuf, int cover_width, int cover_height)
{
  int width = MIN (gdk_pixbuf_get_width (pixbuf), cover_width);
  int height = MIN (gdk_pixbuf_get_height (pixbuf), cover_height);
  int left = (gdk_pixbuf_get_width (pixbuf) - width) / 2;
  int top = (gdk_pixbuf_get_height (pixbuf) - height) / 2;
  gsize n_channels = gdk_pixbuf_get_n_channels (pixbuf);
  gsize source_stride = gdk_pixbuf_get_rowstride (pixbuf);
  gsize stride = width * n_channels;
  const guint8 *source = gdk_pixbuf_read_pixels (pixbuf) + top * source_stride + left * n_channels;
  guint8 *data;
  g_autoptr (GBytes) bytes = allocate (stride * height, &data);

  for (int row = 0; row < height; row++)
    memcpy (data + row * stride, source + row * source_stride, stride);

  return wrap (bytes, width, height, stride, gdk_pixbuf_get_has_alpha (pixbuf));
}

TuwenPixels *
tuwen_pixels_cover (GdkPixbuf *pixbuf, int width, int height)
{
  double scale = get_cover_scale (gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf),
                                  width, height);
  g_autoptr (GdkPixbuf) smaller = NULL;

  if (scale >= 1)
    return crop (pixbuf, width, height);

  smaller = gdk_pixbuf_scale_simple (pixbuf, scale_side (gdk_pixbuf_get_width (pixbuf), scale),
                                     scale_side (gdk_pixbuf_get_height (pixbuf), scale),
                                     GDK_INTERP_BILINEAR);

  return smaller != NULL ? crop (smaller, width, height) : NULL;
}

static TuwenPixels *
fail (GError **error)
{
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_INVALID_DATA,
                       _ ("This picture cannot be shown."));
  return NULL;
}

/* Returns (transfer full) (nullable): the picture, upright, at least as large as asked for where it
 * has the pixels */
static GdkPixbuf *
load (GBytes *encoded, const char *format, Wish *wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (format, &error);
  GdkPixbuf *pixbuf;

  if (loader == NULL)
    {
      g_debug ("No loader: %s", error->message);
      return NULL;
    }

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), wish);
  if (!gdk_pixbuf_loader_write_bytes (loader, encoded, &error))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      g_debug ("Not decoded: %s", error->message);
      return NULL;
    }
  if (!gdk_pixbuf_loader_close (loader, &error))
    {
      g_debug ("Not decoded: %s", error->message);
      return NULL;
    }

  /* Of an animation it is the first frame */
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL || wish->refused)
    return NULL;

  return gdk_pixbuf_apply_embedded_orientation (pixbuf);
}

TuwenPixels *
tuwen_pixels_decode (GBytes *encoded, int width, int height, GError **error)
{
  Wish wish = { width, height, FALSE, FALSE };
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  TuwenPictureHeader header;
  TuwenPixels *pixels;

  g_return_val_if_fail (encoded != NULL, NULL);
  g_return_val_if_fail (width > 0 && height > 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!tuwen_picture_header_read (encoded, &header) || header.cut
      || !is_acceptable_size (header.width, header.height))
    return fail (error);

  wish.may_turn = header.may_turn;
  pixbuf = load (encoded, header.format, &wish);
  pixels = pixbuf != NULL ? tuwen_pixels_cover (pixbuf, width, height) : NULL;

  return pixels != NULL ? pixels : fail (error);
}

TuwenPixels *
tuwen_pixels_shrink (TuwenPixels *self, int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (width > 0 && height > 0, NULL);

  if (self->width <= width && self->height <= height)
    return tuwen_pixels_ref (self);

  pixbuf = gdk_pixbuf_new_from_bytes (self->data, GDK_COLORSPACE_RGB, self->has_alpha, 8,
                                      self->width, self->height, (int) self->stride);
  return tuwen_pixels_cover (pixbuf, width, height);
}
