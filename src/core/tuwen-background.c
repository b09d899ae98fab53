/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-background"

#include "tuwen-background.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST "org.freedesktop.portal.Request"

/* What the portal answers when a person allows it, or did so before */
#define RESPONSE_GRANTED 0

struct _TuwenBackground
{
  GObject parent_instance;

  GDBusConnection *bus;      /* (nullable) (owned) */
  GCancellable *cancellable; /* (owned) */
  guint response_id;
  gboolean asked;
  gboolean allowed;
};

G_DEFINE_FINAL_TYPE (TuwenBackground, tuwen_background, G_TYPE_OBJECT)

typedef enum
{
  PROP_ALLOWED = 1,
} TuwenBackgroundProperty;

static GParamSpec *properties[PROP_ALLOWED + 1];

static void
stop_listening (TuwenBackground *self)
{
  if (self->response_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->response_id);
  self->response_id = 0;
}

static void
response_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  TuwenBackground *self = user_data;
  g_autoptr (GVariant) results = NULL;
  gboolean background = FALSE;
  guint response;

  stop_listening (self);
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &background);
  if (response != RESPONSE_GRANTED || !background)
    return;

  self->allowed = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALLOWED]);
}

/* The answer is a signal of an object whose path the call returns. The path can be told beforehand:
 * who listens there before the call misses nothing. */
static void
listen_at (TuwenBackground *self, const char *path)
{
  stop_listening (self);
  self->response_id
      = g_dbus_connection_signal_subscribe (self->bus, PORTAL, REQUEST, "Response", path, NULL,
                                            G_DBUS_SIGNAL_FLAGS_NONE, response_cb, self,
                                            NULL);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* Cancelled by dispose: @user_data may be gone. */
  if (reply == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_debug ("Nobody lets us run in the background: %s", error->message);
      stop_listening (user_data);
    }
}

static char *
make_path (TuwenBackground *self, const char *token)
{
  g_autofree char *name = g_strdup (g_dbus_connection_get_unique_name (self->bus) + 1);

  g_strdelimit (name, ".", '_');
  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", name, token);
}

static void
tuwen_background_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenBackground *self = TUWEN_BACKGROUND (object);

  switch ((TuwenBackgroundProperty) id)
    {
    case PROP_ALLOWED:
      g_value_set_boolean (value, self->allowed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_background_dispose (GObject *object)
{
  TuwenBackground *self = TUWEN_BACKGROUND (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->bus != NULL)
    stop_listening (self);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (tuwen_background_parent_class)->dispose (object);
}

static void
tuwen_background_class_init (TuwenBackgroundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tuwen_background_get_property;
  object_class->dispose = tuwen_background_dispose;

  properties[PROP_ALLOWED]
      = g_param_spec_boolean ("allowed", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tuwen_background_init (TuwenBackground *self)
{
  self->cancellable = g_cancellable_new ();
}

TuwenBackground *
tuwen_background_new (GDBusConnection *bus)
{
  TuwenBackground *self = g_object_new (TUWEN_TYPE_BACKGROUND, NULL);

  self->bus = bus != NULL ? g_object_ref (bus) : NULL;
  return self;
}

gboolean
tuwen_background_get_allowed (TuwenBackground *self)
{
  g_return_val_if_fail (TUWEN_IS_BACKGROUND (self), FALSE);

  return self->allowed;
}

void
tuwen_background_ask (TuwenBackground *self, const char *reason)
{
  g_autofree char *token = NULL;
  g_autofree char *path = NULL;
  GVariantBuilder options;

  g_return_if_fail (TUWEN_IS_BACKGROUND (self));

  if (self->asked || self->bus == NULL || g_dbus_connection_get_unique_name (self->bus) == NULL)
    return;

  self->asked = TRUE;
  token = g_strdup_printf ("tuwen%u", g_random_int ());
  path = make_path (self, token);
  listen_at (self, path);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (reason));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background",
                          "RequestBackground", g_variant_new ("(sa{sv})", "", &options),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable,
                          asked_cb, self);
}
