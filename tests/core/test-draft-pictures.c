/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-draft-pictures"

/* A draft's pictures: one that fails disturbs nothing else, and none is lost. */

#include "draft-fixture.h"
#include "tuwen-draft-picture-fields.h"

#define KEPT_FILES 2 /* the copy and the prepared picture */

typedef struct
{
  guint n_refused;
  char *name;
  char *message;
} Refusal;

static void
refused_cb (TuwenDraftPicture *picture, const char *name, GError *error, Refusal *refusal)
{
  refusal->n_refused++;
  g_free (refusal->name);
  refusal->name = g_strdup (name);
  g_free (refusal->message);
  refusal->message = g_strdup (error->message);
}

static void
refusal_clear (Refusal *refusal)
{
  g_free (refusal->name);
  g_free (refusal->message);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Refusal, refusal_clear)

static TuwenDraftPicture *
get_picture (TuwenDraft *draft, guint position)
{
  g_autoptr (TuwenDraftPicture) picture
      = g_list_model_get_item (tuwen_draft_get_pictures (draft), position);

  /* The draft has it too. */
  return picture;
}

static char *
read_order (TuwenDraft *draft)
{
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (tuwen_draft_get_pictures (draft)); i++)
    g_string_append_c (order, tuwen_draft_picture_get_name (get_picture (draft, i))[0]);
  return g_string_free (order, FALSE);
}

static void
assert_order (TuwenDraft *draft, const char *expected)
{
  g_autofree char *order = read_order (draft);

  g_assert_cmpstr (order, ==, expected);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GFile) file = write_picture (fixture, "x.png", 20, 20);
  g_autoptr (TuwenDraftPicture) b = NULL;

  tuwen_draft_add_picture (draft, file, "a", 0);
  tuwen_draft_add_picture (draft, file, "b", 99);
  tuwen_draft_add_picture (draft, file, "c", 1);
  assert_order (draft, "acb");
  b = g_object_ref (get_picture (draft, 2));

  tuwen_draft_move_picture (draft, b, 0);
  assert_order (draft, "bac");
  tuwen_draft_move_picture (draft, b, 99);
  assert_order (draft, "acb");
  tuwen_draft_move_picture (draft, b, 2);
  assert_order (draft, "acb");

  tuwen_draft_remove_picture (draft, b);
  assert_order (draft, "ac");
  tuwen_draft_remove_picture (draft, b);
  tuwen_draft_move_picture (draft, b, 0);
  assert_order (draft, "ac");
  tuwen_draft_restore_picture (draft, b, 1);
  tuwen_draft_restore_picture (draft, b, 0);
  assert_order (draft, "abc");

  tuwen_draft_remove_picture (draft, b);
  for (guint i = 0; i < 7; i++)
    g_assert_nonnull (tuwen_draft_add_picture (draft, file, "x", 99));
  g_assert_null (tuwen_draft_add_picture (draft, file, "y", 0));
  tuwen_draft_restore_picture (draft, b, 0);
  assert_order (draft, "acxxxxxxx");
  for (guint i = 0; i < 9; i++)
    await_ready (get_picture (draft, i));
  await_ready (b);
}

static void
test_bad_beside_good (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GFile) good = write_picture (fixture, "good.png", 20, 20);
  g_autoptr (GBytes) text = g_bytes_new_static ("text", 4);
  g_autoptr (GFile) bad = write_source (fixture, "bad.png", text);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/x.png");
  g_autoptr (GBytes) pasted = make_picture ("jpeg", 30, 30);
  static const TuwenDraftPictureState states[]
      = { TUWEN_DRAFT_PICTURE_READY, TUWEN_DRAFT_PICTURE_FAILED, TUWEN_DRAFT_PICTURE_FAILED,
          TUWEN_DRAFT_PICTURE_READY };

  tuwen_draft_add_picture (draft, good, "a", 99);
  tuwen_draft_add_picture (draft, bad, "b", 99);
  tuwen_draft_add_picture (draft, nowhere, "c", 99);
  tuwen_draft_add_picture_bytes (draft, pasted, "d", 99);
  for (guint i = 0; i < 4; i++)
    {
      await_prepared (get_picture (draft, i));
      g_assert_cmpint (tuwen_draft_picture_get_state (get_picture (draft, i)), ==, states[i]);
      g_assert_true ((tuwen_draft_picture_get_error (get_picture (draft, i)) != NULL)
                     == (states[i] == TUWEN_DRAFT_PICTURE_FAILED));
    }
  assert_order (draft, "abcd");
  g_assert_cmpstr (tuwen_draft_picture_get_error (get_picture (draft, 2))->message, ==,
                   "This file is not there any more.");
  g_assert_cmpstr (tuwen_draft_picture_get_mime_type (get_picture (draft, 3)), ==, "image/jpeg");
}

