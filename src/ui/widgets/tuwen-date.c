/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-date"

#include "tuwen-date.h"

#include <glib/gi18n.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)

static GDateTime *
date_new (gint64 seconds, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = seconds == 0 ? NULL : g_date_time_new_from_unix_utc (seconds);

  if (utc == NULL)
    return NULL;

  return zone == NULL ? g_date_time_to_local (utc) : g_date_time_to_timezone (utc, zone);
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b)
         && g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

static char *
format (GDateTime *date, const char *pattern)
{
  char *text = g_date_time_format (date, pattern);

  /* A translation with a pattern that cannot be formatted must not cost the date */
  return text != NULL ? text : g_date_time_format_iso8601 (date);
}

char *
tuwen_date_short (gint64 then, gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) date = date_new (then, zone);
  g_autoptr (GDateTime) today = date_new (now, zone);
  g_autoptr (GDateTime) yesterday = NULL;
  gint64 ago;

  if (date == NULL || today == NULL)
    return g_strdup ("");

  ago = now - then;
  if (ago < MINUTE && ago > -HOUR)
    return g_strdup (_ ("Just now"));

  if (ago >= MINUTE && ago < HOUR)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", ago / MINUTE),
                            (int) (ago / MINUTE));

  if (ago >= HOUR && is_same_day (date, today))
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", ago / HOUR),
                            (int) (ago / HOUR));

  yesterday = g_date_time_add_days (today, -1);
  if (yesterday != NULL && is_same_day (date, yesterday))
    {
      /* Translators: the date of a post that was published yesterday. %H:%M is the time, as in
       * "Yesterday 20:14"; see g_date_time_format() for other letters. */
      return format (date, _ ("Yesterday %H:%M"));
    }

  if (ago > 0 && g_date_time_get_year (date) == g_date_time_get_year (today))
    {
      /* Translators: the date of a post of this year, as in "12 Mar". */
      return format (date, C_ ("date of this year", "%-d %b"));
    }

  /* Translators: the date of a post of another year, as in "12 Mar 2025". */
  return format (date, C_ ("date of another year", "%-d %b %Y"));
}

char *
tuwen_date_full (gint64 then, GTimeZone *zone)
{
  g_autoptr (GDateTime) date = date_new (then, zone);

  if (date == NULL)
    return g_strdup ("");

  /* Translators: a full date, as in "Wednesday, 12 March 2025, 20:14 CST". */
  return format (date, C_ ("full date", "%A, %-d %B %Y, %H:%M %Z"));
}
