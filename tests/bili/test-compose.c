/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading what a person picks from while writing. */

#include "bili-compose.h"
#include "bili-error.h"

static GBytes *
bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_topics (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = bytes (
    "{\"code\":0,\"data\":{\"topic_items\":[{\"id\":1005843,\"name\":\"一\",\"stat_desc\":\"1万浏览\"},"
    "{\"id\":\"7\",\"name\":\"二\",\"stat_desc\":null},{\"id\":0,\"name\":\"no id\"},{\"id\":8},"
    "\"junk\",{\"id\":-1,\"name\":\"x\"},{\"id\":{},\"name\":[]}]}}");
  g_autoptr (GPtrArray) topics = bili_topics_parse (body, &error);
  const BiliTopic *topic;

  g_assert_no_error (error);
  g_assert_cmpuint (topics->len, ==, 2);
  topic = topics->pdata[0];
  g_assert_cmpstr (topic->id, ==, "1005843");
  g_assert_cmpstr (topic->name, ==, "一");
  g_assert_cmpstr (topic->stat, ==, "1万浏览");
  topic = topics->pdata[1];
  g_assert_cmpstr (topic->id, ==, "7");
  g_assert_null (topic->stat);
}

static void
test_mentions (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = bytes (
    "{\"code\":0,\"data\":{\"groups\":[{\"group_type\":2,\"items\":[{\"uid\":\"11\",\"name\":\"甲\","
    "\"face\":\"//i0.hdslb.com/a.jpg\",\"fans\":\"12\"}]},null,{\"group_type\":4,\"items\":["
    "{\"uid\":12,\"name\":\"乙\",\"fans\":-3},{\"uid\":\"0\",\"name\":\"nobody\"},{\"uid\":\"13\"}]},"
    "{\"group_type\":4,\"items\":null}]}}");
  g_autoptr (GPtrArray) mentions = bili_mentions_parse (body, &error);
  const BiliMention *mention;

  g_assert_no_error (error);
  g_assert_cmpuint (mentions->len, ==, 2);
  mention = mentions->pdata[0];
  g_assert_cmpstr (mention->mid, ==, "11");
  g_assert_true (mention->followed);
  g_assert_cmpint (mention->fans, ==, 12);
  mention = mentions->pdata[1];
  g_assert_cmpstr (mention->mid, ==, "12");
  g_assert_false (mention->followed);
  g_assert_cmpint (mention->fans, ==, 0);
  g_assert_null (mention->face);
}

static void
test_emotes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = bytes (
    "{\"code\":0,\"data\":{\"packages\":[{\"id\":1,\"text\":\"小黄脸\",\"type\":1,\"emote\":["
    "{\"text\":\"[doge]\",\"url\":\"http://i0.hdslb.com/d.png\",\"meta\":{\"size\":2}},"
    "{\"text\":\"[dear]\",\"url\":\"http://i0.hdslb.com/e.png\",\"flags\":{\"no_access\":true}},"
    "{\"text\":\"doge\",\"url\":\"http://i0.hdslb.com/f.png\"},"
    "{\"text\":\"[a]b]\",\"url\":\"http://i0.hdslb.com/g.png\"},{\"text\":\"[x]\"}]},"
    "{\"id\":4,\"text\":\"颜文字\",\"type\":4,\"emote\":[{\"text\":\"(⌒▽⌒)\",\"url\":\"(⌒▽⌒)\"}]},"
    "{\"id\":5,\"text\":\"locked\",\"type\":2,\"emote\":[{\"text\":\"[y]\",\"url\":\"//h/y.png\","
    "\"flags\":{\"no_access\":true}}]},{\"id\":6,\"emote\":null}]}}");
  g_autoptr (GPtrArray) packs = bili_emotes_parse (body, &error);
  const BiliEmotePack *pack;
  const BiliEmote *emote;

  g_assert_no_error (error);
  g_assert_cmpuint (packs->len, ==, 2);

  pack = packs->pdata[0];
  g_assert_cmpstr (pack->name, ==, "小黄脸");
  g_assert_cmpuint (pack->emotes->len, ==, 1);
  emote = pack->emotes->pdata[0];
  g_assert_cmpstr (emote->text, ==, "[doge]");
  g_assert_true (emote->large);

  pack = packs->pdata[1];
  emote = pack->emotes->pdata[0];
  g_assert_cmpstr (emote->text, ==, "(⌒▽⌒)");
  g_assert_null (emote->url);
}

