/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tuwen without a window: writes one draft, or publishes the one that is there, as a person would who presses
 * the button again whenever it can be pressed. It tells each step in a line, so that it can be killed there.
 *
 *   kill-app --service=ORIGIN --make TEXT VOTE PICTURE...
 *   kill-app --service=ORIGIN [--die-at=N] [--die-late=MS]
 *
 * Exit status: 0 when there is nothing to publish any more, 3 when it gave up. */

#define G_LOG_DOMAIN "kill-app"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "sandbox.h"
#include "tuwen-draft-private.h"
#include "tuwen-publisher.h"

/* What a person waits before pressing again, and how often they do. */
#define PATIENCE_MS 20
#define MAX_PRESSES 60

#define LOOK_UNIT_MS 4

typedef struct
{
  GMainLoop *loop;
  TuwenAccounts *accounts;
  TuwenDrafts *drafts;
  TuwenPublisher *publisher;
  int die_at;   /* the line at which it kills itself; 0 for none */
  int die_late; /* milliseconds that it lives on from there */
  int n_lines;
  guint n_presses;
  gboolean loaded;
  gboolean signed_in;
  int status;
} App;

static gboolean
die_cb (gpointer user_data)
{
  kill (getpid (), SIGKILL);
  return G_SOURCE_REMOVE;
}

static void
tell (App *app, const char *line)
{
  g_print ("%s\n", line);
  if (++app->n_lines != app->die_at)
    return;

  if (app->die_late > 0)
    g_timeout_add_full (G_PRIORITY_HIGH, (guint) app->die_late, die_cb, NULL, NULL);
  else
    die_cb (NULL);
}

static void
end (App *app, int status)
{
  app->status = status;
  g_main_loop_quit (app->loop);
}

static void sign_in (App *app);

static void
press (App *app, TuwenDraft *draft)
{
  TuwenDraftState state = tuwen_draft_get_state (draft);

  if (++app->n_presses > MAX_PRESSES)
    {
      tell (app, "gives up");
      end (app, 3);
    }
  else if (state == TUWEN_DRAFT_WRITING)
    tuwen_publisher_publish (app->publisher, draft);
  else if (state == TUWEN_DRAFT_UNKNOWN)
    tuwen_publisher_look_again (app->publisher, draft);
  else if (state == TUWEN_DRAFT_NOT_FOUND)
    tuwen_publisher_send_again (app->publisher, draft);
}

static gboolean
press_cb (gpointer user_data)
{
  App *app = user_data;
  g_autoptr (TuwenDraft) draft = g_list_model_get_item (G_LIST_MODEL (app->drafts), 0);

  if (draft == NULL)
    {
      tell (app, "nothing left");
      end (app, 0);
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
    sign_in (app);
  else
    g_timeout_add (PATIENCE_MS, press_cb, app);
}

static void
published_cb (TuwenPublisher *publisher, TuwenDraft *draft, App *app)
{
  tell (app, "published");
  g_timeout_add (PATIENCE_MS, press_cb, app);
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
press_when_ready (App *app)
{
  if (app->loaded && app->signed_in)
    g_timeout_add (PATIENCE_MS, press_cb, app);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  App *app = user_data;
  g_autoptr (TuwenAccount) account
      = tuwen_accounts_add_finish (TUWEN_ACCOUNTS (source), result, NULL);

  if (account == NULL)
    {
      tell (app, "cannot sign in");
      end (app, 3);
      return;
    }

  tell (app, "signed in");
  app->signed_in = TRUE;
  press_when_ready (app);
}

static void
sign_in (App *app)
{
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (SANDBOX_COOKIES, NULL);

  app->signed_in = FALSE;
  tuwen_accounts_add_async (app->accounts, cookies, TRUE, NULL, signed_in_cb, app);
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

static void
loading_cb (TuwenDrafts *drafts, GParamSpec *pspec, App *app)
{
  gboolean loading;

  g_object_get (drafts, "loading", &loading, NULL);
  if (loading)
    return;

  tell (app, "loaded");
  app->loaded = TRUE;
  press_when_ready (app);
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  App *app = user_data;
  g_autoptr (GError) error = NULL;

  if (tuwen_drafts_flush_finish (TUWEN_DRAFTS (source), result, &error))
    end (app, 0);
  else
    g_error ("%s", error->message);
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
  tuwen_drafts_flush_async (app->drafts, NULL, flushed_cb, app);
}

/* @arguments: the text, the vote's question, and the pictures */
static void
make (App *app, char **arguments)
{
  TuwenDraft *draft = tuwen_drafts_create (app->drafts);
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
  g_autofree char *origin = NULL;
  gboolean making = FALSE;
  App app = { .die_at = 0 };
  const GOptionEntry entries[] = {
    { "service", 0, 0, G_OPTION_ARG_STRING, &origin, "The stand-in", "ORIGIN" },
    { "make", 0, 0, G_OPTION_ARG_NONE, &making, "Write a draft: TEXT VOTE PICTURE...", NULL },
    { "die-at", 0, 0, G_OPTION_ARG_INT, &app.die_at, "Die at that line", "N" },
    { "die-late", 0, 0, G_OPTION_ARG_INT, &app.die_late, "Die so much later", "MS" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenService) service = NULL;
  g_autoptr (TuwenKeyring) keyring = NULL;
  g_autoptr (BiliClock) clock = bili_clock_new ();

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)
      || (service = tuwen_service_new (origin, &error)) == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  keyring = tuwen_keyring_new (tuwen_service_get_id (service));
  app.loop = g_main_loop_new (NULL, FALSE);
  app.accounts = tuwen_accounts_new (service, keyring, clock, "Tuwen/kill");
  app.drafts = tuwen_drafts_new (service, clock);

  if (making)
    {
      make (&app, argv + 1);
      g_main_loop_run (app.loop);
    }
  else
    {
      tell (&app, "begins");
      app.publisher = tuwen_publisher_new (app.drafts, app.accounts, clock);
      g_object_set (app.publisher, "look-unit-ms", LOOK_UNIT_MS, NULL);
      g_signal_connect (app.publisher, "failed", G_CALLBACK (failed_cb), &app);
      g_signal_connect (app.publisher, "published", G_CALLBACK (published_cb), &app);
      g_signal_connect (app.drafts, "items-changed", G_CALLBACK (drafts_cb), &app);
      g_signal_connect (app.drafts, "notify::loading", G_CALLBACK (loading_cb), &app);
      tuwen_drafts_load (app.drafts);
      sign_in (&app);
      g_main_loop_run (app.loop);
      g_object_unref (app.publisher);
    }

  g_object_unref (app.drafts);
  g_object_unref (app.accounts);
  g_main_loop_unref (app.loop);
  return app.status;
}
