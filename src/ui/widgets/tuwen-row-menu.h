/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tuwen_row_menu_popup:
 * @owner: what the menu is a child of; it unparents it when it goes
 * @menu: (inout): where @owner keeps it: made when first needed
 * @model: what can be chosen
 * @area: where it is opened, in the coordinates of @owner
 * @closed_cb: called with @owner when it closes
 *
 * Opens the menu of one row of a list: it begins at @area, and grows towards the reading
 * direction's end.
 */
void tuwen_row_menu_popup (GtkWidget *owner,
                           GtkWidget **menu,
                           GMenuModel *model,
                           const GdkRectangle *area,
                           GCallback closed_cb);

G_END_DECLS
