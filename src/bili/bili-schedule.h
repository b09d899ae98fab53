/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"
#include "bili-post.h"

G_BEGIN_DECLS

/* Posts that the service publishes later. They are made with bili_client_publish_async() and a
 * `publish_time`. Source: the service's "publish" document, service notes §8. */

/**
 * BiliScheduled:
 * @id: (not nullable): `draft_id`, decimal digits; beyond 2^53, so it stays text
 * @mid: (nullable): whose it is, decimal digits
 * @time: unix seconds in UTC at which it is to appear; 0 when none can be read
 * @updated: unix seconds; 0 when unknown
 * @failed: whether its time came and the service could not publish it
 * @error_code: what the service says of that; 0 for nothing
 * @error_words: (nullable): likewise, in the service's own words
 * @understood: whether anything of what is to be posted could be read; otherwise only its time is
 *   known
 * @text: (not nullable): what people read of it, a vote as its title; perhaps empty
 * @title: (nullable): its title
 * @nodes: (element-type BiliNode): its text; one text node for what the old calls made
 * @pictures: (element-type BiliPicture): at most nine; width, height and size are 0 when unknown
 * @topic_id: (nullable): decimal digits
 * @topic_name: (nullable): its name
 * @comments: who will comment
 * @only_me: whether nobody else will see it
 *
 * A post as the list of scheduled posts has it. How the service keeps one that was made by
 * `create/dyn` is not known: each form that `request` may have is read, and what none has is left
 * empty.
 */
typedef struct
{
  char *id;
  char *mid;
  gint64 time;
  gint64 updated;
  gboolean failed;
  int error_code;
  char *error_words;
  gboolean understood;
  char *text;
  char *title;
  GPtrArray *nodes;
  GPtrArray *pictures;
  char *topic_id;
  char *topic_name;
  BiliComments comments;
  gboolean only_me;
} BiliScheduled;

BiliScheduled *bili_scheduled_copy (const BiliScheduled *self);
void bili_scheduled_free (BiliScheduled *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliScheduled, bili_scheduled_free)

/**
 * BiliScheduledList:
 * @items: (element-type BiliScheduled): in the service's order, at most 10,000, each id once
 * @complete: whether everything that the service listed is in @items: only then does it prove
 *   anything that something is not in there
 */
typedef struct
{
  GPtrArray *items;
  gboolean complete;
} BiliScheduledList;

void bili_scheduled_list_free (BiliScheduledList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliScheduledList, bili_scheduled_list_free)

/** Returns: (transfer full) (nullable): the list in an answer of `get_drafts`; any bytes at all */
BiliScheduledList *bili_scheduled_list_parse (GBytes *body, GError **error);

/** Returns: (nullable) (transfer none): the item with that id */
const BiliScheduled *bili_scheduled_list_find (const BiliScheduledList *self, const char *id);

/**
 * bili_scheduled_result_parse:
 * @post_id: (out) (nullable) (transfer full): the post that came of it, where the answer names it
 *
 * Reads an answer of `publish_now` or `rm_draft`. A `create_ec` other than 0 is a failure with that
 * code, although `code` is 0. Service notes §8.
 */
gboolean bili_scheduled_result_parse (GBytes *body, char **post_id, GError **error);

/** Asks for everything that the account has scheduled, and what failed of it */
void bili_client_list_scheduled_async (BiliClient *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/** Returns: (transfer full) (nullable): the list, perhaps empty; or %NULL with %BILI_ERROR */
BiliScheduledList *bili_client_list_scheduled_finish (BiliClient *self,
                                                      GAsyncResult *result,
                                                      GError **error);

/**
 * bili_client_publish_scheduled_async:
 * @id: `draft_id`
 *
 * Publishes a scheduled post at once. As with bili_client_publish_async() a lost answer says
 * nothing: see bili_error_may_have_acted(). An id that is not there any more is answered with code
 * 4120015, "system abnormal", which may mean anything else as well: look then.
 */
void bili_client_publish_scheduled_async (BiliClient *self,
                                          const char *id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/** @post_id: (out) (nullable) (transfer full): the post's id, where the answer names it */
gboolean bili_client_publish_scheduled_finish (BiliClient *self,
                                               GAsyncResult *result,
                                               char **post_id,
                                               GError **error);

/** Removes a scheduled post, which then never appears. Errors as of
 * bili_client_publish_scheduled_async() */
void bili_client_remove_scheduled_async (BiliClient *self,
                                         const char *id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean bili_client_remove_scheduled_finish (BiliClient *self,
                                              GAsyncResult *result,
                                              GError **error);

G_END_DECLS
