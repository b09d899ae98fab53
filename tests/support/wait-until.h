/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Waiting in the default main context for what comes true by itself, and nobody tells of */

static inline gboolean
wait_tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * wait_until:
 * @CONDITION: an expression, which has to come true
 */
#define wait_until(CONDITION)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_ = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;                               \
    guint tick_ = g_timeout_add (5, wait_tick_cb, NULL);                                           \
    while (!(CONDITION) && g_get_monotonic_time () < end_)                                         \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (tick_);                                                                       \
    if (!(CONDITION))                                                                              \
      g_error ("%s:%d: waited in vain for %s", __FILE__, __LINE__, #CONDITION);                    \
  }                                                                                                \
  G_STMT_END