static void
test_retry (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autofree char *path = g_build_filename (fixture->folder, "late.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "upload");
  TuwenDraftPicture *picture = tuwen_draft_add_picture (draft, file, "late.png", 0);

  await_prepared (picture);
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_FAILED);
  tuwen_draft_retry_picture (draft, picture);
  await_prepared (picture);
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_FAILED);

  g_object_unref (write_picture (fixture, "late.png", 20, 20));
  tuwen_draft_retry_picture (draft, picture);
  await_ready (picture);
  g_assert_null (tuwen_draft_picture_get_error (picture));

  /* Only the upload failed: there is nothing to be prepared. */
  tuwen_draft_picture_set_uploading (picture, 2);
  g_assert_cmpfloat (tuwen_draft_picture_get_progress (picture), ==, 1);
  tuwen_draft_picture_set_failed (picture, error);
  g_assert_cmpstr (tuwen_draft_picture_get_error (picture)->message, ==, "upload");
  tuwen_draft_retry_picture (draft, picture);
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_READY);
  tuwen_draft_retry_picture (draft, picture);
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_READY);
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GFile) first = write_picture (fixture, "first.png", 20, 20);
  g_autoptr (GFile) second = write_picture (fixture, "second.png", 40, 30);
  BiliPicture uploaded = { (char *) "u", 20, 20, 1 };
  TuwenDraftPicture *picture = tuwen_draft_add_picture (draft, first, "first.png", 0);
  g_autofree char *id = g_strdup (picture->id);
  g_auto (Refusal) refusal = { 0 };

  g_signal_connect (picture, "refused", G_CALLBACK (refused_cb), &refusal);
  await_ready (picture);
  tuwen_draft_picture_set_uploaded (picture, &uploaded);
  tuwen_draft_replace_picture (draft, picture, second, "second.png");
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_PREPARING);
  /* An upload that ends now is of the old one. */
  tuwen_draft_picture_set_uploaded (picture, &uploaded);
  tuwen_draft_picture_set_uploading (picture, 0.5);
  tuwen_draft_picture_set_failed (picture, tuwen_draft_picture_get_error (picture));
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_PREPARING);
  await_ready (picture);
  g_assert_cmpuint (refusal.n_refused, ==, 0);
  g_assert_cmpstr (picture->id, ==, id);
  g_assert_cmpstr (tuwen_draft_picture_get_name (picture), ==, "second.png");
  g_assert_cmpint (tuwen_draft_picture_get_width (picture), ==, 40);
  g_assert_null (tuwen_draft_picture_get_uploaded (picture));
  AWAIT_THREADS (count_files (tuwen_draft_get_folder (draft)) == KEPT_FILES);
}

