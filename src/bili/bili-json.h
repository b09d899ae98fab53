/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Total reading of JSON: any bytes give a document or an error, any question about it gives a
 * value. json-glib's own getters complain aloud, or answer wrongly, when a member has an unexpected
 * type; its parser follows nesting with the stack. Only parsers of this folder include this
 * header. */

#define BILI_JSON_MAX_DEPTH 64
#define BILI_JSON_MAX_SIZE (8 * 1024 * 1024)
/* Eight megabytes of `[1,1,1…` would become a gigabyte of nodes. */
#define BILI_JSON_MAX_VALUES (256 * 1024)

/**
 * bili_json_parse:
 * @body: any bytes
 * @error: return location
 *
 * Refuses, before the parser sees them: over 8 MiB, over 64 levels, over 262,144 values, invalid
 * UTF-8, anything that is not JSON by RFC 8259, anything behind the document.
 *
 * Returns: (transfer full) (nullable): the root, or %NULL with %BILI_ERROR_PROTOCOL or
 *   %BILI_ERROR_TOO_LARGE
 */
JsonNode *bili_json_parse (GBytes *body, GError **error);

/**
 * bili_json_parse_bounded:
 * @max_size: how many bytes it may have
 * @max_values: how many values it may have
 *
 * The same with other bounds, for what no server said.
 *
 * Returns: (transfer full) (nullable): the root, or %NULL with an error
 */
JsonNode *bili_json_parse_bounded (GBytes *body, gsize max_size, guint max_values, GError **error);

/**
 * bili_json_get:
 * @node: (nullable): any node
 * @name: a member's name
 *
 * Returns: (nullable) (transfer none): the member; %NULL when @node is no object or has none such
 */
JsonNode *bili_json_get (JsonNode *node, const char *name);

/**
 * bili_json_get_path:
 * @node: (nullable): any node
 * @path: names joined by dots, such as `data.wbi_img.img_url`
 *
 * Returns: (nullable) (transfer none): what is there
 */
JsonNode *bili_json_get_path (JsonNode *node, const char *path);

/** Returns: how many elements @node has when it is an array, otherwise 0 */
guint bili_json_length (JsonNode *node);

/** Returns: (nullable) (transfer none): element @index, or %NULL */
JsonNode *bili_json_element (JsonNode *node, guint index);

/**
 * bili_json_dup_text:
 * @node: (nullable): a string, or an integer, which is written out
 *
 * Returns: (transfer full) (nullable): its text, valid UTF-8; %NULL for anything else
 */
char *bili_json_dup_text (JsonNode *node);

/**
 * bili_json_dup_bounded_text:
 * @node: (nullable): a string, or an integer, which is written out
 * @max_chars: how many characters to keep
 *
 * Returns: (transfer full) (nullable): its text, valid UTF-8; %NULL for anything else, and for an
 *   integer that takes more, as half of it would be another one
 */
char *bili_json_dup_bounded_text (JsonNode *node, guint max_chars);

/**
 * bili_json_dup_line:
 * @node: (nullable): a string, or an integer, which is written out
 * @max_chars: how many characters to keep
 *
 * Returns: (transfer full) (nullable): its text as bili_line_from_text() makes it, for names and
 *   the like; %NULL as from bili_json_dup_bounded_text()
 */
char *bili_json_dup_line (JsonNode *node, guint max_chars);

/**
 * Returns: the integer, also from a numeric string or a whole double; otherwise @fallback. A number
 *   that takes more than 64 bits comes out as -1
 */
gint64 bili_json_int (JsonNode *node, gint64 fallback);

/* The last second of the year 9999 in UTC: nobody plans further, and dates end there. */
#define BILI_JSON_MAX_TIME G_GINT64_CONSTANT (253402300799)

/** Returns: unix seconds, 0 to %BILI_JSON_MAX_TIME; 0 for anything else, as what is unknown */
gint64 bili_json_time (JsonNode *node);

/** Returns: the double, also from an integer or a numeric string, always finite; otherwise
 *   @fallback */
double bili_json_double (JsonNode *node, double fallback);

/** Returns: the boolean, also from an integer (0 is false); otherwise @fallback */
gboolean bili_json_bool (JsonNode *node, gboolean fallback);

/**
 * bili_json_parse_envelope:
 * @body: any bytes
 * @code: (out) (optional): the envelope's `code`
 * @error: return location
 *
 * Reads the two dialects of service notes §16. `code` decides; a `code` other than 0 fails with
 * bili_error_new_service(), as does a `data` that holds nothing but `v_voucher`.
 *
 * Returns: (transfer full) (nullable): the root (so that -101's `data` can be had from @code with
 *   bili_json_parse() instead), or %NULL with an error
 */
JsonNode *bili_json_parse_envelope (GBytes *body, int *code, GError **error);

G_END_DECLS
