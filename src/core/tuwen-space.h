/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_SPACE (tuwen_space_get_type ())

/**
 * TuwenSpace:
 *
 * Whose feed it is; never changes. Properties `mid`, `name`, `face` (nullable).
 */
G_DECLARE_FINAL_TYPE (TuwenSpace, tuwen_space, TUWEN, SPACE, GObject)

TuwenSpace *tuwen_space_new (const char *mid, const char *name, const char *face);

const char *tuwen_space_get_mid (TuwenSpace *self);
/** Returns: (not nullable): the name, or the mid when it has none */
const char *tuwen_space_get_name (TuwenSpace *self);
const char *tuwen_space_get_face (TuwenSpace *self);

G_END_DECLS
