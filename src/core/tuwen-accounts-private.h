/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-account-private.h"
#include "tuwen-accounts.h"

G_BEGIN_DECLS

/* Between tuwen-accounts.c, the list, tuwen-accounts-sign-in.c, how accounts come and go, and
 * tuwen-accounts-people.c, whose they are. */

struct _TuwenAccounts
{
  GObject parent_instance;

  TuwenService *service;
  TuwenKeyring *keyring;
  BiliClock *clock;
  char *user_agent;
  guint sign_out_timeout; /* milliseconds */

  GListStore *accounts;  /* (element-type TuwenAccount) */
  TuwenAccount *current; /* (nullable), one of @accounts */
  BiliClient *nobody;

  GCancellable *load_cancellable; /* (nullable): set while the keyring is asked */
  GError *keyring_error;          /* (nullable) */
  gboolean without_keyring;

  /* The mids of accounts that are signing out (TRUE), or did so while the keyring is being asked
   * (FALSE): what it answers may be older, and must not bring them back. */
  GHashTable *leaving;

  GQueue turns; /* see tuwen-accounts-sign-in.c */
};

/** Returns: (nullable) (transfer none): the account of @mid */
TuwenAccount *tuwen_accounts_find (TuwenAccounts *self, const char *mid);

/** Returns: (transfer full): a client with @cookies */
BiliClient *tuwen_accounts_make_client (TuwenAccounts *self, BiliCookies *cookies);

/** Appends @account */
void tuwen_accounts_append (TuwenAccounts *self, TuwenAccount *account);

/** Gives @account the name and picture that were told for it last, if any */
void tuwen_accounts_recall (TuwenAccounts *self, TuwenAccount *account);

/** Keeps name and picture of @account for the next start, if the keyring holds it */
void tuwen_accounts_remember (TuwenAccounts *self, TuwenAccount *account);

/** Forgets whose account @mid was */
void tuwen_accounts_unlearn (TuwenAccounts *self, const char *mid);

/** Takes @account from the list; another one becomes the current one if it was */
void tuwen_accounts_drop (TuwenAccounts *self, TuwenAccount *account);

G_END_DECLS
