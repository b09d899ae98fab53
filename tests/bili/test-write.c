/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Uploading, voting, publishing and picking, against the stand-in, which refuses what the service
 * would. */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "bili-compose.h"
#include "bili-post.h"
#include "bili-upload.h"
#include "bili-vote.h"
#include "support.h"

#define PATH_UPLOAD "/x/dynamic/feed/draw/upload_bfs"
#define PATH_VOTE "/vote_svr/v1/vote_svr/create_vote"
#define PATH_TEXT "/dynamic_svr/v1/dynamic_svr/create"
#define PATH_POST "/x/dynamic/feed/create/dyn"
#define PATH_TOPICS "/x/topic/pub/search"
#define PATH_TOPICS_FOR_YOU "/x/topic/web/dynamic/rcmd"
#define PATH_MENTIONS "/x/polymer/web-dynamic/v1/mention/search"
#define PATH_EMOTES "/x/emote/user/panel/web"
#define PATH_LIMITS "/x/dynamic/feed/create/init_check"

static GBytes *
make_png (int width, int height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  char *buffer;
  gsize size;

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, "png", &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (buffer, size);
}

typedef struct
{
  guint64 sent;
  guint64 total;
  guint n_calls;
} Progress;

static void
progress_cb (guint64 sent, guint64 total, gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_cmpuint (sent, >=, progress->sent);
  progress->sent = sent;
  progress->total = total;
  progress->n_calls++;
}

