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

static guint32
read_little_32 (const Bytes *bytes, gsize at)
{
  return (guint32) read_little_16 (bytes, at + 2) << 16 | read_little_16 (bytes, at);
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
  header->lossless = TRUE;
  return take (header, "png", read_big_32 (bytes, 16), read_big_32 (bytes, 20));
}

static gboolean
read_gif (const Bytes *bytes, TuwenPictureHeader *header)
{
  return (has_text (bytes, 0, "GIF87a", 6) || has_text (bytes, 0, "GIF89a", 6))
         && has (bytes, 6, 4)
         && take (header, "gif", read_little_16 (bytes, 6), read_little_16 (bytes, 8));
}

/* Whether the file's parts, of a name, a length and what is in them, have one of that name */
static gboolean
has_riff_part (const Bytes *bytes, const char *name)
{
  gsize at = 12;

  while (has (bytes, at, 8))
    {
      guint32 length = read_little_32 (bytes, at + 4);

      if (has_text (bytes, at, name, 4))
        return TRUE;
      at += 8 + (gsize) length + (length & 1);
    }

  return FALSE;
}

static gboolean
read_webp (const Bytes *bytes, TuwenPictureHeader *header)
{
  if (!has_text (bytes, 0, "RIFF", 4) || !has_text (bytes, 8, "WEBP", 4) || !has (bytes, 12, 18))
    return FALSE;

  header->cut = !has (bytes, 8, read_little_24 (bytes, 4) | (gsize) bytes->data[7] << 24);

  /* Not the moving ones: their loader complains aloud of broken frames, and is never asked for */
  header->moving = has_text (bytes, 12, "VP8X", 4) && (bytes->data[20] & 0x02) != 0;
  if (header->moving)
    return FALSE;

  header->lossless = has_riff_part (bytes, "VP8L");
  if (has_text (bytes, 12, "VP8X", 4))
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

static gboolean
read_bmp (const Bytes *bytes, TuwenPictureHeader *header)
{
  gint32 height;
  guint32 compression;

  if (!has_text (bytes, 0, "BM", 2) || !has (bytes, 0, 54) || read_little_32 (bytes, 14) < 40)
    return FALSE;

  header->lossless = TRUE;
  /* Plain rows, with or without masks of their own, have a known size. */
  compression = read_little_32 (bytes, 30);
  if (compression == 0 || compression == 3)
    {
      guint64 row
          = ((guint64) read_little_32 (bytes, 18) * read_little_16 (bytes, 28) + 31) / 32 * 4;
      guint64 n_rows = ABS ((gint64) (gint32) read_little_32 (bytes, 22));

      header->cut = n_rows > 0
                    && row > (bytes->size - MIN (bytes->size, read_little_32 (bytes, 10))) / n_rows;
    }
  /* A negative height tells that the rows stand from the top down. */
  height = (gint32) read_little_32 (bytes, 22);
  return height != G_MININT32
         && take (header, "bmp", read_little_32 (bytes, 18), ABS (height));
}

/* The value of an entry of TIFF's first folder that is one short or long number; 0 for any other */
static guint32
read_tiff_number (const Bytes *bytes, gsize entry, gboolean big)
{
  guint type = big ? read_big_16 (bytes, entry + 2) : read_little_16 (bytes, entry + 2);

  if (type == 3)
    return big ? read_big_16 (bytes, entry + 8) : read_little_16 (bytes, entry + 8);
  if (type == 4)
    return big ? read_big_32 (bytes, entry + 8) : read_little_32 (bytes, entry + 8);

  return 0;
}

static gboolean
read_tiff (const Bytes *bytes, TuwenPictureHeader *header)
{
  gboolean big = has_text (bytes, 0, "MM\0\x2a", 4);
  guint32 width = 0;
  guint32 height = 0;
  gsize folder;
  guint n_entries;

  if ((!big && !has_text (bytes, 0, "II\x2a\0", 4)) || !has (bytes, 4, 4))
    return FALSE;

  folder = big ? read_big_32 (bytes, 4) : read_little_32 (bytes, 4);
  if (!has (bytes, folder, 2))
    return FALSE;

  n_entries = big ? read_big_16 (bytes, folder) : read_little_16 (bytes, folder);
  for (guint i = 0; i < n_entries; i++)
    {
      gsize entry = folder + 2 + (gsize) i * 12;
      guint tag;

      if (!has (bytes, entry, 12))
        return FALSE;

      tag = big ? read_big_16 (bytes, entry) : read_little_16 (bytes, entry);
      if (tag == 0x100)
        width = read_tiff_number (bytes, entry, big);
      else if (tag == 0x101)
        height = read_tiff_number (bytes, entry, big);
      else if (tag == 0x112)
        header->may_turn = TRUE;
    }

  header->lossless = TRUE;
  return take (header, "tiff", width, height);
}

/* Finds the largest size (`ispe`) among the properties of an AVIF or HEIC file, which nests boxes
 * of a length, a name and what is in them. */
static gboolean
read_boxes (const Bytes *bytes, gsize at, gsize end, guint depth, guint32 *width, guint32 *height)
{
  while (end - at >= 8)
    {
      guint32 length = read_big_32 (bytes, at);
      gsize inside = at + 8;

      if (length < 8 || length > end - at)
        return FALSE;

      if (has_text (bytes, at + 4, "ispe", 4) && length >= 20)
        {
          guint32 w = read_big_32 (bytes, inside + 4);
          guint32 h = read_big_32 (bytes, inside + 8);

          if ((guint64) w * h > (guint64) *width * *height)
            {
              *width = w;
              *height = h;
            }
        }
      else if (depth < 4
               && (has_text (bytes, at + 4, "iprp", 4) || has_text (bytes, at + 4, "ipco", 4)))
        read_boxes (bytes, inside, at + length, depth + 1, width, height);
      else if (depth < 4 && has_text (bytes, at + 4, "meta", 4) && length >= 12)
        read_boxes (bytes, inside + 4, at + length, depth + 1, width, height);

      at += length;
    }

  return TRUE;
}

static gboolean
read_heif (const Bytes *bytes, TuwenPictureHeader *header)
{
  static const char *const brands[] = { "avif", "avis", "heic", "heix", "heim", "heis", "mif1" };
  const char *format = NULL;
  guint32 width = 0;
  guint32 height = 0;

  if (!has_text (bytes, 4, "ftyp", 4))
    return FALSE;

  for (guint i = 0; format == NULL && i < G_N_ELEMENTS (brands); i++)
    {
      if (has_text (bytes, 8, brands[i], 4))
        format = g_str_has_prefix (brands[i], "avi") ? "avif" : "heif";
    }
  if (format == NULL)
    return FALSE;

  /* The picture's data may be cut off behind the boxes that tell its size; that is the decoder's to
   * say. */
  read_boxes (bytes, 0, bytes->size, 0, &width, &height);
  return take (header, format, width, height);
}

gboolean
tuwen_picture_header_read_any (GBytes *encoded, TuwenPictureHeader *header)
{
  Bytes bytes;

  if (tuwen_picture_header_read (encoded, header))
    return TRUE;
  if (header->moving)
    return FALSE;

  *header = (TuwenPictureHeader){ 0 };
  bytes.data = g_bytes_get_data (encoded, &bytes.size);
  return read_bmp (&bytes, header) || read_tiff (&bytes, header) || read_heif (&bytes, header);
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
