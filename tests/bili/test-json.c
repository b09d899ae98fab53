/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bili-error.h"
#include "bili-json.h"
#include "support.h"

#include <math.h>
#include <string.h>

static JsonNode *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = bytes_of (text);
  g_autoptr (GError) error = NULL;
  JsonNode *root = bili_json_parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
  return root;
}

static void
assert_refused_bytes (const char *text, gsize length, BiliError kind)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (GError) error = NULL;

  g_assert_null (bili_json_parse (bytes, &error));
  g_assert_error (error, BILI_ERROR, (gint) kind);
}

static void
test_good (void)
{
  static const char *const good[] = {
    "{}",
    "[]",
    "null",
    "true",
    "0",
    "-0",
    "-12.5e-3",
    "1E5",
    "\"\"",
    " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } \n",
    "[[],[[]],{},{\"\":{}}]",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\udc31\"",
    "\"猫🐱\"",
    "{\"a\":1,\"a\":2}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (JsonNode) root = NULL;

      g_test_message ("%s", good[i]);
      root = parse (good[i]);
    }
}

/* Some of these json-glib itself would take. */
static void
test_bad (void)
{
  static const char *const bad[] = {
    "",
    " ",
    "{",
    "}",
    "[",
    "]",
    "[1",
    "[1,]",
    "[,]",
    "[1 2]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{,}",
    "{a:1}",
    "{1:1}",
    "{'a':1}",
    "'a'",
    "\"a",
    "\"\\x\"",
    "\"\\u12g4\"",
    "\"\\u12\"",
    "\"\\\"",
    "\"\n\"",
    "\"\t\"",
    "01",
    "+1",
    "1.",
    ".5",
    "1e",
    "1e+",
    "-",
    "0x10",
    "NaN",
    "Infinity",
    "tru",
    "truee",
    "nul",
    "True",
    "{}{}",
    "{} x",
    "[]]",
    "{]",
    "[}",
    "[{]}",
    "// no\n{}",
    "/**/{}",
    "var a = {}",
    "{};",
    "<html>",
    "a",
    "\"\\ud800\"",
    "\"\\udc00\"",
    "\"\\udc00x\"",
    "\"\\ud800\\u0041\"",
    "\"\\ud83d\\uAdc31\"",
    "\"\\ud800\\ud800\"",
    "\"\\ud800\\n\"",
    "\"\\ud800\\u\"",
    "{\"a\":1}}",
    "\357\273\277{}",
    "[1,,2]",
    "{\"a\" 1}",
    "null,",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      assert_refused_bytes (bad[i], strlen (bad[i]), BILI_ERROR_PROTOCOL);
    }
}

/* Every beginning of a document is refused, and nothing is read behind its end. */
static void
test_prefixes (void)
{
  static const char whole[]
      = "{\"a\":[1,-2.5e+3,true,false,null,\"\\u00e9\\n\"],\"b\":{\"c\":{}},\"d\":[]}";

  for (gsize length = 0; length < strlen (whole); length++)
    {
      g_autofree char *exact = g_memdup2 (whole, length);

      assert_refused_bytes (exact, length, BILI_ERROR_PROTOCOL);
    }
}

static void
test_bytes (void)
{
  assert_refused_bytes ("\"\xff\"", 3, BILI_ERROR_PROTOCOL);
  assert_refused_bytes ("\"\xe4\xb8\"", 4, BILI_ERROR_PROTOCOL);
  assert_refused_bytes ("\"\xed\xa0\x80\"", 5, BILI_ERROR_PROTOCOL);
  assert_refused_bytes ("{}\0", 3, BILI_ERROR_PROTOCOL);
  assert_refused_bytes ("\"\0\"", 3, BILI_ERROR_PROTOCOL);
}

static char *
nest (const char *open, const char *inner, const char *close, guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, inner);
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);

  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *bomb = g_strnfill (80 * 1024, '[');
  g_autofree char *arrays = nest ("[", "", "]", 64);
  g_autofree char *objects = nest ("{\"a\":", "1", "}", 64);
  g_autofree char *deep_arrays = nest ("[", "", "]", 65);
  g_autofree char *deep_objects = nest ("{\"a\":", "1", "}", 65);
  g_autofree char *mixed_bomb = nest ("[{\"a\":", "1", "}]", 20000);
  g_autoptr (JsonNode) root = parse (arrays);
  g_autoptr (JsonNode) other = parse (objects);
  /* Wide is not deep. */
  g_autoptr (JsonNode) wide = parse ("[[],[],{\"a\":[]},[[]],[]]");

  g_assert_cmpuint (bili_json_length (wide), ==, 5);
  assert_refused_bytes (bomb, 80 * 1024, BILI_ERROR_PROTOCOL);
  assert_refused_bytes (deep_arrays, strlen (deep_arrays), BILI_ERROR_PROTOCOL);
  assert_refused_bytes (deep_objects, strlen (deep_objects), BILI_ERROR_PROTOCOL);
  assert_refused_bytes (mixed_bomb, strlen (mixed_bomb), BILI_ERROR_PROTOCOL);
}

