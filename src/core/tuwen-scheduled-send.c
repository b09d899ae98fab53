/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

/* Publishing a scheduled post at once, and removing it. */

#include "tuwen-scheduled-job-private.h"

#include <glib/gi18n-lib.h>

#include "tuwen-error-text.h"
#include "tuwen-publisher-look.h"

static void look_after (TuwenScheduledJob *job);

static void
published_now (TuwenScheduledJob *job, const char *post_id)
{
  g_autoptr (TuwenScheduledJob) kept = tuwen_scheduled_job_ref (job);

  tuwen_scheduled_take_published (job->scheduled, job->item, post_id);
  tuwen_scheduled_job_finish (job, NULL);
}

static void
removed_now (TuwenScheduledJob *job)
{
  g_autoptr (TuwenScheduledJob) kept = tuwen_scheduled_job_ref (job);

  tuwen_scheduled_take_trashed (job->scheduled, job->item);
  tuwen_scheduled_job_finish (job, NULL);
}

static void
published_instead (TuwenScheduledJob *job, const char *post_id)
{
  g_autoptr (TuwenScheduledJob) kept = tuwen_scheduled_job_ref (job);
  g_autoptr (GError) error
      = g_error_new_literal (TUWEN_ERROR, G_IO_ERROR_EXISTS,
                             _ ("It was published before it could be deleted."));

  tuwen_scheduled_take_published (job->scheduled, job->item, post_id);
  tuwen_scheduled_job_finish (job, error);
}

static gboolean
is_removing (TuwenScheduledJob *job)
{
  return job->action == TUWEN_CAN_REMOVE;
}

/* It is where it was, after all looks: the call did nothing. */
static void
still_there (TuwenScheduledJob *job, const BiliScheduled *listed)
{
  g_autoptr (GError) error = job->lost != NULL ? g_error_copy (job->lost) : NULL;

  tuwen_scheduled_item_set_listed (job->item, bili_scheduled_copy (listed));
  tuwen_scheduled_job_call_off (job, error);
}

static void
looked_after_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledJob) job = user_data;
  g_autoptr (BiliScheduled) listed = NULL;
  g_autofree char *post_id = NULL;
  g_autoptr (GError) error = NULL;
  TuwenWhere where = tuwen_schedule_look_finish (result, &listed, &post_id, &error);

  if (job->scheduled == NULL)
    return;

  if (where == TUWEN_WHERE_PUBLISHED && is_removing (job))
    published_instead (job, post_id);
  else if (where == TUWEN_WHERE_PUBLISHED)
    published_now (job, post_id);
  else if (tuwen_scheduled_job_may_look (job) && !bili_error_says_stop (error))
    look_after (job);
  else if (where == TUWEN_WHERE_LISTED)
    still_there (job, listed);
  else if (where == TUWEN_WHERE_NOWHERE && is_removing (job))
    removed_now (job);
  else
    {
      /* It stays in the journal: unknown until a look tells, or somebody who has looked elsewhere
       * settles it. */
      job->item->nowhere = where == TUWEN_WHERE_NOWHERE;
      job->item->resumed |= job->item->nowhere;
      tuwen_scheduled_job_finish (job, error != NULL ? error : job->lost);
    }
}

static gboolean
look_after_cb (gpointer user_data)
{
  TuwenScheduledJob *job = user_data;

  job->timer = 0;
  tuwen_scheduled_job_ask_where (job, looked_after_cb);
  return G_SOURCE_REMOVE;
}

static void
look_after (TuwenScheduledJob *job)
{
  tuwen_scheduled_item_set_step (job->item, _ ("Checking what became of it…"));
  tuwen_scheduled_job_look_later (job, look_after_cb);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledJob) job = user_data;
  g_autofree char *post_id = NULL;

  /* That it cannot be found yet is no failure. */
  tuwen_publisher_look_finish (result, &post_id, NULL, NULL);
  if (job->scheduled != NULL)
    published_now (job, post_id);
}

static void
publish_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledJob) job = user_data;
  g_autofree char *post_id = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done
      = bili_client_publish_scheduled_finish (BILI_CLIENT (source), result, &post_id, &error);

  if (job->scheduled == NULL)
    return;

  if (done && post_id != NULL)
    published_now (job, post_id);
  else if (done)
    /* The answer names no post; the feed does. */
    tuwen_publisher_look_async (tuwen_account_get_client (job->account),
                                tuwen_account_get_mid (job->account), job->draft, job->cancellable,
                                named_cb, tuwen_scheduled_job_ref (job));
  else if (tuwen_scheduled_job_is_lost (error))
    {
      tuwen_scheduled_job_take_lost (job, error);
      look_after (job);
    }
  else
    tuwen_scheduled_job_call_off (job, error);
}

/* The disk has it that it is being sent. It cannot be cancelled: what was sent was sent. */
static void
send_now (TuwenScheduledJob *job)
{
  const char *id = tuwen_draft_get_scheduled_id (job->draft);

  if (is_removing (job))
    tuwen_scheduled_job_call_remove (job, id, removed_now, look_after);
  else
    bili_client_publish_scheduled_async (tuwen_account_get_client (job->account), id, NULL,
                                         publish_cb, tuwen_scheduled_job_ref (job));
}

