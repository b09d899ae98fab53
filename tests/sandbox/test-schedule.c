/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scheduled posts: made, listed, come due, sent early, removed, failed. */

#include "talk.h"

#include <string.h>

#define CREATE API "/x/dynamic/feed/create/dyn?csrf=" SANDBOX_CSRF
#define DRAFTS VC "/dynamic_draft/v1/dynamic_draft/"
#define SAMPLES 5

static void
schedule (Talk *talk, const char *text, gint64 ahead)
{
  g_autofree char *body = g_strdup_printf (
      "{\"dyn_req\":{\"content\":{\"contents\":[{\"raw_text\":\"%s\",\"type\":1,\"biz_id\":\"\"}]},"
      "\"scene\":1,\"option\":{\"close_comment\":1,\"timer_pub_time\":%" G_GINT64_FORMAT "}}}",
      text, g_get_real_time () / G_USEC_PER_SEC + ahead);

  talk_post_json (talk, CREATE, body);
}

/* Returns: (transfer full) (nullable): the id of the draft with @text; asks for the list */
static char *
find_draft (Talk *talk, const char *text)
{
  talk_get (talk, DRAFTS "get_drafts");
  g_assert_cmpint (talk->code, ==, 0);
  for (int i = 0; i < talk_length (talk, "data.drafts"); i++)
    {
      g_autofree char *request = g_strdup_printf ("data.drafts.%d.request", i);
      g_autofree char *id = g_strdup_printf ("data.drafts.%d.draft_id", i);

      if (strstr (talk_text (talk, request), text) != NULL)
        return g_strdup (talk_text (talk, id));
    }
  return NULL;
}

static void
act (Talk *talk, const char *what, const char *id)
{
  g_autofree char *address = g_strconcat (DRAFTS, what, NULL);
  g_autofree char *form = g_strdup_printf ("draft_id=%s&csrf=" SANDBOX_CSRF, id);

  talk_post_form (talk, address, form);
}

static guint
count_on_feed (Talk *talk, const char *text)
{
  guint count = 0;

  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  for (int i = 0; i < talk_length (talk, "data.items"); i++)
    {
      g_autofree char *path = g_strdup_printf ("data.items.%d.content", i);

      count += strcmp (talk_text (talk, path), text) == 0;
    }
  return count;
}

