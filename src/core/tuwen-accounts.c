/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-accounts"

#include "tuwen-accounts-private.h"

enum
{
  PROP_SERVICE = 1,
  PROP_KEYRING,
  PROP_CLOCK,
  PROP_USER_AGENT,
  PROP_SIGN_OUT_TIMEOUT,
  PROP_CURRENT,
  PROP_CLIENT,
  PROP_LOADING,
  PROP_KEYRING_ERROR,
  PROP_WITHOUT_KEYRING,
  PROP_CHANGING,
  N_PROPS
};

#define SIGN_OUT_TIMEOUT 8000 /* milliseconds: nobody waits longer to leave */

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TuwenAccounts, tuwen_accounts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return TUWEN_TYPE_ACCOUNT;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (TUWEN_ACCOUNTS (model)->accounts));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (TUWEN_ACCOUNTS (model)->accounts), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
change_current (TuwenAccounts *self, TuwenAccount *account)
{
  if (!g_set_object (&self->current, account))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* After a start: whoever was the current one last time, else the first. Nothing is remembered by
 * this, so that a keyring that opens later still finds the right one. */
static void
choose_current (TuwenAccounts *self)
{
  g_autofree char *mid = NULL;
  g_autoptr (TuwenAccount) first = NULL;
  TuwenAccount *remembered;

  if (self->current != NULL)
    return;

  mid = g_settings_get_string (tuwen_service_get_settings (self->service), "account");
  remembered = tuwen_accounts_find (self, mid);
  first = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);
  change_current (self, remembered != NULL ? remembered : first);
}

static void
take_keyring_error (TuwenAccounts *self, GError *error)
{
  if (self->keyring_error == NULL && error == NULL)
    return;

  g_clear_error (&self->keyring_error);
  self->keyring_error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYRING_ERROR]);
}

static void
set_without_keyring (TuwenAccounts *self, gboolean without_keyring)
{
  if (self->without_keyring == without_keyring)
    return;

  self->without_keyring = without_keyring;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WITHOUT_KEYRING]);
}

static gboolean
has_left (gpointer mid, gpointer still_leaving, gpointer user_data)
{
  return !GPOINTER_TO_INT (still_leaving);
}

static void
end_loading (TuwenAccounts *self)
{
  g_clear_object (&self->load_cancellable);
  g_hash_table_foreach_remove (self->leaving, has_left, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TuwenAccounts *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tuwen_keyring_load_finish (TUWEN_KEYRING (source), result, &error);

  /* Cancelled by dispose or in favour of another answer: @user_data may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = TUWEN_ACCOUNTS (user_data);
  g_object_ref (self);
  g_object_freeze_notify (G_OBJECT (self));

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      BiliCookies *cookies = g_ptr_array_index (found, i);
      const char *mid = bili_cookies_get_mid (cookies);
      g_autoptr (BiliClient) client = NULL;
      g_autoptr (TuwenAccount) account = NULL;

      /* An account that is there already is newer than what the keyring knows of it. */
      if (tuwen_accounts_find (self, mid) != NULL || g_hash_table_contains (self->leaving, mid))
        continue;

      client = tuwen_accounts_make_client (self, cookies);
      account = tuwen_account_new (client, TRUE);
      tuwen_accounts_recall (self, account);
      tuwen_accounts_append (self, account);
      tuwen_account_check (account);
    }

  choose_current (self);
  take_keyring_error (self, g_steal_pointer (&error));
  end_loading (self);

  g_object_thaw_notify (G_OBJECT (self));
  g_object_unref (self);
}

