/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The answers that only the client meets. */

#include "bili-error.h"
#include "bili-parse.h"
#include "support.h"

#define KEY "0123456789abcdef0123456789abcdef"

static void
test_qr_code (void)
{
  static const char *const odd[] = {
    "{\"code\":0,\"data\":null}",
    "{\"code\":0,\"data\":{\"url\":\"https://x/\"}}",
    "{\"code\":0,\"data\":{\"qrcode_key\":\"" KEY "\"}}",
    "{\"code\":0,\"data\":{\"url\":\"\",\"qrcode_key\":\"" KEY "\"}}",
    "{\"code\":0,\"data\":{\"url\":\"https://x/ y\",\"qrcode_key\":\"" KEY "\"}}",
    "{\"code\":0,\"data\":{\"url\":\"https://x/\",\"qrcode_key\":\"a\\nb\"}}",
    "{\"code\":0,\"data\":{\"url\":{},\"qrcode_key\":[]}}",
  };
  g_autoptr (GBytes) body
      = bytes_of ("{\"code\":0,\"data\":{\"url\":\"https://x/?k=1\",\"qrcode_key\":\"" KEY "\"}}");
  g_autofree char *filler = g_strnfill (1020, 'x');
  g_autofree char *text
      = g_strdup_printf ("{\"code\":0,\"data\":{\"url\":\"https://%s\",\"qrcode_key\":\"" KEY
                         "\"}}",
                         filler);
  g_autoptr (GBytes) too_long = bytes_of (text);
  g_autoptr (BiliQrCode) code = bili_qr_code_parse (body, NULL);

  g_assert_cmpstr (code->url, ==, "https://x/?k=1");
  g_assert_cmpstr (code->key, ==, KEY);
  /* More than a code could hold. */
  g_assert_null (bili_qr_code_parse (too_long, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GBytes) odd_body = bytes_of (odd[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (bili_qr_code_parse (odd_body, &error));
      g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
    }
}

static void
test_qr_poll (void)
{
  static const struct
  {
    const char *text;
    int state; /* -1: an error */
    const char *url;
  } rows[] = {
    { "{\"code\":0,\"data\":{\"code\":86101,\"url\":\"\"}}", BILI_QR_WAITING, NULL },
    { "{\"code\":0,\"data\":{\"code\":\"86090\"}}", BILI_QR_SCANNED, NULL },
    { "{\"code\":0,\"data\":{\"code\":86038,\"url\":\"https://x/\"}}", BILI_QR_EXPIRED, NULL },
    { "{\"code\":0,\"data\":{\"code\":0,\"url\":\"https://x/?a=b\"}}", BILI_QR_CONFIRMED,
      "https://x/?a=b" },
    { "{\"code\":0,\"data\":{\"code\":0,\"url\":\"\"}}", BILI_QR_CONFIRMED, NULL },
    { "{\"code\":0,\"data\":{\"code\":0}}", BILI_QR_CONFIRMED, NULL },
    { "{\"code\":0,\"data\":{\"code\":86039}}", -1, NULL },
    { "{\"code\":0,\"data\":{\"code\":null}}", -1, NULL },
    { "{\"code\":0,\"data\":{}}", -1, NULL },
    { "{\"code\":0,\"data\":null}", -1, NULL },
    { "{\"code\":0}", -1, NULL },
    { "", -1, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body = bytes_of (rows[i].text);
      g_autoptr (GError) error = NULL;
      g_autofree char *url = NULL;
      BiliQrState state = BILI_QR_WAITING;
      gboolean known = bili_qr_poll_parse (body, &state, &url, &error);

      if (rows[i].state == -1)
        {
          g_assert_false (known);
          g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (state, ==, rows[i].state);
      g_assert_cmpstr (url, ==, rows[i].url);
    }
}

static void
assert_qr_cookies (const char *const *lines, const char *url, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliCookies) cookies = bili_qr_cookies_parse ((char **) lines, url, &error);
  char *header;

  if (expected == NULL)
    {
      g_assert_null (cookies);
      g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
      return;
    }

  g_assert_no_error (error);
  header = bili_cookies_to_header (cookies);
  g_assert_cmpstr (header, ==, expected);
  bili_cookies_free_header (header);
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
test_qr_cookies (void)
{
  static const char *const none[] = { NULL };

  /* The lines as they come, byte for byte, whatever they are adorned with. */
  assert_qr_cookies (
      LINES ("SESSDATA=a%2C1%2Cb%2A11; Path=/; Domain=bilibili.com; HttpOnly; Secure",
             "bili_jct=j; Path=/", "DedeUserID=1001", "DedeUserID__ckMd5=m ; Path=/", " sid=s;",
             "other=x", "=", "", "sid", "SESSDATAX=y"),
      NULL, "SESSDATA=a%2C1%2Cb%2A11; bili_jct=j; DedeUserID=1001; DedeUserID__ckMd5=m; sid=s");

  /* Otherwise the address, in whose query they stand as in the cookie. */
  assert_qr_cookies (none,
                     "https://passport.biligame.com/crossDomain?DedeUserID=1001&DedeUserID__ckMd5=m"
                     "&Expires=15551000&SESSDATA=a%2C1%2Cb*11&bili_jct=j&gourl=https%3A%2F%2Fx",
                     "DedeUserID=1001; DedeUserID__ckMd5=m; SESSDATA=a%2C1%2Cb*11; bili_jct=j");
  assert_qr_cookies (NULL, "https://x/?SESSDATA=a#&bili_jct=j", "SESSDATA=a");
  assert_qr_cookies (NULL, "https://x/?&&=&SESSDATA=a", "SESSDATA=a");

  /* The lines win. */
  assert_qr_cookies (LINES ("SESSDATA=line"), "https://x/?SESSDATA=query&sid=s",
                     "SESSDATA=line; sid=s");

  /* What may not stand in a header is left out. */
  assert_qr_cookies (LINES ("SESSDATA=a", "sid=x\r\nEvil: yes", "bili_jct=\xff"), NULL,
                     "SESSDATA=a");

  assert_qr_cookies (none, NULL, NULL);
  assert_qr_cookies (none, "https://x/", NULL);
  assert_qr_cookies (none, "https://x/?bili_jct=j", NULL);
  assert_qr_cookies (LINES ("SESSDATA=; Path=/"), NULL, NULL);
  assert_qr_cookies (LINES ("SESSDATA=a\nb"), "", NULL);
}

static void
test_sign_out (void)
{
  static const struct
  {
    const char *text;
    gboolean over;
    BiliError kind;
  } rows[] = {
    { "{\"code\":0,\"status\":true,\"ts\":1,\"data\":{\"redirectUrl\":\"x\"}}", TRUE, 0 },
    { "<!DOCTYPE html><title>Sign in</title>", TRUE, 0 },
    { " \r\n<html>", TRUE, 0 },
    { "{\"code\":-101}", TRUE, 0 },
    { "{\"code\":2202,\"status\":false,\"message\":\"csrf\"}", FALSE, BILI_ERROR_CSRF },
    { "{\"code\":0", FALSE, BILI_ERROR_PROTOCOL },
    { "", FALSE, BILI_ERROR_PROTOCOL },
    { "  ", FALSE, BILI_ERROR_PROTOCOL },
    { "no", FALSE, BILI_ERROR_PROTOCOL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body = bytes_of (rows[i].text);
      g_autoptr (GError) error = NULL;

      g_assert_true (bili_sign_out_parse (body, &error) == rows[i].over);
      if (rows[i].over)
        g_assert_no_error (error);
      else
        g_assert_error (error, BILI_ERROR, (gint) rows[i].kind);
    }
}

static void
test_buvid (void)
{
  static const char *const odd[] = {
    "{\"code\":0}",
    "{\"code\":0,\"data\":{\"b_3\":\"\"}}",
    "{\"code\":0,\"data\":{\"b_3\":{}}}",
    "{\"code\":0,\"data\":{\"b_3\":\"a;b\"}}",
    "{\"code\":0,\"data\":{\"b_3\":\"a\\r\\nb\"}}",
    "{\"code\":0,\"data\":{\"b_3\":\"猫\"}}",
  };
  g_autoptr (GBytes) body
      = bytes_of ("{\"code\":0,\"message\":\"ok\",\"data\":{\"b_3\":\"A-1infoc\",\"b_4\":\"B\"}}");
  g_autofree char *buvid = bili_buvid_parse (body, NULL);

  g_assert_cmpstr (buvid, ==, "A-1infoc");
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GBytes) odd_body = bytes_of (odd[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (bili_buvid_parse (odd_body, &error));
      g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
    }
}

static void
test_owner (void)
{
  static const struct
  {
    const char *text;
    const char *mid;
    BiliError kind;
  } rows[] = {
    { "{\"code\":0,\"data\":{\"item\":{\"basic\":{\"uid\":1002},\"modules\":[]}}}", "1002", 0 },
    { "{\"code\":0,\"data\":{\"item\":{\"modules\":[{\"module_title\":{}},{\"module_author\":{"
      "\"mid\":1003}}]}}}",
      "1003", 0 },
    { "{\"code\":0,\"data\":{\"item\":{\"modules\":{\"module_author\":{\"mid\":\"1004\"}}}}}",
      "1004", 0 },
    { "{\"code\":0,\"data\":{\"item\":{\"basic\":{\"uid\":0},\"modules\":[null,1,{}]}}}", NULL,
      BILI_ERROR_PROTOCOL },
    { "{\"code\":0,\"data\":{\"item\":7}}", NULL, BILI_ERROR_PROTOCOL },
    { "{\"code\":0,\"data\":{}}", NULL, BILI_ERROR_PROTOCOL },
    { "{\"code\":0,\"data\":null}", NULL, BILI_ERROR_PROTOCOL },
    { "{\"code\":0,\"data\":{\"fallback\":{\"id\":1,\"type\":2}}}", NULL, BILI_ERROR_NOT_FOUND },
    { "{\"code\":-404,\"data\":null}", NULL, BILI_ERROR_NOT_FOUND },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body = bytes_of (rows[i].text);
      g_autoptr (GError) error = NULL;
      g_autofree char *mid = bili_opus_owner_parse (body, &error);

      g_assert_cmpstr (mid, ==, rows[i].mid);
      if (rows[i].mid == NULL)
        g_assert_error (error, BILI_ERROR, (gint) rows[i].kind);
      else
        g_assert_no_error (error);
    }
}

static void
test_short_link (void)
{
  static const struct
  {
    const char *location;
    const char *url;
  } rows[] = {
    { "https://space.bilibili.com/1?a=b#c", "https://space.bilibili.com/1" },
    { "http://www.bilibili.com/opus/1", "https://www.bilibili.com/opus/1" },
    { "https://M.BILIBILI.COM/space/1", "https://M.BILIBILI.COM/space/1" },
    { "https://bilibili.com", "https://bilibili.com" },
    { "https://www.bilibili.com:8443/x", "https://www.bilibili.com/x" },
    { NULL, NULL },
    { "", NULL },
    { "/space/1", NULL },
    { "//space.bilibili.com/1", NULL },
    { "bilibili://space/1", NULL },
    { "ftp://space.bilibili.com/1", NULL },
    { "https://example.com/", NULL },
    { "https://bilibili.com.example.com/", NULL },
    { "https://evilbilibili.com/", NULL },
    { "https://user@space.bilibili.com/1", NULL },
    { "https://example.com%2Fx.bilibili.com/1", NULL },
    { "https://example.com%00.bilibili.com/1", NULL },
    { "https:///x", NULL },
    { "https://space.bilibili.com/1\x8d", NULL },
    { "https://space.bilibili.com/猫", NULL },
    { "https://space.bilibili.com/1 2", NULL },
    { "javascript:alert(1)//.bilibili.com", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *url = bili_short_link_parse (rows[i].location, &error);

      g_assert_cmpstr (url, ==, rows[i].url);
      if (rows[i].url == NULL)
        g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
      else
        g_assert_no_error (error);
    }
}

static void
test_service_host (void)
{
  g_assert_true (bili_is_service_host ("bilibili.com"));
  g_assert_true (bili_is_service_host ("api.bilibili.com"));
  g_assert_true (bili_is_service_host ("api.vc.BiliBili.com"));
  g_assert_false (bili_is_service_host (""));
  g_assert_false (bili_is_service_host ("com"));
  g_assert_false (bili_is_service_host ("b23.tv"));
  g_assert_false (bili_is_service_host ("i0.hdslb.com"));
  g_assert_false (bili_is_service_host ("notbilibili.com"));
  g_assert_false (bili_is_service_host ("bilibili.com.evil.example"));
  g_assert_false (bili_is_service_host ("evil/.bilibili.com"));
  g_assert_false (bili_is_service_host ("bilibili.com."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parse/qr-code", test_qr_code);
  g_test_add_func ("/parse/qr-poll", test_qr_poll);
  g_test_add_func ("/parse/qr-cookies", test_qr_cookies);
  g_test_add_func ("/parse/sign-out", test_sign_out);
  g_test_add_func ("/parse/buvid", test_buvid);
  g_test_add_func ("/parse/owner", test_owner);
  g_test_add_func ("/parse/short-link", test_short_link);
  g_test_add_func ("/parse/service-host", test_service_host);

  return g_test_run ();
}
