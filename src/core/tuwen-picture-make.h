/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-picture-file.h"

G_BEGIN_DECLS

/**
 * TuwenPictureMade:
 * @bytes: what is to be sent; the source's own bytes when nothing had to be done
 * @mime_type: `image/jpeg`, `image/png` or `image/gif`
 * @extension: of a file's name
 * @width: pixels
 * @height: pixels
 * @small: (nullable): what it looks like; see #TuwenPictureFile
 * @copy_metadata: what stood beside the source's picture is wanted, and is not in @bytes
 *
 * A picture that the service takes, made of one that it might not.
 */
typedef struct
{
  GBytes *bytes;
  const char *mime_type;
  const char *extension;
  int width;
  int height;
  TuwenPixels *small;
  gboolean copy_metadata;

  char *change;     /* (nullable): the formats: "WebP → PNG" */
  GPtrArray *notes; /* (element-type utf8): what else was done, translated */
} TuwenPictureMade;

void tuwen_picture_made_free (TuwenPictureMade *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenPictureMade, tuwen_picture_made_free)

/**
 * tuwen_picture_make:
 * @encoded: a file's bytes; any bytes at all
 *
 * Takes long: for threads.
 *
 * Returns: (transfer full) (nullable): the picture, or %NULL with %G_IO_ERROR and a translated
 *   sentence
 */
TuwenPictureMade *tuwen_picture_make (GBytes *encoded,
                                      const TuwenPictureOptions *options,
                                      GError **error);

/** Returns: whether a file of @size bytes is small enough for @options */
gboolean tuwen_picture_fits (guint64 size,
                             const char *mime_type,
                             const TuwenPictureOptions *options);

void tuwen_picture_made_add_note (TuwenPictureMade *self, const char *note);

/** Returns: (transfer full) (nullable): what was done, for people; %NULL when nothing was */
char *tuwen_picture_made_dup_note (TuwenPictureMade *self, guint64 old_size, guint64 new_size);

G_END_DECLS
