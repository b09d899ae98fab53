/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Misbehaving on demand. sandbox.h lists the faults; those that concern the connection (drop,
 * stall, lost, delay, huge) are in sandbox-server.c, the ones that concern what is said are
 * here. */

#define G_LOG_DOMAIN "sandbox-faults"

#include "sandbox-server.h"

#include <string.h>

#define DEEP_SIZE (80 * 1024)

/* These answer in place of the service: nothing is done. */
static const char *const instead[] = { "http", "html", "empty", "code",  "voucher", "redirect",
                                       "deep", "huge", "drop",  "stall", NULL };

/* These let the service act and answer, and spoil the answer. */
static const char *const spoiling[]
    = { "delay", "lost", "truncated", "types", "null", "utf8", "twice", "endless", NULL };

void
sandbox_fault_free (SandboxFault *self)
{
  g_free (self->name);
  g_free (self->argument);
  g_free (self);
}

static SandboxFault *
fault_new (const char *text, int times)
{
  SandboxFault *self = g_new0 (SandboxFault, 1);
  const char *colon = strchr (text, ':');

  self->name = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text);
  self->argument = g_strdup (colon != NULL ? colon + 1 : "");
  self->left = times;
  return self;
}

gboolean
sandbox_faults_know (const char *text)
{
  g_autoptr (SandboxFault) fault = fault_new (text, 0);
  gboolean has_argument = fault->argument[0] != '\0';
  gint64 number = g_ascii_strtoll (fault->argument, NULL, 10);

  if (strcmp (fault->name, "http") == 0)
    return number >= 200 && number <= 599;
  if (strcmp (fault->name, "delay") == 0)
    return has_argument && number >= 0 && number <= 3600000;
  if (strcmp (fault->name, "code") == 0 || strcmp (fault->name, "redirect") == 0)
    return has_argument;
  return !has_argument
         && (g_strv_contains (instead, fault->name) || g_strv_contains (spoiling, fault->name));
}

void
sandbox_server_fail (SandboxServer *self, const char *path, const char *fault, int times)
{
  g_return_if_fail (sandbox_faults_know (fault));

  if (times == 0)
    g_hash_table_remove (self->faults, path);
  else
    g_hash_table_replace (self->faults, g_strdup (path), fault_new (fault, times));
}

/* Returns: (nullable): what the fault for @path is filed under: the path itself, or the longest
 * beginning of it that stands there with a star behind */
static const char *
find_key (SandboxServer *self, const char *path)
{
  const char *found = NULL;
  GHashTableIter iter;
  gpointer key;

  if (g_hash_table_contains (self->faults, path))
    return path;

  g_hash_table_iter_init (&iter, self->faults);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gsize length = strlen (key);

      if (length > 0 && ((const char *) key)[length - 1] == '*'
          && strncmp (key, path, length - 1) == 0
          && (found == NULL || length > strlen (found)))
        found = key;
    }
  return found;
}

SandboxFault *
sandbox_faults_take (SandboxServer *self, const char *path)
{
  const char *key = find_key (self, path);
  SandboxFault *fault;
  SandboxFault *taken;

  if (key == NULL)
    return NULL;
  fault = g_hash_table_lookup (self->faults, key);
  taken = g_new0 (SandboxFault, 1);
  taken->name = g_strdup (fault->name);
  taken->argument = g_strdup (fault->argument);
  if (fault->left > 0 && --fault->left == 0)
    g_hash_table_remove (self->faults, key);
  return taken;
}

gboolean
sandbox_fault_acts_instead (const SandboxFault *self)
{
  return g_strv_contains (instead, self->name);
}

static void
answer_code (const SandboxFault *self, SandboxCall *call)
{
  char *words = NULL;
  gint64 code = g_ascii_strtoll (self->argument, &words, 10);
  JsonObject *envelope = json_object_new ();

  words = *words == ':' ? words + 1 : words;
  call->code = (int) code;
  json_object_set_int_member (envelope, "code", code);
  json_object_set_string_member (envelope, "message", words);
  json_object_set_int_member (envelope, "ttl", 1);
  call->envelope = json_node_init_object (json_node_alloc (), envelope);
  json_object_unref (envelope);
}

