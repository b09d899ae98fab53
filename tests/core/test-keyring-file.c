/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-keyring-file"

/* What is kept, byte for byte, with libsecret's file in place of a service: no bus, no prompt. */

#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <string.h>

#include "await.h"
#include "keyring-calls.h"
#include "secret-file.h"

#define REAL "https://www.bilibili.com"
#define SANDBOX "http://127.0.0.1:8123"
#define HEADER                                                                                     \
  "SESSDATA=a1b2%2C1893456000%2Cf00d1%2A11; bili_jct=0123456789abcdef0123456789abcdef; "           \
  "DedeUserID=1001; buvid3=ABC-DEF-1infoc"

/* Written down once more, as another program would: what Tuwen writes has to be found by this. */
static const SecretSchema fixed_schema = {
  "io.github.tuwen.Tuwen.Account",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  {
      { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "service", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "mid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* A program that knows the attributes, but names the schema otherwise and adds one of its own. */
static const SecretSchema foreign_schema = {
  "org.example.Foreign",
  SECRET_SCHEMA_NONE,
  {
      { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "service", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "mid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "note", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

static char *keyring_path;

static void
put (const SecretSchema *schema,
     const char *service,
     const char *mid,
     const char *secret,
     gssize length,
     const char *type)
{
  g_autoptr (GHashTable) attributes =
      secret_attributes_build (schema, "application", "io.github.tuwen.Tuwen", "service", service,
                               "mid", mid, NULL);
  g_autoptr (SecretValue) value = secret_value_new (secret, length, type);
  g_autoptr (GError) error = NULL;

  if (schema == &foreign_schema)
    g_hash_table_insert (attributes, g_strdup ("note"), g_strdup ("mine"));

  secret_password_storev_binary_sync (schema, attributes, SECRET_COLLECTION_DEFAULT, "An item",
                                      value, NULL, &error);
  g_assert_no_error (error);
}

static char *
get (const char *service, const char *mid)
{
  g_autoptr (GError) error = NULL;
  char *text = secret_password_lookup_sync (&fixed_schema, NULL, &error, "application",
                                            "io.github.tuwen.Tuwen", "service", service, "mid",
                                            mid, NULL);

  g_assert_no_error (error);
  return text;
}

static void
test_round_trip (void)
{
  TuwenKeyring *keyring = tuwen_keyring_new (REAL);
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *read = NULL;

  g_assert_true (store (keyring, cookies, "图文小助手", &error));
  g_assert_no_error (error);
  kept = get (REAL, "1001");
  g_assert_cmpstr (kept, ==, HEADER);

  accounts = load (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
  read = bili_cookies_to_header (g_ptr_array_index (accounts, 0));
  g_assert_cmpstr (read, ==, HEADER);

  g_assert_finalize_object (keyring);
}

static void
test_item (void)
{
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SANDBOX);
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (HEADER, NULL);
  GList *items;
  g_autofree char *label = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store (keyring, cookies, NULL, NULL));
  g_assert_true (store (keyring, cookies, "图文小助手", NULL));

  items = secret_password_search_sync (&fixed_schema, SECRET_SEARCH_ALL, NULL, &error, "service",
                                       SANDBOX, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (items), ==, 1);

  label = secret_retrievable_get_label (items->data);
  g_assert_cmpstr (label, ==, "Tuwen: 图文小助手 (1001)");
  attributes = secret_retrievable_get_attributes (items->data);
  g_assert_cmpstr (g_hash_table_lookup (attributes, "application"), ==, "io.github.tuwen.Tuwen");
  g_assert_cmpstr (g_hash_table_lookup (attributes, "service"), ==, SANDBOX);
  g_assert_cmpstr (g_hash_table_lookup (attributes, "mid"), ==, "1001");
  g_assert_cmpuint (g_hash_table_size (attributes), ==, 3);

  g_list_free_full (items, g_object_unref);
}

static void
test_apart (void)
{
  g_autoptr (TuwenKeyring) real = tuwen_keyring_new (REAL);
  g_autoptr (TuwenKeyring) sandbox = tuwen_keyring_new (SANDBOX);
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (GPtrArray) in_real = NULL;
  g_autoptr (GPtrArray) in_sandbox = NULL;

  g_assert_true (store (sandbox, cookies, NULL, NULL));

  in_real = load (real, NULL);
  in_sandbox = load (sandbox, NULL);
  g_assert_cmpuint (in_real->len, ==, 0);
  g_assert_cmpuint (in_sandbox->len, ==, 1);
}

static void
test_replace (void)
{
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (REAL);
  g_autoptr (BiliCookies) old = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (BiliCookies) new = bili_cookies_with (old, "SESSDATA", "fresh%2C1");
  g_autoptr (GPtrArray) accounts = NULL;

  g_assert_true (store (keyring, old, NULL, NULL));
  g_assert_true (store (keyring, new, NULL, NULL));

  accounts = load (keyring, NULL);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (bili_cookies_get (g_ptr_array_index (accounts, 0), "SESSDATA"), ==, "fresh%2C1");
}

static void
test_foreign (void)
{
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (REAL);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  put (&foreign_schema, REAL, "1001", HEADER, -1, "application/octet-stream");

  accounts = load (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (bili_cookies_get_mid (g_ptr_array_index (accounts, 0)), ==, "1001");

  g_assert_true (remove_account (keyring, "1001", &error));
  g_assert_no_error (error);
  left = load (keyring, NULL);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
test_twice (void)
{
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (REAL);
  g_autoptr (GPtrArray) accounts = NULL;

  put (&foreign_schema, REAL, "1001", HEADER, -1, "text/plain");
  put (&fixed_schema, REAL, "1001", HEADER, -1, "text/plain");

  accounts = load (keyring, NULL);
  g_assert_cmpuint (accounts->len, ==, 1);
}

static void
test_unreadable (void)
{
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (REAL);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  put (&fixed_schema, REAL, "1", "", 0, "text/plain");
  put (&fixed_schema, REAL, "2", "no cookies at all", -1, "text/plain");
  put (&fixed_schema, REAL, "3", "bili_jct=a; DedeUserID=3", -1, "text/plain");
  put (&fixed_schema, REAL, "4", "SESSDATA=a; DedeUserID=5", -1, "text/plain");
  put (&fixed_schema, REAL, "6", "SESSDATA=a; DedeUserID=six", -1, "text/plain");
  put (&fixed_schema, REAL, "7", "SESSDATA=a; DedeUserID=7\0; x=y", 31, "text/plain");
  put (&fixed_schema, REAL, "8", "SESSDATA=a\r\nX: y; DedeUserID=8", -1, "text/plain");
  put (&fixed_schema, REAL, "1001", HEADER, -1, "text/plain");

  accounts = load (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (bili_cookies_get_mid (g_ptr_array_index (accounts, 0)), ==, "1001");
}

static void
test_remove (void)
{
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (REAL);
  g_autoptr (TuwenKeyring) sandbox = tuwen_keyring_new (SANDBOX);
  g_autoptr (BiliCookies) first = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (BiliCookies) second = bili_cookies_with (first, "DedeUserID", "1002");
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GPtrArray) elsewhere = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store (keyring, first, NULL, NULL));
  g_assert_true (store (keyring, second, NULL, NULL));
  g_assert_true (store (sandbox, first, NULL, NULL));

  g_assert_true (remove_account (keyring, "1001", &error));
  g_assert_no_error (error);
  g_assert_true (remove_account (keyring, "1001", &error));
  g_assert_no_error (error);

  left = load (keyring, NULL);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (bili_cookies_get_mid (g_ptr_array_index (left, 0)), ==, "1002");
  elsewhere = load (sandbox, NULL);
  g_assert_cmpuint (elsewhere->len, ==, 1);
}

static void
test_order (void)
{
  TuwenKeyring *keyring = tuwen_keyring_new (REAL);
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (GAsyncResult) before = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) after = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) one = NULL;

  tuwen_keyring_load_async (keyring, NULL, await_cb, &before);
  tuwen_keyring_remove_async (keyring, "1001", NULL, await_cb, &removed);
  tuwen_keyring_store_async (keyring, cookies, NULL, NULL, await_cb, &stored);
  tuwen_keyring_load_async (keyring, NULL, await_cb, &after);
  AWAIT (after != NULL);

  g_assert_nonnull (stored);
  none = tuwen_keyring_load_finish (keyring, before, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (tuwen_keyring_remove_finish (keyring, removed, NULL));
  g_assert_true (tuwen_keyring_store_finish (keyring, stored, NULL));
  one = tuwen_keyring_load_finish (keyring, after, NULL);
  g_assert_cmpuint (one->len, ==, 1);

  g_clear_object (&before);
  g_clear_object (&removed);
  g_clear_object (&stored);
  g_clear_object (&after);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (keyring);
}

static void
test_cancel (void)
{
  TuwenKeyring *keyring = tuwen_keyring_new (REAL);
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GCancellable) during = g_cancellable_new ();
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) load_error = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_cancellable_cancel (before);
  tuwen_keyring_store_async (keyring, cookies, NULL, before, await_cb, &stored);
  tuwen_keyring_load_async (keyring, during, await_cb, &loaded);
  g_cancellable_cancel (during);
  AWAIT (stored != NULL && loaded != NULL);

  g_assert_false (tuwen_keyring_store_finish (keyring, stored, &store_error));
  g_assert_error (store_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (tuwen_keyring_load_finish (keyring, loaded, &load_error));
  g_assert_error (load_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = load (keyring, NULL);
  g_assert_cmpuint (after->len, ==, 0);

  g_clear_object (&stored);
  g_clear_object (&loaded);
  g_assert_finalize_object (keyring);
}

static void
test_broken_file (void)
{
  g_autoptr (TuwenKeyring) keyring = NULL;
  g_autoptr (BiliCookies) cookies = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) load_error = NULL;
  g_autoptr (GError) store_error = NULL;

  /* libsecret opens its file once in a process. What it read, it forgets when that is no keyring:
   * no reason to fail. */
  if (!g_test_subprocess ())
    {
      const char *asan = g_getenv ("ASAN_OPTIONS");
      g_autofree char *without_leaks
          = g_strconcat (asan == NULL ? "" : asan, ":detect_leaks=0", NULL);

      g_setenv ("ASAN_OPTIONS", without_leaks, TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_assert_true (g_file_set_contents (keyring_path, "not a keyring", -1, NULL));
  keyring = tuwen_keyring_new (REAL);
  cookies = bili_cookies_new_from_header (HEADER, NULL);

  accounts = load (keyring, &load_error);
  g_assert_null (accounts);
  g_assert_error (load_error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_FAILED);
  g_assert_false (store (keyring, cookies, NULL, &store_error));
  g_assert_error (store_error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_FAILED);
}

static void
run_and_clear (gconstpointer data)
{
  GTestFunc function = data;

  function ();
  secret_password_clear_sync (&fixed_schema, NULL, NULL, "application", "io.github.tuwen.Tuwen",
                              NULL);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);

  folder = g_dir_make_tmp ("tuwen-keyring-XXXXXX", NULL);
  keyring_path = g_build_filename (folder, "test.keyring", NULL);
  secret_file_use (keyring_path);

  g_test_add_data_func ("/keyring/file/round-trip", test_round_trip, run_and_clear);
  g_test_add_data_func ("/keyring/file/item", test_item, run_and_clear);
  g_test_add_data_func ("/keyring/file/apart", test_apart, run_and_clear);
  g_test_add_data_func ("/keyring/file/replace", test_replace, run_and_clear);
  g_test_add_data_func ("/keyring/file/foreign", test_foreign, run_and_clear);
  g_test_add_data_func ("/keyring/file/twice", test_twice, run_and_clear);
  g_test_add_data_func ("/keyring/file/unreadable", test_unreadable, run_and_clear);
  g_test_add_data_func ("/keyring/file/remove", test_remove, run_and_clear);
  g_test_add_data_func ("/keyring/file/order", test_order, run_and_clear);
  g_test_add_data_func ("/keyring/file/cancel", test_cancel, run_and_clear);

  g_test_add_func ("/keyring/file/broken", test_broken_file);

  status = g_test_run ();

  g_unlink (keyring_path);
  g_rmdir (folder);
  g_free (keyring_path);
  return status;
}
