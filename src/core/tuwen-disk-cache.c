/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-disk-cache"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "tuwen-disk-cache.h"

/* An entry is a file named by its key's SHA-256: this header, then the bytes */
#define MAGIC "TuwenC1\n"
#define MAGIC_SIZE 8
#define DIGEST_SIZE 32
#define NAME_LENGTH 64
#define TEMPORARY_PREFIX "new-"

/* Nothing larger is kept, and so nothing larger is read */
#define MAX_ENTRY (64 * 1024 * 1024)

/* Enough for small entries on one disk. With as many threads as GTask has, what the allocator keeps
 * for each comes to megabytes. */
#define MAX_READERS 2
#define MAX_WRITERS 1

/* Temporary files of this age, in seconds, belong to nobody who is still writing */
#define STALE_AGE 3600

typedef struct
{
  char magic[MAGIC_SIZE];
  guint64 size; /* little-endian */
  guint8 digest[DIGEST_SIZE];
} Header;

G_STATIC_ASSERT (sizeof (Header) == 48);

/* What a sweep knows of a file */
typedef struct
{
  char *name;
  guint64 size;
  gint64 used; /* nanoseconds */
} Entry;

typedef struct
{
  char *key;
  GBytes *bytes;
} Write;

struct _TuwenDiskCache
{
  GObject parent_instance;

  char *path; /* (owned) (not nullable) */

  GMutex sweep_mutex; /* one sweep at a time; never taken by the main thread */

  GMutex mutex; /* what follows */
  guint64 max_bytes;
  guint64 n_bytes; /* at the last measuring, and written since */
  guint64 n_unmeasured; /* written since the last measuring */
  gboolean measured;
};

G_DEFINE_FINAL_TYPE (TuwenDiskCache, tuwen_disk_cache, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry);
}

static void
write_free (gpointer data)
{
  Write *write_data = data;

  g_free (write_data->key);
  g_bytes_unref (write_data->bytes);
  g_free (write_data);
}

static char *
dup_entry_path (TuwenDiskCache *self, const char *key)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);

  return g_build_filename (self->path, name, NULL);
}

static gboolean
is_entry_name (const char *name)
{
  return strlen (name) == NAME_LENGTH && strspn (name, "0123456789abcdef") == NAME_LENGTH;
}

static void
compute_digest (const guint8 *data, gsize size, guint8 digest[DIGEST_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize digest_size = DIGEST_SIZE;

  g_checksum_update (checksum, data, size);
  g_checksum_get_digest (checksum, digest, &digest_size);
}

static gboolean
read_all (int fd, guint8 *data, gsize size)
{
  while (size > 0)
    {
      gssize n_read = read (fd, data, size);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read <= 0)
        return FALSE;
      data += n_read;
      size -= n_read;
    }

  return TRUE;
}

static gboolean
write_all (int fd, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      gssize n_written = write (fd, data, size);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        return FALSE;
      data += n_written;
      size -= n_written;
    }

  return TRUE;
}

/* Removes one file and forgets its bytes; somebody else may have done so already */
static void
remove_entry (TuwenDiskCache *self, const char *path)
{
  struct stat status;

  if (lstat (path, &status) != 0 || unlink (path) != 0)
    return;

  g_mutex_lock (&self->mutex);
  self->n_bytes -= MIN (self->n_bytes, (guint64) status.st_size);
  g_mutex_unlock (&self->mutex);
}

/* Fills @entries with the files of the cache, and removes what a crash left behind. A folder that
 * is not there yet is an empty one. */
static gboolean
list_entries (TuwenDiskCache *self, GPtrArray *entries, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, &local_error);
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  if (dir == NULL)
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->path, name, NULL);
      struct stat status;

      if (lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
        continue;

      if (is_entry_name (name))
        {
          Entry *entry = g_new0 (Entry, 1);

          entry->name = g_strdup (name);
          entry->size = status.st_size;
          entry->used = status.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000)
                        + status.st_mtim.tv_nsec;
          g_ptr_array_add (entries, entry);
        }
      else if (g_str_has_prefix (name, TEMPORARY_PREFIX) && status.st_mtime + STALE_AGE < now)
        unlink (path);
    }

  return TRUE;
}

