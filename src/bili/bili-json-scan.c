/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-json"

#include "bili-json-scan.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
  guint64 objects; /* one bit a level: whether it is an object */
  guint depth;
} Scan;

static void
skip_blanks (Scan *scan)
{
  while (scan->at < scan->end
         && (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\r' || *scan->at == '\t'))
    scan->at++;
}

static gboolean
take (Scan *scan, char c)
{
  if (scan->at == scan->end || *scan->at != c)
    return FALSE;

  scan->at++;
  return TRUE;
}

static gboolean
take_word (Scan *scan, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return FALSE;

  scan->at += length;
  return TRUE;
}

static gboolean
take_digits (Scan *scan)
{
  const char *start = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;

  return scan->at > start;
}

static gboolean
take_number (Scan *scan)
{
  take (scan, '-');
  if (!take (scan, '0') && !take_digits (scan))
    return FALSE;
  if (take (scan, '.') && !take_digits (scan))
    return FALSE;
  if (take (scan, 'e') || take (scan, 'E'))
    {
      if (!take (scan, '+'))
        take (scan, '-');
      return take_digits (scan);
    }

  return TRUE;
}

/* The four digits behind `\u`; -1 when there are none. */
static int
take_code_unit (Scan *scan)
{
  int unit = 0;

  for (guint i = 0; i < 4; i++)
    {
      if (scan->at == scan->end || !g_ascii_isxdigit (*scan->at))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (*scan->at++);
    }

  return unit;
}

/* What follows a backslash. Half of a surrogate pair is no character; RFC 8259 leaves it open, and
 * json-glib leaks what it read so far. */
static gboolean
take_escape (Scan *scan)
{
  int unit;

  if (take (scan, 'u'))
    {
      unit = take_code_unit (scan);
      if (unit >= 0xd800 && unit <= 0xdbff)
        {
          int low = take_word (scan, "\\u") ? take_code_unit (scan) : -1;

          return low >= 0xdc00 && low <= 0xdfff;
        }

      return unit >= 0 && (unit < 0xdc00 || unit > 0xdfff);
    }

  if (scan->at == scan->end || *scan->at == '\0' || strchr ("\"\\/bfnrt", *scan->at) == NULL)
    return FALSE;

  scan->at++;
  return TRUE;
}

static gboolean
take_string (Scan *scan)
{
  if (!take (scan, '"'))
    return FALSE;

  while (scan->at < scan->end)
    {
      guchar c = *scan->at++;

      if (c == '"')
        return TRUE;
      if (c < 0x20)
        return FALSE;
      if (c == '\\' && !take_escape (scan))
        return FALSE;
    }

  return FALSE;
}

static gboolean
in_object (const Scan *scan)
{
  return scan->depth > 0 && (scan->objects >> (scan->depth - 1) & 1) != 0;
}

static void
open_level (Scan *scan, gboolean object)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << scan->depth;

  scan->objects = object ? scan->objects | bit : scan->objects & ~bit;
  scan->depth++;
}

/* A member's name and its colon, where the innermost level is an object. */
static gboolean
take_name (Scan *scan)
{
  if (!in_object (scan))
    return TRUE;

  skip_blanks (scan);
  if (!take_string (scan))
    return FALSE;
  skip_blanks (scan);
  return take (scan, ':');
}

static gboolean
take_scalar (Scan *scan)
{
  if (scan->at == scan->end)
    return FALSE;

  switch (*scan->at)
    {
    case '"':
      return take_string (scan);
    case 't':
      return take_word (scan, "true");
    case 'f':
      return take_word (scan, "false");
    case 'n':
      return take_word (scan, "null");
    default:
      return take_number (scan);
    }
}

/* Closes every level that ends here. Returns whether the document goes on, with @more saying
 * whether a comma announced another value. */
static gboolean
close_levels (Scan *scan, gboolean *more)
{
  *more = FALSE;
  while (scan->depth > 0)
    {
      skip_blanks (scan);
      if (take (scan, ','))
        {
          *more = TRUE;
          return TRUE;
        }
      if (!take (scan, in_object (scan) ? '}' : ']'))
        return FALSE;
      scan->depth--;
    }

  return TRUE;
}

gboolean
bili_json_scan (
    const char *text, gsize length, guint max_depth, guint max_values, const char **problem)
{
  Scan scan = { .at = text, .end = text + length };
  gboolean more = TRUE;
  guint n_values = 0;

  *problem = "The answer is not JSON";
  max_depth = MIN (max_depth, 64);

  while (more)
    {
      gboolean object;

      if (n_values++ == max_values)
        {
          *problem = "The answer has too many values";
          return FALSE;
        }

      if (!take_name (&scan))
        return FALSE;
      skip_blanks (&scan);

      object = scan.at < scan.end && *scan.at == '{';
      if (object || (scan.at < scan.end && *scan.at == '['))
        {
          scan.at++;
          if (scan.depth == max_depth)
            {
              *problem = "The answer is nested too deeply";
              return FALSE;
            }
          open_level (&scan, object);
          skip_blanks (&scan);
          if (scan.at == scan.end)
            return FALSE;
          /* Something inside: that is the next value. */
          if (*scan.at != (object ? '}' : ']'))
            continue;
        }
      else if (!take_scalar (&scan))
        {
          return FALSE;
        }

      if (!close_levels (&scan, &more))
        return FALSE;
    }

  skip_blanks (&scan);
  if (scan.at != scan.end)
    {
      *problem = "The answer goes on after its end";
      return FALSE;
    }

  return TRUE;
}
