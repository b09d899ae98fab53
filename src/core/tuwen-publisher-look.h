/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "bili-schedule.h"
#include "tuwen-draft-private.h"

G_BEGIN_DECLS

/* Looking for a post whose answer was lost, in the feed of whoever posted it. */

/** Returns: (transfer full): a text as it is compared: the service trims it, and may write its
 *   spaces in another way */
char *tuwen_publisher_normalize (const char *text);

/** Returns: (transfer full): the text as a feed may list it, normalized: with the vote's title
 *   where the vote stands, or without */
char *tuwen_publisher_dup_text (TuwenDraft *draft, gboolean with_vote);

/** Returns: (transfer full): the last part of an address, without what asks for a size */
char *tuwen_publisher_dup_file_name (const char *url);

/** Returns: whether the post @id was found to be another draft's since @draft was sent */
gboolean tuwen_publisher_is_others (TuwenDraft *draft, const char *id);

/**
 * tuwen_publisher_matches:
 * @opus: a post of the own feed
 *
 * Returns: whether @opus is what @draft sent: newer than all that was there before it was sent, no
 *   other draft's, and with the same text; without a text, with one of its pictures as cover
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

/** Looks likewise for what was scheduled elsewhere, of which there is no draft. Finish with
 *   tuwen_publisher_look_finish() */
void tuwen_publisher_look_listed_async (BiliClient *client,
                                        const char *mid,
                                        const BiliScheduled *listed,
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
gboolean tuwen_publisher_look_finish (GAsyncResult *result,
                                      char **found,
                                      char **newest,
                                      GError **error);

G_END_DECLS
