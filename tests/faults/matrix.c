/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "matrix.h"

#include "bili-error.h"
#include "slowness.h"
#include "tuwen-error-text.h"

/* On a machine with nothing else to do: enough to ask, and not for an answer that never comes */
#define SHORT_TIMEOUT_MS 250
#define SERVICE_WORDS "服务说不行"
/* How long it is watched whether what came to rest stays there */
#define WATCH_MS 60

/* When it is not asked for all: a fault is for every so manieth row, a documented code for fewer
 * still. Where there are as many rows, each is met by one of them. */
#define ROWS_OF_A_FAULT 3
#define ROWS_OF_A_CODE 9

#define CODE(number) { "code:" #number, FALSE, BILI_ERROR_SERVICE, number }

/* The kind of a documented code is what the table in bili-error.c makes of it. */
static const Fault faults[] = {
  { "refused", FALSE, BILI_ERROR_NETWORK, 0 },
  { "stall", FALSE, BILI_ERROR_TIMED_OUT, 0 },
  { "drop", FALSE, BILI_ERROR_NETWORK, 0 },
  { "lost", TRUE, BILI_ERROR_NETWORK, 0 },
  { "http:500", FALSE, BILI_ERROR_HTTP, 500 },
  { "http:412", FALSE, BILI_ERROR_RISK_CONTROL, -412 },
  { "html", FALSE, BILI_ERROR_PROTOCOL, 0 },
  { "empty", FALSE, BILI_ERROR_PROTOCOL, 0 },
  { "truncated", TRUE, BILI_ERROR_PROTOCOL, 0 },
  { "types", TRUE, BILI_ERROR_PROTOCOL, 0 },
  { "null", TRUE, BILI_ERROR_PROTOCOL, 0 },
  { "utf8", TRUE, BILI_ERROR_PROTOCOL, 0 },
  { "deep", FALSE, BILI_ERROR_PROTOCOL, 0 },
  { "huge", FALSE, BILI_ERROR_TOO_LARGE, 0 },
  { "redirect", FALSE, BILI_ERROR_HTTP, 302 },
  { "twice", TRUE, -1, 0 },
  { "endless", TRUE, -1, 0 },
  { "voucher", FALSE, BILI_ERROR_RISK_CONTROL, 0 },
  CODE (-101),    CODE (-102),    CODE (-103),   CODE (-104),    CODE (-106),    CODE (-108),
  CODE (-110),    CODE (-111),    CODE (-113),   CODE (-114),    CODE (-115),    CODE (-352),
  CODE (-400),    CODE (-401),    CODE (-403),   CODE (-404),    CODE (-412),    CODE (-500),
  CODE (-503),    CODE (-509),    CODE (-626),   CODE (-643),    CODE (-650),    CODE (-688),
  CODE (-689),    CODE (-799),    CODE (2202),   CODE (37104),   CODE (500404),  CODE (500406),
  CODE (4100001), CODE (4101001), CODE (4101144), CODE (4120015), CODE (4126021), CODE (5100001),
  CODE (99999),
};

typedef struct
{
  const Row *row;
  const Fault *fault;
} Cell;

typedef struct
{
  const Row *row;
  House *house;
  gboolean unheard;  /* nobody gets to know of the call */
  const char *words; /* (nullable) */
} Waiting;

static GError *
make_error (const Fault *fault)
{
  /* That the session is over is often told by the account, before the call that found it out */
  if (fault->code == -101)
    return g_error_new_literal (BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN, "failed");
  if (g_str_has_prefix (fault->name, "code:"))
    return bili_error_new_service (fault->code, SERVICE_WORDS);
  if (fault->code != 0)
    return bili_error_new_service (fault->code, NULL);
  if (g_str_equal (fault->name, "voucher"))
    return bili_error_new_risk_control (0, NULL);

  return g_error_new_literal (BILI_ERROR, fault->kind, "failed");
}

