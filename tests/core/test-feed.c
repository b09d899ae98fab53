/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-feed"

#include <string.h>

#include "await.h"
#include "make-client.h"
#include "tuwen-feed.h"

#define OPUS_PATH "/x/polymer/web-dynamic/v1/opus/feed/space"

typedef struct
{
  SandboxServer *server;
  BiliClock *clock;
  BiliClient *client;
  TuwenFeed *feed;
  GString *changes; /* "position-removed+added " for each items-changed */
} Fixture;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Fixture *fixture)
{
  g_string_append_printf (fixture->changes, "%u-%u+%u ", position, removed, added);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  SandboxOptions options = { .posts = 300, .seed = 1 };
  g_autoptr (GError) error = NULL;

  fixture->server = sandbox_server_new (&options, &error);
  g_assert_no_error (error);
  fixture->clock = bili_clock_new ();
  fixture->client = make_client (fixture->server, fixture->clock, NULL);
  fixture->feed = tuwen_feed_new (fixture->client);
  fixture->changes = g_string_new (NULL);
  g_signal_connect (fixture->feed, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->feed);
  g_object_unref (fixture->client);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->server);
  g_string_free (fixture->changes, TRUE);
}

static guint
get_n (TuwenFeed *feed)
{
  return g_list_model_get_n_items (G_LIST_MODEL (feed));
}

/* Not referenced: the list holds it */
static TuwenPost *
peek_post (TuwenFeed *feed, guint position)
{
  g_autoptr (TuwenPost) post = g_list_model_get_item (G_LIST_MODEL (feed), position);

  return post;
}

static const char *
peek_id (TuwenFeed *feed, guint position)
{
  return tuwen_post_get_opus (peek_post (feed, position))->id;
}

static void
await_idle (TuwenFeed *feed)
{
  AWAIT (!tuwen_feed_get_loading (feed) && !tuwen_feed_get_refreshing (feed));
}

static void
open_space (Fixture *fixture, const char *mid)
{
  tuwen_feed_set_mid (fixture->feed, mid);
  g_assert_true (tuwen_feed_get_loading (fixture->feed));
  await_idle (fixture->feed);
  g_assert_no_error (tuwen_feed_get_error (fixture->feed));
  g_assert_true (tuwen_feed_get_loaded (fixture->feed));
  g_string_truncate (fixture->changes, 0);
}

static void
load_all (TuwenFeed *feed)
{
  while (tuwen_feed_get_has_more (feed))
    {
      tuwen_feed_load_more (feed);
      await_idle (feed);
      g_assert_no_error (tuwen_feed_get_error (feed));
    }
}

static void
assert_all_different (TuwenFeed *feed)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < get_n (feed); i++)
    g_assert_true (g_hash_table_add (ids, (gpointer) peek_id (feed, i)));
}

static void
test_paging (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;
  gint64 before = G_MAXINT64;
  guint n_requests;

  g_assert_cmpuint (get_n (feed), ==, 0);
  g_assert_false (tuwen_feed_get_has_more (feed));
  g_assert_false (tuwen_feed_get_loaded (feed));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (feed), 0));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (feed)) == TUWEN_TYPE_POST);

  open_space (fixture, SANDBOX_MID);
  g_assert_cmpuint (get_n (feed), ==, 20);
  g_assert_true (tuwen_feed_get_has_more (feed));
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, OPUS_PATH), ==, 1);

  /* One page at a time, however often it is asked for */
  tuwen_feed_load_more (feed);
  tuwen_feed_load_more (feed);
  await_idle (feed);
  g_assert_cmpuint (get_n (feed), ==, 40);
  g_assert_cmpstr (fixture->changes->str, ==, "20-0+20 ");
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, OPUS_PATH), ==, 2);

  load_all (feed);
  g_assert_cmpuint (get_n (feed), ==, 300);
  assert_all_different (feed);
  for (guint i = 0; i < 300; i++)
    {
      TuwenPost *post = peek_post (feed, i);
      g_autofree char *link = tuwen_post_dup_link (post);

      g_assert_cmpint (tuwen_post_get_unix (post), <=, before);
      g_assert_cmpint (tuwen_post_get_unix (post), >, 1498838400);
      g_assert_true (g_str_has_prefix (link, "https://www.bilibili.com/opus/"));
      g_assert_true (g_str_has_suffix (link, peek_id (feed, i)));
      before = tuwen_post_get_unix (post);
    }

  /* The end is the end */
  n_requests = sandbox_server_count_requests (fixture->server, OPUS_PATH);
  tuwen_feed_load_more (feed);
  g_assert_false (tuwen_feed_get_loading (feed));
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, OPUS_PATH), ==, n_requests);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  open_space (fixture, SANDBOX_MID_EMPTY);
  g_assert_cmpuint (get_n (fixture->feed), ==, 0);
  g_assert_false (tuwen_feed_get_has_more (fixture->feed));

  tuwen_feed_refresh (fixture->feed);
  g_assert_true (tuwen_feed_get_refreshing (fixture->feed));
  await_idle (fixture->feed);
  g_assert_cmpuint (get_n (fixture->feed), ==, 0);
  g_assert_cmpstr (fixture->changes->str, ==, "");

  g_free (sandbox_server_add_post (fixture->server, SANDBOX_MID_EMPTY, "first"));
  tuwen_feed_refresh (fixture->feed);
  await_idle (fixture->feed);
  g_assert_cmpuint (get_n (fixture->feed), ==, 1);
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 ");
}

