/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-line"

#include "bili-line.h"

#define LINE_SEPARATOR 0x2028
#define PARAGRAPH_SEPARATOR 0x2029

/* What embeds or overrides a direction, and what ends that; marks without a stretch stay. */
static gboolean
turns_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
bili_line_from_text (const char *text, guint max_chars)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < max_chars && *text != '\0'; i++, text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (g_unichar_iscntrl (c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR)
        g_string_append_c (line, ' ');
      else if (!turns_direction (c))
        g_string_append_unichar (line, c);
    }

  return g_string_free (line, FALSE);
}
