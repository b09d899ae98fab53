/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent of a post and of a vote, held against the service's own samples. */

#include <json-glib/json-glib.h>

#include "bili-form.h"
#include "bili-post.h"
#include "bili-vote.h"

#define CSRF "de2731532b4ab96bc8536da948932668"

static void
add (BiliPost *post, BiliNodeType type, const char *text, const char *id)
{
  g_ptr_array_add (post->nodes, bili_node_new (type, text, id));
}

static void
assert_equal_json (const char *actual, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) a = json_from_string (actual, &error);
  g_autoptr (JsonNode) b = NULL;

  g_assert_no_error (error);
  b = json_from_string (expected, &error);
  g_assert_no_error (error);
  if (!json_node_equal (a, b))
    g_error ("%s\nis not\n%s", actual, expected);
}

/* The value of @name in a url-encoded body, decoded. */
static char *
dup_field (const char *form, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) fields = g_uri_parse_params (form, -1, "&", G_URI_PARAMS_NONE, &error);

  g_assert_no_error (error);
  return g_strdup (g_hash_table_lookup (fields, name));
}

static char *
take_form (BiliForm *form)
{
  char *text = bili_form_to_text (form);

  bili_form_free (form);
  return text;
}

static void
test_text_sample (void)
{
  g_autoptr (BiliPost) post = bili_post_new ();
  g_autofree char *form = NULL;

  add (post, BILI_NODE_TEXT, "Hello Bug~", NULL);
  g_assert_true (bili_post_is_text_only (post));

  form = take_form (bili_post_to_form (post, CSRF));
  g_assert_cmpstr (form, ==,
                   "dynamic_id=0&type=4&rid=0&content=Hello%20Bug~&up_choose_comment=0"
                   "&up_close_comment=0&extension=%7B%22emoji_type%22%3A1%2C%22from%22%3A%7B"
                   "%22emoji_type%22%3A1%7D%2C%22flag_cfg%22%3A%7B%7D%7D&at_uids=&ctrl=%5B%5D"
                   "&csrf_token=" CSRF "&csrf=" CSRF);
}

static void
test_mention_sample (void)
{
  g_autoptr (BiliPost) post = bili_post_new ();
  g_autofree char *form = NULL;
  g_autofree char *content = NULL;
  g_autofree char *at_uids = NULL;
  g_autofree char *ctrl = NULL;

  add (post, BILI_NODE_EMOTE, "[热词系列_神仙UP]", NULL);
  add (post, BILI_NODE_MENTION, "@暮光小猿wzt", "15858903");
  add (post, BILI_NODE_TEXT, " ", NULL);
  add (post, BILI_NODE_MENTION, "@社会易姐QwQ", "293793435");
  g_assert_true (bili_post_is_text_only (post));

  form = take_form (bili_post_to_form (post, CSRF));
  content = dup_field (form, "content");
  at_uids = dup_field (form, "at_uids");
  ctrl = dup_field (form, "ctrl");
  g_assert_cmpstr (content, ==, "[热词系列_神仙UP]@暮光小猿wzt @社会易姐QwQ ");
  g_assert_cmpstr (at_uids, ==, "15858903,293793435");
  g_assert_cmpstr (ctrl, ==,
                   "[{\"location\":11,\"type\":1,\"length\":9,\"data\":\"15858903\"},"
                   "{\"location\":20,\"type\":1,\"length\":9,\"data\":\"293793435\"}]");
}

