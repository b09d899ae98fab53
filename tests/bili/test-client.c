/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the client asks for, and what it makes of good answers. */

#include "bili-client-private.h"
#include "bili-picture-url.h"
#include "support.h"

#include <string.h>

static void
assert_header (const SandboxRequest *request, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (request->headers, "\n", -1);

  if (!g_strv_contains ((const char *const *) lines, line))
    g_test_message ("no line `%s` in:\n%s", line, request->headers);
  g_assert_true (g_strv_contains ((const char *const *) lines, line));
}

static void
test_me (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliUser) me = get_me (self->client, &error);
  const SandboxRequest *request = last_request (self->sandbox, PATH_NAV);

  g_assert_no_error (error);
  g_assert_cmpstr (me->mid, ==, SANDBOX_MID);
  g_assert_cmpstr (me->name, ==, SANDBOX_NAME);
  g_assert_nonnull (me->face);
  g_assert_cmpint (me->level, >, 0);

  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->host, ==, "api.bilibili.com");
  g_assert_null (request->query);
  g_assert_cmpstr (request->cookie, ==, SANDBOX_COOKIES);
  assert_header (request, "User-Agent: Tuwen/0");
  assert_header (request, "Referer: https://www.bilibili.com/");
  g_assert_cmpuint (self->signed_out, ==, 0);
}

static void
test_me_anonymous (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (get_me (self->client, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_assert_cmpint (bili_error_get_service_code (error), ==, -101);
  g_assert_null (last_request (self->sandbox, PATH_NAV)->cookie);
  /* No cookies were sent, so none are dead. */
  g_assert_cmpuint (self->signed_out, ==, 0);
}

/* The parameters of the seed document, all of them and nothing else. */
static void
test_feed (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliOpusPage) first = list_opus (self->client, SANDBOX_MID, "", &error);
  g_autoptr (BiliOpusPage) second = NULL;
  const SandboxRequest *request;
  const BiliOpus *opus;
  g_auto (GStrv) params = NULL;
  g_autofree char *wts = NULL;
  g_autofree char *offset = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (first->items->len, >, 0);
  g_assert_true (first->has_more);
  opus = first->items->pdata[0];
  g_assert_cmpint (bili_opus_id_to_unix (opus->id), >, 1498838400);
  g_assert_true (g_utf8_validate (opus->text, -1, NULL));
  g_assert_nonnull (opus->likes);

  request = last_request (self->sandbox, PATH_FEED);
  params = g_strsplit (request->query, "&", -1);
  wts = g_strdup_printf ("wts=%" G_GINT64_FORMAT, bili_clock_get_unix (self->clock));
  g_assert_cmpuint (g_strv_length (params), ==, 7);
  g_assert_cmpstr (params[0], ==, "host_mid=" SANDBOX_MID);
  g_assert_cmpstr (params[1], ==, "page=1");
  g_assert_cmpstr (params[2], ==, "offset=");
  g_assert_cmpstr (params[3], ==, "type=all");
  g_assert_cmpstr (params[4], ==, "web_location=333.1387");
  g_assert_true (g_str_has_prefix (params[5], "w_rid="));
  g_assert_cmpuint (strlen (params[5]), ==, strlen ("w_rid=") + 32);
  g_assert_cmpstr (params[6], ==, wts);

  second = list_opus (self->client, SANDBOX_MID, first->offset, &error);
  g_assert_no_error (error);
  offset = g_strconcat ("offset=", first->offset, NULL);
  g_assert_nonnull (strstr (last_request (self->sandbox, PATH_FEED)->query, offset));
  g_assert_cmpstr (((BiliOpus *) second->items->pdata[0])->id, !=, opus->id);
}

static void
test_feed_kinds (Fixture *self, gconstpointer data)
{
  static const struct
  {
    BiliOpusKind kind;
    const char *param;
  } kinds[] = {
    { BILI_OPUS_ALL, "&type=all&" },
    { BILI_OPUS_DYNAMICS, "&type=dynamic&" },
    { BILI_OPUS_ARTICLES, "&type=article&" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (BiliOpusPage) page = NULL;
      const SandboxRequest *request;

      bili_client_list_opus_async (self->client, SANDBOX_MID, kinds[i].kind, "", 7, NULL,
                                   keep_result_cb, &slot);
      result = await_result (&slot);
      page = bili_client_list_opus_finish (self->client, result, &error);
      g_assert_no_error (error);
      request = last_request (self->sandbox, PATH_FEED);
      g_assert_nonnull (strstr (request->query, kinds[i].param));
      g_assert_nonnull (strstr (request->query, "&page=7&"));
    }
}

static void
test_feed_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliOpusPage) page = list_opus (self->client, SANDBOX_MID_EMPTY, "", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 0);
  g_assert_false (page->has_more);
}

