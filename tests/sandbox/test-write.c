/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Posting: what is taken, what is refused, and what can be seen afterwards. */

#include "talk.h"

#include <string.h>

#define CREATE API "/x/dynamic/feed/create/dyn?csrf=" SANDBOX_CSRF
#define PLAIN VC "/dynamic_svr/v1/dynamic_svr/create"
#define UPLOAD API "/x/dynamic/feed/draw/upload_bfs"
#define VOTE_FORM VC "/vote_svr/v1/vote_svr/create_vote"
#define VOTE_JSON API "/x/vote/create?csrf=" SANDBOX_CSRF
#define TEXT(text) "{\"raw_text\":\"" text "\",\"type\":1,\"biz_id\":\"\"}"

/* Posts a dyn_req; its text is what stands between `"contents":[` and `]`. */
static void
post (Talk *talk, const char *nodes, const char *rest)
{
  g_autofree char *body
      = g_strdup_printf ("{\"dyn_req\":{\"content\":{\"contents\":[%s]}%s}}", nodes, rest);

  talk_post_json (talk, CREATE, body);
}

static void
assert_on_top (Talk *talk, const char *id, const char *text)
{
  g_autofree char *copy = g_strdup (id);

  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  g_assert_cmpstr (talk_text (talk, "data.items.0.opus_id"), ==, copy);
  g_assert_cmpstr (talk_text (talk, "data.items.0.content"), ==, text);
}

/* The seed's own example, but for the picture and the person. */
static void
test_create (Talk *talk, gconstpointer data)
{
  g_autofree char *url = talk_upload (talk);
  g_autofree char *picture = g_strdup_printf (
      "{\"img_src\":\"%s\",\"img_width\":500,\"img_height\":430,\"img_size\":1.5}", url);
  g_autofree char *rest
      = g_strdup_printf (",\"pics\":[%s,%s],\"option\":{\"close_comment\":1},\"scene\":2", picture,
                         picture);
  g_autofree char *id = NULL;

  post (talk, TEXT ("Test") ",{\"raw_text\":\"@山野慢慢走\",\"type\":2,\"biz_id\":\"1002\"}", rest);
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_cmpint (talk_number (talk, "data.dyn_type"), ==, 2);
  g_assert_cmpint (talk_number (talk, "data.dyn_id"), >, G_GINT64_CONSTANT (1) << 53);
  g_assert_null (talk_find (talk, "data.share_window"));
  id = g_strdup (talk_text (talk, "data.dyn_id_str"));
  assert_on_top (talk, id, "Test@山野慢慢走");
  g_assert_cmpstr (talk_text (talk, "data.items.0.cover.url"), ==, url);
  g_assert_cmpint (talk_number (talk, "data.items.0.cover.width"), ==, 500);
  talk_get (talk, "__sandbox/state?mid=" SANDBOX_MID);
  g_assert_true (json_node_get_boolean (talk_find (talk, "people.0.posts.0.comments_closed")));
  g_assert_cmpint (talk_length (talk, "people.0.posts.0.pictures"), ==, 2);
  g_assert_cmpint (talk_length (talk, "people.0.posts.0.nodes"), ==, 2);
}

/* What the seed calls unnecessary may be missing. */
static void
test_create_least (Talk *talk, gconstpointer data)
{
  talk->cookies = SANDBOX_COOKIES;
  post (talk, "{\"raw_text\":\"short\"}", ",\"scene\":1");
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_cmpint (talk_number (talk, "data.dyn_type"), ==, 4);
  /* Without a buvid3 there is more in the answer. */
  talk_text (talk, "data.share_window.main_title");
}

