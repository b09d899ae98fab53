/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-scheduled-private.h"

G_BEGIN_DECLS

/* What is done about one scheduled post, step by step. Its draft's journal says what was asked for,
 * and since when it may have been sent, before it is:
 *
 *     publish now:  look → note what is newest → send → done
 *     remove:       [look] → send → done
 *                               ↓ lost
 *                              look → done, or as before, or unknown
 *
 *     settle:       see the new one → list → remove the old one → list → done
 *
 * A call names the service's id, which the service forgets once it has acted, so that none of them
 * can do the same thing twice. */

/** Publishes the scheduled post of @item's draft at once; @task: (transfer full) (nullable) */
void tuwen_scheduled_job_publish_now (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task);

/** Removes the scheduled post of @item's draft, which goes to the trash; @task: (transfer full)
 * (nullable) */
void tuwen_scheduled_job_remove (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task);

/** Finds out what became of the action in @item's journal; @task: (transfer full) (nullable) */
void tuwen_scheduled_job_look (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task);

/** Removes what @item's draft replaces; @task: (transfer full) (nullable) */
void tuwen_scheduled_job_settle (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task);

/** Has @task (transfer full) answered when @item's job ends; now, when it has none */
void tuwen_scheduled_job_await (TuwenScheduledItem *item, GTask *task);

/** Ends it without a word; what is under way for it finds nobody */
void tuwen_scheduled_job_end (TuwenScheduledJob *job);

/** The post of @item's draft is published; @post_id: (nullable) */
void tuwen_scheduled_take_published (TuwenScheduled *self,
                                     TuwenScheduledItem *item,
                                     const char *post_id);

/** Puts @item's draft into the trash */
void tuwen_scheduled_take_trashed (TuwenScheduled *self, TuwenScheduledItem *item);

G_END_DECLS
