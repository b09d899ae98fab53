/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "settings-fixture.h"

#include "remove-tree.h"
#include "secret-file.h"
#include "tuwen-sign-in-page.h"

char *
fixture_use_secret_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("tuwen-keyring-XXXXXX", &error);
  char *path;

  g_assert_no_error (error);
  path = g_build_filename (folder, "test.keyring", NULL);
  secret_file_use (path);

  return path;
}

void
fixture_open (Fixture *self)
{
  self->window = GTK_WIDGET (tuwen_settings_window_new (self->accounts,
                                                        self->clock,
                                                        self->pictures,
                                                        self->disk_cache,
                                                        self->settings));
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (gtk_widget_get_mapped (self->window));
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliClient) nobody = NULL;
  g_autofree char *cache = NULL;

  /* A window that is closed while a page slides in has GTK 4.8 forget what it drew of it */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  self->folder = g_dir_make_tmp ("tuwen-settings-XXXXXX", &error);
  g_assert_no_error (error);
  cache = g_build_filename (self->folder, "pictures", NULL);

  self->server = sandbox_server_new (&(SandboxOptions){ .posts = 5, .seed = 1 }, &error);
  g_assert_no_error (error);
  self->service = tuwen_service_new (sandbox_server_get_origin (self->server), &error);
  g_assert_no_error (error);
  self->clock = bili_clock_new ();
  self->keyring = data == NULL ? tuwen_keyring_new (tuwen_service_get_id (self->service))
                               : g_object_new (TUWEN_TYPE_KEYRING,
                                               "service-id",
                                               tuwen_service_get_id (self->service),
                                               "timeout",
                                               GPOINTER_TO_UINT (data),
                                               NULL);
  self->accounts = tuwen_accounts_new (self->service, self->keyring, self->clock, "Tuwen/test");
  nobody
      = bili_client_new (sandbox_server_get_origin (self->server), "Tuwen/test", self->clock, NULL);
  self->disk_cache = tuwen_disk_cache_new (cache, 16 * 1024 * 1024);
  self->pictures = tuwen_pictures_new (nobody, self->disk_cache, TUWEN_PICTURES_MEMORY);
  self->settings = g_settings_new ("io.github.tuwen.Tuwen");

  fixture_open (self);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  /* What is under way ends, so that the next test starts from nothing. */
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_clear_object (&self->accounts);
  g_clear_object (&self->keyring);
  g_clear_object (&self->service);
  g_clear_object (&self->clock);
  g_clear_object (&self->pictures);
  g_clear_object (&self->disk_cache);
  g_clear_object (&self->settings);
  g_clear_object (&self->server);
  remove_tree (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

static void
store_result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

void
fixture_add_account (Fixture *self, const char *cookies)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliCookies) parsed = bili_cookies_new_from_header (cookies, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TuwenAccount) account = NULL;

  g_assert_no_error (error);
  tuwen_accounts_add_async (self->accounts, parsed, FALSE, NULL, store_result_cb, &result);
  wait_until (result != NULL);
  account = tuwen_accounts_add_finish (self->accounts, result, &error);
  g_assert_no_error (error);
}

void
press (gpointer root, const char *text)
{
  GtkWidget *button;

  wait_until (find_button (root, text) != NULL);
  button = find_button (root, text);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (window))
        return ADW_MESSAGE_DIALOG (window);
    }

  return NULL;
}

void
show_sign_in (Fixture *self, const char *view)
{
  GtkWidget *page;

  tuwen_settings_window_show_sign_in (TUWEN_SETTINGS_WINDOW (self->window));
  wait_until (find_seen (self->window, TUWEN_TYPE_SIGN_IN_PAGE, NULL) != NULL);
  page = find_seen (self->window, TUWEN_TYPE_SIGN_IN_PAGE, NULL);
  wait_until (find_seen (page, ADW_TYPE_VIEW_STACK, NULL) != NULL);
  adw_view_stack_set_visible_child_name (
    ADW_VIEW_STACK (find_seen (page, ADW_TYPE_VIEW_STACK, NULL)),
    view);
}

GtkTextView *
find_text_view (Fixture *self)
{
  return GTK_TEXT_VIEW (find_seen (self->window, GTK_TYPE_TEXT_VIEW, NULL));
}

void
paste (Fixture *self, const char *text)
{
  wait_until (find_text_view (self) != NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (find_text_view (self)), text, -1);
}

char *
dup_pasted (Fixture *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (find_text_view (self));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}
