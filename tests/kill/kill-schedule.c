/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Schedules a post and then publishes it at once, deletes it or changes its time, and does whatever
 * can be done about each that needs it.
 *
 *   kill-schedule --service=ORIGIN --make=TEXT --at=TIME
 *   kill-schedule --service=ORIGIN --then=publish-now|remove|reschedule|nothing --to=TIME
 *   [--die-at=N] [--die-late=MS]
 *
 * Times are unix seconds. Exit status: 0 when all is done, 3 when it gave up. */

#define G_LOG_DOMAIN "kill-schedule"

#include "kill-app.h"
#include "sandbox.h"
#include "tuwen-draft-private.h"
#include "tuwen-scheduled.h"

#define MAX_PRESSES 200

typedef struct
{
  KillApp base;
  TuwenScheduled *scheduled;
  char *then;
  gint64 to;
  guint n_presses;
} App;

static void
tell (App *app, const char *line)
{
  kill_app_tell (&app->base, line);
}

static gboolean press_cb (gpointer user_data);

static void
act_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  App *app = user_data;
  g_autoptr (GError) error = NULL;

  tuwen_scheduled_act_finish (TUWEN_SCHEDULED (source), result, &error);
  tell (app, error != NULL ? error->message : "acted");
  if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    kill_app_sign_in (&app->base);
  else
    g_timeout_add (KILL_APP_PATIENCE_MS, press_cb, app);
}

/* Does what a person would want done with a post that waits. Returns whether that is anything. */
static gboolean
act_on_waiting (App *app, TuwenScheduledItem *item)
{
  if (g_str_equal (app->then, "publish-now"))
    tuwen_scheduled_publish_now_async (app->scheduled, item, NULL, act_cb, app);
  else if (g_str_equal (app->then, "remove"))
    tuwen_scheduled_remove_async (app->scheduled, item, NULL, act_cb, app);
  else if (g_str_equal (app->then, "reschedule") && tuwen_scheduled_item_get_time (item) != app->to)
    tuwen_scheduled_reschedule_async (app->scheduled, item, app->to, NULL, act_cb, app);
  else
    return FALSE;

  return TRUE;
}

static gboolean
act_on_draft (App *app, TuwenScheduledItem *item)
{
  TuwenDraft *draft = tuwen_scheduled_item_get_draft (item);

  /* What was being copied when the program was killed is begun anew. */
  if (tuwen_draft_replaces (draft)
      || g_list_model_get_n_items (G_LIST_MODEL (app->base.drafts)) > 1)
    {
      tuwen_drafts_forget (app->base.drafts, draft);
      g_timeout_add (KILL_APP_PATIENCE_MS, press_cb, app);
    }
  else
    {
      tuwen_scheduled_reschedule_async (app->scheduled, item, tuwen_scheduled_item_get_time (item),
                                        NULL, act_cb, app);
    }
  return TRUE;
}

