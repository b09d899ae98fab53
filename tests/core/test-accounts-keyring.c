/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-accounts-keyring"

/* Accounts with a keyring that does not work, and works again. */

#include "accounts-calls.h"
#include "mock-keyring.h"

/* Returns: (transfer full): the option for SANDBOX_MID's account */
static char *
item (Fixture *fixture)
{
  g_autofree char *secret = g_uri_escape_string (SANDBOX_COOKIES, NULL, FALSE);

  return g_strdup_printf ("--item=application=io.github.tuwen.Tuwen&service=%s&mid=%s&secret=%s",
                          tuwen_service_get_id (fixture->service), SANDBOX_MID, secret);
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) add_error = NULL;
  g_autoptr (GError) error = NULL;
  TuwenAccount *account;

  load_accounts (fixture->accounts);
  g_assert_error (tuwen_accounts_get_keyring_error (fixture->accounts), TUWEN_KEYRING_ERROR,
                  TUWEN_KEYRING_ERROR_ABSENT);
  g_assert_cmpuint (count (fixture->accounts), ==, 0);

  /* Nothing is kept when the keyring cannot keep it … */
  g_assert_null (add_full (fixture->accounts, SANDBOX_COOKIES, FALSE, &add_error));
  g_assert_error (add_error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_ABSENT);
  g_assert_cmpuint (count (fixture->accounts), ==, 0);
  g_assert_null (tuwen_accounts_get_current (fixture->accounts));

  /* … until the person says that it need not. */
  account = add_full (fixture->accounts, SANDBOX_COOKIES, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (tuwen_account_get_session_only (account));
  g_assert_true (tuwen_accounts_get_current (fixture->accounts) == account);

  g_assert_true (sign_out (fixture->accounts, account, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture->accounts), ==, 0);
}

static void
test_go_on_without (Fixture *fixture, gconstpointer data)
{
  g_autofree char *option = item (fixture);
  TuwenAccount *account;
  MockKeyring *mock;

  load_accounts (fixture->accounts);
  g_assert_nonnull (tuwen_accounts_get_keyring_error (fixture->accounts));
  g_assert_false (tuwen_accounts_get_without_keyring (fixture->accounts));
  tuwen_accounts_go_on_without_keyring (fixture->accounts);
  g_assert_null (tuwen_accounts_get_keyring_error (fixture->accounts));
  g_assert_true (tuwen_accounts_get_without_keyring (fixture->accounts));
  account = add (fixture->accounts, SANDBOX_COOKIES_2);
  g_assert_true (tuwen_account_get_session_only (account));

  /* Retry, with a keyring that came: both are there, and the current one stays. */
  mock = mock_keyring_start (option, NULL);
  load_accounts (fixture->accounts);
  g_assert_null (tuwen_accounts_get_keyring_error (fixture->accounts));
  g_assert_false (tuwen_accounts_get_without_keyring (fixture->accounts));
  g_assert_cmpuint (count (fixture->accounts), ==, 2);
  g_assert_true (tuwen_accounts_get_current (fixture->accounts) == account);
  AWAIT (tuwen_account_get_state (nth (fixture->accounts, 1)) == TUWEN_ACCOUNT_ACTIVE);
  g_assert_false (tuwen_account_get_session_only (nth (fixture->accounts, 1)));

  /* From now on the keyring is used again. */
  g_assert_true (add (fixture->accounts, SANDBOX_COOKIES_2) == account);
  g_assert_false (tuwen_account_get_session_only (account));
  g_assert_true (mock_keyring_was_called (mock, "CreateItem"));
  mock_keyring_free (mock);
}

static void
test_dismissed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *option = item (fixture);
  g_autofree char *mid = NULL;
  MockKeyring *mock;

  g_settings_set_string (tuwen_service_get_settings (fixture->service), "account", SANDBOX_MID);

  mock = mock_keyring_start ("--locked", "--prompt=dismiss", option, NULL);
  load_accounts (fixture->accounts);
  g_assert_error (tuwen_accounts_get_keyring_error (fixture->accounts), TUWEN_KEYRING_ERROR,
                  TUWEN_KEYRING_ERROR_LOCKED);
  g_assert_cmpuint (count (fixture->accounts), ==, 0);
  mock_keyring_free (mock);

  /* Nobody was signed out by that: who was the current one is still remembered. */
  mid = g_settings_get_string (tuwen_service_get_settings (fixture->service), "account");
  g_assert_cmpstr (mid, ==, SANDBOX_MID);

  mock = mock_keyring_start ("--locked", option, NULL);
  load_accounts (fixture->accounts);
  g_assert_null (tuwen_accounts_get_keyring_error (fixture->accounts));
  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  g_assert_cmpstr (tuwen_account_get_mid (tuwen_accounts_get_current (fixture->accounts)), ==,
                   SANDBOX_MID);
  mock_keyring_free (mock);
}

