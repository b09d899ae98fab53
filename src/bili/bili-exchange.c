/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-exchange"

#include "bili-exchange.h"

#include "bili-error.h"
#include "bili-thread.h"

#define CHUNK (64 * 1024)
/* An answer that is no success says at most a few words. */
#define MAX_FAILURE_BODY (64 * 1024)
/* How often an upload tells how far it is. */
#define REPORT_MS 100

typedef struct
{
  /* input */
  SoupMessage *message; /* (owned) */
  gsize limit;

  /* in progress */
  GInputStream *stream; /* (nullable) (owned) */
  GByteArray *body;     /* (owned) */

  /* output */
  BiliResponse *response; /* (nullable) (owned) */
} Exchange;

/* The same in a thread. What is owned here belongs to the task that stays behind, so that nothing
 * of it ends in the thread. */
typedef struct
{
  /* input */
  SoupSession *session; /* (owned) */
  SoupMessage *message; /* (owned) */
  gsize limit;
  BiliExchangeWrote wrote;
  gpointer wrote_data;

  /* in progress */
  gsize n_written;  /* (atomic): by the thread */
  gsize n_reported; /* of them */
  GSource *report;  /* (owned) */
} Upload;

static void read_chunk (GTask *task);

static void
exchange_free (gpointer data)
{
  Exchange *self = data;

  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->response, bili_response_free);
  g_free (self);
}

static void
upload_free (gpointer data)
{
  Upload *self = data;

  g_source_destroy (self->report);
  g_source_unref (self->report);
  g_object_unref (self->message);
  g_object_unref (self->session);
  g_free (self);
}

void
bili_response_free (BiliResponse *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->set_cookies, g_strfreev);
  g_free (self);
}

/* Says a transport's error in this library's words. */
static GError *
translate_error (const GError *error)
{
  BiliError kind = BILI_ERROR_NETWORK;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    kind = BILI_ERROR_TIMED_OUT;
  else if (g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING)
           || g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING)
           || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    kind = BILI_ERROR_PROTOCOL;

  return g_error_new_literal (BILI_ERROR, kind, error->message);
}

static void
collect_set_cookie_cb (const char *name, const char *value, gpointer user_data)
{
  if (g_ascii_strcasecmp (name, "Set-Cookie") == 0)
    g_strv_builder_add (user_data, value);
}

static BiliResponse *
read_headers (SoupMessage *message)
{
  BiliResponse *response = g_new0 (BiliResponse, 1);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr (GStrvBuilder) set_cookies = g_strv_builder_new ();

  soup_message_headers_foreach (headers, collect_set_cookie_cb, set_cookies);
  response->status = soup_message_get_status (message);
  response->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  response->set_cookies = g_strv_builder_end (set_cookies);
  return response;
}

/* Whether an answer says itself that it has more than @limit bytes */
static gboolean
is_announced_over (SoupMessage *message, gsize limit)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
         && soup_message_headers_get_content_length (headers) > (goffset) limit;
}

/* Hangs up without waiting for whatever the server still has to say. */
static void
close_stream (Exchange *self)
{
  g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->stream);
}

static void
return_response (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  close_stream (self);
  self->response->body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  g_task_return_pointer (task, g_steal_pointer (&self->response),
                         (GDestroyNotify) bili_response_free);
}

static void
return_too_large (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  /* With another status than success the body hardly matters. */
  if (!SOUP_STATUS_IS_SUCCESSFUL (self->response->status))
    {
      g_byte_array_set_size (self->body, 0);
      return_response (task);
      return;
    }

  close_stream (self);
  g_task_return_new_error (task, BILI_ERROR, BILI_ERROR_TOO_LARGE,
                           "The answer is over %" G_GSIZE_FORMAT " bytes", self->limit);
}

static void
read_chunk_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = NULL;
  Exchange *self = g_task_get_task_data (task);

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (chunk == NULL)
    {
      close_stream (self);
      g_task_return_error (task, translate_error (error));
      return;
    }

  if (g_bytes_get_size (chunk) == 0)
    {
      return_response (task);
      return;
    }

  if (self->body->len + g_bytes_get_size (chunk) > self->limit)
    {
      return_too_large (task);
      return;
    }

  g_byte_array_append (self->body, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  read_chunk (task);
}

static void
read_chunk (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_chunk_cb,
                                   g_object_ref (task));
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Exchange *self = g_task_get_task_data (task);

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    {
      g_task_return_error (task, translate_error (error));
      return;
    }

  self->response = read_headers (self->message);
  if (SOUP_STATUS_IS_REDIRECTION (self->response->status))
    {
      return_response (task);
      return;
    }

  if (!SOUP_STATUS_IS_SUCCESSFUL (self->response->status))
    self->limit = MIN (self->limit, MAX_FAILURE_BODY);

  if (is_announced_over (self->message, self->limit))
    {
      return_too_large (task);
      return;
    }

  read_chunk (task);
}

