/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-publisher"

#include "tuwen-publisher-private.h"

#include "tuwen-draft-private.h"

#define LOOK_UNIT_MS 1000

G_DEFINE_FINAL_TYPE (TuwenPublisher, tuwen_publisher, G_TYPE_OBJECT)

typedef enum
{
  PROP_LOOK_UNIT_MS = 1,
  PROP_UPLOAD_LATE,
} TuwenPublisherProperty;

static GParamSpec *properties[PROP_UPLOAD_LATE + 1];

enum
{
  PUBLISHED,
  SCHEDULED,
  FAILED,
  LIMITS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
tuwen_publisher_emit_published (TuwenPublisher *self, TuwenDraft *draft)
{
  g_signal_emit (self, signals[PUBLISHED], 0, draft);
}

void
tuwen_publisher_emit_scheduled (TuwenPublisher *self, TuwenDraft *draft)
{
  g_signal_emit (self, signals[SCHEDULED], 0, draft);
}

void
tuwen_publisher_emit_failed (TuwenPublisher *self, TuwenDraft *draft)
{
  g_signal_emit (self, signals[FAILED], 0, draft);
}

void
tuwen_publisher_emit_limits_changed (TuwenPublisher *self)
{
  g_signal_emit (self, signals[LIMITS_CHANGED], 0);
}

TuwenAccount *
tuwen_publisher_find_account (TuwenPublisher *self, TuwenDraft *draft)
{
  const char *mid = tuwen_draft_get_mid (draft);
  guint n_accounts = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
  TuwenAccount *current = tuwen_accounts_get_current (self->accounts);

  if (mid == NULL)
    return current != NULL ? g_object_ref (current) : NULL;

  for (guint i = 0; i < n_accounts; i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_str_equal (tuwen_account_get_mid (account), mid))
        return g_steal_pointer (&account);
    }

  return NULL;
}

/* Nobody is signed in who could post it. */
static void
refuse (TuwenPublisher *self, TuwenDraft *draft)
{
  g_autoptr (GError) error
      = g_error_new_literal (BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN, "There is no account");

  tuwen_draft_set_error (draft, error);
  g_signal_emit (self, signals[FAILED], 0, draft);
}

static void
set_state (TuwenDraft *draft, TuwenDraftState state)
{
  TuwenJournal *journal = tuwen_draft_get_journal (draft);

  journal->pressed = FALSE;
  journal->state = state;
  tuwen_draft_journal_changed (draft);
}

/* Whether the program ended in the middle of its steps. */
static gboolean
is_under_way (TuwenDraft *draft)
{
  TuwenDraftState state = tuwen_draft_get_state (draft);

  return state == TUWEN_DRAFT_PUBLISHING || state == TUWEN_DRAFT_CHECKING
         || state == TUWEN_DRAFT_UNKNOWN;
}

static gboolean
was_sent (TuwenDraft *draft)
{
  return tuwen_draft_get_state (draft) != TUWEN_DRAFT_PUBLISHING
         || tuwen_draft_get_journal (draft)->began != 0;
}

/* Each is resumed once: afterwards people decide. */
static void
resume_draft (TuwenPublisher *self, TuwenDraft *draft)
{
  g_autoptr (TuwenAccount) account = NULL;

  if (!is_under_way (draft) || g_hash_table_contains (self->known, tuwen_draft_get_id (draft)))
    return;

  account = tuwen_publisher_find_account (self, draft);
  if (account == NULL)
    return;

  if (was_sent (draft))
    tuwen_publisher_job_look (self, draft, account);
  else if (tuwen_draft_get_journal (draft)->pressed)
    tuwen_publisher_job_publish (self, draft, account);
  else
    set_state (draft, TUWEN_DRAFT_WRITING);
}

typedef void (*DraftFunc) (TuwenPublisher *self, TuwenDraft *draft);

/* What is done to a draft may move it in the list, or take it out. */
static void
foreach_draft (TuwenPublisher *self, DraftFunc func)
{
  GListModel *drafts = G_LIST_MODEL (self->drafts);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (drafts); i++)
    g_ptr_array_add (all, g_list_model_get_item (drafts, i));
  for (guint i = 0; i < all->len; i++)
    func (self, all->pdata[i]);
}

/* The accounts are all there, and whoever began this one is not among them. */
static void
refuse_orphan (TuwenPublisher *self, TuwenDraft *draft)
{
  g_autoptr (TuwenAccount) account = NULL;

  if (!is_under_way (draft) || tuwen_publisher_job_find (self, draft) != NULL)
    return;

  account = tuwen_publisher_find_account (self, draft);
  if (account != NULL)
    return;

  set_state (draft, was_sent (draft) ? TUWEN_DRAFT_UNKNOWN : TUWEN_DRAFT_WRITING);
  refuse (self, draft);
}

