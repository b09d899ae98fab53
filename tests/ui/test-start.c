/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <stdlib.h>

#include "tuwen-start.h"

#define GTK_THEME "/org/gtk/libgtk/theme/Default/Default-light.css"

/* libadwaita's theme is the one in use, and GTK's own is there again for whoever wants it */
static void
test_display (void)
{
  g_autoptr (GBytes) theme = NULL;
  g_autofree char *name = NULL;
  GdkRGBA color;
  g_autoptr (GtkWidget) button = NULL;

  tuwen_start_display ();
  adw_init ();

  theme = g_resources_lookup_data (GTK_THEME, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert_nonnull (theme);
  g_assert_cmpuint (g_bytes_get_size (theme), >, 10000);
  g_object_get (gtk_settings_get_default (), "gtk-theme-name", &name, NULL);
  g_assert_cmpstr (name, ==, "Adwaita-empty");

  /* A color that only libadwaita's style knows */
  button = g_object_ref_sink (gtk_button_new ());
  g_assert_true (gtk_style_context_lookup_color (gtk_widget_get_style_context (button),
                                                 "destructive_bg_color", &color));
}

static void
test_icon_theme (void)
{
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  tuwen_start_icon_theme ();
  g_assert_true (gtk_icon_theme_has_icon (icons, "open-menu-symbolic"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("DISPLAY") == NULL)
    exit (77);

  g_test_add_func ("/start/display", test_display);
  g_test_add_func ("/start/icon-theme", test_icon_theme);

  return g_test_run ();
}
