/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-client"

#include <string.h>

#include "bili-addresses.h"
#include "bili-client-private.h"
#include "bili-json.h"
#include "bili-parse.h"

#define WEB_LOCATION "333.1387"
#define MAX_SHORT_CODE 32
#define MAX_PICTURE (32 * 1024 * 1024)

void
bili_client_get_me_async (BiliClient *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (BILI_IS_CLIENT (self));

  bili_client_run (self, bili_client_new_nav_call (), bili_client_get_me_async, cancellable,
                   callback, user_data);
}

BiliUser *
bili_client_get_me_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (BiliNav) nav = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_get_me_async), NULL);

  nav = g_task_propagate_pointer (G_TASK (result), error);
  if (nav == NULL)
    return NULL;

  if (nav->user == NULL)
    g_propagate_error (error, bili_error_new_service (-101, NULL));
  return g_steal_pointer (&nav->user);
}

static const char *
kind_to_type (BiliOpusKind kind)
{
  switch (kind)
    {
    case BILI_OPUS_DYNAMICS:
      return "dynamic";
    case BILI_OPUS_ARTICLES:
      return "article";
    case BILI_OPUS_ALL:
    default:
      return "all";
    }
}

static gpointer
parse_opus_page (BiliResponse *response, GError **error)
{
  return bili_opus_page_parse (response->body, error);
}

void
bili_client_list_opus_async (BiliClient *self,
                             const char *mid,
                             BiliOpusKind kind,
                             const char *offset,
                             guint page,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autofree char *page_text = g_strdup_printf ("%u", page);
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (mid != NULL && offset != NULL);

  call = bili_call_new (BILI_ADDRESS_OPUS_FEED, BILI_CALL_COOKIES | BILI_CALL_SIGNED,
                        parse_opus_page, (GDestroyNotify) bili_opus_page_free);
  bili_call_add_param (call, "host_mid", mid);
  bili_call_add_param (call, "page", page_text);
  bili_call_add_param (call, "offset", offset);
  bili_call_add_param (call, "type", kind_to_type (kind));
  bili_call_add_param (call, "web_location", WEB_LOCATION);
  bili_client_run (self, call, bili_client_list_opus_async, cancellable, callback, user_data);
}

BiliOpusPage *
bili_client_list_opus_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_list_opus_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
parse_card (BiliResponse *response, GError **error)
{
  return bili_user_parse_card (response->body, error);
}

void
bili_client_get_user_async (BiliClient *self,
                            const char *mid,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (mid != NULL);

  call = bili_call_new (BILI_ADDRESS_USER_CARD, BILI_CALL_COOKIES, parse_card,
                        (GDestroyNotify) bili_user_free);
  bili_call_add_param (call, "mid", mid);
  bili_client_run (self, call, bili_client_get_user_async, cancellable, callback, user_data);
}

BiliUser *
bili_client_get_user_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_get_user_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
parse_owner (BiliResponse *response, GError **error)
{
  return bili_opus_owner_parse (response->body, error);
}

void
bili_client_get_opus_owner_async (BiliClient *self,
                                  const char *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  call
      = bili_call_new (BILI_ADDRESS_OPUS_DETAIL,
                       BILI_CALL_COOKIES | BILI_CALL_SIGNED | BILI_CALL_BUVID, parse_owner, g_free);
  bili_call_add_param (call, "id", id);
  bili_call_add_param (call, "timezone_offset", "-480");
  bili_call_add_param (call, "features", "htmlNewStyle");
  bili_client_run (self, call, bili_client_get_opus_owner_async, cancellable, callback, user_data);
}

char *
bili_client_get_opus_owner_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_get_opus_owner_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_short_code (const char *code)
{
  gsize length = 0;

  while (g_ascii_isalnum (code[length]))
    length++;

  return length > 0 && length <= MAX_SHORT_CODE && code[length] == '\0';
}

static gpointer
parse_short_link (BiliResponse *response, GError **error)
{
  g_autoptr (GError) service_error = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (SOUP_STATUS_IS_REDIRECTION (response->status))
    return bili_short_link_parse (response->location, error);

  /* A code that leads nowhere is answered with an envelope. */
  root = bili_json_parse_envelope (response->body, NULL, &service_error);
  if (root == NULL)
    g_propagate_error (error, g_steal_pointer (&service_error));
  else
    g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The short link leads nowhere");

  return NULL;
}

void
bili_client_resolve_short_link_async (BiliClient *self,
                                      const char *code,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autofree char *url = NULL;

  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (code != NULL);

  if (!is_short_code (code))
    {
      bili_client_refuse (self,
                          g_error_new (BILI_ERROR, BILI_ERROR_INVALID, "This is no short link"),
                          bili_client_resolve_short_link_async, cancellable, callback, user_data);
      return;
    }

  url = g_strconcat (BILI_ADDRESS_SHORT_LINK, code, NULL);
  bili_client_run (self, bili_call_new (url, BILI_CALL_REDIRECT, parse_short_link, g_free),
                   bili_client_resolve_short_link_async, cancellable, callback, user_data);
}

char *
bili_client_resolve_short_link_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_resolve_short_link_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bili_client_fetch_picture_async (BiliClient *self,
                                 const char *url,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (url != NULL);

  if (!g_str_has_prefix (url, "https://"))
    {
      bili_client_refuse (self,
                          g_error_new (BILI_ERROR, BILI_ERROR_INVALID,
                                       "This is no picture's address"),
                          bili_client_fetch_picture_async, cancellable, callback, user_data);
      return;
    }

  call = bili_call_new (url, 0, NULL, NULL);
  call->limit = MAX_PICTURE;
  bili_client_run (self, call, bili_client_fetch_picture_async, cancellable, callback, user_data);
}

GBytes *
bili_client_fetch_picture_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_fetch_picture_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
