/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-publisher"

#include "tuwen-publisher-job.h"

#include "tuwen-schedule-time.h"

static void
job_free (gpointer data)
{
  TuwenPublisherJob *self = data;

  g_object_unref (self->draft);
  g_object_unref (self->account);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->post, bili_post_free);
}

TuwenPublisherJob *
tuwen_publisher_job_ref (TuwenPublisherJob *self)
{
  return g_rc_box_acquire (self);
}

void
tuwen_publisher_job_unref (TuwenPublisherJob *self)
{
  g_rc_box_release_full (self, job_free);
}

void
tuwen_publisher_job_end (TuwenPublisherJob *self)
{
  TuwenPublisher *publisher = g_steal_pointer (&self->publisher);

  if (publisher == NULL)
    return;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->draft);
  g_clear_signal_handler (&self->account_id, self->account);
  g_cancellable_cancel (self->cancellable);
  tuwen_draft_set_step (self->draft, NULL);
  g_ptr_array_remove (publisher->jobs, self);
}

TuwenPublisherJob *
tuwen_publisher_job_find (TuwenPublisher *publisher, TuwenDraft *draft)
{
  for (guint i = 0; i < publisher->jobs->len; i++)
    {
      TuwenPublisherJob *job = publisher->jobs->pdata[i];

      if (job->draft == draft)
        return job;
    }

  return NULL;
}

void
tuwen_publisher_job_set_state (TuwenDraft *draft, TuwenDraftState state)
{
  tuwen_draft_get_journal (draft)->state = state;
  tuwen_draft_journal_changed (draft);
}

void
tuwen_publisher_job_give_up (TuwenPublisherJob *self, TuwenDraftState state, const GError *error)
{
  g_autoptr (TuwenPublisherJob) kept = tuwen_publisher_job_ref (self);
  g_autoptr (TuwenPublisher) publisher = g_object_ref (self->publisher);

  tuwen_publisher_job_end (self);
  tuwen_draft_set_error (self->draft, error);
  tuwen_publisher_job_set_state (self->draft, state);
  tuwen_publisher_emit_failed (publisher, self->draft);
}

void
tuwen_publisher_job_forget_try (TuwenPublisherJob *self)
{
  TuwenJournal *journal = tuwen_draft_get_journal (self->draft);

  journal->pressed = FALSE;
  if (!self->again)
    {
      journal->began = 0;
      journal->sent_time = 0;
      g_clear_pointer (&journal->newest, g_free);
      g_clear_pointer (&journal->others, g_free);
      g_clear_pointer (&journal->listed, g_free);
    }
}

void
tuwen_publisher_job_fail (TuwenPublisherJob *self, const GError *error)
{
  tuwen_publisher_job_forget_try (self);
  tuwen_publisher_job_give_up (self, TUWEN_DRAFT_WRITING, error);
}

gboolean
tuwen_publisher_job_is_scheduled (TuwenPublisherJob *self)
{
  return tuwen_draft_get_publish_time (self->draft) != 0
         || tuwen_draft_get_journal (self->draft)->sent_time != 0;
}

gboolean
tuwen_publisher_job_give_up_too_near (TuwenPublisherJob *self)
{
  gint64 now = bili_clock_get_unix (self->publisher->clock);

  if (tuwen_schedule_check (tuwen_draft_get_publish_time (self->draft), now)
      != TUWEN_SCHEDULE_TOO_SOON)
    return FALSE;

  tuwen_publisher_job_forget_try (self);
  tuwen_publisher_job_give_up (self, TUWEN_DRAFT_TOO_NEAR, NULL);
  return TRUE;
}

void
tuwen_publisher_job_fail_signed_out (TuwenPublisherJob *self, TuwenDraftState state)
{
  g_autoptr (GError) error
      = g_error_new_literal (BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN, "The session has ended");

  if (state == TUWEN_DRAFT_WRITING)
    tuwen_publisher_job_fail (self, error);
  else
    tuwen_publisher_job_give_up (self, state, error);
}

