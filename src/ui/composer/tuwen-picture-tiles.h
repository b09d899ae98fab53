/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-draft.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_PICTURE_TILES (tuwen_picture_tiles_get_type ())

/**
 * TuwenPictureTiles:
 *
 * The pictures of a draft, a tile each in wrapping rows, and a tile to add more. They are reordered
 * by drag, by Alt and the arrow keys, and by a tile's menu. What is removed can be had back by a
 * toast in the nearest AdwToastOverlay around it.
 *
 * Signal `problem` (char *sentence): something could not be added; plain text, to be escaped where
 * markup is understood.
 */
G_DECLARE_FINAL_TYPE (TuwenPictureTiles, tuwen_picture_tiles, TUWEN, PICTURE_TILES, GtkWidget)

/** Shows the pictures of @draft; to be called once */
void tuwen_picture_tiles_set_draft (TuwenPictureTiles *self, TuwenDraft *draft);

/** Returns: how many more pictures there is room for; 0 also while the draft is being published */
guint tuwen_picture_tiles_get_room (TuwenPictureTiles *self);

/**
 * tuwen_picture_tiles_add_files:
 * @files: (element-type GFile): files, and folders for the pictures in them
 *
 * Adds pictures behind those that are there. What cannot be a picture gets a tile that says so.
 */
void tuwen_picture_tiles_add_files (TuwenPictureTiles *self, GListModel *files);

/** Adds a picture of which nothing but its bytes is known, such as a pasted one */
void tuwen_picture_tiles_add_bytes (TuwenPictureTiles *self, GBytes *bytes);

/** Lets a person choose files to add */
void tuwen_picture_tiles_choose (TuwenPictureTiles *self);

/** Emits `problem`. @sentence: (transfer full) */
void tuwen_picture_tiles_take_problem (TuwenPictureTiles *self, char *sentence);

G_END_DECLS
