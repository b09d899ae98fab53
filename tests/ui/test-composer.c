/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window in which a post is written. */

#include "composer-fixture.h"

#include "tuwen-composer-options.h"
#include "tuwen-composer-private.h"
#include "tuwen-composers-private.h"

/* What the settings say holds for new posts, and not for those that are there */
static void
test_keep_metadata (ComposerFixture *self, gconstpointer data)
{
  TuwenComposer *old = TUWEN_COMPOSER (tuwen_composers_new_post (self->composers));
  TuwenComposer *new;

  g_object_set (self->composers, "keep-metadata", TRUE, NULL);
  new = TUWEN_COMPOSER (tuwen_composers_new_post (self->composers));
  g_assert_false (tuwen_draft_get_keep_metadata (tuwen_composer_get_draft (old)));
  g_assert_true (tuwen_draft_get_keep_metadata (tuwen_composer_get_draft (new)));
  g_assert_true (tuwen_draft_is_empty (tuwen_composer_get_draft (new)));
}

/* The window for the next post is there before it is asked for, and nobody sees it */
static void
test_spare (ComposerFixture *self, gconstpointer data)
{
  TuwenComposer *spare;
  GtkWindow *window;

  /* Not for who only reads */
  tuwen_composers_prepare (self->composers);
  g_assert_cmpuint (self->composers->spare_source, ==, 0);

  composer_sign_in (self, SANDBOX_COOKIES_2);
  wait_until (self->composers->spare != NULL && self->composers->spare_source == 0);
  spare = self->composers->spare;
  /* All of it, and nothing of it is seen */
  g_assert_true (gtk_widget_get_realized (GTK_WIDGET (spare->text)));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (spare->bar)), >, 300);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (spare->text)), >, 100);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (spare)));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (spare)));
  g_assert_cmpuint (composer_count_windows (self), ==, 0);
  g_assert_cmpuint (composer_count_drafts (self), ==, 0);

  /* Who has signed in since, and what was chosen, holds for it, too */
  composer_sign_in (self, SANDBOX_COOKIES);
  g_object_set (self->composers, "keep-metadata", TRUE, NULL);
  window = tuwen_composers_new_post (self->composers);
  g_assert_true (TUWEN_COMPOSER (window) == spare);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  g_assert_true (tuwen_draft_is_empty (tuwen_composer_get_draft (spare)));
  g_assert_cmpstr (tuwen_draft_get_mid (tuwen_composer_get_draft (spare)), ==, SANDBOX_MID);
  g_assert_true (tuwen_draft_get_keep_metadata (tuwen_composer_get_draft (spare)));

  /* Also when the next one is not there yet, or not all of it */
  window = tuwen_composers_new_post (self->composers);
  g_assert_true (TUWEN_COMPOSER (window) != spare);
  g_assert_nonnull (tuwen_composer_get_draft (TUWEN_COMPOSER (window)));
  wait_until (self->composers->spare != NULL);
  spare = self->composers->spare;
  window = tuwen_composers_new_post (self->composers);
  g_assert_true (TUWEN_COMPOSER (window) == spare);
  g_assert_nonnull (tuwen_composer_get_draft (spare));
  g_assert_cmpuint (composer_count_windows (self), ==, 3);

  /* It does not outlive the others */
  wait_until (self->composers->spare != NULL);
  spare = self->composers->spare;
  g_object_add_weak_pointer (G_OBJECT (spare), (gpointer *) &spare);
  tuwen_composers_quit (self->composers);
  g_assert_null (self->composers->spare);
  g_assert_cmpuint (self->composers->spare_source, ==, 0);
  wait_until (spare == NULL);
}

/* Says what is wrong with it before anything is sent */
static void
test_check (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  g_autofree char *much = g_strnfill (2100, 'a');

  composer_sign_in (self, SANDBOX_COOKIES);
  window = tuwen_composers_new_post (self->composers);
  composer_act (window, "composer.publish");
  g_assert_nonnull (composer_get_notice (window));
  composer_write (window, "a");
  g_assert_null (composer_get_notice (window));
  composer_write (window, much);
  composer_act (window, "composer.publish");
  g_assert_nonnull (strstr (composer_get_notice (window), "1051"));
  g_assert_false (tuwen_composers_is_counting (self->composers,
                                               tuwen_composer_get_draft (TUWEN_COMPOSER (window))));
}

