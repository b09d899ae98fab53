/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * sandbox_listen:
 * @port: 0 picks a free one
 * @origin: (out) (transfer full): `http://127.0.0.1:PORT`
 *
 * Accepts connections and hands them to @soup. soup_server_listen() of libsoup 3.2 would do that
 * too, but forgets the socket of every connection and an address, and real leaks could not be told
 * from those.
 *
 * Returns: (transfer full) (nullable): accepts until it is stopped and closed
 */
GSocketService *sandbox_listen (SoupServer *soup, guint16 port, char **origin, GError **error);

/** Cuts the connection that @message came by; it has to be one of sandbox_listen(). */
void sandbox_cut (SoupServerMessage *message);

G_END_DECLS
