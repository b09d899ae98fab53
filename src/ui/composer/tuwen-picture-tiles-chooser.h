/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tuwen_choose_pictures_async:
 * @near: a widget in the window that asks
 * @multiple: whether several may be chosen
 *
 * Lets a person choose picture files.
 */
void tuwen_choose_pictures_async (GtkWidget *near,
                                  gboolean multiple,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** Returns: (transfer full) (nullable) (element-type GFile): at least one; %NULL when nothing was
 * chosen */
GListModel *tuwen_choose_pictures_finish (GAsyncResult *result, GError **error);

G_END_DECLS
