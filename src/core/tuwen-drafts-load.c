/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-drafts"

/* How drafts are read when the program starts, and what nobody needs any more is swept up. */

#include "tuwen-drafts-fields.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "bili-json.h"

/* Making drafts of what was read goes on for this long between two frames. */
#define SLICE_US 4000

/* What the thread read of a draft's folder. */
typedef struct
{
  char *id;
  JsonNode *root;    /* (nullable) */
  gboolean missing;  /* there is no draft.json at all */
  GHashTable *files; /* (element-type utf8): names of the regular files in it */
} Found;

typedef struct
{
  TuwenDrafts *drafts; /* (owned) */
  GPtrArray *all;      /* (element-type Found) (owned) */
  guint n_taken;
} Loading;

typedef struct
{
  char *folder;
  GPtrArray *names;
  gboolean itself; /* the folder goes too, if nothing else is in it */
} Sweep;

static void
found_free (Found *found)
{
  g_free (found->id);
  g_clear_pointer (&found->root, json_node_unref);
  g_hash_table_unref (found->files);
  g_free (found);
}

static void
loading_free (Loading *loading)
{
  g_object_unref (loading->drafts);
  g_ptr_array_unref (loading->all);
  g_free (loading);
}

static void
sweep_free (Sweep *sweep)
{
  g_free (sweep->folder);
  g_ptr_array_unref (sweep->names);
  g_free (sweep);
}

static GHashTable *
list_files (const char *folder)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (g_lstat (path, &info) == 0 && S_ISREG (info.st_mode))
        g_hash_table_add (files, g_strdup (name));
    }

  return files;
}

static JsonNode *
read_json (const char *path, gboolean *missing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, &error);
  g_autoptr (GBytes) bytes = NULL;

  *missing = g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  if (mapped == NULL)
    return NULL;

  bytes = g_mapped_file_get_bytes (mapped);
  return bili_json_parse_bounded (bytes, TUWEN_DRAFTS_MAX_SIZE, TUWEN_DRAFTS_MAX_VALUES, NULL);
}

static Found *
read_draft (const char *folder, const char *id)
{
  Found *found = g_new0 (Found, 1);
  g_autofree char *own = g_build_filename (folder, id, NULL);
  g_autofree char *path = g_build_filename (own, TUWEN_DRAFTS_FILE, NULL);

  found->id = g_strdup (id);
  found->root = read_json (path, &found->missing);
  found->files = list_files (own);
  return found;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const char *folder = task_data;
  GError *error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  GPtrArray *all;
  const char *name;

  if (dir == NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_error (&error);
  all = g_ptr_array_new_with_free_func ((GDestroyNotify) found_free);

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (all, read_draft (folder, name));
    }

  g_task_return_pointer (task, all, (GDestroyNotify) g_ptr_array_unref);
}

static void
sweep_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Sweep *sweep = task_data;

  for (guint i = 0; i < sweep->names->len; i++)
    {
      g_autofree char *path = g_build_filename (sweep->folder, sweep->names->pdata[i], NULL);

      g_unlink (path);
    }
  if (sweep->itself)
    g_rmdir (sweep->folder);

  g_task_return_boolean (task, TRUE);
}

/* Whether we gave a file this name: a picture's, or what a cut short write of the draft left. */
static gboolean
is_ours (const char *name)
{
  g_autofree char *stem = g_strndup (name, strcspn (name, "."));

  return g_uuid_string_is_valid (stem) || g_str_has_prefix (name, TUWEN_DRAFTS_FILE ".");
}

/* Removes files that no picture has. Only those that were there when the folder was read: what
 * comes later belongs to somebody. */
