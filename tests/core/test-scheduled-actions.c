/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-scheduled-actions"

#include "scheduled-desk.h"
#include "tuwen-error-text.h"

/* What persons do with scheduled posts, under every fault. What the stand-in holds at the end is
 * what counts. */

static const char *const acted[] = { "lost", "truncated", "utf8", "delay:30", "empty" };
static const char *const did_nothing[] = { "drop",      "http:500",  "http:503",  "html",
                                           "deep",      "code:-500", "code:-504", "redirect:http://127.0.0.1:1/",
                                           "huge",      "code:4120015" };
static const char *const refused[] = { "code:-111", "code:-352", "code:-400", "code:-412", "http:404", "voucher" };

/* What was tried in vain is known of the item itself, and why. */
static void
assert_left (TuwenScheduledItem *item, TuwenScheduledActions action, const char *words)
{
  g_assert_cmpint (tuwen_scheduled_item_get_failed (item), ==, action);
  g_assert_true (g_str_has_prefix (tuwen_scheduled_item_get_reason (item), words));
  g_assert_cmpuint (tuwen_scheduled_item_get_actions (item) & action, !=, 0);
}

static void
test_publish_now (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (&plan->desk, "现在就发");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  add_pictures (draft, 2);
  schedule_draft (plan, draft, now (plan) + HOUR);
  refresh (plan);
  g_assert_cmpuint (count_items (plan), ==, 1);
  g_assert_true (do_act (plan, item_at (plan, 0), tuwen_scheduled_publish_now_async, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_posts (&plan->desk, "现在就发"), ==, 1);
  g_assert_cmpuint (get_listed (plan)->len, ==, 0);
  g_assert_cmpuint (count_items (plan), ==, 0);
  g_assert_cmpuint (count_requests (&plan->desk, PUBLISH_NOW), ==, 1);
  id = g_strdup_printf ("%" G_GUINT64_FORMAT, get_newest (&plan->desk)->id);
  g_assert_cmpstr (tuwen_draft_get_post_id (draft), ==, id);
}

/* The service acts, and its answer is lost: it is found, and nothing is sent twice. */
static void
test_publish_now_acted (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "发了没回音");
  g_autoptr (GError) error = NULL;
  gboolean acts = !g_str_equal (data, "empty");

  fail (&plan->desk, PUBLISH_NOW, data, 1);
  g_assert_cmpint (do_act (plan, item_at (plan, 0), tuwen_scheduled_publish_now_async, &error), ==,
                   acts);
  g_assert_cmpuint (count_posts (&plan->desk, "发了没回音"), ==, acts);
  g_assert_cmpuint (count_requests (&plan->desk, PUBLISH_NOW), ==, 1);
  g_assert_cmpuint (count_items (plan), ==, !acts);
}

/* It does nothing, but only a look tells. */
static void
test_publish_now_unclear (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "没发出去");
  g_autoptr (GError) error = NULL;

  fail (&plan->desk, PUBLISH_NOW, data, 1);
  g_assert_false (do_act (plan, item_at (plan, 0), tuwen_scheduled_publish_now_async, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (count_posts (&plan->desk, "没发出去"), ==, 0);
  g_assert_cmpuint (count_listed (plan, "没发出去"), ==, 1);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item_at (plan, 0)), ==, TUWEN_SCHEDULED_WAITING);
  assert_left (item_at (plan, 0), TUWEN_CAN_PUBLISH_NOW, "Not published. ");
  g_assert_cmpuint (count_requests (&plan->desk, PUBLISH_NOW), ==, 1);

  g_clear_error (&error);
  g_assert_true (do_act (plan, item_at (plan, 0), tuwen_scheduled_publish_now_async, &error));
  g_assert_cmpuint (count_posts (&plan->desk, "没发出去"), ==, 1);
}

static void
test_publish_now_refused (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "不让发");
  g_autoptr (GError) error = NULL;

  fail (&plan->desk, PUBLISH_NOW, data, 1);
  sandbox_server_forget_requests (plan->desk.base.sandbox);
  g_assert_false (do_act (plan, item_at (plan, 0), tuwen_scheduled_publish_now_async, &error));
  g_assert_cmpint (error->domain, ==, BILI_ERROR);
  g_assert_cmpuint (count_listed (plan, "不让发"), ==, 1);
  g_assert_cmpint (tuwen_draft_get_journal (draft)->action, ==, TUWEN_ACTION_NONE);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item_at (plan, 0)), ==, TUWEN_SCHEDULED_WAITING);
  assert_left (item_at (plan, 0), TUWEN_CAN_PUBLISH_NOW, "Not published. ");

  /* It says so until something else is the matter with it. */
  refresh (plan);
  assert_left (item_at (plan, 0), TUWEN_CAN_PUBLISH_NOW, "Not published. ");
  sandbox_draft_fail (get_listed (plan)->pdata[0]);
  refresh (plan);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item_at (plan, 0)), ==, TUWEN_SCHEDULED_FAILED);
  g_assert_cmpint (tuwen_scheduled_item_get_failed (item_at (plan, 0)), ==, 0);
  g_assert_true (g_str_has_prefix (tuwen_scheduled_item_get_reason (item_at (plan, 0)),
                                   "The service could not publish it"));
}

