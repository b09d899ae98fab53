/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every call is checked for, and how each is refused. */

#include "talk.h"

#include <string.h>

#define REMOVE API "/x/dynamic/feed/operate/remove"
#define UPLOAD API "/x/dynamic/feed/draw/upload_bfs"
#define PUBLISH_NOW VC "/dynamic_draft/v1/dynamic_draft/publish_now"

static void
test_unknown_address (Talk *talk, gconstpointer data)
{
  static const char *const addresses[] = { API "/x/nothing", "example.com/x/web-interface/nav",
                                           PASSPORT NAV, "api.bilibili.com", "" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      talk->cookies = NULL;
      talk_get (talk, addresses[i]);
      g_assert_cmpint (talk->status, ==, 404);
      g_assert_nonnull (strstr (talk->text, "<html>"));
    }
  g_assert_cmpuint (sandbox_server_get_requests (talk->server)->len, ==, G_N_ELEMENTS (addresses));
}

static void
test_wrong_method (Talk *talk, gconstpointer data)
{
  talk_post_form (talk, API NAV, "");
  g_assert_cmpint (talk->status, ==, 405);
  talk_get (talk, REMOVE);
  g_assert_cmpint (talk->status, ==, 405);
}

static void
test_headers (Talk *talk, gconstpointer data)
{
  talk->agent = NULL;
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -352);
  g_assert_true (g_str_has_prefix (talk_text (talk, "data.v_voucher"), "voucher_"));
  g_assert_cmpstr (soup_message_headers_get_one (talk->headers, "x-bili-gaia-vvoucher"), ==,
                   talk_text (talk, "data.v_voucher"));
  talk->agent = "Test/1";
  talk->referer = "https://notbilibili.com/";
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -352);
  talk->referer = "https://t.bilibili.com/";
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, 0);
}

static void
test_cookie_hosts (Talk *talk, gconstpointer data)
{
  static const char *const hosts[]
      = { "i0.hdslb.com/bfs/face/member/noface.jpg", "album.biliimg.com/bfs/x.jpg",
          "b23.tv/aaaaaaa", "example.com/", "evilbilibili.com/x/web-interface/nav" };
  GPtrArray *violations = sandbox_server_get_violations (talk->server);

  talk_get (talk, API NAV);
  g_assert_cmpuint (violations->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      talk_get (talk, hosts[i]);
      g_assert_cmpint (talk->status, ==, 400);
      g_assert_cmpuint (violations->len, ==, i + 1);
      g_assert_null (strstr (violations->pdata[i], SANDBOX_SESSDATA));
    }
  talk->cookies = NULL;
  talk_get (talk, hosts[0]);
  g_assert_cmpint (talk->status, ==, 200);
  g_assert_cmpuint (violations->len, ==, G_N_ELEMENTS (hosts));
}

static void
test_session (Talk *talk, gconstpointer data)
{
  static const char *const strangers[]
      = { "SESSDATA=nobody", "SESSDATA=a1b2c3d4,1893456000,f00d1*11; bili_jct=" SANDBOX_CSRF };

  /* A session that is not there is refused even where none is needed; percent-encoding counts. */
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      talk->cookies = strangers[i];
      talk_get (talk, API CARD "?mid=1002");
      g_assert_cmpint (talk->code, ==, -101);
    }
  talk->cookies = NULL;
  talk_get (talk, API CARD "?mid=1002");
  g_assert_cmpint (talk->code, ==, 0);
  talk_get (talk, VC "/dynamic_draft/v1/dynamic_draft/get_drafts");
  g_assert_cmpint (talk->code, ==, -101);
  g_assert_cmpstr (talk_text (talk, "message"), ==, "账号未登录");
}

