/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-publisher"

#include "tuwen-publisher-private.h"

#include <glib/gi18n-lib.h>

#include "tuwen-draft-private.h"
#include "tuwen-publisher-look.h"
#include "tuwen-publisher-post.h"

/* The steps follow each other in the order in which they stand here:
 *
 *     pictures → look before → vote → send → done
 *                                      ↓ lost
 *                                     look → done, or not found
 *
 * Before each arrow the disk has what was reached. Only what proves that nothing was posted leads back to
 * writing; and once an answer was lost, nothing is sent again before a look. */
struct _TuwenPublisherJob
{
  TuwenPublisher *publisher; /* (unowned) (nullable): NULL once the job has ended */
  TuwenDraft *draft;         /* (owned) */
  TuwenAccount *account;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gulong changed_id;
  gulong account_id;
  guint timer;
  guint n_looks;

  TuwenDraftState from; /* what it was before: WRITING or NOT_FOUND */
  gboolean again;       /* the answer of an earlier final call was lost for good */
  gboolean waiting_for_pictures;
  BiliPost *post;   /* (nullable) (owned): what is sent, from the moment on at which it is decided */
  gboolean settled; /* the service has it */
};

/* The pauses before each look for a post whose answer was lost. */
static const guint look_pauses[] = { 1, 3, 10, 30 };

static void begin_pictures (TuwenPublisherJob *self);
static void begin_look (TuwenPublisherJob *self);

static void
job_free (gpointer data)
{
  TuwenPublisherJob *self = data;

  g_object_unref (self->draft);
  g_object_unref (self->account);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->post, bili_post_free);
}

static TuwenPublisherJob *
job_ref (TuwenPublisherJob *self)
{
  return g_rc_box_acquire (self);
}

void
tuwen_publisher_job_unref (TuwenPublisherJob *self)
{
  g_rc_box_release_full (self, job_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenPublisherJob, tuwen_publisher_job_unref)

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

static void
set_state (TuwenDraft *draft, TuwenDraftState state)
{
  tuwen_draft_get_journal (draft)->state = state;
  tuwen_draft_journal_changed (draft);
}

/* Ends the job in @state. */
static void
give_up (TuwenPublisherJob *self, TuwenDraftState state, const GError *error)
{
  g_autoptr (TuwenPublisherJob) kept = job_ref (self);
  g_autoptr (TuwenPublisher) publisher = g_object_ref (self->publisher);

  tuwen_publisher_job_end (self);
  tuwen_draft_set_error (self->draft, error);
  set_state (self->draft, state);
  tuwen_publisher_emit_failed (publisher, self->draft);
}

/* This try posted nothing. What an earlier one may have posted stays to be looked for. */
static void
forget_try (TuwenPublisherJob *self)
{
  TuwenJournal *journal = tuwen_draft_get_journal (self->draft);

  journal->pressed = FALSE;
  if (!self->again)
    {
      journal->began = 0;
      g_clear_pointer (&journal->newest, g_free);
      g_clear_pointer (&journal->others, g_free);
    }
}

/* It can be written on. */
static void
fail (TuwenPublisherJob *self, const GError *error)
{
  forget_try (self);
  give_up (self, TUWEN_DRAFT_WRITING, error);
}

static void
fail_signed_out (TuwenPublisherJob *self, TuwenDraftState state)
{
  g_autoptr (GError) error
      = g_error_new_literal (BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN, "The session has ended");

  if (state == TUWEN_DRAFT_WRITING)
    fail (self, error);
  else
    give_up (self, state, error);
}

typedef void (*Step) (TuwenPublisherJob *self);

typedef struct
{
  TuwenPublisherJob *job;
  Step next;
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
    fail (self, error);
}

static void
save_then (TuwenPublisherJob *self, Step next)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->job = job_ref (self);
  saving->next = next;
  tuwen_drafts_save_async (self->publisher->drafts, self->draft, NULL, saved_cb, saving);
}

