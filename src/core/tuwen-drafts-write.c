/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-drafts"

/* How drafts come onto the disk. */

#include "tuwen-drafts-fields.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* A throttle: what is typed is on disk this much later, however long the typing goes on. */
#define SAVE_DELAY_MS 500
#define RETRY_MS (10 * 1000)

typedef struct
{
  GTask *task; /* (owned) */
  guint64 revision;
} Waiter;

/* What the thread writes. */
typedef struct
{
  char *parent;
  char *folder;
  char *text;
} Write;

typedef struct
{
  GTask *task;     /* (owned) */
  GSource *source; /* (nullable) (owned): when it is cancelled */
} Flush;

static void start_write (TuwenDraftsEntry *entry);

static void
waiter_free (Waiter *waiter)
{
  g_object_unref (waiter->task);
  g_free (waiter);
}

static void
write_free (Write *write)
{
  g_free (write->parent);
  g_free (write->folder);
  g_free (write->text);
  g_free (write);
}

static gboolean
is_saved (TuwenDraftsEntry *entry)
{
  return entry->saved >= entry->revision;
}

/* Nobody would miss an empty draft that was never on disk. */
static gboolean
is_not_worth_writing (TuwenDraftsEntry *entry)
{
  return entry->saved == 0 && entry->writing == 0 && tuwen_draft_is_empty (entry->draft);
}

/* Answers those whose revision is on disk; with an error, everybody. */
static void
answer_waiters (TuwenDraftsEntry *entry, const GError *error)
{
  g_autoptr (GPtrArray) answered
      = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);

  for (guint i = 0; i < entry->waiters->len;)
    {
      Waiter *waiter = entry->waiters->pdata[i];

      if (error != NULL || waiter->revision <= entry->saved)
        g_ptr_array_add (answered, g_ptr_array_steal_index (entry->waiters, i));
      else
        i++;
    }

  for (guint i = 0; i < answered->len; i++)
    {
      Waiter *waiter = answered->pdata[i];

      if (error != NULL)
        g_task_return_error (waiter->task, g_error_copy (error));
      else
        g_task_return_boolean (waiter->task, TRUE);
    }
}

static gboolean
save_cb (gpointer user_data)
{
  TuwenDraftsEntry *entry = user_data;

  entry->timer = 0;
  if (entry->waiters->len > 0 || !is_not_worth_writing (entry))
    start_write (entry);
  return G_SOURCE_REMOVE;
}

static void
schedule (TuwenDraftsEntry *entry, guint delay_ms)
{
  if (entry->timer == 0 && entry->writing == 0)
    entry->timer = g_timeout_add (delay_ms, save_cb, entry);
}

/* What was renamed or made in a folder is on disk once the folder is. */
static gboolean
sync_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;
  int errsv = errno;

  if (fd >= 0)
    close (fd);
  errno = errsv;
  return synced;
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Write *write = task_data;
  g_autofree char *path = g_build_filename (write->folder, TUWEN_DRAFTS_FILE, NULL);
  g_autoptr (GError) error = NULL;
  int errsv;

  if (g_mkdir_with_parents (write->folder, 0700) == 0)
    {
      if (!g_file_set_contents_full (path, write->text, -1,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, &error))
        {
          /* Its kind has words of its own; the message has the names of files in it. */
          g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_file_error (error->code),
                                   _ ("The draft could not be saved: %s"), error->message);
          return;
        }
      if (sync_folder (write->folder) && sync_folder (write->parent))
        {
          g_task_return_boolean (task, TRUE);
          return;
        }
    }

  errsv = errno;
  g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errsv),
                           _ ("The draft could not be saved: %s"), g_strerror (errsv));
}

static void
entry_free (gpointer data)
{
  TuwenDraftsEntry *entry = data;

  g_clear_object (&entry->draft);
  g_ptr_array_unref (entry->waiters);
}

static void
entry_unref (TuwenDraftsEntry *entry)
{
  g_rc_box_release_full (entry, entry_free);
}

static void
fail_flushes (TuwenDrafts *self, const GError *error)
{
  g_autoptr (GPtrArray) flushes = g_steal_pointer (&self->flushes);

  self->flushes = g_ptr_array_new_with_free_func (tuwen_drafts_flush_free);
  for (guint i = 0; i < flushes->len; i++)
    {
      Flush *flush = flushes->pdata[i];

      g_task_return_error (flush->task, g_error_copy (error));
    }
}

