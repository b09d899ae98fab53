/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-drafts-copy"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "store-fixture.h"
#include "tuwen-draft-private.h"
#include "tuwen-error-text.h"

/* A draft that is copied, and one that cannot be. */

static TuwenDraft *
copy_draft (Store *store, TuwenDraft *draft, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_drafts_copy_async (store->drafts, draft, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_drafts_copy_finish (store->drafts, result, error);
}

static guint
count_folders (Store *store)
{
  g_autoptr (GDir) dir = g_dir_open (store->folder, 0, NULL);
  guint n_folders = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n_folders++;

  return n_folders;
}

static TuwenDraft *
make_draft (Store *store, guint n_pictures)
{
  TuwenDraft *draft = tuwen_drafts_create (store->drafts);

  tuwen_draft_set_title (draft, "the same");
  add_pictures (draft, n_pictures);
  assert_pictures (draft, n_pictures);
  flush_or_fail (store);
  return draft;
}

/* What could not be copied leaves nothing, and what it was to be copied from as it was. */
static void
assert_not_copied (Store *store, TuwenDraft *draft, guint n_pictures, const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, "The draft could not be copied: "));
  AWAIT_THREADS (count_folders (store) == 1);
  g_assert_cmpuint (count (store), ==, 1);
  g_assert_true (get_draft (store, 0) == draft);
  g_assert_true (has_title (store, draft, "the same"));
  assert_pictures (draft, n_pictures);
}

static void
test_copied (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = make_draft (store, 2);
  g_autoptr (TuwenDraft) other = NULL;
  g_autoptr (GError) error = NULL;

  tuwen_draft_get_journal (draft)->scheduled_id = g_strdup ("123");
  other = copy_draft (store, draft, &error);
  g_assert_no_error (error);
  g_assert_true (other != draft);
  g_assert_cmpstr (tuwen_draft_get_id (other), !=, tuwen_draft_get_id (draft));
  g_assert_cmpstr (tuwen_draft_get_title (other), ==, "the same");
  /* Where the one is on the service is not where the other is. */
  g_assert_null (tuwen_draft_get_scheduled_id (other));
  assert_pictures (other, 2);
  g_assert_cmpstr (tuwen_draft_picture_get_path (get_picture (other, 0)), !=,
                   tuwen_draft_picture_get_path (get_picture (draft, 0)));
  g_assert_true (has_title (store, other, "the same"));
  g_assert_cmpuint (count_folders (store), ==, 2);
}

static void
test_busy (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (store->drafts);
  g_autoptr (GError) error = NULL;

  add_pictures (draft, 1);
  g_assert_true (tuwen_draft_is_copying (draft));
  g_assert_null (copy_draft (store, draft, &error));
  g_assert_error (error, TUWEN_ERROR, G_IO_ERROR_BUSY);
  assert_pictures (draft, 1);
  g_assert_cmpuint (count (store), ==, 1);
}

/* There is no place for its folder. */
static void
test_no_place (Store *store, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = make_draft (store, 1);
  gboolean root = geteuid () == 0;
  g_autoptr (GError) error = NULL;

  /* Root may write everywhere; be somebody else meanwhile. */
  if (root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  else
    g_assert_cmpint (chmod (store->folder, 0500), ==, 0);
  g_assert_null (copy_draft (store, draft, &error));
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
  else
    g_assert_cmpint (chmod (store->folder, 0700), ==, 0);
  assert_not_copied (store, draft, 1, error);
}

/* The disk is full: before all pictures are there, or before what makes a draft of them is. */
static void
test_full_disk (Store *store, guint n_pictures)
{
  g_autoptr (TuwenDraft) draft = make_draft (store, n_pictures);
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &before));
  limit = (struct rlimit){ 20, before.rlim_max };
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  g_assert_null (copy_draft (store, draft, &error));
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &before));
  assert_not_copied (store, draft, n_pictures, error);
}

static void
test_full_disk_pictures (Store *store, gconstpointer data)
{
  test_full_disk (store, 2);
}

static void
test_full_disk_text (Store *store, gconstpointer data)
{
  test_full_disk (store, 0);
}

int
main (int argc, char **argv)
{
  static const StoreTest tests[] = {
    { "copied", test_copied },
    { "busy", test_busy },
    { "no-place", test_no_place },
    { "full-disk-pictures", test_full_disk_pictures },
    { "full-disk-text", test_full_disk_text },
  };

  return run_store_tests (argc, argv, "drafts-copy", tests, G_N_ELEMENTS (tests));
}
