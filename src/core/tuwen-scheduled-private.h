/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-draft-private.h"
#include "tuwen-scheduled.h"

G_BEGIN_DECLS

/* Between the files of TuwenScheduled: tuwen-scheduled.c (the list), tuwen-scheduled-list.c (what
 * the service says), tuwen-scheduled-item.c (what becomes of both together), tuwen-scheduled-due.c
 * (what becomes of it in time), tuwen-scheduled-actions.c (what people ask for),
 * tuwen-scheduled-job.c (what is done then), tuwen-scheduled-send.c and tuwen-scheduled-settle.c
 * (its steps) and tuwen-scheduled-adopt.c (making drafts of what was made elsewhere). */

typedef struct _TuwenScheduledJob TuwenScheduledJob;

struct _TuwenScheduledItem
{
  GObject parent_instance;

  TuwenDraft *draft;        /* (nullable) (owned) */
  BiliScheduled *listed;    /* (nullable) (owned) */
  char *mid;                /* (nullable) (owned): whose list it is in; of a draft its own */
  guint since;              /* the first question to the service that can know of it */
  gboolean absent;          /* the list was read since then, and it is not in it */
  gboolean gone;            /* the next rebuilding leaves it out */
  gboolean looked;          /* its time has come and it is not in the feed either */
  gboolean nowhere;         /* while it is UNKNOWN: it is in neither, as far as can be seen */
  gint64 seen_at;           /* when it was seen in the list, unix seconds */
  TuwenScheduledJob *job;   /* (nullable) (unowned): what is under way for it */
  gboolean busy;            /* something else is */
  char *step;               /* (nullable) (owned): of either */
  GError *error;            /* (nullable) (owned): of the last job */
  TuwenScheduledActions failed; /* what that was for, while it is to be told; 0 for nothing */
  gboolean has_just_failed;     /* in the next state, too */

  /* What tuwen-scheduled-due.c knows of it */
  gboolean looking;     /* the feed is being looked at for it */
  gboolean resumed;     /* once a run */
  gboolean was_waiting; /* in this run */
  gint64 next_ask;      /* unix seconds before which the service is not asked about it again */
  gint64 pause;         /* before the next one */

  /* Made of the above by tuwen_scheduled_item_update() */
  TuwenScheduledState state;
  TuwenScheduledSection section;
  guint actions;
  gint64 time;
  gint64 key; /* sorts the section */
  char *text;   /* (owned) */
  char *reason; /* (nullable) (owned) */
};

/** Exactly one of @draft and @listed (transfer full) is there */
TuwenScheduledItem *tuwen_scheduled_item_new (TuwenDraft *draft,
                                              BiliScheduled *listed,
                                              const char *mid);

/** Works out what it is at @now, and tells when that is another; returns whether its place may be
 * another */
gboolean tuwen_scheduled_item_update (TuwenScheduledItem *self, gint64 now);

/** @step: (nullable): what is under way, translated */
void tuwen_scheduled_item_set_step (TuwenScheduledItem *self, const char *step);

/** Notes that @action failed, until it is something else; @error: (nullable) (transfer none) */
void tuwen_scheduled_item_set_error (TuwenScheduledItem *self,
                                     TuwenScheduledActions action,
                                     const GError *error);

/** Takes what the service lists of it; @listed: (nullable) (transfer full) */
void tuwen_scheduled_item_set_listed (TuwenScheduledItem *self, BiliScheduled *listed);

/** A GCompareFunc of two items */
int tuwen_scheduled_item_compare (gconstpointer a, gconstpointer b);

/** What an account's list was asked for and answered */
typedef struct
{
  TuwenScheduled *scheduled; /* (unowned) (nullable): NULL once nobody waits for it */
  TuwenAccount *account;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean loading;
  gboolean again;   /* asked for while it was loading */
  guint asked;      /* the number of the question under way */
  GError *error;    /* (nullable) (owned) */
} TuwenScheduledSource;

struct _TuwenScheduled
{
  GObject parent_instance;

  TuwenDrafts *drafts;       /* (owned) */
  TuwenPublisher *publisher; /* (owned) */
  TuwenAccounts *accounts;   /* (owned) */
  BiliClock *clock;          /* (owned) */

  GPtrArray *items;     /* (element-type TuwenScheduledItem) (owned): sorted */
  GHashTable *by_draft; /* (element-type TuwenDraft TuwenScheduledItem) */
  guint counts[TUWEN_N_SECTIONS];
  guint syncing; /* the source that takes the drafts' changes over; 0 for none */

  gboolean asking;      /* somebody wants to know what the service has */
  GHashTable *sources;  /* (element-type utf8 TuwenScheduledSource) (owned): by mid */
  guint n_asked;        /* questions to the service so far */
  gboolean loading;

  GPtrArray *jobs;    /* (element-type TuwenScheduledJob) (owned) */
  guint look_unit_ms; /* what the pauses between looks are counted in */
};

/* tuwen-scheduled.c */

/** Takes over at once which drafts there are */
void tuwen_scheduled_sync (TuwenScheduled *self);

/** Brings an item up to date and to its place */
void tuwen_scheduled_update (TuwenScheduled *self, TuwenScheduledItem *item);

/** Brings all of them up to date, with @added (element-type TuwenScheduledItem) (nullable), without
 * those
 *   that are gone */
void tuwen_scheduled_rebuild (TuwenScheduled *self, GPtrArray *added);

void tuwen_scheduled_notify_loading (TuwenScheduled *self, gboolean loading);
void tuwen_scheduled_notify_error (TuwenScheduled *self);
void tuwen_scheduled_emit_published (TuwenScheduled *self,
                                     TuwenScheduledItem *item,
                                     const char *post_id);
void tuwen_scheduled_emit_failed (TuwenScheduled *self, TuwenScheduledItem *item);

/** Returns: (transfer full) (nullable): the account of that mid */
TuwenAccount *tuwen_scheduled_find_account (TuwenScheduled *self, const char *mid);

/** Returns: whether @draft is a change of what @item is */
gboolean tuwen_scheduled_is_change_of (TuwenDraft *draft, TuwenScheduledItem *item);

/* tuwen-scheduled-list.c */

void tuwen_scheduled_source_free (gpointer source);

/** Puts drafts that came, or were sent, after the list was read together with what it has of
 * them */
void tuwen_scheduled_unite (TuwenScheduled *self);

/* tuwen-scheduled-due.c */

/** Looks for what came due and is in no list any more, in the feed of @mid */
void tuwen_scheduled_check_due (TuwenScheduled *self, const char *mid);

/** Asks for the list of @mid, if it is asked for at all; a question under way is followed by
 * another */
void tuwen_scheduled_ask (TuwenScheduled *self, const char *mid);

G_END_DECLS
