/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-keyring"

#include "tuwen-keyring.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tuwen-keyring-operation.h"

struct _TuwenKeyring
{
  GObject parent_instance;

  char *service_id;
  guint timeout;
  guint prompt_timeout;

  /* One at a time and in order, so that a store that follows a remove is not undone by it, and no
   * two prompts come up at once. The first one is under way. */
  GQueue tasks; /* (element-type GTask) */
};

G_DEFINE_QUARK (tuwen-keyring-error-quark, tuwen_keyring_error)
G_DEFINE_FINAL_TYPE (TuwenKeyring, tuwen_keyring, G_TYPE_OBJECT)

enum
{
  PROP_SERVICE_ID = 1,
  PROP_TIMEOUT,
  PROP_PROMPT_TIMEOUT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GTask *
new_task (TuwenKeyring *self,
          gpointer tag,
          TuwenKeyringStep work,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = tuwen_keyring_operation_new (self, tag, cancellable, callback, user_data);
  TuwenKeyringOperation *operation = g_task_get_task_data (task);

  operation->work = work;
  operation->service_id = g_strdup (self->service_id);
  operation->timeout = self->timeout;
  operation->prompt_timeout = self->prompt_timeout;
  return task;
}

static void
task_completed_cb (TuwenKeyring *self)
{
  g_object_unref (g_queue_pop_head (&self->tasks));

  if (!g_queue_is_empty (&self->tasks))
    tuwen_keyring_operation_start (g_queue_peek_head (&self->tasks));
}

static void
start_task (TuwenKeyring *self, GTask *task)
{
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (task_completed_cb), self,
                           G_CONNECT_SWAPPED);
  g_queue_push_tail (&self->tasks, g_object_ref (task));

  if (g_queue_get_length (&self->tasks) == 1)
    tuwen_keyring_operation_start (task);
}

/* Loading */

static BiliCookies *
cookies_from_item (SecretRetrievable *item, SecretValue *value)
{
  g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (item);
  g_autoptr (BiliCookies) cookies = NULL;
  gsize length;
  const char *bytes = secret_value_get (value, &length);
  char *header;

  /* Other programs may give the text another content type; its bytes decide. */
  if (memchr (bytes, '\0', length) != NULL)
    return NULL;

  header = g_strndup (bytes, length);
  cookies = bili_cookies_new_from_header (header, NULL);
  bili_cookies_free_header (header);

  if (cookies == NULL || bili_cookies_get_mid (cookies) == NULL ||
      g_strcmp0 (g_hash_table_lookup (attributes, "mid"), bili_cookies_get_mid (cookies)) != 0)
    return NULL;

  return g_steal_pointer (&cookies);
}

/* Items come oldest first: a newer one of the same account takes the place of the older. */
static void
keep (GPtrArray *accounts, BiliCookies *cookies)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      BiliCookies *other = g_ptr_array_index (accounts, i);

      if (g_str_equal (bili_cookies_get_mid (other), bili_cookies_get_mid (cookies)))
        {
          g_ptr_array_remove_index (accounts, i);
          break;
        }
    }

  g_ptr_array_add (accounts, bili_cookies_ref (cookies));
}

static void read_next_item (GTask *task);

static void
retrieve_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  SecretRetrievable *item = SECRET_RETRIEVABLE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = NULL;

  value = secret_retrievable_retrieve_secret_finish (item, result, &error);
  if (error != NULL)
    {
      tuwen_keyring_operation_fail_from (task, g_steal_pointer (&error));
      return;
    }

  if (value != NULL)
    {
      g_autoptr (BiliCookies) cookies = cookies_from_item (item, value);

      if (cookies != NULL)
        keep (operation->accounts, cookies);
      else
        g_message ("An item of the keyring holds no account and is left alone");
    }

  tuwen_keyring_operation_drop_item (operation);
  read_next_item (task);
}

