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

G_END_DECLS
