/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-keyring-service"

/* What can go wrong with a secret service, each with a service on a bus of the test's own that goes
 * wrong in just that way. */

#include <string.h>

#include "keyring-calls.h"
#include "mock-keyring.h"
#include "slowness.h"

#define SERVICE_ID "https://www.bilibili.com"
#define HEADER "SESSDATA=a1b2%2C1893456000%2Cf00d1%2A11; bili_jct=0123; DedeUserID=1001"
#define ITEM_OF(mid, sessdata) MOCK_ITEM (SERVICE_ID, mid, sessdata)
#define ITEM ITEM_OF ("1001", "a%252C1")

/* @timeout: milliseconds on a machine that has nothing else to do */
static TuwenKeyring *
impatient_keyring (guint timeout)
{
  return g_object_new (TUWEN_TYPE_KEYRING, "service-id", SERVICE_ID, "timeout",
                       timeout * get_slowness (), "prompt-timeout", timeout * get_slowness () * 2,
                       NULL);
}

/* All three calls fail for the same reason. */
static void
assert_fails (TuwenKeyring *keyring, TuwenKeyringError code)
{
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) load_error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) remove_error = NULL;

  accounts = load (keyring, &load_error);
  g_assert_null (accounts);
  g_assert_error (load_error, TUWEN_KEYRING_ERROR, (int) code);

  g_assert_false (store (keyring, cookies, NULL, &store_error));
  g_assert_error (store_error, TUWEN_KEYRING_ERROR, (int) code);

  g_assert_false (remove_account (keyring, "1001", &remove_error));
  g_assert_error (remove_error, TUWEN_KEYRING_ERROR, (int) code);
}

