/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-draft-picture.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_PICTURE_TILE_THUMBNAIL (tuwen_picture_tile_thumbnail_get_type ())

/**
 * TuwenPictureTileThumbnail:
 *
 * Shows a draft's picture in a square, cropped to it and decoded in a thread at the size that is
 * shown. Where there is nothing to show yet, or never will be, it shows an icon.
 */
G_DECLARE_FINAL_TYPE (TuwenPictureTileThumbnail,
                      tuwen_picture_tile_thumbnail,
                      TUWEN,
                      PICTURE_TILE_THUMBNAIL,
                      GtkWidget)

/** @size: of a side, in logical pixels */
GtkWidget *tuwen_picture_tile_thumbnail_new (int size);

/** @picture: (nullable): shown from now on, and again whenever its bytes change */
void tuwen_picture_tile_thumbnail_set_picture (TuwenPictureTileThumbnail *self,
                                               TuwenDraftPicture *picture);

/** Returns: (nullable) (transfer none): what is drawn, once it is there */
GdkPaintable *tuwen_picture_tile_thumbnail_get_paintable (TuwenPictureTileThumbnail *self);

G_END_DECLS
