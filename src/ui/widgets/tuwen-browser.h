/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tuwen_browser_open:
 * @widget: on whose behalf; its window's action `win.say` (string) tells of a failure
 * @address: an http or https address; anything else is not opened
 *
 * Shows a page in the web browser of the desktop.
 */
void tuwen_browser_open (GtkWidget *widget, const char *address);

G_END_DECLS
