/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The feed and its pages, one post, people, what is looked up while writing. */

#include "talk.h"

#include <string.h>

static gint64
time_of (const char *id)
{
  return (gint64) (g_ascii_strtoull (id, NULL, 10) >> 32) + 1498838400;
}

/* Reads a space to its end; returns how many posts it had. Every page but the last has 20. */
static guint
read_space (Talk *talk, const char *mid, const char *type, GHashTable *seen)
{
  g_autofree char *offset = g_strdup ("");
  g_autofree char *last = NULL;
  gboolean more = TRUE;
  guint count = 0;

  for (guint page = 1; more; page++)
    {
      g_autofree char *query
          = g_strdup_printf ("host_mid=%s&offset=%s&page=%u&type=%s", mid, offset, page, type);
      int length;

      talk_get_signed (talk, FEED, query);
      length = talk_length (talk, "data.items");
      more = json_node_get_boolean (talk_find (talk, "data.has_more"));
      g_assert_cmpint (length, ==, more ? 20 : length);
      for (int i = 0; i < length; i++)
        {
          g_autofree char *path = g_strdup_printf ("data.items.%d.opus_id", i);
          const char *id = talk_text (talk, path);

          g_assert_true (g_hash_table_add (seen, g_strdup (id)));
          if (last != NULL)
            g_assert_cmpint (g_ascii_strtoull (id, NULL, 10), <, g_ascii_strtoull (last, NULL, 10));
          g_free (last);
          last = g_strdup (id);
          count++;
        }
      g_assert_cmpstr (talk_text (talk, "data.offset"), ==, last != NULL ? last : "");
      g_free (offset);
      offset = g_strdup (talk_text (talk, "data.offset"));
    }
  return count;
}

static void
test_pages (Talk *talk, gconstpointer data)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint articles;
  guint dynamics;
  GHashTableIter iter;
  char *id;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpuint (read_space (talk, SANDBOX_MID, "all", all), ==, 45);
  articles = read_space (talk, SANDBOX_MID, "article", parts);
  dynamics = read_space (talk, SANDBOX_MID, "dynamic", parts);
  g_assert_cmpuint (articles, >, 0);
  g_assert_cmpuint (articles + dynamics, ==, 45);
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      g_assert_cmpint (time_of (id), <, now);
      g_assert_cmpint (time_of (id), >, now - 740 * 86400);
    }
}

static void
test_item (Talk *talk, gconstpointer data)
{
  g_autofree char *jump = NULL;

  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  jump = g_strconcat ("//www.bilibili.com/opus/", talk_text (talk, "data.items.0.opus_id"), NULL);
  g_assert_cmpstr (talk_text (talk, "data.items.0.jump_url"), ==, jump);
  talk_text (talk, "data.items.0.content");
  talk_text (talk, "data.items.0.stat.like");
  talk_text (talk, "data.items.0.stat.view");
  /* Views are for oneself alone. */
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID_2);
  talk_text (talk, "data.items.0.stat.like");
  g_assert_null (talk_find (talk, "data.items.0.stat.view"));
  talk->cookies = NULL;
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  g_assert_null (talk_find (talk, "data.items.0.stat.view"));
}

static void
test_empty_spaces (Talk *talk, gconstpointer data)
{
  static const char *const queries[]
      = { "host_mid=" SANDBOX_MID_EMPTY, "host_mid=" SANDBOX_MID_UNKNOWN,
          "host_mid=" SANDBOX_MID "&offset=1" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      talk_get_signed (talk, FEED, queries[i]);
      g_assert_cmpint (talk->code, ==, 0);
      g_assert_cmpint (talk_length (talk, "data.items"), ==, 0);
      g_assert_false (json_node_get_boolean (talk_find (talk, "data.has_more")));
      g_assert_cmpstr (talk_text (talk, "data.offset"), ==, "");
    }
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID "&offset=here");
  g_assert_cmpint (talk->code, ==, -400);
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID "&type=video");
  g_assert_cmpint (talk->code, ==, -400);
}

