/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "house.h"

#include <locale.h>
#include <stdlib.h>

#include "bili-client-private.h"
#include "remove-tree.h"
#include "secret-file.h"
#include "tuwen-composer-text.h"
#include "tuwen-composer.h"
#include "tuwen-draft-picture.h"
#include "tuwen-feed-list.h"
#include "tuwen-feed-view.h"
#include "tuwen-keyring.h"
#include "tuwen-people.h"
#include "tuwen-qr-sign-in.h"
#include "tuwen-settings-window.h"
#include "tuwen-space.h"
#include "tuwen-topics.h"
#include "tuwen-window.h"

#define POSTS 60

/* Nobody waits as long as people do */
#define USUAL_TIMEOUT_MS 20000
#define QR_INTERVAL_MS 20
#define TYPING_MS 10

static guint posts_wanted = POSTS;
static char *folder;
static GtkApplication *application;

/* Every client that there is, whoever made it: they are told when nobody listens any more, and how
 * long an answer may take. */
static GPtrArray *clients; /* (element-type BiliClient) */
static guint timeout_ms = USUAL_TIMEOUT_MS;
static char *origin;  /* of the stand-in */
static char *nowhere; /* where nobody listens */
static GSocket *unheard;
static gboolean refused;

BiliClient *__wrap_bili_client_new (const char *, const char *, BiliClock *, BiliCookies *);
TuwenPeople *__wrap_tuwen_people_new (BiliClient *client);
TuwenQrSignIn *__wrap_tuwen_qr_sign_in_new (BiliClient *client, BiliClock *clock);
TuwenTopics *__wrap_tuwen_topics_new (BiliClient *client);

static void
client_gone_cb (gpointer data, GObject *client)
{
  g_ptr_array_remove_fast (clients, client);
}

static void
set_origin (BiliClient *client, const char *address)
{
  g_free (client->origin);
  client->origin = g_strdup (address);
}

/* The linker has every caller of bili_client_new() call this instead. */
BiliClient *
__wrap_bili_client_new (const char *address,
                        const char *user_agent,
                        BiliClock *clock,
                        BiliCookies *cookies)
{
  BiliClient *client = g_object_new (BILI_TYPE_CLIENT, "origin", refused ? nowhere : address,
                                     "user-agent", user_agent, "clock", clock, "cookies", cookies,
                                     "timeout", timeout_ms, NULL);

  g_object_weak_ref (G_OBJECT (client), client_gone_cb, NULL);
  g_ptr_array_add (clients, client);
  return client;
}

/* Likewise: a code is asked after more often than every two seconds. */
TuwenQrSignIn *
__wrap_tuwen_qr_sign_in_new (BiliClient *client, BiliClock *clock)
{
  return g_object_new (TUWEN_TYPE_QR_SIGN_IN, "client", client, "clock", clock, "interval",
                       QR_INTERVAL_MS, NULL);
}

/* Likewise: nobody types here. */
TuwenTopics *
__wrap_tuwen_topics_new (BiliClient *client)
{
  return g_object_new (TUWEN_TYPE_TOPICS, "client", client, "delay", TYPING_MS, NULL);
}

TuwenPeople *
__wrap_tuwen_people_new (BiliClient *client)
{
  return g_object_new (TUWEN_TYPE_PEOPLE, "client", client, "delay", TYPING_MS, NULL);
}

void
house_set_timeout (guint ms)
{
  timeout_ms = ms != 0 ? ms : USUAL_TIMEOUT_MS;
  for (guint i = 0; i < clients->len; i++)
    ((BiliClient *) clients->pdata[i])->timeout_ms = timeout_ms;
}

void
house_set_refused (gboolean is_refused)
{
  refused = is_refused;
  for (guint i = 0; i < clients->len; i++)
    set_origin (clients->pdata[i], refused ? nowhere : origin);
}