/* Nobody can look: it stays unknown until somebody can. */
static void
end_list_cb (SandboxServer *sandbox)
{
  sandbox_server_fail (sandbox, DRAFTS, "http:500", -1);
  sandbox_server_fail (sandbox, FEED, "http:500", -1);
}

static void
note_step_cb (TuwenDraft *draft, Plan *plan)
{
  if (tuwen_draft_get_journal (draft)->acted != 0)
    end_list_cb (plan->desk.base.sandbox);
}

static void
refuse_list_cb (TuwenDraft *draft, Plan *plan)
{
  if (tuwen_draft_get_journal (draft)->acted == 0)
    return;

  sandbox_server_forget_requests (plan->desk.base.sandbox);
  fail (&plan->desk, DRAFTS, "code:-352", -1);
}

/* Whoever is told to stop does not look on: once for what was done, and once for the list. */
static void
test_look_refused (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "别再看了");
  g_autoptr (GError) error = NULL;

  fail (&plan->desk, REMOVE, "lost", 1);
  g_signal_connect (draft, "changed", G_CALLBACK (refuse_list_cb), plan);
  g_assert_false (do_act (plan, item_at (plan, 0), tuwen_scheduled_remove_async, &error));
  g_signal_handlers_disconnect_by_func (draft, refuse_list_cb, plan);
  g_assert_error (error, BILI_ERROR, BILI_ERROR_RISK_CONTROL);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item_at (plan, 0)), ==, TUWEN_SCHEDULED_UNKNOWN);
  g_assert_cmpuint (count_requests (&plan->desk, DRAFTS), <=, 2);
}

static void
test_unknown (Plan *plan, gconstpointer data)
{
  gboolean removing = data != NULL;
  Act act = removing ? tuwen_scheduled_remove_async : tuwen_scheduled_publish_now_async;
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "不知道");
  g_autoptr (GError) error = NULL;

  fail (&plan->desk, removing ? REMOVE : PUBLISH_NOW, "lost", 1);
  g_signal_connect (draft, "changed", G_CALLBACK (note_step_cb), plan);
  g_assert_false (do_act (plan, item_at (plan, 0), act, &error));
  g_signal_handlers_disconnect_by_func (draft, note_step_cb, plan);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item_at (plan, 0)), ==, TUWEN_SCHEDULED_UNKNOWN);
  g_assert_cmpint (tuwen_scheduled_item_get_section (item_at (plan, 0)), ==,
                   TUWEN_SECTION_ATTENTION);
  g_assert_cmpuint (tuwen_scheduled_item_get_actions (item_at (plan, 0)) & TUWEN_CAN_PUBLISH_NOW,
                    ==, 0);

  /* A restart finds out by itself. */
  fail (&plan->desk, DRAFTS, "http:500", 0);
  fail (&plan->desk, FEED, "http:500", 0);
  draft = restart (plan, g_steal_pointer (&draft));
  g_assert_cmpint (tuwen_scheduled_item_get_state (item_at (plan, 0)), ==, TUWEN_SCHEDULED_UNKNOWN);
  g_clear_error (&error);
  if (g_test_rand_bit ())
    g_assert_true (do_act (plan, item_at (plan, 0), tuwen_scheduled_look_again_async, &error));
  else
    refresh (plan);
  AWAIT (tuwen_draft_get_journal (draft)->action == TUWEN_ACTION_NONE);
  settle ();
  g_assert_cmpuint (count_posts (&plan->desk, "不知道"), ==, !removing);
  g_assert_cmpuint (get_listed (plan)->len, ==, 0);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==,
                   removing ? TUWEN_DRAFT_TRASHED : TUWEN_DRAFT_PUBLISHED);
}

/* Its time comes between the press and the call: one post all the same. */
static void
test_due_meanwhile (Plan *plan, gconstpointer data)
{
  gboolean removing = data != NULL;
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "到点撞上");
  g_autoptr (GError) error = NULL;
  gboolean done;

  pass (plan, HOUR + 1);
  done = do_act (plan, item_at (plan, 0),
                 removing ? tuwen_scheduled_remove_async : tuwen_scheduled_publish_now_async,
                 &error);
  g_assert_cmpint (done, ==, !removing);
  if (removing)
    g_assert_error (error, TUWEN_ERROR, G_IO_ERROR_EXISTS);
  g_assert_cmpuint (count_posts (&plan->desk, "到点撞上"), ==, 1);
  g_assert_cmpuint (count_requests (&plan->desk, PUBLISH_NOW), ==, 0);
  g_assert_cmpuint (count_items (plan), ==, 0);
}

