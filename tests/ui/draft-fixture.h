/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "await.h"
#include "tuwen-drafts.h"
#include "widgets.h"

/* An empty draft, a folder for files, and a window for the widgets that edit the draft. */
typedef struct
{
  char *folder;
  BiliClock *clock;
  TuwenService *service;
  TuwenDrafts *drafts;
  TuwenDraft *draft;
  GtkWindow *window;
  AdwToastOverlay *overlay; /* in it */
} DraftFixture;

/* To be called first in main(): exits with 77 where there is no display */
void draft_fixture_init (int *argc, char ***argv);

void draft_fixture_set_up (DraftFixture *self, gconstpointer data);
void draft_fixture_tear_down (DraftFixture *self, gconstpointer data);

/* Shows @child in the window */
void draft_fixture_show (DraftFixture *self, GtkWidget *child);

/* Returns: (transfer full): a new picture, whose format its name's ending says */
GFile *draft_fixture_make_picture (DraftFixture *self, const char *name, int width, int height);

/* Returns: (transfer full): a new file that holds @text */
GFile *draft_fixture_make_file (DraftFixture *self, const char *name, const char *text);

/* Returns: (transfer none): the draft's picture at @position */
TuwenDraftPicture *draft_fixture_get_picture (DraftFixture *self, guint position);

guint draft_fixture_count_pictures (DraftFixture *self);

#define draft_fixture_add(path, test)                                                              \
  g_test_add (path, DraftFixture, NULL, draft_fixture_set_up, test, draft_fixture_tear_down)
