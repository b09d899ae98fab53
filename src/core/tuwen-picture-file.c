/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-file"

#include "tuwen-picture-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "tuwen-picture-make.h"
#include "tuwen-picture-metadata.h"
#include "bili-thread.h"

#define MIB (1024 * 1024)
#define MAX_SOURCE (256 * MIB)
#define READ_SIZE (256 * 1024)

/* Decoding takes four bytes a pixel; more than this many pictures at once would take too much
 * memory. */
#define MAX_AT_ONCE 2

/* What a thread is asked: to keep @file or @bytes at @path, or to make the picture at @path into
 * one whose path begins with @stem. */
typedef struct
{
  GFile *file;
  GBytes *bytes;
  char *path;
  char *stem;
  TuwenPictureOptions options;
} Request;

static void
request_free (Request *self)
{
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->path);
  g_free (self->stem);
  g_free (self);
}

void
tuwen_picture_file_free (TuwenPictureFile *self)
{
  g_free (self->path);
  g_free (self->mime_type);
  g_free (self->note);
  g_clear_pointer (&self->small, tuwen_pixels_unref);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, sentence);
  return FALSE;
}

static gboolean
refuse_to_keep (GError **error, int errsv)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errsv),
               _ ("The picture could not be kept: %s"), g_strerror (errsv));
  return FALSE;
}

/* What is renamed without being synced may be empty after the power went. */
static gboolean
sync_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;
  int errsv = errno;

  if (fd >= 0)
    close (fd);
  return synced || refuse_to_keep (error, errsv);
}

static gboolean
move_into_place (const char *part, const char *path, GError **error)
{
  return sync_file (part, error) && (g_rename (part, path) == 0 || refuse_to_keep (error, errno));
}

/* Returns: (transfer none): why, without what GLib says before: what it was about to do, and to
 * which file */
static const char *
get_reason (const GError *error)
{
  /* As English and Chinese have it */
  static const char *const colons[] = { ": ", "：" };
  const char *reason = error->message;

  for (guint i = 0; i < G_N_ELEMENTS (colons); i++)
    {
      const char *colon = g_strrstr (reason, colons[i]);

      if (colon != NULL && colon[strlen (colons[i])] != '\0')
        reason = colon + strlen (colons[i]);
    }

  return reason;
}

gboolean
tuwen_picture_file_refuse (GError **error, const GError *reason)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (reason));
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
           || g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _ ("This file is not there any more."));
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
           || g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_ACCES))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                         _ ("You have no permission to read this file."));
  else
    g_set_error (error, G_IO_ERROR, reason->domain == G_IO_ERROR ? reason->code : G_IO_ERROR_FAILED,
                 _ ("This file could not be read: %s"), get_reason (reason));
  return FALSE;
}

static GInputStream *
open_source (Request *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) reason = NULL;
  GFileInputStream *stream;

  if (request->file == NULL)
    return g_memory_input_stream_new_from_bytes (request->bytes);

  info = g_file_query_info (request->file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                            cancellable, &reason);
  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      refuse (error, _ ("This is a folder, not a picture."));
      return NULL;
    }
  /* Opening a pipe that nobody writes to would never end. */
  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_SPECIAL)
    {
      refuse (error, _ ("This is not a file that can be read as a picture."));
      return NULL;
    }

  stream = info != NULL ? g_file_read (request->file, cancellable, &reason) : NULL;
  if (stream == NULL)
    {
      tuwen_picture_file_refuse (error, reason);
      return NULL;
    }

  return G_INPUT_STREAM (stream);
}

static gboolean
write_all (int fd, const guint8 *data, gsize size, GError **error)
{
  while (size > 0)
    {
      gssize n_written = write (fd, data, size);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return refuse_to_keep (error, errno);

      data += n_written;
      size -= (gsize) n_written;
    }

  return TRUE;
}

/* A piece at a time, so that many large pictures take no memory. */
static gboolean
copy (GInputStream *stream, int fd, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (READ_SIZE);
  gsize total = 0;

  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;
      gssize n_read = g_input_stream_read (stream, buffer, READ_SIZE, cancellable, &reason);

      if (n_read < 0)
        return tuwen_picture_file_refuse (error, reason);
      if (n_read == 0)
        break;

      total += (gsize) n_read;
      if (total > MAX_SOURCE)
        return refuse (error, _ ("This file is too large: pictures may have up to 256 MB here."));
      if (!write_all (fd, buffer, (gsize) n_read, error))
        return FALSE;
    }

  return total > 0 || refuse (error, _ ("This file is empty."));
}

static gboolean
copy_to (GInputStream *stream, const char *path, GCancellable *cancellable, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gboolean copied;

  if (fd < 0)
    return refuse_to_keep (error, errno);

  copied = copy (stream, fd, cancellable, error);
  if (close (fd) != 0 && copied)
    return refuse_to_keep (error, errno);

  return copied;
}