/* The whole body, as curl encodes the sample's fields. */
static void
test_mention_bytes (void)
{
  static const char *const sample[][2] = {
    { "dynamic_id", "0" },
    { "type", "4" },
    { "rid", "0" },
    { "content", "[热词系列_神仙UP]@暮光小猿wzt @社会易姐QwQ " },
    { "up_choose_comment", "0" },
    { "up_close_comment", "0" },
    { "extension", "{\"emoji_type\":1,\"from\":{\"emoji_type\":1},\"flag_cfg\":{}}" },
    { "at_uids", "15858903,293793435" },
    { "ctrl", "[{\"location\":11,\"type\":1,\"length\":9,\"data\":\"15858903\"},"
              "{\"location\":20,\"type\":1,\"length\":9,\"data\":\"293793435\"}]" },
    { "csrf_token", CSRF },
    { "csrf", CSRF },
  };
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (BiliPost) post = bili_post_new ();
  g_autofree char *form = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sample); i++)
    {
      g_autofree char *value = g_uri_escape_string (sample[i][1], NULL, FALSE);

      g_string_append_printf (expected, "%s%s=%s", i > 0 ? "&" : "", sample[i][0], value);
    }

  add (post, BILI_NODE_TEXT, "[热词系列_神仙UP]", NULL);
  add (post, BILI_NODE_MENTION, "@暮光小猿wzt", "15858903");
  add (post, BILI_NODE_MENTION, "@社会易姐QwQ", "293793435");
  form = take_form (bili_post_to_form (post, CSRF));
  g_assert_cmpstr (form, ==, expected->str);
}

/* Mentions next to each other, and one before a text that begins with no space, still get
 * theirs. */
static void
test_mention_spaces (void)
{
  g_autoptr (BiliPost) post = bili_post_new ();
  g_autofree char *form = NULL;
  g_autofree char *content = NULL;
  g_autofree char *ctrl = NULL;

  add (post, BILI_NODE_MENTION, "@a", "1");
  add (post, BILI_NODE_MENTION, "@b", "2");
  add (post, BILI_NODE_TEXT, "c", NULL);

  form = take_form (bili_post_to_form (post, CSRF));
  content = dup_field (form, "content");
  ctrl = dup_field (form, "ctrl");
  g_assert_cmpstr (content, ==, "@a @b c");
  g_assert_cmpstr (ctrl, ==,
                   "[{\"location\":0,\"type\":1,\"length\":3,\"data\":\"1\"},"
                   "{\"location\":3,\"type\":1,\"length\":3,\"data\":\"2\"}]");
}

static void
test_place (void)
{
  g_autoptr (BiliPost) post = bili_post_new ();
  g_autofree char *form = NULL;
  g_autofree char *extension = NULL;
  g_autofree char *closed = NULL;

  add (post, BILI_NODE_TEXT, "here", NULL);
  post->comments = BILI_COMMENTS_CLOSED;
  post->place = g_new0 (BiliPlace, 1);
  post->place->poi = g_strdup ("156330200");
  post->place->title = g_strdup ("示例市");
  post->place->address = g_strdup ("示例路");
  post->place->longitude = 116.5;
  post->place->latitude = 39.25;
  post->place->real_longitude = 117.5;
  post->place->real_latitude = 40.25;

  form = take_form (bili_post_to_form (post, CSRF));
  extension = dup_field (form, "extension");
  closed = dup_field (form, "up_close_comment");
  g_assert_cmpstr (closed, ==, "1");
  assert_equal_json (extension,
                     "{\"emoji_type\":1,\"lbs_cfg\":{\"title\":\"示例市\",\"poi\":\"156330200\","
                     "\"show_title\":\"示例市\",\"type\":1,\"address\":\"示例路\","
                     "\"location\":{\"lng\":116.5,\"lat\":39.25},\"distance\":0},\"flag_cfg\":{},"
                     "\"from_cfg\":{\"location\":{\"lat\":40.25,\"lng\":117.5}}}");
}

static BiliPicture *
make_picture (const char *url, int width, int height, double size)
{
  BiliPicture *picture = g_new0 (BiliPicture, 1);

  picture->url = g_strdup (url);
  picture->width = width;
  picture->height = height;
  picture->size = size;
  return picture;
}

