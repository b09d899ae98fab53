/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-emote.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_EMOTES (tuwen_emotes_get_type ())

#define TUWEN_EMOTES_RECENT 24

/**
 * TuwenEmotes:
 *
 * A GListModel of #TuwenEmotePack: the emotes that an account may use, asked for when somebody
 * first wants to see them.
 *
 * Properties, all notified: `client` (BiliClient, nullable: nothing is asked), read-write: another
 * one empties the list · `loading`, `loaded` (the service answered, so that an empty list means no
 * emotes), `error` (GError, nullable: why it did not): read-only.
 */
G_DECLARE_FINAL_TYPE (TuwenEmotes, tuwen_emotes, TUWEN, EMOTES, GObject)

/**
 * tuwen_emotes_new:
 * @client: (nullable): whose emotes
 * @service_settings: see tuwen_service_get_settings()
 */
TuwenEmotes *tuwen_emotes_new (BiliClient *client, GSettings *service_settings);

/** The client of the account that writes from now on; when emotes were asked for, asks for its
 * own */
void tuwen_emotes_set_client (TuwenEmotes *self, BiliClient *client);

/** Asks for the emotes, also once more after an error; nothing when they are there or on their
 * way */
void tuwen_emotes_load (TuwenEmotes *self);

gboolean tuwen_emotes_get_loading (TuwenEmotes *self);
gboolean tuwen_emotes_get_loaded (TuwenEmotes *self);
const GError *tuwen_emotes_get_error (TuwenEmotes *self);

/** Returns: whether these are an account's; those who are not signed in see free ones alone */
gboolean tuwen_emotes_get_signed_in (TuwenEmotes *self);

/**
 * tuwen_emotes_get_recent:
 *
 * Returns: (transfer none): a GListModel of #TuwenEmote: those used last, latest first, at most
 *   %TUWEN_EMOTES_RECENT; empty until they are loaded
 */
GListModel *tuwen_emotes_get_recent (TuwenEmotes *self);

/** Remembers that an emote was used */
void tuwen_emotes_use (TuwenEmotes *self, TuwenEmote *emote);

/**
 * tuwen_emotes_lookup:
 * @text: such as `[doge]`
 *
 * Returns: (transfer none) (nullable): the emote with a picture that this stands for
 */
TuwenEmote *tuwen_emotes_lookup (TuwenEmotes *self, const char *text);

/**
 * tuwen_emotes_filter:
 * @word: part of a name, in any case of letters, with or without `[`; empty for those used last and
 *   then those of the first pack
 * @kaomoji: whether kaomoji are wanted
 * @max: most to find
 *
 * Returns: (transfer full): a GListModel of #TuwenEmote: names that begin with @word, then names
 *   that hold it, each once
 */
GListModel *tuwen_emotes_filter (TuwenEmotes *self,
                                 const char *word,
                                 gboolean kaomoji,
                                 guint max);

G_END_DECLS
