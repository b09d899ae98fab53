/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-clock.h"
#include "tuwen-draft.h"
#include "tuwen-service.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_DRAFTS (tuwen_drafts_get_type ())

/**
 * TuwenDrafts:
 *
 * A GListModel of #TuwenDraft: all that are kept, last changed first. Each has a folder in the
 * service's data folder, and is written there, off the main thread, at most a second after any
 * change: beside its place, synced, renamed.
 *
 * Property `loading` (read-only, notified). Signal `failed` (GError *error, TuwenDraft *draft): it
 * could not be written, and is tried again at the next change and every ten seconds, which is not
 * told about again; or, without a draft, what is on disk could not be read.
 */
G_DECLARE_FINAL_TYPE (TuwenDrafts, tuwen_drafts, TUWEN, DRAFTS, GObject)

TuwenDrafts *tuwen_drafts_new (TuwenService *service, BiliClock *clock);

/** Reads what is on disk. A folder that cannot be read is left alone and told about by `failed` */
void tuwen_drafts_load (TuwenDrafts *self);

/** Returns: (transfer full): a new, empty draft, on disk once it is changed */
TuwenDraft *tuwen_drafts_create (TuwenDrafts *self);

/** Returns: (transfer full) (nullable): the draft of that id */
TuwenDraft *tuwen_drafts_find (TuwenDrafts *self, const char *id);

/** Takes a published draft out of the list and off the disk */
void tuwen_drafts_forget (TuwenDrafts *self, TuwenDraft *draft);

/** Takes a draft out of the list; its folder stays aside until the next start, for the Undo */
void tuwen_drafts_discard (TuwenDrafts *self, TuwenDraft *draft);
void tuwen_drafts_restore (TuwenDrafts *self, TuwenDraft *draft);

/**
 * tuwen_drafts_copy_async:
 * @source: a draft of this store
 *
 * Makes a new draft of the same content, with copies of the bytes of its pictures, that is being
 * written and was never published. Both are on disk when the task returns; whoever asked has to
 * keep it by tuwen_draft_set_discarded(), or the next start sweeps it up.
 */
void tuwen_drafts_copy_async (TuwenDrafts *self,
                              TuwenDraft *source,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/** Returns: (transfer full) (nullable): the new draft; %NULL with %G_IO_ERROR, and then there is
 *   none */
TuwenDraft *tuwen_drafts_copy_finish (TuwenDrafts *self, GAsyncResult *result, GError **error);

/** Writes a draft now; the task returns once the disk has all that was in it when this was
 * called */
void tuwen_drafts_save_async (TuwenDrafts *self,
                              TuwenDraft *draft,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean tuwen_drafts_save_finish (TuwenDrafts *self, GAsyncResult *result, GError **error);

/** Writes all that is not on disk yet, bytes of pictures among it, and waits for it: for
 * quitting */
void tuwen_drafts_flush_async (TuwenDrafts *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean tuwen_drafts_flush_finish (TuwenDrafts *self, GAsyncResult *result, GError **error);

G_END_DECLS
