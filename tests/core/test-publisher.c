/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-publisher"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>

#include "accounts-calls.h"
#include "sandbox-server.h"
#include "tuwen-draft-private.h"
#include "tuwen-publisher-look.h"
#include "tuwen-publisher.h"

/* Publishing, against a stand-in that misbehaves at every call of it. What the stand-in holds at the end is
 * what counts. */

#define CREATE "/x/dynamic/feed/create/dyn"
#define CREATE_TEXT "/dynamic_svr/v1/dynamic_svr/create"
#define VOTE "/vote_svr/v1/vote_svr/create_vote"
#define UPLOAD "/x/dynamic/feed/draw/upload_bfs"
#define FEED "/x/polymer/web-dynamic/v1/opus/feed/space"

typedef struct
{
  Fixture base;
  TuwenDrafts *drafts;
  TuwenPublisher *publisher;
  guint n_published;
  guint n_failed;
  char *last_id;
} Desk;

static void
published_cb (TuwenPublisher *publisher, TuwenDraft *draft, Desk *desk)
{
  desk->n_published++;
  g_free (desk->last_id);
  desk->last_id = g_strdup (tuwen_draft_get_post_id (draft));
}

static void
failed_cb (TuwenPublisher *publisher, TuwenDraft *draft, Desk *desk)
{
  desk->n_failed++;
}

static void
open_publisher (Desk *desk)
{
  desk->drafts = tuwen_drafts_new (desk->base.service, desk->base.clock);
  desk->publisher = tuwen_publisher_new (desk->drafts, desk->base.accounts, desk->base.clock);
  g_object_set (desk->publisher, "look-unit-ms", 1, NULL);
  g_signal_connect (desk->publisher, "published", G_CALLBACK (published_cb), desk);
  g_signal_connect (desk->publisher, "failed", G_CALLBACK (failed_cb), desk);
}

/* A call that is on its way holds what it is about until its answer. */
static void
close_publisher (Desk *desk)
{
  g_object_add_weak_pointer (G_OBJECT (desk->publisher), (gpointer *) &desk->publisher);
  g_object_unref (desk->publisher);
  AWAIT (desk->publisher == NULL);
  g_object_add_weak_pointer (G_OBJECT (desk->drafts), (gpointer *) &desk->drafts);
  g_object_unref (desk->drafts);
  AWAIT (desk->drafts == NULL);
}

static void
desk_set_up (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (&desk->base, data);
  add_full (desk->base.accounts, SANDBOX_COOKIES, TRUE, &error);
  g_assert_no_error (error);
  open_publisher (desk);
}

static void
desk_tear_down (Desk *desk, gconstpointer data)
{
  GPtrArray *violations = sandbox_server_get_violations (desk->base.sandbox);

  for (guint i = 0; i < violations->len; i++)
    g_error ("%s", (const char *) violations->pdata[i]);

  close_publisher (desk);
  g_free (desk->last_id);
  tear_down (&desk->base, data);
}

static void
fail (Desk *desk, const char *path, const char *fault, int times)
{
  sandbox_server_fail (desk->base.sandbox, path, fault, times);
}

static guint
count_requests (Desk *desk, const char *path)
{
  return sandbox_server_count_requests (desk->base.sandbox, path);
}

static GPtrArray *
get_posts (Desk *desk)
{
  return sandbox_world_find_person (desk->base.sandbox->world, SANDBOX_MID)->posts;
}

static const SandboxPost *
get_newest (Desk *desk)
{
  GPtrArray *posts = get_posts (desk);

  return posts->pdata[posts->len - 1];
}

static guint
count_posts (Desk *desk, const char *text)
{
  GPtrArray *posts = get_posts (desk);
  guint n_posts = 0;

  for (guint i = 0; i < posts->len; i++)
    n_posts += g_str_equal (((const SandboxPost *) posts->pdata[i])->text, text);

  return n_posts;
}

static void
set_text (TuwenDraft *draft, const char *text)
{
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
  tuwen_draft_set_nodes (draft, nodes);
}

static TuwenDraft *
new_draft (Desk *desk, const char *text)
{
  TuwenDraft *draft = tuwen_drafts_create (desk->drafts);

  set_text (draft, text);
  tuwen_draft_set_mid (draft, SANDBOX_MID);
  return draft;
}

/* Each of its own size, so that they can be told apart. */
static GFile *
make_picture (guint number)
{
  g_autofree char *name = g_strdup_printf ("picture-%u.png", number);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr (GdkPixbuf) pixbuf
      = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 100 + (int) number, 60);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0x336699ff + (number << 12));
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static void
add_pictures (TuwenDraft *draft, guint n_pictures)
{
  for (guint i = 0; i < n_pictures; i++)
    {
      g_autoptr (GFile) file = make_picture (i);

      g_assert_nonnull (tuwen_draft_add_picture (draft, file, "picture.png", i));
    }
}

static TuwenDraftPicture *
get_picture (TuwenDraft *draft, guint position)
{
  g_autoptr (TuwenDraftPicture) picture
      = g_list_model_get_item (tuwen_draft_get_pictures (draft), position);

  g_assert_nonnull (picture);
  return picture;
}

