/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-row-menu"

#include "tuwen-row-menu.h"

void
tuwen_row_menu_popup (GtkWidget *owner,
                      GtkWidget **menu,
                      GMenuModel *model,
                      const GdkRectangle *area,
                      GCallback closed_cb)
{
  g_return_if_fail (GTK_IS_WIDGET (owner));
  g_return_if_fail (G_IS_MENU_MODEL (model));

  if (*menu == NULL)
    {
      *menu = gtk_popover_menu_new_from_model (model);
      gtk_popover_set_has_arrow (GTK_POPOVER (*menu), FALSE);
      gtk_widget_set_parent (*menu, owner);
      g_signal_connect_object (*menu, "closed", closed_cb, owner, G_CONNECT_SWAPPED);
    }
  else
    {
      gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (*menu), model);
    }

  gtk_widget_set_halign (*menu, gtk_widget_get_direction (owner) == GTK_TEXT_DIR_RTL
                                    ? GTK_ALIGN_END
                                    : GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (*menu), area);
  gtk_popover_popup (GTK_POPOVER (*menu));
}