static void
test_user (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliUser) user = get_user (self->client, SANDBOX_MID_2, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (user->mid, ==, SANDBOX_MID_2);
  g_assert_cmpstr (user->name, !=, "");
  g_assert_cmpstr (last_request (self->sandbox, PATH_CARD)->query, ==, "mid=" SANDBOX_MID_2);

  g_assert_null (get_user (self->client, SANDBOX_MID_UNKNOWN, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_FOUND);
}

/* What is put into a query cannot end it. */
static void
test_user_odd (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (get_user (self->client, "1&photo=true#中", &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
  g_assert_cmpstr (last_request (self->sandbox, PATH_CARD)->query, ==,
                   "mid=1%26photo%3Dtrue%23%E4%B8%AD");
}

/* A stranger has no buvid3, so the service is asked for one, once. */
static void
test_owner_anonymous (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = sandbox_server_add_post (self->sandbox, SANDBOX_MID_2, "whose?");
  g_autofree char *owner = get_opus_owner (self->client, id, &error);
  g_autofree char *again = NULL;
  const SandboxRequest *request = last_request (self->sandbox, PATH_DETAIL);

  g_assert_no_error (error);
  g_assert_cmpstr (owner, ==, SANDBOX_MID_2);
  g_assert_true (g_str_has_prefix (request->cookie, "buvid3="));
  g_assert_nonnull (strstr (request->query, "features=htmlNewStyle"));

  again = get_opus_owner (self->client, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sandbox_server_count_requests (self->sandbox, PATH_BUVID), ==, 1);
}

static void
test_owner_signed_in (Fixture *self, gconstpointer data)
{
  g_autoptr (BiliCookies) cookies
      = bili_cookies_with (bili_client_get_cookies (self->client), "buvid3", "B-3");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = sandbox_server_add_post (self->sandbox, SANDBOX_MID_2, "whose?");
  g_autofree char *owner = NULL;
  g_autofree char *with_own = NULL;

  /* Without one of its own: */
  owner = get_opus_owner (self->client, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (owner, ==, SANDBOX_MID_2);
  g_assert_true (g_str_has_prefix (last_request (self->sandbox, PATH_DETAIL)->cookie,
                                   SANDBOX_COOKIES "; buvid3="));

  bili_client_set_cookies (self->client, cookies);
  with_own = get_opus_owner (self->client, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (last_request (self->sandbox, PATH_DETAIL)->cookie, ==,
                   SANDBOX_COOKIES "; buvid3=B-3");
  g_assert_cmpuint (sandbox_server_count_requests (self->sandbox, PATH_BUVID), ==, 1);
}

static void
test_owner_unknown (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (get_opus_owner (self->client, "1017268158018367545", &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_FOUND);
}

static void
test_short_link (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *space = resolve_short_link (self->client, "aBcDeF1", &error);
  const SandboxRequest *request = last_request (self->sandbox, "/aBcDeF1");

  g_assert_no_error (error);
  g_assert_cmpstr (space, ==, "https://space.bilibili.com/" SANDBOX_MID_2);
  g_assert_cmpstr (request->host, ==, "b23.tv");
  g_assert_null (request->cookie);
  /* Nobody went where it leads. */
  g_assert_cmpuint (sandbox_server_get_requests (self->sandbox)->len, ==, 1);

  g_assert_null (resolve_short_link (self->client, "cBcDeF1", &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
  g_clear_error (&error);

  g_assert_null (resolve_short_link (self->client, "short", &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_HTTP);
  g_assert_cmpint (bili_error_get_service_code (error), ==, 404);
}

static void
test_short_link_odd (Fixture *self, gconstpointer data)
{
  static const char *const odd[] = {
    "", "a/b", "a?b", "a b", "%41", "中文", "..", "abcdefghijklmnopqrstuvwxyz0123456789",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (resolve_short_link (self->client, odd[i], &error));
      g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
    }
  g_assert_cmpuint (sandbox_server_get_requests (self->sandbox)->len, ==, 0);
}

static void
test_picture (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliOpusPage) page = list_opus (self->client, SANDBOX_MID, "", &error);
  g_autofree char *url = NULL;
  g_autoptr (GBytes) picture = NULL;
  const SandboxRequest *request;
  GPtrArray *requests = sandbox_server_get_requests (self->sandbox);
  gsize size;
  const guint8 *bytes;

  g_assert_no_error (error);
  for (guint i = 0; url == NULL && i < page->items->len; i++)
    url = bili_picture_url (((BiliOpus *) page->items->pdata[i])->cover_url, 96, 128);
  g_assert_nonnull (url);

  picture = fetch_picture (self->client, url, &error);
  g_assert_no_error (error);
  bytes = g_bytes_get_data (picture, &size);
  g_assert_cmpuint (size, >, 100);
  g_assert_cmphex (bytes[0], ==, 0xff);
  g_assert_cmphex (bytes[1], ==, 0xd8);

  request = requests->pdata[requests->len - 1];
  g_assert_true (g_str_has_suffix (request->path, "@96w_128h_1e_1c.jpg"));
  g_assert_null (request->cookie);
  assert_header (request, "Referer: https://www.bilibili.com/");
}

static void
test_picture_odd (Fixture *self, gconstpointer data)
{
  static const char *const odd[] = { "",
                                     "http://i0.hdslb.com/bfs/a.jpg",
                                     "file:///etc/passwd",
                                     "x",
                                     "https://",
                                     "https:///",
                                     "https://[/" };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (BiliClient) client = new_client (NULL, NULL, 0);
      g_autoptr (GError) error = NULL;

      g_assert_null (fetch_picture (client, odd[i], &error));
      g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
    }
}

static void
test_properties (Fixture *self, gconstpointer data)
{
  g_autofree char *origin = NULL;
  g_autofree char *user_agent = NULL;
  g_autoptr (BiliClock) clock = NULL;
  g_autoptr (BiliCookies) cookies = NULL;
  g_autoptr (BiliClient) plain = bili_client_new ("http://127.0.0.1:1/", "Tuwen/9", NULL, NULL);
  guint timeout;

  g_object_get (plain, "origin", &origin, "user-agent", &user_agent, "clock", &clock, "cookies",
                &cookies, "timeout", &timeout, NULL);
  g_assert_cmpstr (origin, ==, "http://127.0.0.1:1");
  g_assert_cmpstr (user_agent, ==, "Tuwen/9");
  g_assert_nonnull (clock);
  g_assert_null (cookies);
  g_assert_cmpuint (timeout, ==, 20000);

  g_object_set (plain, "cookies", bili_client_get_cookies (self->client), NULL);
  g_assert_true (bili_client_get_cookies (plain) == bili_client_get_cookies (self->client));
}

/* How long an answer may take is the call's own to say: libsoup's minute would cut short whoever is
 * given longer. */
static void
test_own_time (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (soup_session_get_timeout (self->client->session), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ANONYMOUS(path, test)                                                                      \
  g_test_add ("/client/" path, Fixture, NULL, fixture_set_up_anonymous, test, fixture_tear_down_any)
#define SIGNED_IN(path, test)                                                                      \
  g_test_add ("/client/" path, Fixture, NULL, fixture_set_up_signed_in, test, fixture_tear_down_any)

  SIGNED_IN ("me", test_me);
  ANONYMOUS ("me-anonymous", test_me_anonymous);
  SIGNED_IN ("feed", test_feed);
  SIGNED_IN ("feed-kinds", test_feed_kinds);
  ANONYMOUS ("feed-empty", test_feed_empty);
  ANONYMOUS ("user", test_user);
  ANONYMOUS ("user-odd", test_user_odd);
  ANONYMOUS ("owner-anonymous", test_owner_anonymous);
  SIGNED_IN ("owner-signed-in", test_owner_signed_in);
  ANONYMOUS ("owner-unknown", test_owner_unknown);
  SIGNED_IN ("short-link", test_short_link);
  SIGNED_IN ("short-link-odd", test_short_link_odd);
  SIGNED_IN ("picture", test_picture);
  ANONYMOUS ("picture-odd", test_picture_odd);
  SIGNED_IN ("properties", test_properties);
  ANONYMOUS ("own-time", test_own_time);

  return g_test_run ();
}
