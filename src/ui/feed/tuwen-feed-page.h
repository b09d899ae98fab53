/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-feed-view.h"
#include "tuwen-page.h"

G_BEGIN_DECLS

/**
 * tuwen_feed_page_new:
 * @state: any but %TUWEN_FEED_STATE_POSTS and %TUWEN_FEED_STATE_WAITING
 * @own: whether the feed is the current account's
 * @kind: which posts
 * @error: (nullable): of the feed or of the keyring
 *
 * Returns: (transfer full): the words for @state
 */
TuwenPage *tuwen_feed_page_new (TuwenFeedState state,
                                    gboolean own,
                                    BiliOpusKind kind,
                                    const GError *error);

G_END_DECLS