typedef struct
{
  TuwenPublisherJob *job;
  TuwenPublisherStep next;
} Saving;

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Saving *saving = user_data;
  g_autoptr (TuwenPublisherJob) self = saving->job;
  g_autoptr (GError) error = NULL;
  gboolean saved = tuwen_drafts_save_finish (TUWEN_DRAFTS (source), result, &error);

  if (self->publisher == NULL)
    return;

  /* A step that is not on disk must not be followed by another, but nothing follows the last. */
  if (saved || self->settled)
    saving->next (self);
  else
    tuwen_publisher_job_fail (self, error);
}

void
tuwen_publisher_job_save_then (TuwenPublisherJob *self, TuwenPublisherStep next)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->job = tuwen_publisher_job_ref (self);
  saving->next = next;
  tuwen_drafts_save_async (self->publisher->drafts, self->draft, NULL, saved_cb, saving);
}

static void
finish (TuwenPublisherJob *self)
{
  g_autoptr (TuwenPublisherJob) kept = tuwen_publisher_job_ref (self);
  g_autoptr (TuwenPublisher) publisher = g_object_ref (self->publisher);

  tuwen_publisher_job_end (self);
  tuwen_uploads_remove (publisher->uploads, self->draft);
  tuwen_draft_set_error (self->draft, NULL);
  tuwen_publisher_emit_published (publisher, self->draft);
  /* What it replaces goes first. */
  if (!tuwen_draft_replaces (self->draft))
    tuwen_drafts_forget (publisher->drafts, self->draft);
}

void
tuwen_publisher_job_finish_scheduled (TuwenPublisherJob *self)
{
  g_autoptr (TuwenPublisherJob) kept = tuwen_publisher_job_ref (self);
  g_autoptr (TuwenPublisher) publisher = g_object_ref (self->publisher);

  tuwen_publisher_job_end (self);
  tuwen_uploads_remove (publisher->uploads, self->draft);
  tuwen_draft_set_error (self->draft, NULL);
  tuwen_publisher_emit_scheduled (publisher, self->draft);
}

/* The drafts that are on their way, or whose answer was lost, are not this post. */
static void
tell_others (TuwenPublisherJob *self, const char *id)
{
  GListModel *drafts = G_LIST_MODEL (self->publisher->drafts);

  for (guint i = 0; i < g_list_model_get_n_items (drafts); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (drafts, i);
      TuwenJournal *journal = tuwen_draft_get_journal (draft);
      g_autofree char *before = NULL;

      if (draft == self->draft || journal->began == 0)
        continue;

      before = g_steal_pointer (&journal->others);
      journal->others = before != NULL ? g_strjoin (" ", before, id, NULL) : g_strdup (id);
      tuwen_draft_journal_changed (draft);
    }
}

void
tuwen_publisher_job_take_post (TuwenPublisherJob *self, const char *id)
{
  TuwenJournal *journal = tuwen_draft_get_journal (self->draft);

  self->settled = TRUE;
  g_free (journal->post_id);
  journal->post_id = g_strdup (id);
  if (id != NULL)
    tell_others (self, id);
  tuwen_publisher_job_set_state (self->draft, TUWEN_DRAFT_PUBLISHED);
  tuwen_publisher_job_save_then (self, finish);
}

gboolean
tuwen_publisher_job_is_expired (TuwenPublisherJob *self)
{
  return tuwen_account_get_state (self->account) == TUWEN_ACCOUNT_EXPIRED;
}

void
tuwen_publisher_job_take_scheduled (TuwenPublisherJob *self, const char *id)
{
  TuwenJournal *journal = tuwen_draft_get_journal (self->draft);

  self->settled = TRUE;
  self->n_looks = 0;
  g_free (journal->scheduled_id);
  journal->scheduled_id = g_strdup (id);
  journal->pressed = FALSE;
  journal->told = FALSE;
  tuwen_publisher_job_set_state (self->draft, TUWEN_DRAFT_SCHEDULED);
  tuwen_publisher_job_save_then (self, id != NULL ? tuwen_publisher_job_finish_scheduled
                                                  : tuwen_publisher_job_see_it);
}

