/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sandbox.h"
#include "tuwen-settings-window.h"
#include "tuwen-accounts.h"

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

/* To be called before anything else; where the accounts are kept. Returns: (transfer full): the file */
char *fixture_use_secret_file (void);

/* @data: how many milliseconds the keyring may take to answer; NULL for as long as in the program */
void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

/* Puts an account there as if it had been signed in to before */
void fixture_add_account (Fixture *self, const char *cookies);

gboolean fixture_tick_cb (gpointer user_data);

/* Runs the main loop until CONDITION holds; fails after a long while, naming it. */
#define wait_until(CONDITION)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_ = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;                               \
    guint tick_ = g_timeout_add (20, fixture_tick_cb, NULL);                              \
    while (!(CONDITION) && g_get_monotonic_time () < end_)                                         \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (tick_);                                                                       \
    if (!(CONDITION))                                                                              \
      g_error ("%s:%d: waited in vain for %s", __FILE__, __LINE__, #CONDITION);                    \
  }                                                                                                \
  G_STMT_END

/* What is on the screen: the first mapped widget of a type in @root, with a label, title or
 * tooltip of that text unless @text is NULL. Returns: (nullable) */
GtkWidget *find_widget (gpointer root, GType type, const char *text);
#define shows(root, text) (find_widget ((root), GTK_TYPE_LABEL, (text)) != NULL)
#define find_button(root, text) (find_widget ((root), GTK_TYPE_BUTTON, (text)))

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
