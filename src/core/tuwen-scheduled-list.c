/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

/* What the service lists, and how it is put together with what Tuwen keeps. */

#include "tuwen-scheduled-private.h"

#include "tuwen-schedule-look.h"

static void
release_source (gpointer data)
{
  TuwenScheduledSource *source = data;

  g_clear_object (&source->account);
  g_clear_object (&source->cancellable);
  g_clear_error (&source->error);
}

static void
source_unref (TuwenScheduledSource *source)
{
  g_rc_box_release_full (source, release_source);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenScheduledSource, source_unref)

void
tuwen_scheduled_source_free (gpointer data)
{
  TuwenScheduledSource *source = data;

  source->scheduled = NULL;
  g_cancellable_cancel (source->cancellable);
  source_unref (source);
}

static void
update_loading (TuwenScheduled *self)
{
  GHashTableIter iter;
  TuwenScheduledSource *source;
  gboolean loading = FALSE;

  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &source))
    loading |= source->loading;

  tuwen_scheduled_notify_error (self);
  tuwen_scheduled_notify_loading (self, loading);
}

/* Returns: (nullable): the item of a draft of @mid that is @listed, although that is not known
 * yet */
static TuwenScheduledItem *
find_match (GPtrArray *waiting, const BiliScheduled *listed)
{
  for (guint i = 0; i < waiting->len; i++)
    {
      TuwenScheduledItem *item = waiting->pdata[i];

      if ((item->listed == NULL || g_str_equal (item->listed->id, listed->id))
          && tuwen_schedule_matches (item->draft, listed))
        return item;
    }

  return NULL;
}

/* It was seen: from here on it is known by its id. */
static void
take_id (TuwenScheduled *self, TuwenScheduledItem *item, const char *id)
{
  TuwenJournal *journal = tuwen_draft_get_journal (item->draft);

  switch (journal->state)
    {
    case TUWEN_DRAFT_UNKNOWN:
    case TUWEN_DRAFT_NOT_FOUND:
      tuwen_publisher_look_again (self->publisher, item->draft);
      break;
    case TUWEN_DRAFT_SCHEDULED:
      g_free (journal->scheduled_id);
      journal->scheduled_id = g_strdup (id);
      tuwen_draft_journal_changed (item->draft);
      break;
    case TUWEN_DRAFT_WRITING:
    case TUWEN_DRAFT_PUBLISHING:
    case TUWEN_DRAFT_CHECKING:
    case TUWEN_DRAFT_PUBLISHED:
    case TUWEN_DRAFT_TOO_NEAR:
    case TUWEN_DRAFT_TRASHED:
    default:
      /* Whoever sent it is about to see it. */
      break;
    }
}

/* Whether a list that was asked for by question @asked tells where it is. */
static gboolean
is_told_by (TuwenScheduledItem *item, guint asked)
{
  return item->draft != NULL && tuwen_draft_get_state (item->draft) == TUWEN_DRAFT_SCHEDULED
         && item->since <= asked;
}

static gboolean
is_of (TuwenScheduledItem *item, const char *mid)
{
  return g_strcmp0 (tuwen_scheduled_item_get_mid (item), mid) == 0;
}

/* Whether it may be in the list by an id that is not known yet. Of what is being sent the answer is
 * awaited, or was lost. */
static gboolean
may_be_listed (TuwenDraft *draft)
{
  const TuwenJournal *journal = tuwen_draft_get_journal (draft);

  switch (journal->state)
    {
    case TUWEN_DRAFT_SCHEDULED:
    case TUWEN_DRAFT_UNKNOWN:
    case TUWEN_DRAFT_NOT_FOUND:
      return tuwen_draft_get_publish_time (draft) != 0;
    case TUWEN_DRAFT_PUBLISHING:
    case TUWEN_DRAFT_CHECKING:
      return journal->began != 0 && journal->sent_time != 0;
    case TUWEN_DRAFT_WRITING:
    case TUWEN_DRAFT_PUBLISHED:
    case TUWEN_DRAFT_TOO_NEAR:
    case TUWEN_DRAFT_TRASHED:
    default:
      return FALSE;
    }
}

/* Returns: (transfer full): the items of @mid that have a draft, by id; those whose id is not known
 * go to @waiting, those that were made elsewhere to @elsewhere, by id. */
