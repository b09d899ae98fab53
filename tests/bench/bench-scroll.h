/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How every program of this folder goes through a list. */

/** Pixels a second, as of somebody who looks for something */
#define BENCH_SPEED 3000

/**
 * bench_page_async:
 * @n_items: how many there have to be
 *
 * Goes through @list screen by screen, each staying for a moment, so that its pictures come, until
 * so many items have been seen. Gives up when nothing new comes for long.
 */
void bench_page_async (GtkListView *list,
                       guint n_items,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
/** Returns: how many items there are */
guint bench_page_finish (GtkListView *list, GAsyncResult *result);

/**
 * bench_scroll_async:
 * @list: what scrolls
 * @speed: pixels a second
 * @seconds: for how long
 *
 * Scrolls evenly, by what each frame's time asks for.
 */
void bench_scroll_async (GtkScrollable *list,
                         double speed,
                         double seconds,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
void bench_scroll_finish (GtkScrollable *list, GAsyncResult *result);

G_END_DECLS
