/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tuwen_picture_strip:
 * @encoded: a JPEG or PNG picture; any bytes at all
 *
 * Leaves out what is not needed to show the picture: places, cameras, comments, small copies, and
 * whatever follows its end. The picture's own data, its colour profile and its animation stay byte
 * for byte.
 *
 * Returns: (transfer full) (nullable): @encoded itself when there is nothing to leave out; %NULL
 *   when its structure is broken
 */
GBytes *tuwen_picture_strip (GBytes *encoded);

G_END_DECLS