static void
test_csrf_place (Talk *talk, gconstpointer data)
{
  static const char body[] = "{\"dyn_id_str\":\"1\"}";

  /* In the query for JSON … */
  talk_post_json (talk, REMOVE "?platform=web", body);
  g_assert_cmpint (talk->code, ==, -111);
  talk_post_json (talk, REMOVE "?csrf=wrong&platform=web", body);
  g_assert_cmpint (talk->code, ==, -111);
  talk_post_json (talk, REMOVE, "{\"dyn_id_str\":\"1\",\"csrf\":\"" SANDBOX_CSRF "\"}");
  g_assert_cmpint (talk->code, ==, -111);
  talk_post_json (talk, REMOVE "?csrf=" SANDBOX_CSRF "&platform=web", body);
  g_assert_cmpint (talk->code, ==, -404);
  /* … and in the body for forms, once or twice, but then alike. */
  talk_post_form (talk, PUBLISH_NOW "?csrf=" SANDBOX_CSRF, "draft_id=1");
  g_assert_cmpint (talk->code, ==, -111);
  talk_post_form (talk, PUBLISH_NOW, "draft_id=1&csrf=" SANDBOX_CSRF "&csrf_token=other");
  g_assert_cmpint (talk->code, ==, -111);
  talk_post_form (talk, PUBLISH_NOW, "draft_id=1&csrf_token=" SANDBOX_CSRF);
  g_assert_cmpint (talk->code, ==, 4120015);
  talk_post_form (talk, PUBLISH_NOW, "draft_id=1&csrf=" SANDBOX_CSRF "&csrf_token=" SANDBOX_CSRF);
  g_assert_cmpint (talk->code, ==, 4120015);
  /* Somebody else's is no better than none. */
  talk->cookies = SANDBOX_COOKIES_2;
  talk_post_form (talk, PUBLISH_NOW, "draft_id=1&csrf=" SANDBOX_CSRF);
  g_assert_cmpint (talk->code, ==, -111);
}

static void
test_encoding (Talk *talk, gconstpointer data)
{
  g_autoptr (GBytes) picture = talk_make_picture (20, 20, "png");

  talk_post_form (talk, REMOVE "?csrf=" SANDBOX_CSRF, "dyn_id_str=1");
  g_assert_cmpint (talk->code, ==, 4101001);
  talk_send (talk, "POST", REMOVE "?csrf=" SANDBOX_CSRF, "text/plain", "{\"dyn_id_str\":\"1\"}");
  g_assert_cmpint (talk->code, ==, 4101001);
  talk_post_json (talk, REMOVE "?csrf=" SANDBOX_CSRF, "{\"dyn_id_str\":");
  g_assert_cmpint (talk->code, ==, 4101001);
  talk_post_json (talk, PUBLISH_NOW, "{\"draft_id\":1,\"csrf\":\"" SANDBOX_CSRF "\"}");
  g_assert_cmpint (talk->code, ==, -400);
  talk_post_multipart (talk, PUBLISH_NOW, "draft_id=1&csrf=" SANDBOX_CSRF, NULL);
  g_assert_cmpint (talk->code, ==, -400);
  talk_post_form (talk, UPLOAD, "file_up=x&csrf=" SANDBOX_CSRF);
  g_assert_cmpint (talk->code, ==, 4100001);
  talk_post_multipart (talk, UPLOAD, "csrf=" SANDBOX_CSRF, picture);
  g_assert_cmpint (talk->code, ==, 0);
}

