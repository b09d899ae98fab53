/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

/* What becomes of posts when their time has come, and of what was under way when the program last
 * ended. */

#include "tuwen-scheduled-job.h"

#include "tuwen-publisher-look.h"
#include "tuwen-schedule-time.h"

#define MINUTE 60
#define DAY (24 * 60 * 60)

/* The service is asked again after a minute, two, four, and at last once an hour. */
#define MAX_PAUSE (60 * MINUTE)

typedef struct
{
  TuwenScheduled *scheduled; /* (owned) */
  TuwenScheduledItem *item;  /* (owned) */
} Looking;

static void
looking_free (Looking *looking)
{
  g_object_unref (looking->scheduled);
  g_object_unref (looking->item);
  g_free (looking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Looking, looking_free)

static gboolean
is_scheduled (TuwenScheduledItem *item)
{
  return item->draft != NULL && tuwen_draft_get_state (item->draft) == TUWEN_DRAFT_SCHEDULED
         && !item->gone;
}

/* Tells once that it was not published, also over restarts where there is a draft to note it in. */
static void
tell_failed (TuwenScheduled *self, TuwenScheduledItem *item)
{
  if (item->state != TUWEN_SCHEDULED_FAILED && item->state != TUWEN_SCHEDULED_MISSED)
    return;

  if (item->draft != NULL)
    {
      TuwenJournal *journal = tuwen_draft_get_journal (item->draft);

      if (journal->told)
        return;
      journal->told = TRUE;
      tuwen_draft_journal_changed (item->draft);
    }
  else if (!item->was_waiting)
    {
      /* Nobody saw it wait: it failed before this run began, and may have been told of then. */
      return;
    }

  item->was_waiting = FALSE;
  tuwen_scheduled_emit_failed (self, item);
}

/* Whether only the feed can tell what became of it. */
static gboolean
is_to_be_found (TuwenScheduledItem *item)
{
  return !item->gone && item->job == NULL && item->absent && !item->looked
         && (item->draft == NULL || is_scheduled (item));
}

static void
take_found (TuwenScheduled *self, TuwenScheduledItem *item, const char *post_id)
{
  if (item->draft != NULL)
    {
      tuwen_scheduled_take_published (self, item, post_id);
      return;
    }

  item->gone = TRUE;
  tuwen_scheduled_rebuild (self, NULL);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Looking) looking = user_data;
  TuwenScheduled *self = looking->scheduled;
  TuwenScheduledItem *item = looking->item;
  g_autofree char *post_id = NULL;
  gboolean looked = tuwen_publisher_look_finish (result, &post_id, NULL, NULL);

  item->looking = FALSE;
  if (self->drafts == NULL || !is_to_be_found (item))
    return;

  if (post_id != NULL)
    {
      tuwen_scheduled_emit_published (self, item, post_id);
      take_found (self, item, post_id);
    }
  else if (looked && item->time + TUWEN_SCHEDULE_GRACE <= bili_clock_get_unix (self->clock))
    {
      item->looked = TRUE;
      tuwen_scheduled_update (self, item);
      tell_failed (self, item);
    }
}

/* It is in no list any more: either it is in the feed, or nowhere. */
static void
look_in_feed (TuwenScheduled *self, TuwenScheduledItem *item)
{
  g_autoptr (TuwenAccount) account
      = tuwen_scheduled_find_account (self, tuwen_scheduled_item_get_mid (item));
  Looking *looking;

  if (account == NULL || item->looking)
    return;

  looking = g_new0 (Looking, 1);
  looking->scheduled = g_object_ref (self);
  looking->item = g_object_ref (item);
  item->looking = TRUE;
  if (item->draft != NULL)
    tuwen_publisher_look_async (tuwen_account_get_client (account), tuwen_account_get_mid (account),
                                item->draft, NULL, looked_cb, looking);
  else
    tuwen_publisher_look_listed_async (tuwen_account_get_client (account),
                                       tuwen_account_get_mid (account), item->listed, NULL,
                                       looked_cb, looking);
}

