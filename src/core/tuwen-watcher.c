/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-watcher"

#include "tuwen-watcher.h"

#define TICK_MS (60 * 1000)

#define LOGIND "org.freedesktop.login1"

struct _TuwenWatcher
{
  GObject parent_instance;

  TuwenScheduled *scheduled; /* (owned) */
  gboolean enabled;
  guint tick_ms;
  guint timer;

  GCancellable *cancellable; /* (owned): of asking for the bus */
  GDBusConnection *bus;      /* (nullable) (owned): where it is told that the computer wakes up */
  guint sleep_id;
};

G_DEFINE_FINAL_TYPE (TuwenWatcher, tuwen_watcher, G_TYPE_OBJECT)

typedef enum
{
  PROP_ENABLED = 1,
  PROP_TICK_MS,
} TuwenWatcherProperty;

static GParamSpec *properties[PROP_TICK_MS + 1];

enum
{
  PUBLISHED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
tick_cb (gpointer user_data)
{
  tuwen_watcher_wake (user_data);
  return G_SOURCE_CONTINUE;
}

static void
restart_timer (TuwenWatcher *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (self->tick_ms, tick_cb, self);
}

static void
sleep_cb (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *interface,
          const char *signal,
          GVariant *parameters,
          gpointer user_data)
{
  gboolean begins = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &begins);
  if (!begins)
    tuwen_watcher_wake (user_data);
}

/* Without a system bus the look once a minute has to do. */
static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  TuwenWatcher *self = user_data;

  /* Cancelled by dispose, @user_data may be gone; or there is no such bus. */
  if (bus == NULL)
    return;

  self->bus = g_steal_pointer (&bus);
  /* The program can do without it, and must not end with it. */
  g_dbus_connection_set_exit_on_close (self->bus, FALSE);
  self->sleep_id = g_dbus_connection_signal_subscribe (
      self->bus, LOGIND, LOGIND ".Manager", "PrepareForSleep", "/org/freedesktop/login1", NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, sleep_cb, self, NULL);
}

static void
published_cb (TuwenScheduled *scheduled,
              TuwenScheduledItem *item,
              const char *post_id,
              TuwenWatcher *self)
{
  if (self->enabled)
    g_signal_emit (self, signals[PUBLISHED], 0, item, post_id);
}

static void
failed_cb (TuwenScheduled *scheduled, TuwenScheduledItem *item, TuwenWatcher *self)
{
  if (self->enabled)
    g_signal_emit (self, signals[FAILED], 0, item);
}

static void
tuwen_watcher_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenWatcher *self = TUWEN_WATCHER (object);

  switch ((TuwenWatcherProperty) id)
    {
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_TICK_MS:
      g_value_set_uint (value, self->tick_ms);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_watcher_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenWatcher *self = TUWEN_WATCHER (object);

  switch ((TuwenWatcherProperty) id)
    {
    case PROP_ENABLED:
      self->enabled = g_value_get_boolean (value);
      break;
    case PROP_TICK_MS:
      self->tick_ms = g_value_get_uint (value);
      restart_timer (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_watcher_dispose (GObject *object)
{
  TuwenWatcher *self = TUWEN_WATCHER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->bus != NULL)
    g_dbus_connection_signal_unsubscribe (self->bus, self->sleep_id);
  g_clear_object (&self->bus);
  g_clear_object (&self->scheduled);

  G_OBJECT_CLASS (tuwen_watcher_parent_class)->dispose (object);
}

static void
tuwen_watcher_class_init (TuwenWatcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tuwen_watcher_get_property;
  object_class->set_property = tuwen_watcher_set_property;
  object_class->dispose = tuwen_watcher_dispose;

  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, flags);
  properties[PROP_TICK_MS]
      = g_param_spec_uint ("tick-ms", NULL, NULL, 1, G_MAXUINT, TICK_MS, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[PUBLISHED]
      = g_signal_new ("published", TUWEN_TYPE_WATCHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, TUWEN_TYPE_SCHEDULED_ITEM, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", TUWEN_TYPE_WATCHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, TUWEN_TYPE_SCHEDULED_ITEM);
}

static void
tuwen_watcher_init (TuwenWatcher *self)
{
  self->enabled = TRUE;
  self->tick_ms = TICK_MS;
}

TuwenWatcher *
tuwen_watcher_new (TuwenScheduled *scheduled, GSettings *settings)
{
  TuwenWatcher *self;

  g_return_val_if_fail (TUWEN_IS_SCHEDULED (scheduled), NULL);

  self = g_object_new (TUWEN_TYPE_WATCHER, NULL);
  self->scheduled = g_object_ref (scheduled);
  g_signal_connect_object (scheduled, "published", G_CALLBACK (published_cb), self, 0);
  g_signal_connect_object (scheduled, "failed", G_CALLBACK (failed_cb), self, 0);
  if (settings != NULL)
    g_settings_bind (settings, "watch-scheduled", self, "enabled", G_SETTINGS_BIND_DEFAULT);
  restart_timer (self);
  self->cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, self);
  return self;
}

void
tuwen_watcher_wake (TuwenWatcher *self)
{
  g_return_if_fail (TUWEN_IS_WATCHER (self));

  if (self->enabled)
    tuwen_scheduled_tick (self->scheduled);
}
