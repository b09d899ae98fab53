/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"
#include "bili-form.h"

G_BEGIN_DECLS

/* Votes. Source: the service's "publish" document, service notes §5. */

/**
 * BiliVoteOption:
 * @text: (not nullable): what it says
 * @picture_url: (nullable): its uploaded picture; every option of a picture vote has one
 */
typedef struct
{
  char *text;
  char *picture_url;
} BiliVoteOption;

BiliVoteOption *bili_vote_option_new (const char *text, const char *picture_url);

/**
 * BiliVote:
 * @title: (not nullable): the question
 * @description: (not nullable): perhaps empty
 * @pictures: whether its options have pictures
 * @choices: how many options one may choose, 1 to their number
 * @duration: seconds from its creation on
 * @options: (element-type BiliVoteOption): 2 to 20
 */
typedef struct
{
  char *title;
  char *description;
  gboolean pictures;
  guint choices;
  gint64 duration;
  GPtrArray *options;
} BiliVote;

#define BILI_VOTE_MIN_OPTIONS 2
#define BILI_VOTE_MAX_OPTIONS 20

BiliVote *bili_vote_new (void);
BiliVote *bili_vote_copy (const BiliVote *self);
void bili_vote_free (BiliVote *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliVote, bili_vote_free)

/** Returns: (transfer full): the body of `create_vote`; pure, for tests and the call */
BiliForm *bili_vote_to_form (const BiliVote *self, const char *csrf);

/** Creates a vote (`create_vote`, the form with `info[…]` fields) */
void bili_client_create_vote_async (BiliClient *self,
                                    const BiliVote *vote,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Returns: (transfer full) (nullable): the vote's id, or %NULL with an error */
char *bili_client_create_vote_finish (BiliClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
