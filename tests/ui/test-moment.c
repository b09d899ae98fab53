/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>

#include "tuwen-moment.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* 2026-03-07 12:00 in UTC: 20:00 in Shanghai, 07:00 in New York (a day before clocks are set
 * forward there), 17:45 in Kathmandu */
#define NOW G_GINT64_CONSTANT (1772884800)

static void
check_clock (const char *name, gint64 then, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);
  g_autofree char *text = NULL;

  g_assert_nonnull (zone);
  text = tuwen_moment_clock (then, NOW, zone);
  g_assert_cmpstr (text, ==, expected);
}

static void
check_clocks_at (gint64 now, const char *name, gint64 then, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);
  g_autofree char *text = NULL;

  g_assert_nonnull (zone);
  text = tuwen_moment_clocks (then, now, zone);
  g_assert_cmpstr (text, ==, expected);
}

static void
check_clocks (const char *name, gint64 then, const char *expected)
{
  check_clocks_at (NOW, name, then, expected);
}

static void
test_days (void)
{
  check_clock ("Asia/Shanghai", NOW, "Today 20:00");
  check_clock ("Asia/Shanghai", NOW + 4 * HOUR - 1, "Today 23:59");
  check_clock ("Asia/Shanghai", NOW + 4 * HOUR, "Tomorrow 00:00");
  check_clock ("Asia/Shanghai", NOW + 28 * HOUR, "Mon 9 Mar 00:00");
  check_clock ("Asia/Shanghai", NOW + 7 * DAY, "Sat 14 Mar 20:00");
  check_clock ("Asia/Shanghai", NOW - 21 * HOUR, "Yesterday 23:00");
  check_clock ("Asia/Shanghai", NOW - 45 * HOUR, "Thu 5 Mar 23:00");
  check_clock ("Asia/Kathmandu", NOW, "Today 17:45");
  check_clock ("Asia/Kathmandu", NOW + 6 * HOUR + 15 * MINUTE, "Tomorrow 00:00");
}

static void
test_across_a_clock_change (void)
{
  /* The eighth of March has 23 hours in New York: 12:00 of it is 28 hours away, not 29 */
  check_clock ("America/New_York", NOW + 28 * HOUR, "Tomorrow 12:00");
  check_clock ("America/New_York", NOW + 18 * HOUR + 59 * MINUTE, "Tomorrow 01:59");
  check_clock ("America/New_York", NOW + 19 * HOUR, "Tomorrow 03:00");
}

static void
test_two_clocks (void)
{
  check_clocks ("Asia/Shanghai", NOW + HOUR, "Today 21:00");
  /* The same offset is the same clock, whatever the zone is called */
  check_clocks ("Asia/Taipei", NOW + HOUR, "Today 21:00");
  check_clocks ("America/New_York", NOW + 6 * HOUR, "Today 13:00 · Beijing Tomorrow 02:00");
  check_clocks ("America/New_York", NOW + 28 * HOUR, "Tomorrow 12:00 · Beijing Mon 9 Mar 00:00");
  /* It is the eighth there already, which is nobody's today here */
  check_clocks_at (NOW + 12 * HOUR, "America/New_York", NOW + 15 * HOUR,
                   "Today 22:00 · Beijing Tomorrow 11:00");
  check_clocks ("Asia/Kathmandu", NOW + HOUR, "Today 18:45 · Beijing 21:00");
}

static void
test_none (void)
{
  check_clock ("Asia/Shanghai", 0, "");
  check_clock ("Asia/Shanghai", -1, "");
  check_clocks ("Asia/Shanghai", G_MAXINT64, "");
  g_assert_false (tuwen_moment_is_beijing (0, NULL));
  g_assert_cmpint (tuwen_moment_on_day (G_MAXINT64, NULL, 0, 12, 0), ==, 0);
  g_assert_cmpint (tuwen_moment_at (NULL, 2026, 2, 30, 12, 0), ==, 0);
  g_assert_cmpint (tuwen_moment_at (NULL, 2026, 3, 7, 24, 0), ==, 0);
}