static void
test_replace_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GFile) first = write_picture (fixture, "first.png", 20, 20);
  g_autoptr (GBytes) text = g_bytes_new_static ("text", 4);
  g_autoptr (GFile) bad = write_source (fixture, "bad.png", text);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/x.png");
  BiliPicture uploaded = { (char *) "u", 20, 20, 1 };
  TuwenDraftPicture *picture = tuwen_draft_add_picture (draft, first, "first.png", 0);
  g_autofree char *path = NULL;
  g_auto (Refusal) refusal = { 0 };

  g_signal_connect (picture, "refused", G_CALLBACK (refused_cb), &refusal);
  await_ready (picture);
  path = g_strdup (tuwen_draft_picture_get_path (picture));

  tuwen_draft_replace_picture (draft, picture, bad, "bad.png");
  await_ready (picture);
  g_assert_cmpuint (refusal.n_refused, ==, 1);
  g_assert_cmpstr (refusal.name, ==, "bad.png");
  g_assert_true (g_str_has_prefix (refusal.message, "This is not a picture"));

  tuwen_draft_picture_set_uploaded (picture, &uploaded);
  tuwen_draft_replace_picture (draft, picture, nowhere, "x.png");
  await_prepared (picture);
  g_assert_cmpuint (refusal.n_refused, ==, 2);
  g_assert_cmpstr (refusal.message, ==, "This file is not there any more.");
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_UPLOADED);
  g_assert_nonnull (tuwen_draft_picture_get_uploaded (picture));

  g_assert_cmpstr (tuwen_draft_picture_get_name (picture), ==, "first.png");
  g_assert_cmpstr (tuwen_draft_picture_get_path (picture), ==, path);
  AWAIT_THREADS (count_files (tuwen_draft_get_folder (draft)) == KEPT_FILES);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

/* The same file by its bytes, also after options changed meanwhile */
static void
test_replace_fails_with_other_options (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GBytes) photo = make_photo ("jpeg", GEXIV2_ORIENTATION_NORMAL, TRUE);
  g_autoptr (GBytes) text = g_bytes_new_static ("text", 4);
  g_autoptr (GFile) bad = write_source (fixture, "bad.png", text);
  TuwenDraftPicture *picture;

  tuwen_draft_set_keep_metadata (draft, TRUE);
  picture = tuwen_draft_add_picture_bytes (draft, photo, "photo.jpg", 0);
  await_ready (picture);
  g_assert_true (has_tag (tuwen_draft_picture_get_path (picture), "Exif.GPSInfo.GPSLatitude"));
  tuwen_draft_replace_picture (draft, picture, bad, "bad.png");
  tuwen_draft_set_keep_metadata (draft, FALSE);
  await_ready (picture);
  g_assert_cmpstr (tuwen_draft_picture_get_name (picture), ==, "photo.jpg");
  g_assert_false (has_tag (tuwen_draft_picture_get_path (picture), "Exif.GPSInfo.GPSLatitude"));
  AWAIT_THREADS (count_files (tuwen_draft_get_folder (draft)) == KEPT_FILES);
}

/* However often the switch is turned, what is ready is what it says last. */
static void
test_switch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GBytes) photo = make_photo ("jpeg", GEXIV2_ORIENTATION_NORMAL, TRUE);
  TuwenDraftPicture *picture = tuwen_draft_add_picture_bytes (draft, photo, "photo.jpg", 0);

  for (guint i = 0; i < 40; i++)
    {
      gboolean keep = i % 2 == 0;

      tuwen_draft_set_keep_metadata (draft, keep);
      if (i % 5 == 0)
        g_main_context_iteration (NULL, FALSE);
      if (i % 7 == 0)
        {
          await_ready (picture);
          g_assert_true (
              has_tag (tuwen_draft_picture_get_path (picture), "Exif.GPSInfo.GPSLatitude") == keep);
        }
    }
  await_ready (picture);
  g_assert_false (has_tag (tuwen_draft_picture_get_path (picture), "Exif.GPSInfo.GPSLatitude"));
  AWAIT_THREADS (count_files (tuwen_draft_get_folder (draft)) == KEPT_FILES);
}

static void
test_category (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GFile) small = write_picture (fixture, "small.png", 20, 20);
  BiliPicture uploaded = { (char *) "u", 20, 20, 1 };
  TuwenDraftPicture *picture = tuwen_draft_add_picture (draft, small, "small.png", 0);

  await_ready (picture);
  tuwen_draft_picture_set_uploaded (picture, &uploaded);
  tuwen_draft_set_category (draft, BILI_PICTURE_DRAW);
  await_prepared (picture);
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_FAILED);
  g_assert_null (tuwen_draft_picture_get_uploaded (picture));
  /* What the category refuses cannot be sent by trying again. */
  tuwen_draft_retry_picture (draft, picture);
  await_prepared (picture);
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_FAILED);

  tuwen_draft_set_category (draft, BILI_PICTURE_DAILY);
  await_ready (picture);
  g_assert_null (tuwen_draft_picture_get_uploaded (picture));
}

