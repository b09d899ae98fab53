/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One call: the checks that all calls share, and the envelope around every answer. */

#define G_LOG_DOMAIN "sandbox-call"

#include "sandbox-call.h"

#include <string.h>

SandboxCall *
sandbox_call_new (SandboxServer *server,
                  SandboxWorld *world,
                  SandboxRequest *request,
                  SoupServerMessage *message)
{
  SandboxCall *self = g_new0 (SandboxCall, 1);

  self->server = server;
  self->world = world;
  self->request = request;
  self->message = message;
  self->status = SOUP_STATUS_OK;
  return self;
}

void
sandbox_call_free (SandboxCall *self)
{
  g_clear_pointer (&self->query, g_ptr_array_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->data, json_node_unref);
  g_clear_pointer (&self->envelope, json_node_unref);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self->raw_type);
  g_free (self);
}

char *
sandbox_call_dup_cookie (SandboxCall *self, const char *name)
{
  g_auto (GStrv) cookies
      = g_strsplit (self->request->cookie != NULL ? self->request->cookie : "", ";", -1);
  gsize length = strlen (name);

  for (guint i = 0; cookies[i] != NULL; i++)
    {
      const char *cookie = g_strstrip (cookies[i]);

      if (strncmp (cookie, name, length) == 0 && cookie[length] == '=')
        return g_strdup (cookie + length + 1);
    }
  return NULL;
}

static const char *
find_field (GPtrArray *fields, const char *name)
{
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const SandboxField *field = fields->pdata[i];

      if (strcmp (field->name, name) == 0 && field->file == NULL)
        return field->value;
    }
  return NULL;
}

const char *
sandbox_call_query (SandboxCall *self, const char *name)
{
  return find_field (self->query, name);
}

const char *
sandbox_call_field (SandboxCall *self, const char *name)
{
  return find_field (self->fields, name);
}

gint64
sandbox_call_number (const char *value, gint64 otherwise)
{
  gint64 number;

  if (value == NULL || !g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return otherwise;
  return number;
}

void
sandbox_call_answer (SandboxCall *self, GVariant *data)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (data);

  self->code = 0;
  g_clear_pointer (&self->data, json_node_unref);
  self->data = json_gvariant_serialize (sunk);
}

static const char *
usual_words (int code)
{
  static const struct
  {
    int code;
    const char *words;
  } table[] = {
    { -101, "账号未登录" },    { -111, "csrf 校验失败" },
    { -352, "-352" },          { -400, "请求错误" },
    { -404, "啥都木有" },      { -626, "用户不存在" },
    { 2202, "csrf 请求非法" }, { 4100001, "参数错误" },
    { 4101001, "参数错误" },   { 4101144, "只能删除自己的动态" },
    { 4120015, "系统异常" },   { 5100001, "参数错误" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (table[i].code == code)
        return table[i].words;
    }
  return "服务器开小差了";
}

void
sandbox_call_refuse (SandboxCall *self, int code, const char *words)
{
  self->code = code;
  self->words = words != NULL ? words : usual_words (code);
  g_clear_pointer (&self->data, json_node_unref);
}

static GVariant *
make_voucher (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *voucher = g_strconcat ("voucher_", uuid, NULL);

  return g_variant_new_parsed ("{'v_voucher': <%s>}", voucher);
}

void
sandbox_call_answer_voucher (SandboxCall *self)
{
  sandbox_call_answer (self, make_voucher ());
}

/* -352 tells in two places that there is a challenge. */
static void
refuse_as_risk (SandboxCall *self)
{
  g_autoptr (GVariant) voucher = g_variant_ref_sink (make_voucher ());
  const char *text = NULL;

  sandbox_call_refuse (self, -352, NULL);
  self->data = json_gvariant_serialize (voucher);
  g_variant_lookup (voucher, "v_voucher", "&s", &text);
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message),
                                "x-bili-gaia-vvoucher", text);
}

void
sandbox_call_answer_html (SandboxCall *self, guint status, const char *text)
{
  char *page = g_strdup_printf (
      "<!DOCTYPE html>\n<html><head><title>%u</title></head><body><h1>%s</h1></body></html>\n",
      status, text);

  sandbox_call_answer_bytes (self, "text/html; charset=utf-8",
                             g_bytes_new_take (page, strlen (page)));
  self->status = status;
}

void
sandbox_call_answer_bytes (SandboxCall *self, const char *type, GBytes *bytes)
{
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self->raw_type);
  self->raw_type = g_strdup (type);
  self->raw = bytes;
}

static gboolean
content_type_is (SandboxCall *self, const char *type)
{
  const char *is = soup_message_headers_get_content_type (soup_server_message_get_request_headers (
                                                              self->message),
                                                          NULL);

  return is != NULL && g_ascii_strcasecmp (is, type) == 0;
}

static gboolean
parse_form (SandboxCall *self)
{
  gsize size;
  const char *data = g_bytes_get_data (self->request->body, &size);
  g_autofree char *text = g_strndup (data, size);

  if (content_type_is (self, "application/x-www-form-urlencoded") && strlen (text) == size)
    self->fields = sandbox_fields_parse (text);
  return self->fields != NULL;
}

static gboolean
parse_multipart (SandboxCall *self)
{
  if (content_type_is (self, "multipart/form-data"))
    self->fields = sandbox_fields_parse_multipart (
        soup_message_headers_get_one (soup_server_message_get_request_headers (self->message),
                                      "Content-Type"),
        self->request->body);
  return self->fields != NULL;
}