static void
test_remove (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (&plan->desk, "删掉");
  g_autoptr (GError) error = NULL;
  TuwenScheduledItem *item;

  add_pictures (draft, 1);
  schedule_draft (plan, draft, now (plan) + HOUR);
  refresh (plan);
  g_assert_true (do_act (plan, item_at (plan, 0), tuwen_scheduled_remove_async, &error));
  g_assert_cmpuint (get_listed (plan)->len, ==, 0);
  g_assert_cmpuint (tuwen_scheduled_count (plan->scheduled, TUWEN_SECTION_TRASH), ==, 1);

  /* All of it can be had back, also after a restart. */
  draft = restart (plan, g_steal_pointer (&draft));
  refresh (plan);
  item = item_at (plan, 0);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item), ==, TUWEN_SCHEDULED_TRASHED);
  g_assert_cmpuint (tuwen_scheduled_item_get_actions (item), ==,
                    TUWEN_CAN_RESTORE | TUWEN_CAN_ERASE);
  g_assert_true (tuwen_scheduled_restore (plan->scheduled, item) == draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);
  g_assert_cmpint (tuwen_scheduled_item_get_section (item), ==, TUWEN_SECTION_DRAFTS);
  schedule_draft (plan, draft, now (plan) + HOUR);
  g_assert_cmpuint (count_listed (plan, "删掉"), ==, 1);
}

static void
test_remove_faults (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "删不掉");
  g_autoptr (GError) error = NULL;
  gboolean gone;

  fail (&plan->desk, REMOVE, data, 1);
  gone = do_act (plan, item_at (plan, 0), tuwen_scheduled_remove_async, &error);
  g_assert_cmpuint (count_listed (plan, "删不掉"), ==, !gone);
  g_assert_cmpuint (tuwen_scheduled_count (plan->scheduled, TUWEN_SECTION_TRASH), ==, gone);
  g_assert_cmpuint (tuwen_scheduled_count (plan->scheduled, TUWEN_SECTION_SCHEDULED), ==, !gone);
  g_assert_cmpuint (count_requests (&plan->desk, REMOVE), ==, 1);
  if (gone)
    return;

  assert_left (item_at (plan, 0), TUWEN_CAN_REMOVE, "Not deleted. ");
  g_clear_error (&error);
  g_assert_true (do_act (plan, item_at (plan, 0), tuwen_scheduled_remove_async, &error));
  g_assert_cmpuint (count_listed (plan, "删不掉"), ==, 0);
  g_assert_cmpint (tuwen_scheduled_item_get_failed (item_at (plan, 0)), ==, 0);
}

static void
test_trash_ends (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "三十天");
  g_autoptr (GError) error = NULL;

  g_assert_true (do_act (plan, item_at (plan, 0), tuwen_scheduled_remove_async, &error));
  pass (plan, TUWEN_TRASH_DAYS * DAY - 1);
  tuwen_scheduled_tick (plan->scheduled);
  g_assert_cmpuint (tuwen_scheduled_count (plan->scheduled, TUWEN_SECTION_TRASH), ==, 1);
  pass (plan, 1);
  tuwen_scheduled_tick (plan->scheduled);
  settle ();
  g_assert_cmpuint (count_items (plan), ==, 0);
}

static void
test_reschedule (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (&plan->desk, "改时间");
  g_autoptr (GError) error = NULL;
  gint64 time = now (plan) + DAY;

  add_pictures (draft, 2);
  set_vote (draft, "几点");
  schedule_draft (plan, draft, now (plan) + HOUR);
  refresh (plan);
  g_assert_true (reschedule (plan, item_at (plan, 0), time, &error));
  g_assert_no_error (error);
  settle ();
  g_assert_cmpuint (get_listed (plan)->len, ==, 1);
  g_assert_cmpint (((SandboxDraft *) get_listed (plan)->pdata[0])->time, ==, time);
  g_assert_cmpuint (((SandboxDraft *) get_listed (plan)->pdata[0])->post->pictures->len, ==, 2);
  g_assert_cmpuint (count_items (plan), ==, 1);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item_at (plan, 0)), ==, TUWEN_SCHEDULED_WAITING);
  g_assert_cmpint (tuwen_scheduled_item_get_time (item_at (plan, 0)), ==, time);
  g_assert_true (tuwen_scheduled_item_is_whole (item_at (plan, 0)));
}

