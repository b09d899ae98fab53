/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any text as what a person pasted to open a space. */

#include <string.h>

#include "fuzz.h"
#include "tuwen-space-link.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  TuwenSpaceLinkKind kind = 99;
  g_autofree char *id = tuwen_space_link_parse (text, &kind, &error);
  gsize length;

  g_assert_true ((id == NULL) == (error != NULL));
  if (id == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      fuzz_check_text (error->message, FALSE, 200);
      return 0;
    }

  length = strlen (id);
  switch (kind)
    {
    case TUWEN_SPACE_LINK_MID:
    case TUWEN_SPACE_LINK_OPUS:
      g_assert_cmpuint (length, <=, kind == TUWEN_SPACE_LINK_MID ? 16 : 19);
      g_assert_cmpuint (strspn (id, G_CSET_DIGITS), ==, length);
      g_assert_true (*id >= '1' && *id <= '9');
      break;
    case TUWEN_SPACE_LINK_SHORT:
      g_assert_cmpuint (length, <=, 16);
      g_assert_cmpuint (length, >=, 4);
      g_assert_cmpuint (strspn (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS), ==, length);
      break;
    default:
      g_assert_not_reached ();
    }
  return 0;
}
