/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-compose.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_EMOTE (tuwen_emote_get_type ())

/**
 * TuwenEmote:
 *
 * An emote or a kaomoji; never changes.
 */
G_DECLARE_FINAL_TYPE (TuwenEmote, tuwen_emote, TUWEN, EMOTE, GObject)

/** @emote: (transfer full): taken over */
TuwenEmote *tuwen_emote_new (BiliEmote *emote);

/** Returns: what goes into the post: `[doge]` as a node of its own, a kaomoji as plain text */
const char *tuwen_emote_get_text (TuwenEmote *self);

/** Returns: what people call it: `doge`, or the kaomoji itself */
const char *tuwen_emote_get_name (TuwenEmote *self);

/** Returns: (nullable): its picture; %NULL for a kaomoji */
const char *tuwen_emote_get_url (TuwenEmote *self);

/** Returns: whether it is drawn large */
gboolean tuwen_emote_get_large (TuwenEmote *self);

#define TUWEN_TYPE_EMOTE_PACK (tuwen_emote_pack_get_type ())

/**
 * TuwenEmotePack:
 *
 * A GListModel of #TuwenEmote that never changes: a pack of the panel.
 */
G_DECLARE_FINAL_TYPE (TuwenEmotePack, tuwen_emote_pack, TUWEN, EMOTE_PACK, GObject)

/** @pack: (transfer full): taken over */
TuwenEmotePack *tuwen_emote_pack_new (BiliEmotePack *pack);

/** Returns: its name; may be empty */
const char *tuwen_emote_pack_get_name (TuwenEmotePack *self);

/** Returns: (nullable): its picture; %NULL for kaomoji */
const char *tuwen_emote_pack_get_url (TuwenEmotePack *self);

G_END_DECLS
