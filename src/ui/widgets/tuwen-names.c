/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-names"

#include "tuwen-names.h"

#include <glib/gi18n.h>

/* Returns: (nullable): what somebody sees on @button in place of words */
static const char *
get_icon (GtkButton *button)
{
  GtkWidget *child = gtk_button_get_child (button);

  if (gtk_button_get_icon_name (button) != NULL)
    return gtk_button_get_icon_name (button);

  return GTK_IS_IMAGE (child) ? gtk_image_get_icon_name (GTK_IMAGE (child)) : NULL;
}

/* Returns: (nullable) */
static const char *
find_name (GtkButton *button)
{
  static const struct
  {
    const char *icon;
    const char *name;
  } names[] = {
    { "edit-find-symbolic", N_ ("Search") },
    { "go-previous-symbolic", N_ ("Back") },
    { "window-close-symbolic", N_ ("Close") },
  };
  GtkWidget *child = gtk_button_get_child (button);
  const char *icon = get_icon (button);

  /* One that was given words itself is named by them */
  if (icon == NULL)
    return gtk_button_get_label (button) == NULL && GTK_IS_LABEL (child)
               ? gtk_label_get_text (GTK_LABEL (child))
               : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (names[i].icon, icon))
        return _ (names[i].name);
    }

  return NULL;
}

static void
give_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The arrows of a calendar differ by their places alone. */
static void
fill_calendar (GtkWidget *widget, guint *n_buttons)
{
  static const char *const names[]
      = { N_ ("Previous Month"), N_ ("Next Month"), N_ ("Previous Year"), N_ ("Next Year") };

  if (GTK_IS_BUTTON (widget) && *n_buttons < G_N_ELEMENTS (names))
    give_name (widget, _ (names[(*n_buttons)++]));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    fill_calendar (child, n_buttons);
}

void
tuwen_names_fill (GtkWidget *root)
{
  guint n_buttons = 0;

  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_CALENDAR (root))
    {
      fill_calendar (root, &n_buttons);
      return;
    }

  if (GTK_IS_BUTTON (root) && find_name (GTK_BUTTON (root)) != NULL)
    give_name (root, find_name (GTK_BUTTON (root)));

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tuwen_names_fill (child);
}
