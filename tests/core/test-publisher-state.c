/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-publisher-state"

#include "publisher-desk.h"
#include "tuwen-error-text.h"
#include "tuwen-publisher-look.h"

/* What the publisher finds when it begins, what it uploads, what it tells beforehand, and which
 * post it takes for the draft's. */

static void
test_at_once (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "五张");
  g_autoptr (TuwenDraft) other = new_draft (desk, "两张");

  fail (desk, UPLOAD, "stall", 3);
  add_pictures (draft, 5);
  add_pictures (other, 2);
  tuwen_publisher_upload (desk->publisher, draft);
  tuwen_publisher_upload (desk->publisher, draft);
  tuwen_publisher_upload (desk->publisher, other);
  AWAIT (count_requests (desk, UPLOAD) == 3);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_PREPARING) == 0
         && count_in_state (other, TUWEN_DRAFT_PICTURE_PREPARING) == 0);
  settle ();
  g_assert_cmpuint (count_requests (desk, UPLOAD), ==, 3);
  g_assert_cmpuint (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADING)
                        + count_in_state (other, TUWEN_DRAFT_PICTURE_UPLOADING),
                    ==, 3);

  /* Removed ones make room. */
  for (guint i = 5; i > 0; i--)
    {
      g_autoptr (TuwenDraftPicture) picture = g_object_ref (get_picture (draft, i - 1));

      if (tuwen_draft_picture_get_state (picture) != TUWEN_DRAFT_PICTURE_UPLOADING)
        continue;
      tuwen_draft_remove_picture (draft, picture);
      /* One that took a place made so may have been answered by the time it is stopped. */
      AWAIT (tuwen_draft_picture_get_state (picture) != TUWEN_DRAFT_PICTURE_UPLOADING);
    }
  tuwen_drafts_discard (desk->drafts, draft);
  if (count_in_state (other, TUWEN_DRAFT_PICTURE_UPLOADING) > 0)
    {
      g_autoptr (GFile) file = make_picture (7);

      for (guint i = 0; i < 2; i++)
        if (tuwen_draft_picture_get_state (get_picture (other, i)) == TUWEN_DRAFT_PICTURE_UPLOADING)
          tuwen_draft_replace_picture (other, get_picture (other, i), file, "other.png");
    }
  AWAIT (count_in_state (other, TUWEN_DRAFT_PICTURE_UPLOADED) == 2);
}

static gboolean
is_all_sent (TuwenDraft *draft, guint n_pictures)
{
  for (guint i = 0; i < n_pictures; i++)
    if (tuwen_draft_picture_get_progress (get_picture (draft, i)) < 1)
      return FALSE;

  return TRUE;
}

/* Each tells how far it is, whatever the others do. */
static void
test_progress (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "三张");
  g_autoptr (GFile) file = make_picture (7);

  fail (desk, UPLOAD, "stall", 3);
  add_pictures (draft, 3);
  tuwen_publisher_upload (desk->publisher, draft);
  AWAIT (is_all_sent (draft, 3));
  g_assert_cmpuint (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADING), ==, 3);

  /* One that begins anew begins with nothing. */
  tuwen_draft_replace_picture (draft, get_picture (draft, 1), file, "other.png");
  AWAIT (tuwen_draft_picture_get_progress (get_picture (draft, 1)) < 1);
  g_assert_cmpfloat (tuwen_draft_picture_get_progress (get_picture (draft, 0)), ==, 1);
  AWAIT (tuwen_draft_picture_get_state (get_picture (draft, 1)) == TUWEN_DRAFT_PICTURE_UPLOADED);
}

