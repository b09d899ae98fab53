/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tuwen itself, watched from inside its own process: the program is the product's library with this
 * main(), so the product needs no hooks. Usage: bench-probe start|full --service=ORIGIN
 *
 * start: until rows of the feed are painted, and a little longer, for the covers to be asked for.
 * full: goes on through POSTS posts, screen by screen, and then scrolls evenly in the middle of
 * them. */

#define G_LOG_DOMAIN "bench-probe"

#include "bench-frames.h"
#include "bench-scroll.h"
#include "tuwen-application.h"

#define POSTS 10000

typedef struct
{
  GApplication *app;   /* (unowned) */
  gboolean full;
  BenchFrames *frames; /* (owned) */
  GtkWindow *window;   /* (unowned) */
  GtkListView *list;   /* (unowned): found when it has rows */
} Probe;

static void
scrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Probe *probe = user_data;

  bench_scroll_finish (GTK_SCROLLABLE (source), result);
  bench_frames_print (probe->frames, "scroll");
  g_application_quit (probe->app);
}

static gboolean
scroll_cb (gpointer user_data)
{
  Probe *probe = user_data;

  bench_frames_reset (probe->frames);
  bench_scroll_async (GTK_SCROLLABLE (probe->list), BENCH_SPEED, 6, scrolled_cb, probe);

  return G_SOURCE_REMOVE;
}

static gboolean
rest_cb (gpointer user_data)
{
  Probe *probe = user_data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (probe->list));

  bench_frames_print (probe->frames, "paging");
  bench_print_memory ("memory");
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * 0.3);
  g_timeout_add (1500, scroll_cb, probe);

  return G_SOURCE_REMOVE;
}

static void
paged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_print ("{\"what\": \"posts\", \"count\": %u}\n",
           bench_page_finish (GTK_LIST_VIEW (source), result));
  g_timeout_add (1500, rest_cb, user_data);
}

static gboolean
settled_cb (gpointer user_data)
{
  Probe *probe = user_data;

  bench_print_rows (probe->list);
  /* The covers that were asked for until here are counted by the stand-in: this line is the sign */
  bench_print_memory ("opened");
  bench_frames_reset (probe->frames);

  if (probe->full)
    bench_page_async (probe->list, POSTS, paged_cb, probe);
  else
    g_application_quit (probe->app);

  return G_SOURCE_REMOVE;
}

static void
painted_cb (BenchFrames *frames, Probe *probe)
{
  probe->list = bench_find_list (GTK_WIDGET (probe->window));
  if (probe->list == NULL)
    return;

  bench_print_start ("first-frame");
  g_signal_handlers_disconnect_by_func (frames, painted_cb, probe);
  g_timeout_add (2000, settled_cb, probe);
}

static void
window_added_cb (GtkApplication *app, GtkWindow *window, Probe *probe)
{
  if (probe->frames != NULL)
    return;

  probe->window = window;
  gtk_window_set_default_size (window, BENCH_WIDTH, BENCH_HEIGHT);
  probe->frames = bench_frames_new (window);
  g_signal_connect (probe->frames, "painted", G_CALLBACK (painted_cb), probe);
}

int
main (int argc, char **argv)
{
  g_autoptr (TuwenApplication) app = tuwen_application_new ();
  Probe probe = { .app = G_APPLICATION (app) };
  int status;

  if (argc < 2)
    {
      g_printerr ("Usage: bench-probe start|full --service=ORIGIN\n");
      return 2;
    }
  probe.full = g_str_equal (argv[1], "full");
  argv[1] = argv[0];

  g_signal_connect (app, "window-added", G_CALLBACK (window_added_cb), &probe);
  status = g_application_run (G_APPLICATION (app), argc - 1, argv + 1);
  g_clear_object (&probe.frames);

  return status;
}
