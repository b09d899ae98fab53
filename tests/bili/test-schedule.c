/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scheduled posts: each form that the list is known to have, and the calls against the stand-in. */

#include <string.h>

#include "bili-cookies.h"
#include "bili-schedule.h"
#include "support.h"

#define PATH_LIST "/dynamic_draft/v1/dynamic_draft/get_drafts"
#define PATH_PUBLISH "/dynamic_draft/v1/dynamic_draft/publish_now"
#define PATH_REMOVE "/dynamic_draft/v1/dynamic_draft/rm_draft"

static BiliScheduledList *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) body = bytes_of (text);

  return bili_scheduled_list_parse (body, error);
}

/* Returns: (transfer full): the only item of a list with that `request` */
static BiliScheduledList *
parse_request (const char *request)
{
  g_autofree char *text = g_strdup_printf ("{\"code\":0,\"data\":{\"drafts\":[{\"draft_id\":\"755409289278914611\","
                                           "\"uid\":1001,\"publish_time\":1767225600,\"request\":%s}]}}",
                                           request);
  g_autoptr (GError) error = NULL;
  BiliScheduledList *list = parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->items->len, ==, 1);
  g_assert_true (list->complete);
  return list;
}

static const struct
{
  const char *name;
  const char *request;
  const char *text;
  guint n_pictures;
} forms[] = {
  { "plain", "\"{\\\"content\\\":\\\"早安\\\",\\\"ctrl\\\":\\\"[]\\\"}\"", "早安", 0 },
  { "plain-object", "{\"content\":\"早安\"}", "早安", 0 },
  { "draw",
    "\"{\\\"description\\\":\\\"一张\\\",\\\"content\\\":\\\"一张\\\",\\\"pictures\\\":"
    "\\\"[{\\\\\\\"img_src\\\\\\\":\\\\\\\"http://i0.hdslb.com/bfs/a.jpg\\\\\\\"}]\\\"}\"",
    "一张", 1 },
  { "draw-array", "{\"description\":\"一张\",\"pictures\":[{\"img_src\":\"//i0.hdslb.com/bfs/a.jpg\"}]}", "一张", 1 },
  { "new",
    "\"{\\\"content\\\":{\\\"contents\\\":[{\\\"raw_text\\\":\\\"你好\\\",\\\"type\\\":1},"
    "{\\\"raw_text\\\":\\\"[doge]\\\",\\\"type\\\":9}]},\\\"pics\\\":[{\\\"img_src\\\":\\\"http://x/y.png\\\","
    "\\\"img_width\\\":\\\"12\\\",\\\"img_height\\\":9}]}\"",
    "你好[doge]", 1 },
  { "wrapped", "{\"dyn_req\":{\"content\":{\"contents\":[{\"raw_text\":\"里面\",\"type\":1}]}}}", "里面", 0 },
  { "content-in-text", "{\"content\":\"{\\\"contents\\\":[{\\\"raw_text\\\":\\\"套娃\\\"}]}\"}", "套娃", 0 },
};

static void
test_form (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (BiliScheduledList) list = parse_request (forms[i].request);
  const BiliScheduled *item = list->items->pdata[0];

  g_assert_cmpstr (item->id, ==, "755409289278914611");
  g_assert_cmpstr (item->mid, ==, "1001");
  g_assert_cmpint (item->time, ==, 1767225600);
  g_assert_true (item->understood);
  g_assert_cmpstr (item->text, ==, forms[i].text);
  g_assert_cmpuint (item->pictures->len, ==, forms[i].n_pictures);
  g_assert_true (bili_scheduled_list_find (list, "755409289278914611") == item);
  g_assert_null (bili_scheduled_list_find (list, "1"));
}

static void
test_not_understood (void)
{
  static const char *const requests[]
      = { "null", "5", "\"\"", "\"{\"", "[]", "{}", "\"[1]\"", "{\"content\":7.5}", "{\"pics\":{}}" };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (BiliScheduledList) list = parse_request (requests[i]);
      const BiliScheduled *item = list->items->pdata[0];

      g_assert_cmpint (item->time, ==, 1767225600);
      g_assert_false (item->understood);
      g_assert_cmpstr (item->text, ==, "");
    }
}

