/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tuwen_date_short:
 * @then: unix time in seconds; 0 for none
 * @now: unix time in seconds
 * @zone: (nullable): the time zone of the reader; %NULL for the computer's
 *
 * A date as it is said among people: "5 minutes ago", "Yesterday 20:14", "12 Mar 2025". What lies
 * a little in the future, because a clock is wrong, is "Just now".
 *
 * Returns: (transfer full): the words, translated; empty when @then is 0 or no date
 */
char *tuwen_date_short (gint64 then, gint64 now, GTimeZone *zone);

/**
 * tuwen_date_full:
 * @then: unix time in seconds; 0 for none
 * @zone: (nullable): the time zone of the reader; %NULL for the computer's
 *
 * Returns: (transfer full): day of the week, date, time and zone, translated; empty when @then is
 *   0 or no date
 */
char *tuwen_date_full (gint64 then, GTimeZone *zone);

G_END_DECLS
