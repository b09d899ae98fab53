/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"

G_BEGIN_DECLS

/* What a person picks from while writing: topics, people, emotes; and the service's limits.
 * Source: service notes §7, §9 to §11. Every list is capped and every text in it shortened. */

/** BiliTopic: @id decimal digits · @name without `#` · @stat (nullable) such as `1.2万浏览` */
typedef struct
{
  char *id;
  char *name;
  char *stat;
} BiliTopic;

void bili_topic_free (BiliTopic *self);

/** @keywords: (nullable): %NULL or empty for the recommended ones */
void bili_client_search_topics_async (BiliClient *self,
                                      const char *keywords,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) (nullable) (element-type BiliTopic): at most 50, perhaps none; or %NULL
 *   with an error */
GPtrArray *bili_client_search_topics_finish (BiliClient *self,
                                             GAsyncResult *result,
                                             GError **error);
GPtrArray *bili_topics_parse (GBytes *body, GError **error);

/** BiliMention: @followed whether the account follows them · @fans how many follow them */
typedef struct
{
  char *mid;
  char *name;
  char *face;
  gboolean followed;
  gint64 fans;
} BiliMention;

void bili_mention_free (BiliMention *self);

/** @keyword: (nullable): %NULL or empty for those whom the account follows */
void bili_client_search_mentions_async (BiliClient *self,
                                        const char *keyword,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** Returns: (transfer full) (nullable) (element-type BiliMention): at most 50, perhaps none; or
 *   %NULL with an error */
GPtrArray *bili_client_search_mentions_finish (BiliClient *self,
                                               GAsyncResult *result,
                                               GError **error);
GPtrArray *bili_mentions_parse (GBytes *body, GError **error);

/**
 * BiliEmote: @text `[name]`, or a kaomoji to be written as plain text · @url (nullable): its
 * picture; %NULL for a kaomoji · @large whether it is drawn large
 */
typedef struct
{
  char *text;
  char *url;
  gboolean large;
} BiliEmote;

/** BiliEmotePack: @emotes (element-type BiliEmote): those that the account may use, at most 500 */
typedef struct
{
  char *id;
  char *name;
  char *url;
  GPtrArray *emotes;
} BiliEmotePack;

void bili_emote_free (BiliEmote *self);
void bili_emote_pack_free (BiliEmotePack *self);

void bili_client_list_emotes_async (BiliClient *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Returns: (transfer full) (nullable) (element-type BiliEmotePack): at most 200, perhaps none; or
 *   %NULL with an error */
GPtrArray *bili_client_list_emotes_finish (BiliClient *self, GAsyncResult *result, GError **error);
GPtrArray *bili_emotes_parse (GBytes *body, GError **error);

/**
 * BiliLimits:
 * @text: greatest count of a post's text, see bili_nodes_count()
 * @mentions: most mentions in a post
 * @upload_mib: pictures must be smaller than this many MiB
 * @title: most UTF-16 units in a title; the service does not tell it, service notes §7.5
 */
typedef struct
{
  guint text;
  guint mentions;
  guint upload_mib;
  guint title;
} BiliLimits;

#define BILI_LIMITS_DEFAULT                                                                        \
  ((BiliLimits){ .text = 1000, .mentions = 20, .upload_mib = 20, .title = 20 })
/** Parses an answer of init_check; any bytes at all */
gboolean bili_limits_parse (GBytes *body, BiliLimits *limits, GError **error);

#define BILI_LIMIT_PICTURES 9
#define BILI_LIMIT_GIF_MIB 8

/** Returns: how long a title is, in UTF-16 units */
guint bili_title_count (const char *title);

void bili_client_get_limits_async (BiliClient *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** @limits: (out): what the service said, each number that it did not say or that makes no sense by
 * default */
gboolean bili_client_get_limits_finish (BiliClient *self,
                                        GAsyncResult *result,
                                        BiliLimits *limits,
                                        GError **error);

G_END_DECLS
