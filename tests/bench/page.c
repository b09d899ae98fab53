/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a page costs the main thread, without a screen: fills a feed up to POSTS posts, and lets
 * callgrind count while some pages near the beginning and some near the end come in.
 * Usage: valgrind --tool=callgrind --instr-atstart=no --separate-threads=yes bench-page ORIGIN
 * MID */

#define G_LOG_DOMAIN "bench-page"

#include <valgrind/callgrind.h>

#include "tuwen-feed.h"

#define POSTS 10000
/* So many posts are counted each time: the cost of one page alone would depend on its texts */
#define COUNTED 200

typedef struct
{
  GMainLoop *loop;
  TuwenFeed *feed;
  guint from; /* where counting began; 0 while it is off */
  guint next; /* where it begins next */
} Bench;

static void
items_changed_cb (Bench *bench, guint position, guint removed, guint added)
{
  guint posts = g_list_model_get_n_items (G_LIST_MODEL (bench->feed));

  if (bench->from > 0 && posts >= bench->from + COUNTED)
    {
      g_autofree char *name = g_strdup_printf ("from-%u-to-%u", bench->from, posts);

      CALLGRIND_DUMP_STATS_AT (name);
      CALLGRIND_STOP_INSTRUMENTATION;
      g_print ("{\"what\": \"%s\", \"posts\": %u}\n", name, posts - bench->from);
      bench->from = 0;
      bench->next = POSTS - COUNTED;
    }
  else if (bench->from == 0 && bench->next > 0 && posts >= bench->next)
    {
      bench->from = posts;
      bench->next = 0;
      CALLGRIND_START_INSTRUMENTATION;
      CALLGRIND_ZERO_STATS;
    }
}

static gboolean
go_on_cb (gpointer user_data)
{
  Bench *bench = user_data;

  tuwen_feed_load_more (bench->feed);

  return G_SOURCE_REMOVE;
}

static void
loading_cb (Bench *bench)
{
  if (tuwen_feed_get_loading (bench->feed))
    return;

  if (tuwen_feed_get_error (bench->feed) != NULL || !tuwen_feed_get_has_more (bench->feed) ||
      g_list_model_get_n_items (G_LIST_MODEL (bench->feed)) >= POSTS)
    g_main_loop_quit (bench->loop);
  else
    g_idle_add (go_on_cb, bench);
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (BiliClock) clock = bili_clock_new ();
  g_autoptr (BiliClient) client = NULL;
  g_autoptr (TuwenFeed) feed = NULL;
  Bench bench = { .loop = loop, .next = 100 };
  guint posts;

  if (argc != 3)
    {
      g_printerr ("Usage: bench-page ORIGIN MID\n");
      return 2;
    }

  client = bili_client_new (argv[1], "Tuwen-bench", clock, NULL);
  bench.feed = feed = tuwen_feed_new (client);
  g_signal_connect_swapped (feed, "items-changed", G_CALLBACK (items_changed_cb), &bench);
  g_signal_connect_swapped (feed, "notify::loading", G_CALLBACK (loading_cb), &bench);
  tuwen_feed_set_mid (feed, argv[2]);
  g_main_loop_run (loop);

  posts = g_list_model_get_n_items (G_LIST_MODEL (feed));
  if (tuwen_feed_get_error (feed) != NULL)
    g_printerr ("bench-page: %s\n", tuwen_feed_get_error (feed)->message);

  return posts >= POSTS ? 0 : 1;
}
