/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>
#include "bili-opus.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_POST (tuwen_post_get_type ())

/**
 * TuwenPost:
 *
 * A post as the feed shows it; never changes. Its fields are those of #BiliOpus.
 */
G_DECLARE_FINAL_TYPE (TuwenPost, tuwen_post, TUWEN, POST, GObject)

/** @opus: (transfer full): taken over */
TuwenPost *tuwen_post_new (BiliOpus *opus);

const BiliOpus *tuwen_post_get_opus (TuwenPost *self);

/** Returns: unix time in seconds, from the id; 0 when it holds none */
gint64 tuwen_post_get_unix (TuwenPost *self);

/** Returns: (transfer full): `https://www.bilibili.com/opus/ID` */
char *tuwen_post_dup_link (TuwenPost *self);

G_END_DECLS
