/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "tuwen-composer-text.h"
#include "tuwen-composer.h"
#include "tuwen-keyring.h"
#include "tuwen-notice.h"
#include "tuwen-vote-editor.h"
#include "window-fixture.h"

#define CREATE_PATH "/dynamic_svr/v1/dynamic_svr/create"
#define UNDO_MS 200

/* Composers with a stand-in in the process, and what they say */
typedef struct
{
  SandboxServer *server;
  TuwenService *service;
  BiliClock *clock;
  TuwenAccounts *accounts;
  TuwenPictures *pictures;
  TuwenDrafts *drafts;
  TuwenPublisher *publisher;
  GtkApplication *application; /* (unowned) */
  TuwenComposers *composers;

  GString *said; /* each on a line */
  TuwenDraft *draft;
  TuwenOffer offer;
} ComposerFixture;

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

static void
sign_in (ComposerFixture *self)
{
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (SANDBOX_COOKIES, NULL);
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

static void
make_composers (ComposerFixture *self)
{
  self->drafts = tuwen_drafts_new (self->service, self->clock);
  self->publisher = tuwen_publisher_new (self->drafts, self->accounts, self->clock);
  g_object_set (self->publisher, "look-unit-ms", 1, NULL);
  self->composers = g_object_new (TUWEN_TYPE_COMPOSERS,
                                  "application", self->application,
                                  "service-settings", tuwen_service_get_settings (self->service),
                                  "drafts", self->drafts,
                                  "publisher", self->publisher,
                                  "accounts", self->accounts,
                                  "pictures", self->pictures,
                                  "sandbox", TRUE,
                                  "undo-ms", UNDO_MS,
                                  NULL);
  g_signal_connect (self->composers, "said", G_CALLBACK (said_cb), self);
  load_drafts (self);
}

static void
drop_composers (ComposerFixture *self)
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
  g_clear_object (&self->publisher);
  g_clear_object (&self->drafts);
}

static void
set_up (ComposerFixture *self, gconstpointer data)
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
  self->clock = bili_clock_new ();
  nobody = bili_client_new (origin, "Tuwen/test", self->clock, NULL);
  keyring = tuwen_keyring_new (tuwen_service_get_id (self->service));
  self->accounts = tuwen_accounts_new (self->service, keyring, self->clock, "Tuwen/test");
  self->pictures = tuwen_pictures_new (nobody, NULL, TUWEN_PICTURES_MEMORY);
  self->said = g_string_new (NULL);

  self->application = GTK_APPLICATION (g_application_get_default ());

  tuwen_accounts_load (self->accounts);
  wait_until (!tuwen_accounts_get_loading (self->accounts));
  make_composers (self);
}

static void
tear_down (ComposerFixture *self, gconstpointer data)
{
  drop_composers (self);
  g_clear_object (&self->draft);
  g_string_free (self->said, TRUE);
  g_clear_object (&self->accounts);
  g_clear_object (&self->pictures);
  g_clear_object (&self->clock);
  g_clear_object (&self->service);
  g_clear_object (&self->server);
}

