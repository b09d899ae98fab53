/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-publisher"

#include "tuwen-publisher-job.h"

#include <glib/gi18n-lib.h>

#include "tuwen-error-text.h"
#include "tuwen-publisher-look.h"
#include "tuwen-publisher-post.h"
#include "tuwen-schedule-look.h"

/* How old a vote may be that is posted, in seconds */
#define MAX_VOTE_AGE (10 * 60)

static void begin_pictures (TuwenPublisherJob *self);

static void
tell_sending (TuwenPublisherJob *self)
{
  tuwen_draft_set_step (self->draft, tuwen_publisher_job_is_scheduled (self) ? _ ("Scheduling…")
                                                                             : _ ("Publishing…"));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPublisherJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  gboolean published = bili_client_publish_finish (BILI_CLIENT (source), result, &id, &error);

  if (self->publisher == NULL)
    return;

  if (published && self->post->publish_time != 0)
    tuwen_publisher_job_take_scheduled (self, NULL);
  else if (published)
    tuwen_publisher_job_take_post (self, id);
  else if (bili_error_may_have_acted (error))
    tuwen_publisher_job_look_for_it (self);
  else
    tuwen_publisher_job_fail (self, error);
}

/* The disk has it that the post is being sent. It cannot be cancelled: a post that was sent was
 * sent. */
static void
send_now (TuwenPublisherJob *self)
{
  bili_client_publish_async (tuwen_account_get_client (self->account), self->post, NULL, sent_cb,
                             tuwen_publisher_job_ref (self));
}

/* Returns: (transfer full): what is wrong with a picture; the service's words are about what was
 * asked of it, and others do not say which picture it is */
static GError *
dup_picture_error (TuwenDraftPicture *picture)
{
  const GError *error = tuwen_draft_picture_get_error (picture);

  if (error->domain == BILI_ERROR)
    return g_error_copy (error);

  /* Translators: the name of a file, and a sentence about what is wrong with it */
  return g_error_new (TUWEN_ERROR, error->code, _ ("%s: %s"),
                      tuwen_draft_picture_get_name (picture), error->message);
}

/* Counts a picture that is not uploaded yet; returns FALSE when it failed. */
static gboolean
count_picture (TuwenDraftPicture *picture, guint *n_left, GError **error)
{
  switch (tuwen_draft_picture_get_state (picture))
    {
    case TUWEN_DRAFT_PICTURE_UPLOADED:
      return TRUE;

    case TUWEN_DRAFT_PICTURE_FAILED:
      g_propagate_error (error, dup_picture_error (picture));
      return FALSE;

    case TUWEN_DRAFT_PICTURE_PREPARING:
    case TUWEN_DRAFT_PICTURE_READY:
    case TUWEN_DRAFT_PICTURE_UPLOADING:
    default:
      (*n_left)++;
      return TRUE;
    }
}

static gboolean
count_pictures (TuwenDraft *draft, guint *n_left, GError **error)
{
  g_autoptr (GPtrArray) pictures = tuwen_uploads_list_pictures (draft, NULL);

  *n_left = 0;
  for (guint i = 0; i < pictures->len; i++)
    {
      if (!count_picture (pictures->pdata[i], n_left, error))
        return FALSE;
    }

  return TRUE;
}

/* Another category, say, makes other pictures of those that were uploaded; then these are waited
 * for. */
static gboolean
has_all_pictures (TuwenPublisherJob *self)
{
  guint n_left;

  return count_pictures (self->draft, &n_left, NULL) && n_left == 0;
}

static void
begin_sending (TuwenPublisherJob *self)
{
  TuwenJournal *journal = tuwen_draft_get_journal (self->draft);
  gint64 now = bili_clock_get_unix (self->publisher->clock);

  if (!has_all_pictures (self)
      || (tuwen_draft_get_vote (self->draft) != NULL && journal->vote_id == NULL))
    {
      begin_pictures (self);
      return;
    }

  if (tuwen_publisher_job_give_up_too_near (self))
    return;

  tell_sending (self);
  if (!self->again)
    journal->began = now;
  journal->sent_time = tuwen_draft_get_publish_time (self->draft);
  g_free (journal->upload_id);
  journal->upload_id = bili_post_make_upload_id (tuwen_account_get_mid (self->account), now,
                                                 g_random_int ());
  self->post = tuwen_publisher_make_post (self->draft);
  tuwen_draft_journal_changed (self->draft);
  tuwen_publisher_job_save_then (self, send_now);
}

