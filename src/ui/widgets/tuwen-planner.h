/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "bili-clock.h"
#include "tuwen-scheduled.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_PLANNER (tuwen_planner_get_type ())

/**
 * TuwenPlanner:
 *
 * Where a person chooses when a post is to appear: a calendar, a time of the day, presets, and in
 * words what that is on the reader's clock and on Beijing's, how long it still is, and what is
 * planned about then already.
 *
 * Signal `chosen` (gint64 time): the button at its end was pressed, with a time that is far enough
 * ahead and not too far; unix seconds.
 */
G_DECLARE_FINAL_TYPE (TuwenPlanner, tuwen_planner, TUWEN, PLANNER, AdwBin)

/**
 * tuwen_planner_new:
 * @clock: what tells the time
 * @settings: (nullable): the service's, where the time of the day that was chosen last is kept
 * @button: translated, with a mnemonic: what the button at the end says
 */
GtkWidget *tuwen_planner_new (BiliClock *clock, GSettings *settings, const char *button);

/** Shows a time; @time: unix seconds, 0 for the one that is most likely wanted */
void tuwen_planner_set_time (TuwenPlanner *self, gint64 time);

/** Returns: unix seconds of what is shown, perhaps out of bounds */
gint64 tuwen_planner_get_time (TuwenPlanner *self);

/**
 * tuwen_planner_set_others:
 * @scheduled: (nullable): what else is planned
 * @mid: (nullable): whose of it is looked at
 * @except: (nullable): what the time is for
 *
 * A time near to that of another post is no mistake, but said, see tuwen_scheduled_find_clashes().
 */
void tuwen_planner_set_others (TuwenPlanner *self,
                               TuwenScheduled *scheduled,
                               const char *mid,
                               TuwenScheduledItem *except);

G_END_DECLS