static void
test_size (void)
{
  const gsize length = 2 * BILI_JSON_MAX_VALUES + 1;
  g_autofree char *many = g_strnfill (length, ',');
  g_autofree char *large = g_strnfill (BILI_JSON_MAX_SIZE + 1, ' ');
  g_autoptr (GBytes) most = NULL;
  g_autoptr (JsonNode) root = NULL;

  /* [1,1,1…]: the list and its elements together are one too many. */
  for (gsize i = 1; i < length; i += 2)
    many[i] = '1';
  many[0] = '[';
  many[length - 1] = ']';
  assert_refused_bytes (many, length, BILI_ERROR_PROTOCOL);

  large[0] = '1';
  assert_refused_bytes (large, BILI_JSON_MAX_SIZE + 1, BILI_ERROR_TOO_LARGE);
  most = g_bytes_new (large, BILI_JSON_MAX_SIZE);
  root = bili_json_parse (most, NULL);
  g_assert_cmpint (bili_json_int (root, 0), ==, 1);
}

/* One of everything. */
#define EVERYTHING                                                                                 \
  "{\"string\":\"text\",\"empty\":\"\",\"number\":\"42\",\"fraction\":\"2.5\",\"int\":7,"          \
  "\"negative\":-7,\"big\":9223372036854775807,\"zero\":0,\"double\":2.5,\"whole\":3.0,"           \
  "\"huge\":1e300,\"infinite\":1e999,\"tiny\":1e-999,\"true\":true,\"false\":false,\"null\":null," \
  "\"array\":[1,2],\"object\":{\"in\":{\"side\":1}},\"hex\":\"0x10\",\"inf\":\"inf\","             \
  "\"blank\":\" 1\",\"nul\":\"a\\u0000b\",\"han\":\"猫猫猫\"}"

static void
test_get (void)
{
  g_autoptr (JsonNode) root = parse (EVERYTHING);
  JsonNode *array = bili_json_get (root, "array");

  g_assert_cmpint (bili_json_int (bili_json_get_path (root, "object.in.side"), 0), ==, 1);
  g_assert_null (bili_json_get (root, "missing"));
  g_assert_null (bili_json_get (NULL, "a"));
  g_assert_null (bili_json_get (array, "a"));
  g_assert_null (bili_json_get (bili_json_get (root, "string"), "a"));
  g_assert_null (bili_json_get (bili_json_get (root, "null"), "a"));
  g_assert_null (bili_json_get_path (root, "object.no.side"));
  g_assert_null (bili_json_get_path (root, "string.in"));
  g_assert_null (bili_json_get_path (NULL, "a.b"));
  g_assert_null (bili_json_get_path (root, "."));

  g_assert_cmpuint (bili_json_length (array), ==, 2);
  g_assert_cmpuint (bili_json_length (root), ==, 0);
  g_assert_cmpuint (bili_json_length (NULL), ==, 0);
  g_assert_cmpint (bili_json_int (bili_json_element (array, 1), 0), ==, 2);
  g_assert_null (bili_json_element (array, 2));
  g_assert_null (bili_json_element (array, G_MAXUINT));
  g_assert_null (bili_json_element (root, 0));
  g_assert_null (bili_json_element (NULL, 0));
}

static void
test_text (void)
{
  static const struct
  {
    const char *name;
    const char *text;
  } rows[] = {
    { "string", "text" }, { "empty", "" },      { "number", "42" },
    { "int", "7" },       { "negative", "-7" }, { "big", "9223372036854775807" },
    { "double", NULL },   { "true", NULL },     { "null", NULL },
    { "array", NULL },    { "object", NULL },   { "missing", NULL },
  };
  g_autoptr (JsonNode) root = parse (EVERYTHING);
  g_autofree char *nul = bili_json_dup_text (bili_json_get (root, "nul"));
  g_autofree char *two = bili_json_dup_bounded_text (bili_json_get (root, "han"), 2);
  g_autofree char *none = bili_json_dup_bounded_text (bili_json_get (root, "han"), 0);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = bili_json_dup_text (bili_json_get (root, rows[i].name));

      g_assert_cmpstr (text, ==, rows[i].text);
    }

  /* Half a number would be another one. */
  g_assert_null (bili_json_dup_bounded_text (bili_json_get (root, "big"), 18));
  g_assert_true (g_utf8_validate (nul, -1, NULL));
  g_assert_cmpstr (two, ==, "猫猫");
  g_assert_cmpstr (none, ==, "");
}

