/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a picture: its header, and what decoders make of those whose size is bearable
 * here. */

#include <gio/gio.h>

#include "fuzz.h"
#include "tuwen-picture-header.h"
#include "tuwen-pixels.h"

/* Larger ones are decoded too, but too slowly to find anything in them */
#define MAX_AREA (512 * 512)

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) encoded = g_bytes_new (data, size);
  TuwenPictureHeader header;
  gboolean read = tuwen_picture_header_read (encoded, &header);
  g_autoptr (TuwenPixels) pixels = NULL;
  g_autoptr (GError) error = NULL;

  if (read)
    {
      g_assert_nonnull (header.format);
      g_assert_cmpint (header.width, >, 0);
      g_assert_cmpint (header.height, >, 0);
      if ((gint64) header.width * header.height > MAX_AREA && header.width <= 30000
          && header.height <= 30000)
        return 0;
    }

  /* GdkPixbuf complains aloud of some broken files, and then fails as it should */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  pixels = tuwen_pixels_decode (encoded, 20, 30, &error);
  g_assert_true ((pixels == NULL) == (error != NULL));
  if (pixels == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      return 0;
    }

  g_assert_true (read);
  g_assert_cmpint (pixels->width, <=, 20);
  g_assert_cmpint (pixels->height, <=, 30);
  g_assert_cmpuint (g_bytes_get_size (pixels->data), ==, pixels->stride * pixels->height);
  return 0;
}
