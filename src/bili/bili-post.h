/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"
#include "bili-form.h"
#include "bili-node.h"
#include "bili-upload.h"

G_BEGIN_DECLS

/* Posts. Source: the service's "publish" document, service notes §6, §7. */

/**
 * BiliPlace:
 * @poi: (not nullable): the place's id
 * @title: (not nullable): its name
 * @address: (not nullable): its address
 * @longitude: degrees, shown
 * @latitude: degrees, shown
 * @real_longitude: degrees, where the person is
 * @real_latitude: degrees, where the person is
 */
typedef struct
{
  char *poi;
  char *title;
  char *address;
  double longitude;
  double latitude;
  double real_longitude;
  double real_latitude;
} BiliPlace;

/* How far ahead a post can be scheduled. The service tells no bounds; these are those of its other
 * clients. Source: service notes §8. */
#define BILI_SCHEDULE_MIN_SECONDS (6 * 60)
#define BILI_SCHEDULE_MAX_SECONDS (7 * 24 * 60 * 60)

/**
 * BiliComments:
 * @BILI_COMMENTS_OPEN: anybody comments
 * @BILI_COMMENTS_CURATED: comments show once the author chose them (`up_choose_comment`)
 * @BILI_COMMENTS_CLOSED: nobody comments (`close_comment`, `up_close_comment`)
 */
typedef enum
{
  BILI_COMMENTS_OPEN,
  BILI_COMMENTS_CURATED,
  BILI_COMMENTS_CLOSED,
} BiliComments;

/**
 * BiliPost:
 * @nodes: (element-type BiliNode): the text; a vote's node has its id
 * @title: (nullable): the post's title
 * @pictures: (nullable) (element-type BiliPicture): at most nine, uploaded
 * @topic_id: (nullable): decimal digits
 * @topic_name: (nullable): its name
 * @comments: who comments
 * @only_me: whether nobody else sees it
 * @publish_time: unix seconds in UTC at which the service is to publish it; 0 for now
 * @upload_id: (nullable): `MID_SECONDS_RANDOM` of this try, see bili_post_make_upload_id(); where
 *   the post came from (`meta`) is told together with it
 * @place: (nullable): where; only posts of text alone can have one
 *
 * Everything that is sent of a post.
 */
typedef struct
{
  GPtrArray *nodes;
  char *title;
  GPtrArray *pictures;
  char *topic_id;
  char *topic_name;
  BiliComments comments;
  gboolean only_me;
  gint64 publish_time;
  char *upload_id;
  BiliPlace *place;
} BiliPost;

BiliPost *bili_post_new (void);
void bili_post_free (BiliPost *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliPost, bili_post_free)

/** Returns: (transfer full): an upload id of @mid at @unix_seconds; @random is brought to four
 *   digits */
char *bili_post_make_upload_id (const char *mid, gint64 unix_seconds, guint32 random);

/**
 * bili_post_is_text_only:
 *
 * Returns: whether the old text call takes the post: text, emotes, mentions, comment flags and a
 *   place, and no mention together with a character outside the BMP (whose place in the text no
 *   source settles)
 */
gboolean bili_post_is_text_only (const BiliPost *self);

/** Returns: (transfer full): the body of the old text call; pure, for tests and the call */
BiliForm *bili_post_to_form (const BiliPost *self, const char *csrf);

/** Returns: (transfer full): the body of `create/dyn`, JSON; pure, for tests and the call */
char *bili_post_to_json (const BiliPost *self);

/**
 * bili_client_publish_async:
 *
 * Publishes or schedules @post, by the call that service notes' "Which call for what" chooses. When
 * the answer is lost the post may be there all the same: errors NETWORK, TIMED_OUT, HTTP, PROTOCOL
 * and TOO_LARGE of this call do not say that nothing happened.
 */
void bili_client_publish_async (BiliClient *self,
                                const BiliPost *post,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/**
 * bili_client_publish_finish:
 * @id: (out) (nullable) (transfer full): the post's id; a scheduled post may have none
 */
gboolean bili_client_publish_finish (BiliClient *self,
                                     GAsyncResult *result,
                                     char **id,
                                     GError **error);

G_END_DECLS