static void
test_create_everything (Talk *talk, gconstpointer data)
{
  g_autofree char *nodes = NULL;

  talk_post_json (talk, VOTE_JSON,
                  "{\"vote_info\":{\"title\":\"Tea?\",\"desc\":\"\",\"type\":0,\"choice_cnt\":1,"
                  "\"duration\":259200,\"options\":[{\"opt_desc\":\"yes\",\"img_url\":\"\"},"
                  "{\"opt_desc\":\"no\",\"img_url\":\"\"}],"
                  "\"only_fans_level\":0,\"vote_publisher\":1001}}");
  g_assert_cmpstr (talk_text (talk, "message"), ==, "OK");
  nodes = g_strdup_printf (TEXT ("我发起了一个投票") ",{\"raw_text\":\"Tea?\",\"type\":4,"
                           "\"biz_id\":\"%" G_GINT64_FORMAT "\"}," TEXT (" ")
                           ",{\"raw_text\":\"[doge]\",\"type\":9,\"biz_id\":\"\"}",
                           talk_number (talk, "data.vote_id"));
  post (talk, nodes,
        ",\"scene\":1,\"topic\":{\"id\":10510,\"name\":\"Linux 桌面\","
        "\"from_source\":\"dyn.web.list\",\"from_topic_id\":0},"
        "\"option\":{\"up_choose_comment\":1,\"private_pub\":1},\"attach_card\":null,"
        "\"upload_id\":\"1001_1700000000_0042\","
        "\"meta\":{\"app_meta\":{\"from\":\"create.dynamic.web\",\"mobi_app\":\"web\"}}");
  g_assert_cmpint (talk->code, ==, 0);
  talk_get (talk, "__sandbox/state?mid=" SANDBOX_MID);
  g_assert_cmpint (talk_number (talk, "people.0.posts.0.topic"), ==, 10510);
  g_assert_cmpint (talk_number (talk, "people.0.posts.0.vote"), >, 0);
  g_assert_true (json_node_get_boolean (talk_find (talk, "people.0.posts.0.only_me")));
  g_assert_true (json_node_get_boolean (talk_find (talk, "people.0.posts.0.comments_chosen")));
  /* Only oneself sees it. */
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  g_assert_cmpstr (talk_text (talk, "data.items.0.content"), ==, "我发起了一个投票Tea? [doge]");
  talk->cookies = NULL;
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID);
  g_assert_cmpstr (talk_text (talk, "data.items.0.content"), !=, "我发起了一个投票Tea? [doge]");
}