static void
test_countdown (void)
{
  static const struct
  {
    gint64 left;
    const char *text;
  } cases[] = {
    { -DAY, "due" },
    { 0, "due" },
    { 1, "in less than a minute" },
    { 59, "in less than a minute" },
    { MINUTE, "in 1 min" },
    { HOUR - 1, "in 59 min" },
    { HOUR, "in 1 h 0 min" },
    { 5 * HOUR + 12 * MINUTE + 30, "in 5 h 12 min" },
    { DAY - 1, "in 23 h 59 min" },
    { DAY, "in 1 d 0 h" },
    { 6 * DAY + 23 * HOUR + 59 * MINUTE, "in 6 d 23 h" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tuwen_moment_countdown (NOW + cases[i].left, NOW);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
check_on_day (const char *name, int days, int hour, int minute, gint64 expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  g_assert_nonnull (zone);
  g_assert_cmpint (tuwen_moment_on_day (NOW, zone, days, hour, minute), ==, expected);
}

static void
test_planning (void)
{
  check_on_day ("Asia/Shanghai", 0, 20, 0, NOW);
  check_on_day ("Asia/Shanghai", 1, 12, 0, NOW + 16 * HOUR);
  check_on_day ("Asia/Kathmandu", 0, 20, 0, NOW + 2 * HOUR + 15 * MINUTE);
  check_on_day ("Asia/Kathmandu", 1, 12, 0, NOW + 18 * HOUR + 15 * MINUTE);
  check_on_day ("America/New_York", 0, 20, 0, NOW + 13 * HOUR);
  /* Over the hour that is left out */
  check_on_day ("America/New_York", 1, 12, 0, NOW + 28 * HOUR);
  /* In it: there is no 02:30 */
  check_on_day ("America/New_York", 1, 2, 30, NOW + 19 * HOUR);
  /* The year's end */
  check_on_day ("Asia/Shanghai", 299, 20, 0, NOW + 299 * DAY);
  check_on_day ("Asia/Shanghai", 300, 20, 0, NOW + 300 * DAY);
}

/* 2026-11-01 01:30 is shown twice in New York */
static void
test_twice (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");
  gint64 then = tuwen_moment_at (zone, 2026, 11, 1, 1, 30);

  g_assert_cmpint (then, ==, G_GINT64_CONSTANT (1793514600));
}

static void
test_next (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");

  g_assert_cmpint (tuwen_moment_next (NOW, zone, 20, 1), ==, NOW + MINUTE);
  /* Now is over */
  g_assert_cmpint (tuwen_moment_next (NOW, zone, 20, 0), ==, NOW + DAY);
  g_assert_cmpint (tuwen_moment_next (NOW, zone, 8, 0), ==, NOW + 12 * HOUR);
}

/* What a clock shows leads back to the moment, in every zone and through every change of a year */
static void
test_round_trips (void)
{
  static const char *const names[]
      = { "Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "UTC", "Australia/Lord_Howe" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (names[i]);

      g_assert_nonnull (zone);
      for (gint64 then = NOW; then < NOW + 366 * DAY; then += 6 * HOUR + 17 * MINUTE)
        {
          g_autoptr (GDateTime) date = tuwen_moment_to_date (then, zone);
          gint64 back
              = tuwen_moment_at (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                                 g_date_time_get_day_of_month (date), g_date_time_get_hour (date),
                                 g_date_time_get_minute (date));

          /* But for the hour that is shown twice */
          if (back != then)
            g_assert_cmpint (ABS (back - then), <=, HOUR);
          else
            g_assert_cmpint (back, ==, then);
        }
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/moment/days", test_days);
  g_test_add_func ("/ui/moment/across-a-clock-change", test_across_a_clock_change);
  g_test_add_func ("/ui/moment/two-clocks", test_two_clocks);
  g_test_add_func ("/ui/moment/none", test_none);
  g_test_add_func ("/ui/moment/countdown", test_countdown);
  g_test_add_func ("/ui/moment/planning", test_planning);
  g_test_add_func ("/ui/moment/twice", test_twice);
  g_test_add_func ("/ui/moment/next", test_next);
  g_test_add_func ("/ui/moment/round-trips", test_round_trips);

  return g_test_run ();
}
