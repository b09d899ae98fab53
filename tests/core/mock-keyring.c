/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mock-keyring"

#include "mock-keyring.h"

#include "await.h"

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MockKeyring *self = user_data;
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (stream, result, NULL, NULL);

  if (line == NULL)
    {
      self->ended = TRUE;
      return;
    }

  g_string_append_printf (self->calls, "%s\n", line);
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, line_cb, self);
}

void
mock_bus_start (void)
{
  static GTestDBus *bus;
  g_autoptr (GDBusConnection) connection = NULL;

  g_assert_null (bus);
  g_unsetenv ("SECRET_BACKEND");
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);

  /* The bus is not taken down: that waits for a connection which libsecret never lets go. GLib's
   * watcher ends it together with this process. */
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_dbus_connection_set_exit_on_close (connection, FALSE);
}

gboolean
mock_bus_has_keyring (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  gboolean owned;

  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus", "NameHasOwner",
                                        g_variant_new ("(s)", "org.freedesktop.secrets"), NULL,
                                        G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (answer);
  g_variant_get (answer, "(b)", &owned);
  return owned;
}

MockKeyring *
mock_keyring_start (const char *option, ...)
{
  g_autofree char *program =
      g_test_build_filename (G_TEST_DIST, "..", "support", "secret-service.py", NULL);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  MockKeyring *self = g_new0 (MockKeyring, 1);
  va_list options;

  g_ptr_array_add (arguments, (char *) "/usr/bin/python3");
  g_ptr_array_add (arguments, program);
  va_start (options, option);
  for (; option != NULL; option = va_arg (options, const char *))
    g_ptr_array_add (arguments, (char *) option);
  va_end (options);
  g_ptr_array_add (arguments, NULL);

  self->calls = g_string_new (NULL);
  self->process = g_subprocess_newv ((const char *const *) arguments->pdata,
                                     G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error);
  g_assert_no_error (error);

  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, line_cb, self);
  AWAIT (self->ended || g_str_has_prefix (self->calls->str, "ready\n"));
  g_assert_false (self->ended);
  return self;
}

void
mock_keyring_free (MockKeyring *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  AWAIT (self->ended);
  g_subprocess_wait (self->process, NULL, NULL);
  /* The bus hears of it in its own time */
  AWAIT_THREADS (!mock_bus_has_keyring ());

  g_object_unref (self->process);
  g_string_free (self->calls, TRUE);
  g_free (self);
}

gboolean
mock_keyring_was_called (MockKeyring *self, const char *method)
{
  g_auto (GStrv) calls = g_strsplit (self->calls->str, "\n", -1);

  return g_strv_contains ((const char *const *) calls, method);
}
