/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-publisher-schedule"

#include "publisher-desk.h"
#include "tuwen-schedule-time.h"

/* Scheduling, against a stand-in that misbehaves. What the stand-in will publish in the end is what
 * counts. */

#define HOUR (60 * 60)

/* A clock that the test moves, beside the stand-in's own. */
static gint64
now (Desk *desk)
{
  return bili_clock_get_unix (desk->base.clock);
}

static void
pass (Desk *desk, gint64 seconds)
{
  bili_clock_set (desk->base.clock, (now (desk) + seconds) * G_USEC_PER_SEC);
}

static void
standing_set_up (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (&desk->base, data);
  g_object_unref (desk->base.accounts);
  g_object_unref (desk->base.clock);
  desk->base.clock = bili_clock_new_fixed (g_get_real_time ());
  desk->base.accounts = new_accounts (&desk->base);
  add_full (desk->base.accounts, SANDBOX_COOKIES, TRUE, &error);
  g_assert_no_error (error);
  g_ptr_array_set_size (desk->base.sandbox->world->drafts, 0);
  open_publisher (desk);
}

static GPtrArray *
get_scheduled (Desk *desk)
{
  return desk->base.sandbox->world->drafts;
}

static guint
count_scheduled (Desk *desk, const char *text)
{
  guint count = 0;

  for (guint i = 0; i < get_scheduled (desk)->len; i++)
    count += g_str_equal (((SandboxDraft *) get_scheduled (desk)->pdata[i])->post->text, text);

  return count;
}

static TuwenDraft *
new_scheduled (Desk *desk, const char *text)
{
  TuwenDraft *draft = new_draft (desk, text);

  tuwen_draft_set_publish_time (draft, now (desk) + HOUR);
  return draft;
}

static void
assert_scheduled (Desk *desk, TuwenDraft *draft, const char *text)
{
  g_autofree char *id = NULL;

  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_SCHEDULED);
  g_assert_null (tuwen_draft_get_error (draft));
  g_assert_null (tuwen_draft_get_step (draft));
  g_assert_cmpuint (desk->n_scheduled, ==, 1);
  g_assert_cmpuint (desk->n_published, ==, 0);
  g_assert_cmpuint (count_scheduled (desk, text), ==, 1);
  g_assert_cmpuint (count_posts (desk, text), ==, 0);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, ((SandboxDraft *) get_scheduled (desk)->pdata[0])->id);
  g_assert_cmpstr (tuwen_draft_get_scheduled_id (draft), ==, id);
}

static void
test_everything (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "两张图和一个投票");
  SandboxDraft *scheduled;

  add_pictures (draft, 2);
  set_vote (draft, "几点");
  tuwen_draft_set_comments (draft, BILI_COMMENTS_CLOSED);
  tuwen_draft_set_title (draft, "明天见");
  publish (desk, draft);
  assert_scheduled (desk, draft, "两张图和一个投票几点");

  scheduled = get_scheduled (desk)->pdata[0];
  g_assert_cmpint (scheduled->time, ==, tuwen_draft_get_publish_time (draft));
  g_assert_cmpuint (scheduled->post->pictures->len, ==, 2);
  g_assert_true (scheduled->post->comments_closed);
  g_assert_cmpstr (scheduled->post->title, ==, "明天见");
  g_assert_cmpint (scheduled->post->vote, !=, 0);

  /* All of it stays. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk->drafts)), ==, 1);
  g_assert_cmpuint (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADED), ==, 2);
  g_assert_true (
      g_file_test (tuwen_draft_picture_get_path (get_picture (draft, 0)), G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 1);

  tuwen_publisher_publish (desk->publisher, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_SCHEDULED);
}

static void
test_options (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "只看精选");

  tuwen_draft_set_comments (draft, BILI_COMMENTS_CURATED);
  publish (desk, draft);
  assert_scheduled (desk, draft, "只看精选");
  g_assert_true (((SandboxDraft *) get_scheduled (desk)->pdata[0])->post->comments_chosen);
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 0);
}

static const char *const acted[] = { "lost", "truncated", "types", "null", "utf8", "delay:30" };
static const char *const unclear[] = { "drop",       "http:500",  "http:503",
                                       "html",       "empty",     "deep",
                                       "code:-500",  "code:-504", "redirect:http://127.0.0.1:1/",
                                       "http:200",   "huge" };
static const char *const refused[] = { "code:-111", "code:-352", "code:-400:定时发布时间需在 6 分钟后",
                                       "code:4126021", "http:404", "voucher" };

static void
test_acted (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "定时答复丢了");

  add_pictures (draft, 1);
  fail (desk, CREATE, data, 1);
  publish (desk, draft);
  assert_scheduled (desk, draft, "定时答复丢了");
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 1);
}

/* Without a text it is known by its pictures. */
static void
test_acted_pictures (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "");

  add_pictures (draft, 2);
  fail (desk, CREATE, "lost", 1);
  publish (desk, draft);
  assert_scheduled (desk, draft, "");
}

