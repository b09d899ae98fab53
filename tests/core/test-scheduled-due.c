/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-scheduled-due"

#include "scheduled-desk.h"
#include "tuwen-schedule-time.h"
#include "tuwen-watcher.h"

/* What becomes of what is planned when its time comes, and who notices. meson runs this in several
 * time zones. */

#define MINUTE 60

static void
tick (Plan *plan)
{
  tuwen_scheduled_tick (plan->scheduled);
  settle ();
  AWAIT (!is_loading (plan));
}

/* Two minutes after its time it is in the feed: told once, and done with. */
static void
test_comes_out (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "准时");

  sandbox_server_forget_requests (plan->desk.base.sandbox);
  tick (plan);
  g_assert_cmpuint (count_requests (&plan->desk, DRAFTS), ==, 0);
  pass (plan, HOUR + 119);
  tick (plan);
  g_assert_cmpuint (count_requests (&plan->desk, DRAFTS), ==, 0);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_WAITING, "准时");
  pass (plan, 1);
  tick (plan);
  AWAIT (plan->n_told_published == 1);
  settle ();
  g_assert_cmpuint (count_items (plan), ==, 0);
  g_assert_cmpuint (plan->n_told_failed, ==, 0);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  tick (plan);
  g_assert_cmpuint (plan->n_told_published, ==, 1);
}

/* The service could not publish it: told once, also over a restart. */
static void
test_fails (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "没发成");

  sandbox_draft_fail (get_listed (plan)->pdata[0]);
  pass (plan, HOUR + 120);
  tick (plan);
  AWAIT (plan->n_told_failed == 1);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_FAILED, "没发成");
  refresh (plan);
  g_assert_cmpuint (plan->n_told_failed, ==, 1);
  draft = restart (plan, g_steal_pointer (&draft));
  refresh (plan);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_FAILED, "没发成");
  g_assert_cmpuint (plan->n_told_failed, ==, 1);
}

/* It is neither in the list nor in the feed when its time is over. */
static void
test_missed (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "不见了");

  g_ptr_array_set_size (get_listed (plan), 0);
  draft = restart (plan, g_steal_pointer (&draft));
  pass (plan, HOUR + 120);
  fail (&plan->desk, FEED, "http:500", 1);
  tick (plan);
  settle ();
  g_assert_cmpuint (plan->n_told_failed, ==, 0);

  /* Nobody could look: it is looked for again, a minute later. */
  tick (plan);
  g_assert_cmpuint (plan->n_told_failed, ==, 0);
  pass (plan, 60);
  tick (plan);
  AWAIT (plan->n_told_failed == 1);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_MISSED, "不见了");
  g_assert_cmpuint (tuwen_scheduled_item_get_actions (item_at (plan, 0)) & TUWEN_CAN_PUBLISH_NOW,
                    ==, 0);
}

/* What a clock said that was wrong keeps nobody waiting once it is right again. */
static void
test_clock_set_back (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "表走错了");
  gint64 before = now (plan);

  refresh (plan);
  bili_clock_set (plan->desk.base.clock, (before + 10 * DAY) * G_USEC_PER_SEC);
  fail (&plan->desk, DRAFTS, "http:500", 1);
  tick (plan);
  bili_clock_set (plan->desk.base.clock, before * G_USEC_PER_SEC);
  pass (plan, HOUR + 120);
  tick (plan);
  AWAIT (plan->n_told_published == 1);
  g_assert_cmpuint (plan->n_told_failed, ==, 0);
}

static void
note_cb (gboolean *told)
{
  *told = TRUE;
}

/* The computer slept over it: the clock is what counts, not how long anybody waited. */
static void
test_watcher (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "睡过去");
  g_autoptr (TuwenWatcher) watcher = tuwen_watcher_new (plan->scheduled, NULL);
  gboolean told = FALSE;
  gboolean enabled;

  g_object_get (watcher, "enabled", &enabled, NULL);
  g_assert_true (enabled);
  g_signal_connect_swapped (watcher, "published", G_CALLBACK (note_cb), &told);
  if (data != NULL)
    g_object_set (watcher, "enabled", FALSE, NULL);
  sandbox_server_forget_requests (plan->desk.base.sandbox);
  pass (plan, DAY);
  tuwen_watcher_wake (watcher);
  settle ();
  if (data != NULL)
    {
      g_assert_cmpuint (count_requests (&plan->desk, DRAFTS), ==, 0);
      g_assert_false (told);
      return;
    }

  AWAIT (told);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
}

