/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-announce"

#include "tuwen-announce.h"

#define DESCRIPTION "tuwen-description"

/* A window that comes to the front, and a widget that takes the focus, are spoken of first; what
 * was said to another one before would be lost. So would be what is said as soon as a program has a
 * window: it is a moment later that readers find what is in it. */
#define SETTLE_MS 300

/* How often it is tried: where a window closes over another none is in front for a moment. A
 * program that starts, and on a busy machine takes long for its first one, knows of what has gone
 * wrong before. */
#define TRIES 10
#define STARTING_TRIES 100

typedef struct
{
  char *text;             /* (owned) */
  gconstpointer in_front; /* (nullable): the window that was when last looked, which may be gone */
  guint n_tries;          /* that are left */
} Announcement;

/* The one that an announcement is on, until the focus goes elsewhere: to have its own description
 * back at once would be spoken, too */
static GtkAccessible *borrowed; /* (nullable): weak */

/* Whether the program has had a window in front */
static gboolean started;

static void
set_description (GtkAccessible *accessible, const char *description)
{
  if (description != NULL)
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                    -1);
  else
    gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
give_back (void)
{
  if (borrowed != NULL)
    set_description (borrowed, g_object_get_data (G_OBJECT (borrowed), DESCRIPTION));
  g_clear_weak_pointer (&borrowed);
}

/* The inside of an entry is nothing to screen readers: the entry is */
static GtkWidget *
get_spoken (GtkWidget *focus)
{
  GtkWidget *entry = gtk_widget_get_ancestor (gtk_widget_get_parent (focus), GTK_TYPE_EDITABLE);

  return GTK_IS_TEXT (focus) && entry != NULL ? entry : focus;
}

/* Returns: (transfer none) (nullable): the window that a screen reader is in */
static GtkWindow *
find_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_is_active (window))
        return window;
    }

  return NULL;
}

static void
left_cb (GtkWindow *window)
{
  g_signal_handlers_disconnect_by_func (window, left_cb, NULL);
  give_back ();
}

static void
borrow (GtkWindow *window, GtkAccessible *accessible)
{
  give_back ();
  g_set_weak_pointer (&borrowed, accessible);
  g_signal_handlers_disconnect_by_func (window, left_cb, NULL);
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (left_cb), NULL);
  g_signal_connect (window, "notify::is-active", G_CALLBACK (left_cb), NULL);
}

static void
announcement_free (gpointer data)
{
  Announcement *self = data;

  g_free (self->text);
  g_free (self);
}

static gboolean
settled_cb (gpointer user_data)
{
  Announcement *self = user_data;
  GtkWindow *window = find_window ();
  GtkWidget *focus = window != NULL ? gtk_window_get_focus (window) : NULL;
  GtkAccessible *accessible
      = focus != NULL ? GTK_ACCESSIBLE (get_spoken (focus)) : (gpointer) window;

  started |= window != NULL;
  if (window == NULL || window != self->in_front)
    {
      self->in_front = window;
      return --self->n_tries > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
    }

  /* Some say it themselves */
  if (g_strcmp0 (g_object_get_data (G_OBJECT (accessible), DESCRIPTION), self->text) == 0)
    return G_SOURCE_REMOVE;

  if (accessible != borrowed)
    borrow (window, accessible);
  set_description (accessible, self->text);

  return G_SOURCE_REMOVE;
}

void
tuwen_announce (const char *text)
{
  Announcement *announcement;

  g_return_if_fail (text != NULL);

  announcement = g_new0 (Announcement, 1);
  announcement->text = g_strdup (text);
  announcement->in_front = find_window ();
  announcement->n_tries = started ? TRIES : STARTING_TRIES;
  /* After what GTK does when it is idle: it tells the accessibility bus of a new window then */
  g_timeout_add_full (G_PRIORITY_LOW, SETTLE_MS, settled_cb, announcement, announcement_free);
}

void
tuwen_announce_describe (GtkAccessible *accessible, const char *description)
{
  g_return_if_fail (GTK_IS_ACCESSIBLE (accessible));

  g_object_set_data_full (G_OBJECT (accessible), DESCRIPTION, g_strdup (description), g_free);
  if (accessible != borrowed)
    set_description (accessible, description);
}
