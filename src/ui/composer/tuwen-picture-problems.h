/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-draft.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_PICTURE_PROBLEMS (tuwen_picture_problems_get_type ())

/**
 * TuwenPictureProblems:
 *
 * Says in whole sentences what is wrong with which of a draft's pictures, those of its vote
 * included, and tries all of them again. Takes no room while nothing is.
 */
G_DECLARE_FINAL_TYPE (
    TuwenPictureProblems, tuwen_picture_problems, TUWEN, PICTURE_PROBLEMS, GtkWidget)

/** To be called once */
void tuwen_picture_problems_set_draft (TuwenPictureProblems *self, TuwenDraft *draft);

G_END_DECLS
