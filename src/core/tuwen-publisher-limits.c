/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-publisher"

/* What a post may be, which the service tells each account for itself. */

#include "tuwen-publisher-private.h"

#include "tuwen-draft-private.h"

typedef struct
{
  BiliLimits told;
  gboolean known;            /* the service told them */
  GCancellable *cancellable; /* (nullable) (owned): of asking for them */
} Limits;

static const BiliLimits defaults = BILI_LIMITS_DEFAULT;

static void
limits_free (gpointer data)
{
  Limits *limits = data;

  g_cancellable_cancel (limits->cancellable);
  g_clear_object (&limits->cancellable);
  g_free (limits);
}

/* Who was asked for */
typedef struct
{
  TuwenPublisher *publisher; /* (owned) */
  char *mid;                 /* (owned) */
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->publisher);
  g_free (question->mid);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static const BiliLimits *
get_limits (TuwenPublisher *self, const char *mid)
{
  const Limits *limits = mid != NULL ? g_hash_table_lookup (self->limits, mid) : NULL;

  return limits != NULL ? &limits->told : &defaults;
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  TuwenPublisher *self = question->publisher;
  g_autoptr (GError) error = NULL;
  BiliLimits told;
  gboolean known = bili_client_get_limits_finish (BILI_CLIENT (source), result, &told, &error);
  Limits *limits;

  /* The account is gone, or the publisher is. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  limits = g_hash_table_lookup (self->limits, question->mid);
  if (limits == NULL)
    return;

  g_clear_object (&limits->cancellable);
  limits->known = known;
  limits->told = told;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->drafts)); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (G_LIST_MODEL (self->drafts), i);

      tuwen_publisher_fit_pictures (self, draft);
    }
  tuwen_publisher_emit_limits_changed (self);
}

static void
ask (TuwenPublisher *self, TuwenAccount *account)
{
  const char *mid = tuwen_account_get_mid (account);
  Limits *limits = g_hash_table_lookup (self->limits, mid);
  Question *question;

  if (limits == NULL)
    {
      limits = g_new0 (Limits, 1);
      limits->told = defaults;
      g_hash_table_insert (self->limits, g_strdup (mid), limits);
    }
  if (limits->known || limits->cancellable != NULL)
    return;

  limits->cancellable = g_cancellable_new ();
  question = g_new0 (Question, 1);
  question->publisher = g_object_ref (self);
  question->mid = g_strdup (mid);
  bili_client_get_limits_async (tuwen_account_get_client (account), limits->cancellable, told_cb,
                                question);
}

static gboolean
is_gone (gpointer mid, gpointer limits, gpointer accounts)
{
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (accounts, i);

      if (g_str_equal (tuwen_account_get_mid (account), mid))
        return FALSE;
    }

  return TRUE;
}

void
tuwen_publisher_update_limits (TuwenPublisher *self)
{
  TuwenAccount *current = tuwen_accounts_get_current (self->accounts);

  g_hash_table_foreach_remove (self->limits, is_gone, self->accounts);
  if (current != NULL)
    ask (self, current);
}

void
tuwen_publisher_fit_pictures (TuwenPublisher *self, TuwenDraft *draft)
{
  tuwen_draft_set_max_mib (draft, get_limits (self, tuwen_draft_get_mid (draft))->upload_mib);
}

void
tuwen_publisher_begin_limits (TuwenPublisher *self)
{
  self->limits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, limits_free);
}

void
tuwen_publisher_drop_limits (TuwenPublisher *self)
{
  g_clear_pointer (&self->limits, g_hash_table_unref);
}

const BiliLimits *
tuwen_publisher_get_limits (TuwenPublisher *self, TuwenDraft *draft)
{
  g_autoptr (TuwenAccount) account = NULL;

  g_return_val_if_fail (TUWEN_IS_PUBLISHER (self), &defaults);
  g_return_val_if_fail (TUWEN_IS_DRAFT (draft), &defaults);

  account = tuwen_publisher_find_account (self, draft);
  return get_limits (self, account != NULL ? tuwen_account_get_mid (account) : NULL);
}

void
tuwen_publisher_ask_limits (TuwenPublisher *self, TuwenDraft *draft)
{
  g_autoptr (TuwenAccount) account = NULL;

  g_return_if_fail (TUWEN_IS_PUBLISHER (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  tuwen_publisher_fit_pictures (self, draft);
  account = tuwen_publisher_find_account (self, draft);
  if (account != NULL)
    ask (self, account);
}
