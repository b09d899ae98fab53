/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"

G_BEGIN_DECLS

/**
 * TuwenAccountState:
 * @TUWEN_ACCOUNT_UNCHECKED: read from the keyring; the service was not asked, or could not be
 *   reached
 * @TUWEN_ACCOUNT_ACTIVE: the service knows the session
 * @TUWEN_ACCOUNT_EXPIRED: the service calls the session dead; sign in again
 */
typedef enum
{
  TUWEN_ACCOUNT_UNCHECKED,
  TUWEN_ACCOUNT_ACTIVE,
  TUWEN_ACCOUNT_EXPIRED,
} TuwenAccountState;

#define TUWEN_TYPE_ACCOUNT_STATE (tuwen_account_state_get_type ())
GType tuwen_account_state_get_type (void);

#define TUWEN_TYPE_ACCOUNT (tuwen_account_get_type ())

/**
 * TuwenAccount:
 *
 * Somebody signed in. Properties, all read-only and notified: `mid`, `name` (the mid until it is
 * known), `face` (nullable), `state` (notified after every sign-in), `checking` (the service is
 * being asked about the session), `session-only` (not in the keyring; gone when Tuwen quits).
 */
G_DECLARE_FINAL_TYPE (TuwenAccount, tuwen_account, TUWEN, ACCOUNT, GObject)

const char *tuwen_account_get_mid (TuwenAccount *self);
const char *tuwen_account_get_name (TuwenAccount *self);
const char *tuwen_account_get_face (TuwenAccount *self);
TuwenAccountState tuwen_account_get_state (TuwenAccount *self);
gboolean tuwen_account_get_checking (TuwenAccount *self);
gboolean tuwen_account_get_session_only (TuwenAccount *self);

/** Returns: (transfer none): the service as this account sees it */
BiliClient *tuwen_account_get_client (TuwenAccount *self);

G_END_DECLS
