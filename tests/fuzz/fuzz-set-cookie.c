/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any lines as what a sign-in ends with: first the address in the answer, then what it has as
 * Set-Cookie. */

#include "bili-parse.h"
#include "fuzz.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean has_address = lines[0] != NULL && *lines[0] != '\0';
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliCookies) cookies = bili_qr_cookies_parse (lines[0] != NULL ? lines + 1 : NULL,
                                                           has_address ? lines[0] : NULL, &error);

  fuzz_check_cookies (cookies, error);
  return 0;
}
