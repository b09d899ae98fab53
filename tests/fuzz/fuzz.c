/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all targets share. A check that fails aborts, which is what libFuzzer looks for. */

#include "fuzz.h"

#include "bili-error.h"

#include <string.h>

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  /* A library's complaint is a finding too. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
  return 0;
}

void
fuzz_check_text (const char *text, gboolean nullable, glong max_chars)
{
  if (text == NULL)
    {
      g_assert_true (nullable);
      return;
    }

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, max_chars);
}

void
fuzz_check_error (gboolean value, const GError *error)
{
  g_assert_true (value == (error == NULL));
  if (error == NULL)
    return;

  g_assert_true (error->domain == BILI_ERROR);
  fuzz_check_text (error->message, FALSE, 1000);
  fuzz_check_text (bili_error_get_service_words (error), TRUE, 400);
}

void
fuzz_check_cookies (BiliCookies *cookies, const GError *error)
{
  g_autoptr (BiliCookies) again = NULL;
  g_autoptr (GError) again_error = NULL;
  char *header;
  char *again_header;

  fuzz_check_error (cookies != NULL, error);
  if (cookies == NULL)
    return;

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
