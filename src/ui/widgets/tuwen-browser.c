/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-browser"

#include "tuwen-browser.h"

#include <glib/gi18n.h>

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    return;

  g_message ("Could not open the browser: %s", error->message);
  gtk_widget_activate_action (widget, "win.say", "s", _ ("The web browser could not be opened"));
}

void
tuwen_browser_open (GtkWidget *widget, const char *address)
{
  g_autoptr (GdkAppLaunchContext) context = NULL;
  const char *scheme;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  /* Addresses may come from the service: nothing but a web page may be launched by them */
  scheme = address == NULL ? NULL : g_uri_peek_scheme (address);
  if (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0)
    return;

  context = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));
  g_app_info_launch_default_for_uri_async (address,
                                           G_APP_LAUNCH_CONTEXT (context),
                                           NULL,
                                           opened_cb,
                                           g_object_ref (widget));
}
