/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who one is, signing in by code, signing out. */

#include "talk.h"

#include <string.h>

#define GENERATE PASSPORT "/x/passport-login/web/qrcode/generate"
#define POLL PASSPORT "/x/passport-login/web/qrcode/poll?qrcode_key="
#define EXIT PASSPORT "/login/exit/v2"

static void
poll (Talk *talk, const char *key)
{
  g_autofree char *address = g_strconcat (POLL, key, NULL);

  talk_get (talk, address);
  g_assert_cmpint (talk->code, ==, 0);
}

static char *
generate (Talk *talk)
{
  talk->cookies = NULL;
  talk_get (talk, GENERATE "?source=main-fe-header");
  g_assert_nonnull (strstr (talk_text (talk, "data.url"), talk_text (talk, "data.qrcode_key")));
  g_assert_cmpuint (strlen (talk_text (talk, "data.qrcode_key")), ==, 32);
  return g_strdup (talk_text (talk, "data.qrcode_key"));
}

static void
test_nav (Talk *talk, gconstpointer data)
{
  g_autofree char *keys = NULL;

  talk_get (talk, API NAV);
  g_assert_cmpint (talk_number (talk, "data.mid"), ==, 1001);
  g_assert_cmpstr (talk_text (talk, "data.uname"), ==, SANDBOX_NAME);
  keys = g_strdup (talk_text (talk, "data.wbi_img.img_url"));
  talk->cookies = SANDBOX_COOKIES_2;
  talk_get (talk, API NAV);
  g_assert_cmpint (talk_number (talk, "data.mid"), ==, 1002);
  /* Nobody is told the keys too. */
  talk->cookies = "SESSDATA=nobody";
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -101);
  g_assert_false (json_node_get_boolean (talk_find (talk, "data.isLogin")));
  g_assert_cmpstr (talk_text (talk, "data.wbi_img.img_url"), ==, keys);
}

static void
test_buvid (Talk *talk, gconstpointer data)
{
  g_autofree char *first = NULL;

  talk->cookies = NULL;
  talk_get (talk, API "/x/frontend/finger/spi");
  first = g_strdup (talk_text (talk, "data.b_3"));
  g_assert_true (g_str_has_suffix (first, "infoc"));
  talk_get (talk, API "/x/frontend/finger/spi");
  g_assert_cmpstr (talk_text (talk, "data.b_3"), !=, first);
}

static void
test_code_by_hand (Talk *talk, gconstpointer data)
{
  g_autofree char *key = generate (talk);
  const char *cookies;

  poll (talk, key);
  g_assert_cmpint (talk_number (talk, "data.code"), ==, 86101);
  sandbox_server_set_qr (talk->server, "scan");
  poll (talk, key);
  g_assert_cmpint (talk_number (talk, "data.code"), ==, 86090);
  g_assert_null (soup_message_headers_get_list (talk->headers, "Set-Cookie"));
  sandbox_server_set_qr (talk->server, "confirm");
  poll (talk, key);
  g_assert_cmpint (talk_number (talk, "data.code"), ==, 0);
  g_assert_nonnull (strstr (talk_text (talk, "data.url"), "SESSDATA=" SANDBOX_SESSDATA "&"));
  g_assert_nonnull (strstr (talk_text (talk, "data.url"), "bili_jct=" SANDBOX_CSRF));
  cookies = soup_message_headers_get_list (talk->headers, "Set-Cookie");
  g_assert_true (
      g_str_has_prefix (cookies, "SESSDATA=" SANDBOX_SESSDATA "; Path=/; Domain=bilibili.com;"));
  g_assert_nonnull (strstr (cookies, "HttpOnly; Secure, bili_jct=" SANDBOX_CSRF));
  /* A code signs in once. */
  poll (talk, key);
  g_assert_cmpint (talk_number (talk, "data.code"), ==, 86038);
}

