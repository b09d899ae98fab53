/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "bili-schedule.h"
#include "tuwen-draft-private.h"
#include "tuwen-drafts.h"

G_BEGIN_DECLS

/* Looking for a scheduled post: in the service's list, and where it is not in there in the own
 * feed. */

/**
 * tuwen_schedule_matches:
 *
 * Returns: whether @listed can be what @draft was scheduled as: by its id where that is known;
 *   otherwise by time and text, and by pictures where there is no text. What cannot be read at all
 *   is known by its time. Not what had that time before @draft was sent
 */
gboolean tuwen_schedule_matches (TuwenDraft *draft, const BiliScheduled *listed);

/**
 * TuwenWhere:
 * @TUWEN_WHERE_NOWHERE: neither in the list nor in the feed, and both could be read
 * @TUWEN_WHERE_LISTED: in the list
 * @TUWEN_WHERE_PUBLISHED: not in the list, but in the feed
 * @TUWEN_WHERE_UNKNOWN: nobody can tell
 */
typedef enum
{
  TUWEN_WHERE_NOWHERE,
  TUWEN_WHERE_LISTED,
  TUWEN_WHERE_PUBLISHED,
  TUWEN_WHERE_UNKNOWN,
} TuwenWhere;

/**
 * tuwen_schedule_look_async:
 * @client: the account's
 * @mid: the account's
 * @drafts: (nullable): what other drafts of it are known as is not taken for @draft
 */
void tuwen_schedule_look_async (BiliClient *client,
                                const char *mid,
                                TuwenDraft *draft,
                                TuwenDrafts *drafts,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * tuwen_schedule_look_finish:
 * @listed: (out) (nullable) (optional) (transfer full): what the list says of it
 * @post_id: (out) (nullable) (transfer full): the post in the feed
 * @error: with %TUWEN_WHERE_UNKNOWN, why
 */
TuwenWhere tuwen_schedule_look_finish (GAsyncResult *result,
                                       BiliScheduled **listed,
                                       char **post_id,
                                       GError **error);

/** Returns: (transfer full): the value of the journal's `listed`: the ids in @list that have @time
 *   */
char *tuwen_schedule_list_ids (const BiliScheduledList *list, gint64 time);

G_END_DECLS
