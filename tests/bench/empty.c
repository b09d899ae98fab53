/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of starting: a window with nothing in it. */

#define G_LOG_DOMAIN "bench-empty"

#include <adwaita.h>

#include "bench-frames.h"

static gboolean
settled_cb (gpointer user_data)
{
  bench_print_memory ("memory");
  g_application_quit (user_data);

  return G_SOURCE_REMOVE;
}

static void
painted_cb (BenchFrames *frames, GApplication *app)
{
  bench_print_start ("first-frame");
  g_signal_handlers_disconnect_by_func (frames, painted_cb, app);
  g_timeout_add (1000, settled_cb, app);
}

static void
activate_cb (GtkApplication *app, BenchFrames **frames)
{
  GtkWidget *window = adw_application_window_new (app);

  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  *frames = bench_frames_new (GTK_WINDOW (window));
  g_signal_connect (*frames, "painted", G_CALLBACK (painted_cb), app);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) app = adw_application_new ("io.github.tuwen.Tuwen.BenchEmpty", 0);
  g_autoptr (BenchFrames) frames = NULL;

  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &frames);

  return g_application_run (G_APPLICATION (app), argc, argv);
}