static void
test_twice (Fixture *fixture, gconstpointer data)
{
  sandbox_server_fail (fixture->server, OPUS_PATH, "twice", -1);
  open_space (fixture, SANDBOX_MID);
  load_all (fixture->feed);
  g_assert_cmpuint (get_n (fixture->feed), ==, 300);
  assert_all_different (fixture->feed);
}

/* "More follow", says an empty page, again and again */
static void
test_endless (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;

  sandbox_server_fail (fixture->server, OPUS_PATH, "endless", -1);
  open_space (fixture, SANDBOX_MID);
  g_assert_false (tuwen_feed_get_has_more (feed));
  g_assert_cmpuint (get_n (feed), ==, 0);
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, OPUS_PATH), <=, 6);

  sandbox_server_fail (fixture->server, OPUS_PATH, "endless", 0);
  tuwen_feed_refresh (feed);
  await_idle (feed);
  g_assert_cmpuint (get_n (feed), ==, 20);
  g_assert_true (tuwen_feed_get_has_more (feed));

  sandbox_server_forget_requests (fixture->server);
  sandbox_server_fail (fixture->server, OPUS_PATH, "endless", -1);
  tuwen_feed_load_more (feed);
  await_idle (feed);
  g_assert_false (tuwen_feed_get_has_more (feed));
  g_assert_cmpuint (get_n (feed), ==, 20);
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, OPUS_PATH), <=, 6);

  /* A refresh that learns nothing loses nothing */
  tuwen_feed_refresh (feed);
  await_idle (feed);
  g_assert_cmpuint (get_n (feed), ==, 20);
}

static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *older = NULL;
  g_autofree char *newer = NULL;

  open_space (fixture, SANDBOX_MID);
  tuwen_feed_load_more (feed);
  await_idle (feed);
  for (guint i = 0; i < 40; i++)
    g_ptr_array_add (kept, g_list_model_get_item (G_LIST_MODEL (feed), i));
  g_string_truncate (fixture->changes, 0);

  tuwen_feed_refresh (feed);
  await_idle (feed);
  g_assert_cmpstr (fixture->changes->str, ==, "");

  older = sandbox_server_add_post (fixture->server, SANDBOX_MID, "older");
  newer = sandbox_server_add_post (fixture->server, SANDBOX_MID, "newer");
  sandbox_server_fail (fixture->server, OPUS_PATH, "twice", 1);
  tuwen_feed_refresh (feed);
  tuwen_feed_refresh (feed);
  g_assert_true (tuwen_feed_get_refreshing (feed));
  g_assert_false (tuwen_feed_get_loading (feed));
  await_idle (feed);
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+2 ");
  g_assert_cmpstr (peek_id (feed, 0), ==, newer);
  g_assert_cmpstr (peek_id (feed, 1), ==, older);
  for (guint i = 0; i < 40; i++)
    g_assert_true (peek_post (feed, i + 2) == g_ptr_array_index (kept, i));

  /* Paging goes on behind the last post */
  load_all (feed);
  g_assert_cmpuint (get_n (feed), ==, 302);
  assert_all_different (feed);
}

/* More new posts than a page holds: the gap is not papered over */
static void
test_refresh_far_behind (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;

  open_space (fixture, SANDBOX_MID);
  tuwen_feed_load_more (feed);
  await_idle (feed);
  g_string_truncate (fixture->changes, 0);

  for (guint i = 0; i < 25; i++)
    g_free (sandbox_server_add_post (fixture->server, SANDBOX_MID, "new"));
  tuwen_feed_refresh (feed);
  /* A page of the old list is under way: it must not land in the new one */
  tuwen_feed_load_more (feed);
  await_idle (feed);
  g_assert_true (g_str_has_suffix (fixture->changes->str, "+20 "));

  load_all (feed);
  g_assert_cmpuint (get_n (feed), ==, 325);
  assert_all_different (feed);
  for (guint i = 1; i < get_n (feed); i++)
    g_assert_cmpint (tuwen_post_get_unix (peek_post (feed, i)),
                     <=,
                     tuwen_post_get_unix (peek_post (feed, i - 1)));
}

