/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-json"

#include "bili-json.h"

#include <math.h>
#include <string.h>

#include "bili-error.h"
#include "bili-json-scan.h"
#include "bili-line.h"

/* Whole numbers up to here are exact as doubles. */
#define MAX_EXACT_DOUBLE 9007199254740992.0

JsonNode *
bili_json_parse (GBytes *body, GError **error)
{
  return bili_json_parse_bounded (body, BILI_JSON_MAX_SIZE, BILI_JSON_MAX_VALUES, error);
}

JsonNode *
bili_json_parse_bounded (GBytes *body, gsize max_size, guint max_values, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  const char *text;
  const char *problem;
  gsize length;

  g_return_val_if_fail (body != NULL, NULL);

  text = g_bytes_get_data (body, &length);
  if (length > max_size)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_TOO_LARGE,
                   "The answer has %" G_GSIZE_FORMAT " bytes", length);
      return NULL;
    }
  if (length == 0)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer is empty");
      return NULL;
    }
  /* Refuses NUL as well, which UTF-8 has but no text of a service. */
  if (!g_utf8_validate (text, length, NULL))
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer is not valid UTF-8");
      return NULL;
    }
  if (!bili_json_scan (text, length, BILI_JSON_MAX_DEPTH, max_values, &problem))
    {
      g_set_error_literal (error, BILI_ERROR, BILI_ERROR_PROTOCOL, problem);
      return NULL;
    }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, length, NULL)
      || json_parser_get_root (parser) == NULL)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer is not JSON");
      return NULL;
    }

  return json_parser_steal_root (parser);
}

JsonNode *
bili_json_get (JsonNode *node, const char *name)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  return json_object_get_member (json_node_get_object (node), name);
}

JsonNode *
bili_json_get_path (JsonNode *node, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);

  for (guint i = 0; names[i] != NULL && node != NULL; i++)
    node = bili_json_get (node, names[i]);

  return node;
}

guint
bili_json_length (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return 0;

  return json_array_get_length (json_node_get_array (node));
}

JsonNode *
bili_json_element (JsonNode *node, guint index)
{
  if (index >= bili_json_length (node))
    return NULL;

  return json_array_get_element (json_node_get_array (node), index);
}

/* What kind of scalar @node is; %G_TYPE_INVALID when it is none. */
static GType
scalar_type (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return G_TYPE_INVALID;

  return json_node_get_value_type (node);
}

char *
bili_json_dup_text (JsonNode *node)
{
  return bili_json_dup_bounded_text (node, G_MAXUINT);
}

char *
bili_json_dup_bounded_text (JsonNode *node, guint max_chars)
{
  GType type = scalar_type (node);
  const char *text;
  const char *end;

  if (type == G_TYPE_INT64)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

      return strlen (number) <= max_chars ? g_steal_pointer (&number) : NULL;
    }
  if (type != G_TYPE_STRING)
    return NULL;

  text = json_node_get_string (node);
  end = text;
  for (guint i = 0; i < max_chars && *end != '\0'; i++)
    end = g_utf8_next_char (end);

  return g_strndup (text, end - text);
}

char *
bili_json_dup_line (JsonNode *node, guint max_chars)
{
  g_autofree char *text = bili_json_dup_bounded_text (node, max_chars);

  return text != NULL ? bili_line_from_text (text, max_chars) : NULL;
}

/* The whole of @text as a number in the way of JSON: not in the locale's, nor in the C library's,
 * which takes `0x10` and `inf`. */
static gboolean
parse_double (const char *text, double *value)
{
  const char *problem;
  char *end;

  if (text[0] != '-' && !g_ascii_isdigit (text[0]))
    return FALSE;
  if (!bili_json_scan (text, strlen (text), 0, 1, &problem))
    return FALSE;

  *value = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*value);
}

gint64
bili_json_int (JsonNode *node, gint64 fallback)
{
  GType type = scalar_type (node);
  gint64 integer;
  double value;

  if (type == G_TYPE_INT64)
    return json_node_get_int (node);

  if (type == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &integer, NULL))
        return integer;
      if (!parse_double (text, &value))
        return fallback;
    }
  else if (type == G_TYPE_DOUBLE)
    {
      value = json_node_get_double (node);
    }
  else
    {
      return fallback;
    }

  if (!isfinite (value) || fabs (value) > MAX_EXACT_DOUBLE || value != floor (value))
    return fallback;

  return (gint64) value;
}

gint64
bili_json_time (JsonNode *node)
{
  gint64 time = bili_json_int (node, 0);

  return time > 0 && time <= BILI_JSON_MAX_TIME ? time : 0;
}

double
bili_json_double (JsonNode *node, double fallback)
{
  GType type = scalar_type (node);
  double value;

  if (type == G_TYPE_INT64)
    return json_node_get_int (node);
  if (type == G_TYPE_STRING)
    return parse_double (json_node_get_string (node), &value) ? value : fallback;
  if (type != G_TYPE_DOUBLE)
    return fallback;

  value = json_node_get_double (node);
  return isfinite (value) ? value : fallback;
}

gboolean
bili_json_bool (JsonNode *node, gboolean fallback)
{
  GType type = scalar_type (node);

  if (type == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  if (type == G_TYPE_INT64)
    return json_node_get_int (node) != 0;

  return fallback;
}

/* The first of the two twins that says something. */
static char *
dup_words (JsonNode *root)
{
  static const char *const names[] = { "message", "msg" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *words = bili_json_dup_bounded_text (bili_json_get (root, names[i]), 400);

      if (words != NULL && words[0] != '\0')
        return g_steal_pointer (&words);
    }

  return NULL;
}

static gboolean
is_lone_voucher (JsonNode *data)
{
  return bili_json_get (data, "v_voucher") != NULL
         && json_object_get_size (json_node_get_object (data)) == 1;
}

JsonNode *
bili_json_parse_envelope (GBytes *body, int *code, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *words = NULL;
  JsonNode *data;
  gint64 answer;

  if (code != NULL)
    *code = 0;

  root = bili_json_parse (body, error);
  if (root == NULL)
    return NULL;

  answer = bili_json_int (bili_json_get (root, "code"), G_MININT64);
  if (answer < G_MININT || answer > G_MAXINT)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no code");
      return NULL;
    }
  if (code != NULL)
    *code = answer;

  data = bili_json_get (root, "data");
  if (answer == 0 && !is_lone_voucher (data))
    return g_steal_pointer (&root);

  words = dup_words (root);
  if (answer == 0 || (answer == -401 && bili_json_get (data, "ga_data") != NULL))
    g_propagate_error (error, bili_error_new_risk_control (answer, words));
  else
    g_propagate_error (error, bili_error_new_service (answer, words));

  return NULL;
}
