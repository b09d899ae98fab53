/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

#include "tuwen-scheduled-job.h"

#include "tuwen-schedule-time.h"

#define LOOK_UNIT_MS 1000

static GType
tuwen_scheduled_get_item_type (GListModel *model)
{
  return TUWEN_TYPE_SCHEDULED_ITEM;
}

static guint
tuwen_scheduled_get_n_items (GListModel *model)
{
  return TUWEN_SCHEDULED (model)->items->len;
}

static gpointer
tuwen_scheduled_get_item (GListModel *model, guint position)
{
  TuwenScheduled *self = TUWEN_SCHEDULED (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
tuwen_scheduled_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tuwen_scheduled_get_item_type;
  iface->get_n_items = tuwen_scheduled_get_n_items;
  iface->get_item = tuwen_scheduled_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TuwenScheduled,
                               tuwen_scheduled,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tuwen_scheduled_list_model_init))

typedef enum
{
  PROP_LOADING = 1,
  PROP_ERROR,
  PROP_N_ATTENTION, /* the counts stand in the order of the sections */
  PROP_N_SCHEDULED,
  PROP_N_DRAFTS,
  PROP_N_TRASH,
  PROP_LOOK_UNIT_MS,
} TuwenScheduledProperty;

static GParamSpec *properties[PROP_LOOK_UNIT_MS + 1];

enum
{
  PUBLISHED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gint64
get_now (TuwenScheduled *self)
{
  return bili_clock_get_unix (self->clock);
}

void
tuwen_scheduled_notify_loading (TuwenScheduled *self, gboolean loading)
{
  if (loading == self->loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
tuwen_scheduled_notify_error (TuwenScheduled *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

void
tuwen_scheduled_emit_published (TuwenScheduled *self, TuwenScheduledItem *item, const char *post_id)
{
  g_signal_emit (self, signals[PUBLISHED], 0, item, post_id);
}

void
tuwen_scheduled_emit_failed (TuwenScheduled *self, TuwenScheduledItem *item)
{
  g_signal_emit (self, signals[FAILED], 0, item);
}

TuwenAccount *
tuwen_scheduled_find_account (TuwenScheduled *self, const char *mid)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; mid != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (accounts, i);

      if (g_str_equal (tuwen_account_get_mid (account), mid))
        return g_steal_pointer (&account);
    }

  return NULL;
}

static void
recount (TuwenScheduled *self)
{
  guint counts[TUWEN_N_SECTIONS] = { 0 };

  for (guint i = 0; i < self->items->len; i++)
    counts[((TuwenScheduledItem *) self->items->pdata[i])->section]++;

  for (guint i = 0; i < TUWEN_N_SECTIONS; i++)
    {
      gboolean other = counts[i] != self->counts[i];

      self->counts[i] = counts[i];
      if (other)
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ATTENTION + i]);
    }
}

/* Puts @sorted (transfer full) in the place of the items, and tells about the stretch that is
 * another. */
static void
replace_items (TuwenScheduled *self, GPtrArray *sorted)
{
  g_autoptr (GPtrArray) old = self->items;
  guint shorter = MIN (old->len, sorted->len);
  guint before = 0;
  guint after = 0;

  while (before < shorter && old->pdata[before] == sorted->pdata[before])
    before++;
  while (after < shorter - before
         && old->pdata[old->len - 1 - after] == sorted->pdata[sorted->len - 1 - after])
    after++;

  self->items = sorted;
  if (before < old->len || before < sorted->len)
    g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - after,
                                sorted->len - before - after);
  recount (self);
}

void
tuwen_scheduled_rebuild (TuwenScheduled *self, GPtrArray *added)
{
  GPtrArray *sorted = g_ptr_array_new_full (self->items->len + (added != NULL ? added->len : 0),
                                            g_object_unref);
  gint64 now = get_now (self);

  for (guint i = 0; i < self->items->len; i++)
    {
      if (!((TuwenScheduledItem *) self->items->pdata[i])->gone)
        g_ptr_array_add (sorted, g_object_ref (self->items->pdata[i]));
    }
  for (guint i = 0; added != NULL && i < added->len; i++)
    g_ptr_array_add (sorted, g_object_ref (added->pdata[i]));

  for (guint i = 0; i < sorted->len; i++)
    tuwen_scheduled_item_update (sorted->pdata[i], now);
  g_ptr_array_sort (sorted, tuwen_scheduled_item_compare);
  replace_items (self, sorted);
}