static void
test_refresh_fails (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;
  TuwenPost *first;
  g_autofree char *id = NULL;

  open_space (fixture, SANDBOX_MID);
  first = peek_post (feed, 0);
  id = sandbox_server_add_post (fixture->server, SANDBOX_MID, "new");

  sandbox_server_fail (fixture->server, OPUS_PATH, "http:500", 1);
  tuwen_feed_refresh (feed);
  await_idle (feed);
  g_assert_error (tuwen_feed_get_error (feed), BILI_ERROR, BILI_ERROR_HTTP);
  g_assert_cmpstr (fixture->changes->str, ==, "");
  g_assert_true (peek_post (feed, 0) == first);
  g_assert_true (tuwen_feed_get_loaded (feed));

  /* The error stands until somebody does something about it */
  tuwen_feed_load_more (feed);
  g_assert_false (tuwen_feed_get_loading (feed));

  tuwen_feed_retry (feed);
  g_assert_null (tuwen_feed_get_error (feed));
  g_assert_true (tuwen_feed_get_refreshing (feed));
  await_idle (feed);
  g_assert_cmpstr (peek_id (feed, 0), ==, id);
  g_assert_true (peek_post (feed, 1) == first);
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *fault;
    int code;
  } cases[] = {
    { "drop", BILI_ERROR_NETWORK },
    { "http:500", BILI_ERROR_HTTP },
    { "http:404", BILI_ERROR_HTTP },
    { "http:412", BILI_ERROR_RISK_CONTROL },
    { "html", BILI_ERROR_PROTOCOL },
    { "empty", BILI_ERROR_PROTOCOL },
    { "types", BILI_ERROR_PROTOCOL },
    { "null", BILI_ERROR_PROTOCOL },
    { "deep", BILI_ERROR_PROTOCOL },
    { "utf8", BILI_ERROR_PROTOCOL },
    { "huge", BILI_ERROR_TOO_LARGE },
    { "redirect:https://example.com/", -1 },
    { "truncated", -1 },
    { "code:-101", BILI_ERROR_NOT_SIGNED_IN },
    { "code:-352", BILI_ERROR_RISK_CONTROL },
    { "code:-412", BILI_ERROR_RISK_CONTROL },
    { "code:-799", BILI_ERROR_RATE_LIMITED },
    { "code:-400", BILI_ERROR_INVALID },
    { "code:-404", BILI_ERROR_NOT_FOUND },
    { "code:12345:自己的话", BILI_ERROR_SERVICE },
    { "voucher", BILI_ERROR_RISK_CONTROL },
  };
  TuwenFeed *feed = fixture->feed;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const GError *error;
      g_autofree char *last = NULL;

      g_test_message ("%s", cases[i].fault);
      tuwen_feed_set_mid (feed, NULL);
      g_assert_cmpuint (get_n (feed), ==, 0);

      /* On the first page */
      sandbox_server_fail (fixture->server, OPUS_PATH, cases[i].fault, -1);
      tuwen_feed_set_mid (feed, SANDBOX_MID);
      await_idle (feed);
      error = tuwen_feed_get_error (feed);
      g_assert_nonnull (error);
      g_assert_true (error->domain == BILI_ERROR);
      if (cases[i].code >= 0)
        g_assert_cmpint (error->code, ==, cases[i].code);
      g_assert_false (tuwen_feed_get_loaded (feed));
      g_assert_cmpuint (get_n (feed), ==, 0);

      tuwen_feed_retry (feed);
      g_assert_true (tuwen_feed_get_loading (feed));
      g_assert_null (tuwen_feed_get_error (feed));
      await_idle (feed);
      g_assert_nonnull (tuwen_feed_get_error (feed));

      sandbox_server_fail (fixture->server, OPUS_PATH, cases[i].fault, 0);
      tuwen_feed_retry (feed);
      await_idle (feed);
      g_assert_no_error (tuwen_feed_get_error (feed));
      g_assert_cmpuint (get_n (feed), ==, 20);
      last = g_strdup (peek_id (feed, 19));

      /* On a later page, whose retry goes on where it stopped */
      sandbox_server_fail (fixture->server, OPUS_PATH, cases[i].fault, -1);
      tuwen_feed_load_more (feed);
      await_idle (feed);
      g_assert_nonnull (tuwen_feed_get_error (feed));
      g_assert_cmpuint (get_n (feed), ==, 20);
      sandbox_server_fail (fixture->server, OPUS_PATH, cases[i].fault, 0);
      tuwen_feed_retry (feed);
      await_idle (feed);
      g_assert_cmpuint (get_n (feed), ==, 40);
      g_assert_cmpstr (peek_id (feed, 19), ==, last);
    }
}

