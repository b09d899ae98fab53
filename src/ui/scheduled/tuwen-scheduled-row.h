/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "bili-clock.h"
#include "tuwen-accounts.h"
#include "tuwen-pictures.h"
#include "tuwen-plans.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SCHEDULED_ROW (tuwen_scheduled_row_get_type ())

/**
 * TuwenScheduledRow:
 *
 * A post that is planned, in a row of fixed height: its first picture, its words, when it is to
 * appear or what is the matter with it, the button for what is most likely wanted, and one for its
 * menu. Made for lists of a thousand: it draws its text itself, and has no buttons before it is
 * seen.
 *
 * Signals: `act` (char *action): the button of an action such as `scheduled.publish-now` was
 * pressed. `menu` (GtkWidget *button): the one of the menu.
 */
G_DECLARE_FINAL_TYPE (TuwenScheduledRow, tuwen_scheduled_row, TUWEN, SCHEDULED_ROW, GtkWidget)

/**
 * tuwen_scheduled_row_new:
 * @accounts: when there are several, a row says whose its post is
 * @pictures: (nullable)
 */
GtkWidget *tuwen_scheduled_row_new (TuwenPlans *plans,
                                    TuwenAccounts *accounts,
                                    TuwenPictures *pictures,
                                    BiliClock *clock);

/** @item: (nullable) */
void tuwen_scheduled_row_set_item (TuwenScheduledRow *self, TuwenScheduledItem *item);

/** Returns: (nullable) (transfer none) */
TuwenScheduledItem *tuwen_scheduled_row_get_item (TuwenScheduledRow *self);

/** Shows what has become another, such as how long it still is */
void tuwen_scheduled_row_update (TuwenScheduledRow *self);

G_END_DECLS
