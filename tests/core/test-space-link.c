/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-space-link"

#include <gio/gio.h>

#include "tuwen-space-link.h"

#define OPUS "1057955152016703512"

typedef struct
{
  const char *text;
  const char *id;
} Case;

/* A log is UTF-8, a test's text need not be */
static void
log_text (const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("\"%s\"", escaped);
}

static void
check_read (const Case *cases, gsize n_cases, TuwenSpaceLinkKind kind)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr (GError) error = NULL;
      TuwenSpaceLinkKind actual = 99;
      g_autofree char *id = tuwen_space_link_parse (cases[i].text, &actual, &error);

      log_text (cases[i].text);
      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, cases[i].id);
      g_assert_cmpint (actual, ==, kind);
    }
}

/* Every refusal holds these words, and no other refusal does */
static void
check_refused (const char *const *texts, gsize n_texts, const char *words)
{
  for (gsize i = 0; i < n_texts; i++)
    {
      g_autoptr (GError) error = NULL;
      TuwenSpaceLinkKind kind = 99;
      g_autofree char *id = tuwen_space_link_parse (texts[i], &kind, &error);

      log_text (texts[i]);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_null (id);
      g_assert_cmpint (kind, ==, 99);
      if (strstr (error->message, words) == NULL)
        g_error ("“%s” is refused with “%s”", texts[i], error->message);
    }
}

#define CHECK_READ(cases, kind) check_read (cases, G_N_ELEMENTS (cases), kind)
#define CHECK_REFUSED(texts, words) check_refused (texts, G_N_ELEMENTS (texts), words)

static void
test_number (void)
{
  static const Case cases[] = {
    { "645769214", "645769214" },
    { "1", "1" },
    { "  645769214\n", "645769214" },
    { "\xe3\x80\x80" "645769214\xc2\xa0", "645769214" },
    { "\xef\xbb\xbf" "645769214\xe2\x80\x8b", "645769214" },
    { "６４５７６９２１４", "645769214" },
    { "000123", "123" },
    { "3546641234567890", "3546641234567890" },
    { "UID:123", "123" },
    { "uid123", "123" },
    { "Uid 123", "123" },
    { "UID：１２３", "123" },
    { "ＵＩＤ：123", "123" },
    { "uid: 123", "123" },
    { "uid=123", "123" },
    { "mid=123", "123" },
    { "UID#123", "123" },
    { "(123)", "123" },
    { "“123”", "123" },
    { "123。", "123" },
    { "123.", "123" },
    { "123，", "123" },
  };

  CHECK_READ (cases, TUWEN_SPACE_LINK_MID);
}

