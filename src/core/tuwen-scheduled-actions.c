/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

/* What people ask for. */

#include "tuwen-scheduled-job.h"

#include <glib/gi18n-lib.h>

#include "tuwen-error-text.h"
#include "tuwen-scheduled-adopt.h"

/* What a task is about while it waits for something. */
typedef struct
{
  TuwenScheduledItem *item; /* (owned) */
  TuwenDraft *draft;        /* (nullable) (owned): what is being made, or published */
  gint64 time;              /* that it is to appear at */
  gboolean made;            /* @draft is a copy that goes if it cannot be published */
  gulong handlers[3];       /* of the publisher */
} Wish;

static void
wish_free (Wish *wish)
{
  g_object_unref (wish->item);
  g_clear_object (&wish->draft);
  g_free (wish);
}

static void
set_busy (TuwenScheduled *self, TuwenScheduledItem *item, const char *step)
{
  item->busy = step != NULL;
  tuwen_scheduled_item_set_step (item, step);
  tuwen_scheduled_update (self, item);
}

/* Whether a change of @item is on its way, or may be on the service: then another thing that is
 * done with it could leave two of them. */
static gboolean
is_being_replaced (TuwenScheduled *self, TuwenScheduledItem *item)
{
  GListModel *drafts = G_LIST_MODEL (self->drafts);

  for (guint i = 0; i < g_list_model_get_n_items (drafts); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (drafts, i);
      TuwenDraftState state = tuwen_draft_get_state (draft);

      if (state != TUWEN_DRAFT_WRITING && state != TUWEN_DRAFT_TOO_NEAR
          && state != TUWEN_DRAFT_TRASHED && tuwen_scheduled_is_change_of (draft, item))
        return TRUE;
    }

  return FALSE;
}

/* Returns: (transfer full) (nullable): a task, when @item has @action now */
static GTask *
begin (TuwenScheduled *self,
       TuwenScheduledItem *item,
       TuwenScheduledActions action,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  g_task_set_source_tag (task, tag);
  wish->item = g_object_ref (item);
  g_task_set_task_data (task, wish, (GDestroyNotify) wish_free);
  if (!item->gone && (item->job != NULL || item->busy || is_being_replaced (self, item)))
    {
      g_task_return_new_error (task, TUWEN_ERROR, G_IO_ERROR_BUSY,
                               _ ("Something is under way for this post already."));
      return NULL;
    }
  if (item->gone || (item->actions & action) == 0)
    {
      g_task_return_new_error (task, TUWEN_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               _ ("That cannot be done with this post now."));
      return NULL;
    }

  return g_steal_pointer (&task);
}

/* Answers @task (transfer full) with @error (nullable) or with that it is done. */
static void
answer (GTask *task, const GError *error)
{
  TuwenScheduled *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);

  for (guint i = 0; i < G_N_ELEMENTS (wish->handlers); i++)
    g_clear_signal_handler (&wish->handlers[i], self->publisher);
  if (wish->item->busy)
    set_busy (self, wish->item, NULL);
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* A copy that was not published is as good as none: what it was made of is still there, and says
 * why. */
static void
drop_copy (GTask *task, const GError *error)
{
  TuwenScheduled *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);
  TuwenDraftState state;

  if (!wish->made || wish->draft == NULL)
    return;

  state = tuwen_draft_get_state (wish->draft);
  if (state != TUWEN_DRAFT_WRITING && state != TUWEN_DRAFT_TOO_NEAR)
    return;

  tuwen_drafts_forget (self->drafts, wish->draft);
  tuwen_scheduled_item_set_error (wish->item, TUWEN_CAN_RESCHEDULE, error);
}

static void
failed_cb (TuwenPublisher *publisher, TuwenDraft *draft, GTask *task)
{
  Wish *wish = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (draft != wish->draft)
    return;

  if (tuwen_draft_get_error (draft) != NULL)
    error = g_error_copy (tuwen_draft_get_error (draft));
  else if (tuwen_draft_get_state (draft) == TUWEN_DRAFT_TOO_NEAR)
    error
        = g_error_new_literal (TUWEN_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                               _ ("That time is too near: a post can be scheduled from six minutes "
                                  "ahead."));
  else
    error = g_error_new_literal (TUWEN_ERROR, G_IO_ERROR_NOT_FOUND,
                                 _ ("No answer came back, and it is not on the service"));
  drop_copy (task, error);
  answer (task, error);
}