static GPtrArray *
make_two_pictures (const char *url)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_picture_free);

  g_ptr_array_add (pictures, make_picture (url, 1368, 1500, 662.6005859375));
  g_ptr_array_add (pictures, make_picture (url, 1368, 1500, 662.6005859375));
  return pictures;
}

#define SAMPLE_PICTURE                                                                             \
  "http://i0.hdslb.com/bfs/new_dyn/322acd0fa92cfa59c0ad70e95ab95476470310172.png"

static void
test_dyn_sample (void)
{
  g_autoptr (BiliPost) post = bili_post_new ();
  g_autofree char *json = NULL;

  add (post, BILI_NODE_TEXT, "Test", NULL);
  add (post, BILI_NODE_MENTION, "礼堂丁真,鉴定为一眼丁真", "1463028352");
  post->pictures = make_two_pictures (SAMPLE_PICTURE);
  post->comments = BILI_COMMENTS_CLOSED;
  g_assert_false (bili_post_is_text_only (post));

  json = bili_post_to_json (post);
  assert_equal_json (
    json,
    "{\"dyn_req\":{\"content\":{\"contents\":[{\"raw_text\":\"Test\",\"type\":1,\"biz_id\":\"\"},"
    "{\"raw_text\":\"礼堂丁真,鉴定为一眼丁真\",\"type\":2,\"biz_id\":\"1463028352\"}]},"
    "\"pics\":[{\"img_src\":\"" SAMPLE_PICTURE "\",\"img_width\":1368,\"img_height\":1500,"
    "\"img_size\":662.6005859375},{\"img_src\":\"" SAMPLE_PICTURE "\",\"img_width\":1368,"
    "\"img_height\":1500,\"img_size\":662.6005859375}],\"option\":{\"close_comment\":1},"
    "\"scene\":2}}");
}

/* Who comments, who sees it and when it appears share one object, and none drops another. */
static void
test_dyn_whole (void)
{
  g_autoptr (BiliPost) post = bili_post_new ();
  g_autofree char *json = NULL;

  add (post, BILI_NODE_TEXT, "a\nb", NULL);
  add (post, BILI_NODE_VOTE, "吃什么", "4947171");
  add (post, BILI_NODE_EMOTE, "[doge]", NULL);
  post->title = g_strdup ("标题");
  post->topic_id = g_strdup ("1005843");
  post->topic_name = g_strdup ("话题");
  post->comments = BILI_COMMENTS_CURATED;
  post->only_me = TRUE;
  post->publish_time = 1767225600;
  post->upload_id = bili_post_make_upload_id ("1001", 1767000000, 9000);

  json = bili_post_to_json (post);
  assert_equal_json (
    json,
    "{\"dyn_req\":{\"content\":{\"title\":\"标题\",\"contents\":["
    "{\"raw_text\":\"a\\nb\",\"type\":1,\"biz_id\":\"\"},"
    "{\"raw_text\":\"吃什么\",\"type\":4,\"biz_id\":\"4947171\"},"
    "{\"raw_text\":\"[doge]\",\"type\":9,\"biz_id\":\"\"}]},"
    "\"topic\":{\"id\":1005843,\"name\":\"话题\",\"from_source\":\"dyn.web.list\","
    "\"from_topic_id\":0},"
    "\"option\":{\"up_choose_comment\":1,\"private_pub\":1,\"timer_pub_time\":1767225600},"
    "\"scene\":1,\"upload_id\":\"1001_1767000000_1000\",\"attach_card\":null,"
    "\"meta\":{\"app_meta\":{\"from\":\"create.dynamic.web\",\"mobi_app\":\"web\"}}}}");
}

