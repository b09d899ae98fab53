/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a person's picture, before a decoder sees them. */

#include "fuzz.h"
#include "tuwen-picture-header.h"
#include "tuwen-picture-strip.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GBytes) stripped = tuwen_picture_strip (bytes);
  TuwenPictureHeader header;

  if (tuwen_picture_header_read_any (bytes, &header))
    {
      g_assert_nonnull (header.format);
      g_assert_cmpint (header.width, >=, 1);
      g_assert_cmpint (header.height, >=, 1);
    }

  if (stripped != NULL)
    {
      g_autoptr (GBytes) again = tuwen_picture_strip (stripped);

      g_assert_cmpuint (g_bytes_get_size (stripped), <=, size);
      g_assert_nonnull (again);
      g_assert_true (g_bytes_equal (again, stripped));
    }

  return 0;
}
