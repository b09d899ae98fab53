/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "settings-fixture.h"
#include "tuwen-account-row.h"
#include "tuwen-sign-in-page.h"

#define SIGN_OUT "/login/exit/v2"

static TuwenAccountRow *
find_row (Fixture *self, const char *mid)
{
  GtkWidget *list = find_seen (self->window, GTK_TYPE_LIST_BOX, NULL);

  for (int i = 0; list != NULL; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i);

      if (row == NULL)
        return NULL;
      if (g_str_equal (
            tuwen_account_get_mid (tuwen_account_row_get_account (TUWEN_ACCOUNT_ROW (row))),
            mid))
        return TUWEN_ACCOUNT_ROW (row);
    }

  return NULL;
}

static gboolean
is_checked (Fixture *self, const char *mid)
{
  TuwenAccountRow *row = find_row (self, mid);

  return row != NULL && find_seen (row, GTK_TYPE_IMAGE, "Current account") != NULL;
}

static void
activate (Fixture *self, const char *mid)
{
  TuwenAccountRow *row = find_row (self, mid);

  g_signal_emit_by_name (gtk_widget_get_parent (GTK_WIDGET (row)), "row-activated", row);
}

static void
test_switch (Fixture *self, gconstpointer data)
{
  fixture_add_account (self, SANDBOX_COOKIES);
  fixture_add_account (self, SANDBOX_COOKIES_2);
  wait_until (find_row (self, SANDBOX_MID_2) != NULL);
  wait_until (is_checked (self, SANDBOX_MID_2));
  g_assert_false (is_checked (self, SANDBOX_MID));

  activate (self, SANDBOX_MID);
  wait_until (is_checked (self, SANDBOX_MID));
  g_assert_false (is_checked (self, SANDBOX_MID_2));
  g_assert_cmpstr (tuwen_account_get_mid (tuwen_accounts_get_current (self->accounts)), ==,
                   SANDBOX_MID);
}

static void
test_sign_out (Fixture *self, gconstpointer data)
{
  fixture_add_account (self, SANDBOX_COOKIES);

  /* Asked, and thought better of */
  press (self->window, "Sign Out");
  wait_until (find_dialog () != NULL);
  g_assert_cmpstr (adw_message_dialog_get_heading (find_dialog ()),
                   ==,
                   "Sign Out of " SANDBOX_NAME "?");
  press (find_dialog (), "_Cancel");
  wait_until (find_dialog () == NULL);
  g_assert_nonnull (find_row (self, SANDBOX_MID));
  g_assert_cmpuint (sandbox_server_count_requests (self->server, SIGN_OUT), ==, 0);

  press (self->window, "Sign Out");
  wait_until (find_dialog () != NULL);
  press (find_dialog (), "Sign _Out");
  wait_until (shows (self->window, "Signed out of " SANDBOX_NAME));
  g_assert_true (shows (self->window, "No Accounts Yet"));
  g_assert_cmpuint (sandbox_server_count_requests (self->server, SIGN_OUT), ==, 1);
  g_assert_null (tuwen_accounts_get_current (self->accounts));
}

static void
test_sign_out_untold (Fixture *self, gconstpointer data)
{
  fixture_add_account (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, SIGN_OUT, "drop", -1);

  press (self->window, "Sign Out");
  wait_until (find_dialog () != NULL);
  press (find_dialog (), "Sign _Out");
  wait_until (
      find_dialog () != NULL
      && g_str_equal (adw_message_dialog_get_heading (find_dialog ()), "Signed Out Only Here"));
  g_assert_true (
    g_str_has_prefix (adw_message_dialog_get_body (find_dialog ()), SANDBOX_NAME " is removed"));
  press (find_dialog (), "_Close");
  wait_until (find_dialog () == NULL);
  g_assert_true (shows (self->window, "No Accounts Yet"));
}

/* What is told is told where the person is by then. */
static void
test_sign_out_closed (Fixture *self, gconstpointer data)
{
  g_autoptr (GtkWindow) parent = g_object_ref_sink (GTK_WINDOW (gtk_window_new ()));

  gtk_window_present (parent);
  gtk_window_set_transient_for (GTK_WINDOW (self->window), parent);
  fixture_add_account (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, SIGN_OUT, "drop", -1);

  press (self->window, "Sign Out");
  wait_until (find_dialog () != NULL);
  press (find_dialog (), "Sign _Out");
  gtk_window_close (GTK_WINDOW (self->window));
  wait_until (
      find_dialog () != NULL
      && g_str_equal (adw_message_dialog_get_heading (find_dialog ()), "Signed Out Only Here"));
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (find_dialog ())) == parent);
  press (find_dialog (), "_Close");
  wait_until (find_dialog () == NULL);

  gtk_window_destroy (parent);
  fixture_open (self);
}

