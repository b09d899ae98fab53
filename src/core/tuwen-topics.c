/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-topics"

#include "tuwen-topics.h"

struct _TuwenTopic
{
  GObject parent_instance;

  BiliTopic *topic; /* (owned) (not nullable) */
};

G_DEFINE_FINAL_TYPE (TuwenTopic, tuwen_topic, G_TYPE_OBJECT)

struct _TuwenTopics
{
  TuwenSearch parent_instance;
};

G_DEFINE_FINAL_TYPE (TuwenTopics, tuwen_topics, TUWEN_TYPE_SEARCH)

static void
tuwen_topic_finalize (GObject *object)
{
  bili_topic_free (TUWEN_TOPIC (object)->topic);

  G_OBJECT_CLASS (tuwen_topic_parent_class)->finalize (object);
}

static void
tuwen_topic_class_init (TuwenTopicClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tuwen_topic_finalize;
}

static void
tuwen_topic_init (TuwenTopic *self)
{
}

const char *
tuwen_topic_get_id (TuwenTopic *self)
{
  g_return_val_if_fail (TUWEN_IS_TOPIC (self), NULL);

  return self->topic->id;
}

const char *
tuwen_topic_get_name (TuwenTopic *self)
{
  g_return_val_if_fail (TUWEN_IS_TOPIC (self), NULL);

  return self->topic->name;
}

const char *
tuwen_topic_get_stat (TuwenTopic *self)
{
  g_return_val_if_fail (TUWEN_IS_TOPIC (self), NULL);

  return self->topic->stat;
}

/* @value: (transfer full): a BiliTopic */
static gpointer
wrap (gpointer value)
{
  TuwenTopic *self = g_object_new (TUWEN_TYPE_TOPIC, NULL);

  self->topic = value;
  return self;
}

static const char *
get_key (gpointer item)
{
  return tuwen_topic_get_id (item);
}

static void
tuwen_topics_class_init (TuwenTopicsClass *klass)
{
  TuwenSearchClass *search_class = TUWEN_SEARCH_CLASS (klass);

  search_class->item_type = TUWEN_TYPE_TOPIC;
  search_class->ask = bili_client_search_topics_async;
  search_class->finish = bili_client_search_topics_finish;
  search_class->wrap = wrap;
  search_class->get_key = get_key;
}

static void
tuwen_topics_init (TuwenTopics *self)
{
}

TuwenTopics *
tuwen_topics_new (BiliClient *client)
{
  return g_object_new (TUWEN_TYPE_TOPICS, "client", client, NULL);
}
