/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-draft"

/* How a draft is kept on disk. Texts name the choices, so that a file can be read by eye; members
 * that are not understood, such as a newer version's, stay where they are. */

#include "tuwen-draft-fields.h"

#include "bili-compose.h"
#include "bili-json.h"
#include "tuwen-draft-picture-private.h"

#define VERSION 1
#define MAX_ID 64
/* The nodes of a text that was changed are looked for this far behind where the last one was
 * found. */
#define MAX_AHEAD 200

typedef struct
{
  int value;
  const char *name;
} Name;

static const Name node_types[] = {
  { BILI_NODE_TEXT, "text" },
  { BILI_NODE_MENTION, "mention" },
  { BILI_NODE_VOTE, "vote" },
  { BILI_NODE_EMOTE, "emote" },
  { 0, NULL },
};

static const Name comments[] = {
  { BILI_COMMENTS_OPEN, "open" },
  { BILI_COMMENTS_CURATED, "curated" },
  { BILI_COMMENTS_CLOSED, "closed" },
  { 0, NULL },
};

static const Name categories[] = {
  { BILI_PICTURE_DAILY, "daily" },
  { BILI_PICTURE_DRAW, "draw" },
  { BILI_PICTURE_COS, "cos" },
  { 0, NULL },
};

static const Name states[] = {
  { TUWEN_DRAFT_WRITING, "writing" },
  { TUWEN_DRAFT_PUBLISHING, "publishing" },
  { TUWEN_DRAFT_UNKNOWN, "unknown" },
  /* Whoever was looking is gone after a restart. */
  { TUWEN_DRAFT_CHECKING, "unknown" },
  { TUWEN_DRAFT_NOT_FOUND, "not-found" },
  { TUWEN_DRAFT_PUBLISHED, "published" },
  { TUWEN_DRAFT_SCHEDULED, "scheduled" },
  { TUWEN_DRAFT_TOO_NEAR, "too-near" },
  { TUWEN_DRAFT_TRASHED, "trashed" },
  { 0, NULL },
};

static const Name actions[] = {
  { TUWEN_ACTION_NONE, "none" },
  { TUWEN_ACTION_PUBLISH_NOW, "publish-now" },
  { TUWEN_ACTION_REMOVE, "remove" },
  { 0, NULL },
};

static const char *
get_name (const Name *names, int value)
{
  for (; names->name != NULL; names++)
    {
      if (names->value == value)
        return names->name;
    }

  return NULL;
}

/* Returns -1 for a name that is not known, which a newer version may have written. */
static int
find_name (JsonNode *node, const Name *names)
{
  g_autofree char *text = bili_json_dup_bounded_text (node, MAX_ID);

  for (; text != NULL && names->name != NULL; names++)
    {
      if (g_str_equal (names->name, text))
        return names->value;
    }

  return -1;
}

static int
read_name (JsonNode *node, const Name *names, int fallback)
{
  int value = find_name (node, names);

  return value >= 0 ? value : fallback;
}

/* A newer version's name stays while nobody chose anything else than what it was taken for. */
static void
write_name (JsonObject *object, const char *member, const Name *names, int value, int fallback)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || value != fallback || find_name (node, names) >= 0)
    json_object_set_string_member (object, member, get_name (names, value));
}