static void
finish (TuwenPublisherJob *self)
{
  g_autoptr (TuwenPublisherJob) kept = job_ref (self);
  g_autoptr (TuwenPublisher) publisher = g_object_ref (self->publisher);

  tuwen_publisher_job_end (self);
  tuwen_uploads_remove (publisher->uploads, self->draft);
  tuwen_draft_set_error (self->draft, NULL);
  tuwen_publisher_emit_published (publisher, self->draft);
  tuwen_drafts_forget (publisher->drafts, self->draft);
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

/* @id: (nullable) */
static void
take_post (TuwenPublisherJob *self, const char *id)
{
  TuwenJournal *journal = tuwen_draft_get_journal (self->draft);

  self->settled = TRUE;
  g_free (journal->post_id);
  journal->post_id = g_strdup (id);
  if (id != NULL)
    tell_others (self, id);
  set_state (self->draft, TUWEN_DRAFT_PUBLISHED);
  save_then (self, finish);
}

static gboolean
is_expired (TuwenPublisherJob *self)
{
  return tuwen_account_get_state (self->account) == TUWEN_ACCOUNT_EXPIRED;
}

static void
look_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPublisherJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  gboolean looked = tuwen_publisher_look_finish (result, &found, NULL, &error);

  if (self->publisher == NULL)
    return;

  if (found != NULL)
    take_post (self, found);
  else if (self->n_looks < G_N_ELEMENTS (look_pauses))
    begin_look (self);
  else if (is_expired (self))
    /* Nobody's look does not see what only the author may see. */
    fail_signed_out (self, TUWEN_DRAFT_UNKNOWN);
  else if (!looked || tuwen_draft_get_publish_time (self->draft) != 0)
    /* What is to appear later is not in the feed yet. */
    give_up (self, TUWEN_DRAFT_UNKNOWN, error);
  else
    give_up (self, TUWEN_DRAFT_NOT_FOUND, NULL);
}

static gboolean
look_timer_cb (gpointer user_data)
{
  TuwenPublisherJob *self = user_data;

  self->timer = 0;
  tuwen_publisher_look_async (tuwen_account_get_client (self->account),
                              tuwen_account_get_mid (self->account), self->draft,
                              self->cancellable, look_cb, job_ref (self));
  return G_SOURCE_REMOVE;
}

static void
begin_look (TuwenPublisherJob *self)
{
  guint pause = look_pauses[self->n_looks++] * self->publisher->look_unit_ms;

  if (tuwen_draft_get_state (self->draft) != TUWEN_DRAFT_CHECKING)
    set_state (self->draft, TUWEN_DRAFT_CHECKING);
  tuwen_draft_set_step (self->draft, _ ("Looking whether it was published…"));
  self->timer = g_timeout_add (pause, look_timer_cb, self);
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

  if (published)
    take_post (self, id);
  else if (bili_error_may_have_acted (error))
    begin_look (self);
  else
    fail (self, error);
}

/* The disk has it that the post is being sent. It cannot be cancelled: a post that was sent was sent. */
static void
send_now (TuwenPublisherJob *self)
{
  bili_client_publish_async (tuwen_account_get_client (self->account), self->post, NULL, sent_cb,
                             job_ref (self));
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
      g_propagate_error (error, g_error_copy (tuwen_draft_picture_get_error (picture)));
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

/* Another category, say, makes other pictures of those that were uploaded; then these are waited for. */
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

  tuwen_draft_set_step (self->draft, _ ("Publishing…"));
  if (!self->again)
    journal->began = now;
  g_free (journal->upload_id);
  journal->upload_id = bili_post_make_upload_id (tuwen_account_get_mid (self->account), now,
                                                 g_random_int ());
  self->post = tuwen_publisher_make_post (self->draft);
  tuwen_draft_journal_changed (self->draft);
  save_then (self, send_now);
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
      fail (self, error);
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
  tuwen_draft_journal_changed (self->draft);
  save_then (self, begin_sending);
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
                                 vote_cb, job_ref (self));
}

