/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-compose"

#include "bili-compose.h"

#include "bili-error.h"
#include "bili-json.h"
#include "bili-parse.h"

#define MAX_LIST 50
#define MAX_PACKS 200
#define MAX_EMOTES 500
#define MAX_NAME 100
#define MAX_URL 2048
#define MAX_STAT 64
#define MAX_ID 20

/* Kinds of emote packs; the fourth holds texts instead of pictures. */
#define PACK_KAOMOJI 4
#define EMOTE_LARGE 2
#define GROUP_FOLLOWED 2

/* What no service would sensibly name as a limit. */
#define MOST_TEXT 100000
#define MOST_MENTIONS 1000
#define MOST_UPLOAD_MIB 100

void
bili_topic_free (BiliTopic *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->stat);
  g_free (self);
}

void
bili_mention_free (BiliMention *self)
{
  g_free (self->mid);
  g_free (self->name);
  g_free (self->face);
  g_free (self);
}

void
bili_emote_free (BiliEmote *self)
{
  g_free (self->text);
  g_free (self->url);
  g_free (self);
}

void
bili_emote_pack_free (BiliEmotePack *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->url);
  g_ptr_array_unref (self->emotes);
  g_free (self);
}

static char *
dup_nonempty (JsonNode *node, guint max_chars)
{
  g_autofree char *text = bili_json_dup_bounded_text (node, max_chars);

  return text != NULL && text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

/* The same on one line, for what is shown as a name */
static char *
dup_name (JsonNode *node, guint max_chars)
{
  g_autofree char *name = bili_json_dup_line (node, max_chars);

  return name != NULL && name[0] != '\0' ? g_steal_pointer (&name) : NULL;
}

/* A list that may be missing or null where it is empty; anything else in its place is no such
 * answer. */
static gboolean
check_list (JsonNode *data, JsonNode *list, GError **error)
{
  if (data != NULL && JSON_NODE_HOLDS_OBJECT (data)
      && (list == NULL || JSON_NODE_HOLDS_NULL (list) || JSON_NODE_HOLDS_ARRAY (list)))
    return TRUE;

  g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no list");
  return FALSE;
}

/* Elements that cannot be read are passed over, but a list of nothing else says nothing at all: it
 * is not to be taken for an empty one. */
static gboolean
check_read (guint n_read, guint n_unread, GError **error)
{
  if (n_read > 0 || n_unread == 0)
    return TRUE;

  g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "Nothing in the list can be read");
  return FALSE;
}

static BiliTopic *
parse_topic (JsonNode *node)
{
  BiliTopic *self;
  g_autofree char *id = bili_parse_id (bili_json_get (node, "id"));
  g_autofree char *name = dup_name (bili_json_get (node, "name"), MAX_NAME);

  if (id == NULL || name == NULL)
    return NULL;

  self = g_new0 (BiliTopic, 1);
  self->id = g_steal_pointer (&id);
  self->name = g_steal_pointer (&name);
  self->stat = dup_name (bili_json_get (node, "stat_desc"), MAX_STAT);
  return self;
}

GPtrArray *
bili_topics_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  g_autoptr (GPtrArray) topics = NULL;
  JsonNode *list;

  if (root == NULL)
    return NULL;

  list = bili_json_get_path (root, "data.topic_items");
  if (!check_list (bili_json_get (root, "data"), list, error))
    return NULL;

  topics = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_topic_free);
  for (guint i = 0; i < bili_json_length (list) && topics->len < MAX_LIST; i++)
    {
      BiliTopic *topic = parse_topic (bili_json_element (list, i));

      if (topic != NULL)
        g_ptr_array_add (topics, topic);
    }

  if (!check_read (topics->len, bili_json_length (list), error))
    return NULL;

  return g_steal_pointer (&topics);
}

static BiliMention *
parse_mention (JsonNode *node, gboolean followed)
{
  BiliMention *self;
  g_autofree char *mid = bili_parse_id (bili_json_get (node, "uid"));
  g_autofree char *name = dup_name (bili_json_get (node, "name"), MAX_NAME);

  if (mid == NULL || name == NULL)
    return NULL;

  self = g_new0 (BiliMention, 1);
  self->mid = g_steal_pointer (&mid);
  self->name = g_steal_pointer (&name);
  self->face = dup_nonempty (bili_json_get (node, "face"), MAX_URL);
  self->fans = MAX (bili_json_int (bili_json_get (node, "fans"), 0), 0);
  self->followed = followed;
  return self;
}

GPtrArray *
bili_mentions_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  g_autoptr (GPtrArray) mentions = NULL;
  JsonNode *groups;
  guint n_unread = 0;

  if (root == NULL)
    return NULL;

  groups = bili_json_get_path (root, "data.groups");
  if (!check_list (bili_json_get (root, "data"), groups, error))
    return NULL;

  mentions = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_mention_free);
  for (guint i = 0; i < bili_json_length (groups); i++)
    {
      JsonNode *group = bili_json_element (groups, i);
      JsonNode *items = bili_json_get (group, "items");
      gboolean followed = bili_json_int (bili_json_get (group, "group_type"), 0) == GROUP_FOLLOWED;

      if (!check_list (group, items, NULL))
        n_unread++;
      for (guint j = 0; j < bili_json_length (items) && mentions->len < MAX_LIST; j++)
        {
          BiliMention *mention = parse_mention (bili_json_element (items, j), followed);

          if (mention != NULL)
            g_ptr_array_add (mentions, mention);
          else
            n_unread++;
        }
    }

  if (!check_read (mentions->len, n_unread, error))
    return NULL;

  return g_steal_pointer (&mentions);
}

