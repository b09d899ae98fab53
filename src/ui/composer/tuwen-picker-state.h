/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_PICKER_STATE (tuwen_picker_state_get_type ())

/**
 * TuwenPickerState:
 *
 * What stands in a picker in place of things to pick: that they are on their way, that there are
 * none, or why there are none.
 *
 * Signal `retry`: the person wants to try again.
 */
G_DECLARE_FINAL_TYPE (TuwenPickerState, tuwen_picker_state, TUWEN, PICKER_STATE, AdwBin)

/** @words: translated, for those who do not see the spinner */
void tuwen_picker_state_show_waiting (TuwenPickerState *self, const char *words);

/**
 * @title: translated
 * @body: (nullable): translated
 */
void tuwen_picker_state_show_words (TuwenPickerState *self, const char *title, const char *body);

/** Says what is wrong, with a button to try again when that may help */
void tuwen_picker_state_show_error (TuwenPickerState *self, const GError *error);

G_END_DECLS
