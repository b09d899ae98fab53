/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-keyring"

#include "tuwen-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

/* Public, installed and documented, but the libsecret of Debian 12 forgets to include it itself. */
#define __SECRET_INSIDE_HEADER__
#include <libsecret/secret-backend.h>
#undef __SECRET_INSIDE_HEADER__

#define APPLICATION "io.github.tuwen.Tuwen"

/* Fixed: other programs read and write it. Matching by name finds nothing in a locked gnome-keyring. */
static const SecretSchema account_schema = {
  "io.github.tuwen.Tuwen.Account",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  {
      { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "service", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "mid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

struct _TuwenKeyring
{
  GObject parent_instance;

  char *service_id;
  guint timeout;
  guint prompt_timeout;
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

typedef void (*Step) (GTask *task);

/* One load, store or remove. All begin alike: reach the keyring, unlock it. Then comes @work. */
typedef struct
{
  /* input */
  Step work;
  char *mid;            /* (nullable) */
  char *label;          /* (nullable) */
  BiliCookies *cookies; /* (nullable) */

  /* in progress */
  GCancellable *cancellable; /* what libsecret gets: cancelled by the caller and by the clock */
  guint timeout_id;
  gboolean timed_out;
  gboolean no_collection; /* storing makes one, which asks the person for a password */
  SecretService *service; /* (nullable): NULL when secrets are in a file of libsecret's own */
  GList *items;           /* (element-type SecretRetrievable): left to read, oldest first */
  gboolean left_locked;   /* an item was found that stayed locked */

  /* output */
  GPtrArray *accounts; /* (element-type BiliCookies) */
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_handle_id (&operation->timeout_id, g_source_remove);
  g_free (operation->mid);
  g_free (operation->label);
  g_clear_pointer (&operation->cookies, bili_cookies_unref);
  g_clear_object (&operation->cancellable);
  g_clear_object (&operation->service);
  g_list_free_full (operation->items, g_object_unref);
  g_clear_pointer (&operation->accounts, g_ptr_array_unref);
  g_free (operation);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Operation *operation = user_data;

  operation->timeout_id = 0;
  operation->timed_out = TRUE;
  g_cancellable_cancel (operation->cancellable);
  return G_SOURCE_REMOVE;
}

/* Starts the clock anew for the next step. */
static GCancellable *
allow (GTask *task, guint milliseconds)
{
  Operation *operation = g_task_get_task_data (task);

  g_clear_handle_id (&operation->timeout_id, g_source_remove);
  operation->timeout_id = g_timeout_add (milliseconds, timeout_cb, operation);
  return operation->cancellable;
}

static GTask *
operation_new (TuwenKeyring *self,
               gpointer tag,
               Step work,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Operation *operation = g_new0 (Operation, 1);

  operation->work = work;
  operation->cancellable = g_cancellable_new ();
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel),
                             operation->cancellable, G_CONNECT_SWAPPED);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  return task;
}

/* No clock may go off between the end of the work and the caller's callback. */
static void
stop_clock (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);

  g_clear_handle_id (&operation->timeout_id, g_source_remove);
}

static TuwenKeyringError
classify (const GError *error)
{
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return TUWEN_KEYRING_ERROR_LOCKED;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT))
    return TUWEN_KEYRING_ERROR_TIMED_OUT;

  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
      (error->domain == G_DBUS_ERROR && error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED &&
       error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY))
    return TUWEN_KEYRING_ERROR_ABSENT;

  return TUWEN_KEYRING_ERROR_FAILED;
}

static void
fail (GTask *task, TuwenKeyringError code, const char *reason)
{
  stop_clock (task);
  g_task_return_new_error (task, TUWEN_KEYRING_ERROR, code, "%s", reason);
}

/* @error: (transfer full) */
static void
fail_from (GTask *task, GError *error)
{
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) owned = error;

  g_dbus_error_strip_remote_error (owned);
  if (operation->timed_out)
    fail (task, TUWEN_KEYRING_ERROR_TIMED_OUT, "the keyring did not answer in time");
  else
    fail (task, classify (owned), owned->message);
}

/* Reaching and unlocking */

static void
unlock_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  int unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (error != NULL)
    {
      TuwenKeyringError code = classify (error);

      /* It is there, it is locked, and asking failed: no program shows the prompt. */
      if (!operation->timed_out && code != TUWEN_KEYRING_ERROR_TIMED_OUT &&
          !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
        fail (task, TUWEN_KEYRING_ERROR_LOCKED, error->message);
      else
        fail_from (task, g_steal_pointer (&error));
    }
  else if (unlocked == 0)
    {
      fail (task, TUWEN_KEYRING_ERROR_LOCKED, "the keyring was not unlocked");
    }
  else
    {
      operation->work (task);
    }
}

