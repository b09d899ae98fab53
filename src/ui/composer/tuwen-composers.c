/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composers"

#include "tuwen-composers-private.h"

#include <glib/gi18n.h>

#include "tuwen-browser.h"

#define UNDO_MS 5000

G_DEFINE_FINAL_TYPE (TuwenComposers, tuwen_composers, G_TYPE_OBJECT)
G_DEFINE_ENUM_TYPE (TuwenOffer, tuwen_offer,
                    G_DEFINE_ENUM_VALUE (TUWEN_OFFER_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TUWEN_OFFER_OPEN_DRAFT, "open-draft"),
                    G_DEFINE_ENUM_VALUE (TUWEN_OFFER_OPEN_POST, "open-post"),
                    G_DEFINE_ENUM_VALUE (TUWEN_OFFER_RESTORE, "restore"))

typedef enum
{
  PROP_APPLICATION = 1,
  PROP_SERVICE_SETTINGS,
  PROP_CLOCK,
  PROP_DRAFTS,
  PROP_PUBLISHER,
  PROP_ACCOUNTS,
  PROP_PICTURES,
  PROP_SCHEDULED,
  PROP_SANDBOX,
  PROP_UNDO_MS,
  PROP_KEEP_METADATA,
} TuwenComposersProperty;

static GParamSpec *properties[PROP_KEEP_METADATA + 1];

enum
{
  SAID,
  ACTIVITY_CHANGED,
  COUNTDOWN,
  UNSEEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

gboolean
tuwen_composers_has_main_window (TuwenComposers *self)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (GTK_IS_APPLICATION_WINDOW (l->data))
      return TRUE;

  return FALSE;
}

void
tuwen_composers_say (TuwenComposers *self, TuwenDraft *draft, TuwenOffer offer, const char *text)
{
  /* The button that restores it is in the main window */
  if (offer == TUWEN_OFFER_RESTORE && !tuwen_composers_has_main_window (self))
    g_application_activate (G_APPLICATION (self->application));
  g_signal_emit (self, signals[SAID], 0, draft, text, offer);
}

void
tuwen_composers_emit_activity_changed (TuwenComposers *self)
{
  g_signal_emit (self, signals[ACTIVITY_CHANGED], 0);
}

void
tuwen_composers_emit_countdown (TuwenComposers *self, TuwenDraft *draft)
{
  g_signal_emit (self, signals[COUNTDOWN], 0, draft);
}

void
tuwen_composers_emit_unseen (TuwenComposers *self,
                             TuwenDraft *draft,
                             const char *title,
                             const char *body)
{
  g_signal_emit (self, signals[UNSEEN], 0, draft, title, body);
}

TuwenComposer *
tuwen_composers_find_window (TuwenComposers *self, TuwenDraft *draft)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (TUWEN_IS_COMPOSER (l->data) && tuwen_composer_get_draft (l->data) == draft)
      return l->data;

  return NULL;
}

static void
watch (TuwenComposers *self, TuwenDraft *draft)
{
  if (g_object_get_data (G_OBJECT (draft), "tuwen-composers") != NULL)
    return;

  g_object_set_data (G_OBJECT (draft), "tuwen-composers", self);
  g_signal_connect_object (draft, "notify::state", G_CALLBACK (tuwen_composers_update_activity),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify::step", G_CALLBACK (tuwen_composers_update_activity),
                           self, G_CONNECT_SWAPPED);
}

static void
drafts_changed_cb (TuwenComposers *self)
{
  GListModel *model = G_LIST_MODEL (self->drafts);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (model, i);

      watch (self, draft);
    }
  tuwen_composers_update_activity (self);
}

static void
remove_source (gpointer data)
{
  g_source_remove (GPOINTER_TO_UINT (data));
}

/* What is on the service, or deleted, is not written on any more */
static gboolean
is_wanted_open (TuwenDraft *draft)
{
  TuwenDraftState state = tuwen_draft_get_state (draft);

  return tuwen_draft_get_open (draft) && state != TUWEN_DRAFT_SCHEDULED
         && state != TUWEN_DRAFT_PUBLISHED && state != TUWEN_DRAFT_TRASHED;
}

