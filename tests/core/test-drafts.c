/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-drafts"

/* When and in which order drafts come onto the disk. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store-fixture.h"

/* What the machine itself takes to bring a file onto the disk, while the test runs */
typedef struct
{
  char *folder;
  int ended; /* atomic */
  gint64 slowest; /* microseconds; to be read when it has ended */
} Yardstick;

static gpointer
measure_disk_thread (gpointer data)
{
  Yardstick *self = data;
  g_autofree char *path = g_build_filename (self->folder, "yardstick", NULL);

  while (!g_atomic_int_get (&self->ended))
    {
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      int fd;

      g_file_set_contents_full (path, "x", 1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &error);
      g_assert_no_error (error);
      fd = g_open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
      g_assert_cmpint (fsync (fd), ==, 0);
      close (fd);
      self->slowest = MAX (self->slowest, g_get_monotonic_time () - begin);
      g_usleep (50000);
    }
  g_unlink (path);

  return NULL;
}

/* Runs the main loop for 20 ms, on a clock that stands still while the machine does not let the
 * test run */
static void
take_turn (gint64 *now)
{
  gint64 end = *now + 20000;

  while (*now < end)
    {
      gint64 begin = g_get_monotonic_time ();
      gint64 done;

      g_main_context_iteration (NULL, FALSE);
      done = g_get_monotonic_time ();
      g_usleep (500);
      *now += done - begin + MIN (g_get_monotonic_time () - done, 5000);
    }
}

/* Somebody types without a pause: what is on disk is never older than a second. What a change at
 * the wrong moment waits for is a write that has begun and its own: on a disk that takes longer for
 * each than usual, so does this. */
static void
test_within_a_second (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  Yardstick yardstick = { g_path_get_dirname (store->folder), 0, 0 };
  GThread *thread;
  gint64 typed[2000] = { 0 };
  gint64 now = 0;
  gint64 oldest = 0;
  guint n_typed = 0;

  g_assert_cmpint (g_mkdir_with_parents (yardstick.folder, 0700), ==, 0);
  thread = g_thread_new ("yardstick", measure_disk_thread, &yardstick);
  while (now < 3 * G_USEC_PER_SEC)
    {
      g_autofree char *title = g_strdup_printf ("%u", n_typed);
      g_autofree char *on_disk = NULL;
      guint64 next;

      g_assert_cmpuint (n_typed, <, G_N_ELEMENTS (typed));
      typed[n_typed++] = now;
      tuwen_draft_set_title (draft, title);
      take_turn (&now);

      on_disk = read_title (store->folder, draft);
      next = on_disk != NULL ? g_ascii_strtoull (on_disk, NULL, 10) + 1 : 0;
      if (next < n_typed)
        oldest = MAX (oldest, now - typed[next]);
    }
  g_atomic_int_set (&yardstick.ended, TRUE);
  g_thread_join (thread);
  g_free (yardstick.folder);

  g_test_message ("%u changes, the oldest that was not on disk: %" G_GINT64_FORMAT
                  " ms; the slowest write of another file: %" G_GINT64_FORMAT " ms",
                  n_typed, oldest / 1000, yardstick.slowest / 1000);
  g_assert_cmpint (oldest, >, 0);
  g_assert_cmpint (oldest, <, G_USEC_PER_SEC + 2 * yardstick.slowest);
}

static void
test_saved (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  gboolean saved;

  tuwen_draft_set_title (draft, "x");
  g_object_get (draft, "saved", &saved, NULL);
  g_assert_false (saved);
  while (!saved)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (draft, "saved", &saved, NULL);
    }
  g_assert_true (has_title (store, draft, "x"));
}

/* What save_async answered for is in a copy of the folder that is made in the same moment. */
static void
test_save (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  g_autoptr (GError) error = NULL;
  g_autofree char *copies = g_strconcat (store->folder, "-copies", NULL);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *title = g_strdup_printf ("title %u", i);
      g_autofree char *copy = g_strdup_printf ("%s/%u", copies, i);
      g_autofree char *copied = NULL;

      tuwen_draft_set_title (draft, title);
      g_assert_true (save (store, draft, &error));
      copy_tree (store->folder, copy);
      copied = read_title (copy, draft);
      g_assert_cmpstr (copied, ==, title);
    }

  /* There is nothing to be written, and nothing is. */
  g_assert_true (save (store, draft, &error));
  remove_tree (copies);
}

/* Several wait while changes go on: each is answered once its own change is on disk, none
 * before. */
