/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-disk-cache"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "await.h"
#include "remove-tree.h"
#include "tuwen-disk-cache.h"

#define MIB (1024 * 1024)

typedef struct
{
  char *parent; /* a folder of the test's own */
  char *path; /* the cache's folder in it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->parent = g_dir_make_tmp ("tuwen-disk-cache-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->parent, "a", "pictures", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->parent);
  g_free (fixture->parent);
  g_free (fixture->path);
}

static GBytes *
make_bytes (gsize size, guint8 seed)
{
  guint8 *data = g_malloc (MAX (size, 1));

  for (gsize i = 0; i < size; i++)
    data[i] = i * 31 + seed;
  return g_bytes_new_take (data, size);
}

static GBytes *
read_key (TuwenDiskCache *cache, const char *key)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  tuwen_disk_cache_read_async (cache, key, NULL, await_cb, &result);
  AWAIT (result != NULL);
  bytes = tuwen_disk_cache_read_finish (cache, result, &error);
  if (bytes == NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  else
    g_assert_no_error (error);
  return bytes;
}

static void
assert_kept (TuwenDiskCache *cache, const char *key, GBytes *expected)
{
  g_autoptr (GBytes) bytes = read_key (cache, key);

  g_assert_nonnull (bytes);
  g_assert_true (g_bytes_equal (bytes, expected));
}

static void
assert_absent (TuwenDiskCache *cache, const char *key)
{
  g_autoptr (GBytes) bytes = read_key (cache, key);

  g_assert_null (bytes);
}

static guint64
get_size (TuwenDiskCache *cache)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 size;

  tuwen_disk_cache_get_size_async (cache, NULL, await_cb, &result);
  AWAIT (result != NULL);
  size = tuwen_disk_cache_get_size_finish (cache, result, &error);
  g_assert_no_error (error);
  return size;
}

static gboolean
clear (TuwenDiskCache *cache, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_disk_cache_clear_async (cache, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_disk_cache_clear_finish (cache, result, error);
}

/* What the cache does in the background holds a reference on it until it is done */
static void
settle (TuwenDiskCache *cache)
{
  AWAIT_THREADS (g_atomic_int_get (&G_OBJECT (cache)->ref_count) == 1);
}

static void
assert_finalized (TuwenDiskCache *cache)
{
  settle (cache);
  g_assert_finalize_object (cache);
}

static void
write_key (TuwenDiskCache *cache, const char *key, GBytes *bytes)
{
  tuwen_disk_cache_write (cache, key, bytes);
  settle (cache);
}

/* The paths of all files in the cache's folder */
static GPtrArray *
list_files (Fixture *fixture)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (fixture->path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (files, g_build_filename (fixture->path, name, NULL));
  return files;
}

static char *
dup_only_file (Fixture *fixture)
{
  g_autoptr (GPtrArray) files = list_files (fixture);

  g_assert_cmpuint (files->len, ==, 1);
  return g_strdup (g_ptr_array_index (files, 0));
}

static void
test_keep (Fixture *fixture, gconstpointer data)
{
  TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, MIB);
  TuwenDiskCache *again;
  g_autoptr (GBytes) bytes = make_bytes (5000, 1);
  g_autoptr (GBytes) other = make_bytes (6000, 2);
  g_autoptr (GBytes) nothing = make_bytes (0, 0);
  g_autofree char *file = NULL;
  struct stat status;

  assert_absent (cache, "https://i0.hdslb.com/a.jpg");
  g_assert_cmpuint (get_size (cache), ==, 0);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  write_key (cache, "https://i0.hdslb.com/a.jpg", bytes);
  assert_kept (cache, "https://i0.hdslb.com/a.jpg", bytes);
  assert_absent (cache, "https://i0.hdslb.com/b.jpg");

  /* Private, and its name tells nothing */
  file = dup_only_file (fixture);
  g_assert_null (strstr (file, "hdslb"));
  g_assert_no_errno (g_stat (fixture->path, &status));
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_no_errno (g_stat (file, &status));
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (get_size (cache), ==, status.st_size);

  write_key (cache, "https://i0.hdslb.com/a.jpg", other);
  assert_kept (cache, "https://i0.hdslb.com/a.jpg", other);
  write_key (cache, "empty", nothing);
  assert_kept (cache, "empty", nothing);
  assert_finalized (cache);

  again = tuwen_disk_cache_new (fixture->path, MIB);
  assert_kept (again, "https://i0.hdslb.com/a.jpg", other);
  assert_kept (again, "empty", nothing);
  tuwen_disk_cache_remove (again, "empty");
  settle (again);
  assert_absent (again, "empty");
  assert_finalized (again);
}

