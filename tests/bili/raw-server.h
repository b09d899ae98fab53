/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server that says bytes, for answers that no HTTP library would send. */

typedef struct _RawServer RawServer;

/**
 * RawAnswer:
 * @output: the connection; the request's header was read
 * @written: add to it what was said; whoever listens hangs up and then nothing more can be said
 *
 * Says what it likes, in a thread of its own. When it returns the connection is closed.
 */
typedef void (*RawAnswer) (GOutputStream *output, gint *written);

RawServer *raw_server_new (RawAnswer answer);

/** Waits as raw_server_await_idle() does */
void raw_server_free (RawServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)

const char *raw_server_get_origin (RawServer *self);

/** Returns: how many bytes were said so far */
gsize raw_server_get_written (RawServer *self);

/** Returns: (transfer full): the head of the request heard last */
char *raw_server_dup_request (RawServer *self);

/** Waits until every connection that was answered is closed, by whichever side */
void raw_server_await_idle (RawServer *self);

/** Says @size bytes; returns whether the other side still took them */
gboolean raw_say (GOutputStream *output, gint *written, gconstpointer bytes, gsize size);

G_END_DECLS
