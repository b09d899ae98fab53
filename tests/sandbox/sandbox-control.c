/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The control interface: how tests and people steer the stand-in and ask what it saw. JSON in and
 * out; every body and every query may be left out where it says so.
 *
 *   GET  /__sandbox/requests[?path=P&host=H&method=M&since=N]
 *          {"next": N, "requests": [{"number","method","host","path","query","cookie","headers",
 *          "body","size","status","code"}]}; ask again with since=next for what followed
 *   POST /__sandbox/forget                       forgets the requests
 *   GET  /__sandbox/violations                   {"violations": ["…"]}
 *   POST /__sandbox/fault     {"path","fault","times"}      as sandbox_server_fail()
 *   POST /__sandbox/post      {"mid","text"}                {"opus_id"}
 *   POST /__sandbox/end-session {"mid"}
 *   POST /__sandbox/rotate-keys
 *   POST /__sandbox/qr        {"what": "scan" | "confirm" | "expire"}
 *   POST /__sandbox/clock     {"advance": SECONDS}          {"now"}
 *   POST /__sandbox/fail-draft {"draft_id"}      as if its time had come and publishing had failed
 *   GET  /__sandbox/state[?mid=M]                people and their newest 100 posts, votes, drafts,
 *          uploads
 *   POST /__sandbox/reset                        a new world, no faults, no record
 *
 * Success is 200 with an object; anything that is not understood is 400 with {"error": "…"}. */

#define G_LOG_DOMAIN "sandbox-control"

#include "sandbox-server.h"

#include <string.h>

typedef struct
{
  SandboxServer *server;
  GPtrArray *query;
  JsonObject *input;
  JsonObject *output;
} Control;

static const char *
get_query (Control *control, const char *name)
{
  for (guint i = 0; i < control->query->len; i++)
    {
      const SandboxField *field = control->query->pdata[i];

      if (strcmp (field->name, name) == 0)
        return field->value;
    }
  return NULL;
}

static const char *
get_text (Control *control, const char *name)
{
  JsonNode *node = control->input != NULL ? json_object_get_member (control->input, name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gint64
get_number (Control *control, const char *name, gint64 otherwise)
{
  JsonNode *node = control->input != NULL ? json_object_get_member (control->input, name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node)
                                                                         : otherwise;
}

static gboolean
is_wanted (const char *filter, const char *value)
{
  return filter == NULL || strcmp (filter, value) == 0;
}

static JsonObject *
describe_request (const SandboxRequest *request, guint number)
{
  JsonObject *object = json_object_new ();
  gsize size;
  const char *data = g_bytes_get_data (request->body, &size);
  g_autofree char *body = g_utf8_make_valid (data != NULL ? data : "", (gssize) MIN (size, 65536));

  json_object_set_int_member (object, "number", number);
  json_object_set_string_member (object, "method", request->method);
  json_object_set_string_member (object, "host", request->host);
  json_object_set_string_member (object, "path", request->path);
  json_object_set_string_member (object, "query", request->query);
  json_object_set_string_member (object, "cookie", request->cookie);
  json_object_set_string_member (object, "headers", request->headers);
  json_object_set_string_member (object, "body", body);
  json_object_set_int_member (object, "size", (gint64) size);
  json_object_set_int_member (object, "status", request->status);
  json_object_set_int_member (object, "code", request->code);
  return object;
}

static const char *
control_requests (Control *control)
{
  SandboxServer *server = control->server;
  JsonArray *list = json_array_new ();
  gint64 since = sandbox_call_number (get_query (control, "since"), 0);

  for (guint i = 0; i < server->requests->len; i++)
    {
      const SandboxRequest *request = server->requests->pdata[i];
      guint number = server->forgotten + i;

      if (number >= since && is_wanted (get_query (control, "path"), request->path)
          && is_wanted (get_query (control, "host"), request->host)
          && is_wanted (get_query (control, "method"), request->method))
        json_array_add_object_element (list, describe_request (request, number));
    }
  json_object_set_int_member (control->output, "next", server->forgotten + server->requests->len);
  json_object_set_array_member (control->output, "requests", list);
  return NULL;
}

static const char *
control_forget (Control *control)
{
  sandbox_server_forget_requests (control->server);
  return NULL;
}

static const char *
control_violations (Control *control)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < control->server->violations->len; i++)
    json_array_add_string_element (list, control->server->violations->pdata[i]);
  json_object_set_array_member (control->output, "violations", list);
  return NULL;
}

