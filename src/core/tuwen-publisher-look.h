/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "bili-client.h"
#include "tuwen-draft-private.h"

G_BEGIN_DECLS

/* Looking for a post whose answer was lost, in the feed of whoever posted it. */

/**
 * tuwen_publisher_matches:
 * @opus: a post of the own feed
 *
 * Returns: whether @opus is what @draft sent: newer than all that was there before it was sent, and with the
 *   same text; without a text, with one of its pictures as cover
 */
gboolean tuwen_publisher_matches (TuwenDraft *draft, const BiliOpus *opus);

/**
 * tuwen_publisher_look_async:
 * @client: the account's
 * @mid: the account's
 * @draft: (nullable): what to look for; %NULL to learn only how new the newest post is
 *
 * Reads at most three pages of the own feed, back to where the draft cannot be any more.
 */
void tuwen_publisher_look_async (BiliClient *client,
                                 const char *mid,
                                 TuwenDraft *draft,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * tuwen_publisher_look_finish:
 * @found: (out) (nullable) (transfer full): the post's id; %NULL when it is not there
 * @newest: (out) (optional) (nullable) (transfer full): the greatest id in the feed
 *
 * Returns: %FALSE with %BILI_ERROR when nobody can tell
 */
gboolean tuwen_publisher_look_finish (GAsyncResult *result, char **found, char **newest, GError **error);

G_END_DECLS