static void
test_space (void)
{
  static const Case cases[] = {
    { "https://space.bilibili.com/645769214", "645769214" },
    { "https://space.bilibili.com/645769214/", "645769214" },
    { "https://space.bilibili.com/645769214/upload/opus", "645769214" },
    { "https://space.bilibili.com/645769214/dynamic", "645769214" },
    { "https://space.bilibili.com/645769214/article", "645769214" },
    { "https://space.bilibili.com/645769214?spm_id_from=333.1007.0.0", "645769214" },
    { "https://space.bilibili.com/645769214#/dynamic", "645769214" },
    { "https://space.bilibili.com/0645769214", "645769214" },
    { "http://space.bilibili.com/645769214", "645769214" },
    { "HTTPS://SPACE.BILIBILI.COM/645769214", "645769214" },
    { "https://space.bilibili.com:443/645769214", "645769214" },
    { "https://space.bilibili.com./645769214", "645769214" },
    { "//space.bilibili.com/645769214", "645769214" },
    { "space.bilibili.com/645769214", "645769214" },
    { "space.bilibili.com:443/645769214", "645769214" },
    { " \n\tspace.bilibili.com/645769214\r\n", "645769214" },
    { "https://space.bilibili.com/645769214。", "645769214" },
    { "https://space.bilibili.com/645769214, thanks", "645769214" },
    { "https://space.bilibili.com/645769214.", "645769214" },
    { "https://space.bilibili.com/645769214！", "645769214" },
    { "https://space.bilibili.com/645769214~", "645769214" },
    { "<https://space.bilibili.com/645769214>", "645769214" },
    { "[link](https://space.bilibili.com/645769214)", "645769214" },
    { "\"https://space.bilibili.com/645769214\"", "645769214" },
    { "【某某的个人空间】 https://space.bilibili.com/645769214?share=1 快来看", "645769214" },
    { "看这里https://space.bilibili.com/645769214哦", "645769214" },
    { "seehttps://space.bilibili.com/645769214", "645769214" },
    { "看 space.bilibili.com/645769214 这个", "645769214" },
    { "https：／／space.bilibili.com／６４５７６９２１４", "645769214" },
    { "https://space.bilibili.com/1 https://space.bilibili.com/2", "1" },
    { "example.com says https://space.bilibili.com/2", "2" },
    { "https://m.bilibili.com/space/645769214", "645769214" },
    { "https://m.bilibili.com/space/645769214?from=search", "645769214" },
    { "m.bilibili.com/space/645769214", "645769214" },
    { "https://www.bilibili.com/space/645769214", "645769214" },
    { "bilibili://space/645769214", "645769214" },
    { "bilibili://space/645769214?defaultTab=dynamic", "645769214" },
    { "BiliBili://Space/645769214/", "645769214" },
    { "https://space.bilibili.com/h5/follow?mid=645769214", "645769214" },
    { "https://space.bilibili.com/h5/follow?type=fans&mid=645769214&x=1#top", "645769214" },
  };

  CHECK_READ (cases, TUWEN_SPACE_LINK_MID);
}

static void
test_opus (void)
{
  static const Case cases[] = {
    { "https://www.bilibili.com/opus/" OPUS, OPUS },
    { "https://www.bilibili.com/opus/" OPUS "?spm_id_from=333.1387.0.0", OPUS },
    { "https://www.bilibili.com/opus/" OPUS "/", OPUS },
    { "www.bilibili.com/opus/" OPUS, OPUS },
    { "bilibili.com/opus/" OPUS, OPUS },
    { "//www.bilibili.com/opus/" OPUS, OPUS },
    { "https://m.bilibili.com/opus/" OPUS, OPUS },
    { "bilibili://opus/" OPUS, OPUS },
    { "bilibili://opus/detail/" OPUS "?from=1", OPUS },
    { "bilibili://following/detail/" OPUS, OPUS },
    { "https://t.bilibili.com/" OPUS, OPUS },
    { "https://t.bilibili.com/" OPUS "?tab=2", OPUS },
    { "t.bilibili.com/" OPUS, OPUS },
    { "https://t.bilibili.com/h5/dynamic/detail/" OPUS, OPUS },
    { "https://m.bilibili.com/dynamic/" OPUS, OPUS },
    { "https://www.bilibili.com/dynamic/" OPUS, OPUS },
    { "【动态】https://t.bilibili.com/" OPUS "，看看", OPUS },
  };

  CHECK_READ (cases, TUWEN_SPACE_LINK_OPUS);
}

static void
test_short (void)
{
  static const Case cases[] = {
    { "https://b23.tv/AbC1234", "AbC1234" },
    { "http://b23.tv/AbC1234", "AbC1234" },
    { "b23.tv/AbC1234", "AbC1234" },
    { "https://b23.tv/AbC1234/", "AbC1234" },
    { "https://b23.tv/AbC1234?share_medium=android", "AbC1234" },
    { "https://bili2233.cn/AbC1234", "AbC1234" },
    { "【某某的主页-哔哩哔哩】 https://b23.tv/AbC1234。", "AbC1234" },
  };

  CHECK_READ (cases, TUWEN_SPACE_LINK_SHORT);
}

