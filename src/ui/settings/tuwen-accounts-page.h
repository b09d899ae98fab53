/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-accounts.h"
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_ACCOUNTS_PAGE (tuwen_accounts_page_get_type ())

/**
 * TuwenAccountsPage:
 *
 * Who is signed in: switch by activating a row, sign out, and what to do when the keyring does not
 * give its accounts away. Uses the window's actions `settings.sign-in` and `win.say`.
 */
G_DECLARE_FINAL_TYPE (TuwenAccountsPage, tuwen_accounts_page, TUWEN, ACCOUNTS_PAGE,
                      AdwPreferencesPage)

AdwPreferencesPage *tuwen_accounts_page_new (TuwenAccounts *accounts, TuwenPictures *pictures);

G_END_DECLS