static void
test_create_refusals (Talk *talk, gconstpointer data)
{
  static const struct
  {
    const char *nodes;
    const char *rest;
  } cases[] = {
    { TEXT ("x"), "" },
    { TEXT ("x"), ",\"scene\":\"1\"" },
    { TEXT ("x"), ",\"scene\":3" },
    { TEXT ("x"), ",\"scene\":1,\"unknown\":1" },
    { "", ",\"scene\":1" },
    { TEXT (" \\n "), ",\"scene\":1" },
    { "{\"raw_text\":\"x\",\"type\":1,\"biz_id\":5}", ",\"scene\":1" },
    { "{\"raw_text\":\"x\",\"type\":1,\"biz_id\":\"5\"}", ",\"scene\":1" },
    { "{\"raw_text\":\"x\",\"type\":7,\"biz_id\":\"\"}", ",\"scene\":1" },
    { "{\"raw_text\":\"@x\",\"type\":2,\"biz_id\":\"\"}", ",\"scene\":1" },
    { "{\"raw_text\":\"x\",\"type\":4,\"biz_id\":\"99\"}", ",\"scene\":1" },
    { "{\"raw_text\":\"[none]\",\"type\":9,\"biz_id\":\"\"}", ",\"scene\":1" },
    { "{\"raw_text\":\"[茶茶日常_泡茶]\",\"type\":9,\"biz_id\":\"\"}", ",\"scene\":1" },
    { TEXT ("x"), ",\"scene\":1,\"topic\":{\"id\":1}" },
    { TEXT ("x"), ",\"scene\":1,\"topic\":{\"id\":\"10510\"}" },
    { TEXT ("x"), ",\"scene\":1,\"option\":{\"close_comment\":1,\"up_choose_comment\":1}" },
    { TEXT ("x"), ",\"scene\":1,\"option\":{\"close_comment\":true}" },
    { TEXT ("x"), ",\"scene\":1,\"option\":{\"close_comment\":2}" },
    { TEXT ("x"), ",\"scene\":1,\"option\":{\"timer_pub_time\":\"tomorrow\"}" },
    { TEXT ("x"), ",\"scene\":1,\"option\":{\"private_pub\":1,\"timer_pub_time\":1}" },
    { TEXT ("x"), ",\"scene\":1,\"upload_id\":\"1002_1700000000_0042\"" },
    { TEXT ("x"), ",\"scene\":1,\"upload_id\":\"1001_1700000000_42\"" },
    { TEXT ("x"),
      ",\"scene\":2,\"pics\":[{\"img_src\":\"http://i0.hdslb.com/bfs/new_dyn/none.png\"}]" },
    { TEXT ("x"), ",\"scene\":2,\"pics\":[{\"img_src\":\"http://example.com/x.png\"}]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].nodes, cases[i].rest);
      post (talk, cases[i].nodes, cases[i].rest);
      g_assert_cmpint (talk->code, ==, -400);
      g_assert_cmpstr (talk_text (talk, "message"), !=, "");
    }
  talk_get (talk, "__sandbox/state?mid=" SANDBOX_MID);
  g_assert_cmpint (talk_number (talk, "people.0.post_count"), ==, 45);
}

/* Counted in halves: 2000 Latin letters, 1000 Chinese ones, 500 faces. */
static void
test_create_limits (Talk *talk, gconstpointer data)
{
  static const struct
  {
    const char *character;
    guint most;
  } cases[] = { { "a", 2000 }, { "字", 1000 }, { "🐈", 500 } };
  g_autofree char *url = talk_upload (talk);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint more = 0; more < 2; more++)
        {
          g_autoptr (GString) node = g_string_new ("{\"raw_text\":\"");

          for (guint n = 0; n < cases[i].most + more; n++)
            g_string_append (node, cases[i].character);
          g_string_append (node, "\"}");
          post (talk, node->str, ",\"scene\":1");
          g_assert_cmpint (talk->code, ==, more == 0 ? 0 : -400);
        }
    }
  for (guint count = 9; count <= 10; count++)
    {
      g_autoptr (GString) rest = g_string_new (",\"scene\":2,\"pics\":[");

      for (guint n = 0; n < count; n++)
        g_string_append_printf (rest, "%s{\"img_src\":\"%s\"}", n > 0 ? "," : "", url);
      g_string_append (rest, "]");
      post (talk, "", rest->str);
      g_assert_cmpint (talk->code, ==, count == 9 ? 0 : -400);
    }
  post (talk, "", ",\"scene\":1,\"pics\":[]");
  g_assert_cmpint (talk->code, ==, -400);
}

static char *
make_plain (const char *content, const char *at_uids, const char *ctrl)
{
  g_autofree char *escaped = g_uri_escape_string (content, NULL, FALSE);
  g_autofree char *escaped_ctrl = g_uri_escape_string (ctrl, NULL, FALSE);

  return g_strdup_printf (
      "dynamic_id=0&type=4&rid=0&content=%s&up_choose_comment=0&up_close_comment=0"
      "&extension=%%7B%%22emoji_type%%22%%3A1%%2C%%22from%%22%%3A%%7B%%22emoji_type%%22%%3A1%%7D%%"
      "2C"
      "%%22flag_cfg%%22%%3A%%7B%%7D%%7D&at_uids=%s&ctrl=%s&csrf_token=" SANDBOX_CSRF
      "&csrf=" SANDBOX_CSRF,
      escaped, at_uids, escaped_ctrl);
}

