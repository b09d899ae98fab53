/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-picture-tile.h"
#include "tuwen-picture-tiles.h"

G_BEGIN_DECLS

/* What the tiles' files share: tuwen-picture-tiles.c shows them, -actions.c adds, removes and
 * moves, -drag.c moves them by drag. */

struct _TuwenPictureTiles
{
  GtkWidget parent_instance;

  TuwenDraft *draft; /* (nullable) (owned) */
  GPtrArray *tiles;  /* (element-type TuwenPictureTile) (unowned): children, in the draft's order */
  GtkWidget *add;    /* the tile that adds more */
  GCancellable *cancellable; /* (owned): of choosing and finding files */

  guint columns;       /* of the width that was given last; 0 before */
  guint resize_source; /* to ask for a height that suits them */

  gboolean moving; /* a picture leaves the draft's list only to come back at another place */
  int insert_at;   /* where a drag would put its tile; -1 for nowhere */
};

/** Makes the tiles those of the draft, each at its place */
void tuwen_picture_tiles_sync (TuwenPictureTiles *self);

/** Returns: whether pictures may be added, moved and removed now */
gboolean tuwen_picture_tiles_is_editable (TuwenPictureTiles *self);

/** Returns: how many tiles stand in a row */
guint tuwen_picture_tiles_get_columns (TuwenPictureTiles *self);

/** Returns: where a tile that is let go of at @x, @y goes, 0 to their number */
guint tuwen_picture_tiles_find_gap (TuwenPictureTiles *self, double x, double y);

/** Answers TuwenPictureTile::wish */
void tuwen_picture_tiles_wish_cb (TuwenPictureTile *tile, int wish, TuwenPictureTiles *self);

void tuwen_picture_tiles_move (TuwenPictureTiles *self, TuwenDraftPicture *picture, guint position);

/** Lets @tile be dragged */
void tuwen_picture_tiles_add_drag_source (TuwenPictureTiles *self, GtkWidget *tile);

/** Lets tiles be dropped */
void tuwen_picture_tiles_add_drop_target (TuwenPictureTiles *self);

G_END_DECLS