/* Pictures go nowhere before Publish is pressed when people want it so. */
static void
test_late (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "发了才传");
  gboolean late;

  g_object_set (desk->publisher, "upload-late", TRUE, NULL);
  g_object_get (desk->publisher, "upload-late", &late, NULL);
  g_assert_true (late);
  add_pictures (draft, 2);
  tuwen_publisher_upload (desk->publisher, draft);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_READY) == 2);
  settle ();
  g_assert_cmpuint (count_requests (desk, UPLOAD), ==, 0);

  /* Stopped in the middle of it, they wait again. */
  fail (desk, UPLOAD, "stall", 2);
  tuwen_publisher_publish (desk->publisher, draft);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADING) == 2);
  /* The next tries must not meet the fault. */
  AWAIT (count_requests (desk, UPLOAD) == 2);
  g_assert_true (tuwen_publisher_stop (desk->publisher, draft));
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_READY) == 2);

  tuwen_publisher_publish (desk->publisher, draft);
  AWAIT (desk->n_published == 1);
  g_assert_cmpuint (count_posts (desk, "发了才传"), ==, 1);
  g_assert_cmpuint (get_newest (desk)->pictures->len, ==, 2);
}

/* The switch is turned while a post is written. */
static void
test_late_changed (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "改主意");

  fail (desk, UPLOAD, "stall", 1);
  add_pictures (draft, 1);
  tuwen_publisher_upload (desk->publisher, draft);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADING) == 1);
  AWAIT (count_requests (desk, UPLOAD) == 1);
  g_object_set (desk->publisher, "upload-late", TRUE, NULL);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_READY) == 1);
  g_object_set (desk->publisher, "upload-late", FALSE, NULL);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADED) == 1);
}

/* Somebody empties the folder that the pictures were prepared in. */
static void
remove_files (TuwenDraft *draft, gboolean prepared_only)
{
  const char *folder = tuwen_draft_get_folder (draft);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_str_equal (name, "draft.json")
          && !(prepared_only && g_str_has_suffix (name, ".source")))
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

/* What was prepared is made anew of what was kept; without that, only another picture helps, and
 * nobody reads where it was. */
static void
test_picture_gone (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "图没了");
  g_autoptr (TuwenDraft) other = new_draft (desk, "全没了");
  g_autoptr (GFile) file = make_picture (7);
  const GError *error;

  add_pictures (draft, 1);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_READY) == 1);
  remove_files (draft, TRUE);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpuint (get_newest (desk)->pictures->len, ==, 1);

  add_pictures (other, 1);
  AWAIT (count_in_state (other, TUWEN_DRAFT_PICTURE_READY) == 1);
  remove_files (other, FALSE);
  publish (desk, other);
  g_assert_cmpint (tuwen_draft_get_state (other), ==, TUWEN_DRAFT_WRITING);
  error = tuwen_draft_get_error (other);
  g_assert_error (error, TUWEN_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==,
                   "picture.png: Tuwen’s copy of this picture is not on the disk any more. Replace or "
                   "remove the picture.");
  g_assert_false (tuwen_draft_picture_can_retry (get_picture (other, 0)));
  g_assert_null (tuwen_draft_picture_get_path (get_picture (other, 0)));

  tuwen_draft_replace_picture (other, get_picture (other, 0), file, "other.png");
  publish (desk, other);
  g_assert_cmpint (tuwen_draft_get_state (other), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpuint (count_posts (desk, "全没了"), ==, 1);
}

/* Something else is where it was: that is told without the place, too, and can be tried again. */
static void
test_picture_unreadable (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "读不了");
  const char *path;

  add_pictures (draft, 1);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_READY) == 1);
  path = tuwen_draft_picture_get_path (get_picture (draft, 0));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);
  g_assert_true (g_str_has_prefix (tuwen_draft_get_error (draft)->message,
                                   "picture.png: This file could not be read: "));
  g_assert_null (strchr (tuwen_draft_get_error (draft)->message, '/'));
  g_assert_true (tuwen_draft_picture_can_retry (get_picture (draft, 0)));

  g_assert_cmpint (g_rmdir (path), ==, 0);
  publish (desk, draft);
  assert_published (desk, draft, "读不了");
}

static void
test_resume (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "接着发");

  add_pictures (draft, 2);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_READY) == 2);
  tuwen_draft_get_journal (draft)->state = TUWEN_DRAFT_PUBLISHING;
  tuwen_draft_get_journal (draft)->pressed = TRUE;
  tuwen_draft_journal_changed (draft);
  draft = restart_publisher (desk, draft);
  if (desk->n_published == 0)
    await_end (desk);
  assert_published (desk, draft, "接着发");
}

