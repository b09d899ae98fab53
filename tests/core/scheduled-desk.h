/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "publisher-desk.h"
#include "tuwen-draft-picture-private.h"
#include "tuwen-scheduled.h"

/* What is planned, on a stand-in that lives in the test. Time stands until the test lets it pass,
 * for both. */

#define PUBLISH_NOW "/dynamic_draft/v1/dynamic_draft/publish_now"
#define REMOVE "/dynamic_draft/v1/dynamic_draft/rm_draft"
#define HOUR (60 * 60)
#define DAY (24 * HOUR)

typedef struct
{
  Desk desk;
  TuwenScheduled *scheduled;
  guint n_told_published;
  guint n_told_failed;
} Plan;

static inline gint64
now (Plan *plan)
{
  return bili_clock_get_unix (plan->desk.base.clock);
}

static inline GPtrArray *
get_listed (Plan *plan)
{
  return plan->desk.base.sandbox->world->drafts;
}

static inline void
told_published_cb (TuwenScheduled *scheduled, TuwenScheduledItem *item, const char *id, Plan *plan)
{
  plan->n_told_published++;
}

static inline void
told_failed_cb (TuwenScheduled *scheduled, TuwenScheduledItem *item, Plan *plan)
{
  plan->n_told_failed++;
}

static inline void
open_plan (Plan *plan)
{
  open_publisher (&plan->desk);
  plan->scheduled = tuwen_scheduled_new (plan->desk.drafts, plan->desk.publisher,
                                         plan->desk.base.accounts, plan->desk.base.clock);
  g_object_set (plan->scheduled, "look-unit-ms", 1, NULL);
  g_signal_connect (plan->scheduled, "published", G_CALLBACK (told_published_cb), plan);
  g_signal_connect (plan->scheduled, "failed", G_CALLBACK (told_failed_cb), plan);
}

static inline void
close_plan (Plan *plan)
{
  g_object_add_weak_pointer (G_OBJECT (plan->scheduled), (gpointer *) &plan->scheduled);
  g_object_unref (plan->scheduled);
  AWAIT (plan->scheduled == NULL);
  close_publisher (&plan->desk);
}

static inline void
plan_set_up (Plan *plan, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (&plan->desk.base, data);
  g_object_unref (plan->desk.base.accounts);
  g_object_unref (plan->desk.base.clock);
  plan->desk.base.clock = bili_clock_new_fixed (g_get_real_time ());
  plan->desk.base.accounts = new_accounts (&plan->desk.base);
  add_full (plan->desk.base.accounts, SANDBOX_COOKIES, TRUE, &error);
  g_assert_no_error (error);
  g_ptr_array_set_size (get_listed (plan), 0);
  open_plan (plan);
}

static inline void
plan_tear_down (Plan *plan, gconstpointer data)
{
  GPtrArray *violations = sandbox_server_get_violations (plan->desk.base.sandbox);

  for (guint i = 0; i < violations->len; i++)
    g_error ("%s", (const char *) violations->pdata[i]);

  close_plan (plan);
  g_free (plan->desk.last_id);
  tear_down (&plan->desk.base, data);
}

static inline void
pass (Plan *plan, gint64 seconds)
{
  bili_clock_set (plan->desk.base.clock, (now (plan) + seconds) * G_USEC_PER_SEC);
  sandbox_server_advance_clock (plan->desk.base.sandbox, seconds);
}

static inline gboolean
is_loading (Plan *plan)
{
  return tuwen_scheduled_get_loading (plan->scheduled);
}

static inline void
refresh (Plan *plan)
{
  tuwen_scheduled_refresh (plan->scheduled);
  AWAIT (!is_loading (plan));
}

static inline guint
count_listed (Plan *plan, const char *text)
{
  guint count = 0;

  for (guint i = 0; i < get_listed (plan)->len; i++)
    count += g_str_equal (((SandboxDraft *) get_listed (plan)->pdata[i])->post->text, text);

  return count;
}

static inline guint
count_items (Plan *plan)
{
  return g_list_model_get_n_items (G_LIST_MODEL (plan->scheduled));
}

/* Returns: (transfer none): held by the list */
static inline TuwenScheduledItem *
item_at (Plan *plan, guint position)
{
  g_autoptr (TuwenScheduledItem) item
      = g_list_model_get_item (G_LIST_MODEL (plan->scheduled), position);

  g_assert_nonnull (item);
  return item;
}

/* Returns: (transfer none) (nullable): the first with that text */
static inline TuwenScheduledItem *
find_item (Plan *plan, const char *text)
{
  for (guint i = 0; i < count_items (plan); i++)
    {
      if (g_str_equal (tuwen_scheduled_item_get_text (item_at (plan, i)), text))
        return item_at (plan, i);
    }

  return NULL;
}