/* What it replaces goes now: it is done when that is. */
static void
done_cb (TuwenPublisher *publisher, TuwenDraft *draft, GTask *task)
{
  TuwenScheduled *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);
  g_autoptr (TuwenScheduledItem) item = NULL;

  if (draft != wish->draft)
    return;

  item = tuwen_scheduled_find (self, draft);
  if (item == NULL || item->job == NULL)
    {
      answer (task, NULL);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (wish->handlers); i++)
    g_clear_signal_handler (&wish->handlers[i], self->publisher);
  if (wish->item->busy)
    set_busy (self, wish->item, NULL);
  tuwen_scheduled_job_await (item, task);
}

typedef void (*PublisherFunc) (TuwenPublisher *publisher, TuwenDraft *draft);

/* Has the publisher do @func with @draft, and answers @task (transfer full) with what comes of
 * it. */
static void
publish (GTask *task, TuwenDraft *draft, PublisherFunc func)
{
  TuwenScheduled *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);
  TuwenDraftState state = tuwen_draft_get_state (draft);
  g_autoptr (GTask) kept = g_object_ref (task);

  g_set_object (&wish->draft, draft);
  wish->handlers[0]
      = g_signal_connect (self->publisher, "published", G_CALLBACK (done_cb), task);
  wish->handlers[1]
      = g_signal_connect (self->publisher, "scheduled", G_CALLBACK (done_cb), task);
  wish->handlers[2] = g_signal_connect (self->publisher, "failed", G_CALLBACK (failed_cb), task);
  func (self->publisher, draft);

  /* It may have failed by now; otherwise something has begun. */
  if (wish->handlers[2] != 0 && tuwen_draft_get_state (draft) == state)
    failed_cb (self->publisher, draft, task);
}

gboolean
tuwen_scheduled_act_finish (TuwenScheduled *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tuwen_scheduled_publish_now_async (TuwenScheduled *self,
                                   TuwenScheduledItem *item,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  task = begin (self, item, TUWEN_CAN_PUBLISH_NOW, tuwen_scheduled_publish_now_async, cancellable,
                callback, user_data);
  if (task == NULL)
    return;

  if (item->state == TUWEN_SCHEDULED_TOO_NEAR)
    {
      tuwen_draft_set_publish_time (item->draft, 0);
      publish (task, item->draft, tuwen_publisher_publish);
      return;
    }

  tuwen_scheduled_adopt (self, item);
  tuwen_scheduled_job_publish_now (self, item, task);
}

static void
fetched_for_trash_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TuwenScheduled *self = TUWEN_SCHEDULED (source);
  GTask *task = user_data;
  Wish *wish = g_task_get_task_data (task);

  tuwen_scheduled_fetch_finish (self, result, NULL);
  set_busy (self, wish->item, NULL);
  tuwen_scheduled_job_remove (self, wish->item, task);
}

/* Whether the service may have it. */
static gboolean
is_on_service (TuwenScheduledItem *item)
{
  return item->draft == NULL || tuwen_draft_get_state (item->draft) == TUWEN_DRAFT_SCHEDULED;
}

void
tuwen_scheduled_remove_async (TuwenScheduled *self,
                              TuwenScheduledItem *item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (BiliScheduled) listed = NULL;
  GTask *task;

  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  task = begin (self, item, TUWEN_CAN_REMOVE, tuwen_scheduled_remove_async, cancellable, callback,
                user_data);
  if (task == NULL)
    return;

  if (!is_on_service (item))
    {
      tuwen_scheduled_take_trashed (self, item);
      answer (task, NULL);
    }
  else if (item->draft == NULL && item->listed->pictures->len > 0)
    {
      listed = bili_scheduled_copy (item->listed);
      tuwen_scheduled_adopt (self, item);
      set_busy (self, item, _ ("Keeping its pictures…"));
      tuwen_scheduled_fetch_async (self, listed, item->draft, FALSE, fetched_for_trash_cb, task);
    }
  else
    {
      tuwen_scheduled_adopt (self, item);
      tuwen_scheduled_job_remove (self, item, task);
    }
}

