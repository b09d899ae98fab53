/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-sign-in"

#include "bili-sign-in.h"

#include "bili-addresses.h"
#include "bili-client-private.h"
#include "bili-parse.h"

typedef struct
{
  BiliQrState state;
  BiliCookies *cookies; /* (nullable) (owned) */
} Poll;

static gpointer
parse_qr_code (BiliResponse *response, GError **error)
{
  return bili_qr_code_parse (response->body, error);
}

void
bili_client_create_qr_code_async (BiliClient *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (BILI_IS_CLIENT (self));

  /* Without cookies: whoever signs in is not who is signed in. */
  bili_client_run (self,
                   bili_call_new (BILI_ADDRESS_QR_CREATE, 0, parse_qr_code,
                                  (GDestroyNotify) bili_qr_code_free),
                   bili_client_create_qr_code_async, cancellable, callback, user_data);
}

BiliQrCode *
bili_client_create_qr_code_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_create_qr_code_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
poll_free (gpointer data)
{
  Poll *poll = data;

  g_clear_pointer (&poll->cookies, bili_cookies_unref);
  g_free (poll);
}

static gpointer
parse_poll (BiliResponse *response, GError **error)
{
  g_autofree char *url = NULL;
  BiliCookies *cookies = NULL;
  BiliQrState state;
  Poll *poll;

  if (!bili_qr_poll_parse (response->body, &state, &url, error))
    return NULL;

  if (state == BILI_QR_CONFIRMED)
    {
      cookies = bili_qr_cookies_parse (response->set_cookies, url, error);
      if (cookies == NULL)
        return NULL;
    }

  poll = g_new0 (Poll, 1);
  poll->state = state;
  poll->cookies = cookies;
  return poll;
}

void
bili_client_poll_qr_code_async (BiliClient *self,
                                const char *key,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (key != NULL);

  call = bili_call_new (BILI_ADDRESS_QR_POLL, 0, parse_poll, poll_free);
  bili_call_add_param (call, "qrcode_key", key);
  bili_client_run (self, call, bili_client_poll_qr_code_async, cancellable, callback, user_data);
}

gboolean
bili_client_poll_qr_code_finish (BiliClient *self,
                                 GAsyncResult *result,
                                 BiliQrState *state,
                                 BiliCookies **cookies,
                                 GError **error)
{
  Poll *poll;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_poll_qr_code_async), FALSE);

  *cookies = NULL;
  poll = g_task_propagate_pointer (G_TASK (result), error);
  if (poll == NULL)
    return FALSE;

  *state = poll->state;
  *cookies = g_steal_pointer (&poll->cookies);
  poll_free (poll);
  return TRUE;
}

static gpointer
parse_sign_out (BiliResponse *response, GError **error)
{
  return bili_sign_out_parse (response->body, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static void
keep_nothing_cb (gpointer data)
{
}

void
bili_client_sign_out_async (BiliClient *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GError *error = NULL;
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));

  if (!bili_client_check_write (self, &error))
    {
      bili_client_refuse (self, error, bili_client_sign_out_async, cancellable, callback,
                          user_data);
      return;
    }

  call = bili_call_new (BILI_ADDRESS_SIGN_OUT, BILI_CALL_COOKIES, parse_sign_out, keep_nothing_cb);
  bili_call_add_field (call, "biliCSRF", bili_cookies_get_csrf (self->cookies));
  bili_client_run (self, call, bili_client_sign_out_async, cancellable, callback, user_data);
}

gboolean
bili_client_sign_out_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_sign_out_async), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

static gpointer
parse_buvid (BiliResponse *response, GError **error)
{
  return bili_buvid_parse (response->body, error);
}

static void
settle_buvid (BiliClient *self, BiliCall *call, gpointer buvid)
{
  g_free (self->buvid);
  self->buvid = g_strdup (buvid);
}

void
bili_client_create_buvid_async (BiliClient *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));

  call = bili_call_new (BILI_ADDRESS_BUVID, 0, parse_buvid, g_free);
  call->settle = settle_buvid;
  bili_client_run (self, call, bili_client_create_buvid_async, cancellable, callback, user_data);
}

char *
bili_client_create_buvid_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_create_buvid_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