typedef enum
{
  CUT,
  CUT_IN_HEADER,
  LENGTHENED,
  BIT_FLIPPED,
  MAGIC_ALTERED,
  EMPTIED,
  MADE_HUGE,
} Damage;

static void
damage_file (const char *path, Damage damage)
{
  g_autofree char *contents = NULL;
  gsize length;
  int fd;

  switch (damage)
    {
    case CUT:
      g_assert_no_errno (truncate (path, 3000));
      break;
    case CUT_IN_HEADER:
      g_assert_no_errno (truncate (path, 20));
      break;
    case EMPTIED:
      g_assert_no_errno (truncate (path, 0));
      break;
    case MADE_HUGE:
      g_assert_no_errno (truncate (path, G_GINT64_CONSTANT (1) << 40));
      break;
    case LENGTHENED:
      fd = g_open (path, O_WRONLY | O_APPEND, 0);
      g_assert_cmpint (write (fd, "x", 1), ==, 1);
      close (fd);
      break;
    case BIT_FLIPPED:
    case MAGIC_ALTERED:
      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      contents[damage == MAGIC_ALTERED ? 0 : length / 2] ^= 1;
      g_assert_true (g_file_set_contents (path, contents, length, NULL));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
test_damage (Fixture *fixture, gconstpointer data)
{
  for (Damage damage = CUT; damage <= MADE_HUGE; damage++)
    {
      TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, MIB);
      g_autoptr (GBytes) bytes = make_bytes (5000, damage);
      g_autofree char *file = NULL;

      write_key (cache, "key", bytes);
      file = dup_only_file (fixture);
      damage_file (file, damage);

      g_test_message ("Damage %d", damage);
      assert_absent (cache, "key");
      g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));

      write_key (cache, "key", bytes);
      assert_kept (cache, "key", bytes);
      tuwen_disk_cache_remove (cache, "key");
      settle (cache);
      assert_finalized (cache);
    }
}

/* A link or a pipe in the place of an entry is not followed and does not hang */
static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, MIB);
  g_autoptr (GBytes) bytes = make_bytes (100, 1);
  g_autofree char *file = NULL;
  g_autofree char *moved = g_build_filename (fixture->parent, "moved", NULL);

  write_key (cache, "key", bytes);
  file = dup_only_file (fixture);
  g_assert_no_errno (g_rename (file, moved));
  g_assert_no_errno (symlink (moved, file));
  assert_absent (cache, "key");
  g_unlink (file);
  g_assert_no_errno (mkfifo (file, 0600));
  assert_absent (cache, "key");
  assert_finalized (cache);
}

static void
set_used (const char *path, gint64 seconds)
{
  struct timespec times[2] = { { .tv_sec = seconds }, { .tv_sec = seconds } };

  g_assert_no_errno (utimensat (AT_FDCWD, path, times, 0));
}

