/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-application"

#include "tuwen-application-private.h"

#include <glib/gi18n.h>

#include "tuwen-accelerators.h"
#include "tuwen-accounts.h"
#include "tuwen-composer.h"
#include "tuwen-config.h"
#include "tuwen-drafts.h"
#include "tuwen-memory.h"
#include "tuwen-notifications.h"
#include "tuwen-pictures.h"
#include "tuwen-publisher.h"
#include "tuwen-start.h"

#define USER_AGENT "Tuwen/" VERSION
#define MEBIBYTE (1024 * 1024)

/* How long the feed waits for the keyring to say who is reading */
#define PATIENCE_MS 2000

/* How many events are handled before there is a window */
#define MAX_EARLY_EVENTS 50

/* How long the first window waits for the first posts. Nobody notices, and with a service that is
 * near, or quick, there is never an empty window. */
#define PRESENT_MS 100

G_DEFINE_FINAL_TYPE (TuwenApplication, tuwen_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "service", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_ ("Talk to a stand-in for the service on this computer"),
    /* Translators: what an option of the command line takes, as in --service=ADDRESS */
    N_ ("ADDRESS") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
  { NULL }
};

/* A stand-in has a name of its own on the session bus, made of its address, so that starting Tuwen
 * on it never raises the window of the real service, or of another stand-in, and two on the same
 * stand-in are still one. Windows keep the class of the desktop entry, which is set below. Started
 * by the session bus it has to take the name that the bus started it for. */
static void
choose_id (TuwenApplication *self)
{
  GApplication *application = G_APPLICATION (self);
  g_autofree char *place = NULL;
  g_autofree char *id = NULL;

  if (!tuwen_service_is_sandbox (self->service)
      || (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE) != 0)
    return;

  place = g_strdup (tuwen_service_get_origin (self->service) + strlen ("http://"));
  g_strcanon (place, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS, '_');
  id = g_strconcat (APP_ID ".Sandbox.at_", place, NULL);
  if (g_application_id_is_valid (id))
    g_application_set_application_id (application, id);
}

/* GSettings would end the program where it does not find the schema, as beside a folder that the
 * desktop does not look into. */
static gboolean
is_installed (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
      = source != NULL ? g_settings_schema_source_lookup (source, APP_ID, TRUE) : NULL;

  return schema != NULL;
}

static int
tuwen_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  TuwenApplication *self = TUWEN_APPLICATION (application);
  g_autoptr (GError) error = NULL;
  const char *origin = NULL;

  if (g_variant_dict_contains (given, "version"))
    {
      g_print ("tuwen %s\n", VERSION);
      return 0;
    }

  if (!g_variant_dict_lookup (given, "service", "&s", &origin))
    {
      origin = g_getenv ("TUWEN_SERVICE");
      if (origin != NULL && origin[0] == '\0')
        origin = NULL;
    }

  self->service = tuwen_service_new (origin, &error);
  if (self->service == NULL)
    {
      g_printerr ("tuwen: %s\n", error->message);
      return 2;
    }

  if (!is_installed ())
    {
      g_autofree char *sentence = g_strdup_printf (
          /* Translators: %s is a folder */
          _ ("Its settings are not found. Install it first, or, if it is installed, add %s to "
             "XDG_DATA_DIRS."),
          DATA_DIR);

      g_printerr ("tuwen: %s\n", sentence);
      return 1;
    }

  choose_id (self);

  return -1;
}

/* The feed follows the current space, read as the current account */
static void
follow (TuwenApplication *self)
{
  TuwenSpace *space = tuwen_spaces_get_current (self->spaces);
  const char *mid = space == NULL ? NULL : tuwen_space_get_mid (space);

  if (self->patience_source != 0)
    return;

  /* A change of the feed's client or space asks for the first page at once: with both, the one of
   * the old space is not wanted */
  if (g_strcmp0 (mid, tuwen_feed_get_mid (self->feed)) != 0)
    tuwen_feed_set_mid (self->feed, NULL);
  tuwen_feed_set_client (self->feed, tuwen_accounts_get_client (self->accounts));
  tuwen_feed_set_mid (self->feed, mid);
}

