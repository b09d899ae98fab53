/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-plans"

#include "tuwen-plans.h"

#include <glib/gi18n.h>

#include "tuwen-composer.h"
#include "tuwen-error-text.h"
#include "tuwen-scheduled-words.h"

struct _TuwenPlans
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): owns this */
  TuwenScheduled *scheduled;   /* (owned) */
  TuwenComposers *composers;   /* (owned) */
  TuwenWatcher *watcher;       /* (owned) (nullable) */
  GHashTable *countdowns;      /* (element-type TuwenScheduledItem Countdown) (owned) (nullable) */
  guint n_acts;                /* asked of the service, and not answered yet */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (TuwenPlans, tuwen_plans, G_TYPE_OBJECT)

typedef enum
{
  PROP_BUSY = 1,
} TuwenPlansProperty;

static GParamSpec *properties[PROP_BUSY + 1];

enum
{
  SAID,
  CHANGED,
  PUBLISHED,
  UNSEEN,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One that can still be taken back; the application lives on meanwhile, with or without a window */
typedef struct
{
  TuwenPlans *plans;        /* (unowned): drops it before it goes */
  TuwenScheduledItem *item; /* (owned) */
  gboolean remove;
  guint source;
} Countdown;

/* What was asked for, until the answer is there */
typedef struct
{
  TuwenPlans *plans;        /* (owned) */
  TuwenScheduledItem *item; /* (owned) */
  char *done;               /* (owned) (nullable): what to say when it was done */
  gboolean appears;         /* there is a new post then */
  gboolean opens;           /* there is a composer then: nothing is done to what is planned */
} Asked;

static void
update_busy (TuwenPlans *self)
{
  gboolean busy
      = self->n_acts > 0 || (self->countdowns != NULL && g_hash_table_size (self->countdowns) > 0);

  if (busy == self->busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static Asked *
asked_new_to_open (TuwenPlans *self, TuwenScheduledItem *item)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->plans = g_object_ref (self);
  asked->item = g_object_ref (item);
  asked->opens = TRUE;
  g_application_hold (G_APPLICATION (self->application));

  return asked;
}

static Asked *
asked_new (TuwenPlans *self, TuwenScheduledItem *item, const char *done, gboolean appears)
{
  Asked *asked = asked_new_to_open (self, item);

  asked->done = g_strdup (done);
  asked->appears = appears;
  asked->opens = FALSE;
  self->n_acts++;
  update_busy (self);

  return asked;
}

static void
asked_free (Asked *asked)
{
  if (!asked->opens)
    asked->plans->n_acts--;
  update_busy (asked->plans);
  g_application_release (G_APPLICATION (asked->plans->application));
  g_object_unref (asked->item);
  g_object_unref (asked->plans);
  g_free (asked->done);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static void
countdown_free (gpointer data)
{
  Countdown *countdown = data;

  if (countdown->source != 0)
    g_source_remove (countdown->source);
  g_application_release (G_APPLICATION (countdown->plans->application));
  g_object_unref (countdown->item);
  g_free (countdown);
}

static gboolean
is_looked_at (TuwenPlans *self)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;

  return FALSE;
}

/* @items: (nullable): for which it can be taken back */
static void
say (TuwenPlans *self, const char *text, GPtrArray *items)
{
  g_signal_emit (self, signals[SAID], 0, text, items);
}

static void
notify_desktop (TuwenPlans *self,
                TuwenScheduledItem *item,
                const char *title,
                const char *body,
                gboolean failed)
{
  if (!is_looked_at (self))
    g_signal_emit (self, signals[UNSEEN], 0, item, title, body, failed);
}

static void
tell_published (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_autofree char *summary = tuwen_scheduled_words_summary (item);

  say (self, _ ("Published"), NULL);
  notify_desktop (self, item, _ ("Published"), summary, FALSE);
  g_signal_emit (self, signals[PUBLISHED], 0, tuwen_scheduled_item_get_mid (item));
}

static void
published_cb (TuwenPlans *self, TuwenScheduledItem *item, const char *post_id)
{
  tell_published (self, item);
}

static void
failed_cb (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_autofree char *summary = tuwen_scheduled_words_summary (item);
  /* Translators: %s is the first words of a post */
  g_autofree char *text = g_strdup_printf (_ ("“%s” was not published"), summary);

  say (self, text, NULL);
  notify_desktop (self, item, text, tuwen_scheduled_item_get_reason (item), TRUE);
}

static void
tell_error (TuwenPlans *self, TuwenScheduledItem *item, const GError *error)
{
  g_autoptr (TuwenErrorText) words = tuwen_error_text_new (error);
  g_autofree char *summary = tuwen_scheduled_words_summary (item);
  g_autofree char *text = NULL;

  /* Translators: the first words of a post, and what could not be done with it: one or two
   * sentences */
  text = g_strdup_printf (_ ("“%s”: %s"), summary, words->body);
  say (self, text, NULL);
  notify_desktop (self, item, summary, words->body, TRUE);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asked) asked = user_data;
  g_autoptr (GError) error = NULL;

  if (!tuwen_scheduled_act_finish (TUWEN_SCHEDULED (source), result, &error))
    tell_error (asked->plans, asked->item, error);
  else if (asked->appears)
    tell_published (asked->plans, asked->item);
  else if (asked->done != NULL)
    say (asked->plans, asked->done, NULL);
}

static void
open_draft (TuwenPlans *self, TuwenScheduledItem *item, TuwenDraft *draft, const GError *error)
{
  if (draft == NULL)
    tell_error (self, item, error);
  else if (tuwen_composers_get_quitting (self->composers))
    tuwen_draft_set_open (draft, TRUE); /* the next time */
  else
    tuwen_composers_open (self->composers, draft);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asked) asked = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenDraft) draft
      = tuwen_scheduled_edit_finish (TUWEN_SCHEDULED (source), result, &error);

  open_draft (asked->plans, asked->item, draft, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asked) asked = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenDraft) draft
      = tuwen_scheduled_copy_finish (TUWEN_SCHEDULED (source), result, &error);

  open_draft (asked->plans, asked->item, draft, error);
}

