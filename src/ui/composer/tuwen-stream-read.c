/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-stream-read"

#include "tuwen-stream-read.h"

/* As GDK itself asks: with larger requests GTK 4.8 loses its way in what X11 hands over in pieces
 */
#define CHUNK (8 * 1024)

typedef struct
{
  gsize max_bytes;
  GByteArray *bytes; /* (nullable) (owned): what was read so far */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->bytes, g_byte_array_unref);
  g_free (reading);
}

static void
chunk_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GBytes) chunk = NULL;
  GError *error = NULL;

  chunk = g_input_stream_read_bytes_finish (stream, result, &error);
  if (chunk == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (g_bytes_get_size (chunk) == 0)
    {
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&reading->bytes)),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }

  if (reading->bytes->len + g_bytes_get_size (chunk) > reading->max_bytes)
    {
      /* Whoever writes without end is to hear that nobody listens */
      g_input_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "Too large");
      return;
    }

  g_byte_array_append (reading->bytes, g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   chunk_read_cb, g_object_ref (task));
}

void
tuwen_stream_read_async (GInputStream *stream,
                         gsize max_bytes,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->max_bytes = max_bytes;
  reading->bytes = g_byte_array_new ();
  g_task_set_source_tag (task, tuwen_stream_read_async);
  g_task_set_task_data (task, reading, reading_free);
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, cancellable, chunk_read_cb,
                                   g_object_ref (task));
}

GBytes *
tuwen_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stream), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_stream_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
