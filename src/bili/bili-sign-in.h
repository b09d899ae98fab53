/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"
#include "bili-cookies.h"

G_BEGIN_DECLS

/* Signing in by QR code and out again. Source: service notes §12, §13. */

/**
 * BiliQrCode:
 * @url: (not nullable): what the QR code says
 * @key: (not nullable): what polling is asked with
 *
 * Good for 180 seconds.
 */
typedef struct
{
  char *url;
  char *key;
} BiliQrCode;

void bili_qr_code_free (BiliQrCode *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliQrCode, bili_qr_code_free)

BiliQrCode *bili_qr_code_parse (GBytes *body, GError **error);

/**
 * BiliQrState:
 * @BILI_QR_WAITING: nobody scanned it yet (86101)
 * @BILI_QR_SCANNED: scanned, not yet confirmed on the phone (86090)
 * @BILI_QR_EXPIRED: too old; make a new one (86038)
 * @BILI_QR_CONFIRMED: done; the cookies are there (0)
 */
typedef enum
{
  BILI_QR_WAITING,
  BILI_QR_SCANNED,
  BILI_QR_EXPIRED,
  BILI_QR_CONFIRMED,
} BiliQrState;

/**
 * bili_client_create_qr_code_async:
 *
 * Asks for a new sign-in code. Needs no account.
 */
void bili_client_create_qr_code_async (BiliClient *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/** Returns: (transfer full) (nullable): the code, or %NULL with an error */
BiliQrCode *bili_client_create_qr_code_finish (BiliClient *self,
                                               GAsyncResult *result,
                                               GError **error);

/**
 * bili_client_poll_qr_code_async:
 * @key: the code's key
 *
 * Asks once what became of a sign-in code.
 */
void bili_client_poll_qr_code_async (BiliClient *self,
                                     const char *key,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * bili_client_poll_qr_code_finish:
 * @state: (out): what became of it
 * @cookies: (out) (nullable) (transfer full): the cookies of %BILI_QR_CONFIRMED, from the answer's
 *   Set-Cookie lines or, where those lack, from the address in the answer
 *
 * Returns: %FALSE with an error when the question was not answered
 */
gboolean bili_client_poll_qr_code_finish (BiliClient *self,
                                          GAsyncResult *result,
                                          BiliQrState *state,
                                          BiliCookies **cookies,
                                          GError **error);

/**
 * bili_client_sign_out_async:
 *
 * Ends the session of the client's cookies on the service. An HTML page instead of JSON, or -101,
 * means that it was over already, which is success.
 */
void bili_client_sign_out_async (BiliClient *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean bili_client_sign_out_finish (BiliClient *self, GAsyncResult *result, GError **error);

/**
 * bili_client_create_buvid_async:
 *
 * Asks the service for a `buvid3` cookie; keep and reuse it.
 */
void bili_client_create_buvid_async (BiliClient *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** Returns: (transfer full) (nullable): the value of `buvid3`, or %NULL with an error */
char *bili_client_create_buvid_finish (BiliClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
