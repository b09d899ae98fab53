/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody does in hours, over and over: reads page after page in one space and in another,
 * and opens a composer and closes it. Whatever that takes of memory and of open files, it must not
 * take more of it all the time.
 *
 * Environment: TUWEN_SOAK_ROUNDS is how often (1000), TUWEN_SOAK_FIGURES a file to add the figures
 * to. */

#include <stdio.h>

#include "house.h"
#include "tuwen-space.h"

#define ROUNDS 1000
#define PAGES_OF_A_ROUND 10
#define PAGE 20
/* The second space has four posts where the first one has ten */
#define POSTS (PAGES_OF_A_ROUND * PAGE * 10 / 4)
#define MOST_GROWTH 1.05

typedef struct
{
  gint64 memory; /* PSS, in KiB */
  gint64 own;    /* of it what is no file's: nobody else on the machine has a part in that */
  guint files;
} Sample;

static gint64
find_kib (const char *text, const char *name)
{
  const char *found = strstr (text, name);

  g_assert_nonnull (found);
  return g_ascii_strtoll (found + strlen (name), NULL, 10);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (dir) != NULL)
    n_files++;

  return n_files;
}

static guint
count_posts (House *house)
{
  return g_list_model_get_n_items (G_LIST_MODEL (house->feed));
}

static void
read_space (House *house, TuwenSpace *space)
{
  tuwen_spaces_set_current (house->spaces, space);
  house_expect (tuwen_feed_get_loaded (house->feed));
  for (guint page = 1; page <= PAGES_OF_A_ROUND; page++)
    {
      house_expect (count_posts (house) >= page * PAGE);
      house_scroll_down (house);
      if (page < PAGES_OF_A_ROUND)
        tuwen_feed_load_more (house->feed);
      wait_frames (house->main_window, 2);
    }
}

static void
open_and_close_composer (House *house)
{
  GtkWindow *window = house_write (house, "");

  wait_frames (window, 2);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_clear_object (&house->draft);
  house->window = NULL;
  gtk_window_close (window);
  house_expect (window == NULL);
}

static Sample
take_sample (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL));
  return (Sample){ find_kib (text, "\nPss:"), find_kib (text, "\nPss_Anon:"), count_files () };
}

static Sample
find_mean (const Sample *samples, guint n_samples)
{
  Sample sum = { 0 };

  for (guint i = 0; i < n_samples; i++)
    {
      sum.memory += samples[i].memory;
      sum.own += samples[i].own;
      sum.files += samples[i].files;
    }

  return (Sample){ sum.memory / n_samples, sum.own / n_samples, sum.files / n_samples };
}

static void
tell (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
tell (const char *format, ...)
{
  const char *path = g_getenv ("TUWEN_SOAK_FIGURES");
  g_autofree char *words = NULL;
  FILE *file;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_test_message ("%s", words);
  if (path != NULL && (file = fopen (path, "a")) != NULL)
    {
      fprintf (file, "%s\n", words);
      fclose (file);
    }
}

static void
test_hours (void)
{
  const char *wanted = g_getenv ("TUWEN_SOAK_ROUNDS");
  guint n_rounds = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : ROUNDS;
  guint quarter = n_rounds / 4;
  g_autofree Sample *samples = g_new0 (Sample, n_rounds);
  g_autoptr (TuwenSpace) first = tuwen_space_new (SANDBOX_MID, "First", NULL);
  g_autoptr (TuwenSpace) second = tuwen_space_new (SANDBOX_MID_2, "Second", NULL);
  House house;
  Sample before, after;

  g_assert_cmpuint (quarter, >, 0);
  house_want_posts (POSTS);
  house_open (&house);
  house_sign_in (&house);
  house_load_drafts (&house);
  house_open_main_window (&house);
  house_follow_space (&house);

  for (guint i = 0; i < n_rounds; i++)
    {
      read_space (&house, i % 2 == 0 ? first : second);
      open_and_close_composer (&house);
      /* What the stand-in remembers is not Tuwen's */
      sandbox_server_forget_requests (house.server);
      samples[i] = take_sample ();
      if (i % MAX (1, n_rounds / 20) == 0)
        tell ("soak: round %u: %.1f MiB, %.1f MiB of it in no file, %u files", i,
              samples[i].memory / 1024.0, samples[i].own / 1024.0, samples[i].files);
    }

  before = find_mean (samples + quarter, quarter);
  after = find_mean (samples + 3 * quarter, quarter);
  tell ("soak: %u pages, %u composers, %u spaces: PSS %.1f MiB in the second quarter, %.1f MiB in "
        "the last (%.3f×); "
        "of it in no file %.1f and %.1f MiB (%.3f×); %u and %u open files",
        n_rounds * PAGES_OF_A_ROUND, n_rounds, n_rounds, before.memory / 1024.0,
        after.memory / 1024.0, (double) after.memory / before.memory, before.own / 1024.0,
        after.own / 1024.0, (double) after.own / before.own, before.files, after.files);
  /* A part of it is shared, and gets larger when another program ends: to be run on a quiet
   * machine */
  g_assert_cmpfloat ((double) after.memory / before.memory, <=, MOST_GROWTH);
  g_assert_cmpuint (after.files, <=, before.files);
  house_close (&house);
}

int
main (int argc, char **argv)
{
  house_begin (&argc, &argv);
  g_test_add_func ("/soak/hours", test_hours);
  return house_end (g_test_run ());
}