static void
collection_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  TuwenKeyring *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error != NULL)
    {
      fail_from (task, g_steal_pointer (&error));
    }
  else if (collection == NULL)
    {
      operation->no_collection = TRUE;
      operation->work (task);
    }
  else if (secret_collection_get_locked (collection))
    {
      g_autoptr (GList) objects = g_list_append (NULL, collection);

      /* A locked collection may answer every search with nothing, so it is opened before searching. */
      secret_service_unlock (operation->service, objects, allow (task, self->prompt_timeout),
                             unlock_cb, g_object_ref (task));
    }
  else
    {
      operation->work (task);
    }
}

static void
session_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (secret_service_ensure_session_finish (SECRET_SERVICE (source), result, &error))
    secret_collection_for_alias (operation->service, SECRET_COLLECTION_DEFAULT,
                                 SECRET_COLLECTION_NONE, operation->cancellable, collection_cb,
                                 g_object_ref (task));
  else
    fail_from (task, g_steal_pointer (&error));
}

static void
backend_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretBackend) backend = secret_backend_get_finish (result, &error);

  if (backend == NULL)
    {
      TuwenKeyringError code = classify (error);

      /* Without a bus there is no service either. */
      if (!operation->timed_out && error->domain == G_IO_ERROR &&
          code == TUWEN_KEYRING_ERROR_FAILED)
        fail (task, TUWEN_KEYRING_ERROR_ABSENT, error->message);
      else
        fail_from (task, g_steal_pointer (&error));
    }
  else if (SECRET_IS_SERVICE (backend))
    {
      operation->service = SECRET_SERVICE (g_steal_pointer (&backend));
      secret_service_ensure_session (operation->service, operation->cancellable, session_cb,
                                     g_object_ref (task));
    }
  else
    {
      operation->work (task);
    }
}

static void
operation_start (GTask *task)
{
  TuwenKeyring *self = g_task_get_source_object (task);

  if (!g_task_return_error_if_cancelled (task))
    secret_backend_get (SECRET_BACKEND_NONE, allow (task, self->timeout), backend_cb,
                        g_object_ref (task));
}

static GHashTable *
make_attributes (TuwenKeyring *self, const char *mid)
{
  return secret_attributes_build (&account_schema, "application", APPLICATION, "service",
                                  self->service_id, mid != NULL ? "mid" : NULL, mid, NULL);
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
  Operation *operation = g_task_get_task_data (task);
  SecretRetrievable *item = SECRET_RETRIEVABLE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = NULL;

  value = secret_retrievable_retrieve_secret_finish (item, result, &error);
  if (error != NULL)
    {
      fail_from (task, g_steal_pointer (&error));
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

  operation->items = g_list_delete_link (operation->items, operation->items);
  g_object_unref (item);
  read_next_item (task);
}

static gboolean
is_locked (gpointer item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (item);
}

static void
read_next_item (GTask *task)
{
  TuwenKeyring *self = g_task_get_source_object (task);
  Operation *operation = g_task_get_task_data (task);

  /* A second collection may have stayed locked: what can be read is still worth having. */
  while (operation->items != NULL && is_locked (operation->items->data))
    {
      operation->left_locked = TRUE;
      g_object_unref (operation->items->data);
      operation->items = g_list_delete_link (operation->items, operation->items);
    }

  if (operation->items != NULL)
    {
      secret_retrievable_retrieve_secret (operation->items->data, allow (task, self->timeout),
                                          retrieve_cb, g_object_ref (task));
    }
  else if (operation->accounts->len == 0 && operation->left_locked)
    {
      fail (task, TUWEN_KEYRING_ERROR_LOCKED, "the account's collection was not unlocked");
    }
  else
    {
      stop_clock (task);
      g_task_return_pointer (task, g_steal_pointer (&operation->accounts),
                             (GDestroyNotify) g_ptr_array_unref);
    }
}

static int
compare_modified (gconstpointer a, gconstpointer b)
{
  guint64 at_a = secret_retrievable_get_modified ((SecretRetrievable *) a);
  guint64 at_b = secret_retrievable_get_modified ((SecretRetrievable *) b);

  return at_a < at_b ? -1 : at_a > at_b;
}

static void
unlock_items_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);
  if (error != NULL)
    g_debug ("Not every collection could be unlocked: %s", error->message);

  if (operation->timed_out)
    fail_from (task, g_steal_pointer (&error));
  else
    read_next_item (task);
}