static void
test_nothing (void)
{
  static const char *const texts[] = { "", " ", "\n\t ", "\xe3\x80\x80", "\xe2\x80\x8b\xef\xbb\xbf" };

  CHECK_REFUSED (texts, "Type a UID");
}

static void
test_no_link (void)
{
  static const char *const texts[] = {
    "abc",       "某某",       "123abc", "123 456", "-5",       "1.5",     "uid",
    "UID:",      "uid:abc",    "://",    "http:",   "http:/x",  "123/456", "\xff\xfe",
    "123\xff",   "١٢٣",        "½",      "@某某",   "space",    "#",       "https:\\\\a",
    "1e9",       "0x10",       "//",     "...",     "。",       "BV",      "cv",
  };

  CHECK_REFUSED (texts, "neither a UID nor a link");
}

static void
test_number_of_nobody (void)
{
  static const char *const zero[] = {
    "0",       "000",
    "０",      "UID:0",
    "uid0",    "https://space.bilibili.com/0",
    "https://space.bilibili.com/h5/follow?mid=0", "https://t.bilibili.com/0",
  };
  static const char *const post[] = {
    "10579551520167035",     OPUS,
    "UID:" OPUS,             " " OPUS "\n",
    "１０５７９５５１５２０１６７０３５", "0001057955152016703512",
  };
  static const char *const long_number[] = {
    "10579551520167035120",
    "99999999999999999999999999999999999999999999999999999999999999999999999999999999",
    "https://space.bilibili.com/" OPUS,
    "https://t.bilibili.com/10579551520167035120",
  };

  CHECK_REFUSED (zero, "No space has this number");
  CHECK_REFUSED (post, "post’s number");
  CHECK_REFUSED (long_number, "too long");
}

static void
test_something_else (void)
{
  static const char *const articles[] = {
    "https://www.bilibili.com/read/cv123456", "https://www.bilibili.com/read/mobile/123456",
    "bilibili://article/123456",              "www.bilibili.com/read/cv123456/?from=search",
    "cv123456",                               "https://b23.tv/cv123456",
    "https://www.bilibili.com/read/readlist/rl1",
  };
  static const char *const albums[]
      = { "https://h.bilibili.com/123456", "h.bilibili.com/123456", "bilibili://album/123456" };
  static const char *const votes[] = {
    "https://t.bilibili.com/vote/h5/index?vote_id=123",
    "https://t.bilibili.com/vote/h5/index/#/result?vote_id=123",
  };
  static const char *const videos[] = {
    "https://www.bilibili.com/video/BV1xx411c7mD", "https://m.bilibili.com/video/av170001",
    "https://b23.tv/BV1xx411c7mD",                 "https://b23.tv/av170001",
    "https://b23.tv/ep12345",                      "https://b23.tv/ss12345",
    "https://www.bilibili.com/BV1xx411c7mD",       "https://www.bilibili.com/bangumi/play/ep1",
    "bilibili://video/170001",                     "BV1xx411c7mD",
    "av170001",                                    "看 BV1xx411c7mD 啊",
  };
  static const char *const pages[] = {
    "https://www.bilibili.com",
    "https://www.bilibili.com/",
    "https://space.bilibili.com/",
    "https://space.bilibili.com",
    "https://space.bilibili.com/abc",
    "https://space.bilibili.com/123abc",
    "https://space.bilibili.com/h5/follow",
    "https://space.bilibili.com/h5/follow?xmid=1",
    "https://space.bilibili.com/?mid=1",
    "https://live.bilibili.com/123",
    "https://passport.bilibili.com/123",
    "https://t.bilibili.com/",
    "https://t.bilibili.com/topic/123",
    "https://www.bilibili.com/opus/",
    "https://www.bilibili.com/opus/abc",
    "https://www.bilibili.com/opusx/123",
    "https://m.bilibili.com/space/",
    "https://b23.tv/",
    "https://b23.tv/ab",
    "https://b23.tv/a-bcdef",
    "https://b23.tv/AbC1234567890AbC1234567890",
    "bilibili://",
    "bilibili://live/123",
    "bilibili://space",
    "bilibili://space/abc",
  };

  CHECK_REFUSED (articles, "an article");
  CHECK_REFUSED (albums, "an old album");
  CHECK_REFUSED (votes, "a vote");
  CHECK_REFUSED (videos, "a video");
  CHECK_REFUSED (pages, "page of bilibili, but no space");
}

