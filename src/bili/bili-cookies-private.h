/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bili-cookies.h"

G_BEGIN_DECLS

/* How cookies come to be: only bili-cookies*.c and the sign-in, which reads Set-Cookie lines. */

typedef struct _BiliCookieJar BiliCookieJar;

BiliCookieJar *bili_cookie_jar_new (void);
void bili_cookie_jar_free (BiliCookieJar *jar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliCookieJar, bili_cookie_jar_free)

/**
 * bili_cookie_jar_set:
 * @name: (not nullable): @name_length bytes
 * @value: (not nullable): @value_length bytes; an empty one drops the cookie
 *
 * Puts a cookie in; a later one of the same name replaces an earlier one.
 *
 * Returns: %FALSE when name or value may not stand in a Cookie header or there are too many
 */
gboolean bili_cookie_jar_set (BiliCookieJar *jar,
                              const char *name,
                              gsize name_length,
                              const char *value,
                              gsize value_length);

/**
 * bili_cookie_jar_close:
 * @jar: (transfer full): what was put in
 *
 * Returns: (transfer full) (nullable): the cookies, or %NULL with %BILI_ERROR_INVALID when SESSDATA
 *   is missing or all of them are too long
 */
BiliCookies *bili_cookie_jar_close (BiliCookieJar *jar, GError **error);

/** Overwrites @text before it is freed, so that no secret stays behind in free memory */
void bili_cookies_wipe (char *text);

G_END_DECLS
