/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "accounts-calls.h"
#include "remove-tree.h"
#include "sandbox-server.h"
#include "tuwen-draft-private.h"
#include "tuwen-publisher.h"

/* A publisher on a stand-in that lives in the test, and what the stand-in holds. */

#define CREATE "/x/dynamic/feed/create/dyn"
#define CREATE_TEXT "/dynamic_svr/v1/dynamic_svr/create"
#define VOTE "/vote_svr/v1/vote_svr/create_vote"
#define UPLOAD "/x/dynamic/feed/draw/upload_bfs"
#define DRAFTS "/dynamic_draft/v1/dynamic_draft/get_drafts"
#define FEED "/x/polymer/web-dynamic/v1/opus/feed/space"

typedef struct
{
  Fixture base;
  TuwenDrafts *drafts;
  TuwenPublisher *publisher;
  guint n_published;
  guint n_failed;
  guint n_scheduled;
  char *last_id;
} Desk;

static inline void
published_cb (TuwenPublisher *publisher, TuwenDraft *draft, Desk *desk)
{
  desk->n_published++;
  g_free (desk->last_id);
  desk->last_id = g_strdup (tuwen_draft_get_post_id (draft));
}

static inline void
failed_cb (TuwenPublisher *publisher, TuwenDraft *draft, Desk *desk)
{
  desk->n_failed++;
}

static inline void
scheduled_cb (TuwenPublisher *publisher, TuwenDraft *draft, Desk *desk)
{
  desk->n_scheduled++;
}

static inline void
open_publisher (Desk *desk)
{
  desk->drafts = tuwen_drafts_new (desk->base.service, desk->base.clock);
  desk->publisher = tuwen_publisher_new (desk->drafts, desk->base.accounts, desk->base.clock);
  g_object_set (desk->publisher, "look-unit-ms", 1, NULL);
  g_signal_connect (desk->publisher, "published", G_CALLBACK (published_cb), desk);
  g_signal_connect (desk->publisher, "scheduled", G_CALLBACK (scheduled_cb), desk);
  g_signal_connect (desk->publisher, "failed", G_CALLBACK (failed_cb), desk);
}

/* A call that is on its way holds what it is about until its answer. */
static inline void
close_publisher (Desk *desk)
{
  g_object_add_weak_pointer (G_OBJECT (desk->publisher), (gpointer *) &desk->publisher);
  g_object_unref (desk->publisher);
  AWAIT (desk->publisher == NULL);
  g_object_add_weak_pointer (G_OBJECT (desk->drafts), (gpointer *) &desk->drafts);
  g_object_unref (desk->drafts);
  AWAIT (desk->drafts == NULL);
}

/* As the program finds what it was doing when it ended. Returns: (transfer full): the draft that
 * @draft (transfer full) is now */
static inline TuwenDraft *
restart_publisher (Desk *desk, TuwenDraft *draft)
{
  g_autofree char *id = g_strdup (tuwen_draft_get_id (draft));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TuwenDraft *found;

  tuwen_drafts_save_async (desk->drafts, draft, NULL, await_cb, &result);
  AWAIT (result != NULL);
  tuwen_drafts_save_finish (desk->drafts, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_object_unref (draft);
  close_publisher (desk);
  open_publisher (desk);
  tuwen_drafts_load (desk->drafts);
  AWAIT ((found = tuwen_drafts_find (desk->drafts, id)) != NULL);
  return found;
}

static inline void
desk_set_up (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (&desk->base, data);
  add_full (desk->base.accounts, SANDBOX_COOKIES, TRUE, &error);
  g_assert_no_error (error);
  open_publisher (desk);
}

static inline void
desk_tear_down (Desk *desk, gconstpointer data)
{
  GPtrArray *violations = sandbox_server_get_violations (desk->base.sandbox);

  for (guint i = 0; i < violations->len; i++)
    g_error ("%s", (const char *) violations->pdata[i]);

  close_publisher (desk);
  g_free (desk->last_id);
  tear_down (&desk->base, data);
}

static inline void
fail (Desk *desk, const char *path, const char *fault, int times)
{
  sandbox_server_fail (desk->base.sandbox, path, fault, times);
}

static inline guint
count_requests (Desk *desk, const char *path)
{
  return sandbox_server_count_requests (desk->base.sandbox, path);
}

static inline GPtrArray *
get_posts (Desk *desk)
{
  return sandbox_world_find_person (desk->base.sandbox->world, SANDBOX_MID)->posts;
}

static inline const SandboxPost *
get_newest (Desk *desk)
{
  GPtrArray *posts = get_posts (desk);

  return posts->pdata[posts->len - 1];
}

static inline guint
count_posts (Desk *desk, const char *text)
{
  GPtrArray *posts = get_posts (desk);
  guint n_posts = 0;

  for (guint i = 0; i < posts->len; i++)
    n_posts += g_str_equal (((const SandboxPost *) posts->pdata[i])->text, text);

  return n_posts;
}

static inline void
set_text (TuwenDraft *draft, const char *text)
{
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
  tuwen_draft_set_nodes (draft, nodes);
}

static inline TuwenDraft *
new_draft (Desk *desk, const char *text)
{
  TuwenDraft *draft = tuwen_drafts_create (desk->drafts);

  set_text (draft, text);
  tuwen_draft_set_mid (draft, SANDBOX_MID);
  return draft;
}

/* Each of its own size, so that they can be told apart. */
static inline GFile *
make_picture (guint number)
{
  g_autofree char *name = g_strdup_printf ("picture-%u.png", number);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GdkPixbuf) pixbuf
      = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 100 + (int) number, 60);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0x336699ff + (number << 12));
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static inline void
add_pictures (TuwenDraft *draft, guint n_pictures)
{
  for (guint i = 0; i < n_pictures; i++)
    {
      g_autoptr (GFile) file = make_picture (i);

      g_assert_nonnull (tuwen_draft_add_picture (draft, file, "picture.png", i));
    }
}

