/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bench-scroll"

#include "bench-scroll.h"

/* Twenty screens a second */
#define SCREEN_MS 50
/* Nothing new for so long: there is no more, or the service is gone */
#define PATIENCE_MS 20000

typedef struct
{
  guint wanted;
  guint n_items;
  int waited_ms;
} Page;

static guint
count_items (GtkListView *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list)));
}

static gboolean
next_screen_cb (gpointer user_data)
{
  GTask *task = user_data;
  GtkListView *list = g_task_get_source_object (task);
  Page *page = g_task_get_task_data (task);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  double screen = gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment);
  double upper = gtk_adjustment_get_upper (adjustment);
  gboolean at_end = value + screen >= upper - 1;
  guint n_items = count_items (list);
  double n_seen = at_end ? n_items : (value + screen) / upper * n_items;

  page->waited_ms = n_items == page->n_items && at_end ? page->waited_ms + SCREEN_MS : 0;
  page->n_items = n_items;
  if (n_seen >= page->wanted || page->waited_ms > PATIENCE_MS)
    {
      g_task_return_int (task, n_items);
      return G_SOURCE_REMOVE;
    }

  if (!at_end)
    gtk_adjustment_set_value (adjustment, value + 0.9 * screen);

  return G_SOURCE_CONTINUE;
}

void
bench_page_async (GtkListView *list,
                  guint n_items,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task = g_task_new (list, NULL, callback, user_data);
  Page *page = g_new0 (Page, 1);

  page->wanted = n_items;
  g_task_set_source_tag (task, bench_page_async);
  g_task_set_task_data (task, page, g_free);
  g_timeout_add_full (G_PRIORITY_DEFAULT, SCREEN_MS, next_screen_cb, task, g_object_unref);
}

guint
bench_page_finish (GtkListView *list, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, list), 0);

  return (guint) g_task_propagate_int (G_TASK (result), NULL);
}

typedef struct
{
  double speed;
  double seconds;

  gint64 first; /* frame time of the first tick; 0 before it */
  double done;  /* pixels so far */
} Scroll;

static gboolean
scroll_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Scroll *scroll = g_task_get_task_data (task);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds;

  if (scroll->first == 0)
    scroll->first = now;

  seconds = (now - scroll->first) / (double) G_USEC_PER_SEC;
  /* The list corrects its value as it learns of heights: go on from there, never from a plan */
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) +
                                            scroll->speed * seconds - scroll->done);
  scroll->done = scroll->speed * seconds;

  if (seconds < scroll->seconds)
    return G_SOURCE_CONTINUE;

  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

void
bench_scroll_async (GtkScrollable *list,
                    double speed,
                    double seconds,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (list, NULL, callback, user_data);
  Scroll *scroll = g_new0 (Scroll, 1);

  scroll->speed = speed;
  scroll->seconds = seconds;
  g_task_set_source_tag (task, bench_scroll_async);
  g_task_set_task_data (task, scroll, g_free);
  gtk_widget_add_tick_callback (GTK_WIDGET (list), scroll_tick_cb, task, g_object_unref);
}

void
bench_scroll_finish (GtkScrollable *list, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, list));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