/* Returns NULL for what is missing and for the empty text alike. */
static char *
read_text (JsonNode *node, const char *member)
{
  g_autofree char *text = bili_json_dup_text (bili_json_get (node, member));

  return text != NULL && text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
read_text_or_empty (JsonNode *node, const char *member)
{
  char *text = read_text (node, member);

  return text != NULL ? text : g_strdup ("");
}

static void
read_nodes (TuwenDraft *self, JsonNode *list)
{
  for (guint i = 0; i < bili_json_length (list); i++)
    {
      JsonNode *node = bili_json_element (list, i);
      g_autofree char *text = read_text (node, "text");
      g_autofree char *id = read_text (node, "id");

      int type = read_name (bili_json_get (node, "type"), node_types, BILI_NODE_TEXT);

      /* A vote has its place before it has a title */
      if (text != NULL || type == BILI_NODE_VOTE)
        g_ptr_array_add (self->nodes, bili_node_new (type, text, id));
    }
}

static void
read_vote (TuwenDraft *self, JsonNode *node, GHashTable *files)
{
  JsonNode *options = bili_json_get (node, "options");
  guint n_options = MIN (bili_json_length (options), BILI_VOTE_MAX_OPTIONS);
  BiliVote *vote;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  vote = bili_vote_new ();
  g_free (vote->title);
  vote->title = read_text_or_empty (node, "title");
  g_free (vote->description);
  vote->description = read_text_or_empty (node, "description");
  vote->pictures = bili_json_bool (bili_json_get (node, "pictures"), FALSE);
  vote->choices = (guint) CLAMP (bili_json_int (bili_json_get (node, "choices"), 1), 1,
                                 BILI_VOTE_MAX_OPTIONS);
  vote->duration = CLAMP (bili_json_int (bili_json_get (node, "duration"), 0), 0, G_MAXINT32);

  for (guint i = 0; i < n_options; i++)
    {
      JsonNode *option = bili_json_element (options, i);
      JsonNode *picture_node = bili_json_get (option, "picture");
      g_autofree char *text = read_text_or_empty (option, "text");
      TuwenDraftPicture *picture = NULL;

      g_ptr_array_add (vote->options, bili_vote_option_new (text, NULL));
      if (picture_node != NULL)
        picture = tuwen_draft_picture_new_from_json (self->folder, picture_node, files);
      if (picture != NULL)
        tuwen_draft_adopt_picture (self, picture);
      g_ptr_array_add (self->vote_pictures, picture);
    }

  self->vote = vote;
}

static void
read_pictures (TuwenDraft *self, JsonNode *list, GHashTable *files)
{
  for (guint i = 0; i < bili_json_length (list); i++)
    {
      JsonNode *node = bili_json_element (list, i);
      g_autoptr (TuwenDraftPicture) picture = NULL;

      if (g_list_model_get_n_items (G_LIST_MODEL (self->pictures)) < BILI_LIMIT_PICTURES)
        picture = tuwen_draft_picture_new_from_json (self->folder, node, files);
      if (picture == NULL)
        {
          g_ptr_array_add (self->unknown_pictures, json_node_copy (node));
          continue;
        }

      tuwen_draft_adopt_picture (self, picture);
      g_list_store_append (self->pictures, picture);
    }
}

static void
read_journal (TuwenJournal *journal, JsonNode *node)
{
  JsonNode *state = bili_json_get (node, "state");

  /* What a newer version was doing may have been done: that is to be looked at before it is done
   * again. */
  journal->state
      = state != NULL ? read_name (state, states, TUWEN_DRAFT_UNKNOWN) : TUWEN_DRAFT_WRITING;
  journal->pressed = bili_json_bool (bili_json_get (node, "pressed"), FALSE);
  journal->creating_vote = bili_json_bool (bili_json_get (node, "creating-vote"), FALSE);
  journal->vote_id = read_text (node, "vote");
  journal->vote_made = bili_json_time (bili_json_get (node, "vote-made"));
  journal->upload_id = read_text (node, "upload");
  journal->newest = read_text (node, "newest");
  journal->others = read_text (node, "others");
  journal->began = bili_json_time (bili_json_get (node, "began"));
  journal->sent_time = bili_json_time (bili_json_get (node, "sent-time"));
  journal->post_id = read_text (node, "post");
  journal->scheduled_id = read_text (node, "scheduled");
  /* That there was none is something else than that nobody looked. */
  journal->listed = bili_json_dup_text (bili_json_get (node, "listed"));
  journal->action = read_name (bili_json_get (node, "action"), actions, TUWEN_ACTION_NONE);
  journal->acted = bili_json_time (bili_json_get (node, "acted"));
  journal->replaces = read_text (node, "replaces");
  journal->replaces_draft = read_text (node, "replaces-draft");
  journal->trashed = bili_json_time (bili_json_get (node, "trashed"));
  journal->told = bili_json_bool (bili_json_get (node, "told"), FALSE);
  journal->partial = bili_json_bool (bili_json_get (node, "partial"), FALSE);
  journal->covers = read_text (node, "covers");
}

/* What was to appear at a time that cannot be read must not appear at once: it has one that is over
 * long ago. */
static gint64
read_publish_time (JsonNode *node)
{
  gint64 time = bili_json_time (node);

  if (time != 0 || node == NULL || JSON_NODE_HOLDS_NULL (node) || bili_json_int (node, -1) == 0)
    return time;

  return 1;
}

TuwenDraft *
tuwen_draft_new_from_json (const char *folder,
                           const char *id,
                           BiliClock *clock,
                           JsonNode *root,
                           GHashTable *files)
{
  TuwenDraft *self;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)
      || bili_json_int (bili_json_get (root, "version"), 0) < 1)
    return NULL;

  self = tuwen_draft_new (folder, id, clock);
  self->unknown = json_object_ref (json_node_get_object (root));
  self->modified = bili_json_time (bili_json_get (root, "modified"));
  self->mid = read_text (root, "mid");
  read_nodes (self, bili_json_get (root, "text"));
  g_free (self->title);
  self->title = read_text_or_empty (root, "title");
  self->topic_id = read_text (bili_json_get (root, "topic"), "id");
  if (self->topic_id != NULL)
    self->topic_name = read_text (bili_json_get (root, "topic"), "name");
  self->comments = read_name (bili_json_get (root, "comments"), comments, BILI_COMMENTS_OPEN);
  self->only_me = bili_json_bool (bili_json_get (root, "only-me"), FALSE);
  self->category = read_name (bili_json_get (root, "category"), categories, BILI_PICTURE_DAILY);
  self->keep_metadata = bili_json_bool (bili_json_get (root, "keep-metadata"), FALSE);
  self->publish_time = read_publish_time (bili_json_get (root, "publish-time"));
  self->open = bili_json_bool (bili_json_get (root, "open"), FALSE);
  self->discarded = bili_json_bool (bili_json_get (root, "discarded"), FALSE);
  read_vote (self, bili_json_get (root, "vote"), files);
  read_pictures (self, bili_json_get (root, "pictures"), files);
  read_journal (&self->journal, bili_json_get (root, "journal"));
  return self;
}

