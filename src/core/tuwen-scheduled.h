/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "tuwen-accounts.h"
#include "tuwen-drafts.h"
#include "tuwen-publisher.h"
#include "tuwen-scheduled-item.h"

G_BEGIN_DECLS

/* How long deleted posts are kept. */
#define TUWEN_TRASH_DAYS 30

#define TUWEN_TYPE_SCHEDULED (tuwen_scheduled_get_type ())

/**
 * TuwenScheduled:
 *
 * A GListModel of #TuwenScheduledItem: everything that is planned, of all accounts, and every draft
 * that is not empty. It is sorted by section, in the order of #TuwenScheduledSection, so that each
 * section is one stretch: it begins where the counts of those before it end.
 *
 * What the service lists and what Tuwen knows are put together by the service's id, and by text and
 * time while that is not known. Where they disagree, the item says so.
 *
 * Properties, read-only and notified: `loading` (boolean: an account is being asked), `error`
 * (GError, nullable: why the last time the service could not be asked, for the first account where
 * it could not; what was known stays), `n-attention`, `n-scheduled`, `n-drafts`, `n-trash` (uint:
 * how many items each section has).
 *
 * Signals, of what Tuwen found out by itself after the time of a post had come, once for each post,
 * also over restarts: `published` (TuwenScheduledItem *item, char *post_id): it is in the own feed;
 * the item leaves the list. `failed` (TuwenScheduledItem *item): it is FAILED or MISSED.
 *
 * Each action is asynchronous and on disk before it is sent: a restart in the middle of it finds
 * out what became of it, and repeats nothing. There is no undo time in here: whoever shows an Undo
 * calls when it is over. What is under way for an item is told by its `step`. Errors are of
 * %BILI_ERROR, or of %TUWEN_ERROR with translated messages for people (see tuwen_error_text_new());
 * %G_IO_ERROR_BUSY: something is under way for it already; %G_IO_ERROR_NOT_SUPPORTED: its actions
 * do not have it. Cancelling stops waiting, not what is under way.
 */
G_DECLARE_FINAL_TYPE (TuwenScheduled, tuwen_scheduled, TUWEN, SCHEDULED, GObject)

TuwenScheduled *tuwen_scheduled_new (TuwenDrafts *drafts,
                                     TuwenPublisher *publisher,
                                     TuwenAccounts *accounts,
                                     BiliClock *clock);

gboolean tuwen_scheduled_get_loading (TuwenScheduled *self);
const GError *tuwen_scheduled_get_error (TuwenScheduled *self);
guint tuwen_scheduled_count (TuwenScheduled *self, TuwenScheduledSection section);

/**
 * tuwen_scheduled_refresh:
 *
 * Asks the service about every account that is signed in. It is not asked before the first call of
 * this; from then on also for each account that signs in, and after every action.
 */
void tuwen_scheduled_refresh (TuwenScheduled *self);

/** Looks at the clock: what has come due, what is to be forgotten. To be called at least once a
 * minute while
 *  anybody looks at it; #TuwenWatcher does */
void tuwen_scheduled_tick (TuwenScheduled *self);

/**
 * tuwen_scheduled_find_clashes:
 * @mid: (nullable): whose posts
 * @time: unix seconds
 * @except: (nullable): what is to appear then; it does not count, nor does what it is a change of
 *
 * Returns: (transfer full) (element-type TuwenScheduledItem): what is scheduled, or may be, for a
 *   time that is nearer to @time than %TUWEN_SCHEDULE_CLASH, wherever it was made; soonest first
 *   within each section
 */
GPtrArray *tuwen_scheduled_find_clashes (TuwenScheduled *self,
                                         const char *mid,
                                         gint64 time,
                                         TuwenScheduledItem *except);

/** Returns: (transfer full) (nullable): the item of @draft */
TuwenScheduledItem *tuwen_scheduled_find (TuwenScheduled *self, TuwenDraft *draft);

/** Finishes each of the actions below that return nothing else. Returns: whether it was done */
gboolean tuwen_scheduled_act_finish (TuwenScheduled *self, GAsyncResult *result, GError **error);

/**
 * tuwen_scheduled_publish_now_async:
 *
 * Publishes a scheduled post at once, by `publish_now`: looks first whether its time has come
 * meanwhile; a lost answer is resolved by looking. Of what is TOO_NEAR: publishes the draft without
 * a time. Finish with tuwen_scheduled_act_finish(); then it has left the list (its draft's
 * tuwen_draft_get_post_id() may name the post).
 */
void tuwen_scheduled_publish_now_async (TuwenScheduled *self,
                                        TuwenScheduledItem *item,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/**
 * tuwen_scheduled_remove_async:
 *
 * Deletes it from the service, and puts what is known of it into the trash; of what was made
 * elsewhere the pictures are fetched before, as far as they can be had. What is on no service just
 * goes to the trash. Finish with tuwen_scheduled_act_finish().
 */
void tuwen_scheduled_remove_async (TuwenScheduled *self,
                                   TuwenScheduledItem *item,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * tuwen_scheduled_reschedule_async:
 * @time: unix seconds
 *
 * Schedules a copy for @time, sees it in the list, and then removes the old one. Of what is
 * TOO_NEAR or DRAFT: sets the time and schedules it. Finish with tuwen_scheduled_act_finish(). If
 * it fails before the copy is on the service, everything is as before; afterwards the copy is
 * DOUBLE until it is settled.
 */
void tuwen_scheduled_reschedule_async (TuwenScheduled *self,
                                       TuwenScheduledItem *item,
                                       gint64 time,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/**
 * tuwen_scheduled_edit_async:
 *
 * Gives the draft to write on. Of what is on the service that is a copy, the same each time while
 * it is not published: publishing it, with a time or without, replaces the post: the old one is
 * removed once the new one was seen on the service. Discarding the copy leaves the post as it is.
 */
void tuwen_scheduled_edit_async (TuwenScheduled *self,
                                 TuwenScheduledItem *item,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** Returns: (transfer full) (nullable): the draft */
TuwenDraft *tuwen_scheduled_edit_finish (TuwenScheduled *self,
                                         GAsyncResult *result,
                                         GError **error);

/** Makes a new draft of the same content, without a time; pictures that are only on the service are
 * fetched */
void tuwen_scheduled_copy_async (TuwenScheduled *self,
                                 TuwenScheduledItem *item,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** Returns: (transfer full) (nullable): the new draft */
TuwenDraft *tuwen_scheduled_copy_finish (TuwenScheduled *self,
                                         GAsyncResult *result,
                                         GError **error);

/** Looks once more what became of what is UNKNOWN or NOT_FOUND. Finish with
 * tuwen_scheduled_act_finish() */
void tuwen_scheduled_look_again_async (TuwenScheduled *self,
                                       TuwenScheduledItem *item,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/** Sends what is NOT_FOUND once more, because a person decided so. Finish with
 * tuwen_scheduled_act_finish() */
void tuwen_scheduled_send_again_async (TuwenScheduled *self,
                                       TuwenScheduledItem *item,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/** Removes what a DOUBLE was to replace, if it is still there. Finish with
 * tuwen_scheduled_act_finish() */
void tuwen_scheduled_settle_async (TuwenScheduled *self,
                                   TuwenScheduledItem *item,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** Makes a draft of what is in the trash. Returns: (transfer none) (nullable): that draft */
TuwenDraft *tuwen_scheduled_restore (TuwenScheduled *self, TuwenScheduledItem *item);

/** Takes it out of the trash for good */
void tuwen_scheduled_erase (TuwenScheduled *self, TuwenScheduledItem *item);

G_END_DECLS