static void
test_plain (Talk *talk, gconstpointer data)
{
  g_autofree char *form = make_plain ("Hello Bug~", "", "[]");
  g_autofree char *id = NULL;

  talk_post_form (talk, PLAIN, form);
  g_assert_cmpint (talk->code, ==, 0);
  /* The older dialect. */
  g_assert_cmpstr (talk_text (talk, "msg"), ==, "");
  g_assert_cmpstr (talk_text (talk, "message"), ==, "");
  g_assert_null (talk_find (talk, "ttl"));
  g_assert_cmpint (talk_number (talk, "data._gt_"), ==, 0);
  g_assert_cmpint (talk_number (talk, "data.create_result"), ==, 1);
  id = g_strdup (talk_text (talk, "data.dynamic_id_str"));
  assert_on_top (talk, id, "Hello Bug~");
  /* Multipart passes as well. */
  talk_post_multipart (talk, PLAIN, "dynamic_id=0&type=4&rid=0&content=again&csrf=" SANDBOX_CSRF,
                       NULL);
  g_assert_cmpint (talk->code, ==, 0);
  talk_post_form (talk, PLAIN, "dynamic_id=0&type=2&rid=0&content=x");
  g_assert_cmpint (talk->code, ==, -400);
  talk_post_form (talk, PLAIN, "dynamic_id=0&type=4&rid=0&content=%20");
  g_assert_cmpint (talk->code, ==, -400);
  talk_post_form (talk, PLAIN,
                  "dynamic_id=0&type=4&rid=0&content=x&extension=%7B%22wrong%22%3A1%7D");
  g_assert_cmpint (talk->code, ==, -400);
  talk_post_form (talk, PLAIN,
                  "dynamic_id=0&type=4&rid=0&content=x&up_choose_comment=1&up_close_comment=1");
  g_assert_cmpint (talk->code, ==, -400);
}

