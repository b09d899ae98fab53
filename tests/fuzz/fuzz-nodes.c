/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any text as what another program says was copied from a post. */

#include "fuzz.h"
#include "tuwen-nodes-text.h"

#define TOKEN "token"

static void
check (const BiliNode *node)
{
  gboolean atom = node->type == BILI_NODE_MENTION || node->type == BILI_NODE_EMOTE;

  g_assert_true (atom || node->type == BILI_NODE_TEXT || node->type == BILI_NODE_VOTE);
  fuzz_check_text (node->text, FALSE, G_MAXLONG);
  fuzz_check_text (node->id, FALSE, G_MAXLONG);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GPtrArray) nodes = tuwen_nodes_parse (text, TOKEN);
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *reprinted = NULL;

  if (nodes == NULL)
    return 0;

  for (guint i = 0; i < nodes->len; i++)
    check (nodes->pdata[i]);

  /* What was read is copied and pasted as the same */
  printed = tuwen_nodes_print (nodes, TOKEN);
  again = tuwen_nodes_parse (printed, TOKEN);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->len, ==, nodes->len);
  reprinted = tuwen_nodes_print (again, TOKEN);
  g_assert_cmpstr (reprinted, ==, printed);
  return 0;
}