static void
write_failed (TuwenDraftsEntry *entry, const GError *error)
{
  g_autoptr (TuwenDrafts) self = g_object_ref (entry->drafts);
  gboolean told = entry->failing;

  entry->failing = TRUE;
  schedule (entry, RETRY_MS);
  /* Told once, not every ten seconds. */
  if (!told)
    tuwen_drafts_emit_failed (self, error, entry->draft);
  fail_flushes (self, error);
}

static void
write_succeeded (TuwenDraftsEntry *entry)
{
  entry->failing = FALSE;
  tuwen_draft_set_saved (entry->draft, is_saved (entry));
  if (!is_saved (entry))
    schedule (entry, entry->waiters->len > 0 ? 0 : SAVE_DELAY_MS);
  if (entry->drafts != NULL)
    tuwen_drafts_check_flushes (entry->drafts);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TuwenDraftsEntry *entry = user_data;
  g_autoptr (GError) error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);

  if (written)
    entry->saved = entry->writing;
  entry->writing = 0;

  /* The store may be gone by now, or have let go of the draft. */
  if (entry->drafts != NULL && written)
    write_succeeded (entry);
  else if (entry->drafts != NULL)
    write_failed (entry, error);
  answer_waiters (entry, error);
  entry_unref (entry);
}

static void
start_write (TuwenDraftsEntry *entry)
{
  g_autoptr (GTask) task = NULL;
  Write *write;

  if (entry->writing != 0)
    return;

  g_clear_handle_id (&entry->timer, g_source_remove);
  entry->writing = entry->revision;
  write = g_new0 (Write, 1);
  write->parent = g_strdup (entry->drafts->folder);
  write->folder = g_strdup (tuwen_draft_get_folder (entry->draft));
  write->text = tuwen_draft_to_json (entry->draft);

  task = g_task_new (NULL, NULL, written_cb, g_rc_box_acquire (entry));
  g_task_set_source_tag (task, start_write);
  g_task_set_task_data (task, write, (GDestroyNotify) write_free);
  tuwen_drafts_run_on_disk (entry->drafts, task, write_in_thread);
}

static void
draft_changed_cb (TuwenDraft *draft, TuwenDraftsEntry *entry)
{
  g_autoptr (TuwenDrafts) self = g_object_ref (entry->drafts);

  entry->revision++;
  if (!is_not_worth_writing (entry))
    {
      tuwen_draft_set_saved (draft, FALSE);
      /* What was to be tried again later is tried sooner. */
      if (entry->failing)
        g_clear_handle_id (&entry->timer, g_source_remove);
      schedule (entry, SAVE_DELAY_MS);
    }

  tuwen_drafts_move (self, entry);
  tuwen_drafts_check_flushes (self);
}

TuwenDraftsEntry *
tuwen_drafts_entry_new (TuwenDrafts *drafts, TuwenDraft *draft, gboolean saved)
{
  TuwenDraftsEntry *entry = g_rc_box_new0 (TuwenDraftsEntry);

  entry->drafts = drafts;
  entry->draft = g_object_ref (draft);
  entry->revision = 1;
  entry->saved = saved ? 1 : 0;
  entry->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
  entry->changed_id = g_signal_connect (draft, "changed", G_CALLBACK (draft_changed_cb), entry);
  return entry;
}

void
tuwen_drafts_entry_release (gpointer data)
{
  TuwenDraftsEntry *entry = data;
  g_autoptr (GError) error
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The draft is gone");

  entry->drafts = NULL;
  g_clear_handle_id (&entry->timer, g_source_remove);
  g_clear_signal_handler (&entry->changed_id, entry->draft);
  answer_waiters (entry, error);
  entry_unref (entry);
}

/* A link goes as a link: what it leads to is somebody's own. Listing a folder follows the one that
 * its name is, whatever is said about links. */
static gboolean
remove_tree (GFile *file)
{
  GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL);
  g_autoptr (GFileEnumerator) children
      = type == G_FILE_TYPE_DIRECTORY
            ? g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                         G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL)
            : NULL;
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL)
         && child != NULL)
    remove_tree (child);

  return g_file_delete (file, NULL, NULL);
}

