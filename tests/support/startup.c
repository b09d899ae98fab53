/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libraries allocate while they are loaded is theirs for as long as the process lives, whether
 * they remember it or not. GLib, for one, lets its first table of quarks go, 16 KiB, when there are
 * more than 2048 of them: readers without a lock may still look at it. A leak checker that cannot
 * tell who allocated something cannot be told to suppress it; so it is not to look until every
 * library is there.
 *
 * Linked to programs, not libraries: nothing else comes before the constructors of libraries. */

#include <pthread.h>
#include <sanitizer/lsan_interface.h>

static int forked;

__attribute__ ((no_sanitize ("address"))) static void
before_libraries (int argc, char **argv, char **envp)
{
  __lsan_disable ();
}

__attribute__ ((section (".preinit_array"), used)) static void (*const hook) (int, char **, char **)
  = before_libraries;

static void
forked_cb (void)
{
  forked = 1;
}

__attribute__ ((constructor)) static void
after_libraries (void)
{
  __lsan_enable ();
  pthread_atfork (NULL, NULL, forked_cb);
}

/* Asked by the leak checker before it begins. What GLib forks to watch over a bus of its own has
 * all that its parent had, and of the threads that have it only one: it could wait for the others
 * for ever. */
int
__lsan_is_turned_off (void)
{
  return forked;
}
