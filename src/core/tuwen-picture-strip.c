/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-strip"

/* Only what a picture needs to look as it does is kept: everything else may tell more than its
 * owner knows of, and there is no list of what cameras and programs think of. */

#include "tuwen-picture-strip.h"

#include <string.h>

typedef struct
{
  const guint8 *data;
  gsize size;
  gsize at;
  GByteArray *kept; /* (nullable) (owned): made when the first piece is left out */
} Filter;

static gboolean
has (const Filter *filter, gsize n_bytes)
{
  return filter->size - filter->at >= n_bytes;
}

static void
keep (Filter *filter, gsize n_bytes)
{
  if (filter->kept != NULL)
    g_byte_array_append (filter->kept, filter->data + filter->at, (guint) n_bytes);
  filter->at += n_bytes;
}

static void
leave_out (Filter *filter, gsize n_bytes)
{
  if (n_bytes == 0)
    return;

  if (filter->kept == NULL)
    {
      filter->kept = g_byte_array_new ();
      g_byte_array_append (filter->kept, filter->data, (guint) filter->at);
    }
  filter->at += n_bytes;
}

static gboolean
starts_with (const guint8 *data, gsize size, const char *text, gsize length)
{
  return size >= length && memcmp (data, text, length) == 0;
}

/* @body: the segment behind its marker and length */
static gboolean
is_needed_segment (guint8 marker, const guint8 *body, gsize size)
{
  switch (marker)
    {
    case 0xe0:
      /* Longer ones hold a small copy of the picture. */
      return starts_with (body, size, "JFIF", 5) && size == 14;
    case 0xe2:
      return starts_with (body, size, "ICC_PROFILE", 12);
    case 0xee:
      return starts_with (body, size, "Adobe", 5);
    case 0xfe:
      return FALSE;
    default:
      return marker < 0xe0 || marker > 0xef;
    }
}

/* The picture's own data behind a scan's head: it ends at a marker that is none of its own. */
static gboolean
keep_scan (Filter *filter)
{
  gsize end = filter->at;

  while (TRUE)
    {
      const guint8 *found = memchr (filter->data + end, 0xff, filter->size - end);
      guint8 next;

      if (found == NULL || found + 1 == filter->data + filter->size)
        return FALSE;

      end = (gsize) (found - filter->data);
      next = found[1];
      if (next != 0x00 && next != 0xff && (next < 0xd0 || next > 0xd7))
        break;
      end += next == 0xff ? 1 : 2;
    }

  keep (filter, end - filter->at);
  return TRUE;
}

static gboolean
filter_jpeg (Filter *filter)
{
  keep (filter, 2);
  while (has (filter, 2) && filter->data[filter->at] == 0xff)
    {
      guint8 marker = filter->data[filter->at + 1];
      gsize length;

      if (marker == 0xff)
        {
          keep (filter, 1);
          continue;
        }
      if (marker == 0xd9)
        {
          keep (filter, 2);
          leave_out (filter, filter->size - filter->at);
          return TRUE;
        }
      if (!has (filter, 4))
        return FALSE;

      length = 2 + ((gsize) filter->data[filter->at + 2] << 8 | filter->data[filter->at + 3]);
      if (length < 4 || !has (filter, length))
        return FALSE;

      if (is_needed_segment (marker, filter->data + filter->at + 4, length - 4))
        keep (filter, length);
      else
        leave_out (filter, length);
      if (marker == 0xda && !keep_scan (filter))
        return FALSE;
    }

  return FALSE;
}

static gboolean
filter_png (Filter *filter)
{
  static const char *const needed[]
      = { "IHDR", "PLTE", "IDAT", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP",
          "bKGD", "hIST", "pHYs", "sPLT", "mDCV", "cLLI", "acTL", "fcTL", "fdAT", NULL };

  keep (filter, 8);
  while (has (filter, 12))
    {
      const guint8 *chunk = filter->data + filter->at;
      gsize length
          = 12
            + ((gsize) chunk[0] << 24 | (gsize) chunk[1] << 16 | (gsize) chunk[2] << 8 | chunk[3]);
      char name[5] = { 0 };

      if (!has (filter, length))
        return FALSE;

      memcpy (name, chunk + 4, 4);
      if (strcmp (name, "IEND") == 0)
        {
          keep (filter, length);
          leave_out (filter, filter->size - filter->at);
          return TRUE;
        }
      if (g_strv_contains (needed, name))
        keep (filter, length);
      else
        leave_out (filter, length);
    }

  return FALSE;
}

GBytes *
tuwen_picture_strip (GBytes *encoded)
{
  Filter filter = { 0 };
  g_autoptr (GByteArray) kept = NULL;
  gboolean filtered = FALSE;

  filter.data = g_bytes_get_data (encoded, &filter.size);
  if (starts_with (filter.data, filter.size, "\xff\xd8", 2))
    filtered = filter_jpeg (&filter);
  else if (starts_with (filter.data, filter.size, "\x89PNG\r\n\x1a\n", 8))
    filtered = filter_png (&filter);

  kept = filter.kept;
  if (!filtered)
    return NULL;

  return kept != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&kept))
                      : g_bytes_ref (encoded);
}
