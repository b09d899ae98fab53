/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>

#include "tuwen-date.h"

/* 2025-03-12 20:14:00 in Shanghai, 12:14:00 in UTC */
#define THEN G_GINT64_CONSTANT (1741781640)
#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static void
check (const char *zone_name, gint64 ago, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autofree char *text = NULL;

  g_assert_nonnull (zone);
  text = tuwen_date_short (THEN, THEN + ago, zone);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_minutes (void)
{
  check ("Asia/Shanghai", 0, "Just now");
  check ("Asia/Shanghai", 59, "Just now");
  check ("Asia/Shanghai", MINUTE, "1 minute ago");
  check ("Asia/Shanghai", 5 * MINUTE + 59, "5 minutes ago");
  check ("Asia/Shanghai", HOUR - 1, "59 minutes ago");
}

static void
test_hours (void)
{
  check ("Asia/Shanghai", HOUR, "1 hour ago");
  /* Until midnight there */
  check ("Asia/Shanghai", 3 * HOUR + 45 * MINUTE, "3 hours ago");
  check ("Asia/Shanghai", 3 * HOUR + 46 * MINUTE, "Yesterday 20:14");
}

static void
test_zones (void)
{
  /* One instant, several days */
  check ("UTC", 11 * HOUR + 45 * MINUTE, "11 hours ago");
  check ("Asia/Shanghai", 11 * HOUR + 45 * MINUTE, "Yesterday 20:14");
  check ("America/Los_Angeles", 20 * HOUR, "Yesterday 05:14");
  check ("Pacific/Kiritimati", 21 * HOUR + 45 * MINUTE, "21 hours ago");
  check ("Pacific/Kiritimati", 21 * HOUR + 46 * MINUTE, "Yesterday 02:14");
  /* Half an hour beside the others */
  check ("Asia/Kolkata", 7 * HOUR, "Yesterday 17:44");
}

static void
test_daylight_saving (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");
  /* 2025-03-08 23:30 EST; a day later it is 2025-03-10 00:30 EDT, for the ninth had 23 hours */
  gint64 then = G_GINT64_CONSTANT (1741494600);
  g_autofree char *same = tuwen_date_short (then, then + 23 * HOUR, zone);
  g_autofree char *next = tuwen_date_short (then, then + DAY, zone);

  g_assert_cmpstr (same, ==, "Yesterday 23:30");
  g_assert_cmpstr (next, ==, "8 Mar");
}

static void
test_years (void)
{
  check ("Asia/Shanghai", 2 * DAY, "12 Mar");
  check ("Asia/Shanghai", 200 * DAY, "12 Mar");
  check ("Asia/Shanghai", 300 * DAY, "12 Mar 2025");
  check ("Asia/Shanghai", 3650 * DAY, "12 Mar 2025");
}

/* A post may seem to come from the future when the computer's clock is slow */
static void
test_future (void)
{
  check ("Asia/Shanghai", -1, "Just now");
  check ("Asia/Shanghai", -HOUR + 1, "Just now");
  check ("Asia/Shanghai", -2 * HOUR, "12 Mar 2025");
  check ("Asia/Shanghai", -400 * DAY, "12 Mar 2025");
}

static void
test_none (void)
{
  g_autofree char *none = tuwen_date_short (0, THEN, NULL);
  g_autofree char *beyond = tuwen_date_short (G_MAXINT64, THEN, NULL);
  g_autofree char *full = tuwen_date_full (0, NULL);
  g_autofree char *full_beyond = tuwen_date_full (G_MAXINT64, NULL);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (beyond, ==, "");
  g_assert_cmpstr (full, ==, "");
  g_assert_cmpstr (full_beyond, ==, "");
}

static void
test_full (void)
{
  g_autoptr (GTimeZone) shanghai = g_time_zone_new_identifier ("Asia/Shanghai");
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *there = tuwen_date_full (THEN, shanghai);
  g_autofree char *here = tuwen_date_full (THEN, utc);

  g_assert_cmpstr (there, ==, "Wednesday, 12 March 2025, 20:14 CST");
  g_assert_cmpstr (here, ==, "Wednesday, 12 March 2025, 12:14 UTC");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/date/minutes", test_minutes);
  g_test_add_func ("/date/hours", test_hours);
  g_test_add_func ("/date/zones", test_zones);
  g_test_add_func ("/date/daylight-saving", test_daylight_saving);
  g_test_add_func ("/date/years", test_years);
  g_test_add_func ("/date/future", test_future);
  g_test_add_func ("/date/none", test_none);
  g_test_add_func ("/date/full", test_full);

  return g_test_run ();
}
