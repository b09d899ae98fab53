/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bench-stalls"

#include "bench-stalls.h"

#include "bench-frames.h"

#include <string.h>

#define SAMPLE_MS 50

static GPollFunc poll_func;
static gint64 polled_wall, polled_work;
static gint64 longest_wall, longest_work;

static GThread *sampler;
static int sampling;
static gint64 peak;

static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  if (polled_wall != 0)
    {
      longest_wall = MAX (longest_wall, g_get_monotonic_time () - polled_wall);
      longest_work = MAX (longest_work, bench_get_work () - polled_work);
    }

  result = poll_func (fds, n_fds, timeout);
  polled_wall = g_get_monotonic_time ();
  polled_work = bench_get_work ();

  return result;
}

void
bench_stalls_init (void)
{
  poll_func = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
}

void
bench_stalls_reset (void)
{
  polled_wall = 0;
  longest_wall = 0;
  longest_work = 0;
}

void
bench_stalls_print (const char *what)
{
  g_print ("{\"what\": \"%s\", \"wall\": %.3f, \"work\": %.3f}\n", what, longest_wall / 1000.0,
           longest_work / 1000.0);
}

static gpointer
sample_thread (gpointer data)
{
  while (g_atomic_int_get (&sampling))
    {
      g_autofree char *text = NULL;
      const char *line = NULL;

      if (g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
        line = strstr (text, "\nPss:");
      if (line != NULL)
        peak = MAX (peak, g_ascii_strtoll (line + strlen ("\nPss:"), NULL, 10));
      g_usleep (SAMPLE_MS * 1000);
    }

  return NULL;
}

void
bench_peak_start (void)
{
  peak = 0;
  g_atomic_int_set (&sampling, TRUE);
  sampler = g_thread_new ("sampler", sample_thread, NULL);
}

void
bench_peak_print (const char *what)
{
  g_atomic_int_set (&sampling, FALSE);
  g_thread_join (g_steal_pointer (&sampler));
  g_print ("{\"what\": \"%s\", \"pss\": %" G_GINT64_FORMAT "}\n", what, peak);
}