/* A post that appears meanwhile moves nothing of what follows; nor does one that goes. */
static void
test_offset_stays (Talk *talk, gconstpointer data)
{
  g_autofree char *offset = NULL;
  g_autofree char *query = NULL;
  g_autofree char *first = NULL;
  g_autofree char *added = NULL;
  g_autofree char *body = NULL;

  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  offset = g_strdup (talk_text (talk, "data.offset"));
  query = g_strconcat ("host_mid=" SANDBOX_MID "&offset=", offset, NULL);
  talk_get_signed (talk, FEED, query);
  first = g_strdup (talk_text (talk, "data.items.0.opus_id"));
  added = sandbox_server_add_post (talk->server, SANDBOX_MID, "news");
  talk_get_signed (talk, FEED, query);
  g_assert_cmpstr (talk_text (talk, "data.items.0.opus_id"), ==, first);
  body = g_strdup_printf ("{\"dyn_id_str\":\"%s\"}", offset);
  talk_post_json (talk, API "/x/dynamic/feed/operate/remove?csrf=" SANDBOX_CSRF, body);
  g_assert_cmpint (talk->code, ==, 0);
  talk_get_signed (talk, FEED, query);
  g_assert_cmpstr (talk_text (talk, "data.items.0.opus_id"), ==, first);
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  g_assert_cmpstr (talk_text (talk, "data.items.0.opus_id"), ==, added);
  g_assert_cmpstr (talk_text (talk, "data.items.0.content"), ==, "news");
  g_assert_cmpint (ABS (time_of (added) - g_get_real_time () / G_USEC_PER_SEC), <, 5);
}

static void
test_detail (Talk *talk, gconstpointer data)
{
  g_autofree char *id = sandbox_server_add_post (talk->server, SANDBOX_MID_2, "one\n\ntwo");
  g_autofree char *query
      = g_strconcat ("id=", id, "&timezone_offset=-480&features=htmlNewStyle", NULL);

  talk_get_signed (talk, DETAIL, query);
  g_assert_cmpstr (talk_text (talk, "data.item.id_str"), ==, id);
  g_assert_cmpint (talk_number (talk, "data.item.basic.uid"), ==, 1002);
  g_assert_cmpstr (talk_text (talk, "data.item.modules.0.module_type"), ==, "MODULE_TYPE_AUTHOR");
  g_assert_cmpint (talk_number (talk, "data.item.modules.0.module_author.mid"), ==, 1002);
  g_assert_cmpint (talk_number (talk, "data.item.modules.0.module_author.pub_ts"), ==,
                   time_of (id));
  g_assert_cmpint (talk_length (talk, "data.item.modules.1.module_content.paragraphs"), ==, 2);
  g_assert_cmpstr (
      talk_text (talk, "data.item.modules.1.module_content.paragraphs.1.text.nodes.0.word.words"),
      ==, "two");
}

static void
test_people (Talk *talk, gconstpointer data)
{
  talk_get (talk, API CARD "?mid=" SANDBOX_MID);
  g_assert_cmpstr (talk_text (talk, "data.card.mid"), ==, SANDBOX_MID);
  g_assert_cmpstr (talk_text (talk, "data.card.name"), ==, SANDBOX_NAME);
  talk_get (talk, API CARD "?mid=" SANDBOX_MID_UNKNOWN);
  g_assert_cmpint (talk->code, ==, -404);
  talk_get (talk, API "/x/polymer/web-dynamic/v1/mention/search?keyword=paper");
  g_assert_cmpint (talk_length (talk, "data.groups"), ==, 1);
  g_assert_cmpstr (talk_text (talk, "data.groups.0.items.0.uid"), ==, "1004");
  talk_get (talk, API "/x/polymer/web-dynamic/v1/mention/search");
  g_assert_cmpint (talk_number (talk, "data.groups.0.group_type"), ==, 2);
  talk_get (talk, API "/x/polymer/web-dynamic/v1/mention/search?keyword=nobody%20at%20all");
  g_assert_cmpint (talk_length (talk, "data.groups"), ==, 0);
  talk_get (talk, API "/x/polymer/web-dynamic/v1/name-to-uid?names=nobody,Paper%20Lantern%20Diary");
  g_assert_cmpint (talk_length (talk, "data.uid_list"), ==, 1);
  g_assert_cmpstr (talk_text (talk, "data.uid_list.0.uid"), ==, "1004");
}

