/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "bili-node.h"

G_BEGIN_DECLS

/* What is written, as a text on the clipboard that composers understand, and whatever other
 * programs say is one. */

#define TUWEN_NODES_MIME_TYPE "application/vnd.tuwen.nodes"
#define TUWEN_NODES_MAX_BYTES (64 * 1024)

/**
 * tuwen_nodes_print:
 * @nodes: (element-type BiliNode)
 * @token: what the text that they come from is known by
 *
 * Returns: (transfer full): text for tuwen_nodes_parse()
 */
char *tuwen_nodes_print (GPtrArray *nodes, const char *token);

/**
 * tuwen_nodes_parse:
 * @text: any bytes
 * @token: what the text that they are for is known by. A vote is left out unless it comes from
 *   there: it belongs to its draft alone, can be put elsewhere there, and says nothing in others
 *
 * Returns: (transfer full) (nullable) (element-type BiliNode): the nodes, perhaps none; %NULL when
 *   @text has none, or is longer than %TUWEN_NODES_MAX_BYTES
 */
GPtrArray *tuwen_nodes_parse (const char *text, const char *token);

G_END_DECLS
