/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gexiv2/gexiv2.h>
#include <glib/gstdio.h>
#include <string.h>

#include "await.h"
#include "tuwen-picture-file.h"

/* Pictures for tests, and what becomes of them. */

/* A picture that looks different from every side: red on top left, green, blue and white. */
static inline GdkPixbuf *
make_pixbuf (int width, int height, gboolean transparent)
{
  static const guint32 colors[] = { 0xff0000ff, 0x00ff00ff, 0x0000ffff, 0xffffffff };
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, transparent, 8, width, height);

  for (guint i = 0; i < 4; i++)
    {
      int x = i % 2 * (width / 2);
      int y = i / 2 * (height / 2);
      g_autoptr (GdkPixbuf) part
          = gdk_pixbuf_new_subpixbuf (pixbuf, x, y, i % 2 ? width - x : width / 2,
                                      i / 2 ? height - y : height / 2);

      gdk_pixbuf_fill (part, transparent && i == 3 ? 0xffffff00 : colors[i]);
    }

  return pixbuf;
}

/* Noise, which no encoder can make small. */
static inline GdkPixbuf *
make_noise (int width, int height, gboolean transparent)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, transparent, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  gsize size = gdk_pixbuf_get_byte_length (pixbuf);
  guint32 state = 1;

  for (gsize i = 0; i < size; i++)
    {
      state = state * 1664525 + 1013904223;
      pixels[i] = state >> 24;
    }

  return pixbuf;
}

static inline GBytes *
encode_pixbuf (GdkPixbuf *pixbuf, const char *type)
{
  g_autoptr (GError) error = NULL;
  char *buffer;
  gsize size;

  gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (buffer, size);
}

static inline GBytes *
make_picture (const char *type, int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = make_pixbuf (width, height, FALSE);

  return encode_pixbuf (pixbuf, type);
}

static inline GdkPixbuf *
decode_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixbuf = gdk_pixbuf_new_from_file (path, &error);

  g_assert_no_error (error);
  return pixbuf;
}

static inline GBytes *
read_bytes (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, size);
}

static inline GBytes *
cut_bytes (GBytes *bytes, gsize size)
{
  return g_bytes_new_from_bytes (bytes, 0, MIN (size, g_bytes_get_size (bytes)));
}

/* What a camera might have written, into the file at @path. */
static inline void
write_metadata (const char *path, GExiv2Orientation orientation, gboolean place)
{
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autoptr (GError) error = NULL;

  gexiv2_metadata_open_path (metadata, path, &error);
  g_assert_no_error (error);
  gexiv2_metadata_try_set_tag_string (metadata, "Exif.Image.Make", "Maker", &error);
  g_assert_no_error (error);
  gexiv2_metadata_try_set_tag_string (metadata, "Exif.Image.Model", "Box", &error);
  g_assert_no_error (error);
  if (place)
    gexiv2_metadata_try_set_gps_info (metadata, 116.4, 39.9, 44, &error);
  g_assert_no_error (error);
  if (orientation != GEXIV2_ORIENTATION_UNSPECIFIED)
    gexiv2_metadata_try_set_orientation (metadata, orientation, &error);
  g_assert_no_error (error);
  gexiv2_metadata_save_file (metadata, path, &error);
  g_assert_no_error (error);
}

static inline GBytes *
make_photo (const char *type, GExiv2Orientation orientation, gboolean place)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "tuwen-photo-XXXXXX", NULL);
  g_autoptr (GBytes) plain = make_picture (type, 64, 48);
  GBytes *photo;
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_file_set_contents (path, g_bytes_get_data (plain, NULL), (gssize) g_bytes_get_size (plain),
                       NULL);
  write_metadata (path, orientation, place);
  photo = read_bytes (path);
  g_unlink (path);
  return photo;
}

static inline gboolean
has_tag (const char *path, const char *tag)
{
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();

  g_assert_true (gexiv2_metadata_open_path (metadata, path, NULL));
  return gexiv2_metadata_try_has_tag (metadata, tag, NULL);
}

static const TuwenPictureOptions plain_options = { BILI_PICTURE_DAILY, FALSE, 20 };

/* Keeps @bytes in @folder and prepares them; @name becomes the files' stem. */
static inline TuwenPictureFile *
prepare_bytes (const char *folder,
               const char *name,
               GBytes *bytes,
               const TuwenPictureOptions *options,
               GError **error)
{
  g_autofree char *stem = g_build_filename (folder, name, NULL);
  g_autofree char *source = g_strconcat (stem, ".source", NULL);
  g_autoptr (GAsyncResult) kept = NULL;
  g_autoptr (GAsyncResult) prepared = NULL;

  tuwen_picture_file_keep_bytes_async (bytes, source, NULL, await_cb, &kept);
  AWAIT (kept != NULL);
  if (!tuwen_picture_file_keep_finish (kept, error))
    return NULL;

  tuwen_picture_file_prepare_async (source, stem, options, NULL, await_cb, &prepared);
  AWAIT (prepared != NULL);
  return tuwen_picture_file_prepare_finish (prepared, error);
}
