/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TuwenPictureHeader:
 * @format: gdk-pixbuf's name of the format: `jpeg`, `png`, `gif`, `webp`, `bmp`, `tiff`; `avif` or
 *   `heif`
 * @width: pixels, at least 1
 * @height: pixels, at least 1
 * @may_turn: whether an orientation may turn the picture when it is shown
 * @lossless: whether the picture was kept without loss, as far as its format tells
 * @moving: whether it is a moving WebP picture, which is never taken
 * @cut: whether the end of the file is missing; decoders show the rest of such a picture as gray
 *
 * What a picture file claims to be.
 */
typedef struct
{
  const char *format;
  int width;
  int height;
  gboolean may_turn;
  gboolean lossless;
  gboolean moving;
  gboolean cut;
} TuwenPictureHeader;

/**
 * tuwen_picture_header_read:
 * @encoded: a file's bytes; any bytes at all
 * @header: (out caller-allocates): what it claims
 *
 * Reads the beginning of a picture file and looks for its end, so that neither a size that nobody
 * has memory for nor a format that nobody asked for reaches a decoder.
 *
 * Returns: %FALSE when @encoded is no JPEG, PNG, GIF or still WebP picture
 */
gboolean tuwen_picture_header_read (GBytes *encoded, TuwenPictureHeader *header);

/**
 * tuwen_picture_header_read_any:
 * @encoded: a file's bytes; any bytes at all
 * @header: (out caller-allocates): what it claims
 *
 * The same for a person's own files, which may also be BMP, TIFF, AVIF and HEIC.
 *
 * Returns: %FALSE when @encoded is no such picture
 */
gboolean tuwen_picture_header_read_any (GBytes *encoded, TuwenPictureHeader *header);

G_END_DECLS