/* Failing ends the job, which must not happen while the picture still tells about itself. */
static void
draft_changed_cb (TuwenDraft *draft, TuwenPublisherJob *self)
{
  tuwen_publisher_job_check_pictures (self);
}

static void
account_changed_cb (TuwenAccount *account, GParamSpec *pspec, TuwenPublisherJob *self)
{
  tuwen_publisher_job_check_account (self);
}

static TuwenPublisherJob *
job_new (TuwenPublisher *publisher, TuwenDraft *draft, TuwenAccount *account)
{
  TuwenPublisherJob *self = g_rc_box_new0 (TuwenPublisherJob);

  self->publisher = publisher;
  self->draft = g_object_ref (draft);
  self->account = g_object_ref (account);
  self->cancellable = g_cancellable_new ();
  self->changed_id = g_signal_connect (draft, "changed", G_CALLBACK (draft_changed_cb), self);
  self->account_id
      = g_signal_connect (account, "notify::state", G_CALLBACK (account_changed_cb), self);
  g_ptr_array_add (publisher->jobs, self);
  g_hash_table_add (publisher->known, g_strdup (tuwen_draft_get_id (draft)));
  return self;
}

void
tuwen_publisher_job_publish (TuwenPublisher *publisher, TuwenDraft *draft, TuwenAccount *account)
{
  TuwenJournal *journal = tuwen_draft_get_journal (draft);
  TuwenPublisherJob *self = job_new (publisher, draft, account);

  self->from
      = journal->state == TUWEN_DRAFT_NOT_FOUND ? TUWEN_DRAFT_NOT_FOUND : TUWEN_DRAFT_WRITING;
  self->again = journal->began != 0;
  tuwen_draft_set_mid (draft, tuwen_account_get_mid (account));
  tuwen_draft_set_error (draft, NULL);
  journal->pressed = TRUE;
  tuwen_publisher_job_set_state (draft, TUWEN_DRAFT_PUBLISHING);

  if (tuwen_publisher_job_is_expired (self))
    tuwen_publisher_job_fail_signed_out (self, TUWEN_DRAFT_WRITING);
  else if (!tuwen_publisher_job_give_up_too_near (self))
    tuwen_publisher_job_save_then (self, tuwen_publisher_job_begin);
}

void
tuwen_publisher_job_look (TuwenPublisher *publisher, TuwenDraft *draft, TuwenAccount *account)
{
  TuwenPublisherJob *self = job_new (publisher, draft, account);

  self->from = TUWEN_DRAFT_UNKNOWN;
  tuwen_draft_set_error (draft, NULL);
  tuwen_publisher_job_look_for_it (self);
}

/* Whether the final call may be on its way, or was. */
static gboolean
is_past_recall (TuwenPublisherJob *self)
{
  return self->post != NULL || self->settled || self->from == TUWEN_DRAFT_UNKNOWN;
}

gboolean
tuwen_publisher_job_stop (TuwenPublisherJob *self)
{
  g_autoptr (TuwenPublisherJob) kept = tuwen_publisher_job_ref (self);

  if (is_past_recall (self))
    return FALSE;

  tuwen_publisher_job_forget_try (self);
  tuwen_publisher_job_end (self);
  tuwen_publisher_job_set_state (self->draft, self->from);
  return TRUE;
}

void
tuwen_publisher_job_check_account (TuwenPublisherJob *self)
{
  g_autoptr (TuwenAccount) account
      = tuwen_publisher_find_account (self->publisher, self->draft);

  if (!is_past_recall (self) && (account != self->account || tuwen_publisher_job_is_expired (self)))
    tuwen_publisher_job_fail_signed_out (self, TUWEN_DRAFT_WRITING);
}