static void
open_restored (TuwenComposers *self)
{
  GListModel *model = G_LIST_MODEL (self->drafts);
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (model, i);

      if (is_wanted_open (draft) && tuwen_composers_find_window (self, draft) == NULL)
        g_ptr_array_add (open, g_steal_pointer (&draft));
    }

  /* The last one changed comes on top */
  for (guint i = open->len; i > 0; i--)
    tuwen_composers_open (self, open->pdata[i - 1]);
}

static void
loading_changed_cb (TuwenComposers *self)
{
  gboolean loading;

  g_object_get (self->drafts, "loading", &loading, NULL);
  if (self->restoring && !loading)
    {
      self->restoring = FALSE;
      open_restored (self);
    }
}

static void
tuwen_composers_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenComposers *self = TUWEN_COMPOSERS (object);

  switch ((TuwenComposersProperty) id)
    {
    case PROP_SANDBOX:
      g_value_set_boolean (value, self->sandbox);
      break;
    case PROP_UNDO_MS:
      g_value_set_uint (value, self->undo_ms);
      break;
    case PROP_KEEP_METADATA:
      g_value_set_boolean (value, self->keep_metadata);
      break;
    case PROP_APPLICATION:
    case PROP_SERVICE_SETTINGS:
    case PROP_CLOCK:
    case PROP_DRAFTS:
    case PROP_PUBLISHER:
    case PROP_ACCOUNTS:
    case PROP_PICTURES:
    case PROP_SCHEDULED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_composers_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenComposers *self = TUWEN_COMPOSERS (object);

  switch ((TuwenComposersProperty) id)
    {
    case PROP_APPLICATION:
      self->application = g_value_get_object (value);
      break;
    case PROP_SERVICE_SETTINGS:
      self->service_settings = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_DRAFTS:
      self->drafts = g_value_dup_object (value);
      break;
    case PROP_PUBLISHER:
      self->publisher = g_value_dup_object (value);
      break;
    case PROP_ACCOUNTS:
      self->accounts = g_value_dup_object (value);
      break;
    case PROP_PICTURES:
      self->pictures = g_value_dup_object (value);
      break;
    case PROP_SCHEDULED:
      self->scheduled = g_value_dup_object (value);
      break;
    case PROP_SANDBOX:
      self->sandbox = g_value_get_boolean (value);
      break;
    case PROP_UNDO_MS:
      self->undo_ms = g_value_get_uint (value);
      break;
    case PROP_KEEP_METADATA:
      self->keep_metadata = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_composers_constructed (GObject *object)
{
  TuwenComposers *self = TUWEN_COMPOSERS (object);

  G_OBJECT_CLASS (tuwen_composers_parent_class)->constructed (object);

  if (self->clock == NULL)
    self->clock = bili_clock_new ();
  g_signal_connect_object (self->drafts, "items-changed", G_CALLBACK (drafts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drafts, "notify::loading", G_CALLBACK (loading_changed_cb), self,
                           G_CONNECT_SWAPPED);
  tuwen_composers_follow_publisher (self);
  drafts_changed_cb (self);
}

static void
tuwen_composers_dispose (GObject *object)
{
  TuwenComposers *self = TUWEN_COMPOSERS (object);

  g_clear_handle_id (&self->closed_source, g_source_remove);
  g_clear_object (&self->closed);
  g_clear_pointer (&self->countdowns, g_hash_table_unref);
  g_clear_object (&self->publisher);
  g_clear_object (&self->drafts);
  g_clear_object (&self->service_settings);
  g_clear_object (&self->clock);
  g_clear_object (&self->accounts);
  g_clear_object (&self->pictures);
  g_clear_object (&self->scheduled);

  G_OBJECT_CLASS (tuwen_composers_parent_class)->dispose (object);
}

static void
tuwen_composers_class_init (TuwenComposersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = tuwen_composers_constructed;
  object_class->dispose = tuwen_composers_dispose;
  object_class->get_property = tuwen_composers_get_property;
  object_class->set_property = tuwen_composers_set_property;

  properties[PROP_APPLICATION]
      = g_param_spec_object ("application", NULL, NULL, GTK_TYPE_APPLICATION, flags);
  properties[PROP_SERVICE_SETTINGS]
      = g_param_spec_object ("service-settings", NULL, NULL, G_TYPE_SETTINGS, flags);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BILI_TYPE_CLOCK, flags);
  properties[PROP_DRAFTS] = g_param_spec_object ("drafts", NULL, NULL, TUWEN_TYPE_DRAFTS, flags);
  properties[PROP_PUBLISHER]
      = g_param_spec_object ("publisher", NULL, NULL, TUWEN_TYPE_PUBLISHER, flags);
  properties[PROP_ACCOUNTS]
      = g_param_spec_object ("accounts", NULL, NULL, TUWEN_TYPE_ACCOUNTS, flags);
  properties[PROP_PICTURES]
      = g_param_spec_object ("pictures", NULL, NULL, TUWEN_TYPE_PICTURES, flags);
  properties[PROP_SCHEDULED]
      = g_param_spec_object ("scheduled", NULL, NULL, TUWEN_TYPE_SCHEDULED, flags);
  properties[PROP_SANDBOX]
      = g_param_spec_boolean ("sandbox", NULL, NULL, FALSE, flags | G_PARAM_READABLE);
  properties[PROP_UNDO_MS]
      = g_param_spec_uint ("undo-ms", NULL, NULL, 0, G_MAXUINT, UNDO_MS,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  properties[PROP_KEEP_METADATA]
      = g_param_spec_boolean ("keep-metadata", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SAID] = g_signal_new ("said", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 3, TUWEN_TYPE_DRAFT, G_TYPE_STRING,
                                TUWEN_TYPE_OFFER);
  signals[UNSEEN] = g_signal_new ("unseen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 3, TUWEN_TYPE_DRAFT, G_TYPE_STRING,
                                  G_TYPE_STRING);
  signals[ACTIVITY_CHANGED] = g_signal_new ("activity-changed", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COUNTDOWN] = g_signal_new ("countdown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, TUWEN_TYPE_DRAFT);
}

static void
tuwen_composers_init (TuwenComposers *self)
{
  self->countdowns = g_hash_table_new_full (NULL, NULL, g_object_unref, remove_source);
}

GSettings *
tuwen_composers_get_service_settings (TuwenComposers *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);

  return self->service_settings;
}

BiliClock *
tuwen_composers_get_clock (TuwenComposers *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);

  return self->clock;
}

TuwenDrafts *
tuwen_composers_get_drafts (TuwenComposers *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);

  return self->drafts;
}

TuwenPublisher *
tuwen_composers_get_publisher (TuwenComposers *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);

  return self->publisher;
}

