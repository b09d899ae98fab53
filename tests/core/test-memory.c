/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-memory"

#include <glib.h>
#include <sys/resource.h>

#include "tuwen-memory.h"

/* A crash writes nothing down, however much it was allowed to before; it can be allowed again. */
static void
test_keep_private (void)
{
  struct rlimit before, after;

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &before), ==, 0);
  before.rlim_cur = before.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &before), ==, 0);

  for (guint i = 0; i < 2; i++)
    {
      tuwen_memory_keep_private ();
      g_assert_cmpint (getrlimit (RLIMIT_CORE, &after), ==, 0);
      g_assert_cmpuint (after.rlim_cur, ==, 0);
      g_assert_cmpuint (after.rlim_max, ==, before.rlim_max);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory/keep-private", test_keep_private);

  return g_test_run ();
}
