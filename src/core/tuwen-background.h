/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_BACKGROUND (tuwen_background_get_type ())

/**
 * TuwenBackground:
 *
 * Whether the desktop lets the program run on when its last window is closed. It is asked by the
 * portal of the session bus, `org.freedesktop.portal.Background`, where a person decides and can
 * change their mind; without a portal, or without an answer, nothing is allowed.
 *
 * Property, read-only and notified: `allowed` (boolean).
 */
G_DECLARE_FINAL_TYPE (TuwenBackground, tuwen_background, TUWEN, BACKGROUND, GObject)

/** @bus: (nullable): the session bus; %NULL when there is none */
TuwenBackground *tuwen_background_new (GDBusConnection *bus);

gboolean tuwen_background_get_allowed (TuwenBackground *self);

/**
 * tuwen_background_ask:
 * @reason: what for, for whoever is asked, translated
 *
 * Asks; once in the life of the object, however often it is called.
 */
void tuwen_background_ask (TuwenBackground *self, const char *reason);

G_END_DECLS