static void
tuwen_accounts_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenAccounts *self = TUWEN_ACCOUNTS (object);

  switch (id)
    {
    case PROP_SERVICE:
      g_value_set_object (value, self->service);
      break;
    case PROP_KEYRING:
      g_value_set_object (value, self->keyring);
      break;
    case PROP_CLOCK:
      g_value_set_object (value, self->clock);
      break;
    case PROP_CURRENT:
      g_value_set_object (value, self->current);
      break;
    case PROP_CLIENT:
      g_value_set_object (value, tuwen_accounts_get_client (self));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, tuwen_accounts_get_loading (self));
      break;
    case PROP_KEYRING_ERROR:
      g_value_set_boxed (value, self->keyring_error);
      break;
    case PROP_WITHOUT_KEYRING:
      g_value_set_boolean (value, self->without_keyring);
      break;
    case PROP_CHANGING:
      g_value_set_boolean (value, tuwen_accounts_get_changing (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_accounts_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenAccounts *self = TUWEN_ACCOUNTS (object);

  switch (id)
    {
    case PROP_SERVICE:
      self->service = g_value_dup_object (value);
      break;
    case PROP_KEYRING:
      self->keyring = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_USER_AGENT:
      self->user_agent = g_value_dup_string (value);
      break;
    case PROP_SIGN_OUT_TIMEOUT:
      self->sign_out_timeout = g_value_get_uint (value);
      break;
    case PROP_CURRENT:
      tuwen_accounts_set_current (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_accounts_constructed (GObject *object)
{
  TuwenAccounts *self = TUWEN_ACCOUNTS (object);

  G_OBJECT_CLASS (tuwen_accounts_parent_class)->constructed (object);

  self->nobody = tuwen_accounts_make_client (self, NULL);
}

static void
tuwen_accounts_dispose (GObject *object)
{
  TuwenAccounts *self = TUWEN_ACCOUNTS (object);

  g_cancellable_cancel (self->load_cancellable);
  g_clear_object (&self->load_cancellable);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (TuwenAccount) account = get_item (G_LIST_MODEL (self), i);

      tuwen_account_stop (account);
    }

  G_OBJECT_CLASS (tuwen_accounts_parent_class)->dispose (object);
}

static void
tuwen_accounts_finalize (GObject *object)
{
  TuwenAccounts *self = TUWEN_ACCOUNTS (object);

  g_clear_object (&self->current);
  g_clear_object (&self->accounts);
  g_clear_object (&self->nobody);
  g_clear_object (&self->service);
  g_clear_object (&self->keyring);
  g_clear_object (&self->clock);
  g_clear_error (&self->keyring_error);
  g_hash_table_unref (self->leaving);
  g_free (self->user_agent);

  G_OBJECT_CLASS (tuwen_accounts_parent_class)->finalize (object);
}

static void
tuwen_accounts_class_init (TuwenAccountsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags given_only = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tuwen_accounts_get_property;
  object_class->set_property = tuwen_accounts_set_property;
  object_class->constructed = tuwen_accounts_constructed;
  object_class->dispose = tuwen_accounts_dispose;
  object_class->finalize = tuwen_accounts_finalize;

  properties[PROP_SERVICE] =
      g_param_spec_object ("service", NULL, NULL, TUWEN_TYPE_SERVICE, given);
  properties[PROP_KEYRING] =
      g_param_spec_object ("keyring", NULL, NULL, TUWEN_TYPE_KEYRING, given);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BILI_TYPE_CLOCK, given);
  properties[PROP_USER_AGENT] = g_param_spec_string ("user-agent", NULL, NULL, NULL, given_only);
  properties[PROP_SIGN_OUT_TIMEOUT] = g_param_spec_uint (
      "sign-out-timeout", NULL, NULL, 1, G_MAXUINT, SIGN_OUT_TIMEOUT, given_only);
  properties[PROP_CURRENT] = g_param_spec_object ("current", NULL, NULL, TUWEN_TYPE_ACCOUNT,
                                                  told | G_PARAM_WRITABLE);
  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, BILI_TYPE_CLIENT, told);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, told);
  properties[PROP_KEYRING_ERROR] =
      g_param_spec_boxed ("keyring-error", NULL, NULL, G_TYPE_ERROR, told);
  properties[PROP_WITHOUT_KEYRING] =
      g_param_spec_boolean ("without-keyring", NULL, NULL, FALSE, told);
  properties[PROP_CHANGING] = g_param_spec_boolean ("changing", NULL, NULL, FALSE, told);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tuwen_accounts_init (TuwenAccounts *self)
{
  self->accounts = g_list_store_new (TUWEN_TYPE_ACCOUNT);
  g_queue_init (&self->turns);
  self->leaving = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (g_list_model_items_changed),
                           self, G_CONNECT_SWAPPED);
}

TuwenAccount *
tuwen_accounts_find (TuwenAccounts *self, const char *mid)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (TuwenAccount) account = get_item (G_LIST_MODEL (self), i);

      if (g_str_equal (tuwen_account_get_mid (account), mid))
        return account;
    }

  return NULL;
}

