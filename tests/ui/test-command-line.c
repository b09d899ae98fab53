/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include "tuwen-config.h"

/* Runs the program, without a display and a session bus. Returns: its exit status */
static int
run (const char *environment, const char *argument, char **out, char **err)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "TUWEN_SERVICE");
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  if (environment != NULL)
    g_subprocess_launcher_setenv (launcher, "TUWEN_SERVICE", environment, TRUE);

  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("TUWEN_PROGRAM"), argument,
                                         NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

static void
check_refused (const char *environment, const char *argument)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (environment, argument, &out, &err), ==, 2);
  g_assert_cmpstr (out, ==, "");
  g_assert_true (g_str_has_prefix (err, "tuwen: "));
  /* One sentence, and nothing of a display that could not be opened */
  g_assert_null (strchr (g_strchomp (err), '\n'));
  g_assert_null (g_strrstr (err, "display"));
}

static void
test_version (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (NULL, "--version", &out, &err), ==, 0);
  g_assert_cmpstr (out, ==, "tuwen " VERSION "\n");
}

static void
test_help (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (NULL, "--help", &out, &err), ==, 0);
  g_assert_nonnull (strstr (out, "--service=ADDRESS"));
  g_assert_nonnull (strstr (out, "tuwen ["));
}

static void
test_refused_option (void)
{
  check_refused (NULL, "--service=https://www.bilibili.com");
  check_refused (NULL, "--service=http://example.com:8123");
  check_refused (NULL, "--service=http://127.0.0.1");
  check_refused (NULL, "--service=nonsense");
  /* A variable that is not set, most likely; the real service is not what was meant */
  check_refused (NULL, "--service=");
}

static void
test_refused_environment (void)
{
  check_refused ("http://192.168.0.1:8123", NULL);
}

/* A good option is taken, whatever the environment says: it goes on to the missing display */
static void
test_option_wins (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status = run ("http://192.168.0.1:8123", "--service=http://127.0.0.1:1", &out, &err);

  g_assert_cmpint (status, !=, 2);
  g_assert_false (g_str_has_prefix (err, "tuwen: "));
  check_refused ("http://127.0.0.1:1", "--service=http://192.168.0.1:8123");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/command-line/version", test_version);
  g_test_add_func ("/command-line/help", test_help);
  g_test_add_func ("/command-line/refused-option", test_refused_option);
  g_test_add_func ("/command-line/refused-environment", test_refused_environment);
  g_test_add_func ("/command-line/option-wins", test_option_wins);

  return g_test_run ();
}