/* What was about to be sent when the program ended is looked for, never sent. */
static void
test_resume_sent (Desk *desk, gconstpointer data)
{
  TuwenDraftState state = (TuwenDraftState) GPOINTER_TO_INT (data);
  g_autoptr (TuwenDraft) draft = new_draft (desk, "发了吗");
  g_autofree char *id = NULL;
  TuwenJournal *journal = tuwen_draft_get_journal (draft);

  journal->state = state;
  journal->pressed = TRUE;
  journal->began = bili_clock_get_unix (desk->base.clock);
  journal->upload_id = g_strdup (SANDBOX_MID "_1_2345");
  journal->newest = g_strdup_printf ("%" G_GUINT64_FORMAT, get_newest (desk)->id);
  tuwen_draft_journal_changed (draft);
  draft = restart_publisher (desk, draft);
  if (desk->n_failed == 0)
    await_end (desk);
  assert_failed (desk, draft, TUWEN_DRAFT_NOT_FOUND, -1);
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 0);

  id = sandbox_server_add_post (desk->base.sandbox, SANDBOX_MID, "发了吗");
  tuwen_publisher_look_again (desk->publisher, draft);
  await_end (desk);
  g_assert_cmpstr (desk->last_id, ==, id);
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 0);
}

/* Without its account nothing is done to it; when all accounts are known it is told. */
static void
test_resume_nobody (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "没人");

  tuwen_draft_set_mid (draft, SANDBOX_MID_2);
  tuwen_draft_get_journal (draft)->state = TUWEN_DRAFT_PUBLISHING;
  tuwen_draft_get_journal (draft)->pressed = TRUE;
  tuwen_draft_journal_changed (draft);
  draft = restart_publisher (desk, draft);
  settle ();
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHING);
  g_assert_true (tuwen_publisher_stop (desk->publisher, draft));
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);

  tuwen_draft_get_journal (draft)->state = TUWEN_DRAFT_PUBLISHING;
  g_object_notify (G_OBJECT (desk->base.accounts), "loading");
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_NOT_SIGNED_IN);
  tuwen_draft_get_journal (draft)->state = TUWEN_DRAFT_CHECKING;
  g_object_notify (G_OBJECT (desk->base.accounts), "loading");
  assert_failed (desk, draft, TUWEN_DRAFT_UNKNOWN, BILI_ERROR_NOT_SIGNED_IN);
}

/* A step that is not on disk is followed by none. */
static void
test_disk (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "磁盘坏了");
  g_autofree char *folder = g_strdup (tuwen_draft_get_folder (draft));
  g_autofree char *aside = g_strconcat (folder, "-aside", NULL);
  gboolean saved = FALSE;

  AWAIT ((g_object_get (draft, "saved", &saved, NULL), saved));
  g_assert_cmpint (g_rename (folder, aside), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);
  g_assert_nonnull (tuwen_draft_get_error (draft));
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 0);

  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_cmpint (g_rename (aside, folder), ==, 0);
  publish (desk, draft);
  assert_published (desk, draft, "磁盘坏了");
}

static void
assert_match (TuwenDraft *draft, guint64 id, const char *text, const char *cover, gboolean expected)
{
  g_autofree char *id_text = g_strdup_printf ("%" G_GUINT64_FORMAT, id);
  const BiliOpus opus = { .id = id_text, .text = (char *) text, .cover_url = (char *) cover };

  g_test_message ("%s", text);
  g_assert_cmpint (tuwen_publisher_matches (draft, &opus), ==, expected);
}

/* Which post of the feed is the draft's */
/* A draft without a word is not what pictures without one are. */
static void
test_matches_no_text (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "");
  BiliOpus opus = { .id = "999999999999999999", .text = "" };

  set_vote (draft, "选");
  tuwen_draft_get_journal (draft)->began = 1;
  g_assert_true (tuwen_publisher_matches (draft, &opus));
  opus.text = "选";
  g_assert_true (tuwen_publisher_matches (draft, &opus));
  opus.text = "";
  opus.cover_url = "https://i0.hdslb.com/bfs/new_dyn/another.jpg";
  g_assert_false (tuwen_publisher_matches (draft, &opus));
}

