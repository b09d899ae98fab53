/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "picker-fixture.h"

#include <locale.h>
#include <stdlib.h>

void
fixture_init (int *argc, char ***argv)
{
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
  g_autoptr (BiliCookies) cookies = NULL;
  const char *origin;

  self->server = sandbox_server_new (&(SandboxOptions){ .posts = 5, .seed = 1 }, &error);
  g_assert_no_error (error);
  origin = sandbox_server_get_origin (self->server);
  self->clock = bili_clock_new ();
  cookies = bili_cookies_new_from_header (SANDBOX_COOKIES, &error);
  g_assert_no_error (error);
  self->nobody = bili_client_new (origin, "Tuwen/test", self->clock, NULL);
  self->client = bili_client_new (origin, "Tuwen/test", self->clock, cookies);

  self->settings = g_settings_new_with_path ("io.github.tuwen.Tuwen.Service",
                                             "/io/github/tuwen/Tuwen/test/");
  g_settings_reset (self->settings, "recent-emotes");
  self->topics = g_object_new (TUWEN_TYPE_TOPICS, "client", self->client, "delay", 20, NULL);
  self->people = g_object_new (TUWEN_TYPE_PEOPLE, "client", self->client, "delay", 20, NULL);
  self->emotes = tuwen_emotes_new (self->client, self->settings);
  self->pictures = tuwen_pictures_new (self->nobody, NULL, TUWEN_PICTURES_MEMORY);

  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 360, 420);
}

/* What was shown in a popover may go a little later than its window */
static void
wait_finalized (gpointer object)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  wait_until (weak == NULL);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (self->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpuint (sandbox_server_get_violations (self->server)->len, ==, 0);
  /* Nothing that was shown holds them */
  wait_finalized (self->topics);
  wait_finalized (self->people);
  wait_finalized (self->emotes);
  g_clear_object (&self->pictures);
  g_clear_object (&self->settings);
  g_clear_object (&self->client);
  g_clear_object (&self->nobody);
  g_clear_object (&self->clock);
  g_clear_object (&self->server);
}

void
fixture_show (Fixture *self, GtkWidget *widget)
{
  gtk_window_set_child (self->window, widget);
  gtk_window_present (self->window);
  wait_until (gtk_widget_get_mapped (widget));
}

gboolean
fixture_press (gpointer widget, guint keyval, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; !taken && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, modifiers, &taken);
    }

  return taken;
}
