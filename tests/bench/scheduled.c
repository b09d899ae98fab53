/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is planned, watched from inside the process, as bench-probe watches the feed.
 * Usage: bench-scheduled fill COUNT FILE… --service=ORIGIN
 *        bench-scheduled open|scroll COUNT --service=ORIGIN
 *
 * fill: writes so many drafts, every third with one of the pictures.
 * open: the feed, and then the view of what is planned, until its first frame with rows, or with
 * the words that
 *   there are none; and once more.
 * scroll: through some hundred posts of the feed, and then through all that is planned, which has
 * to be so much:
 *   evenly, around the middle. */

#define G_LOG_DOMAIN "bench-scheduled"

#include <stdlib.h>

#include "bench-frames.h"
#include "bench-scroll.h"
#include "tuwen-application.h"
#include "tuwen-drafts.h"

/* Of the feed: enough to scroll through */
#define POSTS 300
#define SECONDS 5
/* Until all has come to rest */
#define SETTLE_MS 1500

typedef struct
{
  GApplication *app; /* (unowned) */
  gboolean scrolling;
  guint count;         /* how much is planned */
  BenchFrames *frames; /* (owned) (nullable) */
  GtkWindow *window;   /* (unowned) */
  GtkListView *list;   /* (unowned): that is seen */

  gboolean planned; /* the view of what is planned is, or will be, seen */
  guint turn;
  gint64 asked;  /* when the view was asked for */
  gint64 worked; /* the main thread's time then, in µs */
} Bench;

static void show_view (Bench *bench, const char *view);

/* Scrolling */

static void
scrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;

  bench_scroll_finish (GTK_SCROLLABLE (source), result);
  bench_frames_print (bench->frames, bench->planned ? "scroll-planned" : "scroll-feed");
  if (bench->planned)
    g_application_quit (bench->app);
  else
    show_view (bench, "scheduled");
}

static gboolean
scroll_cb (gpointer user_data)
{
  Bench *bench = user_data;

  bench_frames_reset (bench->frames);
  bench_scroll_async (GTK_SCROLLABLE (bench->list), BENCH_SPEED, SECONDS, scrolled_cb, bench);

  return G_SOURCE_REMOVE;
}

/* Every row has been seen now */
static void
paged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (source));

  g_print ("{\"what\": \"%s\", \"count\": %u}\n", bench->planned ? "planned" : "posts",
           bench_page_finish (GTK_LIST_VIEW (source), result));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 2
                                            - BENCH_SPEED * SECONDS / 2);
  g_timeout_add (SETTLE_MS, scroll_cb, bench);
}

/* Opening */

static gboolean
again_cb (gpointer user_data)
{
  Bench *bench = user_data;

  if (bench->turn >= 4)
    g_application_quit (bench->app);
  else
    show_view (bench, bench->turn % 2 == 0 ? "scheduled" : "feed");

  return G_SOURCE_REMOVE;
}

static gboolean
has_label (GtkWidget *widget)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
                   && gtk_widget_has_css_class (widget, "title");

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = has_label (child);

  return found;
}

static void
painted_cb (BenchFrames *frames, Bench *bench)
{
  bench->list = bench_find_list (GTK_WIDGET (bench->window));
  /* Rows, or the words of an empty page: it has a title */
  if (bench->list == NULL && !(bench->planned && has_label (GTK_WIDGET (bench->window))))
    return;

  g_signal_handlers_disconnect_by_func (frames, painted_cb, bench);
  if (bench->planned)
    g_print ("{\"what\": \"open-%u\", \"ms\": %.3f, \"work\": %.3f}\n", bench->turn / 2,
             (g_get_monotonic_time () - bench->asked) / 1000.0,
             (bench_get_work () - bench->worked) / 1000.0);
  bench->turn++;
  if (!bench->scrolling)
    g_timeout_add (SETTLE_MS, again_cb, bench);
  else
    bench_page_async (bench->list, bench->planned ? bench->count : POSTS, paged_cb, bench);
}

