/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "settings-fixture.h"
#include "tuwen-writing-page.h"

static void
show_page (Fixture *self)
{
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self->window), "writing");
  wait_until (find_seen (self->window, TUWEN_TYPE_WRITING_PAGE, NULL) != NULL);
}

/* Returns: the control of type @type in the row titled @title */
static gpointer
find_control (Fixture *self, const char *title, GType type)
{
  GtkWidget *row = find_seen (self->window, ADW_TYPE_ACTION_ROW, title);
  GtkWidget *control;

  g_assert_nonnull (row);
  control = find_seen (row, type, NULL);
  g_assert_nonnull (control);
  g_assert_true (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) == control);
  g_assert_nonnull (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));

  return control;
}

static void
test_undo (Fixture *self, gconstpointer data)
{
  GtkSpinButton *spin;

  show_page (self);
  spin = find_control (self, "Time to Undo", GTK_TYPE_SPIN_BUTTON);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (spin), ==, 5);
  gtk_spin_button_set_value (spin, 20);
  g_assert_cmpuint (g_settings_get_uint (self->settings, "undo-seconds"), ==, 20);
  gtk_spin_button_set_value (spin, 100);
  g_assert_cmpuint (g_settings_get_uint (self->settings, "undo-seconds"), ==, 60);
  gtk_spin_button_set_value (spin, -1);
  g_assert_cmpuint (g_settings_get_uint (self->settings, "undo-seconds"), ==, 0);
  g_settings_reset (self->settings, "undo-seconds");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (spin), ==, 5);
}

static void
check_switch (Fixture *self, const char *title, const char *key)
{
  GtkSwitch *choice = find_control (self, title, GTK_TYPE_SWITCH);

  g_assert_false (gtk_switch_get_active (choice));
  gtk_switch_set_active (choice, TRUE);
  g_assert_true (g_settings_get_boolean (self->settings, key));
  g_settings_reset (self->settings, key);
  g_assert_false (gtk_switch_get_active (choice));
}

static void
test_pictures (Fixture *self, gconstpointer data)
{
  show_page (self);
  check_switch (self, "Upload Pictures Only When I Publish", "upload-late");
  check_switch (self, "Keep Hidden Details", "keep-metadata");
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;

  if (!gtk_init_check ())
    return 77;

  g_test_init (&argc, &argv, NULL);
  path = fixture_use_secret_file ();
  adw_init ();

#define add(path, test)                                                                            \
  g_test_add ("/settings/writing/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

  add ("undo", test_undo);
  add ("pictures", test_pictures);

  return g_test_run ();
}