static const char *
control_fault (Control *control)
{
  const char *path = get_text (control, "path");
  const char *fault = get_text (control, "fault");

  if (path == NULL || fault == NULL || !sandbox_faults_know (fault))
    return "path and a known fault are needed";
  sandbox_server_fail (control->server, path, fault, (int) get_number (control, "times", -1));
  return NULL;
}

static const char *
control_post (Control *control)
{
  const char *mid = get_text (control, "mid");
  const char *text = get_text (control, "text");
  g_autofree char *id = NULL;

  if (mid == NULL || text == NULL
      || sandbox_world_find_person (control->server->world, mid) == NULL)
    return "the mid of somebody and a text are needed";
  id = sandbox_server_add_post (control->server, mid, text);
  json_object_set_string_member (control->output, "opus_id", id);
  return NULL;
}

static const char *
control_end_session (Control *control)
{
  const char *mid = get_text (control, "mid");

  if (mid == NULL)
    return "a mid is needed";
  sandbox_server_end_session (control->server, mid);
  return NULL;
}

static const char *
control_rotate_keys (Control *control)
{
  sandbox_server_rotate_keys (control->server);
  return NULL;
}

static const char *
control_qr (Control *control)
{
  static const char *const known[] = { "scan", "confirm", "expire", NULL };
  const char *what = get_text (control, "what");

  if (what == NULL || !g_strv_contains (known, what))
    return "what is scan, confirm or expire";
  if (control->server->world->qr_codes->len == 0)
    return "there is no code yet";
  sandbox_server_set_qr (control->server, what);
  return NULL;
}

static const char *
control_clock (Control *control)
{
  SandboxWorld *world = control->server->world;

  sandbox_server_advance_clock (control->server, get_number (control, "advance", 0));
  json_object_set_int_member (control->output, "now", sandbox_world_now (world));
  return NULL;
}

static const char *
control_state (Control *control)
{
  sandbox_state_describe (control->server, get_query (control, "mid"), control->output);
  return NULL;
}

static const char *
control_fail_draft (Control *control)
{
  GPtrArray *drafts = control->server->world->drafts;
  gint64 id = sandbox_call_number (get_text (control, "draft_id"), 0);

  for (guint i = 0; i < drafts->len; i++)
    {
      SandboxDraft *draft = drafts->pdata[i];

      if (draft->id == id)
        {
          sandbox_draft_fail (draft);
          return NULL;
        }
    }
  return "there is no such draft";
}

static const char *
control_reset (Control *control)
{
  sandbox_server_reset (control->server);
  return NULL;
}

static const struct
{
  const char *method;
  const char *path;
  const char *(*act) (Control *control);
} controls[] = {
  { "GET", "/requests", control_requests },
  { "POST", "/forget", control_forget },
  { "GET", "/violations", control_violations },
  { "POST", "/fault", control_fault },
  { "POST", "/post", control_post },
  { "POST", "/end-session", control_end_session },
  { "POST", "/rotate-keys", control_rotate_keys },
  { "POST", "/qr", control_qr },
  { "POST", "/clock", control_clock },
  { "POST", "/fail-draft", control_fail_draft },
  { "GET", "/state", control_state },
  { "POST", "/reset", control_reset },
};

static const char *
act (Control *control, const char *method, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      if (strcmp (controls[i].path, path) == 0 && strcmp (controls[i].method, method) == 0)
        return controls[i].act (control);
    }
  return "no such control";
}

void
sandbox_control_answer (SandboxServer *self, SoupServerMessage *message, const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_request_body (message));
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  g_autoptr (JsonObject) output = json_object_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GPtrArray) query
      = sandbox_fields_parse (g_uri_get_query (soup_server_message_get_uri (message)));
  Control control = { self, query, NULL, output };
  const char *problem = NULL;
  char *text;

  if (size > 0)
    {
      if (json_parser_load_from_data (parser, data, (gssize) size, NULL)
          && JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
        control.input = json_node_get_object (json_parser_get_root (parser));
      else
        problem = "the body is no JSON object";
    }
  if (query == NULL)
    problem = "the query cannot be read";
  if (problem == NULL)
    problem = act (&control, soup_server_message_get_method (message), path);
  if (problem != NULL)
    json_object_set_string_member (output, "error", problem);
  root = json_node_init_object (json_node_alloc (), output);
  text = json_to_string (root, FALSE);
  soup_server_message_set_status (message,
                                  problem != NULL ? SOUP_STATUS_BAD_REQUEST : SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}
