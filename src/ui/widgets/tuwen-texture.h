/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-pixels.h"

G_BEGIN_DECLS

/**
 * tuwen_texture_new:
 * @pixels: a decoded picture
 *
 * Shares the bytes; nothing is copied here.
 *
 * Returns: (transfer full): what GTK draws
 */
GdkTexture *tuwen_texture_new (TuwenPixels *pixels);

G_END_DECLS
