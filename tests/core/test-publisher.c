/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-publisher"

#include "publisher-desk.h"

/* Publishing, against a stand-in that misbehaves at every call of it. What the stand-in holds at
 * the end is what counts. */

static void
test_everything (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "三张图和一个投票");
  g_autofree char *folder = g_strdup (tuwen_draft_get_folder (draft));
  const SandboxPost *post;
  const SandboxVote *vote;
  g_autofree char *id = NULL;

  add_pictures (draft, 3);
  set_vote (draft, "喝什么");
  tuwen_draft_set_title (draft, "标题");
  publish (desk, draft);
  assert_published (desk, draft, "三张图和一个投票喝什么");

  post = get_newest (desk);
  id = g_strdup_printf ("%" G_GUINT64_FORMAT, post->id);
  g_assert_cmpstr (desk->last_id, ==, id);
  g_assert_cmpstr (post->title, ==, "标题");
  g_assert_cmpuint (post->pictures->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (((SandboxPicture *) post->pictures->pdata[i])->width, ==, 100 + (int) i);
  vote = g_hash_table_lookup (desk->base.sandbox->world->votes, &post->vote);
  g_assert_nonnull (vote);
  g_assert_cmpstr (vote->title, ==, "喝什么");
  g_assert_cmpuint (vote->options->len, ==, 2);

  g_assert_cmpuint (count_requests (desk, UPLOAD), ==, 3);
  g_assert_cmpuint (count_requests (desk, VOTE), ==, 1);
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 1);
  AWAIT (!g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* A vote stands where it was put, whatever it was called then, and once; also where the answer is
 * lost. */
static void
test_vote_place (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "");
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  g_autofree char *expected = NULL;

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, "前", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, "", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, "后", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, "再一个", NULL));
  tuwen_draft_set_nodes (draft, nodes);
  set_vote (draft, "喝什么");
  if (data != NULL)
    fail (desk, CREATE, data, 1);
  publish (desk, draft);
  assert_published (desk, draft, "前喝什么后");
  g_assert_cmpuint (count_requests (desk, VOTE), ==, 1);
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 1);

  expected = g_strdup_printf ("[{\"raw_text\":\"前\",\"type\":1,\"biz_id\":\"\"},"
                              "{\"raw_text\":\"喝什么\",\"type\":4,\"biz_id\":\"%" G_GINT64_FORMAT
                              "\"},{\"raw_text\":\"后\",\"type\":1,\"biz_id\":\"\"}]",
                              get_newest (desk)->vote);
  g_assert_cmpstr (get_newest (desk)->nodes, ==, expected);
}

/* Text alone goes by another call, and the draft's account is the current one when it has none. */
static void
test_text (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "只有文字");

  tuwen_draft_set_mid (draft, NULL);
  publish (desk, draft);
  assert_published (desk, draft, "只有文字");
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 1);
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 0);
}

/* The pictures of a vote go with it. */
static void
test_picture_vote (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "看图选");
  g_autoptr (BiliVote) pictures = NULL;
  const SandboxVote *vote;

  set_vote (draft, "哪张");
  pictures = bili_vote_copy (tuwen_draft_get_vote (draft));
  pictures->pictures = TRUE;
  tuwen_draft_set_vote (draft, pictures);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GFile) file = make_picture (i);

      tuwen_draft_set_vote_picture (draft, i, file, "picture.png");
    }
  publish (desk, draft);
  assert_published (desk, draft, "看图选哪张");

  vote = g_hash_table_lookup (desk->base.sandbox->world->votes, &get_newest (desk)->vote);
  g_assert_nonnull (vote);
  g_assert_cmpint (vote->type, ==, 1);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (vote->pictures->pdata[i], !=, "");
}

/* What becomes of a post whose call meets a fault */
typedef struct
{
  const char *fault;
  int code; /* of the error that proves that nothing was posted; -1 when it may have been */
} SendCase;

/* The service acts, and its answer is lost or spoilt: the post is found, and never sent twice. */
static const char *const acted[] = { "lost", "truncated", "types", "null", "utf8" };

/* It is not even spoilt. */
static const char *const harmless[] = { "delay:30", "twice", "endless" };

/* It does nothing, but that cannot be seen from the answer. */
static const char *const unclear[] = { "drop",       "http:500",  "http:503",
                                       "html",       "empty",     "deep",
                                       "code:-500",  "code:-504", "redirect:http://127.0.0.1:1/",
                                       "http:200",   "huge" };