static gboolean
follow_cb (gpointer user_data)
{
  TuwenApplication *self = user_data;

  self->follow_source = 0;
  follow (self);

  return G_SOURCE_REMOVE;
}

static gboolean
patience_cb (gpointer user_data)
{
  TuwenApplication *self = user_data;

  self->patience_source = 0;
  follow (self);

  return G_SOURCE_REMOVE;
}

/* Signing in and out changes account, client and space one after the other */
static void
queue_follow_cb (TuwenApplication *self)
{
  if (!tuwen_accounts_get_loading (self->accounts))
    g_clear_handle_id (&self->patience_source, g_source_remove);
  if (self->follow_source == 0)
    self->follow_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, follow_cb, self, NULL);
}

static void
cache_size_changed_cb (TuwenApplication *self)
{
  tuwen_disk_cache_set_max_bytes (self->disk_cache,
                                  (guint64) g_settings_get_uint (self->settings, "cache-megabytes")
                                      * MEBIBYTE);
}

static gboolean
map_seconds (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_uint (value, g_variant_get_uint32 (variant) * 1000);

  return TRUE;
}

/* Settings that hold for every post */
static void
bind_settings (TuwenApplication *self)
{
  g_settings_bind (self->settings, "upload-late", self->publisher, "upload-late",
                   G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "keep-metadata", self->composers, "keep-metadata",
                   G_SETTINGS_BIND_GET);
  g_settings_bind_with_mapping (self->settings, "undo-seconds", self->composers, "undo-ms",
                                G_SETTINGS_BIND_GET, map_seconds, NULL, NULL, NULL);
}

/* What waits for its time is watched without a window, too, where the desktop lets us */
static void
update_background (TuwenApplication *self)
{
  gboolean wanted = g_settings_get_boolean (self->settings, "watch-scheduled")
                    && tuwen_scheduled_count (self->scheduled, TUWEN_SECTION_SCHEDULED) > 0;
  gboolean hold;

  if (wanted)
    tuwen_background_ask (self->background,
                          /* Translators: why Tuwen asks to run in the background */
                          _ ("To tell you whether scheduled posts appeared"));
  hold = wanted && tuwen_background_get_allowed (self->background);
  if (hold && !self->held)
    g_application_hold (G_APPLICATION (self));
  else if (!hold && self->held)
    g_application_release (G_APPLICATION (self));
  self->held = hold;
}

static void
watch_in_background (TuwenApplication *self)
{
  self->background
      = tuwen_background_new (g_application_get_dbus_connection (G_APPLICATION (self)));
  g_signal_connect_object (self->background, "notify::allowed", G_CALLBACK (update_background),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scheduled, "notify::n-scheduled", G_CALLBACK (update_background),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::watch-scheduled",
                           G_CALLBACK (update_background), self, G_CONNECT_SWAPPED);
  update_background (self);
}

/* Everything that outlives a window. Made before GTK is, so that the keyring and the service answer
 * while GTK opens the display. */