static void
test_foreign (void)
{
  static const char *const texts[] = {
    "https://example.com/123",
    "example.com",
    "https://bilibili.com.evil.example/123",
    "https://space.bilibili.com.evil.example/123",
    "space.bilibili.com.evil.example/123",
    "https://evilbilibili.com/123",
    "https://space-bilibili.com/123",
    "https://xspace.bilibili.com.cn/123",
    "https://space.bilibili.com@evil.example/123",
    "https://space.bilibili.com:80@evil.example/123",
    "https://me@space.bilibili.com/123",
    "space.bilibili.com@evil.example/123",
    "https://evil.example/https://space.bilibili.com/123",
    "https://evil.example?https://space.bilibili.com/123",
    "https://evil.example#space.bilibili.com/123",
    "https://evil.example\\.bilibili.com/123",
    "https://space.bilibili.com\\@evil.example/123",
    "https://space.bilibili.com\\123",
    "space.bilibili.com\\123",
    "https://space.bilibili.com%2eevil.example/123",
    "https://space%2ebilibili.com/123",
    "https://space.bilibili.com:8080/123",
    "https://space.bilibili.com:/123",
    "https:///space.bilibili.com/123",
    "https://./123",
    "https://127.0.0.1/123",
    "https://[::1]/123",
    "https://xb23.tv/AbC1234",
    "https://b23.tv.example/AbC1234",
    "ftp://space.bilibili.com/123",
    "javascript://space.bilibili.com/123",
    "xbilibilix://space/123",
    "https://spacе.bilibili.com/123",
    "https://bilibili。com.evil.example/123",
  };

  CHECK_REFUSED (texts, "another website");
}

static void
test_endless (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (4 * 1024 * 1024, '1');
  TuwenSpaceLinkKind kind;

  g_assert_null (tuwen_space_link_parse (text, &kind, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

/* Any bytes give an id of digits or letters, or a sentence */
static void
test_any_bytes (void)
{
  static const char *const pieces[] = {
    "https://", "bilibili://", "space.bilibili.com", "b23.tv", "/", "1", "opus", "?", "mid=", "@",
    "\\",       ":",           "\xff",               "。",     " ", "#", "uid",  "h5/", "&", ".",
  };

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *id = NULL;
      TuwenSpaceLinkKind kind;
      int n_pieces = g_test_rand_int_range (0, 12);

      while (n_pieces-- > 0)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

      id = tuwen_space_link_parse (text->str, &kind, &error);
      g_assert_true ((id == NULL) == (error != NULL));
      if (id == NULL)
        continue;
      g_assert_cmpuint (strlen (id), <=, 19);
      g_assert_cmpuint (strspn (id,
                                kind == TUWEN_SPACE_LINK_SHORT
                                    ? G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS
                                    : G_CSET_DIGITS),
                        ==,
                        strlen (id));
      g_assert_cmpuint (strlen (id), >, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/space-link/number", test_number);
  g_test_add_func ("/space-link/space", test_space);
  g_test_add_func ("/space-link/opus", test_opus);
  g_test_add_func ("/space-link/short", test_short);
  g_test_add_func ("/space-link/nothing", test_nothing);
  g_test_add_func ("/space-link/no-link", test_no_link);
  g_test_add_func ("/space-link/number-of-nobody", test_number_of_nobody);
  g_test_add_func ("/space-link/something-else", test_something_else);
  g_test_add_func ("/space-link/foreign", test_foreign);
  g_test_add_func ("/space-link/endless", test_endless);
  g_test_add_func ("/space-link/any-bytes", test_any_bytes);
  return g_test_run ();
}
