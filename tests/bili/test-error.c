/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bili-error.h"

#include <gio/gio.h>
#include <string.h>

static void
test_table (void)
{
  static const struct
  {
    int code;
    BiliError kind;
    int service_code;
  } rows[] = {
    { -101, BILI_ERROR_NOT_SIGNED_IN, -101 },
    { -111, BILI_ERROR_CSRF, -111 },
    { 2202, BILI_ERROR_CSRF, 2202 },
    { -352, BILI_ERROR_RISK_CONTROL, -352 },
    { -412, BILI_ERROR_RISK_CONTROL, -412 },
    { 412, BILI_ERROR_RISK_CONTROL, -412 },
    { -799, BILI_ERROR_RATE_LIMITED, -799 },
    { -509, BILI_ERROR_RATE_LIMITED, -509 },
    { -400, BILI_ERROR_INVALID, -400 },
    { 4100001, BILI_ERROR_INVALID, 4100001 },
    { 4101001, BILI_ERROR_INVALID, 4101001 },
    { 5100001, BILI_ERROR_INVALID, 5100001 },
    { -404, BILI_ERROR_NOT_FOUND, -404 },
    { -626, BILI_ERROR_NOT_FOUND, -626 },
    { 500404, BILI_ERROR_NOT_FOUND, 500404 },
    { -102, BILI_ERROR_REFUSED, -102 },
    { -106, BILI_ERROR_REFUSED, -106 },
    { -401, BILI_ERROR_REFUSED, -401 },
    { -403, BILI_ERROR_REFUSED, -403 },
    { 4126021, BILI_ERROR_REFUSED, 4126021 },
    { 4101144, BILI_ERROR_REFUSED, 4101144 },
    { -500, BILI_ERROR_SERVICE, -500 },
    { -8888, BILI_ERROR_SERVICE, -8888 },
    { 4120015, BILI_ERROR_SERVICE, 4120015 },
    { 1, BILI_ERROR_SERVICE, 1 },
    { G_MAXINT, BILI_ERROR_SERVICE, G_MAXINT },
    { G_MININT, BILI_ERROR_SERVICE, G_MININT },
    { 302, BILI_ERROR_HTTP, 302 },
    { 404, BILI_ERROR_HTTP, 404 },
    { 500, BILI_ERROR_HTTP, 500 },
    { 429, BILI_ERROR_RATE_LIMITED, 429 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = bili_error_new_service (rows[i].code, "words");
      g_autoptr (GError) copy = g_error_copy (error);

      g_assert_error (error, BILI_ERROR, (gint) rows[i].kind);
      g_assert_cmpint (bili_error_get_service_code (error), ==, rows[i].service_code);
      g_assert_cmpstr (bili_error_get_service_words (error), ==, "words");
      g_assert_cmpint (bili_error_get_service_code (copy), ==, rows[i].service_code);
      g_assert_cmpstr (bili_error_get_service_words (copy), ==, "words");
    }
}

static void
test_risk_control (void)
{
  g_autoptr (GError) voucher = bili_error_new_risk_control (0, "0");
  g_autoptr (GError) challenge = bili_error_new_risk_control (-401, "prove it");

  g_assert_error (voucher, BILI_ERROR, BILI_ERROR_RISK_CONTROL);
  g_assert_cmpint (bili_error_get_service_code (voucher), ==, 0);
  g_assert_null (bili_error_get_service_words (voucher));
  g_assert_error (challenge, BILI_ERROR, BILI_ERROR_RISK_CONTROL);
  g_assert_cmpint (bili_error_get_service_code (challenge), ==, -401);
  g_assert_cmpstr (challenge->message, ==, "prove it (-401)");
}

static void
assert_words (int code, const char *words, const char *expected)
{
  g_autoptr (GError) error = bili_error_new_service (code, words);

  g_assert_cmpstr (bili_error_get_service_words (error), ==, expected);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpstr (error->message, !=, "");
}

static void
test_words (void)
{
  assert_words (-400, NULL, NULL);
  assert_words (-400, "", NULL);
  assert_words (-400, " \n\t ", NULL);
  assert_words (-400, "0", NULL);
  assert_words (-352, "-352", NULL);
  assert_words (-400, "-352", "-352");
  assert_words (-400, "请求错误", "请求错误");
  assert_words (-400, " two\nlines\t", "two lines");
  assert_words (-400, "bell\a and \x1b[31mred", "bell  and  [31mred");
  assert_words (-400, "a\342\200\250b\342\200\251c", "a b c");
  assert_words (-400, "\342\200\256gnp.\342\201\246a\342\200\254\342\201\251", "gnp.a");
  assert_words (-400, "half \xe4\xb8", "half \357\277\275\357\277\275");
  assert_words (-400, "\xff", "\357\277\275");
  assert_words (-400, "100 % %s %n", "100 % %s %n");
}

static void
test_long_words (void)
{
  g_autofree char *ascii = g_strnfill (1000000, 'x');
  g_autofree char *broken = g_strnfill (1000000, '\xff');
  g_autoptr (GString) han = g_string_new (NULL);
  g_autoptr (GError) error = bili_error_new_service (-400, ascii);
  g_autoptr (GError) broken_error = bili_error_new_service (-400, broken);
  g_autoptr (GError) han_error = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (han, "猫");
  han_error = bili_error_new_service (-400, han->str);

  g_assert_cmpint (g_utf8_strlen (bili_error_get_service_words (error), -1), ==, 400);
  g_assert_cmpint (g_utf8_strlen (bili_error_get_service_words (broken_error), -1), ==, 400);
  g_assert_cmpint (g_utf8_strlen (bili_error_get_service_words (han_error), -1), ==, 400);
  g_assert_true (g_str_has_suffix (bili_error_get_service_words (han_error), "猫"));
}

static void
test_others (void)
{
  g_autoptr (GError) plain = g_error_new (BILI_ERROR, BILI_ERROR_NETWORK, "cut");
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no");

  g_assert_cmpint (bili_error_get_service_code (NULL), ==, 0);
  g_assert_null (bili_error_get_service_words (NULL));
  g_assert_cmpint (bili_error_get_service_code (plain), ==, 0);
  g_assert_null (bili_error_get_service_words (plain));
  g_assert_cmpint (bili_error_get_service_code (foreign), ==, 0);
  g_assert_null (bili_error_get_service_words (foreign));
}

static void
assert_lasting (int code, gboolean may_have_acted, gboolean says_stop)
{
  g_autoptr (GError) error = bili_error_new_service (code, NULL);

  g_test_message ("%d", code);
  g_assert_cmpint (bili_error_may_have_acted (error), ==, may_have_acted);
  g_assert_cmpint (bili_error_says_stop (error), ==, says_stop);
}

/* What a failure says about what was done, and about what is to be done next */
static void
test_lasting (void)
{
  g_autoptr (GError) timed_out = g_error_new (BILI_ERROR, BILI_ERROR_TIMED_OUT, "late");
  g_autoptr (GError) cancelled = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no");

  assert_lasting (-400, FALSE, FALSE);
  assert_lasting (-101, FALSE, FALSE);
  assert_lasting (4126021, FALSE, FALSE);
  assert_lasting (404, FALSE, FALSE);
  assert_lasting (-500, TRUE, FALSE);
  assert_lasting (-504, TRUE, FALSE);
  assert_lasting (-8888, TRUE, FALSE);
  assert_lasting (502, TRUE, FALSE);
  assert_lasting (302, TRUE, FALSE);
  assert_lasting (-352, FALSE, TRUE);
  assert_lasting (-412, FALSE, TRUE);
  assert_lasting (412, FALSE, TRUE);
  assert_lasting (-799, FALSE, TRUE);
  assert_lasting (-509, FALSE, TRUE);
  assert_lasting (429, FALSE, TRUE);
  g_assert_true (bili_error_may_have_acted (timed_out));
  g_assert_false (bili_error_says_stop (timed_out));
  g_assert_true (bili_error_may_have_acted (cancelled));
  g_assert_false (bili_error_says_stop (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/table", test_table);
  g_test_add_func ("/error/risk-control", test_risk_control);
  g_test_add_func ("/error/words", test_words);
  g_test_add_func ("/error/long-words", test_long_words);
  g_test_add_func ("/error/others", test_others);
  g_test_add_func ("/error/lasting", test_lasting);

  return g_test_run ();
}