static GHashTable *
sort_items (TuwenScheduled *self, const char *mid, GPtrArray *waiting, GHashTable *elsewhere)
{
  GHashTable *known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->items->len; i++)
    {
      TuwenScheduledItem *item = self->items->pdata[i];

      if (!is_of (item, mid))
        continue;
      if (item->draft == NULL)
        {
          g_hash_table_insert (elsewhere, item->listed->id, item);
          continue;
        }

      if (tuwen_draft_get_scheduled_id (item->draft) != NULL
          && tuwen_draft_get_state (item->draft) == TUWEN_DRAFT_SCHEDULED)
        g_hash_table_insert (known, (gpointer) tuwen_draft_get_scheduled_id (item->draft), item);
      else if (may_be_listed (item->draft))
        g_ptr_array_add (waiting, item);
    }

  return known;
}

/* Returns: (transfer full): what was made elsewhere as far as is known, and nothing is done about,
 * by id */
static GHashTable *
list_elsewhere (TuwenScheduled *self)
{
  GHashTable *elsewhere = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->items->len; i++)
    {
      TuwenScheduledItem *item = self->items->pdata[i];

      if (item->draft == NULL && !item->gone && item->job == NULL && !item->busy)
        g_hash_table_insert (elsewhere, item->listed->id, item);
    }

  return elsewhere;
}

/* Returns: (nullable): that of @elsewhere which is @item */
static TuwenScheduledItem *
find_elsewhere (GHashTable *elsewhere, TuwenScheduledItem *item)
{
  const char *id = tuwen_draft_get_scheduled_id (item->draft);
  GHashTableIter iter;
  TuwenScheduledItem *other;

  if (id != NULL)
    return g_hash_table_lookup (elsewhere, id);

  g_hash_table_iter_init (&iter, elsewhere);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &other))
    {
      if (is_of (other, tuwen_scheduled_item_get_mid (item))
          && tuwen_schedule_matches (item->draft, other->listed))
        return other;
    }

  return NULL;
}

void
tuwen_scheduled_unite (TuwenScheduled *self)
{
  g_autoptr (GHashTable) elsewhere = list_elsewhere (self);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; g_hash_table_size (elsewhere) > 0 && i < self->items->len; i++)
    {
      TuwenScheduledItem *item = self->items->pdata[i];
      TuwenScheduledItem *other;

      if (item->draft == NULL || item->gone || item->listed != NULL || !may_be_listed (item->draft))
        continue;

      other = find_elsewhere (elsewhere, item);
      if (other == NULL)
        continue;

      tuwen_scheduled_item_set_listed (item, bili_scheduled_copy (other->listed));
      item->absent = FALSE;
      item->seen_at = other->seen_at;
      other->gone = TRUE;
      g_hash_table_remove (elsewhere, other->listed->id);
      g_ptr_array_add (found, g_object_ref (item));
    }
  if (found->len == 0)
    return;

  tuwen_scheduled_rebuild (self, NULL);
  for (guint i = 0; i < found->len; i++)
    {
      TuwenScheduledItem *item = found->pdata[i];

      if (tuwen_draft_get_scheduled_id (item->draft) == NULL)
        take_id (self, item, item->listed->id);
    }
}

/* Those of @mid that the service does not list any more. */
static void
drop_rest (TuwenScheduled *self, const char *mid, GHashTable *seen, guint asked, gboolean complete)
{
  gint64 now = bili_clock_get_unix (self->clock);

  for (guint i = 0; complete && i < self->items->len; i++)
    {
      TuwenScheduledItem *item = self->items->pdata[i];

      if (!is_of (item, mid) || g_hash_table_contains (seen, item))
        continue;

      if (item->draft == NULL && item->job == NULL)
        {
          /* Before its time, or when it had failed, somebody removed it; otherwise the feed
           * tells. */
          item->absent
              = !item->listed->failed && item->listed->time != 0 && item->listed->time <= now;
          item->gone = !item->absent;
        }
      else if (is_told_by (item, asked))
        {
          tuwen_scheduled_item_set_listed (item, NULL);
          item->absent = TRUE;
        }
    }

  tuwen_scheduled_rebuild (self, NULL);
}

