/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who posts what is written. */

#include "composer-fixture.h"

#include "sandbox-server.h"
#include "tuwen-composer-private.h"

static const char *
get_counter (GtkWindow *window)
{
  return gtk_label_get_label (TUWEN_COMPOSER (window)->counter);
}

static void
choose (GtkWindow *window, const char *mid)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "composer.account", "s", mid));
}

static guint
count_posts (ComposerFixture *self, const char *mid)
{
  return sandbox_world_find_person (self->server->world, mid)->posts->len;
}

/* Who signs in later is who posts it */
static void
test_sign_in (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);

  composer_write (window, "Hello");
  g_assert_nonnull (fixture_find (window, "Sign In"));
  g_assert_null (fixture_find (window, "Publish"));
  composer_sign_in (self, SANDBOX_COOKIES);
  wait_until (fixture_find (window, "Publish") != NULL);
  composer_act (window, "composer.publish");
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
}

/* It goes out as whom is shown, and what is said of the others does not change that */
static void
test_choose (ComposerFixture *self, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = NULL;
  GtkWindow *window;
  guint first, second;

  composer_sign_in (self, SANDBOX_COOKIES_2);
  composer_sign_in (self, SANDBOX_COOKIES);
  window = tuwen_composers_new_post (self->composers);
  draft = g_object_ref (tuwen_composer_get_draft (TUWEN_COMPOSER (window)));
  composer_write (window, "Hello");
  g_assert_cmpstr (tuwen_draft_get_mid (draft), ==, SANDBOX_MID);
  choose (window, SANDBOX_MID_2);
  g_assert_cmpstr (tuwen_draft_get_mid (draft), ==, SANDBOX_MID_2);

  /* Kept with the draft */
  g_clear_object (&draft);
  composer_fixture_end (self);
  composer_fixture_begin (self);
  tuwen_composers_restore (self->composers);
  g_assert_cmpuint (composer_count_windows (self), ==, 1);
  window = gtk_application_get_windows (self->application)->data;
  g_assert_cmpstr (tuwen_draft_get_mid (tuwen_composer_get_draft (TUWEN_COMPOSER (window))), ==,
                   SANDBOX_MID_2);

  first = count_posts (self, SANDBOX_MID);
  second = count_posts (self, SANDBOX_MID_2);
  g_assert_true (composer_act (window, "composer.publish"));
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpuint (count_posts (self, SANDBOX_MID), ==, first);
  g_assert_cmpuint (count_posts (self, SANDBOX_MID_2), ==, second + 1);
}

/* Each is told limits of its own */
static void
test_limits (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  g_autofree char *told = NULL;

  sandbox_server_set_max_text (self->server, 20);
  composer_sign_in (self, SANDBOX_COOKIES);
  window = tuwen_composers_new_post (self->composers);
  wait_until (g_str_equal (get_counter (window), "0 of 20"));
  sandbox_server_set_max_text (self->server, 10);
  composer_sign_in (self, SANDBOX_COOKIES_2);
  g_assert_cmpstr (get_counter (window), ==, "0 of 20");

  choose (window, SANDBOX_MID_2);
  wait_until (g_str_equal (get_counter (window), "0 of 10"));
  composer_write (window, "十个字十个字十个字十多");
  composer_act (window, "composer.publish");
  told = g_strdup (composer_get_notice (window));
  g_assert_nonnull (strstr (told, "11 of at most 10"));
  choose (window, SANDBOX_MID);
  g_assert_cmpstr (get_counter (window), ==, "11 of 20");
  wait_until (fixture_find (window, told) == NULL);
  g_assert_null (composer_get_notice (window));
}

/* What was said of a session is true no more when there is another */
static void
test_session (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;

  composer_sign_in (self, SANDBOX_COOKIES);
  window = tuwen_composers_new_post (self->composers);
  composer_write (window, "Hello");
  sandbox_server_end_session (self->server, SANDBOX_MID);
  g_assert_true (composer_act (window, "composer.publish"));
  wait_until (composer_get_notice (window) != NULL);
  g_assert_nonnull (strstr (composer_get_notice (window), "The session has ended"));
  wait_until (fixture_find (window, "Sign In") != NULL);

  sandbox_server_reset (self->server);
  composer_sign_in (self, SANDBOX_COOKIES);
  wait_until (fixture_find (window, "Publish") != NULL);
  g_assert_null (composer_get_notice (window));

  /* Also where it was said before anything was tried */
  sandbox_server_end_session (self->server, SANDBOX_MID);
  g_assert_true (composer_act (window, "composer.publish"));
  wait_until (composer_get_notice (window) != NULL);
  g_assert_true (composer_act (window, "composer.publish"));
  g_assert_nonnull (strstr (composer_get_notice (window), "Sign in again."));
  sandbox_server_reset (self->server);
  composer_sign_in (self, SANDBOX_COOKIES);
  g_assert_null (composer_get_notice (window));
  g_assert_true (composer_act (window, "composer.publish"));
  wait_until (composer_count_windows (self) == 0);
}

/* A session that was refused for an action, and was thought to live, is renewed the same way */
static void
test_renewed (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  g_autofree char *told = NULL;

  composer_sign_in (self, SANDBOX_COOKIES);
  sandbox_server_fail (self->server, COMPOSER_CREATE_PATH, "code:-111", 1);
  window = tuwen_composers_new_post (self->composers);
  composer_write (window, "Hello");
  g_assert_true (composer_act (window, "composer.publish"));
  wait_until (composer_get_notice (window) != NULL);
  g_assert_nonnull (strstr (composer_get_notice (window), "did not accept the session"));
  told = g_strdup (composer_get_notice (window));
  composer_sign_in (self, SANDBOX_COOKIES);
  g_assert_null (composer_get_notice (window));
  wait_until (fixture_find (window, told) == NULL);
}

/* While the keyring is slow nobody is asked to sign in who may be signed in */
static void
test_slow_keyring (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;

  tuwen_accounts_load (self->accounts);
  g_assert_true (tuwen_accounts_get_loading (self->accounts));
  window = tuwen_composers_new_post (self->composers);
  g_assert_nonnull (fixture_find (window, "Checking…"));
  g_assert_null (fixture_find (window, "Sign In"));
  composer_write (window, "Hello");
  composer_act (window, "composer.publish");
  g_assert_nonnull (strstr (composer_get_notice (window), "has not said yet who is signed in"));

  wait_until (!tuwen_accounts_get_loading (self->accounts));
  wait_until (fixture_find (window, "Sign In") != NULL);
  g_assert_null (fixture_find (window, "Checking…"));
  g_assert_nonnull (strstr (composer_get_notice (window), "Nobody is signed in"));
}

static void
add_tests (void)
{
  composer_fixture_add ("/composer-account/sign-in", test_sign_in);
  composer_fixture_add ("/composer-account/choose", test_choose);
  composer_fixture_add ("/composer-account/limits", test_limits);
  composer_fixture_add ("/composer-account/session", test_session);
  composer_fixture_add ("/composer-account/renewed", test_renewed);
  composer_fixture_add ("/composer-account/slow-keyring", test_slow_keyring);
}

int
main (int argc, char **argv)
{
  return composer_fixture_run (&argc, &argv, add_tests);
}