static void
test_matches (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "一行字 \n第二行😀 ");
  TuwenJournal *journal = tuwen_draft_get_journal (draft);
  const gint64 began = 1760000000;
  const guint64 newest = (guint64) (began - 1498838400) << 32;
  g_autofree char *many = g_strnfill (300, 'x');
  g_autofree char *cut = g_strconcat (many, "…", NULL);
  g_autofree char *all = g_strconcat (many, "y", NULL);
  g_autofree char *dots = g_strconcat (many, "...", NULL);
  g_autofree char *other = g_strconcat (many, "z", NULL);

  /* With the id of the newest older post, by that; otherwise by the clock, which may be wrong by a
   * bit */
  journal->newest = g_strdup_printf ("%" G_GUINT64_FORMAT, newest);
  journal->began = began;
  assert_match (draft, newest + 1, "一行字 第二行😀", NULL, TRUE);
  assert_match (draft, newest, "一行字 第二行😀", NULL, FALSE);
  g_clear_pointer (&journal->newest, g_free);
  assert_match (draft, newest, "一行字第二行😀", NULL, TRUE);
  assert_match (draft, newest - (G_GUINT64_CONSTANT (599) << 32), "一行字第二行😀", NULL, TRUE);
  assert_match (draft, newest - (G_GUINT64_CONSTANT (601) << 32), "一行字第二行😀", NULL, FALSE);
  assert_match (draft, newest, "一行字", NULL, FALSE);
  assert_match (draft, newest, "", "http://i0.hdslb.com/bfs/new_dyn/x.png", FALSE);

  set_vote (draft, "喝什么");
  assert_match (draft, newest, "一行字 第二行😀喝什么", NULL, TRUE);
  assert_match (draft, newest, "一行字 第二行😀", NULL, TRUE);
  tuwen_draft_set_vote (draft, NULL);

  tuwen_draft_set_title (draft, "标题");
  assert_match (draft, newest, "标题", NULL, TRUE);
  assert_match (draft, newest, "标题 一行字 第二行😀", NULL, TRUE);
  assert_match (draft, newest, "标题党", NULL, FALSE);
  tuwen_draft_set_title (draft, "");

  /* Known to be another draft's, which says the same */
  journal->others = g_strdup ("1 2");
  assert_match (draft, newest, "一行字 第二行😀", NULL, TRUE);
  g_free (journal->others);
  journal->others = g_strdup_printf ("1 %" G_GUINT64_FORMAT, newest);
  assert_match (draft, newest, "一行字 第二行😀", NULL, FALSE);
  assert_match (draft, newest + 1, "一行字 第二行😀", NULL, TRUE);
  g_clear_pointer (&journal->others, g_free);

  /* A long text may be cut; what was cut off does not count, what is there does. */
  set_text (draft, all);
  assert_match (draft, newest, cut, NULL, TRUE);
  assert_match (draft, newest, dots, NULL, TRUE);
  assert_match (draft, newest, other, NULL, FALSE);
  assert_match (draft, newest, "xxxx…", NULL, FALSE);
}

static void
assert_problems (Desk *desk, TuwenDraft *draft, const char *expected)
{
  g_autoptr (GPtrArray) problems = tuwen_publisher_check (desk->publisher, draft);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const TuwenProblem *problem = problems->pdata[i];

      g_assert_true (problem->blocking);
      g_string_append_printf (all, "%s\n", problem->text);
    }
  g_assert_cmpstr (all->str, ==, expected);
}