/* It says so. */
static const SendCase refused[] = {
  { "code:-101", BILI_ERROR_NOT_SIGNED_IN },
  { "code:-111", BILI_ERROR_CSRF },
  { "code:-352", BILI_ERROR_RISK_CONTROL },
  { "code:-412", BILI_ERROR_RISK_CONTROL },
  { "http:412", BILI_ERROR_RISK_CONTROL },
  { "voucher", BILI_ERROR_RISK_CONTROL },
  { "code:-509", BILI_ERROR_RATE_LIMITED },
  { "code:-400", BILI_ERROR_INVALID },
  { "code:4100001", BILI_ERROR_INVALID },
  { "code:4126021", BILI_ERROR_REFUSED },
  { "code:12345:不行", BILI_ERROR_SERVICE },
  { "http:404", BILI_ERROR_HTTP },
};

static void
test_acted (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "答复丢了");

  add_pictures (draft, 1);
  set_vote (draft, "投票");
  fail (desk, CREATE, data, 1);
  publish (desk, draft);
  assert_published (desk, draft, "答复丢了投票");
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 1);
}

/* A post without any text is known by its picture. */
static void
test_acted_pictures (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "");
  g_autofree char *other = NULL;

  add_pictures (draft, 2);
  fail (desk, CREATE, data, 1);
  other = sandbox_server_add_post (desk->base.sandbox, SANDBOX_MID, "别的");
  publish (desk, draft);
  assert_published (desk, draft, "");
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 1);
  g_assert_cmpuint (get_newest (desk)->pictures->len, ==, 2);
}

/* Two drafts that say the same at one time, and neither answer comes: each is one post. */
static void
test_acted_twins (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) first = new_draft (desk, "一模一样");
  g_autoptr (TuwenDraft) second = new_draft (desk, "一模一样");

  fail (desk, CREATE_TEXT, data, 2);
  tuwen_publisher_publish (desk->publisher, first);
  tuwen_publisher_publish (desk->publisher, second);
  AWAIT (desk->n_published == 2);
  g_assert_cmpuint (count_posts (desk, "一模一样"), ==, 2);
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 2);
}

/* Of two such drafts one was posted, and is not taken for the other. */
static void
test_lost_twin (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) first = new_draft (desk, "一模一样");
  g_autoptr (TuwenDraft) second = new_draft (desk, "一模一样");

  fail (desk, CREATE_TEXT, "drop", 1);
  tuwen_publisher_publish (desk->publisher, first);
  tuwen_publisher_publish (desk->publisher, second);
  AWAIT (desk->n_published + desk->n_failed == 2);
  g_assert_cmpuint (desk->n_published, ==, 1);
  g_assert_cmpuint (count_posts (desk, "一模一样"), ==, 1);
  g_assert_cmpint (tuwen_draft_get_state (first) == TUWEN_DRAFT_NOT_FOUND, !=,
                   tuwen_draft_get_state (second) == TUWEN_DRAFT_NOT_FOUND);
}

/* Pictures tell two posts with one text apart. */
static void
test_lost_twin_pictures (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) first = new_draft (desk, "一模一样");
  g_autoptr (TuwenDraft) second = new_draft (desk, "一模一样");
  g_autoptr (GFile) one = make_picture (1);
  g_autoptr (GFile) two = make_picture (2);

  tuwen_draft_add_picture (first, one, "1.png", 0);
  tuwen_draft_add_picture (second, two, "2.png", 0);
  fail (desk, CREATE, "drop", 1);
  publish (desk, first);
  g_assert_cmpint (tuwen_draft_get_state (first), ==, TUWEN_DRAFT_NOT_FOUND);
  fail (desk, CREATE, "lost", 1);
  tuwen_publisher_publish (desk->publisher, second);
  tuwen_publisher_look_again (desk->publisher, first);
  AWAIT (desk->n_published + desk->n_failed == 3);
  g_assert_cmpint (tuwen_draft_get_state (first), ==, TUWEN_DRAFT_NOT_FOUND);
  g_assert_cmpint (tuwen_draft_get_state (second), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpuint (count_posts (desk, "一模一样"), ==, 1);
}

