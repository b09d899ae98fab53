/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "slowness.h"

/* Waiting for what happens asynchronously, in the default main context, without a fixed sleep. */

/* On a machine that has nothing else to do; a test that needs it has failed already. */
#define AWAIT_SECONDS 30

static inline gboolean
await_expired_cb (gpointer user_data)
{
  g_error ("%s did not happen within %u seconds", (const char *) user_data,
           AWAIT_SECONDS * get_slowness ());
  return G_SOURCE_REMOVE;
}

/**
 * AWAIT:
 * @condition: what to wait for
 */
#define AWAIT(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint await_id = g_timeout_add_seconds (AWAIT_SECONDS * get_slowness (), await_expired_cb,     \
                                            (char *) #condition);                                  \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (await_id);                                                                    \
  }                                                                                                \
  G_STMT_END

/**
 * AWAIT_THREADS:
 * @condition: what to wait for; becomes true in another thread, which does not wake this one
 */
#define AWAIT_THREADS(condition)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint await_id = g_timeout_add_seconds (AWAIT_SECONDS * get_slowness (), await_expired_cb,     \
                                            (char *) #condition);                                  \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_main_context_iteration (NULL, FALSE);                                                    \
        g_usleep (1000);                                                                           \
      }                                                                                            \
    g_source_remove (await_id);                                                                    \
  }                                                                                                \
  G_STMT_END

/* A GAsyncReadyCallback: @user_data is the address of a GAsyncResult pointer that is NULL. */
static inline void
await_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}
