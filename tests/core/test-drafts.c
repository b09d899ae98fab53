/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-drafts"

/* When and in which order drafts come onto the disk, and what becomes of them there. */

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "draft-fixture.h"
#include "tuwen-drafts.h"

typedef struct
{
  char *folder; /* of the drafts */
  BiliClock *clock;
  TuwenService *service;
  TuwenDrafts *drafts;
  guint n_failed;
  char *message;
} Store;

static void
failed_cb (TuwenDrafts *drafts, GError *error, TuwenDraft *draft, Store *store)
{
  store->n_failed++;
  g_free (store->message);
  store->message = g_strdup (error->message);
}

static void
open_store (Store *store)
{
  store->drafts = tuwen_drafts_new (store->service, store->clock);
  g_signal_connect (store->drafts, "failed", G_CALLBACK (failed_cb), store);
}

static void
load (Store *store)
{
  gboolean loading;

  tuwen_drafts_load (store->drafts);
  g_object_get (store->drafts, "loading", &loading, NULL);
  g_assert_true (loading);
  while (loading)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (store->drafts, "loading", &loading, NULL);
    }
}

/* As a new start of the program finds it */
static void
restart (Store *store)
{
  ASSERT_FINALISED (store->drafts);
  open_store (store);
  load (store);
}

