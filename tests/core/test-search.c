/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-search"

#include <string.h>

#include "await.h"
#include "make-client.h"
#include "tuwen-people.h"
#include "tuwen-topics.h"

#define TOPICS_PATH "/x/topic/pub/search"
#define FOR_YOU_PATH "/x/topic/web/dynamic/rcmd"
#define PEOPLE_PATH "/x/polymer/web-dynamic/v1/mention/search"

typedef struct
{
  SandboxServer *server;
  BiliClock *clock;
  BiliClient *client;
  TuwenSearch *topics;
  TuwenSearch *people;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  SandboxOptions options = { .posts = 5, .seed = 1 };
  g_autoptr (GError) error = NULL;

  fixture->server = sandbox_server_new (&options, &error);
  g_assert_no_error (error);
  fixture->clock = bili_clock_new ();
  fixture->client = make_client (fixture->server, fixture->clock, SANDBOX_COOKIES);
  fixture->topics = g_object_new (TUWEN_TYPE_TOPICS, "client", fixture->client, "delay", 20, NULL);
  fixture->people = g_object_new (TUWEN_TYPE_PEOPLE, "client", fixture->client, "delay", 20, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (sandbox_server_get_violations (fixture->server)->len, ==, 0);
  g_assert_finalize_object (fixture->topics);
  g_assert_finalize_object (fixture->people);
  g_object_unref (fixture->client);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->server);
}

static guint
get_n (TuwenSearch *search)
{
  return g_list_model_get_n_items (G_LIST_MODEL (search));
}

/* Not referenced: the list holds it */
static gpointer
peek (TuwenSearch *search, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (search), position);

  return item;
}

static void
look_for (TuwenSearch *search, const char *query)
{
  tuwen_search_set_query (search, query);
  g_assert_true (tuwen_search_get_loading (search));
  AWAIT (!tuwen_search_get_loading (search));
}

static void
count_cb (GListModel *model, guint position, guint removed, guint added, guint *n)
{
  (*n)++;
}

static void
test_topics (Fixture *fixture, gconstpointer data)
{
  TuwenSearch *topics = fixture->topics;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (topics)) == TUWEN_TYPE_TOPIC);
  g_assert_cmpuint (get_n (topics), ==, 0);
  g_assert_null (peek (topics, 0));
  g_assert_null (tuwen_search_get_query (topics));
  g_assert_false (tuwen_search_get_loading (topics));
  g_assert_cmpuint (sandbox_server_get_requests (fixture->server)->len, ==, 0);

  /* Recommended */
  look_for (topics, "");
  g_assert_no_error (tuwen_search_get_error (topics));
  g_assert_cmpuint (get_n (topics), ==, 20);
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, FOR_YOU_PATH), ==, 1);
  g_assert_cmpstr (tuwen_topic_get_name (peek (topics, 0)), ==, "今天的云");
  g_assert_cmpstr (tuwen_topic_get_id (peek (topics, 0)), ==, "10501");
  g_assert_true (strstr (tuwen_topic_get_stat (peek (topics, 0)), "浏览") != NULL);

  /* Found; white space does not count */
  look_for (topics, "  linux ");
  g_assert_cmpstr (tuwen_search_get_query (topics), ==, "linux");
  g_assert_cmpuint (get_n (topics), ==, 1);
  g_assert_cmpstr (tuwen_topic_get_name (peek (topics, 0)), ==, "Linux 桌面");
  tuwen_search_set_query (topics, "linux  ");
  g_assert_false (tuwen_search_get_loading (topics));

  /* Not found */
  look_for (topics, "does not exist");
  g_assert_no_error (tuwen_search_get_error (topics));
  g_assert_cmpuint (get_n (topics), ==, 0);

  tuwen_search_set_query (topics, NULL);
  g_assert_false (tuwen_search_get_loading (topics));
  g_assert_null (tuwen_search_get_query (topics));
}

static void
test_people (Fixture *fixture, gconstpointer data)
{
  TuwenSearch *people = fixture->people;
  guint n_followed;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (people)) == TUWEN_TYPE_PERSON);

  look_for (people, "");
  n_followed = get_n (people);
  g_assert_cmpuint (n_followed, >, 0);
  for (guint i = 0; i < n_followed; i++)
    {
      TuwenPerson *person = peek (people, i);

      g_assert_true (tuwen_person_get_followed (person));
      g_assert_cmpstr (tuwen_person_get_mid (person), !=, SANDBOX_MID);
      g_assert_cmpstr (tuwen_person_get_name (person), !=, "");
      g_assert_true (g_str_has_prefix (tuwen_person_get_face (person), "http"));
    }

  look_for (people, tuwen_person_get_name (peek (people, 0)));
  g_assert_cmpuint (get_n (people), >=, 1);
}

/* Nobody asks the service for every letter */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  TuwenSearch *topics = fixture->topics;

  tuwen_search_set_query (topics, "L");
  tuwen_search_set_query (topics, "Li");
  tuwen_search_set_query (topics, "Lin");
  g_assert_true (tuwen_search_get_loading (topics));
  g_assert_cmpuint (sandbox_server_get_requests (fixture->server)->len, ==, 0);
  AWAIT (!tuwen_search_get_loading (topics));
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, TOPICS_PATH), ==, 1);
  g_assert_cmpuint (get_n (topics), ==, 1);
}

