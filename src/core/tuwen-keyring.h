/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-cookies.h"

G_BEGIN_DECLS

#define TUWEN_KEYRING_ERROR (tuwen_keyring_error_quark ())
GQuark tuwen_keyring_error_quark (void);

/**
 * TuwenKeyringError:
 * @TUWEN_KEYRING_ERROR_ABSENT: no program on this desktop keeps secrets
 * @TUWEN_KEYRING_ERROR_LOCKED: it is locked and was not unlocked (dismissed, or nothing can ask)
 * @TUWEN_KEYRING_ERROR_TIMED_OUT: it did not answer
 * @TUWEN_KEYRING_ERROR_FAILED: it answered with an error, or went away
 */
typedef enum
{
  TUWEN_KEYRING_ERROR_ABSENT,
  TUWEN_KEYRING_ERROR_LOCKED,
  TUWEN_KEYRING_ERROR_TIMED_OUT,
  TUWEN_KEYRING_ERROR_FAILED,
} TuwenKeyringError;

#define TUWEN_TYPE_KEYRING (tuwen_keyring_get_type ())

/**
 * TuwenKeyring:
 *
 * The accounts of one service in the desktop's keyring, by the fixed schema
 * `io.github.tuwen.Tuwen.Account`, which other programs read and write too. Nothing here blocks,
 * and nothing waits for ever: 10 seconds for an answer, 3 minutes for a person at an unlock prompt.
 *
 * What is asked for at the same time is done in the order of asking.
 *
 * Properties, construct-only: `service-id`, `timeout`, `prompt-timeout` (milliseconds).
 */
G_DECLARE_FINAL_TYPE (TuwenKeyring, tuwen_keyring, TUWEN, KEYRING, GObject)

/**
 * tuwen_keyring_new:
 * @service_id: tuwen_service_get_id()
 */
TuwenKeyring *tuwen_keyring_new (const char *service_id);

/**
 * tuwen_keyring_load_async:
 *
 * Finds every account of the service, unlocking the keyring first if the person agrees. A locked
 * keyring is an error, never an empty answer.
 */
void tuwen_keyring_load_async (TuwenKeyring *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * tuwen_keyring_load_finish:
 *
 * Returns: (transfer full) (nullable) (element-type BiliCookies): one for each account, perhaps
 *   none; items whose secret cannot be read as cookies, or whose `mid` is another than the
 *   cookies', are left out. %NULL with %TUWEN_KEYRING_ERROR
 */
GPtrArray *tuwen_keyring_load_finish (TuwenKeyring *self, GAsyncResult *result, GError **error);

/**
 * tuwen_keyring_store_async:
 * @cookies: an account's cookies, with a mid
 * @name: (nullable): the owner's name, for the label that keyring programs show
 *
 * Keeps them in the default collection, in place of what was kept for the same mid.
 */
void tuwen_keyring_store_async (TuwenKeyring *self,
                                BiliCookies *cookies,
                                const char *name,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean tuwen_keyring_store_finish (TuwenKeyring *self, GAsyncResult *result, GError **error);

/**
 * tuwen_keyring_remove_async:
 * @mid: whose
 *
 * Succeeds when nothing is kept for @mid afterwards; a locked keyring is an error.
 */
void tuwen_keyring_remove_async (TuwenKeyring *self,
                                 const char *mid,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean tuwen_keyring_remove_finish (TuwenKeyring *self, GAsyncResult *result, GError **error);

G_END_DECLS
