/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-accounts.h"
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_ACCOUNT_ROW (tuwen_account_row_get_type ())

/**
 * TuwenAccountRow:
 *
 * One account in the list: picture, name, number, what there is to know about its session, a check
 * mark on the current one, and a button to sign out. Signal `sign-out`: the button was pressed.
 */
G_DECLARE_FINAL_TYPE (TuwenAccountRow, tuwen_account_row, TUWEN, ACCOUNT_ROW, AdwActionRow)

GtkWidget *tuwen_account_row_new (TuwenAccounts *accounts,
                                  TuwenAccount *account,
                                  TuwenPictures *pictures);

/** Returns: (transfer none): whose row it is */
TuwenAccount *tuwen_account_row_get_account (TuwenAccountRow *self);

/** @busy: %TRUE while the account is being signed out: a spinner takes the button's place */
void tuwen_account_row_set_busy (TuwenAccountRow *self, gboolean busy);

G_END_DECLS
