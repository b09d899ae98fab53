/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-emotes.h"
#include "tuwen-people.h"
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_COMPLETION (tuwen_completion_get_type ())

/**
 * TuwenCompletion:
 *
 * What hangs at the cursor of a text while somebody writes `@` or `[`: people or emotes that fit,
 * for the keyboard or the pointer to choose from. The text keeps the focus.
 *
 * Signal `accepted` (GObject *item): a #TuwenPerson or a #TuwenEmote was chosen; it is hidden by
 * then.
 */
G_DECLARE_FINAL_TYPE (TuwenCompletion, tuwen_completion, TUWEN, COMPLETION, GtkPopover)

/**
 * tuwen_completion_new:
 * @text_view: whose cursor it hangs at; owns it
 *
 * Returns: (transfer none)
 */
TuwenCompletion *tuwen_completion_new (GtkWidget *text_view,
                                       TuwenPeople *people,
                                       TuwenEmotes *emotes,
                                       TuwenPictures *pictures);

/**
 * tuwen_completion_update:
 * @trigger: `@` for people, `[` for emotes
 * @word: what is written since, with or without the trigger; may be empty
 * @at: where the word is, in coordinates of the text view's widget
 *
 * To be called after every change of the word. After Escape it stays away until
 * tuwen_completion_hide() says that the word is over.
 */
void tuwen_completion_update (TuwenCompletion *self,
                              char trigger,
                              const char *word,
                              const GdkRectangle *at);

/** The cursor is in no word to complete */
void tuwen_completion_hide (TuwenCompletion *self);

/**
 * tuwen_completion_set_composing:
 * @composing: whether an input method has letters that are not in the text yet
 *
 * Meanwhile nothing is offered and all keys are the input method's.
 */
void tuwen_completion_set_composing (TuwenCompletion *self, gboolean composing);

/**
 * tuwen_completion_handle_key:
 *
 * To be called with key presses that the input method left, before the text view sees them.
 *
 * Returns: whether the key was meant for this and must not reach the text
 */
gboolean
tuwen_completion_handle_key (TuwenCompletion *self, guint keyval, GdkModifierType modifiers);

G_END_DECLS