static void
test_bounds (Talk *talk, gconstpointer data)
{
  static const struct
  {
    gint64 ahead;
    int code;
  } cases[] = { { -60, -400 },     { 0, -400 },          { 5 * 60, -400 },
                { 6 * 60 + 5, 0 }, { 7 * 86400 - 5, 0 }, { 7 * 86400 + 60, -400 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      schedule (talk, "later", cases[i].ahead);
      g_assert_cmpint (talk->code, ==, cases[i].code);
    }
  talk_get (talk, DRAFTS "get_drafts");
  g_assert_cmpint (talk_length (talk, "data.drafts"), ==, SAMPLES + 2);
  g_assert_cmpuint (count_on_feed (talk, "later"), ==, 0);
}

static void
test_comes_due (Talk *talk, gconstpointer data)
{
  gint64 due = g_get_real_time () / G_USEC_PER_SEC + 3600;
  g_autofree char *id = NULL;

  schedule (talk, "in an hour", 3600);
  id = find_draft (talk, "in an hour");
  g_assert_cmpint (g_ascii_strtoll (id, NULL, 10), >, G_GINT64_CONSTANT (1) << 53);
  talk_post_json (talk, "__sandbox/clock", "{\"advance\":3500}");
  g_assert_cmpuint (count_on_feed (talk, "in an hour"), ==, 0);
  talk_post_json (talk, "__sandbox/clock", "{\"advance\":200}");
  g_assert_cmpuint (count_on_feed (talk, "in an hour"), ==, 1);
  g_assert_null (find_draft (talk, "in an hour"));
  /* Dated with its time, not with when somebody looked; its options are kept. */
  talk_get (talk, "__sandbox/state?mid=" SANDBOX_MID);
  g_assert_cmpstr (talk_text (talk, "people.0.posts.0.text"), ==, "in an hour");
  g_assert_cmpint (ABS (talk_number (talk, "people.0.posts.0.time") - due), <, 10);
  g_assert_true (json_node_get_boolean (talk_find (talk, "people.0.posts.0.comments_closed")));
}

static void
test_publish_now (Talk *talk, gconstpointer data)
{
  g_autofree char *id = NULL;

  schedule (talk, "not yet", 3600);
  id = find_draft (talk, "not yet");
  act (talk, "publish_now", id);
  g_assert_cmpint (talk->code, ==, 0);
  /* The newer dialect. */
  g_assert_cmpstr (talk_text (talk, "message"), ==, "0");
  g_assert_cmpint (talk_number (talk, "ttl"), ==, 1);
  /* It moves once, however often it is asked for. */
  act (talk, "publish_now", id);
  g_assert_cmpint (talk->code, ==, 4120015);
  act (talk, "rm_draft", id);
  g_assert_cmpint (talk->code, ==, 4120015);
  talk_post_json (talk, "__sandbox/clock", "{\"advance\":4000}");
  g_assert_cmpuint (count_on_feed (talk, "not yet"), ==, 1);
}

static void
test_remove (Talk *talk, gconstpointer data)
{
  g_autofree char *id = NULL;

  schedule (talk, "never", 3600);
  id = find_draft (talk, "never");
  act (talk, "rm_draft", id);
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_null (find_draft (talk, "never"));
  talk_post_json (talk, "__sandbox/clock", "{\"advance\":4000}");
  g_assert_cmpuint (count_on_feed (talk, "never"), ==, 0);
}

static void
test_failed (Talk *talk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *body = NULL;

  schedule (talk, "fails", 3600);
  id = find_draft (talk, "fails");
  body = g_strdup_printf ("{\"draft_id\":\"%s\"}", id);
  talk_post_json (talk, "__sandbox/fail-draft", body);
  g_assert_cmpint (talk->status, ==, 200);
  talk_post_json (talk, "__sandbox/clock", "{\"advance\":4000}");
  g_assert_cmpuint (count_on_feed (talk, "fails"), ==, 0);
  g_free (find_draft (talk, "fails"));
  for (int i = 0; i < talk_length (talk, "data.drafts"); i++)
    {
      g_autofree char *path = g_strdup_printf ("data.drafts.%d.draft_id", i);
      g_autofree char *status = g_strdup_printf ("data.drafts.%d.publish_status", i);
      g_autofree char *error = g_strdup_printf ("data.drafts.%d.error_code", i);

      if (strcmp (talk_text (talk, path), id) != 0)
        continue;
      g_assert_cmpint (talk_number (talk, status), ==, 3);
      g_assert_cmpint (talk_number (talk, error), ==, 500104);
    }
  act (talk, "publish_now", id);
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_cmpuint (count_on_feed (talk, "fails"), ==, 1);
}

static void
test_owners (Talk *talk, gconstpointer data)
{
  g_autofree char *id = find_draft (talk, "早安");

  g_assert_nonnull (id);
  talk->cookies = SANDBOX_COOKIES_2;
  talk_get (talk, DRAFTS "get_drafts");
  g_assert_true (JSON_NODE_HOLDS_NULL (talk_find (talk, "data.drafts")));
  {
    g_autofree char *form
        = g_strdup_printf ("draft_id=%s&csrf=fedcba9876543210fedcba9876543210", id);

    talk_post_form (talk, DRAFTS "rm_draft", form);
    g_assert_cmpint (talk->code, ==, 4120015);
  }
  talk->cookies = SANDBOX_COOKIES;
  talk_get (talk, DRAFTS "get_drafts");
  g_assert_cmpint (talk_length (talk, "data.drafts"), ==, SAMPLES);
}

/* What the sample drafts show can be posted again: their pictures are there. */
static void
test_sample_pictures (Talk *talk, gconstpointer data)
{
  g_autofree char *id = find_draft (talk, "傍晚的云");
  g_autofree char *body = NULL;
  g_autofree char *address = NULL;

  g_assert_nonnull (id);
  for (int i = 0; i < talk_length (talk, "data.drafts"); i++)
    {
      g_autofree char *path = g_strdup_printf ("data.drafts.%d.request", i);
      g_autoptr (JsonNode) request = json_from_string (talk_text (talk, path), NULL);

      g_assert_true (JSON_NODE_HOLDS_OBJECT (request));
      if (strstr (talk_text (talk, path), "傍晚的云") != NULL)
        body = g_strdup_printf ("{\"dyn_req\":%s}", talk_text (talk, path));
    }
  talk_post_json (talk, CREATE, body);
  g_assert_cmpint (talk->code, ==, 0);
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  address = g_strconcat (talk_text (talk, "data.items.0.cover.url") + strlen ("http://"),
                         "@64w_64h.jpg", NULL);
  talk->cookies = NULL;
  talk_get (talk, address);
  g_assert_cmpint (talk->status, ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/schedule/bounds", Talk, NULL, talk_set_up, test_bounds, talk_tear_down);
  g_test_add ("/sandbox/schedule/comes-due", Talk, NULL, talk_set_up, test_comes_due,
              talk_tear_down);
  g_test_add ("/sandbox/schedule/publish-now", Talk, NULL, talk_set_up, test_publish_now,
              talk_tear_down);
  g_test_add ("/sandbox/schedule/remove", Talk, NULL, talk_set_up, test_remove, talk_tear_down);
  g_test_add ("/sandbox/schedule/failed", Talk, NULL, talk_set_up, test_failed, talk_tear_down);
  g_test_add ("/sandbox/schedule/owners", Talk, NULL, talk_set_up, test_owners, talk_tear_down);
  g_test_add ("/sandbox/schedule/sample-pictures", Talk, NULL, talk_set_up, test_sample_pictures,
              talk_tear_down);
  return g_test_run ();
}