static void
show_view (Bench *bench, const char *view)
{
  bench->planned = g_str_equal (view, "scheduled");
  bench->asked = g_get_monotonic_time ();
  bench->worked = bench_get_work ();
  g_object_set (bench->window, "view", view, NULL);
  g_signal_connect (bench->frames, "painted", G_CALLBACK (painted_cb), bench);
}

static gboolean
begin_cb (gpointer user_data)
{
  Bench *bench = user_data;

  bench->turn = 0;
  if (bench->scrolling)
    g_signal_connect (bench->frames, "painted", G_CALLBACK (painted_cb), bench);
  else
    show_view (bench, "scheduled");
  gtk_widget_queue_draw (GTK_WIDGET (bench->window));

  return G_SOURCE_REMOVE;
}

static void
window_added_cb (GtkApplication *app, GtkWindow *window, Bench *bench)
{
  if (bench->frames != NULL)
    return;

  bench->window = window;
  gtk_window_set_default_size (window, BENCH_WIDTH, BENCH_HEIGHT);
  bench->frames = bench_frames_new (window);
  g_timeout_add (2 * SETTLE_MS, begin_cb, bench);
}

static int
watch (Bench *bench, int argc, char **argv)
{
  g_autoptr (TuwenApplication) app = tuwen_application_new ();
  int status;

  bench->app = G_APPLICATION (app);
  g_signal_connect (app, "window-added", G_CALLBACK (window_added_cb), bench);
  status = g_application_run (G_APPLICATION (app), argc, argv);
  g_clear_object (&bench->frames);

  return status;
}

/* Filling */

static gboolean
is_prepared (TuwenDrafts *drafts)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (drafts)); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (G_LIST_MODEL (drafts), i);
      GListModel *pictures = tuwen_draft_get_pictures (draft);
      g_autoptr (TuwenDraftPicture) picture = g_list_model_get_item (pictures, 0);

      if (picture != NULL && tuwen_draft_picture_get_state (picture) != TUWEN_DRAFT_PICTURE_READY)
        return FALSE;
    }

  return TRUE;
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!tuwen_drafts_flush_finish (TUWEN_DRAFTS (source), result, &error))
    g_error ("%s", error->message);
  g_main_loop_quit (user_data);
}

static int
fill (guint count, char **files, const char *origin)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (BiliClock) clock = bili_clock_new ();
  g_autoptr (TuwenService) service = tuwen_service_new (origin, NULL);
  g_autoptr (TuwenDrafts) drafts = tuwen_drafts_new (service, clock);
  guint n_files = g_strv_length (files);

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (TuwenDraft) draft = tuwen_drafts_create (drafts);
      g_autoptr (GPtrArray) nodes = bili_nodes_new ();
      g_autofree char *text = g_strdup_printf (
          "%u. 春天的风吹过河岸，柳枝轻轻摇动，远处有人在放风筝。第二句话让它有两行那么长，再多一点点。", i);

      g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
      tuwen_draft_set_nodes (draft, nodes);
      if (i % 3 == 0 && n_files > 0)
        {
          g_autoptr (GFile) file = g_file_new_for_path (files[i % n_files]);

          tuwen_draft_add_picture (draft, file, "picture", G_MAXUINT);
        }
    }

  while (!is_prepared (drafts))
    g_main_context_iteration (NULL, TRUE);
  tuwen_drafts_flush_async (drafts, NULL, flushed_cb, loop);
  g_main_loop_run (loop);
  g_print ("{\"what\": \"filled\", \"count\": %u}\n", count);

  return 0;
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };

  if (argc >= 4 && g_str_equal (argv[1], "fill") && g_str_has_prefix (argv[argc - 1], "--service="))
    {
      const char *origin = argv[argc - 1] + strlen ("--service=");
      guint count = (guint) atoi (argv[2]);

      argv[argc - 1] = NULL;
      return fill (count, argv + 3, origin);
    }
  if (argc != 4)
    {
      g_printerr (
          "Usage: bench-scheduled fill COUNT FILE… | open COUNT | scroll COUNT --service=ORIGIN\n");
      return 2;
    }

  bench.scrolling = g_str_equal (argv[1], "scroll");
  bench.count = (guint) atoi (argv[2]);
  argv[2] = argv[0];

  return watch (&bench, argc - 2, argv + 2);
}
