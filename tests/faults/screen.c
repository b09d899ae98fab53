/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is on the screen: only what is mapped and has a size counts. */

#include "house.h"

/* Long enough for a busy machine, short enough for hundreds of failures */
#define PATIENCE (8 * G_TIME_SPAN_SECOND)

/* @visit: returns whether to stop at that widget */
typedef gboolean (*Visit) (GtkWidget *widget, gpointer data);

static GtkWidget *
walk (GtkWidget *root, Visit visit, gpointer data)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (visit (root, data))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = walk (child, visit, data);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
walk_windows (GtkWidget *root, Visit visit, gpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = NULL;

  if (root != NULL)
    return walk (root, visit, data);

  for (guint i = 0; found == NULL && i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      found = walk (window, visit, data);
    }

  return found;
}

static gboolean
has_type (GtkWidget *widget, gpointer data)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(GType *) data);
}

GtkWidget *
house_find (gpointer root, GType type)
{
  return walk_windows (root, has_type, &type);
}

static gboolean
is_button (GtkWidget *widget, gpointer data)
{
  const char *label;
  g_auto (GStrv) parts = NULL;
  g_autofree char *plain = NULL;

  if (!GTK_IS_BUTTON (widget))
    return FALSE;

  label = gtk_button_get_label (GTK_BUTTON (widget));
  if (label == NULL)
    {
      GType type = GTK_TYPE_LABEL;
      GtkWidget *inner = walk (widget, has_type, &type);

      label = inner != NULL ? gtk_label_get_text (GTK_LABEL (inner))
                            : gtk_widget_get_tooltip_text (widget);
    }
  if (label == NULL)
    return FALSE;

  parts = g_strsplit (label, "_", -1);
  plain = g_strjoinv ("", parts);
  return g_str_equal (plain, data);
}

GtkWidget *
house_find_button (gpointer root, const char *text)
{
  return walk_windows (root, is_button, (gpointer) text);
}

static gboolean
is_menu_button (GtkWidget *widget, gpointer data)
{
  return GTK_IS_MENU_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), data) == 0;
}

void
house_open_menu (gpointer root, const char *text)
{
  GtkWidget *button = walk_windows (root, is_menu_button, (gpointer) text);

  g_assert_nonnull (button);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
}

void
house_press (gpointer root, const char *text)
{
  GtkWidget *button;

  house_expect ((button = house_find_button (root, text)) != NULL
                && gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
read_label (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_width (widget) > 0
      && gtk_widget_get_height (widget) > 0)
    g_string_append_printf (data, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));

  return FALSE;
}

char *
house_read (void)
{
  GString *text = g_string_new (NULL);

  walk_windows (NULL, read_label, text);
  return g_string_free (text, FALSE);
}

gboolean
house_says (const char *text)
{
  g_autofree char *all = house_read ();

  return strstr (all, text) != NULL;
}

static gboolean
is_turning (GtkWidget *widget, gpointer data)
{
  return GTK_IS_PROGRESS_BAR (widget)
         || (GTK_IS_SPINNER (widget) && gtk_spinner_get_spinning (GTK_SPINNER (widget)));
}

gboolean
house_is_busy (void)
{
  return walk_windows (NULL, is_turning, NULL) != NULL;
}

gboolean
house_await (gboolean (*condition) (gpointer data), gpointer data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;
  guint tick = g_timeout_add (5, wait_tick_cb, NULL);
  gboolean met;

  while (!(met = condition (data)) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  return met;
}
