/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-draft.h"

G_BEGIN_DECLS

/** Returns: a popover to choose who comments and sees a post, and what kind of pictures it has */
GtkWidget *tuwen_composer_options_new (TuwenDraft *draft);

G_END_DECLS
