/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "bili-node.h"
#include "tuwen-emotes.h"
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_COMPOSER_TEXT (tuwen_composer_text_get_type ())

/**
 * TuwenComposerText:
 *
 * Where the text of a post is written. Mentions, emotes and the vote are atoms: the cursor steps
 * over them, and they are selected, removed, copied, pasted and brought back as wholes.
 *
 * Signal `nodes-changed`: the text is another one. Not emitted by tuwen_composer_text_set_nodes().
 */
G_DECLARE_FINAL_TYPE (TuwenComposerText, tuwen_composer_text, TUWEN, COMPOSER_TEXT, GtkTextView)

/** Returns: (transfer full) (element-type BiliNode): what is written */
GPtrArray *tuwen_composer_text_dup_nodes (TuwenComposerText *self);

/**
 * tuwen_composer_text_set_nodes:
 * @nodes: (transfer none) (element-type BiliNode)
 *
 * Begins anew with a text: there is nothing to undo then.
 */
void tuwen_composer_text_set_nodes (TuwenComposerText *self, GPtrArray *nodes);

/**
 * tuwen_composer_text_insert_nodes:
 * @nodes: (transfer none) (element-type BiliNode)
 *
 * Writes @nodes where the cursor is, in place of what is selected, and goes behind them.
 */
void tuwen_composer_text_insert_nodes (TuwenComposerText *self, GPtrArray *nodes);

/**
 * tuwen_composer_text_dup_word:
 * @start: one of these characters, such as `@[`
 *
 * Returns: (transfer full) (nullable): what is written between the nearest such character and the
 *   cursor, that character included and no blank among it; %NULL when there is none or something is
 *   selected
 */
char *tuwen_composer_text_dup_word (TuwenComposerText *self, const char *starts);

/** Writes @nodes in place of the @length characters before the cursor */
void tuwen_composer_text_complete (TuwenComposerText *self, guint length, GPtrArray *nodes);

/**
 * tuwen_composer_text_set_vote:
 * @title: (nullable): what the draft's vote asks; %NULL when it has no vote, whose atom goes then
 */
void tuwen_composer_text_set_vote (TuwenComposerText *self, const char *title);

/** Returns: whether the vote stands in the text */
gboolean tuwen_composer_text_has_vote (TuwenComposerText *self);

/** The vote that is put in next stands where the cursor is, not where the last one was */
void tuwen_composer_text_aim_vote (TuwenComposerText *self);

/** Writes the vote where it last was, or at the end, unless the text has it */
void tuwen_composer_text_put_vote (TuwenComposerText *self);
void tuwen_composer_text_erase_vote (TuwenComposerText *self);

/**
 * tuwen_composer_text_set_emotes:
 *
 * Shows the emotes of the text as pictures, once they are there. To be called once.
 */
void tuwen_composer_text_set_emotes (TuwenComposerText *self,
                                     TuwenEmotes *emotes,
                                     TuwenPictures *pictures);

/** Pastes the clipboard's text without asking whether there is more to it */
void tuwen_composer_text_paste_plain (TuwenComposerText *self);

G_END_DECLS
