/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sandbox.h"
#include "tuwen-emotes.h"
#include "tuwen-people.h"
#include "tuwen-pictures.h"
#include "tuwen-topics.h"
#include "wait-until.h"
#include "widgets.h"

/* What one picks from while writing, an empty window, and a stand-in for the service, in one
 * process. */
typedef struct
{
  SandboxServer *server;
  BiliClock *clock;
  BiliClient *nobody;
  BiliClient *client; /* somebody's */
  GSettings *settings;
  TuwenTopics *topics;
  TuwenPeople *people;
  TuwenEmotes *emotes;
  TuwenPictures *pictures;
  GtkWindow *window;
} Fixture;

#define TOPICS_PATH "/x/topic/pub/search"
#define FOR_YOU_PATH "/x/topic/web/dynamic/rcmd"
#define PEOPLE_PATH "/x/polymer/web-dynamic/v1/mention/search"
#define EMOTES_PATH "/x/emote/user/panel/web"

#define fixture_add(path, test)                                                                    \
  g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

/* To be called first in main(): exits with 77 where there is no display */
void fixture_init (int *argc, char ***argv);

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

/* Puts a widget into the window and waits until it is seen */
void fixture_show (Fixture *self, GtkWidget *widget);

#define shows(root, text) (find_seen ((root), GTK_TYPE_LABEL, (text)) != NULL)

/* Presses a key in a widget as its controllers for keys see it. Returns: whether one took it */
gboolean fixture_press (gpointer widget, guint keyval, GdkModifierType modifiers);
