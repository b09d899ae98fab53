/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-draft-private.h"
#include "tuwen-publisher-private.h"

G_BEGIN_DECLS

/* Between tuwen-publisher-job.c, what a draft on its way is and how it ends,
 * tuwen-publisher-steps.c, the steps up to the final call, and tuwen-publisher-after.c, looking for
 * what it made.
 *
 * The steps follow each other in this order:
 *
 *     pictures → look before → vote → send → done
 *                                      ↓ lost
 *                                     look → done, or not found
 *
 * What has a time is looked for in the list of scheduled posts as well, and whether that time is
 * too near is asked before the first step and before it is sent. Before each arrow the disk has
 * what was reached. Only what proves that nothing was posted leads back to writing; and once an
 * answer was lost, nothing is sent again before a look. */
struct _TuwenPublisherJob
{
  TuwenPublisher *publisher; /* (unowned) (nullable): NULL once the job has ended */
  TuwenDraft *draft;         /* (owned) */
  TuwenAccount *account;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gulong changed_id;
  gulong account_id;
  guint timer;
  guint n_looks;

  TuwenDraftState from; /* what it was before: WRITING or NOT_FOUND */
  gboolean again;       /* the answer of an earlier final call was lost for good */
  gboolean waiting_for_pictures;
  BiliPost *post;   /* (nullable) (owned): what is sent, once that is decided */
  gboolean settled; /* the service has it */
};

typedef void (*TuwenPublisherStep) (TuwenPublisherJob *self);

TuwenPublisherJob *tuwen_publisher_job_ref (TuwenPublisherJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenPublisherJob, tuwen_publisher_job_unref)

/** Returns: whether it has a time, or was sent with one */
gboolean tuwen_publisher_job_is_scheduled (TuwenPublisherJob *self);

/** Returns: whether the session of its account is over */
gboolean tuwen_publisher_job_is_expired (TuwenPublisherJob *self);

void tuwen_publisher_job_set_state (TuwenDraft *draft, TuwenDraftState state);

/** Goes on with @next once the disk has it all */
void tuwen_publisher_job_save_then (TuwenPublisherJob *self, TuwenPublisherStep next);

/** Ends it in @state; @error: (nullable) */
void tuwen_publisher_job_give_up (TuwenPublisherJob *self,
                                  TuwenDraftState state,
                                  const GError *error);

/** This try posted nothing; what an earlier one may have posted stays to be looked for */
void tuwen_publisher_job_forget_try (TuwenPublisherJob *self);

/** Ends it so that it can be written on */
void tuwen_publisher_job_fail (TuwenPublisherJob *self, const GError *error);
void tuwen_publisher_job_fail_signed_out (TuwenPublisherJob *self, TuwenDraftState state);

/** Ends it when its time came too near, which is for a person to decide about; returns whether it
 * did */
gboolean tuwen_publisher_job_give_up_too_near (TuwenPublisherJob *self);

/** The service has it: in the feed; @id: (nullable) */
void tuwen_publisher_job_take_post (TuwenPublisherJob *self, const char *id);

/** The service has it: for later; @id: (nullable): what the list knows it as, when it was seen
 * there */
void tuwen_publisher_job_take_scheduled (TuwenPublisherJob *self, const char *id);
void tuwen_publisher_job_finish_scheduled (TuwenPublisherJob *self);

/* tuwen-publisher-steps.c */

void tuwen_publisher_job_begin (TuwenPublisherJob *self);

/** Something of the draft changed */
void tuwen_publisher_job_check_pictures (TuwenPublisherJob *self);

/* tuwen-publisher-after.c */

/** Looks for what may have been posted */
void tuwen_publisher_job_look_for_it (TuwenPublisherJob *self);

/** Looks what the list knows it as, once the service has it */
void tuwen_publisher_job_see_it (TuwenPublisherJob *self);

/** Looks into the list and the feed; @callback: of tuwen_schedule_look_async(), with a reference to
 * @self */
void tuwen_publisher_job_ask_where (TuwenPublisherJob *self, GAsyncReadyCallback callback);

G_END_DECLS
