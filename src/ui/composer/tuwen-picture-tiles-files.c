/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-tiles-files"

#include "tuwen-picture-tiles-files.h"

#include <glib/gi18n.h>

#include "tuwen-picture-header.h"

/* Enough of a file to know a picture by */
#define HEAD_SIZE (64 * 1024)
/* Nobody means that many; the rest of such a folder is not looked at */
#define MAX_FILES 2000

#define ATTRIBUTES                                                                                 \
  G_FILE_ATTRIBUTE_STANDARD_TYPE                                                                   \
      "," G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME                \
      "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN "," G_FILE_ATTRIBUTE_STANDARD_IS_BACKUP

typedef struct
{
  GPtrArray *files; /* (element-type GFile) (owned): what was asked for */
  char *problem;    /* (nullable) (owned) */
} Finding;

static void
finding_free (gpointer data)
{
  Finding *finding = data;

  g_ptr_array_unref (finding->files);
  g_free (finding->problem);
  g_free (finding);
}

static void
found_file_free (TuwenFoundFile *self)
{
  g_object_unref (self->file);
  g_free (self->name);
  g_free (self);
}

static TuwenFoundFile *
found_file_new (GFile *file, const char *name)
{
  TuwenFoundFile *self = g_new0 (TuwenFoundFile, 1);

  self->file = g_object_ref (file);
  self->name = g_strdup (name);
  return self;
}

/* A file's name for people when nothing else is known of it */
static char *
dup_name (GFile *file)
{
  g_autofree char *basename = g_file_get_basename (file);

  return g_filename_display_name (basename != NULL ? basename : "");
}

static gboolean
holds_picture (GFile *file, GCancellable *cancellable)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, NULL);
  g_autofree guchar *head = g_malloc (HEAD_SIZE);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *content_type = NULL;
  g_autofree char *mime_type = NULL;
  TuwenPictureHeader header;
  gsize length;

  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), head, HEAD_SIZE, &length, cancellable,
                                   NULL)
      || length == 0)
    return FALSE;

  bytes = g_bytes_new (head, length);
  if (tuwen_picture_header_read_any (bytes, &header))
    return TRUE;

  /* Some say how large they are only near their end; what kind they are all say at once */
  content_type = g_content_type_guess (NULL, head, length, NULL);
  mime_type = g_content_type_get_mime_type (content_type);
  return g_strcmp0 (mime_type, "image/tiff") == 0 || g_strcmp0 (mime_type, "image/heif") == 0
         || g_strcmp0 (mime_type, "image/avif") == 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const TuwenFoundFile *first = *(TuwenFoundFile *const *) a;
  const TuwenFoundFile *second = *(TuwenFoundFile *const *) b;
  g_autofree char *first_key = g_utf8_collate_key_for_filename (first->name, -1);
  g_autofree char *second_key = g_utf8_collate_key_for_filename (second->name, -1);

  return g_strcmp0 (first_key, second_key);
}

static void
set_problem (Finding *finding, char *problem)
{
  g_free (finding->problem);
  finding->problem = problem;
}

static void
find_in_folder (
    Finding *finding, GFile *folder, const char *name, GPtrArray *found, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) children = NULL;
  g_autoptr (GPtrArray) pictures
      = g_ptr_array_new_with_free_func ((GDestroyNotify) found_file_free);

  children
      = g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, &error);
  for (guint i = 0; children != NULL && i < MAX_FILES; i++)
    {
      GFileInfo *info;
      GFile *child;

      if (!g_file_enumerator_iterate (children, &info, &child, cancellable, &error) || info == NULL)
        break;
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR
          && !g_file_info_get_is_hidden (info) && !g_file_info_get_is_backup (info)
          && holds_picture (child, cancellable))
        g_ptr_array_add (pictures, found_file_new (child, g_file_info_get_display_name (info)));
    }

  if (error != NULL)
    {
      /* Translators: the name of a folder, and why it cannot be read */
      set_problem (finding, g_strdup_printf (_ ("The folder “%s” cannot be read: %s"), name,
                                             error->message));
      return;
    }
  if (pictures->len == 0)
    {
      set_problem (finding,
                   g_strdup_printf (_ ("There are no pictures in the folder “%s”."), name));
      return;
    }

  g_ptr_array_sort (pictures, compare_names);
  g_ptr_array_extend_and_steal (found, g_steal_pointer (&pictures));
}

static void
find (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Finding *finding = data;
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify) found_file_free);

  for (guint i = 0; i < finding->files->len; i++)
    {
      GFile *file = finding->files->pdata[i];
      g_autoptr (GFileInfo) info
          = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, NULL);
      g_autofree char *name
          = info != NULL ? g_strdup (g_file_info_get_display_name (info)) : dup_name (file);

      if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        find_in_folder (finding, file, name, found, cancellable);
      else
        g_ptr_array_add (found, found_file_new (file, name));
    }

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_ptr_array_unref);
}

void
tuwen_find_pictures_async (GListModel *files,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Finding *finding = g_new0 (Finding, 1);

  finding->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (finding->files, g_list_model_get_item (files, i));

  g_task_set_source_tag (task, tuwen_find_pictures_async);
  g_task_set_task_data (task, finding, finding_free);
  g_task_run_in_thread (task, find);
}

GPtrArray *
tuwen_find_pictures_finish (GAsyncResult *result, char **problem, GError **error)
{
  Finding *finding;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_find_pictures_async), NULL);

  finding = g_task_get_task_data (G_TASK (result));
  *problem = g_steal_pointer (&finding->problem);
  return g_task_propagate_pointer (G_TASK (result), error);
}
