/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-accounts"

#include "tuwen-accounts-private.h"

#include "bili-sign-in.h"

/* Taking turns: what changes the list and the keyring is done one after the other, so that signing
 * out and signing in again at the same time end as the last wish has it. */

typedef void (*Change) (GTask *task);

typedef struct
{
  GTask *task;
  Change change;
} Turn;

static void
run_turn (TuwenAccounts *self)
{
  Turn *turn = g_queue_peek_head (&self->turns);

  turn->change (turn->task);
}

static void
turn_over_cb (TuwenAccounts *self)
{
  Turn *turn = g_queue_pop_head (&self->turns);

  g_object_unref (turn->task);
  g_free (turn);

  if (!g_queue_is_empty (&self->turns))
    run_turn (self);
  else
    g_object_notify (G_OBJECT (self), "changing");
}

/* @change ends with the end of @task. */
static void
take_turn (GTask *task, Change change)
{
  TuwenAccounts *self = g_task_get_source_object (task);
  Turn *turn = g_new0 (Turn, 1);

  turn->task = g_object_ref (task);
  turn->change = change;
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (turn_over_cb), self,
                           G_CONNECT_SWAPPED);
  g_queue_push_tail (&self->turns, turn);

  if (g_queue_get_length (&self->turns) > 1)
    return;

  g_object_notify (G_OBJECT (self), "changing");
  run_turn (self);
}

gboolean
tuwen_accounts_get_changing (TuwenAccounts *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (self), FALSE);

  return !g_queue_is_empty (&self->turns);
}

/* Adding */

typedef struct
{
  /* input */
  gboolean session_only;

  /* in progress */
  BiliClient *client;   /* with @cookies */
  BiliCookies *cookies; /* completed as it goes */
  BiliUser *user;       /* (nullable) until the service told it */
} Addition;

static void
addition_free (Addition *addition)
{
  g_clear_object (&addition->client);
  g_clear_pointer (&addition->cookies, bili_cookies_unref);
  g_clear_pointer (&addition->user, bili_user_free);
  g_free (addition);
}

static void
complete_cookies (Addition *addition, const char *name, const char *value)
{
  g_autoptr (BiliCookies) completed = bili_cookies_with (addition->cookies, name, value);

  bili_cookies_unref (addition->cookies);
  addition->cookies = g_steal_pointer (&completed);
  bili_client_set_cookies (addition->client, addition->cookies);
}

static void
finish_adding (GTask *task, gboolean stored)
{
  TuwenAccounts *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);
  TuwenAccount *known = tuwen_accounts_find (self, addition->user->mid);
  g_autoptr (TuwenAccount) account = NULL;

  /* It came back before the keyring told what it knew of it. */
  if (!GPOINTER_TO_INT (g_hash_table_lookup (self->leaving, addition->user->mid)))
    g_hash_table_remove (self->leaving, addition->user->mid);

  if (known != NULL)
    {
      account = g_object_ref (known);
      tuwen_account_renew (account, addition->cookies, addition->user);
    }
  else
    {
      account = tuwen_account_new (addition->client, stored);
      tuwen_account_set_alive (account, addition->user);
      tuwen_accounts_append (self, account);
    }

  if (stored)
    {
      tuwen_account_set_stored (account, TRUE);
      tuwen_accounts_remember (self, account);
    }
  tuwen_account_set_session_only (account, !stored);
  tuwen_accounts_set_current (self, account);

  /* The keyring opened for this one: what else does it hold? */
  if (stored && self->keyring_error != NULL)
    tuwen_accounts_load (self);

  g_task_return_pointer (task, g_steal_pointer (&account), g_object_unref);
}

static void
store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (tuwen_keyring_store_finish (TUWEN_KEYRING (source), result, &error))
    finish_adding (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
keep_account (GTask *task)
{
  TuwenAccounts *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (addition->session_only || self->without_keyring)
    finish_adding (task, FALSE);
  else
    tuwen_keyring_store_async (self->keyring, addition->cookies, addition->user->name,
                               g_task_get_cancellable (task), store_cb, g_object_ref (task));
}

static void
buvid_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Addition *addition = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *buvid = bili_client_create_buvid_finish (BILI_CLIENT (source), result, &error);

  if (buvid != NULL)
    complete_cookies (addition, "buvid3", buvid);
  else
    g_debug ("No buvid3 for the new account: %s", error->message);

  take_turn (task, keep_account);
}

static void
me_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  addition->user = bili_client_get_me_finish (BILI_CLIENT (source), result, &error);
  if (addition->user == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Only the service knows whose a session is; a pasted number may be missing or another's. */
  complete_cookies (addition, "DedeUserID", addition->user->mid);
  if (g_strcmp0 (bili_cookies_get_mid (addition->cookies), addition->user->mid) != 0)
    g_task_return_new_error (task, BILI_ERROR, BILI_ERROR_PROTOCOL,
                             "the account's number is not a number");
  else if (bili_cookies_get (addition->cookies, "buvid3") == NULL)
    bili_client_create_buvid_async (addition->client, g_task_get_cancellable (task), buvid_cb,
                                    g_object_ref (task));
  else
    take_turn (task, keep_account);
}