static void
test_plain_mentions (Talk *talk, gconstpointer data)
{
  static const struct
  {
    const char *content;
    const char *at_uids;
    const char *ctrl;
    int code;
  } cases[] = {
    /* The seed's example: characters are counted, an emote by its letters. */
    { "[热词系列_神仙UP]@暮光小猿wzt @社会易姐QwQ ", "15858903,293793435",
      "[{\"location\":11,\"type\":1,\"length\":9,\"data\":\"15858903\"},"
      "{\"location\":20,\"type\":1,\"length\":9,\"data\":\"293793435\"}]",
      0 },
    { "see @山野慢慢走 there", "1002",
      "[{\"location\":4,\"type\":1,\"length\":7,\"data\":\"1002\"}]", 0 },
    { "see @somebody there", "1002",
      "[{\"location\":4,\"type\":1,\"length\":10,\"data\":\"1002\"}]", -400 },
    { "see @山野慢慢走 there", "1002",
      "[{\"location\":4,\"type\":1,\"length\":6,\"data\":\"1002\"}]", -400 },
    { "see @山野慢慢走 there", "1002",
      "[{\"location\":3,\"type\":1,\"length\":7,\"data\":\"1002\"}]", -400 },
    { "see @山野慢慢走 there", "", "[{\"location\":4,\"type\":1,\"length\":7,\"data\":\"1002\"}]",
      -400 },
    { "see @山野慢慢走 there", "1002", "[]", -400 },
    { "see @山野慢慢走 there", "1002", "[{\"location\":4,\"type\":1,\"length\":7,\"data\":1002}]",
      -400 },
    { "see @山野慢慢走 there", "1002",
      "[{\"location\":4,\"type\":1,\"length\":700,\"data\":\"1002\"}]", -400 },
    { "see @山野慢慢走 there", "1002",
      "[{\"location\":-1,\"type\":1,\"length\":7,\"data\":\"1002\"}]", -400 },
    /* Beyond the BMP nobody knows what to count. */
    { "🐈 @山野慢慢走 ", "1002", "[{\"location\":2,\"type\":1,\"length\":7,\"data\":\"1002\"}]",
      -400 },
    { "🐈 @山野慢慢走 ", "1002", "[{\"location\":3,\"type\":1,\"length\":7,\"data\":\"1002\"}]",
      -400 },
    { "🐈", "", "[]", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *form = make_plain (cases[i].content, cases[i].at_uids, cases[i].ctrl);

      g_test_message ("%s %s", cases[i].content, cases[i].ctrl);
      talk_post_form (talk, PLAIN, form);
      g_assert_cmpint (talk->code, ==, cases[i].code);
    }
}

static void
upload (Talk *talk, const char *fields, int width, int height, const char *type)
{
  g_autoptr (GBytes) picture = talk_make_picture (width, height, type);

  talk_post_multipart (talk, UPLOAD, fields, picture);
}

static void
test_upload (Talk *talk, gconstpointer data)
{
  static const char plain[] = "csrf=" SANDBOX_CSRF;
  g_autofree char *url = talk_upload (talk);
  g_autofree char *address = NULL;
  g_autoptr (GBytes) picture = talk_make_picture (500, 430, "png");

  g_assert_true (g_str_has_prefix (url, "http://i0.hdslb.com/bfs/new_dyn/"));
  g_assert_true (g_str_has_suffix (url, "1001.png"));
  g_assert_cmpint (talk_number (talk, "data.image_width"), ==, 500);
  g_assert_cmpint (talk_number (talk, "data.image_height"), ==, 430);
  g_assert_cmpfloat (json_node_get_double (talk_find (talk, "data.img_size")), ==,
                     (double) g_bytes_get_size (picture) / 1024);
  /* It is there, byte for byte, and smaller when asked for. */
  talk->cookies = NULL;
  address = g_strconcat (url + strlen ("http://"), NULL);
  talk_get (talk, address);
  g_assert_true (g_bytes_equal (talk->body, picture));
  talk->cookies = SANDBOX_COOKIES;
  upload (talk, plain, 20, 10, "jpeg");
  g_assert_true (g_str_has_suffix (talk_text (talk, "data.image_url"), ".jpg"));
  upload (talk, "category=draw&biz=vote&csrf=" SANDBOX_CSRF, 421, 421, "jpeg");
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_nonnull (strstr (talk_text (talk, "data.image_url"), "/bfs/vote/"));
}

static void
test_upload_refusals (Talk *talk, gconstpointer data)
{
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("no picture", 10);
  g_autoptr (GBytes) whole = talk_make_picture (64, 64, "png");
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (20 * 1024 * 1024), 20 * 1024 * 1024);

  upload (talk, "category=daily", 20, 20, "png");
  g_assert_cmpint (talk->code, ==, -111);
  upload (talk, "category=other&csrf=" SANDBOX_CSRF, 20, 20, "png");
  g_assert_cmpint (talk->code, ==, 4100001);
  upload (talk, "category=draw&csrf=" SANDBOX_CSRF, 420, 1000, "png");
  g_assert_cmpint (talk->code, ==, 4100001);
  upload (talk, "category=cos&csrf=" SANDBOX_CSRF, 1000, 420, "png");
  g_assert_cmpint (talk->code, ==, 4100001);
  upload (talk, "csrf=" SANDBOX_CSRF, 9, 100, "png");
  g_assert_cmpint (talk->code, ==, 4100001);
  upload (talk, "csrf=" SANDBOX_CSRF, 20, 20, "bmp");
  g_assert_cmpint (talk->code, ==, 4100001);
  upload (talk, "csrf=" SANDBOX_CSRF "&other=1", 20, 20, "png");
  g_assert_cmpint (talk->code, ==, 4100001);
  talk_post_multipart (talk, UPLOAD, "csrf=" SANDBOX_CSRF, NULL);
  g_assert_cmpint (talk->code, ==, 4100001);
  talk_post_multipart (talk, UPLOAD, "csrf=" SANDBOX_CSRF, rubbish);
  g_assert_cmpint (talk->code, ==, 4100001);
  talk_post_multipart (talk, UPLOAD, "csrf=" SANDBOX_CSRF, half);
  g_assert_cmpint (talk->code, ==, 4100001);
  talk_post_multipart (talk, UPLOAD, "csrf=" SANDBOX_CSRF, large);
  g_assert_cmpint (talk->code, ==, -617);
  talk->cookies = NULL;
  upload (talk, "csrf=" SANDBOX_CSRF, 20, 20, "png");
  g_assert_cmpint (talk->code, ==, -101);
}

/* The seed's example, which has no csrf. */
#define VOTE(title, type, choices, duration)                                                       \
  "info[title]=" title "&info[desc]=&info[type]=" type "&info[choice_cnt]=" choices                \
  "&info[duration]=" duration
#define VOTE_START VOTE ("T", "0", "1", "604800")
#define YES_NO "&info[options][0][desc]=yes&info[options][1][desc]=no"

