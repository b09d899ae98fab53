/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "bili-sign-in.h"

G_BEGIN_DECLS

/* Answers that nobody but the client meets, read by pure functions: any bytes give a value or an error
 * of %BILI_ERROR. */

/** Returns: (transfer full) (nullable): the decimal number of a person, also from a text */
char *bili_user_parse_mid (JsonNode *node);

/** Returns: (transfer full) (nullable): the mid of a post's owner, from opus/detail. Service notes §15.1 */
char *bili_opus_owner_parse (GBytes *body, GError **error);

/** Returns: (transfer full) (nullable): buvid3, from finger/spi. Service notes §13 */
char *bili_buvid_parse (GBytes *body, GError **error);

/**
 * bili_qr_poll_parse:
 * @state: (out): what became of the code
 * @url: (out) (nullable) (transfer full): of %BILI_QR_CONFIRMED, an address with the cookies in its query
 */
gboolean bili_qr_poll_parse (GBytes *body, BiliQrState *state, char **url, GError **error);

/**
 * bili_qr_cookies_parse:
 * @set_cookies: (nullable) (array zero-terminated=1): values of the answer's Set-Cookie lines
 * @url: (nullable): what bili_qr_poll_parse() gave
 *
 * Gathers the cookies of a sign-in byte for byte. A value in the address's query is written as the
 * cookie is, so it is not decoded.
 *
 * Returns: (transfer full) (nullable): the cookies, or %NULL with %BILI_ERROR_PROTOCOL
 */
BiliCookies *bili_qr_cookies_parse (char **set_cookies, const char *url, GError **error);

/** Returns: whether @body, the answer of login/exit, says that the session is over. Service notes §12.4 */
gboolean bili_sign_out_parse (GBytes *body, GError **error);

/**
 * bili_short_link_parse:
 * @location: (nullable): the Location line of a short link's answer
 *
 * Returns: (transfer full) (nullable): an https address of bilibili.com without query and fragment
 */
char *bili_short_link_parse (const char *location, GError **error);

/** Returns: whether @host is bilibili.com or below it */
gboolean bili_is_service_host (const char *host);

G_END_DECLS
