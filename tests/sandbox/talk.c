/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "talk.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "bili-wbi.h"
#include "slowness.h"

#define TIMEOUT_S 10

void
talk_set_up (Talk *self, gconstpointer data)
{
  const SandboxOptions options = { .posts = 45, .seed = 7 };
  g_autoptr (GError) error = NULL;

  memset (self, 0, sizeof *self);
  self->server = sandbox_server_new (&options, &error);
  g_assert_no_error (error);
  self->cookies = SANDBOX_COOKIES "; buvid3=made-up";
  self->agent = "Test/1";
}

static void
forget_answer (Talk *self)
{
  self->status = 0;
  self->code = 0;
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_error (&self->error);
}

void
talk_tear_down (Talk *self, gconstpointer data)
{
  forget_answer (self);
  g_assert_finalize_object (self->server);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

/* A session of its own for every call: one that is kept repeats requests by itself when its
 * connection is cut. */
static void
send (Talk *self, SoupMessage *message)
{
  g_autoptr (SoupSession) session
      = soup_session_new_with_options ("timeout", TIMEOUT_S * get_slowness (), NULL);
  g_autoptr (GAsyncResult) result = NULL;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  gconstpointer data;
  gsize size;
  JsonNode *code;

  forget_answer (self);
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (self->cookies != NULL)
    soup_message_headers_replace (headers, "Cookie", self->cookies);
  if (self->agent != NULL)
    soup_message_headers_replace (headers, "User-Agent", self->agent);
  if (self->referer != NULL)
    soup_message_headers_replace (headers, "Referer", self->referer);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, answered_cb,
                                    &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  self->body = soup_session_send_and_read_finish (session, result, &self->error);
  if (self->body == NULL)
    return;
  self->status = soup_message_get_status (message);
  self->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  data = g_bytes_get_data (self->body, &size);
  self->text = g_strndup (data != NULL ? data : "", size);
  if (self->text[0] == '{' && g_utf8_validate (self->text, -1, NULL))
    self->json = json_from_string (self->text, NULL);
  code = talk_find (self, "code");
  if (code != NULL)
    self->code = (int) json_node_get_int (code);
}

static SoupMessage *
new_message (Talk *self, const char *method, const char *address)
{
  g_autofree char *url = g_strconcat (sandbox_server_get_origin (self->server), "/", address, NULL);
  SoupMessage *message = soup_message_new (method, url);

  g_assert_nonnull (message);
  return message;
}

void
talk_send (Talk *self, const char *method, const char *address, const char *type, const char *body)
{
  g_autoptr (SoupMessage) message = new_message (self, method, address);

  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, type, bytes);
    }
  send (self, message);
}

void
talk_get (Talk *self, const char *address)
{
  talk_send (self, "GET", address, NULL, NULL);
}

void
talk_post_form (Talk *self, const char *address, const char *form)
{
  talk_send (self, "POST", address, "application/x-www-form-urlencoded", form);
}

void
talk_post_json (Talk *self, const char *address, const char *json)
{
  talk_send (self, "POST", address, "application/json", json);
}

void
talk_post_multipart (Talk *self, const char *address, const char *fields, GBytes *file)
{
  SoupMultipart *multipart = soup_multipart_new ("multipart/form-data");
  g_auto (GStrv) pairs = g_strsplit (fields, "&", -1);
  g_autofree char *url = g_strconcat (sandbox_server_get_origin (self->server), "/", address, NULL);
  g_autoptr (SoupMessage) message = NULL;

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      soup_multipart_append_form_string (multipart, pairs[i], equals + 1);
    }
  if (file != NULL)
    soup_multipart_append_form_file (multipart, "file_up", "picture", "application/octet-stream",
                                     file);
  message = soup_message_new_from_multipart (url, multipart);
  soup_multipart_free (multipart);
  send (self, message);
}

char *
talk_sign (Talk *self, const char *query, gint64 wts)
{
  g_auto (GStrv) pairs = g_strsplit (query, "&", -1);
  g_autoptr (GPtrArray) params = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *img = NULL;
  g_autofree char *sub = NULL;
  g_autofree char *mixed = NULL;
  g_autofree char *w_rid = NULL;

  talk_get (self, API NAV);
  img = bili_wbi_key_from_url (talk_text (self, "data.wbi_img.img_url"));
  sub = bili_wbi_key_from_url (talk_text (self, "data.wbi_img.sub_url"));
  mixed = bili_wbi_mix_keys (img, sub);
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');

      g_ptr_array_add (params, g_strndup (pairs[i], (gsize) (equals - pairs[i])));
      g_ptr_array_add (params, g_uri_unescape_string (equals + 1, NULL));
    }
  w_rid = bili_wbi_sign (params, wts, mixed);
  return g_strdup_printf ("%s&wts=%" G_GINT64_FORMAT "&w_rid=%s", query, wts, w_rid);
}

void
talk_get_signed (Talk *self, const char *path, const char *query)
{
  g_autofree char *signed_query = talk_sign (self, query, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *address = g_strconcat (API, path, "?", signed_query, NULL);

  talk_get (self, address);
}

JsonNode *
talk_find (Talk *self, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = self->json;

  for (guint i = 0; names[i] != NULL && node != NULL; i++)
    {
      if (JSON_NODE_HOLDS_OBJECT (node))
        {
          node = json_object_get_member (json_node_get_object (node), names[i]);
        }
      else if (JSON_NODE_HOLDS_ARRAY (node))
        {
          JsonArray *array = json_node_get_array (node);
          guint64 index = g_ascii_strtoull (names[i], NULL, 10);

          node = index < json_array_get_length (array)
                     ? json_array_get_element (array, (guint) index)
                     : NULL;
        }
      else
        {
          node = NULL;
        }
    }
  return node;
}

const char *
talk_text (Talk *self, const char *path)
{
  JsonNode *node = talk_find (self, path);

  g_assert_nonnull (node);
  g_assert_cmpint (json_node_get_value_type (node), ==, G_TYPE_STRING);
  return json_node_get_string (node);
}

gint64
talk_number (Talk *self, const char *path)
{
  JsonNode *node = talk_find (self, path);

  g_assert_nonnull (node);
  g_assert_cmpint (json_node_get_value_type (node), ==, G_TYPE_INT64);
  return json_node_get_int (node);
}

int
talk_length (Talk *self, const char *path)
{
  JsonNode *node = talk_find (self, path);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return -1;
  return (int) json_array_get_length (json_node_get_array (node));
}

GBytes *
talk_make_picture (int width, int height, const char *type)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  char *data;
  gsize size;
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

char *
talk_upload (Talk *self)
{
  g_autoptr (GBytes) picture = talk_make_picture (500, 430, "png");

  talk_post_multipart (self, API "/x/dynamic/feed/draw/upload_bfs",
                       "category=daily&biz=new_dyn&csrf=" SANDBOX_CSRF, picture);
  g_assert_cmpint (self->code, ==, 0);
  return g_strdup (talk_text (self, "data.image_url"));
}