static const char *
get_counter (GtkWindow *window)
{
  return gtk_label_get_label (TUWEN_COMPOSER (window)->counter);
}

static void
limits_changed_cb (TuwenPublisher *publisher, guint *count)
{
  (*count)++;
}

static void
test_limits (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  GtkEditable *title;
  guint n_told = 0;

  /* The defaults, where the service does not say */
  sandbox_server_set_max_text (self->server, 10);
  sandbox_server_fail (self->server, "/x/dynamic/feed/create/init_check", "http:500", 1);
  g_signal_connect (self->publisher, "limits-changed", G_CALLBACK (limits_changed_cb), &n_told);
  composer_sign_in (self, SANDBOX_COOKIES);
  window = tuwen_composers_new_post (self->composers);
  g_assert_cmpstr (get_counter (window), ==, "0 of 1000");

  wait_until (n_told == 1);
  g_assert_cmpstr (get_counter (window), ==, "0 of 1000");

  /* Whoever begins to write next asks again */
  gtk_window_close (window);
  wait_until (composer_count_windows (self) == 0);
  window = tuwen_composers_new_post (self->composers);
  wait_until (g_str_equal (get_counter (window), "0 of 10"));

  composer_write (window, "十个字十个字十个字十");
  g_assert_cmpstr (get_counter (window), ==, "10 of 10");
  composer_write (window, "ab😀");
  g_assert_cmpstr (get_counter (window), ==, "3 over");
  g_assert_true (composer_act (window, "composer.publish"));
  g_assert_nonnull (strstr (composer_get_notice (window), "13 of at most 10"));

  title = GTK_EDITABLE (gtk_widget_get_template_child (GTK_WIDGET (window), TUWEN_TYPE_COMPOSER,
                                                       "title_entry"));
  gtk_editable_set_text (title, "一二三四五六七八九十一二三四五六七八九😀");
  g_assert_cmpstr (gtk_label_get_label (TUWEN_COMPOSER (window)->title_counter), ==, "21 of 20");
  g_assert_true (composer_act (window, "composer.publish"));
  g_assert_nonnull (strstr (composer_get_notice (window), "21 of at most 20"));
  gtk_editable_set_text (title, "");
  g_signal_handlers_disconnect_by_data (self->publisher, &n_told);
}

/* Of a clipboard that holds a picture as well, the text alone */
static void
test_paste_text (ComposerFixture *self, gconstpointer data)
{
  static const char picture[] = "not looked at";
  static const char nodes[] = "[(9, '[doge]', '')]";
  g_autoptr (GBytes) picture_bytes = g_bytes_new_static (picture, strlen (picture));
  g_autoptr (GBytes) nodes_bytes = g_bytes_new_static (nodes, strlen (nodes));
  g_autoptr (GdkContentProvider) provider = NULL;
  GtkWindow *window = tuwen_composers_new_post (self->composers);
  GtkWidget *title = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (window), TUWEN_TYPE_COMPOSER, "title_entry"));
  TuwenComposer *composer = TUWEN_COMPOSER (window);

  provider = gdk_content_provider_new_union (
      (GdkContentProvider *[]){
          gdk_content_provider_new_for_bytes ("image/png", picture_bytes),
          gdk_content_provider_new_for_bytes ("application/vnd.tuwen.nodes", nodes_bytes),
          gdk_content_provider_new_typed (G_TYPE_STRING, "words") },
      3);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (window)), provider);
  g_assert_true (composer_act (window, "composer.paste-text"));
  wait_until (composer_has_text (window, "words"));
  g_assert_cmpuint (
      g_list_model_get_n_items (tuwen_draft_get_pictures (tuwen_composer_get_draft (composer))), ==,
      0);

  /* Where else one writes */
  gtk_widget_grab_focus (title);
  g_assert_true (composer_act (window, "composer.paste-text"));
  wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (title)), "words"));
  g_assert_true (composer_has_text (window, "words"));
}

static void
test_close (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);

  /* Nobody misses an empty one */
  gtk_window_close (window);
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->drafts)), ==, 0);

  window = tuwen_composers_new_post (self->composers);
  composer_write (window, "Hello");
  gtk_window_close (window);
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Draft kept\n");
  g_assert_cmpuint (composer_count_drafts (self), ==, 1);
  tuwen_composers_take_offer (self->composers, self->draft, self->offer);
  g_assert_cmpuint (composer_count_windows (self), ==, 1);
}

