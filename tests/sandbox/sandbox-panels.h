/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Returns: whether some pack has the emote @text, brackets included, for everybody to use */
gboolean sandbox_panels_has_emote (const char *text);

/** Returns: (nullable): the name of a topic */
const char *sandbox_panels_get_topic (gint64 id);

G_END_DECLS
