/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-accounts"

/* Accounts with a keyring that works: libsecret's file. */

#include <glib/gstdio.h>

#include "accounts-calls.h"
#include "keyring-calls.h"
#include "secret-file.h"

/* Returns: (transfer full): what the keyring holds, as seen by another object */
static GPtrArray *
kept (Fixture *fixture)
{
  g_autoptr (TuwenKeyring) keyring =
      tuwen_keyring_new (tuwen_service_get_id (fixture->service));
  g_autoptr (GError) error = NULL;
  GPtrArray *accounts = load (keyring, &error);

  g_assert_no_error (error);
  return accounts;
}

static guint
count_kept (Fixture *fixture)
{
  g_autoptr (GPtrArray) accounts = kept (fixture);

  return accounts->len;
}

static char *
remembered (Fixture *fixture)
{
  return g_settings_get_string (tuwen_service_get_settings (fixture->service), "account");
}

static void
count_cb (guint *counter)
{
  (*counter)++;
}

static void
assert_nothing_anywhere (Fixture *fixture)
{
  g_autofree char *mid = remembered (fixture);

  g_assert_cmpuint (count (fixture->accounts), ==, 0);
  g_assert_null (tuwen_accounts_get_current (fixture->accounts));
  g_assert_null (bili_client_get_cookies (tuwen_accounts_get_client (fixture->accounts)));
  g_assert_cmpuint (count_kept (fixture), ==, 0);
  g_assert_cmpstr (mid, ==, "");
}

/* Adding */

static void
test_add (Fixture *fixture, gconstpointer data)
{
  guint changes = 0;
  guint new_clients = 0;
  TuwenAccount *account;
  g_autoptr (GPtrArray) stored = NULL;
  g_autofree char *mid = NULL;
  BiliCookies *cookies;

  g_signal_connect_swapped (fixture->accounts, "items-changed", G_CALLBACK (count_cb), &changes);
  g_signal_connect_swapped (fixture->accounts, "notify::client", G_CALLBACK (count_cb),
                            &new_clients);
  g_assert_null (bili_client_get_cookies (tuwen_accounts_get_client (fixture->accounts)));

  account = add (fixture->accounts, SANDBOX_COOKIES);
  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  g_assert_cmpuint (changes, ==, 1);
  g_assert_cmpuint (new_clients, ==, 1);
  g_assert_true (tuwen_accounts_get_current (fixture->accounts) == account);
  g_assert_true (tuwen_accounts_get_client (fixture->accounts) ==
                 tuwen_account_get_client (account));
  g_assert_cmpstr (tuwen_account_get_mid (account), ==, SANDBOX_MID);
  g_assert_cmpstr (tuwen_account_get_name (account), ==, SANDBOX_NAME);
  g_assert_nonnull (tuwen_account_get_face (account));
  g_assert_cmpint (tuwen_account_get_state (account), ==, TUWEN_ACCOUNT_ACTIVE);
  g_assert_false (tuwen_account_get_session_only (account));

  stored = kept (fixture);
  g_assert_cmpuint (stored->len, ==, 1);
  cookies = g_ptr_array_index (stored, 0);
  g_assert_cmpstr (bili_cookies_get (cookies, "SESSDATA"), ==, SANDBOX_SESSDATA);
  g_assert_cmpstr (bili_cookies_get (cookies, "bili_jct"), ==, SANDBOX_CSRF);
  g_assert_nonnull (bili_cookies_get (cookies, "buvid3"));
  mid = remembered (fixture);
  g_assert_cmpstr (mid, ==, SANDBOX_MID);
}

static void
test_add_without_number (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account;
  g_autoptr (GPtrArray) stored = NULL;

  account = add (fixture->accounts, "SESSDATA=" SANDBOX_SESSDATA "; bili_jct=" SANDBOX_CSRF);
  g_assert_cmpstr (tuwen_account_get_mid (account), ==, SANDBOX_MID);
  stored = kept (fixture);
  g_assert_cmpstr (bili_cookies_get_mid (g_ptr_array_index (stored, 0)), ==, SANDBOX_MID);
}

static void
test_add_with_wrong_number (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account;

  account = add (fixture->accounts,
                 "SESSDATA=" SANDBOX_SESSDATA "; bili_jct=" SANDBOX_CSRF "; DedeUserID=999");
  g_assert_cmpstr (tuwen_account_get_mid (account), ==, SANDBOX_MID);
}

