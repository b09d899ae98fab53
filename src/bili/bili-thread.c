/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-thread"

#include "bili-thread.h"

#ifdef __linux__
#include <errno.h>
#include <sys/resource.h>

/* Added to what nice(1) gave the process: a tenth of the time at most while others want it */
#define NICENESS 10
#define MAX_NICENESS 19
#endif

void
bili_thread_stand_back (void)
{
#ifdef __linux__
  static GPrivate done;
  int niceness;

  if (g_private_get (&done) != NULL)
    return;

  g_private_set (&done, GINT_TO_POINTER (TRUE));
  /* Here, unlike in POSIX, it is the thread's own, not the process's */
  niceness = MIN (getpriority (PRIO_PROCESS, 0) + NICENESS, MAX_NICENESS);
  if (setpriority (PRIO_PROCESS, 0, niceness) != 0)
    g_debug ("A thread stays as it is: %s", g_strerror (errno));
#endif
}
