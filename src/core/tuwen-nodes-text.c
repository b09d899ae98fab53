/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-nodes-text"

#include "tuwen-nodes-text.h"

#include <string.h>

#define NODES_TYPE "a(iss)"
#define MAX_LETTER 0x10ffff

char *
tuwen_nodes_print (GPtrArray *nodes, const char *token)
{
  g_autoptr (GVariant) value = NULL;
  GVariantBuilder builder;

  g_return_val_if_fail (nodes != NULL, NULL);
  g_return_val_if_fail (token != NULL, NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE (NODES_TYPE));
  for (guint i = 0; i < nodes->len; i++)
    {
      const BiliNode *node = nodes->pdata[i];

      g_variant_builder_add (&builder, "(iss)", (gint32) node->type, node->text,
                             node->type == BILI_NODE_VOTE ? token : node->id);
    }

  value = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (value, FALSE);
}

/* Returns: whether every letter that @text names by its number is one. GLib does not look, and
 * calls half of a surrogate pair a mistake of the program's. */
static gboolean
names_letters (const char *text)
{
  for (const char *p = strchr (text, '\\'); p != NULL && p[1] != '\0'; p = strchr (p + 2, '\\'))
    {
      gsize n_digits = p[1] == 'u' ? 4 : p[1] == 'U' ? 8 : 0;
      g_autofree char *digits = g_strndup (p + 2, n_digits);
      guint64 letter = g_ascii_strtoull (digits, NULL, 16);

      if (letter > MAX_LETTER || !g_unichar_validate ((gunichar) letter))
        return FALSE;
    }

  return TRUE;
}

GPtrArray *
tuwen_nodes_parse (const char *text, const char *token)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  GVariantIter iter;
  gint32 type;
  const char *word, *id;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (token != NULL, NULL);

  if (strlen (text) > TUWEN_NODES_MAX_BYTES || !g_utf8_validate (text, -1, NULL)
      || !names_letters (text))
    return NULL;

  value = g_variant_parse (G_VARIANT_TYPE (NODES_TYPE), text, NULL, NULL, NULL);
  if (value == NULL)
    return NULL;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(i&s&s)", &type, &word, &id))
    {
      gboolean atom = type == BILI_NODE_MENTION || type == BILI_NODE_EMOTE;

      if (type != BILI_NODE_VOTE)
        g_ptr_array_add (nodes,
                         bili_node_new (atom ? type : BILI_NODE_TEXT, word, atom ? id : NULL));
      else if (g_str_equal (id, token))
        g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, word, NULL));
    }

  return g_steal_pointer (&nodes);
}
