/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-application.h"
#include "tuwen-background.h"
#include "tuwen-composers.h"
#include "tuwen-disk-cache.h"
#include "tuwen-feed.h"
#include "tuwen-plans.h"
#include "tuwen-service.h"
#include "tuwen-spaces.h"
#include "tuwen-window.h"

G_BEGIN_DECLS

/* Where the resources of the program are */
#define TUWEN_RESOURCES "/io/github/tuwen/Tuwen"

/* TuwenApplication is split by aspect: tuwen-application.c (what lives as long as the program, and
 * how that begins), tuwen-application-actions.c (what can be asked of it) and
 * tuwen-application-end.c (how it ends). */

struct _TuwenApplication
{
  AdwApplication parent_instance;

  TuwenService *service; /* (owned): known once the command line is read */

  /* (owned): made at startup */
  GSettings *settings;
  BiliClock *clock;
  TuwenAccounts *accounts;
  TuwenSpaces *spaces;
  TuwenFeed *feed;
  TuwenDiskCache *disk_cache;
  TuwenPictures *pictures;
  TuwenDrafts *drafts;
  TuwenPublisher *publisher;
  TuwenComposers *composers;
  TuwenScheduled *scheduled;
  TuwenPlans *plans;
  TuwenBackground *background;

  /* (nullable): weak */
  GtkWindow *settings_window;
  GtkWindow *shortcuts_window;
  GtkWindow *about_window;

  guint follow_source;   /* the feed is going to follow what changed */
  guint patience_source; /* the feed still waits for the keyring */
  guint present_source;  /* the window still waits for the first posts */
  guint end_source;      /* what was under way when somebody quit may have ended */
  guint term_source;
  guint interrupt_source;
  gboolean held;              /* it lives on without a window, for what is scheduled */
  gboolean held_for_accounts; /* likewise, for somebody who signs out */
  gboolean flushed;           /* the drafts are on disk, for the last time */
};

/* tuwen-application.c */

/** Returns: (transfer none) (nullable): the main window, if there is one */
TuwenWindow *tuwen_application_find_window (TuwenApplication *self);

/* tuwen-application-actions.c */

/** Adds the actions `app.…`. Once, at startup */
void tuwen_application_add_actions (TuwenApplication *self);

/* tuwen-application-end.c */

/** Closes every window. What is under way is ended without one, and the desktop tells of it; then
 * the program ends */
void tuwen_application_end (TuwenApplication *self);

/** Watches what is under way. Once, when all of it is made */
void tuwen_application_follow_work (TuwenApplication *self);

/** Ends the program, at once, when the system asks for it. Once, at startup */
void tuwen_application_follow_signals (TuwenApplication *self);

/** A window is gone: has the desktop tell what can be taken back and has no other place */
void tuwen_application_follow_window_removed (TuwenApplication *self, GtkWindow *window);

/** What was written in the last moment is on disk, too, before the program ends */
void tuwen_application_flush_drafts (TuwenApplication *self);

G_END_DECLS
