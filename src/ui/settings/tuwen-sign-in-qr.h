/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "bili-client.h"
#include "bili-clock.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SIGN_IN_QR (tuwen_sign_in_qr_get_type ())

/**
 * TuwenSignInQr:
 *
 * Signing in with the phone: a QR code and one line that says how far things are. A code is asked
 * for when the view is shown, and nothing is asked any more when it is hidden.
 *
 * Signal `confirmed` (BiliCookies *cookies): the service handed out a sign-in.
 */
G_DECLARE_FINAL_TYPE (TuwenSignInQr, tuwen_sign_in_qr, TUWEN, SIGN_IN_QR, AdwBin)

/** @client: a client of nobody's */
GtkWidget *tuwen_sign_in_qr_new (BiliClient *client, BiliClock *clock);

G_END_DECLS