/* What nothing can be done about now: it is waited for, until it is time to give up. */
static gboolean
is_waited_for (TuwenScheduledItem *item)
{
  switch (tuwen_scheduled_item_get_state (item))
    {
    case TUWEN_SCHEDULED_UNDER_WAY:
    case TUWEN_SCHEDULED_MISSED:
    case TUWEN_SCHEDULED_TOO_NEAR:
    case TUWEN_SCHEDULED_GONE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Returns whether something was begun. */
static gboolean
act_on (App *app, TuwenScheduledItem *item)
{
  switch (tuwen_scheduled_item_get_state (item))
    {
    case TUWEN_SCHEDULED_DRAFT:
      return act_on_draft (app, item);
    case TUWEN_SCHEDULED_UNKNOWN:
      tuwen_scheduled_look_again_async (app->scheduled, item, NULL, act_cb, app);
      return TRUE;
    case TUWEN_SCHEDULED_NOT_FOUND:
      tuwen_scheduled_send_again_async (app->scheduled, item, NULL, act_cb, app);
      return TRUE;
    case TUWEN_SCHEDULED_DOUBLE:
      tuwen_scheduled_settle_async (app->scheduled, item, NULL, act_cb, app);
      return TRUE;
    case TUWEN_SCHEDULED_WAITING:
    case TUWEN_SCHEDULED_FAILED:
      return act_on_waiting (app, item);
    case TUWEN_SCHEDULED_TRASHED:
    case TUWEN_SCHEDULED_UNDER_WAY:
    case TUWEN_SCHEDULED_MISSED:
    case TUWEN_SCHEDULED_TOO_NEAR:
    case TUWEN_SCHEDULED_GONE:
    default:
      return FALSE;
    }
}

static gboolean
press_cb (gpointer user_data)
{
  App *app = user_data;
  gboolean waits = FALSE;

  if (++app->n_presses > MAX_PRESSES)
    {
      tell (app, "gives up");
      kill_app_end (&app->base, 3);
      return G_SOURCE_REMOVE;
    }
  if (tuwen_scheduled_get_loading (app->scheduled))
    return G_SOURCE_CONTINUE;
  if (tuwen_scheduled_get_error (app->scheduled) != NULL)
    {
      tell (app, "cannot be listed");
      if (g_error_matches (tuwen_scheduled_get_error (app->scheduled), BILI_ERROR,
                           BILI_ERROR_NOT_SIGNED_IN))
        {
          kill_app_sign_in (&app->base);
          return G_SOURCE_REMOVE;
        }
      tuwen_scheduled_refresh (app->scheduled);
      g_timeout_add (KILL_APP_PATIENCE_MS, press_cb, app);
      return G_SOURCE_REMOVE;
    }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (app->scheduled)); i++)
    {
      g_autoptr (TuwenScheduledItem) item
          = g_list_model_get_item (G_LIST_MODEL (app->scheduled), i);

      /* The stand-in's samples, which nobody here planned */
      if (tuwen_scheduled_item_get_draft (item) == NULL)
        continue;
      /* Something that began by itself */
      if (tuwen_scheduled_item_get_step (item) != NULL)
        {
          g_timeout_add (KILL_APP_PATIENCE_MS, press_cb, app);
          return G_SOURCE_REMOVE;
        }
      if (act_on (app, item))
        {
          tell (app, "acts");
          return G_SOURCE_REMOVE;
        }
      waits |= is_waited_for (item);
    }

  /* One that is gone may be what another takes the place of, which is settled first. */
  if (waits)
    {
      tell (app, "waits");
      return G_SOURCE_CONTINUE;
    }

  tell (app, "nothing left");
  kill_app_end (&app->base, 0);
  return G_SOURCE_REMOVE;
}

static void
step_cb (TuwenDraft *draft, App *app)
{
  const TuwenJournal *journal = tuwen_draft_get_journal (draft);
  g_autofree char *line
      = g_strdup_printf ("draft: state %d, action %d, %s", journal->state, journal->action,
                         journal->acted != 0 || journal->began != 0 ? "sent" : "not sent");

  tell (app, line);
}

static void
drafts_cb (TuwenDrafts *drafts, guint position, guint removed, guint added, App *app)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (G_LIST_MODEL (drafts), position + i);

      g_signal_handlers_disconnect_by_func (draft, step_cb, app);
      g_signal_connect (draft, "changed", G_CALLBACK (step_cb), app);
    }
}

static void
begin_when_ready (KillApp *base)
{
  App *app = (App *) base;

  tuwen_scheduled_refresh (app->scheduled);
  g_timeout_add (KILL_APP_PATIENCE_MS, press_cb, app);
}

static void
make (App *app, const char *text, gint64 at)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (app->base.drafts);
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
  tuwen_draft_set_mid (draft, SANDBOX_MID);
  tuwen_draft_set_nodes (draft, nodes);
  tuwen_draft_set_publish_time (draft, at);
  kill_app_flush (&app->base);
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  gint64 at = 0;
  App app = { .base.ready = begin_when_ready };
  const GOptionEntry entries[] = {
    { "make", 0, 0, G_OPTION_ARG_FILENAME, &text, "Write a draft", "TEXT" },
    { "at", 0, 0, G_OPTION_ARG_INT64, &at, "When it is to appear", "TIME" },
    { "then", 0, 0, G_OPTION_ARG_STRING, &app.then, "What is done with it", "WHAT" },
    { "to", 0, 0, G_OPTION_ARG_INT64, &app.to, "When it is to appear instead", "TIME" },
    { NULL },
  };

  if (!kill_app_init (&app.base, entries, &argc, &argv))
    return 2;

  if (text != NULL)
    {
      make (&app, text, at);
    }
  else
    {
      tell (&app, "begins");
      g_signal_connect (app.base.drafts, "items-changed", G_CALLBACK (drafts_cb), &app);
      kill_app_begin (&app.base);
      app.scheduled = tuwen_scheduled_new (app.base.drafts, app.base.publisher, app.base.accounts,
                                           app.base.clock);
      g_object_set (app.scheduled, "look-unit-ms", KILL_APP_LOOK_UNIT_MS, NULL);
    }
  g_main_loop_run (app.base.loop);

  g_clear_object (&app.scheduled);
  g_free (app.then);
  return kill_app_clear (&app.base);
}
