/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TuwenDropped:
 * @files: (nullable) (element-type GFile): at least one, none of them on the web
 * @bytes: (nullable): a picture's
 *
 * What came from another program: one or the other.
 */
typedef struct
{
  GListModel *files;
  GBytes *bytes;
} TuwenDropped;

void tuwen_dropped_free (TuwenDropped *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenDropped, tuwen_dropped_free)

/** Returns: whether there may be files, or the bytes of a picture, among @formats */
gboolean tuwen_drop_formats_have_files (GdkContentFormats *formats);
gboolean tuwen_drop_formats_have_picture (GdkContentFormats *formats);
gboolean tuwen_drop_formats_have_text (GdkContentFormats *formats);

/**
 * tuwen_drop_read_async:
 * @source: a GdkDrop or a GdkClipboard
 *
 * Reads pictures. Files of this computer come first; of a picture that was dragged from a web page
 * its bytes are taken, not its address. GTK makes no texture of WebP, AVIF and HEIC, so that bytes
 * are read by their own type.
 */
void tuwen_drop_read_async (GObject *source,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/** Returns: (transfer full) (nullable): %G_IO_ERROR_NOT_FOUND: there is no picture, but perhaps an
 * address */
TuwenDropped *tuwen_drop_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
