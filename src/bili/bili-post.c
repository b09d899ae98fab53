/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-post"

#include "bili-post.h"

#include <json-glib/json-glib.h>

/* The service's own web page names itself so. */
#define META_FROM "create.dynamic.web"
#define META_APP "web"
#define TOPIC_SOURCE "dyn.web.list"

enum
{
  SCENE_TEXT = 1,
  SCENE_PICTURES = 2,
};

BiliPost *
bili_post_new (void)
{
  BiliPost *self = g_new0 (BiliPost, 1);

  self->nodes = bili_nodes_new ();
  return self;
}

static void
bili_place_free (BiliPlace *self)
{
  g_free (self->poi);
  g_free (self->title);
  g_free (self->address);
  g_free (self);
}

void
bili_post_free (BiliPost *self)
{
  g_ptr_array_unref (self->nodes);
  g_free (self->title);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_free (self->topic_id);
  g_free (self->topic_name);
  g_free (self->upload_id);
  g_clear_pointer (&self->place, bili_place_free);
  g_free (self);
}

char *
bili_post_make_upload_id (const char *mid, gint64 unix_seconds, guint32 random)
{
  return g_strdup_printf ("%s_%" G_GINT64_FORMAT "_%u", mid, unix_seconds, 1000 + random % 9000);
}

static gboolean
is_beyond_bmp (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_utf8_get_char (p) > 0xffff)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_pictures (const BiliPost *self)
{
  return self->pictures != NULL && self->pictures->len > 0;
}

gboolean
bili_post_is_text_only (const BiliPost *self)
{
  gboolean mentions = FALSE;
  gboolean beyond_bmp = FALSE;

  if (has_pictures (self) || (self->title != NULL && self->title[0] != '\0')
      || self->topic_id != NULL || self->only_me || self->publish_time != 0)
    return FALSE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const BiliNode *node = self->nodes->pdata[i];

      if (node->type == BILI_NODE_VOTE)
        return FALSE;

      mentions |= node->type == BILI_NODE_MENTION;
      beyond_bmp |= is_beyond_bmp (node->text);
    }

  return !(mentions && beyond_bmp);
}

