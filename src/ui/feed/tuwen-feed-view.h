/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "bili-clock.h"
#include "tuwen-accounts.h"
#include "tuwen-feed.h"
#include "tuwen-feed-list.h"
#include "tuwen-pictures.h"

G_BEGIN_DECLS

/**
 * TuwenFeedState:
 * @TUWEN_FEED_STATE_WAITING: nothing is known yet
 * @TUWEN_FEED_STATE_WELCOME: nobody is signed in and no space is open
 * @TUWEN_FEED_STATE_KEYRING: no space is open because the keyring does not say who is signed in
 * @TUWEN_FEED_STATE_POSTS: there are posts
 * @TUWEN_FEED_STATE_EMPTY: there are no posts of this kind
 * @TUWEN_FEED_STATE_ERROR: the first page could not be had
 */
typedef enum
{
  TUWEN_FEED_STATE_WAITING,
  TUWEN_FEED_STATE_WELCOME,
  TUWEN_FEED_STATE_KEYRING,
  TUWEN_FEED_STATE_POSTS,
  TUWEN_FEED_STATE_EMPTY,
  TUWEN_FEED_STATE_ERROR,
} TuwenFeedState;

#define TUWEN_TYPE_FEED_VIEW (tuwen_feed_view_get_type ())

/**
 * TuwenFeedView:
 *
 * The view **Feed**: a feed's posts, or a page that says why there are none and what to do.
 *
 * Properties, construct-only: `feed` (TuwenFeed), `accounts` (TuwenAccounts), `pictures`
 * (TuwenPictures, nullable), `clock` (BiliClock).
 */
G_DECLARE_FINAL_TYPE (TuwenFeedView, tuwen_feed_view, TUWEN, FEED_VIEW, AdwBin)

TuwenFeedState tuwen_feed_view_get_state (TuwenFeedView *self);

/** Returns: (transfer none): where the posts are */
TuwenFeedList *tuwen_feed_view_get_list (TuwenFeedView *self);

G_END_DECLS