static void
vote_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPublisherJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = bili_client_create_vote_finish (BILI_CLIENT (source), result, &error);
  TuwenJournal *journal;

  if (self->publisher == NULL)
    return;

  if (id == NULL)
    {
      tuwen_publisher_job_fail (self, error);
      return;
    }

  journal = tuwen_draft_get_journal (self->draft);
  /* It was changed meanwhile: what was created is another one. */
  if (!journal->creating_vote)
    {
      begin_pictures (self);
      return;
    }

  journal->creating_vote = FALSE;
  g_free (journal->vote_id);
  journal->vote_id = g_steal_pointer (&id);
  journal->vote_made = bili_clock_get_unix (self->publisher->clock);
  tuwen_draft_journal_changed (self->draft);
  tuwen_publisher_job_save_then (self, begin_sending);
}

static void
create_vote (TuwenPublisherJob *self)
{
  g_autoptr (BiliVote) vote = NULL;

  if (tuwen_draft_get_vote (self->draft) == NULL || !has_all_pictures (self))
    {
      begin_pictures (self);
      return;
    }

  vote = tuwen_publisher_make_vote (self->draft);
  bili_client_create_vote_async (tuwen_account_get_client (self->account), vote, self->cancellable,
                                 vote_cb, tuwen_publisher_job_ref (self));
}

/* A vote runs from when it is created: one that waited for its post for long would be over early,
 * or before anybody sees it. One that may be in a post already stays. */
static gboolean
has_fresh_vote (TuwenPublisherJob *self)
{
  const TuwenJournal *journal = tuwen_draft_get_journal (self->draft);
  const BiliVote *vote = tuwen_draft_get_vote (self->draft);
  gint64 age = bili_clock_get_unix (self->publisher->clock) - journal->vote_made;

  return journal->vote_id != NULL
         && (self->again || journal->vote_made == 0
             || age <= MIN (MAX_VOTE_AGE, vote->duration / 10));
}

/* A vote whose answer was lost may exist, but belongs to no post and shows nowhere: the next try
 * makes another one, and the post holds one. No call that is known lists votes, and vote_info wants
 * the very id that was lost (service notes §5). */
static void
begin_vote (TuwenPublisherJob *self)
{
  TuwenJournal *journal = tuwen_draft_get_journal (self->draft);

  if (tuwen_draft_get_vote (self->draft) == NULL || has_fresh_vote (self))
    {
      begin_sending (self);
      return;
    }

  g_clear_pointer (&journal->vote_id, g_free);
  journal->vote_made = 0;
  tuwen_draft_set_step (self->draft, _ ("Creating the vote…"));
  journal->creating_vote = TRUE;
  tuwen_draft_journal_changed (self->draft);
  tuwen_publisher_job_save_then (self, create_vote);
}

/* @error: (nullable) */
static gboolean
is_unreachable (const GError *error)
{
  return g_error_matches (error, BILI_ERROR, BILI_ERROR_NETWORK)
         || g_error_matches (error, BILI_ERROR, BILI_ERROR_TIMED_OUT)
         || g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
}

/* How new the newest post is tells later which posts cannot be this one. It tells also whether the
 * service can be reached at all, while a failure is still known to have changed nothing. */
static void
look_before_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPublisherJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  g_autofree char *newest = NULL;
  gboolean looked = tuwen_publisher_look_finish (result, &found, &newest, &error);
  TuwenJournal *journal;

  if (self->publisher == NULL)
    return;

  journal = tuwen_draft_get_journal (self->draft);
  if (found != NULL)
    {
      tuwen_publisher_job_take_post (self, found);
    }
  else if (self->again && !looked)
    {
      tuwen_publisher_job_forget_try (self);
      tuwen_publisher_job_give_up (self, self->from, error);
    }
  else if (is_unreachable (error))
    {
      tuwen_publisher_job_fail (self, error);
    }
  else
    {
      if (!self->again)
        {
          g_free (journal->newest);
          journal->newest = g_steal_pointer (&newest);
        }
      begin_vote (self);
    }
}

static void
look_at_feed_before (TuwenPublisherJob *self)
{
  tuwen_publisher_look_async (tuwen_account_get_client (self->account),
                              tuwen_account_get_mid (self->account),
                              self->again ? self->draft : NULL, self->cancellable, look_before_cb,
                              tuwen_publisher_job_ref (self));
}

/* What this one is to replace may have appeared meanwhile; then it is for people to say what is to
 * be done. */