/* Whatever happens to the new one, the old one is there until the new one is. */
static void
test_reschedule_faults (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "改不了");
  g_autoptr (GError) error = NULL;
  gboolean done;

  fail (&plan->desk, CREATE, data, 1);
  done = reschedule (plan, item_at (plan, 0), now (plan) + DAY, &error);
  settle ();
  g_assert_cmpuint (count_listed (plan, "改不了"), ==, 1);
  g_assert_cmpint (((SandboxDraft *) get_listed (plan)->pdata[0])->time, ==,
                   now (plan) + (done ? DAY : HOUR));
  if (done)
    g_assert_cmpuint (count_items (plan), ==, 1);
}

static void
test_reschedule_too_near (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "太近");
  g_autoptr (GError) error = NULL;

  g_assert_false (reschedule (plan, item_at (plan, 0), now (plan) + 60, &error));
  g_assert_error (error, TUWEN_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  settle ();
  g_assert_cmpuint (count_items (plan), ==, 1);
  g_assert_cmpuint (count_listed (plan, "太近"), ==, 1);
  assert_left (item_at (plan, 0), TUWEN_CAN_RESCHEDULE, "Not rescheduled. That time is too near");
}

/* The old one cannot be removed: both are there, with a note, and one call settles it. */
static void
test_double (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "两条");
  g_autoptr (TuwenDraft) change = NULL;
  g_autoptr (GError) error = NULL;
  TuwenScheduledItem *item;

  fail (&plan->desk, REMOVE, "code:-352", 1);
  change = edit (plan, item_at (plan, 0), &error);
  g_assert_no_error (error);
  g_assert_true (tuwen_draft_replaces (change));
  set_text (change, "改过的");
  schedule_draft (plan, change, now (plan) + DAY);
  AWAIT (count_requests (&plan->desk, REMOVE) == 1);
  settle ();
  AWAIT (!is_loading (plan));
  g_assert_cmpuint (get_listed (plan)->len, ==, 2);

  if (data != NULL)
    change = restart (plan, g_steal_pointer (&change));
  refresh (plan);
  item = find_item (plan, "改过的");
  g_assert_cmpint (tuwen_scheduled_item_get_state (item), ==, TUWEN_SCHEDULED_DOUBLE);
  g_assert_nonnull (tuwen_scheduled_item_get_reason (item));
  fail (&plan->desk, REMOVE, "code:-352", 1);
  g_assert_false (do_act (plan, item, tuwen_scheduled_settle_async, &error));
  g_clear_error (&error);
  assert_left (item, TUWEN_CAN_SETTLE, "The old one is still there. ");
  g_assert_true (do_act (plan, item, tuwen_scheduled_settle_async, &error));
  g_assert_no_error (error);
  settle ();
  g_assert_cmpuint (count_listed (plan, "改过的"), ==, 1);
  g_assert_cmpuint (get_listed (plan)->len, ==, 1);
  g_assert_cmpuint (count_items (plan), ==, 1);
}

static void
test_edit (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (&plan->desk, "原来");
  g_autoptr (TuwenDraft) change = NULL;
  g_autoptr (TuwenDraft) same = NULL;
  g_autoptr (GError) error = NULL;

  add_pictures (draft, 1);
  schedule_draft (plan, draft, now (plan) + HOUR);
  refresh (plan);
  change = edit (plan, item_at (plan, 0), &error);
  g_assert_no_error (error);
  g_assert_true (change != draft);
  g_assert_cmpint (tuwen_draft_get_publish_time (change), ==, now (plan) + HOUR);
  g_assert_cmpuint (g_list_model_get_n_items (tuwen_draft_get_pictures (change)), ==, 1);
  g_assert_cmpstr (tuwen_draft_picture_get_path (get_picture (change, 0)), !=,
                   tuwen_draft_picture_get_path (get_picture (draft, 0)));
  same = edit (plan, find_item (plan, "原来"), &error);
  if (same != change)
    {
      /* The copy has the same text, so either may be the first. */
      g_assert_true (same == draft || same == change);
    }

  set_text (change, "后来");
  if (data != NULL)
    {
      tuwen_draft_set_publish_time (change, 0);
      tuwen_publisher_publish (plan->desk.publisher, change);
      AWAIT (plan->desk.n_published == 1);
    }
  else
    {
      schedule_draft (plan, change, now (plan) + HOUR);
    }
  AWAIT (count_listed (plan, "原来") == 0);
  AWAIT (count_items (plan) == (data == NULL));
  g_assert_cmpuint (count_listed (plan, "后来"), ==, data == NULL);
  g_assert_cmpuint (count_posts (&plan->desk, "后来"), ==, data != NULL);
}

