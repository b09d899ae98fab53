/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bench-frames.h"

G_BEGIN_DECLS

/* How long it takes from a key to what is seen of it. The keys come from outside, as people's
 * do. */

/** Of the text that is written into: so many characters, and so many atoms among them */
#define BENCH_TEXT_LENGTH 1000
#define BENCH_TEXT_ATOMS 20

/**
 * bench_text_foreach_part:
 * @func: is told each part's text, and whether it is an atom
 *
 * Makes up the text, the same each time.
 */
void bench_text_foreach_part (void (*func) (const char *text, gboolean atom, gpointer user_data),
                              gpointer user_data);

/**
 * bench_type_watch:
 * @view: what is written into, in the window of @frames
 * @done: called after BENCH_TYPE_KEYS keys
 *
 * Prints a line, `ready`, when keys may come, and, after the last one, `type`: the percentiles of
 * what the main thread did for each frame that shows a key.
 */
#define BENCH_TYPE_KEYS 150
void bench_type_watch (GtkTextView *view,
                       BenchFrames *frames,
                       void (*done) (gpointer user_data),
                       gpointer user_data);

G_END_DECLS
