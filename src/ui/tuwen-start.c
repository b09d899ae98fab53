/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Half of the time from the command to the first posts goes into starting libraries. */

#define G_LOG_DOMAIN "tuwen-start"

#include "tuwen-start.h"

#include <adwaita.h>

#include "tuwen-no-theme.h"

/* The letters of the service and of its people, whatever language the desktop speaks */
#define LETTERS "zh-cn"

static gboolean without_gl;

/* Pango looks at the variable once */
static void
prefer_letters (void)
{
  const char *languages = g_getenv ("LANGUAGE");
  g_autofree char *preferred = NULL;

  if (g_getenv ("PANGO_LANGUAGE") != NULL)
    return;

  if (languages != NULL && languages[0] != '\0')
    preferred = g_strconcat (languages, ":" LETTERS, NULL);
  g_setenv ("PANGO_LANGUAGE", preferred != NULL ? preferred : LETTERS, TRUE);
  g_debug ("Chinese letters are drawn as those of %s",
           pango_language_to_string (pango_script_get_sample_language (PANGO_SCRIPT_HAN)));
  g_unsetenv ("PANGO_LANGUAGE");
}

/* Nearly half of all instructions until there is a window, and of the memory then, were OpenGL's */
static void
leave_out_gl (void)
{
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") != 0 || g_getenv ("GDK_DEBUG") != NULL
      || gtk_check_version (4, 14, 0) == NULL)
    return;

  g_setenv ("GDK_DEBUG", "gl-disable", TRUE);
  without_gl = TRUE;
}

void
tuwen_start_environment (void)
{
  prefer_letters ();
  leave_out_gl ();
}

/* GTK reads its own theme, 140 kB of CSS, with the first question for its settings, and drops it
 * again as soon as libadwaita starts, which brings another. So it is to find an empty one
 * instead. */
void
tuwen_start_display (void)
{
  /* Has Pango read the list of fonts in a thread of its own while GTK opens the display */
  pango_cairo_font_map_get_default ();

  tuwen_no_theme_register_resource ();
  gtk_init ();
  /* Emptied, which is safe while threads read other variables; to remove it is not */
  if (without_gl)
    g_setenv ("GDK_DEBUG", "", TRUE);
  gtk_settings_get_default ();
  tuwen_no_theme_unregister_resource ();
}

static void
read_icon_theme_thread (GTask *task,
                        gpointer source,
                        gpointer icon_theme,
                        GCancellable *cancellable)
{
  g_task_return_boolean (task, gtk_icon_theme_has_icon (icon_theme, "image-missing"));
}

/* GTK does so by itself when it opens the display, and forgets what it read when libadwaita and
 * GtkApplication add their own icons: then it is read on the main thread, for the first widget with
 * an icon. Looking up is safe in any thread once the theme is set up. */
void
tuwen_start_icon_theme (void)
{
  GtkIconTheme *icon_theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, tuwen_start_icon_theme);
  g_task_set_task_data (task, g_object_ref (icon_theme), g_object_unref);
  g_task_run_in_thread (task, read_icon_theme_thread);
}