static int
compare_use (gconstpointer a, gconstpointer b)
{
  const Entry *entry_a = *(const Entry **) a;
  const Entry *entry_b = *(const Entry **) b;

  return entry_a->used < entry_b->used ? -1 : entry_a->used > entry_b->used;
}

/* Measures the folder and, if it holds too much, removes what was used longest ago until a little
 * room is left, so that not every entry written makes it look again. */
static gboolean
sweep (TuwenDiskCache *self, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  guint64 n_bytes = 0;
  guint64 max_bytes;

  g_mutex_lock (&self->sweep_mutex);

  g_mutex_lock (&self->mutex);
  max_bytes = self->max_bytes;
  self->n_unmeasured = 0;
  g_mutex_unlock (&self->mutex);

  if (!list_entries (self, entries, error))
    {
      g_mutex_unlock (&self->sweep_mutex);
      return FALSE;
    }

  for (guint i = 0; i < entries->len; i++)
    n_bytes += ((Entry *) g_ptr_array_index (entries, i))->size;

  if (n_bytes > max_bytes)
    {
      g_ptr_array_sort (entries, compare_use);
      for (guint i = 0; i < entries->len && n_bytes > max_bytes - max_bytes / 8; i++)
        {
          const Entry *entry = g_ptr_array_index (entries, i);
          g_autofree char *path = g_build_filename (self->path, entry->name, NULL);

          if (unlink (path) == 0 || errno == ENOENT)
            n_bytes -= entry->size;
        }
    }

  g_mutex_lock (&self->mutex);
  self->n_bytes = n_bytes + self->n_unmeasured;
  self->measured = TRUE;
  g_mutex_unlock (&self->mutex);

  g_mutex_unlock (&self->sweep_mutex);
  return TRUE;
}

/* Another process may write too, so its share is looked at now and then */
static gboolean
needs_sweep (TuwenDiskCache *self)
{
  gboolean needed;

  g_mutex_lock (&self->mutex);
  needed = !self->measured || self->n_bytes > self->max_bytes
           || self->n_unmeasured > self->max_bytes / 8;
  g_mutex_unlock (&self->mutex);
  return needed;
}

static void
sweep_if_needed (TuwenDiskCache *self)
{
  g_autoptr (GError) error = NULL;

  if (needs_sweep (self) && !sweep (self, &error))
    g_debug ("Not measured: %s", error->message);
}

/* Returns (transfer full) (nullable): what the open file holds, if it is whole */
static GBytes *
read_entry (int fd)
{
  struct stat status;
  Header header;
  guint8 digest[DIGEST_SIZE];
  g_autofree guint8 *data = NULL;
  gsize size;

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode)
      || status.st_size < (goffset) sizeof header
      || status.st_size > (goffset) (sizeof header + MAX_ENTRY)
      || !read_all (fd, (guint8 *) &header, sizeof header))
    return NULL;

  size = status.st_size - sizeof header;
  if (memcmp (header.magic, MAGIC, MAGIC_SIZE) != 0 || GUINT64_FROM_LE (header.size) != size)
    return NULL;

  data = g_malloc (MAX (size, 1));
  if (!read_all (fd, data, size))
    return NULL;

  compute_digest (data, size, digest);
  if (memcmp (header.digest, digest, DIGEST_SIZE) != 0)
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&data), size);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TuwenDiskCache *self = TUWEN_DISK_CACHE (source);
  g_autofree char *path = dup_entry_path (self, task_data);
  g_autoptr (GBytes) bytes = NULL;
  int fd;

  if (g_task_return_error_if_cancelled (task))
    return;

  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd >= 0)
    {
      bytes = read_entry (fd);
      /* The time of last use; a read-only folder keeps the time of writing */
      if (bytes != NULL)
        futimens (fd, NULL);
      else
        remove_entry (self, path);
      close (fd);
    }

  if (bytes != NULL)
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Not in the cache");
}