/* A vote whose answer was lost may exist, but belongs to no post and shows nowhere: the next try makes
 * another one, and the post holds one. No call that is known lists votes, and vote_info wants the very id that
 * was lost (service notes §5). */
static void
begin_vote (TuwenPublisherJob *self)
{
  TuwenJournal *journal = tuwen_draft_get_journal (self->draft);

  if (tuwen_draft_get_vote (self->draft) == NULL || journal->vote_id != NULL)
    {
      begin_sending (self);
      return;
    }

  tuwen_draft_set_step (self->draft, _ ("Creating the vote…"));
  journal->creating_vote = TRUE;
  tuwen_draft_journal_changed (self->draft);
  save_then (self, create_vote);
}

/* How new the newest post is tells later which posts cannot be this one. It tells also whether the service
 * can be reached at all, while a failure is still known to have changed nothing. */
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
      take_post (self, found);
    }
  else if (self->again && !looked)
    {
      forget_try (self);
      give_up (self, self->from, error);
    }
  else if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NETWORK)
           || g_error_matches (error, BILI_ERROR, BILI_ERROR_TIMED_OUT)
           || g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    {
      fail (self, error);
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
begin_look_before (TuwenPublisherJob *self)
{
  tuwen_draft_set_step (self->draft, _ ("Publishing…"));
  tuwen_publisher_look_async (tuwen_account_get_client (self->account),
                              tuwen_account_get_mid (self->account),
                              self->again ? self->draft : NULL, self->cancellable, look_before_cb,
                              job_ref (self));
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
      fail (self, error);
      return;
    }

  if (n_left == 0)
    {
      self->waiting_for_pictures = FALSE;
      save_then (self, begin_look_before);
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

/* Failing ends the job, which must not happen while the picture still tells about itself. */
static void
draft_changed_cb (TuwenDraft *draft, TuwenPublisherJob *self)
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
static void
retry_pictures (TuwenPublisherJob *self)
{
  g_autoptr (GPtrArray) pictures = tuwen_uploads_list_pictures (self->draft, NULL);

  for (guint i = 0; i < pictures->len; i++)
    tuwen_draft_retry_picture (self->draft, pictures->pdata[i]);

  begin_pictures (self);
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

  self->from = journal->state == TUWEN_DRAFT_NOT_FOUND ? TUWEN_DRAFT_NOT_FOUND : TUWEN_DRAFT_WRITING;
  self->again = journal->began != 0;
  tuwen_draft_set_mid (draft, tuwen_account_get_mid (account));
  tuwen_draft_set_error (draft, NULL);
  journal->pressed = TRUE;
  set_state (draft, TUWEN_DRAFT_PUBLISHING);

  if (is_expired (self))
    fail_signed_out (self, TUWEN_DRAFT_WRITING);
  else
    save_then (self, retry_pictures);
}

void
tuwen_publisher_job_look (TuwenPublisher *publisher, TuwenDraft *draft, TuwenAccount *account)
{
  TuwenPublisherJob *self = job_new (publisher, draft, account);

  self->from = TUWEN_DRAFT_UNKNOWN;
  tuwen_draft_set_error (draft, NULL);
  begin_look (self);
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
  g_autoptr (TuwenPublisherJob) kept = job_ref (self);

  if (is_past_recall (self))
    return FALSE;

  forget_try (self);
  tuwen_publisher_job_end (self);
  set_state (self->draft, self->from);
  return TRUE;
}

void
tuwen_publisher_job_check_account (TuwenPublisherJob *self)
{
  g_autoptr (TuwenAccount) account
      = tuwen_publisher_find_account (self->publisher, self->draft);

  if (!is_past_recall (self) && (account != self->account || is_expired (self)))
    fail_signed_out (self, TUWEN_DRAFT_WRITING);
}
