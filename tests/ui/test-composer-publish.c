/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a post that is published from its window. */

#include "composer-fixture.h"

static void
test_publish (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;

  composer_sign_in (self, SANDBOX_COOKIES);
  window = tuwen_composers_new_post (self->composers);
  composer_write (window, "Hello");
  g_assert_true (composer_act (window, "composer.publish"));
  g_assert_cmpuint (composer_count_sent (self), ==, 0);
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
  g_assert_cmpint (self->offer, ==, TUWEN_OFFER_OPEN_POST);
  g_assert_cmpuint (composer_count_sent (self), ==, 1);
  wait_until (composer_count_drafts (self) == 0);
}

static void
test_take_back (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  gint64 end;

  composer_sign_in (self, SANDBOX_COOKIES);
  window = tuwen_composers_new_post (self->composers);
  composer_write (window, "Hello");
  g_assert_true (composer_act (window, "composer.publish"));
  g_assert_true (composer_act (window, "composer.take-back"));
  end = g_get_monotonic_time () + 3 * COMPOSER_UNDO_MS * 1000;
  wait_until (g_get_monotonic_time () > end);
  g_assert_cmpuint (composer_count_sent (self), ==, 0);
  g_assert_cmpuint (composer_count_windows (self), ==, 1);

  /* It can be written on, and published after all */
  composer_write (window, " again");
  g_assert_true (composer_act (window, "composer.publish"));
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpuint (composer_count_sent (self), ==, 1);
}

static void
take_back (TuwenWindow *window, TuwenDraft *draft)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.take-back", "s",
                                             tuwen_draft_get_id (draft)));
}

/* Closing a composer does not take away the time to undo */
static void
test_take_back_closed (ComposerFixture *self, gconstpointer data)
{
  TuwenWindow *main_window;
  GtkWindow *window;
  TuwenDraft *draft;

  composer_sign_in (self, SANDBOX_COOKIES);
  g_object_set (self->composers, "undo-ms", 60000, NULL);
  main_window = composer_open_main_window (self);
  window = tuwen_composers_new_post (self->composers);
  draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));
  composer_write (window, "Hello");
  g_assert_null (fixture_find (main_window, "“Hello”: Publishing in a moment"));
  g_assert_true (composer_act (window, "composer.publish"));
  gtk_window_close (window);
  wait_until (composer_count_windows (self) == 1);
  wait_until (fixture_find (main_window, "“Hello”: Publishing in a moment") != NULL);

  take_back (main_window, draft);
  wait_until (composer_count_windows (self) == 2);
  wait_until (fixture_find (main_window, "“Hello”: Publishing in a moment") == NULL);
  g_assert_cmpuint (composer_count_sent (self), ==, 0);
  g_assert_cmpuint (composer_count_drafts (self), ==, 1);
  g_assert_cmpstr (self->said->str, ==, "");

  /* Pressed when it is gone, it does no harm */
  take_back (main_window, draft);
  g_assert_cmpuint (composer_count_windows (self), ==, 2);
}

static void
unseen_cb (TuwenComposers *composers,
           TuwenDraft *draft,
           const char *title,
           const char *body,
           GString *unseen)
{
  g_string_append_printf (unseen, "%s|%s\n", title, body);
}

/* With nowhere left to press Undo the desktop is to offer it */
static void
test_take_back_nowhere (ComposerFixture *self, gconstpointer data)
{
  g_autoptr (GString) unseen = g_string_new (NULL);
  g_autoptr (TuwenDraft) draft = NULL;
  GtkWindow *window;

  composer_sign_in (self, SANDBOX_COOKIES);
  g_object_set (self->composers, "undo-ms", 60000, NULL);
  g_signal_connect (self->composers, "unseen", G_CALLBACK (unseen_cb), unseen);
  window = tuwen_composers_new_post (self->composers);
  draft = g_object_ref (tuwen_composer_get_draft (TUWEN_COMPOSER (window)));
  composer_write (window, "Hello");
  g_assert_true (composer_act (window, "composer.publish"));
  g_assert_cmpstr (unseen->str, ==, "");
  gtk_window_close (window);
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpstr (unseen->str, ==, "Publishing in a moment|Hello\n");

  tuwen_composers_undo (self->composers, tuwen_draft_get_id (draft));
  g_assert_false (tuwen_composers_is_counting (self->composers, draft));
  g_assert_cmpuint (composer_count_windows (self), ==, 1);
  g_assert_cmpuint (composer_count_sent (self), ==, 0);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);

  /* Pressed when it is gone, it does no harm */
  tuwen_composers_undo (self->composers, tuwen_draft_get_id (draft));
  tuwen_composers_undo (self->composers, "no-such-draft");
  g_assert_cmpstr (self->said->str, ==, "");
}