/* Puts a list of @mid, from the answer to question @asked, together with what is there. */
static void
merge (TuwenScheduled *self, const char *mid, BiliScheduledList *list, guint asked)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  g_autoptr (GHashTable) elsewhere = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GHashTable) known = NULL;
  gint64 now = bili_clock_get_unix (self->clock);

  tuwen_scheduled_sync (self);
  known = sort_items (self, mid, waiting, elsewhere);
  for (guint i = 0; i < list->items->len; i++)
    {
      const BiliScheduled *listed = list->items->pdata[i];
      TuwenScheduledItem *item = g_hash_table_lookup (known, listed->id);
      TuwenScheduledItem *other = g_hash_table_lookup (elsewhere, listed->id);

      if (item == NULL && (item = find_match (waiting, listed)) != NULL)
        g_ptr_array_add (found, item);
      if (item == NULL)
        item = other;
      else if (other != NULL)
        other->gone = TRUE;
      if (item != NULL)
        {
          tuwen_scheduled_item_set_listed (item, bili_scheduled_copy (listed));
          item->absent = FALSE;
          item->looked = FALSE;
        }
      else
        {
          item = tuwen_scheduled_item_new (NULL, bili_scheduled_copy (listed), mid);
          g_ptr_array_add (added, item);
        }
      item->seen_at = now;
      g_hash_table_add (seen, item);
    }

  tuwen_scheduled_rebuild (self, added);
  drop_rest (self, mid, seen, asked, list->complete);
  for (guint i = 0; i < found->len; i++)
    {
      TuwenScheduledItem *item = found->pdata[i];

      take_id (self, item, item->listed->id);
    }
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenScheduledSource) source = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliScheduledList) list
      = bili_client_list_scheduled_finish (BILI_CLIENT (object), result, &error);
  g_autoptr (TuwenScheduled) self = NULL;
  g_autofree char *mid = NULL;

  if (source->scheduled == NULL)
    return;

  self = g_object_ref (source->scheduled);
  mid = g_strdup (tuwen_account_get_mid (source->account));
  source->loading = FALSE;
  g_clear_error (&source->error);
  source->error = g_steal_pointer (&error);
  if (list != NULL)
    merge (self, mid, list, source->asked);
  if (list != NULL)
    tuwen_scheduled_check_due (self, mid);
  if (source->scheduled != NULL && source->again)
    {
      source->again = FALSE;
      tuwen_scheduled_ask (self, mid);
    }
  update_loading (self);
}

static TuwenScheduledSource *
source_new (TuwenScheduled *self, TuwenAccount *account)
{
  TuwenScheduledSource *source = g_rc_box_new0 (TuwenScheduledSource);

  source->scheduled = self;
  source->account = g_object_ref (account);
  source->cancellable = g_cancellable_new ();
  return source;
}

void
tuwen_scheduled_ask (TuwenScheduled *self, const char *mid)
{
  g_autoptr (TuwenAccount) account
      = self->asking && mid != NULL ? tuwen_scheduled_find_account (self, mid) : NULL;
  TuwenScheduledSource *source;

  if (account == NULL || tuwen_account_get_state (account) == TUWEN_ACCOUNT_EXPIRED)
    return;

  source = g_hash_table_lookup (self->sources, mid);
  if (source != NULL && source->account != account)
    {
      g_hash_table_remove (self->sources, mid);
      source = NULL;
    }
  if (source == NULL)
    {
      source = source_new (self, account);
      g_hash_table_insert (self->sources, g_strdup (mid), source);
    }

  if (source->loading)
    {
      source->again = TRUE;
      return;
    }

  source->loading = TRUE;
  source->asked = ++self->n_asked;
  bili_client_list_scheduled_async (tuwen_account_get_client (account), source->cancellable,
                                    listed_cb, g_rc_box_acquire (source));
  update_loading (self);
}

void
tuwen_scheduled_refresh (TuwenScheduled *self)
{
  GListModel *accounts;

  g_return_if_fail (TUWEN_IS_SCHEDULED (self));

  self->asking = TRUE;
  accounts = G_LIST_MODEL (self->accounts);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (accounts, i);

      tuwen_scheduled_ask (self, tuwen_account_get_mid (account));
    }
}
