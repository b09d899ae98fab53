/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every call against everything that a service can do wrong. */

#include "support.h"

static gboolean
call_me (BiliClient *client, GError **error)
{
  g_autoptr (BiliUser) user = get_me (client, error);

  return user != NULL;
}

static gboolean
call_feed (BiliClient *client, GError **error)
{
  g_autoptr (BiliOpusPage) page = list_opus (client, SANDBOX_MID, "", error);

  return page != NULL;
}

static gboolean
call_user (BiliClient *client, GError **error)
{
  g_autoptr (BiliUser) user = get_user (client, SANDBOX_MID, error);

  return user != NULL;
}

static gboolean
call_owner (BiliClient *client, GError **error)
{
  g_autoptr (BiliOpusPage) page = list_opus (client, SANDBOX_MID, "", error);
  g_autofree char *owner = NULL;

  if (page != NULL)
    owner = get_opus_owner (client, ((BiliOpus *) page->items->pdata[0])->id, error);

  return owner != NULL;
}

static gboolean
call_qr_create (BiliClient *client, GError **error)
{
  g_autoptr (BiliQrCode) code = create_qr_code (client, error);

  return code != NULL;
}

static gboolean
call_qr_poll (BiliClient *client, GError **error)
{
  g_autoptr (BiliCookies) cookies = NULL;
  BiliQrState state;

  return poll_qr_code (client, "0123456789abcdef0123456789abcdef", &state, &cookies, error);
}

static gboolean
call_buvid (BiliClient *client, GError **error)
{
  g_autofree char *buvid = create_buvid (client, error);

  return buvid != NULL;
}

static gboolean
call_picture (BiliClient *client, GError **error)
{
  g_autoptr (GBytes) bytes
      = fetch_picture (client, "https://i0.hdslb.com/bfs/face/member/noface.jpg", error);

  return bytes != NULL;
}

static gboolean
call_short_link (BiliClient *client, GError **error)
{
  g_autofree char *url = resolve_short_link (client, "aBcDeF1", error);

  return url != NULL;
}

typedef struct
{
  const char *name;
  const char *path;
  gboolean (*call) (BiliClient *client, GError **error);
} Call;

static const Call json_calls[] = {
  { "me", PATH_NAV, call_me },
  { "feed", PATH_FEED, call_feed },
  { "user", PATH_CARD, call_user },
  { "owner", PATH_DETAIL, call_owner },
  { "qr-create", PATH_QR_CREATE, call_qr_create },
  { "qr-poll", PATH_QR_POLL, call_qr_poll },
  { "sign-out", PATH_SIGN_OUT, sign_out },
  { "buvid", PATH_BUVID, call_buvid },
};

static const Call other_calls[] = {
  { "picture", "/bfs/face/member/noface.jpg", call_picture },
  { "short-link", "/aBcDeF1", call_short_link },
};

typedef struct
{
  const char *fault;
  BiliError kind;
  int code;
} Expected;

/* What no call takes for an answer. */
static const Expected for_all[] = {
  { "drop", BILI_ERROR_NETWORK, 0 },    { "lost", BILI_ERROR_NETWORK, 0 },
  { "http:500", BILI_ERROR_HTTP, 500 }, { "http:404", BILI_ERROR_HTTP, 404 },
  { "http:429", BILI_ERROR_RATE_LIMITED, 429 }, { "http:412", BILI_ERROR_RISK_CONTROL, -412 },
  { "huge", BILI_ERROR_TOO_LARGE, 0 },
};

static const Expected for_json[] = {
  { "truncated", BILI_ERROR_PROTOCOL, 0 },
  { "empty", BILI_ERROR_PROTOCOL, 0 },
  { "deep", BILI_ERROR_PROTOCOL, 0 },
  { "voucher", BILI_ERROR_RISK_CONTROL, 0 },
  { "code:-111:csrf", BILI_ERROR_CSRF, -111 },
  { "code:2202:csrf", BILI_ERROR_CSRF, 2202 },
  { "code:-352:-352", BILI_ERROR_RISK_CONTROL, -352 },
  { "code:-412:wait", BILI_ERROR_RISK_CONTROL, -412 },
  { "code:-509:slow", BILI_ERROR_RATE_LIMITED, -509 },
  { "code:-799:slow", BILI_ERROR_RATE_LIMITED, -799 },
  { "code:-400:bad", BILI_ERROR_INVALID, -400 },
  { "code:-404:gone", BILI_ERROR_NOT_FOUND, -404 },
  { "code:-102:banned", BILI_ERROR_REFUSED, -102 },
  { "code:-500:odd", BILI_ERROR_SERVICE, -500 },
  { "code:99999:odd", BILI_ERROR_SERVICE, 99999 },
};

/* What leaves sign-out nothing to fail with: it asks for no more than a code, or for the page that
 * comes once the session is over. */
static const Expected for_json_with_data[] = {
  { "utf8", BILI_ERROR_PROTOCOL, 0 },
  { "html", BILI_ERROR_PROTOCOL, 0 },
  { "types", BILI_ERROR_PROTOCOL, 0 },
  { "null", BILI_ERROR_PROTOCOL, 0 },
  { "code:-101:who?", BILI_ERROR_NOT_SIGNED_IN, -101 },
};

