/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-scheduled"

#include "scheduled-desk.h"
#include "tuwen-watcher.h"

/* What is planned, put together from the service's list and what Tuwen keeps; and what becomes of it in time. */

static void
assert_item (TuwenScheduledItem *item, TuwenScheduledState state, const char *text)
{
  g_assert_cmpint (tuwen_scheduled_item_get_state (item), ==, state);
  g_assert_cmpstr (tuwen_scheduled_item_get_text (item), ==, text);
}

/* Each section is one stretch, in its own order. */
static void
test_sections (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) later = new_scheduled (plan, "晚些");
  g_autoptr (TuwenDraft) writing = NULL;
  g_autoptr (TuwenDraft) empty = tuwen_drafts_create (plan->desk.drafts);
  static const guint counts[] = { 1, 2, 1, 0 };
  SandboxDraft *failed;

  failed = add_elsewhere (plan, "失败的", now (plan) - HOUR);
  sandbox_draft_fail (failed);
  add_elsewhere (plan, "早些", now (plan) + HOUR / 2);
  writing = new_draft (&plan->desk, "草稿");
  refresh (plan);

  g_assert_cmpuint (count_items (plan), ==, 4);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_FAILED, "失败的");
  assert_item (item_at (plan, 1), TUWEN_SCHEDULED_WAITING, "早些");
  assert_item (item_at (plan, 2), TUWEN_SCHEDULED_WAITING, "晚些");
  assert_item (item_at (plan, 3), TUWEN_SCHEDULED_DRAFT, "草稿");
  g_assert_cmpstr (tuwen_scheduled_item_get_reason (item_at (plan, 0)), ==,
                   "The service could not publish it: 系统错误 (500104)");
  for (guint i = 0; i < TUWEN_N_SECTIONS; i++)
    g_assert_cmpuint (tuwen_scheduled_count (plan->scheduled, i), ==, counts[i]);
  g_assert_true (tuwen_scheduled_item_is_whole (item_at (plan, 2)));
  g_assert_nonnull (tuwen_scheduled_item_get_listed (item_at (plan, 2)));
  g_assert_cmpint (tuwen_scheduled_item_get_time (item_at (plan, 2)), ==, now (plan) + HOUR);
  g_assert_cmpstr (tuwen_scheduled_item_get_mid (item_at (plan, 1)), ==, SANDBOX_MID);

  /* What was empty is there as soon as it is not, and the item stays the same. */
  set_text (empty, "不空了");
  settle ();
  g_assert_cmpuint (count_items (plan), ==, 5);
  {
    g_autoptr (TuwenScheduledItem) item = tuwen_scheduled_find (plan->scheduled, writing);

    set_text (writing, "草稿改了");
    settle ();
    g_assert_true (find_item (plan, "草稿改了") == item);
    tuwen_drafts_discard (plan->desk.drafts, writing);
    settle ();
    g_assert_cmpuint (count_items (plan), ==, 4);
  }
}

static void
test_errors (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "还在吗");

  add_elsewhere (plan, "别处", now (plan) + HOUR);
  refresh (plan);
  fail (&plan->desk, DRAFTS, data, 1);
  refresh (plan);
  g_assert_nonnull (tuwen_scheduled_get_error (plan->scheduled));
  g_assert_cmpint (tuwen_scheduled_get_error (plan->scheduled)->domain, ==, BILI_ERROR);

  /* What was known stays, and nothing is taken for gone. */
  g_assert_cmpuint (count_items (plan), ==, 2);
  g_assert_cmpuint (tuwen_scheduled_count (plan->scheduled, TUWEN_SECTION_SCHEDULED), ==, 2);
  if (tuwen_account_get_state (nth (plan->desk.base.accounts, 0)) == TUWEN_ACCOUNT_EXPIRED)
    return;
  refresh (plan);
  g_assert_null (tuwen_scheduled_get_error (plan->scheduled));
}

/* Somebody removed it, or changed its time, on the website. */
static void
test_disagreement (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) gone = new_scheduled (plan, "被删了");
  g_autoptr (TuwenDraft) moved = new_scheduled (plan, "被改了");
  SandboxDraft *listed = get_listed (plan)->pdata[1];

  listed->time += HOUR;
  g_ptr_array_remove_index (get_listed (plan), 0);
  refresh (plan);
  assert_item (find_item (plan, "被删了"), TUWEN_SCHEDULED_GONE, "被删了");
  g_assert_cmpint (tuwen_scheduled_item_get_section (find_item (plan, "被删了")), ==,
                   TUWEN_SECTION_ATTENTION);
  g_assert_cmpint (tuwen_scheduled_item_get_time (find_item (plan, "被改了")), ==, now (plan) + 2 * HOUR);
  g_assert_cmpstr (tuwen_scheduled_item_get_reason (find_item (plan, "被改了")), ==,
                   "Its time was changed elsewhere");
}

/* It was scheduled, but not seen then: the next list knows it. */
static void
test_seen_later (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (&plan->desk, "后来看到");

  fail (&plan->desk, DRAFTS, "http:500", -1);
  schedule_draft (plan, draft, now (plan) + HOUR);
  g_assert_null (tuwen_draft_get_scheduled_id (draft));
  fail (&plan->desk, DRAFTS, "http:500", 0);
  refresh (plan);
  g_assert_cmpuint (count_items (plan), ==, 1);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_WAITING, "后来看到");
  g_assert_nonnull (tuwen_draft_get_scheduled_id (draft));
}