/* What the program was doing when it ended. What was not sent by then is not sent now: its time for
 * being taken back is over as well, and nobody looks at it. */
static void
resume (TuwenScheduled *self, TuwenScheduledItem *item)
{
  TuwenJournal *journal = tuwen_draft_get_journal (item->draft);

  if (journal->action == TUWEN_ACTION_NONE || item->job != NULL || item->resumed)
    return;

  item->resumed = TRUE;
  if (journal->acted != 0)
    {
      tuwen_scheduled_job_look (self, item, NULL);
      return;
    }

  journal->action = TUWEN_ACTION_NONE;
  tuwen_draft_journal_changed (item->draft);
}

static gpointer
ref_item (gconstpointer item, gpointer user_data)
{
  return g_object_ref ((gpointer) item);
}

void
tuwen_scheduled_check_due (TuwenScheduled *self, const char *mid)
{
  g_autoptr (GPtrArray) items = g_ptr_array_copy (self->items, ref_item, NULL);
  gint64 now = bili_clock_get_unix (self->clock);

  for (guint i = 0; i < items->len; i++)
    {
      TuwenScheduledItem *item = items->pdata[i];

      if (g_strcmp0 (tuwen_scheduled_item_get_mid (item), mid) != 0 || item->gone)
        continue;

      if (item->state == TUWEN_SCHEDULED_WAITING)
        item->was_waiting = TRUE;
      if (is_scheduled (item))
        resume (self, item);
      if (is_to_be_found (item) && item->time <= now)
        look_in_feed (self, item);
      else
        tell_failed (self, item);
    }
}

/* Whether its time is over and nobody knows yet what became of it. */
static gboolean
is_due (TuwenScheduledItem *item, gint64 now)
{
  return item->state == TUWEN_SCHEDULED_WAITING && item->time != 0
         && item->time + TUWEN_SCHEDULE_GRACE <= now
         /* A clock that was set back would have it wait for what it said before. */
         && (item->next_ask <= now || item->next_ask > now + MAX_PAUSE);
}

static void
ask_for_due (TuwenScheduled *self)
{
  g_autoptr (GHashTable) mids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 now = bili_clock_get_unix (self->clock);
  GHashTableIter iter;
  gpointer mid;

  for (guint i = 0; i < self->items->len; i++)
    {
      TuwenScheduledItem *item = self->items->pdata[i];
      const char *whose = tuwen_scheduled_item_get_mid (item);

      if (whose == NULL || !is_due (item, now))
        continue;
      item->pause = CLAMP (item->pause * 2, MINUTE, MAX_PAUSE);
      item->next_ask = now + item->pause;
      g_hash_table_add (mids, g_strdup (whose));
    }

  /* Who watches wants to know, also when nobody looks at the list. */
  self->asking |= g_hash_table_size (mids) > 0;
  g_hash_table_iter_init (&iter, mids);
  while (g_hash_table_iter_next (&iter, &mid, NULL))
    tuwen_scheduled_ask (self, mid);
}

/* The trash is not kept for ever. */
static void
empty_trash (TuwenScheduled *self)
{
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 now = bili_clock_get_unix (self->clock);

  for (guint i = 0; i < self->items->len; i++)
    {
      TuwenScheduledItem *item = self->items->pdata[i];

      if (item->state == TUWEN_SCHEDULED_TRASHED
          && tuwen_draft_get_journal (item->draft)->trashed + TUWEN_TRASH_DAYS * DAY <= now)
        g_ptr_array_add (old, g_object_ref (item));
    }

  for (guint i = 0; i < old->len; i++)
    tuwen_scheduled_erase (self, old->pdata[i]);
}

void
tuwen_scheduled_tick (TuwenScheduled *self)
{
  g_return_if_fail (TUWEN_IS_SCHEDULED (self));

  tuwen_scheduled_sync (self);
  tuwen_scheduled_rebuild (self, NULL);
  ask_for_due (self);
  empty_trash (self);
}
