/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-service"

#include <string.h>

#include "tuwen-service.h"

static void
test_real (void)
{
  g_autoptr (GError) error = NULL;
  TuwenService *service = tuwen_service_new (NULL, &error);

  g_assert_no_error (error);
  g_assert_null (tuwen_service_get_origin (service));
  g_assert_false (tuwen_service_is_sandbox (service));
  g_assert_cmpstr (tuwen_service_get_id (service), ==, "https://www.bilibili.com");
  g_assert_true (g_str_has_suffix (tuwen_service_get_cache_dir (service), "/tuwen/bilibili"));
  g_assert_true (g_str_has_prefix (tuwen_service_get_cache_dir (service),
                                   g_get_user_cache_dir ()));
  g_assert_true (g_str_has_suffix (tuwen_service_get_data_dir (service), "/tuwen/bilibili"));
  g_assert_true (g_str_has_prefix (tuwen_service_get_data_dir (service), g_get_user_data_dir ()));
  g_assert_finalize_object (service);
}

static void
test_sandbox (void)
{
  static const char *const cases[][3] = {
    { "http://127.0.0.1:8123", "http://127.0.0.1:8123", "sandbox-8123" },
    { "http://127.0.0.1:8123/", "http://127.0.0.1:8123", "sandbox-8123" },
    { "HTTP://LocalHost:1", "http://localhost:1", "sandbox-localhost-1" },
    { "http://[::1]:65535", "http://[::1]:65535", "sandbox-ip6-65535" },
    { "http://127.8.0.2:80", "http://127.8.0.2:80", "sandbox-127-8-0-2-80" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TuwenService) service = tuwen_service_new (cases[i][0], &error);
      g_autofree char *folder = NULL;

      g_assert_no_error (error);
      g_assert_true (tuwen_service_is_sandbox (service));
      g_assert_cmpstr (tuwen_service_get_origin (service), ==, cases[i][1]);
      g_assert_cmpstr (tuwen_service_get_id (service), ==, cases[i][1]);
      folder = g_path_get_basename (tuwen_service_get_cache_dir (service));
      g_assert_cmpstr (folder, ==, cases[i][2]);
      g_assert_true (g_str_has_suffix (tuwen_service_get_data_dir (service), cases[i][2]));
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "https://127.0.0.1:8123",
    "https://www.bilibili.com",
    "http://www.bilibili.com:80",
    "http://example.com:8123",
    "http://localhost.example.com:8123",
    "http://127.0.0.1.example.com:8123",
    "http://192.168.0.1:8123",
    "http://0.0.0.0:8123",
    "http://[::]:8123",
    "http://[::ffff:127.0.0.1]:8123",
    "http://[0:0:0:0:0:0:0:1]:8123",
    "http://2130706433:8123",
    "http://127.1:8123",
    "http://0177.0.0.1:8123",
    "http://127.0.0.1",
    "http://127.0.0.1:",
    "http://127.0.0.1:0",
    "http://127.0.0.1:08123",
    "http://127.0.0.1:65536",
    "http://127.0.0.1:-1",
    "http://127.0.0.1:8123x",
    "http://127.0.0.1:8123//",
    "http://127.0.0.1:8123/path",
    "http://127.0.0.1:8123?query",
    "http://127.0.0.1:8123/#fragment",
    "http://user@127.0.0.1:8123",
    "http://user:password@127.0.0.1:8123",
    "http://%6cocalhost:8123",
    "http://localhost:8123\n",
    " http://localhost:8123",
    "http://localhost:8123 ",
    "127.0.0.1:8123",
    "localhost:8123",
    "file:///etc/passwd",
    "http://",
    "http:",
    "/",
    "\xff\xfe",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TuwenService) service = tuwen_service_new (cases[i], &error);

      if (service != NULL)
        g_test_message ("taken, but should not be: %s", cases[i]);
      g_assert_null (service);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static void
test_reasons (void)
{
  static const char *const cases[][2] = {
    { "https://127.0.0.1:8123", "begin with http://" },
    { "http://example.com:80", "address of this computer" },
    { "http://localhost", "needs a port" },
    { "http://localhost:80/x", "after address and port" },
    { "nonsense", "look like http://127.0.0.1:8123" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tuwen_service_new (cases[i][0], &error));
      g_assert_nonnull (strstr (error->message, cases[i][0]));
      g_assert_nonnull (strstr (error->message, cases[i][1]));
    }
}

static void
test_settings (void)
{
  g_autoptr (TuwenService) real = tuwen_service_new (NULL, NULL);
  g_autoptr (TuwenService) sandbox = tuwen_service_new ("http://127.0.0.1:8123", NULL);
  g_autoptr (TuwenService) other = tuwen_service_new ("http://[::1]:8123", NULL);
  g_autofree char *path = NULL;
  g_autofree char *in_sandbox = NULL;
  g_autofree char *in_other = NULL;

  g_settings_set_string (tuwen_service_get_settings (real), "account", "1");
  g_settings_set_string (tuwen_service_get_settings (sandbox), "account", "2");

  g_object_get (tuwen_service_get_settings (real), "path", &path, NULL);
  g_assert_cmpstr (path, ==, "/io/github/tuwen/Tuwen/service/bilibili/");
  in_sandbox = g_settings_get_string (tuwen_service_get_settings (sandbox), "account");
  in_other = g_settings_get_string (tuwen_service_get_settings (other), "account");
  g_assert_cmpstr (in_sandbox, ==, "2");
  g_assert_cmpstr (in_other, ==, "");
  g_assert_true (tuwen_service_get_settings (real) == tuwen_service_get_settings (real));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/service/real", test_real);
  g_test_add_func ("/service/sandbox", test_sandbox);
  g_test_add_func ("/service/refused", test_refused);
  g_test_add_func ("/service/reasons", test_reasons);
  g_test_add_func ("/service/settings", test_settings);

  return g_test_run ();
}