static void
test_default_delay (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenTopics) topics = tuwen_topics_new (fixture->client);
  g_autoptr (TuwenPeople) people = tuwen_people_new (NULL);
  guint delay;

  g_object_get (topics, "delay", &delay, NULL);
  g_assert_cmpuint (delay, ==, 250);

  /* Without anybody who asks nothing is asked */
  tuwen_search_set_query (TUWEN_SEARCH (people), "a");
  g_assert_false (tuwen_search_get_loading (TUWEN_SEARCH (people)));
}

/* An answer to what is no longer asked has nowhere to go */
static void
test_late (Fixture *fixture, gconstpointer data)
{
  TuwenSearch *topics = fixture->topics;
  guint n_changes = 0;

  look_for (topics, "");
  g_signal_connect (topics, "items-changed", G_CALLBACK (count_cb), &n_changes);
  sandbox_server_fail (fixture->server, TOPICS_PATH, "delay:200", 1);
  tuwen_search_set_query (topics, "猫");
  AWAIT (sandbox_server_count_requests (fixture->server, TOPICS_PATH) == 1);
  /* What was found before stays meanwhile */
  g_assert_cmpuint (get_n (topics), ==, 20);

  look_for (topics, "linux");
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpstr (tuwen_topic_get_name (peek (topics, 0)), ==, "Linux 桌面");

  /* The list goes away with a question under way */
  sandbox_server_fail (fixture->server, TOPICS_PATH, "stall", 1);
  tuwen_search_set_query (topics, "茶");
  AWAIT (sandbox_server_count_requests (fixture->server, TOPICS_PATH) == 3);
  tuwen_search_set_query (topics, NULL);
  g_assert_cmpuint (get_n (topics), ==, 0);
  g_assert_false (tuwen_search_get_loading (topics));
  tuwen_search_set_query (topics, "茶");
}

static void
test_account (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BiliClient) nobody = make_client (fixture->server, fixture->clock, NULL);
  TuwenSearch *people = fixture->people;

  look_for (people, "");
  g_assert_cmpuint (get_n (people), >, 0);

  /* Another account is asked at once */
  tuwen_search_set_client (people, nobody);
  g_assert_true (tuwen_search_get_loading (people));
  AWAIT (!tuwen_search_get_loading (people));
  g_assert_error (tuwen_search_get_error (people), BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (get_n (people), ==, 0);

  tuwen_search_set_client (people, fixture->client);
  AWAIT (!tuwen_search_get_loading (people));
  g_assert_no_error (tuwen_search_get_error (people));
  g_assert_cmpuint (get_n (people), >, 0);

  tuwen_search_set_client (people, NULL);
  g_assert_false (tuwen_search_get_loading (people));
  g_assert_cmpuint (get_n (people), ==, 0);
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
    { "lost", BILI_ERROR_NETWORK },
    { "http:500", BILI_ERROR_HTTP },
    { "http:412", BILI_ERROR_RISK_CONTROL },
    { "html", BILI_ERROR_PROTOCOL },
    { "truncated", -1 },
    { "empty", BILI_ERROR_PROTOCOL },
    { "null", BILI_ERROR_PROTOCOL },
    { "code:-101", BILI_ERROR_NOT_SIGNED_IN },
    { "code:-352", BILI_ERROR_RISK_CONTROL },
    { "code:-400", BILI_ERROR_INVALID },
    { "code:12345:自己的话", BILI_ERROR_SERVICE },
    { "voucher", BILI_ERROR_RISK_CONTROL },
    { "huge", BILI_ERROR_TOO_LARGE },
    { "redirect:https://example.com/", -1 },
    { "deep", BILI_ERROR_PROTOCOL },
    { "utf8", BILI_ERROR_PROTOCOL },
  };
  struct
  {
    TuwenSearch *search;
    const char *path;
  } lists[] = { { fixture->topics, FOR_YOU_PATH }, { fixture->people, PEOPLE_PATH } };

  for (guint n = 0; n < G_N_ELEMENTS (lists); n++)
    {
      TuwenSearch *search = lists[n].search;

      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          const GError *error;

          g_test_message ("%s: %s", lists[n].path, cases[i].fault);
          tuwen_search_set_query (search, NULL);
          sandbox_server_fail (fixture->server, lists[n].path, cases[i].fault, -1);
          look_for (search, "");
          error = tuwen_search_get_error (search);
          g_assert_nonnull (error);
          g_assert_true (error->domain == BILI_ERROR);
          if (cases[i].code >= 0)
            g_assert_cmpint (error->code, ==, cases[i].code);
          g_assert_cmpuint (get_n (search), ==, 0);

          sandbox_server_fail (fixture->server, lists[n].path, cases[i].fault, 0);
          tuwen_search_retry (search);
          g_assert_no_error (tuwen_search_get_error (search));
          g_assert_true (tuwen_search_get_loading (search));
          AWAIT (!tuwen_search_get_loading (search));
          g_assert_no_error (tuwen_search_get_error (search));
          g_assert_cmpuint (get_n (search), >, 0);
          /* Without an error there is nothing to try again */
          tuwen_search_retry (search);
          g_assert_false (tuwen_search_get_loading (search));
        }
    }
}

