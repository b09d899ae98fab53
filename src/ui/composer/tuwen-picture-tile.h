/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-draft-picture.h"

G_BEGIN_DECLS

/** What a person may want of a tile. Left, right, up and down are as it is seen. */
typedef enum
{
  TUWEN_PICTURE_TILE_RETRY,
  TUWEN_PICTURE_TILE_REPLACE,
  TUWEN_PICTURE_TILE_REMOVE,
  TUWEN_PICTURE_TILE_MOVE_LEFT,
  TUWEN_PICTURE_TILE_MOVE_RIGHT,
  TUWEN_PICTURE_TILE_MOVE_UP,
  TUWEN_PICTURE_TILE_MOVE_DOWN,
  TUWEN_PICTURE_TILE_MOVE_FIRST,
  TUWEN_PICTURE_TILE_MOVE_LAST,
} TuwenPictureTileWish;

/** Logical pixels of a tile's side, without the words below */
#define TUWEN_PICTURE_TILE_SIZE 104

#define TUWEN_TYPE_PICTURE_TILE (tuwen_picture_tile_get_type ())

/**
 * TuwenPictureTile:
 *
 * One picture of a post: what it looks like, and how far it is.
 *
 * Signal `wish` (int, a #TuwenPictureTileWish): somebody asked for that by button, key or menu.
 */
G_DECLARE_FINAL_TYPE (TuwenPictureTile, tuwen_picture_tile, TUWEN, PICTURE_TILE, GtkWidget)

GtkWidget *tuwen_picture_tile_new (TuwenDraftPicture *picture);

/** Returns: (transfer none): what it shows */
TuwenDraftPicture *tuwen_picture_tile_get_picture (TuwenPictureTile *self);

/**
 * tuwen_picture_tile_set_place:
 * @position: from 0
 * @count: how many there are
 * @editable: whether it may be moved, replaced and removed now
 */
void tuwen_picture_tile_set_place (TuwenPictureTile *self,
                                   guint position,
                                   guint count,
                                   gboolean editable);

/** Returns: (transfer full): all there is to know about the picture, a line each, as its tooltip
 *   has it */
char *tuwen_picture_tile_dup_details (TuwenPictureTile *self);

/** Returns: (nullable) (transfer none): the thumbnail, once it is there */
GdkPaintable *tuwen_picture_tile_get_paintable (TuwenPictureTile *self);

/** Returns: (transfer full): the state of @picture in a few words, or what is wrong with it in a
 * sentence */
char *tuwen_picture_tile_dup_state_text (TuwenDraftPicture *picture);

G_END_DECLS
