/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way of a request: taken apart, recorded, met by a fault or led to its call, answered. */

#define G_LOG_DOMAIN "sandbox-server"

#include "sandbox-server.h"

#include <string.h>

#include "sandbox-listen.h"

#define DEFAULT_POSTS 300
#define HUGE_CHUNKS 3200
#define HUGE_CHUNK_SIZE (64 * 1024)

G_DEFINE_FINAL_TYPE (SandboxServer, sandbox_server, G_TYPE_OBJECT)

/* An answer that waits: for the delay to pass, or for ever. */
typedef struct
{
  SoupServerMessage *message;
  guint source;
} Waiting;

static const SandboxRoute *const route_tables[] = {
  sandbox_read_routes, sandbox_account_routes, sandbox_write_routes,    sandbox_upload_routes,
  sandbox_vote_routes, sandbox_plain_routes,   sandbox_schedule_routes, sandbox_panels_routes,
};

static void
request_free (SandboxRequest *self)
{
  g_free (self->method);
  g_free (self->host);
  g_free (self->path);
  g_free (self->query);
  g_free (self->cookie);
  g_free (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

static gboolean
is_picture_host (const char *host)
{
  return sandbox_is_in_domain (host, "hdslb.com") || sandbox_is_in_domain (host, "biliimg.com");
}

static void
append_header (const char *name, const char *value, gpointer user_data)
{
  g_string_append_printf (user_data, "%s: %s\n", name, value);
}

/* @path is /HOST/PATH, still encoded. */
static SandboxRequest *
record_request (SandboxServer *self, SoupServerMessage *message, const char *path)
{
  SandboxRequest *request = g_new0 (SandboxRequest, 1);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *slash = strchr (path + 1, '/');
  g_autoptr (GString) lines = g_string_new (NULL);

  soup_message_headers_foreach (headers, append_header, lines);
  request->method = g_strdup (soup_server_message_get_method (message));
  request->host
      = slash != NULL ? g_strndup (path + 1, (gsize) (slash - path - 1)) : g_strdup (path + 1);
  request->path = g_strdup (slash != NULL ? slash : "/");
  request->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  request->cookie = g_strdup (soup_message_headers_get_list (headers, "Cookie"));
  request->headers = g_string_free (g_steal_pointer (&lines), FALSE);
  request->body = soup_message_body_flatten (body);
  g_ptr_array_add (self->requests, request);
  return request;
}

static const SandboxRoute *
find_route (const SandboxRequest *request, gboolean *path_known)
{
  *path_known = FALSE;
  for (guint t = 0; t < G_N_ELEMENTS (route_tables); t++)
    {
      for (const SandboxRoute *route = route_tables[t]; route->path != NULL; route++)
        {
          if (strcmp (route->host, request->host) == 0 && strcmp (route->path, request->path) == 0)
            {
              *path_known = TRUE;
              if (strcmp (route->method, request->method) == 0)
                return route;
            }
        }
    }
  return NULL;
}

/* `https://b23.tv/CODE`: seven letters or digits. The first of them chooses where it leads:
 * `a`… to a space, `b`… to a post, `c`… to a page elsewhere, others to a video. */
static void
answer_short_link (SandboxCall *call)
{
  const char *code = call->request->path + 1;
  SandboxPerson *person = sandbox_world_find_person (call->world, SANDBOX_MID_2);
  g_autofree char *target = NULL;

  if (strlen (code) != 7 || strspn (code, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS) != 7)
    {
      sandbox_call_answer_html (call, SOUP_STATUS_NOT_FOUND, "404");
      return;
    }
  if (code[0] == 'a')
    target = g_strdup ("https://space.bilibili.com/" SANDBOX_MID_2 "?share_medium=web");
  else if (code[0] == 'b' && person->posts->len > 0)
    target
        = g_strdup_printf ("https://www.bilibili.com/opus/%" G_GUINT64_FORMAT "?share_medium=web",
                           ((SandboxPost *) person->posts->pdata[0])->id);
  else if (code[0] == 'c')
    target = g_strdup ("https://example.com/elsewhere");
  else
    target = g_strdup ("https://www.bilibili.com/video/BV1sandbox1?share_medium=web");
  sandbox_call_answer_html (call, SOUP_STATUS_FOUND, "302");
  soup_message_headers_replace (soup_server_message_get_response_headers (call->message),
                                "Location", target);
}

static void
dispatch (SandboxServer *self, SandboxCall *call)
{
  const SandboxRequest *request = call->request;
  const SandboxRoute *route;
  gboolean path_known;

  if (request->cookie != NULL && !sandbox_is_in_domain (request->host, "bilibili.com"))
    {
      sandbox_server_add_violation (self, request,
                                    "a cookie went to a host that is not bilibili's");
      sandbox_call_answer_html (call, SOUP_STATUS_BAD_REQUEST, "Cookies do not belong here");
      return;
    }
  if (is_picture_host (request->host))
    {
      sandbox_pictures_answer (call);
      return;
    }
  if (strcmp (request->host, "b23.tv") == 0 && strcmp (request->method, "GET") == 0)
    {
      answer_short_link (call);
      return;
    }
  route = find_route (request, &path_known);
  if (route != NULL)
    sandbox_call_run (call, route);
  else if (path_known)
    sandbox_call_answer_html (call, SOUP_STATUS_METHOD_NOT_ALLOWED, "Method not allowed");
  else
    sandbox_call_answer_html (call, SOUP_STATUS_NOT_FOUND, "Not found");
}

static void
waiting_free (gpointer data, GClosure *closure)
{
  Waiting *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_free (self);
}

static gboolean
waited_cb (gpointer user_data)
{
  Waiting *self = user_data;

  self->source = 0;
  soup_server_message_unpause (self->message);
  return G_SOURCE_REMOVE;
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  Waiting *self = user_data;

  g_clear_handle_id (&self->source, g_source_remove);
}

/* The message owns what waits for it: nothing is left behind when the client goes away. */
static void
wait_before_answer (SoupServerMessage *message, guint milliseconds)
{
  Waiting *waiting = g_new0 (Waiting, 1);
  g_autoptr (GSource) source = g_timeout_source_new (milliseconds);

  waiting->message = message;
  g_source_set_callback (source, waited_cb, waiting, NULL);
  waiting->source = g_source_attach (source, NULL);
  g_signal_connect_data (message, "finished", G_CALLBACK (finished_cb), waiting, waiting_free, 0);
  soup_server_message_pause (message);
}

static void
wrote_chunk_cb (SoupServerMessage *message, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  guint sent = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (message), "sandbox-chunks"));

  if (sent >= HUGE_CHUNKS)
    {
      soup_message_body_complete (body);
    }
  else
    {
      g_object_set_data (G_OBJECT (message), "sandbox-chunks", GUINT_TO_POINTER (sent + 1));
      soup_message_body_append_take (body, (guchar *) g_strnfill (HUGE_CHUNK_SIZE, 'a'),
                                     HUGE_CHUNK_SIZE);
    }
  soup_server_message_unpause (message);
}

