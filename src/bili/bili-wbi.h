/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* WBI, the service's signature for reading calls, as pure functions.
 * Source: service notes §2; every vector there is a test. */

/**
 * bili_wbi_key_from_url:
 * @url: (nullable): `data.wbi_img.img_url` or `.sub_url` of the nav call; never fetched
 *
 * Returns: (transfer full) (nullable): the file's name without folder and extension, when it is 32
 *   hexadecimal digits
 */
char *bili_wbi_key_from_url (const char *url);

/**
 * bili_wbi_mix_keys:
 * @img_key: 32 characters
 * @sub_key: 32 characters
 *
 * Returns: (transfer full) (nullable): the 32 characters that sign; %NULL when a key has another
 *   length
 */
char *bili_wbi_mix_keys (const char *img_key, const char *sub_key);

/**
 * bili_wbi_canonical_query:
 * @params: (element-type utf8): names and values in turn: name, value, name, value …
 * @wts: unix time in seconds
 *
 * Returns: (transfer full): the text that is signed: filtered, percent-encoded and sorted
 */
char *bili_wbi_canonical_query (GPtrArray *params, gint64 wts);

/**
 * bili_wbi_sign:
 * @params: as for bili_wbi_canonical_query()
 * @wts: unix time in seconds
 * @mixed_key: what bili_wbi_mix_keys() returned
 *
 * Returns: (transfer full): `w_rid`, 32 lowercase hexadecimal digits
 */
char *bili_wbi_sign (GPtrArray *params, gint64 wts, const char *mixed_key);

G_END_DECLS