/* Puts the whole entry in place at once, so that nobody ever reads a part of it */
static gboolean
write_entry (TuwenDiskCache *self, const char *path, GBytes *bytes)
{
  g_autofree char *temporary = g_build_filename (self->path, TEMPORARY_PREFIX "XXXXXX", NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  Header header = { .size = GUINT64_TO_LE (size) };
  gboolean written;
  int fd;

  if (g_mkdir_with_parents (self->path, 0700) != 0)
    return FALSE;
  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return FALSE;

  memcpy (header.magic, MAGIC, MAGIC_SIZE);
  compute_digest (data, size, header.digest);
  written = write_all (fd, (const guint8 *) &header, sizeof header) && write_all (fd, data, size);
  /* A full disk may tell only now */
  if (close (fd) != 0)
    written = FALSE;
  if (written && g_rename (temporary, path) == 0)
    return TRUE;

  unlink (temporary);
  return FALSE;
}

static void
write_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TuwenDiskCache *self = TUWEN_DISK_CACHE (source);
  const Write *write_data = task_data;
  const guint64 size = sizeof (Header) + g_bytes_get_size (write_data->bytes);
  g_autofree char *path = dup_entry_path (self, write_data->key);
  gboolean fits;

  g_mutex_lock (&self->mutex);
  fits = size <= self->max_bytes && g_bytes_get_size (write_data->bytes) <= MAX_ENTRY;
  g_mutex_unlock (&self->mutex);

  if (fits)
    {
      remove_entry (self, path);
      if (write_entry (self, path, write_data->bytes))
        {
          g_mutex_lock (&self->mutex);
          self->n_bytes += size;
          self->n_unmeasured += size;
          g_mutex_unlock (&self->mutex);
          sweep_if_needed (self);
        }
      else
        g_debug ("Not kept: %s", g_strerror (errno));
    }

  g_task_return_boolean (task, TRUE);
}

static void
remove_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TuwenDiskCache *self = TUWEN_DISK_CACHE (source);
  g_autofree char *path = dup_entry_path (self, task_data);

  remove_entry (self, path);
  g_task_return_boolean (task, TRUE);
}

static void
read_in_pool (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;

  read_thread (task, g_task_get_source_object (task), g_task_get_task_data (task),
               g_task_get_cancellable (task));
}

static void
write_in_pool (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;

  write_thread (task, g_task_get_source_object (task), g_task_get_task_data (task),
                g_task_get_cancellable (task));
}

/* Takes over @task */
static void
push_read (GTask *task)
{
  static GThreadPool *pool = NULL;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (read_in_pool, NULL, MAX_READERS, FALSE, NULL));

  g_thread_pool_push (pool, task, NULL);
}

/* Takes over @task */
static void
push_write (GTask *task)
{
  static GThreadPool *pool = NULL;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (write_in_pool, NULL, MAX_WRITERS, FALSE, NULL));

  g_thread_pool_push (pool, task, NULL);
}

static void
sweep_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  sweep_if_needed (TUWEN_DISK_CACHE (source));
  g_task_return_boolean (task, TRUE);
}

static void
get_size_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TuwenDiskCache *self = TUWEN_DISK_CACHE (source);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autofree guint64 *n_bytes = g_new0 (guint64, 1);
  GError *error = NULL;

  if (!list_entries (self, entries, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < entries->len; i++)
    *n_bytes += ((Entry *) g_ptr_array_index (entries, i))->size;
  g_task_return_pointer (task, g_steal_pointer (&n_bytes), g_free);
}

static void
clear_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TuwenDiskCache *self = TUWEN_DISK_CACHE (source);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  GError *error = NULL;
  int first_errno = 0;

  if (!list_entries (self, entries, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);
      g_autofree char *path = g_build_filename (self->path, entry->name, NULL);

      if (unlink (path) != 0 && errno != ENOENT && first_errno == 0)
        first_errno = errno;
    }

  g_mutex_lock (&self->mutex);
  self->measured = FALSE;
  g_mutex_unlock (&self->mutex);

  if (first_errno != 0)
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             g_io_error_from_errno (first_errno),
                             "%s",
                             g_strerror (first_errno));
  else
    g_task_return_boolean (task, TRUE);
}