/* 200 MiB that never exist at once. */
static void
send_huge (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  static const char start[] = "{\"code\":0,\"message\":\"";

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_headers_set_content_type (headers, "application/json", NULL);
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_append (body, SOUP_MEMORY_STATIC, start, sizeof start - 1);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), NULL);
}

static void
send_answer (SandboxCall *call, const SandboxFault *fault)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (call->message);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) spoilt = NULL;
  gconstpointer data;
  gsize size;

  sandbox_call_seal (call);
  if (call->envelope != NULL)
    {
      char *text;

      if (fault != NULL)
        sandbox_fault_spoil_envelope (fault, call);
      text = json_to_string (call->envelope, FALSE);
      body = g_bytes_new_take (text, strlen (text));
    }
  else
    {
      body = g_bytes_ref (call->raw);
    }
  spoilt = fault != NULL ? sandbox_fault_spoil_body (fault, body) : g_bytes_ref (body);
  call->request->status = call->status;
  call->request->code = call->code;
  soup_server_message_set_status (call->message, call->status, NULL);
  soup_message_headers_replace (headers, "Content-Type",
                                call->raw_type != NULL ? call->raw_type
                                                       : "application/json; charset=utf-8");
  data = g_bytes_get_data (spoilt, &size);
  soup_message_body_append (soup_server_message_get_response_body (call->message), SOUP_MEMORY_COPY,
                            data, size);
}

