/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

#include "tuwen-scheduled-job.h"

#include <glib/gi18n-lib.h>

#include "tuwen-publisher-look.h"
#include "tuwen-schedule-look.h"

/* "System abnormal": what is answered about an id that is not there any more, and perhaps otherwise. Source: service
 * notes §8. */
#define CODE_ABNORMAL 4120015

/* The pauses before each look after an answer was lost. */
static const guint look_pauses[] = { 1, 3, 10, 30 };

struct _TuwenScheduledJob
{
  TuwenScheduled *scheduled; /* (unowned) (nullable): NULL once the job has ended */
  TuwenScheduledItem *item;  /* (owned) */
  TuwenDraft *draft;         /* (owned) */
  TuwenAccount *account;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *tasks;          /* (element-type GTask) (owned): whoever waits for it */
  GError *lost;              /* (nullable) (owned): how the call failed whose outcome is looked for */
  gboolean settling;
  guint n_looks;
  guint timer;
};

typedef void (*Step) (TuwenScheduledJob *job);

static void look_after (TuwenScheduledJob *job);
static void list_replaced (TuwenScheduledJob *job);

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

static TuwenScheduledJob *
job_ref (TuwenScheduledJob *job)
{
  return g_rc_box_acquire (job);
}

static void
job_unref (TuwenScheduledJob *job)
{
  g_rc_box_release_full (job, job_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenScheduledJob, job_unref)

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
  job_unref (job);
}

/* Ends it, and tells whoever waits; @error: (nullable) (transfer none) */
static void
finish (TuwenScheduledJob *job, const GError *error)
{
  g_autoptr (TuwenScheduledJob) kept = job_ref (job);
  g_autoptr (TuwenScheduled) self = g_object_ref (job->scheduled);

  tuwen_scheduled_job_end (job);
  tuwen_scheduled_item_set_error (job->item, error);
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
  Step next;
} Saving;

/* Nothing was sent: everything is as before. */
static void
call_off (TuwenScheduledJob *job, const GError *error)
{
  TuwenJournal *journal = tuwen_draft_get_journal (job->draft);

  if (!job->settling)
    {
      journal->action = TUWEN_ACTION_NONE;
      journal->acted = 0;
      tuwen_draft_journal_changed (job->draft);
    }
  finish (job, error);
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
    call_off (job, error);
}

static void
save_then (TuwenScheduledJob *job, Step next)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->job = job_ref (job);
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

static gboolean
is_lost (const GError *error)
{
  return bili_error_may_have_acted (error) || bili_error_get_service_code (error) == CODE_ABNORMAL;
}

/* Begins to find out what became of a call that failed with @error. */
static void
lose (TuwenScheduledJob *job, const GError *error)
{
  g_clear_error (&job->lost);
  job->lost = g_error_copy (error);
  job->n_looks = 0;
  if (job->settling)
    list_replaced (job);
  else
    look_after (job);
}

static void
published_now (TuwenScheduledJob *job, const char *post_id)
{
  g_autoptr (TuwenScheduledJob) kept = job_ref (job);

  tuwen_scheduled_take_published (job->scheduled, job->item, post_id);
  finish (job, NULL);
}

static void
removed_now (TuwenScheduledJob *job)
{
  g_autoptr (TuwenScheduledJob) kept = job_ref (job);

  tuwen_scheduled_take_trashed (job->scheduled, job->item);
  finish (job, NULL);
}

static void
published_instead (TuwenScheduledJob *job, const char *post_id)
{
  g_autoptr (TuwenScheduledJob) kept = job_ref (job);
  g_autoptr (GError) error
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_EXISTS,
                             _ ("It was published before it could be deleted."));

  tuwen_scheduled_take_published (job->scheduled, job->item, post_id);
  finish (job, error);
}

static gboolean
is_removing (TuwenScheduledJob *job)
{
  return tuwen_draft_get_journal (job->draft)->action == TUWEN_ACTION_REMOVE;
}

/* It is where it was, after all looks: the call did nothing. */
static void
still_there (TuwenScheduledJob *job, const BiliScheduled *listed)
{
  g_autoptr (GError) error = job->lost != NULL ? g_error_copy (job->lost) : NULL;

  tuwen_scheduled_item_set_listed (job->item, bili_scheduled_copy (listed));
  call_off (job, error);
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
  else if (job->n_looks < G_N_ELEMENTS (look_pauses))
    look_after (job);
  else if (where == TUWEN_WHERE_LISTED)
    still_there (job, listed);
  else if (where == TUWEN_WHERE_NOWHERE && is_removing (job))
    removed_now (job);
  else
    /* It stays in the journal: unknown until a look tells. */
    finish (job, error != NULL ? error : job->lost);
}

