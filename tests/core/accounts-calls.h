/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "await.h"
#include "sandbox.h"
#include "slowness.h"
#include "tuwen-accounts.h"

/* Accounts on a stand-in that lives in the test, and their calls, each waited for. */

#define NAV "/x/web-interface/nav"
#define SPI "/x/frontend/finger/spi"
#define EXIT "/login/exit/v2"

typedef struct
{
  SandboxServer *sandbox;
  TuwenService *service;
  BiliClock *clock;
  TuwenKeyring *keyring;
  TuwenAccounts *accounts;
} Fixture;

/* As at the start of the program, on the same service. */
static inline TuwenAccounts *
new_accounts (Fixture *fixture)
{
  return g_object_new (TUWEN_TYPE_ACCOUNTS, "service", fixture->service, "keyring",
                       fixture->keyring, "clock", fixture->clock, "user-agent", "Tuwen/test",
                       "sign-out-timeout", 300 * get_slowness (), NULL);
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  SandboxOptions options = { .posts = 1 };
  g_autoptr (GError) error = NULL;

  fixture->sandbox = sandbox_server_new (&options, &error);
  g_assert_no_error (error);
  fixture->service = tuwen_service_new (sandbox_server_get_origin (fixture->sandbox), &error);
  g_assert_no_error (error);
  fixture->clock = bili_clock_new ();
  fixture->keyring = tuwen_keyring_new (tuwen_service_get_id (fixture->service));
  fixture->accounts = new_accounts (fixture);
}

/* Callbacks that are on their way hold what they are about a little longer. */
static inline void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  settle ();
  g_assert_finalize_object (fixture->accounts);
  settle ();
  g_assert_finalize_object (fixture->keyring);
  g_assert_finalize_object (fixture->service);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->sandbox);
}

static inline BiliCookies *
cookies_from (const char *header)
{
  g_autoptr (GError) error = NULL;
  BiliCookies *cookies = bili_cookies_new_from_header (header, &error);

  g_assert_no_error (error);
  return cookies;
}

/* Returns: (transfer none) (nullable): the account, held by the list */
static inline TuwenAccount *
add_full (TuwenAccounts *accounts, const char *header, gboolean session_only, GError **error)
{
  g_autoptr (BiliCookies) cookies = cookies_from (header);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TuwenAccount) account = NULL;

  tuwen_accounts_add_async (accounts, cookies, session_only, NULL, await_cb, &result);
  AWAIT (result != NULL);
  account = tuwen_accounts_add_finish (accounts, result, error);
  return account;
}

static inline TuwenAccount *
add (TuwenAccounts *accounts, const char *header)
{
  g_autoptr (GError) error = NULL;
  TuwenAccount *account = add_full (accounts, header, FALSE, &error);

  g_assert_no_error (error);
  g_assert_true (TUWEN_IS_ACCOUNT (account));
  return account;
}

static inline gboolean
sign_out (TuwenAccounts *accounts, TuwenAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_accounts_sign_out_async (accounts, account, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_accounts_sign_out_finish (accounts, result, error);
}

static inline guint
count (TuwenAccounts *accounts)
{
  return g_list_model_get_n_items (G_LIST_MODEL (accounts));
}

/* Returns: (transfer none): held by the list */
static inline TuwenAccount *
nth (TuwenAccounts *accounts, guint position)
{
  g_autoptr (TuwenAccount) account = g_list_model_get_item (G_LIST_MODEL (accounts), position);

  g_assert_nonnull (account);
  return account;
}

/* Asks the keyring, and waits for its answer, not for the service's. */
static inline void
load_accounts (TuwenAccounts *accounts)
{
  tuwen_accounts_load (accounts);
  g_assert_true (tuwen_accounts_get_loading (accounts));
  AWAIT (!tuwen_accounts_get_loading (accounts));
}
