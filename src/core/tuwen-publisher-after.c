/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-publisher"

#include "tuwen-publisher-job.h"

#include <glib/gi18n-lib.h>

#include "tuwen-publisher-look.h"
#include "tuwen-schedule-look.h"

/* The pauses before each look for a post whose answer was lost. */
static const guint look_pauses[] = { 1, 3, 10, 30 };

/* How often the list is looked at for what the service said it has scheduled */
#define SEEING_LOOKS 3

/* The answer does not say what the list knows it as, so it is looked up. The service has it in any
 * case. */
static void
seen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPublisherJob) self = user_data;
  g_autoptr (BiliScheduled) listed = NULL;
  g_autofree char *post_id = NULL;
  g_autoptr (GError) error = NULL;
  TuwenWhere where = tuwen_schedule_look_finish (result, &listed, &post_id, &error);

  if (self->publisher == NULL)
    return;

  if (where == TUWEN_WHERE_LISTED)
    tuwen_publisher_job_take_scheduled (self, listed->id);
  else if (where == TUWEN_WHERE_PUBLISHED)
    tuwen_publisher_job_take_post (self, post_id);
  else if (self->n_looks < SEEING_LOOKS && !bili_error_says_stop (error))
    tuwen_publisher_job_see_it (self);
  else
    tuwen_publisher_job_finish_scheduled (self);
}

/* @error: (nullable): why the last look told nothing */
static void
give_up_looking (TuwenPublisherJob *self, gboolean looked, const GError *error)
{
  if (self->n_looks < G_N_ELEMENTS (look_pauses) && !bili_error_says_stop (error))
    tuwen_publisher_job_look_for_it (self);
  else if (tuwen_publisher_job_is_expired (self))
    /* Without an account, what only its author may see is not seen. */
    tuwen_publisher_job_fail_signed_out (self, TUWEN_DRAFT_UNKNOWN);
  else if (!looked)
    tuwen_publisher_job_give_up (self, TUWEN_DRAFT_UNKNOWN, error);
  else
    tuwen_publisher_job_give_up (self, TUWEN_DRAFT_NOT_FOUND, NULL);
}

static gboolean look_timer_cb (gpointer user_data);

/* Another's post with the same text cannot be told from this one while its answer is awaited. */
static gboolean
is_another_being_sent (TuwenPublisherJob *self)
{
  for (guint i = 0; i < self->publisher->jobs->len; i++)
    {
      TuwenPublisherJob *other = self->publisher->jobs->pdata[i];

      if (other != self && other->account == self->account && other->post != NULL && !other->settled
          && tuwen_draft_get_state (other->draft) == TUWEN_DRAFT_PUBLISHING)
        return TRUE;
    }

  return FALSE;
}

/* This look does not count: what it waits for ends by itself. */
static void
look_a_little_later (TuwenPublisherJob *self)
{
  self->timer = g_timeout_add (self->publisher->look_unit_ms, look_timer_cb, self);
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

  if (found != NULL
      && (is_another_being_sent (self) || tuwen_publisher_is_others (self->draft, found)))
    look_a_little_later (self);
  else if (found != NULL)
    tuwen_publisher_job_take_post (self, found);
  else
    give_up_looking (self, looked, error);
}

static void
look_scheduled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPublisherJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliScheduled) listed = NULL;
  g_autofree char *post_id = NULL;
  TuwenWhere where = tuwen_schedule_look_finish (result, &listed, &post_id, &error);

  if (self->publisher == NULL)
    return;

  if (where == TUWEN_WHERE_LISTED)
    tuwen_publisher_job_take_scheduled (self, listed->id);
  else if (where == TUWEN_WHERE_PUBLISHED)
    tuwen_publisher_job_take_post (self, post_id);
  else
    give_up_looking (self, where == TUWEN_WHERE_NOWHERE, error);
}

void
tuwen_publisher_job_ask_where (TuwenPublisherJob *self, GAsyncReadyCallback callback)
{
  tuwen_schedule_look_async (tuwen_account_get_client (self->account),
                             tuwen_account_get_mid (self->account), self->draft,
                             self->publisher->drafts, self->cancellable, callback,
                             tuwen_publisher_job_ref (self));
}

static gboolean
see_timer_cb (gpointer user_data)
{
  TuwenPublisherJob *self = user_data;

  self->timer = 0;
  tuwen_publisher_job_ask_where (self, seen_cb);
  return G_SOURCE_REMOVE;
}

void
tuwen_publisher_job_see_it (TuwenPublisherJob *self)
{
  guint pause
      = self->n_looks == 0 ? 0 : look_pauses[self->n_looks - 1] * self->publisher->look_unit_ms;

  self->n_looks++;
  tuwen_draft_set_step (self->draft, _ ("Checking whether it is scheduled…"));
  self->timer = g_timeout_add (pause, see_timer_cb, self);
}

static gboolean
look_timer_cb (gpointer user_data)
{
  TuwenPublisherJob *self = user_data;

  self->timer = 0;
  if (is_another_being_sent (self))
    look_a_little_later (self);
  else if (tuwen_publisher_job_is_scheduled (self))
    tuwen_publisher_job_ask_where (self, look_scheduled_cb);
  else
    tuwen_publisher_look_async (tuwen_account_get_client (self->account),
                                tuwen_account_get_mid (self->account), self->draft,
                                self->cancellable, look_cb, tuwen_publisher_job_ref (self));
  return G_SOURCE_REMOVE;
}

void
tuwen_publisher_job_look_for_it (TuwenPublisherJob *self)
{
  guint pause = look_pauses[self->n_looks++] * self->publisher->look_unit_ms;

  if (tuwen_draft_get_state (self->draft) != TUWEN_DRAFT_CHECKING)
    tuwen_publisher_job_set_state (self->draft, TUWEN_DRAFT_CHECKING);
  tuwen_draft_set_step (self->draft, tuwen_publisher_job_is_scheduled (self)
                                         ? _ ("Checking whether it is scheduled…")
                                         : _ ("Checking whether it was published…"));
  self->timer = g_timeout_add (pause, look_timer_cb, self);
}
