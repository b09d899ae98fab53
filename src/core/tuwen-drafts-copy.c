/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-drafts"

/* How a draft is copied: what its draft.json would say, without its journal, and the files of its
 * pictures, which never change once they are there. */

#include "tuwen-drafts-fields.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bili-json.h"
#include "tuwen-error-text.h"

typedef struct
{
  char *id;
  char *from;
  char *to;
  JsonNode *root;
  TuwenDraft *draft; /* (nullable) (owned): what was made */
} Copy;

static void
copy_free (Copy *copy)
{
  g_free (copy->id);
  g_free (copy->from);
  g_free (copy->to);
  g_clear_pointer (&copy->root, json_node_unref);
  g_clear_object (&copy->draft);
  g_free (copy);
}

static gboolean
sync_file (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return synced;
}

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);

  if (!g_file_copy (source, target, G_FILE_COPY_NOFOLLOW_SYMLINKS, NULL, NULL, NULL, error))
    return FALSE;
  if (sync_file (to))
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  return FALSE;
}

static GHashTable *
copy_files (const Copy *copy, GError **error)
{
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = g_dir_open (copy->from, 0, NULL);
  const char *name;

  if (g_mkdir_with_parents (copy->to, 0700) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      return NULL;
    }

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *from = g_build_filename (copy->from, name, NULL);
      g_autofree char *to = g_build_filename (copy->to, name, NULL);
      GStatBuf info;

      if (g_str_has_prefix (name, TUWEN_DRAFTS_FILE) || g_lstat (from, &info) != 0
          || !S_ISREG (info.st_mode))
        continue;
      if (!copy_file (from, to, error))
        return NULL;
      g_hash_table_add (files, g_strdup (name));
    }

  return g_steal_pointer (&files);
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GHashTable *files = copy_files (task_data, &error);

  if (files != NULL)
    g_task_return_pointer (task, files, (GDestroyNotify) g_hash_table_unref);
  else
    g_task_return_error (task, error);
}

static void
fail (TuwenDrafts *self, GTask *task, const GError *error)
{
  Copy *copy = g_task_get_task_data (task);

  if (copy->draft != NULL)
    tuwen_drafts_forget (self, copy->draft);
  else
    tuwen_drafts_remove_folder (self, copy->to);
  g_task_return_new_error (task, G_IO_ERROR,
                           error->domain == G_IO_ERROR ? error->code : G_IO_ERROR_FAILED,
                           _ ("The draft could not be copied: %s"), error->message);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TuwenDrafts *self = TUWEN_DRAFTS (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Copy *copy = g_task_get_task_data (task);

  if (tuwen_drafts_save_finish (self, result, &error))
    g_task_return_pointer (task, g_steal_pointer (&copy->draft), g_object_unref);
  else
    fail (self, task, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TuwenDrafts *self = g_task_get_source_object (task);
  Copy *copy = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) files = g_task_propagate_pointer (G_TASK (result), &error);

  if (files == NULL)
    {
      fail (self, task, error);
      return;
    }

  copy->draft = tuwen_draft_new_from_json (self->folder, copy->id, self->clock, copy->root, files);
  tuwen_drafts_insert (self, copy->draft, FALSE);
  tuwen_draft_prepare_unfinished (copy->draft);
  tuwen_drafts_save_async (self, copy->draft, NULL, saved_cb, g_steal_pointer (&task));
}

static JsonNode *
describe (TuwenDrafts *self, TuwenDraft *source)
{
  g_autofree char *text = tuwen_draft_to_json (source);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  JsonNode *root
      = bili_json_parse_bounded (bytes, TUWEN_DRAFTS_MAX_SIZE, TUWEN_DRAFTS_MAX_VALUES, NULL);
  JsonObject *object;

  if (root == NULL)
    return NULL;

  object = json_node_get_object (root);
  json_object_remove_member (object, "journal");
  json_object_set_boolean_member (object, "discarded", TRUE);
  json_object_remove_member (object, "open");
  json_object_set_int_member (object, "modified", bili_clock_get_unix (self->clock));
  return root;
}

void
tuwen_drafts_copy_async (TuwenDrafts *self,
                         TuwenDraft *source,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) work = NULL;
  Copy *copy;

  g_return_if_fail (TUWEN_IS_DRAFTS (self));
  g_return_if_fail (TUWEN_IS_DRAFT (source));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tuwen_drafts_copy_async);
  copy = g_new0 (Copy, 1);
  copy->id = g_uuid_string_random ();
  copy->from = g_strdup (tuwen_draft_get_folder (source));
  copy->to = g_build_filename (self->folder, copy->id, NULL);
  copy->root = describe (self, source);
  g_task_set_task_data (task, copy, (GDestroyNotify) copy_free);

  if (copy->root == NULL || tuwen_draft_is_copying (source))
    {
      g_task_return_new_error (task, TUWEN_ERROR, G_IO_ERROR_BUSY,
                               _ ("Its pictures are still being copied. Try again in a moment."));
      return;
    }

  work = g_task_new (NULL, NULL, copied_cb, g_object_ref (task));
  g_task_set_source_tag (work, copy_in_thread);
  g_task_set_task_data (work, copy, NULL);
  tuwen_drafts_run_on_disk (self, work, copy_in_thread);
}

TuwenDraft *
tuwen_drafts_copy_finish (TuwenDrafts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_drafts_copy_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
