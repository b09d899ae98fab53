/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-memory"

#include "tuwen-memory.h"

#include <errno.h>
#include <sys/resource.h>

#ifdef __GLIBC__
#include <malloc.h>

/* The main thread's, and one for all others: they wait for the network and the disk most of the
 * time */
#define MAX_ARENAS 2

/* Nothing more is going on after so long */
#define QUIET_MS 1000

static guint tidy_source;

static gboolean
tidy_up_cb (gpointer user_data)
{
  tidy_source = 0;
  malloc_trim (0);
  return G_SOURCE_REMOVE;
}
#endif

void
tuwen_memory_keep_private (void)
{
  struct rlimit limit;

  /* The hard limit stays: whoever looks for what crashed may raise it again. */
  if (getrlimit (RLIMIT_CORE, &limit) != 0 || limit.rlim_cur == 0)
    return;

  limit.rlim_cur = 0;
  if (setrlimit (RLIMIT_CORE, &limit) != 0)
    g_debug ("A crash may leave its memory behind: %s", g_strerror (errno));
}

void
tuwen_memory_init (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, MAX_ARENAS);
#endif
}

void
tuwen_memory_tidy_up (void)
{
#ifdef __GLIBC__
  GSource *source;

  if (tidy_source == 0)
    {
      tidy_source = g_timeout_add_full (G_PRIORITY_LOW, QUIET_MS, tidy_up_cb, NULL, NULL);
      g_source_set_name_by_id (tidy_source, "[tuwen] tidy up");
      return;
    }

  source = g_main_context_find_source_by_id (NULL, tidy_source);
  g_source_set_ready_time (source, g_get_monotonic_time () + QUIET_MS * 1000);
#endif
}
