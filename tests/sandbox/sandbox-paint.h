/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

typedef struct
{
  int x;
  int y;
  int width;
  int height;
} SandboxCrop;

/**
 * sandbox_paint:
 * @hash: chooses the motif, the colours and everything else
 * @width: of the whole picture, which is wider or higher than what is painted when it is cropped
 * @height: of the whole picture
 * @crop: which part to paint, in pixels of the whole picture
 *
 * Paints a small landscape, at no more cost than the pixels that are asked for.
 *
 * Returns: (transfer full): @crop of the picture
 */
GdkPixbuf *sandbox_paint (guint hash, int width, int height, const SandboxCrop *crop);

/** Returns: (transfer full): a round face on nothing, for emotes and people */
GdkPixbuf *sandbox_paint_face (guint hash, int size, gboolean on_nothing);

G_END_DECLS
