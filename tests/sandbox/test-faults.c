/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every way to misbehave, and that it ends when it should. */

#include "talk.h"

#include <string.h>

#define CARD_OF API CARD "?mid=1002"
#define FACE "i0.hdslb.com/bfs/face/member/noface.jpg"

static void
fail (Talk *talk, const char *fault)
{
  sandbox_server_fail (talk->server, CARD, fault, 1);
  talk_get (talk, CARD_OF);
}

static void
test_connection (Talk *talk, gconstpointer data)
{
  gint64 start;

  fail (talk, "drop");
  g_assert_nonnull (talk->error);
  fail (talk, "lost");
  g_assert_nonnull (talk->error);
  start = g_get_monotonic_time ();
  fail (talk, "delay:150");
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_nonnull (talk->json);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 150000);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;
  g_autoptr (GBytes) body
      = soup_session_send_and_read_finish (SOUP_SESSION (source), result, error);

  g_assert_null (body);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_stall (Talk *talk, gconstpointer data)
{
  g_autofree char *url = g_strconcat (sandbox_server_get_origin (talk->server), "/" CARD_OF, NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (talk->server, CARD, "stall", -1);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, cancellable, answered_cb,
                                    &error);
  while (sandbox_server_count_requests (talk->server, CARD) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_timeout_add (100, cancel_cb, cancellable);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_pages_for_people (Talk *talk, gconstpointer data)
{
  fail (talk, "http:503");
  g_assert_cmpint (talk->status, ==, 503);
  g_assert_nonnull (strstr (talk->text, "<html>"));
  fail (talk, "html");
  g_assert_cmpint (talk->status, ==, 200);
  g_assert_nonnull (strstr (talk->text, "<html>"));
  fail (talk, "redirect:http://127.0.0.1:1/x");
  g_assert_cmpint (talk->status, ==, 302);
  g_assert_cmpstr (soup_message_headers_get_one (talk->headers, "Location"), ==,
                   "http://127.0.0.1:1/x");
}

static void
test_bodies (Talk *talk, gconstpointer data)
{
  gsize whole;

  talk_get (talk, CARD_OF);
  whole = g_bytes_get_size (talk->body);
  fail (talk, "truncated");
  g_assert_cmpuint (g_bytes_get_size (talk->body), ==, whole / 2);
  g_assert_null (talk->json);
  fail (talk, "empty");
  g_assert_cmpuint (g_bytes_get_size (talk->body), ==, 0);
  g_assert_cmpint (talk->status, ==, 200);
  fail (talk, "deep");
  g_assert_cmpuint (g_bytes_get_size (talk->body), ==, 80 * 1024);
  g_assert_cmpuint (strspn (talk->text, "["), ==, 80 * 1024);
  fail (talk, "utf8");
  g_assert_false (g_utf8_validate (talk->text, -1, NULL));
}

static void
test_values (Talk *talk, gconstpointer data)
{
  fail (talk, "code:-412");
  g_assert_cmpint (talk->code, ==, -412);
  fail (talk, "code:4126021:请先绑定手机: 谢谢");
  g_assert_cmpint (talk->code, ==, 4126021);
  g_assert_cmpstr (talk_text (talk, "message"), ==, "请先绑定手机: 谢谢");
  fail (talk, "voucher");
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_true (g_str_has_prefix (talk_text (talk, "data.v_voucher"), "voucher_"));
  fail (talk, "null");
  g_assert_true (JSON_NODE_HOLDS_NULL (talk_find (talk, "data")));
  fail (talk, "types");
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (talk_find (talk, "data.card.name")));
  g_assert_cmpstr (talk_text (talk, "data.card.fans"), ==, "many");
}

static void
test_lists (Talk *talk, gconstpointer data)
{
  sandbox_server_fail (talk->server, FEED, "twice", 1);
  talk_get_signed (talk, FEED, "host_mid=1001");
  g_assert_cmpint (talk_length (talk, "data.items"), ==, 40);
  g_assert_cmpstr (talk_text (talk, "data.items.0.opus_id"), ==,
                   talk_text (talk, "data.items.20.opus_id"));
  sandbox_server_fail (talk->server, FEED, "endless", 1);
  talk_get_signed (talk, FEED, "host_mid=1001");
  g_assert_cmpint (talk_length (talk, "data.items"), ==, 0);
  g_assert_true (json_node_get_boolean (talk_find (talk, "data.has_more")));
}

static void
test_huge (Talk *talk, gconstpointer data)
{
  fail (talk, "huge");
  g_assert_no_error (talk->error);
  g_assert_cmpuint (g_bytes_get_size (talk->body), >=, 200u * 1024 * 1024);
}

/* What acts before it misbehaves, and what does nothing at all. */
static void
test_acting (Talk *talk, gconstpointer data)
{
  static const struct
  {
    const char *fault;
    gboolean acts;
  } cases[] = {
    { "lost", TRUE },    { "truncated", TRUE },
    { "types", TRUE },   { "null", TRUE },
    { "utf8", TRUE },    { "delay:1", TRUE },
    { "drop", FALSE },   { "http:500", FALSE },
    { "html", FALSE },   { "empty", FALSE },
    { "code:1", FALSE }, { "voucher", FALSE },
    { "deep", FALSE },   { "redirect:http://127.0.0.1:1/", FALSE },
  };
  gint64 posts = 45;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].fault);
      sandbox_server_fail (talk->server, "/x/dynamic/feed/create/dyn", cases[i].fault, 1);
      talk_post_json (
          talk, API "/x/dynamic/feed/create/dyn?csrf=" SANDBOX_CSRF,
          "{\"dyn_req\":{\"content\":{\"contents\":[{\"raw_text\":\"x\"}]},\"scene\":1}}");
      posts += cases[i].acts ? 1 : 0;
      talk_get (talk, "__sandbox/state?mid=1001");
      g_assert_cmpint (talk_number (talk, "people.0.post_count"), ==, posts);
    }
}

