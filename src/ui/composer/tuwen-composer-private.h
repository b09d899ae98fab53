/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-composer-text.h"
#include "tuwen-composer.h"
#include "tuwen-notice.h"
#include "tuwen-picture-tiles.h"

G_BEGIN_DECLS

/* TuwenComposer is split by aspect: tuwen-composer.c (what it is made of, and the draft in it) and
 * tuwen-composer-publish.c (what becomes of the draft). */

struct _TuwenComposer
{
  AdwWindow parent_instance;

  TuwenComposers *composers; /* (owned) */
  TuwenDraft *draft;         /* (owned) */

  AdwWindowTitle *window_title;
  GtkMenuButton *account_button;
  GtkStack *publish_stack;
  GtkWidget *publish_button;
  GtkWidget *sign_in_button;
  TuwenNotice *notice;
  GtkWidget *progress;
  GtkSpinner *spinner;
  GtkLabel *step;
  GtkButton *stop_button;
  AdwToastOverlay *toasts;
  GtkWidget *editor;
  GtkEntry *title_entry;
  TuwenComposerText *text;
  TuwenPictureTiles *tiles;
  AdwBin *vote_bin;
  GtkMenuButton *options_button;
  GtkLabel *counter;

  char *refused; /* (owned) (nullable): what stands in the way, since Publish was pressed last */
  gboolean save_failed;
};

/** Installs the actions of publishing */
void tuwen_composer_install_publish (GtkWidgetClass *widget_class);

/** Follows what becomes of the draft */
void tuwen_composer_follow_publish (TuwenComposer *self);

/** Shows what becomes of the draft */
void tuwen_composer_update_publish (TuwenComposer *self);

/** The draft was changed: what stood in the way may do so no more */
void tuwen_composer_forget_refusal (TuwenComposer *self);

G_END_DECLS
