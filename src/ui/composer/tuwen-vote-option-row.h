/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-draft-picture.h"

G_BEGIN_DECLS

/** What the service's own pages let people write; more is taken, and said to be too long */
#define TUWEN_VOTE_TITLE_LENGTH 32
#define TUWEN_VOTE_DESCRIPTION_LENGTH 100
#define TUWEN_VOTE_OPTION_LENGTH 20

#define TUWEN_TYPE_VOTE_OPTION_ROW (tuwen_vote_option_row_get_type ())

/**
 * TuwenVoteOptionRow:
 *
 * One option of a vote. Its text is that of the GtkEditable that it is.
 *
 * Signals: `next`: Enter was pressed. `remove`: it is not wanted any more. `erase`: Backspace was
 * pressed in an empty one. `choose-picture`, `retry-picture`: the picture is wanted, or wanted
 * again.
 */
G_DECLARE_FINAL_TYPE (
    TuwenVoteOptionRow, tuwen_vote_option_row, TUWEN, VOTE_OPTION_ROW, AdwEntryRow)

TuwenVoteOptionRow *tuwen_vote_option_row_new (void);

/**
 * tuwen_vote_option_row_set_place:
 * @position: from 0
 * @removable: whether it may go
 */
void tuwen_vote_option_row_set_place (TuwenVoteOptionRow *self, guint position, gboolean removable);

/**
 * tuwen_vote_option_row_set_picture:
 * @wanted: whether options have pictures
 * @picture: (nullable): the option's, when there is one
 */
void tuwen_vote_option_row_set_picture (TuwenVoteOptionRow *self,
                                        gboolean wanted,
                                        TuwenDraftPicture *picture);

/** Shows in @label how many of @limit characters @editable has, and whether that is too many */
void tuwen_vote_show_length (GtkLabel *label, GtkEditable *editable, guint limit);

G_END_DECLS
