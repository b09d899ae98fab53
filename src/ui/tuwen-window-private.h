/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-composers.h"
#include "tuwen-feed-view.h"
#include "tuwen-notice.h"
#include "tuwen-plans.h"
#include "tuwen-scheduled-view.h"
#include "tuwen-spaces.h"
#include "tuwen-window.h"

G_BEGIN_DECLS

/* TuwenWindow is split by aspect: tuwen-window.c (what it is made of and what it shows),
 * tuwen-window-actions.c (what it does) and tuwen-window-scheduled.c (its views, and what it tells
 * of posts that are written in other windows). */

struct _TuwenWindow
{
  AdwApplicationWindow parent_instance;

  TuwenAccounts *accounts; /* (owned) */
  TuwenSpaces *spaces;     /* (owned) */
  TuwenFeed *feed;         /* (owned) */
  TuwenPictures *pictures; /* (owned) (nullable) */
  BiliClock *clock;        /* (owned) */
  GSettings *settings;     /* (owned) */
  TuwenComposers *composers; /* (owned) (nullable) */
  TuwenPlans *plans;         /* (owned) (nullable) */
  gboolean sandbox;

  TuwenAccount *followed; /* (owned) (nullable): the account whose state and picture are shown */

  AdwSqueezer *squeezer;
  GtkWidget *switcher;
  AdwViewSwitcherBar *switcher_bar;
  AdwViewStack *views;
  AdwViewStackPage *scheduled_page;
  AdwBin *scheduled_bin;
  GtkBox *feed_box;
  GtkWidget *view_bar;
  GtkMenuButton *space_button;
  GtkLabel *space_name;
  GtkWidget *sandbox_mark;
  GtkMenuButton *menu_button;
  GtkButton *account_button;
  GtkWidget *account_icon;
  GtkStack *refresh_stack;
  GtkWidget *refresh_button;
  GtkSpinner *refresh_spinner;
  TuwenNotice *keyring_notice;
  TuwenNotice *session_notice;
  GtkWidget *post_notices; /* of TuwenNotice */
  AdwToastOverlay *toasts;
  TuwenFeedView *feed_view;

  gboolean was_refreshing;
};

/** Installs every `win.` action */
void tuwen_window_install_actions (GtkWidgetClass *widget_class);

/** Enables what makes sense now */
void tuwen_window_update_actions (TuwenWindow *self);

/** Follows the composers and their drafts */
void tuwen_window_follow_composers (TuwenWindow *self);

/** Follows what is scheduled, and what is done about it */
void tuwen_window_follow_plans (TuwenWindow *self);

/** Makes what is in the view that is shown, if that is not done yet */
void tuwen_window_fill_view (TuwenWindow *self);

/** Shows @text, plain, for a moment */
void tuwen_window_say (TuwenWindow *self, const char *text);

/** Tells that @space was removed from the remembered ones, with a way to undo it */
void tuwen_window_offer_restore (TuwenWindow *self, TuwenSpace *space, guint position);

const char *tuwen_window_get_view (TuwenWindow *self);
void tuwen_window_set_view (TuwenWindow *self, const char *view);

const char *tuwen_window_get_filter (TuwenWindow *self);
void tuwen_window_set_filter (TuwenWindow *self, const char *filter);

G_END_DECLS
