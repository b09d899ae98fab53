/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Toasts come one after the other, none before the last one is out of sight: libadwaita 1.2 frees
 * what is still being animated when a toast that came in place of another goes soon. */

/**
 * tuwen_toasts_add:
 * @toast: (transfer full): without a title yet
 * @text: plain text
 *
 * Shows @toast on @overlay after those that wait already.
 */
void tuwen_toasts_add (AdwToastOverlay *overlay, AdwToast *toast, const char *text);

/**
 * tuwen_toasts_remove:
 * @toast: what was given to tuwen_toasts_add()
 *
 * Has @toast go as soon as that can be, or not come at all when it still waits.
 */
void tuwen_toasts_remove (AdwToastOverlay *overlay, AdwToast *toast);

/**
 * tuwen_toasts_say:
 * @text: plain text
 *
 * Shows @text on @overlay for a moment, in place of what was said like this before.
 */
void tuwen_toasts_say (AdwToastOverlay *overlay, const char *text);

G_END_DECLS
