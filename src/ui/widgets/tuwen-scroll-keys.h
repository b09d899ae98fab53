/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tuwen_scroll_keys_add:
 * @around: what holds the focus, usually the window
 * @list: a list within @around
 *
 * Lets Home, End, Page Up and Page Down move through @list, while it is mapped, also where the
 * focus is elsewhere in @around and nobody there takes them: people page through what they see.
 */
void tuwen_scroll_keys_add (GtkWidget *around, GtkWidget *list);

G_END_DECLS
