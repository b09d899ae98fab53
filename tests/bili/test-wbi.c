/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bili-wbi.h"

#define K1_IMG "7cd084941338484aae1ad9425b84077c"
#define K1_SUB "4932caff0ff746eab6f01bf08b70ac45"
#define K1_MIXED "ea1db124af3c7062474693fa704f4ff8"
#define K2_IMG "653657f524a547ac981ded72ea172057"
#define K2_SUB "6e4909c702f846728e64f6007736a338"
#define K2_MIXED "72136226c6a73669787ee4fd02a74c27"

typedef struct
{
  const char *name;
  const char *key;
  gint64 wts;
  const char *params[16];
  const char *query; /* (nullable): not published */
  const char *w_rid;
} Vector;

/* Service notes §2. P1 to P3 are published ones. */
static const Vector vectors[] = {
  { "p1",
    K1_MIXED,
    1702204169,
    { "foo", "114", "bar", "514", "zab", "1919810" },
    NULL,
    "8f6f2b5b3d485fe1886cec6a0be8c5d4" },
  { "p2",
    K1_MIXED,
    1700384803,
    { "foo", "114", "bar", "514", "baz", "1919810" },
    NULL,
    "4614cb98d60a43e50c3a3033fe3d116b" },
  { "p3",
    K1_MIXED,
    1717922933,
    { "qn", "32", "fnver", "0", "fnval", "4048", "fourk", "1", "avid", "1755630705", "cid",
      "1574294582" },
    NULL,
    "43571b838a1611fa121189083cfc1784" },
  { "v1",
    K1_MIXED,
    1735689600,
    { "host_mid", "645769214", "page", "1", "offset", "", "type", "all", "web_location",
      "333.1387" },
    "host_mid=645769214&offset=&page=1&type=all&web_location=333.1387&wts=1735689600",
    "44e1614ca2cc673dfd08dace60d5b5be" },
  { "v2",
    K1_MIXED,
    1702204169,
    { "foo", "one one four", "bar", "五一四", "baz", "1919810" },
    "bar=%E4%BA%94%E4%B8%80%E5%9B%9B&baz=1919810&foo=one%20one%20four&wts=1702204169",
    "04e50b58980e3e3cee8cbc0cc4c1c530" },
  { "v3",
    K1_MIXED,
    1700000000,
    { "keyword", "it's (really) *new*!", "b", "a!b'c(d)e*f" },
    "b=abcdef&keyword=its%20really%20new&wts=1700000000",
    "2549faaa292c41922c78c9aed8b8d8cd" },
  { "v4",
    K1_MIXED,
    1767225600,
    { "q", "猫🐱&=+?/#%~-_.", "z", "@:;,$[]{}|\\^`\"<>" },
    "q=%E7%8C%AB%F0%9F%90%B1%26%3D%2B%3F%2F%23%25~-_.&wts=1767225600"
    "&z=%40%3A%3B%2C%24%5B%5D%7B%7D%7C%5C%5E%60%22%3C%3E",
    "bf2d2dd3ba5c3c038e620f4ebbbdf7b3" },
  { "v5",
    K2_MIXED,
    1,
    { "a", "", "A", "1", "a1", "2", "aa", "3", "_", "4", "Z", "z" },
    "A=1&Z=z&_=4&a=&a1=2&aa=3&wts=1",
    "ac92ec227e56d36b18ed3710f5e313e5" },
  { "v6",
    K2_MIXED,
    1735689660,
    { "host_mid", "645769214", "page", "2", "offset", "827727935543705620", "type", "all",
      "web_location", "333.1387" },
    "host_mid=645769214&offset=827727935543705620&page=2&type=all&web_location=333.1387"
    "&wts=1735689660",
    "32c83101ff58ae6f807576ef939a543b" },
  { "v7",
    K2_MIXED,
    1735689600,
    { "text", "line1\nline2\tend" },
    "text=line1%0Aline2%09end&wts=1735689600",
    "01480fdab3c33092d8c1ed6ec8bf14c1" },
  { "v8",
    K1_MIXED,
    1735689600,
    { "k", "!'()*" },
    "k=&wts=1735689600",
    "b8fc0960050ac4e2bb0721a39f99196c" },
};

static GPtrArray *
make_params (const char *const *params)
{
  GPtrArray *array = g_ptr_array_new ();

  for (guint i = 0; params[i] != NULL; i++)
    g_ptr_array_add (array, (gpointer) params[i]);

  return array;
}

static void
test_vector (gconstpointer data)
{
  const Vector *vector = data;
  g_autoptr (GPtrArray) params = make_params (vector->params);
  g_autofree char *query = bili_wbi_canonical_query (params, vector->wts);
  g_autofree char *w_rid = bili_wbi_sign (params, vector->wts, vector->key);

  if (vector->query != NULL)
    g_assert_cmpstr (query, ==, vector->query);
  g_assert_cmpstr (w_rid, ==, vector->w_rid);
}

/* The published example of the encoding alone. */
static void
test_encoding (void)
{
  const char *const pairs[] = { "foo", "one one four", "bar", "五一四", "baz", "1919810", NULL };
  g_autoptr (GPtrArray) params = make_params (pairs);
  g_autofree char *query = bili_wbi_canonical_query (params, 0);

  g_assert_cmpstr (query, ==,
                   "bar=%E4%BA%94%E4%B8%80%E5%9B%9B&baz=1919810&foo=one%20one%20four&wts=0");
}

static void
test_mix (void)
{
  g_autofree char *k1 = bili_wbi_mix_keys (K1_IMG, K1_SUB);
  g_autofree char *k2 = bili_wbi_mix_keys (K2_IMG, K2_SUB);

  g_assert_cmpstr (k1, ==, K1_MIXED);
  g_assert_cmpstr (k2, ==, K2_MIXED);
  g_assert_null (bili_wbi_mix_keys (K1_IMG, "short"));
  g_assert_null (bili_wbi_mix_keys ("", K1_SUB));
  g_assert_null (bili_wbi_mix_keys (K1_IMG "0", K1_SUB));
}

static void
test_key_from_url (void)
{
  g_autofree char *https = bili_wbi_key_from_url ("https://i0.hdslb.com/bfs/wbi/" K1_IMG ".png");
  g_autofree char *bare = bili_wbi_key_from_url (K1_IMG);

  g_assert_cmpstr (https, ==, K1_IMG);
  g_assert_cmpstr (bare, ==, K1_IMG);
  g_assert_null (bili_wbi_key_from_url (NULL));
  g_assert_null (bili_wbi_key_from_url (""));
  g_assert_null (bili_wbi_key_from_url ("https://i0.hdslb.com/bfs/wbi/"));
  g_assert_null (bili_wbi_key_from_url ("https://i0.hdslb.com/bfs/wbi/7cd0.png"));
  g_assert_null (bili_wbi_key_from_url ("https://i0.hdslb.com/" K1_IMG "0.png"));
  g_assert_null (bili_wbi_key_from_url ("https://i0.hdslb.com/" K1_IMG "?x"));
  g_assert_null (bili_wbi_key_from_url ("zcd084941338484aae1ad9425b84077c.png"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/wbi/", vectors[i].name, NULL);

      g_test_add_data_func (path, &vectors[i], test_vector);
    }
  g_test_add_func ("/wbi/encoding", test_encoding);
  g_test_add_func ("/wbi/p4-mix", test_mix);
  g_test_add_func ("/wbi/key-from-url", test_key_from_url);

  return g_test_run ();
}