static void
assert_fails (Fixture *self, const Call *call, const Expected *expected, gsize n_expected)
{
  for (gsize i = 0; i < n_expected; i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", expected[i].fault);
      sandbox_server_fail (self->sandbox, call->path, expected[i].fault, -1);
      g_assert_false (call->call (self->client, &error));
      g_assert_error (error, BILI_ERROR, (gint) expected[i].kind);
      g_assert_cmpint (bili_error_get_service_code (error), ==, expected[i].code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }

  sandbox_server_fail (self->sandbox, call->path, "drop", 0);
}

static void
test_any (Fixture *self, gconstpointer data)
{
  assert_fails (self, data, for_all, G_N_ELEMENTS (for_all));
}

static void
test_json (Fixture *self, gconstpointer data)
{
  const Call *call = data;

  assert_fails (self, call, for_json, G_N_ELEMENTS (for_json));
  if (call->call != sign_out)
    assert_fails (self, call, for_json_with_data, G_N_ELEMENTS (for_json_with_data));
}

/* A redirect is not followed, least of all with cookies to another host. */
static void
test_redirect (Fixture *self, gconstpointer data)
{
  const Call *call = data;
  Fixture other = { NULL };
  g_autofree char *fault = NULL;
  g_autoptr (GError) error = NULL;

  fixture_set_up (&other, NULL, 0);
  fault = g_strdup_printf ("redirect:%s/www.bilibili.com/",
                           sandbox_server_get_origin (other.sandbox));
  sandbox_server_fail (self->sandbox, call->path, fault, -1);
  g_assert_false (call->call (self->client, &error));
  /* A short link is there to redirect, but not to a port of one's own machine. */
  if (call->call == call_short_link)
    g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
  else
    g_assert_error (error, BILI_ERROR, BILI_ERROR_HTTP);
  g_assert_cmpuint (sandbox_server_get_requests (other.sandbox)->len, ==, 0);
  fixture_tear_down (&other);
}

static void
set_up_hasty (Fixture *self, gconstpointer data)
{
  fixture_set_up (self, SANDBOX_COOKIES, SHORT_TIMEOUT_MS);
}

static void
test_stall (Fixture *self, gconstpointer data)
{
  const Call *call = data;
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (self->sandbox, call->path, "stall", -1);
  g_assert_false (call->call (self->client, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_TIMED_OUT);
}

static void
test_delay (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (self->sandbox, PATH_CARD, "delay:50", 1);
  g_assert_true (call_user (self->client, &error));
  g_assert_no_error (error);
}

/* Nobody listens. */
static void
test_refused (void)
{
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *origin = NULL;
  g_autoptr (BiliClient) client = NULL;

  /* Bound, so that the port is nobody else's, but not listening. */
  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  origin = g_strdup_printf ("http://127.0.0.1:%u",
                            g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  client = new_client (origin, SANDBOX_COOKIES, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (json_calls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (json_calls[i].call (client, &error));
      g_assert_error (error, BILI_ERROR, BILI_ERROR_NETWORK);
    }
}

static void
test_words (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) wordless = NULL;

  sandbox_server_fail (self->sandbox, PATH_CARD, "code:-799:请求过于频繁", 1);
  g_assert_false (call_user (self->client, &error));
  g_assert_cmpstr (bili_error_get_service_words (error), ==, "请求过于频繁");

  sandbox_server_fail (self->sandbox, PATH_CARD, "code:-352:-352", 1);
  g_assert_false (call_user (self->client, &wordless));
  g_assert_null (bili_error_get_service_words (wordless));
}

/* What is odd but no error. */
static void
test_tolerated (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliOpusPage) twice = NULL;
  g_autoptr (BiliOpusPage) endless = NULL;

  sandbox_server_fail (self->sandbox, PATH_FEED, "twice", 1);
  twice = list_opus (self->client, SANDBOX_MID, "", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (twice->items->len, ==, 40);

  sandbox_server_fail (self->sandbox, PATH_FEED, "endless", 1);
  endless = list_opus (self->client, SANDBOX_MID, "", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (endless->items->len, ==, 0);
  g_assert_true (endless->has_more);
}

static void
add (const char *name,
     const Call *call,
     GTestFixtureFunc set_up,
     void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/faults/%s/%s", name, call->name);

  g_test_add_vtable (path, sizeof (Fixture), call, (GTestFixtureFunc) set_up,
                     (GTestFixtureFunc) test, (GTestFixtureFunc) fixture_tear_down_any);
}

static void
add_for_all (const Call *call)
{
  add ("any", call, (GTestFixtureFunc) fixture_set_up_signed_in, test_any);
  add ("redirect", call, (GTestFixtureFunc) fixture_set_up_signed_in, test_redirect);
  add ("stall", call, (GTestFixtureFunc) set_up_hasty, test_stall);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (json_calls); i++)
    {
      add_for_all (&json_calls[i]);
      add ("json", &json_calls[i], (GTestFixtureFunc) fixture_set_up_signed_in, test_json);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (other_calls); i++)
    add_for_all (&other_calls[i]);

  g_test_add ("/faults/delay", Fixture, NULL, fixture_set_up_signed_in, test_delay,
              fixture_tear_down_any);
  g_test_add_func ("/faults/refused", test_refused);
  g_test_add ("/faults/words", Fixture, NULL, fixture_set_up_anonymous, test_words,
              fixture_tear_down_any);
  g_test_add ("/faults/tolerated", Fixture, NULL, fixture_set_up_anonymous, test_tolerated,
              fixture_tear_down_any);

  return g_test_run ();
}