static void
begin_sending (TuwenScheduledJob *job)
{
  TuwenJournal *journal = tuwen_draft_get_journal (job->draft);

  journal->action = is_removing (job) ? TUWEN_ACTION_REMOVE : TUWEN_ACTION_PUBLISH_NOW;
  journal->acted = bili_clock_get_unix (job->scheduled->clock);
  tuwen_draft_journal_changed (job->draft);
  tuwen_scheduled_item_set_step (job->item,
                                 is_removing (job) ? _ ("Deleting…") : _ ("Publishing…"));
  tuwen_scheduled_job_save_then (job, send_now);
}

/* How new the newest post is tells afterwards which posts cannot be this one. */
static void
newest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledJob) job = user_data;
  g_autofree char *found = NULL;
  g_autofree char *newest = NULL;
  g_autoptr (GError) error = NULL;
  gboolean looked = tuwen_publisher_look_finish (result, &found, &newest, &error);
  TuwenJournal *journal;

  if (job->scheduled == NULL)
    return;

  if (!looked)
    {
      tuwen_scheduled_job_call_off (job, error);
      return;
    }

  journal = tuwen_draft_get_journal (job->draft);
  g_free (journal->newest);
  journal->newest = g_steal_pointer (&newest);
  begin_sending (job);
}

static void
not_there (TuwenScheduledJob *job)
{
  g_autoptr (GError) error = g_error_new_literal (TUWEN_ERROR, G_IO_ERROR_NOT_FOUND,
                                                  _ ("It is not on the service any more."));

  tuwen_scheduled_item_set_listed (job->item, NULL);
  job->item->absent = TRUE;
  tuwen_scheduled_job_call_off (job, error);
}

static void
take_listed (TuwenScheduledJob *job, BiliScheduled *listed)
{
  TuwenJournal *journal = tuwen_draft_get_journal (job->draft);

  /* An earlier call did nothing, then. */
  job->unknown = FALSE;
  g_free (journal->scheduled_id);
  journal->scheduled_id = g_strdup (listed->id);
  tuwen_scheduled_item_set_listed (job->item, listed);
  if (is_removing (job))
    begin_sending (job);
  else
    tuwen_publisher_look_async (tuwen_account_get_client (job->account),
                                tuwen_account_get_mid (job->account), NULL, job->cancellable,
                                newest_cb, tuwen_scheduled_job_ref (job));
}

static void
looked_before_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledJob) job = user_data;
  g_autoptr (BiliScheduled) listed = NULL;
  g_autofree char *post_id = NULL;
  g_autoptr (GError) error = NULL;
  TuwenWhere where = tuwen_schedule_look_finish (result, &listed, &post_id, &error);

  if (job->scheduled == NULL)
    return;

  switch (where)
    {
    case TUWEN_WHERE_LISTED:
      take_listed (job, g_steal_pointer (&listed));
      break;
    case TUWEN_WHERE_PUBLISHED:
      if (is_removing (job))
        published_instead (job, post_id);
      else
        published_now (job, post_id);
      break;
    case TUWEN_WHERE_NOWHERE:
      if (is_removing (job))
        removed_now (job);
      else
        not_there (job);
      break;
    case TUWEN_WHERE_UNKNOWN:
    default:
      tuwen_scheduled_job_call_off (job, error);
    }
}

static void
look_before (TuwenScheduledJob *job)
{
  tuwen_scheduled_job_ask_where (job, looked_before_cb);
}

static void
begin (TuwenScheduled *self, TuwenScheduledItem *item, TuwenScheduledActions action, GTask *task)
{
  TuwenScheduledJob *job = tuwen_scheduled_job_new (self, item, action, task);
  TuwenJournal *journal;

  if (job == NULL)
    return;

  journal = tuwen_draft_get_journal (item->draft);
  job->unknown = journal->action != TUWEN_ACTION_NONE && journal->acted != 0;
  if (!job->unknown)
    {
      journal->action = is_removing (job) ? TUWEN_ACTION_REMOVE : TUWEN_ACTION_PUBLISH_NOW;
      journal->acted = 0;
      tuwen_draft_journal_changed (item->draft);
    }
  tuwen_scheduled_item_set_step (item, is_removing (job) ? _ ("Deleting…") : _ ("Publishing…"));
  tuwen_scheduled_job_save_then (job, look_before);
}

void
tuwen_scheduled_job_publish_now (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task)
{
  begin (self, item, TUWEN_CAN_PUBLISH_NOW, task);
}

void
tuwen_scheduled_job_remove (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task)
{
  begin (self, item, TUWEN_CAN_REMOVE, task);
}

void
tuwen_scheduled_job_look (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task)
{
  TuwenAction action = tuwen_draft_get_journal (item->draft)->action;
  TuwenScheduledJob *job = tuwen_scheduled_job_new (
      self, item, action == TUWEN_ACTION_REMOVE ? TUWEN_CAN_REMOVE : TUWEN_CAN_PUBLISH_NOW, task);

  if (job == NULL)
    return;

  tuwen_scheduled_update (self, item);
  look_after (job);
}
