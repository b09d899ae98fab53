/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bili-error.h"
#include "bili-user.h"
#include "support.h"

#include <string.h>

#define IMG "7cd084941338484aae1ad9425b84077c"
#define SUB "4932caff0ff746eab6f01bf08b70ac45"
#define KEYS                                                                                       \
  "\"wbi_img\":{\"img_url\":\"https://i0.hdslb.com/bfs/wbi/" IMG ".png\",\"sub_url\":"             \
  "\"https://i0.hdslb.com/bfs/wbi/" SUB ".png\"}"

static BiliNav *
parse_nav (const char *text)
{
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (GError) error = NULL;
  BiliNav *nav = bili_nav_parse (body, &error);

  g_assert_no_error (error);
  g_assert_nonnull (nav);
  return nav;
}

static void
assert_nav_refused (const char *text, BiliError kind)
{
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_null (bili_nav_parse (body, &error));
  g_assert_error (error, BILI_ERROR, (gint) kind);
}

static void
test_nav (void)
{
  g_autoptr (BiliNav) nav = parse_nav (
      "{\"code\":0,\"message\":\"0\",\"ttl\":1,\"data\":{\"isLogin\":true,\"mid\":1001,\"uname\":"
      "\"小助手\",\"face\":\"https://i0.hdslb.com/bfs/face/a.jpg\",\"level_info\":{"
      "\"current_level\":6,\"next_exp\":\"--\"},\"money\":1.5," KEYS "}}");

  g_assert_cmpstr (nav->user->mid, ==, "1001");
  g_assert_cmpstr (nav->user->name, ==, "小助手");
  g_assert_cmpstr (nav->user->face, ==, "https://i0.hdslb.com/bfs/face/a.jpg");
  g_assert_cmpint (nav->user->level, ==, 6);
  g_assert_cmpstr (nav->img_key, ==, IMG);
  g_assert_cmpstr (nav->sub_key, ==, SUB);
}

/* -101 is an answer here, with keys. */
static void
test_nav_nobody (void)
{
  static const char *const nobody[] = {
    "{\"code\":-101,\"message\":\"账号未登录\",\"ttl\":1,\"data\":{\"isLogin\":false," KEYS "}}",
    "{\"code\":0,\"data\":{\"isLogin\":false," KEYS "}}",
  };
  g_autoptr (BiliNav) without_keys = parse_nav ("{\"code\":-101}");

  for (gsize i = 0; i < G_N_ELEMENTS (nobody); i++)
    {
      g_autoptr (BiliNav) nav = parse_nav (nobody[i]);

      g_assert_null (nav->user);
      g_assert_cmpstr (nav->img_key, ==, IMG);
      g_assert_cmpstr (nav->sub_key, ==, SUB);
    }
  g_assert_null (without_keys->user);
  g_assert_null (without_keys->img_key);
}

static void
test_nav_odd (void)
{
  g_autoptr (BiliNav) bare = parse_nav ("{\"code\":0,\"data\":{\"mid\":\"1\"}}");
  g_autoptr (BiliNav) odd = parse_nav (
      "{\"code\":0,\"data\":{\"isLogin\":1,\"mid\":1,\"uname\":{},\"face\":\"\",\"level_info\":{"
      "\"current_level\":99},\"wbi_img\":{\"img_url\":7,\"sub_url\":\"https://x/short.png\"}}}");

  g_assert_cmpstr (bare->user->mid, ==, "1");
  g_assert_cmpstr (bare->user->name, ==, "");
  g_assert_null (bare->user->face);
  g_assert_cmpint (bare->user->level, ==, -1);
  g_assert_null (bare->img_key);
  g_assert_cmpstr (odd->user->name, ==, "");
  g_assert_null (odd->user->face);
  g_assert_cmpint (odd->user->level, ==, 6);
  g_assert_null (odd->img_key);
  g_assert_null (odd->sub_key);

  assert_nav_refused ("", BILI_ERROR_PROTOCOL);
  assert_nav_refused ("{\"code\":0}", BILI_ERROR_PROTOCOL);
  assert_nav_refused ("{\"code\":0,\"data\":null}", BILI_ERROR_PROTOCOL);
  assert_nav_refused ("{\"code\":0,\"data\":{\"isLogin\":true," KEYS "}}", BILI_ERROR_PROTOCOL);
  assert_nav_refused ("{\"code\":0,\"data\":{\"mid\":0}}", BILI_ERROR_PROTOCOL);
  assert_nav_refused ("{\"code\":0,\"data\":{\"mid\":-1}}", BILI_ERROR_PROTOCOL);
  assert_nav_refused ("{\"code\":0,\"data\":{\"mid\":\"1a\"}}", BILI_ERROR_PROTOCOL);
  assert_nav_refused ("{\"code\":0,\"data\":{\"mid\":1.5}}", BILI_ERROR_PROTOCOL);
  assert_nav_refused ("{\"code\":-352,\"data\":{" KEYS "}}", BILI_ERROR_RISK_CONTROL);
  assert_nav_refused ("{\"code\":-500}", BILI_ERROR_SERVICE);
}

static void
test_card (void)
{
  g_autoptr (GBytes) body = bytes_of (
      "{\"code\":0,\"message\":\"0\",\"data\":{\"card\":{\"mid\":\"1002\",\"name\":\"猫\",\"face\":"
      "\"http://i0.hdslb.com/bfs/face/b.jpg\",\"level_info\":{\"current_level\":0}},"
      "\"following\":false}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliUser) user = bili_user_parse_card (body, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (user->mid, ==, "1002");
  g_assert_cmpstr (user->name, ==, "猫");
  g_assert_cmpstr (user->face, ==, "http://i0.hdslb.com/bfs/face/b.jpg");
  g_assert_cmpint (user->level, ==, 0);
}

static void
test_card_odd (void)
{
  static const char *const odd[] = {
    "",
    "[]",
    "{\"code\":0}",
    "{\"code\":0,\"data\":null}",
    "{\"code\":0,\"data\":{\"card\":[]}}",
    "{\"code\":0,\"data\":{\"card\":{}}}",
    "{\"code\":0,\"data\":{\"card\":{\"mid\":\"\"}}}",
    "{\"code\":0,\"data\":{\"card\":{\"mid\":\"123456789012345678901\"}}}",
  };
  g_autofree char *name = g_strnfill (5000, 'x');
  g_autofree char *text = g_strdup_printf (
      "{\"code\":0,\"data\":{\"card\":{\"mid\":1,\"name\":\"%s\",\"face\":\"%s\"}}}", name, name);
  g_autoptr (GBytes) long_body = bytes_of (text);
  g_autoptr (BiliUser) bounded = bili_user_parse_card (long_body, NULL);

  g_assert_cmpuint (strlen (bounded->name), ==, 200);
  g_assert_cmpuint (strlen (bounded->face), ==, 2048);
  g_assert_cmpint (bounded->level, ==, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GBytes) body = bytes_of (odd[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (bili_user_parse_card (body, &error));
      g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/user/nav", test_nav);
  g_test_add_func ("/user/nav-nobody", test_nav_nobody);
  g_test_add_func ("/user/nav-odd", test_nav_odd);
  g_test_add_func ("/user/card", test_card);
  g_test_add_func ("/user/card-odd", test_card_odd);

  return g_test_run ();
}
