/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How Tuwen keeps house with its memory. Where the C library is not glibc, nothing is done about
 * the allocator's. */

/**
 * tuwen_memory_init:
 *
 * Has threads share what the allocator takes from the system, instead of each keeping the most that
 * it ever needed. To be called before there are threads.
 */
void tuwen_memory_init (void);

/**
 * tuwen_memory_keep_private:
 *
 * Has a crash leave no copy of the memory behind: sessions are in it. Programs that are started
 * from here inherit that.
 */
void tuwen_memory_keep_private (void);

/**
 * tuwen_memory_tidy_up:
 *
 * Gives back to the system what was freed, a while after the last call. To be called by the main
 * thread when much was done and little of it is kept.
 */
void tuwen_memory_tidy_up (void);

G_END_DECLS
