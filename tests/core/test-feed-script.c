/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-feed-script"

/* Pages that no orderly service makes, each answer written out */

#include <string.h>
#include <libsoup/soup.h>

#include "await.h"
#include "sandbox-listen.h"
#include "tuwen-feed.h"

#define NAV                                                                                        \
  "{\"code\":0,\"data\":{\"isLogin\":true,\"mid\":1,\"uname\":\"a\",\"wbi_img\":{"                 \
  "\"img_url\":\"https://i0.hdslb.com/bfs/wbi/7cd084941338484aae1ad9425b84077c.png\","             \
  "\"sub_url\":\"https://i0.hdslb.com/bfs/wbi/4932caff0ff746eab6f01bf08b70ac45.png\"}}}"

typedef struct
{
  SoupServer *server;
  GSocketService *listener;
  BiliClock *clock;
  BiliClient *client;
  TuwenFeed *feed;
  GQueue pages; /* of char *: the answers to come; the last one stays */
  GPtrArray *offsets; /* what was asked with */
} Fixture;

static void
answer_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *body = NULL;

  if (g_str_has_suffix (path, "/nav"))
    body = g_strdup (NAV);
  else
    {
      g_ptr_array_add (fixture->offsets, g_strdup (g_hash_table_lookup (query, "offset")));
      body = fixture->pages.length > 1 ? g_queue_pop_head (&fixture->pages)
                                       : g_strdup (g_queue_peek_head (&fixture->pages));
    }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message,
                                    "application/json",
                                    SOUP_MEMORY_COPY,
                                    body,
                                    strlen (body));
}

/* @ids: ids of one digit; each stands for the opus id 90000000000000000N */
static void
push_page (Fixture *fixture, const char *ids, const char *offset, gboolean has_more)
{
  g_autoptr (GString) items = g_string_new (NULL);

  for (const char *id = ids; *id != '\0'; id++)
    g_string_append_printf (items,
                            "%s{\"opus_id\":\"90000000000000000%c\",\"content\":\"\"}",
                            id == ids ? "" : ",",
                            *id);
  g_queue_push_tail (&fixture->pages,
                     g_strdup_printf ("{\"code\":0,\"data\":{\"items\":[%s],\"offset\":\"%s\","
                                      "\"has_more\":%s}}",
                                      items->str,
                                      offset,
                                      has_more ? "true" : "false"));
}

static void
assert_posts (Fixture *fixture, const char *ids)
{
  g_autoptr (GString) actual = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->feed)); i++)
    {
      g_autoptr (TuwenPost) post = g_list_model_get_item (G_LIST_MODEL (fixture->feed), i);
      const char *id = tuwen_post_get_opus (post)->id;

      g_string_append_c (actual, id[strlen (id) - 1]);
    }
  g_assert_cmpstr (actual->str, ==, ids);
}

static void
await_idle (Fixture *fixture)
{
  AWAIT (!tuwen_feed_get_loading (fixture->feed) && !tuwen_feed_get_refreshing (fixture->feed));
  g_assert_no_error (tuwen_feed_get_error (fixture->feed));
}

static void
load_first (Fixture *fixture)
{
  tuwen_feed_set_mid (fixture->feed, "1");
  await_idle (fixture);
}

static void
load_more (Fixture *fixture)
{
  tuwen_feed_load_more (fixture->feed);
  await_idle (fixture);
}

static void
refresh (Fixture *fixture)
{
  tuwen_feed_refresh (fixture->feed);
  await_idle (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *origin = NULL;

  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, answer_cb, fixture, NULL);
  fixture->listener = sandbox_listen (fixture->server, 0, &origin, &error);
  g_assert_no_error (error);
  fixture->clock = bili_clock_new ();
  fixture->client = bili_client_new (origin, "Tuwen/test", fixture->clock, NULL);
  fixture->feed = tuwen_feed_new (fixture->client);
  g_queue_init (&fixture->pages);
  fixture->offsets = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->feed);
  g_object_unref (fixture->client);
  g_object_unref (fixture->clock);
  g_socket_service_stop (fixture->listener);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->listener));
  g_object_unref (fixture->listener);
  soup_server_disconnect (fixture->server);
  g_object_unref (fixture->server);
  g_queue_clear_full (&fixture->pages, g_free);
  g_ptr_array_unref (fixture->offsets);
}

