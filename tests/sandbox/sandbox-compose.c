/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From what was sent to a post: the service's rules about text, nodes, pictures, topic and options.
 * Source: the seed, service notes §5.4, §7, §7.5. */

#define G_LOG_DOMAIN "sandbox-compose"

#include "sandbox-compose.h"

#include <string.h>

#include "sandbox-panels.h"

#define MAX_TITLE 20
#define MAX_MENTIONS 20
#define MAX_PICTURES 9

enum
{
  NODE_TEXT = 1,
  NODE_MENTION = 2,
  NODE_VOTE = 4,
  NODE_EMOTE = 9,
};

guint
sandbox_compose_count_halves (const char *text)
{
  guint halves = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      halves += c <= 0xff ? 1 : c <= 0xffff ? 2 : 4;
    }
  return halves;
}

guint
sandbox_compose_count_units (const char *text)
{
  guint units = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    units += g_utf8_get_char (p) > 0xffff ? 2 : 1;
  return units;
}

SandboxUpload *
sandbox_compose_find_upload (SandboxWorld *world, const char *url)
{
  static const char *const prefixes[]
      = { "http://i0.hdslb.com", "https://i0.hdslb.com", "//i0.hdslb.com" };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_str_has_prefix (url, prefixes[i]))
        return g_hash_table_lookup (world->uploads, url + strlen (prefixes[i]));
    }
  return NULL;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) ? json_object_get_string_member (object, name) : "";
}

static gint64
get_number (JsonObject *object, const char *name, gint64 otherwise)
{
  return json_object_has_member (object, name) ? json_object_get_int_member (object, name)
                                               : otherwise;
}

static gboolean
is_number (const char *text)
{
  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT64, NULL, NULL);
}

/* Returns: (nullable): what is wrong with the node */
static const char *
check_node (SandboxWorld *world, SandboxPost *post, JsonObject *node, guint *mentions)
{
  const char *text = get_text (node, "raw_text");
  const char *biz = get_text (node, "biz_id");
  gint64 vote;

  switch (get_number (node, "type", NODE_TEXT))
    {
    case NODE_TEXT:
      return biz[0] == '\0' ? NULL : "文本节点不能带 biz_id";
    case NODE_MENTION:
      (*mentions)++;
      return is_number (biz) && text[0] != '\0' ? NULL : "提及的用户无效";
    case NODE_VOTE:
      if (post->vote != 0)
        return "只能添加一个投票";
      if (!g_ascii_string_to_signed (biz, 10, 1, G_MAXINT64, &vote, NULL)
          || !g_hash_table_contains (world->votes, &vote))
        return "投票不存在";
      post->vote = vote;
      return NULL;
    case NODE_EMOTE:
      return biz[0] == '\0' && sandbox_panels_has_emote (text) ? NULL : "表情不存在";
    default:
      return "不支持的内容类型";
    }
}

static const char *
compose_text (SandboxWorld *world, SandboxPost *post, JsonObject *content)
{
  JsonArray *nodes = json_object_get_array_member (content, "contents");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) copy = NULL;
  guint mentions = 0;
  const char *title = get_text (content, "title");

  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      JsonObject *node = json_array_get_object_element (nodes, i);
      const char *problem = check_node (world, post, node, &mentions);

      if (problem != NULL)
        return problem;
      g_string_append (text, get_text (node, "raw_text"));
    }
  if (mentions > MAX_MENTIONS)
    return "提及的人太多了";
  if (sandbox_compose_count_halves (text->str) > 2 * world->max_text)
    return "内容超出字数限制";
  if (sandbox_compose_count_units (title) > MAX_TITLE)
    return "标题超出字数限制";
  if (title[0] != '\0')
    post->title = g_strdup (title);
  copy = json_node_init_array (json_node_alloc (), nodes);
  post->nodes = json_to_string (copy, FALSE);
  post->text = g_string_free (g_steal_pointer (&text), FALSE);
  return NULL;
}