/* Hands out a copy, or goes on with it. */
static void
copy_is_there (GTask *task, TuwenDraft *draft, const GError *error)
{
  TuwenScheduled *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);

  if (draft == NULL && g_task_get_source_tag (task) == tuwen_scheduled_reschedule_async)
    tuwen_scheduled_item_set_error (wish->item, TUWEN_CAN_RESCHEDULE, error);
  set_busy (self, wish->item, NULL);
  if (draft == NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      g_object_unref (task);
    }
  else if (g_task_get_source_tag (task) == tuwen_scheduled_reschedule_async)
    {
      set_busy (self, wish->item, _ ("Scheduling anew…"));
      wish->made = TRUE;
      tuwen_draft_set_publish_time (draft, wish->time);
      /* The next that is written is that it is being sent. */
      tuwen_draft_set_discarded (draft, FALSE);
      publish (task, draft, tuwen_publisher_publish);
    }
  else
    {
      g_task_return_pointer (task, g_object_ref (draft), g_object_unref);
      g_object_unref (task);
    }
}

/* What the copy replaces is on disk with it, before anybody can publish it. */
static void
note_replaced (TuwenDraft *draft, TuwenScheduledItem *item)
{
  TuwenJournal *journal = tuwen_draft_get_journal (draft);
  const char *id = item->draft != NULL ? tuwen_draft_get_scheduled_id (item->draft) : NULL;

  /* What is not there any more needs not be removed. */
  if (item->listed != NULL)
    id = item->listed->id;
  else if (item->absent)
    id = NULL;

  journal->replaces = g_strdup (id);
  journal->replaces_draft
      = item->draft != NULL ? g_strdup (tuwen_draft_get_id (item->draft)) : NULL;
  tuwen_draft_journal_changed (draft);
}

/* Should the program end before all is there, the next start sweeps the copy up. One that people
 * do not write on is kept from when it is sent on. */
static void
prepare_copy (GTask *task, TuwenDraft *draft)
{
  Wish *wish = g_task_get_task_data (task);
  gpointer tag = g_task_get_source_tag (task);

  if (tag == tuwen_scheduled_copy_async)
    tuwen_draft_set_publish_time (draft, 0);
  else
    note_replaced (draft, wish->item);
  if (tag != tuwen_scheduled_reschedule_async)
    tuwen_draft_set_discarded (draft, FALSE);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Wish *wish = g_task_get_task_data (task);
  g_autoptr (TuwenDraft) draft = g_steal_pointer (&wish->draft);
  g_autoptr (GError) error = NULL;

  if (!tuwen_drafts_save_finish (TUWEN_DRAFTS (source), result, &error))
    {
      tuwen_drafts_forget (TUWEN_DRAFTS (source), draft);
      copy_is_there (task, NULL, error);
      return;
    }

  copy_is_there (task, draft, NULL);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Wish *wish = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenDraft) draft
      = tuwen_drafts_copy_finish (TUWEN_DRAFTS (source), result, &error);

  if (draft == NULL)
    {
      copy_is_there (task, NULL, error);
      return;
    }

  prepare_copy (task, draft);
  wish->draft = g_object_ref (draft);
  tuwen_drafts_save_async (TUWEN_DRAFTS (source), draft, NULL, saved_cb, task);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TuwenScheduled *self = TUWEN_SCHEDULED (source);
  GTask *task = user_data;
  Wish *wish = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!tuwen_scheduled_fetch_finish (self, result, &error))
    {
      tuwen_drafts_forget (self->drafts, wish->draft);
      g_clear_object (&wish->draft);
      copy_is_there (task, NULL, error);
      return;
    }

  prepare_copy (task, wish->draft);
  tuwen_drafts_save_async (self->drafts, wish->draft, NULL, saved_cb, task);
}

static void
make_copy (GTask *task)
{
  TuwenScheduled *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);
  TuwenScheduledItem *item = wish->item;

  set_busy (self, item, _ ("Copying…"));
  if (item->draft != NULL && tuwen_scheduled_item_is_whole (item))
    {
      tuwen_drafts_copy_async (self->drafts, item->draft, NULL, copied_cb, task);
      return;
    }

  wish->draft = tuwen_drafts_create (self->drafts);
  tuwen_draft_set_discarded (wish->draft, TRUE);
  tuwen_scheduled_fill_draft (wish->draft, item->listed, tuwen_scheduled_item_get_mid (item));
  tuwen_scheduled_fetch_async (self, item->listed, wish->draft, TRUE, fetched_cb, task);
}

