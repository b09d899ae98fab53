/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-upload.h"
#include "tuwen-pixels.h"

G_BEGIN_DECLS

/* Making a file into a picture that the service takes: by content, never by name. Everything here
 * takes long and runs in threads of its own. */

/**
 * TuwenPictureOptions:
 * @category: `draw` and `cos` need both sides over 420 pixels
 * @keep_metadata: whether place, device and the like stay in
 * @max_mib: pictures must be smaller; a GIF smaller than 8 in any case
 */
typedef struct
{
  BiliPictureCategory category;
  gboolean keep_metadata;
  guint max_mib;
} TuwenPictureOptions;

/**
 * TuwenPictureFile:
 * @path: (not nullable): the file made
 * @mime_type: (not nullable): `image/jpeg`, `image/png` or `image/gif`
 * @width: pixels, as people see it (orientation applied)
 * @height: pixels
 * @size: bytes
 * @note: (nullable): what was changed, translated; %NULL when nothing was
 * @small: (nullable): what it looks like: as many pixels as cover a square of
 *   #TUWEN_PICTURE_FILE_SMALL, or all that it has; %NULL when it was read from where it had been
 *   saved
 */
typedef struct
{
  char *path;
  char *mime_type;
  int width;
  int height;
  guint64 size;
  char *note;
  TuwenPixels *small;
} TuwenPictureFile;

/** Pixels of a side of the square that a picture's small copy covers */
#define TUWEN_PICTURE_FILE_SMALL 256

/**
 * tuwen_picture_file_refuse:
 * @reason: why a file could not be opened or read, of any domain
 *
 * Tells so in a translated sentence of %G_IO_ERROR that does not show where the file is. Returns:
 * %FALSE
 */
gboolean tuwen_picture_file_refuse (GError **error, const GError *reason);

void tuwen_picture_file_free (TuwenPictureFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenPictureFile, tuwen_picture_file_free)

/**
 * tuwen_picture_file_keep_async:
 * @source: where the bytes are; any kind of GFile
 * @path: where they are to be; its folder is made
 *
 * Copies a picture's bytes as they are, at most 256 MiB of them: beside their place, synced and
 * renamed.
 */
void tuwen_picture_file_keep_async (GFile *source,
                                    const char *path,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/** The same for bytes that are in no file */
void tuwen_picture_file_keep_bytes_async (GBytes *bytes,
                                          const char *path,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

/** Returns: %FALSE with a translated sentence that says what is wrong with the source */
gboolean tuwen_picture_file_keep_finish (GAsyncResult *result, GError **error);

/**
 * tuwen_picture_file_prepare_async:
 * @source: a file that was kept
 * @stem: the new file's path without an extension
 * @options: (transfer none): what to do
 *
 * Makes @source into a picture that the service takes: WebP, AVIF, HEIC, TIFF and BMP become
 * PNG where they have transparency or were kept without loss, otherwise JPEG; too large ones are
 * fitted; orientation is applied; metadata is removed unless it is to stay. GIF goes untouched. The
 * dimensions are read before anything is decoded; over 100 megapixels is refused. The file is
 * written beside its place, synced and renamed.
 */
void tuwen_picture_file_prepare_async (const char *source,
                                       const char *stem,
                                       const TuwenPictureOptions *options,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/**
 * tuwen_picture_file_prepare_finish:
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with %G_IO_ERROR and a translated
 *   sentence that says what is wrong with the picture
 */
TuwenPictureFile *tuwen_picture_file_prepare_finish (GAsyncResult *result, GError **error);

G_END_DECLS