/* Told that it is too much, it is not asked with every letter. */
static void
test_told_to_stop (Fixture *fixture, gconstpointer data)
{
  TuwenSearch *topics = fixture->topics;

  sandbox_server_fail (fixture->server, TOPICS_PATH, "code:-799", 1);
  look_for (topics, "l");
  g_assert_error (tuwen_search_get_error (topics), BILI_ERROR, BILI_ERROR_RATE_LIMITED);
  tuwen_search_set_query (topics, "li");
  g_assert_false (tuwen_search_get_loading (topics));
  g_assert_nonnull (tuwen_search_get_error (topics));

  tuwen_search_set_query (topics, "linux");
  tuwen_search_retry (topics);
  g_assert_true (tuwen_search_get_loading (topics));
  AWAIT (!tuwen_search_get_loading (topics));
  g_assert_no_error (tuwen_search_get_error (topics));
  g_assert_cmpuint (get_n (topics), >, 0);
  g_assert_cmpuint (sandbox_server_count_requests (fixture->server, TOPICS_PATH), ==, 2);

  /* Who comes again may look again. */
  sandbox_server_fail (fixture->server, TOPICS_PATH, "code:-799", 1);
  look_for (topics, "l");
  tuwen_search_set_query (topics, NULL);
  g_assert_no_error (tuwen_search_get_error (topics));
  look_for (topics, "linux");
  g_assert_no_error (tuwen_search_get_error (topics));
}

/* A failure behind good answers leaves none of them, so that nobody takes them for the new ones */
static void
test_failure_empties (Fixture *fixture, gconstpointer data)
{
  TuwenSearch *topics = fixture->topics;

  look_for (topics, "");
  sandbox_server_fail (fixture->server, TOPICS_PATH, "http:500", 1);
  look_for (topics, "linux");
  g_assert_nonnull (tuwen_search_get_error (topics));
  g_assert_cmpuint (get_n (topics), ==, 0);
  look_for (topics, "猫");
  g_assert_no_error (tuwen_search_get_error (topics));
  g_assert_cmpuint (get_n (topics), ==, 1);
}

static void
test_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  sandbox_server_fail (fixture->server, FOR_YOU_PATH, "twice", 1);
  look_for (fixture->topics, "");
  g_assert_cmpuint (get_n (fixture->topics), ==, 20);
  for (guint i = 0; i < get_n (fixture->topics); i++)
    g_assert_true (
      g_hash_table_add (ids, (gpointer) tuwen_topic_get_id (peek (fixture->topics, i))));
}

/* A list of what cannot be read is no empty list: it can be asked for again */
static void
test_types (Fixture *fixture, gconstpointer data)
{
  sandbox_server_fail (fixture->server, "*", "types", -1);
  look_for (fixture->topics, "");
  g_assert_cmpuint (get_n (fixture->topics), ==, 0);
  g_assert_error (tuwen_search_get_error (fixture->topics), BILI_ERROR, BILI_ERROR_PROTOCOL);
  look_for (fixture->people, "");
  g_assert_cmpuint (get_n (fixture->people), ==, 0);
  g_assert_error (tuwen_search_get_error (fixture->people), BILI_ERROR, BILI_ERROR_PROTOCOL);

  sandbox_server_fail (fixture->server, "*", "types", 0);
  tuwen_search_retry (fixture->topics);
  AWAIT (!tuwen_search_get_loading (fixture->topics));
  g_assert_no_error (tuwen_search_get_error (fixture->topics));
  g_assert_cmpuint (get_n (fixture->topics), >, 0);
}

/* Whatever is pasted into the entry makes a question of bearable length */
static void
test_long_query (Fixture *fixture, gconstpointer data)
{
  g_autofree char *query = g_strnfill (100000, 'x');
  const char *bad = "\xff\xfe";

  look_for (fixture->topics, query);
  g_assert_no_error (tuwen_search_get_error (fixture->topics));
  g_assert_cmpuint (strlen (tuwen_search_get_query (fixture->topics)), ==, 60);
  look_for (fixture->topics, bad);
  g_assert_true (g_utf8_validate (tuwen_search_get_query (fixture->topics), -1, NULL));
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/search/topics", test_topics);
  ADD ("/search/people", test_people);
  ADD ("/search/typing", test_typing);
  ADD ("/search/default-delay", test_default_delay);
  ADD ("/search/late", test_late);
  ADD ("/search/account", test_account);
  ADD ("/search/faults", test_faults);
  ADD ("/search/told-to-stop", test_told_to_stop);
  ADD ("/search/failure-empties", test_failure_empties);
  ADD ("/search/twice", test_twice);
  ADD ("/search/types", test_types);
  ADD ("/search/long-query", test_long_query);

  return g_test_run ();
}
