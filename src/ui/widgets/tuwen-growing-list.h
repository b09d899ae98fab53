/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tuwen_growing_list_new:
 * @model: (transfer full): what is to be shown
 * @view: that is going to show it; has to outlive the result's use
 *
 * A GtkListView makes about 200 rows before its first frame, of which a dozen is seen (GTK 4.8).
 * The result has only the first items of @model at first, enough for a large screen, and some more
 * with each frame that @view draws, so that it is seen at once and no frame takes long. Once there
 * are as many as a view makes rows for, it has all of them for good.
 *
 * Returns: (transfer full): the first items of @model, in the end all
 */
GListModel *tuwen_growing_list_new (GListModel *model, GtkListView *view);

G_END_DECLS
