/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-client"

#include "bili-addresses.h"
#include "bili-client-private.h"
#include "bili-parse.h"
#include "bili-post.h"
#include "bili-upload.h"
#include "bili-vote.h"

/* An upload may take long, but not stand still: by how much longer than any other call it may wait
 * for the next bytes to go, and for the answer after the last. */
#define UPLOAD_STALL_FACTOR 1.5
#define UPLOAD_ANSWER_FACTOR 3

typedef struct
{
  BiliUploadProgress progress;
  gpointer user_data;
  guint64 begin; /* bytes of the body before the picture's own */
  guint64 size;  /* of the picture */
  guint64 wrote; /* of the body */
  guint64 body_size;
  guint stall_ms;
  guint answer_ms;
} Upload;

static void
wrote_cb (BiliCall *call, gsize n_bytes, gpointer user_data)
{
  Upload *upload = user_data;

  upload->wrote += n_bytes;
  bili_call_postpone (call, upload->wrote < upload->body_size ? upload->stall_ms
                                                               : upload->answer_ms);

  if (upload->progress != NULL && upload->wrote > upload->begin)
    upload->progress (MIN (upload->wrote - upload->begin, upload->size), upload->size,
                      upload->user_data);
}

static const char *
get_category_name (BiliPictureCategory category)
{
  switch (category)
    {
    case BILI_PICTURE_DRAW:
      return "draw";
    case BILI_PICTURE_COS:
      return "cos";
    case BILI_PICTURE_DAILY:
    default:
      return "daily";
    }
}

static void
add_part (GString *body, const char *boundary, const char *name, const char *value)
{
  g_string_append_printf (body, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                          boundary, name, value);
}

/* The multipart body around the picture, whose bytes stay where they are. */
static void
set_upload_body (BiliCall *call,
                 Upload *upload,
                 GBytes *file,
                 const char *mime_type,
                 BiliPictureCategory category,
                 gboolean for_vote,
                 const char *csrf)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *boundary = g_strconcat ("picture-", uuid, NULL);
  GString *before = g_string_new (NULL);
  g_autofree char *after = g_strdup_printf ("\r\n--%s--\r\n", boundary);
  g_autoptr (GBytes) before_bytes = NULL;
  g_autoptr (GBytes) after_bytes = g_bytes_new (after, strlen (after));
  GInputStream *stream = g_memory_input_stream_new ();

  add_part (before, boundary, "category", get_category_name (category));
  add_part (before, boundary, "biz", for_vote ? "vote" : "new_dyn");
  add_part (before, boundary, "csrf", csrf);
  /* The service goes by the content; the name that the file had here is nobody's business. */
  g_string_append_printf (before,
                          "--%s\r\nContent-Disposition: form-data; name=\"file_up\"; "
                          "filename=\"picture\"\r\nContent-Type: %s\r\n\r\n",
                          boundary, mime_type);
  before_bytes = g_string_free_to_bytes (before);

  g_memory_input_stream_add_bytes (G_MEMORY_INPUT_STREAM (stream), before_bytes);
  g_memory_input_stream_add_bytes (G_MEMORY_INPUT_STREAM (stream), file);
  g_memory_input_stream_add_bytes (G_MEMORY_INPUT_STREAM (stream), after_bytes);

  upload->begin = g_bytes_get_size (before_bytes);
  upload->size = g_bytes_get_size (file);
  upload->body_size = upload->begin + upload->size + g_bytes_get_size (after_bytes);
  call->body = stream;
  call->body_size = (goffset) upload->body_size;
  call->body_type = g_strconcat ("multipart/form-data; boundary=", boundary, NULL);
}

static gpointer
parse_picture (BiliResponse *response, GError **error)
{
  return bili_picture_parse (response->body, error);
}

