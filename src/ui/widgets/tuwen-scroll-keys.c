/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scroll-keys"

#include "tuwen-scroll-keys.h"

static gboolean
is_scroll_key (guint key)
{
  switch (key)
    {
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                GtkWidget *list)
{
  GtkWidget *around = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (around));

  if (!is_scroll_key (key) || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0
      || !gtk_widget_get_mapped (list))
    return GDK_EVENT_PROPAGATE;

  /* The list had its turn. */
  if (focus != NULL && (focus == list || gtk_widget_is_ancestor (focus, list)))
    return GDK_EVENT_PROPAGATE;

  return gtk_widget_grab_focus (list) && gtk_event_controller_key_forward (controller, list);
}

void
tuwen_scroll_keys_add (GtkWidget *around, GtkWidget *list)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_return_if_fail (GTK_IS_WIDGET (around));
  g_return_if_fail (GTK_IS_WIDGET (list));

  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed_cb), list, 0);
  gtk_widget_add_controller (around, controller);
}