static gboolean
parse_json (SandboxCall *self)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size;
  const char *data = g_bytes_get_data (self->request->body, &size);

  if (!content_type_is (self, "application/json") || size == 0 || size > 1024 * 1024
      || !g_utf8_validate (data, (gssize) size, NULL)
      || !json_parser_load_from_data (parser, data, (gssize) size, NULL))
    return FALSE;
  self->json = json_parser_steal_root (parser);
  return self->json != NULL;
}

static gboolean
parse_body (SandboxCall *self)
{
  switch (self->route->body)
    {
    case SANDBOX_BODY_NONE:
      return g_bytes_get_size (self->request->body) == 0;
    case SANDBOX_BODY_FORM:
      return parse_form (self);
    case SANDBOX_BODY_MULTIPART:
      return parse_multipart (self);
    case SANDBOX_BODY_FORM_OR_MULTIPART:
      return parse_form (self) || parse_multipart (self);
    case SANDBOX_BODY_JSON:
      return parse_json (self);
    default:
      g_assert_not_reached ();
    }
}

/* The value of bili_jct must be where the call wants it, and right as often as it is there. */
static gboolean
has_csrf (SandboxCall *self)
{
  const char *csrf = self->session != NULL ? self->session->csrf : NULL;

  if (self->route->needs & SANDBOX_NEEDS_CSRF_QUERY)
    return g_strcmp0 (sandbox_call_query (self, "csrf"), csrf) == 0;
  if (self->route->needs & (SANDBOX_NEEDS_CSRF_BODY | SANDBOX_TAKES_CSRF_BODY))
    {
      const char *one = sandbox_call_field (self, "csrf");
      const char *two = sandbox_call_field (self, "csrf_token");

      if (one == NULL && two == NULL)
        return (self->route->needs & SANDBOX_TAKES_CSRF_BODY) != 0;
      return (one == NULL || g_strcmp0 (one, csrf) == 0)
             && (two == NULL || g_strcmp0 (two, csrf) == 0);
    }
  return TRUE;
}

gboolean
sandbox_is_in_domain (const char *host, const char *domain)
{
  gsize length = strlen (host);
  gsize tail = strlen (domain);

  return strcmp (host, domain) == 0
         || (length > tail && g_str_has_suffix (host, domain) && host[length - tail - 1] == '.');
}

gboolean
sandbox_call_has_good_referer (SandboxCall *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *referer = soup_message_headers_get_one (headers, "Referer");
  g_autoptr (GUri) uri = NULL;

  if (referer == NULL || referer[0] == '\0')
    return TRUE;
  uri = g_uri_parse (referer, G_URI_FLAGS_NONE, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL
         && sandbox_is_in_domain (g_uri_get_host (uri), "bilibili.com");
}

static gboolean
has_good_headers (SandboxCall *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *agent = soup_message_headers_get_one (headers, "User-Agent");

  return agent != NULL && agent[0] != '\0' && sandbox_call_has_good_referer (self);
}

void
sandbox_call_run (SandboxCall *self, const SandboxRoute *route)
{
  g_autofree char *sessdata = sandbox_call_dup_cookie (self, "SESSDATA");
  g_autofree char *buvid = sandbox_call_dup_cookie (self, "buvid3");

  self->route = route;
  if (sessdata != NULL)
    self->session = g_hash_table_lookup (self->world->sessions, sessdata);
  if (!has_good_headers (self))
    {
      refuse_as_risk (self);
      return;
    }
  if (self->session == NULL && !(route->needs & SANDBOX_ANY_SESSION)
      && (sessdata != NULL || route->needs & SANDBOX_NEEDS_SESSION))
    {
      sandbox_call_refuse (self, -101, NULL);
      return;
    }
  if ((route->needs & SANDBOX_NEEDS_BUVID) && (buvid == NULL || buvid[0] == '\0'))
    {
      refuse_as_risk (self);
      return;
    }
  self->query = sandbox_fields_parse (self->request->query);
  if (self->query == NULL || !parse_body (self))
    {
      sandbox_call_refuse (self, route->bad_field, NULL);
      return;
    }
  if (!has_csrf (self))
    {
      sandbox_call_refuse (self, -111, NULL);
      return;
    }
  if ((route->needs & SANDBOX_NEEDS_SIGNATURE) && !sandbox_wbi_check (self->world, self->query))
    {
      sandbox_call_answer_voucher (self);
      return;
    }
  if (!sandbox_fields_check (self->query, route->query)
      || (self->fields != NULL && !sandbox_fields_check (self->fields, route->fields))
      || (self->json != NULL && !sandbox_shape_check (self->json, route->fields)))
    {
      sandbox_call_refuse (self, route->bad_field, NULL);
      return;
    }
  route->answer (self);
}

void
sandbox_call_seal (SandboxCall *self)
{
  JsonObject *envelope;
  SandboxDialect dialect = self->route != NULL ? self->route->dialect : SANDBOX_DIALECT_X;
  const char *words = self->words;

  if (self->raw != NULL || self->envelope != NULL)
    return;
  envelope = json_object_new ();
  json_object_set_int_member (envelope, "code", self->code);
  if (dialect == SANDBOX_DIALECT_VC)
    {
      json_object_set_string_member (envelope, "msg", words != NULL ? words : "");
      json_object_set_string_member (envelope, "message", words != NULL ? words : "");
      if (self->data != NULL)
        json_object_set_int_member (json_node_get_object (self->data), "_gt_", 0);
    }
  else
    {
      json_object_set_string_member (envelope, "message", words != NULL ? words : "0");
      json_object_set_int_member (envelope, "ttl", 1);
    }
  if (self->data != NULL)
    json_object_set_member (envelope, "data", g_steal_pointer (&self->data));
  self->envelope = json_node_init_object (json_node_alloc (), envelope);
  json_object_unref (envelope);
}