/* Offsets that move, over and over the same posts */
static void
test_barren (Fixture *fixture, gconstpointer data)
{
  push_page (fixture, "987", "10", TRUE);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *offset = g_strdup_printf ("2%u", i);

      push_page (fixture, "987", offset, TRUE);
    }

  load_first (fixture);
  assert_posts (fixture, "987");
  load_more (fixture);
  g_assert_false (tuwen_feed_get_has_more (fixture->feed));
  g_assert_cmpuint (fixture->offsets->len, ==, 1 + 1 + 5);
  assert_posts (fixture, "987");
}

/* A few such pages on the way are passed over, with one call of load_more() */
static void
test_passed_over (Fixture *fixture, gconstpointer data)
{
  push_page (fixture, "", "a", TRUE);
  push_page (fixture, "98", "b", TRUE);
  push_page (fixture, "98", "c", TRUE);
  push_page (fixture, "", "d", TRUE);
  push_page (fixture, "87", "e", TRUE);
  push_page (fixture, "6", "f", FALSE);

  load_first (fixture);
  assert_posts (fixture, "98");
  load_more (fixture);
  assert_posts (fixture, "987");
  g_assert_true (tuwen_feed_get_has_more (fixture->feed));
  load_more (fixture);
  assert_posts (fixture, "9876");
  g_assert_false (tuwen_feed_get_has_more (fixture->feed));
  g_assert_cmpstr (fixture->offsets->pdata[0], ==, "");
  g_assert_cmpstr (fixture->offsets->pdata[1], ==, "a");
  g_assert_cmpstr (fixture->offsets->pdata[5], ==, "e");
  g_assert_cmpuint (fixture->offsets->len, ==, 6);
}

/* "More follow", but from the same place */
static void
test_standing_still (Fixture *fixture, gconstpointer data)
{
  push_page (fixture, "98", "a", TRUE);
  push_page (fixture, "76", "a", TRUE);

  load_first (fixture);
  load_more (fixture);
  assert_posts (fixture, "9876");
  g_assert_false (tuwen_feed_get_has_more (fixture->feed));
  g_assert_cmpuint (fixture->offsets->len, ==, 2);
}

/* Nothing says where the next page begins but the last post */
static void
test_no_offset (Fixture *fixture, gconstpointer data)
{
  push_page (fixture, "98", "", TRUE);
  push_page (fixture, "76", "", FALSE);

  load_first (fixture);
  g_assert_true (tuwen_feed_get_has_more (fixture->feed));
  load_more (fixture);
  assert_posts (fixture, "9876");
  g_assert_cmpstr (fixture->offsets->pdata[1], ==, "900000000000000008");
}

/* Posts were deleted: older ones move up into the newest page, and still come in their place */
static void
test_refresh_after_deletion (Fixture *fixture, gconstpointer data)
{
  push_page (fixture, "876", "a", TRUE);
  push_page (fixture, "965", "b", TRUE);
  push_page (fixture, "543", "c", FALSE);

  load_first (fixture);
  refresh (fixture);
  assert_posts (fixture, "9876");
  load_more (fixture);
  assert_posts (fixture, "9876543");
  g_assert_cmpstr (fixture->offsets->pdata[1], ==, "");
  g_assert_cmpstr (fixture->offsets->pdata[2], ==, "a");
}

/* A pinned post stands first, and hides nothing that is new */
static void
test_refresh_pinned (Fixture *fixture, gconstpointer data)
{
  push_page (fixture, "365", "a", TRUE);
  push_page (fixture, "3876", "b", TRUE);

  load_first (fixture);
  refresh (fixture);
  assert_posts (fixture, "87365");
}

/* The last post was deleted */
static void
test_refresh_to_nothing (Fixture *fixture, gconstpointer data)
{
  push_page (fixture, "9", "a", TRUE);
  push_page (fixture, "", "", FALSE);

  load_first (fixture);
  refresh (fixture);
  assert_posts (fixture, "");
  g_assert_true (tuwen_feed_get_loaded (fixture->feed));
  g_assert_false (tuwen_feed_get_has_more (fixture->feed));
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/feed-script/barren", test_barren);
  ADD ("/feed-script/passed-over", test_passed_over);
  ADD ("/feed-script/standing-still", test_standing_still);
  ADD ("/feed-script/no-offset", test_no_offset);
  ADD ("/feed-script/refresh-after-deletion", test_refresh_after_deletion);
  ADD ("/feed-script/refresh-pinned", test_refresh_pinned);
  ADD ("/feed-script/refresh-to-nothing", test_refresh_to_nothing);
  return g_test_run ();
}
