/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tuwen_secret_view_guard:
 * @view: a view with its own buffer
 *
 * Makes a text view fit for pasted cookies: no undo history, nothing of it goes to a clipboard (the
 * one for selected text included), input methods are asked not to learn from it, and the value of
 * SESSDATA is covered with a bar wherever it stands in the text.
 */
void tuwen_secret_view_guard (GtkTextView *view);

G_END_DECLS