static gboolean
fail_if_replaced_is_gone (TuwenPublisherJob *self, const BiliScheduledList *list)
{
  TuwenJournal *journal = tuwen_draft_get_journal (self->draft);
  g_autoptr (GError) error = NULL;

  if (journal->replaces == NULL || bili_scheduled_list_find (list, journal->replaces) != NULL
      || !list->complete)
    return FALSE;

  g_clear_pointer (&journal->replaces, g_free);
  g_clear_pointer (&journal->replaces_draft, g_free);
  error = g_error_new_literal (
      TUWEN_ERROR, G_IO_ERROR_NOT_FOUND,
      _ ("What this was to replace is not scheduled any more; perhaps it was "
         "published. Publishing this now makes another post."));
  tuwen_publisher_job_fail (self, error);
  return TRUE;
}

static void
list_before_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPublisherJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliScheduledList) list
      = bili_client_list_scheduled_finish (BILI_CLIENT (source), result, &error);
  TuwenJournal *journal;

  if (self->publisher == NULL)
    return;

  journal = tuwen_draft_get_journal (self->draft);
  if (list == NULL && (journal->replaces != NULL || is_unreachable (error)))
    {
      tuwen_publisher_job_fail (self, error);
      return;
    }
  if (list != NULL && fail_if_replaced_is_gone (self, list))
    return;

  g_free (journal->listed);
  journal->listed = list != NULL
                        ? tuwen_schedule_list_ids (list, tuwen_draft_get_publish_time (self->draft))
                        : NULL;
  look_at_feed_before (self);
}

static void
look_again_before_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPublisherJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliScheduled) listed = NULL;
  g_autofree char *post_id = NULL;
  TuwenWhere where = tuwen_schedule_look_finish (result, &listed, &post_id, &error);

  if (self->publisher == NULL)
    return;

  switch (where)
    {
    case TUWEN_WHERE_LISTED:
      tuwen_publisher_job_take_scheduled (self, listed->id);
      break;
    case TUWEN_WHERE_PUBLISHED:
      tuwen_publisher_job_take_post (self, post_id);
      break;
    case TUWEN_WHERE_NOWHERE:
      begin_vote (self);
      break;
    case TUWEN_WHERE_UNKNOWN:
    default:
      tuwen_publisher_job_forget_try (self);
      tuwen_publisher_job_give_up (self, self->from, error);
    }
}

static void
begin_look_before (TuwenPublisherJob *self)
{
  const TuwenJournal *journal = tuwen_draft_get_journal (self->draft);

  tell_sending (self);
  if (self->again && tuwen_publisher_job_is_scheduled (self))
    tuwen_publisher_job_ask_where (self, look_again_before_cb);
  else if (tuwen_publisher_job_is_scheduled (self) || journal->replaces != NULL)
    bili_client_list_scheduled_async (tuwen_account_get_client (self->account), self->cancellable,
                                      list_before_cb, tuwen_publisher_job_ref (self));
  else
    look_at_feed_before (self);
}

static void
wait_for_pictures (TuwenPublisherJob *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *step = NULL;
  guint n_left;

  if (!self->waiting_for_pictures)
    return;

  if (!count_pictures (self->draft, &n_left, &error))
    {
      tuwen_publisher_job_fail (self, error);
      return;
    }

  if (n_left == 0)
    {
      self->waiting_for_pictures = FALSE;
      tuwen_publisher_job_save_then (self, begin_look_before);
      return;
    }

  step = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Uploading %u picture…",
                                       "Uploading %u pictures…", n_left),
                          n_left);
  tuwen_draft_set_step (self->draft, step);
}

static gboolean
wait_cb (gpointer user_data)
{
  TuwenPublisherJob *self = user_data;

  self->timer = 0;
  wait_for_pictures (self);
  return G_SOURCE_REMOVE;
}

void
tuwen_publisher_job_check_pictures (TuwenPublisherJob *self)
{
  if (self->waiting_for_pictures && self->timer == 0)
    self->timer = g_idle_add (wait_cb, self);
}

static void
begin_pictures (TuwenPublisherJob *self)
{
  self->waiting_for_pictures = TRUE;
  tuwen_uploads_add (self->publisher->uploads, self->draft);
  wait_for_pictures (self);
}

/* What failed before gets another chance: the person who pressed Publish wants it all. */
void
tuwen_publisher_job_begin (TuwenPublisherJob *self)
{
  g_autoptr (GPtrArray) pictures = tuwen_uploads_list_pictures (self->draft, NULL);

  tuwen_publisher_fit_pictures (self->publisher, self->draft);
  for (guint i = 0; i < pictures->len; i++)
    tuwen_draft_retry_picture (self->draft, pictures->pdata[i]);

  begin_pictures (self);
}