static void
loading_cb (TuwenPublisher *self)
{
  if (!tuwen_accounts_get_loading (self->accounts)
      && tuwen_accounts_get_keyring_error (self->accounts) == NULL)
    foreach_draft (self, refuse_orphan);
}

static void
check_account (TuwenPublisher *self, TuwenDraft *draft)
{
  TuwenPublisherJob *job = tuwen_publisher_job_find (self, draft);

  if (job != NULL)
    tuwen_publisher_job_check_account (job);
}

static void
drafts_changed_cb (TuwenPublisher *self)
{
  foreach_draft (self, tuwen_publisher_fit_pictures);
  foreach_draft (self, resume_draft);
}

static gboolean
is_of_session (const GError *error)
{
  return g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN)
         || g_error_matches (error, BILI_ERROR, BILI_ERROR_CSRF);
}

/* What failed for want of a session is no failure any more. */
static void
forgive (TuwenPublisher *self, TuwenDraft *draft)
{
  g_autoptr (TuwenAccount) account = tuwen_publisher_find_account (self, draft);
  g_autoptr (GPtrArray) pictures = NULL;

  if (account == NULL || tuwen_account_get_state (account) != TUWEN_ACCOUNT_ACTIVE)
    return;

  if (tuwen_draft_get_state (draft) == TUWEN_DRAFT_WRITING
      && is_of_session (tuwen_draft_get_error (draft)))
    tuwen_draft_set_error (draft, NULL);

  pictures = tuwen_uploads_list_pictures (draft, NULL);
  for (guint i = 0; i < pictures->len; i++)
    if (is_of_session (tuwen_draft_picture_get_error (pictures->pdata[i])))
      tuwen_draft_retry_picture (draft, pictures->pdata[i]);
}

static void
account_state_cb (TuwenPublisher *self)
{
  foreach_draft (self, forgive);
  tuwen_uploads_wake (self->uploads);
}

static void
accounts_changed_cb (TuwenPublisher *self)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (accounts, i);

      g_signal_handlers_disconnect_by_func (account, account_state_cb, self);
      g_signal_connect_object (account, "notify::state", G_CALLBACK (account_state_cb), self,
                               G_CONNECT_SWAPPED);
    }
  foreach_draft (self, check_account);
  foreach_draft (self, resume_draft);
  foreach_draft (self, forgive);
}

