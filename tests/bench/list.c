/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of scrolling: a list of the same length and row height as Tuwen's, whose rows are a
 * fixed picture and one GtkInscription. Usage: bench-list [ROW-HEIGHT [PICTURE-WIDTH
 * PICTURE-HEIGHT]] */

#define G_LOG_DOMAIN "bench-list"

#include <adwaita.h>
#include <stdlib.h>

#include "bench-frames.h"
#include "bench-scroll.h"

#define POSTS 10000
#define TEXTURES 64
#define SENTENCE "春天的风吹过河岸，柳枝轻轻摇动，远处有人在放风筝。"

typedef struct
{
  int row_height;
  int picture_width;
  int picture_height;

  GdkTexture *textures[TEXTURES]; /* (owned) */
  BenchFrames *frames;            /* (owned) */
  GtkListView *list;              /* (unowned): of the window */
  GApplication *app;              /* (unowned) */
} Bench;

static GdkTexture *
new_texture (GRand *rand, int width, int height)
{
  gsize size = (gsize) width * height * 3;
  guchar *pixels = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < size; i++)
    pixels[i] = g_rand_int_range (rand, 0, 256);
  bytes = g_bytes_new_take (pixels, size);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, bytes, (gsize) width * 3);
}

static GListModel *
new_posts (GRand *rand)
{
  GtkStringList *posts = gtk_string_list_new (NULL);

  for (guint i = 0; i < POSTS; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      int sentences = g_rand_int_range (rand, 1, 25);

      g_string_append_printf (text, "%u. ", i + 1);
      for (int j = 0; j < sentences; j++)
        g_string_append (text, SENTENCE);
      gtk_string_list_take (posts, g_string_free (g_steal_pointer (&text), FALSE));
    }

  return G_LIST_MODEL (posts);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, Bench *bench)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *picture = gtk_picture_new ();
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_set_size_request (picture, bench->picture_width, bench->picture_height);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (text), 3);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (text), 3);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (row, -1, bench->row_height);
  gtk_box_append (GTK_BOX (row), picture);
  gtk_box_append (GTK_BOX (row), text);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, Bench *bench)
{
  GtkWidget *picture = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GdkTexture *texture = bench->textures[gtk_list_item_get_position (item) % TEXTURES];
  GtkStringObject *post = gtk_list_item_get_item (item);

  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_widget_get_next_sibling (picture)),
                            gtk_string_object_get_string (post));
}

static void
scrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;

  bench_scroll_finish (GTK_SCROLLABLE (source), result);
  bench_frames_print (bench->frames, "scroll");
  bench_print_rows (bench->list);
  bench_print_memory ("memory");
  g_application_quit (bench->app);
}

static gboolean
scroll_cb (gpointer user_data)
{
  Bench *bench = user_data;

  bench_frames_reset (bench->frames);
  bench_scroll_async (GTK_SCROLLABLE (bench->list), BENCH_SPEED, 6, scrolled_cb, bench);

  return G_SOURCE_REMOVE;
}

static void
painted_cb (BenchFrames *frames, Bench *bench)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (bench->list));

  g_signal_handlers_disconnect_by_func (frames, painted_cb, bench);
  bench_print_start ("first-frame");
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * 0.3);
  g_timeout_add (1500, scroll_cb, bench);
}

static void
activate_cb (GtkApplication *app, Bench *bench)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();
  GtkWidget *window = adw_application_window_new (app);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GListModel *posts;

  for (guint i = 0; i < TEXTURES; i++)
    bench->textures[i] = new_texture (rand, bench->picture_width, bench->picture_height);
  posts = new_posts (rand);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), bench);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), bench);
  bench->list = GTK_LIST_VIEW (
      gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (posts)), factory));

  /* The asked height is that of the whole row */
  gtk_css_provider_load_from_data (css, "row { padding-top: 0; padding-bottom: 0; }", -1);
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (window),
                                              GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (bench->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);

  bench->frames = bench_frames_new (GTK_WINDOW (window));
  g_signal_connect (bench->frames, "painted", G_CALLBACK (painted_cb), bench);
  gtk_window_present (GTK_WINDOW (window));
}

static int
argument (int argc, char **argv, int index, int otherwise)
{
  return index < argc ? CLAMP (atoi (argv[index]), 16, 1000) : otherwise;
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) app = adw_application_new ("io.github.tuwen.Tuwen.BenchList", 0);
  Bench bench = { 0 };
  int status;

  bench.row_height = argument (argc, argv, 1, 112);
  bench.picture_width = argument (argc, argv, 2, 96);
  bench.picture_height = argument (argc, argv, 3, 96);
  bench.app = G_APPLICATION (app);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &bench);
  status = g_application_run (G_APPLICATION (app), 1, argv);

  for (guint i = 0; i < TEXTURES; i++)
    g_clear_object (&bench.textures[i]);
  g_clear_object (&bench.frames);

  return status;
}