static TuwenErrorText *
make_text (const Fault *fault)
{
  g_autoptr (GError) error = make_error (fault);

  return tuwen_error_text_new (error);
}

char *
matrix_title (const Fault *fault)
{
  g_autoptr (TuwenErrorText) text = make_text (fault);

  return g_steal_pointer (&text->title);
}

gboolean
matrix_is (const Fault *fault, const char *name)
{
  return g_str_equal (fault->name, name);
}

gboolean
matrix_is_in_doubt (const Fault *fault)
{
  g_autoptr (GError) error = NULL;

  if (fault->kind < 0)
    return FALSE;

  error = make_error (fault);
  return bili_error_may_have_acted (error);
}

static void
arm (House *house, const Row *row, const Fault *fault)
{
  g_autofree char *name = g_strdup (fault->name);

  if (matrix_is (fault, "refused"))
    {
      house_set_refused (TRUE);
      return;
    }
  if (matrix_is (fault, "stall"))
    house_set_timeout (SHORT_TIMEOUT_MS * get_slowness ());

  if (matrix_is (fault, "redirect"))
    {
      g_free (name);
      name = g_strdup_printf ("redirect:%s/www.bilibili.com/",
                              sandbox_server_get_origin (house->elsewhere));
    }
  else if (g_str_has_prefix (fault->name, "code:"))
    {
      g_free (name);
      name = g_strconcat (fault->name, ":" SERVICE_WORDS, NULL);
    }
  sandbox_server_fail (house->server, row->path, name, -1);
}

static void
disarm (House *house, const Row *row)
{
  house_set_refused (FALSE);
  house_set_timeout (0);
  sandbox_server_fail (house->server, row->path, "drop", 0);
}

static gboolean
is_at_rest (const Row *row, House *house)
{
  return (row->is_at_rest == NULL || row->is_at_rest (house)) && !house_is_busy ();
}

static guint
count_calls (House *house, const Row *row)
{
  gboolean open = g_str_has_suffix (row->path, "*");
  g_autofree char *start = g_strndup (row->path, strlen (row->path) - (open ? 1 : 0));
  GPtrArray *requests = sandbox_server_get_requests (house->server);
  guint n_calls = 0;

  for (guint i = 0; i < requests->len; i++)
    {
      const SandboxRequest *request = requests->pdata[i];

      n_calls
          += open ? g_str_has_prefix (request->path, start) : g_str_equal (request->path, start);
    }

  return n_calls;
}

static gboolean
has_ended (gpointer data)
{
  const Waiting *waiting = data;

  /* Where nothing is to be said, all is at rest before it begins */
  return (waiting->unheard || count_calls (waiting->house, waiting->row) > 0)
         && is_at_rest (waiting->row, waiting->house)
         && (waiting->words != NULL ? house_says (waiting->words)
                                    : waiting->row->is_done (waiting->house));
}

