/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-moment"

#include "tuwen-moment.h"

#include <glib/gi18n.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
/* China has known no other since 1991, so that no list of zones has to be installed */
#define BEIJING_SECONDS (8 * HOUR)

GDateTime *
tuwen_moment_to_date (gint64 then, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = then <= 0 ? NULL : g_date_time_new_from_unix_utc (then);

  if (utc == NULL)
    return NULL;

  return zone == NULL ? g_date_time_to_local (utc) : g_date_time_to_timezone (utc, zone);
}

gboolean
tuwen_moment_is_beijing (gint64 then, GTimeZone *zone)
{
  g_autoptr (GDateTime) date = tuwen_moment_to_date (then, zone);

  return date != NULL
         && g_date_time_get_utc_offset (date) == BEIJING_SECONDS * G_TIME_SPAN_SECOND;
}

/* Returns: how many midnights lie between the two */
static int
count_days (GDateTime *from, GDateTime *to)
{
  GDate first, last;

  g_date_clear (&first, 1);
  g_date_clear (&last, 1);
  g_date_set_dmy (&first, g_date_time_get_day_of_month (from), g_date_time_get_month (from),
                  g_date_time_get_year (from));
  g_date_set_dmy (&last, g_date_time_get_day_of_month (to), g_date_time_get_month (to),
                  g_date_time_get_year (to));

  return g_date_days_between (&first, &last);
}

/* @date: (nullable)
 * @today: (nullable): from which days are counted, on whatever clock */
static char *
format (GDateTime *date, GDateTime *today)
{
  const char *pattern;
  char *text;

  if (date == NULL || today == NULL)
    return g_strdup ("");

  switch (count_days (today, date))
    {
    case -1:
      /* Translators: a time of yesterday, as in "Yesterday 20:14". %H:%M is the time; see
       * g_date_time_format() for other letters. */
      pattern = C_ ("a moment", "Yesterday %H:%M");
      break;
    case 0:
      /* Translators: a time of today, as in "Today 20:14". */
      pattern = C_ ("a moment", "Today %H:%M");
      break;
    case 1:
      /* Translators: a time of tomorrow, as in "Tomorrow 20:14". */
      pattern = C_ ("a moment", "Tomorrow %H:%M");
      break;
    default:
      /* Translators: a time of another day, as in "Thu 26 Nov 20:14". */
      pattern = C_ ("a moment", "%a %-d %b %H:%M");
    }

  /* A translation with a pattern that cannot be formatted must not cost the date */
  text = g_date_time_format (date, pattern);
  return text != NULL ? text : g_date_time_format_iso8601 (date);
}

char *
tuwen_moment_clock (gint64 then, gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) date = tuwen_moment_to_date (then, zone);
  g_autoptr (GDateTime) today = tuwen_moment_to_date (now, zone);

  return format (date, today);
}

static GDateTime *
get_date_in_beijing (gint64 then)
{
  g_autoptr (GTimeZone) beijing = g_time_zone_new_offset (BEIJING_SECONDS);

  return tuwen_moment_to_date (then, beijing);
}

/* In the evening west of it, it is another today there: one line has but one */
char *
tuwen_moment_clock_in_beijing (gint64 then, gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) date = get_date_in_beijing (then);
  g_autoptr (GDateTime) today = tuwen_moment_to_date (now, zone);

  return format (date, today);
}

/* Returns: (transfer full): only the time where it is the same day on both clocks, for want of
 * room */
static char *
dup_beijing (gint64 then, gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) here = tuwen_moment_to_date (then, zone);
  g_autoptr (GDateTime) there = get_date_in_beijing (then);

  return here != NULL && there != NULL && count_days (here, there) == 0
             ? g_date_time_format (there, "%H:%M")
             : tuwen_moment_clock_in_beijing (then, now, zone);
}

char *
tuwen_moment_clocks (gint64 then, gint64 now, GTimeZone *zone)
{
  g_autofree char *here = tuwen_moment_clock (then, now, zone);
  g_autofree char *there = NULL;

  if (*here == '\0' || tuwen_moment_is_beijing (then, zone))
    return g_steal_pointer (&here);

  there = dup_beijing (then, now, zone);
  /* Translators: one moment on two clocks, as in "Today 20:00 · Beijing Tomorrow 09:00" */
  return g_strdup_printf (_ ("%s · Beijing %s"), here, there);
}

char *
tuwen_moment_countdown (gint64 then, gint64 now)
{
  gint64 left = then - now;

  if (left <= 0)
    /* Translators: of a post whose time to appear has come */
    return g_strdup (C_ ("a moment", "due"));
  if (left < MINUTE)
    return g_strdup (_ ("in less than a minute"));
  if (left < HOUR)
    /* Translators: as in "in 7 min" */
    return g_strdup_printf (_ ("in %d min"), (int) (left / MINUTE));
  if (left < DAY)
    /* Translators: as in "in 5 h 12 min" */
    return g_strdup_printf (_ ("in %d h %d min"), (int) (left / HOUR),
                            (int) (left % HOUR / MINUTE));

  /* Translators: as in "in 3 d 4 h" */
  return g_strdup_printf (_ ("in %d d %d h"), (int) (left / DAY), (int) (left % DAY / HOUR));
}

gint64
tuwen_moment_at (GTimeZone *zone, int year, int month, int day, int hour, int minute)
{
  g_autoptr (GTimeZone) local = zone == NULL ? g_time_zone_new_local () : g_time_zone_ref (zone);
  g_autoptr (GDateTime) date = g_date_time_new (local, year, month, day, hour, minute, 0);

  return date == NULL ? 0 : g_date_time_to_unix (date);
}

gint64
tuwen_moment_on_day (gint64 now, GTimeZone *zone, int days, int hour, int minute)
{
  g_autoptr (GDateTime) today = tuwen_moment_to_date (now, zone);
  GDate day;

  if (today == NULL)
    return 0;

  /* A day is not always 24 hours */
  g_date_clear (&day, 1);
  g_date_set_dmy (&day, g_date_time_get_day_of_month (today), g_date_time_get_month (today),
                  g_date_time_get_year (today));
  g_date_add_days (&day, days);

  return tuwen_moment_at (zone, g_date_get_year (&day), g_date_get_month (&day),
                          g_date_get_day (&day), hour, minute);
}

gint64
tuwen_moment_next (gint64 now, GTimeZone *zone, int hour, int minute)
{
  gint64 today = tuwen_moment_on_day (now, zone, 0, hour, minute);

  return today > now ? today : tuwen_moment_on_day (now, zone, 1, hour, minute);
}
