/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "composer-fixture.h"

#include "tuwen-composer-text.h"
#include "tuwen-keyring.h"
#include "tuwen-notice.h"

static void
said_cb (TuwenComposers *composers,
         TuwenDraft *draft,
         const char *text,
         TuwenOffer offer,
         ComposerFixture *self)
{
  g_string_append_printf (self->said, "%s\n", text);
  g_set_object (&self->draft, draft);
  self->offer = offer;
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

void
composer_sign_in (ComposerFixture *self, const char *header)
{
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (header, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenAccount) account = NULL;

  tuwen_accounts_add_async (self->accounts, cookies, TRUE, NULL, ready_cb, &result);
  wait_until (result != NULL);
  account = tuwen_accounts_add_finish (self->accounts, result, &error);
  g_assert_no_error (error);
}

static void
load_drafts (ComposerFixture *self)
{
  gboolean loading = TRUE;

  tuwen_drafts_load (self->drafts);
  wait_until ((g_object_get (self->drafts, "loading", &loading, NULL), !loading));
}

void
composer_fixture_begin (ComposerFixture *self)
{
  self->drafts = tuwen_drafts_new (self->service, self->clock);
  self->publisher = tuwen_publisher_new (self->drafts, self->accounts, self->clock);
  g_object_set (self->publisher, "look-unit-ms", 1, NULL);
  self->scheduled
      = tuwen_scheduled_new (self->drafts, self->publisher, self->accounts, self->clock);
  self->composers = g_object_new (TUWEN_TYPE_COMPOSERS,
                                  "application", self->application,
                                  "service-settings", tuwen_service_get_settings (self->service),
                                  "clock", self->clock,
                                  "drafts", self->drafts,
                                  "publisher", self->publisher,
                                  "accounts", self->accounts,
                                  "pictures", self->pictures,
                                  "scheduled", self->scheduled,
                                  "sandbox", TRUE,
                                  "undo-ms", COMPOSER_UNDO_MS,
                                  NULL);
  g_signal_connect (self->composers, "said", G_CALLBACK (said_cb), self);
  load_drafts (self);
}

void
composer_fixture_end (ComposerFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  GList *windows;

  tuwen_composers_quit (self->composers);
  while ((windows = gtk_application_get_windows (self->application)) != NULL)
    {
      GtkWindow *window = windows->data;

      gtk_window_close (window);
      wait_until (g_list_find (gtk_application_get_windows (self->application), window) == NULL);
    }
  tuwen_drafts_flush_async (self->drafts, NULL, ready_cb, &result);
  wait_until (result != NULL);
  g_assert_true (tuwen_drafts_flush_finish (self->drafts, result, NULL));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->composers);
  g_clear_object (&self->scheduled);
  g_clear_object (&self->publisher);
  g_clear_object (&self->drafts);
}

void
composer_fixture_set_up (ComposerFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliClient) nobody = NULL;
  g_autoptr (TuwenKeyring) keyring = NULL;
  const char *origin;

  self->server = sandbox_server_new (&(SandboxOptions){ .posts = 3, .seed = 1 }, &error);
  g_assert_no_error (error);
  origin = sandbox_server_get_origin (self->server);
  self->service = tuwen_service_new (origin, &error);
  g_assert_no_error (error);
  if (self->clock == NULL)
    self->clock = bili_clock_new ();
  nobody = bili_client_new (origin, "Tuwen/test", self->clock, NULL);
  keyring = tuwen_keyring_new (tuwen_service_get_id (self->service));
  self->accounts = tuwen_accounts_new (self->service, keyring, self->clock, "Tuwen/test");
  self->pictures = tuwen_pictures_new (nobody, NULL, TUWEN_PICTURES_MEMORY);
  self->said = g_string_new (NULL);

  self->application = GTK_APPLICATION (g_application_get_default ());

  tuwen_accounts_load (self->accounts);
  wait_until (!tuwen_accounts_get_loading (self->accounts));
  composer_fixture_begin (self);
}

void
composer_fixture_tear_down (ComposerFixture *self, gconstpointer data)
{
  composer_fixture_end (self);
  g_clear_object (&self->draft);
  g_string_free (self->said, TRUE);
  g_clear_object (&self->accounts);
  g_clear_object (&self->pictures);
  g_clear_object (&self->clock);
  g_clear_object (&self->service);
  g_clear_object (&self->server);
}

void
composer_write (GtkWindow *window, const char *text)
{
  GtkTextView *view = find_any (window, TUWEN_TYPE_COMPOSER_TEXT, NULL);

  gtk_text_buffer_insert_interactive_at_cursor (gtk_text_view_get_buffer (view), text, -1, TRUE);
}

const char *
composer_get_notice (GtkWindow *window)
{
  return tuwen_notice_get_text (find_any (window, TUWEN_TYPE_NOTICE, NULL));
}

gboolean
composer_act (GtkWindow *window, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

GtkWindow *
composer_find_window (ComposerFixture *self, TuwenDraft *draft)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (TUWEN_IS_COMPOSER (l->data) && tuwen_composer_get_draft (l->data) == draft)
      return l->data;

  g_error ("The draft has no window");
}

guint
composer_count_windows (ComposerFixture *self)
{
  return g_list_length (gtk_application_get_windows (self->application));
}

guint
composer_count_drafts (ComposerFixture *self)
{
  GListModel *model = G_LIST_MODEL (self->drafts);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (model, i);

      count += tuwen_draft_get_state (draft) != TUWEN_DRAFT_PUBLISHED
               && !tuwen_draft_is_empty (draft);
    }

  return count;
}

guint
composer_count_sent (ComposerFixture *self)
{
  return sandbox_server_count_requests (self->server, COMPOSER_CREATE_PATH);
}

TuwenWindow *
composer_open_main_window (ComposerFixture *self)
{
  g_autoptr (GSettings) settings = g_settings_new ("io.github.tuwen.Tuwen");
  g_autoptr (TuwenSpaces) spaces = tuwen_spaces_new (self->service, self->accounts);
  g_autoptr (TuwenFeed) feed = tuwen_feed_new (tuwen_accounts_get_client (self->accounts));
  TuwenWindow *window = g_object_new (TUWEN_TYPE_WINDOW,
                                      "application", self->application,
                                      "accounts", self->accounts,
                                      "spaces", spaces,
                                      "feed", feed,
                                      "pictures", self->pictures,
                                      "clock", self->clock,
                                      "settings", settings,
                                      "composers", self->composers,
                                      "sandbox", TRUE,
                                      NULL);

  gtk_window_present (GTK_WINDOW (window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)));

  return window;
}

gboolean
composer_has_text (GtkWindow *window, const char *expected)
{
  GtkTextView *view = find_any (window, TUWEN_TYPE_COMPOSER_TEXT, NULL);
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (view), "text", &text, NULL);
  return g_str_equal (text, expected);
}

void
composer_place_cursor (GtkWindow *window, int offset)
{
  GtkTextView *view = find_any (window, TUWEN_TYPE_COMPOSER_TEXT, NULL);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (view), &iter, offset);
  gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (view), &iter);
}

int
composer_fixture_run (int *argc, char ***argv, ComposerFixtureAdd add_tests)
{
  g_autofree char *folder = g_dir_make_tmp ("tuwen-composer-XXXXXX", NULL);
  g_autoptr (GtkApplication) application = NULL;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  fixture_init (argc, argv);
  /* GTK 4.8 complains of a window that is closed while it scrolls */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  /* Never run: windows belong to it, that is all */
  application = gtk_application_new ("io.github.tuwen.Test", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  add_tests ();

  return g_test_run ();
}