static void
test_int (void)
{
  static const struct
  {
    const char *name;
    gint64 value;
  } rows[] = {
    { "string", -99 }, { "empty", -99 },   { "number", 42 }, { "fraction", -99 },
    { "int", 7 },      { "negative", -7 }, { "zero", 0 },    { "big", G_MAXINT64 },
    { "double", -99 }, { "whole", 3 },     { "huge", -99 },  { "infinite", -99 },
    { "tiny", 0 },     { "true", -99 },    { "false", -99 }, { "null", -99 },
    { "array", -99 },  { "object", -99 },  { "hex", -99 },   { "inf", -99 },
    { "blank", -99 },  { "missing", -99 },
  };
  g_autoptr (JsonNode) root = parse (EVERYTHING);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].name);
      g_assert_cmpint (bili_json_int (bili_json_get (root, rows[i].name), -99), ==, rows[i].value);
    }
  g_assert_cmpint (bili_json_int (NULL, 5), ==, 5);
}

static void
test_time (void)
{
  static const struct
  {
    const char *text;
    gint64 value;
  } rows[] = {
    { "1767225600", 1767225600 },
    { "\"1767225600\"", 1767225600 },
    { "1", 1 },
    { "253402300799", 253402300799 },
    { "253402300800", 0 },
    { "9223372036854775807", 0 },
    { "92233720368547758070", 0 },
    { "1e300", 0 },
    { "0", 0 },
    { "-1", 0 },
    { "-9223372036854775808", 0 },
    { "\"soon\"", 0 },
    { "null", 0 },
    { "[1]", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"time\":%s}", rows[i].text);
      g_autoptr (JsonNode) root = parse (text);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (bili_json_time (bili_json_get (root, "time")), ==, rows[i].value);
    }
  g_assert_cmpint (bili_json_time (NULL), ==, 0);
}

static void
test_line (void)
{
  g_autoptr (JsonNode) root
      = parse ("[\"a\\nb\\u2028c\\td\\u0000\", \"\\u202egnp.\\u2066x\", 12, null]");
  g_autofree char *lines = bili_json_dup_line (bili_json_element (root, 0), 6);
  g_autofree char *turned = bili_json_dup_line (bili_json_element (root, 1), 100);
  g_autofree char *number = bili_json_dup_line (bili_json_element (root, 2), 100);

  g_assert_cmpstr (lines, ==, "a b c ");
  g_assert_cmpstr (turned, ==, "gnp.x");
  g_assert_cmpstr (number, ==, "12");
  g_assert_null (bili_json_dup_line (bili_json_element (root, 3), 100));
}

static void
test_bounded (void)
{
  g_autoptr (GBytes) body = bytes_of ("[1, 2, 3, 4]");
  g_autoptr (JsonNode) root = bili_json_parse_bounded (body, 12, 5, NULL);

  g_assert_cmpuint (bili_json_length (root), ==, 4);
  g_assert_null (bili_json_parse_bounded (body, 11, 5, NULL));
  g_assert_null (bili_json_parse_bounded (body, 12, 4, NULL));
}

static void
test_double (void)
{
  static const struct
  {
    const char *name;
    double value;
  } rows[] = {
    { "string", -99 }, { "empty", -99 },   { "number", 42 },    { "fraction", 2.5 },
    { "int", 7 },      { "negative", -7 }, { "zero", 0 },       { "double", 2.5 },
    { "whole", 3 },    { "huge", 1e300 },  { "infinite", -99 }, { "tiny", 0 },
    { "true", -99 },   { "null", -99 },    { "array", -99 },    { "object", -99 },
    { "hex", -99 },    { "inf", -99 },     { "blank", -99 },    { "missing", -99 },
  };
  g_autoptr (JsonNode) root = parse (EVERYTHING);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double value = bili_json_double (bili_json_get (root, rows[i].name), -99);

      g_test_message ("%s", rows[i].name);
      g_assert_true (isfinite (value));
      g_assert_cmpfloat (value, ==, rows[i].value);
    }
}