void
bili_exchange_async (SoupSession *session,
                     SoupMessage *message,
                     gsize limit,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  Exchange *self = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, bili_exchange_async);
  g_task_set_task_data (task, self, exchange_free);
  self->message = g_object_ref (message);
  self->limit = limit;
  self->body = g_byte_array_new ();

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, cancellable, send_cb,
                           g_steal_pointer (&task));
}

static void
report (Upload *self)
{
  gsize n_written = (gsize) g_atomic_pointer_get (&self->n_written);
  gsize n_bytes = n_written - self->n_reported;

  self->n_reported = n_written;
  if (n_bytes > 0)
    self->wrote (n_bytes, self->wrote_data);
}

static gboolean
report_cb (gpointer user_data)
{
  report (user_data);
  return G_SOURCE_CONTINUE;
}

/* In the thread, as all signals of a message that is sent there */
static void
wrote_body_data_cb (SoupMessage *message, guint chunk_size, gpointer user_data)
{
  Upload *self = user_data;

  g_atomic_pointer_add (&self->n_written, chunk_size);
}

/* Returns: (nullable) (transfer full): what @stream has, up to a byte more than @limit */
static GByteArray *
read_body (GInputStream *stream, gsize limit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  gssize n_read = 1;

  while (n_read > 0 && body->len <= limit)
    {
      guint size = body->len;
      gsize wanted = MIN (CHUNK, limit + 1 - size);

      g_byte_array_set_size (body, size + (guint) wanted);
      n_read = g_input_stream_read (stream, body->data + size, wanted, cancellable, error);
      g_byte_array_set_size (body, size + (guint) MAX (n_read, 0));
    }

  return n_read < 0 ? NULL : g_steal_pointer (&body);
}

/* Returns: (nullable) (transfer full): what @stream has; nothing when that is too much to be of
 * use */
static GBytes *
read_response (Upload *self, GInputStream *stream, guint status, GCancellable *cancellable,
               GError **error)
{
  gboolean succeeded = SOUP_STATUS_IS_SUCCESSFUL (status);
  gsize limit = succeeded ? self->limit : MIN (self->limit, MAX_FAILURE_BODY);
  gboolean over = is_announced_over (self->message, limit);
  g_autoptr (GByteArray) body = NULL;

  if (!over && !SOUP_STATUS_IS_REDIRECTION (status))
    {
      body = read_body (stream, limit, cancellable, error);
      if (body == NULL)
        return NULL;
      over = body->len > limit;
    }

  if (over && succeeded)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_TOO_LARGE,
                   "The answer is over %" G_GSIZE_FORMAT " bytes", limit);
      return NULL;
    }
  if (over || body == NULL)
    return g_bytes_new (NULL, 0);

  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

static BiliResponse *
upload (Upload *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream
      = soup_session_send (self->session, self->message, cancellable, error);
  g_autoptr (BiliResponse) response = NULL;

  if (stream == NULL)
    return NULL;

  response = read_headers (self->message);
  response->body = read_response (self, stream, response->status, cancellable, error);
  return response->body != NULL ? g_steal_pointer (&response) : NULL;
}

static gpointer
upload_in_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  BiliResponse *response;

  bili_thread_stand_back ();
  response = upload (g_task_get_task_data (task), g_task_get_cancellable (task), &error);
  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) bili_response_free);
  else
    g_task_return_error (task, error);

  return NULL;
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BiliResponse *response = g_task_propagate_pointer (G_TASK (result), &error);

  report (g_task_get_task_data (task));
  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) bili_response_free);
  else
    g_task_return_error (task, error->domain == BILI_ERROR ? g_steal_pointer (&error)
                                                           : translate_error (error));
}

void
bili_exchange_upload_async (SoupSession *session,
                            SoupMessage *message,
                            gsize limit,
                            BiliExchangeWrote wrote,
                            gpointer wrote_data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  g_autoptr (GTask) work = g_task_new (NULL, cancellable, uploaded_cb, task);
  Upload *self = g_new0 (Upload, 1);
  GError *error = NULL;
  GThread *thread;

  self->session = g_object_ref (session);
  self->message = g_object_ref (message);
  self->limit = limit;
  self->wrote = wrote;
  self->wrote_data = wrote_data;
  self->report = g_timeout_source_new (REPORT_MS);
  g_source_set_callback (self->report, report_cb, self, NULL);
  g_source_attach (self->report, g_task_get_context (task));
  g_task_set_source_tag (task, bili_exchange_async);
  g_task_set_task_data (task, self, upload_free);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);
  g_task_set_source_tag (work, upload_in_thread);
  g_task_set_task_data (work, self, NULL);
  thread = g_thread_try_new ("upload", upload_in_thread, g_object_ref (work), &error);
  if (thread != NULL)
    {
      g_thread_unref (thread);
      return;
    }

  g_task_return_error (work, error);
  g_object_unref (work);
}

BiliResponse *
bili_exchange_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bili_exchange_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
