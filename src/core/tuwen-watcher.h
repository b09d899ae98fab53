/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "tuwen-scheduled.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_WATCHER (tuwen_watcher_get_type ())

/**
 * TuwenWatcher:
 *
 * Looks at real time once a minute, and when the computer wakes up, for timers of programs stand
 * still while it sleeps. Two minutes after the time of a post it has the service asked for it, and
 * again with growing pauses until it is known what became of it.
 *
 * Properties: `enabled` (boolean, read-write: whether it looks and tells at all;
 * tuwen_watcher_new() binds it to the settings' key `watch-scheduled`), `tick-ms` (uint,
 * read-write: a minute by default, for tests).
 *
 * Signals, once for each post, also over restarts: `published` (TuwenScheduledItem *item, char
 * *post_id, the latter nullable), `failed` (TuwenScheduledItem *item).
 */
G_DECLARE_FINAL_TYPE (TuwenWatcher, tuwen_watcher, TUWEN, WATCHER, GObject)

/** @settings: (nullable): of the schema `io.github.tuwen.Tuwen` */
TuwenWatcher *tuwen_watcher_new (TuwenScheduled *scheduled, GSettings *settings);

/** Looks now, as when the computer wakes up */
void tuwen_watcher_wake (TuwenWatcher *self);

G_END_DECLS
