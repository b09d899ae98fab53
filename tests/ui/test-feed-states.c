/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands where posts would stand, and the ways out of it. */

#include "tuwen-error-text.h"
#include "tuwen-feed-page.h"
#include "window-fixture.h"

static void
press (Fixture *self, const char *label)
{
  GtkWidget *button;

  wait_until (fixture_find (self->window, label) != NULL);
  button = fixture_find (self->window, label);
  if (!GTK_IS_BUTTON (button))
    button = gtk_widget_get_ancestor (button, GTK_TYPE_BUTTON);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
test_welcome (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (tuwen_feed_view_get_state (fixture_get_view (self)), ==,
                   TUWEN_FEED_STATE_WELCOME);
  fixture_load_accounts (self);
  g_assert_cmpint (tuwen_feed_view_get_state (fixture_get_view (self)), ==,
                   TUWEN_FEED_STATE_WELCOME);

  wait_until (fixture_find (self->window, "Welcome to Tuwen") != NULL);
  g_assert_nonnull (fixture_find (self->window, "_Sign In"));
  g_assert_nonnull (fixture_find (self->window, "_Open a Space…"));
  g_assert_nonnull (fixture_find (self->window, "Sandbox"));
  /* There is nothing to filter or refresh */
  g_assert_null (fixture_find (self->window, "Articles"));
}

static void
test_posts (Fixture *self, gconstpointer data)
{
  fixture_show_space (self, SANDBOX_MID);
  g_assert_cmpint (tuwen_feed_view_get_state (fixture_get_view (self)), ==,
                   TUWEN_FEED_STATE_POSTS);
  wait_until (fixture_find (self->window, "Articles") != NULL);

  tuwen_feed_set_mid (self->feed, NULL);
  g_assert_cmpint (tuwen_feed_view_get_state (fixture_get_view (self)), ==,
                   TUWEN_FEED_STATE_WELCOME);
}

/* Large letters must not make the window wider than a phone */
static void
test_large_text (Fixture *self, gconstpointer data)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self->window));
  int before;

  fixture_show_space (self, SANDBOX_MID);
  /* As on GNOME */
  g_object_set (settings, "gtk-decoration-layout", ":close", NULL);
  g_object_get (settings, "gtk-xft-dpi", &before, NULL);
  for (int scale = 2; scale <= 4; scale++)
    {
      int minimum = 0;

      g_object_set (settings, "gtk-xft-dpi", 96 * 1024 * scale / 2, NULL);
      gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 640);
      wait_until (gtk_widget_get_width (GTK_WIDGET (self->window)) <= 360);
      /* The filter has moved to the bottom */
      wait_until (fixture_find (self->window, "Articles") != NULL);
      gtk_widget_measure (GTK_WIDGET (self->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                          NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
    }
  g_object_set (settings, "gtk-xft-dpi", before, NULL);
  gtk_settings_reset_property (settings, "gtk-decoration-layout");
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  fixture_show_space (self, SANDBOX_MID_EMPTY);
  g_assert_cmpint (tuwen_feed_view_get_state (fixture_get_view (self)), ==,
                   TUWEN_FEED_STATE_EMPTY);
  wait_until (fixture_find (self->window, "No Posts Yet") != NULL);

  tuwen_feed_set_kind (self->feed, BILI_OPUS_ARTICLES);
  wait_until (fixture_find (self->window, "No Articles") != NULL);
  press (self, "_Show All");
  wait_until (fixture_find (self->window, "No Posts Yet") != NULL);

  /* A post appears, and the page goes */
  g_free (sandbox_server_add_post (self->server, SANDBOX_MID_EMPTY, "Here I am"));
  press (self, "_Refresh");
  wait_until (tuwen_feed_view_get_state (fixture_get_view (self)) == TUWEN_FEED_STATE_POSTS);
}

static void
test_waiting (Fixture *self, gconstpointer data)
{
  sandbox_server_fail (self->server, FEED_PATH, "delay:600", 1);
  tuwen_feed_set_mid (self->feed, SANDBOX_MID);
  g_assert_cmpint (tuwen_feed_view_get_state (fixture_get_view (self)), ==,
                   TUWEN_FEED_STATE_WAITING);
  wait_until (!tuwen_feed_get_loading (self->feed));
  g_assert_cmpint (tuwen_feed_view_get_state (fixture_get_view (self)), ==,
                   TUWEN_FEED_STATE_POSTS);
}

