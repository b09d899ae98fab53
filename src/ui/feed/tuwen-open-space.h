/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-spaces.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_OPEN_SPACE (tuwen_open_space_get_type ())

/**
 * TuwenOpenSpace:
 *
 * The dialog "Open a Space": a field for everything that names a space. It stays, with what was
 * typed, until the space is open or the person leaves.
 */
G_DECLARE_FINAL_TYPE (TuwenOpenSpace, tuwen_open_space, TUWEN, OPEN_SPACE, AdwWindow)

/** Returns: (transfer none): the dialog, owned by GTK like every window */
GtkWindow *tuwen_open_space_new (TuwenSpaces *spaces, GtkWindow *parent);

G_END_DECLS