static void
test_works (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--prompt=unlock", NULL);
  TuwenKeyring *keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *read = NULL;

  none = load (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  g_assert_true (store (keyring, cookies, NULL, &error));
  g_assert_no_error (error);
  one = load (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 1);
  read = bili_cookies_to_header (g_ptr_array_index (one, 0));
  g_assert_cmpstr (read, ==, HEADER);

  g_assert_true (remove_account (keyring, "1001", &error));
  g_assert_no_error (error);
  left = load (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left->len, ==, 0);

  g_assert_false (mock_keyring_was_called (mock, "Unlock"));
  g_assert_finalize_object (keyring);
}

static void
test_newest (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start (ITEM_OF ("1001", "new") "&modified=200&note=a",
                                      ITEM_OF ("1002", "other") "&modified=150",
                                      ITEM_OF ("1001", "old") "&modified=100", NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  accounts = load (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 2);
  g_assert_cmpstr (bili_cookies_get (g_ptr_array_index (accounts, 0), "SESSDATA"), ==, "other");
  g_assert_cmpstr (bili_cookies_get (g_ptr_array_index (accounts, 1), "SESSDATA"), ==, "new");
}

static void
test_absent (void)
{
  TuwenKeyring *keyring = tuwen_keyring_new (SERVICE_ID);

  g_assert_false (mock_bus_has_keyring ());
  assert_fails (keyring, TUWEN_KEYRING_ERROR_ABSENT);
  g_assert_finalize_object (keyring);
}

static void
test_unlocked_by_person (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--locked", ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  accounts = load (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (bili_cookies_get (g_ptr_array_index (accounts, 0), "SESSDATA"), ==, "a%2C1");
  g_assert_true (mock_keyring_was_called (mock, "Prompt"));
}

static void
test_unlocked_to_store (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--locked", NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (store (keyring, cookies, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (mock_keyring_was_called (mock, "Prompt"));
}

static void
test_unlocked_to_remove (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--locked", ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (GError) error = NULL;

  g_assert_true (remove_account (keyring, "1001", &error));
  g_assert_no_error (error);
  g_assert_true (mock_keyring_was_called (mock, "Prompt"));
  g_assert_true (mock_keyring_was_called (mock, "Delete"));
}

static void
test_dismissed (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--locked", "--prompt=dismiss", ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);

  assert_fails (keyring, TUWEN_KEYRING_ERROR_LOCKED);
  g_assert_true (mock_keyring_was_called (mock, "Prompt"));
  g_assert_false (mock_keyring_was_called (mock, "Delete"));
}

/* A locked service that finds nothing looks just like one that has nothing. */
static void
test_dismissed_blind (void)
{
  g_autoptr (MockKeyring) mock =
      mock_keyring_start ("--locked", "--blind", "--prompt=dismiss", ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);

  assert_fails (keyring, TUWEN_KEYRING_ERROR_LOCKED);
}

static void
test_unlocked_blind (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--locked", "--blind", ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  accounts = load (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
}

static void
test_prompter_missing (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--locked", "--prompt=missing", ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);

  assert_fails (keyring, TUWEN_KEYRING_ERROR_LOCKED);
  g_assert_true (mock_keyring_was_called (mock, "Prompt"));
}

static void
test_prompt_ignored (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--locked", "--prompt=ignore", ITEM, NULL);
  TuwenKeyring *keyring = impatient_keyring (300);

  assert_fails (keyring, TUWEN_KEYRING_ERROR_TIMED_OUT);
  g_assert_finalize_object (keyring);
}

static void
test_fails (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--fail=*", ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);

  assert_fails (keyring, TUWEN_KEYRING_ERROR_FAILED);
}

static void
test_secret_fails (void)
{
  g_autoptr (MockKeyring) mock =
      mock_keyring_start ("--fail=GetSecret", "--fail=GetSecrets", ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (keyring, &error));
  g_assert_error (error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_FAILED);
}

static void
test_delete_fails (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--fail=Delete", ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (GError) error = NULL;

  g_assert_false (remove_account (keyring, "1001", &error));
  g_assert_error (error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_FAILED);
}

static void
test_hangs (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--hang=*", ITEM, NULL);
  TuwenKeyring *keyring = impatient_keyring (300);

  assert_fails (keyring, TUWEN_KEYRING_ERROR_TIMED_OUT);
  g_assert_finalize_object (keyring);
}

static void
test_hangs_later (void)
{
  static const char *const methods[] = { "--hang=ReadAlias", "--hang=SearchItems",
                                         "--hang=GetSecret" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (MockKeyring) mock = mock_keyring_start (methods[i], ITEM, NULL);
      g_autoptr (TuwenKeyring) keyring = impatient_keyring (1000);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", methods[i]);
      g_assert_null (load (keyring, &error));
      g_assert_error (error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_TIMED_OUT);
      AWAIT (mock_keyring_was_called (mock, strchr (methods[i], '=') + 1));
    }
}

/* A machine that was suspended, or has too much to do, is no reason to blame the keyring. */
static void
test_stood_still (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start (ITEM, NULL);
  g_autoptr (TuwenKeyring) keyring = impatient_keyring (500);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  tuwen_keyring_load_async (keyring, NULL, await_cb, &result);
  g_usleep (500 * get_slowness () * 1000 * 5 / 4);
  AWAIT (result != NULL);
  accounts = tuwen_keyring_load_finish (keyring, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
}

/* It goes away in the middle, and another one takes its place: Retry has to work. */
static void
test_dies (void)
{
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) died = NULL;
  g_autoptr (GError) gone = NULL;
  g_autoptr (GError) back = NULL;
  MockKeyring *mock = mock_keyring_start ("--die=GetSecret", ITEM, NULL);

  g_assert_null (load (keyring, &died));
  g_assert_error (died, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_FAILED);
  mock_keyring_free (mock);

  g_assert_null (load (keyring, &gone));
  g_assert_error (gone, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_ABSENT);

  mock = mock_keyring_start (ITEM, NULL);
  accounts = load (keyring, &back);
  g_assert_no_error (back);
  g_assert_cmpuint (accounts->len, ==, 1);
  mock_keyring_free (mock);
}

static void
test_cancelled (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--locked", "--prompt=ignore", ITEM, NULL);
  TuwenKeyring *keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tuwen_keyring_load_async (keyring, cancellable, await_cb, &result);
  AWAIT (mock_keyring_was_called (mock, "Prompt"));
  g_cancellable_cancel (cancellable);
  AWAIT (result != NULL);
  g_assert_null (tuwen_keyring_load_finish (keyring, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&result);
  g_assert_finalize_object (keyring);
}

static void
test_no_collection (void)
{
  g_autoptr (MockKeyring) mock = mock_keyring_start ("--empty", NULL);
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (SERVICE_ID);
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (HEADER, NULL);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) load_error = NULL;
  g_autoptr (GError) store_error = NULL;

  accounts = load (keyring, &load_error);
  g_assert_no_error (load_error);
  g_assert_cmpuint (accounts->len, ==, 0);

  /* This service cannot make one. */
  g_assert_false (store (keyring, cookies, NULL, &store_error));
  g_assert_error (store_error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_FAILED);
}

static void
test_no_bus (void)
{
  g_autoptr (TuwenKeyring) keyring = NULL;

  /* The bus of a process is one for its whole life. */
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  keyring = tuwen_keyring_new (SERVICE_ID);
  assert_fails (keyring, TUWEN_KEYRING_ERROR_ABSENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/service/works", test_works);
  g_test_add_func ("/keyring/service/newest", test_newest);
  g_test_add_func ("/keyring/service/absent", test_absent);
  g_test_add_func ("/keyring/service/unlocked/load", test_unlocked_by_person);
  g_test_add_func ("/keyring/service/unlocked/store", test_unlocked_to_store);
  g_test_add_func ("/keyring/service/unlocked/remove", test_unlocked_to_remove);
  g_test_add_func ("/keyring/service/unlocked/blind", test_unlocked_blind);
  g_test_add_func ("/keyring/service/dismissed", test_dismissed);
  g_test_add_func ("/keyring/service/dismissed/blind", test_dismissed_blind);
  g_test_add_func ("/keyring/service/prompt/missing", test_prompter_missing);
  g_test_add_func ("/keyring/service/prompt/ignored", test_prompt_ignored);
  g_test_add_func ("/keyring/service/fails/all", test_fails);
  g_test_add_func ("/keyring/service/fails/secret", test_secret_fails);
  g_test_add_func ("/keyring/service/fails/delete", test_delete_fails);
  g_test_add_func ("/keyring/service/hangs/all", test_hangs);
  g_test_add_func ("/keyring/service/hangs/later", test_hangs_later);
  g_test_add_func ("/keyring/service/stood-still", test_stood_still);
  g_test_add_func ("/keyring/service/dies", test_dies);
  g_test_add_func ("/keyring/service/cancelled", test_cancelled);
  g_test_add_func ("/keyring/service/no-collection", test_no_collection);
  g_test_add_func ("/keyring/service/no-bus", test_no_bus);

  if (g_test_subprocess ())
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  else
    mock_bus_start ();

  return g_test_run ();
}