static gboolean
time_over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
watch (void)
{
  gboolean over = FALSE;

  g_timeout_add (WATCH_MS, time_over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
check_requests (House *house, const Row *row, const Fault *fault)
{
  GPtrArray *requests = sandbox_server_get_requests (house->server);
  GPtrArray *violations = sandbox_server_get_violations (house->server);
  guint n_calls = count_calls (house, row);
  guint most = row->most != 0 ? row->most : 1;

  if (n_calls == 0 && !matrix_is (fault, "refused"))
    g_test_fail_printf ("the call was never made");
  if (n_calls > most)
    g_test_fail_printf ("the call was made %u times", n_calls);
  for (guint i = 0; i < violations->len; i++)
    g_test_fail_printf ("%s", (const char *) violations->pdata[i]);
  for (guint i = 0; i < requests->len; i++)
    {
      const SandboxRequest *request = requests->pdata[i];

      if (request->cookie != NULL && !sandbox_is_in_domain (request->host, "bilibili.com"))
        g_test_fail_printf ("a cookie went to %s", request->host);
    }
  if (sandbox_server_get_requests (house->elsewhere)->len > 0)
    g_test_fail_printf ("a redirect was followed");
}

static void
check (House *house, const Row *row, gboolean done)
{
  g_autofree char *wrong = row->check != NULL ? row->check (house, done) : NULL;

  if (wrong != NULL)
    g_test_fail_printf ("%s", wrong);
}

static void
tell_screen (const char *expected)
{
  g_autofree char *all = house_read ();

  g_test_message ("Expected: %s\nThere was%s:\n%s", expected, house_is_busy () ? " (busy)" : "",
                  all);
}

static void
recover (House *house, const Row *row, const Fault *fault)
{
  Waiting waiting = { row, house, FALSE, NULL };

  disarm (house, row);
  if (row->recover == NULL || !row->recover (house, fault))
    return;

  if (!house_await (has_ended, &waiting))
    {
      tell_screen ("that it is done");
      g_test_fail_printf ("it could not be done afterwards");
    }
  check (house, row, TRUE);
}

static void
run_cell (gconstpointer data)
{
  const Row *row = ((const Cell *) data)->row;
  const Fault *fault = ((const Cell *) data)->fault;
  g_autoptr (TuwenErrorText) text = fault->kind < 0 ? NULL : make_text (fault);
  g_autofree char *words = text != NULL ? g_steal_pointer (&text->body) : NULL;
  House house;
  Waiting waiting = { row, &house, matrix_is (fault, "refused"), NULL };
  gboolean ended;

  house_open (&house);
  if (row->prepare != NULL)
    row->prepare (&house);
  sandbox_server_forget_requests (house.server);
  if (row->words != NULL)
    words = row->words (&house, fault, g_steal_pointer (&words));
  waiting.words = words;

  arm (&house, row, fault);
  row->act (&house);
  ended = house_await (has_ended, &waiting);
  if (!ended)
    {
      tell_screen (words != NULL ? words : "that it is done");
      g_test_fail_printf ("%s", !is_at_rest (row, &house) ? "it waits for ever"
                                : words != NULL           ? "nobody is told what is wrong"
                                                          : "it is not done");
    }
  watch ();
  if (!is_at_rest (row, &house))
    g_test_fail_printf ("it does not stay at rest");
  check_requests (&house, row, fault);
  check (&house, row, words == NULL);
  if (ended && words != NULL)
    recover (&house, row, fault);
  house_close (&house);
}

static gboolean
is_code (const Fault *fault)
{
  return g_str_has_prefix (fault->name, "code:");
}

/* That of a dead session is for every row; which others, is drawn by lot */
static gboolean
is_chosen (guint row, guint fault, guint lot)
{
  guint every = is_code (&faults[fault]) ? ROWS_OF_A_CODE : ROWS_OF_A_FAULT;

  return g_strcmp0 (g_getenv ("TUWEN_FAULTS"), "all") == 0 || faults[fault].code == -101
         || (row + fault + lot) % every == 0;
}

int
matrix_run (int argc, char **argv, const Row *rows, guint n_rows)
{
  g_autofree Cell *cells = g_new (Cell, n_rows * G_N_ELEMENTS (faults));
  Cell *cell = cells;
  guint lot;

  house_begin (&argc, &argv);
  lot = g_test_rand_int_range (0, ROWS_OF_A_FAULT * ROWS_OF_A_CODE);

  for (guint i = 0; i < n_rows; i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (faults); j++)
        {
          g_autofree char *column = g_strdelimit (g_strdup (faults[j].name), ":", ' ');
          g_autofree char *path
              = g_strdup_printf ("/faults/%s/%s/%s", rows[i].call, rows[i].way, column);

          if (!is_chosen (i, j, lot))
            continue;
          *cell = (Cell){ &rows[i], &faults[j] };
          g_test_add_data_func (path, cell++, run_cell);
        }
    }

  return house_end (g_test_run ());
}
