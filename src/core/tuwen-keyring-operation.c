/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-keyring"

#include "tuwen-keyring-operation.h"

#define APPLICATION "io.github.tuwen.Tuwen"

/* The time that an answer may take is counted in so many beats of the main loop */
#define BEATS 10

/* Other programs read and write it. Matching by name finds nothing in a locked gnome-keyring. */
const SecretSchema tuwen_keyring_schema = {
  "io.github.tuwen.Tuwen.Account",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  {
      { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "service", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "mid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

static void
operation_free (TuwenKeyringOperation *operation)
{
  g_clear_handle_id (&operation->timeout_id, g_source_remove);
  g_free (operation->service_id);
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
beat_cb (gpointer user_data)
{
  TuwenKeyringOperation *operation = user_data;

  if (--operation->beats_left > 0)
    return G_SOURCE_CONTINUE;

  operation->timeout_id = 0;
  operation->timed_out = TRUE;
  g_cancellable_cancel (operation->cancellable);
  return G_SOURCE_REMOVE;
}

/* While this process stands still, because the machine is overloaded or was suspended, no answer
 * can be taken: however long that lasts it is one beat, and the keyring is not blamed for it. */
static void
start_clock (TuwenKeyringOperation *operation, guint milliseconds)
{
  g_clear_handle_id (&operation->timeout_id, g_source_remove);
  operation->beats_left = BEATS;
  operation->timeout_id = g_timeout_add (MAX (milliseconds / BEATS, 1), beat_cb, operation);
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

/* Reaching and unlocking */

static void
unlock_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  int unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (error != NULL)
    {
      TuwenKeyringError code = classify (error);

      /* It is there, it is locked, and asking failed: no program shows the prompt. */
      if (!operation->timed_out && code != TUWEN_KEYRING_ERROR_TIMED_OUT &&
          !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
        tuwen_keyring_operation_fail (task, TUWEN_KEYRING_ERROR_LOCKED, error->message);
      else
        tuwen_keyring_operation_fail_from (task, g_steal_pointer (&error));
    }
  else if (unlocked == 0)
    {
      tuwen_keyring_operation_fail (task, TUWEN_KEYRING_ERROR_LOCKED,
                                    "the keyring was not unlocked");
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
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error != NULL)
    {
      tuwen_keyring_operation_fail_from (task, g_steal_pointer (&error));
    }
  else if (collection == NULL)
    {
      operation->no_collection = TRUE;
      operation->work (task);
    }
  else if (secret_collection_get_locked (collection))
    {
      g_autoptr (GList) objects = g_list_append (NULL, collection);

      /* A locked collection may answer every search with nothing, so it is opened first. */
      secret_service_unlock (operation->service, objects,
                             tuwen_keyring_operation_await_person (operation), unlock_cb,
                             g_object_ref (task));
    }
  else
    {
      operation->work (task);
    }
}

static void
service_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  operation->service = secret_service_get_finish (result, &error);
  if (operation->service != NULL)
    secret_collection_for_alias (operation->service, SECRET_COLLECTION_DEFAULT,
                                 SECRET_COLLECTION_NONE, operation->cancellable, collection_cb,
                                 g_object_ref (task));
  else if (!operation->timed_out && error->domain == G_IO_ERROR &&
           classify (error) == TUWEN_KEYRING_ERROR_FAILED)
    /* Without a bus there is no service either. */
    tuwen_keyring_operation_fail (task, TUWEN_KEYRING_ERROR_ABSENT, error->message);
  else
    tuwen_keyring_operation_fail_from (task, g_steal_pointer (&error));
}

/* Whether libsecret keeps secrets in a file of its own, as it does in a Flatpak or Snap, where
 * nothing has to be unlocked. It could be asked, by secret_backend_get(), but the object that it
 * answers with is not safe to release (libsecret 0.20.5 and 0.21). */
static gboolean
secrets_are_in_file (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");

  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP_NAME") != NULL ||
         g_strcmp0 (backend, "file") == 0;
}

/* Finding */

static gboolean
is_locked (gpointer item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (item);
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
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);
  if (error != NULL)
    g_debug ("Not every collection could be unlocked: %s", error->message);

  if (operation->timed_out)
    tuwen_keyring_operation_fail (task, TUWEN_KEYRING_ERROR_TIMED_OUT,
                                  "nobody unlocked it in time");
  else
    operation->each (task);
}

static void
search_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) locked = NULL;

  if (operation->service != NULL)
    operation->items = secret_service_search_finish (operation->service, result, &error);
  else
    operation->items = secret_password_search_finish (result, &error);
  if (error != NULL)
    {
      tuwen_keyring_operation_fail_from (task, g_steal_pointer (&error));
      return;
    }

  operation->items = g_list_sort (operation->items, compare_modified);
  for (GList *l = operation->items; l != NULL; l = l->next)
    {
      if (is_locked (l->data))
        locked = g_list_append (locked, l->data);
    }

  if (locked != NULL)
    secret_service_unlock (secret_item_get_service (locked->data), locked,
                           tuwen_keyring_operation_await_person (operation), unlock_items_cb,
                           g_object_ref (task));
  else
    operation->each (task);
}

GTask *
tuwen_keyring_operation_new (TuwenKeyring *self,
                             gpointer tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  TuwenKeyringOperation *operation = g_new0 (TuwenKeyringOperation, 1);

  operation->cancellable = g_cancellable_new ();
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel),
                             operation->cancellable, G_CONNECT_SWAPPED);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  return task;
}

