/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-draft.h"

G_BEGIN_DECLS

/** A vote that was taken out of its draft, to have it back */
typedef struct _TuwenRemovedVote TuwenRemovedVote;

/** @draft: has a vote, which is about to be removed */
TuwenRemovedVote *tuwen_removed_vote_new (TuwenDraft *draft);
void tuwen_removed_vote_free (TuwenRemovedVote *self);

/** Puts the vote back; returns %FALSE where another one was begun meanwhile, which stays */
gboolean tuwen_removed_vote_restore (TuwenRemovedVote *self);

G_END_DECLS