static void
test_vote (Talk *talk, gconstpointer data)
{
  g_autofree char *address = NULL;

  talk_post_form (talk, VOTE_FORM,
                  VOTE_START YES_NO);
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_cmpint (talk_number (talk, "data._gt_"), ==, 0);
  address = g_strdup_printf (API "/x/vote/vote_info?vote_id=%" G_GINT64_FORMAT,
                             talk_number (talk, "data.vote_id"));
  talk_post_multipart (talk, VOTE_FORM,
                       VOTE_START YES_NO "&csrf=" SANDBOX_CSRF,
                       NULL);
  g_assert_cmpint (talk->code, ==, 0);
  talk->cookies = NULL;
  talk_get (talk, address);
  g_assert_cmpstr (talk_text (talk, "data.vote_info.title"), ==, "T");
  g_assert_cmpint (talk_number (talk, "data.vote_info.options_cnt"), ==, 2);
  g_assert_cmpint (talk_number (talk, "data.vote_info.options.1.opt_idx"), ==, 2);
  g_assert_cmpstr (talk_text (talk, "data.vote_info.options.1.opt_desc"), ==, "no");
  g_assert_cmpint (talk_number (talk, "data.vote_info.end_time"), ==,
                   talk_number (talk, "data.vote_info.ctime") + 604800);
  talk_get (talk, API "/x/vote/vote_info?vote_id=1");
  g_assert_cmpint (talk->code, ==, 0);
  g_assert_nonnull (talk_find (talk, "data.vote_info"));
  g_assert_null (talk_find (talk, "data.vote_info.vote_id"));
}

static void
test_vote_refusals (Talk *talk, gconstpointer data)
{
  static const char *const forms[] = {
    VOTE_START "&info[options][0][desc]=yes",
    VOTE_START "&info[options][1][desc]=yes&info[options][2][desc]=no",
    VOTE_START "&info[options][0][desc]=yes&info[options][2][desc]=no&info[options][1][desc]=",
    VOTE_START "&info[options][0][desc]=yes&info[options][3][desc]=no",
    VOTE_START YES_NO "&other=1",
    VOTE_START YES_NO "&info[options][0][img_url]=http%3A%2F%2Fx",
    VOTE ("", "0", "1", "604800") YES_NO,
    VOTE ("T", "2", "1", "604800") YES_NO,
    VOTE ("T", "1", "1", "604800") YES_NO,
    VOTE ("T", "0", "3", "604800") YES_NO,
    VOTE ("T", "0", "0", "604800") YES_NO,
    VOTE ("T", "0", "1", "60") YES_NO,
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_test_message ("%s", forms[i]);
      talk_post_form (talk, VOTE_FORM, forms[i]);
      g_assert_cmpint (talk->code, ==, 5100001);
      g_assert_cmpstr (talk_text (talk, "msg"), ==, talk_text (talk, "message"));
    }
  talk_post_form (talk, VOTE_FORM,
                  VOTE_START "&info[options][0][desc]=a&info[options][1][desc]=b&csrf=wrong");
  g_assert_cmpint (talk->code, ==, -111);
  talk_post_json (
      talk, VOTE_JSON,
      "{\"vote_info\":{\"title\":\"T\",\"type\":0,\"choice_cnt\":1,\"duration\":259200,"
      "\"options\":[{\"opt_desc\":\"a\"},{\"opt_desc\":\"b\"}],\"vote_publisher\":1002}}");
  g_assert_cmpint (talk->code, ==, -400);
}

static void
test_picture_vote (Talk *talk, gconstpointer data)
{
  g_autofree char *url = talk_upload (talk);
  g_autofree char *body = g_strdup_printf (
      "{\"vote_info\":{\"title\":\"T\",\"type\":1,\"choice_cnt\":2,\"duration\":259200,\"options\":"
      "["
      "{\"opt_desc\":\"a\",\"img_url\":\"%s\"},{\"opt_desc\":\"b\",\"img_url\":\"https:%s\"}]}}",
      url, url + strlen ("http:"));

  talk_post_json (talk, VOTE_JSON, body);
  g_assert_cmpint (talk->code, ==, 0);
}