static char *
generate (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_double (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
begin_object (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
add_location (JsonBuilder *builder, double longitude, double latitude)
{
  begin_object (builder, "location");
  add_double (builder, "lng", longitude);
  add_double (builder, "lat", latitude);
  json_builder_end_object (builder);
}

static char *
make_extension (const BiliPlace *place)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_int (builder, "emoji_type", 1);

  if (place == NULL)
    {
      begin_object (builder, "from");
      add_int (builder, "emoji_type", 1);
      json_builder_end_object (builder);
    }
  else
    {
      begin_object (builder, "lbs_cfg");
      add_text (builder, "title", place->title);
      add_text (builder, "poi", place->poi);
      add_text (builder, "show_title", place->title);
      add_int (builder, "type", 1);
      add_text (builder, "address", place->address);
      add_location (builder, place->longitude, place->latitude);
      add_int (builder, "distance", 0);
      json_builder_end_object (builder);
    }

  begin_object (builder, "flag_cfg");
  json_builder_end_object (builder);

  if (place != NULL)
    {
      begin_object (builder, "from_cfg");
      add_location (builder, place->real_longitude, place->real_latitude);
      json_builder_end_object (builder);
    }

  json_builder_end_object (builder);
  return generate (builder);
}

/* The text, whom it mentions, and where: places and lengths are characters, and each mention takes
 * the one space behind it along. */
static void
write_mentions (GPtrArray *nodes, GString *content, GString *at_uids, JsonBuilder *ctrl)
{
  glong location = 0;

  for (guint i = 0; i < nodes->len; i++)
    {
      const BiliNode *node = nodes->pdata[i];
      const BiliNode *next = i + 1 < nodes->len ? nodes->pdata[i + 1] : NULL;
      glong length = g_utf8_strlen (node->text, -1);

      g_string_append (content, node->text);

      if (node->type == BILI_NODE_MENTION)
        {
          json_builder_begin_object (ctrl);
          add_int (ctrl, "location", location);
          add_int (ctrl, "type", 1);
          add_int (ctrl, "length", length + 1);
          add_text (ctrl, "data", node->id);
          json_builder_end_object (ctrl);

          g_string_append_printf (at_uids, "%s%s", at_uids->len > 0 ? "," : "", node->id);

          if (next == NULL || next->type != BILI_NODE_TEXT || next->text[0] != ' ')
            {
              g_string_append_c (content, ' ');
              length++;
            }
        }

      location += length;
    }
}

BiliForm *
bili_post_to_form (const BiliPost *self, const char *csrf)
{
  BiliForm *form = bili_form_new ();
  g_autoptr (GString) content = g_string_new (NULL);
  g_autoptr (GString) at_uids = g_string_new (NULL);
  g_autoptr (JsonBuilder) ctrl_builder = json_builder_new ();
  g_autofree char *extension = make_extension (self->place);
  g_autofree char *ctrl = NULL;

  json_builder_begin_array (ctrl_builder);
  write_mentions (self->nodes, content, at_uids, ctrl_builder);
  json_builder_end_array (ctrl_builder);
  ctrl = generate (ctrl_builder);

  bili_form_add_int (form, "dynamic_id", 0);
  bili_form_add_int (form, "type", 4);
  bili_form_add_int (form, "rid", 0);
  bili_form_add (form, "content", content->str);
  bili_form_add_int (form, "up_choose_comment", self->comments == BILI_COMMENTS_CURATED);
  bili_form_add_int (form, "up_close_comment", self->comments == BILI_COMMENTS_CLOSED);
  bili_form_add (form, "extension", extension);
  bili_form_add (form, "at_uids", at_uids->str);
  bili_form_add (form, "ctrl", ctrl);
  bili_form_add (form, "csrf_token", csrf);
  bili_form_add (form, "csrf", csrf);
  return form;
}

static void
add_contents (JsonBuilder *builder, const BiliPost *self)
{
  begin_object (builder, "content");
  if (self->title != NULL && self->title[0] != '\0')
    add_text (builder, "title", self->title);

  json_builder_set_member_name (builder, "contents");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const BiliNode *node = self->nodes->pdata[i];

      json_builder_begin_object (builder);
      add_text (builder, "raw_text", node->text);
      add_int (builder, "type", node->type);
      add_text (builder, "biz_id", node->id);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_pictures (JsonBuilder *builder, GPtrArray *pictures)
{
  json_builder_set_member_name (builder, "pics");
  json_builder_begin_array (builder);
  for (guint i = 0; i < pictures->len; i++)
    {
      const BiliPicture *picture = pictures->pdata[i];

      json_builder_begin_object (builder);
      add_text (builder, "img_src", picture->url);
      add_int (builder, "img_width", picture->width);
      add_int (builder, "img_height", picture->height);
      add_double (builder, "img_size", picture->size);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* One object holds who comments, who sees it and when it appears: whatever is set goes in
 * together. */
static void
add_option (JsonBuilder *builder, const BiliPost *self)
{
  if (self->comments == BILI_COMMENTS_OPEN && !self->only_me && self->publish_time == 0)
    return;

  begin_object (builder, "option");
  if (self->comments == BILI_COMMENTS_CURATED)
    add_int (builder, "up_choose_comment", 1);
  if (self->comments == BILI_COMMENTS_CLOSED)
    add_int (builder, "close_comment", 1);
  if (self->only_me)
    add_int (builder, "private_pub", 1);
  if (self->publish_time != 0)
    add_int (builder, "timer_pub_time", self->publish_time);
  json_builder_end_object (builder);
}

char *
bili_post_to_json (const BiliPost *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  begin_object (builder, "dyn_req");
  add_contents (builder, self);

  if (has_pictures (self))
    add_pictures (builder, self->pictures);

  if (self->topic_id != NULL)
    {
      begin_object (builder, "topic");
      add_int (builder, "id", g_ascii_strtoll (self->topic_id, NULL, 10));
      if (self->topic_name != NULL)
        add_text (builder, "name", self->topic_name);
      add_text (builder, "from_source", TOPIC_SOURCE);
      add_int (builder, "from_topic_id", 0);
      json_builder_end_object (builder);
    }

  add_option (builder, self);
  add_int (builder, "scene", has_pictures (self) ? SCENE_PICTURES : SCENE_TEXT);

  if (self->upload_id != NULL)
    {
      add_text (builder, "upload_id", self->upload_id);
      json_builder_set_member_name (builder, "attach_card");
      json_builder_add_null_value (builder);
      begin_object (builder, "meta");
      begin_object (builder, "app_meta");
      add_text (builder, "from", META_FROM);
      add_text (builder, "mobi_app", META_APP);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }

  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return generate (builder);
}