static void
test_topics (Talk *talk, gconstpointer data)
{
  talk_get (talk, "app.bilibili.com/x/topic/pub/search?keywords=LINUX&page_size=20&page_num=1");
  g_assert_cmpint (talk_length (talk, "data.topic_items"), ==, 1);
  g_assert_cmpstr (talk_text (talk, "data.topic_items.0.name"), ==, "Linux 桌面");
  talk_get (talk, API "/x/topic/pub/search?page_size=30");
  g_assert_cmpint (talk_length (talk, "data.topic_items"), ==, 30);
  g_assert_true (json_node_get_boolean (talk_find (talk, "data.page_info.has_more")));
  talk_get (talk, API "/x/topic/pub/search?page_size=30&offset=30");
  g_assert_cmpint (talk_length (talk, "data.topic_items"), ==, 5);
  g_assert_false (json_node_get_boolean (talk_find (talk, "data.page_info.has_more")));
  talk_get (talk, API "/x/topic/pub/search?keyword=linux");
  g_assert_cmpint (talk->code, ==, -400);
  talk_get (talk, API "/x/topic/pub/search?page_size=0");
  g_assert_cmpint (talk->code, ==, -400);
  talk_get (talk, "app.bilibili.com/x/topic/web/dynamic/rcmd?source=Web&page_size=26");
  g_assert_cmpint (talk_length (talk, "data.topic_items"), ==, 26);
  talk_get (talk, "app.bilibili.com/x/topic/web/dynamic/rcmd?page_size=27");
  g_assert_cmpint (talk->code, ==, -400);
}

static void
test_emotes (Talk *talk, gconstpointer data)
{
  talk_get (talk, API "/x/emote/user/panel/web?business=dynamic");
  g_assert_cmpint (talk_length (talk, "data.packages"), ==, 4);
  g_assert_cmpstr (talk_text (talk, "data.packages.0.emote.0.text"), ==, "[doge]");
  g_assert_true (
      json_node_get_boolean (talk_find (talk, "data.packages.2.emote.0.flags.no_access")));
  /* A kaomoji is its own address. */
  g_assert_cmpstr (talk_text (talk, "data.packages.3.emote.0.url"), ==,
                   talk_text (talk, "data.packages.3.emote.0.text"));
  talk_get (talk, API "/x/emote/user/panel/web?business=other");
  g_assert_cmpint (talk->code, ==, -400);
  talk->cookies = NULL;
  talk_get (talk, API "/x/emote/user/panel/web?business=reply");
  g_assert_cmpint (talk_length (talk, "data.packages"), ==, 3);
}

static void
test_short_links (Talk *talk, gconstpointer data)
{
  talk->cookies = NULL;
  talk_get (talk, "b23.tv/aBc1234");
  g_assert_cmpint (talk->status, ==, 302);
  g_assert_cmpstr (soup_message_headers_get_one (talk->headers, "Location"), ==,
                   "https://space.bilibili.com/" SANDBOX_MID_2 "?share_medium=web");
  talk_get (talk, "b23.tv/bBc1234");
  g_assert_true (g_str_has_prefix (soup_message_headers_get_one (talk->headers, "Location"),
                                   "https://www.bilibili.com/opus/"));
  talk_get (talk, "b23.tv/cBc1234");
  g_assert_cmpstr (soup_message_headers_get_one (talk->headers, "Location"), ==,
                   "https://example.com/elsewhere");
  talk_get (talk, "b23.tv/xBc1234");
  g_assert_true (g_str_has_prefix (soup_message_headers_get_one (talk->headers, "Location"),
                                   "https://www.bilibili.com/video/"));
  talk_get (talk, "b23.tv/short");
  g_assert_cmpint (talk->status, ==, 404);
  talk_get (talk, "b23.tv/a%2F%2F%2F%2F%2F%2F");
  g_assert_cmpint (talk->status, ==, 404);
}

