/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sandbox.h"
#include "tuwen-feed-view.h"
#include "tuwen-post-row.h"
#include "tuwen-spaces.h"
#include "tuwen-window.h"
#include "wait-until.h"
#include "widgets.h"

/* The main window, all that it needs, and a stand-in for the service, in one process. */
typedef struct
{
  char *folder;
  SandboxServer *server;
  TuwenService *service;
  BiliClock *clock;
  TuwenAccounts *accounts;
  TuwenSpaces *spaces;
  TuwenFeed *feed;
  TuwenPictures *pictures;
  GSettings *settings;
  TuwenWindow *window;
} Fixture;

#define FEED_PATH "/x/polymer/web-dynamic/v1/opus/feed/space"
#define fixture_add(path, test)                                                                    \
  g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

/* Asks the keyring, which says that nobody is signed in */
void fixture_load_accounts (Fixture *self);

/* Opens a space and waits for its first page */
void fixture_show_space (Fixture *self, const char *mid);

TuwenFeedView *fixture_get_view (Fixture *self);
GtkListView *fixture_get_list (Fixture *self);
GtkAdjustment *fixture_get_adjustment (Fixture *self);

/* Returns: (transfer container): the rows that are seen, from top to bottom */
GPtrArray *fixture_get_rows (Fixture *self);

/* Returns: (nullable): the first mapped widget in @root that says @text */
#define fixture_find(root, text) find_seen ((root), GTK_TYPE_WIDGET, (text))

/* To be called first in main(): exits with 77 where there is no display */
void fixture_init (int *argc, char ***argv);