static GtkWidget *
find_type (GtkWidget *root, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found
          = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
write_text (GtkWindow *window, const char *text)
{
  GtkTextView *view = GTK_TEXT_VIEW (find_type (GTK_WIDGET (window), TUWEN_TYPE_COMPOSER_TEXT));

  gtk_text_buffer_insert_interactive_at_cursor (gtk_text_view_get_buffer (view), text, -1, TRUE);
}

static const char *
get_notice (GtkWindow *window)
{
  return tuwen_notice_get_text (TUWEN_NOTICE (find_type (GTK_WIDGET (window), TUWEN_TYPE_NOTICE)));
}

static gboolean
act (GtkWindow *window, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

static guint
count_windows (ComposerFixture *self)
{
  return g_list_length (gtk_application_get_windows (self->application));
}

static guint
count_drafts (ComposerFixture *self)
{
  g_autoptr (GPtrArray) list = tuwen_composers_list (self->composers);

  return list->len;
}

static guint
count_sent (ComposerFixture *self)
{
  return sandbox_server_count_requests (self->server, CREATE_PATH);
}

static void
test_publish (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;

  sign_in (self);
  window = tuwen_composers_new_post (self->composers);
  write_text (window, "Hello");
  g_assert_true (act (window, "composer.publish"));
  g_assert_cmpuint (count_sent (self), ==, 0);
  wait_until (count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
  g_assert_cmpint (self->offer, ==, TUWEN_OFFER_OPEN_POST);
  g_assert_cmpuint (count_sent (self), ==, 1);
  wait_until (count_drafts (self) == 0);
}

static void
test_take_back (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  gint64 end;

  sign_in (self);
  window = tuwen_composers_new_post (self->composers);
  write_text (window, "Hello");
  g_assert_true (act (window, "composer.publish"));
  g_assert_true (act (window, "composer.take-back"));
  end = g_get_monotonic_time () + 3 * UNDO_MS * 1000;
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (count_sent (self), ==, 0);
  g_assert_cmpuint (count_windows (self), ==, 1);

  /* It can be written on, and published after all */
  write_text (window, " again");
  g_assert_true (act (window, "composer.publish"));
  wait_until (count_windows (self) == 0);
  g_assert_cmpuint (count_sent (self), ==, 1);
}

static TuwenWindow *
open_main_window (ComposerFixture *self)
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

/* Closing a composer does not take away the time to undo */
static void
test_take_back_closed (ComposerFixture *self, gconstpointer data)
{
  TuwenWindow *main_window;
  GtkWindow *window;

  sign_in (self);
  g_object_set (self->composers, "undo-ms", 60000, NULL);
  main_window = open_main_window (self);
  window = tuwen_composers_new_post (self->composers);
  write_text (window, "Hello");
  g_assert_null (fixture_find (main_window, "“Hello”: Publishing in a moment"));
  g_assert_true (act (window, "composer.publish"));
  gtk_window_close (window);
  wait_until (count_windows (self) == 1);
  wait_until (fixture_find (main_window, "“Hello”: Publishing in a moment") != NULL);

  g_assert_true (act (GTK_WINDOW (main_window), "win.take-back"));
  wait_until (count_windows (self) == 2);
  wait_until (fixture_find (main_window, "“Hello”: Publishing in a moment") == NULL);
  g_assert_cmpuint (count_sent (self), ==, 0);
  g_assert_cmpuint (count_drafts (self), ==, 1);
  g_assert_cmpstr (self->said->str, ==, "");

  /* Pressed when it is gone, it does no harm */
  g_assert_true (act (GTK_WINDOW (main_window), "win.take-back"));
  g_assert_cmpuint (count_windows (self), ==, 2);
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

/* With the main window out of sight the desktop tells of it, also when the composer had the focus */
static void
test_unseen (ComposerFixture *self, gconstpointer data)
{
  g_autoptr (GString) unseen = g_string_new (NULL);
  TuwenWindow *main_window;
  GtkWindow *window;

  sign_in (self);
  main_window = open_main_window (self);
  g_signal_connect (self->composers, "unseen", G_CALLBACK (unseen_cb), unseen);
  window = tuwen_composers_new_post (self->composers);
  write_text (window, "Hello");
  gtk_widget_set_visible (GTK_WIDGET (main_window), FALSE);
  g_assert_true (act (window, "composer.publish"));
  wait_until (unseen->len > 0);
  g_assert_cmpstr (unseen->str, ==, "Published|Hello\n");
  g_assert_cmpstr (self->said->str, ==, "Published\n");
  g_assert_cmpuint (count_windows (self), ==, 1);
}

/* Whoever wants no time to undo waits for nothing */
static void
test_no_undo (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;

  sign_in (self);
  g_object_set (self->composers, "undo-ms", 0, NULL);
  window = tuwen_composers_new_post (self->composers);
  write_text (window, "Hello");
  g_assert_true (act (window, "composer.publish"));
  g_assert_false (
      tuwen_composers_is_counting (self->composers, tuwen_composer_get_draft (TUWEN_COMPOSER (window))));
  wait_until (count_windows (self) == 0);
  g_assert_cmpuint (count_sent (self), ==, 1);
}

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

/* Says what is wrong with it before anything is sent */
static void
test_check (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  g_autofree char *much = g_strnfill (2100, 'a');

  sign_in (self);
  window = tuwen_composers_new_post (self->composers);
  act (window, "composer.publish");
  g_assert_nonnull (get_notice (window));
  write_text (window, "a");
  g_assert_null (get_notice (window));
  write_text (window, much);
  act (window, "composer.publish");
  g_assert_nonnull (strstr (get_notice (window), "1051"));
  g_assert_false (tuwen_composers_is_counting (self->composers,
                                               tuwen_composer_get_draft (TUWEN_COMPOSER (window))));
}

static const char *
get_counter (GtkWindow *window, const char *name)
{
  return gtk_label_get_label (
      GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (window), TUWEN_TYPE_COMPOSER, name)));
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
  sign_in (self);
  window = tuwen_composers_new_post (self->composers);
  g_assert_cmpstr (get_counter (window, "counter"), ==, "0 of 1000");

  wait_until (n_told == 1);
  g_assert_cmpstr (get_counter (window, "counter"), ==, "0 of 1000");

  /* Whoever begins to write next asks again */
  gtk_window_close (window);
  wait_until (count_windows (self) == 0);
  window = tuwen_composers_new_post (self->composers);
  wait_until (g_str_equal (get_counter (window, "counter"), "0 of 10"));

  write_text (window, "十个字十个字十个字十");
  g_assert_cmpstr (get_counter (window, "counter"), ==, "10 of 10");
  write_text (window, "ab😀");
  g_assert_cmpstr (get_counter (window, "counter"), ==, "13 of 10, 3 too many");
  g_assert_true (act (window, "composer.publish"));
  g_assert_nonnull (strstr (get_notice (window), "13 of at most 10"));

  title = GTK_EDITABLE (gtk_widget_get_template_child (GTK_WIDGET (window), TUWEN_TYPE_COMPOSER,
                                                       "title_entry"));
  gtk_editable_set_text (title, "一二三四五六七八九十一二三四五六七八九😀");
  g_assert_cmpstr (get_counter (window, "title_counter"), ==, "21 of 20");
  g_assert_true (act (window, "composer.publish"));
  g_assert_nonnull (strstr (get_notice (window), "21 of at most 20"));
  gtk_editable_set_text (title, "");
  g_signal_handlers_disconnect_by_data (self->publisher, &n_told);
}

static gboolean
has_text (GtkWindow *window, const char *expected)
{
  GtkTextView *view = GTK_TEXT_VIEW (find_type (GTK_WIDGET (window), TUWEN_TYPE_COMPOSER_TEXT));
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (view), "text", &text, NULL);
  return g_str_equal (text, expected);
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
  g_assert_true (act (window, "composer.paste-text"));
  wait_until (has_text (window, "words"));
  g_assert_cmpuint (
      g_list_model_get_n_items (tuwen_draft_get_pictures (tuwen_composer_get_draft (composer))), ==,
      0);

  /* Where else one writes */
  gtk_widget_grab_focus (title);
  g_assert_true (act (window, "composer.paste-text"));
  wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (title)), "words"));
  g_assert_true (has_text (window, "words"));
}