static void
test_watcher_ticks (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "自己看");
  TuwenWatcher *watcher = tuwen_watcher_new (plan->scheduled, NULL);

  pass (plan, HOUR + 120);
  g_object_set (watcher, "tick-ms", 5, NULL);
  AWAIT (plan->n_told_published == 1);
  g_assert_finalize_object (watcher);
}

/* It was made elsewhere: only the feed tells what became of it. */
static void
test_elsewhere_comes_out (Plan *plan, gconstpointer data)
{
  SandboxDraft *listed = add_elsewhere (plan, "网页上的", now (plan) + HOUR);

  if (data != NULL)
    {
      g_free (listed->request);
      listed->request = g_strdup ("{}");
    }
  refresh (plan);
  pass (plan, HOUR + 120);
  g_assert_cmpuint (count_posts (&plan->desk, "网页上的"), ==, 1);
  fail (&plan->desk, FEED, "http:500", 1);
  tick (plan);
  g_assert_cmpuint (plan->n_told_published + plan->n_told_failed, ==, 0);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item_at (plan, 0)), ==, TUWEN_SCHEDULED_WAITING);
  pass (plan, MINUTE);
  tick (plan);
  AWAIT (plan->n_told_published == 1);
  g_assert_cmpuint (count_items (plan), ==, 0);
  tick (plan);
  g_assert_cmpuint (plan->n_told_published, ==, 1);
  g_assert_cmpuint (plan->n_told_failed, ==, 0);
}

/* It vanished at its time, and is no post: no word of "published". */
static void
test_elsewhere_vanishes (Plan *plan, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint actions;

  add_elsewhere (plan, "没了的", now (plan) + HOUR);
  add_elsewhere (plan, "早就删了", now (plan) + DAY);
  refresh (plan);
  g_ptr_array_set_size (get_listed (plan), 0);
  pass (plan, HOUR + 120);
  tick (plan);
  AWAIT (plan->n_told_failed == 1);
  g_assert_cmpuint (plan->n_told_published, ==, 0);

  /* What went before its time was removed by somebody who knows. */
  g_assert_cmpuint (count_items (plan), ==, 1);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_MISSED, "没了的");
  g_assert_cmpstr (tuwen_scheduled_item_get_reason (item_at (plan, 0)), ==,
                   "Its time is over, and it is neither scheduled nor in your space");
  actions = tuwen_scheduled_item_get_actions (item_at (plan, 0));
  g_assert_cmpuint (actions & TUWEN_CAN_PUBLISH_NOW, ==, 0);
  g_assert_cmpuint (actions & TUWEN_CAN_COPY, !=, 0);
  refresh (plan);
  g_assert_cmpuint (plan->n_told_failed, ==, 1);
  g_assert_true (do_act (plan, item_at (plan, 0), tuwen_scheduled_remove_async, &error));
  g_assert_no_error (error);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_TRASHED, "没了的");
}

static GVariant *
ask_bus (GDBusConnection *bus, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply
      = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus", method, parameters, NULL,
                                     G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  return reply;
}

/* What is asked of a bus is answered in turn: afterwards everything before it has arrived. */
static void
catch_up (GDBusConnection *bus)
{
  g_autoptr (GVariant) reply = ask_bus (bus, "GetId", NULL);

  settle ();
}

static void
tell_of_sleep (GDBusConnection *manager, GDBusConnection *bus, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (manager, NULL, "/org/freedesktop/login1",
                                 "org.freedesktop.login1.Manager", "PrepareForSleep", parameters,
                                 &error);
  g_assert_no_error (error);
  catch_up (manager);
  catch_up (bus);
}

/* It is the computer's manager that tells of waking up; here somebody else does, on a bus of its
 * own. */
static void
test_watcher_wakes (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "醒来就看");
  g_autoptr (TuwenWatcher) watcher = tuwen_watcher_new (plan->scheduled, NULL);
  g_autoptr (GDBusConnection) manager = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  manager = g_dbus_connection_new_for_address_sync (
      g_getenv ("DBUS_SYSTEM_BUS_ADDRESS"),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  reply = ask_bus (manager, "RequestName", g_variant_new ("(su)", "org.freedesktop.login1", 0));

  /* The watcher asked before, and listens by the time this is answered. */
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, await_cb, &result);
  AWAIT (result != NULL);
  bus = g_bus_get_finish (result, &error);
  g_assert_no_error (error);
  catch_up (bus);

  sandbox_server_forget_requests (plan->desk.base.sandbox);
  pass (plan, DAY);
  /* Falling asleep is no reason to look, nor is what cannot be understood. */
  tell_of_sleep (manager, bus, g_variant_new ("(b)", TRUE));
  tell_of_sleep (manager, bus, g_variant_new ("(s)", "false"));
  g_assert_cmpuint (count_requests (&plan->desk, DRAFTS), ==, 0);

  tell_of_sleep (manager, bus, g_variant_new ("(b)", FALSE));
  AWAIT (plan->n_told_published == 1);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_dbus_connection_close_sync (manager, NULL, NULL);
}

