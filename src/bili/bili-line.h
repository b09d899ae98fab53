/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * bili_line_from_text:
 * @text: valid UTF-8
 * @max_chars: how many of its characters to look at
 *
 * Makes what somebody else wrote fit to stand in a line of ours: ends of lines and other control
 * characters become blanks, and what would turn the direction of the words around it goes.
 *
 * Returns: (transfer full): one line
 */
char *bili_line_from_text (const char *text, guint max_chars);

G_END_DECLS
