/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-composer-text.h"
#include "tuwen-completion.h"
#include "tuwen-composer.h"
#include "tuwen-notice.h"
#include "tuwen-picture-problems.h"
#include "tuwen-picture-tiles.h"
#include "tuwen-removed-vote.h"
#include "tuwen-topics.h"

G_BEGIN_DECLS

/* TuwenComposer is split by aspect: tuwen-composer.c (what it is made of, and the draft in it),
 * tuwen-composer-publish.c (what becomes of the draft), tuwen-composer-schedule.c (when it is to
 * appear), tuwen-composer-account.c (who posts it), tuwen-composer-vote.c (the vote, in its editor
 * and in the text) and tuwen-composer-pickers.c (what is looked up while writing). */

struct _TuwenComposer
{
  AdwWindow parent_instance;

  TuwenComposers *composers; /* (owned) */
  TuwenDraft *draft;         /* (owned) */

  AdwWindowTitle *window_title;
  GtkMenuButton *account_button;
  GtkStack *publish_stack;
  GtkWidget *publish_box;
  GtkWidget *publish_button;
  GtkMenuButton *schedule_button;
  GtkWidget *sign_in_button;
  GtkWidget *waiting; /* in place of either, until it is known who is signed in */
  GtkSpinner *waiting_spinner;
  TuwenNotice *notice;
  GtkWidget *progress;
  GtkSpinner *spinner;
  GtkLabel *step;
  GtkButton *stop_button;
  AdwToastOverlay *toasts;
  GtkWidget *editor;
  GtkWidget *bar; /* (nullable): the last of the editor; made by tuwen_composer_complete() */
  GtkWidget *more_button; /* the last of the bar */
  GMenuModel *menu;       /* (owned) (nullable) */
  GtkEntry *title_entry;
  GtkLabel *title_counter;
  TuwenComposerText *text;
  TuwenPictureTiles *tiles;
  TuwenPictureProblems *problems;
  GtkWidget *schedule_chip;
  GtkLabel *schedule_time;
  GtkWidget *topic_chip;
  GtkLabel *topic_name;
  GtkMenuButton *topic_button;
  GtkMenuButton *emote_button;
  AdwBin *vote_bin;
  GtkMenuButton *options_button;
  GtkLabel *counter;

  TuwenTopics *topics;         /* (owned) */
  TuwenPeople *people;         /* (owned) */
  TuwenEmotes *emotes;         /* (owned) */
  TuwenCompletion *completion; /* (nullable): the text's */
  BiliClient *client;          /* (unowned) (nullable): never called by */
  gboolean composing;          /* an input method has letters that are not in the text yet */
  gboolean title_composing;    /* nor in the title */

  TuwenRemovedVote
      *removed_vote; /* (owned) (nullable): the last one, for when the text has it back */

  char *refused; /* (owned) (nullable): what stands in the way, since Publish was pressed last */
  char *warned;  /* (owned) (nullable): what is to be known before, likewise */
  gboolean too_soon;      /* it was pressed too late for the time that is set */
  guint schedule_tick;
  gboolean save_failed;
};

void tuwen_composer_add_accounts (TuwenComposer *self);

/** Shows who posts it, and follows who is signed in */
void tuwen_composer_follow_accounts (TuwenComposer *self);

/** @mid: whose post it is to be */
void tuwen_composer_set_account (TuwenComposer *self, const char *mid);

/** Shows how long title and text are, and may be */
void tuwen_composer_update_counters (TuwenComposer *self);

void tuwen_composer_install_pickers (GtkWidgetClass *widget_class);
void tuwen_composer_add_pickers (TuwenComposer *self);
void tuwen_composer_drop_pickers (TuwenComposer *self);

/** @client: of whoever posts: what is looked up is looked up for them */
void tuwen_composer_update_client (TuwenComposer *self, BiliClient *client);

/** Shows the draft's topic */
void tuwen_composer_update_topic (TuwenComposer *self);

void tuwen_composer_install_schedule (GtkWidgetClass *widget_class);
void tuwen_composer_add_schedule (TuwenComposer *self);
void tuwen_composer_drop_schedule (TuwenComposer *self);

/** Shows when the draft is to appear */
void tuwen_composer_update_schedule (TuwenComposer *self);

/** Returns: whether the time that is set, if any, is still far enough ahead */
gboolean tuwen_composer_check_schedule (TuwenComposer *self);

/** Says that it is not, and what can be done about it */
void tuwen_composer_show_too_soon (TuwenComposer *self);

void tuwen_composer_install_vote (GtkWidgetClass *widget_class);

/** Begins with the draft's text, in which its vote has a place */
void tuwen_composer_fill_text (TuwenComposer *self);

/** The draft was changed: shows its vote, and in the text what it is called */
void tuwen_composer_show_vote (TuwenComposer *self);

/** The text was changed: without its atom there is no vote, and with it there is one again */
void tuwen_composer_follow_vote (TuwenComposer *self);

/** Installs the actions of publishing */
void tuwen_composer_install_publish (GtkWidgetClass *widget_class);

/** Follows what becomes of the draft */
void tuwen_composer_follow_publish (TuwenComposer *self);

/** Shows what becomes of the draft */
void tuwen_composer_update_publish (TuwenComposer *self);

/** The draft was changed: what stood in the way may do so no more */
void tuwen_composer_forget_refusal (TuwenComposer *self);

/** Somebody signed in or out, or somebody else posts it: says what still stands in the way */
void tuwen_composer_check_again (TuwenComposer *self);

G_END_DECLS