static const char *
get_countdown_text (gboolean remove)
{
  return remove ? _ ("Deleting in a moment") : _ ("Publishing in a moment");
}

static void
emit_changed (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_signal_emit (self, signals[CHANGED], 0, item);
}

/* A composer on what is deleted has nothing to write on any more */
static void
close_composer (TuwenPlans *self, TuwenScheduledItem *item)
{
  TuwenDraft *draft = tuwen_scheduled_item_get_draft (item);

  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (TUWEN_IS_COMPOSER (l->data) && tuwen_composer_get_draft (l->data) == draft)
      {
        gtk_window_destroy (l->data);
        return;
      }
}

static gboolean
countdown_cb (gpointer user_data)
{
  Countdown *countdown = user_data;
  TuwenPlans *self = countdown->plans;
  g_autoptr (TuwenScheduledItem) item = g_object_ref (countdown->item);
  gboolean remove = countdown->remove;

  /* The timer ends by itself */
  countdown->source = 0;
  if (remove)
    {
      close_composer (self, item);
      tuwen_scheduled_remove_async (self->scheduled, item, NULL, acted_cb,
                                    asked_new (self, item, NULL, FALSE));
    }
  else
    {
      tuwen_scheduled_publish_now_async (self->scheduled, item, NULL, acted_cb,
                                         asked_new (self, item, NULL, TRUE));
    }
  g_hash_table_remove (self->countdowns, item);
  emit_changed (self, item);
  update_busy (self);

  return G_SOURCE_REMOVE;
}

static void
count_down (TuwenPlans *self, TuwenScheduledItem *item, gboolean remove)
{
  Countdown *countdown = g_new0 (Countdown, 1);
  guint undo_ms;

  g_object_get (self->composers, "undo-ms", &undo_ms, NULL);
  countdown->plans = self;
  countdown->item = g_object_ref (item);
  countdown->remove = remove;
  countdown->source = g_timeout_add (undo_ms, countdown_cb, countdown);
  g_application_hold (G_APPLICATION (self->application));
  g_hash_table_insert (self->countdowns, item, countdown);
  emit_changed (self, item);
  update_busy (self);
}