static void
ask_where (TuwenScheduledJob *job, GAsyncReadyCallback callback)
{
  tuwen_schedule_look_async (tuwen_account_get_client (job->account),
                             tuwen_account_get_mid (job->account), job->draft, job->scheduled->drafts,
                             job->cancellable, callback, job_ref (job));
}

static gboolean
look_after_cb (gpointer user_data)
{
  TuwenScheduledJob *job = user_data;

  job->timer = 0;
  ask_where (job, looked_after_cb);
  return G_SOURCE_REMOVE;
}

static void
look_after (TuwenScheduledJob *job)
{
  guint pause = look_pauses[job->n_looks++] * job->scheduled->look_unit_ms;

  tuwen_scheduled_item_set_step (job->item, _ ("Looking what became of it…"));
  job->timer = g_timeout_add (pause, look_after_cb, job);
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
                                named_cb, job_ref (job));
  else if (is_lost (error))
    lose (job, error);
  else
    call_off (job, error);
}

static void
remove_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledJob) job = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = bili_client_remove_scheduled_finish (BILI_CLIENT (source), result, &error);

  if (job->scheduled == NULL)
    return;

  if (done)
    removed_now (job);
  else if (is_lost (error))
    lose (job, error);
  else
    call_off (job, error);
}

/* The disk has it that it is being sent. It cannot be cancelled: what was sent was sent. */
static void
send_now (TuwenScheduledJob *job)
{
  BiliClient *client = tuwen_account_get_client (job->account);
  const char *id = tuwen_draft_get_scheduled_id (job->draft);

  if (is_removing (job))
    bili_client_remove_scheduled_async (client, id, NULL, remove_cb, job_ref (job));
  else
    bili_client_publish_scheduled_async (client, id, NULL, publish_cb, job_ref (job));
}

static void
begin_sending (TuwenScheduledJob *job)
{
  TuwenJournal *journal = tuwen_draft_get_journal (job->draft);

  journal->acted = bili_clock_get_unix (job->scheduled->clock);
  tuwen_draft_journal_changed (job->draft);
  tuwen_scheduled_item_set_step (job->item, is_removing (job) ? _ ("Deleting…") : _ ("Publishing…"));
  save_then (job, send_now);
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
      call_off (job, error);
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
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                                  _ ("It is not on the service any more."));

  tuwen_scheduled_item_set_listed (job->item, NULL);
  job->item->absent = TRUE;
  call_off (job, error);
}

static void
take_listed (TuwenScheduledJob *job, BiliScheduled *listed)
{
  TuwenJournal *journal = tuwen_draft_get_journal (job->draft);

  g_free (journal->scheduled_id);
  journal->scheduled_id = g_strdup (listed->id);
  tuwen_scheduled_item_set_listed (job->item, listed);
  if (is_removing (job))
    begin_sending (job);
  else
    tuwen_publisher_look_async (tuwen_account_get_client (job->account),
                                tuwen_account_get_mid (job->account), NULL, job->cancellable,
                                newest_cb, job_ref (job));
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
      call_off (job, error);
    }
}

static void
look_before (TuwenScheduledJob *job)
{
  ask_where (job, looked_before_cb);
}

static void
settled (TuwenScheduledJob *job)
{
  g_autoptr (TuwenScheduledJob) kept = job_ref (job);
  TuwenJournal *journal = tuwen_draft_get_journal (job->draft);
  TuwenDrafts *drafts = job->scheduled->drafts;
  g_autoptr (TuwenDraft) old
      = journal->replaces_draft != NULL ? tuwen_drafts_find (drafts, journal->replaces_draft) : NULL;

  /* First what is left of the old one: a note about nothing is less bad than no note. */
  if (old != NULL && old != job->draft && tuwen_draft_get_state (old) == TUWEN_DRAFT_SCHEDULED)
    tuwen_drafts_forget (drafts, old);
  g_clear_pointer (&journal->replaces, g_free);
  g_clear_pointer (&journal->replaces_draft, g_free);
  tuwen_draft_journal_changed (job->draft);
  if (tuwen_draft_get_state (job->draft) == TUWEN_DRAFT_PUBLISHED)
    tuwen_drafts_forget (drafts, job->draft);
  finish (job, NULL);
}

