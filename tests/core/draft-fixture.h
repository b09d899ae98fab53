/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bili-json.h"
#include "picture-fixture.h"
#include "remove-tree.h"
#include "tuwen-draft-picture-private.h"
#include "tuwen-draft-private.h"

/* A folder for drafts, a clock, and files to make pictures of. */
typedef struct
{
  char *folder;
  BiliClock *clock;
} Fixture;

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("tuwen-draft-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->clock = bili_clock_new_fixed (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->clock);
}

static inline GHashTable *
list_files (const char *folder)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_hash_table_add (files, g_strdup (name));
  return files;
}

static inline guint
count_files (const char *folder)
{
  g_autoptr (GHashTable) files = list_files (folder);

  return g_hash_table_size (files);
}

static inline JsonNode *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonNode *node = bili_json_parse (bytes, &error);

  g_assert_no_error (error);
  return node;
}

static inline char *
get_text (JsonNode *root, const char *path)
{
  return bili_json_dup_text (bili_json_get_path (root, path));
}

/* As a restart reads it, with the files that are there */
static inline TuwenDraft *
read_draft (Fixture *fixture, const char *id, const char *text)
{
  g_autofree char *own = g_build_filename (fixture->folder, id, NULL);
  g_autoptr (GHashTable) files = list_files (own);
  g_autoptr (JsonNode) root = parse (text);

  return tuwen_draft_new_from_json (fixture->folder, id, fixture->clock, root, files);
}

static inline GFile *
write_source (Fixture *fixture, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static inline GFile *
write_picture (Fixture *fixture, const char *name, int width, int height)
{
  g_autoptr (GBytes) bytes = make_picture ("png", width, height);

  return write_source (fixture, name, bytes);
}

static inline void
await_prepared (TuwenDraftPicture *picture)
{
  AWAIT (tuwen_draft_picture_get_state (picture) != TUWEN_DRAFT_PICTURE_PREPARING);
}

static inline void
await_ready (TuwenDraftPicture *picture)
{
  await_prepared (picture);
  if (tuwen_draft_picture_get_error (picture) != NULL)
    g_assert_no_error (tuwen_draft_picture_get_error (picture));
  g_assert_cmpint (tuwen_draft_picture_get_state (picture), ==, TUWEN_DRAFT_PICTURE_READY);
}

static inline GPtrArray *
make_nodes (const char *text)
{
  GPtrArray *nodes = bili_nodes_new ();

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
  return nodes;
}

static inline void
set_text (TuwenDraft *draft, const char *text)
{
  g_autoptr (GPtrArray) nodes = make_nodes (text);

  tuwen_draft_set_nodes (draft, nodes);
}

/* A GObject that is let go of here has to be gone soon. */
#define ASSERT_FINALISED(object)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gpointer finalised_pointer = (object);                                                         \
    g_object_add_weak_pointer (finalised_pointer, &finalised_pointer);                             \
    g_clear_object (&(object));                                                                    \
    AWAIT_THREADS (finalised_pointer == NULL);                                                     \
  }                                                                                                \
  G_STMT_END
