/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The control interface, and the program around it. */

#include "talk.h"

#include <string.h>

static void
test_requests (Talk *talk, gconstpointer data)
{
  g_autofree char *address = NULL;

  talk_get (talk, API NAV);
  talk_get (talk, API CARD "?mid=a");
  talk_post_form (talk, API CARD, "x=1");
  talk->cookies = NULL;
  talk_get (talk, "__sandbox/requests");
  g_assert_cmpint (talk_length (talk, "requests"), ==, 3);
  g_assert_cmpint (talk_number (talk, "next"), ==, 3);
  g_assert_cmpstr (talk_text (talk, "requests.0.host"), ==, API);
  g_assert_nonnull (strstr (talk_text (talk, "requests.0.cookie"), SANDBOX_SESSDATA));
  g_assert_nonnull (strstr (talk_text (talk, "requests.0.headers"), "User-Agent: Test/1\n"));
  g_assert_cmpstr (talk_text (talk, "requests.1.query"), ==, "mid=a");
  g_assert_cmpint (talk_number (talk, "requests.1.code"), ==, -400);
  g_assert_cmpint (talk_number (talk, "requests.2.status"), ==, 405);
  g_assert_cmpstr (talk_text (talk, "requests.2.body"), ==, "x=1");
  talk_get (talk, "__sandbox/requests?path=" CARD);
  g_assert_cmpint (talk_length (talk, "requests"), ==, 2);
  talk_get (talk, "__sandbox/requests?path=" CARD "&method=POST&host=" API);
  g_assert_cmpint (talk_length (talk, "requests"), ==, 1);
  talk_get (talk, "__sandbox/requests?since=2");
  g_assert_cmpint (talk_length (talk, "requests"), ==, 1);
  /* Numbers go on where they were. */
  talk_post_json (talk, "__sandbox/forget", "{}");
  talk_get (talk, API NAV);
  talk_get (talk, "__sandbox/requests?since=3");
  g_assert_cmpint (talk_length (talk, "requests"), ==, 1);
  g_assert_cmpint (talk_number (talk, "requests.0.number"), ==, 3);
}

static void
test_steering (Talk *talk, gconstpointer data)
{
  talk_post_json (talk, "__sandbox/post", "{\"mid\":\"1002\",\"text\":\"news\"}");
  g_assert_cmpstr (talk_text (talk, "opus_id"), !=, "");
  talk_get_signed (talk, FEED, "host_mid=1002");
  g_assert_cmpstr (talk_text (talk, "data.items.0.content"), ==, "news");
  talk_post_json (talk, "__sandbox/fault",
                  "{\"path\":\"" CARD "\",\"fault\":\"code:-799\",\"times\":1}");
  talk_get (talk, API CARD "?mid=1002");
  g_assert_cmpint (talk->code, ==, -799);
  talk_get (talk, API CARD "?mid=1002");
  g_assert_cmpint (talk->code, ==, 0);
  talk_get (talk, PASSPORT "/x/passport-login/web/qrcode/generate");
  talk_post_json (talk, "__sandbox/qr", "{\"what\":\"scan\"}");
  g_assert_cmpint (talk->status, ==, 200);
  talk_post_json (talk, "__sandbox/end-session", "{\"mid\":\"1001\"}");
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, -101);
  talk_get (talk, "i0.hdslb.com/bfs/x.jpg");
  talk->cookies = NULL;
  talk_get (talk, "__sandbox/violations");
  g_assert_cmpint (talk_length (talk, "violations"), ==, 1);
  talk_send (talk, "POST", "__sandbox/reset", NULL, NULL);
  talk_get (talk, "__sandbox/violations");
  g_assert_cmpint (talk_length (talk, "violations"), ==, 0);
  talk->cookies = SANDBOX_COOKIES;
  talk_get (talk, API NAV);
  g_assert_cmpint (talk->code, ==, 0);
}

