/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any text as what a person pasted, and as what a keyring holds. */

#include "bili-cookies.h"
#include "fuzz.h"

#include <string.h>

static void
check (BiliCookies *cookies, const GError *error)
{
  g_autoptr (BiliCookies) again = NULL;
  g_autoptr (GError) again_error = NULL;
  char *header;
  char *again_header;

  fuzz_check_error (cookies != NULL, error);
  if (cookies == NULL)
    return;

  /* Nothing but what may stand in one line of a request, and read back as the same. */
  header = bili_cookies_to_header (cookies);
  g_assert_cmpuint (strlen (header), <=, 16 * 1024);
  for (const char *p = header; *p != '\0'; p++)
    g_assert_true (g_ascii_isprint (*p));
  again = bili_cookies_new_from_header (header, &again_error);
  g_assert_no_error (again_error);
  again_header = bili_cookies_to_header (again);
  g_assert_cmpstr (header, ==, again_header);
  g_assert_nonnull (bili_cookies_get (cookies, "SESSDATA"));
  g_assert_cmpstr (bili_cookies_get (cookies, "SESSDATA"), !=, "");

  bili_cookies_free_header (header);
  bili_cookies_free_header (again_header);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) pasted_error = NULL;
  g_autoptr (BiliCookies) pasted = bili_cookies_new_from_text (text, &pasted_error);
  g_autoptr (GError) stored_error = NULL;
  g_autoptr (BiliCookies) stored = bili_cookies_new_from_header (text, &stored_error);

  check (pasted, pasted_error);
  check (stored, stored_error);
  return 0;
}
