/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-schedule-look.h"
#include "tuwen-scheduled-job.h"

G_BEGIN_DECLS

/* Between tuwen-scheduled-job.c, which knows what a job is, tuwen-scheduled-send.c and
 * tuwen-scheduled-settle.c. */

struct _TuwenScheduledJob
{
  TuwenScheduled *scheduled; /* (unowned) (nullable): NULL once the job has ended */
  TuwenScheduledItem *item;  /* (owned) */
  TuwenDraft *draft;         /* (owned) */
  TuwenAccount *account;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *tasks;          /* (element-type GTask) (owned): whoever waits for it */
  GError *lost;              /* (nullable) (owned): of the call whose outcome is looked for */
  TuwenScheduledActions action; /* what it is for */
  gboolean unknown; /* what became of an earlier call is not known, and the journal has that one */
  guint n_looks;
  guint timer;
};

TuwenScheduledJob *tuwen_scheduled_job_ref (TuwenScheduledJob *job);
void tuwen_scheduled_job_unref (TuwenScheduledJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenScheduledJob, tuwen_scheduled_job_unref)

/** Returns: (transfer none) (nullable): held by @self; %NULL when nobody is signed in who could do
 *   it, which @task (transfer full) (nullable) is answered with */
TuwenScheduledJob *tuwen_scheduled_job_new (TuwenScheduled *self,
                                            TuwenScheduledItem *item,
                                            TuwenScheduledActions action,
                                            GTask *task);

/** Ends it, and tells whoever waits; @error: (nullable) (transfer none) */
void tuwen_scheduled_job_finish (TuwenScheduledJob *job, const GError *error);

/** It did nothing: everything is as before */
void tuwen_scheduled_job_call_off (TuwenScheduledJob *job, const GError *error);

typedef void (*TuwenScheduledStep) (TuwenScheduledJob *job);

/** Goes on with @next once its draft is on disk */
void tuwen_scheduled_job_save_then (TuwenScheduledJob *job, TuwenScheduledStep next);

/** Asks for what tuwen_schedule_look_finish() tells of its draft; @callback gets a reference of
 * @job */
void tuwen_scheduled_job_ask_where (TuwenScheduledJob *job, GAsyncReadyCallback callback);

/** Returns: whether a call that failed so may have done what it was to do */
gboolean tuwen_scheduled_job_is_lost (const GError *error);

/** Notes how the call failed whose outcome is looked for now */
void tuwen_scheduled_job_take_lost (TuwenScheduledJob *job, const GError *error);

/** Has the service remove @id, once. Goes on with @done, or with @look when it may have been
 * removed; a refusal calls
 *   @job off */
void tuwen_scheduled_job_call_remove (TuwenScheduledJob *job,
                                      const char *id,
                                      TuwenScheduledStep done,
                                      TuwenScheduledStep look);

/** Returns: whether it is not too early to give up looking */
gboolean tuwen_scheduled_job_may_look (TuwenScheduledJob *job);

/** Calls @look with @job after a pause, which is longer each time */
void tuwen_scheduled_job_look_later (TuwenScheduledJob *job, GSourceFunc look);

G_END_DECLS