static guint
count_in_state (TuwenDraft *draft, TuwenDraftPictureState state)
{
  guint n_pictures = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tuwen_draft_get_pictures (draft)); i++)
    n_pictures += tuwen_draft_picture_get_state (get_picture (draft, i)) == state;

  return n_pictures;
}

static void
set_vote (TuwenDraft *draft, const char *title)
{
  g_autoptr (BiliVote) vote = bili_vote_new ();

  g_free (vote->title);
  vote->title = g_strdup (title);
  vote->choices = 1;
  vote->duration = 259200;
  g_ptr_array_set_size (vote->options, 0);
  g_ptr_array_add (vote->options, bili_vote_option_new ("茶", NULL));
  g_ptr_array_add (vote->options, bili_vote_option_new ("咖啡", NULL));
  tuwen_draft_set_vote (draft, vote);
}

/* Waits until the publisher is done with what it was asked for. */
static void
await_end (Desk *desk)
{
  guint before = desk->n_published + desk->n_failed;

  AWAIT (desk->n_published + desk->n_failed > before);
}

static void
publish (Desk *desk, TuwenDraft *draft)
{
  tuwen_publisher_publish (desk->publisher, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHING);
  await_end (desk);
}

static void
assert_published (Desk *desk, TuwenDraft *draft, const char *text)
{
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_null (tuwen_draft_get_error (draft));
  g_assert_null (tuwen_draft_get_step (draft));
  g_assert_cmpuint (desk->n_published, ==, 1);
  g_assert_cmpuint (count_posts (desk, text), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk->drafts)), ==, 0);
}

static void
assert_failed (Desk *desk, TuwenDraft *draft, TuwenDraftState state, int code)
{
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, state);
  if (code >= 0)
    g_assert_error (tuwen_draft_get_error (draft), BILI_ERROR, code);
  else
    g_assert_null (tuwen_draft_get_error (draft));
  g_assert_null (tuwen_draft_get_step (draft));
  g_assert_cmpuint (desk->n_published, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk->drafts)), ==, 1);
}

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

/* Whatever goes wrong with the vote, nothing was posted, and what is posted in the end holds one. */
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
      AWAIT (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_READY);
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

/* As the program finds what it was doing when it ended. */
static TuwenDraft *
restart (Desk *desk, TuwenDraft *draft)
{
  g_autofree char *id = g_strdup (tuwen_draft_get_id (draft));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TuwenDraft *found;

  tuwen_drafts_save_async (desk->drafts, draft, NULL, await_cb, &result);
  AWAIT (result != NULL);
  tuwen_drafts_save_finish (desk->drafts, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_object_unref (draft);
  close_publisher (desk);
  open_publisher (desk);
  tuwen_drafts_load (desk->drafts);
  AWAIT ((found = tuwen_drafts_find (desk->drafts, id)) != NULL);
  return found;
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
  draft = restart (desk, draft);
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
  draft = restart (desk, draft);
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
  draft = restart (desk, draft);
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

  /* With the id of the newest older post, by that; otherwise by the clock, which may be wrong by a bit */
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
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "text.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  g_autoptr (BiliVote) vote = bili_vote_new ();

  assert_problems (desk, draft, "There is nothing to post yet. Write something or add a picture.\n");
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

static void
add_test (const char *path, const char *name, gconstpointer data, void (*test) (Desk *, gconstpointer))
{
  g_autofree char *full = name != NULL ? g_strconcat (path, "/", name, NULL) : g_strdup (path);

  g_test_add (full, Desk, data, desk_set_up, test, desk_tear_down);
}

static void
add_faults (const char *path, const char *const *faults, guint n_faults, void (*test) (Desk *, gconstpointer))
{
  for (guint i = 0; i < n_faults; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (faults[i]), ":/.", '-');

      add_test (path, name, faults[i], test);
    }
}

int
main (int argc, char *argv[])
{
  g_autofree char *data_dir = g_dir_make_tmp ("tuwen-publisher-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", data_dir, TRUE);
  g_test_init (&argc, &argv, NULL);

  add_test ("/publisher/everything", NULL, NULL, test_everything);
  add_test ("/publisher/text", NULL, NULL, test_text);
  add_test ("/publisher/picture-vote", NULL, NULL, test_picture_vote);
  add_faults ("/publisher/acted", acted, G_N_ELEMENTS (acted), test_acted);
  add_faults ("/publisher/acted", harmless, G_N_ELEMENTS (harmless), test_acted);
  add_test ("/publisher/acted-pictures", NULL, "lost", test_acted_pictures);
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
  add_test ("/publisher/late", NULL, NULL, test_late);
  add_test ("/publisher/again-blind", NULL, NULL, test_again_blind);
  add_test ("/publisher/stop", NULL, NULL, test_stop);
  add_test ("/publisher/signed-out", NULL, NULL, test_signed_out);
  add_test ("/publisher/at-once", NULL, NULL, test_at_once);
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
  add_test ("/publisher/check", NULL, NULL, test_check);
  add_test ("/publisher/check-expired", NULL, NULL, test_check_expired);
  return g_test_run ();
}
