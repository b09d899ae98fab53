/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/**
 * get_slowness:
 *
 * What build-aux/test says of where it runs programs: with sanitizers, under valgrind, beside
 * others.
 *
 * Returns: how many times longer than on an idle machine something may take before it counts as
 *   stuck, 1 to 60
 */
static inline guint
get_slowness (void)
{
  const char *slowness = g_getenv ("TUWEN_TEST_SLOWNESS");

  return slowness != NULL ? (guint) CLAMP (g_ascii_strtoull (slowness, NULL, 10), 1, 60) : 1;
}