static void
test_unclear (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "不知道发没发");
  g_autofree char *older
      = sandbox_server_add_post (desk->base.sandbox, SANDBOX_MID, "不知道发没发图");

  add_pictures (draft, 1);
  set_vote (draft, "图");
  fail (desk, CREATE, data, 1);
  publish (desk, draft);

  /* What was there before with the same text is not it. */
  assert_failed (desk, draft, TUWEN_DRAFT_NOT_FOUND, -1);
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 1);
  g_assert_cmpuint (count_posts (desk, "不知道发没发图"), ==, 1);

  /* It is sent again because a person wants it, with the vote that was created already. */
  tuwen_publisher_publish (desk->publisher, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_NOT_FOUND);
  tuwen_publisher_send_again (desk->publisher, draft);
  await_end (desk);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpuint (count_posts (desk, "不知道发没发图"), ==, 2);
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 2);
  g_assert_cmpuint (count_requests (desk, VOTE), ==, 1);
  g_assert_cmpuint (count_requests (desk, UPLOAD), ==, 1);
}

static void
test_refused (Desk *desk, gconstpointer data)
{
  const SendCase *send = data;
  g_autoptr (TuwenDraft) draft = new_draft (desk, "被拒绝");
  g_autoptr (GError) error = NULL;

  add_pictures (draft, 1);
  fail (desk, CREATE, send->fault, 1);
  publish (desk, draft);
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, send->code);
  g_assert_cmpuint (count_posts (desk, "被拒绝"), ==, 0);

  /* One press tries again, once somebody is signed in. */
  if (send->code == BILI_ERROR_NOT_SIGNED_IN)
    {
      tuwen_publisher_publish (desk->publisher, draft);
      assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_NOT_SIGNED_IN);
      add_full (desk->base.accounts, SANDBOX_COOKIES, TRUE, &error);
      g_assert_no_error (error);
    }
  publish (desk, draft);
  assert_published (desk, draft, "被拒绝");
  g_assert_cmpuint (count_requests (desk, UPLOAD), ==, 1);
}

/* Whatever goes wrong with the vote, nothing was posted, and what is posted in the end holds
 * one. */
static void
test_vote_fails (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "投个票");
  g_autoptr (GError) error = NULL;

  set_vote (draft, "选");
  fail (desk, VOTE, data, 1);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);
  g_assert_nonnull (tuwen_draft_get_error (draft));
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 0);

  if (g_error_matches (tuwen_draft_get_error (draft), BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    {
      add_full (desk->base.accounts, SANDBOX_COOKIES, TRUE, &error);
      g_assert_no_error (error);
    }
  publish (desk, draft);
  assert_published (desk, draft, "投个票选");
  g_assert_cmpint (get_newest (desk)->vote, !=, 0);
}

/* A picture that fails touches no other, and is tried again with the next press. */
static void
test_upload_fails (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "图传不上去");
  g_autoptr (GError) error = NULL;

  add_pictures (draft, 3);
  fail (desk, UPLOAD, data, 1);
  publish (desk, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_WRITING);
  g_assert_nonnull (tuwen_draft_get_error (draft));
  g_assert_cmpuint (count_requests (desk, CREATE), ==, 0);

  if (g_error_matches (tuwen_draft_get_error (draft), BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    {
      add_full (desk->base.accounts, SANDBOX_COOKIES, TRUE, &error);
      g_assert_no_error (error);
    }
  else
    {
      AWAIT (count_in_state (draft, TUWEN_DRAFT_PICTURE_UPLOADED) == 2);
      g_assert_cmpuint (count_in_state (draft, TUWEN_DRAFT_PICTURE_FAILED), ==, 1);
    }

  publish (desk, draft);
  assert_published (desk, draft, "图传不上去");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (((SandboxPicture *) get_newest (desk)->pictures->pdata[i])->width, ==,
                     100 + (int) i);
}

/* The look before tells whether the service can be reached; other trouble of it stops nothing. */
static void
test_feed_fails_before (Desk *desk, gconstpointer data)
{
  gboolean stops = g_str_equal (data, "drop") || g_str_equal (data, "lost");
  g_autoptr (TuwenDraft) draft = new_draft (desk, "先看一眼");

  fail (desk, FEED, data, stops ? -1 : 1);
  fail (desk, CREATE_TEXT, "lost", 1);
  publish (desk, draft);

  if (stops)
    {
      assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_NETWORK);
      g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 0);
      fail (desk, FEED, data, 0);
      publish (desk, draft);
    }
  assert_published (desk, draft, "先看一眼");
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 1);
}

static void
end_feed_cb (Desk *desk)
{
  fail (desk, FEED, "http:500", -1);
}

