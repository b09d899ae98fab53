/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "bili-clock.h"
#include "tuwen-accounts.h"
#include "tuwen-disk-cache.h"
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SETTINGS_WINDOW (tuwen_settings_window_get_type ())

/**
 * TuwenSettingsWindow:
 *
 * The dialog "Settings": the pages Accounts, Writing and Storage, and signing in as a page on top
 * of them. Closing only hides it, and leaves it as new: it is there to be presented again.
 *
 * Actions for what is inside it: `settings.sign-in`, `settings.back` (from signing in to the
 * accounts) and `win.say` (parameter: plain text for a toast, as in the main window).
 */
G_DECLARE_FINAL_TYPE (TuwenSettingsWindow, tuwen_settings_window, TUWEN, SETTINGS_WINDOW,
                      AdwPreferencesWindow)

/**
 * tuwen_settings_window_new:
 * @clock: what a sign-in code's life is measured with
 * @settings: of the schema `io.github.tuwen.Tuwen`
 *
 * Returns: (transfer none): the dialog, owned by GTK like every window; the caller makes it
 *   transient for its window and presents it
 */
GtkWindow *tuwen_settings_window_new (TuwenAccounts *accounts,
                                      BiliClock *clock,
                                      TuwenPictures *pictures,
                                      TuwenDiskCache *disk_cache,
                                      GSettings *settings);

/** Goes to the page for signing in, as the button **Sign In** does */
void tuwen_settings_window_show_sign_in (TuwenSettingsWindow *self);

G_END_DECLS
