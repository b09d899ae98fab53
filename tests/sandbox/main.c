/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tuwen-sandbox: the stand-in as a program. Its first line tells its origin; it runs until it is
 * asked to end. */

#define G_LOG_DOMAIN "tuwen-sandbox"

#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox-server.h"

static const char description[]
    = "Talk to it with tuwen --service=ORIGIN: a request meant for https://HOST/PATH?QUERY\n"
      "goes to ORIGIN/HOST/PATH?QUERY. QR codes sign in as 1001.\n"
      "\n"
      "Faults, for --fault and /__sandbox/fault:\n"
      "  delay:MS stall drop lost http:STATUS html truncated empty types null code:N[:WORDS]\n"
      "  voucher huge redirect:URL deep utf8 twice endless\n"
      "\n"
      "Control calls (JSON in and out):\n"
      "  GET  /__sandbox/requests[?path=P&host=H&method=M&since=N]  what was received\n"
      "  POST /__sandbox/forget                                     forget it\n"
      "  GET  /__sandbox/violations                                 what must never happen\n"
      "  POST /__sandbox/fault        {\"path\", \"fault\", \"times\"}    path may be *\n"
      "  POST /__sandbox/post         {\"mid\", \"text\"}               add a post to a space\n"
      "  POST /__sandbox/end-session  {\"mid\"}                       its cookies get -101\n"
      "  POST /__sandbox/rotate-keys                                old signatures are refused\n"
      "  POST /__sandbox/qr           {\"what\"}                      scan, confirm or expire\n"
      "  POST /__sandbox/clock        {\"advance\": SECONDS}          scheduled posts come due\n"
      "  POST /__sandbox/fail-draft   {\"draft_id\"}                  publishing it failed\n"
      "  GET  /__sandbox/state[?mid=M]                              posts, votes, drafts …\n"
      "  POST /__sandbox/reset                                      start again\n";

static gboolean
end_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* `PATH=FAULT` or `PATH=FAULT*TIMES`. */
static gboolean
add_fault (SandboxServer *server, const char *text)
{
  const char *equals = strchr (text, '=');
  const char *star = strrchr (text, '*');
  g_autofree char *path = NULL;
  g_autofree char *fault = NULL;
  gint64 times = -1;

  if (equals == NULL)
    return FALSE;
  path = g_strndup (text, (gsize) (equals - text));
  fault = g_strdup (equals + 1);
  if (star != NULL && star > equals
      && g_ascii_string_to_signed (star + 1, 10, 1, 1000000, &times, NULL))
    fault[star - equals - 1] = '\0';
  if (!sandbox_faults_know (fault))
    return FALSE;
  sandbox_server_fail (server, path, fault, (int) times);
  return TRUE;
}

int
main (int argc, char **argv)
{
  int port = 0;
  int posts = 0;
  int latency = 0;
  int seed = 1;
  gboolean qr_manual = FALSE;
  g_auto (GStrv) faults = NULL;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &port, "Listen there; 0 picks a free one (default)", "PORT" },
    { "posts", 0, 0, G_OPTION_ARG_INT, &posts, "How many posts the own space has (default 300)",
      "N" },
    { "latency", 0, 0, G_OPTION_ARG_INT, &latency, "Wait before every answer", "MS" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Of everything that is made up (default 1)", "N" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &faults, "Misbehave; may be repeated",
      "PATH=FAULT[*TIMES]" },
    { "qr-manual", 0, 0, G_OPTION_ARG_NONE, &qr_manual,
      "QR codes wait for /__sandbox/qr; otherwise they confirm themselves after two seconds",
      NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SandboxServer) server = NULL;
  SandboxOptions options;

  g_option_context_set_summary (context, "A stand-in for the service that Tuwen talks to.");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (argc > 1 || port < 0 || port > G_MAXUINT16 || posts < 0 || posts > 1000000 || latency < 0)
    {
      g_printerr ("tuwen-sandbox: an option has no good value; see --help\n");
      return 2;
    }
  options = (SandboxOptions) {
    .port = (guint16) port,
    .posts = (guint) posts,
    .latency = (guint) latency,
    .seed = (guint) seed,
    .qr_auto = !qr_manual,
  };
  server = sandbox_server_new (&options, &error);
  if (server == NULL)
    {
      g_printerr ("tuwen-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }
  for (guint i = 0; faults != NULL && faults[i] != NULL; i++)
    {
      if (!add_fault (server, faults[i]))
        {
          g_printerr ("tuwen-sandbox: %s is no fault; see --help\n", faults[i]);
          return 2;
        }
    }
  g_print ("%s\n", sandbox_server_get_origin (server));
  fflush (stdout);
  g_unix_signal_add (SIGINT, end_cb, loop);
  g_unix_signal_add (SIGTERM, end_cb, loop);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}
