/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-composer.h"
#include "tuwen-composers.h"

G_BEGIN_DECLS

/* TuwenComposers is split by aspect: tuwen-composers.c (the windows, and what they have in common),
 * tuwen-composers-publish.c (what becomes of what is being published) and tuwen-composers-spare.c
 * (a window that is ready before anybody asks for it). */

struct _TuwenComposers
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): owns this */
  GSettings *service_settings; /* (owned) */
  BiliClock *clock;            /* (owned) */
  TuwenDrafts *drafts;         /* (owned) */
  TuwenPublisher *publisher;   /* (owned) */
  TuwenAccounts *accounts;     /* (owned) */
  TuwenPictures *pictures;     /* (owned) */
  TuwenScheduled *scheduled;   /* (owned) (nullable) */
  gboolean sandbox;
  guint undo_ms;
  gboolean keep_metadata; /* of new posts */

  GHashTable *countdowns; /* (element-type TuwenDraft guint) (owned): the timers */
  gboolean restoring;     /* waits for the drafts */
  gboolean restored;
  gboolean quitting;
  gboolean held; /* the application lives on without windows */

  TuwenComposer *spare; /* (unowned) (nullable): not shown yet, perhaps not all there yet */
  guint spare_source;
  guint spare_parts; /* how much of it is done */
  gboolean with_spare;

  TuwenDraft *closed;  /* (owned) (nullable): published, its window closed just now */
  guint closed_source; /* looks soon whether somebody looks at another window */
};

/** Returns: (transfer none): a window with an empty post in it: the spare one, or a new one */
TuwenComposer *tuwen_composers_take_spare (TuwenComposers *self);

/** Does away with the spare window; there will be no other */
void tuwen_composers_drop_spare (TuwenComposers *self);

gboolean tuwen_composers_has_main_window (TuwenComposers *self);

/** Returns: (nullable): the window of @draft */
TuwenComposer *tuwen_composers_find_window (TuwenComposers *self, TuwenDraft *draft);

/* The signals */
void tuwen_composers_say (TuwenComposers *self,
                          TuwenDraft *draft,
                          TuwenOffer offer,
                          const char *text);
void tuwen_composers_emit_activity_changed (TuwenComposers *self);
void tuwen_composers_emit_countdown (TuwenComposers *self, TuwenDraft *draft);
void tuwen_composers_emit_unseen (TuwenComposers *self,
                                  TuwenDraft *draft,
                                  const char *title,
                                  const char *body);

/** Returns: whether @draft is being published, or is about to be */
gboolean tuwen_composers_is_under_way (TuwenComposers *self, TuwenDraft *draft);

/** Keeps the application alive for what is under way, and tells of it */
void tuwen_composers_update_activity (TuwenComposers *self);

/** Its window closes: has the desktop offer to take it back, if nobody else does */
void tuwen_composers_tell_countdown (TuwenComposers *self, TuwenDraft *draft);

/** Ends the time to take it back, if it runs */
void tuwen_composers_stop_counting (TuwenComposers *self, TuwenDraft *draft);

/** Follows what the publisher tells */
void tuwen_composers_follow_publisher (TuwenComposers *self);

G_END_DECLS
