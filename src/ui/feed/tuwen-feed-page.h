/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-feed-view.h"

G_BEGIN_DECLS

/**
 * TuwenFeedButton:
 * @label: (nullable): translated; %NULL for no button
 * @action: what it does: the detailed name of an action without a target
 */
typedef struct
{
  const char *label;
  const char *action;
} TuwenFeedButton;

/**
 * TuwenFeedPage:
 * @title: (not nullable)
 * @body: (not nullable): perhaps empty; plain text
 * @note: (nullable): small print
 *
 * What stands where posts would stand.
 */
typedef struct
{
  const char *icon_name;
  char *title;
  char *body;
  const char *note;
  TuwenFeedButton first;
  TuwenFeedButton second;
} TuwenFeedPage;

/**
 * tuwen_feed_page_new:
 * @state: any but %TUWEN_FEED_STATE_POSTS and %TUWEN_FEED_STATE_WAITING
 * @own: whether the feed is the current account's
 * @kind: which posts
 * @error: (nullable): of the feed or of the keyring
 *
 * Returns: (transfer full): the words for @state
 */
TuwenFeedPage *tuwen_feed_page_new (TuwenFeedState state,
                                    gboolean own,
                                    BiliOpusKind kind,
                                    const GError *error);

void tuwen_feed_page_free (TuwenFeedPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenFeedPage, tuwen_feed_page_free)

/** Returns: (transfer floating): a widget that shows @self */
GtkWidget *tuwen_feed_page_create_widget (const TuwenFeedPage *self);

G_END_DECLS
