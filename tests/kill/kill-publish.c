/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes one draft, or publishes the one that is there, as a person would who presses the button
 * again whenever it can be pressed.
 *
 *   kill-publish --service=ORIGIN --make TEXT VOTE PICTURE...
 *   kill-publish --service=ORIGIN [--die-at=N] [--die-late=MS]
 *
 * Exit status: 0 when there is nothing to publish any more, 3 when it gave up. */

#define G_LOG_DOMAIN "kill-publish"

#include "kill-app.h"
#include "sandbox.h"
#include "tuwen-draft-private.h"

/* How often a person presses before giving up. */
#define MAX_PRESSES 60

typedef struct
{
  KillApp base;
  guint n_presses;
} App;

static void
tell (App *app, const char *line)
{
  kill_app_tell (&app->base, line);
}

static void
press (App *app, TuwenDraft *draft)
{
  TuwenDraftState state = tuwen_draft_get_state (draft);

  if (++app->n_presses > MAX_PRESSES)
    {
      tell (app, "gives up");
      kill_app_end (&app->base, 3);
    }
  else if (state == TUWEN_DRAFT_WRITING)
    tuwen_publisher_publish (app->base.publisher, draft);
  else if (state == TUWEN_DRAFT_UNKNOWN)
    tuwen_publisher_look_again (app->base.publisher, draft);
  else if (state == TUWEN_DRAFT_NOT_FOUND)
    tuwen_publisher_send_again (app->base.publisher, draft);
}

static gboolean
press_cb (gpointer user_data)
{
  App *app = user_data;
  g_autoptr (TuwenDraft) draft = g_list_model_get_item (G_LIST_MODEL (app->base.drafts), 0);

  if (draft == NULL)
    {
      tell (app, "nothing left");
      kill_app_end (&app->base, 0);
    }
  else
    {
      press (app, draft);
    }
  return G_SOURCE_REMOVE;
}

static void
failed_cb (TuwenPublisher *publisher, TuwenDraft *draft, App *app)
{
  const GError *error = tuwen_draft_get_error (draft);
  g_autofree char *line = g_strdup_printf ("failed: state %d: %s", tuwen_draft_get_state (draft),
                                           error != NULL ? error->message : "no error");

  tell (app, line);
  if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    kill_app_sign_in (&app->base);
  else
    g_timeout_add (KILL_APP_PATIENCE_MS, press_cb, app);
}

static void
published_cb (TuwenPublisher *publisher, TuwenDraft *draft, App *app)
{
  tell (app, "published");
  g_timeout_add (KILL_APP_PATIENCE_MS, press_cb, app);
}

static void
draft_cb (TuwenDraft *draft, GParamSpec *pspec, App *app)
{
  g_autofree char *line
      = g_strdup_printf ("draft: %s: state %d, %s", pspec->name, tuwen_draft_get_state (draft),
                         tuwen_draft_get_step (draft) != NULL ? tuwen_draft_get_step (draft) : "-");

  tell (app, line);
}

static void
picture_cb (TuwenDraftPicture *picture, GParamSpec *pspec, App *app)
{
  g_autofree char *line
      = g_strdup_printf ("picture: state %d", tuwen_draft_picture_get_state (picture));

  tell (app, line);
}

static void
watch (App *app, TuwenDraft *draft)
{
  GListModel *pictures = tuwen_draft_get_pictures (draft);

  g_signal_connect (draft, "notify", G_CALLBACK (draft_cb), app);
  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TuwenDraftPicture) picture = g_list_model_get_item (pictures, i);

      g_signal_connect (picture, "notify::state", G_CALLBACK (picture_cb), app);
    }
}

static void
press_when_ready (KillApp *app)
{
  g_timeout_add (KILL_APP_PATIENCE_MS, press_cb, app);
}

static void
drafts_cb (TuwenDrafts *drafts, guint position, guint removed, guint added, App *app)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (G_LIST_MODEL (drafts), position + i);

      watch (app, draft);
    }
}

static gboolean
is_prepared (TuwenDraft *draft)
{
  GListModel *pictures = tuwen_draft_get_pictures (draft);

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TuwenDraftPicture) picture = g_list_model_get_item (pictures, i);

      if (tuwen_draft_picture_get_state (picture) != TUWEN_DRAFT_PICTURE_READY)
        return FALSE;
    }

  return TRUE;
}

static void
made_cb (TuwenDraft *draft, App *app)
{
  if (!is_prepared (draft))
    return;

  g_signal_handlers_disconnect_by_func (draft, made_cb, app);
  kill_app_flush (&app->base);
}

/* @arguments: the text, the vote's question, and the pictures */
static void
make (App *app, char **arguments)
{
  TuwenDraft *draft = tuwen_drafts_create (app->base.drafts);
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  g_autoptr (BiliVote) vote = bili_vote_new ();

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, arguments[0], NULL));
  tuwen_draft_set_mid (draft, SANDBOX_MID);
  tuwen_draft_set_nodes (draft, nodes);

  g_free (vote->title);
  vote->title = g_strdup (arguments[1]);
  vote->choices = 1;
  vote->duration = 259200;
  g_ptr_array_set_size (vote->options, 0);
  g_ptr_array_add (vote->options, bili_vote_option_new ("a", NULL));
  g_ptr_array_add (vote->options, bili_vote_option_new ("b", NULL));
  tuwen_draft_set_vote (draft, vote);

  g_signal_connect (draft, "changed", G_CALLBACK (made_cb), app);
  for (guint i = 2; arguments[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (arguments[i]);
      g_autofree char *name = g_path_get_basename (arguments[i]);

      tuwen_draft_add_picture (draft, file, name, G_MAXUINT);
    }
  g_object_unref (draft);
}

int
main (int argc, char **argv)
{
  gboolean making = FALSE;
  App app = { .base.ready = press_when_ready };
  const GOptionEntry entries[] = {
    { "make", 0, 0, G_OPTION_ARG_NONE, &making, "Write a draft: TEXT VOTE PICTURE...", NULL },
    { NULL },
  };

  if (!kill_app_init (&app.base, entries, &argc, &argv))
    return 2;

  if (making)
    {
      make (&app, argv + 1);
    }
  else
    {
      tell (&app, "begins");
      g_signal_connect (app.base.drafts, "items-changed", G_CALLBACK (drafts_cb), &app);
      kill_app_begin (&app.base);
      g_signal_connect (app.base.publisher, "failed", G_CALLBACK (failed_cb), &app);
      g_signal_connect (app.base.publisher, "published", G_CALLBACK (published_cb), &app);
    }
  g_main_loop_run (app.base.loop);
  return kill_app_clear (&app.base);
}
