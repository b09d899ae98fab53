/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-clock.h"
#include "bili-cookies.h"
#include "bili-error.h"
#include "bili-opus.h"
#include "bili-user.h"

G_BEGIN_DECLS

#define BILI_TYPE_CLIENT (bili_client_get_type ())

/**
 * BiliClient:
 *
 * The service, seen by one account or by nobody. The only class that knows HTTP.
 *
 * Every call is asynchronous, can be cancelled, ends after 20 seconds without an answer and fails
 * with an error of %BILI_ERROR. Cookies go to `*.bilibili.com` over https, or to the stand-in's
 * origin, and nowhere else; redirects are not followed.
 *
 * The class is split by aspect: bili-client.c (the object), bili-client-call.c (what all calls have
 * in common), bili-client-keys.c (what signs them), bili-client-read.c and bili-sign-in.c (the
 * calls). bili-exchange.c does the HTTP.
 *
 * Properties: `origin` (string, construct-only, nullable), `user-agent` (string, construct-only),
 * `clock` (BiliClock, construct-only), `cookies` (BiliCookies, nullable, read-write), `timeout`
 * (uint, milliseconds that a whole call may last, construct-only, 20,000 by default).
 *
 * Signal `signed-out`: a call that sent cookies was answered with -101: the session is dead.
 */
G_DECLARE_FINAL_TYPE (BiliClient, bili_client, BILI, CLIENT, GObject)

/**
 * bili_client_new:
 * @origin: (nullable): `http://127.0.0.1:PORT` of a stand-in that gets every request meant for
 *   `https://HOST/PATH?QUERY` as `/HOST/PATH?QUERY`; %NULL for the service itself
 * @user_agent: such as `Tuwen/0.1.0`
 * @clock: (transfer none): what requests are dated with
 * @cookies: (nullable) (transfer none): the account
 *
 * Returns: (transfer full): a client
 */
BiliClient *bili_client_new (const char *origin,
                             const char *user_agent,
                             BiliClock *clock,
                             BiliCookies *cookies);

/**
 * bili_client_get_cookies:
 *
 * Returns: (nullable) (transfer none): the account's cookies
 */
BiliCookies *bili_client_get_cookies (BiliClient *self);

void bili_client_set_cookies (BiliClient *self, BiliCookies *cookies);

/**
 * bili_client_get_me_async:
 *
 * Asks who the cookies belong to (nav), and learns the WBI keys by the way.
 */
void bili_client_get_me_async (BiliClient *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * bili_client_get_me_finish:
 *
 * Returns: (transfer full) (nullable): the account's owner, or %NULL with an error;
 *   %BILI_ERROR_NOT_SIGNED_IN when the cookies belong to nobody
 */
BiliUser *bili_client_get_me_finish (BiliClient *self, GAsyncResult *result, GError **error);

/**
 * bili_client_list_opus_async:
 * @mid: whose space, decimal digits
 * @kind: which posts
 * @offset: empty for the newest; otherwise the previous page's `offset`
 * @page: 1 for the first page; decorative, but sent as the website does
 *
 * Asks for one page of a space's feed. Signed; when the answer says that the keys are stale they
 * are renewed and the call is repeated, once.
 */
void bili_client_list_opus_async (BiliClient *self,
                                  const char *mid,
                                  BiliOpusKind kind,
                                  const char *offset,
                                  guint page,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/** Returns: (transfer full) (nullable): the page, or %NULL with an error */
BiliOpusPage *bili_client_list_opus_finish (BiliClient *self, GAsyncResult *result, GError **error);

/**
 * bili_client_get_user_async:
 * @mid: decimal digits
 *
 * Asks for somebody's card.
 */
void bili_client_get_user_async (BiliClient *self,
                                 const char *mid,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** Returns: (transfer full) (nullable): the user, or %NULL with an error */
BiliUser *bili_client_get_user_finish (BiliClient *self, GAsyncResult *result, GError **error);

/**
 * bili_client_get_opus_owner_async:
 * @id: an opus id
 *
 * Asks whose post @id is (opus/detail; signed). The call is refused without a `buvid3`; where the
 * cookies have none the service is asked for one first. Source: service notes §15.1, §13.
 */
void bili_client_get_opus_owner_async (BiliClient *self,
                                       const char *id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/** Returns: (transfer full) (nullable): the owner's mid, or %NULL with an error */
char *bili_client_get_opus_owner_finish (BiliClient *self, GAsyncResult *result, GError **error);

/**
 * bili_client_resolve_short_link_async:
 * @code: what follows `https://b23.tv/`: letters and digits
 *
 * Asks where a short link leads, without going there and without cookies.
 */
void bili_client_resolve_short_link_async (BiliClient *self,
                                           const char *code,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
/**
 * Returns: (transfer full) (nullable): an https address of bilibili.com without its query, or %NULL
 *   with an error
 */
char *bili_client_resolve_short_link_finish (BiliClient *self,
                                             GAsyncResult *result,
                                             GError **error);

/**
 * bili_client_fetch_picture_async:
 * @url: an address made by bili_picture_url()
 *
 * Fetches a picture's bytes, at most 32 MiB, without cookies.
 */
void bili_client_fetch_picture_async (BiliClient *self,
                                      const char *url,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) (nullable): the bytes, or %NULL with an error */
GBytes *bili_client_fetch_picture_finish (BiliClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