static void
serve (SandboxServer *self, SoupServerMessage *message, const char *path)
{
  SandboxRequest *request = record_request (self, message, path);
  g_autoptr (SandboxCall) call = sandbox_call_new (self, self->world, request, message);
  g_autoptr (SandboxFault) fault = sandbox_faults_take (self, request->path);
  const char *name = fault != NULL ? fault->name : "";
  guint wait = self->options.latency;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  if (strcmp (name, "drop") == 0)
    {
      sandbox_cut (message);
      return;
    }
  if (strcmp (name, "stall") == 0)
    {
      soup_server_message_pause (message);
      return;
    }
  if (strcmp (name, "huge") == 0)
    {
      request->status = SOUP_STATUS_OK;
      send_huge (message);
      return;
    }
  sandbox_world_tick (self->world);
  if (fault != NULL && sandbox_fault_acts_instead (fault))
    sandbox_fault_answer (fault, call);
  else
    dispatch (self, call);
  send_answer (call, fault);
  if (strcmp (name, "lost") == 0)
    {
      sandbox_cut (message);
      return;
    }
  if (strcmp (name, "delay") == 0)
    wait += (guint) sandbox_call_number (fault->argument, 0);
  if (wait > 0)
    wait_before_answer (message, wait);
}

static void
request_cb (SoupServer *soup,
            SoupServerMessage *message,
            const char *decoded_path,
            GHashTable *query,
            gpointer user_data)
{
  SandboxServer *self = user_data;
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));

  if (g_str_has_prefix (path, "/__sandbox/"))
    sandbox_control_answer (self, message, path + strlen ("/__sandbox"));
  else
    serve (self, message, path);
}

static void
sandbox_server_dispose (GObject *object)
{
  SandboxServer *self = (SandboxServer *) object;

  if (self->listener != NULL)
    {
      g_socket_service_stop (self->listener);
      g_socket_listener_close (G_SOCKET_LISTENER (self->listener));
    }
  g_clear_object (&self->listener);
  if (self->soup != NULL)
    {
      soup_server_remove_handler (self->soup, NULL);
      soup_server_disconnect (self->soup);
    }
  g_clear_object (&self->soup);
  G_OBJECT_CLASS (sandbox_server_parent_class)->dispose (object);
}

static void
sandbox_server_finalize (GObject *object)
{
  SandboxServer *self = (SandboxServer *) object;

  g_free (self->origin);
  g_clear_pointer (&self->world, sandbox_world_free);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->violations);
  g_hash_table_unref (self->faults);
  g_hash_table_unref (self->pictures);
  g_queue_clear_full (&self->picture_order, g_free);
  G_OBJECT_CLASS (sandbox_server_parent_class)->finalize (object);
}

static void
sandbox_server_class_init (SandboxServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sandbox_server_dispose;
  object_class->finalize = sandbox_server_finalize;
}

static void
sandbox_server_init (SandboxServer *self)
{
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);
  self->violations = g_ptr_array_new_with_free_func (g_free);
  self->faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) sandbox_fault_free);
  self->pictures
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_queue_init (&self->picture_order);
}

