/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-schedule"

#include "bili-schedule.h"

#include "bili-compose.h"
#include "bili-error.h"
#include "bili-json.h"
#include "bili-parse.h"

#define MAX_ITEMS 10000
#define MAX_NODES 1000
#define MAX_TEXT 20000
#define MAX_TITLE 200
#define MAX_URL 2048
#define MAX_SIDE 100000
#define MAX_WORDS 400

/* `publish_status`. Source: service notes §8, a guess of one client. */
#define STATUS_FAILED 3

void
bili_scheduled_free (BiliScheduled *self)
{
  g_free (self->id);
  g_free (self->mid);
  g_free (self->error_words);
  g_free (self->text);
  g_free (self->title);
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_free (self->topic_id);
  g_free (self->topic_name);
  g_free (self);
}

static gpointer
copy_picture (gconstpointer picture, gpointer user_data)
{
  return bili_picture_copy (picture);
}

BiliScheduled *
bili_scheduled_copy (const BiliScheduled *self)
{
  BiliScheduled *copy = g_new0 (BiliScheduled, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->mid = g_strdup (self->mid);
  copy->error_words = g_strdup (self->error_words);
  copy->text = g_strdup (self->text);
  copy->title = g_strdup (self->title);
  copy->nodes = bili_nodes_copy (self->nodes);
  copy->pictures = g_ptr_array_copy (self->pictures, copy_picture, NULL);
  copy->topic_id = g_strdup (self->topic_id);
  copy->topic_name = g_strdup (self->topic_name);
  return copy;
}

void
bili_scheduled_list_free (BiliScheduledList *self)
{
  g_ptr_array_unref (self->items);
  g_free (self);
}

const BiliScheduled *
bili_scheduled_list_find (const BiliScheduledList *self, const char *id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const BiliScheduled *item = self->items->pdata[i];

      if (g_str_equal (item->id, id))
        return item;
    }

  return NULL;
}

/* Returns NULL for the empty text too. */
static char *
dup_nonempty (JsonNode *node, guint max_chars)
{
  g_autofree char *text = bili_json_dup_bounded_text (node, max_chars);

  return text != NULL && text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

/* Some members hold JSON in a text, some the JSON itself; which does is not the same everywhere.
 * Returns (transfer full) (nullable): a node of its own. */
static JsonNode *
unwrap (JsonNode *node)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return node != NULL ? json_node_ref (node) : NULL;

  text = bili_json_dup_text (node);
  if (text == NULL)
    return NULL;

  size = strlen (text);
  bytes = g_bytes_new_take (g_steal_pointer (&text), size);
  return bili_json_parse (bytes, NULL);
}

static BiliNodeType
get_node_type (JsonNode *node)
{
  switch (bili_json_int (node, BILI_NODE_TEXT))
    {
    case BILI_NODE_MENTION:
      return BILI_NODE_MENTION;
    case BILI_NODE_VOTE:
      return BILI_NODE_VOTE;
    case BILI_NODE_EMOTE:
      return BILI_NODE_EMOTE;
    default:
      return BILI_NODE_TEXT;
    }
}

static void
read_contents (BiliScheduled *self, JsonNode *contents)
{
  for (guint i = 0; i < MIN (bili_json_length (contents), MAX_NODES); i++)
    {
      JsonNode *node = bili_json_element (contents, i);
      g_autofree char *text = dup_nonempty (bili_json_get (node, "raw_text"), MAX_TEXT);
      g_autofree char *id = bili_parse_id (bili_json_get (node, "biz_id"));

      if (text != NULL)
        g_ptr_array_add (self->nodes,
                         bili_node_new (get_node_type (bili_json_get (node, "type")), text, id));
    }
}

