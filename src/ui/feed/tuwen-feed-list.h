/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "bili-clock.h"
#include "tuwen-feed.h"
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_FEED_LIST (tuwen_feed_list_get_type ())

/**
 * TuwenFeedList:
 *
 * The posts of a feed below each other. Asks the feed for the next page before the end comes into
 * sight; tells of new posts on top without moving what is being read.
 *
 * Properties, construct-only: `feed` (TuwenFeed), `pictures` (TuwenPictures, nullable), `clock`
 * (BiliClock).
 *
 * Actions, on the post that has the focus or whose menu is open: `post.open`, `post.copy-link`,
 * `post.copy-text`, `post.menu`.
 */
G_DECLARE_FINAL_TYPE (TuwenFeedList, tuwen_feed_list, TUWEN, FEED_LIST, AdwBin)

/** Returns: whether what stands at the end of the list, such as an error, is seen */
gboolean tuwen_feed_list_shows_end (TuwenFeedList *self);

/** Returns: (transfer none): for tests and measurements */
GtkListView *tuwen_feed_list_get_view (TuwenFeedList *self);

G_END_DECLS
