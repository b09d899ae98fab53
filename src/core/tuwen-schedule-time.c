/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-schedule"

#include "tuwen-schedule-time.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

TuwenScheduleFit
tuwen_schedule_check (gint64 time, gint64 now)
{
  if (time == 0)
    return TUWEN_SCHEDULE_FITS;
  if (time < now + TUWEN_SCHEDULE_MIN_LEAD)
    return TUWEN_SCHEDULE_TOO_SOON;
  if (time > now + TUWEN_SCHEDULE_MAX_LEAD)
    return TUWEN_SCHEDULE_TOO_LATE;

  return TUWEN_SCHEDULE_FITS;
}

/* @zone: (nullable) */
static GTimeZone *
ref_zone (GTimeZone *zone)
{
  return zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();
}

gint64
tuwen_schedule_from_clock (int year, int month, int day, int hour, int minute, GTimeZone *zone)
{
  g_autoptr (GTimeZone) local = ref_zone (zone);
  /* Checks the day, without any zone's changes */
  g_autoptr (GDateTime) shown = g_date_time_new_utc (year, month, day, hour, minute, 0);
  gint64 wall;
  gint64 first = 0;
  int interval;

  if (shown == NULL)
    return 0;

  /* Of the moments that the zone's offsets around that day make of it, the first one that shows it. */
  wall = g_date_time_to_unix (shown);
  for (int side = -1; side <= 1; side += 2)
    {
      gint64 offset;
      gint64 time;
      g_autoptr (GDateTime) then = NULL;

      interval = g_time_zone_find_interval (local, G_TIME_TYPE_UNIVERSAL, wall + side * DAY);
      offset = interval >= 0 ? g_time_zone_get_offset (local, interval) : 0;
      time = wall - offset;
      interval = g_time_zone_find_interval (local, G_TIME_TYPE_UNIVERSAL, time);
      if (interval >= 0 && g_time_zone_get_offset (local, interval) == offset
          && (first == 0 || time < first))
        first = time;
    }
  if (first != 0)
    return first;

  /* No clock shows it: the offset of before counts on. */
  interval = g_time_zone_find_interval (local, G_TIME_TYPE_UNIVERSAL, wall - DAY);
  return wall - (interval >= 0 ? g_time_zone_get_offset (local, interval) : 0);
}

/* What the clock in @zone shows at @now, @days later at @hour:@minute. */
static gint64
on_day (gint64 now, int days, int hour, int minute, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) later = NULL;

  if (local == NULL)
    return 0;

  date = g_date_time_new_utc (g_date_time_get_year (local), g_date_time_get_month (local),
                              g_date_time_get_day_of_month (local), 0, 0, 0);
  later = date != NULL ? g_date_time_add_days (date, days) : NULL;
  if (later == NULL)
    return 0;

  return tuwen_schedule_from_clock (g_date_time_get_year (later), g_date_time_get_month (later),
                                    g_date_time_get_day_of_month (later), hour, minute, zone);
}

gint64
tuwen_schedule_preset (TuwenSchedulePreset preset, gint64 now, GTimeZone *zone)
{
  g_autoptr (GTimeZone) local = ref_zone (zone);
  gint64 time;

  switch (preset)
    {
    case TUWEN_SCHEDULE_IN_AN_HOUR:
      time = (now + HOUR + MINUTE - 1) / MINUTE * MINUTE;
      break;
    case TUWEN_SCHEDULE_TONIGHT:
      time = on_day (now, 0, 20, 0, local);
      break;
    case TUWEN_SCHEDULE_TOMORROW_NOON:
      time = on_day (now, 1, 12, 0, local);
      break;
    default:
      g_return_val_if_reached (0);
    }

  return tuwen_schedule_check (time, now) == TUWEN_SCHEDULE_FITS ? time : 0;
}

gint64
tuwen_schedule_repeat (gint64 last, gint64 now, GTimeZone *zone)
{
  g_autoptr (GTimeZone) local = ref_zone (zone);
  g_autoptr (GDateTime) utc = last > 0 ? g_date_time_new_from_unix_utc (last) : NULL;
  g_autoptr (GDateTime) shown = utc != NULL ? g_date_time_to_timezone (utc, local) : NULL;

  for (int days = 0; shown != NULL && days < 3; days++)
    {
      gint64 time = on_day (now, days, g_date_time_get_hour (shown), g_date_time_get_minute (shown),
                            local);

      if (time != 0 && tuwen_schedule_check (time, now) == TUWEN_SCHEDULE_FITS)
        return time;
    }

  return 0;
}

GTimeZone *
tuwen_schedule_get_beijing (void)
{
  GTimeZone *zone = g_time_zone_new_identifier ("Asia/Shanghai");

  /* It has had no other time since 1991. */
  return zone != NULL ? zone : g_time_zone_new_offset (8 * HOUR);
}