void
tuwen_scheduled_reschedule_async (TuwenScheduled *self,
                                  TuwenScheduledItem *item,
                                  gint64 time,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));
  g_return_if_fail (time > 0);

  task = begin (self, item, TUWEN_CAN_RESCHEDULE, tuwen_scheduled_reschedule_async, cancellable,
                callback, user_data);
  if (task == NULL)
    return;

  ((Wish *) g_task_get_task_data (task))->time = time;
  if (is_on_service (item))
    {
      make_copy (task);
      return;
    }

  tuwen_draft_set_publish_time (item->draft, time);
  publish (task, item->draft, tuwen_publisher_publish);
}

/* Returns: (transfer full) (nullable): the change of @item that somebody writes on already */
static TuwenDraft *
find_change (TuwenScheduled *self, TuwenScheduledItem *item)
{
  GListModel *drafts = G_LIST_MODEL (self->drafts);

  for (guint i = 0; i < g_list_model_get_n_items (drafts); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (drafts, i);
      TuwenDraftState state = tuwen_draft_get_state (draft);

      if ((state == TUWEN_DRAFT_WRITING || state == TUWEN_DRAFT_TOO_NEAR)
          && tuwen_scheduled_is_change_of (draft, item))
        return g_steal_pointer (&draft);
    }

  return NULL;
}

void
tuwen_scheduled_edit_async (TuwenScheduled *self,
                            TuwenScheduledItem *item,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (TuwenDraft) draft = NULL;
  GTask *task;

  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  task = begin (self, item, TUWEN_CAN_EDIT, tuwen_scheduled_edit_async, cancellable, callback,
                user_data);
  if (task == NULL)
    return;

  draft = is_on_service (item) ? find_change (self, item) : g_object_ref (item->draft);
  if (draft != NULL)
    copy_is_there (task, draft, NULL);
  else
    make_copy (task);
}

TuwenDraft *
tuwen_scheduled_edit_finish (TuwenScheduled *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_scheduled_edit_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tuwen_scheduled_copy_async (TuwenScheduled *self,
                            TuwenScheduledItem *item,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  task = begin (self, item, TUWEN_CAN_COPY, tuwen_scheduled_copy_async, cancellable, callback,
                user_data);
  if (task != NULL)
    make_copy (task);
}

TuwenDraft *
tuwen_scheduled_copy_finish (TuwenScheduled *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_scheduled_copy_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tuwen_scheduled_look_again_async (TuwenScheduled *self,
                                  TuwenScheduledItem *item,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  task = begin (self, item, TUWEN_CAN_LOOK_AGAIN, tuwen_scheduled_look_again_async, cancellable,
                callback, user_data);
  if (task == NULL)
    return;

  if (tuwen_draft_get_state (item->draft) == TUWEN_DRAFT_SCHEDULED)
    tuwen_scheduled_job_look (self, item, task);
  else
    publish (task, item->draft, tuwen_publisher_look_again);
}

void
tuwen_scheduled_send_again_async (TuwenScheduled *self,
                                  TuwenScheduledItem *item,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  task = begin (self, item, TUWEN_CAN_SEND_AGAIN, tuwen_scheduled_send_again_async, cancellable,
                callback, user_data);
  if (task != NULL)
    publish (task, item->draft, tuwen_publisher_send_again);
}

void
tuwen_scheduled_settle_async (TuwenScheduled *self,
                              TuwenScheduledItem *item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  task = begin (self, item, TUWEN_CAN_SETTLE, tuwen_scheduled_settle_async, cancellable, callback,
                user_data);
  if (task != NULL)
    tuwen_scheduled_job_settle (self, item, task);
}

TuwenDraft *
tuwen_scheduled_restore (TuwenScheduled *self, TuwenScheduledItem *item)
{
  TuwenDraft *draft;

  g_return_val_if_fail (TUWEN_IS_SCHEDULED (self), NULL);
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (item), NULL);

  if (item->state != TUWEN_SCHEDULED_TRASHED)
    return NULL;

  draft = item->draft;
  tuwen_journal_clear (tuwen_draft_get_journal (draft));
  tuwen_draft_journal_changed (draft);
  return draft;
}

void
tuwen_scheduled_erase (TuwenScheduled *self, TuwenScheduledItem *item)
{
  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  if (item->state == TUWEN_SCHEDULED_TRASHED)
    tuwen_drafts_forget (self->drafts, item->draft);
}