/* The dialog outlives the account that it asks about: answering it then does no harm. */
static void
test_sign_out_twice (Fixture *self, gconstpointer data)
{
  fixture_add_account (self, SANDBOX_COOKIES);

  press (self->window, "Sign Out");
  wait_until (find_dialog () != NULL);
  g_signal_emit_by_name (find_button (self->window, "Sign Out"), "clicked");
  wait_until (find_dialog () != NULL);
  press (find_dialog (), "Sign _Out");
  wait_until (shows (self->window, "No Accounts Yet"));
  if (find_dialog () != NULL)
    press (find_dialog (), "Sign _Out");
  wait_until (find_dialog () == NULL);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, SIGN_OUT), ==, 1);
}

static void
test_expired (Fixture *self, gconstpointer data)
{
  fixture_add_account (self, SANDBOX_COOKIES);
  g_signal_emit_by_name (tuwen_accounts_get_client (self->accounts), "signed-out");
  wait_until (shows (self->window, "UID " SANDBOX_MID "\nSession ended — sign in again"));

  activate (self, SANDBOX_MID);
  wait_until (find_seen (self->window, TUWEN_TYPE_SIGN_IN_PAGE, NULL) != NULL);
  wait_until (shows (self->window, "Waiting for your phone…"));
  sandbox_server_set_qr (self->server, "scan");
  sandbox_server_set_qr (self->server, "confirm");

  /* Back to life, and not there twice */
  wait_until (shows (self->window, "Signed in as " SANDBOX_NAME));
  wait_until (shows (self->window, "UID " SANDBOX_MID));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->accounts)), ==, 1);
  g_assert_cmpint (tuwen_account_get_state (tuwen_accounts_get_current (self->accounts)),
                   ==,
                   TUWEN_ACCOUNT_ACTIVE);
}

/* What the keyring holds is shown although the service cannot be asked about it. */
static void
test_offline (Fixture *self, gconstpointer data)
{
  fixture_add_account (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, "*", "drop", -1);

  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->accounts);
  self->accounts = tuwen_accounts_new (self->service, self->keyring, self->clock, "Tuwen/test");
  fixture_open (self);
  tuwen_accounts_load (self->accounts);

  wait_until (shows (self->window, "UID " SANDBOX_MID "\nCould not be checked now"));

  /* Looking again asks again */
  sandbox_server_fail (self->server, "*", "drop", 0);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self->window), "storage");
  wait_until (find_button (self->window, "Clear") != NULL);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self->window), "accounts");
  wait_until (shows (self->window, "UID " SANDBOX_MID));
  g_assert_true (shows (self->window, SANDBOX_NAME));
}

static guint
count_widgets (GtkWidget *widget)
{
  guint n_widgets = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_widgets += count_widgets (child);

  return n_widgets;
}

static void
close_and_open (Fixture *self)
{
  gtk_window_close (GTK_WINDOW (self->window));
  g_assert_false (gtk_widget_get_visible (self->window));
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (gtk_widget_get_mapped (self->window));
}

/* Closing hides it: who opens it again finds it as it was the first time, and no more of it */
static void
test_again (Fixture *self, gconstpointer data)
{
  AdwPreferencesWindow *window = ADW_PREFERENCES_WINDOW (self->window);
  g_autofree char *pasted = NULL;
  TuwenAccountRow *row;
  GtkWidget *first;
  guint n_widgets;

  fixture_add_account (self, SANDBOX_COOKIES);
  wait_until (find_row (self, SANDBOX_MID) != NULL);
  row = find_row (self, SANDBOX_MID);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  close_and_open (self);
  first = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_nonnull (first);

  /* From another page */
  adw_preferences_window_set_visible_page_name (window, "storage");
  wait_until (find_button (self->window, "Clear") != NULL);
  close_and_open (self);
  g_assert_cmpstr (adw_preferences_window_get_visible_page_name (window), ==, "accounts");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == first);

  /* From the middle of signing in */
  show_sign_in (self, "cookies");
  paste (self, "nothing");
  press (self->window, "Sign In");
  close_and_open (self);
  wait_until (find_row (self, SANDBOX_MID) == row);
  show_sign_in (self, "cookies");
  pasted = dup_pasted (self);
  g_assert_cmpstr (pasted, ==, "");
  close_and_open (self);
  tuwen_settings_window_show_sign_in (TUWEN_SETTINGS_WINDOW (window));
  wait_until (shows (self->window, "Waiting for your phone…"));

  /* With a question open */
  close_and_open (self);
  press (self->window, "Sign Out");
  wait_until (find_dialog () != NULL);
  close_and_open (self);
  wait_until (find_dialog () == NULL);
  g_assert_true (find_row (self, SANDBOX_MID) == row);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, SIGN_OUT), ==, 0);

  n_widgets = count_widgets (self->window);
  for (guint i = 0; i < 50; i++)
    close_and_open (self);
  g_assert_cmpuint (count_widgets (self->window), ==, n_widgets);
  g_assert_true (find_row (self, SANDBOX_MID) == row);
}