static void
test_bool (void)
{
  static const char *const others[]
      = { "string", "empty", "number", "double", "null", "array", "object", "missing" };
  g_autoptr (JsonNode) root = parse (EVERYTHING);

  g_assert_true (bili_json_bool (bili_json_get (root, "true"), FALSE));
  g_assert_false (bili_json_bool (bili_json_get (root, "false"), TRUE));
  g_assert_true (bili_json_bool (bili_json_get (root, "int"), FALSE));
  g_assert_false (bili_json_bool (bili_json_get (root, "zero"), TRUE));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_true (bili_json_bool (bili_json_get (root, others[i]), TRUE));
      g_assert_false (bili_json_bool (bili_json_get (root, others[i]), FALSE));
    }
}

static void
assert_envelope (const char *text, int code, BiliError kind, const char *words)
{
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (GError) error = NULL;
  int got = 12345;

  g_test_message ("%s", text);
  g_assert_null (bili_json_parse_envelope (body, &got, &error));
  g_assert_error (error, BILI_ERROR, (gint) kind);
  g_assert_cmpint (got, ==, code);
  g_assert_cmpstr (bili_error_get_service_words (error), ==, words);
}

static void
test_envelope (void)
{
  static const char *const good[] = {
    "{\"code\":0,\"message\":\"0\",\"ttl\":1,\"data\":{\"a\":1}}",
    "{\"code\":0,\"message\":\"OK\"}",
    "{\"code\":\"0\",\"data\":null}",
    "{\"data\":{\"_gt_\":0},\"msg\":\"\",\"message\":\"\",\"code\":0}",
    "{\"code\":0,\"data\":{}}",
    "{\"code\":0,\"data\":{\"v_voucher\":\"voucher_x\",\"items\":[]}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GBytes) body = bytes_of (good[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = NULL;
      int code = 12345;

      root = bili_json_parse_envelope (body, &code, &error);
      g_assert_no_error (error);
      g_assert_nonnull (root);
      g_assert_cmpint (code, ==, 0);
    }

  assert_envelope ("{\"code\":-101,\"message\":\"账号未登录\"}", -101, BILI_ERROR_NOT_SIGNED_IN,
                   "账号未登录");
  assert_envelope ("{\"code\":\"-799\",\"message\":\"\",\"msg\":\"slow\"}", -799,
                   BILI_ERROR_RATE_LIMITED, "slow");
  assert_envelope ("{\"code\":-352,\"message\":\"-352\"}", -352, BILI_ERROR_RISK_CONTROL, NULL);
  assert_envelope ("{\"code\":-400,\"message\":{},\"msg\":[1]}", -400, BILI_ERROR_INVALID, NULL);
  assert_envelope ("{\"code\":-401,\"data\":{\"ga_data\":{}}}", -401, BILI_ERROR_RISK_CONTROL,
                   NULL);
  assert_envelope ("{\"code\":-401,\"data\":{}}", -401, BILI_ERROR_REFUSED, NULL);
  assert_envelope ("{\"code\":0,\"data\":{\"v_voucher\":\"voucher_x\"}}", 0,
                   BILI_ERROR_RISK_CONTROL, NULL);
  assert_envelope ("{\"data\":{}}", 0, BILI_ERROR_PROTOCOL, NULL);
  assert_envelope ("{\"code\":null}", 0, BILI_ERROR_PROTOCOL, NULL);
  assert_envelope ("{\"code\":\"no\"}", 0, BILI_ERROR_PROTOCOL, NULL);
  assert_envelope ("{\"code\":0.5}", 0, BILI_ERROR_PROTOCOL, NULL);
  assert_envelope ("{\"code\":99999999999}", 0, BILI_ERROR_PROTOCOL, NULL);
  assert_envelope ("[]", 0, BILI_ERROR_PROTOCOL, NULL);
  assert_envelope ("null", 0, BILI_ERROR_PROTOCOL, NULL);
  assert_envelope ("<html>", 0, BILI_ERROR_PROTOCOL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/good", test_good);
  g_test_add_func ("/json/bad", test_bad);
  g_test_add_func ("/json/prefixes", test_prefixes);
  g_test_add_func ("/json/bytes", test_bytes);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/size", test_size);
  g_test_add_func ("/json/get", test_get);
  g_test_add_func ("/json/text", test_text);
  g_test_add_func ("/json/int", test_int);
  g_test_add_func ("/json/time", test_time);
  g_test_add_func ("/json/line", test_line);
  g_test_add_func ("/json/bounded", test_bounded);
  g_test_add_func ("/json/double", test_double);
  g_test_add_func ("/json/bool", test_bool);
  g_test_add_func ("/json/envelope", test_envelope);

  return g_test_run ();
}
