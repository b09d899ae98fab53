/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "tuwen-pixels.h"

G_BEGIN_DECLS

/**
 * tuwen_thumbnails_load_async:
 * @path: of a picture in the file system
 * @width: device pixels
 * @height: device pixels
 *
 * Decodes a picture in a thread, few at a time, as tuwen_pixels_decode() does.
 */
void tuwen_thumbnails_load_async (const char *path,
                                  int width,
                                  int height,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** Returns: (transfer full) (nullable): the pixels, or %NULL with %G_FILE_ERROR or %G_IO_ERROR */
TuwenPixels *tuwen_thumbnails_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