static gboolean
keep (Request *request, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (request->path);
  g_autofree char *part = g_strconcat (request->path, ".part", NULL);
  g_autoptr (GInputStream) stream = open_source (request, cancellable, error);

  if (stream == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return refuse_to_keep (error, errno);

  if (copy_to (stream, part, cancellable, error)
      && !g_cancellable_set_error_if_cancelled (cancellable, error)
      && move_into_place (part, request->path, error))
    return TRUE;

  g_unlink (part);
  return FALSE;
}

/* A picture that is sent as it came needs no second place on the disk. */
static gboolean
store (const char *source, GBytes *encoded, GBytes *made, const char *path, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;

  if (made == encoded && link (source, path) == 0)
    return TRUE;

  stream = g_memory_input_stream_new_from_bytes (made);
  return copy_to (stream, path, NULL, error);
}

static TuwenPictureFile *
prepare (Request *request, GCancellable *cancellable, GError **error)
{
  g_autofree char *part = g_strconcat (request->stem, ".part", NULL);
  g_autoptr (TuwenPictureMade) made = NULL;
  g_autoptr (TuwenPictureFile) file = NULL;
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) encoded = NULL;
  g_autoptr (GError) reason = NULL;
  GStatBuf info;

  mapped = g_mapped_file_new (request->path, FALSE, &reason);
  if (mapped == NULL)
    {
      tuwen_picture_file_refuse (error, reason);
      return NULL;
    }

  encoded = g_mapped_file_get_bytes (mapped);
  made = tuwen_picture_make (encoded, &request->options, error);
  if (made == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  file = g_new0 (TuwenPictureFile, 1);
  file->path = g_strdup_printf ("%s.%s", request->stem, made->extension);
  file->mime_type = g_strdup (made->mime_type);
  file->width = made->width;
  file->height = made->height;
  if (!store (request->path, encoded, made->bytes, part, error))
    {
      g_unlink (part);
      return NULL;
    }

  if (made->copy_metadata && !tuwen_picture_metadata_copy (encoded, part, &reason))
    {
      g_debug ("A picture's details stay behind: %s", reason->message);
      tuwen_picture_made_add_note (made, _ ("details could not be kept"));
    }
  if (!move_into_place (part, file->path, error))
    {
      g_unlink (part);
      return NULL;
    }

  file->size = g_stat (file->path, &info) == 0 ? (guint64) info.st_size
                                                : g_bytes_get_size (made->bytes);
  file->small = g_steal_pointer (&made->small);
  file->note = tuwen_picture_made_dup_note (made, g_bytes_get_size (encoded), file->size);
  return g_steal_pointer (&file);
}

static void
work_in_thread (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  TuwenPictureFile *file = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (request->stem == NULL)
    {
      if (keep (request, cancellable, &error))
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, error);
      return;
    }

  file = prepare (request, cancellable, &error);
  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) tuwen_picture_file_free);
  else
    g_task_return_error (task, error);
}

/* Keeping and preparing have threads of their own: what a person dropped is safe before anything
 * slow is done to it. */
static void
push_keep (GTask *task)
{
  static GThreadPool *pool = NULL;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (work_in_thread, NULL, MAX_AT_ONCE, FALSE, NULL));

  g_thread_pool_push (pool, task, NULL);
}

static void
prepare_in_thread (gpointer data, gpointer user_data)
{
  bili_thread_stand_back ();
  work_in_thread (data, user_data);
}

/* Threads that nobody else uses: they stay behind what is seen */
static void
push_prepare (GTask *task)
{
  static GThreadPool *pool = NULL;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (prepare_in_thread, NULL, MAX_AT_ONCE, TRUE, NULL));

  g_thread_pool_push (pool, task, NULL);
}

/* @file or @bytes, whichever there is */
static void
keep_async (GFile *file,
            GBytes *bytes,
            const char *path,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, tuwen_picture_file_keep_async);
  g_task_set_check_cancellable (task, FALSE);
  request->file = file != NULL ? g_object_ref (file) : NULL;
  request->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  request->path = g_strdup (path);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  push_keep (task);
}

void
tuwen_picture_file_keep_async (GFile *source,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  keep_async (source, NULL, path, cancellable, callback, user_data);
}

void
tuwen_picture_file_keep_bytes_async (GBytes *bytes,
                                     const char *path,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  keep_async (NULL, bytes, path, cancellable, callback, user_data);
}

gboolean
tuwen_picture_file_keep_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_picture_file_keep_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tuwen_picture_file_prepare_async (const char *source,
                                  const char *stem,
                                  const TuwenPictureOptions *options,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, tuwen_picture_file_prepare_async);
  /* A file that was made is handed out, so that it can be removed. */
  g_task_set_check_cancellable (task, FALSE);
  request->path = g_strdup (source);
  request->stem = g_strdup (stem);
  request->options = *options;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  push_prepare (task);
}

TuwenPictureFile *
tuwen_picture_file_prepare_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_picture_file_prepare_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