static void
test_order (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  GAsyncResult *results[10] = { NULL };

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *title = g_strdup_printf ("%u", i);

      tuwen_draft_set_title (draft, title);
      tuwen_drafts_save_async (store->drafts, draft, NULL, await_cb, &results[i]);
    }

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *title = NULL;
      g_autoptr (GError) error = NULL;

      AWAIT (results[i] != NULL);
      g_assert_true (tuwen_drafts_save_finish (store->drafts, results[i], &error));
      title = read_title (store->folder, draft);
      g_assert_cmpuint (g_ascii_strtoull (title, NULL, 10), >=, i);
      g_object_unref (results[i]);
    }
}

static void
test_empty (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  g_autoptr (TuwenDraft) written = tuwen_drafts_create (store->drafts);
  g_autofree char *folder = make_path (store->folder, draft, NULL);

  tuwen_draft_set_open (draft, TRUE);
  tuwen_draft_set_mid (draft, "7");
  tuwen_draft_set_title (draft, "x");
  tuwen_draft_set_title (draft, "");
  tuwen_draft_set_title (written, "x");
  AWAIT (has_title (store, written, "x"));
  flush_or_fail (store);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count (store), ==, 2);
}

static void
test_sorted (Store *store, gconstpointer data)
{
  TuwenDraft *drafts[3];

  for (guint i = 0; i < 3; i++)
    {
      bili_clock_set (store->clock, (G_GINT64_CONSTANT (1700000000) + i) * G_USEC_PER_SEC);
      drafts[i] = tuwen_drafts_create (store->drafts);
      tuwen_draft_set_title (drafts[i], "x");
    }
  g_assert_true (get_draft (store, 0) == drafts[2]);
  g_assert_true (get_draft (store, 2) == drafts[0]);

  bili_clock_set (store->clock, G_GINT64_CONSTANT (1700000100) * G_USEC_PER_SEC);
  tuwen_draft_set_title (drafts[0], "y");
  g_assert_true (get_draft (store, 0) == drafts[0]);
  g_assert_true (get_draft (store, 1) == drafts[2]);
  flush_or_fail (store);
  restart (store);
  g_assert_cmpuint (count (store), ==, 3);
  g_assert_cmpstr (tuwen_draft_get_id (get_draft (store, 0)), ==, tuwen_draft_get_id (drafts[0]));
  g_assert_cmpstr (tuwen_draft_get_id (get_draft (store, 2)), ==, tuwen_draft_get_id (drafts[1]));
  for (guint i = 0; i < 3; i++)
    g_object_unref (drafts[i]);
}

/* Nothing can be written where a file stands in the folder's place, whoever tries. */
static void
test_failed_write (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  g_autofree char *parent = g_path_get_dirname (store->folder);
  g_autoptr (GError) save_error = NULL;
  g_autoptr (GError) flush_error = NULL;
  gboolean saved;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (store->folder, "in the way", -1, NULL));
  tuwen_draft_set_title (draft, "x");
  AWAIT (store->n_failed == 1);
  g_assert_true (g_str_has_prefix (store->message, "The draft could not be saved: "));
  g_assert_false (save (store, draft, &save_error));
  g_assert_error (save_error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_false (flush (store, &flush_error));
  g_assert_error (flush_error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_object_get (draft, "saved", &saved, NULL);
  g_assert_false (saved);
  /* Told once. */
  g_assert_cmpuint (store->n_failed, ==, 1);

  /* The next change tries again, long before ten seconds. */
  g_assert_cmpint (g_unlink (store->folder), ==, 0);
  tuwen_draft_set_only_me (draft, TRUE);
  AWAIT (has_title (store, draft, "x"));
  flush_or_fail (store);
  restart (store);
  g_assert_true (tuwen_draft_get_only_me (get_draft (store, 0)));
}

/* Without a change it is tried again, too. */
static void
test_retry (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  g_autofree char *parent = g_path_get_dirname (store->folder);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (store->folder, "in the way", -1, NULL));
  tuwen_draft_set_title (draft, "x");
  AWAIT (store->n_failed == 1);
  g_assert_cmpint (g_unlink (store->folder), ==, 0);
  AWAIT (has_title (store, draft, "x"));
}