/* The texts of a draft's nodes, the vote's between braces */
static char *
dup_notes (TuwenDraft *draft)
{
  GPtrArray *nodes = tuwen_draft_get_nodes (draft);
  GString *notes = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      const BiliNode *node = nodes->pdata[i];

      g_string_append_printf (notes, node->type == BILI_NODE_VOTE ? "{%s}" : "%s", node->text);
    }

  return g_string_free (notes, FALSE);
}

#define assert_draft(draft, expected)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *notes_ = dup_notes (draft);                                                   \
    g_assert_cmpstr (notes_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static void
place_cursor (GtkWindow *window, int offset)
{
  GtkTextView *view = GTK_TEXT_VIEW (find_type (GTK_WIDGET (window), TUWEN_TYPE_COMPOSER_TEXT));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (view), &iter, offset);
  gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (view), &iter);
}

static gboolean
has_editor (GtkWindow *window)
{
  return find_type (GTK_WIDGET (window), TUWEN_TYPE_VOTE_EDITOR) != NULL;
}

static void
ask (TuwenDraft *draft, const char *title)
{
  g_autoptr (BiliVote) vote = bili_vote_copy (tuwen_draft_get_vote (draft));

  g_free (vote->title);
  vote->title = g_strdup (title);
  for (guint i = 0; i < vote->options->len; i++)
    {
      BiliVoteOption *option = vote->options->pdata[i];

      g_free (option->text);
      option->text = g_strdup_printf ("%u", i + 1);
    }
  tuwen_draft_set_vote (draft, vote);
}

