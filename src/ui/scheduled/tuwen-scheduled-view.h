/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "bili-clock.h"
#include "tuwen-accounts.h"
#include "tuwen-pictures.h"
#include "tuwen-plans.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SCHEDULED_VIEW (tuwen_scheduled_view_get_type ())

/**
 * TuwenScheduledView:
 *
 * Everything that is planned: what needs attention, what is scheduled, drafts, and what was
 * deleted, with what can be done about each.
 *
 * Properties, construct-only: `plans`, `accounts`, `pictures` (nullable), `clock`, `settings`
 * (GSettings of the service, nullable).
 *
 * Actions, of the item that has the focus or whose menu is open: `scheduled.publish-now`,
 * `scheduled.edit`, `scheduled.reschedule`, `scheduled.copy`, `scheduled.delete` (of all that are
 * selected), `scheduled.restore`, `scheduled.erase`, `scheduled.look-again`,
 * `scheduled.send-again`, `scheduled.settle`, `scheduled.take-back`; `scheduled.unselect`.
 */
G_DECLARE_FINAL_TYPE (TuwenScheduledView, tuwen_scheduled_view, TUWEN, SCHEDULED_VIEW, AdwBin)

/** Lets a person choose another time for @item */
void tuwen_scheduled_view_reschedule (TuwenScheduledView *self, TuwenScheduledItem *item);

/** Takes the keyboard to the list, to where it was last, or to the first post once that is there */
void tuwen_scheduled_view_focus (TuwenScheduledView *self);

/** Returns: (transfer none): for tests and measurements */
GtkListView *tuwen_scheduled_view_get_list (TuwenScheduledView *self);

G_END_DECLS