static void
make_objects (TuwenApplication *self)
{
  const char *origin = tuwen_service_get_origin (self->service);
  g_autofree char *folder
      = g_build_filename (tuwen_service_get_cache_dir (self->service), "pictures", NULL);
  g_autofree char *account
      = g_settings_get_string (tuwen_service_get_settings (self->service), "account");
  g_autoptr (TuwenKeyring) keyring = tuwen_keyring_new (tuwen_service_get_id (self->service));
  g_autoptr (BiliClient) nobody = NULL;
  g_autoptr (TuwenWatcher) watcher = NULL;

  self->settings = g_settings_new (APP_ID);
  self->clock = bili_clock_new ();
  nobody = bili_client_new (origin, USER_AGENT, self->clock, NULL);

  self->accounts = tuwen_accounts_new (self->service, keyring, self->clock, USER_AGENT);
  self->spaces = tuwen_spaces_new (self->service, self->accounts);
  self->feed = tuwen_feed_new (tuwen_accounts_get_client (self->accounts));
  self->disk_cache = tuwen_disk_cache_new (folder, 0);
  self->pictures = tuwen_pictures_new (nobody, self->disk_cache, TUWEN_PICTURES_MEMORY);
  self->drafts = tuwen_drafts_new (self->service, self->clock);
  self->publisher = tuwen_publisher_new (self->drafts, self->accounts, self->clock);
  self->scheduled
      = tuwen_scheduled_new (self->drafts, self->publisher, self->accounts, self->clock);
  self->composers = g_object_new (TUWEN_TYPE_COMPOSERS,
                                  "application", self,
                                  "service-settings", tuwen_service_get_settings (self->service),
                                  "clock", self->clock,
                                  "drafts", self->drafts,
                                  "publisher", self->publisher,
                                  "accounts", self->accounts,
                                  "pictures", self->pictures,
                                  "scheduled", self->scheduled,
                                  "sandbox", tuwen_service_is_sandbox (self->service),
                                  NULL);
  bind_settings (self);
  watcher = tuwen_watcher_new (self->scheduled, self->settings);
  self->plans = tuwen_plans_new (GTK_APPLICATION (self), self->scheduled, watcher, self->composers);
  tuwen_notifications_attach (G_APPLICATION (self), self->composers, self->plans);
  tuwen_application_follow_work (self);
  watch_in_background (self);
  cache_size_changed_cb (self);
  g_signal_connect_object (self->settings, "changed::cache-megabytes",
                           G_CALLBACK (cache_size_changed_cb), self, G_CONNECT_SWAPPED);

  tuwen_accounts_load (self->accounts);
  /* Who reads decides what there is to read, so the feed of somebody who was signed in waits for
   * the keyring; but not for long, as it may be asking for its password */
  if (*account != '\0' && tuwen_accounts_get_loading (self->accounts))
    self->patience_source = g_timeout_add (PATIENCE_MS, patience_cb, self);
  g_signal_connect_object (self->accounts, "notify::client", G_CALLBACK (queue_follow_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->accounts, "notify::loading", G_CALLBACK (queue_follow_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->spaces, "notify::current", G_CALLBACK (queue_follow_cb), self,
                           G_CONNECT_SWAPPED);
  follow (self);
}

TuwenWindow *
tuwen_application_find_window (TuwenApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    if (TUWEN_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

static TuwenWindow *
create_window (TuwenApplication *self)
{
  return g_object_new (TUWEN_TYPE_WINDOW,
                       "application", self,
                       "accounts", self->accounts,
                       "spaces", self->spaces,
                       "feed", self->feed,
                       "pictures", self->pictures,
                       "clock", self->clock,
                       "settings", self->settings,
                       "composers", self->composers,
                       "plans", self->plans,
                       "sandbox", tuwen_service_is_sandbox (self->service),
                       NULL);
}

static void
present (TuwenApplication *self)
{
  TuwenWindow *window = tuwen_application_find_window (self);

  g_clear_handle_id (&self->present_source, g_source_remove);
  if (window == NULL)
    return;

  gtk_window_present (GTK_WINDOW (window));
  tuwen_composers_restore (self->composers);
  tuwen_composers_prepare (self->composers);
}

static gboolean
present_cb (gpointer user_data)
{
  TuwenApplication *self = user_data;

  self->present_source = 0;
  present (self);

  return G_SOURCE_REMOVE;
}

static void
feed_loading_changed_cb (TuwenApplication *self)
{
  if (self->present_source != 0 && !tuwen_feed_get_loading (self->feed))
    present (self);
}

static void
tuwen_application_activate (GApplication *application)
{
  TuwenApplication *self = TUWEN_APPLICATION (application);
  TuwenWindow *window = tuwen_application_find_window (self);

  if (window != NULL || !tuwen_feed_get_loading (self->feed))
    {
      if (window == NULL)
        create_window (self);
      present (self);
      return;
    }

  /* Making the window takes long: it is done while the service answers */
  window = create_window (self);
  gtk_widget_realize (GTK_WIDGET (window));
  self->present_source = g_timeout_add (PRESENT_MS, present_cb, self);
  g_signal_connect_object (self->feed, "notify::loading", G_CALLBACK (feed_loading_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/* Pictures from the command line, or from a file manager: a post with them */
static void
tuwen_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  TuwenApplication *self = TUWEN_APPLICATION (application);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  for (int i = 0; i < n_files; i++)
    g_list_store_append (list, files[i]);
  tuwen_composer_add_files (TUWEN_COMPOSER (tuwen_composers_new_post (self->composers)),
                            G_LIST_MODEL (list));
}

static void
tuwen_application_startup (GApplication *application)
{
  TuwenApplication *self = TUWEN_APPLICATION (application);

  /* The class of the windows, by which a desktop finds their entry and icon. Not earlier: the help
   * on the command line should say "tuwen". */
  g_set_prgname (APP_ID);
  g_application_set_resource_base_path (application, TUWEN_RESOURCES);

  make_objects (self);
  tuwen_start_display ();
  G_APPLICATION_CLASS (tuwen_application_parent_class)->startup (application);

  g_set_application_name (_ ("Tuwen"));
  tuwen_application_add_actions (self);
  tuwen_accelerators_bind (GTK_APPLICATION (self));
  tuwen_drafts_load (self->drafts);

  tuwen_application_follow_signals (self);

  /* What was asked before GTK opened the display may be answered by now, and the next question
   * should be on its way while the window is made. Not earlier: the desktop may ask for that
   * window. */
  for (int i = 0; i < MAX_EARLY_EVENTS && g_main_context_iteration (NULL, FALSE); i++)
    ;
  /* After the events, as among them is that icons were added, which would wait for the reading */
  tuwen_start_icon_theme ();
}

static void
tuwen_application_shutdown (GApplication *application)
{
  TuwenApplication *self = TUWEN_APPLICATION (application);

  g_clear_handle_id (&self->follow_source, g_source_remove);
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_handle_id (&self->present_source, g_source_remove);
  g_clear_handle_id (&self->end_source, g_source_remove);
  g_clear_handle_id (&self->term_source, g_source_remove);
  g_clear_handle_id (&self->interrupt_source, g_source_remove);

  tuwen_composers_quit (self->composers);
  tuwen_application_flush_drafts (self);
  G_APPLICATION_CLASS (tuwen_application_parent_class)->shutdown (application);

  g_settings_sync ();
}

static void
tuwen_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  GTK_APPLICATION_CLASS (tuwen_application_parent_class)->window_removed (application, window);
  tuwen_application_follow_window_removed (TUWEN_APPLICATION (application), window);
}

static void
tuwen_application_dispose (GObject *object)
{
  TuwenApplication *self = TUWEN_APPLICATION (object);

  g_clear_weak_pointer (&self->settings_window);
  g_clear_weak_pointer (&self->shortcuts_window);
  g_clear_weak_pointer (&self->about_window);
  g_clear_object (&self->background);
  g_clear_object (&self->plans);
  g_clear_object (&self->scheduled);
  g_clear_object (&self->composers);
  g_clear_object (&self->publisher);
  g_clear_object (&self->drafts);
  g_clear_object (&self->pictures);
  g_clear_object (&self->disk_cache);
  g_clear_object (&self->feed);
  g_clear_object (&self->spaces);
  g_clear_object (&self->accounts);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (tuwen_application_parent_class)->dispose (object);
}

static void
tuwen_application_class_init (TuwenApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  GTK_APPLICATION_CLASS (klass)->window_removed = tuwen_application_window_removed;
  G_OBJECT_CLASS (klass)->dispose = tuwen_application_dispose;

  application_class->activate = tuwen_application_activate;
  application_class->handle_local_options = tuwen_application_handle_local_options;
  application_class->open = tuwen_application_open;
  application_class->shutdown = tuwen_application_shutdown;
  application_class->startup = tuwen_application_startup;
}

static void
tuwen_application_init (TuwenApplication *self)
{
  tuwen_memory_init ();
  tuwen_memory_keep_private ();
  tuwen_start_environment ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

TuwenApplication *
tuwen_application_new (void)
{
  return g_object_new (TUWEN_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
