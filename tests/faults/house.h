/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bili-clock.h"
#include "sandbox-server.h"
#include "tuwen-composers.h"
#include "tuwen-feed.h"
#include "tuwen-plans.h"
#include "tuwen-spaces.h"
#include "wait-until.h"
#include "widgets.h"

G_BEGIN_DECLS

/* Everything that the program is made of, as the application puts it together, with a stand-in for
 * the service in the same process: what fails is seen where a person would see it. */

/**
 * House:
 * @elsewhere: where a redirect leads
 * @main_window: (nullable): once it is opened
 * @window: (nullable): what the test opened besides; goes with the house
 * @draft: (nullable): what is being written
 * @had_settings: whether "Settings" was opened
 * @note: whatever a test wants to remember
 */
typedef struct
{
  SandboxServer *server;
  SandboxServer *elsewhere;
  TuwenService *service;
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
  GSettings *settings;
  GtkWindow *main_window;
  GtkWindow *window;
  TuwenDraft *draft;
  gboolean had_settings;
  gint64 note;
} House;

/** To be called first in main(): exits with 77 where there is no display */
void house_begin (int *argc, char ***argv);
/** Removes what was written. Returns: @status */
int house_end (int status);

/** How many posts the space of SANDBOX_MID has in the houses that are opened from now on */
void house_want_posts (guint n_posts);

void house_open (House *self);
void house_close (House *self);

/** How long a call may take from now on, in milliseconds, whoever makes it */
void house_set_timeout (guint timeout_ms);

/** Nobody listens where the service is, until this is taken back */
void house_set_refused (gboolean refused);

void house_sign_in (House *self);
/** Reads the drafts on disk: needed before anything is written */
void house_load_drafts (House *self);
void house_open_main_window (House *self);
/** Has the feed show the space that is chosen, as the application does, and waits for it */
void house_follow_space (House *self);
/** Opens the space of SANDBOX_MID in the main window and waits for its first page */
void house_show_feed (House *self);
/** Goes to the end of the posts in the main window */
void house_scroll_down (House *self);

/** Opens the dialog "Settings", which becomes the house's window */
void house_open_settings (House *self);

/** Returns: (transfer none): a composer with a text in it; its draft becomes the house's */
GtkWindow *house_write (House *self, const char *text);
/** Adds a small picture, and waits until it is prepared */
void house_add_picture (House *self);

/** Returns: how often the space of SANDBOX_MID has a post that begins like that */
guint house_count_posts (House *self, const char *text);

/* What is on the screen */

/** Returns: (nullable) (transfer none): the first mapped widget of that type, in @root or anywhere
 *   */
GtkWidget *house_find (gpointer root, GType type);
/** Returns: (nullable) (transfer none): the first mapped button that says @text, or whose tooltip
 *   does */
GtkWidget *house_find_button (gpointer root, const char *text);
/** Opens the menu button whose tooltip is @text */
void house_open_menu (gpointer root, const char *text);
/** Waits for a button that can be pressed, and presses it */
void house_press (gpointer root, const char *text);
/** Returns: (transfer full): every text that can be read, a line each */
char *house_read (void);
/** Returns: whether something can be read */
gboolean house_says (const char *text);
/** Returns: whether anything turns round or fills up */
gboolean house_is_busy (void);

/** Runs the main loop until @condition holds, for a while. Returns: whether it does */
gboolean house_await (gboolean (*condition) (gpointer data), gpointer data);

/* The same for an expression, which has to come true */
#define house_expect(CONDITION) wait_until (CONDITION)

G_END_DECLS