TuwenAccounts *
tuwen_composers_get_accounts (TuwenComposers *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);

  return self->accounts;
}

TuwenPictures *
tuwen_composers_get_pictures (TuwenComposers *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);

  return self->pictures;
}

TuwenScheduled *
tuwen_composers_get_scheduled (TuwenComposers *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);

  return self->scheduled;
}

static GtkWindow *
show (TuwenComposers *self, TuwenComposer *window)
{
  self->quitting = FALSE;
  gtk_window_set_application (GTK_WINDOW (window), self->application);
  tuwen_draft_set_open (tuwen_composer_get_draft (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));

  return GTK_WINDOW (window);
}

GtkWindow *
tuwen_composers_new_post (TuwenComposers *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);

  return show (self, tuwen_composers_take_spare (self));
}

GtkWindow *
tuwen_composers_open (TuwenComposers *self, TuwenDraft *draft)
{
  TuwenComposer *window;

  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);
  g_return_val_if_fail (TUWEN_IS_DRAFT (draft), NULL);

  window = tuwen_composers_find_window (self, draft);
  if (window == NULL)
    {
      window = g_object_new (TUWEN_TYPE_COMPOSER, "composers", self, NULL);
      tuwen_composer_set_draft (window, draft);
    }

  return show (self, window);
}