static void
remove_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GFile) folder = g_file_new_for_path (task_data);
  g_autoptr (GFile) draft = g_file_get_child (folder, TUWEN_DRAFTS_FILE);

  /* First what makes it a draft: of one whose removal is cut short only files without a draft are
   * left. */
  g_file_delete (draft, NULL, NULL);
  g_task_return_boolean (task, remove_tree (folder));
}

void
tuwen_drafts_remove_folder (TuwenDrafts *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, tuwen_drafts_remove_folder);
  g_task_set_task_data (task, g_strdup (path), g_free);
  tuwen_drafts_run_on_disk (self, task, remove_in_thread);
}

void
tuwen_drafts_save_async (TuwenDrafts *self,
                         TuwenDraft *draft,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  TuwenDraftsEntry *entry = NULL;
  Waiter *waiter;

  g_return_if_fail (TUWEN_IS_DRAFTS (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tuwen_drafts_save_async);
  for (guint i = 0; entry == NULL && i < self->entries->len; i++)
    {
      entry = self->entries->pdata[i];
      if (entry->draft != draft)
        entry = NULL;
    }

  if (entry == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The draft is gone");
      return;
    }
  if (is_saved (entry))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  waiter = g_new0 (Waiter, 1);
  waiter->task = g_steal_pointer (&task);
  waiter->revision = entry->revision;
  g_ptr_array_add (entry->waiters, waiter);
  start_write (entry);
}

gboolean
tuwen_drafts_save_finish (TuwenDrafts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_drafts_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tuwen_drafts_flush_free (gpointer data)
{
  Flush *flush = data;

  if (flush->source != NULL)
    g_source_destroy (flush->source);
  g_clear_pointer (&flush->source, g_source_unref);
  g_object_unref (flush->task);
  g_free (flush);
}

/* Begins to write what is not on disk yet; returns whether there was nothing. */
static gboolean
write_entries (GPtrArray *entries)
{
  gboolean all_saved = TRUE;

  for (guint i = 0; i < entries->len; i++)
    {
      TuwenDraftsEntry *entry = entries->pdata[i];

      if (!is_saved (entry) && !is_not_worth_writing (entry))
        {
          all_saved = FALSE;
          start_write (entry);
        }
      /* Its pictures' bytes belong to it. */
      all_saved = all_saved && !tuwen_draft_is_copying (entry->draft);
    }

  return all_saved;
}

void
tuwen_drafts_check_flushes (TuwenDrafts *self)
{
  g_autoptr (GPtrArray) flushes = NULL;
  gboolean all_saved;

  if (self->flushes->len == 0)
    return;

  all_saved = write_entries (self->entries);
  all_saved &= write_entries (self->aside);
  if (!all_saved)
    return;

  flushes = g_steal_pointer (&self->flushes);
  self->flushes = g_ptr_array_new_with_free_func (tuwen_drafts_flush_free);
  for (guint i = 0; i < flushes->len; i++)
    {
      Flush *flush = flushes->pdata[i];

      g_task_return_boolean (flush->task, TRUE);
    }
}

static gboolean
flush_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Flush *flush = user_data;
  g_autoptr (GTask) task = g_object_ref (flush->task);
  TuwenDrafts *self = g_task_get_source_object (task);

  g_ptr_array_remove (self->flushes, flush);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

void
tuwen_drafts_flush_async (TuwenDrafts *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Flush *flush;

  g_return_if_fail (TUWEN_IS_DRAFTS (self));

  flush = g_new0 (Flush, 1);
  flush->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (flush->task, tuwen_drafts_flush_async);
  if (cancellable != NULL)
    {
      flush->source = g_cancellable_source_new (cancellable);
      g_source_set_callback (flush->source, G_SOURCE_FUNC (flush_cancelled_cb), flush, NULL);
      g_source_attach (flush->source, g_main_context_get_thread_default ());
    }

  g_ptr_array_add (self->flushes, flush);
  tuwen_drafts_check_flushes (self);
}

gboolean
tuwen_drafts_flush_finish (TuwenDrafts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_drafts_flush_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
