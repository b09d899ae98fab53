/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-background"

#include "await.h"
#include "tuwen-background.h"

/* Asking the desktop to run on without a window, with a portal of our own on a bus of our own. */

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

typedef struct
{
  GTestDBus *daemon;
  GDBusConnection *bus;    /* the program's */
  GDBusConnection *portal; /* the other's */
  guint object_id;
  GVariant *answer; /* of the signal's parameters; NULL to refuse the call */
  guint n_asked;
  char *reason;
} Portal;

static const char interface_xml[]
    = "<node><interface name='org.freedesktop.portal.Background'>"
      "<method name='RequestBackground'><arg type='s' direction='in'/>"
      "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
      "</interface></node>";

static void
called_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  Portal *self = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;
  gboolean autostart = TRUE;
  const char *token;

  self->n_asked++;
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "s", &self->reason));
  g_assert_true (g_variant_lookup (options, "autostart", "b", &autostart));
  g_assert_false (autostart);
  if (self->answer == NULL)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.portal.Error.Failed",
                                                  "no");
      return;
    }

  /* At once, before the call has returned: whoever asks listens by then */
  request = g_strdup_printf (PORTAL_PATH "/request/%s/%s", name, token);
  g_dbus_connection_emit_signal (bus, NULL, request, "org.freedesktop.portal.Request", "Response",
                                 self->answer, &error);
  g_assert_no_error (error);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
}

static const GDBusInterfaceVTable vtable = { .method_call = called_cb };

static GDBusConnection *
connect_to (GTestDBus *daemon)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (daemon),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static void
set_up (Portal *self, gconstpointer data)
{
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  self->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->daemon);
  self->bus = connect_to (self->daemon);
  if (data == NULL)
    return;

  self->portal = connect_to (self->daemon);
  self->answer = g_str_equal (data, "refused")
                     ? NULL
                     : g_variant_ref_sink (g_variant_new_parsed (data));
  self->object_id
      = g_dbus_connection_register_object (self->portal, PORTAL_PATH, info->interfaces[0], &vtable,
                                           self, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (self->portal, "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "RequestName", g_variant_new ("(su)", PORTAL, 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Portal *self, gconstpointer data)
{
  if (self->portal != NULL)
    {
      g_dbus_connection_unregister_object (self->portal, self->object_id);
      g_dbus_connection_close_sync (self->portal, NULL, NULL);
    }
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_clear_object (&self->portal);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->answer, g_variant_unref);
  g_free (self->reason);
  g_test_dbus_down (self->daemon);
  g_object_unref (self->daemon);
}

static void
pinged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  g_assert_nonnull (reply);
  *(gboolean *) user_data = TRUE;
}

/* What was sent before is answered by then */
static void
catch_up (GDBusConnection *bus)
{
  for (guint i = 0; i < 2; i++)
    {
      gboolean pinged = FALSE;

      g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                              "org.freedesktop.DBus", "GetId", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                              NULL, pinged_cb, &pinged);
      AWAIT (pinged);
    }
}

static void
test_granted (Portal *self, gconstpointer data)
{
  TuwenBackground *background = tuwen_background_new (self->bus);

  g_assert_false (tuwen_background_get_allowed (background));
  catch_up (self->bus);
  g_assert_cmpuint (self->n_asked, ==, 0);
  tuwen_background_ask (background, "To tell");
  tuwen_background_ask (background, "To tell");
  AWAIT (tuwen_background_get_allowed (background));
  g_assert_cmpuint (self->n_asked, ==, 1);
  g_assert_cmpstr (self->reason, ==, "To tell");
  g_assert_finalize_object (background);
}

static void
test_not_granted (Portal *self, gconstpointer data)
{
  TuwenBackground *background = tuwen_background_new (self->bus);

  tuwen_background_ask (background, "To tell");
  if (self->portal != NULL)
    {
      AWAIT (self->n_asked == 1);
      catch_up (self->portal);
    }
  catch_up (self->bus);
  g_assert_false (tuwen_background_get_allowed (background));
  g_assert_finalize_object (background);
}

static void
test_no_bus (void)
{
  TuwenBackground *background = tuwen_background_new (NULL);

  tuwen_background_ask (background, "To tell");
  g_assert_false (tuwen_background_get_allowed (background));
  g_assert_finalize_object (background);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    const char *answer;
  } refusals[] = {
    { "no-portal", NULL },
    { "refused", "refused" },
    { "cancelled", "(uint32 1, {'background': <true>})" },
    { "denied", "(uint32 0, {'background': <false>})" },
    { "silent", "(uint32 0, @a{sv} {})" },
    { "types", "(uint32 0, {'background': <'yes'>})" },
    { "nonsense", "('what',)" },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/background/granted", Portal, "(uint32 0, {'background': <true>})", set_up,
              test_granted, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/background/not-granted/", refusals[i].name, NULL);

      g_test_add (path, Portal, refusals[i].answer, set_up, test_not_granted, tear_down);
    }
  g_test_add_func ("/background/no-bus", test_no_bus);
  return g_test_run ();
}