static void
sweep (TuwenDrafts *self, Found *found, GHashTable *stems, gboolean itself)
{
  Sweep *sweep = g_new0 (Sweep, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  GHashTableIter iter;
  gpointer name;

  g_task_set_source_tag (task, sweep_in_thread);
  g_task_set_task_data (task, sweep, (GDestroyNotify) sweep_free);
  sweep->folder = g_build_filename (self->folder, found->id, NULL);
  sweep->names = g_ptr_array_new_with_free_func (g_free);
  sweep->itself = itself;

  g_hash_table_iter_init (&iter, found->files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *stem = g_strndup (name, strcspn (name, "."));

      if (is_ours (name) && (stems == NULL || !g_hash_table_contains (stems, stem)))
        g_ptr_array_add (sweep->names, g_strdup (name));
    }

  if (sweep->names->len > 0 || sweep->itself)
    tuwen_drafts_run_on_disk (self, task, sweep_in_thread);
}

static gboolean
is_known (TuwenDrafts *self, GPtrArray *entries, const char *id)
{
  for (guint i = 0; i < entries->len; i++)
    {
      TuwenDraftsEntry *entry = entries->pdata[i];

      if (g_str_equal (tuwen_draft_get_id (entry->draft), id))
        return TRUE;
    }

  return FALSE;
}

static void
take_found (TuwenDrafts *self, Found *found)
{
  g_autoptr (TuwenDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  if (is_known (self, self->entries, found->id) || is_known (self, self->aside, found->id))
    return;

  /* Its name is its id, which is told to others. */
  if (found->root != NULL && g_utf8_validate (found->id, -1, NULL))
    draft = tuwen_draft_new_from_json (self->folder, found->id, self->clock, found->root,
                                       found->files);

  if (draft == NULL && found->missing)
    {
      /* Pictures of a draft that was removed, or never written. */
      sweep (self, found, NULL, TRUE);
    }
  else if (draft == NULL)
    {
      g_autofree char *shown = g_filename_display_name (found->id);

      error = g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("A draft could not be read. Its folder is left as it is: %s/%s"),
                           self->folder, shown);
      tuwen_drafts_emit_failed (self, error, NULL);
    }
  else if (tuwen_draft_get_discarded (draft)
           || (tuwen_draft_get_journal (draft)->state == TUWEN_DRAFT_PUBLISHED
               && !tuwen_draft_replaces (draft)))
    {
      tuwen_draft_close (draft);
      tuwen_drafts_remove_folder (self, tuwen_draft_get_folder (draft));
    }
  else
    {
      tuwen_drafts_insert (self, draft, TRUE);
      tuwen_draft_prepare_unfinished (draft);
      if (tuwen_draft_is_understood (draft))
        {
          g_autoptr (GHashTable) stems = tuwen_draft_get_stems (draft);

          sweep (self, found, stems, FALSE);
        }
    }
}

static gboolean
take_some_cb (gpointer user_data)
{
  Loading *loading = user_data;
  gint64 end = g_get_monotonic_time () + SLICE_US;

  while (loading->n_taken < loading->all->len && g_get_monotonic_time () < end)
    take_found (loading->drafts, loading->all->pdata[loading->n_taken++]);

  if (loading->n_taken < loading->all->len)
    return G_SOURCE_CONTINUE;

  tuwen_drafts_set_loading (loading->drafts, FALSE);
  return G_SOURCE_REMOVE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Loading *loading = user_data;
  g_autoptr (GError) error = NULL;

  loading->all = g_task_propagate_pointer (G_TASK (result), &error);
  if (loading->all == NULL)
    {
      loading->all = g_ptr_array_new ();
      tuwen_drafts_emit_failed (loading->drafts, error, NULL);
    }
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, take_some_cb, loading, (GDestroyNotify) loading_free);
}

void
tuwen_drafts_load (TuwenDrafts *self)
{
  g_autoptr (GTask) task = NULL;
  Loading *loading;

  g_return_if_fail (TUWEN_IS_DRAFTS (self));

  if (self->loading)
    return;

  tuwen_drafts_set_loading (self, TRUE);
  loading = g_new0 (Loading, 1);
  loading->drafts = g_object_ref (self);
  /* Not the task's source: the last reference may not go in the thread that the store waits for. */
  task = g_task_new (NULL, NULL, loaded_cb, loading);
  g_task_set_source_tag (task, tuwen_drafts_load);
  g_task_set_task_data (task, g_strdup (self->folder), g_free);
  tuwen_drafts_run_on_disk (self, task, load_in_thread);
}
