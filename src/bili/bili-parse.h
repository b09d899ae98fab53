/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "bili-sign-in.h"
#include "bili-upload.h"

G_BEGIN_DECLS

/* Answers that nobody but the client meets, read by pure functions: any bytes give a value or an
 * error of %BILI_ERROR. */

/** Returns: (transfer full) (nullable): a decimal number above 0 of at most 20 digits, also from a
 *   text */
char *bili_parse_id (JsonNode *node);

/** Returns: (transfer full) (nullable): whose post it is, from opus/detail. Service notes §15.1 */
char *bili_opus_owner_parse (GBytes *body, GError **error);

/** Returns: (transfer full) (nullable): buvid3, from finger/spi. Service notes §13 */
char *bili_buvid_parse (GBytes *body, GError **error);

/**
 * bili_qr_poll_parse:
 * @state: (out): what became of the code
 * @url: (out) (nullable) (transfer full): of %BILI_QR_CONFIRMED, an address whose query has the
 *   cookies
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

/** Returns: whether @body, of login/exit, says that the session is over. Service notes §12.4 */
gboolean bili_sign_out_parse (GBytes *body, GError **error);

/**
 * bili_short_link_parse:
 * @location: (nullable): the Location line of a short link's answer
 *
 * Returns: (transfer full) (nullable): an https address of bilibili.com without query and fragment
 */
char *bili_short_link_parse (const char *location, GError **error);

/** Returns: (transfer full) (nullable): what an upload made, from upload_bfs. Service notes §4 */
BiliPicture *bili_picture_parse (GBytes *body, GError **error);

/** Returns: (transfer full) (nullable): a created vote's id. Service notes §5.2 */
char *bili_vote_id_parse (GBytes *body, GError **error);

/**
 * bili_post_id_parse:
 * @needed: whether an answer without an id is no answer
 *
 * Reads the id of a created post from either of the creating calls. Service notes §6, §7
 *
 * Returns: (transfer full) (nullable): the id, empty when there is none and none is needed
 */
char *bili_post_id_parse (GBytes *body, gboolean needed, GError **error);

/** Returns: whether @host is bilibili.com or below it */
gboolean bili_is_service_host (const char *host);

G_END_DECLS
