/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-compose.h"
#include "tuwen-accounts.h"
#include "tuwen-drafts.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_PUBLISHER (tuwen_publisher_get_type ())

/**
 * TuwenPublisher:
 *
 * Uploads pictures and publishes drafts. Publishing is a journal: each step that succeeded (a
 * picture uploaded, the vote created, the post about to be sent, its id received) is on disk before
 * the next begins, so that a restart in any state goes on where it was and repeats nothing. A lost
 * answer to the final call is never resolved by sending again: the own feed is looked at first.
 *
 * Property `upload-late` (boolean, %FALSE by default): pictures are uploaded only once their draft
 * is being published, instead of while it is written.
 *
 * A draft with a time is scheduled instead, and kept. How far ahead the time is (see
 * tuwen_schedule_check()) is looked at when it is asked for and again right before it is sent: one
 * that came too near is %TUWEN_DRAFT_TOO_NEAR and never sent as if it had none. A lost answer is
 * resolved by the list of scheduled posts.
 *
 * Signals: `published` (TuwenDraft *), `scheduled` (TuwenDraft *): the service has it and publishes
 * it later, `failed` (TuwenDraft *), `limits-changed`.
 */
G_DECLARE_FINAL_TYPE (TuwenPublisher, tuwen_publisher, TUWEN, PUBLISHER, GObject)

TuwenPublisher *tuwen_publisher_new (TuwenDrafts *drafts,
                                     TuwenAccounts *accounts,
                                     BiliClock *clock);

/**
 * tuwen_publisher_get_limits:
 *
 * Returns: (transfer none): what the service said last that a post of @draft's account may be, the
 *   defaults where it did not
 */
const BiliLimits *tuwen_publisher_get_limits (TuwenPublisher *self, TuwenDraft *draft);

/**
 * tuwen_publisher_ask_limits:
 *
 * Asks for the limits of @draft's account, when the service was not heard yet: whoever begins to
 * write, or has somebody else post it, wants them.
 */
void tuwen_publisher_ask_limits (TuwenPublisher *self, TuwenDraft *draft);

/** Uploads the draft's pictures as they become ready, at most three at a time over all drafts; see
 * `upload-late` */
void tuwen_publisher_upload (TuwenPublisher *self, TuwenDraft *draft);

/**
 * TuwenProblem:
 * @blocking: whether publishing makes no sense before it is mended
 * @text: (not nullable): a translated sentence
 */
typedef struct
{
  gboolean blocking;
  char *text;
} TuwenProblem;

/** Returns: (transfer full) (element-type TuwenProblem): what stands in the way of publishing,
 *   perhaps nothing */
GPtrArray *tuwen_publisher_check (TuwenPublisher *self, TuwenDraft *draft);

/** Begins to publish a draft that is %TUWEN_DRAFT_WRITING or %TUWEN_DRAFT_TOO_NEAR, or goes on
 * after a failure */
void tuwen_publisher_publish (TuwenPublisher *self, TuwenDraft *draft);

/** Stops before the final call is sent; does nothing afterwards. Returns: whether it was stopped */
gboolean tuwen_publisher_stop (TuwenPublisher *self, TuwenDraft *draft);

/** Looks at the own feed again for a draft of unknown outcome */
void tuwen_publisher_look_again (TuwenPublisher *self, TuwenDraft *draft);

/** Sends a draft that is %TUWEN_DRAFT_NOT_FOUND once more: a person decided so */
void tuwen_publisher_send_again (TuwenPublisher *self, TuwenDraft *draft);

G_END_DECLS