static void
load_search_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  TuwenKeyring *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) locked = NULL;

  operation->items = secret_password_search_finish (result, &error);
  if (error != NULL)
    {
      fail_from (task, g_steal_pointer (&error));
      return;
    }

  operation->items = g_list_sort (operation->items, compare_modified);
  for (GList *l = operation->items; l != NULL; l = l->next)
    {
      if (is_locked (l->data))
        locked = g_list_append (locked, l->data);
    }

  if (locked != NULL)
    secret_service_unlock (operation->service, locked, allow (task, self->prompt_timeout),
                           unlock_items_cb, g_object_ref (task));
  else
    read_next_item (task);
}

static void
load_work (GTask *task)
{
  TuwenKeyring *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) attributes = make_attributes (self, NULL);

  /* Unlocking and reading are steps of their own: a search that does all three by itself keeps
   * silent about what failed. */
  secret_password_searchv (&account_schema, attributes, SECRET_SEARCH_ALL,
                           allow (task, self->timeout), load_search_cb, g_object_ref (task));
}

/* Storing */

static void
store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    {
      stop_clock (task);
      g_task_return_boolean (task, TRUE);
    }
  else if (error != NULL)
    {
      fail_from (task, g_steal_pointer (&error));
    }
  else
    {
      fail (task, TUWEN_KEYRING_ERROR_FAILED, "the keyring did not store the account");
    }
}

static void
store_work (GTask *task)
{
  TuwenKeyring *self = g_task_get_source_object (task);
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (self, operation->mid);
  guint timeout = operation->no_collection ? self->prompt_timeout : self->timeout;
  char *header = bili_cookies_to_header (operation->cookies);

  secret_password_storev (&account_schema, attributes, SECRET_COLLECTION_DEFAULT,
                          operation->label, header, allow (task, timeout), store_cb,
                          g_object_ref (task));
  bili_cookies_free_header (header);
}

/* Removing */

static void
remove_search_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL)
    {
      fail_from (task, g_steal_pointer (&error));
    }
  else if (items != NULL)
    {
      fail (task, TUWEN_KEYRING_ERROR_LOCKED, "the account is still in the keyring");
    }
  else
    {
      stop_clock (task);
      g_task_return_boolean (task, TRUE);
    }

  g_list_free_full (items, g_object_unref);
}

static void
clear_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenKeyring *self = g_task_get_source_object (task);
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    {
      fail_from (task, g_steal_pointer (&error));
      return;
    }

  /* The answer does not tell "there was nothing" from "it stayed locked": look. */
  attributes = make_attributes (self, operation->mid);
  secret_password_searchv (&account_schema, attributes, SECRET_SEARCH_ALL,
                           allow (task, self->timeout), remove_search_cb, g_object_ref (task));
}

static void
remove_work (GTask *task)
{
  TuwenKeyring *self = g_task_get_source_object (task);
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (self, operation->mid);

  secret_password_clearv (&account_schema, attributes, allow (task, self->timeout), clear_cb,
                          g_object_ref (task));
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
  Operation *operation;

  g_return_if_fail (TUWEN_IS_KEYRING (self));

  task = operation_new (self, tuwen_keyring_load_async, load_work, cancellable, callback,
                        user_data);
  operation = g_task_get_task_data (task);
  operation->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_cookies_unref);
  operation_start (task);
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
  Operation *operation;

  g_return_if_fail (TUWEN_IS_KEYRING (self));
  g_return_if_fail (bili_cookies_get_mid (cookies) != NULL);

  task = operation_new (self, tuwen_keyring_store_async, store_work, cancellable, callback,
                        user_data);
  operation = g_task_get_task_data (task);
  operation->cookies = bili_cookies_ref (cookies);
  operation->mid = g_strdup (bili_cookies_get_mid (cookies));
  if (name != NULL && *name != '\0')
    /* Translators: what keyring programs show: the account's name and its number. */
    operation->label = g_strdup_printf (_("Tuwen: %s (%s)"), name, operation->mid);
  else
    operation->label = g_strdup_printf (_("Tuwen: %s"), operation->mid);
  operation_start (task);
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
  Operation *operation;

  g_return_if_fail (TUWEN_IS_KEYRING (self));
  g_return_if_fail (mid != NULL && *mid != '\0');

  task = operation_new (self, tuwen_keyring_remove_async, remove_work, cancellable, callback,
                        user_data);
  operation = g_task_get_task_data (task);
  operation->mid = g_strdup (mid);
  operation_start (task);
}

gboolean
tuwen_keyring_remove_finish (TuwenKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_keyring_remove_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