/* Returns: the next time at which clocks here are changed; where they never are, three days from
 * now */
static gint64
find_clock_change (gint64 time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint32 offset
      = g_time_zone_get_offset (zone,
                                g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time));

  for (gint64 hour = 1; hour < 366 * 24; hour++)
    {
      gint64 then = time + hour * HOUR;
      int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, then);

      if (g_time_zone_get_offset (zone, interval) != offset)
        return then;
    }

  return time + 3 * DAY;
}

/* Returns: 20:00 here, so many days on */
static gint64
find_evening (gint64 time, int days)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time);
  g_autoptr (GDateTime) here = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) day = g_date_time_add_days (here, days);
  g_autoptr (GDateTime) evening
      = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                         g_date_time_get_day_of_month (day), 20, 0, 0);

  return g_date_time_to_unix (evening);
}

/* A week with a post each evening, over a change of the clocks where there is one, looked at each
 * minute: none is told of early, late or twice, whatever the clocks on the walls do. */
static void
test_week (Plan *plan, gconstpointer data)
{
  gint64 begin = find_clock_change (now (plan) + 7 * DAY) - 3 * DAY;
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 times[7];
  guint n_over = 0;

  pass (plan, begin - begin % MINUTE - now (plan));
  for (int i = 0; i < 7; i++)
    {
      g_autofree char *text = g_strdup_printf ("第 %d 晚", i);

      times[i] = find_evening (now (plan), i);
      if (tuwen_schedule_check (times[i], now (plan)) != TUWEN_SCHEDULE_FITS)
        times[i] = now (plan) + HOUR;
      g_ptr_array_add (kept, new_draft (&plan->desk, text));
      schedule_draft (plan, kept->pdata[i], times[i]);
    }
  refresh (plan);
  g_assert_cmpuint (tuwen_scheduled_count (plan->scheduled, TUWEN_SECTION_SCHEDULED), ==, 7);

  for (guint i = 0; i < 8 * 24 * 60; i++)
    {
      gint64 due = n_over < 7 ? times[n_over] + TUWEN_SCHEDULE_GRACE : G_MAXINT64;

      pass (plan, MINUTE);
      tuwen_scheduled_tick (plan->scheduled);
      if (now (plan) >= due)
        {
          n_over++;
          AWAIT (plan->n_told_published == n_over);
        }
      g_assert_cmpuint (plan->n_told_published, ==, n_over);
    }
  g_assert_cmpuint (n_over, ==, 7);
  g_assert_cmpuint (plan->n_told_failed, ==, 0);
  AWAIT (!is_loading (plan));
  for (int i = 0; i < 7; i++)
    {
      const char *post = tuwen_draft_get_post_id (kept->pdata[i]);

      g_assert_cmpint (tuwen_draft_get_state (kept->pdata[i]), ==, TUWEN_DRAFT_PUBLISHED);
      g_assert_cmpint (ABS (bili_opus_id_to_unix (post) - times[i]), <=, MINUTE);
    }
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = begin_tests (&argc, &argv);
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  int result;

  g_test_dbus_up (bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (bus), TRUE);

  add_plan ("/scheduled/comes-out", NULL, NULL, test_comes_out);
  add_plan ("/scheduled/fails", NULL, NULL, test_fails);
  add_plan ("/scheduled/missed", NULL, NULL, test_missed);
  add_plan ("/scheduled/clock-set-back", NULL, NULL, test_clock_set_back);
  add_plan ("/scheduled/elsewhere-comes-out", NULL, NULL, test_elsewhere_comes_out);
  add_plan ("/scheduled/elsewhere-comes-out", "unread", "unread", test_elsewhere_comes_out);
  add_plan ("/scheduled/elsewhere-vanishes", NULL, NULL, test_elsewhere_vanishes);
  add_plan ("/scheduled/watcher", NULL, NULL, test_watcher);
  add_plan ("/scheduled/watcher", "off", "off", test_watcher);
  add_plan ("/scheduled/watcher-ticks", NULL, NULL, test_watcher_ticks);
  add_plan ("/scheduled/watcher-wakes", NULL, NULL, test_watcher_wakes);
  add_plan ("/scheduled/week", NULL, NULL, test_week);
  result = end_tests (folder);
  g_test_dbus_stop (bus);
  return result;
}