static void
test_fields (Talk *talk, gconstpointer data)
{
  static const struct
  {
    const char *query;
    int code;
  } cases[] = {
    { "mid=1002", 0 },
    { "mid=1002&photo=true", 0 },
    { "mid=1002&photo=maybe", -400 },
    { "", -400 },
    { "mid=", -400 },
    { "mid=a1", -400 },
    { "mid=1002&mid=1002", -400 },
    { "mid=1002&other=1", -400 },
    { "mid=%ff", -400 },
    { "mid=404404", -404 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = g_strconcat (API CARD "?", cases[i].query, NULL);

      g_test_message ("%s", cases[i].query);
      talk_get (talk, address);
      g_assert_cmpint (talk->status, ==, 200);
      g_assert_cmpint (talk->code, ==, cases[i].code);
    }
}

static void
assert_voucher (Talk *talk, const char *query)
{
  g_autofree char *address = g_strconcat (API FEED "?", query, NULL);

  talk_get (talk, address);
  g_assert_cmpint (talk->status, ==, 200);
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_true (g_str_has_prefix (talk_text (talk, "data.v_voucher"), "voucher_"));
  g_assert_null (talk_find (talk, "data.items"));
}

static void
test_signature (Talk *talk, gconstpointer data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *good = talk_sign (talk, "host_mid=1001&type=all", now);
  g_autofree char *tampered = g_strconcat (good, "&page=2", NULL);
  g_autofree char *stale = talk_sign (talk, "host_mid=1001", now - 700);
  g_autofree char *early = talk_sign (talk, "host_mid=1001", now + 700);
  g_autofree char *skewed = talk_sign (talk, "host_mid=1001", now - 500);
  g_autofree char *address = g_strconcat (API FEED "?", good, NULL);
  g_autofree char *skewed_address = g_strconcat (API FEED "?", skewed, NULL);

  assert_voucher (talk, "host_mid=1001");
  assert_voucher (talk, "host_mid=1001&wts=1&w_rid=0123456789abcdef0123456789abcdef");
  assert_voucher (talk, tampered);
  assert_voucher (talk, stale);
  assert_voucher (talk, early);
  talk_get (talk, address);
  g_assert_cmpint (talk_length (talk, "data.items"), ==, 20);
  talk_get (talk, skewed_address);
  g_assert_cmpint (talk_length (talk, "data.items"), ==, 20);
  sandbox_server_rotate_keys (talk->server);
  assert_voucher (talk, good);
  talk_get_signed (talk, FEED, "host_mid=1001");
  g_assert_cmpint (talk_length (talk, "data.items"), ==, 20);
}

/* Blanks, ampersands, characters beyond ASCII, and those that are not signed. */
static void
test_signature_text (Talk *talk, gconstpointer data)
{
  talk_get_signed (talk, FEED, "host_mid=1001&web_location=it%27s%20(%E7%8C%AB)%26%2B~!*&offset=");
  g_assert_cmpint (talk_length (talk, "data.items"), ==, 20);
}

/* Whoever moves the sandbox's clock does not move that of the program that talks to it. */
static void
test_signature_clock (Talk *talk, gconstpointer data)
{
  g_autofree char *ahead
      = talk_sign (talk, "host_mid=1001", g_get_real_time () / G_USEC_PER_SEC + 86400);
  g_autofree char *address = g_strconcat (API FEED "?", ahead, NULL);

  assert_voucher (talk, ahead);
  talk->cookies = NULL;
  talk_post_json (talk, "__sandbox/clock", "{\"advance\":86400}");
  talk_get (talk, address);
  g_assert_cmpint (talk_length (talk, "data.items"), ==, 20);
  talk_get_signed (talk, FEED, "host_mid=1001");
  g_assert_cmpint (talk_length (talk, "data.items"), ==, 20);
}

static void
test_buvid (Talk *talk, gconstpointer data)
{
  talk->cookies = SANDBOX_COOKIES;
  talk_get_signed (talk, DETAIL, "id=1");
  g_assert_cmpint (talk->code, ==, -352);
  talk->cookies = "buvid3=";
  talk_get_signed (talk, DETAIL, "id=1");
  g_assert_cmpint (talk->code, ==, -352);
  talk->cookies = "buvid3=x";
  talk_get_signed (talk, DETAIL, "id=1");
  g_assert_cmpint (talk->code, ==, -404);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/strict/address", Talk, NULL, talk_set_up, test_unknown_address,
              talk_tear_down);
  g_test_add ("/sandbox/strict/method", Talk, NULL, talk_set_up, test_wrong_method, talk_tear_down);
  g_test_add ("/sandbox/strict/headers", Talk, NULL, talk_set_up, test_headers, talk_tear_down);
  g_test_add ("/sandbox/strict/cookie-hosts", Talk, NULL, talk_set_up, test_cookie_hosts,
              talk_tear_down);
  g_test_add ("/sandbox/strict/session", Talk, NULL, talk_set_up, test_session, talk_tear_down);
  g_test_add ("/sandbox/strict/csrf-place", Talk, NULL, talk_set_up, test_csrf_place,
              talk_tear_down);
  g_test_add ("/sandbox/strict/encoding", Talk, NULL, talk_set_up, test_encoding, talk_tear_down);
  g_test_add ("/sandbox/strict/fields", Talk, NULL, talk_set_up, test_fields, talk_tear_down);
  g_test_add ("/sandbox/strict/signature", Talk, NULL, talk_set_up, test_signature, talk_tear_down);
  g_test_add ("/sandbox/strict/signature-text", Talk, NULL, talk_set_up, test_signature_text,
              talk_tear_down);
  g_test_add ("/sandbox/strict/signature-clock", Talk, NULL, talk_set_up, test_signature_clock,
              talk_tear_down);
  g_test_add ("/sandbox/strict/buvid", Talk, NULL, talk_set_up, test_buvid, talk_tear_down);
  return g_test_run ();
}
