/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-scheduled"

#include "bili-client-private.h"
#include "scheduled-desk.h"

/* What is planned, put together from the service's list and what Tuwen keeps. */

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
  g_assert_cmpint (tuwen_scheduled_item_get_time (find_item (plan, "被改了")), ==,
                   now (plan) + 2 * HOUR);
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
  g_autoptr (GPtrArray) itself
      = tuwen_scheduled_find_clashes (plan->scheduled, SANDBOX_MID, now (plan) + HOUR,
                                      item_at (plan, 0));
  g_autoptr (GPtrArray) other = tuwen_scheduled_find_clashes (plan->scheduled, SANDBOX_MID_2,
                                                              now (plan) + HOUR, NULL);

  g_assert_cmpuint (near->len, ==, 1);
  g_assert_cmpuint (far->len, ==, 0);
  g_assert_cmpuint (itself->len, ==, 0);
  g_assert_cmpuint (other->len, ==, 0);

  /* What was made elsewhere counts, and what a change of it is to replace does not. */
  {
    g_autoptr (TuwenDraft) change = edit (plan, item_at (plan, 0), NULL);
    g_autoptr (TuwenScheduledItem) changed = tuwen_scheduled_find (plan->scheduled, change);
    g_autoptr (GPtrArray) all = NULL;
    g_autoptr (GPtrArray) others = NULL;

    add_elsewhere (plan, "别处", now (plan) + HOUR - 60);
    refresh (plan);
    all = tuwen_scheduled_find_clashes (plan->scheduled, SANDBOX_MID, now (plan) + HOUR, NULL);
    others
        = tuwen_scheduled_find_clashes (plan->scheduled, SANDBOX_MID, now (plan) + HOUR, changed);
    g_assert_cmpuint (all->len, ==, 2);
    g_assert_cmpuint (others->len, ==, 1);
    g_assert_cmpstr (tuwen_scheduled_item_get_text (others->pdata[0]), ==, "别处");
  }
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

/* Ten thousand of them, and a change of one touches one. It takes as long as it takes: reading them
 * on a slow machine, where the service is in the same thread, is no call that nobody answers. */
static void
test_many (Plan *plan, gconstpointer data)
{
  TuwenAccount *account = tuwen_accounts_get_current (plan->desk.base.accounts);
  GPtrArray *listed = get_listed (plan);
  g_autoptr (TuwenDraft) draft = NULL;
  gint64 begin;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("第 %u 条", i);

      add_elsewhere (plan, text, now (plan) + HOUR + (gint64) ((i * 7919) % MANY));
    }
  tuwen_account_get_client (account)->timeout_ms = G_MAXINT;
  tuwen_scheduled_refresh (plan->scheduled);
  while (is_loading (plan))
    g_main_context_iteration (NULL, TRUE);
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

/* The list is read before the drafts are: what is in both is one. */
static void
test_list_first (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft
      = data == NULL ? new_scheduled (plan, "先有列表") : new_draft (&plan->desk, "先有列表");
  g_autofree char *id = g_strdup (tuwen_draft_get_id (draft));
  g_autoptr (GAsyncResult) result = NULL;

  /* Or it was never seen in the list, as the program ended right after it was sent */
  if (data != NULL)
    {
      fail (&plan->desk, DRAFTS, "http:500", -1);
      schedule_draft (plan, draft, now (plan) + HOUR);
      g_assert_null (tuwen_draft_get_scheduled_id (draft));
      fail (&plan->desk, DRAFTS, "http:500", 0);
    }
  tuwen_drafts_flush_async (plan->desk.drafts, NULL, await_cb, &result);
  AWAIT (result != NULL);
  g_clear_object (&result);
  g_clear_object (&draft);
  close_plan (plan);
  open_plan (plan);

  refresh (plan);
  g_assert_cmpuint (count_items (plan), ==, 1);
  g_assert_false (tuwen_scheduled_item_is_whole (item_at (plan, 0)));
  tuwen_drafts_load (plan->desk.drafts);
  AWAIT ((draft = tuwen_drafts_find (plan->desk.drafts, id)) != NULL);
  AWAIT (count_items (plan) == 1 && tuwen_scheduled_item_get_draft (item_at (plan, 0)) == draft);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_WAITING, "先有列表");
  g_assert_true (tuwen_scheduled_item_is_whole (item_at (plan, 0)));
  g_assert_null (tuwen_scheduled_item_get_reason (item_at (plan, 0)));
  g_assert_nonnull (tuwen_scheduled_item_get_listed (item_at (plan, 0)));
  g_assert_nonnull (tuwen_draft_get_scheduled_id (draft));
  refresh (plan);
  g_assert_cmpuint (count_items (plan), ==, 1);
}

/* The list has it, and the answer to sending it is not there yet: nobody else made it. */
static void
test_being_sent (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (&plan->desk, "在路上");

  /* Looks come late enough for the list to be read before */
  g_object_set (plan->desk.publisher, "look-unit-ms", 500, NULL);
  fail (&plan->desk, CREATE, "lost", 1);
  tuwen_draft_set_publish_time (draft, now (plan) + HOUR);
  tuwen_publisher_publish (plan->desk.publisher, draft);
  AWAIT (tuwen_draft_get_state (draft) == TUWEN_DRAFT_CHECKING);
  for (guint i = 0; i < 2; i++)
    {
      refresh (plan);
      g_assert_cmpuint (count_items (plan), ==, 1);
      g_assert_true (tuwen_scheduled_item_get_draft (item_at (plan, 0)) == draft);
    }
  /* Where a refresh takes long, the looks have found it meanwhile */
  AWAIT (tuwen_draft_get_state (draft) == TUWEN_DRAFT_SCHEDULED);
  AWAIT (!is_loading (plan));
  g_assert_cmpuint (count_items (plan), ==, 1);
  assert_item (item_at (plan, 0), TUWEN_SCHEDULED_WAITING, "在路上");
  g_assert_cmpuint (count_listed (plan, "在路上"), ==, 1);
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
  add_plan ("/scheduled/list-first", NULL, NULL, test_list_first);
  add_plan ("/scheduled/list-first", "unseen", "unseen", test_list_first);
  add_plan ("/scheduled/being-sent", NULL, NULL, test_being_sent);
  return end_tests (folder);
}
