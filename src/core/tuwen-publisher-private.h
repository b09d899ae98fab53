/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-publisher.h"
#include "tuwen-uploads.h"

G_BEGIN_DECLS

/* Between tuwen-publisher.c, the object, tuwen-publisher-job.c, the steps of one draft,
 * tuwen-publisher-check.c, what is told beforehand, and tuwen-publisher-limits.c, what a post may
 * be. */

struct _TuwenPublisher
{
  GObject parent_instance;

  TuwenDrafts *drafts;     /* (owned) */
  TuwenAccounts *accounts; /* (owned) */
  BiliClock *clock;        /* (owned) */
  TuwenUploads *uploads;   /* (owned) */
  gboolean upload_late;
  GHashTable *limits; /* (element-type utf8 Limits) (owned): what each account was told, by mid */

  GPtrArray *jobs;    /* (element-type TuwenPublisherJob) (owned): one for each draft under way */
  GHashTable *known;  /* (element-type utf8): ids of drafts that were under way in this run */
  guint look_unit_ms; /* what the pauses between looks are counted in */
};

/** A draft on its way */
typedef struct _TuwenPublisherJob TuwenPublisherJob;

void tuwen_publisher_job_unref (TuwenPublisherJob *self);

/** Publishes @draft as @account */
void tuwen_publisher_job_publish (TuwenPublisher *publisher,
                                  TuwenDraft *draft,
                                  TuwenAccount *account);

/** Looks for @draft, whose answer was lost, in the feed of @account */
void tuwen_publisher_job_look (TuwenPublisher *publisher, TuwenDraft *draft, TuwenAccount *account);

/** Returns: (nullable): the job that @draft has */
TuwenPublisherJob *tuwen_publisher_job_find (TuwenPublisher *publisher, TuwenDraft *draft);

/** Returns: whether it was stopped: %FALSE once the final call may be on its way */
gboolean tuwen_publisher_job_stop (TuwenPublisherJob *self);

/** Fails what nobody is signed in for any more; what was sent is sent all the same */
void tuwen_publisher_job_check_account (TuwenPublisherJob *self);

/** Ends it without a word; what is under way for it finds nobody */
void tuwen_publisher_job_end (TuwenPublisherJob *self);

void tuwen_publisher_emit_published (TuwenPublisher *self, TuwenDraft *draft);
void tuwen_publisher_emit_scheduled (TuwenPublisher *self, TuwenDraft *draft);
void tuwen_publisher_emit_failed (TuwenPublisher *self, TuwenDraft *draft);
void tuwen_publisher_emit_limits_changed (TuwenPublisher *self);

void tuwen_publisher_begin_limits (TuwenPublisher *self);
void tuwen_publisher_drop_limits (TuwenPublisher *self);

/** Asks for those of whoever is signed in now, and forgets those of accounts that are gone */
void tuwen_publisher_update_limits (TuwenPublisher *self);

/** Has the draft's pictures made as small as its account may upload them */
void tuwen_publisher_fit_pictures (TuwenPublisher *self, TuwenDraft *draft);

/** Returns: (transfer full) (nullable): whoever @draft is to be posted by, expired or not */
TuwenAccount *tuwen_publisher_find_account (TuwenPublisher *self, TuwenDraft *draft);

G_END_DECLS
