/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "tuwen-accounts.h"
#include "tuwen-draft.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_UPLOADS (tuwen_uploads_get_type ())

/**
 * TuwenUploads:
 *
 * The queue of pictures that go to the service, over all drafts: at most three at a time, in the
 * order in which the drafts were added and the pictures stand. A failed picture never touches
 * another.
 */
G_DECLARE_FINAL_TYPE (TuwenUploads, tuwen_uploads, TUWEN, UPLOADS, GObject)

#define TUWEN_UPLOADS_AT_ONCE 3

TuwenUploads *tuwen_uploads_new (TuwenAccounts *accounts);

/** Uploads the pictures of @draft, of its text and of its vote, as they become ready; does nothing
 * when it does so already */
void tuwen_uploads_add (TuwenUploads *self, TuwenDraft *draft);

/** An account may upload again what could not be uploaded: what waits for it is begun */
void tuwen_uploads_wake (TuwenUploads *self);

/** @late: whether pictures wait until their draft is %TUWEN_DRAFT_PUBLISHING. What is on its way
 * then waits again */
void tuwen_uploads_set_late (TuwenUploads *self, gboolean late);

/** Ends the uploads of @draft */
void tuwen_uploads_remove (TuwenUploads *self, TuwenDraft *draft);

/**
 * tuwen_uploads_list_pictures:
 * @n_of_post: (out) (optional): how many of them are the post's; those that follow are the vote's
 *
 * Returns: (transfer full) (element-type TuwenDraftPicture): all that the service must have before
 *   @draft can be posted
 */
GPtrArray *tuwen_uploads_list_pictures (TuwenDraft *draft, guint *n_of_post);

G_END_DECLS
