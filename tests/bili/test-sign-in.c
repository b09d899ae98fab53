/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in by code, out again, and sessions that end by themselves. */

#include "support.h"

#include <string.h>

static void
assert_poll (Fixture *self, const BiliQrCode *code, BiliQrState expected, BiliCookies **cookies)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliCookies) got = NULL;
  BiliQrState state;

  g_assert_true (poll_qr_code (self->client, code->key, &state, &got, &error));
  g_assert_no_error (error);
  g_assert_cmpint (state, ==, expected);
  g_assert_true ((got != NULL) == (expected == BILI_QR_CONFIRMED));
  if (cookies != NULL)
    *cookies = g_steal_pointer (&got);
}

static void
test_qr (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliQrCode) code = create_qr_code (self->client, &error);
  g_autoptr (BiliCookies) cookies = NULL;
  g_autoptr (BiliUser) me = NULL;
  g_autofree char *query = NULL;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (code->url, "https://"));
  g_assert_cmpuint (strlen (code->key), ==, 32);

  assert_poll (self, code, BILI_QR_WAITING, NULL);
  query = g_strconcat ("qrcode_key=", code->key, NULL);
  g_assert_cmpstr (last_request (self->sandbox, PATH_QR_POLL)->query, ==, query);
  sandbox_server_set_qr (self->sandbox, "scan");
  assert_poll (self, code, BILI_QR_SCANNED, NULL);
  sandbox_server_set_qr (self->sandbox, "confirm");
  assert_poll (self, code, BILI_QR_CONFIRMED, &cookies);

  /* The client itself stays who it was: whoever asked decides. */
  g_assert_null (bili_client_get_cookies (self->client));
  g_assert_cmpstr (bili_cookies_get (cookies, "SESSDATA"), ==, SANDBOX_SESSDATA);
  g_assert_cmpstr (bili_cookies_get_csrf (cookies), ==, SANDBOX_CSRF);
  g_assert_cmpstr (bili_cookies_get_mid (cookies), ==, SANDBOX_MID);

  bili_client_set_cookies (self->client, cookies);
  me = get_me (self->client, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (me->mid, ==, SANDBOX_MID);
}

static void
test_qr_expired (Fixture *self, gconstpointer data)
{
  g_autoptr (BiliQrCode) code = create_qr_code (self->client, NULL);

  sandbox_server_set_qr (self->sandbox, "expire");
  assert_poll (self, code, BILI_QR_EXPIRED, NULL);
}

/* Who signs in is not who is signed in. */
static void
test_qr_without_cookies (Fixture *self, gconstpointer data)
{
  g_autoptr (BiliQrCode) code = create_qr_code (self->client, NULL);

  assert_poll (self, code, BILI_QR_WAITING, NULL);
  g_assert_null (last_request (self->sandbox, PATH_QR_CREATE)->cookie);
  g_assert_null (last_request (self->sandbox, PATH_QR_POLL)->cookie);
}

static void
test_sign_out (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const SandboxRequest *request;
  g_autofree char *body = NULL;

  g_assert_true (sign_out (self->client, &error));
  g_assert_no_error (error);
  request = last_request (self->sandbox, PATH_SIGN_OUT);
  body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->host, ==, "passport.bilibili.com");
  g_assert_cmpstr (body, ==, "biliCSRF=" SANDBOX_CSRF);
  g_assert_null (request->query);
  g_assert_nonnull (strstr (request->headers, "Content-Type: application/x-www-form-urlencoded\n"));

  /* What it is for: the session is over. */
  g_assert_null (get_me (self->client, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_clear_error (&error);

  /* And to end it once more is no failure. */
  g_assert_true (sign_out (self->client, &error));
  g_assert_no_error (error);
}

static void
test_sign_out_dead (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (self->sandbox, PATH_SIGN_OUT, "code:-101:gone", 1);
  g_assert_true (sign_out (self->client, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->signed_out, ==, 0);

  sandbox_server_fail (self->sandbox, PATH_SIGN_OUT, "code:2202:csrf", 1);
  g_assert_false (sign_out (self->client, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_CSRF);
}

static void
test_sign_out_nobody (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliCookies) without_csrf = bili_cookies_new_from_header ("SESSDATA=x", NULL);

  g_assert_false (sign_out (self->client, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_clear_error (&error);

  bili_client_set_cookies (self->client, without_csrf);
  g_assert_false (sign_out (self->client, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_CSRF);
  g_assert_cmpuint (sandbox_server_get_requests (self->sandbox)->len, ==, 0);
}

static void
test_buvid (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *buvid = create_buvid (self->client, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (buvid), >, 8);
  g_assert_null (last_request (self->sandbox, PATH_BUVID)->cookie);
}

/* Every call that sends cookies finds out, nav by its silence. */
static void
test_session_ends (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sandbox_server_end_session (self->sandbox, SANDBOX_MID);
  g_assert_null (get_me (self->client, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (self->signed_out, ==, 1);
  g_clear_error (&error);

  g_assert_null (get_user (self->client, SANDBOX_MID, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (self->signed_out, ==, 2);
  /* What to do about it is not the client's to say. */
  g_assert_nonnull (bili_client_get_cookies (self->client));
}

/* The answer to a call of the account before says nothing of the one that is there now. */
static void
test_session_of_another (Fixture *self, gconstpointer data)
{
  g_autoptr (BiliCookies) other = bili_cookies_new_from_header (SANDBOX_COOKIES_2, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  sandbox_server_end_session (self->sandbox, SANDBOX_MID);
  bili_client_get_user_async (self->client, SANDBOX_MID, NULL, keep_result_cb, &slot);
  bili_client_set_cookies (self->client, other);
  result = await_result (&slot);
  g_assert_null (bili_client_get_user_finish (self->client, result, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (self->signed_out, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ANONYMOUS(path, test)                                                                      \
  g_test_add ("/sign-in/" path, Fixture, NULL, fixture_set_up_anonymous, test,                     \
              fixture_tear_down_any)
#define SIGNED_IN(path, test)                                                                      \
  g_test_add ("/sign-in/" path, Fixture, NULL, fixture_set_up_signed_in, test,                     \
              fixture_tear_down_any)

  ANONYMOUS ("qr", test_qr);
  ANONYMOUS ("qr-expired", test_qr_expired);
  SIGNED_IN ("qr-without-cookies", test_qr_without_cookies);
  SIGNED_IN ("sign-out", test_sign_out);
  SIGNED_IN ("sign-out-dead", test_sign_out_dead);
  ANONYMOUS ("sign-out-nobody", test_sign_out_nobody);
  SIGNED_IN ("buvid", test_buvid);
  SIGNED_IN ("session-ends", test_session_ends);
  SIGNED_IN ("session-of-another", test_session_of_another);

  return g_test_run ();
}
