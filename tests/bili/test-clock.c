/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bili-clock.h"

static void
test_real (void)
{
  g_autoptr (BiliClock) clock = bili_clock_new ();
  gint64 before = g_get_real_time ();
  gint64 now = bili_clock_get_us (clock);

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time ());

  /* Cannot be moved. */
  bili_clock_set (clock, 1);
  g_assert_cmpint (bili_clock_get_us (clock), >=, now);
}

static void
test_fixed (void)
{
  g_autoptr (BiliClock) clock = bili_clock_new_fixed (1735689600999999);

  g_assert_cmpint (bili_clock_get_us (clock), ==, 1735689600999999);
  g_assert_cmpint (bili_clock_get_unix (clock), ==, 1735689600);
  bili_clock_set (clock, 1735689601000000);
  g_assert_cmpint (bili_clock_get_unix (clock), ==, 1735689601);
  bili_clock_set (clock, 0);
  g_assert_cmpint (bili_clock_get_unix (clock), ==, 0);
  bili_clock_set (clock, -1);
  g_assert_cmpint (bili_clock_get_unix (clock), ==, -1);
  bili_clock_set (clock, -2 * G_USEC_PER_SEC);
  g_assert_cmpint (bili_clock_get_unix (clock), ==, -2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/real", test_real);
  g_test_add_func ("/clock/fixed", test_fixed);

  return g_test_run ();
}
