/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-header"

#include <string.h>

#include "tuwen-picture-header.h"

typedef struct
{
  const guint8 *data;
  gsize size;
} Bytes;

/* Whether @n_bytes bytes at @at are there */
static gboolean
has (const Bytes *bytes, gsize at, gsize n_bytes)
{
  return at <= bytes->size && bytes->size - at >= n_bytes;
}

static gboolean
has_text (const Bytes *bytes, gsize at, const char *text, gsize length)
{
  return has (bytes, at, length) && memcmp (bytes->data + at, text, length) == 0;
}

/* Whether @text stands anywhere behind @at; looked for from the end, where it belongs */
static gboolean
has_behind (const Bytes *bytes, gsize at, const char *text, gsize length)
{
  for (gsize end = bytes->size; end >= at + length; end--)
    {
      if (memcmp (bytes->data + end - length, text, length) == 0)
        return TRUE;
    }

  return FALSE;
}

static guint
read_big_16 (const Bytes *bytes, gsize at)
{
  return bytes->data[at] << 8 | bytes->data[at + 1];
}

static guint32
read_big_32 (const Bytes *bytes, gsize at)
{
  return (guint32) read_big_16 (bytes, at) << 16 | read_big_16 (bytes, at + 2);
}

static guint
read_little_16 (const Bytes *bytes, gsize at)
{
  return bytes->data[at + 1] << 8 | bytes->data[at];
}

static guint
read_little_24 (const Bytes *bytes, gsize at)
{
  return (guint) bytes->data[at + 2] << 16 | read_little_16 (bytes, at);
}

static gboolean
take (TuwenPictureHeader *header, const char *format, guint32 width, guint32 height)
{
  if (width == 0 || height == 0 || width > G_MAXINT || height > G_MAXINT)
    return FALSE;

  header->format = format;
  header->width = width;
  header->height = height;
  return TRUE;
}

static gboolean
read_png (const Bytes *bytes, TuwenPictureHeader *header)
{
  if (!has_text (bytes, 0, "\x89PNG\r\n\x1a\n", 8) || !has_text (bytes, 12, "IHDR", 4)
      || !has (bytes, 16, 8))
    return FALSE;

  header->cut = !has_behind (bytes, 24, "IEND", 4);
  return take (header, "png", read_big_32 (bytes, 16), read_big_32 (bytes, 20));
}

static gboolean
read_gif (const Bytes *bytes, TuwenPictureHeader *header)
{
  return (has_text (bytes, 0, "GIF87a", 6) || has_text (bytes, 0, "GIF89a", 6))
         && has (bytes, 6, 4)
         && take (header, "gif", read_little_16 (bytes, 6), read_little_16 (bytes, 8));
}

static gboolean
read_webp (const Bytes *bytes, TuwenPictureHeader *header)
{
  if (!has_text (bytes, 0, "RIFF", 4) || !has_text (bytes, 8, "WEBP", 4) || !has (bytes, 12, 18))
    return FALSE;

  header->cut = !has (bytes, 8, read_little_24 (bytes, 4) | (gsize) bytes->data[7] << 24);

  /* Not the moving ones: their loader complains aloud of broken frames, and is never asked for */
  if (has_text (bytes, 12, "VP8X", 4) && (bytes->data[20] & 0x02) == 0)
    return take (header, "webp", read_little_24 (bytes, 24) + 1, read_little_24 (bytes, 27) + 1);

  if (has_text (bytes, 12, "VP8 ", 4) && has_text (bytes, 23, "\x9d\x01\x2a", 3))
    return take (header,
                 "webp",
                 read_little_16 (bytes, 26) & 0x3fff,
                 read_little_16 (bytes, 28) & 0x3fff);

  if (has_text (bytes, 12, "VP8L", 4) && bytes->data[20] == 0x2f)
    {
      guint32 bits = read_little_24 (bytes, 21) | (guint32) bytes->data[24] << 24;

      return take (header, "webp", (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
    }

  return FALSE;
}

/* SOF0 to SOF15, between which DHT, JPG and DAC stand */
static gboolean
is_start_of_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
read_jpeg (const Bytes *bytes, TuwenPictureHeader *header)
{
  gsize at = 2;

  if (!has_text (bytes, 0, "\xff\xd8", 2))
    return FALSE;

  while (has (bytes, at, 4) && bytes->data[at] == 0xff)
    {
      guint8 marker = bytes->data[at + 1];

      if (marker == 0xff)
        at++;
      else if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7))
        at += 2;
      else if (is_start_of_frame (marker))
        {
          /* The end marker; a small picture in the metadata, which has one too, stands before */
          header->cut = !has_behind (bytes, at, "\xff\xd9", 2);
          return has (bytes, at, 9)
                 && take (header, "jpeg", read_big_16 (bytes, at + 7), read_big_16 (bytes, at + 5));
        }
      else
        {
          if (marker == 0xe1 && has_text (bytes, at + 4, "Exif", 4))
            header->may_turn = TRUE;
          at += 2 + MAX (read_big_16 (bytes, at + 2), 2);
        }
    }

  return FALSE;
}

gboolean
tuwen_picture_header_read (GBytes *encoded, TuwenPictureHeader *header)
{
  Bytes bytes;

  g_return_val_if_fail (encoded != NULL, FALSE);
  g_return_val_if_fail (header != NULL, FALSE);

  *header = (TuwenPictureHeader){ 0 };
  bytes.data = g_bytes_get_data (encoded, &bytes.size);
  return read_png (&bytes, header) || read_jpeg (&bytes, header) || read_gif (&bytes, header)
         || read_webp (&bytes, header);
}
