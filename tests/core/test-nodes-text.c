/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-nodes-text"

#include "tuwen-nodes-text.h"

/* What is written, on the clipboard and back */

#define HERE "here"

static GPtrArray *
make_nodes (void)
{
  GPtrArray *nodes = bili_nodes_new ();

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, "Hello ‘you’\n\"\\", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_MENTION, "@somebody", "1001"));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_EMOTE, "[doge]", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, "Tea?", NULL));
  return nodes;
}

static void
assert_node (GPtrArray *nodes, guint position, BiliNodeType type, const char *text, const char *id)
{
  const BiliNode *node;

  g_assert_cmpuint (position, <, nodes->len);
  node = nodes->pdata[position];
  g_assert_cmpint (node->type, ==, type);
  g_assert_cmpstr (node->text, ==, text);
  g_assert_cmpstr (node->id, ==, id);
}

static void
test_back (void)
{
  g_autoptr (GPtrArray) nodes = make_nodes ();
  g_autofree char *text = tuwen_nodes_print (nodes, HERE);
  g_autoptr (GPtrArray) back = tuwen_nodes_parse (text, HERE);

  g_assert_nonnull (back);
  g_assert_cmpuint (back->len, ==, 4);
  assert_node (back, 0, BILI_NODE_TEXT, "Hello ‘you’\n\"\\", "");
  assert_node (back, 1, BILI_NODE_MENTION, "@somebody", "1001");
  assert_node (back, 2, BILI_NODE_EMOTE, "[doge]", "");
  assert_node (back, 3, BILI_NODE_VOTE, "Tea?", "");
}

/* A vote stays where it belongs. */
static void
test_elsewhere (void)
{
  g_autoptr (GPtrArray) nodes = make_nodes ();
  g_autofree char *text = tuwen_nodes_print (nodes, HERE);
  g_autoptr (GPtrArray) back = tuwen_nodes_parse (text, "elsewhere");

  g_assert_nonnull (back);
  g_assert_cmpuint (back->len, ==, 3);
  assert_node (back, 2, BILI_NODE_EMOTE, "[doge]", "");
}

/* What another program says is one: of a type that there is none of, only the text is taken. */
static void
test_strange_type (void)
{
  g_autoptr (GPtrArray) back = tuwen_nodes_parse ("[(7, 'text', '5'), (1, 'a', 'b')]", HERE);

  g_assert_nonnull (back);
  g_assert_cmpuint (back->len, ==, 2);
  assert_node (back, 0, BILI_NODE_TEXT, "text", "");
  assert_node (back, 1, BILI_NODE_TEXT, "a", "");
}

/* Letters by their numbers, and a backslash that is one */
static void
test_letters (void)
{
  g_autoptr (GPtrArray) back
      = tuwen_nodes_parse ("[(1, '\\u4f60\\U0001f600', ''), (1, '\\\\ud800', '')]", HERE);

  g_assert_nonnull (back);
  g_assert_cmpuint (back->len, ==, 2);
  assert_node (back, 0, BILI_NODE_TEXT, "你😀", "");
  assert_node (back, 1, BILI_NODE_TEXT, "\\ud800", "");
}

static void
test_none (void)
{
  static const char *const texts[]
      = { "", "words", "[(1, 'a')]", "[('1', 'a', 'b')]", "[(1, 'a', 'b')", "[(1, 'a', '\xff')]",
          /* Numbers of no letters */
          "[(1, '\\ud800', '')]", "[(1, '', '\\uDFFF')]", "[(1, '\\U00110000', '')]",
          "[(1, '\\U-0000001', '')]", "[(1, '\\u", "[(1, '\\" };
  g_autofree char *filling = g_strnfill (64 * 1024, 'a');
  g_autofree char *large = g_strdup_printf ("[(1, '%s', '')]", filling);
  g_autoptr (GPtrArray) empty = tuwen_nodes_parse ("@a(iss) []", HERE);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (tuwen_nodes_parse (texts[i], HERE));
  g_assert_null (tuwen_nodes_parse (large, HERE));
  g_assert_nonnull (empty);
  g_assert_cmpuint (empty->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nodes-text/back", test_back);
  g_test_add_func ("/nodes-text/elsewhere", test_elsewhere);
  g_test_add_func ("/nodes-text/strange-type", test_strange_type);
  g_test_add_func ("/nodes-text/letters", test_letters);
  g_test_add_func ("/nodes-text/none", test_none);
  return g_test_run ();
}
