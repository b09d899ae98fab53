/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-composers.h"
#include "tuwen-scheduled.h"
#include "tuwen-watcher.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_PLANS (tuwen_plans_get_type ())

/**
 * TuwenPlans:
 *
 * What people ask for about posts that are planned, with the time to take it back, and what is told
 * of the result. Outlives the window in which it was asked for.
 *
 * Signals: `said` (char *text, GPtrArray *items): plain text for whoever is there; with items
 * (nullable, element-type #TuwenScheduledItem) it can be taken back for these. `changed`
 * (TuwenScheduledItem *item): what tuwen_plans_get_step() says of it is another. `published` (char
 * *mid): a post of that account appeared. `unseen` (TuwenScheduledItem *item, char *title, char
 * *body, gboolean failed): likewise news, while nobody looked at any window. `left` (GPtrArray
 * *items, char *title, char *body): what is going to be done with these can be taken back, with no
 * window left to do that in.
 *
 * Property `busy` (boolean, read-only): something was asked for that is not done yet, and should be
 * before the program ends.
 */
G_DECLARE_FINAL_TYPE (TuwenPlans, tuwen_plans, TUWEN, PLANS, GObject)

/** @watcher: (nullable): tells what became of posts whose time has come */
TuwenPlans *tuwen_plans_new (GtkApplication *application,
                             TuwenScheduled *scheduled,
                             TuwenWatcher *watcher,
                             TuwenComposers *composers);

TuwenScheduled *tuwen_plans_get_scheduled (TuwenPlans *self);

/** Returns: (nullable): what is about to be done with it, or is being done, translated */
const char *tuwen_plans_get_step (TuwenPlans *self, TuwenScheduledItem *item);

/** Returns: whether something was asked for that can still be taken back */
gboolean tuwen_plans_is_counting (TuwenPlans *self, TuwenScheduledItem *item);

/** Publishes @item when the time to take that back is over */
void tuwen_plans_publish_now (TuwenPlans *self, TuwenScheduledItem *item);

/** Deletes when the time to take that back is over. @items: (element-type TuwenScheduledItem) */
void tuwen_plans_remove (TuwenPlans *self, GPtrArray *items);

/** Takes back what was asked for. Returns: whether there was anything */
gboolean tuwen_plans_take_back (TuwenPlans *self, TuwenScheduledItem *item);

/** Takes back what was asked for these, or says that it is too late. @names: of
 * tuwen_plans_dup_name() */
void tuwen_plans_undo (TuwenPlans *self, const char *const *names);

/** Has the desktop offer to take back what can be, as no window does it any more */
void tuwen_plans_tell_counting (TuwenPlans *self);

/** Opens a composer on it */
void tuwen_plans_edit (TuwenPlans *self, TuwenScheduledItem *item);

/** Opens a composer on a copy of it */
void tuwen_plans_copy (TuwenPlans *self, TuwenScheduledItem *item);

/** @time: unix seconds */
void tuwen_plans_reschedule (TuwenPlans *self, TuwenScheduledItem *item, gint64 time);

void tuwen_plans_look_again (TuwenPlans *self, TuwenScheduledItem *item);
void tuwen_plans_send_again (TuwenPlans *self, TuwenScheduledItem *item);
void tuwen_plans_settle (TuwenPlans *self, TuwenScheduledItem *item);

/** Makes a draft of what is in the trash, and opens it */
void tuwen_plans_restore (TuwenPlans *self, TuwenScheduledItem *item);

/** Takes it out of the trash for good */
void tuwen_plans_erase (TuwenPlans *self, TuwenScheduledItem *item);

/** Returns: (transfer full): a name for it that lasts over a restart, for a notification */
char *tuwen_plans_dup_name (TuwenScheduledItem *item);

/** Returns: (transfer full) (nullable): the item of that name */
TuwenScheduledItem *tuwen_plans_find (TuwenPlans *self, const char *name);

G_END_DECLS