static void
test_options (void)
{
  g_autoptr (BiliScheduledList) list = parse_request (
      "{\"content\":{\"title\":\"标题\",\"contents\":[{\"raw_text\":\"选\",\"type\":4,\"biz_id\":\"77\"}]},"
      "\"topic\":{\"id\":123,\"name\":\"话题\"},\"option\":{\"close_comment\":1,\"private_pub\":1}}");
  const BiliScheduled *item = list->items->pdata[0];
  g_autoptr (BiliScheduled) copied = bili_scheduled_copy (item);

  g_assert_cmpstr (item->title, ==, "标题");
  g_assert_cmpstr (item->topic_id, ==, "123");
  g_assert_cmpstr (item->topic_name, ==, "话题");
  g_assert_cmpint (item->comments, ==, BILI_COMMENTS_CLOSED);
  g_assert_true (item->only_me);
  g_assert_cmpint (((const BiliNode *) item->nodes->pdata[0])->type, ==, BILI_NODE_VOTE);
  g_assert_cmpstr (((const BiliNode *) copied->nodes->pdata[0])->id, ==, "77");
}

static void
test_failed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliScheduledList) list
      = parse ("{\"code\":0,\"data\":{\"drafts\":[{\"draft_id\":380558,\"publish_status\":3},"
               "{\"draft_id\":\"2\",\"error_code\":\"500104\",\"error_msg\":\"系统错误\"},"
               "{\"draft_id\":3,\"publish_status\":0,\"error_code\":0},"
               "{\"draft_id\":3}]}}",
               &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->items->len, ==, 3);
  g_assert_true (list->complete);
  g_assert_cmpstr (((const BiliScheduled *) list->items->pdata[0])->id, ==, "380558");
  g_assert_true (((const BiliScheduled *) list->items->pdata[0])->failed);
  g_assert_true (((const BiliScheduled *) list->items->pdata[1])->failed);
  g_assert_cmpint (((const BiliScheduled *) list->items->pdata[1])->error_code, ==, 500104);
  g_assert_cmpstr (((const BiliScheduled *) list->items->pdata[1])->error_words, ==, "系统错误");
  g_assert_false (((const BiliScheduled *) list->items->pdata[2])->failed);
}

/* Nothing scheduled is something else than no list. */
static void
test_empty (void)
{
  static const char *const empty[] = { "{\"code\":0,\"data\":{}}", "{\"code\":0,\"data\":{\"drafts\":null}}",
                                       "{\"code\":0,\"data\":{\"drafts\":[]}}" };
  static const char *const none[]
      = { "{\"code\":0}", "{\"code\":0,\"data\":null}", "{\"code\":0,\"data\":[]}",
          "{\"code\":0,\"data\":{\"drafts\":7}}", "{\"code\":0,\"data\":{\"drafts\":\"[]\"}}",
          "{\"code\":0,\"data\":{\"drafts\":[{},{\"draft_id\":-1}]}}" };

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BiliScheduledList) list = parse (empty[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (list->items->len, ==, 0);
      g_assert_true (list->complete);
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BiliScheduledList) list = parse (none[i], &error);

      g_assert_null (list);
      g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
    }
  {
    g_autoptr (BiliScheduledList) list
        = parse ("{\"code\":0,\"data\":{\"drafts\":[{\"draft_id\":1},{}]}}", NULL);

    g_assert_cmpuint (list->items->len, ==, 1);
    g_assert_false (list->complete);
  }
}