static void
test_clashes (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "撞车");
  g_autoptr (GPtrArray) near = tuwen_scheduled_find_clashes (plan->scheduled, SANDBOX_MID,
                                                             now (plan) + HOUR + 14 * 60, NULL);
  g_autoptr (GPtrArray) far = tuwen_scheduled_find_clashes (plan->scheduled, SANDBOX_MID,
                                                            now (plan) + HOUR + 15 * 60, NULL);
  g_autoptr (GPtrArray) itself = tuwen_scheduled_find_clashes (plan->scheduled, SANDBOX_MID,
                                                               now (plan) + HOUR, draft);
  g_autoptr (GPtrArray) other = tuwen_scheduled_find_clashes (plan->scheduled, SANDBOX_MID_2,
                                                              now (plan) + HOUR, NULL);

  g_assert_cmpuint (near->len, ==, 1);
  g_assert_cmpuint (far->len, ==, 0);
  g_assert_cmpuint (itself->len, ==, 0);
  g_assert_cmpuint (other->len, ==, 0);
}

/* Nobody is signed in any more: what was made elsewhere is not theirs to see. */
static void
test_sign_out (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "我的");
  g_autoptr (GError) error = NULL;

  add_elsewhere (plan, "别处", now (plan) + HOUR);
  refresh (plan);
  g_assert_cmpuint (count_items (plan), ==, 2);
  sign_out (plan->desk.base.accounts, nth (plan->desk.base.accounts, 0), &error);
  g_assert_cmpuint (count_items (plan), ==, 1);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_WAITING, "我的");
  g_assert_false (do_act (plan, item_at (plan, 0), tuwen_scheduled_publish_now_async, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
}

#define MANY 10000

/* Ten thousand of them, and a change of one touches one. */
static void
test_many (Plan *plan, gconstpointer data)
{
  GPtrArray *listed = get_listed (plan);
  g_autoptr (TuwenDraft) draft = NULL;
  gint64 begin;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("第 %u 条", i);

      add_elsewhere (plan, text, now (plan) + HOUR + (gint64) ((i * 7919) % MANY));
    }
  refresh (plan);
  g_assert_null (tuwen_scheduled_get_error (plan->scheduled));
  g_assert_cmpuint (count_items (plan), ==, MANY);
  for (guint i = 1; i < MANY; i++)
    g_assert_cmpint (tuwen_scheduled_item_get_time (item_at (plan, i - 1)), <=,
                     tuwen_scheduled_item_get_time (item_at (plan, i)));

  draft = new_draft (&plan->desk, "草");
  settle ();
  g_assert_cmpuint (count_items (plan), ==, MANY + 1);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("草稿 %u", i);

      set_text (draft, text);
    }
  g_test_message ("a change among %u takes %" G_GINT64_FORMAT " µs", MANY,
                  (g_get_monotonic_time () - begin) / 100);

  g_ptr_array_set_size (listed, 1);
  refresh (plan);
  g_assert_cmpuint (count_items (plan), ==, 2);
}

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
  g_assert_cmpuint (tuwen_scheduled_item_get_actions (item_at (plan, 0)) & TUWEN_CAN_PUBLISH_NOW, ==, 0);
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
  g_autoptr (TuwenWatcher) watcher
      = tuwen_watcher_new (plan->scheduled, plan->desk.base.clock, NULL);
  gboolean told = FALSE;

  g_assert_true (tuwen_watcher_get_enabled (watcher));
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
  g_autoptr (TuwenWatcher) watcher
      = tuwen_watcher_new (plan->scheduled, plan->desk.base.clock, NULL);

  pass (plan, HOUR + 120);
  g_object_set (watcher, "tick-ms", 5, NULL);
  AWAIT (plan->n_told_published == 1);
}

static const char *const faults[] = { "drop",  "http:500", "html", "truncated", "empty", "types",
                                      "null",  "code:-500", "code:-352", "voucher", "huge", "deep",
                                      "utf8",  "code:-101" };

int
main (int argc, char *argv[])
{
  g_autofree char *folder = begin_tests (&argc, &argv);

  add_plan ("/scheduled/sections", NULL, NULL, test_sections);
  add_plan_faults ("/scheduled/errors", faults, G_N_ELEMENTS (faults), test_errors);
  add_plan ("/scheduled/disagreement", NULL, NULL, test_disagreement);
  add_plan ("/scheduled/seen-later", NULL, NULL, test_seen_later);
  add_plan ("/scheduled/clashes", NULL, NULL, test_clashes);
  add_plan ("/scheduled/sign-out", NULL, NULL, test_sign_out);
  add_plan ("/scheduled/many", NULL, NULL, test_many);
  add_plan ("/scheduled/comes-out", NULL, NULL, test_comes_out);
  add_plan ("/scheduled/fails", NULL, NULL, test_fails);
  add_plan ("/scheduled/missed", NULL, NULL, test_missed);
  add_plan ("/scheduled/watcher", NULL, NULL, test_watcher);
  add_plan ("/scheduled/watcher", "off", "off", test_watcher);
  add_plan ("/scheduled/watcher-ticks", NULL, NULL, test_watcher_ticks);
  return end_tests (folder);
}
