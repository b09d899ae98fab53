/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-emotes.h"
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_EMOTE_PANEL (tuwen_emote_panel_get_type ())

/**
 * TuwenEmotePanel:
 *
 * What stands in a popover to choose emotes and kaomoji from: those used last, then pack by pack,
 * or those whose name holds a word. The emotes are asked for when it is first shown.
 *
 * Signal `picked` (TuwenEmote *): one was chosen, and is remembered as used. The popover stays, so
 * that several can be chosen.
 */
G_DECLARE_FINAL_TYPE (TuwenEmotePanel, tuwen_emote_panel, TUWEN, EMOTE_PANEL, AdwBin)

/** @pictures: (nullable): where pictures come from */
GtkWidget *tuwen_emote_panel_new (TuwenEmotes *emotes, TuwenPictures *pictures);

G_END_DECLS
