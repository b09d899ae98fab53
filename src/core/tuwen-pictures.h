/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"
#include "tuwen-disk-cache.h"
#include "tuwen-pixels.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_PICTURES (tuwen_pictures_get_type ())

/**
 * TuwenPictures:
 *
 * Pictures of the service at the size they are shown: from memory (least recently used goes first,
 * counted in bytes), from disk, or from the network (at most 6 at a time, newest wish first),
 * decoded in threads. Callers that want the same picture at the same size share one job.
 */
G_DECLARE_FINAL_TYPE (TuwenPictures, tuwen_pictures, TUWEN, PICTURES, GObject)

#define TUWEN_PICTURES_MEMORY (64 * 1024 * 1024)

/**
 * tuwen_pictures_new:
 * @client: of nobody's: pictures are fetched without an account
 * @disk: (nullable): none for no disk cache
 * @max_bytes: of decoded pixels in memory with what it takes to keep them, such as
 *   %TUWEN_PICTURES_MEMORY
 */
TuwenPictures *tuwen_pictures_new (BiliClient *client, TuwenDiskCache *disk, gsize max_bytes);

/**
 * tuwen_pictures_peek:
 *
 * Returns: (transfer full) (nullable): the picture when it is in memory, without waiting
 */
TuwenPixels *tuwen_pictures_peek (TuwenPictures *self, const char *url, int width, int height);

/**
 * tuwen_pictures_load_async:
 * @url: as the service named it
 * @width: device pixels
 * @height: device pixels
 *
 * Gets a picture that covers @width × @height. Cancelling the last waiter cancels the job.
 */
void tuwen_pictures_load_async (TuwenPictures *self,
                                const char *url,
                                int width,
                                int height,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/** Returns: (transfer full) (nullable): the picture, or %NULL with %BILI_ERROR or %G_IO_ERROR */
TuwenPixels *tuwen_pictures_load_finish (TuwenPictures *self, GAsyncResult *result, GError **error);

/** Forgets what is in memory */
void tuwen_pictures_drop_memory (TuwenPictures *self);

G_END_DECLS