/* It was published while somebody wrote on: what is written is not posted without asking. */
static void
test_edit_too_late (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "已经发了");
  g_autoptr (TuwenDraft) change = edit (plan, item_at (plan, 0), NULL);

  set_text (change, "晚了一步");
  pass (plan, HOUR + 10);
  tuwen_draft_set_publish_time (change, now (plan) + HOUR);
  tuwen_publisher_publish (plan->desk.publisher, change);
  await_end (&plan->desk);
  g_assert_cmpint (tuwen_draft_get_state (change), ==, TUWEN_DRAFT_WRITING);
  g_assert_error (tuwen_draft_get_error (change), TUWEN_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (tuwen_draft_replaces (change));
  g_assert_cmpuint (get_listed (plan)->len, ==, 0);
  schedule_draft (plan, change, now (plan) + HOUR);
  g_assert_cmpuint (count_listed (plan, "晚了一步"), ==, 1);
}

static void
test_copy (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (&plan->desk, "抄一份");
  g_autoptr (TuwenDraft) made = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  gsize old_size, new_size;

  add_pictures (draft, 2);
  schedule_draft (plan, draft, now (plan) + HOUR);
  refresh (plan);
  made = copy (plan, item_at (plan, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpint (tuwen_draft_get_state (made), ==, TUWEN_DRAFT_WRITING);
  g_assert_cmpint (tuwen_draft_get_publish_time (made), ==, 0);
  g_assert_false (tuwen_draft_replaces (made));
  g_assert_cmpuint (g_list_model_get_n_items (tuwen_draft_get_pictures (made)), ==, 2);
  g_file_get_contents (tuwen_draft_picture_get_path (get_picture (draft, 1)), &old, &old_size,
                       &error);
  g_assert_no_error (error);
  g_file_get_contents (tuwen_draft_picture_get_path (get_picture (made, 1)), &new, &new_size,
                       &error);
  g_assert_no_error (error);
  g_assert_cmpmem (old, old_size, new, new_size);
}

/* The program ends while a copy is being made: nothing is left of it. What a person was given to
 * write on is. */
static void
test_copy_cut_short (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "抄到一半");
  g_autoptr (TuwenDraft) made = NULL;
  g_autoptr (TuwenDraft) again = NULL;
  g_autofree char *made_id = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tuwen_drafts_copy_async (plan->desk.drafts, draft, NULL, await_cb, &result);
  AWAIT (result != NULL);
  made = tuwen_drafts_copy_finish (plan->desk.drafts, result, &error);
  g_assert_no_error (error);
  settle ();
  g_assert_cmpuint (count_items (plan), ==, 1);
  made_id = g_strdup (tuwen_draft_get_id (made));
  folder = g_strdup (tuwen_draft_get_folder (made));
  g_clear_object (&made);
  g_clear_object (&result);

  draft = restart (plan, g_steal_pointer (&draft));
  AWAIT_THREADS (!g_file_test (folder, G_FILE_TEST_EXISTS));
  again = tuwen_drafts_find (plan->desk.drafts, made_id);
  g_assert_null (again);

  refresh (plan);
  made = edit (plan, item_at (plan, 0), &error);
  g_assert_no_error (error);
  g_clear_object (&draft);
  made = restart (plan, g_steal_pointer (&made));
  g_assert_true (tuwen_draft_replaces (made));
  g_assert_cmpint (tuwen_draft_get_state (made), ==, TUWEN_DRAFT_WRITING);
}

/* Pictures of what was thrown away go nowhere, until somebody wants it after all. */
static void
test_trash_uploads_nothing (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (&plan->desk, "不传了");
  g_autoptr (TuwenScheduledItem) item = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (plan->desk.publisher, "upload-late", TRUE, NULL);
  add_pictures (draft, 2);
  tuwen_publisher_upload (plan->desk.publisher, draft);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_READY) == 2);
  item = tuwen_scheduled_find (plan->scheduled, draft);
  g_assert_true (do_act (plan, item, tuwen_scheduled_remove_async, &error));
  g_assert_no_error (error);

  g_object_set (plan->desk.publisher, "upload-late", FALSE, NULL);
  settle ();
  g_assert_cmpuint (count_requests (&plan->desk, UPLOAD), ==, 0);
  g_assert_cmpuint (count_in_state (draft, TUWEN_DRAFT_PICTURE_READY), ==, 2);

  g_assert_true (tuwen_scheduled_restore (plan->scheduled, item) == draft);
  tuwen_publisher_upload (plan->desk.publisher, draft);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADED) == 2);
}

/* An item that the list has left is nothing to act on: what it was may have become another. */
static void
test_left (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = NULL;
  g_autoptr (GError) error = NULL;

  add_elsewhere (plan, "网页上删了", now (plan) + HOUR);
  refresh (plan);
  item = g_object_ref (item_at (plan, 0));
  g_ptr_array_set_size (get_listed (plan), 0);
  refresh (plan);
  g_assert_cmpuint (count_items (plan), ==, 0);
  g_assert_false (do_act (plan, item, tuwen_scheduled_publish_now_async, &error));
  g_assert_error (error, TUWEN_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (plan->desk.drafts)), ==, 0);
  g_assert_cmpuint (count_requests (&plan->desk, PUBLISH_NOW), ==, 0);
}