static inline TuwenDraftPicture *
get_picture (TuwenDraft *draft, guint position)
{
  g_autoptr (TuwenDraftPicture) picture
      = g_list_model_get_item (tuwen_draft_get_pictures (draft), position);

  g_assert_nonnull (picture);
  return picture;
}

static inline guint
count_in_state (TuwenDraft *draft, TuwenDraftPictureState state)
{
  guint n_pictures = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tuwen_draft_get_pictures (draft)); i++)
    n_pictures += tuwen_draft_picture_get_state (get_picture (draft, i)) == state;

  return n_pictures;
}

static inline void
set_vote (TuwenDraft *draft, const char *title)
{
  g_autoptr (BiliVote) vote = bili_vote_new ();

  g_free (vote->title);
  vote->title = g_strdup (title);
  vote->choices = 1;
  vote->duration = 259200;
  g_ptr_array_set_size (vote->options, 0);
  g_ptr_array_add (vote->options, bili_vote_option_new ("茶", NULL));
  g_ptr_array_add (vote->options, bili_vote_option_new ("咖啡", NULL));
  tuwen_draft_set_vote (draft, vote);
}

/* Waits until the publisher is done with what it was asked for. */
static inline void
await_end (Desk *desk)
{
  guint before = desk->n_published + desk->n_failed + desk->n_scheduled;

  AWAIT (desk->n_published + desk->n_failed + desk->n_scheduled > before);
}

static inline void
publish (Desk *desk, TuwenDraft *draft)
{
  tuwen_publisher_publish (desk->publisher, draft);
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHING);
  await_end (desk);
}

static inline void
assert_published (Desk *desk, TuwenDraft *draft, const char *text)
{
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, TUWEN_DRAFT_PUBLISHED);
  g_assert_null (tuwen_draft_get_error (draft));
  g_assert_null (tuwen_draft_get_step (draft));
  g_assert_cmpuint (desk->n_published, ==, 1);
  g_assert_cmpuint (count_posts (desk, text), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk->drafts)), ==, 0);
}

static inline void
assert_failed (Desk *desk, TuwenDraft *draft, TuwenDraftState state, int code)
{
  g_assert_cmpint (tuwen_draft_get_state (draft), ==, state);
  if (code >= 0)
    g_assert_error (tuwen_draft_get_error (draft), BILI_ERROR, code);
  else
    g_assert_null (tuwen_draft_get_error (draft));
  g_assert_null (tuwen_draft_get_step (draft));
  g_assert_cmpuint (desk->n_published, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk->drafts)), ==, 1);
}

static inline void
add_test (const char *path,
          const char *name,
          gconstpointer data,
          void (*test) (Desk *, gconstpointer))
{
  g_autofree char *full = name != NULL ? g_strconcat (path, "/", name, NULL) : g_strdup (path);

  g_test_add (full, Desk, data, desk_set_up, test, desk_tear_down);
}

static inline void
add_faults (const char *path,
            const char *const *faults,
            guint n_faults,
            void (*test) (Desk *, gconstpointer))
{
  for (guint i = 0; i < n_faults; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (faults[i]), ":/.", '-');

      add_test (path, name, faults[i], test);
    }
}

/* Drafts and pictures are kept in a folder of the program's own. */
static inline char *
begin_tests (int *argc, char ***argv)
{
  char *folder = g_dir_make_tmp ("tuwen-publisher-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_test_init (argc, argv, NULL);
  return folder;
}

static inline int
end_tests (const char *folder)
{
  int status = g_test_run ();

  remove_tree (folder);
  return status;
}
