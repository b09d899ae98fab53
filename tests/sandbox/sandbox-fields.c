/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Queries, forms and JSON bodies: taking them apart, and comparing them with what a call allows. */

#define G_LOG_DOMAIN "sandbox-fields"

#include "sandbox-call.h"

#include <string.h>

void
sandbox_field_free (SandboxField *self)
{
  g_free (self->name);
  g_free (self->value);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_free (self);
}

static SandboxField *
field_new (char *name, char *value, GBytes *file)
{
  SandboxField *self = g_new0 (SandboxField, 1);

  self->name = name;
  self->value = value;
  self->file = file;
  return self;
}

static char *
decode (const char *text)
{
  g_autofree char *spaced = g_strdup (text);
  g_autofree char *plain = NULL;

  plain = g_uri_unescape_string (g_strdelimit (spaced, "+", ' '), NULL);
  return plain != NULL && g_utf8_validate (plain, -1, NULL) ? g_steal_pointer (&plain) : NULL;
}

GPtrArray *
sandbox_fields_parse (const char *text)
{
  g_autoptr (GPtrArray) fields
      = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_field_free);
  g_auto (GStrv) pairs = g_strsplit (text != NULL ? text : "", "&", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (pairs[i][0] == '\0')
        continue;
      if (equals != NULL)
        *equals = '\0';
      name = decode (pairs[i]);
      value = decode (equals != NULL ? equals + 1 : "");
      if (name == NULL || value == NULL)
        return NULL;
      g_ptr_array_add (fields, field_new (g_steal_pointer (&name), g_steal_pointer (&value), NULL));
    }
  return g_steal_pointer (&fields);
}

GPtrArray *
sandbox_fields_parse_multipart (const char *content_type, GBytes *body)
{
  g_autoptr (GPtrArray) fields
      = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_field_free);
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_MULTIPART);
  SoupMultipart *multipart;

  soup_message_headers_append (headers, "Content-Type", content_type);
  multipart = soup_multipart_new_from_message (headers, body);
  soup_message_headers_unref (headers);
  if (multipart == NULL)
    return NULL;
  for (int i = 0; i < soup_multipart_get_length (multipart); i++)
    {
      SoupMessageHeaders *part_headers;
      GBytes *part;
      g_autofree char *disposition = NULL;
      g_autoptr (GHashTable) params = NULL;
      const char *name;
      const char *file_name;
      gconstpointer data;
      gsize size;

      soup_multipart_get_part (multipart, i, &part_headers, &part);
      if (!soup_message_headers_get_content_disposition (part_headers, &disposition, &params)
          || g_ascii_strcasecmp (disposition, "form-data") != 0
          || (name = g_hash_table_lookup (params, "name")) == NULL)
        {
          soup_multipart_free (multipart);
          return NULL;
        }
      file_name = g_hash_table_lookup (params, "filename");
      data = g_bytes_get_data (part, &size);
      if (file_name != NULL)
        g_ptr_array_add (fields,
                         field_new (g_strdup (name), g_strdup (file_name), g_bytes_ref (part)));
      else
        g_ptr_array_add (fields, field_new (g_strdup (name),
                                            g_utf8_make_valid (data, (gssize) size), NULL));
    }
  soup_multipart_free (multipart);
  return g_steal_pointer (&fields);
}

/* Whether @name is what @pattern, @length bytes, says; '#' stands for digits. */
static gboolean
name_matches (const char *name, const char *pattern, gsize length)
{
  const char *end = pattern + length;

  while (pattern < end)
    {
      if (*pattern == '#')
        {
          if (!g_ascii_isdigit (*name))
            return FALSE;
          while (g_ascii_isdigit (*name))
            name++;
          pattern++;
        }
      else if (*pattern++ != *name++)
        {
          return FALSE;
        }
    }
  return *name == '\0';
}

static gboolean
is_integer (const char *text)
{
  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, NULL, NULL);
}

static gboolean
value_matches (const SandboxField *field, const char *type)
{
  g_auto (GStrv) words = NULL;

  if (strcmp (type, "f") == 0)
    return field->file != NULL;
  if (field->file != NULL)
    return FALSE;
  if (type[0] == '\0')
    return TRUE;
  if (strcmp (type, "i") == 0)
    return is_integer (field->value);
  words = g_strsplit (type, "|", -1);
  return g_strv_contains ((const char *const *) words, field->value);
}

gboolean
sandbox_fields_check (GPtrArray *fields, const char *spec)
{
  g_auto (GStrv) rules = g_strsplit (spec != NULL ? spec : "", " ", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint matched = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      const SandboxField *field = fields->pdata[i];

      if (!g_hash_table_add (seen, field->name))
        return FALSE;
    }
  for (guint r = 0; rules[r] != NULL; r++)
    {
      gsize length = strcspn (rules[r], "!:");
      gboolean required = rules[r][length] == '!';
      const char *colon = strchr (rules[r], ':');
      gboolean found = FALSE;

      for (guint i = 0; i < fields->len; i++)
        {
          const SandboxField *field = fields->pdata[i];

          if (name_matches (field->name, rules[r], length))
            {
              if (!value_matches (field, colon != NULL ? colon + 1 : ""))
                return FALSE;
              found = TRUE;
              matched++;
            }
        }
      if (required && !found)
        return FALSE;
    }
  return matched == fields->len;
}

static gboolean check_shape (JsonNode *node, const char **shape);

/* Goes over a shape without comparing. */
static void
skip_shape (const char **shape)
{
  int depth = 0;

  do
    {
      char c = *(*shape)++;

      if (c == '{' || c == '[')
        depth++;
      else if (c == '}' || c == ']')
        depth--;
      else if (c == '?')
        continue;
    }
  while (depth > 0 || (*shape)[-1] == '?');
}

static gboolean
check_object (JsonNode *node, const char **shape)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  guint matched = 0;

  if (object == NULL)
    return FALSE;
  for ((*shape)++; **shape != '}'; *shape += **shape == ',')
    {
      gsize length = strcspn (*shape, "!:");
      g_autofree char *name = g_strndup (*shape, length);
      gboolean required = (*shape)[length] == '!';

      *shape += length + (required ? 2 : 1);
      if (json_object_has_member (object, name))
        {
          matched++;
          if (!check_shape (json_object_get_member (object, name), shape))
            return FALSE;
        }
      else if (required)
        {
          return FALSE;
        }
      else
        {
          skip_shape (shape);
        }
    }
  (*shape)++;
  return matched == json_object_get_size (object);
}

static gboolean
check_array (JsonNode *node, const char **shape)
{
  const char *start = *shape + 1;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *element = start;

      if (!check_shape (json_array_get_element (array, i), &element))
        return FALSE;
    }
  skip_shape (shape);
  return TRUE;
}

static gboolean
check_shape (JsonNode *node, const char **shape)
{
  GType type;

  if (**shape == '?')
    {
      if (JSON_NODE_HOLDS_NULL (node))
        {
          skip_shape (shape);
          return TRUE;
        }
      (*shape)++;
    }
  if (**shape == '{')
    return check_object (node, shape);
  if (**shape == '[')
    return check_array (node, shape);
  type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  switch (*(*shape)++)
    {
    case 's':
      return type == G_TYPE_STRING;
    case 'i':
      return type == G_TYPE_INT64;
    case 'n':
      return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
    case 'b':
      return type == G_TYPE_BOOLEAN;
    case '*':
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

gboolean
sandbox_shape_check (JsonNode *node, const char *shape)
{
  return check_shape (node, &shape);
}
