/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bench-frames"

#include "bench-frames.h"

#include <stdlib.h>
#include <time.h>

struct _BenchFrames
{
  GObject parent_instance;

  GtkWindow *window; /* (unowned): lives longer */

  GArray *work;    /* (owned) (element-type gint64): of each frame, in microseconds */
  gint64 begin;    /* processor time at before-paint */
  gint64 previous; /* processor time at the last after-paint; 0 before the first */
  gint64 between;  /* from the last after-paint but one to the last */
  gint64 between_max;
};

G_DEFINE_FINAL_TYPE (BenchFrames, bench_frames, G_TYPE_OBJECT)

enum
{
  PAINTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

gint64
bench_get_work (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
before_paint_cb (BenchFrames *self)
{
  self->begin = bench_get_work ();
}

static void
after_paint_cb (BenchFrames *self)
{
  gint64 now = bench_get_work ();
  gint64 work = now - self->begin;

  g_array_append_val (self->work, work);
  self->between = self->previous > 0 ? now - self->previous : work;
  if (self->previous > 0)
    self->between_max = MAX (self->between_max, self->between);
  self->previous = now;

  g_signal_emit (self, signals[PAINTED], 0);
}

static void
realize_cb (BenchFrames *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));

  g_signal_connect_object (clock, "before-paint", G_CALLBACK (before_paint_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (after_paint_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return difference < 0 ? -1 : difference > 0;
}

static void
bench_frames_finalize (GObject *object)
{
  BenchFrames *self = BENCH_FRAMES (object);

  g_array_unref (self->work);

  G_OBJECT_CLASS (bench_frames_parent_class)->finalize (object);
}

static void
bench_frames_class_init (BenchFramesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bench_frames_finalize;

  signals[PAINTED] = g_signal_new ("painted", BENCH_TYPE_FRAMES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
bench_frames_init (BenchFrames *self)
{
  self->work = g_array_new (FALSE, FALSE, sizeof (gint64));
}

BenchFrames *
bench_frames_new (GtkWindow *window)
{
  BenchFrames *self = g_object_new (BENCH_TYPE_FRAMES, NULL);

  self->window = window;
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    realize_cb (self);
  else
    g_signal_connect_object (window, "realize", G_CALLBACK (realize_cb), self,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  return self;
}

void
bench_frames_reset (BenchFrames *self)
{
  g_array_set_size (self->work, 0);
  self->previous = 0;
  self->between_max = 0;
}

gint64
bench_frames_get_between (BenchFrames *self)
{
  return self->between;
}

void
bench_frames_print (BenchFrames *self, const char *what)
{
  if (self->work->len == 0)
    {
      g_print ("{\"what\": \"%s\", \"frames\": 0}\n", what);
      return;
    }

  g_print ("{\"what\": \"%s\", \"frames\": %u, \"p50\": %.3f, \"p95\": %.3f, \"p99\": %.3f, "
           "\"max\": %.3f, \"between-max\": %.3f}\n",
           what, self->work->len, bench_percentile (self->work, 0.50),
           bench_percentile (self->work, 0.95), bench_percentile (self->work, 0.99),
           bench_percentile (self->work, 1), self->between_max / 1000.0);
}

double
bench_percentile (GArray *times, double part)
{
  guint index = MIN (times->len - 1, (guint) (part * times->len));

  g_array_sort (times, compare_times);
  return g_array_index (times, gint64, index) / 1000.0;
}

void
bench_print_start (const char *what)
{
  const char *start = g_getenv ("BENCH_START");

  if (start == NULL)
    start = "0";
  g_print ("{\"what\": \"%s\", \"ms\": %.3f}\n", what,
           (g_get_monotonic_time () - g_ascii_strtoll (start, NULL, 10)) / 1000.0);
}

static gint64
find_kib (const char *text, const char *name)
{
  const char *line = strstr (text, name);

  return line != NULL ? g_ascii_strtoll (line + strlen (name), NULL, 10) : -1;
}

/* For who wants to know what it consists of: run.py --keep-mappings */
static void
keep_mappings (const char *what)
{
  const char *folder = g_getenv ("BENCH_MAPPINGS");
  g_autofree char *name = g_strdup_printf ("%s-%s", g_get_prgname (), what);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (folder == NULL || !g_file_get_contents ("/proc/self/smaps", &text, &length, NULL))
    return;

  path = g_build_filename (folder, name, NULL);
  g_file_set_contents (path, text, length, NULL);
}

void
bench_print_memory (const char *what)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    text = g_strdup ("");
  g_print ("{\"what\": \"%s\", \"pss\": %" G_GINT64_FORMAT ", \"anonymous\": %" G_GINT64_FORMAT "}\n",
           what, find_kib (text, "\nPss:"), find_kib (text, "\nPss_Anon:"));
  keep_mappings (what);
}

GtkWidget *
bench_first_row (GtkListView *list)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list));

  while (row != NULL && (!gtk_widget_get_mapped (row) || gtk_widget_get_height (row) == 0))
    row = gtk_widget_get_next_sibling (row);

  return row;
}

GtkListView *
bench_find_list (GtkWidget *widget)
{
  GtkListView *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LIST_VIEW (widget) && gtk_widget_get_height (widget) > 0 &&
      bench_first_row (GTK_LIST_VIEW (widget)) != NULL)
    return GTK_LIST_VIEW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = bench_find_list (child);

  return found;
}

void
bench_print_rows (GtkListView *list)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  int height = gtk_widget_get_height (GTK_WIDGET (list));
  GtkWidget *row = bench_first_row (list);
  int width = row != NULL ? gtk_widget_get_width (row) : 0;
  int row_height = row != NULL ? gtk_widget_get_height (row) : 0;
  guint seen = 0;

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_mapped (row) &&
        gtk_widget_compute_bounds (row, GTK_WIDGET (list), &bounds) && bounds.origin.y < height &&
        bounds.origin.y + bounds.size.height > 0)
      seen++;

  g_print ("{\"what\": \"rows\", \"seen\": %u, \"width\": %d, \"height\": %d, \"list-height\": %d}\n",
           seen, width, row_height, height);
}
