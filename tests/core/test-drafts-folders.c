/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-drafts-folders"

/* What becomes of drafts' folders: discarded, forgotten, broken, left behind. */

#include <unistd.h>

#include "store-fixture.h"

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
      g_autofree char *picture
          = g_build_filename (folder, "00000000-0000-4000-8000-000000000000.png", NULL);

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
  g_autofree char *lost
      = g_build_filename (store->folder, "11111111-0000-4000-8000-000000000000", NULL);
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

/* The program ends while pictures are copied and prepared: those that were copied are prepared
 * then. */
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

/* Links that somebody put there go as links: what they lead to is not ours. */
static void
test_links (Store *store, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *outside = g_dir_make_tmp ("tuwen-outside-XXXXXX", &error);
  g_autofree char *linked = g_build_filename (store->folder, "linked", NULL);
  g_autofree char *discarded = g_build_filename (outside, "draft.json", NULL);
  g_autofree char *photograph = g_build_filename (outside, "my own photograph.jpg", NULL);
  g_autofree char *inside = NULL;
  g_autofree char *folder = NULL;
  TuwenDraft *draft = tuwen_drafts_create (store->drafts);

  g_assert_no_error (error);
  tuwen_draft_set_title (draft, "x");
  flush_or_fail (store);
  folder = make_path (store->folder, draft, NULL);
  inside = g_build_filename (folder, "elsewhere", NULL);
  touch (outside, "my own photograph.jpg");
  g_assert_true (g_file_set_contents (discarded, "{\"version\": 1, \"discarded\": true}", -1, NULL));
  g_assert_cmpint (symlink (outside, inside), ==, 0);
  g_assert_cmpint (symlink (outside, linked), ==, 0);
  tuwen_drafts_forget (store->drafts, draft);
  g_object_unref (draft);

  restart (store);
  ASSERT_FINALISED (store->drafts);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (linked, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (photograph, G_FILE_TEST_EXISTS));
  remove_tree (outside);
}

/* However much somebody pasted: it is there after the next start as well. */
static void
test_enormous (Store *store, gconstpointer data)
{
  const gsize size = 12 * 1024 * 1024;
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  TuwenDraft *draft = tuwen_drafts_create (store->drafts);
  const BiliNode *node;

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
  tuwen_draft_set_nodes (draft, nodes);
  flush_or_fail (store);
  ASSERT_FINALISED (store->drafts);
  ASSERT_FINALISED (draft);

  open_store (store);
  load (store);
  g_assert_cmpuint (store->n_failed, ==, 0);
  g_assert_cmpuint (count (store), ==, 1);
  node = tuwen_draft_get_nodes (get_draft (store, 0))->pdata[0];
  g_assert_cmpstr (node->text, ==, text);
}

/* Where the folder of all drafts is something else, that is told; nothing of it is touched. */
static void
test_no_folder (Store *store, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (store->folder);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (store->folder, "x", 1, NULL));
  restart (store);
  g_assert_cmpuint (count (store), ==, 0);
  g_assert_cmpuint (store->n_failed, ==, 1);
  g_assert_true (g_file_test (store->folder, G_FILE_TEST_IS_REGULAR));
}

/* A folder whose name is no text cannot be told to anybody as a draft's id. */
static void
test_strange_name (Store *store, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (store->folder, "caf\xe9", NULL);
  g_autofree char *path = g_build_filename (folder, "draft.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "{\"version\": 1, \"title\": \"x\"}", -1, NULL));
  restart (store);
  g_assert_cmpuint (count (store), ==, 0);
  g_assert_cmpuint (store->n_failed, ==, 1);
  g_assert_true (g_utf8_validate (store->message, -1, NULL));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

int
main (int argc, char **argv)
{
  static const StoreTest tests[] = {
    { "corrupt", test_corrupt },
    { "discard", test_discard },
    { "discard-again-and-again", test_discard_again_and_again },
    { "forget", test_forget },
    { "published", test_published },
    { "orphans", test_orphans },
    { "orphans-while-loading", test_orphans_while_loading },
    { "restart-in-the-middle", test_restart_in_the_middle },
    { "links", test_links },
    { "no-folder", test_no_folder },
    { "strange-name", test_strange_name },
    { "enormous", test_enormous },
  };

  return run_store_tests (argc, argv, "drafts-folders", tests, G_N_ELEMENTS (tests));
}