static void
test_text_only (void)
{
  struct
  {
    const char *text;
    gboolean mention;
    gboolean expected;
  } cases[] = {
    { "plain", FALSE, TRUE },
    { "🐱", FALSE, TRUE },
    { "plain", TRUE, TRUE },
    { "🐱", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BiliPost) post = bili_post_new ();

      add (post, BILI_NODE_TEXT, cases[i].text, NULL);
      if (cases[i].mention)
        add (post, BILI_NODE_MENTION, "@a", "1");
      g_assert_cmpint (bili_post_is_text_only (post), ==, cases[i].expected);

      post->publish_time = 1;
      g_assert_false (bili_post_is_text_only (post));
      post->publish_time = 0;
      post->only_me = TRUE;
      g_assert_false (bili_post_is_text_only (post));
      post->only_me = FALSE;
      post->topic_id = g_strdup ("1");
      g_assert_false (bili_post_is_text_only (post));
    }
}

static void
test_count (void)
{
  struct
  {
    const char *text;
    guint count;
  } cases[] = {
    { "", 0 }, { "a", 1 }, { "ab", 1 }, { "abc", 2 }, { "é\n", 1 }, { "图文", 2 }, { "图a", 2 },
    { "🐱", 2 }, { "Ā", 1 }, { "[doge]", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) nodes = bili_nodes_new ();

      g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, cases[i].text, NULL));
      g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, "not counted", "1"));
      g_assert_cmpuint (bili_nodes_count (nodes), ==, cases[i].count);
    }
}

static void
test_vote_sample (void)
{
  g_autoptr (BiliVote) vote = bili_vote_new ();
  g_autoptr (BiliVote) copy = NULL;
  g_autofree char *form = NULL;
  g_autofree char *decoded = NULL;

  g_free (vote->title);
  vote->title = g_strdup ("是否自愿开学");
  g_free (vote->description);
  vote->description = g_strdup ("问卷调查:自愿开学");
  vote->duration = 604800;
  g_ptr_array_add (vote->options, bili_vote_option_new ("自愿", NULL));
  g_ptr_array_add (vote->options, bili_vote_option_new ("不自愿", NULL));

  copy = bili_vote_copy (vote);
  form = take_form (bili_vote_to_form (copy, CSRF));
  decoded = g_uri_unescape_string (form, NULL);
  g_assert_cmpstr (decoded, ==,
                   "info[title]=是否自愿开学&info[desc]=问卷调查:自愿开学&info[type]=0"
                   "&info[choice_cnt]=1&info[duration]=604800&info[options][0][desc]=自愿"
                   "&info[options][1][desc]=不自愿&csrf=" CSRF);
  g_assert_null (strpbrk (form, "[]: "));
}

static void
test_picture_vote (void)
{
  g_autoptr (BiliVote) vote = bili_vote_new ();
  g_autofree char *form = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *picture = NULL;

  vote->pictures = TRUE;
  g_ptr_array_add (vote->options, bili_vote_option_new ("a", "http://i0.hdslb.com/bfs/vote/a.jpg"));
  g_ptr_array_add (vote->options, bili_vote_option_new ("b", "http://i0.hdslb.com/bfs/vote/b.jpg"));

  form = take_form (bili_vote_to_form (vote, CSRF));
  kind = dup_field (form, "info[type]");
  picture = dup_field (form, "info[options][1][img_url]");
  g_assert_cmpstr (kind, ==, "1");
  g_assert_cmpstr (picture, ==, "http://i0.hdslb.com/bfs/vote/b.jpg");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/post/text-sample", test_text_sample);
  g_test_add_func ("/post/mention-sample", test_mention_sample);
  g_test_add_func ("/post/mention-bytes", test_mention_bytes);
  g_test_add_func ("/post/mention-spaces", test_mention_spaces);
  g_test_add_func ("/post/place", test_place);
  g_test_add_func ("/post/dyn-sample", test_dyn_sample);
  g_test_add_func ("/post/dyn-whole", test_dyn_whole);
  g_test_add_func ("/post/text-only", test_text_only);
  g_test_add_func ("/post/count", test_count);
  g_test_add_func ("/vote/sample", test_vote_sample);
  g_test_add_func ("/vote/pictures", test_picture_vote);

  return g_test_run ();
}
