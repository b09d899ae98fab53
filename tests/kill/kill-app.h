/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-accounts.h"
#include "tuwen-drafts.h"
#include "tuwen-publisher.h"

G_BEGIN_DECLS

/* Tuwen without a window, which can be killed at each of its steps: what the programs of this
 * folder share. */

/* What a person waits before pressing again. */
#define KILL_APP_PATIENCE_MS 20

/* The unit of the pauses between looks, short enough for a test. */
#define KILL_APP_LOOK_UNIT_MS 4

typedef struct _KillApp KillApp;

/**
 * KillApp:
 * @ready: called each time when the drafts are loaded and somebody is signed in
 * @origin: (nullable): of the stand-in
 * @die_at: the line at which it kills itself; 0 for none
 * @die_late: milliseconds that it lives on from there
 * @status: what the program is to end with
 *
 * To be the first member of what each program has of its own.
 */
struct _KillApp
{
  void (*ready) (KillApp *app);

  GMainLoop *loop;
  BiliClock *clock;
  TuwenAccounts *accounts;
  TuwenDrafts *drafts;
  TuwenPublisher *publisher; /* (nullable): while there is none, nothing is published */

  char *origin;
  int die_at;
  int die_late;
  int n_lines;
  gboolean loaded;
  gboolean signed_in;
  int status;
};

/** Reads the options that all have, and @entries; makes accounts and drafts, but asks for nothing.
 *  Returns: whether it could be done; otherwise says why */
gboolean kill_app_init (KillApp *app, const GOptionEntry *entries, int *argc, char ***argv);

/** Writes a draft to disk and ends; for when all that it holds is prepared */
void kill_app_flush (KillApp *app);

/** Begins to load the drafts and to sign in, with a publisher from here on */
void kill_app_begin (KillApp *app);

/** Begins to sign in once more; `ready` is called afterwards */
void kill_app_sign_in (KillApp *app);

/** Tells a step in a line, and dies there if it is to */
void kill_app_tell (KillApp *app, const char *line);

/** Leaves the main loop */
void kill_app_end (KillApp *app, int status);

/** Returns: the status to end with */
int kill_app_clear (KillApp *app);

G_END_DECLS
