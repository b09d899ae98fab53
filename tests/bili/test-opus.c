/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bili-error.h"
#include "bili-opus.h"
#include "support.h"

#include <string.h>

static BiliOpusPage *
parse (const char *text)
{
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (GError) error = NULL;
  BiliOpusPage *page = bili_opus_page_parse (body, &error);

  g_assert_no_error (error);
  g_assert_nonnull (page);
  return page;
}

static void
assert_refused (const char *text)
{
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_null (bili_opus_page_parse (body, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL);
}

#define ITEM(members) "{\"code\":0,\"data\":{\"has_more\":true,\"items\":[{" members "}]}}"
#define ID "\"opus_id\":\"1017268158018367545\""

/* The shape of the seed document. */
static void
test_sample (void)
{
  g_autoptr (BiliOpusPage) page
      = parse ("{\"code\":0,\"data\":{\"has_more\":true,\"items\":["
               "{\"content\":\"第一行\\n[doge]\",\"cover\":{\"height\":1640,\"url\":"
               "\"http://i0.hdslb.com/bfs/new_dyn/a.jpg\",\"width\":720},"
               "\"jump_url\":\"//www.bilibili.com/opus/1017268158018367545\","
               "\"opus_id\":\"1017268158018367545\",\"stat\":{\"like\":\"1.2万\",\"view\":\"73\"}},"
               "{\"content\":\"\",\"jump_url\":\"//www.bilibili.com/opus/666592668234547878\","
               "\"opus_id\":\"666592668234547878\",\"stat\":{\"like\":\"0\"}}],"
               "\"offset\":\"666592668234547878\",\"update_num\":0},\"message\":\"0\",\"ttl\":1}");
  const BiliOpus *first = page->items->pdata[0];
  const BiliOpus *second = page->items->pdata[1];

  g_assert_cmpuint (page->items->len, ==, 2);
  g_assert_true (page->has_more);
  g_assert_cmpstr (page->offset, ==, "666592668234547878");

  g_assert_cmpstr (first->id, ==, "1017268158018367545");
  g_assert_cmpstr (first->text, ==, "第一行\n[doge]");
  g_assert_cmpstr (first->cover_url, ==, "http://i0.hdslb.com/bfs/new_dyn/a.jpg");
  g_assert_cmpint (first->cover_width, ==, 720);
  g_assert_cmpint (first->cover_height, ==, 1640);
  g_assert_cmpstr (first->likes, ==, "1.2万");
  g_assert_cmpstr (first->views, ==, "73");

  g_assert_cmpstr (second->text, ==, "");
  g_assert_null (second->cover_url);
  g_assert_cmpint (second->cover_width, ==, 0);
  g_assert_cmpstr (second->likes, ==, "0");
  g_assert_null (second->views);
}

static void
test_empty (void)
{
  static const char *const empty[] = {
    "{\"code\":0,\"data\":{\"has_more\":false,\"items\":[],\"offset\":\"\"}}",
    "{\"code\":0,\"data\":{\"has_more\":false,\"items\":null,\"offset\":null}}",
    "{\"code\":0,\"data\":{\"has_more\":false}}",
    "{\"code\":0,\"data\":{\"items\":[]}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      g_autoptr (BiliOpusPage) page = parse (empty[i]);

      g_assert_cmpuint (page->items->len, ==, 0);
      g_assert_cmpstr (page->offset, ==, "");
      g_assert_false (page->has_more);
    }
}

/* None of these may pass for an empty space. */
static void
test_refused (void)
{
  assert_refused ("{\"code\":0}");
  assert_refused ("{\"code\":0,\"data\":null}");
  assert_refused ("{\"code\":0,\"data\":{}}");
  assert_refused ("{\"code\":0,\"data\":[]}");
  assert_refused ("{\"code\":0,\"data\":\"no\"}");
  assert_refused ("{\"code\":0,\"data\":{\"has_more\":true,\"items\":\"none\"}}");
  assert_refused ("{\"code\":0,\"data\":{\"has_more\":true,\"items\":{}}}");
  assert_refused ("{\"code\":0,\"data\":{\"has_more\":true,\"items\":[1,null,\"a\",[],{}]}}");
  assert_refused (ITEM ("\"opus_id\":\"abc\""));
  assert_refused (ITEM ("\"opus_id\":\"\""));
  assert_refused (ITEM ("\"opus_id\":\"0\""));
  assert_refused (ITEM ("\"opus_id\":\"-5\""));
  assert_refused (ITEM ("\"opus_id\":\"01017268158018367545\""));
  assert_refused (ITEM ("\"opus_id\":\"1017268158018367545&x=1\""));
  assert_refused (ITEM ("\"opus_id\":\"99999999999999999999\""));
  assert_refused (ITEM ("\"opus_id\":true,\"jump_url\":\"//www.bilibili.com/opus/x\""));
}

static void
test_odd_items (void)
{
  g_autoptr (BiliOpusPage) some
      = parse ("{\"code\":0,\"data\":{\"items\":[null,{\"opus_id\":{}},{" ID "},7]}}");
  g_autoptr (BiliOpusPage) number = parse (ITEM ("\"opus_id\":1017268158018367545"));
  g_autoptr (BiliOpusPage) from_url
      = parse (ITEM ("\"jump_url\":\"//www.bilibili.com/opus/1017268158018367545?a=1\""));
  g_autoptr (BiliOpusPage) bare
      = parse (ITEM (ID ",\"content\":{},\"cover\":[],\"stat\":\"none\",\"jump_url\":7"));
  g_autoptr (BiliOpusPage) counts = parse (ITEM (
      ID ",\"content\":12,\"cover\":{\"url\":\"u\",\"width\":\"720\",\"height\":-5},\"stat\":{"
         "\"like\":1234,\"view\":true}"));
  g_autoptr (BiliOpusPage) sides = parse (
      ITEM (ID ",\"cover\":{\"url\":\"u\",\"width\":1e300,\"height\":9223372036854775807}"));
  const BiliOpus *opus = bare->items->pdata[0];

  g_assert_cmpuint (some->items->len, ==, 1);
  g_assert_cmpstr (((BiliOpus *) number->items->pdata[0])->id, ==, "1017268158018367545");
  g_assert_cmpstr (((BiliOpus *) from_url->items->pdata[0])->id, ==, "1017268158018367545");

  g_assert_cmpstr (opus->text, ==, "");
  g_assert_null (opus->cover_url);
  g_assert_null (opus->likes);
  g_assert_null (opus->views);

  opus = counts->items->pdata[0];
  g_assert_cmpstr (opus->text, ==, "12");
  g_assert_cmpint (opus->cover_width, ==, 720);
  g_assert_cmpint (opus->cover_height, ==, 0);
  g_assert_cmpstr (opus->likes, ==, "1234");
  g_assert_null (opus->views);

  opus = sides->items->pdata[0];
  g_assert_cmpint (opus->cover_width, ==, 0);
  g_assert_cmpint (opus->cover_height, ==, 0);
}

/* What the next page is asked with is the last id when the answer does not say. */
static void
test_offset (void)
{
  g_autofree char *long_offset = g_strnfill (100000, '9');
  g_autofree char *text
      = g_strdup_printf ("{\"code\":0,\"data\":{\"items\":[],\"offset\":\"%s\"}}", long_offset);
  g_autoptr (BiliOpusPage) missing = parse (ITEM (ID));
  g_autoptr (BiliOpusPage) number
      = parse ("{\"code\":0,\"data\":{\"items\":[],\"offset\":666592668234547878}}");
  g_autoptr (BiliOpusPage) bounded = parse (text);

  g_assert_cmpstr (missing->offset, ==, "1017268158018367545");
  g_assert_cmpstr (number->offset, ==, "666592668234547878");
  g_assert_cmpuint (strlen (bounded->offset), ==, 128);
}

static void
test_bounds (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autoptr (GString) many = g_string_new ("{\"code\":0,\"data\":{\"items\":[");
  g_autofree char *text
      = g_strdup_printf (ITEM (ID ",\"content\":\"%s\",\"cover\":{\"url\":\"%s\"},\"stat\":{"
                                  "\"like\":\"%s\"}"),
                         long_text, long_text, long_text);
  g_autoptr (BiliOpusPage) page = parse (text);
  g_autoptr (BiliOpusPage) full = NULL;
  const BiliOpus *opus = page->items->pdata[0];

  g_assert_cmpuint (strlen (opus->text), ==, 20000);
  g_assert_cmpuint (strlen (opus->cover_url), ==, 2048);
  g_assert_cmpuint (strlen (opus->likes), ==, 32);

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (many, "%s{\"opus_id\":\"%u\"}", i > 0 ? "," : "", 1000000 + i);
  g_string_append (many, "]}}");
  full = parse (many->str);
  g_assert_cmpuint (full->items->len, ==, 200);
  g_assert_cmpstr (full->offset, ==, "1000199");
}

static void
test_dates (void)
{
  static const struct
  {
    const char *id;
    gint64 date;
  } dated[] = {
    { "1017268158018367545", 1735689600 },
    { "666592668234547878", 1654041600 },
    { "881450984197324809", 1704067200 },
    { "1", 1498838400 },
    { "4294967295", 1498838400 },
    { "4294967296", 1498838401 },
    { "9223372036854775807", G_GINT64_CONSTANT (1498838400) + G_MAXINT32 },
  };
  static const char *const no_ids[] = { "",
                                        "0",
                                        "-1",
                                        "+1",
                                        "01",
                                        " 1",
                                        "1 ",
                                        "1a",
                                        "abc",
                                        "0x10",
                                        "9223372036854775808",
                                        "99999999999999999999999" };

  for (gsize i = 0; i < G_N_ELEMENTS (dated); i++)
    g_assert_cmpint (bili_opus_id_to_unix (dated[i].id), ==, dated[i].date);

  g_assert_cmpint (bili_opus_id_to_unix (NULL), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (no_ids); i++)
    g_assert_cmpint (bili_opus_id_to_unix (no_ids[i]), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/opus/sample", test_sample);
  g_test_add_func ("/opus/empty", test_empty);
  g_test_add_func ("/opus/refused", test_refused);
  g_test_add_func ("/opus/odd-items", test_odd_items);
  g_test_add_func ("/opus/offset", test_offset);
  g_test_add_func ("/opus/bounds", test_bounds);
  g_test_add_func ("/opus/dates", test_dates);

  return g_test_run ();
}
