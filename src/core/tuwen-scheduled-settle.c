/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

/* Removing what a change replaces, once the change was seen. */

#include "tuwen-scheduled-job-private.h"

#include <glib/gi18n-lib.h>

#include "tuwen-error-text.h"

static void list_replaced (TuwenScheduledJob *job);

static void
settled (TuwenScheduledJob *job)
{
  g_autoptr (TuwenScheduledJob) kept = tuwen_scheduled_job_ref (job);
  TuwenJournal *journal = tuwen_draft_get_journal (job->draft);
  TuwenDrafts *drafts = job->scheduled->drafts;
  g_autoptr (TuwenDraft) old = journal->replaces_draft != NULL
                                   ? tuwen_drafts_find (drafts, journal->replaces_draft)
                                   : NULL;

  /* First what is left of the old one: a note about nothing is less bad than no note. */
  if (old != NULL && old != job->draft && tuwen_draft_get_state (old) == TUWEN_DRAFT_SCHEDULED)
    tuwen_drafts_forget (drafts, old);
  g_clear_pointer (&journal->replaces, g_free);
  g_clear_pointer (&journal->replaces_draft, g_free);
  tuwen_draft_journal_changed (job->draft);
  if (tuwen_draft_get_state (job->draft) == TUWEN_DRAFT_PUBLISHED)
    tuwen_drafts_forget (drafts, job->draft);
  tuwen_scheduled_job_finish (job, NULL);
}

static void
listed_replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledJob) job = user_data;
  const char *id = tuwen_draft_get_journal (job->draft)->replaces;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliScheduledList) list
      = bili_client_list_scheduled_finish (BILI_CLIENT (source), result, &error);
  gboolean there = list != NULL && bili_scheduled_list_find (list, id) != NULL;

  if (job->scheduled == NULL)
    return;

  if (list != NULL && list->complete && !there)
    settled (job);
  else if (there && job->lost == NULL)
    tuwen_scheduled_job_call_remove (job, id, settled, list_replaced);
  else if (tuwen_scheduled_job_may_look (job) && !bili_error_says_stop (error))
    list_replaced (job);
  else
    tuwen_scheduled_job_finish (job, error != NULL ? error : job->lost);
}

static gboolean
list_replaced_cb (gpointer user_data)
{
  TuwenScheduledJob *job = user_data;

  job->timer = 0;
  bili_client_list_scheduled_async (tuwen_account_get_client (job->account), job->cancellable,
                                    listed_replaced_cb, tuwen_scheduled_job_ref (job));
  return G_SOURCE_REMOVE;
}

/* Looks whether the old one is still there, at once the first time. */
static void
list_replaced (TuwenScheduledJob *job)
{
  if (tuwen_draft_get_journal (job->draft)->replaces == NULL)
    settled (job);
  else if (job->n_looks == 0 && job->lost == NULL)
    {
      job->n_looks++;
      job->timer = g_timeout_add (0, list_replaced_cb, job);
    }
  else
    tuwen_scheduled_job_look_later (job, list_replaced_cb);
}

/* Nothing goes before what takes its place was seen. */
static void
seen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledJob) job = user_data;
  g_autoptr (BiliScheduled) listed = NULL;
  g_autofree char *post_id = NULL;
  g_autoptr (GError) error = NULL;
  TuwenWhere where = tuwen_schedule_look_finish (result, &listed, &post_id, &error);
  TuwenJournal *journal;

  if (job->scheduled == NULL)
    return;

  journal = tuwen_draft_get_journal (job->draft);
  if (where == TUWEN_WHERE_LISTED)
    {
      g_free (journal->scheduled_id);
      journal->scheduled_id = g_strdup (listed->id);
      tuwen_scheduled_item_set_listed (job->item, g_steal_pointer (&listed));
      tuwen_scheduled_job_save_then (job, list_replaced);
    }
  else if (where == TUWEN_WHERE_PUBLISHED)
    {
      journal->state = TUWEN_DRAFT_PUBLISHED;
      g_free (journal->post_id);
      journal->post_id = g_steal_pointer (&post_id);
      tuwen_draft_journal_changed (job->draft);
      tuwen_scheduled_job_save_then (job, list_replaced);
    }
  else
    {
      if (where == TUWEN_WHERE_NOWHERE)
        error
            = g_error_new_literal (TUWEN_ERROR, G_IO_ERROR_NOT_FOUND,
                                   _ ("The changed post is not to be seen on the service. What was "
                                      "there before is left as it is."));
      tuwen_scheduled_job_finish (job, error);
    }
}

void
tuwen_scheduled_job_settle (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task)
{
  TuwenScheduledJob *job = tuwen_scheduled_job_new (self, item, TUWEN_CAN_SETTLE, task);

  if (job == NULL)
    return;

  tuwen_scheduled_item_set_step (item, _ ("Removing what was there before…"));
  tuwen_scheduled_update (self, item);
  if (tuwen_draft_get_state (item->draft) == TUWEN_DRAFT_PUBLISHED)
    list_replaced (job);
  else
    tuwen_scheduled_job_ask_where (job, seen_cb);
}
