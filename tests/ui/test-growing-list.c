/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Long lists, whose rows are made by and by. */

#include "tuwen-growing-list.h"
#include "window-fixture.h"

#define ITEMS 1000
/* No two frames are to make more rows than this; all at once were 200 */
#define MOST_AT_ONCE 60

typedef struct
{
  GtkStringList *strings;
  GListModel *grown;
  GtkWidget *window;
  GtkWidget *scroller;
  guint made; /* rows since the last frame */
  guint most; /* in one frame */
} Growing;

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, Growing *self)
{
  self->most = MAX (self->most, ++self->made);
  gtk_list_item_set_child (item, gtk_label_new ("row"));
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ((Growing *) user_data)->made = 0;
  return G_SOURCE_CONTINUE;
}

static void
add_strings (Growing *self, guint count)
{
  for (guint i = 0; i < count; i++)
    gtk_string_list_append (self->strings, "item");
}

static void
set_up (Growing *self, gconstpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkListView *view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  self->strings = gtk_string_list_new (NULL);
  add_strings (self, GPOINTER_TO_UINT (data));
  self->grown = tuwen_growing_list_new (G_LIST_MODEL (g_object_ref (self->strings)), view);
  gtk_list_view_set_model (
      view, GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->grown))));

  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 480, 320);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (view));
  gtk_window_set_child (GTK_WINDOW (self->window), self->scroller);
  gtk_widget_add_tick_callback (self->window, frame_cb, self, NULL);
}

static void
tear_down (Growing *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  /* Whoever holds it on: nothing grows without a view */
  add_strings (self, 1);
  g_object_unref (self->grown);
  g_object_unref (self->strings);
}

static void
test_grows (Growing *self, gconstpointer data)
{
  g_assert_cmpuint (g_list_model_get_n_items (self->grown), <, MOST_AT_ONCE);

  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (g_list_model_get_n_items (self->grown) == ITEMS);
  g_assert_cmpuint (self->most, <, MOST_AT_ONCE);

  /* From here on it is as long as what it shows */
  add_strings (self, 1);
  g_assert_cmpuint (g_list_model_get_n_items (self->grown), ==, ITEMS + 1);
  gtk_string_list_splice (self->strings, 0, ITEMS, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (self->grown), ==, 1);
}

/* What comes later grows likewise, and while nobody sees it not at all */
static void
test_comes_later (Growing *self, gconstpointer data)
{
  guint before;

  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (gtk_widget_get_mapped (self->window));
  gtk_widget_set_visible (self->scroller, FALSE);
  add_strings (self, ITEMS);
  before = g_list_model_get_n_items (self->grown);
  g_assert_cmpuint (before, <, MOST_AT_ONCE);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (self->grown), ==, before);

  gtk_widget_set_visible (self->scroller, TRUE);
  wait_until (g_list_model_get_n_items (self->grown) == ITEMS);
  g_assert_cmpuint (self->most, <, MOST_AT_ONCE);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add ("/growing-list/grows", Growing, GUINT_TO_POINTER (ITEMS), set_up, test_grows,
              tear_down);
  g_test_add ("/growing-list/comes-later", Growing, NULL, set_up, test_comes_later, tear_down);

  return g_test_run ();
}
