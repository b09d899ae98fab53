/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bili-compose.h"
#include "tuwen-search.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_TOPIC (tuwen_topic_get_type ())

/**
 * TuwenTopic:
 *
 * A topic that a post can be about; never changes.
 */
G_DECLARE_FINAL_TYPE (TuwenTopic, tuwen_topic, TUWEN, TOPIC, GObject)

/** Returns: decimal digits */
const char *tuwen_topic_get_id (TuwenTopic *self);
/** Returns: without `#` */
const char *tuwen_topic_get_name (TuwenTopic *self);
/** Returns: (nullable): such as `1.2万浏览` */
const char *tuwen_topic_get_stat (TuwenTopic *self);

#define TUWEN_TYPE_TOPICS (tuwen_topics_get_type ())

/**
 * TuwenTopics:
 *
 * A #TuwenSearch of #TuwenTopic; an empty query is for those that the service recommends.
 */
G_DECLARE_FINAL_TYPE (TuwenTopics, tuwen_topics, TUWEN, TOPICS, TuwenSearch)

/** @client: (nullable): who asks; nothing is asked before tuwen_search_set_query() */
TuwenTopics *tuwen_topics_new (BiliClient *client);

G_END_DECLS
