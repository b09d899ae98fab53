/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

/* What all that is done about a scheduled post has in common. */

#include "tuwen-scheduled-job-private.h"

/* "System abnormal": what is answered about an id that is not there any more, and perhaps
 * otherwise. Source: service notes §8. */
#define CODE_ABNORMAL 4120015

/* The pauses before each look after an answer was lost. */
static const guint look_pauses[] = { 1, 3, 10, 30 };

static void
job_free (gpointer data)
{
  TuwenScheduledJob *job = data;

  g_object_unref (job->item);
  g_object_unref (job->draft);
  g_object_unref (job->account);
  g_object_unref (job->cancellable);
  g_ptr_array_unref (job->tasks);
  g_clear_error (&job->lost);
}

TuwenScheduledJob *
tuwen_scheduled_job_ref (TuwenScheduledJob *job)
{
  return g_rc_box_acquire (job);
}

void
tuwen_scheduled_job_unref (TuwenScheduledJob *job)
{
  g_rc_box_release_full (job, job_free);
}

void
tuwen_scheduled_job_end (TuwenScheduledJob *job)
{
  TuwenScheduled *self = g_steal_pointer (&job->scheduled);

  if (self == NULL)
    return;

  g_clear_handle_id (&job->timer, g_source_remove);
  g_cancellable_cancel (job->cancellable);
  job->item->job = NULL;
  tuwen_scheduled_item_set_step (job->item, NULL);
  g_ptr_array_remove (self->jobs, job);
  tuwen_scheduled_job_unref (job);
}

/* Ends it, and tells whoever waits; @error: (nullable) (transfer none) */
void
tuwen_scheduled_job_finish (TuwenScheduledJob *job, const GError *error)
{
  g_autoptr (TuwenScheduledJob) kept = tuwen_scheduled_job_ref (job);
  g_autoptr (TuwenScheduled) self = g_object_ref (job->scheduled);

  tuwen_scheduled_job_end (job);
  tuwen_scheduled_item_set_error (job->item, job->action, error);
  tuwen_scheduled_update (self, job->item);
  tuwen_scheduled_ask (self, tuwen_account_get_mid (job->account));
  for (guint i = 0; i < job->tasks->len; i++)
    {
      if (error != NULL)
        g_task_return_error (job->tasks->pdata[i], g_error_copy (error));
      else
        g_task_return_boolean (job->tasks->pdata[i], TRUE);
    }
}

typedef struct
{
  TuwenScheduledJob *job;
  TuwenScheduledStep next;
} Saving;

void
tuwen_scheduled_job_call_off (TuwenScheduledJob *job, const GError *error)
{
  TuwenJournal *journal = tuwen_draft_get_journal (job->draft);

  if (job->action != TUWEN_CAN_SETTLE && !job->unknown)
    {
      journal->action = TUWEN_ACTION_NONE;
      journal->acted = 0;
      tuwen_draft_journal_changed (job->draft);
    }
  tuwen_scheduled_job_finish (job, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Saving *saving = user_data;
  g_autoptr (TuwenScheduledJob) job = saving->job;
  g_autoptr (GError) error = NULL;
  gboolean saved = tuwen_drafts_save_finish (TUWEN_DRAFTS (source), result, &error);

  if (job->scheduled == NULL)
    return;

  /* A step that is not on disk must not be followed by another. */
  if (saved)
    saving->next (job);
  else
    tuwen_scheduled_job_call_off (job, error);
}

void
tuwen_scheduled_job_save_then (TuwenScheduledJob *job, TuwenScheduledStep next)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->job = tuwen_scheduled_job_ref (job);
  saving->next = next;
  tuwen_drafts_save_async (job->scheduled->drafts, job->draft, NULL, saved_cb, saving);
}

void
tuwen_scheduled_take_published (TuwenScheduled *self, TuwenScheduledItem *item, const char *post_id)
{
  g_autoptr (TuwenDraft) draft = g_object_ref (item->draft);
  TuwenJournal *journal = tuwen_draft_get_journal (draft);

  journal->action = TUWEN_ACTION_NONE;
  journal->state = TUWEN_DRAFT_PUBLISHED;
  g_free (journal->post_id);
  journal->post_id = g_strdup (post_id);
  tuwen_draft_journal_changed (draft);
  if (!tuwen_draft_replaces (draft))
    tuwen_drafts_forget (self->drafts, draft);
}