/* Anybody's name is plain text everywhere. */
static void
test_markup (Fixture *self, gconstpointer data)
{
  gtk_widget_activate_action (find_seen (self->window, GTK_TYPE_WIDGET, NULL),
                              "win.say",
                              "s",
                              "<b>Tom</b> & <i>");
  wait_until (find_seen (self->window, GTK_TYPE_LABEL, NULL) != NULL &&
              shows (self->window, "<b>Tom</b> & <i>"));
}

static void
write_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) bytes =
    tuwen_disk_cache_read_finish (TUWEN_DISK_CACHE (object), result, NULL);

  *(int *) user_data = bytes != NULL ? 1 : -1;
}

static gboolean
is_cached (Fixture *self, const char *key)
{
  int found = 0;

  tuwen_disk_cache_read_async (self->disk_cache, key, NULL, write_cb, &found);
  wait_until (found != 0);

  return found > 0;
}

static void
test_storage (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *zeros = g_malloc0 (3 * 1024 * 1024);
  g_autoptr (GBytes) bytes = g_bytes_new (zeros, 3 * 1024 * 1024);
  AdwActionRow *row;
  GtkSpinButton *limit;

  tuwen_disk_cache_write (self->disk_cache, "picture", bytes);
  wait_until (is_cached (self, "picture"));

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self->window), "storage");
  wait_until (find_seen (self->window, ADW_TYPE_ACTION_ROW, "Space Used") != NULL);
  row = ADW_ACTION_ROW (find_seen (self->window, ADW_TYPE_ACTION_ROW, "Space Used"));
  wait_until (g_strcmp0 (adw_action_row_get_subtitle (row), "3.0\302\240MiB") == 0);

  press (self->window, "Clear");
  wait_until (shows (self->window, "Freed 3.0\302\240MiB"));
  g_assert_false (is_cached (self, "picture"));
  wait_until (!gtk_widget_is_sensitive (find_button (self->window, "Clear")));
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "0 bytes");
  g_assert_false (gtk_widget_is_sensitive (find_button (self->window, "Clear")));

  limit = GTK_SPIN_BUTTON (find_seen (self->window, GTK_TYPE_SPIN_BUTTON, NULL));
  g_assert_cmpfloat (gtk_spin_button_get_value (limit), ==, 256);
  gtk_spin_button_set_value (limit, 64);
  g_assert_cmpuint (g_settings_get_uint (self->settings, "cache-megabytes"), ==, 64);
  gtk_spin_button_set_value (limit, 1);
  g_assert_cmpuint (g_settings_get_uint (self->settings, "cache-megabytes"), ==, 16);
  gtk_spin_button_set_value (limit, 1000000);
  g_assert_cmpuint (g_settings_get_uint (self->settings, "cache-megabytes"), ==, 4096);
  g_settings_reset (self->settings, "cache-megabytes");
}

int
main (int argc, char **argv)
{
  g_autofree char *secret_file = NULL;

  if (!gtk_init_check ())
    return 77;

  secret_file = fixture_use_secret_file ();
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define add(path, test)                                                                            \
  g_test_add ("/settings/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

  add ("accounts/switch", test_switch);
  add ("accounts/sign-out", test_sign_out);
  add ("accounts/sign-out/untold", test_sign_out_untold);
  add ("accounts/sign-out/closed", test_sign_out_closed);
  add ("accounts/sign-out/twice", test_sign_out_twice);
  add ("accounts/expired", test_expired);
  add ("accounts/offline", test_offline);
  add ("accounts/again", test_again);
  add ("accounts/markup", test_markup);
  add ("storage", test_storage);

  return g_test_run ();
}