static void
test_like_and_remove (Talk *talk, gconstpointer data)
{
  g_autofree char *mine = sandbox_server_add_post (talk->server, SANDBOX_MID, "mine");
  g_autofree char *theirs = sandbox_server_add_post (talk->server, SANDBOX_MID_2, "theirs");
  g_autofree char *like = g_strdup_printf ("{\"dyn_id_str\":\"%s\",\"up\":1}", theirs);
  g_autofree char *remove_mine = g_strdup_printf ("{\"dyn_id_str\":\"%s\"}", mine);
  g_autofree char *remove_theirs = g_strdup_printf ("{\"dyn_id_str\":\"%s\"}", theirs);

  for (guint i = 0; i < 2; i++)
    {
      talk_post_json (talk, API "/x/dynamic/feed/dyn/thumb?csrf=" SANDBOX_CSRF, like);
      g_assert_cmpint (talk->code, ==, 0);
    }
  talk_get_signed (talk, FEED, "host_mid=" SANDBOX_MID_2);
  g_assert_cmpstr (talk_text (talk, "data.items.0.stat.like"), ==, "1");
  talk_post_json (talk, API "/x/dynamic/feed/dyn/thumb?csrf=" SANDBOX_CSRF,
                  "{\"dyn_id_str\":\"1\",\"up\":1}");
  g_assert_cmpint (talk->code, ==, 4100001);
  talk_post_json (talk, API "/x/dynamic/feed/operate/remove?csrf=" SANDBOX_CSRF, remove_theirs);
  g_assert_cmpint (talk->code, ==, 4101144);
  talk_post_json (talk, API "/x/dynamic/feed/operate/remove?csrf=" SANDBOX_CSRF, remove_mine);
  g_assert_cmpint (talk->code, ==, 0);
  talk_post_json (talk, API "/x/dynamic/feed/operate/remove?csrf=" SANDBOX_CSRF, remove_mine);
  g_assert_cmpint (talk->code, ==, -404);
}

static void
test_init_check (Talk *talk, gconstpointer data)
{
  talk_get (talk,
            API "/x/dynamic/feed/create/init_check?scene=1&meta=%7B%22platform%22%3A%22pc%22%7D");
  g_assert_cmpint (talk_number (talk, "data.settings.max_content_length"), ==, 1000);
  talk->cookies = NULL;
  talk_get (talk, API "/x/dynamic/feed/create/init_check");
  g_assert_cmpint (talk->code, ==, -101);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/write/create", Talk, NULL, talk_set_up, test_create, talk_tear_down);
  g_test_add ("/sandbox/write/create-least", Talk, NULL, talk_set_up, test_create_least,
              talk_tear_down);
  g_test_add ("/sandbox/write/create-everything", Talk, NULL, talk_set_up, test_create_everything,
              talk_tear_down);
  g_test_add ("/sandbox/write/create-refusals", Talk, NULL, talk_set_up, test_create_refusals,
              talk_tear_down);
  g_test_add ("/sandbox/write/create-limits", Talk, NULL, talk_set_up, test_create_limits,
              talk_tear_down);
  g_test_add ("/sandbox/write/plain", Talk, NULL, talk_set_up, test_plain, talk_tear_down);
  g_test_add ("/sandbox/write/plain-mentions", Talk, NULL, talk_set_up, test_plain_mentions,
              talk_tear_down);
  g_test_add ("/sandbox/write/upload", Talk, NULL, talk_set_up, test_upload, talk_tear_down);
  g_test_add ("/sandbox/write/upload-refusals", Talk, NULL, talk_set_up, test_upload_refusals,
              talk_tear_down);
  g_test_add ("/sandbox/write/vote", Talk, NULL, talk_set_up, test_vote, talk_tear_down);
  g_test_add ("/sandbox/write/vote-refusals", Talk, NULL, talk_set_up, test_vote_refusals,
              talk_tear_down);
  g_test_add ("/sandbox/write/picture-vote", Talk, NULL, talk_set_up, test_picture_vote,
              talk_tear_down);
  g_test_add ("/sandbox/write/like-and-remove", Talk, NULL, talk_set_up, test_like_and_remove,
              talk_tear_down);
  g_test_add ("/sandbox/write/init-check", Talk, NULL, talk_set_up, test_init_check,
              talk_tear_down);
  return g_test_run ();
}
