/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-client"

#include "bili-addresses.h"
#include "bili-client-private.h"
#include "bili-compose.h"

#define WEB_LOCATION "333.1365"
#define PAGE_SIZE "20"

static gpointer
parse_topics (BiliResponse *response, GError **error)
{
  return bili_topics_parse (response->body, error);
}

void
bili_client_search_topics_async (BiliClient *self,
                                 const char *keywords,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  gboolean search = keywords != NULL && keywords[0] != '\0';
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));

  call = bili_call_new (search ? BILI_ADDRESS_TOPICS : BILI_ADDRESS_TOPICS_FOR_YOU,
                        BILI_CALL_COOKIES, parse_topics, (GDestroyNotify) g_ptr_array_unref);
  if (search)
    bili_call_add_param (call, "keywords", keywords);
  else
    bili_call_add_param (call, "source", "Web");
  bili_call_add_param (call, "page_size", PAGE_SIZE);
  bili_call_add_param (call, "web_location", WEB_LOCATION);
  bili_client_run (self, call, bili_client_search_topics_async, cancellable, callback, user_data);
}

GPtrArray *
bili_client_search_topics_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_search_topics_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
parse_mentions (BiliResponse *response, GError **error)
{
  return bili_mentions_parse (response->body, error);
}

void
bili_client_search_mentions_async (BiliClient *self,
                                   const char *keyword,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));

  call = bili_call_new (BILI_ADDRESS_MENTIONS, BILI_CALL_COOKIES, parse_mentions,
                        (GDestroyNotify) g_ptr_array_unref);
  if (keyword != NULL && keyword[0] != '\0')
    bili_call_add_param (call, "keyword", keyword);
  bili_call_add_param (call, "web_location", WEB_LOCATION);
  bili_client_run (self, call, bili_client_search_mentions_async, cancellable, callback, user_data);
}

GPtrArray *
bili_client_search_mentions_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_search_mentions_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
parse_emotes (BiliResponse *response, GError **error)
{
  return bili_emotes_parse (response->body, error);
}

void
bili_client_list_emotes_async (BiliClient *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));

  call = bili_call_new (BILI_ADDRESS_EMOTES, BILI_CALL_COOKIES, parse_emotes,
                        (GDestroyNotify) g_ptr_array_unref);
  bili_call_add_param (call, "business", "dynamic");
  bili_client_run (self, call, bili_client_list_emotes_async, cancellable, callback, user_data);
}

GPtrArray *
bili_client_list_emotes_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_list_emotes_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
parse_limits (BiliResponse *response, GError **error)
{
  g_autofree BiliLimits *limits = g_new0 (BiliLimits, 1);

  return bili_limits_parse (response->body, limits, error) ? g_steal_pointer (&limits) : NULL;
}

void
bili_client_get_limits_async (BiliClient *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));

  call = bili_call_new (BILI_ADDRESS_LIMITS, BILI_CALL_COOKIES, parse_limits, g_free);
  bili_call_add_param (call, "scene", "1");
  bili_call_add_param (call, "meta", "{\"platform\":\"pc\"}");
  bili_client_run (self, call, bili_client_get_limits_async, cancellable, callback, user_data);
}

gboolean
bili_client_get_limits_finish (BiliClient *self,
                               GAsyncResult *result,
                               BiliLimits *limits,
                               GError **error)
{
  g_autofree BiliLimits *answered = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_get_limits_async), FALSE);

  answered = g_task_propagate_pointer (G_TASK (result), error);
  *limits = answered != NULL ? *answered : BILI_LIMITS_DEFAULT;
  return answered != NULL;
}
