/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "bili-clock.h"
#include "tuwen-accounts.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SIGN_IN_PAGE (tuwen_sign_in_page_get_type ())

/**
 * TuwenSignInPage:
 *
 * Signing in: a view for the QR code, one for cookies, and what comes after either of them, which
 * is asking the service whose cookies they are and keeping them in the keyring. Cookies that could
 * not be kept are held until the person decides, even when the page is left and shown again.
 *
 * Signal `signed-in` (TuwenAccount *account). Uses the window's action `settings.back`.
 */
G_DECLARE_FINAL_TYPE (TuwenSignInPage, tuwen_sign_in_page, TUWEN, SIGN_IN_PAGE, GtkBox)

/** Forgets what could not be finished, and shows the code again */
void tuwen_sign_in_page_start_over (TuwenSignInPage *self);

GtkWidget *tuwen_sign_in_page_new (TuwenAccounts *accounts, BiliClock *clock);

G_END_DECLS
