/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

/* Another program that, asked for what is on the clipboard, never comes to an end */

#define TYPE_ENDLESS (endless_get_type ())
G_DECLARE_FINAL_TYPE (Endless, endless, TEST, ENDLESS, GdkContentProvider)

struct _Endless
{
  GdkContentProvider parent_instance;

  const char *mime_type; /* (unowned): static */
  char *words;           /* (owned): without end */
  gsize n_bytes;         /* that were taken */
};

G_DEFINE_FINAL_TYPE (Endless, endless, GDK_TYPE_CONTENT_PROVIDER)

static GdkContentFormats *
endless_ref_formats (GdkContentProvider *provider)
{
  return gdk_content_formats_new (&TEST_ENDLESS (provider)->mime_type, 1);
}

static void endless_write_some (GTask *task);

static void
endless_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Endless *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize size = g_output_stream_write_finish (G_OUTPUT_STREAM (source), result, &error);

  if (size < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  self->n_bytes += size;
  endless_write_some (task);
}

static void
endless_write_some (GTask *task)
{
  Endless *self = g_task_get_source_object (task);

  g_output_stream_write_async (g_task_get_task_data (task), self->words, strlen (self->words),
                               G_PRIORITY_DEFAULT, NULL, endless_written_cb, g_object_ref (task));
}

static void
endless_write_mime_type_async (GdkContentProvider *provider,
                               const char *mime_type,
                               GOutputStream *stream,
                               int priority,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);

  g_task_set_task_data (task, g_object_ref (stream), g_object_unref);
  endless_write_some (task);
}

static gboolean
endless_write_mime_type_finish (GdkContentProvider *provider, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
endless_finalize (GObject *object)
{
  g_free (TEST_ENDLESS (object)->words);

  G_OBJECT_CLASS (endless_parent_class)->finalize (object);
}

static void
endless_class_init (EndlessClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = endless_finalize;
  provider_class->ref_formats = endless_ref_formats;
  provider_class->write_mime_type_async = endless_write_mime_type_async;
  provider_class->write_mime_type_finish = endless_write_mime_type_finish;
}

static void
endless_init (Endless *self)
{
}

static Endless *
endless_new (const char *mime_type, const char *words)
{
  Endless *self = g_object_new (TYPE_ENDLESS, NULL);

  self->mime_type = mime_type;
  self->words = g_strdup (words);

  return self;
}
