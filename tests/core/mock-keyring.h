/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A secret service, tests/support/secret-service.py, on a bus that nothing else is on. */

/* An option: an account that is there from the start. @sessdata is percent-encoded once more. */
#define MOCK_ITEM(service, mid, sessdata)                                                          \
  "--item=application=io.github.tuwen.Tuwen&service=" service "&mid=" mid                          \
  "&secret=SESSDATA%3D" sessdata "%3B%20DedeUserID%3D" mid

typedef struct
{
  GSubprocess *process;
  GString *calls; /* names of methods, one a line */
  gboolean ended;
} MockKeyring;

/** Makes a bus the session's, once in a process, and has libsecret use it */
void mock_bus_start (void);

/** Returns: whether a secret service is on the bus */
gboolean mock_bus_has_keyring (void);

/**
 * mock_keyring_start:
 * @option: the first of the program's options, ended by %NULL
 *
 * Returns: (transfer full): the service, which is on the bus
 */
MockKeyring *mock_keyring_start (const char *option, ...) G_GNUC_NULL_TERMINATED;

/** Ends it, if it is still there, and returns when it has left the bus */
void mock_keyring_free (MockKeyring *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MockKeyring, mock_keyring_free)

/** Returns: whether somebody called @method, such as `Unlock` */
gboolean mock_keyring_was_called (MockKeyring *self, const char *method);

G_END_DECLS
