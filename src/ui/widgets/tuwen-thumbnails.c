/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-thumbnails"

#include "tuwen-thumbnails.h"

#include "bili-thread.h"

/* A large PNG is decoded whole: few at a time keep the memory low */
#define MAX_THREADS 2

typedef struct
{
  char *path; /* (owned) */
  int width;
  int height;
} Decoding;

static void
decoding_free (gpointer data)
{
  Decoding *decoding = data;

  g_free (decoding->path);
  g_free (decoding);
}

static void
decode (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Decoding *decoding = g_task_get_task_data (task);
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) encoded = NULL;
  g_autoptr (GError) error = NULL;
  TuwenPixels *pixels;

  bili_thread_stand_back ();
  if (g_task_return_error_if_cancelled (task))
    return;

  file = g_mapped_file_new (decoding->path, FALSE, &error);
  if (file == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  encoded = g_mapped_file_get_bytes (file);
  pixels = tuwen_pixels_decode (encoded, decoding->width, decoding->height, &error);
  if (pixels != NULL)
    g_task_return_pointer (task, pixels, (GDestroyNotify) tuwen_pixels_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
tuwen_thumbnails_load_async (const char *path,
                             int width,
                             int height,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  static GThreadPool *pool;
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Decoding *decoding = g_new0 (Decoding, 1);

  if (pool == NULL)
    pool = g_thread_pool_new (decode, NULL, MAX_THREADS, TRUE, NULL);

  decoding->path = g_strdup (path);
  decoding->width = width;
  decoding->height = height;
  g_task_set_source_tag (task, tuwen_thumbnails_load_async);
  g_task_set_task_data (task, decoding, decoding_free);
  g_thread_pool_push (pool, task, NULL);
}

TuwenPixels *
tuwen_thumbnails_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