void
tuwen_keyring_operation_start (GTask *task)
{
  TuwenKeyringOperation *operation = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (secrets_are_in_file ())
    operation->work (task);
  else
    /* A session, which takes a key exchange, is opened when the first secret is read or stored:
     * where nobody is signed in there is none */
    secret_service_get (SECRET_SERVICE_NONE,
                        tuwen_keyring_operation_await_answer (operation), service_cb,
                        g_object_ref (task));
}

void
tuwen_keyring_operation_search (GTask *task)
{
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = tuwen_keyring_operation_make_attributes (operation);
  GCancellable *cancellable = tuwen_keyring_operation_await_answer (operation);

  /* Unlocking and reading are steps of their own: a search that does all three by itself keeps
   * silent about what failed. */
  if (operation->service != NULL)
    secret_service_search (operation->service, &tuwen_keyring_schema, attributes, SECRET_SEARCH_ALL,
                           cancellable, search_cb, g_object_ref (task));
  else
    secret_password_searchv (&tuwen_keyring_schema, attributes, SECRET_SEARCH_ALL, cancellable,
                             search_cb, g_object_ref (task));
}

GHashTable *
tuwen_keyring_operation_make_attributes (TuwenKeyringOperation *operation)
{
  return secret_attributes_build (&tuwen_keyring_schema, "application", APPLICATION, "service",
                                  operation->service_id, operation->mid != NULL ? "mid" : NULL,
                                  operation->mid, NULL);
}

GCancellable *
tuwen_keyring_operation_await_answer (TuwenKeyringOperation *operation)
{
  start_clock (operation, operation->timeout);
  return operation->cancellable;
}

GCancellable *
tuwen_keyring_operation_await_person (TuwenKeyringOperation *operation)
{
  start_clock (operation, operation->prompt_timeout);
  return operation->cancellable;
}

SecretRetrievable *
tuwen_keyring_operation_next_item (TuwenKeyringOperation *operation)
{
  /* A second collection may have stayed locked: the rest is still worth its while. */
  while (operation->items != NULL && is_locked (operation->items->data))
    {
      operation->left_locked = TRUE;
      tuwen_keyring_operation_drop_item (operation);
    }

  return operation->items != NULL ? operation->items->data : NULL;
}

void
tuwen_keyring_operation_drop_item (TuwenKeyringOperation *operation)
{
  g_object_unref (operation->items->data);
  operation->items = g_list_delete_link (operation->items, operation->items);
}

void
tuwen_keyring_operation_succeed (GTask *task)
{
  TuwenKeyringOperation *operation = g_task_get_task_data (task);

  /* No clock may go off between the end of the work and the caller's callback. */
  g_clear_handle_id (&operation->timeout_id, g_source_remove);

  if (operation->accounts != NULL)
    g_task_return_pointer (task, g_steal_pointer (&operation->accounts),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_boolean (task, TRUE);
}

void
tuwen_keyring_operation_fail (GTask *task, TuwenKeyringError code, const char *reason)
{
  TuwenKeyringOperation *operation = g_task_get_task_data (task);

  g_clear_handle_id (&operation->timeout_id, g_source_remove);
  g_task_return_new_error (task, TUWEN_KEYRING_ERROR, code, "%s", reason);
}

void
tuwen_keyring_operation_fail_from (GTask *task, GError *error)
{
  TuwenKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) owned = error;

  g_dbus_error_strip_remote_error (owned);
  if (operation->timed_out)
    tuwen_keyring_operation_fail (task, TUWEN_KEYRING_ERROR_TIMED_OUT,
                                  "the keyring did not answer in time");
  else
    tuwen_keyring_operation_fail (task, classify (owned), owned->message);
}