static void
test_evict (Fixture *fixture, gconstpointer data)
{
  TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, 1000 * 1000);
  g_autoptr (GBytes) bytes = make_bytes (100 * 1000, 1);
  g_autoptr (GBytes) huge = make_bytes (1000 * 1000, 1);

  /* Each entry is older than the one before it, until it is read */
  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *key = g_strdup_printf ("key %u", i);
      g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
      g_autofree char *path = g_build_filename (fixture->path, name, NULL);

      write_key (cache, key, bytes);
      set_used (path, 1000 * 1000 - i);
    }
  assert_kept (cache, "key 8", bytes);
  assert_kept (cache, "key 5", bytes);

  write_key (cache, "key 9", bytes);
  g_assert_cmpuint (get_size (cache), <=, 1000 * 1000);
  assert_absent (cache, "key 7");
  assert_kept (cache, "key 9", bytes);
  assert_kept (cache, "key 8", bytes);
  assert_kept (cache, "key 5", bytes);
  assert_kept (cache, "key 0", bytes);

  /* What is larger than all is allowed to be pushes nothing out */
  write_key (cache, "huge", huge);
  assert_absent (cache, "huge");
  assert_kept (cache, "key 9", bytes);

  tuwen_disk_cache_set_max_bytes (cache, 250 * 1000);
  settle (cache);
  g_assert_cmpuint (get_size (cache), <=, 250 * 1000);
  g_assert_cmpuint (get_size (cache), >, 0);
  assert_finalized (cache);
}

/* A later run finds what earlier runs left, and keeps the bound over both */
static void
test_evict_after_restart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (100 * 1000, 1);

  for (guint run = 0; run < 3; run++)
    {
      TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, 500 * 1000);

      for (guint i = 0; i < 4; i++)
        {
          g_autofree char *key = g_strdup_printf ("key %u of %u", i, run);

          write_key (cache, key, bytes);
        }
      g_assert_cmpuint (get_size (cache), <=, 500 * 1000);
      g_assert_cmpuint (get_size (cache), >=, 300 * 1000);
      assert_finalized (cache);
    }
}

