/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-accounts.h"
#include "tuwen-scheduled-item.h"

G_BEGIN_DECLS

/* What is said of a post that is planned: plain text, translated. @now: unix seconds */

/** Returns: (not nullable): its words, or what is said where it has none */
const char *tuwen_scheduled_words_text (TuwenScheduledItem *item);

/** Returns: (transfer full): a line by which it is known in what is told of it */
char *tuwen_scheduled_words_summary (TuwenScheduledItem *item);

/** Returns: (transfer full): when it is to appear, was written, or was deleted */
char *tuwen_scheduled_words_when (TuwenScheduledItem *item, gint64 now);

/**
 * tuwen_scheduled_words_more:
 * @owner: (nullable): whose it is
 *
 * Returns: (transfer full): how long it still is, how many pictures it has, and what else there is
 *   to be said of it but for what is the matter with it; perhaps empty
 */
char *tuwen_scheduled_words_more (TuwenScheduledItem *item, const char *owner, gint64 now);

/** Returns: (transfer full) (nullable): whose it is, where there is more than one account */
char *tuwen_scheduled_words_owner (TuwenScheduledItem *item, TuwenAccounts *accounts);

G_END_DECLS
