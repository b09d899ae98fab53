/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TuwenPixels:
 * @data: @height rows of @stride bytes
 * @width: pixels
 * @height: pixels
 * @stride: bytes
 * @has_alpha: %TRUE: R8G8B8A8, straight alpha; %FALSE: R8G8B8
 *
 * A decoded picture, reference-counted and immutable.
 */
typedef struct
{
  GBytes *data;
  int width;
  int height;
  gsize stride;
  gboolean has_alpha;
} TuwenPixels;

TuwenPixels *tuwen_pixels_ref (TuwenPixels *self);
void tuwen_pixels_unref (TuwenPixels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenPixels, tuwen_pixels_unref)

/** Returns: how many bytes of memory the pixels take; large pictures have whole pages */
gsize tuwen_pixels_get_memory (TuwenPixels *self);

/**
 * tuwen_pixels_decode:
 * @encoded: a picture file's bytes: JPEG, PNG, GIF (its first frame), or a still WebP where a
 *   loader is there
 * @width: greatest width wanted, in pixels
 * @height: greatest height wanted, in pixels
 * @error: return location
 *
 * Decodes a picture at the size needed to cover @width × @height and crops it to that, never
 * enlarging. The size that the file claims is looked at before anything is decoded: over 100
 * megapixels or 30,000 pixels on a side is refused. Takes long: call it in a thread.
 *
 * Returns: (transfer full) (nullable): the pixels, or %NULL with %G_IO_ERROR_INVALID_DATA
 */
TuwenPixels *tuwen_pixels_decode (GBytes *encoded, int width, int height, GError **error);

/**
 * tuwen_pixels_shrink:
 * @width: greatest width wanted, in pixels
 * @height: greatest height wanted, in pixels
 *
 * Returns: (transfer full) (nullable): what tuwen_pixels_decode() would make of a file with these
 *   pixels; %NULL without the memory for it
 */
TuwenPixels *tuwen_pixels_shrink (TuwenPixels *self, int width, int height);

G_END_DECLS
