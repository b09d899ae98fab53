/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "tuwen-draft-picture.h"
#include "tuwen-picture-file.h"

G_BEGIN_DECLS

/* What the draft and the publisher know of a picture beyond what a window does. */

/** @folder: the draft's own folder */
TuwenDraftPicture *tuwen_draft_picture_new (const char *folder, const char *name);

/**
 * tuwen_draft_picture_new_from_json:
 * @files: (element-type utf8): set of the names of the regular files in @folder
 *
 * Returns: (transfer full) (nullable): a picture as it was saved, to be prepared when its state
 *   says so; %NULL when @node is none
 */
TuwenDraftPicture *tuwen_draft_picture_new_from_json (const char *folder,
                                                      JsonNode *node,
                                                      GHashTable *files);

/** Returns: (transfer full): how it is saved */
JsonNode *tuwen_draft_picture_to_json (TuwenDraftPicture *self);

/** Takes new bytes, from @file or @bytes; those that are there go once the new ones are prepared */
void tuwen_draft_picture_take (TuwenDraftPicture *self,
                               GFile *file,
                               GBytes *bytes,
                               const char *name,
                               const TuwenPictureOptions *options);

/** Makes the kept bytes into a picture for @options once more; forgets the upload */
void tuwen_draft_picture_prepare (TuwenDraftPicture *self, const TuwenPictureOptions *options);

/** Does so only with one that is not small enough for @options, unless the service has it
 * already */
void tuwen_draft_picture_fit (TuwenDraftPicture *self, const TuwenPictureOptions *options);

/** Copies or prepares again what failed, or lets it be uploaded again */
void tuwen_draft_picture_retry (TuwenDraftPicture *self, const TuwenPictureOptions *options);

/** Returns: whether its bytes are still being copied into the draft's folder */
gboolean tuwen_draft_picture_is_copying (TuwenDraftPicture *self);

/** What was prepared is not there any more: makes it anew of the kept bytes, or is FAILED without
 * them */
void tuwen_draft_picture_mend (TuwenDraftPicture *self);

/* The publisher's: none of them does anything while the picture is being prepared, as then it is
 * about to be another one than was uploaded. */

/** READY, or UPLOADING with @progress 0 to 1 */
void tuwen_draft_picture_set_waiting (TuwenDraftPicture *self);
void tuwen_draft_picture_set_uploading (TuwenDraftPicture *self, double progress);

/** UPLOADED; @uploaded: (transfer none) */
void tuwen_draft_picture_set_uploaded (TuwenDraftPicture *self, const BiliPicture *uploaded);

/** It waits to be uploaded again, perhaps by somebody else */
void tuwen_draft_picture_forget_upload (TuwenDraftPicture *self);

/** FAILED; @error: (transfer none) */
void tuwen_draft_picture_set_failed (TuwenDraftPicture *self, const GError *error);

/** Stops what is under way */
void tuwen_draft_picture_close (TuwenDraftPicture *self);

/** @stems: (element-type utf8): what its files' names begin with, before a dot, is added here */
void tuwen_draft_picture_add_stems (TuwenDraftPicture *self, GHashTable *stems);

G_END_DECLS
