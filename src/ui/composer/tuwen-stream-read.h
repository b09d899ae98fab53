/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * tuwen_stream_read_async:
 * @stream: what another program hands over, which may be without end
 * @max_bytes: how many are taken
 *
 * Reads all of it, and no more of it than is wanted.
 */
void tuwen_stream_read_async (GInputStream *stream,
                              gsize max_bytes,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** Returns: (transfer full) (nullable): %G_IO_ERROR_MESSAGE_TOO_LARGE: there is more than that */
GBytes *tuwen_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error);

G_END_DECLS