/* A text of the old calls, which say elsewhere where a mention stands in it. */
static void
read_plain (BiliScheduled *self, JsonNode *node)
{
  g_autofree char *text = dup_nonempty (node, MAX_TEXT);

  if (text != NULL && self->nodes->len == 0)
    g_ptr_array_add (self->nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
}

static int
read_side (JsonNode *node)
{
  return (int) CLAMP (bili_json_int (node, 0), 0, MAX_SIDE);
}

static void
read_pictures (BiliScheduled *self, JsonNode *member)
{
  g_autoptr (JsonNode) list = unwrap (member);

  for (guint i = 0; i < bili_json_length (list) && self->pictures->len < BILI_LIMIT_PICTURES; i++)
    {
      JsonNode *node = bili_json_element (list, i);
      g_autofree char *url = dup_nonempty (bili_json_get (node, "img_src"), MAX_URL);
      BiliPicture *picture;

      if (url == NULL)
        continue;

      picture = g_new0 (BiliPicture, 1);
      picture->url = g_steal_pointer (&url);
      picture->width = read_side (bili_json_get (node, "img_width"));
      picture->height = read_side (bili_json_get (node, "img_height"));
      picture->size = MAX (bili_json_double (bili_json_get (node, "img_size"), 0), 0);
      g_ptr_array_add (self->pictures, picture);
    }
}

static void
read_options (BiliScheduled *self, JsonNode *request)
{
  JsonNode *option = bili_json_get (request, "option");

  if (bili_json_bool (bili_json_get (option, "close_comment"), FALSE)
      || bili_json_bool (bili_json_get (request, "up_close_comment"), FALSE))
    self->comments = BILI_COMMENTS_CLOSED;
  else if (bili_json_bool (bili_json_get (option, "up_choose_comment"), FALSE)
           || bili_json_bool (bili_json_get (request, "up_choose_comment"), FALSE))
    self->comments = BILI_COMMENTS_CURATED;

  self->only_me = bili_json_bool (bili_json_get (option, "private_pub"), FALSE);
  self->topic_id = bili_parse_id (bili_json_get_path (request, "topic.id"));
  if (self->topic_id != NULL)
    self->topic_name = dup_nonempty (bili_json_get_path (request, "topic.name"), MAX_TITLE);
  if (self->time == 0)
    self->time = bili_json_time (bili_json_get (option, "timer_pub_time"));
}

/* `request` is what one of three calls was sent: create/dyn, the old one for text, the old one for
 * pictures. */
static void
read_request (BiliScheduled *self, JsonNode *member)
{
  g_autoptr (JsonNode) whole = unwrap (member);
  JsonNode *inner = bili_json_get (whole, "dyn_req");
  JsonNode *request = inner != NULL ? inner : whole;
  g_autoptr (JsonNode) content = NULL;

  read_plain (self, bili_json_get (request, "description"));
  read_contents (self, bili_json_get_path (request, "content.contents"));
  if (self->nodes->len == 0)
    {
      /* A whole `content` in a text, or else the text itself */
      content = unwrap (bili_json_get (request, "content"));
      read_contents (self, bili_json_get (content, "contents"));
      read_plain (self, bili_json_get (request, "content"));
    }
  self->title = dup_nonempty (bili_json_get_path (request, "content.title"), MAX_TITLE);
  if (self->title == NULL)
    self->title = dup_nonempty (bili_json_get (request, "title"), MAX_TITLE);
  read_pictures (self, bili_json_get (request, "pics"));
  if (self->pictures->len == 0)
    read_pictures (self, bili_json_get (request, "pictures"));
  read_options (self, request);
  self->understood = self->nodes->len > 0 || self->pictures->len > 0 || self->title != NULL;
}

static char *
join_text (GPtrArray *nodes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    g_string_append (text, ((const BiliNode *) nodes->pdata[i])->text);

  return g_string_free (text, FALSE);
}

static BiliScheduled *
read_item (JsonNode *node)
{
  BiliScheduled *self;
  g_autofree char *id = bili_parse_id (bili_json_get (node, "draft_id"));

  if (id == NULL)
    return NULL;

  self = g_new0 (BiliScheduled, 1);
  self->id = g_steal_pointer (&id);
  self->mid = bili_parse_id (bili_json_get (node, "uid"));
  self->time = bili_json_time (bili_json_get (node, "publish_time"));
  self->updated = bili_json_time (bili_json_get (node, "update_time"));
  self->error_code = (int) CLAMP (bili_json_int (bili_json_get (node, "error_code"), 0), G_MININT,
                                  G_MAXINT);
  self->error_words = bili_json_dup_line (bili_json_get (node, "error_msg"), MAX_WORDS);
  if (self->error_words != NULL && self->error_words[0] == '\0')
    g_clear_pointer (&self->error_words, g_free);
  self->failed = self->error_code != 0
                 || bili_json_int (bili_json_get (node, "publish_status"), 0) == STATUS_FAILED;
  self->nodes = bili_nodes_new ();
  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_picture_free);
  read_request (self, bili_json_get (node, "request"));
  self->text = join_text (self->nodes);
  return self;
}

BiliScheduledList *
bili_scheduled_list_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  g_autoptr (BiliScheduledList) self = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonNode *data;
  JsonNode *drafts;

  if (root == NULL)
    return NULL;

  /* An account that has scheduled nothing may have no list at all, but something has to say so. */
  data = bili_json_get (root, "data");
  drafts = bili_json_get (data, "drafts");
  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data)
      || (drafts != NULL && !JSON_NODE_HOLDS_ARRAY (drafts) && !JSON_NODE_HOLDS_NULL (drafts)))
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL,
                   "The answer has no list of scheduled posts");
      return NULL;
    }

  self = g_new0 (BiliScheduledList, 1);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_scheduled_free);
  self->complete = bili_json_length (drafts) <= MAX_ITEMS;
  for (guint i = 0; i < MIN (bili_json_length (drafts), MAX_ITEMS); i++)
    {
      BiliScheduled *item = read_item (bili_json_element (drafts, i));

      if (item == NULL)
        self->complete = FALSE;
      else if (g_hash_table_add (seen, item->id))
        g_ptr_array_add (self->items, item);
      else
        bili_scheduled_free (item);
    }

  if (bili_json_length (drafts) > 0 && self->items->len == 0)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "No scheduled post could be read");
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
bili_scheduled_result_parse (GBytes *body, char **post_id, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  g_autofree char *words = NULL;
  JsonNode *data;
  gint64 failure;

  *post_id = NULL;
  if (root == NULL)
    return FALSE;

  data = bili_json_get (root, "data");
  failure = bili_json_int (bili_json_get (data, "create_ec"), 0);
  if (failure != 0)
    {
      words = bili_json_dup_bounded_text (bili_json_get (data, "errmsg"), MAX_WORDS);
      g_propagate_error (error,
                         bili_error_new_service ((int) CLAMP (failure, G_MININT, G_MAXINT), words));
      return FALSE;
    }

  *post_id = bili_parse_id (bili_json_get (data, "dynamic_id_str"));
  if (*post_id == NULL)
    *post_id = bili_parse_id (bili_json_get (data, "dynamic_id"));
  return TRUE;
}