/* Every post that is on its way is told of, and each can be taken back by itself */
static void
test_several (ComposerFixture *self, gconstpointer data)
{
  static const char *const texts[] = { "One", "Two", "Two", "Three", "Four" };
  TuwenDraft *drafts[G_N_ELEMENTS (texts)];
  TuwenWindow *main_window;

  composer_sign_in (self, SANDBOX_COOKIES);
  g_object_set (self->composers, "undo-ms", 60000, NULL);
  main_window = composer_open_main_window (self);
  for (guint i = 0; i < 3; i++)
    {
      GtkWindow *window = tuwen_composers_new_post (self->composers);

      drafts[i] = tuwen_composer_get_draft (TUWEN_COMPOSER (window));
      composer_write (window, texts[i]);
      g_assert_true (composer_act (window, "composer.publish"));
    }
  wait_until (fixture_find (main_window, "“One”: Publishing in a moment") != NULL);
  wait_until (fixture_find (main_window, "“Two”: Publishing in a moment") != NULL);

  /* Of two that read the same, the one that is left */
  take_back (main_window, drafts[2]);
  g_assert_true (tuwen_composers_is_counting (self->composers, drafts[1]));
  g_assert_false (tuwen_composers_is_counting (self->composers, drafts[2]));
  take_back (main_window, drafts[0]);
  wait_until (fixture_find (main_window, "“One”: Publishing in a moment") == NULL);
  g_assert_nonnull (fixture_find (main_window, "“Two”: Publishing in a moment"));
  g_signal_emit_by_name (fixture_find (main_window, "_Undo"), "clicked");
  g_assert_false (tuwen_composers_is_counting (self->composers, drafts[1]));
  wait_until (fixture_find (main_window, "“Two”: Publishing in a moment") == NULL);

  /* Very many do not fill the window */
  for (guint i = 0; i < 3; i++)
    g_assert_true (composer_act (composer_find_window (self, drafts[i]), "composer.publish"));
  for (guint i = 3; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWindow *window = tuwen_composers_new_post (self->composers);

      composer_write (window, texts[i]);
      g_assert_true (composer_act (window, "composer.publish"));
    }
  wait_until (fixture_find (main_window, "2 more posts are on their way") != NULL);
  g_assert_cmpuint (composer_count_sent (self), ==, 0);
}

/* With the main window out of sight the desktop tells of it, also when the composer had the
 * focus */
static void
test_unseen (ComposerFixture *self, gconstpointer data)
{
  g_autoptr (GString) unseen = g_string_new (NULL);
  TuwenWindow *main_window;
  GtkWindow *window;

  composer_sign_in (self, SANDBOX_COOKIES);
  main_window = composer_open_main_window (self);
  g_signal_connect (self->composers, "unseen", G_CALLBACK (unseen_cb), unseen);
  window = tuwen_composers_new_post (self->composers);
  composer_write (window, "Hello");
  gtk_widget_set_visible (GTK_WIDGET (main_window), FALSE);
  g_assert_true (composer_act (window, "composer.publish"));
  wait_until (unseen->len > 0);
  g_assert_cmpstr (unseen->str, ==, "Published|Hello\n");
  g_assert_cmpstr (self->said->str, ==, "Published\n");
  g_assert_cmpuint (composer_count_windows (self), ==, 1);
}

/* Whoever wants no time to undo waits for nothing */
static void
test_no_undo (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;

  composer_sign_in (self, SANDBOX_COOKIES);
  g_object_set (self->composers, "undo-ms", 0, NULL);
  window = tuwen_composers_new_post (self->composers);
  composer_write (window, "Hello");
  g_assert_true (composer_act (window, "composer.publish"));
  g_assert_false (tuwen_composers_is_counting (self->composers,
                                               tuwen_composer_get_draft (TUWEN_COMPOSER (window))));
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpuint (composer_count_sent (self), ==, 1);
}

static void
test_failure (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  TuwenDraft *draft;

  composer_sign_in (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, COMPOSER_CREATE_PATH, "code:-352", 1);
  window = tuwen_composers_new_post (self->composers);
  draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));
  composer_write (window, "Hello");
  composer_act (window, "composer.publish");
  wait_until (tuwen_draft_get_error (draft) != NULL);
  wait_until (composer_get_notice (window) != NULL);
  g_assert_nonnull (strstr (composer_get_notice (window), "Nothing was published"));
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);

  composer_act (window, "composer.publish");
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
}

/* The answer was lost, but the post is there: nobody needs to know */
static void
test_lost (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;

  composer_sign_in (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, COMPOSER_CREATE_PATH, "lost", 1);
  window = tuwen_composers_new_post (self->composers);
  composer_write (window, "Hello");
  composer_act (window, "composer.publish");
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpuint (composer_count_sent (self), ==, 1);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
}

/* The post was lost: it is sent again when a person says so */
static void
test_not_found (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  TuwenDraft *draft;

  composer_sign_in (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, COMPOSER_CREATE_PATH, "drop", 1);
  window = tuwen_composers_new_post (self->composers);
  draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));
  composer_write (window, "Hello");
  composer_act (window, "composer.publish");
  wait_until (tuwen_draft_get_state (draft) == TUWEN_DRAFT_NOT_FOUND);
  g_assert_nonnull (composer_get_notice (window));
  composer_act (window, "composer.send-again");
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
}

static void
add_tests (void)
{
  composer_fixture_add ("/composer-publish/publish", test_publish);
  composer_fixture_add ("/composer-publish/take-back", test_take_back);
  composer_fixture_add ("/composer-publish/take-back-closed", test_take_back_closed);
  composer_fixture_add ("/composer-publish/take-back-nowhere", test_take_back_nowhere);
  composer_fixture_add ("/composer-publish/several", test_several);
  composer_fixture_add ("/composer-publish/unseen", test_unseen);
  composer_fixture_add ("/composer-publish/no-undo", test_no_undo);
  composer_fixture_add ("/composer-publish/failure", test_failure);
  composer_fixture_add ("/composer-publish/lost", test_lost);
  composer_fixture_add ("/composer-publish/not-found", test_not_found);
}

int
main (int argc, char **argv)
{
  return composer_fixture_run (&argc, &argv, add_tests);
}
