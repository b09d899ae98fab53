/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BILI_TYPE_COOKIES (bili_cookies_get_type ())

/**
 * BiliCookies:
 *
 * The cookies of one sign-in: an immutable, reference-counted list of names and values, kept byte
 * for byte as the service gave them (SESSDATA is already percent-encoded; encoding it again breaks
 * it). Whoever holds it can act for the account: it is never logged and never written to a disk
 * outside the keyring.
 */
typedef struct _BiliCookies BiliCookies;

GType bili_cookies_get_type (void) G_GNUC_CONST;

BiliCookies *bili_cookies_ref (BiliCookies *self);
void bili_cookies_unref (BiliCookies *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliCookies, bili_cookies_unref)

/**
 * bili_cookies_new_from_header:
 * @header: text such as `SESSDATA=…; bili_jct=…; DedeUserID=…`
 * @error: return location
 *
 * Strict: what the keyring holds. Names and values with control characters, line breaks, `;` or
 * bytes beyond ASCII are refused, and so is a header of over 16 KiB or 64 cookies. SESSDATA must
 * be there; a later cookie of the same name replaces an earlier one.
 *
 * Returns: (transfer full) (nullable): the cookies, or %NULL with %BILI_ERROR_INVALID, whose
 *   message never holds a value
 */
BiliCookies *bili_cookies_new_from_header (const char *header, GError **error);

/**
 * bili_cookies_new_from_text:
 * @text: what a person pasted
 * @error: return location
 *
 * Takes a whole Cookie header (with or without the word `Cookie:`), the lines that a browser's
 * tools export (`name<TAB>value…`, the cookies.txt format, `name: value`), a `document.cookie`
 * line, a curl command's `-b '…'` or `-H 'Cookie: …'`, or a JSON list of `{"name","value"}`.
 * Only SESSDATA, bili_jct, DedeUserID, DedeUserID__ckMd5, sid, buvid3 and buvid4 are kept, and of
 * lines that name a domain only the service's. A SESSDATA that the browser showed decoded, with
 * commas, is encoded again.
 *
 * Returns: (transfer full) (nullable): the cookies, or %NULL with %BILI_ERROR_INVALID and a
 *   message that names the missing cookie and never holds a value
 */
BiliCookies *bili_cookies_new_from_text (const char *text, GError **error);

/**
 * bili_cookies_with:
 * @name: a cookie's name
 * @value: (nullable): its value, or %NULL to drop it
 *
 * Returns: (transfer full): a copy of @self in which @name has @value; @self itself, referenced
 *   once more, when name or value may not stand in a header, and when SESSDATA would go
 */
BiliCookies *bili_cookies_with (BiliCookies *self, const char *name, const char *value);

/**
 * bili_cookies_get:
 * @name: a cookie's name, in the case that the service uses
 *
 * Returns: (nullable) (transfer none): the value, never empty
 */
const char *bili_cookies_get (BiliCookies *self, const char *name);

/**
 * bili_cookies_get_mid:
 *
 * Returns: (nullable) (transfer none): DedeUserID when it is a decimal number
 */
const char *bili_cookies_get_mid (BiliCookies *self);

/**
 * bili_cookies_get_csrf:
 *
 * Returns: (nullable) (transfer none): bili_jct, what every write sends as `csrf`
 */
const char *bili_cookies_get_csrf (BiliCookies *self);

/**
 * bili_cookies_get_expiry:
 *
 * SESSDATA says itself when it ends: what stands behind its first comma. Seen in every published
 * sample, promised nowhere.
 *
 * Returns: unix seconds; 0 when it does not say
 */
gint64 bili_cookies_get_expiry (BiliCookies *self);

/**
 * bili_cookies_to_header:
 *
 * Returns: (transfer full): the text of a Cookie header, and of the keyring's secret. Free it with
 *   bili_cookies_free_header(), which wipes it.
 */
char *bili_cookies_to_header (BiliCookies *self);

void bili_cookies_free_header (char *header);

G_END_DECLS
