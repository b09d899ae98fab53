/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BiliNodeType:
 *
 * What a piece of a post's text is; the numbers are the service's. Source: service notes §7.
 */
typedef enum
{
  BILI_NODE_TEXT = 1,
  BILI_NODE_MENTION = 2,
  BILI_NODE_VOTE = 4,
  BILI_NODE_EMOTE = 9,
} BiliNodeType;

/**
 * BiliNode:
 * @type: what it is
 * @text: (not nullable): a text; a mention as `@name`; a vote's title; an emote as `[name]`
 * @id: (not nullable): a mention's mid; a vote's id, empty while it is not created yet; else empty
 *
 * A post's text is a list of these, in order. Everything but a text is one atom that is written,
 * selected and removed as a whole.
 */
typedef struct
{
  BiliNodeType type;
  char *text;
  char *id;
} BiliNode;

BiliNode *bili_node_new (BiliNodeType type, const char *text, const char *id);
BiliNode *bili_node_copy (const BiliNode *self);
void bili_node_free (BiliNode *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliNode, bili_node_free)

/** Returns: (transfer full) (element-type BiliNode): an empty list that frees its nodes */
GPtrArray *bili_nodes_new (void);

/** Returns: (transfer full) (element-type BiliNode): a deep copy */
GPtrArray *bili_nodes_copy (GPtrArray *nodes);

/** Returns: (transfer full): the text as people read it in a feed; a vote shows as nothing */
char *bili_nodes_to_text (GPtrArray *nodes);

/**
 * bili_nodes_count:
 *
 * Returns: the length of the text by the service's rule (service notes §7.5): U+0000 to U+00FF
 *   count half, everything else one for each UTF-16 unit, the sum rounded up; a vote counts nothing
 */
guint bili_nodes_count (GPtrArray *nodes);

G_END_DECLS
