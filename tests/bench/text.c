/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of writing: a bare GtkTextView with the same text as in bench-composer. */

#define G_LOG_DOMAIN "bench-text"

#include <adwaita.h>

#include "bench-type.h"

typedef struct
{
  GApplication *app;   /* (unowned) */
  GtkTextView *view;   /* (unowned): of the window */
  BenchFrames *frames; /* (owned) */
} Bench;

static void
append_cb (const char *text, gboolean atom, gpointer user_data)
{
  GtkTextBuffer *buffer = user_data;
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, text, -1);
}

static void
done_cb (gpointer user_data)
{
  g_application_quit (user_data);
}

static void
painted_cb (BenchFrames *frames, Bench *bench)
{
  g_signal_handlers_disconnect_by_func (frames, painted_cb, bench);
  bench_type_watch (bench->view, frames, done_cb, bench->app);
}

static void
activate_cb (GtkApplication *app, Bench *bench)
{
  GtkWidget *window = adw_application_window_new (app);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  bench->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_wrap_mode (bench->view, GTK_WRAP_WORD_CHAR);
  bench_text_foreach_part (append_cb, gtk_text_view_get_buffer (bench->view));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (bench->view));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  bench->frames = bench_frames_new (GTK_WINDOW (window));
  g_signal_connect (bench->frames, "painted", G_CALLBACK (painted_cb), bench);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) app = adw_application_new ("io.github.tuwen.Tuwen.BenchText", 0);
  Bench bench = { .app = G_APPLICATION (app) };
  int status;

  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &bench);
  status = g_application_run (G_APPLICATION (app), argc, argv);
  g_clear_object (&bench.frames);

  return status;
}