/* Bound, so that the port is nobody else's, but not listening. */
static void
find_nowhere (void)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  unheard
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (unheard, any, FALSE, NULL));
  bound = g_socket_get_local_address (unheard, NULL);
  nowhere = g_strdup_printf ("http://127.0.0.1:%u",
                             g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

void
house_begin (int *argc, char ***argv)
{
  g_autofree char *keyring = NULL;

  folder = g_dir_make_tmp ("tuwen-faults-XXXXXX", NULL);
  keyring = g_build_filename (folder, "test.keyring", NULL);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  secret_file_use (keyring);

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    exit (77);
  adw_init ();
  /* What is shown is shown at once */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  clients = g_ptr_array_new ();
  find_nowhere ();
  /* Never run: windows belong to it, that is all */
  application = gtk_application_new ("io.github.tuwen.Test", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
}

int
house_end (int status)
{
  remove_tree (folder);
  g_clear_object (&application);
  g_clear_object (&unheard);
  g_clear_pointer (&clients, g_ptr_array_unref);
  g_clear_pointer (&nowhere, g_free);
  g_clear_pointer (&folder, g_free);
  return status;
}

static SandboxServer *
new_server (void)
{
  g_autoptr (GError) error = NULL;
  SandboxServer *server
      = sandbox_server_new (&(SandboxOptions){ .posts = posts_wanted, .seed = 1 }, &error);

  g_assert_no_error (error);
  return server;
}

void
house_want_posts (guint n_posts)
{
  posts_wanted = n_posts;
}

void
house_open (House *self)
{
  g_autoptr (BiliClient) nobody = NULL;
  g_autoptr (TuwenKeyring) keyring = NULL;
  g_autofree char *covers = NULL;
  g_autoptr (GError) error = NULL;

  *self = (House){ .server = new_server (), .elsewhere = new_server () };
  /* A port comes again, and what was kept for it is another house's */
  remove_tree (folder);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_free (origin);
  origin = g_strdup (sandbox_server_get_origin (self->server));
  covers = g_build_filename (folder, "covers", strrchr (origin, ':') + 1, NULL);

  self->service = tuwen_service_new (origin, &error);
  g_assert_no_error (error);
  self->clock = bili_clock_new ();
  nobody = __wrap_bili_client_new (origin, "Tuwen/test", self->clock, NULL);
  keyring = tuwen_keyring_new (tuwen_service_get_id (self->service));
  self->settings = g_settings_new ("io.github.tuwen.Tuwen");
  self->accounts = tuwen_accounts_new (self->service, keyring, self->clock, "Tuwen/test");
  self->spaces = tuwen_spaces_new (self->service, self->accounts);
  self->feed = tuwen_feed_new (tuwen_accounts_get_client (self->accounts));
  self->disk_cache = tuwen_disk_cache_new (covers, 0);
  self->pictures = tuwen_pictures_new (nobody, self->disk_cache, TUWEN_PICTURES_MEMORY);
  self->drafts = tuwen_drafts_new (self->service, self->clock);
  self->publisher = tuwen_publisher_new (self->drafts, self->accounts, self->clock);
  g_object_set (self->publisher, "look-unit-ms", 1, NULL);
  self->composers = g_object_new (TUWEN_TYPE_COMPOSERS,
                                  "application", application,
                                  "service-settings", tuwen_service_get_settings (self->service),
                                  "clock", self->clock,
                                  "drafts", self->drafts,
                                  "publisher", self->publisher,
                                  "accounts", self->accounts,
                                  "pictures", self->pictures,
                                  "sandbox", TRUE,
                                  "undo-ms", 0,
                                  NULL);
  self->scheduled
      = tuwen_scheduled_new (self->drafts, self->publisher, self->accounts, self->clock);
  g_object_set (self->scheduled, "look-unit-ms", 1, NULL);
  self->plans = tuwen_plans_new (application, self->scheduled, NULL, self->composers);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

void
house_open_settings (House *self)
{
  self->window = tuwen_settings_window_new (self->accounts, self->clock, self->pictures,
                                            self->disk_cache, self->settings);
  self->had_settings = TRUE;
  gtk_window_present (self->window);
  house_expect (gtk_widget_get_mapped (GTK_WIDGET (self->window)));
}

static void
window_gone_cb (gpointer data, GObject *window)
{
  --*(guint *) data;
}

/* What was opened last first: a dialog goes before its window, and so does a popover, whose pointer
 * GTK 4.8 looks for when it is gone */
static void
close_windows (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *popover;
  guint n_windows;
  guint n_held = 0;

  while ((popover = house_find (NULL, GTK_TYPE_POPOVER)) != NULL)
    gtk_widget_set_visible (popover, FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  while ((n_windows = g_list_model_get_n_items (windows)) > 0)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, n_windows - 1);

      n_held++;
      g_object_weak_ref (G_OBJECT (window), window_gone_cb, &n_held);
      gtk_window_destroy (window);
    }
  house_expect (n_held == 0);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* Nothing may be kept by anything: not by a call that failed, and not by a window that is gone.
 * Except by Settings: libadwaita 1.2 never lets go of the groups of a window for preferences, and
 * these hold what they show. */
static void
take_down (House *self)
{
  gpointer *const parts[] = {
    (gpointer *) &self->draft,      (gpointer *) &self->plans,      (gpointer *) &self->scheduled,
    (gpointer *) &self->composers,  (gpointer *) &self->publisher,  (gpointer *) &self->drafts,
    (gpointer *) &self->pictures,   (gpointer *) &self->disk_cache, (gpointer *) &self->feed,
    (gpointer *) &self->spaces,     (gpointer *) &self->accounts,   (gpointer *) &self->settings,
    (gpointer *) &self->clock,      (gpointer *) &self->service,
  };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      GObject *part = *parts[i];

      if (part == NULL)
        continue;
      g_object_add_weak_pointer (part, parts[i]);
      g_object_unref (part);
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (self->had_settings)
        g_clear_weak_pointer (parts[i]);
      else if (!house_await (is_gone, parts[i]))
        g_error ("%s is held by something", G_OBJECT_TYPE_NAME (*parts[i]));
    }
}

void
house_close (House *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  house_set_refused (FALSE);
  house_set_timeout (0);
  g_signal_handlers_disconnect_by_data (self->spaces, self);
  close_windows ();
  tuwen_drafts_flush_async (self->drafts, NULL, ready_cb, &result);
  house_expect (result != NULL);
  g_assert_true (tuwen_drafts_flush_finish (self->drafts, result, NULL));
  g_clear_object (&result);

  take_down (self);
  g_clear_object (&self->server);
  g_clear_object (&self->elsewhere);
}

void
house_sign_in (House *self)
{
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (SANDBOX_COOKIES, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenAccount) account = NULL;

  tuwen_accounts_add_async (self->accounts, cookies, TRUE, NULL, ready_cb, &result);
  house_expect (result != NULL);
  account = tuwen_accounts_add_finish (self->accounts, result, &error);
  g_assert_no_error (error);
  tuwen_feed_set_client (self->feed, tuwen_accounts_get_client (self->accounts));
}

void
house_load_drafts (House *self)
{
  gboolean loading = TRUE;

  tuwen_drafts_load (self->drafts);
  house_expect ((g_object_get (self->drafts, "loading", &loading, NULL), !loading));
}

void
house_open_main_window (House *self)
{
  self->main_window = g_object_new (TUWEN_TYPE_WINDOW,
                                    "application", application,
                                    "accounts", self->accounts,
                                    "spaces", self->spaces,
                                    "feed", self->feed,
                                    "pictures", self->pictures,
                                    "clock", self->clock,
                                    "settings", self->settings,
                                    "composers", self->composers,
                                    "plans", self->plans,
                                    "sandbox", TRUE,
                                    NULL);
  gtk_window_present (self->main_window);
  house_expect (gtk_widget_get_mapped (GTK_WIDGET (self->main_window)));
}

static void
follow_cb (House *self)
{
  TuwenSpace *space = tuwen_spaces_get_current (self->spaces);

  tuwen_feed_set_mid (self->feed, space != NULL ? tuwen_space_get_mid (space) : NULL);
}

void
house_follow_space (House *self)
{
  g_signal_connect_swapped (self->spaces, "notify::current", G_CALLBACK (follow_cb), self);
  follow_cb (self);
  house_expect (!house_is_busy ());
}

void
house_show_feed (House *self)
{
  house_open_main_window (self);
  tuwen_feed_set_mid (self->feed, SANDBOX_MID);
  house_expect (g_list_model_get_n_items (G_LIST_MODEL (self->feed)) > 0);
  house_expect (!house_is_busy ());
}

void
house_scroll_down (House *self)
{
  TuwenFeedList *posts = find_any (self->main_window, TUWEN_TYPE_FEED_LIST, NULL);
  GtkListView *list = tuwen_feed_list_get_view (posts);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

GtkWindow *
house_write (House *self, const char *text)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);
  GtkTextView *view;

  house_expect (gtk_widget_get_mapped (GTK_WIDGET (window)));
  view = GTK_TEXT_VIEW (house_find (window, TUWEN_TYPE_COMPOSER_TEXT));
  gtk_text_buffer_insert_interactive_at_cursor (gtk_text_view_get_buffer (view), text, -1, TRUE);
  g_set_object (&self->draft, tuwen_composer_get_draft (TUWEN_COMPOSER (window)));
  g_assert_nonnull (self->draft);
  self->window = window;
  return window;
}

void
house_add_picture (House *self)
{
  g_autofree char *path = g_build_filename (folder, "picture.png", NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 64, 48);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0x336699ff);
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
  g_assert_nonnull (tuwen_draft_add_picture (self->draft, file, "picture.png", 0));
}

guint
house_count_posts (House *self, const char *text)
{
  GPtrArray *posts = sandbox_world_find_person (self->server->world, SANDBOX_MID)->posts;
  guint n_posts = 0;

  for (guint i = 0; i < posts->len; i++)
    n_posts += g_str_has_prefix (((const SandboxPost *) posts->pdata[i])->text, text);

  return n_posts;
}