/* A vote stands where it was put, and is gone without its atom */
static void
test_vote (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);
  GtkWidget *text = find_type (GTK_WIDGET (window), TUWEN_TYPE_COMPOSER_TEXT);
  TuwenDraft *draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));

  write_text (window, "before after");
  place_cursor (window, 7);
  g_assert_true (act (window, "composer.vote"));
  assert_draft (draft, "before {}after");
  g_assert_true (has_editor (window));
  ask (draft, "lunch?");
  g_assert_true (has_text (window, "before ☑ lunch?after"));

  /* Removed in the text, and had back there */
  place_cursor (window, 15);
  g_signal_emit_by_name (text, "backspace");
  g_assert_null (tuwen_draft_get_vote (draft));
  g_assert_false (has_editor (window));
  assert_draft (draft, "before after");
  g_assert_true (gtk_widget_activate_action (text, "text.undo", NULL));
  g_assert_true (has_editor (window));
  g_assert_cmpstr (tuwen_draft_get_vote (draft)->title, ==, "lunch?");
  g_assert_cmpuint (tuwen_draft_get_vote (draft)->options->len, ==, 2);
  assert_draft (draft, "before {lunch?}after");

  /* Removed in its editor, and had back there */
  tuwen_vote_editor_remove (
      TUWEN_VOTE_EDITOR (find_type (GTK_WIDGET (window), TUWEN_TYPE_VOTE_EDITOR)));
  assert_draft (draft, "before after");
  wait_until (fixture_find (window, "_Undo") != NULL);
  g_signal_emit_by_name (fixture_find (window, "_Undo"), "clicked");
  g_assert_true (has_editor (window));
  assert_draft (draft, "before {lunch?}after");

  sign_in (self);
  act (window, "composer.publish");
  wait_until (count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
  wait_until (count_drafts (self) == 0);
}

/* An earlier version kept the vote beside the text, and posted it behind */
static void
test_old_vote (ComposerFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  g_autoptr (BiliVote) vote = bili_vote_new ();
  TuwenDraft *draft;
  GtkWindow *window;

  window = tuwen_composers_new_post (self->composers);
  draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));
  g_object_ref (draft);
  write_text (window, "before");
  gtk_window_close (window);
  wait_until (count_windows (self) == 0);
  vote->title = g_strdup ("lunch?");
  tuwen_draft_set_vote (draft, vote);

  tuwen_composers_open (self->composers, draft);
  window = gtk_application_get_windows (self->application)->data;
  g_assert_true (has_text (window, "before☑ lunch?"));
  g_assert_true (has_editor (window));
  /* Nobody has changed anything */
  assert_draft (draft, "before");
  place_cursor (window, 0);
  write_text (window, "x");
  assert_draft (draft, "xbefore{lunch?}");

  /* Of two votes one stays, and of none none */
  gtk_window_close (window);
  wait_until (count_windows (self) == 0);
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, "1", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, "x", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, "2", NULL));
  tuwen_draft_set_nodes (draft, nodes);
  tuwen_composers_open (self->composers, draft);
  window = gtk_application_get_windows (self->application)->data;
  g_assert_true (has_text (window, "☑ lunch?x"));
  gtk_window_close (window);
  wait_until (count_windows (self) == 0);
  tuwen_draft_set_vote (draft, NULL);
  tuwen_composers_open (self->composers, draft);
  window = gtk_application_get_windows (self->application)->data;
  g_assert_true (has_text (window, "x"));
  g_assert_false (has_editor (window));
  g_object_unref (draft);
}

static void
test_failure (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  TuwenDraft *draft;

  sign_in (self);
  sandbox_server_fail (self->server, CREATE_PATH, "code:-352", 1);
  window = tuwen_composers_new_post (self->composers);
  draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));
  write_text (window, "Hello");
  act (window, "composer.publish");
  wait_until (tuwen_draft_get_error (draft) != NULL);
  wait_until (get_notice (window) != NULL);
  g_assert_nonnull (strstr (get_notice (window), "Nothing was published"));
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);

  act (window, "composer.publish");
  wait_until (count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
}

/* The answer was lost, but the post is there: nobody needs to know */
static void
test_lost (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;

  sign_in (self);
  sandbox_server_fail (self->server, CREATE_PATH, "lost", 1);
  window = tuwen_composers_new_post (self->composers);
  write_text (window, "Hello");
  act (window, "composer.publish");
  wait_until (count_windows (self) == 0);
  g_assert_cmpuint (count_sent (self), ==, 1);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
}

