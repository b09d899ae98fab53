/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "tuwen-account.h"
#include "tuwen-keyring.h"
#include "tuwen-service.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_ACCOUNTS (tuwen_accounts_get_type ())

/**
 * TuwenAccounts:
 *
 * A GListModel of #TuwenAccount: who is signed in, in the order of signing in.
 *
 * Properties: `service`, `keyring`, `clock`, `user-agent`, `sign-out-timeout` (construct-only; the
 * last in milliseconds) · `current` (TuwenAccount, nullable,
 * read-write; remembered in the settings) · `client` (BiliClient, read-only: the current account's,
 * or one of nobody's; notified when it changes) · `loading` (the keyring is being asked; read-only)
 * · `keyring-error` (GError, nullable, read-only: why the keyring's accounts are not known) ·
 * `without-keyring` (boolean, read-only: tuwen_accounts_go_on_without_keyring() holds) · `changing`
 * (boolean, read-only: somebody is being signed out, or kept in the keyring, which should be done
 * before the program ends).
 */
G_DECLARE_FINAL_TYPE (TuwenAccounts, tuwen_accounts, TUWEN, ACCOUNTS, GObject)

/** @user_agent: what every client it makes calls itself */
TuwenAccounts *tuwen_accounts_new (TuwenService *service,
                                   TuwenKeyring *keyring,
                                   BiliClock *clock,
                                   const char *user_agent);

/**
 * tuwen_accounts_load:
 *
 * Asks the keyring, and then the service about each account found. Called again it is the Retry of
 * `keyring-error`. Accounts that are there already stay.
 */
void tuwen_accounts_load (TuwenAccounts *self);

gboolean tuwen_accounts_get_loading (TuwenAccounts *self);
gboolean tuwen_accounts_get_changing (TuwenAccounts *self);
const GError *tuwen_accounts_get_keyring_error (TuwenAccounts *self);

/**
 * tuwen_accounts_go_on_without_keyring:
 *
 * Clears `keyring-error`: until tuwen_accounts_load() accounts are kept for this run only.
 */
void tuwen_accounts_go_on_without_keyring (TuwenAccounts *self);

gboolean tuwen_accounts_get_without_keyring (TuwenAccounts *self);

/** Asks the service about the accounts that it could not be asked about before */
void tuwen_accounts_check (TuwenAccounts *self);

TuwenAccount *tuwen_accounts_get_current (TuwenAccounts *self);
void tuwen_accounts_set_current (TuwenAccounts *self, TuwenAccount *account);

/** Returns: (transfer none): never %NULL */
BiliClient *tuwen_accounts_get_client (TuwenAccounts *self);

/**
 * tuwen_accounts_add_async:
 * @cookies: of a sign-in, perhaps without DedeUserID and buvid3
 * @session_only: %TRUE to leave the keyring alone
 *
 * Asks the service whose @cookies are, completes them with the mid and a buvid3 (a buvid3 that
 * cannot be had is no failure), keeps them, and makes the account the current one. An account of
 * the same mid is brought to life again instead of standing twice. Nothing is kept, anywhere, when
 * the service does not know the cookies. With %TUWEN_KEYRING_ERROR only the keeping failed: call
 * again, or with @session_only.
 */
void tuwen_accounts_add_async (TuwenAccounts *self,
                               BiliCookies *cookies,
                               gboolean session_only,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/** Returns: (transfer full) (nullable): the account, or %NULL with %BILI_ERROR or
 *   %TUWEN_KEYRING_ERROR */
TuwenAccount *tuwen_accounts_add_finish (TuwenAccounts *self, GAsyncResult *result, GError **error);

/**
 * tuwen_accounts_sign_out_async:
 *
 * Ends the session on the service first and forgets the account here always: whatever the service
 * answers, the account leaves this list and the keyring.
 */
void tuwen_accounts_sign_out_async (TuwenAccounts *self,
                                    TuwenAccount *account,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * tuwen_accounts_sign_out_finish:
 *
 * Returns: %FALSE with an error when a part failed: of %BILI_ERROR when the session may live on at
 *   the service, of %TUWEN_KEYRING_ERROR when the keyring still holds it
 */
gboolean tuwen_accounts_sign_out_finish (TuwenAccounts *self, GAsyncResult *result, GError **error);

G_END_DECLS
