/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BILI_TYPE_CLOCK (bili_clock_get_type ())

/**
 * BiliClock:
 *
 * Where every part of the program asks for the time, so that a test can live a week in a
 * millisecond. A clock is either the computer's real one or one that stands until it is set.
 */
G_DECLARE_FINAL_TYPE (BiliClock, bili_clock, BILI, CLOCK, GObject)

/**
 * bili_clock_new:
 *
 * Returns: (transfer full): a clock that tells the computer's real time
 */
BiliClock *bili_clock_new (void);

/**
 * bili_clock_new_fixed:
 * @unix_us: microseconds since 1970 in UTC
 *
 * Returns: (transfer full): a clock that stands at @unix_us until bili_clock_set() moves it
 */
BiliClock *bili_clock_new_fixed (gint64 unix_us);

/**
 * bili_clock_set:
 * @self: a clock made by bili_clock_new_fixed()
 * @unix_us: microseconds since 1970 in UTC
 *
 * Moves a standing clock. Does nothing to a real one.
 */
void bili_clock_set (BiliClock *self, gint64 unix_us);

/**
 * bili_clock_get_us:
 *
 * Returns: microseconds since 1970 in UTC
 */
gint64 bili_clock_get_us (BiliClock *self);

/**
 * bili_clock_get_unix:
 *
 * Returns: whole seconds since 1970 in UTC
 */
gint64 bili_clock_get_unix (BiliClock *self);

G_END_DECLS
