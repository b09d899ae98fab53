/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tuwen's composer, watched from inside the process, as bench-probe watches the feed.
 * Usage: bench-composer open|type|drop|peak|upload --service=ORIGIN [FILE…]
 *
 * open: empty windows, windows of bare widgets and composers by turns, each until its first frame.
 * type: a text to write in; see bench-type.h.
 * drop: the window idle, then the files added to it and uploaded, with the longest stalls of each.
 * upload: the files are prepared first and uploaded then, so that nothing else takes the
 * processors. peak: the same with the memory instead of the stalls, for looking at the one takes
 * from the other. */

#define G_LOG_DOMAIN "bench-composer"

#include <stdlib.h>

#include "bench-stalls.h"
#include "bench-type.h"
#include "tuwen-application.h"
#include "tuwen-composer-text.h"
#include "tuwen-composer.h"

/* As large as a composer is at first */
#define COMPOSER_WIDTH 560
#define COMPOSER_HEIGHT 600
/* How often each window is opened */
#define TURNS 7
/* Until a window has come to rest */
#define SETTLE_MS 1500
#define IDLE_MS 5000
#define POLL_MS 20
#define PATIENCE_US (300 * G_USEC_PER_SEC)

/* Of windows, in the order in which they are opened */
static const char *const kinds[] = { "empty", "bare", "composer" };

typedef struct
{
  GApplication *app; /* (unowned) */
  const char *mode;
  char **files;

  GtkWindow *window;   /* (unowned) (nullable): the newest one */
  BenchFrames *frames; /* (owned) (nullable): of that window */
  void (*painted) (gpointer bench);

  guint turn;
  const char *kind;    /* of the window that was opened last */
  gint64 asked;        /* when the window was asked for */
  gint64 asked_work;   /* the processor time of the main thread then */

  GSettings *settings; /* (owned) (nullable): while uploads wait */
  gint64 dropped, uploading;
} Bench;

static void
ask (Bench *bench)
{
  bench->asked = g_get_monotonic_time ();
  bench->asked_work = bench_get_work ();
}

static void
painted_cb (BenchFrames *frames, Bench *bench)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (bench->window)))
    return;

  g_signal_handlers_disconnect_by_func (frames, painted_cb, bench);
  bench->painted (bench);
}

/* Watches @window, which is about to be shown */
static void
watch (Bench *bench, GtkWindow *window)
{
  bench->window = window;
  g_clear_object (&bench->frames);
  bench->frames = bench_frames_new (window);
  g_signal_connect (bench->frames, "painted", G_CALLBACK (painted_cb), bench);
}

static void
window_added_cb (GtkApplication *app, GtkWindow *window, Bench *bench)
{
  watch (bench, window);
}

static void
compose (Bench *bench)
{
  ask (bench);
  g_action_group_activate_action (G_ACTION_GROUP (bench->app), "new-post", NULL);
}

static GtkWidget *
create_buttons (void)
{
  static const char *const icons[]
      = { "list-add-symbolic", "face-smile-symbolic", "checkbox-checked-symbolic", "emblem-system-symbolic",
          "view-more-symbolic" };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    gtk_box_append (GTK_BOX (box), gtk_button_new_from_icon_name (icons[i]));

  return box;
}

/* What a composer cannot do without: a title and a button above, a text, and buttons below */
static GtkWidget *
create_bare_content (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header_bar = adw_header_bar_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header_bar),
                                   adw_window_title_new ("New Post", ""));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header_bar), gtk_button_new_with_label ("Publish"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), gtk_text_view_new ());
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), header_bar);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), create_buttons ());

  return box;
}

static gboolean
open_next_cb (gpointer user_data)
{
  Bench *bench = user_data;
  GtkWidget *window;

  if (bench->turn == TURNS * G_N_ELEMENTS (kinds))
    {
      g_application_quit (bench->app);
      return G_SOURCE_REMOVE;
    }

  bench->kind = kinds[bench->turn++ % G_N_ELEMENTS (kinds)];
  if (g_str_equal (bench->kind, "composer"))
    {
      compose (bench);
      return G_SOURCE_REMOVE;
    }

  ask (bench);
  window = adw_window_new ();
  if (g_str_equal (bench->kind, "bare"))
    adw_window_set_content (ADW_WINDOW (window), create_bare_content ());
  gtk_window_set_default_size (GTK_WINDOW (window), COMPOSER_WIDTH, COMPOSER_HEIGHT);
  watch (bench, GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));

  return G_SOURCE_REMOVE;
}

static gboolean
close_cb (gpointer user_data)
{
  Bench *bench = user_data;

  g_clear_object (&bench->frames);
  gtk_window_close (bench->window);
  g_timeout_add (SETTLE_MS / 3, open_next_cb, bench);

  return G_SOURCE_REMOVE;
}

static void
opened (gpointer user_data)
{
  Bench *bench = user_data;

  g_print ("{\"what\": \"%s-%u\", \"ms\": %.3f, \"work\": %.3f}\n", bench->kind,
           (bench->turn - 1) / (guint) G_N_ELEMENTS (kinds),
           (g_get_monotonic_time () - bench->asked) / 1000.0,
           (bench_get_work () - bench->asked_work) / 1000.0);
  g_timeout_add (SETTLE_MS / 3, close_cb, bench);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);

  return found;
}

static void
append_node_cb (const char *text, gboolean atom, gpointer nodes)
{
  g_ptr_array_add (nodes, bili_node_new (atom ? BILI_NODE_MENTION : BILI_NODE_TEXT, text,
                                         atom ? "42" : NULL));
}

static void
typed_cb (gpointer app)
{
  g_application_quit (app);
}