/* Equal seeds, equal words; and every shape that a row has to bear is there. */
static void
test_world (Talk *talk, gconstpointer data)
{
  const SandboxOptions options = { .posts = 45, .seed = 7 };
  g_autoptr (SandboxServer) twin = sandbox_server_new (&options, NULL);
  SandboxServer *server = talk->server;
  g_autofree char *mine = NULL;

  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  mine = g_strdup (talk_text (talk, "data.items.3.content"));
  talk->server = twin;
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  g_assert_cmpstr (talk_text (talk, "data.items.3.content"), ==, mine);
  talk->server = server;
}

static void
test_many (void)
{
  const SandboxOptions options = { .posts = 3000, .seed = 1 };
  Talk talk = { .agent = "Test/1" };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint empty = 0;
  guint long_ones = 0;
  guint covers = 0;

  talk.server = sandbox_server_new (&options, NULL);
  g_assert_cmpuint (read_space (&talk, SANDBOX_MID, "all", seen), ==, 3000);
  talk_get (&talk, "__sandbox/state?mid=" SANDBOX_MID);
  g_assert_cmpint (talk_length (&talk, "people"), ==, 1);
  for (int i = 0; i < talk_length (&talk, "people.0.posts"); i++)
    {
      g_autofree char *path = g_strdup_printf ("people.0.posts.%d.text", i);
      g_autofree char *pictures = g_strdup_printf ("people.0.posts.%d.pictures", i);
      const char *text = talk_text (&talk, path);

      empty += text[0] == '\0';
      long_ones += strlen (text) > 1000;
      covers += talk_length (&talk, pictures) > 0;
      g_hash_table_add (texts, g_strdup (text));
    }
  g_assert_cmpuint (empty, >, 0);
  g_assert_cmpuint (long_ones, >, 0);
  g_assert_cmpuint (covers, >, 50);
  g_assert_cmpuint (g_hash_table_size (texts), >, 90);
  talk_tear_down (&talk, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/read/pages", Talk, NULL, talk_set_up, test_pages, talk_tear_down);
  g_test_add ("/sandbox/read/item", Talk, NULL, talk_set_up, test_item, talk_tear_down);
  g_test_add ("/sandbox/read/empty-spaces", Talk, NULL, talk_set_up, test_empty_spaces,
              talk_tear_down);
  g_test_add ("/sandbox/read/offset-stays", Talk, NULL, talk_set_up, test_offset_stays,
              talk_tear_down);
  g_test_add ("/sandbox/read/detail", Talk, NULL, talk_set_up, test_detail, talk_tear_down);
  g_test_add ("/sandbox/read/people", Talk, NULL, talk_set_up, test_people, talk_tear_down);
  g_test_add ("/sandbox/read/topics", Talk, NULL, talk_set_up, test_topics, talk_tear_down);
  g_test_add ("/sandbox/read/emotes", Talk, NULL, talk_set_up, test_emotes, talk_tear_down);
  g_test_add ("/sandbox/read/short-links", Talk, NULL, talk_set_up, test_short_links,
              talk_tear_down);
  g_test_add ("/sandbox/read/world", Talk, NULL, talk_set_up, test_world, talk_tear_down);
  g_test_add_func ("/sandbox/read/many", test_many);
  return g_test_run ();
}
