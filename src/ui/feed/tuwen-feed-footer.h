/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-feed.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_FEED_FOOTER (tuwen_feed_footer_get_type ())

/**
 * TuwenFeedFooter:
 *
 * What stands below the last post: that more are loading, that there are no more, or why the next
 * page did not come, with Retry. Property `feed` (TuwenFeed, construct-only).
 */
G_DECLARE_FINAL_TYPE (TuwenFeedFooter, tuwen_feed_footer, TUWEN, FEED_FOOTER, AdwBin)

GtkWidget *tuwen_feed_footer_new (TuwenFeed *feed);

G_END_DECLS
