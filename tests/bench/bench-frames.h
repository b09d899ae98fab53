/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What every program of this folder measures a window with. Figures go to stdout, a JSON object a
 * line; run.py makes a table of them. */

/** The size of every window here, so that as much is drawn in each */
#define BENCH_WIDTH 860
#define BENCH_HEIGHT 720

/** Returns: the processor time of this thread, in µs: unlike time on the wall, it does not count
 *   what others do */
gint64 bench_get_work (void);

#define BENCH_TYPE_FRAMES (bench_frames_get_type ())

/**
 * BenchFrames:
 *
 * Follows a window's frames. The work of a frame is the processor time that the main thread spends
 * from `before-paint` to `after-paint`: unlike time on the wall, it does not count what other
 * programs do meanwhile.
 *
 * Signal `painted`: after a frame.
 */
G_DECLARE_FINAL_TYPE (BenchFrames, bench_frames, BENCH, FRAMES, GObject)

/** @window: shown, or about to be */
BenchFrames *bench_frames_new (GtkWindow *window);

/** Forgets the frames so far */
void bench_frames_reset (BenchFrames *self);

/** Returns: what the main thread did from the last frame but one to the end of the last, in µs of
 *   processor time */
gint64 bench_frames_get_between (BenchFrames *self);

/**
 * bench_frames_print:
 * @what: the figures' name
 *
 * Prints the percentiles of the frames' work since the last reset, in milliseconds, and as
 * `between-max` the most that the main thread did from one frame to the next.
 */
void bench_frames_print (BenchFrames *self, const char *what);

/**
 * bench_percentile:
 * @times: (element-type gint64): µs, at least one; gets sorted
 * @part: 0 to 1
 *
 * Returns: the time in ms that so large a part of them stays below
 */
double bench_percentile (GArray *times, double part);

/** Prints how long ago this program was started: milliseconds since BENCH_START, µs of the
 * monotonic clock */
void bench_print_start (const char *what);

/** Prints what the program takes of the memory, in KiB: `pss`, and `anonymous`, the part that is no
 * file's */
void bench_print_memory (const char *what);

/** Prints the bounds of the first row that is seen, and how many are seen, wholly or partly */
void bench_print_rows (GtkListView *list);

/** Returns: (nullable) (transfer none): the first mapped row of @list */
GtkWidget *bench_first_row (GtkListView *list);

/** Returns: (nullable) (transfer none): the first list in @widget that is seen and has rows */
GtkListView *bench_find_list (GtkWidget *widget);

G_END_DECLS
