/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-drop"

#include "tuwen-composer-drop-read.h"

#include "tuwen-stream-read.h"

/* Nothing larger is taken from a file either */
#define MAX_BYTES (256 * 1024 * 1024)
/* Of the addresses of files */
#define MAX_LIST_BYTES (1024 * 1024)
#define LIST_TYPE "text/uri-list"

/* By preference. A program that offers several made all but one of them itself: an animation is the
 * original, and PNG has lost nothing. */
static const char *const picture_types[] = {
  "image/gif",  "image/png",  "image/webp", "image/avif", "image/heic",
  "image/heif", "image/jpeg", "image/tiff", "image/bmp",  NULL,
};

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

/* As what another program makes of it: that is read to its end, however far it is */
static void
read_value_async (GTask *task, GType type, GAsyncReadyCallback callback)
{
  gpointer source = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (GDK_IS_DROP (source))
    gdk_drop_read_value_async (source, type, G_PRIORITY_DEFAULT, cancellable, callback,
                               g_object_ref (task));
  else
    gdk_clipboard_read_value_async (source, type, G_PRIORITY_DEFAULT, cancellable, callback,
                                    g_object_ref (task));
}

static const GValue *
read_value_finish (GObject *source, GAsyncResult *result, GError **error)
{
  return GDK_IS_DROP (source)
             ? gdk_drop_read_value_finish (GDK_DROP (source), result, error)
             : gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, error);
}

static void
open_async (GTask *task, const char *mime_type, GAsyncReadyCallback callback)
{
  gpointer source = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *types[] = { mime_type, NULL };

  if (GDK_IS_DROP (source))
    gdk_drop_read_async (source, types, G_PRIORITY_DEFAULT, cancellable, callback,
                         g_object_ref (task));
  else
    gdk_clipboard_read_async (source, types, G_PRIORITY_DEFAULT, cancellable, callback,
                              g_object_ref (task));
}

static GInputStream *
open_finish (GObject *source, GAsyncResult *result, GError **error)
{
  return GDK_IS_DROP (source)
             ? gdk_drop_read_finish (GDK_DROP (source), result, NULL, error)
             : gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, error);
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
picture_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *bytes = tuwen_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes != NULL)
    return_bytes (task, bytes);
  else
    g_task_return_error (task, error);
}

static void
picture_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GInputStream) stream = open_finish (source, result, &error);

  if (stream != NULL)
    tuwen_stream_read_async (stream, MAX_BYTES, g_task_get_cancellable (task), picture_read_cb,
                             g_object_ref (task));
  else
    g_task_return_error (task, error);
}

static void
read_picture (GTask *task)
{
  GdkContentFormats *formats = get_formats (g_task_get_source_object (task));

  for (guint i = 0; picture_types[i] != NULL; i++)
    {
      if (!gdk_content_formats_contain_mime_type (formats, picture_types[i]))
        continue;

      open_async (task, picture_types[i], picture_opened_cb);
      return;
    }

  if (can_become (formats, GDK_TYPE_TEXTURE))
    read_value_async (task, GDK_TYPE_TEXTURE, texture_read_cb);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no picture");
}

/* @files: those that are no files, but are on the web, are left out */
static void
return_files (GTask *task, GSList *files)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);
  TuwenDropped *dropped;

  for (GSList *l = files; l != NULL; l = l->next)
    {
      if (!g_file_has_uri_scheme (l->data, "http") && !g_file_has_uri_scheme (l->data, "https"))
        g_list_store_append (list, l->data);
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0)
    {
      read_picture (task);
      return;
    }

  dropped = g_new0 (TuwenDropped, 1);
  dropped->files = G_LIST_MODEL (g_steal_pointer (&list));
  g_task_return_pointer (task, dropped, (GDestroyNotify) tuwen_dropped_free);
}

static void
no_files (GTask *task, const GError *error)
{
  if (g_task_return_error_if_cancelled (task))
    return;

  g_debug ("No files: %s", error->message);
  read_picture (task);
}

static void
files_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = read_value_finish (source, result, &error);

  if (value != NULL)
    return_files (task, g_value_get_boxed (value));
  else
    no_files (task, error);
}

static GSList *
parse_list (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data != NULL ? data : "", size);
  g_auto (GStrv) addresses = g_uri_list_extract_uris (text);
  GSList *files = NULL;

  for (char **address = addresses; *address != NULL; address++)
    files = g_slist_prepend (files, g_file_new_for_uri (*address));

  return g_slist_reverse (files);
}

static void
list_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tuwen_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes != NULL)
    {
      g_autoslist (GFile) files = parse_list (bytes);

      return_files (task, files);
    }
  else
    {
      no_files (task, error);
    }
}

static void
list_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = open_finish (source, result, &error);

  if (stream != NULL)
    tuwen_stream_read_async (stream, MAX_LIST_BYTES, g_task_get_cancellable (task), list_read_cb,
                             g_object_ref (task));
  else
    no_files (task, error);
}

/* Whether GDK has to ask the desktop for them: Tuwen or the other program is in a box of its own */
static gboolean
come_from_portal (GdkContentFormats *formats)
{
  return gdk_content_formats_contain_mime_type (formats, "application/vnd.portal.filetransfer")
         || gdk_content_formats_contain_mime_type (formats, "application/vnd.portal.files");
}

static void
read_files (GTask *task)
{
  GdkContentFormats *formats = get_formats (g_task_get_source_object (task));

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) || come_from_portal (formats)
      || !gdk_content_formats_contain_mime_type (formats, LIST_TYPE))
    read_value_async (task, GDK_TYPE_FILE_LIST, files_read_cb);
  else
    open_async (task, LIST_TYPE, list_opened_cb);
}

void
tuwen_drop_read_async (GObject *source,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);

  g_return_if_fail (GDK_IS_DROP (source) || GDK_IS_CLIPBOARD (source));

  g_task_set_source_tag (task, tuwen_drop_read_async);
  if (tuwen_drop_formats_have_files (get_formats (source)))
    read_files (task);
  else
    read_picture (task);
}

TuwenDropped *
tuwen_drop_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_drop_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
