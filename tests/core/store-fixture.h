/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "draft-fixture.h"
#include "tuwen-drafts.h"

/* A store of drafts, in a folder of the test's own. */

typedef struct
{
  char *folder; /* of the drafts */
  BiliClock *clock;
  TuwenService *service;
  TuwenDrafts *drafts;
  guint n_failed;
  char *message;
} Store;

static inline void
failed_cb (TuwenDrafts *drafts, GError *error, TuwenDraft *draft, Store *store)
{
  store->n_failed++;
  g_free (store->message);
  store->message = g_strdup (error->message);
}

static inline void
open_store (Store *store)
{
  store->drafts = tuwen_drafts_new (store->service, store->clock);
  g_signal_connect (store->drafts, "failed", G_CALLBACK (failed_cb), store);
}

static inline void
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
static inline void
restart (Store *store)
{
  ASSERT_FINALISED (store->drafts);
  open_store (store);
  load (store);
}

static inline void
set_up_store (Store *store, gconstpointer data)
{
  store->clock = bili_clock_new_fixed (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
  store->service = tuwen_service_new (NULL, NULL);
  store->folder = g_build_filename (tuwen_service_get_data_dir (store->service), "drafts", NULL);
  open_store (store);
}

static inline void
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

static inline guint
count (Store *store)
{
  return g_list_model_get_n_items (G_LIST_MODEL (store->drafts));
}

static inline TuwenDraft *
get_draft (Store *store, guint position)
{
  g_autoptr (TuwenDraft) draft = g_list_model_get_item (G_LIST_MODEL (store->drafts), position);

  /* The store has it too. */
  return draft;
}

static inline char *
make_path (const char *folder, TuwenDraft *draft, const char *name)
{
  return g_build_filename (folder, tuwen_draft_get_id (draft), name, NULL);
}

/* The title that is on disk below @folder; NULL when there is no such draft */
static inline char *
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

static inline gboolean
has_title (Store *store, TuwenDraft *draft, const char *expected)
{
  g_autofree char *title = read_title (store->folder, draft);

  return g_strcmp0 (title, expected) == 0;
}

static inline gboolean
save (Store *store, TuwenDraft *draft, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_drafts_save_async (store->drafts, draft, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_drafts_save_finish (store->drafts, result, error);
}

static inline gboolean
flush (Store *store, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_drafts_flush_async (store->drafts, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_drafts_flush_finish (store->drafts, result, error);
}

static inline void
flush_or_fail (Store *store)
{
  g_autoptr (GError) error = NULL;

  flush (store, &error);
  g_assert_no_error (error);
}

static inline void
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

static inline TuwenDraftPicture *
get_picture (TuwenDraft *draft, guint position)
{
  g_autoptr (TuwenDraftPicture) picture
      = g_list_model_get_item (tuwen_draft_get_pictures (draft), position);

  return picture;
}

static inline void
add_pictures (TuwenDraft *draft, guint n_pictures)
{
  g_autoptr (GBytes) bytes = make_picture ("png", 200, 100);

  for (guint i = 0; i < n_pictures; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      g_assert_nonnull (tuwen_draft_add_picture_bytes (draft, bytes, name, i));
    }
}

static inline void
assert_pictures (TuwenDraft *draft, guint n_pictures)
{
  g_assert_cmpuint (g_list_model_get_n_items (tuwen_draft_get_pictures (draft)), ==, n_pictures);
  for (guint i = 0; i < n_pictures; i++)
    {
      await_ready (get_picture (draft, i));
      g_assert_true (g_file_test (tuwen_draft_picture_get_path (get_picture (draft, i)),
                                  G_FILE_TEST_IS_REGULAR));
    }
}

typedef struct
{
  const char *name;
  void (*func) (Store *store, gconstpointer data);
} StoreTest;

/* All of a test program's main() */
static inline int
run_store_tests (int argc, char **argv, const char *group, const StoreTest *tests, guint n_tests)
{
  g_autofree char *home = NULL;
  int result;

  /* GLib's own way of setting tests apart leaks. */
  home = g_dir_make_tmp ("tuwen-drafts-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n_tests; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%s/%s", group, tests[i].name);

      g_test_add (path, Store, NULL, set_up_store, tests[i].func, tear_down_store);
    }
  result = g_test_run ();
  remove_tree (home);
  return result;
}