static void
test_code_expires (Talk *talk, gconstpointer data)
{
  g_autofree char *key = generate (talk);
  g_autofree char *other = NULL;

  sandbox_server_advance_clock (talk->server, 179);
  poll (talk, key);
  g_assert_cmpint (talk_number (talk, "data.code"), ==, 86101);
  talk_post_json (talk, "__sandbox/clock", "{\"advance\":2}");
  poll (talk, key);
  g_assert_cmpint (talk_number (talk, "data.code"), ==, 86038);
  other = generate (talk);
  sandbox_server_set_qr (talk->server, "expire");
  poll (talk, other);
  g_assert_cmpint (talk_number (talk, "data.code"), ==, 86038);
  poll (talk, "unknown");
  g_assert_cmpint (talk_number (talk, "data.code"), ==, 86038);
}

static void
test_code_by_itself (void)
{
  const SandboxOptions options = { .posts = 1, .qr_auto = TRUE };
  Talk talk = { .agent = "Test/1" };
  g_autofree char *key = NULL;

  talk.server = sandbox_server_new (&options, NULL);
  key = generate (&talk);
  poll (&talk, key);
  g_assert_cmpint (talk_number (&talk, "data.code"), ==, 86101);
  talk_post_json (&talk, "__sandbox/clock", "{\"advance\":1}");
  poll (&talk, key);
  g_assert_cmpint (talk_number (&talk, "data.code"), ==, 86090);
  talk_post_json (&talk, "__sandbox/clock", "{\"advance\":1}");
  poll (&talk, key);
  g_assert_cmpint (talk_number (&talk, "data.code"), ==, 0);
  talk_tear_down (&talk, NULL);
}

static void
test_sign_out (Talk *talk, gconstpointer data)
{
  g_autofree char *key = NULL;

  talk_post_form (talk, EXIT, "biliCSRF=wrong");
  g_assert_cmpint (talk->code, ==, 2202);
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, 0);
  talk_post_form (talk, EXIT, "biliCSRF=" SANDBOX_CSRF "&gourl=https%3A%2F%2Fwww.bilibili.com");
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_true (json_node_get_boolean (talk_find (talk, "status")));
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -101);
  /* It is over already: a page for people. */
  talk_post_form (talk, EXIT, "biliCSRF=" SANDBOX_CSRF);
  g_assert_cmpint (talk->status, ==, 200);
  g_assert_null (talk->json);
  /* Whoever signs in again has other cookies. */
  key = generate (talk);
  sandbox_server_set_qr (talk->server, "confirm");
  poll (talk, key);
  g_assert_null (strstr (talk_text (talk, "data.url"), SANDBOX_SESSDATA));
  g_assert_nonnull (strstr (talk_text (talk, "data.url"), "%2C"));
}

static void
test_end_session (Talk *talk, gconstpointer data)
{
  talk_get (talk, PASSPORT "/x/passport-login/web/cookie/info?csrf=" SANDBOX_CSRF);
  g_assert_false (json_node_get_boolean (talk_find (talk, "data.refresh")));
  sandbox_server_end_session (talk->server, SANDBOX_MID);
  talk_get (talk, PASSPORT "/x/passport-login/web/cookie/info?csrf=" SANDBOX_CSRF);
  g_assert_cmpint (talk->code, ==, -101);
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -101);
  talk_get_signed (talk, FEED, "host_mid=1001");
  g_assert_cmpint (talk->code, ==, -101);
  talk->cookies = SANDBOX_COOKIES_2;
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/account/nav", Talk, NULL, talk_set_up, test_nav, talk_tear_down);
  g_test_add ("/sandbox/account/buvid", Talk, NULL, talk_set_up, test_buvid, talk_tear_down);
  g_test_add ("/sandbox/account/code-by-hand", Talk, NULL, talk_set_up, test_code_by_hand,
              talk_tear_down);
  g_test_add ("/sandbox/account/code-expires", Talk, NULL, talk_set_up, test_code_expires,
              talk_tear_down);
  g_test_add_func ("/sandbox/account/code-by-itself", test_code_by_itself);
  g_test_add ("/sandbox/account/sign-out", Talk, NULL, talk_set_up, test_sign_out, talk_tear_down);
  g_test_add ("/sandbox/account/end-session", Talk, NULL, talk_set_up, test_end_session,
              talk_tear_down);
  return g_test_run ();
}
