/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When a post may be planned for. A time is one number everywhere: unix seconds in UTC, 0 for at once; what
 * people read and choose is made of it at the edge, in a zone. Pure functions. */

/* The bounds that a person may choose within, in seconds from now. No statement of the service is known: other
 * clients keep to these (service notes §8), and the service's own refusal is shown beyond them. */
#define TUWEN_SCHEDULE_MIN_LEAD (6 * 60)
#define TUWEN_SCHEDULE_MAX_LEAD (7 * 24 * 60 * 60)

/* Posts of one account that are nearer to each other than this, in seconds, get in each other's way. */
#define TUWEN_SCHEDULE_CLASH (15 * 60)

/* How long after its time a post is looked for, in seconds. */
#define TUWEN_SCHEDULE_GRACE (2 * 60)

/**
 * TuwenScheduleFit:
 * @TUWEN_SCHEDULE_FITS: the service takes it, as far as is known
 * @TUWEN_SCHEDULE_TOO_SOON: less than %TUWEN_SCHEDULE_MIN_LEAD ahead, or over
 * @TUWEN_SCHEDULE_TOO_LATE: more than %TUWEN_SCHEDULE_MAX_LEAD ahead
 */
typedef enum
{
  TUWEN_SCHEDULE_FITS,
  TUWEN_SCHEDULE_TOO_SOON,
  TUWEN_SCHEDULE_TOO_LATE,
} TuwenScheduleFit;

/** Both in unix seconds. Time 0 (at once) fits */
TuwenScheduleFit tuwen_schedule_check (gint64 time, gint64 now);

/**
 * TuwenSchedulePreset:
 * @TUWEN_SCHEDULE_IN_AN_HOUR: an hour from now, on the next full minute
 * @TUWEN_SCHEDULE_TONIGHT: today at 20:00
 * @TUWEN_SCHEDULE_TOMORROW_NOON: tomorrow at 12:00
 */
typedef enum
{
  TUWEN_SCHEDULE_IN_AN_HOUR,
  TUWEN_SCHEDULE_TONIGHT,
  TUWEN_SCHEDULE_TOMORROW_NOON,
} TuwenSchedulePreset;

/**
 * tuwen_schedule_preset:
 * @now: unix seconds
 * @zone: (nullable): whose day it is; %NULL for the computer's
 *
 * Returns: unix seconds; 0 when the preset does not fit now, as tonight does not at 19:57
 */
gint64 tuwen_schedule_preset (TuwenSchedulePreset preset, gint64 now, GTimeZone *zone);

/**
 * tuwen_schedule_from_clock:
 * @month: 1 to 12
 * @zone: (nullable): whose clock shows it; %NULL for the computer's
 *
 * What a clock shows as a time. Where clocks are put forward and never show it, the moment that as much time
 * after the change as was asked for; where they show it twice, the first of the two.
 *
 * Returns: unix seconds; 0 when there is no such day
 */
gint64 tuwen_schedule_from_clock (int year, int month, int day, int hour, int minute, GTimeZone *zone);

/**
 * tuwen_schedule_repeat:
 * @last: unix seconds of a time that was chosen before; 0 for none
 *
 * Returns: the next time, from now on, at which the clock in @zone shows the same hour and minute and which
 *   fits; 0 when @last is 0
 */
gint64 tuwen_schedule_repeat (gint64 last, gint64 now, GTimeZone *zone);

/** Returns: (transfer full): the zone of the other clock that people are shown, `Asia/Shanghai` */
GTimeZone *tuwen_schedule_get_beijing (void);

G_END_DECLS
