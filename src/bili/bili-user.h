/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BiliUser:
 * @mid: (not nullable): decimal digits
 * @name: (not nullable): perhaps empty, valid UTF-8, at most 200 characters
 * @face: (nullable): the picture's address as the service named it
 * @level: 0 to 6; 0 may not post yet. -1 when the call does not tell
 *
 * Somebody on the service, as nav (oneself) and the user card (anybody) tell. Source: service notes
 * §3, §15.2.
 */
typedef struct
{
  char *mid;
  char *name;
  char *face;
  int level;
} BiliUser;

void bili_user_free (BiliUser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliUser, bili_user_free)

/**
 * bili_user_parse_card:
 * @body: the bytes of an answer of the user card; any bytes at all
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the user, or %NULL with an error of %BILI_ERROR
 */
BiliUser *bili_user_parse_card (GBytes *body, GError **error);

/**
 * BiliNav:
 * @user: (nullable): who the cookies belong to; %NULL when they belong to nobody (-101)
 * @img_key: (nullable): WBI key
 * @sub_key: (nullable): WBI key
 */
typedef struct
{
  BiliUser *user;
  char *img_key;
  char *sub_key;
} BiliNav;

void bili_nav_free (BiliNav *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliNav, bili_nav_free)

/**
 * bili_nav_parse:
 * @body: the bytes of an answer of nav; any bytes at all
 * @error: return location
 *
 * The WBI keys are there even when the answer is -101, so that is no error here.
 *
 * Returns: (transfer full) (nullable): what nav said, or %NULL with an error of %BILI_ERROR
 */
BiliNav *bili_nav_parse (GBytes *body, GError **error);

G_END_DECLS