static void
test_check (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, " \n");
  g_autofree char *longest = g_strnfill (2000, 'x');
  g_autofree char *longer = g_strnfill (2001, 'x');
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "text.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  g_autoptr (BiliVote) vote = bili_vote_new ();

  assert_problems (desk, draft,
                   "There is nothing to post yet. Write something or add a picture.\n");
  /* An ideographic space, one of no width, and a line separator */
  set_text (draft, "\u3000\u200b\u2028");
  assert_problems (desk, draft,
                   "There is nothing to post yet. Write something or add a picture.\n");
  set_text (draft, longest);
  assert_problems (desk, draft, "");
  set_text (draft, longer);
  assert_problems (desk, draft, "The text is too long: it counts 1001 of at most 1000.\n");

  for (guint i = 0; i < 21; i++)
    g_ptr_array_add (nodes, bili_node_new (BILI_NODE_MENTION, "@a", "1"));
  tuwen_draft_set_nodes (draft, nodes);
  assert_problems (desk, draft, "Too many people are mentioned: 21 of at most 20.\n");

  set_text (draft, "好");
  tuwen_draft_set_title (draft, "一二三四五六七八九十一二三四五六七八九十");
  assert_problems (desk, draft, "");
  tuwen_draft_set_title (draft, "一二三四五六七八九十一二三四五六七八九😀");
  assert_problems (desk, draft, "The title is too long: it has 21 of at most 20 characters.\n");
  tuwen_draft_set_title (draft, "");

  g_ptr_array_set_size (vote->options, 0);
  g_ptr_array_add (vote->options, bili_vote_option_new ("", NULL));
  vote->choices = 2;
  vote->duration = 60;
  tuwen_draft_set_vote (draft, vote);
  assert_problems (desk, draft,
                   "The vote has no question yet.\n"
                   "The vote needs at least two options.\n"
                   "The vote allows more choices than it has options.\n"
                   "The vote can run from five minutes to ninety days.\n"
                   "Option 1 of the vote is empty.\n");
  set_vote (draft, "好");
  assert_problems (desk, draft, "");
  tuwen_draft_set_vote (draft, NULL);

  g_assert_true (g_file_set_contents (path, "text", -1, NULL));
  tuwen_draft_add_picture (draft, file, "text.png", 0);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_FAILED) == 1);
  {
    g_autoptr (GPtrArray) problems = tuwen_publisher_check (desk->publisher, draft);
    const TuwenProblem *problem;

    g_assert_cmpuint (problems->len, ==, 1);
    problem = problems->pdata[0];
    g_assert_true (g_str_has_prefix (problem->text, "Picture 1 (text.png) cannot be posted: "));
  }
  tuwen_draft_remove_picture (draft, get_picture (draft, 0));

  tuwen_draft_set_mid (draft, SANDBOX_MID_2);
  assert_problems (desk, draft, "Nobody is signed in who could post this. Sign in first.\n");
}

static void
test_check_expired (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "好");

  sandbox_server_end_session (desk->base.sandbox, SANDBOX_MID);
  publish (desk, draft);
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_NOT_SIGNED_IN);
  assert_problems (desk, draft, "The session of " SANDBOX_NAME " has ended. Sign in again.\n");
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = begin_tests (&argc, &argv);

  add_test ("/publisher/at-once", NULL, NULL, test_at_once);
  add_test ("/publisher/progress", NULL, NULL, test_progress);
  add_test ("/publisher/late", NULL, NULL, test_late);
  add_test ("/publisher/late-changed", NULL, NULL, test_late_changed);
  add_test ("/publisher/picture-gone", NULL, NULL, test_picture_gone);
  add_test ("/publisher/picture-unreadable", NULL, NULL, test_picture_unreadable);
  add_test ("/publisher/resume", NULL, NULL, test_resume);
  add_test ("/publisher/resume-sent/publishing", NULL, GINT_TO_POINTER (TUWEN_DRAFT_PUBLISHING),
            test_resume_sent);
  add_test ("/publisher/resume-sent/unknown", NULL, GINT_TO_POINTER (TUWEN_DRAFT_UNKNOWN),
            test_resume_sent);
  add_test ("/publisher/resume-sent/checking", NULL, GINT_TO_POINTER (TUWEN_DRAFT_CHECKING),
            test_resume_sent);
  add_test ("/publisher/resume-nobody", NULL, NULL, test_resume_nobody);
  add_test ("/publisher/disk", NULL, NULL, test_disk);
  add_test ("/publisher/matches", NULL, NULL, test_matches);
  add_test ("/publisher/matches-no-text", NULL, NULL, test_matches_no_text);
  add_test ("/publisher/check", NULL, NULL, test_check);
  add_test ("/publisher/check-expired", NULL, NULL, test_check_expired);
  return end_tests (folder);
}
