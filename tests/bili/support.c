/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "support.h"

#include <string.h>

#include "slowness.h"

#define USUAL_TIMEOUT_MS 20000

static void
count_signed_out_cb (BiliClient *client, gpointer user_data)
{
  Fixture *self = user_data;

  self->signed_out++;
}

static guint
get_timeout (guint timeout_ms)
{
  return timeout_ms != 0 ? timeout_ms : USUAL_TIMEOUT_MS * get_slowness ();
}

BiliClient *
new_client (const char *origin, const char *cookies, guint timeout_ms)
{
  g_autoptr (BiliCookies) parsed = NULL;
  g_autoptr (GError) error = NULL;

  if (cookies != NULL)
    {
      parsed = bili_cookies_new_from_header (cookies, &error);
      g_assert_no_error (error);
    }

  return g_object_new (BILI_TYPE_CLIENT, "origin", origin, "user-agent", "Tuwen/0", "cookies",
                       parsed, "timeout", get_timeout (timeout_ms), NULL);
}

void
fixture_set_up (Fixture *self, const char *cookies, guint timeout_ms)
{
  const SandboxOptions options = { .posts = 30, .seed = 1 };
  g_autoptr (BiliCookies) parsed = NULL;
  g_autoptr (GError) error = NULL;

  self->sandbox = sandbox_server_new (&options, &error);
  g_assert_no_error (error);

  if (cookies != NULL)
    {
      parsed = bili_cookies_new_from_header (cookies, &error);
      g_assert_no_error (error);
    }

  self->clock = bili_clock_new_fixed (g_get_real_time ());
  self->client
      = g_object_new (BILI_TYPE_CLIENT, "origin", sandbox_server_get_origin (self->sandbox),
                      "user-agent", "Tuwen/0", "clock", self->clock, "cookies", parsed, "timeout",
                      get_timeout (timeout_ms), NULL);
  self->signed_out = 0;
  g_signal_connect (self->client, "signed-out", G_CALLBACK (count_signed_out_cb), self);
}

void
fixture_tear_down (Fixture *self)
{
  /* The client is let go of first, and nothing may have kept it. */
  g_assert_finalize_object (self->client);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->clock);
}

void
fixture_set_up_anonymous (Fixture *self, gconstpointer data)
{
  fixture_set_up (self, NULL, 0);
}

void
fixture_set_up_signed_in (Fixture *self, gconstpointer data)
{
  fixture_set_up (self, SANDBOX_COOKIES, 0);
}

void
fixture_tear_down_any (Fixture *self, gconstpointer data)
{
  fixture_tear_down (self);
}

void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

GAsyncResult *
await_result (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (slot);
}

void
await_requests (SandboxServer *sandbox, const char *path, guint count)
{
  while (sandbox_server_count_requests (sandbox, path) < count)
    g_main_context_iteration (NULL, TRUE);
}

BiliUser *
get_me (BiliClient *client, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_get_me_async (client, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_get_me_finish (client, result, error);
}

BiliOpusPage *
list_opus (BiliClient *client, const char *mid, const char *offset, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_list_opus_async (client, mid, BILI_OPUS_ALL, offset, 1, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_list_opus_finish (client, result, error);
}

BiliUser *
get_user (BiliClient *client, const char *mid, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_get_user_async (client, mid, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_get_user_finish (client, result, error);
}

char *
get_opus_owner (BiliClient *client, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_get_opus_owner_async (client, id, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_get_opus_owner_finish (client, result, error);
}

char *
resolve_short_link (BiliClient *client, const char *code, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_resolve_short_link_async (client, code, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_resolve_short_link_finish (client, result, error);
}

GBytes *
fetch_picture (BiliClient *client, const char *url, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_fetch_picture_async (client, url, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_fetch_picture_finish (client, result, error);
}

BiliQrCode *
create_qr_code (BiliClient *client, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_create_qr_code_async (client, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_create_qr_code_finish (client, result, error);
}

gboolean
poll_qr_code (
    BiliClient *client, const char *key, BiliQrState *state, BiliCookies **cookies, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_poll_qr_code_async (client, key, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_poll_qr_code_finish (client, result, state, cookies, error);
}

gboolean
sign_out (BiliClient *client, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_sign_out_async (client, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_sign_out_finish (client, result, error);
}

char *
create_buvid (BiliClient *client, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  bili_client_create_buvid_async (client, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  return bili_client_create_buvid_finish (client, result, error);
}

const SandboxRequest *
last_request (SandboxServer *sandbox, const char *path)
{
  GPtrArray *requests = sandbox_server_get_requests (sandbox);

  for (guint i = requests->len; i > 0; i--)
    {
      const SandboxRequest *request = requests->pdata[i - 1];

      if (strcmp (request->path, path) == 0)
        return request;
    }

  g_test_message ("nobody asked for %s", path);
  g_assert_not_reached ();
}

GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}