static void
set_up_store (Store *store, gconstpointer data)
{
  store->clock = bili_clock_new_fixed (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
  store->service = tuwen_service_new (NULL, NULL);
  store->folder = g_build_filename (tuwen_service_get_data_dir (store->service), "drafts", NULL);
  open_store (store);
}

static void
tear_down_store (Store *store, gconstpointer data)
{
  if (store->drafts != NULL)
    ASSERT_FINALISED (store->drafts);
  remove_tree (store->folder);
  g_object_unref (store->service);
  g_object_unref (store->clock);
  g_free (store->folder);
  g_free (store->message);
}

static guint
count (Store *store)
{
  return g_list_model_get_n_items (G_LIST_MODEL (store->drafts));
}

static TuwenDraft *
get_draft (Store *store, guint position)
{
  g_autoptr (TuwenDraft) draft = g_list_model_get_item (G_LIST_MODEL (store->drafts), position);

  /* The store has it too. */
  return draft;
}

static char *
make_path (const char *folder, TuwenDraft *draft, const char *name)
{
  return g_build_filename (folder, tuwen_draft_get_id (draft), name, NULL);
}

/* The title that is on disk below @folder; NULL when there is no such draft */
static char *
read_title (const char *folder, TuwenDraft *draft)
{
  g_autofree char *path = make_path (folder, draft, "draft.json");
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;

  root = parse (text);
  return get_text (root, "title");
}

static gboolean
has_title (Store *store, TuwenDraft *draft, const char *expected)
{
  g_autofree char *title = read_title (store->folder, draft);

  return g_strcmp0 (title, expected) == 0;
}

static gboolean
save (Store *store, TuwenDraft *draft, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_drafts_save_async (store->drafts, draft, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_drafts_save_finish (store->drafts, result, error);
}

static gboolean
flush (Store *store, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_drafts_flush_async (store->drafts, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_drafts_flush_finish (store->drafts, result, error);
}

static void
flush_or_fail (Store *store)
{
  g_autoptr (GError) error = NULL;

  flush (store, &error);
  g_assert_no_error (error);
}

static void
copy_tree (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        copy_tree (source, target);
      else
        {
          g_autofree char *contents = NULL;
          gsize size;

          /* A part of a picture may have become whole meanwhile, under another name. */
          if (g_file_get_contents (source, &contents, &size, NULL))
            g_assert_true (g_file_set_contents (target, contents, (gssize) size, NULL));
        }
    }
}

/* Somebody types without a pause: what is on disk is never older than a second. */
static void
test_within_a_second (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  gint64 begin = g_get_monotonic_time ();
  gint64 typed[2000] = { 0 };
  gint64 oldest = 0;
  guint n_typed = 0;

  while (g_get_monotonic_time () - begin < 3 * G_USEC_PER_SEC)
    {
      g_autofree char *title = g_strdup_printf ("%u", n_typed);
      g_autofree char *on_disk = NULL;
      gint64 turn_end = g_get_monotonic_time () + 20000;
      guint64 next;

      g_assert_cmpuint (n_typed, <, G_N_ELEMENTS (typed));
      typed[n_typed++] = g_get_monotonic_time ();
      tuwen_draft_set_title (draft, title);
      while (g_get_monotonic_time () < turn_end)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (500);
        }

      on_disk = read_title (store->folder, draft);
      next = on_disk != NULL ? g_ascii_strtoull (on_disk, NULL, 10) + 1 : 0;
      if (next < n_typed)
        oldest = MAX (oldest, g_get_monotonic_time () - typed[next]);
    }

  g_test_message ("%u changes, the oldest that was not on disk: %" G_GINT64_FORMAT " ms", n_typed,
                  oldest / 1000);
  g_assert_cmpint (oldest, >, 0);
  g_assert_cmpint (oldest, <, G_USEC_PER_SEC);
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

/* Several wait while changes go on: each is answered once its own change is on disk, none before. */
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

/* What cannot be read is told about, and left as it is. */
static void
test_corrupt (Store *store, gconstpointer data)
{
  static const char *const texts[] = { "", "{", "[]", "{\"version\": 0}", "\xff\xfe", "{} {}" };
  g_autoptr (TuwenDraft) good = tuwen_drafts_create (store->drafts);

  tuwen_draft_set_title (good, "good");
  flush_or_fail (store);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/bad-%u", store->folder, i);
      g_autofree char *path = g_build_filename (folder, "draft.json", NULL);
      g_autofree char *picture = g_build_filename (folder, "00000000-0000-4000-8000-000000000000.png", NULL);

      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_true (g_file_set_contents (picture, "x", 1, NULL));
    }

  restart (store);
  g_assert_cmpuint (count (store), ==, 1);
  g_assert_cmpstr (tuwen_draft_get_title (get_draft (store, 0)), ==, "good");
  g_assert_cmpuint (store->n_failed, ==, G_N_ELEMENTS (texts));
  g_assert_true (g_str_has_prefix (store->message, "A draft could not be read. "));
  ASSERT_FINALISED (store->drafts);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/bad-%u", store->folder, i);
      g_autofree char *path = g_build_filename (folder, "draft.json", NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_cmpuint (count_files (folder), ==, 2);
    }
}

static void
add_pictures (TuwenDraft *draft, guint n_pictures)
{
  g_autoptr (GBytes) bytes = make_picture ("png", 200, 100);

  for (guint i = 0; i < n_pictures; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      g_assert_nonnull (tuwen_draft_add_picture_bytes (draft, bytes, name, i));
    }
}

static TuwenDraftPicture *
get_picture (TuwenDraft *draft, guint position)
{
  g_autoptr (TuwenDraftPicture) picture
      = g_list_model_get_item (tuwen_draft_get_pictures (draft), position);

  return picture;
}

static void
assert_pictures (TuwenDraft *draft, guint n_pictures)
{
  g_assert_cmpuint (g_list_model_get_n_items (tuwen_draft_get_pictures (draft)), ==, n_pictures);
  for (guint i = 0; i < n_pictures; i++)
    {
      await_ready (get_picture (draft, i));
      g_assert_true (
          g_file_test (tuwen_draft_picture_get_path (get_picture (draft, i)), G_FILE_TEST_IS_REGULAR));
    }
}

static void
test_discard (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  g_autofree char *folder = make_path (store->folder, draft, NULL);

  tuwen_draft_set_title (draft, "x");
  add_pictures (draft, 3);
  tuwen_drafts_discard (store->drafts, draft);
  tuwen_drafts_discard (store->drafts, draft);
  g_assert_cmpuint (count (store), ==, 0);
  g_assert_null (tuwen_drafts_find (store->drafts, tuwen_draft_get_id (draft)));

  /* Undo, also in the middle of copying */
  tuwen_drafts_restore (store->drafts, draft);
  tuwen_drafts_restore (store->drafts, draft);
  g_assert_cmpuint (count (store), ==, 1);
  assert_pictures (draft, 3);
  flush_or_fail (store);
  restart (store);
  g_assert_cmpuint (count (store), ==, 1);
  assert_pictures (get_draft (store, 0), 3);

  tuwen_drafts_discard (store->drafts, get_draft (store, 0));
  flush_or_fail (store);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  restart (store);
  g_assert_cmpuint (count (store), ==, 0);
  ASSERT_FINALISED (store->drafts);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* A discarded draft comes back with all of it, after whatever was done. */
static void
test_discard_again_and_again (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);

  add_pictures (draft, 2);
  for (guint i = 0; i < 50; i++)
    {
      tuwen_drafts_discard (store->drafts, draft);
      if (i % 3 == 0)
        g_main_context_iteration (NULL, FALSE);
      if (i % 10 == 0)
        flush_or_fail (store);
      tuwen_drafts_restore (store->drafts, draft);
      if (i % 4 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  flush_or_fail (store);
  restart (store);
  g_assert_cmpuint (count (store), ==, 1);
  assert_pictures (get_draft (store, 0), 2);
}

/* No write that was under way brings a forgotten draft back. */
static void
test_forget (Store *store, gconstpointer data)
{
  for (guint i = 0; i < 30; i++)
    {
      TuwenDraft *draft = tuwen_drafts_create (store->drafts);
      g_autofree char *json = make_path (store->folder, draft, "draft.json");
      g_autoptr (GAsyncResult) saved = NULL;
      g_autoptr (GError) error = NULL;

      tuwen_draft_set_title (draft, "x");
      add_pictures (draft, i % 3);
      if (i % 2 == 0)
        flush_or_fail (store);
      tuwen_draft_set_title (draft, "y");
      tuwen_drafts_save_async (store->drafts, draft, NULL, await_cb, &saved);
      tuwen_drafts_forget (store->drafts, draft);
      AWAIT (saved != NULL);
      g_assert_false (tuwen_drafts_save_finish (store->drafts, saved, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      tuwen_draft_set_title (draft, "z");
      g_clear_object (&saved);
      g_clear_error (&error);
      g_assert_false (save (store, draft, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
      ASSERT_FINALISED (draft);
      AWAIT_THREADS (!g_file_test (json, G_FILE_TEST_EXISTS));
    }

  restart (store);
  g_assert_cmpuint (count (store), ==, 0);
  /* What a copy that was under way left went with this start. */
  ASSERT_FINALISED (store->drafts);
  g_assert_cmpuint (count_files (store->folder), ==, 0);
}

static void
test_published (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);

  tuwen_draft_set_title (draft, "x");
  tuwen_draft_get_journal (draft)->state = TUWEN_DRAFT_PUBLISHED;
  tuwen_draft_journal_changed (draft);
  flush_or_fail (store);
  restart (store);
  g_assert_cmpuint (count (store), ==, 0);
  ASSERT_FINALISED (store->drafts);
  g_assert_cmpuint (count_files (store->folder), ==, 0);
}

static void
touch (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

static void
test_orphans (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  g_autofree char *folder = make_path (store->folder, draft, NULL);
  g_autofree char *lost = g_build_filename (store->folder, "11111111-0000-4000-8000-000000000000", NULL);
  g_autofree char *strange = g_build_filename (store->folder, "strange", NULL);
  guint n_files;

  add_pictures (draft, 4);
  assert_pictures (draft, 4);
  tuwen_draft_remove_picture (draft, get_picture (draft, 0));
  flush_or_fail (store);
  n_files = count_files (folder);
  g_assert_cmpuint (n_files, ==, 9);
  touch (folder, "22222222-0000-4000-8000-000000000000.source");
  touch (folder, "22222222-0000-4000-8000-000000000000.0000.jpg.part");
  touch (folder, "draft.json.AB12CD");
  touch (folder, "my own notes.txt");
  g_assert_cmpint (g_mkdir (lost, 0700), ==, 0);
  touch (lost, "22222222-0000-4000-8000-000000000000.source");
  g_assert_cmpint (g_mkdir (strange, 0700), ==, 0);
  touch (strange, "my own notes.txt");

  restart (store);
  assert_pictures (get_draft (store, 0), 3);
  ASSERT_FINALISED (store->drafts);
  /* Three pictures of two files, the draft, and what is none of ours */
  g_assert_cmpuint (count_files (folder), ==, 8);
  g_assert_false (g_file_test (lost, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (strange), ==, 1);
}

/* Pictures that come in while the store is being read are in use. */
static void
test_orphans_while_loading (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) old = tuwen_drafts_create (store->drafts);

  tuwen_draft_set_title (old, "old");
  flush_or_fail (store);
  ASSERT_FINALISED (store->drafts);

  for (guint i = 0; i < 20; i++)
    {
      TuwenDraft *draft;

      open_store (store);
      draft = tuwen_drafts_create (store->drafts);
      add_pictures (draft, 2);
      for (guint j = 0; j < i; j++)
        g_usleep (100);
      load (store);
      assert_pictures (draft, 2);
      g_assert_cmpuint (count (store), ==, 2);
      tuwen_drafts_forget (store->drafts, draft);
      ASSERT_FINALISED (draft);
      ASSERT_FINALISED (store->drafts);
    }
  open_store (store);
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

/* The program ends while pictures are copied and prepared: those that were copied are prepared then. */
static void
test_restart_in_the_middle (Store *store, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = g_strconcat (store->folder, "-before", NULL);
  TuwenDraft *draft = tuwen_drafts_create (store->drafts);

  add_pictures (draft, 9);
  g_assert_true (save (store, draft, &error));
  AWAIT (!tuwen_draft_is_copying (draft));
  /* What a killed process leaves is what is on disk now. */
  copy_tree (store->folder, before);
  ASSERT_FINALISED (store->drafts);
  ASSERT_FINALISED (draft);
  /* What is being prepared still may write into it. */
  while (g_file_test (store->folder, G_FILE_TEST_EXISTS))
    remove_tree (store->folder);
  g_assert_cmpint (g_rename (before, store->folder), ==, 0);
  open_store (store);
  load (store);
  assert_pictures (get_draft (store, 0), 9);
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

  set_text (draft, "Some text that is about as long as what people write, and then some more of it.");
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
  /* Sanitizers take their time. */
  if (g_getenv ("ASAN_OPTIONS") == NULL)
    g_assert_cmpint (longest, <, 16000);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Store *store, gconstpointer data);
  } tests[] = {
    { "within-a-second", test_within_a_second },
    { "saved", test_saved },
    { "save", test_save },
    { "order", test_order },
    { "empty", test_empty },
    { "sorted", test_sorted },
    { "failed-write", test_failed_write },
    { "retry", test_retry },
    { "read-only", test_read_only },
    { "corrupt", test_corrupt },
    { "discard", test_discard },
    { "discard-again-and-again", test_discard_again_and_again },
    { "forget", test_forget },
    { "published", test_published },
    { "orphans", test_orphans },
    { "orphans-while-loading", test_orphans_while_loading },
    { "flush", test_flush },
    { "flush-cancelled", test_flush_cancelled },
    { "restart-in-the-middle", test_restart_in_the_middle },
    { "finalised", test_finalised },
    { "many", test_many },
  };
  g_autofree char *home = NULL;
  int result;

  /* GLib's own way of setting tests apart leaks. */
  home = g_dir_make_tmp ("tuwen-drafts-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/drafts/%s", tests[i].name);

      g_test_add (path, Store, NULL, set_up_store, tests[i].func, tear_down_store);
    }
  result = g_test_run ();
  remove_tree (home);
  return result;
}
