/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "tuwen-accelerators.h"
#include "tuwen-composer.h"
#include "tuwen-feed-list.h"
#include "tuwen-scheduled-view.h"
#include "window-fixture.h"

static void
collect_shortcuts (GtkWidget *widget, GHashTable *keys)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, GTK_TYPE_SHORTCUTS_SHORTCUT))
    {
      g_autofree char *accelerator = NULL;
      g_autofree char *title = NULL;
      g_auto (GStrv) parts = NULL;

      g_object_get (widget, "accelerator", &accelerator, "title", &title, NULL);
      g_assert_nonnull (accelerator);
      g_assert_cmpstr (title, !=, "");
      parts = g_strsplit (accelerator, " ", -1);
      for (char **part = parts; *part != NULL; part++)
        g_hash_table_add (keys, g_strdup (*part));
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_shortcuts (child, keys);
}

/* The shortcuts window shows every key of the table and no other. (It holds each twice itself, for
 * its search.) */
static void
test_window (void)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/tuwen/Tuwen/tuwen-shortcuts.ui");
  GtkWidget *window = GTK_WIDGET (gtk_builder_get_object (builder, "shortcuts"));
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint bound = 0;

  g_assert_nonnull (window);
  collect_shortcuts (window, shown);

  for (const TuwenAccelerator *a = tuwen_accelerators_get (); a->action != NULL; a++)
    {
      g_auto (GStrv) keys = g_strsplit (a->keys, " ", -1);

      for (char **key = keys; *key != NULL; key++, bound++)
        if (!g_hash_table_contains (shown, *key))
          g_error ("%s of %s is not in the shortcuts window", *key, a->action);
    }
  g_assert_cmpuint (g_hash_table_size (shown), ==, bound);

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_keys (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const TuwenAccelerator *a = tuwen_accelerators_get (); a->action != NULL; a++)
    {
      g_auto (GStrv) keys = g_strsplit (a->keys, " ", -1);

      for (char **key = keys; *key != NULL; key++)
        {
          guint value;
          GdkModifierType modifiers;

          g_assert_true (gtk_accelerator_parse (*key, &value, &modifiers));
          /* No key does two things */
          g_assert_true (g_hash_table_add (seen, gtk_accelerator_name (value, modifiers)));
        }
    }
}

static gboolean
class_has_action (GType type, const char *name)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  const char *action, *property;
  const GVariantType *parameter;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (GTK_WIDGET_CLASS (klass), i, &owner, &action,
                                                   &parameter, &property);
       i++)
    if (g_str_equal (action, name))
      return TRUE;

  return FALSE;
}

static void
test_actions (void)
{
  for (const TuwenAccelerator *a = tuwen_accelerators_get (); a->action != NULL; a++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;

      g_assert_true (g_action_parse_detailed_name (a->action, &name, &target, NULL));
      if (g_str_has_prefix (name, "app."))
        continue;

      if (!class_has_action (TUWEN_TYPE_WINDOW, name)
          && !class_has_action (TUWEN_TYPE_COMPOSER, name)
          && !class_has_action (TUWEN_TYPE_FEED_LIST, name)
          && !class_has_action (TUWEN_TYPE_SCHEDULED_VIEW, name))
        g_error ("Nothing has the action %s", name);
    }
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* A small window has no action of the program, and its key works nevertheless */
static void
test_quit (void)
{
  static const GActionEntry entries[] = { { "quit", quit_cb } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GListModel) controllers = NULL;
  GtkWidget *parent = gtk_window_new ();
  GtkWidget *dialog = gtk_window_new ();
  guint n_quit = 0;

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries),
                                   &n_quit);
  gtk_widget_insert_action_group (parent, "app", G_ACTION_GROUP (actions));
  tuwen_accelerators_add_quit (GTK_WINDOW (dialog));
  controllers = gtk_widget_observe_controllers (dialog);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GtkEventController) keys = g_list_model_get_item (controllers, 0);
      g_autoptr (GtkShortcut) shortcut = NULL;
      g_autofree char *trigger = NULL;

      g_assert_true (GTK_IS_SHORTCUT_CONTROLLER (keys));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (keys)), ==, 1);
      shortcut = g_list_model_get_item (G_LIST_MODEL (keys), 0);
      trigger = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));
      g_assert_cmpstr (trigger, ==, "<Control>q");
      /* Alone there is nothing that could be ended */
      g_assert_cmpint (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, dialog,
                                                     NULL),
                       ==, i == 1);
      gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (parent));
    }
  g_assert_cmpuint (n_quit, ==, 1);

  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (parent));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add_func ("/accelerators/window", test_window);
  g_test_add_func ("/accelerators/keys", test_keys);
  g_test_add_func ("/accelerators/actions", test_actions);
  g_test_add_func ("/accelerators/quit", test_quit);

  return g_test_run ();
}
