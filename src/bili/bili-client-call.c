/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-client"

#include "bili-client-private.h"

#include <string.h>

#include "bili-addresses.h"
#include "bili-json.h"
#include "bili-parse.h"
#include "bili-sign-in.h"
#include "bili-wbi.h"

typedef struct
{
  BiliCall *call;         /* (owned) */
  BiliResponse *response; /* (owned) */
} Answer;

static void advance (BiliCall *call);

BiliCall *
bili_call_new (const char *url, BiliCallFlags flags, BiliParse parse, GDestroyNotify free_result)
{
  BiliCall *call = g_atomic_rc_box_new0 (BiliCall);

  call->url = g_strdup (url);
  call->flags = flags;
  call->params = g_ptr_array_new_with_free_func (g_free);
  call->limit = BILI_JSON_MAX_SIZE;
  call->parse = parse;
  call->free_result = free_result;
  call->cancellable = g_cancellable_new ();
  return call;
}

BiliCall *
bili_call_ref (BiliCall *call)
{
  return g_atomic_rc_box_acquire (call);
}

static void
clear_call_cb (gpointer data)
{
  BiliCall *call = data;

  g_free (call->url);
  g_ptr_array_unref (call->params);
  g_clear_pointer (&call->form, bili_form_free);
  g_clear_object (&call->body);
  g_free (call->body_type);
  if (call->free_wrote_data != NULL)
    call->free_wrote_data (call->wrote_data);
  g_clear_object (&call->cancellable);
  g_clear_pointer (&call->cookies_sent, bili_cookies_unref);
}

void
bili_call_unref (BiliCall *call)
{
  g_atomic_rc_box_release_full (call, clear_call_cb);
}

void
bili_call_add_param (BiliCall *call, const char *name, const char *value)
{
  g_ptr_array_add (call->params, g_strdup (name));
  g_ptr_array_add (call->params, g_strdup (value));
}

void
bili_call_add_field (BiliCall *call, const char *name, const char *value)
{
  if (call->form == NULL)
    call->form = bili_form_new ();
  bili_form_add (call->form, name, value);
}

void
bili_call_set_form (BiliCall *call, BiliForm *form)
{
  g_clear_pointer (&call->form, bili_form_free);
  call->form = form;
}

void
bili_call_set_json (BiliCall *call, char *json)
{
  call->body_size = strlen (json);
  call->body = g_memory_input_stream_new_from_data (json, call->body_size, g_free);
  call->body_type = g_strdup ("application/json");
}

void
bili_call_postpone (BiliCall *call, guint ms)
{
  if (call->deadline != NULL)
    g_source_set_ready_time (call->deadline,
                             g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND);
}

/* Takes the call's task: from here on whatever is still under way comes to nothing. */
static GTask *
end_call (BiliCall *call)
{
  g_source_destroy (call->deadline);
  g_clear_pointer (&call->deadline, g_source_unref);
  if (call->cancelled != NULL)
    {
      g_source_destroy (call->cancelled);
      g_clear_pointer (&call->cancelled, g_source_unref);
    }

  return g_steal_pointer (&call->task);
}

static void
fail (BiliCall *call, GError *error)
{
  g_autoptr (GTask) task = end_call (call);

  g_cancellable_cancel (call->cancellable);
  g_task_return_error (task, error);
  bili_call_unref (call);
}

