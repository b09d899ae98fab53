/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-scheduled.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_WINDOW (tuwen_window_get_type ())

/**
 * TuwenWindow:
 *
 * The main window.
 *
 * Properties, construct-only: `accounts`, `spaces`, `feed`, `pictures` (nullable), `clock`,
 * `settings` (GSettings of the schema `io.github.tuwen.Tuwen`: the window's size), `composers`
 * (nullable), `plans` (nullable), `sandbox` (boolean: carries a visible mark). Read-write: `filter`
 * (string: `all`, `dynamics` or `articles`), `view` (string: `feed` or `scheduled`).
 *
 * Actions: `win.refresh`, `win.retry`, `win.open-space`, `win.open-space-in-browser`,
 * `win.show-all`, `win.filter` (string), `win.menu`, `win.view` (string), `win.retry-keyring`,
 * `win.ignore-keyring`, `win.say` (string, plain text: shows a toast).
 */
G_DECLARE_FINAL_TYPE (TuwenWindow, tuwen_window, TUWEN, WINDOW, AdwApplicationWindow)

/** Shows @item among what is scheduled, and lets a person choose another time for it */
void tuwen_window_reschedule (TuwenWindow *self, TuwenScheduledItem *item);

G_END_DECLS
