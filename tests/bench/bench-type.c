/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bench-type"

#include "bench-type.h"

#include <stdlib.h>

#define SENTENCE "春天的风吹过河岸，柳枝轻轻摇动，远处有人在放风筝，今天心情不错。"

typedef struct
{
  BenchFrames *frames; /* (owned) */
  GArray *work;        /* (owned) (element-type gint64) */
  gboolean changed;    /* since the last frame */
  guint n_keys;

  void (*done) (gpointer user_data);
  gpointer user_data;
} Watch;

void
bench_text_foreach_part (void (*func) (const char *text, gboolean atom, gpointer user_data),
                         gpointer user_data)
{
  int length = 0;

  for (int i = 0; i < BENCH_TEXT_ATOMS; i++)
    {
      g_autofree char *name = g_strdup_printf ("@somebody%02d", i);
      int wanted = BENCH_TEXT_LENGTH * (i + 1) / BENCH_TEXT_ATOMS - (int) g_utf8_strlen (name, -1);
      g_autoptr (GString) text = g_string_new (NULL);

      while (length < wanted)
        {
          int room = MIN (wanted - length, (int) g_utf8_strlen (SENTENCE, -1));
          g_autofree char *part = g_utf8_substring (SENTENCE, 0, room);

          g_string_append (text, part);
          length += room;
        }
      func (text->str, FALSE, user_data);
      func (name, TRUE, user_data);
      length += (int) g_utf8_strlen (name, -1);
    }
}

static void
painted_cb (BenchFrames *frames, Watch *self)
{
  gint64 work = bench_frames_get_between (frames);

  if (!self->changed)
    return;

  self->changed = FALSE;
  g_array_append_val (self->work, work);
  if (self->n_keys < BENCH_TYPE_KEYS)
    return;

  g_signal_handlers_disconnect_by_func (frames, painted_cb, self);
  g_print ("{\"what\": \"type\", \"frames\": %u, \"p50\": %.3f, \"p95\": %.3f, \"max\": %.3f}\n",
           self->work->len, bench_percentile (self->work, 0.50), bench_percentile (self->work, 0.95),
           bench_percentile (self->work, 1));
  self->done (self->user_data);
}

static void
changed_cb (GtkTextBuffer *buffer, Watch *self)
{
  self->changed = TRUE;
  self->n_keys++;
}

static void
watch_free (gpointer data, GClosure *closure)
{
  Watch *self = data;

  g_object_unref (self->frames);
  g_array_unref (self->work);
  g_free (self);
}

static gboolean
ready_cb (gpointer user_data)
{
  g_print ("{\"what\": \"ready\"}\n");
  return G_SOURCE_REMOVE;
}

void
bench_type_watch (GtkTextView *view,
                  BenchFrames *frames,
                  void (*done) (gpointer user_data),
                  gpointer user_data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  Watch *self = g_new0 (Watch, 1);
  GtkTextIter middle;

  self->frames = g_object_ref (frames);
  self->work = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->done = done;
  self->user_data = user_data;

  /* In the midst of a text: what follows moves */
  gtk_text_buffer_get_iter_at_offset (buffer, &middle, BENCH_TEXT_LENGTH / 2 - 20);
  gtk_text_buffer_place_cursor (buffer, &middle);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  g_signal_connect_data (buffer, "changed", G_CALLBACK (changed_cb), self, watch_free, 0);
  g_signal_connect (frames, "painted", G_CALLBACK (painted_cb), self);
  g_timeout_add (2000, ready_cb, NULL);
}
