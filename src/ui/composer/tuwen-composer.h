/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-composers.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_COMPOSER (tuwen_composer_get_type ())

/**
 * TuwenComposer:
 *
 * A window in which a post is written and published. Everything in it is in its draft at once;
 * closing the window keeps it.
 *
 * Property, construct-only: `composers`.
 *
 * Actions: `composer.publish`, `composer.take-back`, `composer.look-again`, `composer.send-again`,
 * `composer.discard`, `composer.account` (string: a mid), `win.say` (string, plain text: shows a
 * toast).
 */
G_DECLARE_FINAL_TYPE (TuwenComposer, tuwen_composer, TUWEN, COMPOSER, AdwWindow)

/** Makes the second half of it, for whoever has the time to make it in two; otherwise it comes with
 * the draft */
void tuwen_composer_complete (TuwenComposer *self);

/** @draft: what is written in it: to be set once, before the window is shown */
void tuwen_composer_set_draft (TuwenComposer *self, TuwenDraft *draft);

/** Returns: (transfer none) (nullable): %NULL before one is set */
TuwenDraft *tuwen_composer_get_draft (TuwenComposer *self);

/** @files: (element-type GFile): pictures, and folders for the pictures in them */
void tuwen_composer_add_files (TuwenComposer *self, GListModel *files);

/** Shows @text, plain, for a moment */
void tuwen_composer_say (TuwenComposer *self, const char *text);

G_END_DECLS
