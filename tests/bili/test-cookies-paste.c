/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a person may paste to sign in. */

#include "bili-cookies.h"
#include "bili-error.h"

#include <string.h>

#define S "a1b2c3d4%2C1893456000%2Cf00d1%2A11"
#define J "0123456789abcdef"
#define PLAIN "SESSDATA=" S "; bili_jct=" J "; DedeUserID=1001"

static const struct
{
  const char *name;
  const char *text;
  const char *header;
} good[] = {
  { "header", PLAIN, PLAIN },
  { "header-word", "Cookie: " PLAIN, PLAIN },
  { "header-lower", "cookie:" PLAIN ";\r\n", PLAIN },
  { "header-on-next-line", "cookie:\n" PLAIN, PLAIN },
  { "all-headers",
    "GET /x HTTP/1.1\r\nHost: api.bilibili.com\r\nAccept: */*\r\nCookie: " PLAIN
    "\r\nUser-Agent: X\r\n",
    PLAIN },
  { "quoted", "\"" PLAIN "\"", PLAIN },
  { "single-quoted", "'" PLAIN "'", PLAIN },
  { "document-cookie", "document.cookie = \"" PLAIN "\"", PLAIN },
  { "document-cookie-bare", "document.cookie=" PLAIN, PLAIN },
  { "blanks", " \n\t  SESSDATA = " S " ;\n bili_jct = " J "\n;DedeUserID= 1001 \n", PLAIN },
  { "one-a-line", "SESSDATA=" S "\nbili_jct=" J "\nDedeUserID=1001\n", PLAIN },
  { "colons", "SESSDATA: " S "\nbili_jct: " J "\nDedeUserID: 1001", PLAIN },
  { "inspector",
    "SESSDATA:\"" S "\"\nCreated:\"Sat, 01 Jan 2022\"\nbili_jct:\"" J "\"\n"
    "DedeUserID:\"1001\"",
    PLAIN },
  { "table",
    "SESSDATA\t" S "\t.bilibili.com\t/\t2026-01-01T00:00:00.000Z\t34\t✓\t✓\n"
    "bili_jct\t" J "\t.bilibili.com\t/\nDedeUserID\t1001\t.bilibili.com\t/\n"
    "other\tx\t.bilibili.com\t/\n",
    PLAIN },
  { "table-colons", "SESSDATA:\t" S "\nbili_jct:\t" J "\nDedeUserID:\t1001", PLAIN },
  { "cookies-txt",
    "# Netscape HTTP Cookie File\n\n"
    "#HttpOnly_.bilibili.com\tTRUE\t/\tTRUE\t1893456000\tSESSDATA\t" S "\r\n"
    ".bilibili.com\tTRUE\t/\tFALSE\t1893456000\tbili_jct\t" J "\r\n"
    "www.bilibili.com\tTRUE\t/\tFALSE\t1893456000\tDedeUserID\t1001\r\n"
    ".example.com\tTRUE\t/\tFALSE\t1893456000\tsid\tof-another\r\n"
    ".notbilibili.com\tTRUE\t/\tFALSE\t1893456000\tbuvid3\tof-another\r\n",
    PLAIN },
  { "curl-b", "curl 'https://api.bilibili.com/x' -b '" PLAIN "' -H 'accept: */*'", PLAIN },
  { "curl-cookie", "curl https://api.bilibili.com/x --cookie \"" PLAIN "\" --compressed", PLAIN },
  { "curl-cookie-equals", "curl https://api.bilibili.com/x '--cookie=" PLAIN "'", PLAIN },
  { "curl-header",
    "curl 'https://api.bilibili.com/x' \\\n  -H 'accept: */*' \\\n  -H 'cookie: " PLAIN
    "' \\\n  --compressed",
    PLAIN },
  { "curl-long-header", "$ curl --header 'Cookie: " PLAIN "' https://api.bilibili.com", PLAIN },
  { "curl-dollar", "curl 'https://api.bilibili.com/x' -H $'Cookie: " PLAIN "'", PLAIN },
  { "curl-windows",
    "curl \"https://api.bilibili.com/x\" ^\r\n  -H \"accept: */*\" ^\r\n"
    "  -H ^\"Cookie: SESSDATA=a1b2c3d4^%^2C1893456000^%^2Cf00d1^%^2A11; bili_jct=" J
    "; DedeUserID=1001^\" ^\r\n  --compressed",
    PLAIN },
  { "curl-cut", "curl 'https://api.bilibili.com/x' \\\n-b '" PLAIN "; sid=", PLAIN },
  { "curl-cut-double", "curl 'https://api.bilibili.com/x' --cookie \"" PLAIN "; si", PLAIN },
  { "json-list",
    "[{\"domain\":\".bilibili.com\",\"name\":\"SESSDATA\",\"value\":\"" S "\",\"httpOnly\":true},"
    "{\"domain\":\"bilibili.com\",\"name\":\"bili_jct\",\"value\":\"" J "\"},"
    "{\"name\":\"DedeUserID\",\"value\":1001},{\"domain\":\".example.com\",\"name\":\"sid\","
    "\"value\":\"of-another\"},{\"name\":\"foreign\",\"value\":\"x\"},7,null,{}]",
    PLAIN },
  { "json-state",
    "{\"cookies\":[{\"name\":\"SESSDATA\",\"value\":\"" S
    "\"},{\"name\":\"bili_jct\",\"value\":\"" J
    "\"},{\"name\":\"DedeUserID\",\"value\":\"1001\"}],\"origins\":[]}",
    PLAIN },
  { "json-object",
    "{ \"SESSDATA\": \"" S "\",\n \"bili_jct\": \"" J "\",\n \"DedeUserID\": \"1001\" }", PLAIN },
  { "byte-order-mark", "\357\273\277" PLAIN, PLAIN },
  { "sessdata-alone", "SESSDATA=" S, "SESSDATA=" S },
  { "all-known",
    "buvid3=B3; a=b; buvid4=B4; sid=s; DedeUserID__ckMd5=m; SESSDATA=" S "; _uuid=x; SESSDATAX=1",
    "buvid3=B3; buvid4=B4; sid=s; DedeUserID__ckMd5=m; SESSDATA=" S },
  { "last-wins", "SESSDATA=old; SESSDATA=" S, "SESSDATA=" S },
  { "empty-ignored", "SESSDATA=" S "; bili_jct=; sid=\"\"", "SESSDATA=" S },
  { "decoded", "SESSDATA=a1b2c3d4,1893456000,f00d1*11", "SESSDATA=" S },
  { "star-kept", "SESSDATA=a1b2c3d4%2C1893456000%2Cf00d1*11",
    "SESSDATA=a1b2c3d4%2C1893456000%2Cf00d1*11" },
  { "lower-hex-kept", "SESSDATA=a%2c1%2cb", "SESSDATA=a%2c1%2cb" },
  /* A line break ends a cookie, and what follows is one more line that is none. */
  { "break", "SESSDATA=" S "\r\nEvil: yes\r\n\r\nGET / HTTP/1.1", "SESSDATA=" S },
};