BiliClient *
tuwen_accounts_make_client (TuwenAccounts *self, BiliCookies *cookies)
{
  return bili_client_new (tuwen_service_get_origin (self->service), self->user_agent, self->clock,
                          cookies);
}

static void
person_changed_cb (TuwenAccount *account, GParamSpec *pspec, TuwenAccounts *self)
{
  tuwen_accounts_remember (self, account);
}

void
tuwen_accounts_append (TuwenAccounts *self, TuwenAccount *account)
{
  g_signal_connect_object (account, "notify::name", G_CALLBACK (person_changed_cb), self, 0);
  g_signal_connect_object (account, "notify::face", G_CALLBACK (person_changed_cb), self, 0);
  g_list_store_append (self->accounts, account);
}

void
tuwen_accounts_drop (TuwenAccounts *self, TuwenAccount *account)
{
  guint position;

  if (!g_list_store_find (self->accounts, account, &position))
    return;

  if (account == self->current)
    {
      g_autoptr (TuwenAccount) heir = get_item (G_LIST_MODEL (self), position + 1);

      if (heir == NULL && position > 0)
        heir = get_item (G_LIST_MODEL (self), position - 1);
      tuwen_accounts_set_current (self, heir);
    }

  g_signal_handlers_disconnect_by_func (account, person_changed_cb, self);
  tuwen_accounts_unlearn (self, tuwen_account_get_mid (account));
  g_list_store_remove (self->accounts, position);
}

TuwenAccounts *
tuwen_accounts_new (TuwenService *service,
                    TuwenKeyring *keyring,
                    BiliClock *clock,
                    const char *user_agent)
{
  return g_object_new (TUWEN_TYPE_ACCOUNTS, "service", service, "keyring", keyring, "clock", clock,
                       "user-agent", user_agent, NULL);
}

void
tuwen_accounts_load (TuwenAccounts *self)
{
  g_return_if_fail (TUWEN_IS_ACCOUNTS (self));

  if (self->load_cancellable != NULL)
    return;

  g_object_freeze_notify (G_OBJECT (self));

  set_without_keyring (self, FALSE);
  take_keyring_error (self, NULL);
  self->load_cancellable = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  tuwen_keyring_load_async (self->keyring, self->load_cancellable, load_cb, self);

  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
tuwen_accounts_get_loading (TuwenAccounts *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (self), FALSE);

  return self->load_cancellable != NULL;
}

const GError *
tuwen_accounts_get_keyring_error (TuwenAccounts *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (self), NULL);

  return self->keyring_error;
}

void
tuwen_accounts_go_on_without_keyring (TuwenAccounts *self)
{
  g_return_if_fail (TUWEN_IS_ACCOUNTS (self));

  set_without_keyring (self, TRUE);
  take_keyring_error (self, NULL);

  if (self->load_cancellable != NULL)
    {
      g_cancellable_cancel (self->load_cancellable);
      end_loading (self);
    }
}

gboolean
tuwen_accounts_get_without_keyring (TuwenAccounts *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (self), FALSE);

  return self->without_keyring;
}

void
tuwen_accounts_check (TuwenAccounts *self)
{
  g_return_if_fail (TUWEN_IS_ACCOUNTS (self));

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (TuwenAccount) account = get_item (G_LIST_MODEL (self), i);

      if (tuwen_account_get_state (account) == TUWEN_ACCOUNT_UNCHECKED
          && !tuwen_account_get_checking (account))
        tuwen_account_check (account);
    }
}

TuwenAccount *
tuwen_accounts_get_current (TuwenAccounts *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (self), NULL);

  return self->current;
}

void
tuwen_accounts_set_current (TuwenAccounts *self, TuwenAccount *account)
{
  g_return_if_fail (TUWEN_IS_ACCOUNTS (self));
  g_return_if_fail (account == NULL || g_list_store_find (self->accounts, account, NULL));

  g_settings_set_string (tuwen_service_get_settings (self->service), "account",
                         account != NULL ? tuwen_account_get_mid (account) : "");
  change_current (self, account);
}

BiliClient *
tuwen_accounts_get_client (TuwenAccounts *self)
{
  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (self), NULL);

  return self->current != NULL ? tuwen_account_get_client (self->current) : self->nobody;
}