static void
test_read_only (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  g_autoptr (TuwenDraft) other = tuwen_drafts_create (store->drafts);
  gboolean root = geteuid () == 0;
  g_autofree char *own = make_path (store->folder, draft, NULL);
  g_autoptr (GError) error = NULL;

  tuwen_draft_set_title (draft, "before");
  flush_or_fail (store);
  /* Root may write everywhere; be somebody else meanwhile. */
  if (root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  else
    g_assert_cmpint (chmod (own, 0500), ==, 0);
  tuwen_draft_set_title (draft, "after");
  g_assert_false (save (store, draft, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (store->n_failed, ==, 1);
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
  else
    g_assert_cmpint (chmod (own, 0700), ==, 0);
  g_assert_true (has_title (store, draft, "before"));
  tuwen_draft_set_title (other, "other");
  flush_or_fail (store);
  g_assert_true (has_title (store, draft, "after"));
}

/* Everything is there after a flush, the bytes of pictures that were just dropped among it. */
static void
test_flush (Store *store, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);

      tuwen_draft_set_title (draft, "x");
      add_pictures (draft, 9);
    }
  flush_or_fail (store);
  restart (store);
  g_assert_cmpuint (count (store), ==, 5);
  for (guint i = 0; i < 5; i++)
    assert_pictures (get_draft (store, i), 9);

  /* Nothing is to be done. */
  flush_or_fail (store);
}

static void
test_flush_cancelled (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  add_pictures (draft, 9);
  tuwen_drafts_flush_async (store->drafts, cancellable, await_cb, &result);
  g_cancellable_cancel (cancellable);
  AWAIT (result != NULL);
  g_assert_false (tuwen_drafts_flush_finish (store->drafts, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  flush_or_fail (store);
}

/* Nothing is written after the store is gone, and nobody is told. */
static void
test_finalised (Store *store, gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      TuwenDraft *draft = tuwen_drafts_create (store->drafts);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      tuwen_draft_set_title (draft, "x");
      add_pictures (draft, 2);
      if (i % 2 == 0)
        {
          g_autoptr (GCancellable) nobody = g_cancellable_new ();

          /* A write is under way. */
          tuwen_drafts_save_async (store->drafts, draft, nobody, NULL, NULL);
        }
      for (guint j = 0; j < i; j++)
        g_main_context_iteration (NULL, FALSE);
      ASSERT_FINALISED (store->drafts);
      before = read_title (store->folder, draft);
      tuwen_draft_set_title (draft, "late");
      while (g_main_context_iteration (NULL, FALSE))
        ;
      after = read_title (store->folder, draft);
      g_assert_cmpstr (before, ==, after);
      ASSERT_FINALISED (draft);
      open_store (store);
    }
}

/* What this thread itself took, in microseconds: others on the machine do not count. */
static gint64
get_own_time (void)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time), ==, 0);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Reading many drafts must not be felt. */
static void
test_many (Store *store, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  TuwenDraft *draft = tuwen_drafts_create (store->drafts);
  gboolean loading = TRUE;
  gint64 longest = 0;

  set_text (draft,
            "Some text that is about as long as what people write, and then some more of it.");
  add_pictures (draft, 9);
  assert_pictures (draft, 9);
  flush_or_fail (store);
  id = g_strdup (tuwen_draft_get_id (draft));
  first = make_path (store->folder, draft, NULL);
  g_object_unref (draft);
  ASSERT_FINALISED (store->drafts);
  for (guint i = 1; i < 500; i++)
    {
      g_autofree char *copy = g_strdup_printf ("%s/copy-%u", store->folder, i);

      copy_tree (first, copy);
    }

  open_store (store);
  tuwen_drafts_load (store->drafts);
  while (loading)
    {
      gint64 begin;

      g_usleep (200);
      begin = get_own_time ();
      g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, get_own_time () - begin);
      g_object_get (store->drafts, "loading", &loading, NULL);
    }
  g_assert_cmpuint (count (store), ==, 500);
  g_test_message ("500 drafts: longest turn of the main loop %.1f ms", (double) longest / 1000);
  /* Who looks for mistakes takes time for that. */
  if (g_getenv ("ASAN_OPTIONS") == NULL && g_getenv ("TUWEN_TEST_MEMCHECK") == NULL)
    g_assert_cmpint (longest, <, 16000);
}

int
main (int argc, char **argv)
{
  static const StoreTest tests[] = {
    { "within-a-second", test_within_a_second },
    { "saved", test_saved },
    { "save", test_save },
    { "order", test_order },
    { "empty", test_empty },
    { "sorted", test_sorted },
    { "failed-write", test_failed_write },
    { "retry", test_retry },
    { "read-only", test_read_only },
    { "flush", test_flush },
    { "flush-cancelled", test_flush_cancelled },
    { "finalised", test_finalised },
    { "many", test_many },
  };

  return run_store_tests (argc, argv, "drafts", tests, G_N_ELEMENTS (tests));
}
