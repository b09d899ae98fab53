/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gexiv2/gexiv2.h>

G_BEGIN_DECLS

/* What cameras write beside the picture. Everything here reads hostile bytes and takes long: call
 * it in a thread. */

/**
 * TuwenPictureMetadata:
 * @orientation: how the picture is to be turned to stand upright
 * @place: whether it tells where it was taken
 * @device: whether it tells what took it
 * @any: whether there is anything beside the picture
 */
typedef struct
{
  GExiv2Orientation orientation;
  gboolean place;
  gboolean device;
  gboolean any;
} TuwenPictureMetadata;

/** Reads what there is; nothing at all when it cannot be read */
TuwenPictureMetadata tuwen_picture_metadata_read (GBytes *encoded);

/** Puts what stands beside the picture @from into the file at @path, whose picture stands upright
 * already */
gboolean tuwen_picture_metadata_copy (GBytes *from, const char *path, GError **error);

G_END_DECLS