void
bili_client_upload_picture_async (BiliClient *self,
                                  GBytes *file,
                                  const char *mime_type,
                                  BiliPictureCategory category,
                                  gboolean for_vote,
                                  BiliUploadProgress progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GError *error = NULL;
  Upload *upload;
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (file != NULL && mime_type != NULL);

  if (!bili_client_check_write (self, &error))
    {
      bili_client_refuse (self, error, bili_client_upload_picture_async, cancellable, callback,
                          user_data);
      return;
    }

  upload = g_new0 (Upload, 1);
  upload->progress = progress;
  upload->user_data = progress_data;
  upload->stall_ms = self->timeout_ms * UPLOAD_STALL_FACTOR;
  upload->answer_ms = self->timeout_ms * UPLOAD_ANSWER_FACTOR;

  call = bili_call_new (BILI_ADDRESS_UPLOAD, BILI_CALL_COOKIES, parse_picture,
                        (GDestroyNotify) bili_picture_free);
  set_upload_body (call, upload, file, mime_type, category, for_vote,
                   bili_cookies_get_csrf (self->cookies));
  call->wrote = wrote_cb;
  call->wrote_data = upload;
  call->free_wrote_data = g_free;
  bili_client_run (self, call, bili_client_upload_picture_async, cancellable, callback, user_data);
}

BiliPicture *
bili_client_upload_picture_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_upload_picture_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
parse_vote (BiliResponse *response, GError **error)
{
  return bili_vote_id_parse (response->body, error);
}

void
bili_client_create_vote_async (BiliClient *self,
                               const BiliVote *vote,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GError *error = NULL;
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (vote != NULL);

  if (!bili_client_check_write (self, &error))
    {
      bili_client_refuse (self, error, bili_client_create_vote_async, cancellable, callback,
                          user_data);
      return;
    }

  call = bili_call_new (BILI_ADDRESS_CREATE_VOTE, BILI_CALL_COOKIES, parse_vote, g_free);
  bili_call_set_form (call, bili_vote_to_form (vote, bili_cookies_get_csrf (self->cookies)));
  bili_client_run (self, call, bili_client_create_vote_async, cancellable, callback, user_data);
}

char *
bili_client_create_vote_finish (BiliClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_create_vote_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
parse_post (BiliResponse *response, GError **error)
{
  return bili_post_id_parse (response->body, TRUE, error);
}

static gpointer
parse_scheduled_post (BiliResponse *response, GError **error)
{
  return bili_post_id_parse (response->body, FALSE, error);
}

void
bili_client_publish_async (BiliClient *self,
                           const BiliPost *post,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GError *error = NULL;
  const char *csrf;
  BiliCall *call;

  g_return_if_fail (BILI_IS_CLIENT (self));
  g_return_if_fail (post != NULL);

  if (!bili_client_check_write (self, &error))
    {
      bili_client_refuse (self, error, bili_client_publish_async, cancellable, callback, user_data);
      return;
    }

  csrf = bili_cookies_get_csrf (self->cookies);
  if (bili_post_is_text_only (post))
    {
      call = bili_call_new (BILI_ADDRESS_CREATE_TEXT, BILI_CALL_COOKIES, parse_post, g_free);
      bili_call_set_form (call, bili_post_to_form (post, csrf));
    }
  else
    {
      call = bili_call_new (BILI_ADDRESS_CREATE_POST, BILI_CALL_COOKIES,
                            post->publish_time != 0 ? parse_scheduled_post : parse_post, g_free);
      bili_call_add_param (call, "csrf", csrf);
      bili_call_set_json (call, bili_post_to_json (post));
    }

  bili_client_run (self, call, bili_client_publish_async, cancellable, callback, user_data);
}

gboolean
bili_client_finish_id (GAsyncResult *result, char **id, GError **error)
{
  g_autofree char *answered = g_task_propagate_pointer (G_TASK (result), error);

  *id = NULL;
  if (answered == NULL)
    return FALSE;

  if (answered[0] != '\0')
    *id = g_steal_pointer (&answered);
  return TRUE;
}

gboolean
bili_client_publish_finish (BiliClient *self, GAsyncResult *result, char **id, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_client_publish_async), FALSE);

  return bili_client_finish_id (result, id, error);
}
