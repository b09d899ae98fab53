/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bili-cookies.h"
#include "bili-error.h"

#include <string.h>

#define SESSDATA "a1b2c3d4%2C1893456000%2Cf00d1%2A11"
#define HEADER "SESSDATA=" SESSDATA "; bili_jct=0123456789abcdef; DedeUserID=1001"

static BiliCookies *
parse (const char *header)
{
  g_autoptr (GError) error = NULL;
  BiliCookies *cookies = bili_cookies_new_from_header (header, &error);

  g_assert_no_error (error);
  g_assert_nonnull (cookies);
  return cookies;
}

static void
assert_header (BiliCookies *cookies, const char *expected)
{
  char *header = bili_cookies_to_header (cookies);

  g_assert_cmpstr (header, ==, expected);
  bili_cookies_free_header (header);
}

static void
test_round_trip (void)
{
  static const struct
  {
    const char *header;
    const char *back;
  } rows[] = {
    { HEADER, HEADER },
    { "SESSDATA=x", "SESSDATA=x" },
    { "  SESSDATA=x  ;;  a=b ; ", "SESSDATA=x; a=b" },
    { "a=1;SESSDATA=x;a=2", "a=2; SESSDATA=x" },
    { "SESSDATA=old; SESSDATA=new", "SESSDATA=new" },
    { "SESSDATA=a=b==; q=\"x, y\"", "SESSDATA=a=b==; q=\"x, y\"" },
    { "SESSDATA=x; empty=; b=c", "SESSDATA=x; b=c" },
    { "sessdata=lower; SESSDATA=x", "sessdata=lower; SESSDATA=x" },
    { "SESSDATA=%2c%2C%00%0d%0a", "SESSDATA=%2c%2C%00%0d%0a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BiliCookies) cookies = parse (rows[i].header);

      assert_header (cookies, rows[i].back);
    }
}

static void
test_refused (void)
{
  static const char *const refused[] = {
    "",
    ";",
    "SESSDATA",
    "SESSDATA=",
    "bili_jct=x; DedeUserID=1",
    "SESSDATA=x; SESSDATA=",
    "SESSDATA=x; name",
    "SESSDATA=x; =value",
    "SESSDATA=x; a b=c",
    "SESSDATA=x; (a)=c",
    "SESSDATA=secret\r\nEvil: yes",
    "SESSDATA=secret\nEvil: yes",
    "SESSDATA=secret\tx",
    "SESSDATA=secret\x01",
    "SESSDATA=secret\x7f",
    "SESSDATA=secret\xc3\xa9",
    "SESSDATA=secret\xff",
    "SESSDATA=secret; b\xc3\xa9=x",
    "SESSDATA=secret; a\r\nb=x",
    "Cookie: SESSDATA=secret",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (bili_cookies_new_from_header (refused[i], &error));
      g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_limits (void)
{
  g_autofree char *value = g_strnfill (16 * 1024 - strlen ("SESSDATA=") - 2, 'x');
  g_autofree char *most = g_strconcat ("SESSDATA=", value, NULL);
  g_autofree char *over = g_strconcat ("SESSDATA=", value, "xxx", NULL);
  g_autoptr (GString) many = g_string_new ("SESSDATA=x");
  g_autoptr (BiliCookies) longest = parse (most);
  g_autoptr (BiliCookies) fullest = NULL;
  g_autoptr (BiliCookies) unchanged = NULL;
  g_autoptr (BiliCookies) changed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (strlen (bili_cookies_get (longest, "SESSDATA")), ==, strlen (value));
  g_assert_null (bili_cookies_new_from_header (over, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
  g_clear_error (&error);

  for (guint i = 1; i < 64; i++)
    g_string_append_printf (many, "; c%u=%u", i, i);
  fullest = parse (many->str);
  unchanged = bili_cookies_with (fullest, "one-more", "x");
  g_assert_true (unchanged == fullest);
  changed = bili_cookies_with (fullest, "c1", "other");
  g_assert_cmpstr (bili_cookies_get (changed, "c1"), ==, "other");

  g_string_append (many, "; c64=64");
  g_assert_null (bili_cookies_new_from_header (many->str, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
}

static void
test_get (void)
{
  g_autoptr (BiliCookies) cookies = parse (HEADER);
  g_autoptr (BiliCookies) bare = parse ("SESSDATA=x");

  g_assert_cmpstr (bili_cookies_get (cookies, "SESSDATA"), ==, SESSDATA);
  g_assert_null (bili_cookies_get (cookies, "sessdata"));
  g_assert_null (bili_cookies_get (cookies, "SESSDAT"));
  g_assert_null (bili_cookies_get (cookies, ""));
  g_assert_cmpstr (bili_cookies_get_csrf (cookies), ==, "0123456789abcdef");
  g_assert_cmpstr (bili_cookies_get_mid (cookies), ==, "1001");
  g_assert_null (bili_cookies_get_csrf (bare));
  g_assert_null (bili_cookies_get_mid (bare));
}

static void
test_mid (void)
{
  static const char *const no_mids[] = {
    "0", "01", "-1", "+1", "1a", "a", "1 2", "1.5", "123456789012345678901",
  };
  g_autoptr (BiliCookies) longest = parse ("SESSDATA=x; DedeUserID=3546999999999999");

  g_assert_cmpstr (bili_cookies_get_mid (longest), ==, "3546999999999999");
  for (gsize i = 0; i < G_N_ELEMENTS (no_mids); i++)
    {
      g_autofree char *header = g_strconcat ("SESSDATA=x; DedeUserID=", no_mids[i], NULL);
      g_autoptr (BiliCookies) cookies = parse (header);

      g_assert_null (bili_cookies_get_mid (cookies));
    }
}

static void
test_with (void)
{
  static const struct
  {
    const char *name;
    const char *value;
  } impossible[] = {
    { "buvid3", "a;b" }, { "buvid3", "a\r\nb" }, { "buvid3", "\xff" }, { "bad name", "x" },
    { "", "x" },         { "a=b", "x" },         { "buvid3", " x" },   { "SESSDATA", NULL },
    { "SESSDATA", "" },
  };
  g_autoptr (BiliCookies) cookies = parse (HEADER);
  g_autoptr (BiliCookies) more = bili_cookies_with (cookies, "buvid3", "B-3");
  g_autoptr (BiliCookies) other = bili_cookies_with (more, "bili_jct", "new");
  g_autoptr (BiliCookies) less = bili_cookies_with (other, "DedeUserID", NULL);
  g_autoptr (BiliCookies) same = bili_cookies_with (less, "absent", NULL);

  assert_header (cookies, HEADER);
  assert_header (more, HEADER "; buvid3=B-3");
  assert_header (other, "SESSDATA=" SESSDATA "; bili_jct=new; DedeUserID=1001; buvid3=B-3");
  assert_header (less, "SESSDATA=" SESSDATA "; bili_jct=new; buvid3=B-3");
  assert_header (same, "SESSDATA=" SESSDATA "; bili_jct=new; buvid3=B-3");

  for (gsize i = 0; i < G_N_ELEMENTS (impossible); i++)
    {
      g_autoptr (BiliCookies) self
          = bili_cookies_with (cookies, impossible[i].name, impossible[i].value);

      g_assert_true (self == cookies);
    }
}

static void
test_boxed (void)
{
  g_autoptr (BiliCookies) cookies = parse (HEADER);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, BILI_TYPE_COOKIES);
  g_value_set_boxed (&value, cookies);
  g_assert_true (g_value_get_boxed (&value) == cookies);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cookies/round-trip", test_round_trip);
  g_test_add_func ("/cookies/refused", test_refused);
  g_test_add_func ("/cookies/limits", test_limits);
  g_test_add_func ("/cookies/get", test_get);
  g_test_add_func ("/cookies/mid", test_mid);
  g_test_add_func ("/cookies/with", test_with);
  g_test_add_func ("/cookies/boxed", test_boxed);

  return g_test_run ();
}
