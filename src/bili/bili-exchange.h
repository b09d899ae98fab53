/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * BiliResponse:
 * @status: the HTTP status
 * @body: (not nullable): what was read; empty for a redirect
 * @location: (nullable): the Location line
 * @set_cookies: (not nullable) (array zero-terminated=1): the values of the Set-Cookie lines
 *
 * What a server answered. Immutable once made, so that a thread may read it.
 */
typedef struct
{
  guint status;
  GBytes *body;
  char *location;
  char **set_cookies;
} BiliResponse;

void bili_response_free (BiliResponse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliResponse, bili_response_free)

/**
 * bili_exchange_async:
 * @message: the request; redirects are not followed
 * @limit: how many bytes the answer may have, counted after decompression
 *
 * Sends one request and reads its answer, and never more of it than @limit. Knows nothing of time:
 * whoever asks cancels.
 */
void bili_exchange_async (SoupSession *session,
                          SoupMessage *message,
                          gsize limit,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/**
 * BiliExchangeWrote:
 * @n_bytes: how many more bytes of the body were handed to the network; never none
 */
typedef void (*BiliExchangeWrote) (gsize n_bytes, gpointer user_data);

/**
 * bili_exchange_upload_async:
 * @wrote: told as the body goes, some times a second and before @callback is called
 * @wrote_data: for @wrote; has to be there until @callback is called
 *
 * As bili_exchange_async(), for a request whose body is large. Everything but the calling back
 * happens in a thread: from a main loop libsoup writes 8 KiB in two turns, and these would be many.
 */
void bili_exchange_upload_async (SoupSession *session,
                                 SoupMessage *message,
                                 gsize limit,
                                 BiliExchangeWrote wrote,
                                 gpointer wrote_data,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * bili_exchange_finish:
 *
 * Ends both.
 *
 * Returns: (transfer full) (nullable): the answer, whatever its status, or %NULL with
 *   %BILI_ERROR_NETWORK, %BILI_ERROR_TIMED_OUT, %BILI_ERROR_PROTOCOL, %BILI_ERROR_TOO_LARGE or
 *   %G_IO_ERROR_CANCELLED
 */
BiliResponse *bili_exchange_finish (GAsyncResult *result, GError **error);

G_END_DECLS
