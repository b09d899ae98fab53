/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gtk/gtk.h>
#include <stdlib.h>

static void
error_cb (GtkCssProvider *provider, GtkCssSection *section, const GError *error)
{
  g_autofree char *where = gtk_css_section_to_string (section);

  g_error ("%s: %s", where, error->message);
}

/* GTK only warns of what it does not understand, and leaves it out */
static void
test_parse (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *text = NULL;

  g_signal_connect (provider, "parsing-error", G_CALLBACK (error_cb), NULL);
  gtk_css_provider_load_from_resource (provider, "/io/github/tuwen/Tuwen/style.css");
  text = gtk_css_provider_to_string (provider);
  g_assert_nonnull (strstr (text, "listview.feed"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    exit (77);

  g_test_add_func ("/style/parse", test_parse);

  return g_test_run ();
}
