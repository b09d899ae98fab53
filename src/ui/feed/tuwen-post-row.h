/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "bili-clock.h"
#include "tuwen-pictures.h"
#include "tuwen-post.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_POST_ROW (tuwen_post_row_get_type ())

/**
 * TuwenPostRow:
 *
 * A post in the feed: cover, text, likes, views, date. A list keeps some two hundred of these for
 * the eight that are seen, and binds thousands while it scrolls, so a row is a single widget with a
 * cover in it: binding stores the post, texts are laid out when they are drawn, and the height is
 * the same for every post.
 */
G_DECLARE_FINAL_TYPE (TuwenPostRow, tuwen_post_row, TUWEN, POST_ROW, GtkWidget)

/**
 * tuwen_post_row_new:
 * @pictures: (nullable): where covers come from
 * @clock: what dates are relative to
 */
GtkWidget *tuwen_post_row_new (TuwenPictures *pictures, BiliClock *clock);

/** @post: (nullable): what to show; only stored, unless the row is mapped */
void tuwen_post_row_set_post (TuwenPostRow *self, TuwenPost *post);

/** Returns: (transfer none) (nullable): what is shown */
TuwenPost *tuwen_post_row_get_post (TuwenPostRow *self);

/** Words the date anew: time has passed */
void tuwen_post_row_update_date (TuwenPostRow *self);

G_END_DECLS