/* Two caches of one folder stand for two processes: they share nothing but files */
static void
test_two_at_once (Fixture *fixture, gconstpointer data)
{
  TuwenDiskCache *caches[2]
      = { tuwen_disk_cache_new (fixture->path, MIB), tuwen_disk_cache_new (fixture->path, MIB) };
  g_autoptr (GBytes) bytes = make_bytes (20 * 1000, 1);
  g_autoptr (GPtrArray) files = NULL;
  guint n_read = 0;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *key = g_strdup_printf ("key %u", i / 2);
      g_autofree char *earlier = g_strdup_printf ("key %u", i / 4);
      g_autoptr (GBytes) read = NULL;

      /* However slowly the disk takes them, what is read a while later is there */
      if (i % 20 == 0)
        {
          settle (caches[0]);
          settle (caches[1]);
        }

      tuwen_disk_cache_write (caches[i % 2], key, bytes);
      read = read_key (caches[(i + 1) % 2], earlier);
      if (read != NULL)
        {
          g_assert_true (g_bytes_equal (read, bytes));
          n_read++;
        }
    }
  settle (caches[0]);
  settle (caches[1]);

  g_assert_cmpuint (n_read, >, 0);
  /* Each may have an eighth underway that the other has not seen yet */
  g_assert_cmpuint (get_size (caches[0]), <=, MIB + MIB / 4);
  files = list_files (fixture);
  for (guint i = 0; i < files->len; i++)
    g_assert_null (strstr (g_ptr_array_index (files, i), "/new-"));

  assert_finalized (caches[0]);
  assert_finalized (caches[1]);
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, MIB);
  g_autoptr (GBytes) bytes = make_bytes (5000, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *foreign = g_build_filename (fixture->path, "notes.txt", NULL);
  g_autofree char *stale = g_build_filename (fixture->path, "new-crashed", NULL);

  /* Clearing what is not there is no failure */
  g_assert_true (clear (cache, &error));
  g_assert_no_error (error);

  write_key (cache, "a", bytes);
  write_key (cache, "b", bytes);
  g_assert_true (g_file_set_contents (foreign, "mine", -1, NULL));
  g_assert_true (g_file_set_contents (stale, "half", -1, NULL));
  set_used (stale, 1000);

  g_assert_true (clear (cache, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (get_size (cache), ==, 0);
  assert_absent (cache, "a");
  assert_absent (cache, "b");
  g_assert_true (g_file_test (foreign, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (stale, G_FILE_TEST_EXISTS));

  write_key (cache, "a", bytes);
  assert_kept (cache, "a", bytes);
  assert_finalized (cache);
}

/* The folder's place is taken by a file: nothing is kept, and nothing else goes wrong */
static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, MIB);
  g_autofree char *parent = g_path_get_dirname (fixture->path);
  g_autoptr (GBytes) bytes = make_bytes (5000, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) size_error = NULL;
  g_autoptr (GError) clear_error = NULL;

  g_assert_true (g_file_set_contents (parent, "a file", -1, NULL));

  write_key (cache, "a", bytes);
  assert_absent (cache, "a");

  tuwen_disk_cache_get_size_async (cache, NULL, await_cb, &result);
  AWAIT (result != NULL);
  g_assert_cmpuint (tuwen_disk_cache_get_size_finish (cache, result, &size_error), ==, 0);
  g_assert_error (size_error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);

  g_assert_false (clear (cache, &clear_error));
  g_assert_error (clear_error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_clear_object (&result);
  assert_finalized (cache);
}

/* No file may become as large as the entry, as on a disk that is full in the middle of it */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, MIB);
  g_autoptr (GBytes) small = make_bytes (1000, 1);
  g_autoptr (GBytes) large = make_bytes (100 * 1000, 1);
  g_autoptr (GPtrArray) files = NULL;
  struct rlimit before;
  struct rlimit limit;

  write_key (cache, "small", small);
  write_key (cache, "large", small);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &before));
  limit = (struct rlimit){ 50 * 1000, before.rlim_max };
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  write_key (cache, "large", large);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &before));

  assert_kept (cache, "small", small);
  assert_absent (cache, "large");
  files = list_files (fixture);
  g_assert_cmpuint (files->len, ==, 1);
  assert_finalized (cache);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, MIB);
  g_autoptr (GBytes) bytes = make_bytes (1000, 1);
  const uid_t user = geteuid ();
  const uid_t nobody = 65534;

  /* The superuser writes to any folder */
  if (user == 0)
    {
      g_assert_no_errno (chown (fixture->parent, nobody, -1));
      g_assert_no_errno (seteuid (nobody));
    }

  write_key (cache, "a", bytes);
  g_assert_no_errno (g_chmod (fixture->path, 0500));
  write_key (cache, "b", bytes);
  assert_kept (cache, "a", bytes);
  assert_absent (cache, "b");
  g_assert_no_errno (g_chmod (fixture->path, 0700));
  if (user == 0)
    g_assert_no_errno (seteuid (user));
  assert_finalized (cache);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  TuwenDiskCache *cache = tuwen_disk_cache_new (fixture->path, MIB);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tuwen_disk_cache_read_async (cache, "a", cancellable, await_cb, &result);
  g_cancellable_cancel (cancellable);
  AWAIT (result != NULL);
  g_assert_null (tuwen_disk_cache_read_finish (cache, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  assert_finalized (cache);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/disk-cache/keep", test_keep);
  ADD ("/disk-cache/damage", test_damage);
  ADD ("/disk-cache/no-file", test_no_file);
  ADD ("/disk-cache/evict", test_evict);
  ADD ("/disk-cache/evict-after-restart", test_evict_after_restart);
  ADD ("/disk-cache/two-at-once", test_two_at_once);
  ADD ("/disk-cache/clear", test_clear);
  ADD ("/disk-cache/no-folder", test_no_folder);
  ADD ("/disk-cache/full-disk", test_full_disk);
  ADD ("/disk-cache/read-only", test_read_only);
  ADD ("/disk-cache/cancel", test_cancel);
  return g_test_run ();
}