/* Nobody can tell: it stays unknown until a look tells. */
static void
test_look_fails (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "看不到");

  fail (desk, CREATE_TEXT, "lost", 1);
  g_signal_connect_data (draft, "notify::state", G_CALLBACK (end_feed_cb), desk, NULL,
                         G_CONNECT_SWAPPED);
  tuwen_publisher_publish (desk->publisher, draft);
  fail (desk, FEED, "http:500", 0);
  await_end (desk);
  assert_failed (desk, draft, TUWEN_DRAFT_UNKNOWN, BILI_ERROR_HTTP);
  g_assert_false (tuwen_publisher_stop (desk->publisher, draft));
  tuwen_publisher_send_again (desk->publisher, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_UNKNOWN);

  /* A list that changes is no reason to look again by itself. */
  sandbox_server_forget_requests (desk->base.sandbox);
  g_object_unref (tuwen_drafts_create (desk->drafts));
  settle ();
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_UNKNOWN);
  g_assert_cmpuint (count_requests (desk, FEED), ==, 0);

  g_signal_handlers_disconnect_by_func (draft, end_feed_cb, desk);
  fail (desk, FEED, "http:500", 0);
  tuwen_publisher_look_again (desk->publisher, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_CHECKING);
  await_end (desk);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpuint (count_posts (desk, "看不到"), ==, 1);
}

static void
refuse_feed_cb (TuwenDraft *draft, GParamSpec *pspec, Desk *desk)
{
  if (tuwen_draft_get_state (draft) == TUWEN_DRAFT_CHECKING)
    fail (desk, FEED, "code:-412", -1);
}

/* Whoever is told to stop looks no more, until a person says so. */
static void
test_look_refused (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "别再看了");

  fail (desk, CREATE_TEXT, "lost", 1);
  g_signal_connect (draft, "notify::state", G_CALLBACK (refuse_feed_cb), desk);
  publish (desk, draft);
  assert_failed (desk, draft, TUWEN_DRAFT_UNKNOWN, BILI_ERROR_RISK_CONTROL);
  /* One before it was sent, and one after */
  g_assert_cmpuint (count_requests (desk, FEED), ==, 2);

  g_signal_handlers_disconnect_by_func (draft, refuse_feed_cb, desk);
  fail (desk, FEED, "code:-412", 0);
  tuwen_publisher_look_again (desk->publisher, draft);
  await_end (desk);
  assert_published (desk, draft, "别再看了");
}

/* A post that shows up after all the looks is seen before it is sent once more. */
static void
test_late (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "迟到的动态");
  g_autofree char *late = NULL;

  fail (desk, CREATE_TEXT, "drop", 1);
  publish (desk, draft);
  assert_failed (desk, draft, TUWEN_DRAFT_NOT_FOUND, -1);

  late = sandbox_server_add_post (desk->base.sandbox, SANDBOX_MID, " 迟到的 动态\n");
  tuwen_publisher_send_again (desk->publisher, draft);
  await_end (desk);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_cmpstr (desk->last_id, ==, late);
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 1);
}

/* It is not sent again either while nobody can look. */
static void
test_again_blind (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "再发一次");

  fail (desk, CREATE_TEXT, "drop", 1);
  publish (desk, draft);
  fail (desk, FEED, "html", -1);
  tuwen_publisher_send_again (desk->publisher, draft);
  await_end (desk);
  assert_failed (desk, draft, TUWEN_DRAFT_NOT_FOUND, BILI_ERROR_PROTOCOL);
  g_assert_cmpuint (count_requests (desk, CREATE_TEXT), ==, 1);

  /* An empty list where there were posts is no list */
  fail (desk, FEED, "endless", -1);
  tuwen_publisher_send_again (desk->publisher, draft);
  await_end (desk);
  assert_failed (desk, draft, TUWEN_DRAFT_NOT_FOUND, BILI_ERROR_PROTOCOL);

  fail (desk, FEED, "html", 0);
  fail (desk, CREATE_TEXT, "code:-400", 1);
  tuwen_publisher_send_again (desk->publisher, draft);
  await_end (desk);
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_INVALID);
  publish (desk, draft);
  assert_published (desk, draft, "再发一次");
}

