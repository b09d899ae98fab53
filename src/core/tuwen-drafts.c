/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-drafts"

#include "tuwen-drafts-fields.h"

static GType
tuwen_drafts_get_item_type (GListModel *model)
{
  return TUWEN_TYPE_DRAFT;
}

static guint
tuwen_drafts_get_n_items (GListModel *model)
{
  return TUWEN_DRAFTS (model)->entries->len;
}

static gpointer
tuwen_drafts_get_item (GListModel *model, guint position)
{
  TuwenDrafts *self = TUWEN_DRAFTS (model);
  TuwenDraftsEntry *entry;

  if (position >= self->entries->len)
    return NULL;

  entry = self->entries->pdata[position];
  return g_object_ref (entry->draft);
}

static void
tuwen_drafts_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tuwen_drafts_get_item_type;
  iface->get_n_items = tuwen_drafts_get_n_items;
  iface->get_item = tuwen_drafts_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TuwenDrafts,
                               tuwen_drafts,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tuwen_drafts_list_model_init))

typedef enum
{
  PROP_LOADING = 1,
} TuwenDraftsProperty;

static GParamSpec *properties[PROP_LOADING + 1];

enum
{
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Returns G_MAXUINT when @draft is not among them. */
static guint
find (GPtrArray *entries, TuwenDraft *draft)
{
  for (guint i = 0; i < entries->len; i++)
    {
      TuwenDraftsEntry *entry = entries->pdata[i];

      if (entry->draft == draft)
        return i;
    }

  return G_MAXUINT;
}

/* Where a draft belongs that was changed then. */
static guint
find_place (TuwenDrafts *self, gint64 modified)
{
  guint i = 0;

  while (i < self->entries->len)
    {
      TuwenDraftsEntry *entry = self->entries->pdata[i];

      if (tuwen_draft_get_modified (entry->draft) <= modified)
        break;
      i++;
    }

  return i;
}

static void
put_in (TuwenDrafts *self, TuwenDraftsEntry *entry)
{
  guint position = find_place (self, tuwen_draft_get_modified (entry->draft));

  g_ptr_array_insert (self->entries, (int) position, entry);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static TuwenDraftsEntry *
take_out (TuwenDrafts *self, guint position)
{
  TuwenDraftsEntry *entry = g_ptr_array_steal_index (self->entries, position);

  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  return entry;
}

void
tuwen_drafts_insert (TuwenDrafts *self, TuwenDraft *draft, gboolean saved)
{
  put_in (self, tuwen_drafts_entry_new (self, draft, saved));
}

void
tuwen_drafts_move (TuwenDrafts *self, TuwenDraftsEntry *entry)
{
  guint position = find (self->entries, entry->draft);

  if (position != G_MAXUINT
      && find_place (self, tuwen_draft_get_modified (entry->draft)) < position)
    put_in (self, take_out (self, position));
}

void
tuwen_drafts_set_loading (TuwenDrafts *self, gboolean loading)
{
  if (loading == self->loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
tuwen_drafts_emit_failed (TuwenDrafts *self, const GError *error, TuwenDraft *draft)
{
  g_signal_emit (self, signals[FAILED], 0, error, draft);
}

static void
tuwen_drafts_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenDrafts *self = TUWEN_DRAFTS (object);

  switch ((TuwenDraftsProperty) id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_drafts_finalize (GObject *object)
{
  TuwenDrafts *self = TUWEN_DRAFTS (object);

  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->aside);
  g_ptr_array_unref (self->flushes);
  /* Waits for what was asked for: afterwards nobody touches the disk. */
  g_thread_pool_free (self->disk, FALSE, TRUE);
  g_clear_object (&self->clock);
  g_free (self->folder);

  G_OBJECT_CLASS (tuwen_drafts_parent_class)->finalize (object);
}

static void
tuwen_drafts_class_init (TuwenDraftsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tuwen_drafts_get_property;
  object_class->finalize = tuwen_drafts_finalize;

  properties[PROP_LOADING]
      = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[FAILED] = g_signal_new ("failed", TUWEN_TYPE_DRAFTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_ERROR, TUWEN_TYPE_DRAFT);
}

static void
work_on_disk (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  GTaskThreadFunc func = (GTaskThreadFunc) g_object_get_data (G_OBJECT (task), "func");

  func (task, g_task_get_source_object (task), g_task_get_task_data (task),
        g_task_get_cancellable (task));
}

void
tuwen_drafts_run_on_disk (TuwenDrafts *self, GTask *task, GTaskThreadFunc func)
{
  g_object_set_data (G_OBJECT (task), "func", (gpointer) func);
  g_thread_pool_push (self->disk, g_object_ref (task), NULL);
}

static void
tuwen_drafts_init (TuwenDrafts *self)
{
  self->entries = g_ptr_array_new_with_free_func (tuwen_drafts_entry_release);
  self->aside = g_ptr_array_new_with_free_func (tuwen_drafts_entry_release);
  self->flushes = g_ptr_array_new_with_free_func (tuwen_drafts_flush_free);
  self->disk = g_thread_pool_new (work_on_disk, NULL, 1, FALSE, NULL);
}

TuwenDrafts *
tuwen_drafts_new (TuwenService *service, BiliClock *clock)
{
  TuwenDrafts *self;

  g_return_val_if_fail (TUWEN_IS_SERVICE (service), NULL);
  g_return_val_if_fail (BILI_IS_CLOCK (clock), NULL);

  self = g_object_new (TUWEN_TYPE_DRAFTS, NULL);
  self->folder = g_build_filename (tuwen_service_get_data_dir (service), "drafts", NULL);
  self->clock = g_object_ref (clock);
  return self;
}

TuwenDraft *
tuwen_drafts_create (TuwenDrafts *self)
{
  TuwenDraft *draft;

  g_return_val_if_fail (TUWEN_IS_DRAFTS (self), NULL);

  draft = tuwen_draft_new (self->folder, NULL, self->clock);
  tuwen_drafts_insert (self, draft, FALSE);
  return draft;
}

TuwenDraft *
tuwen_drafts_find (TuwenDrafts *self, const char *id)
{
  g_return_val_if_fail (TUWEN_IS_DRAFTS (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      TuwenDraftsEntry *entry = self->entries->pdata[i];

      if (g_str_equal (tuwen_draft_get_id (entry->draft), id))
        return g_object_ref (entry->draft);
    }

  return NULL;
}

void
tuwen_drafts_forget (TuwenDrafts *self, TuwenDraft *draft)
{
  g_autoptr (TuwenDraft) gone = NULL;
  guint position;

  g_return_if_fail (TUWEN_IS_DRAFTS (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  position = find (self->entries, draft);
  if (position == G_MAXUINT)
    return;

  gone = g_object_ref (draft);
  tuwen_drafts_entry_release (take_out (self, position));
  tuwen_draft_close (gone);
  tuwen_drafts_remove_folder (self, tuwen_draft_get_folder (gone));
  tuwen_drafts_check_flushes (self);
}

/* Its folder is only marked, so that pictures that are on their way into it find it where it
 * was. */
void
tuwen_drafts_discard (TuwenDrafts *self, TuwenDraft *draft)
{
  TuwenDraftsEntry *entry;
  guint position;

  g_return_if_fail (TUWEN_IS_DRAFTS (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  position = find (self->entries, draft);
  if (position == G_MAXUINT)
    return;

  entry = take_out (self, position);
  g_ptr_array_add (self->aside, entry);
  tuwen_draft_set_discarded (entry->draft, TRUE);
}

void
tuwen_drafts_restore (TuwenDrafts *self, TuwenDraft *draft)
{
  guint position;

  g_return_if_fail (TUWEN_IS_DRAFTS (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  position = find (self->aside, draft);
  if (position == G_MAXUINT)
    return;

  put_in (self, g_ptr_array_steal_index (self->aside, position));
  tuwen_draft_set_discarded (draft, FALSE);
}
