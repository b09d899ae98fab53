/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-composer.h"
#include "tuwen-composers.h"
#include "window-fixture.h"

/* Composers with a stand-in for the service in the process, and what they say */
typedef struct
{
  SandboxServer *server;
  TuwenService *service;
  BiliClock *clock; /* the real one, unless there is another before */
  TuwenAccounts *accounts;
  TuwenPictures *pictures;
  TuwenDrafts *drafts;
  TuwenPublisher *publisher;
  GtkApplication *application; /* (unowned) */
  TuwenScheduled *scheduled;
  TuwenComposers *composers;

  GString *said; /* each on a line */
  TuwenDraft *draft;
  TuwenOffer offer;
} ComposerFixture;

#define COMPOSER_UNDO_MS 200
#define COMPOSER_CREATE_PATH "/dynamic_svr/v1/dynamic_svr/create"
#define composer_fixture_add(path, test)                                                           \
  g_test_add (path, ComposerFixture, NULL, composer_fixture_set_up, test,                          \
              composer_fixture_tear_down)

typedef void (*ComposerFixtureAdd) (void);

/* What main() does: @add_tests adds the tests to be run. Exits with 77 where there is no display */
int composer_fixture_run (int *argc, char ***argv, ComposerFixtureAdd add_tests);

void composer_fixture_set_up (ComposerFixture *self, gconstpointer data);
void composer_fixture_tear_down (ComposerFixture *self, gconstpointer data);

/* As the program does it when it begins, with what is on disk, and when it ends */
void composer_fixture_begin (ComposerFixture *self);
void composer_fixture_end (ComposerFixture *self);

void composer_sign_in (ComposerFixture *self, const char *cookies);
TuwenWindow *composer_open_main_window (ComposerFixture *self);

/* Returns: the window that @draft is written in */
GtkWindow *composer_find_window (ComposerFixture *self, TuwenDraft *draft);

guint composer_count_windows (ComposerFixture *self);
guint composer_count_drafts (ComposerFixture *self);

/* Returns: how often a post of text was sent */
guint composer_count_sent (ComposerFixture *self);

/* As if it were typed where the cursor is */
void composer_write (GtkWindow *window, const char *text);
void composer_place_cursor (GtkWindow *window, int offset);
gboolean composer_has_text (GtkWindow *window, const char *expected);

/* Returns: (nullable): what it says is wrong */
const char *composer_get_notice (GtkWindow *window);

/* Returns: whether there is such an action, and it is enabled */
gboolean composer_act (GtkWindow *window, const char *action);
