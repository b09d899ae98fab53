/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "picture-fixture.h"
#include "remove-tree.h"

/* A folder of its own for each test that prepares pictures. */
typedef struct
{
  char *folder;
} Fixture;

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("tuwen-pictures-XXXXXX", &error);
  g_assert_no_error (error);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->folder);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  g_free (fixture->folder);
}