static void
test_unclear (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "定时了没有");
  g_autoptr (TuwenDraft) older = new_scheduled (desk, "定时了没有");

  publish (desk, older);
  g_assert_cmpuint (count_scheduled (desk, "定时了没有"), ==, 1);

  /* What was there before at the same time is not it. */
  fail (desk, CREATE, data, 1);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_NOT_FOUND);
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 2);
  g_assert_cmpuint (count_scheduled (desk, "定时了没有"), ==, 1);

  tuwen_publisher_send_again (desk->publisher, draft);
  await_end (desk);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_SCHEDULED);
  g_assert_cmpuint (count_scheduled (desk, "定时了没有"), ==, 2);
  g_assert_cmpstr (tuwen_draft_get_scheduled_id (draft), !=, tuwen_draft_get_scheduled_id (older));
}

static void
test_refused (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "不让定时");

  fail (desk, CREATE, data, 1);
  publish (desk, draft);
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, tuwen_draft_get_error (draft)->code);
  g_assert_cmpuint (get_scheduled (desk)->len, ==, 0);
  publish (desk, draft);
  assert_scheduled (desk, draft, "不让定时");
}

/* The list cannot be read: nobody can tell. */
static void
test_list_fails (Desk *desk, gconstpointer data)
{
  gboolean unreachable = g_str_equal (data, "drop") || g_str_equal (data, "lost");
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "列表读不到");

  fail (desk, DRAFTS, data, -1);
  if (unreachable)
    {
      publish (desk, draft);
      assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_NETWORK);
      g_assert_cmpuint (count_requests (desk, CREATE), ==, 0);
      return;
    }

  fail (desk, CREATE, "lost", 1);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_UNKNOWN);
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 1);
  tuwen_publisher_send_again (desk->publisher, draft);
  tuwen_publisher_publish (desk->publisher, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_UNKNOWN);

  fail (desk, DRAFTS, data, 0);
  tuwen_publisher_look_again (desk->publisher, draft);
  await_end (desk);
  assert_scheduled (desk, draft, "列表读不到");
}

/* The service said that it has it: that the list does not tell as what changes nothing about it. */
static void
test_not_seen (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "没看到");

  fail (desk, DRAFTS, "http:500", -1);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_SCHEDULED);
  g_assert_null (tuwen_draft_get_scheduled_id (draft));
  g_assert_cmpuint (desk->n_scheduled, ==, 1);
  g_assert_cmpuint (count_scheduled (desk, "没看到"), ==, 1);
}

/* A vote runs from when it is created. That was too long ago when the post was refused, and somebody
 * tries again the next day. */
static void
test_old_vote (Desk *desk, gconstpointer data)
{
  gint64 wait = GPOINTER_TO_INT (data);
  g_autoptr (TuwenDraft) draft = new_draft (desk, "投个票");
  g_autofree char *first = NULL;

  set_vote (draft, "选");
  fail (desk, CREATE, "code:-352", 1);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);
  first = g_strdup (tuwen_draft_get_journal (draft)->vote_id);
  g_assert_nonnull (first);

  bili_clock_set (desk->base.clock, bili_clock_get_us (desk->base.clock) + wait * G_USEC_PER_SEC);
  sandbox_server_advance_clock (desk->base.sandbox, wait);
  publish (desk, draft);
  assert_published (desk, draft, "投个票选");
  g_assert_cmpuint (count_requests (desk, VOTE), ==, wait > 600 ? 2 : 1);
  g_assert_cmpint (get_newest (desk)->vote == g_ascii_strtoll (first, NULL, 10), ==, wait <= 600);
}

