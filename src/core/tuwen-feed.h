/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"
#include "tuwen-post.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_FEED (tuwen_feed_get_type ())

/**
 * TuwenFeed:
 *
 * A GListModel of #TuwenPost: one space's feed, filled page by page as it is asked for more. No
 * post stands in it twice.
 *
 * Properties, all notified: `client` (BiliClient), `mid` (string, nullable: no space), `kind`
 * (BiliOpusKind as int), read-write: setting one to another value cancels what is under way,
 * empties the list and loads the first page · `loading` (a page is under way), `refreshing` (the
 * newest posts are looked for), `has-more`, `loaded` (a first page came, so that an empty list
 * means an empty space), `error` (GError, nullable: why the last page or refresh failed):
 * read-only.
 */
G_DECLARE_FINAL_TYPE (TuwenFeed, tuwen_feed, TUWEN, FEED, GObject)

TuwenFeed *tuwen_feed_new (BiliClient *client);

void tuwen_feed_set_client (TuwenFeed *self, BiliClient *client);
void tuwen_feed_set_mid (TuwenFeed *self, const char *mid);
const char *tuwen_feed_get_mid (TuwenFeed *self);
void tuwen_feed_set_kind (TuwenFeed *self, BiliOpusKind kind);
BiliOpusKind tuwen_feed_get_kind (TuwenFeed *self);

/**
 * tuwen_feed_load_more:
 *
 * Asks for the next page. Does nothing while one is under way, when no more follow, or while
 * `error` stands. A page that brings nothing new, though more are said to follow, is followed by
 * the next one at most five times in a row; then `has-more` becomes %FALSE.
 */
void tuwen_feed_load_more (TuwenFeed *self);

/** Clears `error` and asks again for what failed */
void tuwen_feed_retry (TuwenFeed *self);

/**
 * tuwen_feed_refresh:
 *
 * Looks for newer posts and puts them on top; what is there keeps its place and its objects. When
 * the newest page has nothing in common with what is there, the list starts anew from it. After a
 * failure the list is as it was.
 */
void tuwen_feed_refresh (TuwenFeed *self);

gboolean tuwen_feed_get_loading (TuwenFeed *self);
gboolean tuwen_feed_get_refreshing (TuwenFeed *self);
gboolean tuwen_feed_get_has_more (TuwenFeed *self);
gboolean tuwen_feed_get_loaded (TuwenFeed *self);
const GError *tuwen_feed_get_error (TuwenFeed *self);

G_END_DECLS