static void
test_stop (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "停下");

  add_pictures (draft, 1);
  fail (desk, UPLOAD, "stall", 1);
  tuwen_publisher_publish (desk->publisher, draft);
  AWAIT (tuwen_draft_get_step (draft) != NULL);
  g_assert_cmpstr (tuwen_draft_get_step (draft), ==, "Uploading 1 picture…");
  AWAIT (count_requests (desk, UPLOAD) == 1);
  g_assert_true (tuwen_publisher_stop (desk->publisher, draft));
  g_assert_false (tuwen_publisher_stop (desk->publisher, draft));
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, -1);

  /* Once it may be on its way nothing takes it back. */
  tuwen_draft_remove_picture (draft, get_picture (draft, 0));
  fail (desk, CREATE_TEXT, "stall", 1);
  tuwen_publisher_publish (desk->publisher, draft);
  AWAIT (count_requests (desk, CREATE_TEXT) == 1);
  g_assert_false (tuwen_publisher_stop (desk->publisher, draft));
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHING);
}

static void
test_signed_out (Desk *desk, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = new_draft (desk, "登录失效");
  g_autoptr (GError) error = NULL;

  add_pictures (draft, 2);
  fail (desk, UPLOAD, "stall", 2);
  tuwen_publisher_publish (desk->publisher, draft);
  AWAIT (count_requests (desk, UPLOAD) == 2);
  sign_out (desk->base.accounts, nth (desk->base.accounts, 0), &error);
  g_assert_no_error (error);
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (g_list_model_get_n_items (tuwen_draft_get_pictures (draft)), ==, 2);

  tuwen_publisher_publish (desk->publisher, draft);
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_NOT_SIGNED_IN);

  /* Somebody else is no help */
  add_full (desk->base.accounts, SANDBOX_COOKIES_2, TRUE, &error);
  g_assert_no_error (error);
  tuwen_publisher_publish (desk->publisher, draft);
  assert_failed (desk, draft, TUWEN_DRAFT_WRITING, BILI_ERROR_NOT_SIGNED_IN);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = begin_tests (&argc, &argv);

  add_test ("/publisher/everything", NULL, NULL, test_everything);
  add_test ("/publisher/vote-place", NULL, NULL, test_vote_place);
  add_test ("/publisher/vote-place", "lost", "lost", test_vote_place);
  add_test ("/publisher/text", NULL, NULL, test_text);
  add_test ("/publisher/picture-vote", NULL, NULL, test_picture_vote);
  add_faults ("/publisher/acted", acted, G_N_ELEMENTS (acted), test_acted);
  add_faults ("/publisher/acted", harmless, G_N_ELEMENTS (harmless), test_acted);
  add_test ("/publisher/acted-pictures", NULL, "lost", test_acted_pictures);
  add_test ("/publisher/acted-twins", NULL, "lost", test_acted_twins);
  add_test ("/publisher/lost-twin", NULL, NULL, test_lost_twin);
  add_test ("/publisher/lost-twin-pictures", NULL, NULL, test_lost_twin_pictures);
  add_faults ("/publisher/unclear", unclear, G_N_ELEMENTS (unclear), test_unclear);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (refused[i].fault), ":/.", '-');

      add_test ("/publisher/refused", name, &refused[i], test_refused);
      add_test ("/publisher/vote-fails", name, refused[i].fault, test_vote_fails);
      add_test ("/publisher/upload-fails", name, refused[i].fault, test_upload_fails);
    }
  add_faults ("/publisher/vote-fails", acted, G_N_ELEMENTS (acted), test_vote_fails);
  add_faults ("/publisher/vote-fails", unclear, G_N_ELEMENTS (unclear), test_vote_fails);
  add_faults ("/publisher/upload-fails", acted, G_N_ELEMENTS (acted), test_upload_fails);
  add_faults ("/publisher/upload-fails", unclear, G_N_ELEMENTS (unclear), test_upload_fails);
  add_faults ("/publisher/feed-fails-before", acted, G_N_ELEMENTS (acted), test_feed_fails_before);
  add_faults ("/publisher/feed-fails-before", unclear, G_N_ELEMENTS (unclear),
              test_feed_fails_before);
  add_test ("/publisher/look-fails", NULL, NULL, test_look_fails);
  add_test ("/publisher/look-refused", NULL, NULL, test_look_refused);
  add_test ("/publisher/late", NULL, NULL, test_late);
  add_test ("/publisher/again-blind", NULL, NULL, test_again_blind);
  add_test ("/publisher/stop", NULL, NULL, test_stop);
  add_test ("/publisher/signed-out", NULL, NULL, test_signed_out);
  return end_tests (folder);
}
