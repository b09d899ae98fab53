/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-pictures.h"
#include "tuwen-spaces.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SPACE_CHOOSER (tuwen_space_chooser_get_type ())

/**
 * TuwenSpaceChooser:
 *
 * The popover with one's own space, the remembered ones, and a way to open another.
 *
 * Signal `forgotten` (TuwenSpace *space, guint position): a remembered space was removed; whoever
 * holds the popover offers to undo it.
 */
G_DECLARE_FINAL_TYPE (TuwenSpaceChooser, tuwen_space_chooser, TUWEN, SPACE_CHOOSER, GtkPopover)

GtkWidget *tuwen_space_chooser_new (TuwenSpaces *spaces, TuwenPictures *pictures);

G_END_DECLS
