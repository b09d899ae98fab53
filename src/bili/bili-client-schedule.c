/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-client"

#include "bili-addresses.h"
#include "bili-client-private.h"
#include "bili-schedule.h"

static gpointer
parse_list (BiliResponse *response, GError **error)
{
  return bili_scheduled_list_parse (response->body, error);
}

void
bili_client_list_scheduled_async (BiliClient *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (BILI_IS_CLIENT (self));

  bili_client_run (self,
                   bili_call_new (BILI_ADDRESS_SCHEDULED, BILI_CALL_COOKIES, parse_list,
                                  (GDestroyNotify) bili_scheduled_list_free),
                   bili_client_list_scheduled_async, cancellable, callback, user_data);
}

BiliScheduledList *
bili_client_list_scheduled_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_list_scheduled_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The id of the post, empty when the answer names none. */
static gpointer
parse_result (BiliResponse *response, GError **error)
{
  char *post_id;

  if (!bili_scheduled_result_parse (response->body, &post_id, error))
    return NULL;

  return post_id != NULL ? post_id : g_strdup ("");
}

static void
act (BiliClient *self,
     const char *address,
     const char *id,
     gboolean twin,
     gpointer source_tag,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  GError *error = NULL;
  const char *csrf;
  BiliCall *call;

  if (!bili_client_check_write (self, &error))
    {
      bili_client_refuse (self, error, source_tag, cancellable, callback, user_data);
      return;
    }

  csrf = bili_cookies_get_csrf (self->cookies);
  call = bili_call_new (address, BILI_CALL_COOKIES, parse_result, g_free);
  bili_call_add_field (call, "draft_id", id);
  bili_call_add_field (call, "csrf", csrf);
  if (twin)
    bili_call_add_field (call, "csrf_token", csrf);
  bili_client_run (self, call, source_tag, cancellable, callback, user_data);
}

void
bili_client_publish_scheduled_async (BiliClient *self,
                                     const char *id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  /* Just what the service's document says, and no more. */
  act (self, BILI_ADDRESS_PUBLISH_SCHEDULED, id, FALSE, bili_client_publish_scheduled_async,
       cancellable, callback, user_data);
}

gboolean
bili_client_publish_scheduled_finish (BiliClient *self,
                                      GAsyncResult *result,
                                      char **post_id,
                                      GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_publish_scheduled_async),
                        FALSE);

  return bili_client_finish_id (result, post_id, error);
}

void
bili_client_remove_scheduled_async (BiliClient *self,
                                    const char *id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  act (self, BILI_ADDRESS_REMOVE_SCHEDULED, id, TRUE, bili_client_remove_scheduled_async,
       cancellable, callback, user_data);
}

gboolean
bili_client_remove_scheduled_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_autofree char *answered = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_remove_scheduled_async),
                        FALSE);

  answered = g_task_propagate_pointer (G_TASK (result), error);
  return answered != NULL;
}