/* Where @item belongs among those that are sorted. */
static guint
find_place (TuwenScheduled *self, TuwenScheduledItem *item)
{
  guint low = 0;
  guint high = self->items->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (tuwen_scheduled_item_compare (&self->items->pdata[middle], &item) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static gboolean
is_in_place (TuwenScheduled *self, guint position)
{
  gpointer *items = self->items->pdata;

  return (position == 0
          || tuwen_scheduled_item_compare (&items[position - 1], &items[position]) < 0)
         && (position + 1 == self->items->len
             || tuwen_scheduled_item_compare (&items[position], &items[position + 1]) < 0);
}

void
tuwen_scheduled_update (TuwenScheduled *self, TuwenScheduledItem *item)
{
  g_autoptr (TuwenScheduledItem) kept = g_object_ref (item);
  guint position;
  gboolean moved = tuwen_scheduled_item_update (item, get_now (self));

  if (!moved || !g_ptr_array_find (self->items, item, &position) || is_in_place (self, position))
    {
      if (moved)
        recount (self);
      return;
    }

  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  position = find_place (self, item);
  g_ptr_array_insert (self->items, (int) position, g_object_ref (item));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  recount (self);
}

/* What nobody would look for is not shown: a draft without anything in it, a copy that is being
 * made, and what is published. */
static gboolean
is_worth_showing (TuwenDraft *draft)
{
  if (tuwen_draft_get_discarded (draft))
    return FALSE;

  switch (tuwen_draft_get_state (draft))
    {
    case TUWEN_DRAFT_WRITING:
      return !tuwen_draft_is_empty (draft);
    case TUWEN_DRAFT_PUBLISHED:
      return tuwen_draft_replaces (draft);
    default:
      return TRUE;
    }
}

static void
draft_changed_cb (TuwenDraft *draft, TuwenScheduled *self)
{
  TuwenScheduledItem *item = g_hash_table_lookup (self->by_draft, draft);

  if (item == NULL || !is_worth_showing (draft))
    {
      tuwen_scheduled_sync (self);
      return;
    }

  /* It was refused: what looked like it in the list is another's. */
  if (item->listed != NULL && tuwen_draft_get_state (draft) == TUWEN_DRAFT_WRITING)
    {
      tuwen_scheduled_item_set_listed (item, NULL);
      tuwen_scheduled_ask (self, tuwen_draft_get_mid (draft));
    }

  /* Only what is asked from now on tells of what was scheduled now. */
  if (tuwen_draft_get_state (draft) != TUWEN_DRAFT_SCHEDULED)
    item->since = 0;
  else if (item->since == 0)
    item->since = self->n_asked + 1;
  tuwen_scheduled_update (self, item);
  if (item->since != 0 && item->listed == NULL && !item->absent)
    tuwen_scheduled_unite (self);
}

static void
step_cb (TuwenDraft *draft, GParamSpec *pspec, TuwenScheduled *self)
{
  TuwenScheduledItem *item = g_hash_table_lookup (self->by_draft, draft);

  if (item != NULL)
    tuwen_scheduled_update (self, item);
}

static TuwenScheduledItem *
add_draft (TuwenScheduled *self, TuwenDraft *draft)
{
  TuwenScheduledItem *item = tuwen_scheduled_item_new (draft, NULL, NULL);

  if (tuwen_draft_get_state (draft) == TUWEN_DRAFT_SCHEDULED)
    item->since = self->n_asked + 1;
  g_hash_table_insert (self->by_draft, draft, item);
  return item;
}

static void
watch (TuwenScheduled *self, TuwenDraft *draft)
{
  if (g_object_get_data (G_OBJECT (draft), "tuwen-scheduled") == self)
    return;

  g_object_set_data (G_OBJECT (draft), "tuwen-scheduled", self);
  g_signal_connect_object (draft, "changed", G_CALLBACK (draft_changed_cb), self, 0);
  g_signal_connect_object (draft, "notify::step", G_CALLBACK (step_cb), self, 0);
}

void
tuwen_scheduled_sync (TuwenScheduled *self)
{
  GListModel *drafts = G_LIST_MODEL (self->drafts);
  g_autoptr (GHashTable) there = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean gone = FALSE;

  g_clear_handle_id (&self->syncing, g_source_remove);
  for (guint i = 0; i < g_list_model_get_n_items (drafts); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (drafts, i);

      watch (self, draft);
      if (!is_worth_showing (draft))
        continue;
      g_hash_table_add (there, draft);
      if (!g_hash_table_contains (self->by_draft, draft))
        g_ptr_array_add (added, add_draft (self, draft));
    }

  for (guint i = 0; i < self->items->len; i++)
    {
      TuwenScheduledItem *item = self->items->pdata[i];

      if (item->draft == NULL || g_hash_table_contains (there, item->draft))
        continue;
      gone = TRUE;
      item->gone = TRUE;
      g_hash_table_remove (self->by_draft, item->draft);
    }

  if (gone || added->len > 0)
    tuwen_scheduled_rebuild (self, added);
  if (added->len > 0)
    tuwen_scheduled_unite (self);
}

static gboolean
sync_cb (gpointer user_data)
{
  TuwenScheduled *self = user_data;

  self->syncing = 0;
  tuwen_scheduled_sync (self);
  return G_SOURCE_REMOVE;
}

/* A draft that moves is out of the list for a moment, and many come at once when the program
 * starts. */
static void
drafts_changed_cb (TuwenScheduled *self)
{
  if (self->syncing == 0)
    self->syncing = g_idle_add_full (G_PRIORITY_DEFAULT, sync_cb, self, NULL);
}

static void
drop_strangers (TuwenScheduled *self)
{
  GHashTableIter iter;
  const char *mid;
  gboolean dropped = FALSE;

  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, (gpointer *) &mid, NULL))
    {
      g_autoptr (TuwenAccount) account = tuwen_scheduled_find_account (self, mid);

      if (account == NULL)
        g_hash_table_iter_remove (&iter);
    }

  for (guint i = 0; i < self->items->len; i++)
    {
      TuwenScheduledItem *item = self->items->pdata[i];
      g_autoptr (TuwenAccount) account
          = tuwen_scheduled_find_account (self, tuwen_scheduled_item_get_mid (item));

      if (item->draft == NULL && account == NULL)
        {
          item->gone = TRUE;
          dropped = TRUE;
        }
    }

  if (dropped)
    tuwen_scheduled_rebuild (self, NULL);
}

