/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long the main loop is busy at a time: between one poll and the next, nothing else is
 * answered. */

/** Watches the default main context from now on */
void bench_stalls_init (void);

void bench_stalls_reset (void);

/**
 * bench_stalls_print:
 * @what: the figures' name
 *
 * Prints the longest time since the last reset, in ms: `wall` on the clock, `work` of the main
 * thread's own processor time, which does not count what others did on the processors meanwhile.
 */
void bench_stalls_print (const char *what);

/** Samples the program's PSS in a thread until bench_peak_print(), which prints the most of it, in
 * KiB */
void bench_peak_start (void);
void bench_peak_print (const char *what);

G_END_DECLS