gboolean
tuwen_draft_is_understood (TuwenDraft *self)
{
  return self->unknown_pictures->len == 0
         && (self->unknown == NULL
             || bili_json_int (json_object_get_member (self->unknown, "version"), 0) <= VERSION);
}

static void
copy_members (JsonNode *from, JsonObject *to)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (from == NULL || !JSON_NODE_HOLDS_OBJECT (from))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (from));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (to, name, json_node_copy (value));
}

/* What stood at @member when the draft was read */
static JsonNode *
get_old (TuwenDraft *self, const char *member)
{
  return self->unknown != NULL ? json_object_get_member (self->unknown, member) : NULL;
}

/* A copy of it, or an empty object */
static JsonObject *
begin_object (TuwenDraft *self, const char *member)
{
  JsonObject *object = json_object_new ();

  copy_members (get_old (self, member), object);
  return object;
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL && text[0] != '\0')
    json_object_set_string_member (object, member, text);
  else
    json_object_remove_member (object, member);
}

static gboolean
is_same_node (const BiliNode *node, JsonNode *old)
{
  g_autofree char *text = read_text_or_empty (old, "text");
  g_autofree char *id = read_text_or_empty (old, "id");

  return g_str_equal (text, node->text) && g_str_equal (id, node->id)
         && read_name (bili_json_get (old, "type"), node_types, BILI_NODE_TEXT) == (int) node->type;
}

/* Returns what @node was read from, looking from element *@at on; NULL for a node that is new. */
static JsonNode *
find_old_node (JsonNode *list, const BiliNode *node, guint *at)
{
  for (guint i = *at; i < MIN (bili_json_length (list), *at + MAX_AHEAD); i++)
    {
      JsonNode *old = bili_json_element (list, i);

      if (is_same_node (node, old))
        {
          *at = i + 1;
          return old;
        }
    }

  return NULL;
}

static JsonArray *
write_nodes (TuwenDraft *self)
{
  JsonArray *list = json_array_new ();
  JsonNode *old_list = get_old (self, "text");
  guint at = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const BiliNode *node = self->nodes->pdata[i];
      JsonObject *object = json_object_new ();

      copy_members (find_old_node (old_list, node, &at), object);
      write_name (object, "type", node_types, node->type, BILI_NODE_TEXT);
      json_object_set_string_member (object, "text", node->text);
      set_text (object, "id", node->id);
      json_array_add_object_element (list, object);
    }

  return list;
}

static JsonObject *
write_vote (TuwenDraft *self)
{
  JsonObject *object = begin_object (self, "vote");
  JsonArray *options = json_array_new ();

  json_object_set_string_member (object, "title", self->vote->title);
  json_object_set_string_member (object, "description", self->vote->description);
  json_object_set_boolean_member (object, "pictures", self->vote->pictures);
  json_object_set_int_member (object, "choices", self->vote->choices);
  json_object_set_int_member (object, "duration", self->vote->duration);

  for (guint i = 0; i < self->vote->options->len; i++)
    {
      const BiliVoteOption *option = self->vote->options->pdata[i];
      TuwenDraftPicture *picture = tuwen_draft_get_vote_picture (self, i);
      JsonObject *option_object = json_object_new ();
      JsonNode *old = bili_json_element (bili_json_get (get_old (self, "vote"), "options"), i);
      g_autofree char *old_text = read_text_or_empty (old, "text");

      if (g_str_equal (old_text, option->text))
        copy_members (old, option_object);
      json_object_remove_member (option_object, "picture");
      json_object_set_string_member (option_object, "text", option->text);
      if (picture != NULL)
        json_object_set_member (option_object, "picture", tuwen_draft_picture_to_json (picture));
      json_array_add_object_element (options, option_object);
    }

  json_object_set_array_member (object, "options", options);
  return object;
}

