/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "composer-fixture.h"
#include "sandbox-server.h"
#include "tuwen-scheduled-row.h"
#include "tuwen-scheduled-view.h"

/* The view of what is scheduled, or composers, with a stand-in in the process. Time stands until
 * the test lets it pass, for both. */

#define LIST_PATH "/dynamic_draft/v1/dynamic_draft/get_drafts"
#define PUBLISH_PATH "/dynamic_draft/v1/dynamic_draft/publish_now"
#define REMOVE_PATH "/dynamic_draft/v1/dynamic_draft/rm_draft"
#define CREATE_PATH "/x/dynamic/feed/create/dyn"
#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

typedef struct
{
  ComposerFixture base;
  TuwenScheduled *scheduled; /* (unowned): of the base */
  TuwenWatcher *watcher;
  TuwenPlans *plans;
  GtkWidget *window;
  TuwenScheduledView *view;
  GString *said; /* of plans, each on a line */
} ScheduledFixture;

void scheduled_fixture_set_up (ScheduledFixture *self, gconstpointer data);
void scheduled_fixture_tear_down (ScheduledFixture *self, gconstpointer data);

#define scheduled_fixture_add(path, test)                                                          \
  g_test_add (path, ScheduledFixture, NULL, scheduled_fixture_set_up, test,                        \
              scheduled_fixture_tear_down)

/* Shows the view, and waits for what the service lists */
void scheduled_fixture_show (ScheduledFixture *self);

/* The same in a window so wide */
void scheduled_fixture_show_wide (ScheduledFixture *self, int width);

/* The same, and waits for nothing */
void scheduled_fixture_open (ScheduledFixture *self, int width);

/* Lets time pass on the clock of the program and on that of the service */
void scheduled_fixture_pass (ScheduledFixture *self, gint64 seconds);

gint64 scheduled_fixture_now (ScheduledFixture *self);

/* Has somebody schedule a post elsewhere. Returns: (transfer none): held by the stand-in */
SandboxDraft *scheduled_fixture_add_elsewhere (ScheduledFixture *self,
                                               const char *mid,
                                               const char *text,
                                               gint64 time);

/* Returns: (transfer full): a draft that says @text */
TuwenDraft *scheduled_fixture_write (ScheduledFixture *self, const char *text);

guint scheduled_fixture_count (ScheduledFixture *self, TuwenScheduledSection section);

/* Returns: (transfer full): the first of a section */
TuwenScheduledItem *scheduled_fixture_get_first (ScheduledFixture *self,
                                                 TuwenScheduledSection section);

/* Returns: (transfer full) (nullable): the one that says @text */
TuwenScheduledItem *scheduled_fixture_find (ScheduledFixture *self, const char *text);

/* Returns: (nullable): the row that shows @item now */
TuwenScheduledRow *scheduled_fixture_get_row (ScheduledFixture *self, TuwenScheduledItem *item);

/* Clicks the button in @root that says @text */
void scheduled_fixture_press (gpointer root, const char *text);

/* Returns: (nullable): the composer that is open */
GtkWindow *scheduled_fixture_get_composer (ScheduledFixture *self);

/* Closes it, and waits until it is gone */
void scheduled_fixture_close_composer (ScheduledFixture *self);