void
tuwen_composers_restore (TuwenComposers *self)
{
  g_return_if_fail (TUWEN_IS_COMPOSERS (self));

  if (self->restored)
    return;

  self->restored = TRUE;
  self->restoring = TRUE;
  self->quitting = FALSE;
  loading_changed_cb (self);
}

void
tuwen_composers_quit (TuwenComposers *self)
{
  g_return_if_fail (TUWEN_IS_COMPOSERS (self));

  self->quitting = TRUE;
  /* Somebody may come back before the last post is sent */
  self->restored = FALSE;
  tuwen_composers_drop_spare (self);
}

gboolean
tuwen_composers_get_quitting (TuwenComposers *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), FALSE);

  return self->quitting;
}

TuwenAccount *
tuwen_composers_find_account (TuwenComposers *self, TuwenDraft *draft)
{
  const char *mid = tuwen_draft_get_mid (draft);
  GListModel *model = G_LIST_MODEL (self->accounts);

  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);

  for (guint i = 0; mid != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (model, i);

      if (g_str_equal (tuwen_account_get_mid (account), mid))
        return g_steal_pointer (&account);
    }

  return NULL;
}

void
tuwen_composers_discard (TuwenComposers *self, TuwenDraft *draft)
{
  g_autoptr (TuwenDraft) kept = g_object_ref (draft);
  TuwenComposer *window;

  g_return_if_fail (TUWEN_IS_COMPOSERS (self));

  tuwen_composers_stop_counting (self, draft);
  /* What may be posted already is not thrown away unseen */
  if (tuwen_draft_get_state (draft) == TUWEN_DRAFT_PUBLISHING
      && !tuwen_publisher_stop (self->publisher, draft))
    return;

  window = tuwen_composers_find_window (self, draft);
  tuwen_draft_set_open (draft, FALSE);
  tuwen_drafts_discard (self->drafts, draft);
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  if (!tuwen_draft_is_empty (draft))
    tuwen_composers_say (self, draft, TUWEN_OFFER_RESTORE, _ ("Draft discarded"));
}

void
tuwen_composers_closed (TuwenComposers *self, TuwenDraft *draft)
{
  g_return_if_fail (TUWEN_IS_COMPOSERS (self));

  if (self->quitting)
    return;

  if (tuwen_composers_is_under_way (self, draft))
    {
      tuwen_draft_set_open (draft, FALSE);
      tuwen_composers_tell_countdown (self, draft);
      return;
    }

  if (tuwen_draft_is_empty (draft) && tuwen_draft_get_state (draft) == TUWEN_DRAFT_WRITING)
    {
      tuwen_drafts_discard (self->drafts, draft);
      return;
    }

  tuwen_draft_set_open (draft, FALSE);
  tuwen_composers_say (self, draft, TUWEN_OFFER_OPEN_DRAFT, _ ("Draft kept"));
}

void
tuwen_composers_take_offer (TuwenComposers *self, TuwenDraft *draft, TuwenOffer offer)
{
  g_return_if_fail (TUWEN_IS_COMPOSERS (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  switch (offer)
    {
    case TUWEN_OFFER_RESTORE:
      tuwen_drafts_restore (self->drafts, draft);
      tuwen_composers_open (self, draft);
      break;
    case TUWEN_OFFER_OPEN_DRAFT:
      tuwen_composers_open (self, draft);
      break;
    case TUWEN_OFFER_OPEN_POST:
      g_action_group_activate_action (G_ACTION_GROUP (self->application), "open-post",
                                      g_variant_new_string (tuwen_draft_get_post_id (draft)));
      break;
    case TUWEN_OFFER_NONE:
    default:
      break;
    }
}
