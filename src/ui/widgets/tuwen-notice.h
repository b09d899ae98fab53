/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_NOTICE (tuwen_notice_get_type ())

/**
 * TuwenNotice:
 *
 * A strip across the window that says what is not as it should be, with buttons to mend it. Takes
 * no room, and has no widgets, while there is nothing to say.
 */
G_DECLARE_FINAL_TYPE (TuwenNotice, tuwen_notice, TUWEN, NOTICE, AdwBin)

/**
 * TuwenNoticeButton:
 * @label: translated, with a mnemonic
 * @action: detailed name of an action
 */
typedef struct
{
  const char *label;
  const char *action;
} TuwenNoticeButton;

/**
 * tuwen_notice_show:
 * @text: (nullable): plain text; %NULL to go away
 * @buttons: (array length=n_buttons)
 */
void tuwen_notice_show (TuwenNotice *self,
                        const char *text,
                        const TuwenNoticeButton *buttons,
                        guint n_buttons);

/** Returns: (nullable): what it says */
const char *tuwen_notice_get_text (TuwenNotice *self);

G_END_DECLS
