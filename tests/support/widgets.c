/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "widgets.h"

#include <adwaita.h>

#include "wait-until.h"

static gboolean
says (GtkWidget *widget, const char *text)
{
  const char *own = NULL;

  if (GTK_IS_LABEL (widget))
    own = gtk_label_get_text (GTK_LABEL (widget));
  else if (ADW_IS_PREFERENCES_ROW (widget))
    own = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  else if (GTK_IS_BUTTON (widget))
    own = gtk_button_get_label (GTK_BUTTON (widget));
  if (own != NULL)
    return g_str_equal (own, text);

  /* Without a label of its own a button may hold one, beside a picture */
  return g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0
         || (GTK_IS_BUTTON (widget) && find_seen (widget, GTK_TYPE_LABEL, text) != NULL);
}

static gpointer
find (GtkWidget *root, GType type, const char *text, gboolean seen)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (seen && !gtk_widget_get_mapped (child))
        continue;
      if (g_type_is_a (G_OBJECT_TYPE (child), type) && (text == NULL || says (child, text)))
        return child;
      found = find (child, type, text, seen);
      if (found != NULL)
        return found;
    }

  return NULL;
}

gpointer
find_seen (gpointer root, GType type, const char *text)
{
  return find (root, type, text, TRUE);
}

gpointer
find_any (gpointer root, GType type, const char *text)
{
  return find (root, type, text, FALSE);
}

static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  int *n_left = user_data;

  return --*n_left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
wait_frames (gpointer widget, int n_frames)
{
  gtk_widget_add_tick_callback (widget, count_frame_cb, &n_frames, NULL);
  wait_until (n_frames <= 0);
}