/* An emote's text goes into posts between brackets; one that is not so cannot be an emote. */
static gboolean
is_emote_name (const char *text)
{
  gsize length = strlen (text);

  return length > 2 && text[0] == '[' && strchr (text, ']') == text + length - 1;
}

/* Whether it is one that the account may not use */
static gboolean
is_withheld (JsonNode *node)
{
  return bili_json_bool (bili_json_get_path (node, "flags.no_access"), FALSE);
}

static BiliEmote *
parse_emote (JsonNode *node, gboolean kaomoji)
{
  BiliEmote *self;
  g_autofree char *text = dup_nonempty (bili_json_get (node, "text"), MAX_NAME);
  g_autofree char *url = kaomoji ? NULL : dup_nonempty (bili_json_get (node, "url"), MAX_URL);

  if (text == NULL || (!kaomoji && (url == NULL || !is_emote_name (text))))
    return NULL;

  self = g_new0 (BiliEmote, 1);
  self->text = g_steal_pointer (&text);
  self->url = g_steal_pointer (&url);
  self->large = bili_json_int (bili_json_get_path (node, "meta.size"), 1) == EMOTE_LARGE;
  return self;
}

/* @n_unread: (inout): counts what cannot be read */
static BiliEmotePack *
parse_pack (JsonNode *node, guint *n_unread)
{
  g_autoptr (GPtrArray) emotes = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_emote_free);
  JsonNode *list = bili_json_get (node, "emote");
  gboolean kaomoji = bili_json_int (bili_json_get (node, "type"), 0) == PACK_KAOMOJI;
  BiliEmotePack *self;

  if (!check_list (node, list, NULL))
    (*n_unread)++;
  for (guint i = 0; i < bili_json_length (list) && emotes->len < MAX_EMOTES; i++)
    {
      JsonNode *element = bili_json_element (list, i);
      BiliEmote *emote = is_withheld (element) ? NULL : parse_emote (element, kaomoji);

      if (emote != NULL)
        g_ptr_array_add (emotes, emote);
      else if (!is_withheld (element))
        (*n_unread)++;
    }

  if (emotes->len == 0)
    return NULL;

  self = g_new0 (BiliEmotePack, 1);
  self->id = bili_json_dup_bounded_text (bili_json_get (node, "id"), MAX_ID);
  self->name = bili_json_dup_line (bili_json_get (node, "text"), MAX_NAME);
  self->url = kaomoji ? NULL : dup_nonempty (bili_json_get (node, "url"), MAX_URL);
  self->emotes = g_steal_pointer (&emotes);
  if (self->id == NULL)
    self->id = g_strdup ("");
  if (self->name == NULL)
    self->name = g_strdup ("");
  return self;
}

GPtrArray *
bili_emotes_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  g_autoptr (GPtrArray) packs = NULL;
  JsonNode *list;
  guint n_unread = 0;

  if (root == NULL)
    return NULL;

  list = bili_json_get_path (root, "data.packages");
  if (!check_list (bili_json_get (root, "data"), list, error))
    return NULL;

  packs = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_emote_pack_free);
  for (guint i = 0; i < bili_json_length (list) && packs->len < MAX_PACKS; i++)
    {
      BiliEmotePack *pack = parse_pack (bili_json_element (list, i), &n_unread);

      if (pack != NULL)
        g_ptr_array_add (packs, pack);
    }

  if (!check_read (packs->len, n_unread, error))
    return NULL;

  return g_steal_pointer (&packs);
}

guint
bili_title_count (const char *title)
{
  guint count = 0;

  for (; *title != '\0'; title = g_utf8_next_char (title))
    count += g_utf8_get_char (title) > 0xffff ? 2 : 1;

  return count;
}

static guint
parse_limit (JsonNode *settings, const char *name, guint most, guint fallback)
{
  gint64 limit = bili_json_int (bili_json_get (settings, name), 0);

  return limit > 0 && limit <= most ? (guint) limit : fallback;
}

gboolean
bili_limits_parse (GBytes *body, BiliLimits *limits, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  JsonNode *settings;

  *limits = BILI_LIMITS_DEFAULT;
  if (root == NULL)
    return FALSE;

  settings = bili_json_get_path (root, "data.settings");
  limits->text = parse_limit (settings, "max_content_length", MOST_TEXT, limits->text);
  limits->mentions = parse_limit (settings, "max_at_count", MOST_MENTIONS, limits->mentions);
  limits->upload_mib
    = parse_limit (settings, "max_upload_size", MOST_UPLOAD_MIB, limits->upload_mib);
  return TRUE;
}