/* Every way in which the service can fail to answer has words and a way on, and Retry works */
static void
test_errors (Fixture *self, gconstpointer data)
{
  const char *faults[] = { "drop",       "http:500", "http:412",        "html",    "truncated",
                           "empty",      "types",    "null",            "voucher", "huge",
                           "deep",       "utf8",     "redirect:http://127.0.0.1:1/",
                           "code:-101",  "code:-352", "code:-412",      "code:-799",
                           "code:-404",  "code:-400", "code:-111",
                           "code:12345:<b>Some</b> & words" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (TuwenErrorText) text = NULL;

      g_test_message ("%s", faults[i]);
      sandbox_server_fail (self->server, FEED_PATH, faults[i], -1);
      fixture_show_space (self, SANDBOX_MID);
      if (tuwen_feed_get_error (self->feed) == NULL)
        g_error ("%s was no error", faults[i]);
      g_assert_cmpint (tuwen_feed_view_get_state (fixture_get_view (self)), ==,
                       TUWEN_FEED_STATE_ERROR);

      text = tuwen_error_text_new (tuwen_feed_get_error (self->feed));
      wait_until (fixture_find (self->window, text->title) != NULL);
      g_assert_nonnull (fixture_find (self->window, text->body));
      g_assert_cmpint (text->browser, ==,
                       fixture_find (self->window, "Open in _Browser") != NULL);
      if (text->retry)
        g_assert_nonnull (fixture_find (self->window, "_Retry"));

      sandbox_server_fail (self->server, FEED_PATH, "drop", 0);
      if (text->retry)
        press (self, "_Retry");
      else
        gtk_widget_activate_action (GTK_WIDGET (self->window), "win.refresh", NULL);
      wait_until (tuwen_feed_view_get_state (fixture_get_view (self)) == TUWEN_FEED_STATE_POSTS);

      tuwen_feed_set_mid (self->feed, NULL);
    }
}

/* A page that fails to come is told of below the posts, which stay */
static void
test_next_page_error (Fixture *self, gconstpointer data)
{
  GtkAdjustment *adjustment;
  guint posts;

  fixture_show_space (self, SANDBOX_MID);
  posts = g_list_model_get_n_items (G_LIST_MODEL (self->feed));
  g_assert_cmpuint (posts, >, 0);

  sandbox_server_fail (self->server, FEED_PATH, "http:500", -1);
  wait_frames (self->window, 3);
  adjustment = fixture_get_adjustment (self);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  wait_until (tuwen_feed_get_error (self->feed) != NULL);
  g_assert_cmpint (tuwen_feed_view_get_state (fixture_get_view (self)), ==,
                   TUWEN_FEED_STATE_POSTS);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->feed)), ==, posts);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  wait_until (fixture_find (self->window, "Retry") != NULL);
  sandbox_server_fail (self->server, FEED_PATH, "drop", 0);
  press (self, "Retry");
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (self->feed)) > posts);
}

static gboolean
has_toast (GtkWidget *root)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (root), "AdwToastWidget"))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_toast (child))
      return TRUE;

  return FALSE;
}

static void
test_refresh_error (Fixture *self, gconstpointer data)
{
  g_autoptr (TuwenErrorText) text = NULL;
  guint posts;

  fixture_show_space (self, SANDBOX_MID);
  posts = g_list_model_get_n_items (G_LIST_MODEL (self->feed));

  sandbox_server_fail (self->server, FEED_PATH, "http:500", 1);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.refresh", NULL);
  wait_until (!tuwen_feed_get_refreshing (self->feed) && tuwen_feed_get_error (self->feed) != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->feed)), >=, posts);

  text = tuwen_error_text_new (tuwen_feed_get_error (self->feed));
  wait_until (fixture_find (self->window, text->title) != NULL);
  wait_until (has_toast (GTK_WIDGET (self->window)));
}