/* The post was lost: it is sent again when a person says so */
static void
test_not_found (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window;
  TuwenDraft *draft;

  sign_in (self);
  sandbox_server_fail (self->server, CREATE_PATH, "drop", 1);
  window = tuwen_composers_new_post (self->composers);
  draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));
  write_text (window, "Hello");
  act (window, "composer.publish");
  wait_until (tuwen_draft_get_state (draft) == TUWEN_DRAFT_NOT_FOUND);
  g_assert_nonnull (get_notice (window));
  act (window, "composer.send-again");
  wait_until (count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
}

static void
test_close (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);

  /* Nobody misses an empty one */
  gtk_window_close (window);
  wait_until (count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->drafts)), ==, 0);

  window = tuwen_composers_new_post (self->composers);
  write_text (window, "Hello");
  gtk_window_close (window);
  wait_until (count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Draft kept\n");
  g_assert_cmpuint (count_drafts (self), ==, 1);
  tuwen_composers_take_offer (self->composers, self->draft, self->offer);
  g_assert_cmpuint (count_windows (self), ==, 1);
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
  write_text (window, "Hello");
  act (window, "composer.discard");
  wait_until (count_windows (self) == 0);
  g_signal_handler_disconnect (self->application, id);
  g_assert_cmpuint (activated, ==, 1);
  g_assert_cmpuint (count_drafts (self), ==, 0);
  g_assert_cmpint (self->offer, ==, TUWEN_OFFER_RESTORE);
  tuwen_composers_take_offer (self->composers, self->draft, self->offer);
  g_assert_cmpuint (count_windows (self), ==, 1);
  g_assert_cmpuint (count_drafts (self), ==, 1);
  summary = tuwen_draft_dup_summary (self->draft);
  g_assert_cmpstr (summary, ==, "Hello");
}

/* What stood open stands open the next time; what was closed does not */
static void
test_restore (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);

  write_text (window, "Closed");
  gtk_window_close (window);
  wait_until (count_windows (self) == 0);
  write_text (tuwen_composers_new_post (self->composers), "One");
  write_text (tuwen_composers_new_post (self->composers), "Two");
  tuwen_composers_new_post (self->composers);
  drop_composers (self);

  make_composers (self);
  g_assert_cmpuint (count_windows (self), ==, 0);
  tuwen_composers_restore (self->composers);
  g_assert_cmpuint (count_windows (self), ==, 2);
  g_assert_cmpuint (count_drafts (self), ==, 3);
}

/* Who signs in later is who posts it */
static void
test_sign_in (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);

  write_text (window, "Hello");
  g_assert_nonnull (fixture_find (window, "Sign In"));
  g_assert_null (fixture_find (window, "Publish"));
  sign_in (self);
  wait_until (fixture_find (window, "Publish") != NULL);
  act (window, "composer.publish");
  wait_until (count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("tuwen-composer-XXXXXX", NULL);
  g_autoptr (GtkApplication) application = NULL;
  int status;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  fixture_init (&argc, &argv);
  /* Never run: windows belong to it, that is all */
  application = gtk_application_new ("io.github.tuwen.Test", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);

#define add(path, test) g_test_add (path, ComposerFixture, NULL, set_up, test, tear_down)
  add ("/composer/publish", test_publish);
  add ("/composer/take-back", test_take_back);
  add ("/composer/take-back-closed", test_take_back_closed);
  add ("/composer/unseen", test_unseen);
  add ("/composer/no-undo", test_no_undo);
  add ("/composer/keep-metadata", test_keep_metadata);
  add ("/composer/check", test_check);
  add ("/composer/limits", test_limits);
  add ("/composer/paste-text", test_paste_text);
  add ("/composer/vote", test_vote);
  add ("/composer/old-vote", test_old_vote);
  add ("/composer/failure", test_failure);
  add ("/composer/lost", test_lost);
  add ("/composer/not-found", test_not_found);
  add ("/composer/close", test_close);
  add ("/composer/discard", test_discard);
  add ("/composer/restore", test_restore);
  add ("/composer/sign-in", test_sign_in);

  status = g_test_run ();
  return status;
}