static gboolean
deadline_cb (gpointer user_data)
{
  fail (user_data,
        g_error_new (BILI_ERROR, BILI_ERROR_TIMED_OUT, "The service did not answer in time"));
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  fail (user_data, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The call was cancelled"));
  return G_SOURCE_REMOVE;
}

static char *
encode (GPtrArray *pairs)
{
  g_autoptr (BiliForm) form = bili_form_new ();

  for (guint i = 0; i + 1 < pairs->len; i += 2)
    bili_form_add (form, pairs->pdata[i], pairs->pdata[i + 1]);

  return bili_form_to_text (form);
}

/* The call's address as the service itself would have it. */
static char *
make_url (BiliClient *self, BiliCall *call)
{
  g_autofree char *query = encode (call->params);

  if (call->flags & BILI_CALL_SIGNED)
    {
      gint64 wts = bili_clock_get_unix (self->clock);
      g_autofree char *w_rid = bili_wbi_sign (call->params, wts, self->mixed_key);

      call->keys_serial = self->keys_serial;
      return g_strdup_printf ("%s?%s&w_rid=%s&wts=%" G_GINT64_FORMAT, call->url, query, w_rid, wts);
    }

  return query[0] != '\0' ? g_strconcat (call->url, "?", query, NULL) : g_strdup (call->url);
}

/* Where a request for @url really goes. What the stand-in gets is the same text behind its origin.
 * Returns NULL when @url is no https address. */
static SoupMessage *
make_message (BiliClient *self, const char *method, const char *url)
{
  g_autoptr (GUri) meant = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *elsewhere = NULL;

  if (meant == NULL || strcmp (g_uri_get_scheme (meant), "https") != 0
      || g_uri_get_host (meant) == NULL || g_uri_get_host (meant)[0] == '\0')
    return NULL;

  if (self->origin == NULL)
    return soup_message_new_from_uri (method, meant);

  elsewhere = g_strconcat (self->origin, "/", url + strlen ("https://"), NULL);
  return soup_message_new (method, elsewhere);
}

/* Asks whom the request is meant for, also when a stand-in gets it. */
static gboolean
may_have_cookies (const char *url)
{
  g_autoptr (GUri) meant = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  return meant != NULL && strcmp (g_uri_get_scheme (meant), "https") == 0
         && bili_is_service_host (g_uri_get_host (meant));
}

static void
add_cookies (BiliClient *self, BiliCall *call, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (BiliCookies) cookies = NULL;

  if (!(call->flags & (BILI_CALL_COOKIES | BILI_CALL_BUVID)) || !may_have_cookies (call->url))
    return;

  g_clear_pointer (&call->cookies_sent, bili_cookies_unref);
  if ((call->flags & BILI_CALL_COOKIES) && self->cookies != NULL)
    {
      call->cookies_sent = bili_cookies_ref (self->cookies);
      cookies = bili_cookies_ref (self->cookies);
    }

  if (cookies != NULL)
    {
      char *header;

      if ((call->flags & BILI_CALL_BUVID) && bili_cookies_get (cookies, "buvid3") == NULL)
        {
          BiliCookies *with = bili_cookies_with (cookies, "buvid3", self->buvid);

          bili_cookies_unref (cookies);
          cookies = with;
        }
      header = bili_cookies_to_header (cookies);
      soup_message_headers_append (headers, "Cookie", header);
      bili_cookies_free_header (header);
    }
  else if (call->flags & BILI_CALL_BUVID)
    {
      g_autofree char *header = g_strconcat ("buvid3=", self->buvid, NULL);

      soup_message_headers_append (headers, "Cookie", header);
    }
}

/* What an answer whose status is no success says: perhaps it has an envelope after all. */
static GError *
make_status_error (BiliResponse *response)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  int code;

  root = bili_json_parse_envelope (response->body, &code, &error);
  if (code != 0 && error != NULL)
    return g_steal_pointer (&error);

  return bili_error_new_service (response->status, NULL);
}

static void
parse_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Answer *answer = task_data;
  GError *error = NULL;
  gpointer result;

  result = answer->call->parse (answer->response, &error);
  if (result != NULL)
    g_task_return_pointer (task, result, answer->call->free_result);
  else
    g_task_return_error (task, error);
}

/* The two answers that say that a signature was not accepted. Source: service notes §1.4. */
static gboolean
is_stale_signature (const GError *error)
{
  return (g_error_matches (error, BILI_ERROR, BILI_ERROR_RISK_CONTROL)
          && bili_error_get_service_code (error) == 0)
         || bili_error_get_service_code (error) == -403;
}

static void
take_failure (BiliClient *self, BiliCall *call, GError *error)
{
  if ((call->flags & BILI_CALL_SIGNED) && !call->renewed && is_stale_signature (error))
    {
      g_debug ("%s: the signature was not accepted; asking for new keys", call->url);
      g_error_free (error);
      call->renewed = TRUE;
      bili_client_drop_keys (self, call->keys_serial);
      advance (call);
      return;
    }

  if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    bili_client_note_signed_out (self, call);
  /* A handler of the signal may have cancelled the call, but not within it: the source of that is
   * dispatched later. */
  fail (call, error);
}

static void
take_result (BiliClient *self, BiliCall *call, gpointer result, GDestroyNotify free_result)
{
  g_autoptr (GTask) task = NULL;

  if (call->settle != NULL)
    call->settle (self, call, result);

  task = end_call (call);
  g_task_return_pointer (task, result, free_result);
  bili_call_unref (call);
}

static void
parsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BiliCall) call = user_data;
  g_autoptr (BiliClient) self = NULL;
  GError *error = NULL;
  gpointer parsed = g_task_propagate_pointer (G_TASK (result), &error);

  if (call->task == NULL)
    {
      if (parsed != NULL)
        call->free_result (parsed);
      g_clear_error (&error);
      return;
    }

  self = g_object_ref (g_task_get_source_object (call->task));
  if (error != NULL)
    take_failure (self, call, error);
  else
    take_result (self, call, parsed, call->free_result);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  bili_call_unref (answer->call);
  bili_response_free (answer->response);
  g_free (answer);
}

/* A hostile answer may take longer to parse than a frame lasts. The task has no source object, as
 * the thread may be the last to let go of it, and a client must not end in a thread. */
static void
parse_answer (BiliCall *call, BiliResponse *response)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, parsed_cb, bili_call_ref (call));
  Answer *answer = g_new0 (Answer, 1);

  answer->call = bili_call_ref (call);
  answer->response = response;
  g_task_set_source_tag (task, parse_answer);
  g_task_set_task_data (task, answer, answer_free);
  g_task_run_in_thread (task, parse_in_thread);
}