/* What stands there already is not said twice, and not covered by what says it. */
static void
test_refresh_error_at_end (Fixture *self, gconstpointer data)
{
  TuwenFeedList *list = tuwen_feed_view_get_list (fixture_get_view (self));
  GtkAdjustment *adjustment = fixture_get_adjustment (self);
  g_autoptr (TuwenErrorText) text = NULL;

  fixture_show_space (self, SANDBOX_MID);
  while (tuwen_feed_get_has_more (self->feed))
    {
      tuwen_feed_load_more (self->feed);
      wait_until (!tuwen_feed_get_loading (self->feed));
    }
  g_assert_false (tuwen_feed_list_shows_end (list));
  for (int i = 0; i < 100 && !tuwen_feed_list_shows_end (list); i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
      wait_frames (self->window, 2);
    }
  g_assert_true (tuwen_feed_list_shows_end (list));

  sandbox_server_fail (self->server, FEED_PATH, "http:500", 1);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.refresh", NULL);
  wait_until (!tuwen_feed_get_refreshing (self->feed) && tuwen_feed_get_error (self->feed) != NULL);
  text = tuwen_error_text_new (tuwen_feed_get_error (self->feed));
  wait_until (fixture_find (self->window, text->title) != NULL);
  wait_frames (self->window, 3);
  g_assert_false (has_toast (GTK_WIDGET (self->window)));
}

static void
test_keyring_page (void)
{
  g_autoptr (GError) locked
      = g_error_new_literal (TUWEN_KEYRING_ERROR, TUWEN_KEYRING_ERROR_LOCKED, "locked");
  g_autoptr (TuwenPage) page
      = tuwen_feed_page_new (TUWEN_FEED_STATE_KEYRING, FALSE, BILI_OPUS_ALL, locked);

  g_assert_cmpstr (page->first.action, ==, "win.retry-keyring");
  g_assert_cmpstr (page->second.action, ==, "win.ignore-keyring");
  g_assert_cmpstr (page->title, !=, "");
  g_assert_cmpstr (page->body, !=, "");
}

/* Every page has an icon that the theme knows, a title, and a button that does something */
static void
test_icons (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  gtk_icon_theme_add_resource_path (theme, "/io/github/tuwen/Tuwen/icons");
  for (int code = BILI_ERROR_NETWORK; code <= BILI_ERROR_SERVICE; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (BILI_ERROR, code, "words");
      g_autoptr (TuwenPage) page
          = tuwen_feed_page_new (TUWEN_FEED_STATE_ERROR, FALSE, BILI_OPUS_ALL, error);

      g_assert_true (gtk_icon_theme_has_icon (theme, page->icon_name));
      g_assert_nonnull (page->first.action);
    }
  for (int kind = BILI_OPUS_ALL; kind <= BILI_OPUS_ARTICLES; kind++)
    {
      g_autoptr (TuwenPage) page
          = tuwen_feed_page_new (TUWEN_FEED_STATE_EMPTY, kind % 2 == 0, kind, NULL);

      g_assert_true (gtk_icon_theme_has_icon (theme, page->icon_name));
      g_assert_nonnull (page->first.action);
    }
  {
    g_autoptr (TuwenPage) page
        = tuwen_feed_page_new (TUWEN_FEED_STATE_WELCOME, FALSE, BILI_OPUS_ALL, NULL);

    g_assert_true (gtk_icon_theme_has_icon (theme, page->icon_name));
  }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  fixture_add ("/feed-states/welcome", test_welcome);
  fixture_add ("/feed-states/posts", test_posts);
  fixture_add ("/feed-states/large-text", test_large_text);
  fixture_add ("/feed-states/empty", test_empty);
  fixture_add ("/feed-states/waiting", test_waiting);
  fixture_add ("/feed-states/errors", test_errors);
  fixture_add ("/feed-states/next-page-error", test_next_page_error);
  fixture_add ("/feed-states/refresh-error", test_refresh_error);
  fixture_add ("/feed-states/refresh-error/at-end", test_refresh_error_at_end);
  g_test_add_func ("/feed-states/keyring", test_keyring_page);
  g_test_add_func ("/feed-states/icons", test_icons);

  return g_test_run ();
}