/* What was made elsewhere can be published, deleted and changed as well. */
static void
test_elsewhere (Plan *plan, gconstpointer data)
{
  const char *what = data;
  g_autoptr (GError) error = NULL;
  TuwenScheduledItem *item;

  add_elsewhere (plan, "网页上定的", now (plan) + HOUR);
  refresh (plan);
  item = item_at (plan, 0);
  g_assert_false (tuwen_scheduled_item_is_whole (item));
  g_assert_cmpstr (tuwen_scheduled_item_get_reason (item), ==,
                   "Made elsewhere, only text known");

  if (g_str_equal (what, "publish-now"))
    {
      g_assert_true (do_act (plan, item, tuwen_scheduled_publish_now_async, &error));
      g_assert_cmpuint (count_posts (&plan->desk, "网页上定的"), ==, 1);
      g_assert_cmpuint (count_items (plan), ==, 0);
    }
  else if (g_str_equal (what, "publish-now-lost"))
    {
      fail (&plan->desk, PUBLISH_NOW, "lost", 1);
      g_assert_true (do_act (plan, item, tuwen_scheduled_publish_now_async, &error));
      g_assert_cmpuint (count_posts (&plan->desk, "网页上定的"), ==, 1);
    }
  else if (g_str_equal (what, "remove"))
    {
      g_assert_true (do_act (plan, item, tuwen_scheduled_remove_async, &error));
      g_assert_true (item_at (plan, 0) == item);
      g_assert_cmpint (tuwen_scheduled_item_get_state (item), ==, TUWEN_SCHEDULED_TRASHED);
      g_assert_cmpstr (tuwen_scheduled_item_get_text (item), ==, "网页上定的");
    }
  else
    {
      g_assert_true (reschedule (plan, item, now (plan) + DAY, &error));
      g_assert_no_error (error);
      AWAIT (get_listed (plan)->len == 1);
      g_assert_cmpint (((SandboxDraft *) get_listed (plan)->pdata[0])->time, ==, now (plan) + DAY);
    }
  g_assert_cmpuint (count_listed (plan, "网页上定的"), ==, g_str_equal (what, "reschedule"));
}

#define PICTURE_PATH "/bfs/new_dyn/06400480elsewhere.png"
#define PICTURE "http://i0.hdslb.com" PICTURE_PATH

