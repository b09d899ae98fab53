/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-error-text"

#include <string.h>

#include <gio/gio.h>

#include "bili-error.h"
#include "tuwen-error-text.h"
#include "tuwen-keyring.h"

static TuwenErrorText *
text_for (GQuark domain, int code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "for the log");

  return tuwen_error_text_new (error);
}

static void
assert_sentence (const TuwenErrorText *text)
{
  g_assert_true (g_utf8_validate (text->title, -1, NULL));
  g_assert_true (g_utf8_validate (text->body, -1, NULL));
  g_assert_cmpuint (strlen (text->title), >, 3);
  g_assert_cmpuint (strlen (text->body), >, 10);
  g_assert_true (g_str_has_suffix (text->body, "."));
  g_assert_false (g_str_has_suffix (text->title, "."));
}

static void
test_every_code (void)
{
  for (int code = BILI_ERROR_NETWORK; code <= BILI_ERROR_SERVICE; code++)
    {
      g_autoptr (TuwenErrorText) text = text_for (BILI_ERROR, code);

      assert_sentence (text);
      g_assert_cmpstr (text->title, !=, "Something Went Wrong");
    }

  for (int code = TUWEN_KEYRING_ERROR_ABSENT; code <= TUWEN_KEYRING_ERROR_FAILED; code++)
    {
      g_autoptr (TuwenErrorText) text = text_for (TUWEN_KEYRING_ERROR, code);

      assert_sentence (text);
      g_assert_cmpstr (text->title, !=, "Something Went Wrong");
      g_assert_nonnull (strstr (text->body, "this session only"));
      g_assert_true (text->retry);
    }
}

/* Each code that the service's documents name has a sentence of its own, with the service's words
 * behind it */
static void
test_documented (void)
{
  static const int codes[] = { -101, -111, -352, -400, 4100001, 4126021, 5100001 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = bili_error_new_service (codes[i], "原话");
      g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);
      g_autofree char *quote = g_strdup_printf (" bilibili said: “原话” (code %d).", codes[i]);

      assert_sentence (text);
      g_assert_true (g_str_has_suffix (text->body, quote));
      text->body[strlen (text->body) - strlen (quote)] = '\0';
      g_assert_true (g_hash_table_add (seen, g_strdup (text->body)));
    }
}

static void
test_io (void)
{
  static const int codes[] = { G_IO_ERROR_CANCELLED,         G_IO_ERROR_NO_SPACE,
                               G_IO_ERROR_PERMISSION_DENIED, G_IO_ERROR_READ_ONLY,
                               G_IO_ERROR_NOT_FOUND,         G_IO_ERROR_TIMED_OUT,
                               G_IO_ERROR_HOST_UNREACHABLE,  G_IO_ERROR_NETWORK_UNREACHABLE,
                               G_IO_ERROR_HOST_NOT_FOUND,    G_IO_ERROR_CONNECTION_REFUSED,
                               G_IO_ERROR_CONNECTION_CLOSED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (TuwenErrorText) text = text_for (G_IO_ERROR, codes[i]);

      assert_sentence (text);
      g_assert_cmpstr (text->title, !=, "Something Went Wrong");
    }
}

/* What is said in Tuwen's own words stays as it is, whatever the code says of files */
static void
test_own (void)
{
  g_autoptr (GError) error = g_error_new_literal (TUWEN_ERROR, G_IO_ERROR_NOT_FOUND,
                                                  "It is not on the service any more.");
  g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);

  g_assert_cmpstr (text->title, ==, "That Cannot Be Done");
  g_assert_cmpstr (text->body, ==, "It is not on the service any more.");
  g_assert_false (text->retry);
  g_assert_false (text->browser);
}

static void
test_flags (void)
{
  static const struct
  {
    int code;
    gboolean retry;
    gboolean browser;
  } cases[] = {
    { BILI_ERROR_NETWORK, TRUE, FALSE },       { BILI_ERROR_TIMED_OUT, TRUE, FALSE },
    { BILI_ERROR_HTTP, TRUE, FALSE },          { BILI_ERROR_NOT_SIGNED_IN, FALSE, FALSE },
    { BILI_ERROR_RISK_CONTROL, TRUE, TRUE },   { BILI_ERROR_RATE_LIMITED, TRUE, TRUE },
    { BILI_ERROR_NOT_FOUND, FALSE, FALSE },    { BILI_ERROR_INVALID, FALSE, FALSE },
    { BILI_ERROR_REFUSED, FALSE, TRUE },       { BILI_ERROR_SERVICE, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TuwenErrorText) text = text_for (BILI_ERROR, cases[i].code);

      g_assert_cmpint (text->retry, ==, cases[i].retry);
      g_assert_cmpint (text->browser, ==, cases[i].browser);
    }
}

static void
test_own_words (void)
{
  static const struct
  {
    int code;
    const char *words;
    const char *expected;
  } cases[] = {
    { -352, "风控校验失败", " bilibili said: “风控校验失败” (code -352)." },
    { -352, "-352", " bilibili answered with code -352." },
    { -352, NULL, " bilibili answered with code -352." },
    { 4126021, "还没有绑定手机", " bilibili said: “还没有绑定手机” (code 4126021)." },
    { 99999, "<b>%s & “x”</b>", " bilibili said: “<b>%s & “x”</b>” (code 99999)." },
    { -101, "账号未登录", " bilibili said: “账号未登录” (code -101)." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = bili_error_new_service (cases[i].code, cases[i].words);
      g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);

      assert_sentence (text);
      g_assert_true (g_str_has_suffix (text->body, cases[i].expected));
    }
}

static void
test_risk_control (void)
{
  g_autoptr (GError) error = bili_error_new_service (-352, "-352");
  g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);

  g_assert_nonnull (strstr (text->body, "Sign in"));
  g_assert_nonnull (strstr (text->body, "wait"));
  g_assert_nonnull (strstr (text->body, "web browser"));
  g_assert_nonnull (strstr (text->body, "-352"));
}

static void
test_unknown (void)
{
  g_autoptr (GError) error =
      g_error_new_literal (g_quark_from_static_string ("elsewhere"), 7, "bytes \xff");
  g_autoptr (TuwenErrorText) elsewhere = tuwen_error_text_new (error);
  g_autoptr (TuwenErrorText) io = text_for (G_IO_ERROR, G_IO_ERROR_WOULD_MERGE);

  g_assert_true (g_utf8_validate (elsewhere->body, -1, NULL));
  g_assert_nonnull (strstr (elsewhere->body, "bytes "));
  g_assert_true (elsewhere->retry);
  g_assert_nonnull (strstr (io->body, "for the log"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error-text/every-code", test_every_code);
  g_test_add_func ("/error-text/documented", test_documented);
  g_test_add_func ("/error-text/io", test_io);
  g_test_add_func ("/error-text/own", test_own);
  g_test_add_func ("/error-text/flags", test_flags);
  g_test_add_func ("/error-text/own-words", test_own_words);
  g_test_add_func ("/error-text/risk-control", test_risk_control);
  g_test_add_func ("/error-text/unknown", test_unknown);

  return g_test_run ();
}
