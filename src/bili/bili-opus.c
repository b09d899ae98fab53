/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-opus"

#include "bili-opus.h"

#include <string.h>

#include "bili-error.h"
#include "bili-json.h"

#define MAX_ITEMS 200
#define MAX_TEXT 20000
#define MAX_URL 2048
#define MAX_COUNT 32
#define MAX_OFFSET 128
#define MAX_SIDE 100000

#define OPUS_EPOCH G_GINT64_CONSTANT (1498838400)

static gsize
get_room (const char *text)
{
  return text != NULL ? strlen (text) + 1 : 0;
}

/* Copies @text to @place, which goes on to behind it */
static char *
put (char **place, const char *text)
{
  char *copy = *place;

  if (text == NULL)
    return NULL;

  *place = g_stpcpy (copy, text) + 1;
  return copy;
}

BiliOpus *
bili_opus_new (const char *id,
               const char *text,
               const char *cover_url,
               const char *likes,
               const char *views)
{
  BiliOpus *self;
  char *place;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  self = g_malloc0 (sizeof *self + get_room (id) + get_room (text) + get_room (cover_url)
                    + get_room (likes) + get_room (views));
  place = (char *) (self + 1);
  self->id = put (&place, id);
  self->text = put (&place, text);
  self->cover_url = put (&place, cover_url);
  self->likes = put (&place, likes);
  self->views = put (&place, views);
  return self;
}

void
bili_opus_free (BiliOpus *self)
{
  g_free (self);
}

void
bili_opus_page_free (BiliOpusPage *self)
{
  g_ptr_array_unref (self->items);
  g_free (self->offset);
  g_free (self);
}

/* The id as a number; 0 when it is none. */
static gint64
parse_id (const char *id)
{
  gint64 number;

  /* A leading zero or sign would make two texts of one id. */
  if (id == NULL || id[0] < '1' || id[0] > '9'
      || !g_ascii_string_to_signed (id, 10, 1, G_MAXINT64, &number, NULL))
    return 0;

  return number;
}

/* Prefers the id's own member; an item without it may still say it in its address. */
static char *
dup_id (JsonNode *item)
{
  g_autofree char *id = bili_json_dup_text (bili_json_get (item, "opus_id"));
  g_autofree char *url = NULL;
  const char *in_url;

  if (parse_id (id) != 0)
    return g_steal_pointer (&id);

  url = bili_json_dup_bounded_text (bili_json_get (item, "jump_url"), MAX_URL);
  in_url = url != NULL ? strstr (url, "/opus/") : NULL;
  if (in_url == NULL)
    return NULL;

  in_url += strlen ("/opus/");
  g_free (id);
  id = g_strndup (in_url, strspn (in_url, "0123456789"));
  return parse_id (id) != 0 ? g_steal_pointer (&id) : NULL;
}

static char *
dup_nonempty (JsonNode *node, guint max_chars)
{
  g_autofree char *text = bili_json_dup_bounded_text (node, max_chars);

  return text != NULL && text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
dup_count (JsonNode *node)
{
  g_autofree char *count = bili_json_dup_line (node, MAX_COUNT);

  return count != NULL && count[0] != '\0' ? g_steal_pointer (&count) : NULL;
}

static int
parse_side (JsonNode *node)
{
  gint64 side = bili_json_int (node, 0);

  return side > 0 && side <= MAX_SIDE ? (int) side : 0;
}

static BiliOpus *
parse_item (JsonNode *item)
{
  JsonNode *cover = bili_json_get (item, "cover");
  g_autofree char *id = dup_id (item);
  g_autofree char *text
      = bili_json_dup_bounded_text (bili_json_get (item, "content"), MAX_TEXT);
  g_autofree char *cover_url = dup_nonempty (bili_json_get (cover, "url"), MAX_URL);
  g_autofree char *likes = dup_count (bili_json_get_path (item, "stat.like"));
  g_autofree char *views = dup_count (bili_json_get_path (item, "stat.view"));
  BiliOpus *self;

  if (id == NULL)
    return NULL;

  self = bili_opus_new (id, text != NULL ? text : "", cover_url, likes, views);
  if (cover_url != NULL)
    {
      self->cover_width = parse_side (bili_json_get (cover, "width"));
      self->cover_height = parse_side (bili_json_get (cover, "height"));
    }

  return self;
}

/* What the next page is asked with is the last item's id, also when the answer does not say so. */
static char *
parse_offset (JsonNode *data, GPtrArray *items)
{
  g_autofree char *offset = dup_nonempty (bili_json_get (data, "offset"), MAX_OFFSET);
  const BiliOpus *last;

  if (offset != NULL)
    return g_steal_pointer (&offset);
  if (items->len == 0)
    return g_strdup ("");

  last = items->pdata[items->len - 1];
  return g_strdup (last->id);
}

BiliOpusPage *
bili_opus_page_parse (GBytes *body, GError **error)
{
  g_autoptr (BiliOpusPage) page = NULL;
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  JsonNode *data;
  JsonNode *items;
  guint n_items;

  if (root == NULL)
    return NULL;

  data = bili_json_get (root, "data");
  items = bili_json_get (data, "items");
  /* An empty space may lack its list or have null for it, but says that nothing follows. */
  if ((items == NULL && bili_json_get (data, "has_more") == NULL)
      || (items != NULL && !JSON_NODE_HOLDS_ARRAY (items) && !JSON_NODE_HOLDS_NULL (items)))
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no list of posts");
      return NULL;
    }

  page = g_new0 (BiliOpusPage, 1);
  page->items = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_opus_free);
  n_items = MIN (bili_json_length (items), MAX_ITEMS);
  for (guint i = 0; i < n_items; i++)
    {
      BiliOpus *item = parse_item (bili_json_element (items, i));

      if (item != NULL)
        g_ptr_array_add (page->items, item);
    }

  /* One odd post is no reason to show nothing; nothing but odd posts is no empty space. */
  if (n_items > 0 && page->items->len == 0)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no post that has an id");
      return NULL;
    }

  page->offset = parse_offset (data, page->items);
  page->has_more = bili_json_bool (bili_json_get (data, "has_more"), FALSE);
  return g_steal_pointer (&page);
}

gint64
bili_opus_id_to_unix (const char *id)
{
  gint64 number = parse_id (id);

  return number != 0 ? (number >> 32) + OPUS_EPOCH : 0;
}