static void
tuwen_plans_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenPlans *self = TUWEN_PLANS (object);

  switch ((TuwenPlansProperty) id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_plans_dispose (GObject *object)
{
  TuwenPlans *self = TUWEN_PLANS (object);

  /* What can still be taken back when the program ends is not done */
  g_clear_pointer (&self->countdowns, g_hash_table_unref);
  g_clear_object (&self->scheduled);
  g_clear_object (&self->composers);
  g_clear_object (&self->watcher);

  G_OBJECT_CLASS (tuwen_plans_parent_class)->dispose (object);
}

static void
tuwen_plans_class_init (TuwenPlansClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_plans_dispose;
  G_OBJECT_CLASS (klass)->get_property = tuwen_plans_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);

  signals[SAID] = g_signal_new ("said", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_STRING, G_TYPE_PTR_ARRAY);
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, TUWEN_TYPE_SCHEDULED_ITEM);
  signals[PUBLISHED] = g_signal_new ("published", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[UNSEEN]
      = g_signal_new ("unseen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                      TUWEN_TYPE_SCHEDULED_ITEM, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                3, G_TYPE_PTR_ARRAY, G_TYPE_STRING, G_TYPE_STRING);
}

static void
tuwen_plans_init (TuwenPlans *self)
{
  self->countdowns = g_hash_table_new_full (NULL, NULL, NULL, countdown_free);
}

TuwenPlans *
tuwen_plans_new (GtkApplication *application,
                 TuwenScheduled *scheduled,
                 TuwenWatcher *watcher,
                 TuwenComposers *composers)
{
  TuwenPlans *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TUWEN_IS_SCHEDULED (scheduled), NULL);
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (composers), NULL);

  self = g_object_new (TUWEN_TYPE_PLANS, NULL);
  self->application = application;
  self->scheduled = g_object_ref (scheduled);
  self->composers = g_object_ref (composers);
  if (watcher == NULL)
    return self;

  self->watcher = g_object_ref (watcher);
  g_signal_connect_object (watcher, "published", G_CALLBACK (published_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (watcher, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

TuwenScheduled *
tuwen_plans_get_scheduled (TuwenPlans *self)
{
  g_return_val_if_fail (TUWEN_IS_PLANS (self), NULL);

  return self->scheduled;
}

const char *
tuwen_plans_get_step (TuwenPlans *self, TuwenScheduledItem *item)
{
  Countdown *countdown;

  g_return_val_if_fail (TUWEN_IS_PLANS (self), NULL);
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (item), NULL);

  countdown = g_hash_table_lookup (self->countdowns, item);
  if (countdown != NULL)
    return get_countdown_text (countdown->remove);

  return tuwen_scheduled_item_get_step (item);
}

gboolean
tuwen_plans_is_counting (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_return_val_if_fail (TUWEN_IS_PLANS (self), FALSE);

  return g_hash_table_contains (self->countdowns, item);
}

void
tuwen_plans_publish_now (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *summary = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (TUWEN_IS_PLANS (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  if (tuwen_plans_is_counting (self, item)
      || (tuwen_scheduled_item_get_actions (item) & TUWEN_CAN_PUBLISH_NOW) == 0)
    return;

  count_down (self, item, FALSE);
  g_ptr_array_add (items, g_object_ref (item));
  summary = tuwen_scheduled_words_summary (item);
  /* Translators: %s is the first words of a post */
  text = g_strdup_printf (_ ("Publishing “%s”"), summary);
  say (self, text, items);
}

void
tuwen_plans_remove (TuwenPlans *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) begun = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = NULL;

  g_return_if_fail (TUWEN_IS_PLANS (self));

  for (guint i = 0; i < items->len; i++)
    {
      TuwenScheduledItem *item = items->pdata[i];

      if (tuwen_plans_is_counting (self, item)
          || (tuwen_scheduled_item_get_actions (item) & TUWEN_CAN_REMOVE) == 0)
        continue;
      count_down (self, item, TRUE);
      g_ptr_array_add (begun, g_object_ref (item));
    }
  if (begun->len == 0)
    return;

  text = g_strdup_printf (ngettext ("Deleting %u post", "Deleting %u posts", begun->len),
                          begun->len);
  say (self, text, begun);
}

gboolean
tuwen_plans_take_back (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_autoptr (TuwenScheduledItem) kept = NULL;

  g_return_val_if_fail (TUWEN_IS_PLANS (self), FALSE);
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (item), FALSE);

  kept = g_object_ref (item);
  if (!g_hash_table_remove (self->countdowns, item))
    return FALSE;

  emit_changed (self, item);
  update_busy (self);

  return TRUE;
}

void
tuwen_plans_undo (TuwenPlans *self, const char *const *names)
{
  gboolean any = FALSE;

  g_return_if_fail (TUWEN_IS_PLANS (self));
  g_return_if_fail (names != NULL);

  for (const char *const *name = names; *name != NULL; name++)
    {
      g_autoptr (TuwenScheduledItem) item = tuwen_plans_find (self, *name);

      if (item != NULL && tuwen_plans_take_back (self, item))
        any = TRUE;
    }

  if (!any)
    say (self, _ ("It is too late to take that back"), NULL);
}

static void
tell_left (TuwenPlans *self, GPtrArray *items, gboolean remove)
{
  g_autofree char *body = NULL;

  if (items->len == 0)
    return;

  body = items->len == 1
             ? tuwen_scheduled_words_summary (items->pdata[0])
             : g_strdup_printf (ngettext ("%u post", "%u posts", items->len), items->len);
  g_signal_emit (self, signals[LEFT], 0, items, get_countdown_text (remove), body);
}

void
tuwen_plans_tell_counting (TuwenPlans *self)
{
  g_autoptr (GPtrArray) removed = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_return_if_fail (TUWEN_IS_PLANS (self));

  g_hash_table_iter_init (&iter, self->countdowns);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Countdown *countdown = value;
      g_autoptr (GPtrArray) published = g_ptr_array_new ();

      g_ptr_array_add (countdown->remove ? removed : published, key);
      tell_left (self, published, FALSE);
    }
  tell_left (self, removed, TRUE);
}

void
tuwen_plans_edit (TuwenPlans *self, TuwenScheduledItem *item)
{
  TuwenDraft *draft;

  g_return_if_fail (TUWEN_IS_PLANS (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  draft = tuwen_scheduled_item_get_draft (item);
  tuwen_plans_take_back (self, item);
  if (tuwen_scheduled_item_get_section (item) == TUWEN_SECTION_DRAFTS && draft != NULL)
    tuwen_composers_open (self->composers, draft);
  else if ((tuwen_scheduled_item_get_actions (item) & TUWEN_CAN_EDIT) != 0)
    tuwen_scheduled_edit_async (self->scheduled, item, NULL, edited_cb,
                                asked_new_to_open (self, item));
}

void
tuwen_plans_copy (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_return_if_fail (TUWEN_IS_PLANS (self));

  tuwen_scheduled_copy_async (self->scheduled, item, NULL, copied_cb,
                              asked_new_to_open (self, item));
}

void
tuwen_plans_reschedule (TuwenPlans *self, TuwenScheduledItem *item, gint64 time)
{
  g_return_if_fail (TUWEN_IS_PLANS (self));

  tuwen_plans_take_back (self, item);
  tuwen_scheduled_reschedule_async (self->scheduled, item, time, NULL, acted_cb,
                                    asked_new (self, item, _ ("Rescheduled"), FALSE));
}

void
tuwen_plans_look_again (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_return_if_fail (TUWEN_IS_PLANS (self));

  tuwen_scheduled_look_again_async (self->scheduled, item, NULL, acted_cb,
                                    asked_new (self, item, NULL, FALSE));
}

void
tuwen_plans_send_again (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_return_if_fail (TUWEN_IS_PLANS (self));

  tuwen_scheduled_send_again_async (self->scheduled, item, NULL, acted_cb,
                                    asked_new (self, item, NULL, FALSE));
}

void
tuwen_plans_settle (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_return_if_fail (TUWEN_IS_PLANS (self));

  tuwen_scheduled_settle_async (self->scheduled, item, NULL, acted_cb,
                                asked_new (self, item, _ ("The old one is removed"), FALSE));
}

void
tuwen_plans_restore (TuwenPlans *self, TuwenScheduledItem *item)
{
  TuwenDraft *draft;

  g_return_if_fail (TUWEN_IS_PLANS (self));

  draft = tuwen_scheduled_restore (self->scheduled, item);
  if (draft != NULL)
    say (self, _ ("It is a draft again"), NULL);
}

void
tuwen_plans_erase (TuwenPlans *self, TuwenScheduledItem *item)
{
  g_return_if_fail (TUWEN_IS_PLANS (self));

  if ((tuwen_scheduled_item_get_actions (item) & TUWEN_CAN_ERASE) != 0)
    tuwen_scheduled_erase (self->scheduled, item);
}

char *
tuwen_plans_dup_name (TuwenScheduledItem *item)
{
  TuwenDraft *draft;

  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (item), NULL);

  draft = tuwen_scheduled_item_get_draft (item);
  if (draft != NULL)
    return g_strconcat ("draft:", tuwen_draft_get_id (draft), NULL);

  return g_strconcat ("listed:", tuwen_scheduled_item_get_listed (item)->id, NULL);
}

TuwenScheduledItem *
tuwen_plans_find (TuwenPlans *self, const char *name)
{
  GListModel *model;

  g_return_val_if_fail (TUWEN_IS_PLANS (self), NULL);

  model = G_LIST_MODEL (self->scheduled);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenScheduledItem) item = g_list_model_get_item (model, i);
      g_autofree char *own = tuwen_plans_dup_name (item);

      if (g_str_equal (own, name))
        return g_steal_pointer (&item);
    }

  return NULL;
}