SandboxServer *
sandbox_server_new (const SandboxOptions *options, GError **error)
{
  g_autoptr (SandboxServer) self = g_object_new (SANDBOX_TYPE_SERVER, NULL);

  self->options = *options;
  if (self->options.posts == 0)
    self->options.posts = DEFAULT_POSTS;
  self->soup = soup_server_new ("server-header", "Sandbox", NULL);
  sandbox_server_reset (self);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  self->listener = sandbox_listen (self->soup, options->port, &self->origin, error);
  if (self->listener == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
sandbox_server_reset (SandboxServer *self)
{
  g_clear_pointer (&self->world, sandbox_world_free);
  self->world = sandbox_world_new (self->options.seed, self->options.posts, self->options.qr_auto);
  sandbox_server_forget_requests (self);
  g_ptr_array_set_size (self->violations, 0);
  g_hash_table_remove_all (self->faults);
}

void
sandbox_server_add_violation (SandboxServer *self, const SandboxRequest *request, const char *what)
{
  g_ptr_array_add (self->violations, g_strdup_printf ("%s %s%s: %s", request->method, request->host,
                                                      request->path, what));
}

const char *
sandbox_server_get_origin (SandboxServer *self)
{
  return self->origin;
}

GPtrArray *
sandbox_server_get_requests (SandboxServer *self)
{
  return self->requests;
}

guint
sandbox_server_count_requests (SandboxServer *self, const char *path)
{
  guint count = 0;

  for (guint i = 0; i < self->requests->len; i++)
    {
      const SandboxRequest *request = self->requests->pdata[i];

      count += strcmp (request->path, path) == 0;
    }
  return count;
}

guint
sandbox_server_count_pictures (SandboxServer *self)
{
  guint count = 0;

  for (guint i = 0; i < self->requests->len; i++)
    {
      const SandboxRequest *request = self->requests->pdata[i];

      count += !g_str_has_suffix (request->host, ".bilibili.com");
    }

  return count;
}

void
sandbox_server_forget_requests (SandboxServer *self)
{
  self->forgotten += self->requests->len;
  g_ptr_array_set_size (self->requests, 0);
}

GPtrArray *
sandbox_server_get_violations (SandboxServer *self)
{
  return self->violations;
}

char *
sandbox_server_add_post (SandboxServer *self, const char *mid, const char *text)
{
  SandboxPost *post;

  g_return_val_if_fail (sandbox_world_find_person (self->world, mid) != NULL, NULL);
  post = g_new0 (SandboxPost, 1);
  post->mid = g_strdup (mid);
  post->text = g_strdup (text);
  post->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_picture_free);
  post->id = sandbox_world_new_id (self->world, sandbox_world_now (self->world));
  sandbox_world_add_post (self->world, post);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, post->id);
}

static gboolean
session_is_of (gpointer key, gpointer value, gpointer user_data)
{
  const SandboxSession *session = value;

  return strcmp (session->mid, user_data) == 0;
}

void
sandbox_server_end_session (SandboxServer *self, const char *mid)
{
  g_hash_table_foreach_remove (self->world->sessions, session_is_of, (gpointer) mid);
}

void
sandbox_server_set_max_text (SandboxServer *self, guint max_text)
{
  self->world->max_text = max_text;
}

void
sandbox_server_set_max_upload (SandboxServer *self, guint mebibytes)
{
  self->world->max_upload = mebibytes;
}

void
sandbox_server_advance_clock (SandboxServer *self, gint64 seconds)
{
  self->world->clock_offset += seconds;
  sandbox_world_tick (self->world);
}

void
sandbox_server_rotate_keys (SandboxServer *self)
{
  sandbox_world_rotate_keys (self->world);
}

void
sandbox_server_set_qr (SandboxServer *self, const char *what)
{
  GPtrArray *codes = self->world->qr_codes;
  SandboxQr *qr = codes->len > 0 ? codes->pdata[codes->len - 1] : NULL;

  g_return_if_fail (qr != NULL);
  if (strcmp (what, "scan") == 0)
    qr->state = SANDBOX_QR_SCANNED;
  else if (strcmp (what, "confirm") == 0)
    qr->state = SANDBOX_QR_CONFIRMED;
  else if (strcmp (what, "expire") == 0)
    qr->state = SANDBOX_QR_EXPIRED;
  else
    g_return_if_reached ();
}