/* F5 on the page that says what went wrong */
static void
test_refresh_first_page (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;

  sandbox_server_fail (fixture->server, OPUS_PATH, "http:500", 1);
  tuwen_feed_set_mid (feed, SANDBOX_MID);
  await_idle (feed);
  g_assert_nonnull (tuwen_feed_get_error (feed));

  tuwen_feed_refresh (feed);
  g_assert_true (tuwen_feed_get_loading (feed));
  g_assert_false (tuwen_feed_get_refreshing (feed));
  await_idle (feed);
  g_assert_no_error (tuwen_feed_get_error (feed));
  g_assert_cmpuint (get_n (feed), ==, 20);
}

/* Answers that come after the space was left */
static void
test_switch (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;
  g_autofree char *first = NULL;
  guint n_requests;

  open_space (fixture, SANDBOX_MID);
  first = g_strdup (peek_id (feed, 0));

  tuwen_feed_load_more (feed);
  tuwen_feed_refresh (feed);
  tuwen_feed_set_mid (feed, SANDBOX_MID_EMPTY);
  g_assert_cmpstr (fixture->changes->str, ==, "0-20+0 ");
  g_assert_cmpuint (get_n (feed), ==, 0);
  g_assert_true (tuwen_feed_get_loading (feed));
  g_assert_false (tuwen_feed_get_refreshing (feed));
  g_assert_false (tuwen_feed_get_loaded (feed));
  await_idle (feed);
  /* Whatever is still under way has had its chance when another call was answered */
  tuwen_feed_refresh (feed);
  await_idle (feed);
  g_assert_cmpuint (get_n (feed), ==, 0);
  g_assert_no_error (tuwen_feed_get_error (feed));

  /* Back and forth; the last wish counts */
  sandbox_server_fail (fixture->server, OPUS_PATH, "delay:50", 1);
  tuwen_feed_set_mid (feed, SANDBOX_MID_2);
  AWAIT (sandbox_server_count_requests (fixture->server, OPUS_PATH) > 0);
  tuwen_feed_set_mid (feed, SANDBOX_MID_EMPTY);
  tuwen_feed_set_mid (feed, SANDBOX_MID);
  await_idle (feed);
  g_assert_cmpstr (peek_id (feed, 0), ==, first);
  g_assert_cmpuint (get_n (feed), ==, 20);

  /* Setting what is set already does nothing */
  n_requests = sandbox_server_count_requests (fixture->server, OPUS_PATH);
  tuwen_feed_set_mid (feed, SANDBOX_MID);
  tuwen_feed_set_kind (feed, BILI_OPUS_ALL);
  tuwen_feed_set_client (feed, fixture->client);
  g_assert_false (tuwen_feed_get_loading (feed));
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, OPUS_PATH), ==, n_requests);

  tuwen_feed_set_mid (feed, NULL);
  g_assert_false (tuwen_feed_get_loading (feed));
  g_assert_false (tuwen_feed_get_has_more (feed));
  g_assert_cmpuint (get_n (feed), ==, 0);
  tuwen_feed_refresh (feed);
  tuwen_feed_load_more (feed);
  g_assert_false (tuwen_feed_get_loading (feed));
  g_assert_false (tuwen_feed_get_refreshing (feed));
}

static void
test_kind (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;
  guint n_articles;
  guint n_dynamics;

  open_space (fixture, SANDBOX_MID);
  tuwen_feed_set_kind (feed, BILI_OPUS_ARTICLES);
  await_idle (feed);
  load_all (feed);
  n_articles = get_n (feed);
  tuwen_feed_set_kind (feed, BILI_OPUS_DYNAMICS);
  await_idle (feed);
  load_all (feed);
  n_dynamics = get_n (feed);

  g_assert_cmpuint (n_articles, >, 0);
  g_assert_cmpuint (n_dynamics, >, 0);
  g_assert_cmpuint (n_articles + n_dynamics, ==, 300);
}