static gboolean
type_cb (gpointer user_data)
{
  Bench *bench = user_data;
  GtkWidget *view = find (GTK_WIDGET (bench->window), TUWEN_TYPE_COMPOSER_TEXT);
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  bench_text_foreach_part (append_node_cb, nodes);
  tuwen_composer_text_insert_nodes (TUWEN_COMPOSER_TEXT (view), nodes);
  bench_type_watch (GTK_TEXT_VIEW (view), bench->frames, typed_cb, bench->app);

  return G_SOURCE_REMOVE;
}

static gboolean
rested_cb (gpointer user_data)
{
  Bench *bench = user_data;

  bench_stalls_print ("idle-after");
  g_application_quit (bench->app);

  return G_SOURCE_REMOVE;
}

static gboolean
rest_cb (gpointer user_data)
{
  Bench *bench = user_data;

  bench_stalls_reset ();
  g_timeout_add (IDLE_MS, rested_cb, bench);

  return G_SOURCE_REMOVE;
}

/* Looks on the pictures until each is uploaded, or one cannot be */
static gboolean
look_cb (gpointer user_data)
{
  Bench *bench = user_data;
  GListModel *pictures
      = tuwen_draft_get_pictures (tuwen_composer_get_draft (TUWEN_COMPOSER (bench->window)));
  gint64 now = g_get_monotonic_time ();
  guint n_uploaded = 0;
  guint n_ready = 0;

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TuwenDraftPicture) picture = g_list_model_get_item (pictures, i);
      TuwenDraftPictureState state = tuwen_draft_picture_get_state (picture);

      if (state >= TUWEN_DRAFT_PICTURE_UPLOADING && bench->uploading == 0)
        bench->uploading = now;
      n_uploaded += state == TUWEN_DRAFT_PICTURE_UPLOADED;
      n_ready += state == TUWEN_DRAFT_PICTURE_READY;
      if (state == TUWEN_DRAFT_PICTURE_FAILED || now - bench->dropped > PATIENCE_US)
        {
          g_printerr ("bench-composer: %s\n", tuwen_draft_picture_get_error (picture) != NULL
                                                  ? tuwen_draft_picture_get_error (picture)->message
                                                  : "it takes too long");
          exit (1);
        }
    }

  if (bench->settings != NULL && n_ready == g_strv_length (bench->files))
    {
      g_settings_reset (bench->settings, "upload-late");
      g_clear_object (&bench->settings);
    }
  if (n_uploaded < g_strv_length (bench->files))
    return G_SOURCE_CONTINUE;

  bench_stalls_print ("dropped");
  g_print ("{\"what\": \"uploaded\", \"pictures\": %u, \"seconds\": %.3f, \"in-all\": %.3f}\n",
           n_uploaded, (now - bench->uploading) / 1e6, (now - bench->dropped) / 1e6);
  if (g_str_equal (bench->mode, "peak"))
    bench_peak_print ("peak");
  if (!g_str_equal (bench->mode, "drop"))
    g_application_quit (bench->app);
  else
    g_timeout_add (SETTLE_MS, rest_cb, bench);

  return G_SOURCE_REMOVE;
}

static gboolean
drop_cb (gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  bench_stalls_print ("idle");
  for (char **path = bench->files; *path != NULL; path++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (*path);

      g_list_store_append (files, file);
    }

  if (g_str_equal (bench->mode, "peak"))
    {
      bench_print_memory ("memory");
      bench_peak_start ();
    }
  if (g_str_equal (bench->mode, "upload"))
    {
      bench->settings = g_settings_new ("io.github.tuwen.Tuwen");
      g_settings_set_boolean (bench->settings, "upload-late", TRUE);
    }
  bench_stalls_reset ();
  bench->dropped = g_get_monotonic_time ();
  /* What a drop comes to once the other program has said which files */
  tuwen_composer_add_files (TUWEN_COMPOSER (bench->window), G_LIST_MODEL (files));
  g_timeout_add (POLL_MS, look_cb, bench);

  return G_SOURCE_REMOVE;
}

static gboolean
idle_cb (gpointer user_data)
{
  Bench *bench = user_data;

  bench_stalls_reset ();
  g_timeout_add (IDLE_MS, drop_cb, bench);

  return G_SOURCE_REMOVE;
}

/* The composer is seen */
static void
composing (gpointer user_data)
{
  Bench *bench = user_data;
  gboolean type = g_str_equal (bench->mode, "type");

  gtk_window_set_default_size (bench->window, BENCH_WIDTH, BENCH_HEIGHT);
  g_timeout_add (SETTLE_MS, type ? type_cb : idle_cb, bench);
}

static gboolean
begin_cb (gpointer user_data)
{
  Bench *bench = user_data;

  if (g_str_equal (bench->mode, "open"))
    {
      bench->painted = opened;
      open_next_cb (bench);
    }
  else
    {
      bench->painted = composing;
      compose (bench);
    }

  return G_SOURCE_REMOVE;
}

/* The main window is seen */
static void
started (gpointer user_data)
{
  g_timeout_add (2 * SETTLE_MS, begin_cb, user_data);
}

int
main (int argc, char **argv)
{
  g_autoptr (TuwenApplication) app = tuwen_application_new ();
  Bench bench = { .app = G_APPLICATION (app), .painted = started };
  char *arguments[] = { argv[0], argc > 2 ? argv[2] : NULL, NULL };
  int status;

  if (argc < 3)
    {
      g_printerr ("Usage: bench-composer open|type|drop|peak|upload --service=ORIGIN [FILE…]\n");
      return 2;
    }
  bench.mode = argv[1];
  bench.files = argv + 3;

  bench_stalls_init ();
  g_signal_connect (app, "window-added", G_CALLBACK (window_added_cb), &bench);
  status = g_application_run (G_APPLICATION (app), 2, arguments);
  g_clear_object (&bench.frames);

  return status;
}