/* The list is asked for before it is sent, and once after that when it says that this is too often. */
static void
refuse_list_cb (TuwenDraft *draft, GParamSpec *pspec, Desk *desk)
{
  if (tuwen_draft_get_state (draft) == TUWEN_DRAFT_SCHEDULED
      || tuwen_draft_get_state (draft) == TUWEN_DRAFT_CHECKING)
    fail (desk, DRAFTS, "code:-799", -1);
}

static void
test_list_refused (Desk *desk, gconstpointer data)
{
  gboolean lost = data != NULL;
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "太频繁了");

  if (lost)
    fail (desk, CREATE, data, 1);
  g_signal_connect (draft, "notify::state", G_CALLBACK (refuse_list_cb), desk);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==,
                   lost ? TUWEN_DRAFT_UNKNOWN : TUWEN_DRAFT_SCHEDULED);
  g_assert_cmpuint (count_requests (desk, DRAFTS), ==, 2);
  g_assert_cmpuint (count_scheduled (desk, "太频繁了"), ==, 1);
}

/* Its time came while nobody could look: it is found in the feed. */
static void
test_came_due (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "到点了");

  fail (desk, CREATE, "lost", 1);
  fail (desk, DRAFTS, "html", -1);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_UNKNOWN);

  fail (desk, DRAFTS, "html", 0);
  sandbox_server_advance_clock (desk->base.sandbox, HOUR + 60);
  tuwen_publisher_look_again (desk->publisher, draft);
  await_end (desk);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpuint (count_posts (desk, "到点了"), ==, 1);
}

static void
assert_too_near (Desk *desk, TuwenDraft *draft)
{
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_TOO_NEAR);
  g_assert_null (tuwen_draft_get_step (draft));
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 0);
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 0);
  g_assert_cmpuint (desk->n_failed, ==, 1);
}

static void
test_too_near (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "来不及了");

  tuwen_draft_set_publish_time (draft, now (desk) + BILI_SCHEDULE_MIN_SECONDS - 1);
  tuwen_publisher_publish (desk->publisher, draft);
  assert_too_near (desk, draft);

  /* Pressing again makes no other thing of it. */
  tuwen_publisher_publish (desk->publisher, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_TOO_NEAR);

  tuwen_draft_set_publish_time (draft, now (desk) + 16 * 60);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);
  publish (desk, draft);
  assert_scheduled (desk, draft, "来不及了");
}

/* It fitted when it was asked for, and the uploads took long. */
static void
test_too_near_after_uploads (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "传图太久");

  add_pictures (draft, 1);
  AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_READY) == 1);
  tuwen_draft_set_publish_time (draft, now (desk) + BILI_SCHEDULE_MIN_SECONDS + 60);
  fail (desk, UPLOAD, "delay:60", 1);
  tuwen_publisher_publish (desk->publisher, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHING);
  AWAIT (count_requests (desk, UPLOAD) == 1);
  pass (desk, 120);
  await_end (desk);
  assert_too_near (desk, draft);

  /* "Now" is a person's word. */
  tuwen_draft_set_publish_time (draft, 0);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpuint (count_posts (desk, "传图太久"), ==, 1);
  g_assert_cmpuint (get_scheduled (desk)->len, ==, 0);
}

/* It was being uploaded when the program ended, and is too near when it begins again. */
static void
test_resume_too_near (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "睡过了");

  tuwen_draft_get_journal (draft)->state = TUWEN_DRAFT_PUBLISHING;
  tuwen_draft_get_journal (draft)->pressed = TRUE;
  tuwen_draft_journal_changed (draft);
  pass (desk, HOUR);
  draft = restart_publisher (desk, draft);
  if (desk->n_failed == 0)
    await_end (desk);
  assert_too_near (desk, draft);
  draft = restart_publisher (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_TOO_NEAR);
}

