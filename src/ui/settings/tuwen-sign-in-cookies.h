/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "bili-cookies.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SIGN_IN_COOKIES (tuwen_sign_in_cookies_get_type ())

/**
 * TuwenSignInCookies:
 *
 * A form for the cookies of a browser: a field for all of them as the browser hands them out, or a
 * field for each. What is typed here can act for the account, so it has no undo history, is not
 * offered to input methods or the clipboard, and SESSDATA is not readable on the screen.
 *
 * Signal `submitted` (BiliCookies *cookies): the person wants to sign in with these, which have at
 * least SESSDATA and bili_jct.
 */
G_DECLARE_FINAL_TYPE (TuwenSignInCookies, tuwen_sign_in_cookies, TUWEN, SIGN_IN_COOKIES, AdwBin)

GtkWidget *tuwen_sign_in_cookies_new (void);

/** @busy: %TRUE while the service is asked about what was submitted */
void tuwen_sign_in_cookies_set_busy (TuwenSignInCookies *self, gboolean busy);

/** Says why the cookies were not accepted; what was typed stays */
void tuwen_sign_in_cookies_show_error (TuwenSignInCookies *self, const GError *error);

/** Empties every field */
void tuwen_sign_in_cookies_clear (TuwenSignInCookies *self);

G_END_DECLS