static void
test_add_with_buvid (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) stored = NULL;

  add (fixture->accounts, SANDBOX_COOKIES "; buvid3=MINE");
  stored = kept (fixture);
  g_assert_cmpstr (bili_cookies_get (g_ptr_array_index (stored, 0), "buvid3"), ==, "MINE");
  g_assert_cmpuint (sandbox_server_count_requests (fixture->sandbox, SPI), ==, 0);
}

static void
test_add_buvid_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) stored = NULL;

  sandbox_server_fail (fixture->sandbox, SPI, "http:500", -1);
  add (fixture->accounts, SANDBOX_COOKIES);
  stored = kept (fixture);
  g_assert_cmpuint (stored->len, ==, 1);
  g_assert_null (bili_cookies_get (g_ptr_array_index (stored, 0), "buvid3"));
}

static void
test_add_dead (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (add_full (fixture->accounts, "SESSDATA=dead; bili_jct=x; DedeUserID=1001", FALSE,
                           &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  assert_nothing_anywhere (fixture);
}

static void
test_add_unreachable (Fixture *fixture, gconstpointer data)
{
  static const char *const faults[] = { "http:500", "html",     "truncated",   "drop",
                                        "empty",    "types",    "null",        "deep",
                                        "utf8",     "code:-352", "code:-799:忙" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("fault %u", i);
      sandbox_server_fail (fixture->sandbox, NAV, faults[i], -1);
      g_assert_null (add_full (fixture->accounts, SANDBOX_COOKIES, i % 2, &error));
      g_assert_true (error->domain == BILI_ERROR);
      assert_nothing_anywhere (fixture);
    }
}

static void
test_add_cancelled (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { NAV, SPI };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (BiliCookies) cookies = cookies_from (SANDBOX_COOKIES);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      sandbox_server_fail (fixture->sandbox, paths[i], "stall", 1);
      tuwen_accounts_add_async (fixture->accounts, cookies, FALSE, cancellable, await_cb, &result);
      AWAIT (sandbox_server_count_requests (fixture->sandbox, paths[i]) > 0);
      g_cancellable_cancel (cancellable);
      AWAIT (result != NULL);
      g_assert_null (tuwen_accounts_add_finish (fixture->accounts, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      assert_nothing_anywhere (fixture);
    }
}

static void
test_add_session_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TuwenAccount *account = add_full (fixture->accounts, SANDBOX_COOKIES, TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (tuwen_account_get_session_only (account));
  g_assert_cmpint (tuwen_account_get_state (account), ==, TUWEN_ACCOUNT_ACTIVE);
  g_assert_cmpuint (count_kept (fixture), ==, 0);

  /* Adding it once more keeps it. */
  g_assert_true (add (fixture->accounts, SANDBOX_COOKIES) == account);
  g_assert_false (tuwen_account_get_session_only (account));
  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  g_assert_cmpuint (count_kept (fixture), ==, 1);
}

static void
test_add_again (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add (fixture->accounts, SANDBOX_COOKIES "; sid=old");
  g_autoptr (GPtrArray) stored = NULL;

  g_assert_true (add (fixture->accounts, SANDBOX_COOKIES "; sid=new") == account);
  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  g_assert_cmpstr (bili_cookies_get (bili_client_get_cookies (tuwen_account_get_client (account)),
                                     "sid"),
                   ==, "new");
  stored = kept (fixture);
  g_assert_cmpuint (stored->len, ==, 1);
  g_assert_cmpstr (bili_cookies_get (g_ptr_array_index (stored, 0), "sid"), ==, "new");
}

/* Several, and the next start */

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *first = add (fixture->accounts, SANDBOX_COOKIES);
  TuwenAccount *second = add (fixture->accounts, SANDBOX_COOKIES_2);
  g_autofree char *mid = NULL;
  guint new_clients = 0;
  guint new_currents = 0;

  g_assert_cmpuint (count (fixture->accounts), ==, 2);
  g_assert_true (nth (fixture->accounts, 0) == first);
  g_assert_true (tuwen_accounts_get_current (fixture->accounts) == second);

  g_signal_connect_swapped (fixture->accounts, "notify::client", G_CALLBACK (count_cb),
                            &new_clients);
  g_signal_connect_swapped (fixture->accounts, "notify::current", G_CALLBACK (count_cb),
                            &new_currents);
  tuwen_accounts_set_current (fixture->accounts, first);
  tuwen_accounts_set_current (fixture->accounts, first);
  g_assert_cmpuint (new_clients, ==, 1);
  g_assert_cmpuint (new_currents, ==, 1);
  g_assert_true (tuwen_accounts_get_client (fixture->accounts) == tuwen_account_get_client (first));
  mid = remembered (fixture);
  g_assert_cmpstr (mid, ==, SANDBOX_MID);
}

static void
test_next_start (Fixture *fixture, gconstpointer data)
{
  TuwenAccounts *later;
  TuwenAccount *current;

  add (fixture->accounts, SANDBOX_COOKIES);
  add (fixture->accounts, SANDBOX_COOKIES_2);
  tuwen_accounts_set_current (fixture->accounts, nth (fixture->accounts, 0));

  later = new_accounts (fixture);
  load_accounts (later);
  g_assert_cmpuint (count (later), ==, 2);
  g_assert_null (tuwen_accounts_get_keyring_error (later));

  /* It is there before the service said anything. */
  current = tuwen_accounts_get_current (later);
  g_assert_cmpstr (tuwen_account_get_mid (current), ==, SANDBOX_MID);
  g_assert_cmpint (tuwen_account_get_state (current), ==, TUWEN_ACCOUNT_UNCHECKED);
  g_assert_cmpstr (tuwen_account_get_name (current), ==, SANDBOX_NAME);
  g_assert_nonnull (tuwen_account_get_face (current));
  g_assert_false (tuwen_account_get_session_only (current));

  AWAIT (tuwen_account_get_state (nth (later, 0)) == TUWEN_ACCOUNT_ACTIVE &&
         tuwen_account_get_state (nth (later, 1)) == TUWEN_ACCOUNT_ACTIVE);
  g_assert_cmpstr (tuwen_account_get_name (current), ==, SANDBOX_NAME);

  /* A second look finds nobody twice. */
  load_accounts (later);
  g_assert_cmpuint (count (later), ==, 2);
  g_assert_true (tuwen_accounts_get_current (later) == current);

  settle ();
  g_assert_finalize_object (later);
}

static void
test_offline_start (Fixture *fixture, gconstpointer data)
{
  TuwenAccounts *later;
  guint asked;

  add (fixture->accounts, SANDBOX_COOKIES);
  sandbox_server_fail (fixture->sandbox, NAV, "http:503", -1);
  asked = sandbox_server_count_requests (fixture->sandbox, NAV);

  later = new_accounts (fixture);
  load_accounts (later);
  AWAIT (sandbox_server_count_requests (fixture->sandbox, NAV) > asked);
  AWAIT (!tuwen_account_get_checking (nth (later, 0)));
  g_assert_cmpint (tuwen_account_get_state (nth (later, 0)), ==, TUWEN_ACCOUNT_UNCHECKED);
  g_assert_true (tuwen_accounts_get_current (later) == nth (later, 0));

  /* Asked again when there is a network again; one question at a time, and none once it is known */
  sandbox_server_fail (fixture->sandbox, NAV, "http:503", 0);
  asked = sandbox_server_count_requests (fixture->sandbox, NAV);
  tuwen_accounts_check (later);
  g_assert_true (tuwen_account_get_checking (nth (later, 0)));
  tuwen_accounts_check (later);
  AWAIT (tuwen_account_get_state (nth (later, 0)) == TUWEN_ACCOUNT_ACTIVE);
  g_assert_false (tuwen_account_get_checking (nth (later, 0)));
  tuwen_accounts_check (later);
  settle ();
  g_assert_cmpuint (sandbox_server_count_requests (fixture->sandbox, NAV), ==, asked + 1);
  g_assert_finalize_object (later);
}

static void
test_dead_at_start (Fixture *fixture, gconstpointer data)
{
  TuwenAccounts *later;
  TuwenAccount *account;

  add (fixture->accounts, SANDBOX_COOKIES);
  sandbox_server_end_session (fixture->sandbox, SANDBOX_MID);

  later = new_accounts (fixture);
  load_accounts (later);
  account = nth (later, 0);
  AWAIT (tuwen_account_get_state (account) == TUWEN_ACCOUNT_EXPIRED);
  g_assert_true (tuwen_accounts_get_current (later) == account);
  g_assert_cmpstr (tuwen_account_get_name (account), ==, SANDBOX_NAME);
  g_assert_cmpuint (count_kept (fixture), ==, 1);
  settle ();
  g_assert_finalize_object (later);
}

static guint
count_people (Fixture *fixture)
{
  g_autoptr (GVariant) people
      = g_settings_get_value (tuwen_service_get_settings (fixture->service), "people");

  return g_variant_n_children (people);
}

/* Names of those alone whose accounts the keyring holds */
static void
test_people (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TuwenAccount *first = add (fixture->accounts, SANDBOX_COOKIES);

  add_full (fixture->accounts, SANDBOX_COOKIES_2, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture->accounts), ==, 2);
  g_assert_cmpuint (count_people (fixture), ==, 1);
  add (fixture->accounts, SANDBOX_COOKIES_2);
  g_assert_cmpuint (count_people (fixture), ==, 2);

  sign_out (fixture->accounts, first, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_people (fixture), ==, 1);
  sign_out (fixture->accounts, nth (fixture->accounts, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_people (fixture), ==, 0);
}

/* What somebody wrote into the settings by hand is taken for what it is. */
static void
test_people_edited (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_name = g_strnfill (5000, 'x');
  GSettings *settings = tuwen_service_get_settings (fixture->service);
  TuwenAccounts *later;

  add (fixture->accounts, SANDBOX_COOKIES);
  sandbox_server_fail (fixture->sandbox, NAV, "http:503", -1);
  g_settings_set_value (settings, "people",
                        g_variant_new_parsed ("[(%s, %s, ''), ('', '', ''), ('x', 'y', 'z')]",
                                              SANDBOX_MID, long_name));

  later = new_accounts (fixture);
  load_accounts (later);
  g_assert_cmpstr (tuwen_account_get_name (nth (later, 0)), ==, SANDBOX_MID);
  AWAIT (!tuwen_account_get_checking (nth (later, 0)));
  settle ();
  g_assert_finalize_object (later);
}

static void
test_dead_later (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add (fixture->accounts, SANDBOX_COOKIES);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sandbox_server_end_session (fixture->sandbox, SANDBOX_MID);
  bili_client_get_me_async (tuwen_account_get_client (account), NULL, await_cb, &result);
  AWAIT (result != NULL);
  g_assert_null (bili_client_get_me_finish (tuwen_account_get_client (account), result, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);

  g_assert_cmpint (tuwen_account_get_state (account), ==, TUWEN_ACCOUNT_EXPIRED);
  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  g_assert_cmpstr (tuwen_account_get_name (account), ==, SANDBOX_NAME);
  g_assert_cmpuint (count_kept (fixture), ==, 1);
}

static void
test_foreign_session (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BiliCookies) theirs =
      cookies_from ("SESSDATA=" SANDBOX_SESSDATA "; bili_jct=" SANDBOX_CSRF "; DedeUserID=999");

  g_assert_true (store (fixture->keyring, theirs, NULL, NULL));
  load_accounts (fixture->accounts);
  AWAIT (tuwen_account_get_state (nth (fixture->accounts, 0)) == TUWEN_ACCOUNT_EXPIRED);
  g_assert_cmpstr (tuwen_account_get_mid (nth (fixture->accounts, 0)), ==, "999");
}

/* Signing out */

static void
test_sign_out (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *first = add (fixture->accounts, SANDBOX_COOKIES);
  g_autoptr (TuwenAccount) second = g_object_ref (add (fixture->accounts, SANDBOX_COOKIES_2));
  g_autoptr (GError) error = NULL;
  g_autofree char *mid = NULL;

  g_assert_true (sign_out (fixture->accounts, second, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sandbox_server_count_requests (fixture->sandbox, EXIT), ==, 1);
  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  g_assert_true (tuwen_accounts_get_current (fixture->accounts) == first);
  g_assert_cmpuint (count_kept (fixture), ==, 1);
  mid = remembered (fixture);
  g_assert_cmpstr (mid, ==, SANDBOX_MID);

  /* Whoever still holds it can do nothing with it. */
  g_assert_null (bili_client_get_cookies (tuwen_account_get_client (second)));

  g_assert_true (sign_out (fixture->accounts, first, &error));
  g_assert_no_error (error);
  assert_nothing_anywhere (fixture);

  /* The service knows neither any more. */
  g_assert_null (add_full (fixture->accounts, SANDBOX_COOKIES, FALSE, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
}

/* @data: the fault */
static void
test_sign_out_fails (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add (fixture->accounts, SANDBOX_COOKIES);
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (fixture->sandbox, EXIT, data, -1);
  g_assert_false (sign_out (fixture->accounts, account, &error));
  g_assert_true (error->domain == BILI_ERROR);
  assert_nothing_anywhere (fixture);
}

static void
test_sign_out_times_out (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add (fixture->accounts, SANDBOX_COOKIES);
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (fixture->sandbox, EXIT, "stall", -1);
  g_assert_false (sign_out (fixture->accounts, account, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_TIMED_OUT);
  assert_nothing_anywhere (fixture);
}

/* That is how the service answers for a session that was over already. */
static void
test_sign_out_html (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add (fixture->accounts, SANDBOX_COOKIES);
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (fixture->sandbox, EXIT, "html", -1);
  g_assert_true (sign_out (fixture->accounts, account, &error));
  g_assert_no_error (error);
  assert_nothing_anywhere (fixture);
}

static void
test_sign_out_dead (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add (fixture->accounts, SANDBOX_COOKIES);
  g_autoptr (GError) error = NULL;

  sandbox_server_end_session (fixture->sandbox, SANDBOX_MID);
  g_assert_true (sign_out (fixture->accounts, account, &error));
  g_assert_no_error (error);
  assert_nothing_anywhere (fixture);
}

static void
test_sign_out_cancelled (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add (fixture->accounts, SANDBOX_COOKIES);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* What it waits for is cancelled, what it does here is not. */
  g_cancellable_cancel (cancellable);
  tuwen_accounts_sign_out_async (fixture->accounts, account, cancellable, await_cb, &result);
  AWAIT (result != NULL);
  g_assert_false (tuwen_accounts_sign_out_finish (fixture->accounts, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_nothing_anywhere (fixture);
}

static void
test_sign_out_session_only (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add_full (fixture->accounts, SANDBOX_COOKIES, TRUE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (sign_out (fixture->accounts, account, &error));
  g_assert_no_error (error);
  assert_nothing_anywhere (fixture);
}

static void
test_sign_out_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenAccount) account = g_object_ref (add (fixture->accounts, SANDBOX_COOKIES));
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) pending = NULL;
  g_autoptr (GError) gone = NULL;

  tuwen_accounts_sign_out_async (fixture->accounts, account, NULL, await_cb, &first);
  tuwen_accounts_sign_out_async (fixture->accounts, account, NULL, await_cb, &second);
  AWAIT (first != NULL && second != NULL);
  g_assert_true (tuwen_accounts_sign_out_finish (fixture->accounts, first, NULL));
  g_assert_false (tuwen_accounts_sign_out_finish (fixture->accounts, second, &pending));
  g_assert_error (pending, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_assert_cmpuint (sandbox_server_count_requests (fixture->sandbox, EXIT), ==, 1);

  g_assert_false (sign_out (fixture->accounts, account, &gone));
  g_assert_error (gone, G_IO_ERROR, G_IO_ERROR_PENDING);
}

/* At the same time */

static void
test_load_while_adding (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BiliCookies) old = cookies_from (SANDBOX_COOKIES "; sid=old; buvid3=x");
  g_autoptr (BiliCookies) new = cookies_from (SANDBOX_COOKIES "; sid=new; buvid3=x");
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (TuwenAccount) account = NULL;

  g_assert_true (store (fixture->keyring, old, NULL, NULL));
  tuwen_accounts_add_async (fixture->accounts, new, TRUE, NULL, await_cb, &added);
  tuwen_accounts_load (fixture->accounts);
  AWAIT (added != NULL && !tuwen_accounts_get_loading (fixture->accounts));
  account = tuwen_accounts_add_finish (fixture->accounts, added, NULL);
  AWAIT (tuwen_account_get_state (account) == TUWEN_ACCOUNT_ACTIVE);

  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  g_assert_cmpstr (bili_cookies_get (bili_client_get_cookies (tuwen_account_get_client (account)),
                                     "sid"),
                   ==, "new");
}

static void
test_load_while_signing_out (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add (fixture->accounts, SANDBOX_COOKIES);
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_accounts_sign_out_async (fixture->accounts, account, NULL, await_cb, &result);
  while (result == NULL)
    {
      /* Whenever it is asked, it does not bring the account back. */
      tuwen_accounts_load (fixture->accounts);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_true (tuwen_accounts_sign_out_finish (fixture->accounts, result, NULL));
  AWAIT (!tuwen_accounts_get_loading (fixture->accounts));
  g_assert_cmpuint (count (fixture->accounts), ==, 0);

  load_accounts (fixture->accounts);
  assert_nothing_anywhere (fixture);
}

static void
test_add_while_signing_out (Fixture *fixture, gconstpointer data)
{
  TuwenAccount *account = add (fixture->accounts, SANDBOX_COOKIES "; sid=old");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) stored = NULL;

  sandbox_server_fail (fixture->sandbox, EXIT, "stall", 1);
  tuwen_accounts_sign_out_async (fixture->accounts, account, NULL, await_cb, &result);
  add (fixture->accounts, SANDBOX_COOKIES "; sid=new");
  AWAIT (result != NULL);
  tuwen_accounts_sign_out_finish (fixture->accounts, result, NULL);

  g_assert_cmpuint (count (fixture->accounts), ==, 1);
  g_assert_nonnull (tuwen_accounts_get_current (fixture->accounts));
  stored = kept (fixture);
  g_assert_cmpuint (stored->len, ==, 1);
  g_assert_cmpstr (bili_cookies_get (g_ptr_array_index (stored, 0), "sid"), ==, "new");
}

static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  TuwenAccounts *later;

  add (fixture->accounts, SANDBOX_COOKIES);

  later = new_accounts (fixture);
  tuwen_accounts_load (later);
  g_assert_finalize_object (later);

  sandbox_server_fail (fixture->sandbox, NAV, "stall", -1);
  later = new_accounts (fixture);
  load_accounts (later);
  g_assert_finalize_object (later);
  settle ();
}

static const char *const sign_out_faults[] = { "http:500", "drop",  "lost", "truncated",
                                               "empty",    "utf8",  "deep", "code:2202" };

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);

  folder = g_dir_make_tmp ("tuwen-accounts-XXXXXX", NULL);
  path = g_build_filename (folder, "test.keyring", NULL);
  secret_file_use (path);

#define ADD(path, function)                                                                        \
  g_test_add ("/accounts/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("add/plain", test_add);
  ADD ("add/without-number", test_add_without_number);
  ADD ("add/with-wrong-number", test_add_with_wrong_number);
  ADD ("add/with-buvid", test_add_with_buvid);
  ADD ("add/buvid-fails", test_add_buvid_fails);
  ADD ("add/dead", test_add_dead);
  ADD ("add/unreachable", test_add_unreachable);
  ADD ("add/cancelled", test_add_cancelled);
  ADD ("add/session-only", test_add_session_only);
  ADD ("add/again", test_add_again);
  ADD ("switch", test_switch);
  ADD ("start/next", test_next_start);
  ADD ("start/offline", test_offline_start);
  ADD ("start/dead", test_dead_at_start);
  ADD ("dead-later", test_dead_later);
  ADD ("people", test_people);
  ADD ("people/edited", test_people_edited);
  ADD ("foreign-session", test_foreign_session);
  ADD ("sign-out/plain", test_sign_out);
  for (guint i = 0; i < G_N_ELEMENTS (sign_out_faults); i++)
    {
      g_autofree char *name = g_strdelimit (
          g_strconcat ("/accounts/sign-out/fails/", sign_out_faults[i], NULL), ":", '-');

      g_test_add (name, Fixture, sign_out_faults[i], set_up, test_sign_out_fails, tear_down);
    }
  ADD ("sign-out/times-out", test_sign_out_times_out);
  ADD ("sign-out/html", test_sign_out_html);
  ADD ("sign-out/dead", test_sign_out_dead);
  ADD ("sign-out/cancelled", test_sign_out_cancelled);
  ADD ("sign-out/session-only", test_sign_out_session_only);
  ADD ("sign-out/twice", test_sign_out_twice);
  ADD ("at-once/load-and-add", test_load_while_adding);
  ADD ("at-once/load-and-sign-out", test_load_while_signing_out);
  ADD ("at-once/add-and-sign-out", test_add_while_signing_out);
  ADD ("dropped", test_dropped);
#undef ADD

  status = g_test_run ();

  g_unlink (path);
  g_rmdir (folder);
  return status;
}