static void
test_limits (void)
{
  struct
  {
    const char *json;
    BiliLimits limits;
  } cases[] = {
    { "{\"code\":0,\"data\":{\"settings\":{\"max_content_length\":2000,\"max_at_count\":\"10\","
      "\"max_upload_size\":30}}}",
      { 2000, 10, 30 } },
    { "{\"code\":0,\"data\":{\"settings\":{\"max_content_length\":-1,\"max_at_count\":{},"
      "\"max_upload_size\":1e300}}}",
      BILI_LIMITS_DEFAULT },
    { "{\"code\":0,\"data\":null}", BILI_LIMITS_DEFAULT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = bytes (cases[i].json);
      BiliLimits limits = { 0 };

      g_assert_true (bili_limits_parse (body, &limits, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (limits.text, ==, cases[i].limits.text);
      g_assert_cmpuint (limits.mentions, ==, cases[i].limits.mentions);
      g_assert_cmpuint (limits.upload_mib, ==, cases[i].limits.upload_mib);
    }
}

/* The defaults stand also where the call failed. */
static void
test_limits_failure (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = bytes ("{\"code\":-101,\"message\":\"账号未登录\"}");
  BiliLimits limits = { 0 };

  g_assert_false (bili_limits_parse (body, &limits, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (limits.text, ==, 1000);
}

typedef GPtrArray *(*ParseFunc) (GBytes *body, GError **error);

static const ParseFunc parsers[] = { bili_topics_parse, bili_mentions_parse, bili_emotes_parse };

/* A list may be missing or null where it is empty. */
static void
test_empty (void)
{
  const char *answers[] = {
    "{\"code\":0,\"data\":{}}",
    "{\"code\":0,\"data\":{\"topic_items\":null,\"groups\":null,\"packages\":null}}",
    "{\"code\":0,\"data\":{\"topic_items\":[],\"groups\":[],\"packages\":[]}}",
    "{\"code\":0,\"data\":{\"groups\":[{\"group_type\":2,\"items\":[]},{\"items\":null}],"
    "\"packages\":[{\"id\":1,\"emote\":[{\"text\":\"[x]\",\"flags\":{\"no_access\":true}}]},{\"id\":2}]}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    for (guint j = 0; j < G_N_ELEMENTS (parsers); j++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GBytes) body = bytes (answers[i]);
        g_autoptr (GPtrArray) list = parsers[j](body, &error);

        g_assert_no_error (error);
        g_assert_cmpuint (list->len, ==, 0);
      }
}

static void
test_hostile (void)
{
  const char *answers[] = {
    "",
    "<html>",
    "{\"code\":0}",
    "{\"code\":0,\"data\":null}",
    "{\"code\":0,\"data\":[]}",
    "{\"code\":0,\"data\":\"x\"}",
    "{\"code\":0,\"data\":{\"topic_items\":1,\"groups\":{},\"packages\":\"x\"}}",
    "{\"code\":0,\"data\":{\"topic_items\":[1],\"groups\":[1],\"packages\":[1]}}",
    "{\"code\":0,\"data\":{\"topic_items\":[{\"id\":\"many\",\"name\":{}}],\"groups\":[{\"items\":{}}],"
    "\"packages\":[{\"id\":1,\"emote\":{}}]}}",
    "{\"code\":0,\"data\":{\"topic_items\":[null],\"groups\":[{\"items\":[{\"uid\":{}}]}],"
    "\"packages\":[{\"id\":1,\"emote\":[{\"text\":{},\"url\":{}}]}]}}",
    "{\"code\":-500,\"message\":\"x\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    for (guint j = 0; j < G_N_ELEMENTS (parsers); j++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GBytes) body = bytes (answers[i]);

        g_assert_null (parsers[j](body, &error));
        g_assert_nonnull (error);
        g_assert_true (error->domain == BILI_ERROR);
      }
}

static void
test_bounded (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = g_string_new ("{\"code\":0,\"data\":{\"topic_items\":[");
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) topics = NULL;
  const BiliTopic *topic;

  for (guint i = 1; i <= 1000; i++)
    {
      g_string_append_printf (json, "%s{\"id\":%u,\"name\":\"", i > 1 ? "," : "", i);
      for (guint j = 0; j < 300; j++)
        g_string_append (json, "图");
      g_string_append (json, "\"}");
    }
  g_string_append (json, "]}}");

  body = g_bytes_new (json->str, json->len);
  topics = bili_topics_parse (body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (topics->len, ==, 50);
  topic = topics->pdata[0];
  g_assert_cmpint (g_utf8_strlen (topic->name, -1), <=, 101);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/compose/topics", test_topics);
  g_test_add_func ("/compose/mentions", test_mentions);
  g_test_add_func ("/compose/emotes", test_emotes);
  g_test_add_func ("/compose/limits", test_limits);
  g_test_add_func ("/compose/limits-failure", test_limits_failure);
  g_test_add_func ("/compose/empty", test_empty);
  g_test_add_func ("/compose/hostile", test_hostile);
  g_test_add_func ("/compose/bounded", test_bounded);

  return g_test_run ();
}
