/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <stdlib.h>

#include "tuwen-start.h"

#define GTK_THEME "/org/gtk/libgtk/theme/Default/Default-light.css"

typedef struct
{
  const char *path;
  const char *language;       /* (nullable): the variable LANGUAGE */
  const char *pango_language; /* (nullable): the variable PANGO_LANGUAGE */
  const char *letters;        /* the language by which Chinese letters are drawn */
  const char *arabic;         /* and Arabic ones */
} Languages;

static const Languages languages[] = {
  { "/start/languages/none", NULL, NULL, "zh-cn", "ar" },
  { "/start/languages/empty", "", NULL, "zh-cn", "ar" },
  { "/start/languages/without-letters", "de:ur", NULL, "zh-cn", "ur" },
  { "/start/languages/japanese", "de:ja", NULL, "ja", "ar" },
  { "/start/languages/taiwan", "zh_TW:en", NULL, "zh-tw", "ar" },
  { "/start/languages/wish", "ur", "ja", "ja", "ar" },
};

static void
set_variable (const char *name, const char *value)
{
  if (value != NULL)
    g_setenv (name, value, TRUE);
  else
    g_unsetenv (name);
}

/* Whether this is it */
static gboolean
run_in_subprocess (const char *path)
{
  if (g_test_subprocess ())
    return TRUE;

  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  return FALSE;
}

static void
test_languages (gconstpointer user_data)
{
  const Languages *sample = user_data;

  /* Pango looks once in a process */
  if (!run_in_subprocess (sample->path))
    return;

  set_variable ("LANGUAGE", sample->language);
  set_variable ("PANGO_LANGUAGE", sample->pango_language);
  tuwen_start_environment ();

  g_assert_true (pango_script_get_sample_language (PANGO_SCRIPT_HAN)
                 == pango_language_from_string (sample->letters));
  g_assert_true (pango_script_get_sample_language (PANGO_SCRIPT_ARABIC)
                 == pango_language_from_string (sample->arabic));
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, sample->language);
  g_assert_cmpstr (g_getenv ("PANGO_LANGUAGE"), ==, sample->pango_language);
}

typedef struct
{
  const char *path;
  const char *renderer; /* (nullable): the variable GSK_RENDERER */
  const char *debug;    /* (nullable): the variable GDK_DEBUG */
  const char *after;    /* (nullable): the same, once the display is open */
  gboolean disabled;    /* whether OpenGL is */
} Drawing;

static const Drawing drawings[] = {
  { "/start/drawing/cairo", "cairo", NULL, "", TRUE },
  { "/start/drawing/cairo-and-wish", "cairo", "settings", "settings", FALSE },
  { "/start/drawing/default", NULL, NULL, NULL, FALSE },
  { "/start/drawing/gl", "gl", NULL, NULL, FALSE },
};

static void
test_drawing (gconstpointer user_data)
{
  const Drawing *sample = user_data;
  g_autoptr (GError) error = NULL;

  /* A display is opened once */
  if (!run_in_subprocess (sample->path))
    return;

  set_variable ("GSK_RENDERER", sample->renderer);
  set_variable ("GDK_DEBUG", sample->debug);
  tuwen_start_environment ();
  tuwen_start_display ();

  g_assert_cmpstr (g_getenv ("GDK_DEBUG"), ==, sample->after);
  gdk_display_prepare_gl (gdk_display_get_default (), &error);
  /* There may be none, which is another error */
  g_assert_true (sample->disabled
                 == (error != NULL && strstr (error->message, "GDK_DEBUG") != NULL));
}

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

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    g_test_add_data_func (languages[i].path, &languages[i], test_languages);
  for (guint i = 0; i < G_N_ELEMENTS (drawings); i++)
    g_test_add_data_func (drawings[i].path, &drawings[i], test_drawing);
  g_test_add_func ("/start/display", test_display);
  g_test_add_func ("/start/icon-theme", test_icon_theme);

  return g_test_run ();
}
