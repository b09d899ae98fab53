/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BiliOpusKind:
 * @BILI_OPUS_ALL: every post (`all`)
 * @BILI_OPUS_DYNAMICS: posts with pictures and text (`dynamic`)
 * @BILI_OPUS_ARTICLES: articles (`article`)
 *
 * What the feed is asked for, its `type`.
 */
typedef enum
{
  BILI_OPUS_ALL,
  BILI_OPUS_DYNAMICS,
  BILI_OPUS_ARTICLES,
} BiliOpusKind;

/**
 * BiliOpus:
 * @id: (not nullable): opus id, decimal digits; beyond 2^53, so it stays text
 * @text: (not nullable): plain text, perhaps empty, valid UTF-8, at most 20,000 characters
 * @cover_url: (nullable): the first picture as the service named it
 * @cover_width: pixels, 0 when unknown
 * @cover_height: pixels, 0 when unknown
 * @likes: (nullable): a text such as `73` or `1.2万`: not a number to count with
 * @views: (nullable): likewise; only for one's own posts
 *
 * One post as a space's feed lists it. It carries no time (see bili_opus_id_to_unix()), no author
 * and only the first picture. Source: the service's "opus feed of a space" document.
 */
typedef struct
{
  const char *id;
  const char *text;
  const char *cover_url;
  int cover_width;
  int cover_height;
  const char *likes;
  const char *views;
} BiliOpus;

/**
 * bili_opus_new:
 * @id: (not nullable): as in #BiliOpus, like the others
 * @text: (not nullable)
 * @cover_url: (nullable)
 * @likes: (nullable)
 * @views: (nullable)
 *
 * The texts are copied, all into the post's own block of memory: people scroll through thousands of
 * posts, and five blocks for each come to megabytes.
 *
 * Returns: (transfer full): a post whose cover's size is unknown
 */
BiliOpus *bili_opus_new (const char *id,
                         const char *text,
                         const char *cover_url,
                         const char *likes,
                         const char *views);

void bili_opus_free (BiliOpus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliOpus, bili_opus_free)

/**
 * BiliOpusPage:
 * @items: (element-type BiliOpus): in the service's order, newest first; at most 200
 * @offset: (not nullable): what the next page is asked with; empty when none was given
 * @has_more: whether the service says that more follow
 */
typedef struct
{
  GPtrArray *items;
  char *offset;
  gboolean has_more;
} BiliOpusPage;

void bili_opus_page_free (BiliOpusPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliOpusPage, bili_opus_page_free)

/**
 * bili_opus_page_parse:
 * @body: the bytes of an answer of the opus feed; any bytes at all
 * @error: return location
 *
 * Items without a usable id are left out; when no item has one the answer is an error, so that it
 * is not taken for an empty space. Pure: what the fuzzer meets.
 *
 * Returns: (transfer full) (nullable): the page, or %NULL with an error of %BILI_ERROR
 */
BiliOpusPage *bili_opus_page_parse (GBytes *body, GError **error);

/**
 * bili_opus_id_to_unix:
 * @id: an opus id
 *
 * The time that an opus id holds: (id >> 32) + 1498838400. Source: service notes, checked there
 * against posts of known dates.
 *
 * Returns: unix time in seconds; 0 when @id is not an opus id
 */
gint64 bili_opus_id_to_unix (const char *id);

G_END_DECLS
