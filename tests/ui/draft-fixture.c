/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "draft-fixture.h"

#include <locale.h>
#include <stdlib.h>

void
draft_fixture_init (int *argc, char ***argv)
{
  g_autofree char *folder = g_dir_make_tmp ("tuwen-drafts-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    exit (77);
  adw_init ();
  /* libadwaita 1.2 forgets the animation of a toast that is dismissed while it comes */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

void
draft_fixture_set_up (DraftFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("tuwen-pictures-XXXXXX", &error);
  g_assert_no_error (error);
  self->service = tuwen_service_new ("http://127.0.0.1:1", &error);
  g_assert_no_error (error);
  self->clock = bili_clock_new ();
  self->drafts = tuwen_drafts_new (self->service, self->clock);
  self->draft = tuwen_drafts_create (self->drafts);

  self->overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 420, 500);
  gtk_window_set_child (self->window, GTK_WIDGET (self->overlay));
}

void
draft_fixture_tear_down (DraftFixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gtk_window_destroy (self->window);
  tuwen_drafts_flush_async (self->drafts, NULL, await_cb, &result);
  AWAIT (result != NULL);
  g_assert_true (tuwen_drafts_flush_finish (self->drafts, result, &error));
  g_assert_no_error (error);

  g_clear_object (&self->draft);
  g_clear_object (&self->drafts);
  g_clear_object (&self->service);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->folder, g_free);
}

void
draft_fixture_show (DraftFixture *self, GtkWidget *child)
{
  adw_toast_overlay_set_child (self->overlay, child);
  gtk_window_present (self->window);
  AWAIT (gtk_widget_get_width (child) > 0);
}

GFile *
draft_fixture_make_picture (DraftFixture *self, const char *name, int width, int height)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;
  const char *ending = strrchr (name, '.') + 1;

  gdk_pixbuf_fill (pixbuf, g_str_hash (name) | 0xff);
  gdk_pixbuf_save (pixbuf, path, g_str_equal (ending, "jpg") ? "jpeg" : ending, &error, NULL);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

GFile *
draft_fixture_make_file (DraftFixture *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

TuwenDraftPicture *
draft_fixture_get_picture (DraftFixture *self, guint position)
{
  g_autoptr (TuwenDraftPicture) picture
      = g_list_model_get_item (tuwen_draft_get_pictures (self->draft), position);

  return picture;
}

guint
draft_fixture_count_pictures (DraftFixture *self)
{
  return g_list_model_get_n_items (tuwen_draft_get_pictures (self->draft));
}
