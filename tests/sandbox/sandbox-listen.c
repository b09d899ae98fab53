/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "sandbox"

#include "sandbox-listen.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define SOCKET_KEY "sandbox-socket"

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  SoupServer *soup = user_data;
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr (GError) error = NULL;
  GWeakRef *ref;

  /* Who connected may be gone already */
  if (local == NULL || remote == NULL)
    return TRUE;
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  /* The address is what a message knows of its connection. Weak, as the socket keeps its
   * address. */
  ref = g_new (GWeakRef, 1);
  g_weak_ref_init (ref, socket);
  g_object_set_data_full (G_OBJECT (remote), SOCKET_KEY, ref, weak_ref_free);
  if (!soup_server_accept_iostream (soup, G_IO_STREAM (connection), local, remote, &error))
    g_warning ("%s", error->message);
  return TRUE;
}

GSocketService *
sandbox_listen (SoupServer *soup, guint16 port, char **origin, GError **error)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GSocketAddress) got = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &got, error))
    return NULL;
  *origin = g_strdup_printf ("http://127.0.0.1:%u",
                             g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)));
  g_signal_connect_object (service, "incoming", G_CALLBACK (incoming_cb), soup, 0);
  g_socket_service_start (service);
  return g_steal_pointer (&service);
}

void
sandbox_cut (SoupServerMessage *message)
{
  GWeakRef *ref = g_object_get_data (G_OBJECT (soup_server_message_get_remote_address (message)),
                                     SOCKET_KEY);
  g_autoptr (GSocket) socket = NULL;

  g_return_if_fail (ref != NULL);
  socket = g_weak_ref_get (ref);
  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}
