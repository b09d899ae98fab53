/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-scheduled-private.h"

G_BEGIN_DECLS

/**
 * tuwen_scheduled_adopt:
 *
 * Gives what was made elsewhere a draft of its own, which is scheduled as the service has it, with
 * what is known of it but for the pictures. Its item stays the same.
 */
void tuwen_scheduled_adopt (TuwenScheduled *self, TuwenScheduledItem *item);

/**
 * tuwen_scheduled_fetch_async:
 * @listed: where the pictures are
 * @draft: where they go, behind those that are there
 * @needed: whether one that cannot be had is a failure; otherwise it is left out
 *
 * Returns once their bytes are kept.
 */
void tuwen_scheduled_fetch_async (TuwenScheduled *self,
                                  const BiliScheduled *listed,
                                  TuwenDraft *draft,
                                  gboolean needed,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean tuwen_scheduled_fetch_finish (TuwenScheduled *self, GAsyncResult *result, GError **error);

/** Puts what @listed says, but for the pictures, into @draft */
void tuwen_scheduled_fill_draft (TuwenDraft *draft, const BiliScheduled *listed, const char *mid);

G_END_DECLS