/* A post of a picture and no word, whose answer was lost: the feed shows that picture. */
static void
test_pictures_elsewhere (Plan *plan, gconstpointer data)
{
  SandboxDraft *listed = add_elsewhere (plan, "", now (plan) + HOUR);
  g_autoptr (GError) error = NULL;

  g_free (listed->request);
  listed->request = g_strdup ("{\"content\":{\"contents\":[]},\"pics\":[{\"img_src\":\"" PICTURE
                              "\",\"img_width\":640,\"img_height\":480,\"img_size\":12.5}]}");
  g_ptr_array_add (listed->post->pictures, sandbox_picture_new (PICTURE, 640, 480, 12.5));
  refresh (plan);
  fail (&plan->desk, PUBLISH_NOW, data, 1);
  g_assert_true (do_act (plan, item_at (plan, 0), tuwen_scheduled_publish_now_async, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_posts (&plan->desk, ""), ==, 1);
  g_assert_cmpuint (count_items (plan), ==, 0);
}

static const char *const no_picture[] = { "http:404", "drop", "html", "truncated" };

static void
add_picture_elsewhere (Plan *plan, const char *text)
{
  SandboxDraft *listed = add_elsewhere (plan, text, now (plan) + HOUR);

  g_free (listed->request);
  listed->request
      = g_strdup_printf ("{\"content\":{\"contents\":[{\"raw_text\":\"%s\",\"type\":1}]},\"pics\":"
                         "[{\"img_src\":\"" PICTURE
                         "\",\"img_width\":640,\"img_height\":480,\"img_size\":12.5}]}",
                         text);
  g_ptr_array_add (listed->post->pictures, sandbox_picture_new (PICTURE, 640, 480, 12.5));
  refresh (plan);
}

/* A post that was made elsewhere is moved: its pictures are fetched, and go with it. */
static void
test_pictures_fetched (Plan *plan, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const SandboxDraft *listed;

  add_picture_elsewhere (plan, "带图");
  reschedule (plan, item_at (plan, 0), now (plan) + DAY, &error);
  g_assert_no_error (error);
  AWAIT (get_listed (plan)->len == 1 && count_listed (plan, "带图") == 1);
  listed = get_listed (plan)->pdata[0];
  g_assert_cmpint (listed->time, ==, now (plan) + DAY);
  g_assert_cmpuint (listed->post->pictures->len, ==, 1);
}

/* One that cannot be had, or that is none: a post without it is not what was asked for. */
static void
test_pictures_not_fetched (Plan *plan, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_picture_elsewhere (plan, "缺图");
  fail (&plan->desk, PICTURE_PATH, data, -1);
  g_assert_false (reschedule (plan, item_at (plan, 0), now (plan) + DAY, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (count_listed (plan, "缺图"), ==, 1);
  g_assert_cmpint (((SandboxDraft *) get_listed (plan)->pdata[0])->time, ==, now (plan) + HOUR);
  g_assert_cmpuint (count_requests (&plan->desk, CREATE), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (plan->desk.drafts)), ==, 0);
  g_assert_cmpuint (count_items (plan), ==, 1);
}

/* What is deleted is kept, with as many of its pictures as can be had. */
static void
test_pictures_kept (Plan *plan, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TuwenDraft *draft;

  add_picture_elsewhere (plan, "删图");
  if (data != NULL)
    fail (&plan->desk, PICTURE_PATH, data, -1);
  g_assert_true (do_act (plan, item_at (plan, 0), tuwen_scheduled_remove_async, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (get_listed (plan)->len, ==, 0);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item_at (plan, 0)), ==, TUWEN_SCHEDULED_TRASHED);
  draft = tuwen_scheduled_item_get_draft (item_at (plan, 0));
  g_assert_cmpuint (g_list_model_get_n_items (tuwen_draft_get_pictures (draft)), ==, data == NULL);
}

/* Nothing of it can be read, so that nothing tells which post it became: whoever knows better
 * settles it. */
static void
test_nowhere (Plan *plan, gconstpointer data)
{
  SandboxDraft *listed = add_elsewhere (plan, "无法辨认", now (plan) + HOUR);
  g_autoptr (GError) error = NULL;
  TuwenScheduledItem *item;
  TuwenDraft *draft;

  g_free (listed->request);
  listed->request = g_strdup ("{}");
  refresh (plan);
  item = item_at (plan, 0);
  fail (&plan->desk, PUBLISH_NOW, "lost", 1);
  g_assert_false (do_act (plan, item, tuwen_scheduled_publish_now_async, &error));
  g_assert_cmpint (tuwen_scheduled_item_get_state (item), ==, TUWEN_SCHEDULED_UNKNOWN);
  g_assert_true (tuwen_scheduled_item_is_nowhere (item));
  g_assert_true (strstr (tuwen_scheduled_item_get_reason (item), "neither scheduled nor") != NULL);
  g_assert_cmpint (tuwen_scheduled_item_get_failed (item), ==, 0);
  g_assert_cmpuint (tuwen_scheduled_item_get_actions (item), ==,
                    TUWEN_CAN_LOOK_AGAIN | TUWEN_CAN_REMOVE);

  /* Where that cannot be looked at, it stays what it was. */
  draft = tuwen_scheduled_item_get_draft (item);
  fail (&plan->desk, DRAFTS, "http:500", -1);
  g_clear_error (&error);
  g_assert_false (do_act (plan, item, tuwen_scheduled_remove_async, &error));
  fail (&plan->desk, DRAFTS, "http:500", 0);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item), ==, TUWEN_SCHEDULED_UNKNOWN);
  g_assert_cmpint (tuwen_draft_get_journal (draft)->action, ==, TUWEN_ACTION_PUBLISH_NOW);
  g_assert_cmpint (tuwen_draft_get_journal (draft)->acted, !=, 0);

  g_clear_error (&error);
  g_assert_true (do_act (plan, item, tuwen_scheduled_remove_async, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tuwen_scheduled_item_get_state (item), ==, TUWEN_SCHEDULED_TRASHED);
  g_assert_cmpuint (count_posts (&plan->desk, "无法辨认"), ==, 1);
  g_assert_cmpuint (count_requests (&plan->desk, REMOVE), ==, 0);
}

/* Two presses are one. */
static void
test_busy (Plan *plan, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (plan, "只按一次");
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenScheduledItem) item = g_object_ref (item_at (plan, 0));

  tuwen_scheduled_publish_now_async (plan->scheduled, item, NULL, await_cb, &first);
  g_assert_cmpuint (tuwen_scheduled_item_get_actions (item), ==, 0);
  g_assert_nonnull (tuwen_scheduled_item_get_step (item));
  tuwen_scheduled_remove_async (plan->scheduled, item, NULL, await_cb, &second);
  AWAIT (first != NULL && second != NULL);
  g_assert_false (tuwen_scheduled_act_finish (plan->scheduled, second, &error));
  g_assert_error (error, TUWEN_ERROR, G_IO_ERROR_BUSY);
  g_assert_true (tuwen_scheduled_act_finish (plan->scheduled, first, NULL));
  g_assert_cmpuint (count_posts (&plan->desk, "只按一次"), ==, 1);
  AWAIT (!is_loading (plan));
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = begin_tests (&argc, &argv);

  add_plan ("/scheduled/publish-now", NULL, NULL, test_publish_now);
  add_plan_faults ("/scheduled/publish-now/acted", acted, G_N_ELEMENTS (acted),
                   test_publish_now_acted);
  add_plan_faults ("/scheduled/publish-now/unclear", did_nothing, G_N_ELEMENTS (did_nothing),
                   test_publish_now_unclear);
  add_plan_faults ("/scheduled/publish-now/refused", refused, G_N_ELEMENTS (refused),
                   test_publish_now_refused);
  add_plan ("/scheduled/look-refused", NULL, NULL, test_look_refused);
  add_plan ("/scheduled/unknown", "publish-now", NULL, test_unknown);
  add_plan ("/scheduled/unknown", "remove", "remove", test_unknown);
  add_plan ("/scheduled/due-meanwhile", "publish-now", NULL, test_due_meanwhile);
  add_plan ("/scheduled/due-meanwhile", "remove", "remove", test_due_meanwhile);
  add_plan ("/scheduled/remove", NULL, NULL, test_remove);
  add_plan_faults ("/scheduled/remove/acted", acted, G_N_ELEMENTS (acted), test_remove_faults);
  add_plan_faults ("/scheduled/remove/unclear", did_nothing, G_N_ELEMENTS (did_nothing),
                   test_remove_faults);
  add_plan_faults ("/scheduled/remove/refused", refused, G_N_ELEMENTS (refused),
                   test_remove_faults);
  add_plan ("/scheduled/trash-ends", NULL, NULL, test_trash_ends);
  add_plan ("/scheduled/reschedule", NULL, NULL, test_reschedule);
  add_plan_faults ("/scheduled/reschedule/acted", acted, G_N_ELEMENTS (acted),
                   test_reschedule_faults);
  add_plan_faults ("/scheduled/reschedule/unclear", did_nothing, G_N_ELEMENTS (did_nothing),
                   test_reschedule_faults);
  add_plan_faults ("/scheduled/reschedule/refused", refused, G_N_ELEMENTS (refused),
                   test_reschedule_faults);
  add_plan ("/scheduled/reschedule/too-near", NULL, NULL, test_reschedule_too_near);
  add_plan ("/scheduled/double", NULL, NULL, test_double);
  add_plan ("/scheduled/double", "restart", "restart", test_double);
  add_plan ("/scheduled/edit", "later", NULL, test_edit);
  add_plan ("/scheduled/edit", "now", "now", test_edit);
  add_plan ("/scheduled/edit/too-late", NULL, NULL, test_edit_too_late);
  add_plan ("/scheduled/copy", NULL, NULL, test_copy);
  add_plan ("/scheduled/copy/cut-short", NULL, NULL, test_copy_cut_short);
  add_plan ("/scheduled/trash-uploads-nothing", NULL, NULL, test_trash_uploads_nothing);
  add_plan ("/scheduled/left", NULL, NULL, test_left);
  add_plan ("/scheduled/elsewhere", "publish-now", "publish-now", test_elsewhere);
  add_plan ("/scheduled/elsewhere", "publish-now-lost", "publish-now-lost", test_elsewhere);
  add_plan ("/scheduled/elsewhere", "remove", "remove", test_elsewhere);
  add_plan ("/scheduled/elsewhere", "reschedule", "reschedule", test_elsewhere);
  add_plan ("/scheduled/elsewhere/pictures", "lost", "lost", test_pictures_elsewhere);
  add_plan ("/scheduled/elsewhere/pictures", "truncated", "truncated", test_pictures_elsewhere);
  add_plan ("/scheduled/elsewhere/pictures-fetched", NULL, NULL, test_pictures_fetched);
  add_plan_faults ("/scheduled/elsewhere/pictures-not-fetched", no_picture,
                   G_N_ELEMENTS (no_picture), test_pictures_not_fetched);
  add_plan ("/scheduled/elsewhere/pictures-kept", NULL, NULL, test_pictures_kept);
  add_plan_faults ("/scheduled/elsewhere/pictures-kept", no_picture, G_N_ELEMENTS (no_picture),
                   test_pictures_kept);
  add_plan ("/scheduled/nowhere", NULL, NULL, test_nowhere);
  add_plan ("/scheduled/busy", NULL, NULL, test_busy);
  return end_tests (folder);
}