static void
accounts_changed_cb (TuwenScheduled *self)
{
  drop_strangers (self);
  if (self->asking)
    tuwen_scheduled_refresh (self);
}

/* What is on the service now may replace something else there. */
static void
sent_cb (TuwenPublisher *publisher, TuwenDraft *draft, TuwenScheduled *self)
{
  g_autoptr (TuwenScheduledItem) item = tuwen_scheduled_find (self, draft);

  if (item != NULL && item->job == NULL && tuwen_draft_replaces (draft))
    tuwen_scheduled_job_settle (self, item, NULL);
  else
    tuwen_scheduled_ask (self, tuwen_draft_get_mid (draft));
}

static const GError *
find_error (TuwenScheduled *self)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (accounts, i);
      TuwenScheduledSource *source
          = g_hash_table_lookup (self->sources, tuwen_account_get_mid (account));

      if (source != NULL && source->error != NULL)
        return source->error;
    }

  return NULL;
}

static void
tuwen_scheduled_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenScheduled *self = TUWEN_SCHEDULED (object);

  switch ((TuwenScheduledProperty) id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, find_error (self));
      break;
    case PROP_N_ATTENTION:
    case PROP_N_SCHEDULED:
    case PROP_N_DRAFTS:
    case PROP_N_TRASH:
      g_value_set_uint (value, self->counts[id - PROP_N_ATTENTION]);
      break;
    case PROP_LOOK_UNIT_MS:
      g_value_set_uint (value, self->look_unit_ms);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_scheduled_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenScheduled *self = TUWEN_SCHEDULED (object);

  switch ((TuwenScheduledProperty) id)
    {
    case PROP_LOOK_UNIT_MS:
      self->look_unit_ms = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_scheduled_dispose (GObject *object)
{
  TuwenScheduled *self = TUWEN_SCHEDULED (object);

  while (self->jobs->len > 0)
    tuwen_scheduled_job_end (self->jobs->pdata[0]);
  g_clear_handle_id (&self->syncing, g_source_remove);
  g_hash_table_remove_all (self->sources);
  g_hash_table_remove_all (self->by_draft);
  g_ptr_array_set_size (self->items, 0);
  g_clear_object (&self->drafts);
  g_clear_object (&self->publisher);
  g_clear_object (&self->accounts);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (tuwen_scheduled_parent_class)->dispose (object);
}

static void
tuwen_scheduled_finalize (GObject *object)
{
  TuwenScheduled *self = TUWEN_SCHEDULED (object);

  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->by_draft);
  g_hash_table_unref (self->sources);
  g_ptr_array_unref (self->jobs);

  G_OBJECT_CLASS (tuwen_scheduled_parent_class)->finalize (object);
}