/* The program may end at any instant: what was saved then is read with the files that were there
 * then. */
static void
test_restart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GBytes) photo = make_photo ("jpeg", GEXIV2_ORIENTATION_NORMAL, TRUE);
  g_autoptr (GFile) other = write_picture (fixture, "other.png", 40, 30);
  g_autofree char *before = NULL;
  g_autofree char *while_switching = NULL;
  g_autofree char *while_replacing = NULL;
  g_autoptr (GHashTable) files = NULL;
  TuwenDraftPicture *picture;

  tuwen_draft_set_keep_metadata (draft, TRUE);
  picture = tuwen_draft_add_picture_bytes (draft, photo, "photo.jpg", 0);
  before = tuwen_draft_to_json (draft);
  {
    /* Nothing had been copied. */
    g_autoptr (TuwenDraft) again = read_draft (fixture, "none", before);

    g_assert_cmpint (tuwen_draft_picture_get_state (get_picture (again, 0)), ==,
                     TUWEN_DRAFT_PICTURE_FAILED);
    g_assert_cmpstr (tuwen_draft_picture_get_error (get_picture (again, 0))->message, ==,
                     "This picture had not been copied yet when Tuwen ended. Add it again.");
    g_assert_false (tuwen_draft_picture_can_retry (get_picture (again, 0)));
    tuwen_draft_retry_picture (again, get_picture (again, 0));
    g_assert_cmpint (tuwen_draft_picture_get_state (get_picture (again, 0)), ==,
                     TUWEN_DRAFT_PICTURE_FAILED);
  }

  await_ready (picture);
  {
    /* It had been copied, but that was not saved. */
    g_autoptr (TuwenDraft) again = read_draft (fixture, "id", before);

    tuwen_draft_prepare_unfinished (again);
    await_ready (get_picture (again, 0));
    g_assert_cmpstr (tuwen_draft_picture_get_mime_type (get_picture (again, 0)), ==, "image/jpeg");
  }

  tuwen_draft_set_keep_metadata (draft, FALSE);
  while_switching = tuwen_draft_to_json (draft);
  {
    /* The prepared file still has the place in it. */
    g_autoptr (TuwenDraft) again = read_draft (fixture, "id", while_switching);

    g_assert_cmpint (tuwen_draft_picture_get_state (get_picture (again, 0)), ==,
                     TUWEN_DRAFT_PICTURE_PREPARING);
    tuwen_draft_prepare_unfinished (again);
    await_ready (get_picture (again, 0));
    g_assert_false (has_tag (tuwen_draft_picture_get_path (get_picture (again, 0)),
                             "Exif.GPSInfo.GPSLatitude"));
  }
  await_ready (picture);

  files = list_files (tuwen_draft_get_folder (draft));
  tuwen_draft_replace_picture (draft, picture, other, "other.png");
  while_replacing = tuwen_draft_to_json (draft);
  {
    /* The new one had not been copied: the old one is there. */
    g_autoptr (JsonNode) root = parse (while_replacing);
    g_autoptr (TuwenDraft) again
        = tuwen_draft_new_from_json (fixture->folder, "id", fixture->clock, root, files);

    g_assert_cmpint (tuwen_draft_picture_get_state (get_picture (again, 0)), ==,
                     TUWEN_DRAFT_PICTURE_READY);
    g_assert_cmpstr (tuwen_draft_picture_get_name (get_picture (again, 0)), ==, "photo.jpg");
  }
  AWAIT (!tuwen_draft_is_copying (draft));
  {
    /* It had been. */
    g_autoptr (TuwenDraft) again = read_draft (fixture, "id", while_replacing);

    g_assert_cmpint (tuwen_draft_picture_get_state (get_picture (again, 0)), ==,
                     TUWEN_DRAFT_PICTURE_PREPARING);
    tuwen_draft_close (draft);
    tuwen_draft_prepare_unfinished (again);
    await_ready (get_picture (again, 0));
    g_assert_cmpstr (tuwen_draft_picture_get_name (get_picture (again, 0)), ==, "other.png");
    g_assert_cmpint (tuwen_draft_picture_get_width (get_picture (again, 0)), ==, 40);
  }
}

