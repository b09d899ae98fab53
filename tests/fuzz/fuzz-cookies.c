/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any text as what a person pasted, and as what a keyring holds. */

#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) pasted_error = NULL;
  g_autoptr (BiliCookies) pasted = bili_cookies_new_from_text (text, &pasted_error);
  g_autoptr (GError) stored_error = NULL;
  g_autoptr (BiliCookies) stored = bili_cookies_new_from_header (text, &stored_error);

  fuzz_check_cookies (pasted, pasted_error);
  fuzz_check_cookies (stored, stored_error);
  return 0;
}
