/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-draft.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_VOTE_EDITOR (tuwen_vote_editor_get_type ())

/**
 * TuwenVoteEditor:
 *
 * Where the vote of a draft is written. What is typed is in the draft at once. Removing the vote
 * offers to have it back in the nearest AdwToastOverlay around it.
 *
 * Signals: `removing`: the draft is about to lose its vote · `removed`: the draft has no vote any
 * more; the editor is to go.
 */
G_DECLARE_FINAL_TYPE (TuwenVoteEditor, tuwen_vote_editor, TUWEN, VOTE_EDITOR, GtkWidget)

/** @draft: gets an empty vote when it has none */
GtkWidget *tuwen_vote_editor_new (TuwenDraft *draft);

/** Gives a draft that has none an empty vote */
void tuwen_vote_editor_begin (TuwenDraft *draft);

/** Has what is typed next be the question */
void tuwen_vote_editor_focus_question (TuwenVoteEditor *self);

/** Removes the vote from the draft, as its own button does */
void tuwen_vote_editor_remove (TuwenVoteEditor *self);

G_END_DECLS
