/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nothing that lets somebody act for an account is said aloud, by this library or by those below
 * it. */

#include "support.h"

#include <string.h>

static GString *said;

static GLogWriterOutput
listen_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (strcmp (fields[i].key, "MESSAGE") == 0)
        g_string_append_printf (said, "%s\n", (const char *) fields[i].value);
    }

  return G_LOG_WRITER_HANDLED;
}

static void
assert_unsaid (const char *secret)
{
  if (strstr (said->str, secret) != NULL)
    g_printerr ("%s", said->str);
  g_assert_null (strstr (said->str, secret));
}

static void
test_logs (void)
{
  Fixture self = { NULL };
  g_autoptr (BiliQrCode) code = NULL;
  g_autoptr (BiliOpusPage) page = NULL;
  g_autoptr (BiliUser) me = NULL;
  g_autoptr (BiliCookies) cookies = NULL;
  g_autofree char *owner = NULL;
  BiliQrState state;
  g_auto (GStrv) params = NULL;

  fixture_set_up (&self, SANDBOX_COOKIES, 0);
  me = get_me (self.client, NULL);
  page = list_opus (self.client, SANDBOX_MID, "", NULL);
  sandbox_server_rotate_keys (self.sandbox);
  g_clear_pointer (&page, bili_opus_page_free);
  page = list_opus (self.client, SANDBOX_MID, "", NULL);
  g_assert_nonnull (page);
  owner = get_opus_owner (self.client, ((BiliOpus *) page->items->pdata[0])->id, NULL);
  g_assert_nonnull (owner);

  code = create_qr_code (self.client, NULL);
  sandbox_server_set_qr (self.sandbox, "scan");
  sandbox_server_set_qr (self.sandbox, "confirm");
  g_assert_true (poll_qr_code (self.client, code->key, &state, &cookies, NULL));
  g_assert_nonnull (cookies);

  sandbox_server_fail (self.sandbox, PATH_SIGN_OUT, "drop", 1);
  g_assert_false (sign_out (self.client, NULL));
  g_assert_true (sign_out (self.client, NULL));
  g_assert_null (bili_cookies_new_from_text ("SESSDATA=" SANDBOX_SESSDATA "\x01", NULL));

  /* There was something to hear. */
  g_assert_nonnull (strstr (said->str, "HTTP 200"));
  g_assert_nonnull (strstr (said->str, PATH_FEED));
  assert_unsaid (SANDBOX_SESSDATA);
  assert_unsaid (SANDBOX_CSRF);
  assert_unsaid (code->key);
  assert_unsaid ("SESSDATA=");
  assert_unsaid ("biliCSRF");
  assert_unsaid ("w_rid");

  fixture_tear_down (&self);
}

/* What libsoup would say of a request over HTTP/2, which the stand-in does not speak. */
static void
test_http2 (void)
{
  g_autoptr (BiliClient) client = new_client (NULL, SANDBOX_COOKIES, 0);

  g_log ("libsoup-http2", G_LOG_LEVEL_DEBUG, "Request made for x?csrf=%s", SANDBOX_CSRF);
  g_log ("libsoup-other", G_LOG_LEVEL_DEBUG, "heard");
  g_assert_nonnull (strstr (said->str, "heard"));
  assert_unsaid (SANDBOX_CSRF);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  said = g_string_new (NULL);
  g_log_set_writer_func (listen_cb, NULL, NULL);

  g_test_add_func ("/secrets/logs", test_logs);
  g_test_add_func ("/secrets/http2", test_http2);

  status = g_test_run ();
  g_string_free (said, TRUE);
  return status;
}
