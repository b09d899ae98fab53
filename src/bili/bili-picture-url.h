/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * bili_picture_url:
 * @url: (nullable): a picture's address as the service gave it: `http://`, `https://` or `//…`,
 *   perhaps with an `@…` suffix already
 * @width: greatest width in device pixels, 1 to 4096; 0 for the original
 * @height: greatest height in device pixels, 1 to 4096; 0 for the original
 *
 * The address of the picture cropped to cover @width × @height, made by the service's picture hosts
 * (`@<w>w_<h>h_1e_1c.jpg`, for emotes `.png`, which keeps what is transparent; source: service
 * notes §14); with one side 0, fitted to the other side.
 * The original, 0 × 0, is the address without any suffix, so that a GIF still moves. Hosts that are
 * not known to take a suffix keep their address. A user name, a port of its own, blanks and bytes
 * beyond ASCII are refused.
 *
 * Returns: (transfer full) (nullable): an https address, or %NULL when @url is none of the above
 */
char *bili_picture_url (const char *url, int width, int height);

G_END_DECLS