static BiliPicture *
upload (BiliClient *client,
        GBytes *file,
        BiliPictureCategory category,
        gboolean for_vote,
        Progress *progress,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bili_client_upload_picture_async (client, file, "image/png", category, for_vote,
                                    progress != NULL ? progress_cb : NULL, progress, NULL,
                                    keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_upload_picture_finish (client, result, error);
}

static char *
create_vote (BiliClient *client, const BiliVote *vote, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bili_client_create_vote_async (client, vote, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_create_vote_finish (client, result, error);
}

static gboolean
publish (BiliClient *client, const BiliPost *post, char **id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bili_client_publish_async (client, post, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_publish_finish (client, result, id, error);
}

static BiliPost *
new_text_post (const char *text)
{
  BiliPost *post = bili_post_new ();

  g_ptr_array_add (post->nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
  return post;
}

static void
assert_on_top (BiliClient *client, const char *id, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliOpusPage) page = list_opus (client, SANDBOX_MID, "", &error);
  const BiliOpus *opus;

  g_assert_no_error (error);
  opus = page->items->pdata[0];
  g_assert_cmpstr (opus->id, ==, id);
  g_assert_cmpstr (opus->text, ==, text);
}

static void
test_upload (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = make_png (640, 480);
  g_autoptr (BiliPicture) picture = NULL;
  Progress progress = { 0 };

  picture = upload (self->client, png, BILI_PICTURE_DAILY, FALSE, &progress, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (picture->url, "http"));
  g_assert_cmpint (picture->width, ==, 640);
  g_assert_cmpint (picture->height, ==, 480);
  g_assert_cmpfloat_with_epsilon (picture->size, g_bytes_get_size (png) / 1024.0, 0.01);

  g_assert_cmpuint (progress.n_calls, >, 0);
  g_assert_cmpuint (progress.sent, ==, g_bytes_get_size (png));
  g_assert_cmpuint (progress.total, ==, g_bytes_get_size (png));
}

static void
test_upload_category (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) small = make_png (420, 900);
  g_autoptr (GBytes) large = make_png (421, 900);
  g_autoptr (BiliPicture) picture = NULL;

  g_assert_null (upload (self->client, small, BILI_PICTURE_DRAW, FALSE, NULL, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
  g_clear_error (&error);

  picture = upload (self->client, large, BILI_PICTURE_COS, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (picture);
}

static void
test_upload_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = make_png (64, 64);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  sandbox_server_fail (self->sandbox, PATH_UPLOAD, "stall", 1);
  bili_client_upload_picture_async (self->client, png, "image/png", BILI_PICTURE_DAILY, FALSE, NULL,
                                    NULL, cancellable, keep_result_cb, &slot);
  await_requests (self->sandbox, PATH_UPLOAD, 1);
  g_cancellable_cancel (cancellable);
  result = await_result (&slot);
  g_assert_null (bili_client_upload_picture_finish (self->client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
set_up_impatient (Fixture *self, gconstpointer data)
{
  fixture_set_up (self, SANDBOX_COOKIES, SHORT_TIMEOUT_MS);
}

static void
test_upload_stall (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = make_png (64, 64);
  gint64 begin = g_get_monotonic_time ();

  sandbox_server_fail (self->sandbox, PATH_UPLOAD, "stall", 1);
  g_assert_null (upload (self->client, png, BILI_PICTURE_DAILY, FALSE, NULL, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_TIMED_OUT);
  /* The wait for the answer began anew when the last byte went. */
  g_assert_cmpint (g_get_monotonic_time () - begin, >=,
                   2 * SHORT_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND);
}

static void
test_vote (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliVote) vote = bili_vote_new ();
  g_autoptr (GBytes) png = make_png (100, 100);
  g_autoptr (BiliPicture) picture = NULL;
  g_autofree char *id = NULL;
  g_autofree char *picture_vote_id = NULL;

  g_free (vote->title);
  vote->title = g_strdup ("吃什么?");
  vote->duration = 259200;
  g_ptr_array_add (vote->options, bili_vote_option_new ("面", NULL));
  g_assert_null (create_vote (self->client, vote, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
  g_clear_error (&error);

  g_ptr_array_add (vote->options, bili_vote_option_new ("饭", NULL));
  id = create_vote (self->client, vote, &error);
  g_assert_no_error (error);
  g_assert_nonnull (id);

  picture = upload (self->client, png, BILI_PICTURE_DAILY, TRUE, NULL, &error);
  g_assert_no_error (error);
  vote->pictures = TRUE;
  for (guint i = 0; i < vote->options->len; i++)
    {
      BiliVoteOption *option = vote->options->pdata[i];

      option->picture_url = g_strdup (picture->url);
    }
  picture_vote_id = create_vote (self->client, vote, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (picture_vote_id, !=, id);
}

static void
test_publish_text (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliPost) post = new_text_post ("今天的云 & 风 = 100%");
  g_autofree char *id = NULL;

  publish (self->client, post, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sandbox_server_count_requests (self->sandbox, PATH_TEXT), ==, 1);
  assert_on_top (self->client, id, "今天的云 & 风 = 100%");
}

static void
test_publish_whole (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliPost) post = new_text_post ("两张图 ");
  g_autoptr (GBytes) png = make_png (640, 480);
  g_autofree char *id = NULL;

  post->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_picture_free);
  for (guint i = 0; i < 2; i++)
    {
      BiliPicture *picture = upload (self->client, png, BILI_PICTURE_DAILY, FALSE, NULL, &error);

      g_assert_no_error (error);
      g_ptr_array_add (post->pictures, picture);
    }
  g_ptr_array_add (post->nodes, bili_node_new (BILI_NODE_EMOTE, "[doge]", NULL));
  post->comments = BILI_COMMENTS_CLOSED;
  post->upload_id = bili_post_make_upload_id (SANDBOX_MID, bili_clock_get_unix (self->clock), 4711);

  publish (self->client, post, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sandbox_server_count_requests (self->sandbox, PATH_POST), ==, 1);
  assert_on_top (self->client, id, "两张图 [doge]");
}

/* A scheduled post need not have an id yet, and is in no feed. */
static void
test_publish_later (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliPost) post = new_text_post ("later");
  g_autoptr (BiliOpusPage) page = NULL;
  g_autofree char *id = NULL;
  const BiliOpus *opus;

  post->publish_time = bili_clock_get_unix (self->clock) + 3600;
  g_assert_true (publish (self->client, post, &id, &error));
  g_assert_no_error (error);

  page = list_opus (self->client, SANDBOX_MID, "", &error);
  g_assert_no_error (error);
  opus = page->items->pdata[0];
  g_assert_cmpstr (opus->text, !=, "later");
}

/* A lost answer is an error that says no more than that; nothing is sent a second time by
 * itself. */
static void
test_publish_lost (Fixture *self, gconstpointer data)
{
  static const char *const faults[] = { "lost", "drop", "http:502", "truncated", "html", "empty" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BiliUser) me = get_me (self->client, NULL);
      g_autoptr (BiliPost) post = new_text_post ("once");
      g_autofree char *id = NULL;

      /* There is a connection to be reused, which makes sending again look harmless. */
      g_assert_nonnull (me);
      sandbox_server_forget_requests (self->sandbox);
      sandbox_server_fail (self->sandbox, PATH_TEXT, faults[i], 1);
      g_assert_false (publish (self->client, post, &id, &error));
      g_assert_true (g_error_matches (error, BILI_ERROR, BILI_ERROR_NETWORK)
                     || g_error_matches (error, BILI_ERROR, BILI_ERROR_HTTP)
                     || g_error_matches (error, BILI_ERROR, BILI_ERROR_PROTOCOL));
      g_assert_cmpuint (sandbox_server_count_requests (self->sandbox, PATH_TEXT), ==, 1);
      g_assert_null (id);
    }
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *fault;
    BiliError code;
  } cases[] = {
    { "code:-101:账号未登录", BILI_ERROR_NOT_SIGNED_IN },
    { "code:-111:csrf 校验失败", BILI_ERROR_CSRF },
    { "code:-352:风控校验失败", BILI_ERROR_RISK_CONTROL },
    { "code:4126021:未绑定手机", BILI_ERROR_REFUSED },
    { "code:4100001:参数错误", BILI_ERROR_INVALID },
    { "code:5100001:参数错误", BILI_ERROR_INVALID },
    { "code:-509:超出限制", BILI_ERROR_RATE_LIMITED },
    { "code:987654:不知道", BILI_ERROR_SERVICE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BiliPost) post = new_text_post ("no");
      g_autofree char *id = NULL;

      sandbox_server_fail (self->sandbox, PATH_TEXT, cases[i].fault, 1);
      g_assert_false (publish (self->client, post, &id, &error));
      g_assert_error (error, BILI_ERROR, (int) cases[i].code);
      g_assert_nonnull (bili_error_get_service_words (error));
    }
}

/* Without an account nothing is sent at all. */
static void
test_anonymous (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliPost) post = new_text_post ("no");
  g_autoptr (BiliVote) vote = bili_vote_new ();
  g_autoptr (GBytes) png = make_png (20, 20);
  g_autofree char *id = NULL;

  g_assert_false (publish (self->client, post, &id, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_clear_error (&error);
  g_assert_null (create_vote (self->client, vote, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_clear_error (&error);
  g_assert_null (upload (self->client, png, BILI_PICTURE_DAILY, FALSE, NULL, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (sandbox_server_get_requests (self->sandbox)->len, ==, 0);
}

static void
test_pick (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) topics = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GPtrArray) packs = NULL;
  BiliLimits limits;
  GAsyncResult *slot = NULL;
  GAsyncResult *result;

  bili_client_search_topics_async (self->client, NULL, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  topics = bili_client_search_topics_finish (self->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (topics->len, >, 0);
  g_clear_object (&result);

  slot = NULL;
  bili_client_search_topics_async (self->client, ((BiliTopic *) topics->pdata[0])->name, NULL,
                                   keep_result_cb, &slot);
  result = await_result (&slot);
  found = bili_client_search_topics_finish (self->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, >, 0);
  g_assert_cmpstr (((BiliTopic *) found->pdata[0])->id, ==, ((BiliTopic *) topics->pdata[0])->id);
  g_clear_object (&result);

  slot = NULL;
  bili_client_search_mentions_async (self->client, NULL, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  people = bili_client_search_mentions_finish (self->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, >, 0);
  g_clear_object (&result);

  slot = NULL;
  bili_client_list_emotes_async (self->client, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  packs = bili_client_list_emotes_finish (self->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (packs->len, >, 0);
  g_clear_object (&result);

  slot = NULL;
  bili_client_get_limits_async (self->client, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  g_assert_true (bili_client_get_limits_finish (self->client, result, &limits, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (limits.text, >, 0);
  g_clear_object (&result);

  /* The defaults stand where the service does not tell. */
  slot = NULL;
  sandbox_server_fail (self->sandbox, PATH_LIMITS, "http:500", 1);
  bili_client_get_limits_async (self->client, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  g_assert_false (bili_client_get_limits_finish (self->client, result, &limits, NULL));
  g_assert_cmpuint (limits.mentions, ==, 20);
  g_clear_object (&result);
}

#define ADD(path, set_up, test)                                                                    \
  g_test_add (path, Fixture, NULL, set_up, test, fixture_tear_down_any)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/write/upload", fixture_set_up_signed_in, test_upload);
  ADD ("/write/upload-category", fixture_set_up_signed_in, test_upload_category);
  ADD ("/write/upload-cancel", fixture_set_up_signed_in, test_upload_cancel);
  ADD ("/write/upload-stall", set_up_impatient, test_upload_stall);
  ADD ("/write/vote", fixture_set_up_signed_in, test_vote);
  ADD ("/write/publish-text", fixture_set_up_signed_in, test_publish_text);
  ADD ("/write/publish-whole", fixture_set_up_signed_in, test_publish_whole);
  ADD ("/write/publish-later", fixture_set_up_signed_in, test_publish_later);
  ADD ("/write/publish-lost", fixture_set_up_signed_in, test_publish_lost);
  ADD ("/write/refusals", fixture_set_up_signed_in, test_refusals);
  ADD ("/write/anonymous", fixture_set_up_anonymous, test_anonymous);
  ADD ("/write/pick", fixture_set_up_signed_in, test_pick);

  return g_test_run ();
}