static void
read_next_item (GTask *task)
{
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  SecretRetrievable *item = tuwen_keyring_operation_next_item (operation);

  if (item != NULL)
    {
      secret_retrievable_retrieve_secret (item,
                                          tuwen_keyring_operation_await_answer (operation),
                                          retrieve_cb, g_object_ref (task));
    }
  else if (operation->accounts->len == 0 && operation->left_locked)
    {
      tuwen_keyring_operation_fail (task, TUWEN_KEYRING_ERROR_LOCKED,
                                    "the account's collection was not unlocked");
    }
  else
    {
      tuwen_keyring_operation_succeed (task);
    }
}

/* Storing */

static void
store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean stored;

  if (operation->service != NULL)
    stored = secret_service_store_finish (operation->service, result, &error);
  else
    stored = secret_password_store_finish (result, &error);

  if (stored)
    {
      tuwen_keyring_operation_succeed (task);
    }
  else if (error != NULL)
    {
      tuwen_keyring_operation_fail_from (task, g_steal_pointer (&error));
    }
  else
    {
      tuwen_keyring_operation_fail (task, TUWEN_KEYRING_ERROR_FAILED,
                                    "the keyring did not store the account");
    }
}

static void
store_work (GTask *task)
{
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = tuwen_keyring_operation_make_attributes (operation);
  GCancellable *cancellable = operation->no_collection
                                  ? tuwen_keyring_operation_await_person (operation)
                                  : tuwen_keyring_operation_await_answer (operation);
  g_autoptr (SecretValue) value =
      secret_value_new_full (bili_cookies_to_header (operation->cookies), -1, "text/plain",
                             (GDestroyNotify) bili_cookies_free_header);

  if (operation->service != NULL)
    secret_service_store (operation->service, &tuwen_keyring_schema, attributes,
                          SECRET_COLLECTION_DEFAULT, operation->label, value, cancellable, store_cb,
                          g_object_ref (task));
  else
    secret_password_storev_binary (&tuwen_keyring_schema, attributes, SECRET_COLLECTION_DEFAULT,
                                   operation->label, value, cancellable, store_cb,
                                   g_object_ref (task));
}

/* Removing */

static void remove_next_item (GTask *task);

static void
delete_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (secret_item_delete_finish (SECRET_ITEM (source), result, &error))
    {
      tuwen_keyring_operation_drop_item (operation);
      remove_next_item (task);
    }
  else if (error != NULL)
    {
      tuwen_keyring_operation_fail_from (task, g_steal_pointer (&error));
    }
  else
    {
      tuwen_keyring_operation_fail (task, TUWEN_KEYRING_ERROR_LOCKED, "deleting was not allowed");
    }
}

static void
clear_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    {
      tuwen_keyring_operation_fail_from (task, g_steal_pointer (&error));
    }
  else
    {
      tuwen_keyring_operation_succeed (task);
    }
}

/* Item by item: clearing all at once answers twice when deleting fails (libsecret 0.20.5), and does
 * not tell "there was nothing" from "it stayed locked". */
static void
remove_next_item (GTask *task)
{
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  SecretRetrievable *item = tuwen_keyring_operation_next_item (operation);

  if (item != NULL && SECRET_IS_ITEM (item))
    {
      secret_item_delete (SECRET_ITEM (item), tuwen_keyring_operation_await_answer (operation),
                          delete_cb, g_object_ref (task));
    }
  else if (item != NULL)
    {
      /* In libsecret's file there is no other way. */
      g_autoptr (GHashTable) attributes = tuwen_keyring_operation_make_attributes (operation);

      secret_password_clearv (&tuwen_keyring_schema, attributes,
                              tuwen_keyring_operation_await_answer (operation), clear_cb,
                              g_object_ref (task));
    }
  else if (operation->left_locked)
    {
      tuwen_keyring_operation_fail (task, TUWEN_KEYRING_ERROR_LOCKED,
                                    "the account is still in the keyring");
    }
  else
    {
      tuwen_keyring_operation_succeed (task);
    }
}

