/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-picture-tiles.h"

G_BEGIN_DECLS

/**
 * tuwen_composer_drop_attach:
 * @window_child: a GtkOverlay that fills the window, or whatever is the content of an AdwWindow,
 * which gets an overlay around it then
 * @tiles: where pictures go
 *
 * Takes pictures that are dropped anywhere on the window or pasted in it, before its other widgets
 * see them, and covers the window with what will happen while something is dragged over it. Text is
 * left to whom it concerns, and so are drags of the program's own.
 */
void tuwen_composer_drop_attach (GtkWidget *window_child, TuwenPictureTiles *tiles);

/**
 * tuwen_composer_drop_paste:
 *
 * Pastes what is in the clipboard when that is pictures.
 *
 * Returns: %FALSE when there is text in the clipboard, or nothing that can be a picture
 */
gboolean tuwen_composer_drop_paste (TuwenPictureTiles *tiles);

/**
 * TuwenPlaceFunc:
 * @place: where pictures were dropped or pasted
 * @files: (nullable) (element-type GFile): at least one
 * @bytes: (nullable): a picture's; one or the other
 */
typedef void (*TuwenPlaceFunc) (GtkWidget *place,
                                GListModel *files,
                                GBytes *bytes,
                                gpointer user_data);

/**
 * tuwen_composer_drop_set_place:
 * @place: a widget of a window with tuwen_composer_drop_attach()
 * @words: (nullable): what dropping something there does; %NULL for a place no more
 * @func: (nullable): takes what is dropped on it, or pasted while the focus is in it
 *
 * Has a widget take pictures itself, which otherwise were added to the post.
 */
void tuwen_composer_drop_set_place (GtkWidget *place,
                                    const char *words,
                                    TuwenPlaceFunc func,
                                    gpointer user_data);

G_END_DECLS
