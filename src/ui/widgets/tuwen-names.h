/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tuwen_names_fill:
 * @root: a widget of GTK or libadwaita that has buttons of its own
 *
 * Gives the buttons in @root that GTK 4.8 and libadwaita 1.2 leave without one a name for assistive
 * technologies. Those of widgets that are made later have none yet.
 */
void tuwen_names_fill (GtkWidget *root);

G_END_DECLS