static void
remove_replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledJob) job = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = bili_client_remove_scheduled_finish (BILI_CLIENT (source), result, &error);

  if (job->scheduled == NULL)
    return;

  if (done)
    settled (job);
  else if (is_lost (error))
    lose (job, error);
  else
    finish (job, error);
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
    bili_client_remove_scheduled_async (tuwen_account_get_client (job->account), id, NULL,
                                        remove_replaced_cb, job_ref (job));
  else if (job->n_looks < G_N_ELEMENTS (look_pauses))
    list_replaced (job);
  else
    finish (job, error != NULL ? error : job->lost);
}

static gboolean
list_replaced_cb (gpointer user_data)
{
  TuwenScheduledJob *job = user_data;

  job->timer = 0;
  bili_client_list_scheduled_async (tuwen_account_get_client (job->account), job->cancellable,
                                    listed_replaced_cb, job_ref (job));
  return G_SOURCE_REMOVE;
}

/* Looks whether the old one is still there, at once the first time. */
static void
list_replaced (TuwenScheduledJob *job)
{
  guint pause = job->n_looks == 0 && job->lost == NULL
                    ? 0
                    : look_pauses[job->n_looks] * job->scheduled->look_unit_ms;

  job->n_looks++;
  if (tuwen_draft_get_journal (job->draft)->replaces == NULL)
    settled (job);
  else
    job->timer = g_timeout_add (pause, list_replaced_cb, job);
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
      save_then (job, list_replaced);
    }
  else if (where == TUWEN_WHERE_PUBLISHED)
    {
      journal->state = TUWEN_DRAFT_PUBLISHED;
      g_free (journal->post_id);
      journal->post_id = g_steal_pointer (&post_id);
      tuwen_draft_journal_changed (job->draft);
      save_then (job, list_replaced);
    }
  else
    {
      if (where == TUWEN_WHERE_NOWHERE)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                     _ ("The changed post is not to be seen on the service. What was "
                                        "there before is left as it is."));
      finish (job, error);
    }
}

static TuwenScheduledJob *
job_new (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task)
{
  g_autoptr (TuwenAccount) account
      = tuwen_scheduled_find_account (self, tuwen_scheduled_item_get_mid (item));
  TuwenScheduledJob *job;

  if (account == NULL)
    {
      if (task != NULL)
        g_task_return_new_error (task, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN, "There is no account");
      g_clear_object (&task);
      return NULL;
    }

  job = g_rc_box_new0 (TuwenScheduledJob);
  job->scheduled = self;
  job->item = g_object_ref (item);
  job->draft = g_object_ref (item->draft);
  job->account = g_steal_pointer (&account);
  job->cancellable = g_cancellable_new ();
  job->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  if (task != NULL)
    g_ptr_array_add (job->tasks, task);
  item->job = job;
  g_ptr_array_add (self->jobs, job);
  tuwen_scheduled_item_set_error (item, NULL);
  return job;
}

static void
begin (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task, TuwenAction action)
{
  TuwenScheduledJob *job = job_new (self, item, task);
  TuwenJournal *journal;

  if (job == NULL)
    return;

  journal = tuwen_draft_get_journal (item->draft);
  journal->action = action;
  journal->acted = 0;
  tuwen_draft_journal_changed (item->draft);
  tuwen_scheduled_item_set_step (item, action == TUWEN_ACTION_REMOVE ? _ ("Deleting…")
                                                                    : _ ("Publishing…"));
  save_then (job, look_before);
}

void
tuwen_scheduled_job_publish_now (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task)
{
  begin (self, item, task, TUWEN_ACTION_PUBLISH_NOW);
}

void
tuwen_scheduled_job_remove (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task)
{
  begin (self, item, task, TUWEN_ACTION_REMOVE);
}

void
tuwen_scheduled_job_look (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task)
{
  TuwenScheduledJob *job = job_new (self, item, task);

  if (job == NULL)
    return;

  tuwen_scheduled_update (self, item);
  look_after (job);
}

void
tuwen_scheduled_job_settle (TuwenScheduled *self, TuwenScheduledItem *item, GTask *task)
{
  TuwenScheduledJob *job = job_new (self, item, task);

  if (job == NULL)
    return;

  job->settling = TRUE;
  tuwen_scheduled_item_set_step (item, _ ("Removing what was there before…"));
  tuwen_scheduled_update (self, item);
  if (tuwen_draft_get_state (item->draft) == TUWEN_DRAFT_PUBLISHED)
    list_replaced (job);
  else
    ask_where (job, seen_cb);
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