static void
test_rotate (Talk *talk, gconstpointer data)
{
  g_autofree char *before = NULL;

  talk_get (talk, API NAV);
  before = g_strdup (talk_text (talk, "data.wbi_img.img_url"));
  talk_post_json (talk, "__sandbox/rotate-keys", "{}");
  talk_get (talk, API NAV);
  g_assert_cmpstr (talk_text (talk, "data.wbi_img.img_url"), !=, before);
}

static void
test_refusals (Talk *talk, gconstpointer data)
{
  static const struct
  {
    const char *method;
    const char *address;
    const char *body;
  } cases[] = {
    { "GET", "__sandbox/nothing", NULL },
    { "GET", "__sandbox/forget", NULL },
    { "POST", "__sandbox/fault", "no json" },
    { "POST", "__sandbox/fault", "[]" },
    { "POST", "__sandbox/fault", "{}" },
    { "POST", "__sandbox/fault", "{\"path\":\"/x\",\"fault\":\"unknown\"}" },
    { "POST", "__sandbox/fault", "{\"path\":5,\"fault\":[]}" },
    { "POST", "__sandbox/fault", "{\"path\":\"/x\",\"fault\":\"http:5\"}" },
    { "POST", "__sandbox/post", "{\"mid\":\"404404\",\"text\":\"x\"}" },
    { "POST", "__sandbox/end-session", "{}" },
    { "POST", "__sandbox/qr", "{\"what\":\"scan\"}" },
    { "POST", "__sandbox/qr", "{\"what\":\"jump\"}" },
    { "POST", "__sandbox/fail-draft", "{\"draft_id\":\"1\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s %s", cases[i].method, cases[i].address, cases[i].body);
      talk_send (talk, cases[i].method, cases[i].address, "application/json", cases[i].body);
      g_assert_cmpint (talk->status, ==, 400);
      talk_text (talk, "error");
    }
}

/* The program's own words, and its exit status. */
static void
run_program (const char *const *arguments, int *status, char **output)
{
  g_autoptr (GSubprocess) program = NULL;
  g_autoptr (GError) error = NULL;

  program = g_subprocess_newv (arguments,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (program, NULL, NULL, output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (program));
  *status = g_subprocess_get_exit_status (program);
}

static void
test_program_options (void)
{
  const char *program = g_getenv ("TUWEN_SANDBOX");
  const char *const wrong[][3] = {
    { program, "--port=70000", NULL }, { program, "--posts=-1", NULL },
    { program, "--fault=/x", NULL },   { program, "--fault=/x=unknown", NULL },
    { program, "--unknown", NULL },    { program, "more", NULL },
  };
  const char *const help[] = { program, "--help", NULL };
  g_autofree char *words = NULL;
  int status;

  g_assert_nonnull (program);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *output = NULL;

      g_test_message ("%s", wrong[i][1]);
      run_program (wrong[i], &status, &output);
      g_assert_cmpint (status, ==, 2);
      g_assert_cmpstr (output, ==, "");
    }
  run_program (help, &status, &words);
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (words, "--qr-manual"));
  g_assert_nonnull (strstr (words, "/__sandbox/requests"));
}

static void
test_program_runs (void)
{
  const char *program = g_getenv ("TUWEN_SANDBOX");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--port=0", "--posts=3",
                          "--fault=" CARD "=code:-799*1", NULL);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *url = NULL;
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) body = NULL;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  origin = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (origin, "http://127.0.0.1:"));
  url = g_strconcat (origin, "/" API CARD "?mid=1001", NULL);
  message = soup_message_new ("GET", url);
  body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (
      g_strstr_len (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), "-799"));
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/control/requests", Talk, NULL, talk_set_up, test_requests, talk_tear_down);
  g_test_add ("/sandbox/control/steering", Talk, NULL, talk_set_up, test_steering, talk_tear_down);
  g_test_add ("/sandbox/control/rotate", Talk, NULL, talk_set_up, test_rotate, talk_tear_down);
  g_test_add ("/sandbox/control/refusals", Talk, NULL, talk_set_up, test_refusals, talk_tear_down);
  g_test_add_func ("/sandbox/program/options", test_program_options);
  g_test_add_func ("/sandbox/program/runs", test_program_runs);
  return g_test_run ();
}
