/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bili-post.h"
#include "bili-vote.h"
#include "tuwen-draft.h"

G_BEGIN_DECLS

/* What is sent of a draft. Its pictures are uploaded. */

/** Returns: (transfer full): the vote, with the addresses of its pictures; the draft has one */
BiliVote *tuwen_publisher_make_vote (TuwenDraft *draft);

/** Returns: (transfer full): the post, with the vote that was created and the upload id of the
 *   journal */
BiliPost *tuwen_publisher_make_post (TuwenDraft *draft);

G_END_DECLS