static const struct
{
  const char *name;
  const char *text;
  const char *named; /* what the message must name */
} bad[] = {
  { "empty", "", "SESSDATA" },
  { "blank", " \r\n\t ", "SESSDATA" },
  { "prose", "I do not know what to paste; secret=1", "SESSDATA" },
  { "others", "bili_jct=secret; DedeUserID=1001", "SESSDATA" },
  { "other-case", "sessdata=secret", "SESSDATA" },
  { "prefix", "XSESSDATA=secret", "SESSDATA" },
  { "no-value", "SESSDATA=; bili_jct=secret", "SESSDATA" },
  { "json-break", "[{\"name\":\"SESSDATA\",\"value\":\"secret\\r\\nEvil: yes\"}]", "SESSDATA" },
  { "json-semicolon", "[{\"name\":\"SESSDATA\",\"value\":\"secret; admin=1\"}]", "SESSDATA" },
  { "json-nul", "[{\"name\":\"SESSDATA\",\"value\":\"\\u0000secret\"}]", "SESSDATA" },
  { "json-foreign", "[{\"name\":\"SESSDATA\",\"value\":\"secret\",\"domain\":\"example.com\"}]",
    "SESSDATA" },
  { "json-types", "[{\"name\":1,\"value\":{}},{\"name\":\"SESSDATA\",\"value\":[\"secret\"]}]",
    "SESSDATA" },
  { "json-cut", "[{\"name\":\"SESSDATA\",\"value\":\"secret", "SESSDATA" },
  { "json-second", "{\"SESSDATA\":\"fine\",\"bili_jct\":\"secret\\n\"}", "bili_jct" },
  { "curl-break", "curl x -b 'SESSDATA=secret\r\nEvil: yes'", "SESSDATA" },
  { "control", "SESSDATA=sec\x01ret", "SESSDATA" },
  { "not-ascii", "SESSDATA=secret\xc3\xa9", "SESSDATA" },
  { "not-utf8", "SESSDATA=secret\xff", "SESSDATA" },
  { "foreign-file", ".example.com\tTRUE\t/\tTRUE\t1\tSESSDATA\tsecret", "SESSDATA" },
};

static void
test_good (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_text (good[i].text, &error);
  char *header;

  g_assert_no_error (error);
  header = bili_cookies_to_header (cookies);
  g_assert_cmpstr (header, ==, good[i].header);
  bili_cookies_free_header (header);
}

static void
test_bad (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;

  g_assert_null (bili_cookies_new_from_text (bad[i].text, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, bad[i].named));
  g_assert_null (strstr (error->message, "secret"));
}

static void
test_long (void)
{
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_autofree char *text = g_strconcat ("SESSDATA=x; ", filler, NULL);
  g_autofree char *value = g_strnfill (20 * 1024, 'x');
  g_autofree char *too_long = g_strconcat ("SESSDATA=", value, NULL);
  g_autofree char *nested = g_strnfill (80 * 1024, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (bili_cookies_new_from_text (text, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (bili_cookies_new_from_text (too_long, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (bili_cookies_new_from_text (nested, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *path = g_strconcat ("/paste/good/", good[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_good);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strconcat ("/paste/bad/", bad[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_bad);
    }
  g_test_add_func ("/paste/long", test_long);

  return g_test_run ();
}
