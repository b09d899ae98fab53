/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "tuwen-accounts.h"
#include "tuwen-space.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SPACES (tuwen_spaces_get_type ())

/**
 * TuwenSpaces:
 *
 * A GListModel of #TuwenSpace: the spaces that were opened, newest first, at most 50; remembered in
 * the settings of the service. The current account's own space is `own`, not in the list.
 *
 * Properties: `accounts` (construct-only), `own` (TuwenSpace, nullable, read-only, notified),
 * `current` (TuwenSpace, nullable, read-write, remembered, notified): the one that the feed shows.
 * At start it is the remembered one; without one it is `own` as soon as that is known.
 */
G_DECLARE_FINAL_TYPE (TuwenSpaces, tuwen_spaces, TUWEN, SPACES, GObject)

TuwenSpaces *tuwen_spaces_new (TuwenService *service, TuwenAccounts *accounts);

TuwenSpace *tuwen_spaces_get_own (TuwenSpaces *self);
TuwenSpace *tuwen_spaces_get_current (TuwenSpaces *self);
void tuwen_spaces_set_current (TuwenSpaces *self, TuwenSpace *space);

/**
 * tuwen_spaces_open_async:
 * @text: what a person typed or pasted
 *
 * Finds out whose space is meant, remembers it on top, and makes it the current one.
 */
void tuwen_spaces_open_async (TuwenSpaces *self,
                              const char *text,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * tuwen_spaces_open_finish:
 *
 * Returns: (transfer full) (nullable): the space, or %NULL with %G_IO_ERROR_INVALID_ARGUMENT
 *   (nothing was sent; the message is a translated sentence) or %BILI_ERROR
 */
TuwenSpace *tuwen_spaces_open_finish (TuwenSpaces *self, GAsyncResult *result, GError **error);

/** Forgets a remembered space; the current one may be forgotten too, and is then `own` */
void tuwen_spaces_forget (TuwenSpaces *self, TuwenSpace *space);

/** Puts a forgotten space back where it was: the Undo of tuwen_spaces_forget() */
void tuwen_spaces_restore (TuwenSpaces *self, TuwenSpace *space, guint position);

G_END_DECLS
