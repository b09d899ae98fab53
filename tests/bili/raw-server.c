/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "raw-server.h"

struct _RawServer
{
  GSocketService *service;
  char *origin;
  RawAnswer answer;
  GMutex lock;
  char *request; /* under @lock */
  gint written;
  gint busy;
};

gboolean
raw_say (GOutputStream *output, gint *written, gconstpointer bytes, gsize size)
{
  gsize said;
  gboolean taken = g_output_stream_write_all (output, bytes, size, &said, NULL, NULL);

  g_atomic_int_add (written, (gint) said);
  return taken;
}

/* Reads what a connection that is closed would otherwise be reset for. */
static gboolean
skip_body (GInputStream *input, const char *head)
{
  static const char name[] = "\r\nContent-Length: ";
  const char *line = strstr (head, name);
  gint64 left = line != NULL ? g_ascii_strtoll (line + strlen (name), NULL, 10) : 0;

  while (left > 0)
    {
      gssize n_skipped = g_input_stream_skip (input, (gsize) left, NULL, NULL);

      if (n_skipped <= 0)
        return FALSE;
      left -= n_skipped;
    }

  return TRUE;
}

/* Keeps it up to the empty line. */
static gboolean
read_request (RawServer *self, GInputStream *input)
{
  g_autoptr (GString) head = g_string_new (NULL);

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      char byte;

      if (g_input_stream_read (input, &byte, 1, NULL, NULL) != 1)
        return FALSE;
      g_string_append_c (head, byte);
    }

  if (!skip_body (input, head->str))
    return FALSE;

  g_mutex_lock (&self->lock);
  g_free (self->request);
  self->request = g_string_free (g_steal_pointer (&head), FALSE);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  RawServer *self = user_data;

  g_atomic_int_inc (&self->busy);
  if (read_request (self, g_io_stream_get_input_stream (G_IO_STREAM (connection))))
    self->answer (g_io_stream_get_output_stream (G_IO_STREAM (connection)), &self->written);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_atomic_int_add (&self->busy, -1);
  return TRUE;
}

RawServer *
raw_server_new (RawAnswer answer)
{
  RawServer *self = g_new0 (RawServer, 1);
  g_autoptr (GError) error = NULL;
  guint16 port;

  self->answer = answer;
  g_mutex_init (&self->lock);
  self->service = g_threaded_socket_service_new (4);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->origin = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  return self;
}

void
raw_server_free (RawServer *self)
{
  raw_server_await_idle (self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_mutex_clear (&self->lock);
  g_free (self->request);
  g_free (self->origin);
  g_free (self);
}

char *
raw_server_dup_request (RawServer *self)
{
  char *request;

  g_mutex_lock (&self->lock);
  request = g_strdup (self->request);
  g_mutex_unlock (&self->lock);
  return request;
}

const char *
raw_server_get_origin (RawServer *self)
{
  return self->origin;
}

gsize
raw_server_get_written (RawServer *self)
{
  return g_atomic_int_get (&self->written);
}

void
raw_server_await_idle (RawServer *self)
{
  while (g_atomic_int_get (&self->busy) > 0)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}
