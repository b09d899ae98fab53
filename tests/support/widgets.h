/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

/* Looking at widgets, for tests that share a process with them. */

/**
 * find_seen:
 * @root: a widget
 * @type: of what is looked for
 * @text: (nullable): what it says: as a label, a title or a tooltip
 *
 * Returns: (nullable) (transfer none) (type GtkWidget): the first such widget in @root that is mapped
 */
gpointer find_seen (gpointer root, GType type, const char *text);

/* The same for all widgets, also such as are not seen */
gpointer find_any (gpointer root, GType type, const char *text);

/* Waits until @widget, which is mapped, has been drawn @n_frames times */
void wait_frames (gpointer widget, int n_frames);