static void
tuwen_disk_cache_finalize (GObject *object)
{
  TuwenDiskCache *self = TUWEN_DISK_CACHE (object);

  g_clear_pointer (&self->path, g_free);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->sweep_mutex);

  G_OBJECT_CLASS (tuwen_disk_cache_parent_class)->finalize (object);
}

static void
tuwen_disk_cache_class_init (TuwenDiskCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tuwen_disk_cache_finalize;
}

static void
tuwen_disk_cache_init (TuwenDiskCache *self)
{
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->sweep_mutex);
}

TuwenDiskCache *
tuwen_disk_cache_new (const char *path, guint64 max_bytes)
{
  TuwenDiskCache *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (TUWEN_TYPE_DISK_CACHE, NULL);
  self->path = g_strdup (path);
  self->max_bytes = max_bytes;
  return self;
}

void
tuwen_disk_cache_set_max_bytes (TuwenDiskCache *self, guint64 max_bytes)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TUWEN_IS_DISK_CACHE (self));

  g_mutex_lock (&self->mutex);
  self->max_bytes = max_bytes;
  g_mutex_unlock (&self->mutex);

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, tuwen_disk_cache_set_max_bytes);
  g_task_run_in_thread (task, sweep_thread);
}

void
tuwen_disk_cache_read_async (TuwenDiskCache *self,
                             const char *key,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TUWEN_IS_DISK_CACHE (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tuwen_disk_cache_read_async);
  g_task_set_task_data (task, g_strdup (key), g_free);
  push_read (g_steal_pointer (&task));
}

GBytes *
tuwen_disk_cache_read_finish (TuwenDiskCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TUWEN_IS_DISK_CACHE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_disk_cache_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tuwen_disk_cache_write (TuwenDiskCache *self, const char *key, GBytes *bytes)
{
  g_autoptr (GTask) task = NULL;
  Write *write_data;

  g_return_if_fail (TUWEN_IS_DISK_CACHE (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (bytes != NULL);

  write_data = g_new0 (Write, 1);
  write_data->key = g_strdup (key);
  write_data->bytes = g_bytes_ref (bytes);

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, tuwen_disk_cache_write);
  g_task_set_task_data (task, write_data, write_free);
  push_write (g_steal_pointer (&task));
}

void
tuwen_disk_cache_remove (TuwenDiskCache *self, const char *key)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TUWEN_IS_DISK_CACHE (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, tuwen_disk_cache_remove);
  g_task_set_task_data (task, g_strdup (key), g_free);
  g_task_run_in_thread (task, remove_thread);
}

void
tuwen_disk_cache_get_size_async (TuwenDiskCache *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TUWEN_IS_DISK_CACHE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tuwen_disk_cache_get_size_async);
  g_task_run_in_thread (task, get_size_thread);
}

guint64
tuwen_disk_cache_get_size_finish (TuwenDiskCache *self, GAsyncResult *result, GError **error)
{
  g_autofree guint64 *n_bytes = NULL;

  g_return_val_if_fail (TUWEN_IS_DISK_CACHE (self), 0);
  g_return_val_if_fail (g_task_is_valid (result, self), 0);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_disk_cache_get_size_async), 0);

  n_bytes = g_task_propagate_pointer (G_TASK (result), error);
  return n_bytes != NULL ? *n_bytes : 0;
}

void
tuwen_disk_cache_clear_async (TuwenDiskCache *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TUWEN_IS_DISK_CACHE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tuwen_disk_cache_clear_async);
  g_task_run_in_thread (task, clear_thread);
}

gboolean
tuwen_disk_cache_clear_finish (TuwenDiskCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TUWEN_IS_DISK_CACHE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_disk_cache_clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