static inline void
assert_item (TuwenScheduledItem *item, TuwenScheduledState state, const char *text)
{
  g_assert_cmpint (tuwen_scheduled_item_get_state (item), ==, state);
  g_assert_cmpstr (tuwen_scheduled_item_get_text (item), ==, text);
}

static inline void
schedule_draft (Plan *plan, TuwenDraft *draft, gint64 time)
{
  tuwen_draft_set_publish_time (draft, time);
  tuwen_publisher_publish (plan->desk.publisher, draft);
  await_end (&plan->desk);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_SCHEDULED);
}

/* Returns: (transfer full): a post that Tuwen scheduled, an hour ahead */
static inline TuwenDraft *
new_scheduled (Plan *plan, const char *text)
{
  TuwenDraft *draft = new_draft (&plan->desk, text);

  schedule_draft (plan, draft, now (plan) + HOUR);
  refresh (plan);
  return draft;
}

/* A post that somebody scheduled on the website. */
static inline SandboxDraft *
add_elsewhere (Plan *plan, const char *text, gint64 time)
{
  SandboxDraft *draft = g_new0 (SandboxDraft, 1);
  SandboxPost *post = g_new0 (SandboxPost, 1);

  post->mid = g_strdup (SANDBOX_MID);
  post->text = g_strdup (text);
  post->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_picture_free);
  draft->id = (gint64) sandbox_world_new_id (plan->desk.base.sandbox->world, now (plan));
  draft->mid = g_strdup (SANDBOX_MID);
  draft->type = 4;
  draft->time = time;
  draft->request
      = g_strdup_printf ("{\"content\":{\"contents\":[{\"raw_text\":\"%s\",\"type\":1}]}}", text);
  draft->post = post;
  g_ptr_array_add (get_listed (plan), draft);
  return draft;
}

typedef void (*Act) (TuwenScheduled *scheduled,
                     TuwenScheduledItem *item,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);

static inline gboolean
do_act (Plan *plan, TuwenScheduledItem *item, Act act, GError **error)
{
  g_autoptr (TuwenScheduledItem) kept = g_object_ref (item);
  g_autoptr (GAsyncResult) result = NULL;
  gboolean done;

  act (plan->scheduled, item, NULL, await_cb, &result);
  AWAIT (result != NULL);
  done = tuwen_scheduled_act_finish (plan->scheduled, result, error);
  AWAIT (!is_loading (plan));
  return done;
}

static inline gboolean
reschedule (Plan *plan, TuwenScheduledItem *item, gint64 time, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean done;

  tuwen_scheduled_reschedule_async (plan->scheduled, item, time, NULL, await_cb, &result);
  AWAIT (result != NULL);
  done = tuwen_scheduled_act_finish (plan->scheduled, result, error);
  AWAIT (!is_loading (plan));
  return done;
}

static inline TuwenDraft *
edit (Plan *plan, TuwenScheduledItem *item, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_scheduled_edit_async (plan->scheduled, item, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_scheduled_edit_finish (plan->scheduled, result, error);
}

static inline TuwenDraft *
copy (Plan *plan, TuwenScheduledItem *item, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_scheduled_copy_async (plan->scheduled, item, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_scheduled_copy_finish (plan->scheduled, result, error);
}

/* As the program finds it all when it begins anew. Returns: (transfer full): the draft that @draft
 * (transfer full) is now */
static inline TuwenDraft *
restart (Plan *plan, TuwenDraft *draft)
{
  g_autofree char *id = g_strdup (tuwen_draft_get_id (draft));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TuwenDraft *found;

  tuwen_drafts_flush_async (plan->desk.drafts, NULL, await_cb, &result);
  AWAIT (result != NULL);
  tuwen_drafts_flush_finish (plan->desk.drafts, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_object_unref (draft);
  close_plan (plan);
  open_plan (plan);
  tuwen_drafts_load (plan->desk.drafts);
  AWAIT ((found = tuwen_drafts_find (plan->desk.drafts, id)) != NULL);
  settle ();
  return found;
}

static inline void
add_plan (const char *path,
          const char *name,
          gconstpointer data,
          void (*test) (Plan *, gconstpointer))
{
  g_autofree char *plain = name != NULL ? g_strdelimit (g_strdup (name), ":/. ", '-') : NULL;
  g_autofree char *full = plain != NULL ? g_strconcat (path, "/", plain, NULL) : g_strdup (path);

  g_test_add (full, Plan, data, plan_set_up, test, plan_tear_down);
}

static inline void
add_plan_faults (const char *path,
                 const char *const *faults,
                 guint n_faults,
                 void (*test) (Plan *, gconstpointer))
{
  for (guint i = 0; i < n_faults; i++)
    add_plan (path, faults[i], faults[i], test);
}