static JsonArray *
write_pictures (TuwenDraft *self)
{
  JsonArray *list = json_array_new ();
  guint n_pictures = g_list_model_get_n_items (G_LIST_MODEL (self->pictures));

  for (guint i = 0; i < n_pictures; i++)
    {
      g_autoptr (TuwenDraftPicture) picture
          = g_list_model_get_item (G_LIST_MODEL (self->pictures), i);

      json_array_add_element (list, tuwen_draft_picture_to_json (picture));
    }

  for (guint i = 0; i < self->unknown_pictures->len; i++)
    json_array_add_element (list, json_node_copy (self->unknown_pictures->pdata[i]));

  return list;
}

static JsonObject *
write_journal (TuwenDraft *self)
{
  const TuwenJournal *journal = &self->journal;
  JsonObject *object = begin_object (self, "journal");

  write_name (object, "state", states, journal->state, TUWEN_DRAFT_UNKNOWN);
  json_object_set_boolean_member (object, "pressed", journal->pressed);
  json_object_set_boolean_member (object, "creating-vote", journal->creating_vote);
  set_text (object, "vote", journal->vote_id);
  json_object_set_int_member (object, "vote-made", journal->vote_made);
  set_text (object, "upload", journal->upload_id);
  set_text (object, "newest", journal->newest);
  set_text (object, "others", journal->others);
  json_object_set_int_member (object, "began", journal->began);
  json_object_set_int_member (object, "sent-time", journal->sent_time);
  set_text (object, "post", journal->post_id);
  set_text (object, "scheduled", journal->scheduled_id);
  if (journal->listed != NULL)
    json_object_set_string_member (object, "listed", journal->listed);
  else
    json_object_remove_member (object, "listed");
  write_name (object, "action", actions, journal->action, TUWEN_ACTION_NONE);
  json_object_set_int_member (object, "acted", journal->acted);
  set_text (object, "replaces", journal->replaces);
  set_text (object, "replaces-draft", journal->replaces_draft);
  json_object_set_int_member (object, "trashed", journal->trashed);
  json_object_set_boolean_member (object, "told", journal->told);
  json_object_set_boolean_member (object, "partial", journal->partial);
  set_text (object, "covers", journal->covers);
  return object;
}

char *
tuwen_draft_to_json (TuwenDraft *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  if (self->unknown != NULL)
    {
      g_autoptr (JsonNode) old = json_node_init_object (json_node_alloc (), self->unknown);

      copy_members (old, object);
    }

  if (!json_object_has_member (object, "version"))
    json_object_set_int_member (object, "version", VERSION);
  json_object_set_int_member (object, "modified", self->modified);
  set_text (object, "mid", self->mid);
  json_object_set_array_member (object, "text", write_nodes (self));
  json_object_set_string_member (object, "title", self->title);
  if (self->topic_id != NULL)
    {
      JsonObject *topic = begin_object (self, "topic");

      json_object_set_string_member (topic, "id", self->topic_id);
      set_text (topic, "name", self->topic_name);
      json_object_set_object_member (object, "topic", topic);
    }
  else
    {
      json_object_remove_member (object, "topic");
    }
  write_name (object, "comments", comments, self->comments, BILI_COMMENTS_OPEN);
  json_object_set_boolean_member (object, "only-me", self->only_me);
  write_name (object, "category", categories, self->category, BILI_PICTURE_DAILY);
  json_object_set_boolean_member (object, "keep-metadata", self->keep_metadata);
  json_object_set_int_member (object, "publish-time", self->publish_time);
  json_object_set_boolean_member (object, "open", self->open);
  if (self->discarded)
    json_object_set_boolean_member (object, "discarded", TRUE);
  else
    json_object_remove_member (object, "discarded");
  if (self->vote != NULL)
    json_object_set_object_member (object, "vote", write_vote (self));
  else
    json_object_remove_member (object, "vote");
  json_object_set_array_member (object, "pictures", write_pictures (self));
  json_object_set_object_member (object, "journal", write_journal (self));

  json_node_take_object (root, object);
  return json_to_string (root, TRUE);
}