static void
test_result (void)
{
  static const struct
  {
    const char *body;
    gboolean done;
    const char *post_id;
    int code;
  } cases[] = {
    { "{\"code\":0,\"message\":\"0\",\"ttl\":1,\"data\":{}}", TRUE, NULL, 0 },
    { "{\"code\":0}", TRUE, NULL, 0 },
    { "{\"code\":0,\"data\":{\"result\":0,\"errmsg\":\"\",\"create_ec\":0,"
      "\"dynamic_id_str\":\"588320531406678918\"}}",
      TRUE, "588320531406678918", 0 },
    { "{\"code\":0,\"data\":{\"create_ec\":500104,\"errmsg\":\"系统错误\"}}", FALSE, NULL, 500104 },
    { "{\"code\":0,\"data\":{\"create_ec\":\"500003\"}}", FALSE, NULL, 500003 },
    { "{\"code\":4120015,\"message\":\"系统异常\"}", FALSE, NULL, 4120015 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = bytes_of (cases[i].body);
      g_autoptr (GError) error = NULL;
      g_autofree char *post_id = NULL;

      g_assert_cmpint (bili_scheduled_result_parse (body, &post_id, &error), ==, cases[i].done);
      g_assert_cmpstr (post_id, ==, cases[i].post_id);
      g_assert_cmpint (bili_error_get_service_code (error), ==, cases[i].code);
      g_assert_true (cases[i].done == (error == NULL));
    }
}

static BiliScheduledList *
list_scheduled (BiliClient *client, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_list_scheduled_async (client, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_list_scheduled_finish (client, result, error);
}

static gboolean
publish_now (BiliClient *client, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *post_id = NULL;

  bili_client_publish_scheduled_async (client, id, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_publish_scheduled_finish (client, result, &post_id, error);
}

static gboolean
remove_scheduled (BiliClient *client, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_remove_scheduled_async (client, id, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_remove_scheduled_finish (client, result, error);
}

static char *
dup_body (const SandboxRequest *request)
{
  gsize size;
  const char *data = g_bytes_get_data (request->body, &size);

  return g_strndup (data, size);
}

static void
test_calls (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliScheduledList) list = list_scheduled (self->client, &error);
  g_autoptr (BiliScheduledList) rest = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *sent = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (list->items->len, ==, 5);
  for (guint i = 0; i < list->items->len; i++)
    g_assert_true (((const BiliScheduled *) list->items->pdata[i])->understood);
  first = g_strdup (((const BiliScheduled *) list->items->pdata[1])->id);
  second = g_strdup (((const BiliScheduled *) list->items->pdata[2])->id);

  g_assert_true (publish_now (self->client, first, &error));
  g_assert_no_error (error);
  /* Just the seed. */
  sent = dup_body (last_request (self->sandbox, PATH_PUBLISH));
  expected = g_strdup_printf ("draft_id=%s&csrf=" SANDBOX_CSRF, first);
  g_assert_cmpstr (sent, ==, expected);
  g_assert_false (publish_now (self->client, first, &error));
  g_assert_cmpint (bili_error_get_service_code (error), ==, 4120015);
  g_clear_error (&error);

  g_assert_true (remove_scheduled (self->client, second, &error));
  g_assert_no_error (error);
  g_assert_false (remove_scheduled (self->client, second, NULL));
  rest = list_scheduled (self->client, &error);
  g_assert_cmpuint (rest->items->len, ==, 3);
}

static const char *const faults[] = { "drop",  "lost", "http:500", "html", "truncated", "empty", "types",
                                      "null",  "code:-352", "voucher", "huge", "deep", "utf8" };

static void
test_faults (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BiliScheduledList) list = NULL;

      sandbox_server_fail (self->sandbox, PATH_LIST, faults[i], 1);
      list = list_scheduled (self->client, &error);
      g_assert_null (list);
      g_assert_cmpint (error->domain, ==, BILI_ERROR);
    }
}

static void
test_anonymous (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (publish_now (self->client, "1", &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_clear_error (&error);
  g_assert_false (remove_scheduled (self->client, "1", &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (sandbox_server_count_requests (self->sandbox, PATH_PUBLISH), ==, 0);
}

static void
test_expiry (void)
{
  static const struct
  {
    const char *session;
    gint64 expiry;
  } cases[] = { { SANDBOX_SESSDATA, 1893456000 },
                { "a%2C12%2Cb%2A1", 12 },
                { "a%2C12", 0 },
                { "a%2C%2Cb", 0 },
                { "a%2C99999999999999999999%2Cb", 0 },
                { "a%2Cx1%2Cb", 0 },
                { "plain", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header
          = g_strdup_printf ("SESSDATA=%s; bili_jct=1; DedeUserID=1", cases[i].session);
      g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (header, NULL);

      g_assert_cmpint (bili_cookies_get_expiry (cookies), ==, cases[i].expiry);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_strconcat ("/schedule/form/", forms[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_form);
    }
  g_test_add_func ("/schedule/not-understood", test_not_understood);
  g_test_add_func ("/schedule/options", test_options);
  g_test_add_func ("/schedule/failed", test_failed);
  g_test_add_func ("/schedule/empty", test_empty);
  g_test_add_func ("/schedule/result", test_result);
  g_test_add_func ("/schedule/expiry", test_expiry);
  g_test_add ("/schedule/calls", Fixture, NULL, fixture_set_up_signed_in, test_calls,
              fixture_tear_down_any);
  g_test_add ("/schedule/faults", Fixture, NULL, fixture_set_up_signed_in, test_faults,
              fixture_tear_down_any);
  g_test_add ("/schedule/anonymous", Fixture, NULL, fixture_set_up_anonymous, test_anonymous,
              fixture_tear_down_any);

  return g_test_run ();
}
