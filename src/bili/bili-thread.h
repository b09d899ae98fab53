/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * bili_thread_stand_back:
 *
 * Has every other thread come before the one that calls this, for good: whoever works long on
 * something that is only waited for does not keep the processor from what is seen. For threads that
 * serve nothing else, so not for those of a shared pool. Once for each thread: more often makes no
 * difference. Only Linux has it.
 */
void bili_thread_stand_back (void);

G_END_DECLS