static void
tuwen_keyring_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenKeyring *self = TUWEN_KEYRING (object);

  switch (id)
    {
    case PROP_SERVICE_ID:
      self->service_id = g_value_dup_string (value);
      break;
    case PROP_TIMEOUT:
      self->timeout = g_value_get_uint (value);
      break;
    case PROP_PROMPT_TIMEOUT:
      self->prompt_timeout = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_keyring_finalize (GObject *object)
{
  TuwenKeyring *self = TUWEN_KEYRING (object);

  g_free (self->service_id);

  G_OBJECT_CLASS (tuwen_keyring_parent_class)->finalize (object);
}

static void
tuwen_keyring_class_init (TuwenKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tuwen_keyring_set_property;
  object_class->finalize = tuwen_keyring_finalize;

  properties[PROP_SERVICE_ID] = g_param_spec_string ("service-id", NULL, NULL, NULL, flags);
  properties[PROP_TIMEOUT] =
      g_param_spec_uint ("timeout", NULL, NULL, 1, G_MAXUINT, 10 * 1000, flags);
  properties[PROP_PROMPT_TIMEOUT] =
      g_param_spec_uint ("prompt-timeout", NULL, NULL, 1, G_MAXUINT, 3 * 60 * 1000, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tuwen_keyring_init (TuwenKeyring *self)
{
  g_queue_init (&self->tasks);
}

TuwenKeyring *
tuwen_keyring_new (const char *service_id)
{
  g_return_val_if_fail (service_id != NULL, NULL);

  return g_object_new (TUWEN_TYPE_KEYRING, "service-id", service_id, NULL);
}

void
tuwen_keyring_load_async (TuwenKeyring *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  TuwenKeyringOperation *operation;

  g_return_if_fail (TUWEN_IS_KEYRING (self));

  task = new_task (self, tuwen_keyring_load_async, tuwen_keyring_operation_search,
                   cancellable, callback, user_data);
  operation = g_task_get_task_data (task);
  operation->each = read_next_item;
  operation->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_cookies_unref);
  start_task (self, task);
}

GPtrArray *
tuwen_keyring_load_finish (TuwenKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_keyring_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tuwen_keyring_store_async (TuwenKeyring *self,
                           BiliCookies *cookies,
                           const char *name,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  TuwenKeyringOperation *operation;

  g_return_if_fail (TUWEN_IS_KEYRING (self));
  g_return_if_fail (bili_cookies_get_mid (cookies) != NULL);

  task = new_task (self, tuwen_keyring_store_async, store_work, cancellable, callback,
                   user_data);
  operation = g_task_get_task_data (task);
  operation->cookies = bili_cookies_ref (cookies);
  operation->mid = g_strdup (bili_cookies_get_mid (cookies));
  if (name != NULL && *name != '\0')
    /* Translators: what keyring programs show: the account's name and its number. */
    operation->label = g_strdup_printf (_ ("Tuwen: %s (%s)"), name, operation->mid);
  else
    operation->label = g_strdup_printf (_ ("Tuwen: %s"), operation->mid);
  start_task (self, task);
}

gboolean
tuwen_keyring_store_finish (TuwenKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_keyring_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tuwen_keyring_remove_async (TuwenKeyring *self,
                            const char *mid,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  TuwenKeyringOperation *operation;

  g_return_if_fail (TUWEN_IS_KEYRING (self));
  g_return_if_fail (mid != NULL && *mid != '\0');

  task = new_task (self, tuwen_keyring_remove_async, tuwen_keyring_operation_search,
                   cancellable, callback, user_data);
  operation = g_task_get_task_data (task);
  operation->each = remove_next_item;
  operation->mid = g_strdup (mid);
  start_task (self, task);
}

gboolean
tuwen_keyring_remove_finish (TuwenKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_keyring_remove_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