void
tuwen_accounts_add_async (TuwenAccounts *self,
                          BiliCookies *cookies,
                          gboolean session_only,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Addition *addition;

  g_return_if_fail (TUWEN_IS_ACCOUNTS (self));
  g_return_if_fail (cookies != NULL);

  addition = g_new0 (Addition, 1);
  addition->session_only = session_only;
  addition->cookies = bili_cookies_ref (cookies);
  addition->client = tuwen_accounts_make_client (self, cookies);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tuwen_accounts_add_async);
  g_task_set_task_data (task, addition, (GDestroyNotify) addition_free);
  /* Once it is kept, it is kept. */
  g_task_set_check_cancellable (task, FALSE);

  bili_client_get_me_async (addition->client, cancellable, me_cb, g_object_ref (task));
}

TuwenAccount *
tuwen_accounts_add_finish (TuwenAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_accounts_add_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Signing out */

typedef struct
{
  /* input */
  TuwenAccount *account;

  /* in progress */
  GCancellable *cancellable; /* of the service's part: cancelled by the caller and by the clock */
  guint timeout_id;
  gboolean timed_out;

  /* output */
  GError *service_error; /* (nullable) */
} Leave;

static void
leave_free (Leave *leave)
{
  g_clear_handle_id (&leave->timeout_id, g_source_remove);
  g_clear_object (&leave->account);
  g_clear_object (&leave->cancellable);
  g_clear_error (&leave->service_error);
  g_free (leave);
}

static gboolean
leave_timeout_cb (gpointer user_data)
{
  Leave *leave = user_data;

  leave->timeout_id = 0;
  leave->timed_out = TRUE;
  g_cancellable_cancel (leave->cancellable);
  return G_SOURCE_REMOVE;
}

/* @keyring_error: (transfer full) (nullable) */
static void
finish_leaving (GTask *task, GError *keyring_error)
{
  TuwenAccounts *self = g_task_get_source_object (task);
  Leave *leave = g_task_get_task_data (task);
  const char *mid = tuwen_account_get_mid (leave->account);

  if (tuwen_accounts_get_loading (self) && g_hash_table_contains (self->leaving, mid))
    g_hash_table_insert (self->leaving, g_strdup (mid), GINT_TO_POINTER (FALSE));
  else
    g_hash_table_remove (self->leaving, mid);

  /* Of two failures the keyring's counts: the account comes back with the next start. */
  if (keyring_error != NULL)
    g_task_return_error (task, keyring_error);
  else if (leave->service_error != NULL)
    g_task_return_error (task, g_steal_pointer (&leave->service_error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
remove_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  tuwen_keyring_remove_finish (TUWEN_KEYRING (source), result, &error);
  finish_leaving (task, error);
}

static void
sign_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenAccounts *self = g_task_get_source_object (task);
  Leave *leave = g_task_get_task_data (task);

  g_clear_handle_id (&leave->timeout_id, g_source_remove);

  bili_client_sign_out_finish (BILI_CLIENT (source), result, &leave->service_error);
  if (leave->timed_out && leave->service_error != NULL)
    {
      g_clear_error (&leave->service_error);
      leave->service_error =
          g_error_new (BILI_ERROR, BILI_ERROR_TIMED_OUT, "no answer to signing out");
    }

  /* A session that is over cannot be ended, and need not be. */
  if (g_error_matches (leave->service_error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN) ||
      tuwen_account_get_state (leave->account) == TUWEN_ACCOUNT_EXPIRED)
    g_clear_error (&leave->service_error);

  tuwen_accounts_drop (self, leave->account);
  tuwen_account_forget (leave->account);

  if (tuwen_account_get_stored (leave->account))
    tuwen_keyring_remove_async (self->keyring, tuwen_account_get_mid (leave->account), NULL,
                                remove_cb, g_object_ref (task));
  else
    finish_leaving (task, NULL);
}

static void
end_session (GTask *task)
{
  TuwenAccounts *self = g_task_get_source_object (task);
  Leave *leave = g_task_get_task_data (task);

  leave->timeout_id = g_timeout_add (self->sign_out_timeout, leave_timeout_cb, leave);
  bili_client_sign_out_async (tuwen_account_get_client (leave->account), leave->cancellable,
                              sign_out_cb, g_object_ref (task));
}

void
tuwen_accounts_sign_out_async (TuwenAccounts *self,
                               TuwenAccount *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Leave *leave;

  g_return_if_fail (TUWEN_IS_ACCOUNTS (self));
  g_return_if_fail (TUWEN_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tuwen_accounts_sign_out_async);
  /* The local part happens in any case, and its outcome is told. */
  g_task_set_check_cancellable (task, FALSE);

  if (tuwen_accounts_find (self, tuwen_account_get_mid (account)) != account ||
      g_hash_table_contains (self->leaving, tuwen_account_get_mid (account)))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               "the account is signing out already");
      return;
    }

  leave = g_new0 (Leave, 1);
  leave->account = g_object_ref (account);
  leave->cancellable = g_cancellable_new ();
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel),
                             leave->cancellable, G_CONNECT_SWAPPED);
  if (g_cancellable_is_cancelled (cancellable))
    g_cancellable_cancel (leave->cancellable);
  g_task_set_task_data (task, leave, (GDestroyNotify) leave_free);

  g_hash_table_insert (self->leaving, g_strdup (tuwen_account_get_mid (account)),
                       GINT_TO_POINTER (TRUE));
  take_turn (task, end_session);
}

gboolean
tuwen_accounts_sign_out_finish (TuwenAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_accounts_sign_out_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
