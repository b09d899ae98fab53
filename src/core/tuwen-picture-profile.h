/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* The profile that says what a picture's colours mean: without it those of many phones look
 * dull. */

/** Returns: (transfer full) (nullable): that of a decoded picture, if it is of decoded pictures'
 *   colours */
GBytes *tuwen_picture_profile_get (GdkPixbuf *pixbuf);

/** Returns: (transfer full): @png with @profile; gdk-pixbuf cannot write that itself */
GBytes *tuwen_picture_profile_add_to_png (GBytes *png, GBytes *profile);

G_END_DECLS
