/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of taking pictures: a bare GtkTextView above a GtkFlowBox into which nine images come as the composer's
 * tiles do, one after the other. Nothing is read, prepared or sent. */

#define G_LOG_DOMAIN "bench-boxes"

#include <adwaita.h>

#include "bench-frames.h"
#include "bench-stalls.h"

#define SETTLE_MS 1500
#define IDLE_MS 5000
/* As the composer has it */
#define N_PICTURES 9
#define ADD_MS 16
#define SIZE 104

typedef struct
{
  GApplication *app;   /* (unowned) */
  GtkFlowBox *boxes;   /* (unowned): of the window */
  BenchFrames *frames; /* (owned) */
  guint n_added;
} Bench;

static gboolean
done_cb (gpointer user_data)
{
  Bench *bench = user_data;

  bench_stalls_print ("taken");
  g_application_quit (bench->app);

  return G_SOURCE_REMOVE;
}

static gboolean
add_cb (gpointer user_data)
{
  Bench *bench = user_data;
  GtkWidget *image = gtk_image_new_from_icon_name ("image-x-generic-symbolic");

  gtk_widget_set_size_request (image, SIZE, SIZE);
  gtk_flow_box_insert (bench->boxes, image, -1);
  if (++bench->n_added < N_PICTURES)
    return G_SOURCE_CONTINUE;

  g_timeout_add (SETTLE_MS, done_cb, bench);
  return G_SOURCE_REMOVE;
}

static gboolean
take_cb (gpointer user_data)
{
  bench_stalls_print ("idle");
  bench_stalls_reset ();
  g_timeout_add (ADD_MS, add_cb, user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
idle_cb (gpointer user_data)
{
  bench_stalls_reset ();
  g_timeout_add (IDLE_MS, take_cb, user_data);

  return G_SOURCE_REMOVE;
}

static void
painted_cb (BenchFrames *frames, Bench *bench)
{
  g_signal_handlers_disconnect_by_func (frames, painted_cb, bench);
  g_timeout_add (SETTLE_MS, idle_cb, bench);
}

static void
activate_cb (GtkApplication *app, Bench *bench)
{
  GtkWidget *window = adw_application_window_new (app);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  bench->boxes = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (bench->boxes));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  bench->frames = bench_frames_new (GTK_WINDOW (window));
  g_signal_connect (bench->frames, "painted", G_CALLBACK (painted_cb), bench);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (view);
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) app = adw_application_new ("io.github.tuwen.Tuwen.BenchBoxes", 0);
  Bench bench = { .app = G_APPLICATION (app) };
  int status;

  bench_stalls_init ();
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &bench);
  status = g_application_run (G_APPLICATION (app), argc, argv);
  g_clear_object (&bench.frames);

  return status;
}