/* Another account sees the same space with other eyes */
static void
test_client (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;
  g_autoptr (BiliClient) other = make_client (fixture->server, fixture->clock, SANDBOX_COOKIES);

  open_space (fixture, SANDBOX_MID);
  g_assert_null (tuwen_post_get_opus (peek_post (feed, 0))->views);

  tuwen_feed_load_more (feed);
  tuwen_feed_set_client (feed, other);
  g_assert_cmpuint (get_n (feed), ==, 0);
  await_idle (feed);
  g_assert_cmpuint (get_n (feed), ==, 20);
  g_assert_nonnull (tuwen_post_get_opus (peek_post (feed, 0))->views);

  tuwen_feed_set_client (feed, NULL);
  g_assert_false (tuwen_feed_get_loading (feed));
  g_assert_cmpuint (get_n (feed), ==, 0);
}

static void
loading_notify_cb (TuwenFeed *feed, GParamSpec *pspec, GString *log)
{
  g_string_append_printf (log,
                          "%s:%u ",
                          tuwen_feed_get_loading (feed) ? "loading" : "idle",
                          get_n (feed));
}

static void
eager_cb (TuwenFeed *feed, guint position, guint removed, guint added, gpointer user_data)
{
  if (get_n (feed) < 60)
    tuwen_feed_load_more (feed);
}

/* Whoever is told that loading ended sees the posts, and may ask for more from within */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  TuwenFeed *feed = fixture->feed;
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (feed, "notify::loading", G_CALLBACK (loading_notify_cb), log);
  tuwen_feed_set_mid (feed, SANDBOX_MID);
  await_idle (feed);
  g_assert_cmpstr (log->str, ==, "loading:0 idle:20 ");

  g_signal_connect (feed, "items-changed", G_CALLBACK (eager_cb), NULL);
  tuwen_feed_load_more (feed);
  AWAIT (get_n (feed) == 60);
  await_idle (feed);
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, OPUS_PATH), ==, 3);
}

/* Properties by name, as bindings use them */
static void
test_properties (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BiliClient) client = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *mid = NULL;
  gboolean loading;
  gboolean refreshing;
  gboolean has_more;
  gboolean loaded;
  int kind;

  sandbox_server_fail (fixture->server, OPUS_PATH, "code:-352", 1);
  g_object_set (fixture->feed, "kind", BILI_OPUS_ARTICLES, "mid", SANDBOX_MID, NULL);
  g_assert_cmpstr (tuwen_feed_get_mid (fixture->feed), ==, SANDBOX_MID);
  g_assert_cmpint (tuwen_feed_get_kind (fixture->feed), ==, BILI_OPUS_ARTICLES);
  await_idle (fixture->feed);
  g_object_get (fixture->feed,
                "client", &client,
                "mid", &mid,
                "kind", &kind,
                "loading", &loading,
                "refreshing", &refreshing,
                "has-more", &has_more,
                "loaded", &loaded,
                "error", &error,
                NULL);
  g_assert_true (client == fixture->client);
  g_assert_cmpstr (mid, ==, SANDBOX_MID);
  g_assert_cmpint (kind, ==, BILI_OPUS_ARTICLES);
  g_assert_false (loading);
  g_assert_false (refreshing);
  g_assert_true (has_more);
  g_assert_false (loaded);
  g_assert_error (error, BILI_ERROR, BILI_ERROR_RISK_CONTROL);
}

/* Going away while calls are under way; tear_down() proves that nothing keeps it */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  open_space (fixture, SANDBOX_MID);
  sandbox_server_fail (fixture->server, OPUS_PATH, "stall", -1);
  tuwen_feed_load_more (fixture->feed);
  tuwen_feed_refresh (fixture->feed);
  g_assert_finalize_object (fixture->feed);

  fixture->feed = tuwen_feed_new (fixture->client);
  tuwen_feed_set_mid (fixture->feed, SANDBOX_MID);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/feed/paging", test_paging);
  ADD ("/feed/empty", test_empty);
  ADD ("/feed/twice", test_twice);
  ADD ("/feed/endless", test_endless);
  ADD ("/feed/refresh", test_refresh);
  ADD ("/feed/refresh-far-behind", test_refresh_far_behind);
  ADD ("/feed/refresh-fails", test_refresh_fails);
  ADD ("/feed/refresh-first-page", test_refresh_first_page);
  ADD ("/feed/faults", test_faults);
  ADD ("/feed/switch", test_switch);
  ADD ("/feed/kind", test_kind);
  ADD ("/feed/client", test_client);
  ADD ("/feed/order", test_order);
  ADD ("/feed/properties", test_properties);
  ADD ("/feed/gone", test_gone);
  return g_test_run ();
}
