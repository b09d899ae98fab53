/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-schedule.h"
#include "tuwen-draft.h"

G_BEGIN_DECLS

/**
 * TuwenScheduledState:
 * @TUWEN_SCHEDULED_DRAFT: it is being written, with or without a time that is planned
 * @TUWEN_SCHEDULED_UNDER_WAY: it is on its way to the service: `step`
 * @TUWEN_SCHEDULED_WAITING: the service has it and publishes it at its time; or that time has just
 *   come
 * @TUWEN_SCHEDULED_FAILED: its time came, and the service could not publish it: `reason`
 * @TUWEN_SCHEDULED_MISSED: its time is over, and it is not published
 * @TUWEN_SCHEDULED_UNKNOWN: an answer was lost: whether it was scheduled, published or removed is
 *   not known
 * @TUWEN_SCHEDULED_NOT_FOUND: it was looked for after a lost answer and is nowhere: it may be sent
 *   again
 * @TUWEN_SCHEDULED_TOO_NEAR: its time came too near while it was on its way; it was not sent
 * @TUWEN_SCHEDULED_GONE: it was scheduled and is not on the service any more, although its time has
 *   not come
 * @TUWEN_SCHEDULED_DOUBLE: a change of it is on the service, and what it was to replace perhaps
 *   still too
 * @TUWEN_SCHEDULED_TRASHED: a person deleted it; its content is kept for %TUWEN_TRASH_DAYS
 */
typedef enum
{
  TUWEN_SCHEDULED_DRAFT,
  TUWEN_SCHEDULED_UNDER_WAY,
  TUWEN_SCHEDULED_WAITING,
  TUWEN_SCHEDULED_FAILED,
  TUWEN_SCHEDULED_MISSED,
  TUWEN_SCHEDULED_UNKNOWN,
  TUWEN_SCHEDULED_NOT_FOUND,
  TUWEN_SCHEDULED_TOO_NEAR,
  TUWEN_SCHEDULED_GONE,
  TUWEN_SCHEDULED_DOUBLE,
  TUWEN_SCHEDULED_TRASHED,
} TuwenScheduledState;

/**
 * TuwenScheduledSection:
 * @TUWEN_SECTION_ATTENTION: what a person has to decide about, soonest first
 * @TUWEN_SECTION_SCHEDULED: what waits for its time, soonest first
 * @TUWEN_SECTION_DRAFTS: what is being written or is on its way, last changed first
 * @TUWEN_SECTION_TRASH: what was deleted, latest first
 */
typedef enum
{
  TUWEN_SECTION_ATTENTION,
  TUWEN_SECTION_SCHEDULED,
  TUWEN_SECTION_DRAFTS,
  TUWEN_SECTION_TRASH,
  TUWEN_N_SECTIONS,
} TuwenScheduledSection;

/**
 * TuwenScheduledActions:
 *
 * What can be done about an item now; none of them while something is under way for it. See
 * tuwen-scheduled.h for what each does.
 */
typedef enum
{
  TUWEN_CAN_PUBLISH_NOW = 1 << 0,
  TUWEN_CAN_EDIT = 1 << 1,
  TUWEN_CAN_RESCHEDULE = 1 << 2,
  TUWEN_CAN_COPY = 1 << 3,
  TUWEN_CAN_REMOVE = 1 << 4,
  TUWEN_CAN_LOOK_AGAIN = 1 << 5,
  TUWEN_CAN_SEND_AGAIN = 1 << 6,
  TUWEN_CAN_SETTLE = 1 << 7,
  TUWEN_CAN_RESTORE = 1 << 8,
  TUWEN_CAN_ERASE = 1 << 9,
} TuwenScheduledActions;

#define TUWEN_TYPE_SCHEDULED_ITEM (tuwen_scheduled_item_get_type ())

/**
 * TuwenScheduledItem:
 *
 * A post that is planned, as far as the service and Tuwen know of it together. An item stays the
 * same object as long as it is in the list, whatever becomes of it.
 *
 * Signal `changed`: anything of it may be another.
 */
G_DECLARE_FINAL_TYPE (TuwenScheduledItem, tuwen_scheduled_item, TUWEN, SCHEDULED_ITEM, GObject)

TuwenScheduledState tuwen_scheduled_item_get_state (TuwenScheduledItem *self);
TuwenScheduledSection tuwen_scheduled_item_get_section (TuwenScheduledItem *self);

/** Returns: a set of #TuwenScheduledActions */
guint tuwen_scheduled_item_get_actions (TuwenScheduledItem *self);

/** Returns: unix seconds in UTC at which it is to appear, by the service's word where it has one; 0
 *   for none */
gint64 tuwen_scheduled_item_get_time (TuwenScheduledItem *self);

/** Returns: unix seconds of its last change; of what is in the trash, when it was put there; 0 when
 *   unknown */
gint64 tuwen_scheduled_item_get_modified (TuwenScheduledItem *self);

/** Returns: (not nullable): its title, or the beginning of its text, plain, perhaps of several
 *   lines; empty when there is none or it cannot be known */
const char *tuwen_scheduled_item_get_text (TuwenScheduledItem *self);

/** Returns: (nullable): whose it is, decimal digits */
const char *tuwen_scheduled_item_get_mid (TuwenScheduledItem *self);

/** Returns: (nullable): what is under way for it, translated */
const char *tuwen_scheduled_item_get_step (TuwenScheduledItem *self);

/** Returns: (nullable): why it needs attention or what is to be said of it ("Made elsewhere: …",
 *   "Not published. …"), translated */
const char *tuwen_scheduled_item_get_reason (TuwenScheduledItem *self);

/** Returns: which action failed last, with everything left as it was, so that `reason` says why; 0
 *   for none */
TuwenScheduledActions tuwen_scheduled_item_get_failed (TuwenScheduledItem *self);

/** Returns: whether what was lost could not be found anywhere: people know better, and may remove
 *   it */
gboolean tuwen_scheduled_item_is_nowhere (TuwenScheduledItem *self);

/** Returns: whether Tuwen has its whole content; otherwise it was made elsewhere and only its text,
 *   and where its pictures are, is known */
gboolean tuwen_scheduled_item_is_whole (TuwenScheduledItem *self);

/** Returns: at most nine */
guint tuwen_scheduled_item_get_n_pictures (TuwenScheduledItem *self);

/**
 * tuwen_scheduled_item_get_picture:
 * @path: (out) (nullable) (transfer none): a local file, or %NULL
 * @url: (out) (nullable) (transfer none): where the service keeps it, for #TuwenPictures, or %NULL;
 *   while a picture of a draft is prepared there is neither
 */
void tuwen_scheduled_item_get_picture (TuwenScheduledItem *self,
                                       guint index,
                                       const char **path,
                                       const char **url);

/** Returns: (nullable) (transfer none): what Tuwen keeps of it. Only what is %TUWEN_SCHEDULED_DRAFT
 *   or %TUWEN_SCHEDULED_TOO_NEAR may be written on; of others tuwen_scheduled_edit_async() gives
 *   what may be */
TuwenDraft *tuwen_scheduled_item_get_draft (TuwenScheduledItem *self);

/** Returns: (nullable) (transfer none): what the service's list says of it */
const BiliScheduled *tuwen_scheduled_item_get_listed (TuwenScheduledItem *self);

G_END_DECLS
