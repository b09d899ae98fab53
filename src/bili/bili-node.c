/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-node"

#include "bili-node.h"

BiliNode *
bili_node_new (BiliNodeType type, const char *text, const char *id)
{
  BiliNode *self = g_new0 (BiliNode, 1);

  self->type = type;
  self->text = g_strdup (text != NULL ? text : "");
  self->id = g_strdup (id != NULL ? id : "");
  return self;
}

BiliNode *
bili_node_copy (const BiliNode *self)
{
  return bili_node_new (self->type, self->text, self->id);
}

void
bili_node_free (BiliNode *self)
{
  g_free (self->text);
  g_free (self->id);
  g_free (self);
}

GPtrArray *
bili_nodes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bili_node_free);
}

static gpointer
copy_node (gconstpointer node, gpointer user_data)
{
  return bili_node_copy (node);
}

GPtrArray *
bili_nodes_copy (GPtrArray *nodes)
{
  return g_ptr_array_copy (nodes, (GCopyFunc) copy_node, NULL);
}

char *
bili_nodes_to_text (GPtrArray *nodes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      const BiliNode *node = nodes->pdata[i];

      if (node->type != BILI_NODE_VOTE)
        g_string_append (text, node->text);
    }

  return g_string_free (text, FALSE);
}

guint
bili_nodes_count (GPtrArray *nodes)
{
  guint halves = 0;

  for (guint i = 0; i < nodes->len; i++)
    {
      const BiliNode *node = nodes->pdata[i];

      if (node->type == BILI_NODE_VOTE)
        continue;

      for (const char *p = node->text; *p != '\0'; p = g_utf8_next_char (p))
        {
          gunichar c = g_utf8_get_char (p);

          halves += c <= 0xff ? 1 : c <= 0xffff ? 2 : 4;
        }
    }

  return (halves + 1) / 2;
}