static void
tuwen_publisher_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenPublisher *self = TUWEN_PUBLISHER (object);

  switch ((TuwenPublisherProperty) id)
    {
    case PROP_LOOK_UNIT_MS:
      g_value_set_uint (value, self->look_unit_ms);
      break;
    case PROP_UPLOAD_LATE:
      g_value_set_boolean (value, self->upload_late);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_publisher_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenPublisher *self = TUWEN_PUBLISHER (object);

  switch ((TuwenPublisherProperty) id)
    {
    case PROP_LOOK_UNIT_MS:
      self->look_unit_ms = g_value_get_uint (value);
      break;
    case PROP_UPLOAD_LATE:
      self->upload_late = g_value_get_boolean (value);
      tuwen_uploads_set_late (self->uploads, self->upload_late);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_publisher_dispose (GObject *object)
{
  TuwenPublisher *self = TUWEN_PUBLISHER (object);

  while (self->jobs->len > 0)
    tuwen_publisher_job_end (self->jobs->pdata[0]);
  tuwen_publisher_drop_limits (self);

  g_clear_object (&self->uploads);
  g_clear_object (&self->drafts);
  g_clear_object (&self->accounts);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (tuwen_publisher_parent_class)->dispose (object);
}

static void
tuwen_publisher_finalize (GObject *object)
{
  TuwenPublisher *self = TUWEN_PUBLISHER (object);

  g_ptr_array_unref (self->jobs);
  g_hash_table_unref (self->known);

  G_OBJECT_CLASS (tuwen_publisher_parent_class)->finalize (object);
}

static void
tuwen_publisher_class_init (TuwenPublisherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tuwen_publisher_get_property;
  object_class->set_property = tuwen_publisher_set_property;
  object_class->dispose = tuwen_publisher_dispose;
  object_class->finalize = tuwen_publisher_finalize;

  properties[PROP_LOOK_UNIT_MS]
      = g_param_spec_uint ("look-unit-ms", NULL, NULL, 1, G_MAXUINT / 64, LOOK_UNIT_MS,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UPLOAD_LATE]
      = g_param_spec_boolean ("upload-late", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[PUBLISHED] = g_signal_new ("published", TUWEN_TYPE_PUBLISHER, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, TUWEN_TYPE_DRAFT);
  signals[SCHEDULED] = g_signal_new ("scheduled", TUWEN_TYPE_PUBLISHER, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, TUWEN_TYPE_DRAFT);
  signals[FAILED] = g_signal_new ("failed", TUWEN_TYPE_PUBLISHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, TUWEN_TYPE_DRAFT);
  signals[LIMITS_CHANGED] = g_signal_new ("limits-changed", TUWEN_TYPE_PUBLISHER, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tuwen_publisher_init (TuwenPublisher *self)
{
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) tuwen_publisher_job_unref);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  tuwen_publisher_begin_limits (self);
  self->look_unit_ms = LOOK_UNIT_MS;
}

TuwenPublisher *
tuwen_publisher_new (TuwenDrafts *drafts, TuwenAccounts *accounts, BiliClock *clock)
{
  TuwenPublisher *self;

  g_return_val_if_fail (TUWEN_IS_DRAFTS (drafts), NULL);
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (accounts), NULL);
  g_return_val_if_fail (BILI_IS_CLOCK (clock), NULL);

  self = g_object_new (TUWEN_TYPE_PUBLISHER, NULL);
  self->drafts = g_object_ref (drafts);
  self->accounts = g_object_ref (accounts);
  self->clock = g_object_ref (clock);
  self->uploads = tuwen_uploads_new (accounts);

  /* What was under way goes on as soon as its draft and its account are there. */
  g_signal_connect_object (drafts, "items-changed", G_CALLBACK (drafts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "notify::loading", G_CALLBACK (loading_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "notify::current", G_CALLBACK (tuwen_publisher_update_limits),
                           self, G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
  tuwen_publisher_update_limits (self);
  return self;
}

void
tuwen_publisher_upload (TuwenPublisher *self, TuwenDraft *draft)
{
  g_return_if_fail (TUWEN_IS_PUBLISHER (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  tuwen_publisher_fit_pictures (self, draft);
  tuwen_uploads_add (self->uploads, draft);
}

/* Returns: (transfer full) (nullable): who is to do what a person asked for; tells when there is
 * nobody */
static TuwenAccount *
begin (TuwenPublisher *self, TuwenDraft *draft)
{
  TuwenAccount *account;

  if (tuwen_publisher_job_find (self, draft) != NULL)
    return NULL;

  account = tuwen_publisher_find_account (self, draft);
  if (account == NULL)
    refuse (self, draft);
  return account;
}

void
tuwen_publisher_publish (TuwenPublisher *self, TuwenDraft *draft)
{
  g_autoptr (TuwenAccount) account = NULL;

  g_return_if_fail (TUWEN_IS_PUBLISHER (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  if (tuwen_draft_get_state (draft) != TUWEN_DRAFT_WRITING
      && tuwen_draft_get_state (draft) != TUWEN_DRAFT_TOO_NEAR)
    return;

  account = begin (self, draft);
  if (account != NULL)
    tuwen_publisher_job_publish (self, draft, account);
}

gboolean
tuwen_publisher_stop (TuwenPublisher *self, TuwenDraft *draft)
{
  TuwenPublisherJob *job;

  g_return_val_if_fail (TUWEN_IS_PUBLISHER (self), FALSE);
  g_return_val_if_fail (TUWEN_IS_DRAFT (draft), FALSE);

  job = tuwen_publisher_job_find (self, draft);
  if (job != NULL)
    return tuwen_publisher_job_stop (job);

  /* It waits for its account since the program began. */
  if (tuwen_draft_get_state (draft) != TUWEN_DRAFT_PUBLISHING || was_sent (draft))
    return FALSE;

  set_state (draft, TUWEN_DRAFT_WRITING);
  return TRUE;
}

void
tuwen_publisher_look_again (TuwenPublisher *self, TuwenDraft *draft)
{
  g_autoptr (TuwenAccount) account = NULL;
  TuwenDraftState state;

  g_return_if_fail (TUWEN_IS_PUBLISHER (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  state = tuwen_draft_get_state (draft);
  if (state != TUWEN_DRAFT_UNKNOWN && state != TUWEN_DRAFT_NOT_FOUND)
    return;

  account = begin (self, draft);
  if (account != NULL)
    tuwen_publisher_job_look (self, draft, account);
}

void
tuwen_publisher_send_again (TuwenPublisher *self, TuwenDraft *draft)
{
  g_autoptr (TuwenAccount) account = NULL;

  g_return_if_fail (TUWEN_IS_PUBLISHER (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  if (tuwen_draft_get_state (draft) != TUWEN_DRAFT_NOT_FOUND)
    return;

  account = begin (self, draft);
  if (account != NULL)
    tuwen_publisher_job_publish (self, draft, account);
}