static void
tuwen_scheduled_class_init (TuwenScheduledClass *klass)
{
  static const char *const counts[] = { "n-attention", "n-scheduled", "n-drafts", "n-trash" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tuwen_scheduled_get_property;
  object_class->set_property = tuwen_scheduled_set_property;
  object_class->dispose = tuwen_scheduled_dispose;
  object_class->finalize = tuwen_scheduled_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  for (guint i = 0; i < TUWEN_N_SECTIONS; i++)
    properties[PROP_N_ATTENTION + i]
        = g_param_spec_uint (counts[i], NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LOOK_UNIT_MS]
      = g_param_spec_uint ("look-unit-ms", NULL, NULL, 1, G_MAXUINT / 64, LOOK_UNIT_MS,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[PUBLISHED]
      = g_signal_new ("published", TUWEN_TYPE_SCHEDULED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, TUWEN_TYPE_SCHEDULED_ITEM, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", TUWEN_TYPE_SCHEDULED, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, TUWEN_TYPE_SCHEDULED_ITEM);
}

static void
tuwen_scheduled_init (TuwenScheduled *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_draft = g_hash_table_new (NULL, NULL);
  self->sources
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, tuwen_scheduled_source_free);
  self->jobs = g_ptr_array_new ();
  self->look_unit_ms = LOOK_UNIT_MS;
}

TuwenScheduled *
tuwen_scheduled_new (TuwenDrafts *drafts,
                     TuwenPublisher *publisher,
                     TuwenAccounts *accounts,
                     BiliClock *clock)
{
  TuwenScheduled *self;

  g_return_val_if_fail (TUWEN_IS_DRAFTS (drafts), NULL);
  g_return_val_if_fail (TUWEN_IS_PUBLISHER (publisher), NULL);
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (accounts), NULL);
  g_return_val_if_fail (BILI_IS_CLOCK (clock), NULL);

  self = g_object_new (TUWEN_TYPE_SCHEDULED, NULL);
  self->drafts = g_object_ref (drafts);
  self->publisher = g_object_ref (publisher);
  self->accounts = g_object_ref (accounts);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (drafts, "items-changed", G_CALLBACK (drafts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (publisher, "published", G_CALLBACK (sent_cb), self, 0);
  g_signal_connect_object (publisher, "scheduled", G_CALLBACK (sent_cb), self, 0);
  tuwen_scheduled_sync (self);
  return self;
}

gboolean
tuwen_scheduled_get_loading (TuwenScheduled *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED (self), FALSE);

  return self->loading;
}

const GError *
tuwen_scheduled_get_error (TuwenScheduled *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED (self), NULL);

  return find_error (self);
}

guint
tuwen_scheduled_count (TuwenScheduled *self, TuwenScheduledSection section)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED (self), 0);
  g_return_val_if_fail (section < TUWEN_N_SECTIONS, 0);

  return self->counts[section];
}

gboolean
tuwen_scheduled_is_change_of (TuwenDraft *draft, TuwenScheduledItem *item)
{
  const TuwenJournal *journal = tuwen_draft_get_journal (draft);

  return (item->draft != NULL
          && g_strcmp0 (journal->replaces_draft, tuwen_draft_get_id (item->draft)) == 0)
         || (item->listed != NULL && g_strcmp0 (journal->replaces, item->listed->id) == 0);
}

/* Whether the service publishes it at its time, as far as anybody knows. */
static gboolean
may_appear (TuwenScheduledItem *item)
{
  switch (item->state)
    {
    case TUWEN_SCHEDULED_UNDER_WAY:
    case TUWEN_SCHEDULED_WAITING:
    case TUWEN_SCHEDULED_UNKNOWN:
    case TUWEN_SCHEDULED_DOUBLE:
      return item->time != 0;
    case TUWEN_SCHEDULED_DRAFT:
    case TUWEN_SCHEDULED_FAILED:
    case TUWEN_SCHEDULED_MISSED:
    case TUWEN_SCHEDULED_NOT_FOUND:
    case TUWEN_SCHEDULED_TOO_NEAR:
    case TUWEN_SCHEDULED_GONE:
    case TUWEN_SCHEDULED_TRASHED:
    default:
      return FALSE;
    }
}

GPtrArray *
tuwen_scheduled_find_clashes (TuwenScheduled *self,
                              const char *mid,
                              gint64 time,
                              TuwenScheduledItem *except)
{
  GPtrArray *clashes = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (TUWEN_IS_SCHEDULED (self), clashes);

  for (guint i = 0; time != 0 && i < self->items->len; i++)
    {
      TuwenScheduledItem *item = self->items->pdata[i];

      if (item != except && may_appear (item) && ABS (item->time - time) < TUWEN_SCHEDULE_CLASH
          && g_strcmp0 (tuwen_scheduled_item_get_mid (item), mid) == 0
          && (except == NULL || except->draft == NULL
              || !tuwen_scheduled_is_change_of (except->draft, item)))
        g_ptr_array_add (clashes, g_object_ref (item));
    }

  return clashes;
}

TuwenScheduledItem *
tuwen_scheduled_find (TuwenScheduled *self, TuwenDraft *draft)
{
  TuwenScheduledItem *item;

  g_return_val_if_fail (TUWEN_IS_SCHEDULED (self), NULL);

  tuwen_scheduled_sync (self);
  item = g_hash_table_lookup (self->by_draft, draft);
  return item != NULL ? g_object_ref (item) : NULL;
}