/* Somebody removed the copies; what was made of them still goes. */
static void
test_copy_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (GFile) file = write_picture (fixture, "x.png", 20, 20);
  TuwenDraftPicture *picture = tuwen_draft_add_picture (draft, file, "x.png", 0);
  g_autoptr (TuwenDraft) again = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer name;

  await_ready (picture);
  text = tuwen_draft_to_json (draft);
  files = list_files (tuwen_draft_get_folder (draft));
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *path = g_build_filename (tuwen_draft_get_folder (draft), name, NULL);

      if (g_str_has_suffix (name, ".source"))
        g_assert_cmpint (g_unlink (path), ==, 0);
    }

  again = read_draft (fixture, "id", text);
  g_assert_cmpint (tuwen_draft_picture_get_state (get_picture (again, 0)), ==,
                   TUWEN_DRAFT_PICTURE_READY);
  tuwen_draft_set_keep_metadata (again, TRUE);
  await_ready (get_picture (again, 0));
  tuwen_draft_set_category (again, BILI_PICTURE_COS);
  await_prepared (get_picture (again, 0));
  g_assert_cmpint (tuwen_draft_picture_get_state (get_picture (again, 0)), ==,
                   TUWEN_DRAFT_PICTURE_FAILED);
  tuwen_draft_set_category (again, BILI_PICTURE_DAILY);
  await_ready (get_picture (again, 0));
}

static void
test_vote_picture_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_draft_new (fixture->folder, "id", fixture->clock);
  g_autoptr (BiliVote) vote = bili_vote_new ();
  g_autoptr (GFile) file = write_picture (fixture, "x.png", 20, 20);
  g_autoptr (GBytes) text = g_bytes_new_static ("text", 4);
  g_autoptr (GFile) bad = write_source (fixture, "bad.png", text);
  g_auto (Refusal) refusal = { 0 };
  TuwenDraftPicture *picture;

  g_ptr_array_add (vote->options, bili_vote_option_new ("a", NULL));
  tuwen_draft_set_vote (draft, vote);
  /* They belong to no category. */
  tuwen_draft_set_category (draft, BILI_PICTURE_COS);
  tuwen_draft_set_vote_picture (draft, 0, file, "x.png");
  picture = tuwen_draft_get_vote_picture (draft, 0);
  await_ready (picture);
  g_signal_connect (picture, "refused", G_CALLBACK (refused_cb), &refusal);
  tuwen_draft_set_vote_picture (draft, 0, bad, "bad.png");
  g_assert_true (tuwen_draft_get_vote_picture (draft, 0) == picture);
  await_ready (picture);
  g_assert_cmpuint (refusal.n_refused, ==, 1);
  tuwen_draft_set_vote_picture (draft, 0, NULL, NULL);
  g_assert_null (tuwen_draft_get_vote_picture (draft, 0));
}

/* Objects go while threads are at work for them. */
static void
test_finalised (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = write_picture (fixture, "x.png", 600, 600);

  for (guint i = 0; i < 5; i++)
    {
      TuwenDraft *draft = tuwen_draft_new (fixture->folder, NULL, fixture->clock);
      TuwenDraftPicture *picture;

      for (guint j = 0; j < 9; j++)
        tuwen_draft_add_picture (draft, file, "x.png", 0);
      picture = g_object_ref (get_picture (draft, 3));
      for (guint j = 0; j < i; j++)
        g_main_context_iteration (NULL, TRUE);
      ASSERT_FINALISED (draft);
      ASSERT_FINALISED (picture);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "order", test_order },
    { "bad-beside-good", test_bad_beside_good },
    { "retry", test_retry },
    { "replace", test_replace },
    { "replace-fails", test_replace_fails },
    { "replace-fails-with-other-options", test_replace_fails_with_other_options },
    { "switch", test_switch },
    { "category", test_category },
    { "restart", test_restart },
    { "copy-missing", test_copy_missing },
    { "vote-picture-replaced", test_vote_picture_replaced },
    { "finalised", test_finalised },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/draft-pictures/%s", tests[i].name);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