/* It was about to be sent when the program ended. */
static void
test_resume_sent (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "接着看");
  TuwenJournal *journal = tuwen_draft_get_journal (draft);

  if (data != NULL)
    {
      publish (desk, draft);
      g_clear_pointer (&journal->scheduled_id, g_free);
      desk->n_scheduled = 0;
    }
  journal->state = TUWEN_DRAFT_PUBLISHING;
  journal->pressed = TRUE;
  journal->began = now (desk);
  journal->sent_time = tuwen_draft_get_publish_time (draft);
  g_free (journal->listed);
  journal->listed = g_strdup ("");
  tuwen_draft_journal_changed (draft);
  draft = restart_publisher (desk, draft);
  if (desk->n_scheduled + desk->n_failed == 0)
    await_end (desk);
  if (data != NULL)
    assert_scheduled (desk, draft, "接着看");
  else
    g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_NOT_FOUND);
}

static void
test_resume_scheduled (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_scheduled (desk, "还在那里");
  g_autofree char *id = NULL;

  publish (desk, draft);
  id = g_strdup (tuwen_draft_get_scheduled_id (draft));
  sandbox_server_forget_requests (desk->base.sandbox);
  draft = restart_publisher (desk, draft);
  settle ();
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_SCHEDULED);
  g_assert_cmpstr (tuwen_draft_get_scheduled_id (draft), ==, id);
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 0);
}

static void
add_standing (const char *path,
              const char *fault,
              gconstpointer data,
              void (*test) (Desk *, gconstpointer))
{
  g_autofree char *name = fault != NULL ? g_strdelimit (g_strdup (fault), ":/. ", '-') : NULL;
  g_autofree char *full = name != NULL ? g_strconcat (path, "/", name, NULL) : g_strdup (path);

  g_test_add (full, Desk, data, standing_set_up, test, desk_tear_down);
}

static void
add_standing_faults (const char *path,
                     const char *const *faults,
                     guint n_faults,
                     void (*test) (Desk *, gconstpointer))
{
  for (guint i = 0; i < n_faults; i++)
    add_standing (path, faults[i], faults[i], test);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = begin_tests (&argc, &argv);

  add_standing ("/publisher/schedule/everything", NULL, NULL, test_everything);
  add_standing ("/publisher/schedule/options", NULL, NULL, test_options);
  add_standing_faults ("/publisher/schedule/acted", acted, G_N_ELEMENTS (acted), test_acted);
  add_standing ("/publisher/schedule/acted-pictures", NULL, NULL, test_acted_pictures);
  add_standing_faults ("/publisher/schedule/unclear", unclear, G_N_ELEMENTS (unclear),
                       test_unclear);
  add_standing_faults ("/publisher/schedule/refused", refused, G_N_ELEMENTS (refused),
                       test_refused);
  add_standing_faults ("/publisher/schedule/list-fails", unclear, G_N_ELEMENTS (unclear),
                       test_list_fails);
  add_standing_faults ("/publisher/schedule/list-fails", acted, G_N_ELEMENTS (acted) - 1,
                       test_list_fails);
  add_standing ("/publisher/schedule/not-seen", NULL, NULL, test_not_seen);
  add_standing ("/publisher/old-vote", "at-once", GINT_TO_POINTER (60), test_old_vote);
  add_standing ("/publisher/old-vote", "a-day", GINT_TO_POINTER (24 * 60 * 60), test_old_vote);
  add_standing ("/publisher/schedule/list-refused", "lost", "lost", test_list_refused);
  add_standing ("/publisher/schedule/list-refused", "seen", NULL, test_list_refused);
  add_standing ("/publisher/schedule/came-due", NULL, NULL, test_came_due);
  add_standing ("/publisher/schedule/too-near", NULL, NULL, test_too_near);
  add_standing ("/publisher/schedule/too-near-after-uploads", NULL, NULL,
                test_too_near_after_uploads);
  add_standing ("/publisher/schedule/resume-too-near", NULL, NULL, test_resume_too_near);
  add_standing ("/publisher/schedule/resume-sent", "acted", "acted", test_resume_sent);
  add_standing ("/publisher/schedule/resume-sent", "not", NULL, test_resume_sent);
  add_standing ("/publisher/schedule/resume-scheduled", NULL, NULL, test_resume_scheduled);
  return end_tests (folder);
}
