/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-account.h"

G_BEGIN_DECLS

/* What TuwenAccounts alone may do to an account. */

/**
 * tuwen_account_new:
 * @client: with the cookies of an account, whose mid they tell
 * @stored: whether the keyring holds it
 */
TuwenAccount *tuwen_account_new (BiliClient *client, gboolean stored);

/** Asks the service whether the session is alive; the properties tell the outcome */
void tuwen_account_check (TuwenAccount *self);

/**
 * tuwen_account_set_person:
 * @name: anything, also nothing, which changes nothing
 * @face: (nullable): anything
 *
 * Tells whose it is, as far as that is known.
 */
void tuwen_account_set_person (TuwenAccount *self, const char *name, const char *face);

/**
 * tuwen_account_set_alive:
 * @user: what the service just said about the owner
 */
void tuwen_account_set_alive (TuwenAccount *self, const BiliUser *user);

/** Gives it the cookies of a new sign-in */
void tuwen_account_renew (TuwenAccount *self, BiliCookies *cookies, const BiliUser *user);

/** Returns: whether the keyring holds it, perhaps with older cookies */
gboolean tuwen_account_get_stored (TuwenAccount *self);
void tuwen_account_set_stored (TuwenAccount *self, gboolean stored);
void tuwen_account_set_session_only (TuwenAccount *self, gboolean session_only);

/** Ends every question that is on its way */
void tuwen_account_stop (TuwenAccount *self);

/** Takes its cookies away, for whoever still holds it or its client */
void tuwen_account_forget (TuwenAccount *self);

G_END_DECLS