static void
test_times (Talk *talk, gconstpointer data)
{
  sandbox_server_fail (talk->server, CARD, "code:-799", 2);
  sandbox_server_fail (talk->server, "*", "code:-500", -1);
  for (guint i = 0; i < 2; i++)
    {
      talk_get (talk, CARD_OF);
      g_assert_cmpint (talk->code, ==, -799);
    }
  for (guint i = 0; i < 3; i++)
    {
      talk_get (talk, CARD_OF);
      g_assert_cmpint (talk->code, ==, -500);
    }
  /* A later one replaces an earlier one, and 0 ends it. */
  sandbox_server_fail (talk->server, "*", "code:-509", -1);
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -509);
  sandbox_server_fail (talk->server, "*", "drop", 0);
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, 0);
}

/* The longest beginning counts, and the path itself before all of them */
static void
test_beginnings (Talk *talk, gconstpointer data)
{
  sandbox_server_fail (talk->server, "*", "code:-500", -1);
  sandbox_server_fail (talk->server, "/x/web-interface/*", "code:-509", -1);
  sandbox_server_fail (talk->server, "/x/*", "code:-352", -1);
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -509);
  sandbox_server_fail (talk->server, NAV, "code:-799", 1);
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -799);
  sandbox_server_fail (talk->server, "/x/web-interface/*", "drop", 0);
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -352);
}

static void
test_pictures (Talk *talk, gconstpointer data)
{
  gsize whole;

  talk->cookies = NULL;
  talk_get (talk, FACE);
  whole = g_bytes_get_size (talk->body);
  sandbox_server_fail (talk->server, "/bfs/face/member/noface.jpg", "truncated", 1);
  talk_get (talk, FACE);
  g_assert_cmpuint (g_bytes_get_size (talk->body), ==, whole / 2);
  sandbox_server_fail (talk->server, "*", "utf8", 1);
  talk_get (talk, FACE);
  g_assert_cmpuint (g_bytes_get_size (talk->body), ==, whole + 2);
  sandbox_server_fail (talk->server, "*", "http:404", 1);
  talk_get (talk, FACE);
  g_assert_cmpint (talk->status, ==, 404);
  sandbox_server_fail (talk->server, "*", "drop", 1);
  talk_get (talk, FACE);
  g_assert_nonnull (talk->error);
}

static void
test_latency (void)
{
  const SandboxOptions options = { .posts = 1, .latency = 120 };
  Talk talk = { .agent = "Test/1" };
  gint64 start = g_get_monotonic_time ();

  talk.server = sandbox_server_new (&options, NULL);
  talk_get (&talk, CARD_OF);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 120000);
  talk_tear_down (&talk, NULL);
}

/* Whoever waits when the server goes finds out. */
static void
test_server_goes (Talk *talk, gconstpointer data)
{
  g_autofree char *url = g_strconcat (sandbox_server_get_origin (talk->server), "/" CARD_OF, NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (talk->server, CARD, "delay:5000", -1);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, answered_cb,
                                    &error);
  while (sandbox_server_count_requests (talk->server, CARD) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (talk->server);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  talk_set_up (talk, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/faults/connection", Talk, NULL, talk_set_up, test_connection,
              talk_tear_down);
  g_test_add ("/sandbox/faults/stall", Talk, NULL, talk_set_up, test_stall, talk_tear_down);
  g_test_add ("/sandbox/faults/pages-for-people", Talk, NULL, talk_set_up, test_pages_for_people,
              talk_tear_down);
  g_test_add ("/sandbox/faults/bodies", Talk, NULL, talk_set_up, test_bodies, talk_tear_down);
  g_test_add ("/sandbox/faults/values", Talk, NULL, talk_set_up, test_values, talk_tear_down);
  g_test_add ("/sandbox/faults/lists", Talk, NULL, talk_set_up, test_lists, talk_tear_down);
  g_test_add ("/sandbox/faults/huge", Talk, NULL, talk_set_up, test_huge, talk_tear_down);
  g_test_add ("/sandbox/faults/acting", Talk, NULL, talk_set_up, test_acting, talk_tear_down);
  g_test_add ("/sandbox/faults/times", Talk, NULL, talk_set_up, test_times, talk_tear_down);
  g_test_add ("/sandbox/faults/beginnings", Talk, NULL, talk_set_up, test_beginnings,
              talk_tear_down);
  g_test_add ("/sandbox/faults/pictures", Talk, NULL, talk_set_up, test_pictures, talk_tear_down);
  g_test_add_func ("/sandbox/faults/latency", test_latency);
  g_test_add ("/sandbox/faults/server-goes", Talk, NULL, talk_set_up, test_server_goes,
              talk_tear_down);
  return g_test_run ();
}
