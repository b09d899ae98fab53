/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-drop"

#include "tuwen-composer-drop-read.h"

/* As GDK itself asks: with larger requests GTK 4.8 loses its way in what X11 hands over in pieces
 */
#define CHUNK (8 * 1024)
/* Nothing larger is taken from a file either */
#define MAX_BYTES (256 * 1024 * 1024)

/* By preference. A program that offers several made all but one of them itself: an animation is the
 * original, and PNG has lost nothing. */
static const char *const picture_types[] = {
  "image/gif",  "image/png",  "image/webp", "image/avif", "image/heic",
  "image/heif", "image/jpeg", "image/tiff", "image/bmp",  NULL,
};

typedef struct
{
  GObject *source;   /* (owned): a GdkDrop or a GdkClipboard */
  GByteArray *bytes; /* (nullable) (owned): what was read so far */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->source);
  g_clear_pointer (&reading->bytes, g_byte_array_unref);
  g_free (reading);
}

void
tuwen_dropped_free (TuwenDropped *self)
{
  g_clear_object (&self->files);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/* Whether GTK can make a @type of one of @formats */
static gboolean
can_become (GdkContentFormats *formats, GType type)
{
  g_autoptr (GdkContentFormats) all
      = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));

  return gdk_content_formats_contain_gtype (all, type);
}

static gboolean
contain_any_picture_type (GdkContentFormats *formats)
{
  for (guint i = 0; picture_types[i] != NULL; i++)
    {
      if (gdk_content_formats_contain_mime_type (formats, picture_types[i]))
        return TRUE;
    }

  return FALSE;
}

gboolean
tuwen_drop_formats_have_files (GdkContentFormats *formats)
{
  return can_become (formats, GDK_TYPE_FILE_LIST);
}

gboolean
tuwen_drop_formats_have_picture (GdkContentFormats *formats)
{
  return contain_any_picture_type (formats) || can_become (formats, GDK_TYPE_TEXTURE);
}

gboolean
tuwen_drop_formats_have_text (GdkContentFormats *formats)
{
  return can_become (formats, G_TYPE_STRING);
}

static GdkContentFormats *
get_formats (GObject *source)
{
  return GDK_IS_DROP (source) ? gdk_drop_get_formats (GDK_DROP (source))
                              : gdk_clipboard_get_formats (GDK_CLIPBOARD (source));
}

static void
read_value_async (GTask *task, GType type, GAsyncReadyCallback callback)
{
  Reading *reading = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (GDK_IS_DROP (reading->source))
    gdk_drop_read_value_async (GDK_DROP (reading->source), type, G_PRIORITY_DEFAULT, cancellable,
                               callback, g_object_ref (task));
  else
    gdk_clipboard_read_value_async (GDK_CLIPBOARD (reading->source), type, G_PRIORITY_DEFAULT,
                                    cancellable, callback, g_object_ref (task));
}

static const GValue *
read_value_finish (GObject *source, GAsyncResult *result, GError **error)
{
  return GDK_IS_DROP (source)
             ? gdk_drop_read_value_finish (GDK_DROP (source), result, error)
             : gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, error);
}

static void
return_bytes (GTask *task, GBytes *bytes)
{
  TuwenDropped *dropped = g_new0 (TuwenDropped, 1);

  dropped->bytes = bytes;
  g_task_return_pointer (task, dropped, (GDestroyNotify) tuwen_dropped_free);
}

static void
save_texture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (GDK_TEXTURE (source)),
                         (GDestroyNotify) g_bytes_unref);
}

static void
texture_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  return_bytes (task, bytes);
}

static void
texture_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) saving = NULL;
  GError *error = NULL;
  const GValue *value = read_value_finish (source, result, &error);

  if (value == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  saving = g_task_new (g_value_get_object (value), NULL, texture_saved_cb, g_steal_pointer (&task));
  g_task_set_source_tag (saving, texture_read_cb);
  g_task_run_in_thread (saving, save_texture);
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
      return_bytes (task, g_byte_array_free_to_bytes (g_steal_pointer (&reading->bytes)));
      return;
    }

  if (reading->bytes->len + g_bytes_get_size (chunk) > MAX_BYTES)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "Too large");
      return;
    }

  g_byte_array_append (reading->bytes, g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   chunk_read_cb, g_object_ref (task));
}

static void
stream_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GInputStream) stream = NULL;
  GError *error = NULL;

  if (GDK_IS_DROP (source))
    stream = gdk_drop_read_finish (GDK_DROP (source), result, NULL, &error);
  else
    stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  reading->bytes = g_byte_array_new ();
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   chunk_read_cb, g_object_ref (task));
}

static void
read_picture (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);
  GdkContentFormats *formats = get_formats (reading->source);
  GCancellable *cancellable = g_task_get_cancellable (task);

  for (guint i = 0; picture_types[i] != NULL; i++)
    {
      const char *types[] = { picture_types[i], NULL };

      if (!gdk_content_formats_contain_mime_type (formats, picture_types[i]))
        continue;
      if (GDK_IS_DROP (reading->source))
        gdk_drop_read_async (GDK_DROP (reading->source), types, G_PRIORITY_DEFAULT, cancellable,
                             stream_read_cb, g_object_ref (task));
      else
        gdk_clipboard_read_async (GDK_CLIPBOARD (reading->source), types, G_PRIORITY_DEFAULT,
                                  cancellable, stream_read_cb, g_object_ref (task));
      return;
    }

  if (can_become (formats, GDK_TYPE_TEXTURE))
    read_value_async (task, GDK_TYPE_TEXTURE, texture_read_cb);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no picture");
}

static void
files_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GError) error = NULL;
  const GValue *value = read_value_finish (source, result, &error);
  TuwenDropped *dropped;

  if (g_task_return_error_if_cancelled (task))
    return;

  for (GSList *l = value != NULL ? g_value_get_boxed (value) : NULL; l != NULL; l = l->next)
    {
      if (!g_file_has_uri_scheme (l->data, "http") && !g_file_has_uri_scheme (l->data, "https"))
        g_list_store_append (files, l->data);
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (files)) == 0)
    {
      if (error != NULL)
        g_debug ("No files: %s", error->message);
      read_picture (task);
      return;
    }

  dropped = g_new0 (TuwenDropped, 1);
  dropped->files = G_LIST_MODEL (g_steal_pointer (&files));
  g_task_return_pointer (task, dropped, (GDestroyNotify) tuwen_dropped_free);
}

void
tuwen_drop_read_async (GObject *source,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  g_return_if_fail (GDK_IS_DROP (source) || GDK_IS_CLIPBOARD (source));

  reading->source = g_object_ref (source);
  g_task_set_source_tag (task, tuwen_drop_read_async);
  g_task_set_task_data (task, reading, reading_free);

  if (tuwen_drop_formats_have_files (get_formats (source)))
    read_value_async (task, GDK_TYPE_FILE_LIST, files_read_cb);
  else
    read_picture (task);
}

TuwenDropped *
tuwen_drop_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_drop_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
