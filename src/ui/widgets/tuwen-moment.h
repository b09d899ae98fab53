/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Moments that are still to come, as they are planned and told among people. Everywhere else a
 * moment is unix seconds in UTC; it becomes hours and days of somebody's zone here alone. */

/** @zone: (nullable): %NULL for the computer's. Returns: whether clocks there show Beijing's time
 * at @then */
gboolean tuwen_moment_is_beijing (gint64 then, GTimeZone *zone);

/**
 * tuwen_moment_clock:
 * @then: unix seconds
 * @now: unix seconds
 * @zone: (nullable): whose clock; %NULL for the computer's
 *
 * Returns: (transfer full): day and time, translated: "Today 20:00", "Tomorrow 12:00", "Thu 26 Nov
 *   09:15"; empty when @then is no moment
 */
char *tuwen_moment_clock (gint64 then, gint64 now, GTimeZone *zone);

/**
 * tuwen_moment_clock_in_beijing:
 * @then: unix seconds
 * @now: unix seconds
 * @zone: (nullable): whose today and tomorrow it is told in; %NULL for the computer's
 *
 * Returns: (transfer full): day and time on the clock that the service tells times by, translated:
 *   "Tomorrow 09:00" where it is tomorrow already; empty when @then is no moment
 */
char *tuwen_moment_clock_in_beijing (gint64 then, gint64 now, GTimeZone *zone);

/**
 * tuwen_moment_clocks:
 *
 * Returns: (transfer full): the reader's clock, and Beijing's after it where that is another one:
 *   "Today 20:00 · Beijing Tomorrow 09:00", translated
 */
char *tuwen_moment_clocks (gint64 then, gint64 now, GTimeZone *zone);

/**
 * tuwen_moment_countdown:
 *
 * Returns: (transfer full): how long it still is, translated: "in 3 d 4 h", "in 5 h 12 min", "in 7
 *   min", "in less than a minute"; "due" once it is over
 */
char *tuwen_moment_countdown (gint64 then, gint64 now);

/**
 * tuwen_moment_on_day:
 * @now: unix seconds
 * @zone: (nullable): %NULL for the computer's
 * @days: how many days from today
 * @hour: 0 to 23
 * @minute: 0 to 59
 *
 * Returns: unix seconds at which a clock of @zone shows that time on that day. Where clocks are set
 *   forward over it, the moment when they are; where they show it twice, the second. 0 when there
 *   is no such day.
 */
gint64 tuwen_moment_on_day (gint64 now, GTimeZone *zone, int days, int hour, int minute);

/** The same for a date. @month: 1 to 12 */
gint64 tuwen_moment_at (GTimeZone *zone, int year, int month, int day, int hour, int minute);

/** Returns: unix seconds of the next time after @now that a clock of @zone shows that time */
gint64 tuwen_moment_next (gint64 now, GTimeZone *zone, int hour, int minute);

/** Returns: (transfer full) (nullable): @then on the clock of @zone; %NULL for the computer's */
GDateTime *tuwen_moment_to_date (gint64 then, GTimeZone *zone);

G_END_DECLS