static void
exchange_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BiliCall) call = user_data;
  g_autoptr (BiliResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliClient) self = NULL;

  response = bili_exchange_finish (result, &error);
  if (call->task == NULL)
    return;

  self = g_object_ref (g_task_get_source_object (call->task));
  if (response == NULL)
    {
      g_debug ("%s: %s", call->url, error->message);
      fail (call, g_steal_pointer (&error));
      return;
    }

  /* Without the query, which can hold what nobody else may read. */
  g_debug ("%s: HTTP %u, %" G_GSIZE_FORMAT " bytes", call->url, response->status,
           g_bytes_get_size (response->body));

  if (!SOUP_STATUS_IS_SUCCESSFUL (response->status)
      && !(SOUP_STATUS_IS_REDIRECTION (response->status) && (call->flags & BILI_CALL_REDIRECT)))
    take_failure (self, call, make_status_error (response));
  else if (call->parse == NULL)
    take_result (self, call, g_bytes_ref (response->body), (GDestroyNotify) g_bytes_unref);
  else
    parse_answer (call, g_steal_pointer (&response));
}

static void
wrote_cb (gsize n_bytes, gpointer user_data)
{
  BiliCall *call = user_data;

  if (call->task != NULL)
    call->wrote (call, n_bytes, call->wrote_data);
}

static void
add_body (BiliCall *call, SoupMessage *message)
{
  if (call->form != NULL)
    {
      char *form = bili_form_to_text (call->form);
      g_autoptr (GBytes) body = g_bytes_new_take (form, strlen (form));

      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
    }
  else if (call->body != NULL)
    {
      soup_message_set_request_body (message, call->body_type, call->body, call->body_size);
    }
}

static void
send_request (BiliClient *self, BiliCall *call)
{
  gboolean writes = call->form != NULL || call->body != NULL;
  g_autofree char *url = make_url (self, call);
  g_autoptr (SoupMessage) message
      = make_message (self, writes ? SOUP_METHOD_POST : SOUP_METHOD_GET, url);

  if (message == NULL)
    {
      fail (call, g_error_new (BILI_ERROR, BILI_ERROR_INVALID, "This is no address"));
      return;
    }

  soup_message_headers_append (soup_message_get_request_headers (message), "Referer",
                               BILI_ADDRESS_REFERER);
  add_cookies (self, call, message);
  add_body (call, message);
  if (call->wrote != NULL)
    bili_exchange_upload_async (self->session, message, call->limit, wrote_cb, call,
                                call->cancellable, exchange_cb, bili_call_ref (call));
  else
    bili_exchange_async (self->session, message, call->limit, call->cancellable, exchange_cb,
                         bili_call_ref (call));
}

static void
buvid_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BiliCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *buvid = bili_client_create_buvid_finish (BILI_CLIENT (source), result, &error);

  if (call->task == NULL)
    return;

  if (buvid == NULL)
    fail (call, g_steal_pointer (&error));
  else
    advance (call);
}

static gboolean
has_buvid (BiliClient *self)
{
  return self->buvid != NULL
         || (self->cookies != NULL && bili_cookies_get (self->cookies, "buvid3") != NULL);
}

/* Does the next thing that the call needs. */
static void
advance (BiliCall *call)
{
  BiliClient *self = g_task_get_source_object (call->task);

  if ((call->flags & BILI_CALL_BUVID) && !has_buvid (self))
    bili_client_create_buvid_async (self, call->cancellable, buvid_cb, bili_call_ref (call));
  else if ((call->flags & BILI_CALL_SIGNED) && !bili_client_has_keys (self))
    bili_client_await_keys (self, call);
  else
    send_request (self, call);
}

void
bili_call_resume (BiliCall *call, const GError *error)
{
  if (call->task == NULL)
    return;

  if (error != NULL)
    fail (call, g_error_copy (error));
  else
    send_request (g_task_get_source_object (call->task), call);
}

void
bili_client_run (BiliClient *self,
                 BiliCall *call,
                 gpointer source_tag,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GMainContext *context;

  call->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call->task, source_tag);
  context = g_task_get_context (call->task);

  if (g_task_return_error_if_cancelled (call->task))
    {
      g_clear_object (&call->task);
      bili_call_unref (call);
      return;
    }

  call->deadline = g_timeout_source_new (self->timeout_ms);
  g_source_set_callback (call->deadline, deadline_cb, call, NULL);
  g_source_attach (call->deadline, context);

  if (cancellable != NULL)
    {
      call->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (call->cancelled, G_SOURCE_FUNC (cancelled_cb), call, NULL);
      g_source_attach (call->cancelled, context);
    }

  advance (call);
}

void
bili_client_refuse (BiliClient *self,
                    GError *error,
                    gpointer source_tag,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_return_error (task, error);
}

gboolean
bili_client_check_write (BiliClient *self, GError **error)
{
  if (self->cookies == NULL)
    g_set_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN, "There is no account");
  else if (bili_cookies_get_csrf (self->cookies) == NULL)
    g_set_error (error, BILI_ERROR, BILI_ERROR_CSRF, "bili_jct is missing");
  else
    return TRUE;

  return FALSE;
}
