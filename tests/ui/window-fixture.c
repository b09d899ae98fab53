/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "window-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>

void
fixture_init (int *argc, char ***argv)
{
  g_autofree char *folder = g_dir_make_tmp ("tuwen-keyring-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "test.keyring", NULL);

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "password", TRUE);

  /* Keeps what widgets tell assistive technologies, for tests to ask for */
  g_setenv ("GTK_A11Y", "test", TRUE);

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    exit (77);
  adw_init ();
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliClient) nobody = NULL;
  g_autoptr (TuwenKeyring) keyring = NULL;
  const char *origin;

  self->folder = g_dir_make_tmp ("tuwen-window-XXXXXX", &error);
  g_assert_no_error (error);
  self->server = sandbox_server_new (&(SandboxOptions){ .posts = 60, .seed = 1 }, &error);
  g_assert_no_error (error);
  origin = sandbox_server_get_origin (self->server);
  self->service = tuwen_service_new (origin, &error);
  g_assert_no_error (error);

  self->clock = bili_clock_new ();
  nobody = bili_client_new (origin, "Tuwen/test", self->clock, NULL);
  keyring = tuwen_keyring_new (tuwen_service_get_id (self->service));
  self->accounts = tuwen_accounts_new (self->service, keyring, self->clock, "Tuwen/test");
  self->spaces = tuwen_spaces_new (self->service, self->accounts);
  self->feed = tuwen_feed_new (nobody);
  self->pictures = tuwen_pictures_new (nobody, NULL, TUWEN_PICTURES_MEMORY);
  self->settings = g_settings_new ("io.github.tuwen.Tuwen");

  self->window = g_object_new (TUWEN_TYPE_WINDOW,
                               "accounts", self->accounts,
                               "spaces", self->spaces,
                               "feed", self->feed,
                               "pictures", self->pictures,
                               "clock", self->clock,
                               "settings", self->settings,
                               "sandbox", TRUE,
                               NULL);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (self->window)));
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_clear_object (&self->feed);
  g_clear_object (&self->spaces);
  g_clear_object (&self->accounts);
  g_clear_object (&self->pictures);
  g_clear_object (&self->clock);
  g_clear_object (&self->service);
  g_clear_object (&self->settings);
  g_clear_object (&self->server);
  g_rmdir (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

void
fixture_load_accounts (Fixture *self)
{
  tuwen_accounts_load (self->accounts);
  wait_until (!tuwen_accounts_get_loading (self->accounts));
}

void
fixture_show_space (Fixture *self, const char *mid)
{
  tuwen_feed_set_mid (self->feed, mid);
  wait_until (!tuwen_feed_get_loading (self->feed));
}

TuwenFeedView *
fixture_get_view (Fixture *self)
{
  return find_any (self->window, TUWEN_TYPE_FEED_VIEW, NULL);
}

GtkListView *
fixture_get_list (Fixture *self)
{
  return tuwen_feed_list_get_view (tuwen_feed_view_get_list (fixture_get_view (self)));
}

GtkAdjustment *
fixture_get_adjustment (Fixture *self)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (fixture_get_list (self)));
}

static gboolean
is_seen (GtkWidget *row, GtkWidget *list)
{
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (row) && gtk_widget_compute_bounds (row, list, &bounds)
         && bounds.origin.y + bounds.size.height > 0
         && bounds.origin.y < gtk_widget_get_height (list);
}

GPtrArray *
fixture_get_rows (Fixture *self)
{
  GPtrArray *rows = g_ptr_array_new ();
  GtkWidget *list = GTK_WIDGET (fixture_get_list (self));

  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (TUWEN_IS_POST_ROW (row) && is_seen (row, list))
        g_ptr_array_add (rows, row);
    }

  return rows;
}