void
sandbox_fault_answer (const SandboxFault *self, SandboxCall *call)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (call->message);

  if (strcmp (self->name, "http") == 0)
    {
      sandbox_call_answer_html (call, (guint) g_ascii_strtoull (self->argument, NULL, 10),
                                "Something is broken");
    }
  else if (strcmp (self->name, "html") == 0)
    {
      sandbox_call_answer_html (call, SOUP_STATUS_OK, "A page for people");
    }
  else if (strcmp (self->name, "empty") == 0)
    {
      sandbox_call_answer_bytes (call, "application/json", g_bytes_new_static ("", 0));
    }
  else if (strcmp (self->name, "redirect") == 0)
    {
      sandbox_call_answer_html (call, SOUP_STATUS_FOUND, "Elsewhere");
      soup_message_headers_replace (headers, "Location", self->argument);
    }
  else if (strcmp (self->name, "deep") == 0)
    {
      sandbox_call_answer_bytes (call, "application/json",
                                 g_bytes_new_take (g_strnfill (DEEP_SIZE, '['), DEEP_SIZE));
    }
  else if (strcmp (self->name, "voucher") == 0)
    {
      sandbox_call_answer_voucher (call);
    }
  else
    {
      answer_code (self, call);
    }
}

static JsonNode *
wrong_type (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      JsonNode *object = json_node_new (JSON_NODE_OBJECT);

      json_node_take_object (object, json_object_new ());
      return object;
    }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_init_double (json_node_alloc (), 0.5);
  if (JSON_NODE_HOLDS_VALUE (node))
    return json_node_init_string (json_node_alloc (), "many");
  return json_node_init_boolean (json_node_alloc (), TRUE);
}

/* Objects and arrays stay, so that everything in them is wrong rather than missing; so does the
 * code of the envelope, without which nobody would look further. */
static void
spoil_types (JsonNode *node, gboolean is_root)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *l = names; l != NULL; l = l->next)
        {
          JsonNode *member = json_object_get_member (object, l->data);

          if (JSON_NODE_HOLDS_OBJECT (member) || JSON_NODE_HOLDS_ARRAY (member))
            spoil_types (member, FALSE);
          else if (!is_root || strcmp (l->data, "code") != 0)
            json_object_set_member (object, l->data, wrong_type (member));
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        spoil_types (json_array_get_element (array, i), FALSE);
    }
}

static void
double_lists (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) values = json_object_get_values (json_node_get_object (node));

      for (GList *l = values; l != NULL; l = l->next)
        double_lists (l->data);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      guint length = json_array_get_length (array);

      for (guint i = 0; i < length; i++)
        json_array_add_element (array, json_node_copy (json_array_get_element (array, i)));
    }
}

static void
empty_lists (JsonObject *data)
{
  g_autoptr (GList) names = json_object_get_members (data);

  for (GList *l = names; l != NULL; l = l->next)
    {
      if (JSON_NODE_HOLDS_ARRAY (json_object_get_member (data, l->data)))
        json_object_set_array_member (data, l->data, json_array_new ());
    }
  json_object_set_boolean_member (data, "has_more", TRUE);
}

void
sandbox_fault_spoil_envelope (const SandboxFault *self, SandboxCall *call)
{
  JsonObject *envelope = json_node_get_object (call->envelope);
  JsonNode *data = json_object_get_member (envelope, "data");

  if (strcmp (self->name, "types") == 0)
    spoil_types (call->envelope, TRUE);
  else if (strcmp (self->name, "null") == 0)
    json_object_set_null_member (envelope, "data");
  else if (strcmp (self->name, "twice") == 0 && data != NULL)
    double_lists (data);
  else if (strcmp (self->name, "endless") == 0 && data != NULL && JSON_NODE_HOLDS_OBJECT (data))
    empty_lists (json_node_get_object (data));
}

/* Breaks every string that is a value in JSON, and the middle of whatever has none. */
static GBytes *
spoil_utf8 (GBytes *body)
{
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  gboolean is_json = size > 0 && data[0] == '{';
  g_autoptr (GByteArray) spoilt = g_byte_array_sized_new ((guint) size + 64);

  for (gsize i = 0; i < size; i++)
    {
      g_byte_array_append (spoilt, (const guint8 *) data + i, 1);
      if (is_json ? i > 0 && data[i] == '"' && data[i - 1] == ':' : i == size / 2)
        g_byte_array_append (spoilt, (const guint8 *) "\xff\xc3", 2);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&spoilt));
}

GBytes *
sandbox_fault_spoil_body (const SandboxFault *self, GBytes *body)
{
  if (strcmp (self->name, "truncated") == 0)
    return g_bytes_new_from_bytes (body, 0, g_bytes_get_size (body) / 2);
  if (strcmp (self->name, "utf8") == 0)
    return spoil_utf8 (body);
  return g_bytes_ref (body);
}
