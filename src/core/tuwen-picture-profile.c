/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-profile"

#include "tuwen-picture-profile.h"

#include <gio/gio.h>
#include <string.h>

#define MIN_SIZE 128
/* Where a PNG's first chunk, the one that has to be the first, ends */
#define HEAD_SIZE 33

GBytes *
tuwen_picture_profile_get (GdkPixbuf *pixbuf)
{
  const char *text = gdk_pixbuf_get_option (pixbuf, "icc-profile");
  g_autofree guint8 *profile = NULL;
  gsize size;

  if (text == NULL)
    return NULL;

  /* One of other colours, such as a printer's, is of no use for what the decoder made of them. */
  profile = g_base64_decode (text, &size);
  if (size <= MIN_SIZE || memcmp (profile + 16, "RGB ", 4) != 0)
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&profile), size);
}

/* The check sum of PNG's chunks */
static guint32
sum (const guint8 *data, gsize size)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc & 1) != 0 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
    }

  return ~crc;
}

static void
append_big_32 (GByteArray *bytes, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big, 4);
}

static GBytes *
compress (GBytes *bytes)
{
  g_autoptr (GZlibCompressor) compressor
      = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, -1);
  g_autoptr (GInputStream) plain = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (plain, G_CONVERTER (compressor));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  if (g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL) < 0)
    return NULL;

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

GBytes *
tuwen_picture_profile_add_to_png (GBytes *png, GBytes *profile)
{
  static const guint8 head[] = "iCCPicc\0";
  g_autoptr (GBytes) compressed = compress (profile);
  g_autoptr (GByteArray) made = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (png, &size);

  if (compressed == NULL || size < HEAD_SIZE)
    return g_bytes_ref (png);

  made = g_byte_array_sized_new ((guint) (size + g_bytes_get_size (compressed) + 21));
  g_byte_array_append (made, data, HEAD_SIZE);
  append_big_32 (made, (guint32) (sizeof head - 4 + g_bytes_get_size (compressed)));
  g_byte_array_append (made, head, sizeof head);
  g_byte_array_append (made, g_bytes_get_data (compressed, NULL),
                       (guint) g_bytes_get_size (compressed));
  append_big_32 (made, sum (made->data + HEAD_SIZE + 4, made->len - HEAD_SIZE - 4));
  g_byte_array_append (made, data + HEAD_SIZE, (guint) (size - HEAD_SIZE));
  return g_byte_array_free_to_bytes (g_steal_pointer (&made));
}