void
tuwen_scheduled_take_trashed (TuwenScheduled *self, TuwenScheduledItem *item)
{
  TuwenJournal *journal = tuwen_draft_get_journal (item->draft);

  tuwen_journal_clear (journal);
  journal->state = TUWEN_DRAFT_TRASHED;
  journal->trashed = bili_clock_get_unix (self->clock);
  tuwen_scheduled_item_set_listed (item, NULL);
  item->since = 0;
  item->absent = FALSE;
  item->looked = FALSE;
  tuwen_draft_set_open (item->draft, FALSE);
  tuwen_draft_journal_changed (item->draft);
}

gboolean
tuwen_scheduled_job_is_lost (const GError *error)
{
  return bili_error_may_have_acted (error) || bili_error_get_service_code (error) == CODE_ABNORMAL;
}

void
tuwen_scheduled_job_ask_where (TuwenScheduledJob *job, GAsyncReadyCallback callback)
{
  tuwen_schedule_look_async (tuwen_account_get_client (job->account),
                             tuwen_account_get_mid (job->account), job->draft,
                             job->scheduled->drafts, job->cancellable, callback,
                             tuwen_scheduled_job_ref (job));
}

TuwenScheduledJob *
tuwen_scheduled_job_new (TuwenScheduled *self,
                         TuwenScheduledItem *item,
                         TuwenScheduledActions action,
                         GTask *task)
{
  g_autoptr (TuwenAccount) account
      = tuwen_scheduled_find_account (self, tuwen_scheduled_item_get_mid (item));
  TuwenScheduledJob *job;

  if (account == NULL)
    {
      g_autoptr (GError) error
          = g_error_new_literal (BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN, "There is no account");

      tuwen_scheduled_item_set_error (item, action, error);
      tuwen_scheduled_update (self, item);
      if (task != NULL)
        g_task_return_error (task, g_steal_pointer (&error));
      g_clear_object (&task);
      return NULL;
    }

  job = g_rc_box_new0 (TuwenScheduledJob);
  job->scheduled = self;
  job->action = action;
  job->item = g_object_ref (item);
  job->draft = g_object_ref (item->draft);
  job->account = g_steal_pointer (&account);
  job->cancellable = g_cancellable_new ();
  job->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  if (task != NULL)
    g_ptr_array_add (job->tasks, task);
  item->job = job;
  g_ptr_array_add (self->jobs, job);
  tuwen_scheduled_item_set_error (item, 0, NULL);
  return job;
}

void
tuwen_scheduled_job_await (TuwenScheduledItem *item, GTask *task)
{
  if (item->job != NULL)
    {
      g_ptr_array_add (item->job->tasks, task);
      return;
    }

  if (item->error != NULL)
    g_task_return_error (task, g_error_copy (item->error));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
tuwen_scheduled_job_take_lost (TuwenScheduledJob *job, const GError *error)
{
  g_clear_error (&job->lost);
  job->lost = g_error_copy (error);
  job->n_looks = 0;
}

typedef struct
{
  TuwenScheduledJob *job;
  TuwenScheduledStep done;
  TuwenScheduledStep look;
} Removing;

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Removing *removing = user_data;
  g_autoptr (TuwenScheduledJob) job = removing->job;
  g_autoptr (GError) error = NULL;
  gboolean removed = bili_client_remove_scheduled_finish (BILI_CLIENT (source), result, &error);

  if (job->scheduled == NULL)
    return;

  if (removed)
    {
      removing->done (job);
    }
  else if (tuwen_scheduled_job_is_lost (error))
    {
      tuwen_scheduled_job_take_lost (job, error);
      removing->look (job);
    }
  else
    {
      tuwen_scheduled_job_call_off (job, error);
    }
}

/* It cannot be cancelled: what was sent was sent. */
void
tuwen_scheduled_job_call_remove (TuwenScheduledJob *job,
                                 const char *id,
                                 TuwenScheduledStep done,
                                 TuwenScheduledStep look)
{
  Removing *removing = g_new0 (Removing, 1);

  removing->job = tuwen_scheduled_job_ref (job);
  removing->done = done;
  removing->look = look;
  bili_client_remove_scheduled_async (tuwen_account_get_client (job->account), id, NULL, removed_cb,
                                      removing);
}

gboolean
tuwen_scheduled_job_may_look (TuwenScheduledJob *job)
{
  return job->n_looks < G_N_ELEMENTS (look_pauses);
}

void
tuwen_scheduled_job_look_later (TuwenScheduledJob *job, GSourceFunc look)
{
  job->timer
      = g_timeout_add (look_pauses[job->n_looks++] * job->scheduled->look_unit_ms, look, job);
}
