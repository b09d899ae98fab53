/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"

G_BEGIN_DECLS

/* Uploading pictures (`upload_bfs`). Source: the service's "publish" document, service notes §4. */

/**
 * BiliPictureCategory:
 * @BILI_PICTURE_DAILY: `daily`
 * @BILI_PICTURE_DRAW: `draw`; both sides over 420 pixels
 * @BILI_PICTURE_COS: `cos`; likewise
 */
typedef enum
{
  BILI_PICTURE_DAILY,
  BILI_PICTURE_DRAW,
  BILI_PICTURE_COS,
} BiliPictureCategory;

/**
 * BiliPicture:
 * @url: (not nullable): where the service keeps it
 * @width: pixels
 * @height: pixels
 * @size: KiB, fractional
 *
 * An uploaded picture.
 */
typedef struct
{
  char *url;
  int width;
  int height;
  double size;
} BiliPicture;

BiliPicture *bili_picture_copy (const BiliPicture *self);
void bili_picture_free (BiliPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliPicture, bili_picture_free)

/**
 * BiliUploadProgress:
 * @sent: bytes of the picture that were handed to the network
 * @total: bytes of the picture
 *
 * Called in the main context that began the upload.
 */
typedef void (*BiliUploadProgress) (guint64 sent, guint64 total, gpointer user_data);

/**
 * bili_client_upload_picture_async:
 * @file: the picture's bytes, best of a GMappedFile: they are streamed, not copied
 * @mime_type: `image/jpeg`, `image/png` or `image/gif`
 * @category: what kind of picture
 * @for_vote: whether it belongs to a vote's option (`biz=vote`) or to a post (`biz=new_dyn`)
 * @progress: (nullable) (scope async): told as the bytes go
 *
 * Uploads a picture. It may take as long as it likes while bytes go; 30 seconds without any, or 60
 * without an answer after the last, end it with %BILI_ERROR_TIMED_OUT.
 */
void bili_client_upload_picture_async (BiliClient *self,
                                       GBytes *file,
                                       const char *mime_type,
                                       BiliPictureCategory category,
                                       gboolean for_vote,
                                       BiliUploadProgress progress,
                                       gpointer progress_data,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/** Returns: (transfer full) (nullable): the picture, or %NULL with an error */
BiliPicture *bili_client_upload_picture_finish (BiliClient *self,
                                                GAsyncResult *result,
                                                GError **error);

G_END_DECLS
