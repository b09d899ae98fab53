/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * bili_json_scan:
 * @text: valid UTF-8
 * @length: its bytes
 * @max_depth: how many arrays and objects may be open at once, at most 64
 * @max_values: how many values the document may have
 * @problem: (out) (not optional): what is wrong, when something is; a static text
 *
 * Checks, without recursion and without memory of its own, that @text is one JSON document as RFC
 * 8259 has it and nothing else, with strings of whole characters only. json-glib is only shown what
 * passes: it takes a good deal more than JSON, follows nesting with the stack and leaks what it
 * read of a document that turns out to be none.
 *
 * Returns: whether it is
 */
gboolean bili_json_scan (const char *text,
                         gsize length,
                         guint max_depth,
                         guint max_values,
                         const char **problem);

G_END_DECLS
