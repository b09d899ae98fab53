/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "tuwen-pixels.h"

G_BEGIN_DECLS

/** Returns: (transfer full) (nullable): @pixbuf as tuwen_pixels_decode() makes it; %NULL without
 *   the memory */
TuwenPixels *tuwen_pixels_cover (GdkPixbuf *pixbuf, int width, int height);

G_END_DECLS
