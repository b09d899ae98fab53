/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "kill-app"

#include "kill-app.h"

#include <signal.h>
#include <unistd.h>

#include "sandbox.h"

static gboolean
die_cb (gpointer user_data)
{
  kill (getpid (), SIGKILL);
  return G_SOURCE_REMOVE;
}

void
kill_app_tell (KillApp *app, const char *line)
{
  g_print ("%s\n", line);
  if (++app->n_lines != app->die_at)
    return;

  if (app->die_late > 0)
    g_timeout_add_full (G_PRIORITY_HIGH, (guint) app->die_late, die_cb, NULL, NULL);
  else
    die_cb (NULL);
}

void
kill_app_end (KillApp *app, int status)
{
  app->status = status;
  g_main_loop_quit (app->loop);
}

static void
ready_at_last (KillApp *app)
{
  if (app->loaded && app->signed_in)
    app->ready (app);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KillApp *app = user_data;
  g_autoptr (TuwenAccount) account
      = tuwen_accounts_add_finish (TUWEN_ACCOUNTS (source), result, NULL);

  if (account == NULL)
    {
      kill_app_tell (app, "cannot sign in");
      kill_app_end (app, 3);
      return;
    }

  kill_app_tell (app, "signed in");
  app->signed_in = TRUE;
  ready_at_last (app);
}

void
kill_app_sign_in (KillApp *app)
{
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (SANDBOX_COOKIES, NULL);

  app->signed_in = FALSE;
  tuwen_accounts_add_async (app->accounts, cookies, TRUE, NULL, signed_in_cb, app);
}

static void
loading_cb (TuwenDrafts *drafts, GParamSpec *pspec, KillApp *app)
{
  gboolean loading;

  g_object_get (drafts, "loading", &loading, NULL);
  if (loading)
    return;

  kill_app_tell (app, "loaded");
  app->loaded = TRUE;
  ready_at_last (app);
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!tuwen_drafts_flush_finish (TUWEN_DRAFTS (source), result, &error))
    g_error ("%s", error->message);
  kill_app_end (user_data, 0);
}

void
kill_app_flush (KillApp *app)
{
  tuwen_drafts_flush_async (app->drafts, NULL, flushed_cb, app);
}

void
kill_app_begin (KillApp *app)
{
  app->publisher = tuwen_publisher_new (app->drafts, app->accounts, app->clock);
  g_object_set (app->publisher, "look-unit-ms", KILL_APP_LOOK_UNIT_MS, NULL);
  g_signal_connect (app->drafts, "notify::loading", G_CALLBACK (loading_cb), app);
  tuwen_drafts_load (app->drafts);
  kill_app_sign_in (app);
}

gboolean
kill_app_init (KillApp *app, const GOptionEntry *entries, int *argc, char ***argv)
{
  const GOptionEntry common[] = {
    { "service", 0, 0, G_OPTION_ARG_STRING, &app->origin, "The stand-in", "ORIGIN" },
    { "die-at", 0, 0, G_OPTION_ARG_INT, &app->die_at, "Die at that line", "N" },
    { "die-late", 0, 0, G_OPTION_ARG_INT, &app->die_late, "Die so much later", "MS" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenService) service = NULL;
  g_autoptr (TuwenKeyring) keyring = NULL;

  g_option_context_add_main_entries (context, common, NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error)
      || (service = tuwen_service_new (app->origin, &error)) == NULL)
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }

  keyring = tuwen_keyring_new (tuwen_service_get_id (service));
  app->loop = g_main_loop_new (NULL, FALSE);
  app->clock = bili_clock_new ();
  app->accounts = tuwen_accounts_new (service, keyring, app->clock, "Tuwen/kill");
  app->drafts = tuwen_drafts_new (service, app->clock);
  return TRUE;
}

int
kill_app_clear (KillApp *app)
{
  g_clear_object (&app->publisher);
  g_clear_object (&app->drafts);
  g_clear_object (&app->accounts);
  g_clear_object (&app->clock);
  g_main_loop_unref (app->loop);
  g_free (app->origin);
  return app->status;
}
