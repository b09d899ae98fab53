/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sandbox.h"
#include "tuwen-feed-list.h"
#include "tuwen-post-row.h"
#include "tuwen-window.h"
#include "wait-until.h"

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

/* Returns: how many requests of the stand-in were for pictures */
guint fixture_count_pictures (Fixture *self);

/* Until @widget, which is mapped, has been drawn so often */
void wait_frames (GtkWidget *widget, int frames);
/* Lets the window be laid out and drawn some times */
void fixture_wait_frames (Fixture *self, int frames);

/* The first mapped label or button in @root that says @text, markup included. Returns:
 * (nullable) */
GtkWidget *fixture_find (gpointer root, const char *text);

/* To be called first in main(): exits with 77 where there is no display */
void fixture_init (int *argc, char ***argv);
