/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sandbox.h"
#include "tuwen-settings-window.h"
#include "tuwen-accounts.h"
#include "wait-until.h"
#include "widgets.h"

/* The settings window, all that it needs, and a stand-in for the service, in one process. */
typedef struct
{
  char *folder;
  SandboxServer *server;
  TuwenService *service;
  BiliClock *clock;
  TuwenKeyring *keyring;
  TuwenAccounts *accounts;
  TuwenPictures *pictures;
  TuwenDiskCache *disk_cache;
  GSettings *settings;
  GtkWidget *window;
} Fixture;

/* To be called before anything else; where the accounts are kept. Returns: (transfer full): the
 * file */
char *fixture_use_secret_file (void);

/* @data: how many milliseconds the keyring may take to answer; NULL for as long as in the
 * program */
void fixture_set_up (Fixture *self, gconstpointer data);
/** Opens another window "Settings" once the last one is gone; fixture_set_up() opens the first */
void fixture_open (Fixture *self);
void fixture_tear_down (Fixture *self, gconstpointer data);

/* Puts an account there as if it had been signed in to before */
void fixture_add_account (Fixture *self, const char *cookies);

#define shows(root, text) (find_seen ((root), GTK_TYPE_LABEL, (text)) != NULL)
#define find_button(root, text) (find_seen ((root), GTK_TYPE_BUTTON, (text)))

/* Waits for a button, checks that it can be pressed, and presses it. */
void press (gpointer root, const char *text);

/* Returns: (nullable): the message dialog that is open */
AdwMessageDialog *find_dialog (void);

/* Opens the page for signing in, with its view `qr` or `cookies`, and waits until it is there. */
void show_sign_in (Fixture *self, const char *view);

/* Returns: (transfer none): the text field of the view `cookies` */
GtkTextView *find_text_view (Fixture *self);
void paste (Fixture *self, const char *text);
char *dup_pasted (Fixture *self);
