/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-upload.h"
#include "tuwen-pixels.h"

G_BEGIN_DECLS

/**
 * TuwenDraftPictureState:
 * @TUWEN_DRAFT_PICTURE_PREPARING: its bytes are being copied, examined and converted
 * @TUWEN_DRAFT_PICTURE_READY: waits to be uploaded
 * @TUWEN_DRAFT_PICTURE_UPLOADING: see `progress`
 * @TUWEN_DRAFT_PICTURE_UPLOADED: the service has it
 * @TUWEN_DRAFT_PICTURE_FAILED: see `error`; the bytes, when there are any, stay
 */
typedef enum
{
  TUWEN_DRAFT_PICTURE_PREPARING,
  TUWEN_DRAFT_PICTURE_READY,
  TUWEN_DRAFT_PICTURE_UPLOADING,
  TUWEN_DRAFT_PICTURE_UPLOADED,
  TUWEN_DRAFT_PICTURE_FAILED,
} TuwenDraftPictureState;

#define TUWEN_TYPE_DRAFT_PICTURE (tuwen_draft_picture_get_type ())

/**
 * TuwenDraftPicture:
 *
 * A picture of a draft, or of an option of its vote: Tuwen's own copy of the bytes, as they are to
 * be uploaded, and what became of the upload.
 *
 * Properties, read-only and notified: `state` (int), `progress` (double, 0 to 1), `name` (string),
 * `path` (string, nullable until prepared: with it everything of the file is another), `error`
 * (GError, nullable). Signals: `changed`: something of it that is saved changed. `refused` (char
 * *name, GError *error): what was to replace it is no picture that can be posted; it stays what it
 * was.
 */
G_DECLARE_FINAL_TYPE (TuwenDraftPicture, tuwen_draft_picture, TUWEN, DRAFT_PICTURE, GObject)

TuwenDraftPictureState tuwen_draft_picture_get_state (TuwenDraftPicture *self);

/** Returns: how much of the upload is done, 0 to 1 */
double tuwen_draft_picture_get_progress (TuwenDraftPicture *self);

/** Returns: the file's name where it came from, for people */
const char *tuwen_draft_picture_get_name (TuwenDraftPicture *self);

/** Returns: (nullable): the file that is to be uploaded, once it is prepared */
const char *tuwen_draft_picture_get_path (TuwenDraftPicture *self);

/** Returns: (nullable): that file's type, as in `image/png` */
const char *tuwen_draft_picture_get_mime_type (TuwenDraftPicture *self);

/** Returns: its width in pixels; 0 until it is prepared */
int tuwen_draft_picture_get_width (TuwenDraftPicture *self);

/** Returns: its height in pixels; 0 until it is prepared */
int tuwen_draft_picture_get_height (TuwenDraftPicture *self);

/** Returns: its size in bytes; 0 until it is prepared */
guint64 tuwen_draft_picture_get_size (TuwenDraftPicture *self);

/** Returns: (nullable): what was changed, translated: "WebP → PNG, 8.1 MB → 2.3 MB · location
 *   removed" */
const char *tuwen_draft_picture_get_note (TuwenDraftPicture *self);

/** Returns: (nullable) (transfer none): why it failed */
const GError *tuwen_draft_picture_get_error (TuwenDraftPicture *self);

/**
 * tuwen_draft_picture_get_small:
 *
 * Returns: (nullable) (transfer none): what it looks like, small, when it was prepared since the
 *   program began; as #TuwenPictureFile has it
 */
TuwenPixels *tuwen_draft_picture_get_small (TuwenDraftPicture *self);

/** Returns: whether it failed, and trying again may help: what it is made of is there or may come
 *   back */
gboolean tuwen_draft_picture_can_retry (TuwenDraftPicture *self);

/** Returns: (nullable) (transfer none): what the service knows it as, once it is uploaded */
const BiliPicture *tuwen_draft_picture_get_uploaded (TuwenDraftPicture *self);

G_END_DECLS
