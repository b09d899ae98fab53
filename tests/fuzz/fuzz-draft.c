/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any JSON as a draft.json. */

#include "bili-compose.h"
#include "bili-json.h"
#include "fuzz.h"
#include "tuwen-draft-picture-private.h"
#include "tuwen-draft-private.h"

#include <string.h>

#define FOLDER "/nonexistent/drafts"

static TuwenDraft *
read_draft (GBytes *bytes, BiliClock *clock)
{
  static const char *const names[] = { "a.source", "b.source", "a.1.png", "b.1.jpg" };
  g_autoptr (JsonNode) root = bili_json_parse (bytes, NULL);
  g_autoptr (GHashTable) files = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_hash_table_add (files, (gpointer) names[i]);
  return root != NULL ? tuwen_draft_new_from_json (FOLDER, "id", clock, root, files) : NULL;
}

static void
check_picture (TuwenDraftPicture *picture)
{
  const char *path = tuwen_draft_picture_get_path (picture);

  fuzz_check_text (tuwen_draft_picture_get_name (picture), FALSE, 255);
  fuzz_check_text (tuwen_draft_picture_get_note (picture), TRUE, 1000);
  g_assert_cmpint (tuwen_draft_picture_get_width (picture), >=, 0);
  g_assert_cmpint (tuwen_draft_picture_get_height (picture), >=, 0);
  /* No name leads out of the draft's folder. */
  if (path != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (path);

      g_assert_cmpstr (folder, ==, FOLDER "/id");
    }
}

static void
check (TuwenDraft *draft)
{
  g_autofree char *summary = tuwen_draft_dup_summary (draft);
  GListModel *pictures = tuwen_draft_get_pictures (draft);

  fuzz_check_text (summary, FALSE, G_MAXLONG);
  fuzz_check_text (tuwen_draft_get_title (draft), FALSE, G_MAXLONG);
  g_assert_cmpuint (g_list_model_get_n_items (pictures), <=, BILI_LIMIT_PICTURES);
  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TuwenDraftPicture) picture = g_list_model_get_item (pictures, i);

      check_picture (picture);
    }
  for (guint i = 0; i < BILI_VOTE_MAX_OPTIONS + 1; i++)
    {
      if (tuwen_draft_get_vote_picture (draft, i) != NULL)
        check_picture (tuwen_draft_get_vote_picture (draft, i));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (BiliClock) clock = bili_clock_new_fixed (0);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TuwenDraft) draft = read_draft (bytes, clock);
  g_autoptr (TuwenDraft) again = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again_text = NULL;

  if (draft == NULL)
    return 0;

  /* What was read once is written and read the same for ever. */
  check (draft);
  text = tuwen_draft_to_json (draft);
  written = g_bytes_new (text, strlen (text));
  again = read_draft (written, clock);
  g_assert_nonnull (again);
  check (again);
  again_text = tuwen_draft_to_json (again);
  g_assert_cmpstr (again_text, ==, text);
  return 0;
}
