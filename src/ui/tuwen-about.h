/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Returns: (transfer none): a window that tells what Tuwen is, to be presented */
GtkWindow *tuwen_about_new (void);

G_END_DECLS