static void
activate_cb (GApplication *application, guint *count)
{
  (*count)++;
}

static void
test_discard (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);
  g_autofree char *summary = NULL;
  guint activated = 0;
  gulong id;

  /* Whoever has nowhere to read of the way back gets a window for it */
  id = g_signal_connect (self->application, "activate", G_CALLBACK (activate_cb), &activated);
  composer_write (window, "Hello");
  composer_act (window, "composer.discard");
  wait_until (composer_count_windows (self) == 0);
  g_signal_handler_disconnect (self->application, id);
  g_assert_cmpuint (activated, ==, 1);
  g_assert_cmpuint (composer_count_drafts (self), ==, 0);
  g_assert_cmpint (self->offer, ==, TUWEN_OFFER_RESTORE);
  tuwen_composers_take_offer (self->composers, self->draft, self->offer);
  g_assert_cmpuint (composer_count_windows (self), ==, 1);
  g_assert_cmpuint (composer_count_drafts (self), ==, 1);
  summary = tuwen_draft_dup_summary (self->draft);
  g_assert_cmpstr (summary, ==, "Hello");
}

/* What stood open stands open the next time; what was closed does not */
static void
test_restore (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);

  composer_write (window, "Closed");
  gtk_window_close (window);
  wait_until (composer_count_windows (self) == 0);
  composer_write (tuwen_composers_new_post (self->composers), "One");
  composer_write (tuwen_composers_new_post (self->composers), "Two");
  tuwen_composers_new_post (self->composers);
  composer_fixture_end (self);

  composer_fixture_begin (self);
  g_assert_cmpuint (composer_count_windows (self), ==, 0);
  tuwen_composers_restore (self->composers);
  g_assert_cmpuint (composer_count_windows (self), ==, 2);
  g_assert_cmpuint (composer_count_drafts (self), ==, 3);
}

/* What is scheduled is kept, but no composer stands open on it the next time */
static void
test_restore_scheduled (ComposerFixture *self, gconstpointer data)
{
  GListModel *drafts;
  GtkWindow *window;

  composer_sign_in (self, SANDBOX_COOKIES);
  window = tuwen_composers_new_post (self->composers);
  composer_write (window, "Later");
  tuwen_draft_set_publish_time (tuwen_composer_get_draft (TUWEN_COMPOSER (window)),
                                g_get_real_time () / G_USEC_PER_SEC + 7200);
  composer_act (window, "composer.publish");
  wait_until (composer_count_windows (self) == 0);
  composer_fixture_end (self);

  composer_fixture_begin (self);
  tuwen_composers_restore (self->composers);
  drafts = G_LIST_MODEL (self->drafts);
  g_assert_cmpuint (g_list_model_get_n_items (drafts), ==, 1);
  g_assert_cmpuint (composer_count_windows (self), ==, 0);
}

/* It is as high as its lines are, however wide GTK asks for it */
static void
test_options (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);
  g_autoptr (GtkWidget) popover = g_object_ref_sink (
      tuwen_composer_options_new (tuwen_composer_get_draft (TUWEN_COMPOSER (window))));
  GtkWidget *child = gtk_popover_get_child (GTK_POPOVER (popover));
  int width, height, height_when_wide;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, 4 * width, NULL, &height_when_wide, NULL,
                      NULL);
  g_assert_cmpint (height, ==, height_when_wide);
}

static void
add_tests (void)
{
  composer_fixture_add ("/composer/keep-metadata", test_keep_metadata);
  composer_fixture_add ("/composer/spare", test_spare);
  composer_fixture_add ("/composer/check", test_check);
  composer_fixture_add ("/composer/limits", test_limits);
  composer_fixture_add ("/composer/options", test_options);
  composer_fixture_add ("/composer/paste-text", test_paste_text);
  composer_fixture_add ("/composer/close", test_close);
  composer_fixture_add ("/composer/discard", test_discard);
  composer_fixture_add ("/composer/restore", test_restore);
  composer_fixture_add ("/composer/restore-scheduled", test_restore_scheduled);
}

int
main (int argc, char **argv)
{
  return composer_fixture_run (&argc, &argv, add_tests);
}