static void
test_other_errors (Fixture *fixture, gconstpointer data)
{
  g_autofree char *option = item (fixture);
  MockKeyring *mock;

  mock = mock_keyring_start ("--fail=*", option, NULL);
  load_accounts (fixture->accounts);
  g_assert_error (tuwen_accounts_get_keyring_error (fixture->accounts), TUWEN_KEYRING_ERROR,
                  TUWEN_KEYRING_ERROR_FAILED);
  mock_keyring_free (mock);

  mock = mock_keyring_start ("--die=GetSecret", option, NULL);
  load_accounts (fixture->accounts);
  g_assert_error (tuwen_accounts_get_keyring_error (fixture->accounts), TUWEN_KEYRING_ERROR,
                  TUWEN_KEYRING_ERROR_FAILED);
  mock_keyring_free (mock);

  mock = mock_keyring_start (option, NULL);
  load_accounts (fixture->accounts);
  g_assert_null (tuwen_accounts_get_keyring_error (fixture->accounts));
  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  mock_keyring_free (mock);
}

static void
test_adding_opens (Fixture *fixture, gconstpointer data)
{
  g_autofree char *option = item (fixture);
  MockKeyring *mock;

  load_accounts (fixture->accounts);
  g_assert_nonnull (tuwen_accounts_get_keyring_error (fixture->accounts));

  /* An account that can be kept says that the keyring works: the others come too. */
  mock = mock_keyring_start (option, NULL);
  add (fixture->accounts, SANDBOX_COOKIES_2);
  AWAIT (!tuwen_accounts_get_loading (fixture->accounts));
  g_assert_null (tuwen_accounts_get_keyring_error (fixture->accounts));
  g_assert_cmpuint (count (fixture->accounts), ==, 2);
  g_assert_cmpstr (tuwen_account_get_mid (tuwen_accounts_get_current (fixture->accounts)), ==,
                   SANDBOX_MID_2);
  mock_keyring_free (mock);
}

static void
test_not_waiting (Fixture *fixture, gconstpointer data)
{
  g_autofree char *option = item (fixture);
  MockKeyring *mock = mock_keyring_start ("--locked", "--prompt=ignore", option, NULL);

  tuwen_accounts_load (fixture->accounts);
  AWAIT (mock_keyring_was_called (mock, "Prompt"));
  g_assert_true (tuwen_accounts_get_loading (fixture->accounts));

  /* An account can be added for this session meanwhile. */
  g_assert_nonnull (add_full (fixture->accounts, SANDBOX_COOKIES_2, TRUE, NULL));
  g_assert_true (tuwen_accounts_get_loading (fixture->accounts));

  tuwen_accounts_go_on_without_keyring (fixture->accounts);
  g_assert_false (tuwen_accounts_get_loading (fixture->accounts));
  AWAIT (mock_keyring_was_called (mock, "Dismiss"));
  settle ();
  g_assert_null (tuwen_accounts_get_keyring_error (fixture->accounts));
  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  mock_keyring_free (mock);
}

static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  MockKeyring *mock = mock_keyring_start ("--hang=*", NULL);

  tuwen_accounts_load (fixture->accounts);
  AWAIT (mock_keyring_was_called (mock, "ReadAlias"));
  g_assert_finalize_object (fixture->accounts);
  fixture->accounts = new_accounts (fixture);
  mock_keyring_free (mock);
}

static void
test_not_removed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *option = item (fixture);
  MockKeyring *mock = mock_keyring_start ("--fail=Delete", option, NULL);
  g_autoptr (GError) error = NULL;

  load_accounts (fixture->accounts);
  g_assert_false (sign_out (fixture->accounts, nth (fixture->accounts, 0), &error));
  g_assert_error (error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_FAILED);
  g_assert_cmpuint (count (fixture->accounts), ==, 0);
  g_assert_cmpuint (sandbox_server_count_requests (fixture->sandbox, EXIT), ==, 1);
  mock_keyring_free (mock);
}

/* Both parts fail: the keyring's is told. */
static void
test_not_removed_offline (Fixture *fixture, gconstpointer data)
{
  g_autofree char *option = item (fixture);
  MockKeyring *mock = mock_keyring_start (option, NULL);
  g_autoptr (GError) error = NULL;

  load_accounts (fixture->accounts);
  mock_keyring_free (mock);
  sandbox_server_fail (fixture->sandbox, EXIT, "drop", -1);
  g_assert_false (sign_out (fixture->accounts, nth (fixture->accounts, 0), &error));
  g_assert_error (error, TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_ABSENT);
  g_assert_cmpuint (count (fixture->accounts), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mock_bus_start ();

#define ADD(path, function)                                                                        \
  g_test_add ("/accounts/keyring/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("absent", test_absent);
  ADD ("go-on-without", test_go_on_without);
  ADD ("dismissed", test_dismissed);
  ADD ("other-errors", test_other_errors);
  ADD ("adding-opens", test_adding_opens);
  ADD ("not-waiting", test_not_waiting);
  ADD ("dropped", test_dropped);
  ADD ("not-removed/online", test_not_removed);
  ADD ("not-removed/offline", test_not_removed_offline);
#undef ADD

  return g_test_run ();
}