static const char *
compose_pictures (SandboxWorld *world, SandboxPost *post, JsonArray *pictures)
{
  if (json_array_get_length (pictures) > MAX_PICTURES)
    return "图片数量超出限制";
  for (guint i = 0; i < json_array_get_length (pictures); i++)
    {
      JsonObject *picture = json_array_get_object_element (pictures, i);
      const char *url = get_text (picture, "img_src");

      if (sandbox_compose_find_upload (world, url) == NULL)
        return "图片不存在";
      /* Width and height go on to readers as they were sent, unchecked. */
      g_ptr_array_add (post->pictures,
                       sandbox_picture_new (url, (int) get_number (picture, "img_width", 0),
                                            (int) get_number (picture, "img_height", 0),
                                            json_object_has_member (picture, "img_size")
                                                ? json_object_get_double_member (picture,
                                                                                 "img_size")
                                                : 0.0));
    }
  return NULL;
}

static const char *
compose_options (SandboxPost *post, JsonObject *option)
{
  gint64 closed = get_number (option, "close_comment", 0);
  gint64 chosen = get_number (option, "up_choose_comment", 0);
  gint64 only_me = get_number (option, "private_pub", 0);

  if (closed < 0 || closed > 1 || chosen < 0 || chosen > 1 || only_me < 0 || only_me > 1)
    return "请求错误";
  if (closed == 1 && chosen == 1)
    return "评论设置冲突";
  if (only_me == 1 && json_object_has_member (option, "timer_pub_time"))
    return "仅自己可见的动态不能定时发布";
  post->comments_closed = closed == 1;
  post->comments_chosen = chosen == 1;
  post->only_me = only_me == 1;
  return NULL;
}

static const char *
compose_topic (SandboxPost *post, JsonObject *topic)
{
  gint64 id = get_number (topic, "id", 0);
  const char *name = sandbox_panels_get_topic (id);

  if (name == NULL)
    return "话题不存在";
  post->topic = id;
  post->topic_name = g_strdup (name);
  return NULL;
}

/* `<mid>_<unix seconds>_<4 digits>` */
static gboolean
is_upload_id (const char *text, const char *mid)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strv_length (parts) == 3 && strcmp (parts[0], mid) == 0 && is_number (parts[1])
         && strlen (parts[2]) == 4 && strspn (parts[2], G_CSET_DIGITS) == 4;
}

static const char *
compose (SandboxWorld *world, SandboxPost *post, JsonObject *request)
{
  gint64 scene = get_number (request, "scene", 0);
  const char *problem = NULL;

  if (json_object_has_member (request, "content"))
    problem = compose_text (world, post, json_object_get_object_member (request, "content"));
  else
    post->text = g_strdup ("");
  if (problem == NULL && json_object_has_member (request, "pics"))
    problem = compose_pictures (world, post, json_object_get_array_member (request, "pics"));
  if (problem == NULL && json_object_has_member (request, "option"))
    problem = compose_options (post, json_object_get_object_member (request, "option"));
  if (problem == NULL && json_object_has_member (request, "topic"))
    problem = compose_topic (post, json_object_get_object_member (request, "topic"));
  if (problem != NULL)
    return problem;
  if (json_object_has_member (request, "upload_id")
      && !is_upload_id (get_text (request, "upload_id"), post->mid))
    return "请求错误";
  /* Scene 1 is text, 2 has pictures; text alone passes as 2 as well. */
  if (scene != 2 && (scene != 1 || post->pictures->len > 0))
    return "动态类型错误";
  if (post->pictures->len == 0)
    {
      g_autofree char *text = g_strdup (post->text);

      if (g_strstrip (text)[0] == '\0')
        return "内容不能为空";
    }
  return NULL;
}

SandboxPost *
sandbox_compose (SandboxWorld *world, const char *mid, JsonObject *request, const char **words)
{
  SandboxPost *post = g_new0 (SandboxPost, 1);

  post->mid = g_strdup (mid);
  post->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_picture_free);
  *words = compose (world, post, request);
  if (*words != NULL)
    g_clear_pointer (&post, sandbox_post_free);
  return post;
}
