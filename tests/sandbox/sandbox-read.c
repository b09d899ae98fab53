/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading: the opus feed of a space, one post, a user's card. */

#define G_LOG_DOMAIN "sandbox-read"

#include "sandbox-call.h"

#include <string.h>

#define PAGE_SIZE 20

/* 73, 1.2万: text, as people are to read it. */
static char *
count_text (guint count)
{
  if (count < 10000)
    return g_strdup_printf ("%u", count);
  return g_strdup_printf ("%u.%u万", count / 10000, count / 1000 % 10);
}

static char *
id_text (guint64 id)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, id);
}

/* Source: the seed's `data.items[]`. */
static GVariant *
make_item (const SandboxPost *post, gboolean is_own)
{
  g_auto (GVariantDict) item = G_VARIANT_DICT_INIT (NULL);
  g_auto (GVariantDict) stat = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *id = id_text (post->id);
  g_autofree char *jump = g_strconcat ("//www.bilibili.com/opus/", id, NULL);
  g_autofree char *likes = count_text (post->likes);

  g_variant_dict_insert (&item, "opus_id", "s", id);
  g_variant_dict_insert (&item, "content", "s",
                         post->article && post->title != NULL ? post->title : post->text);
  g_variant_dict_insert (&item, "jump_url", "s", jump);
  if (post->pictures->len > 0)
    {
      const SandboxPicture *cover = post->pictures->pdata[0];

      g_variant_dict_insert_value (
          &item, "cover",
          g_variant_new_parsed ("{'url': <%s>, 'width': <%i>, 'height': <%i>}", cover->url,
                                cover->width, cover->height));
    }
  g_variant_dict_insert (&stat, "like", "s", likes);
  if (is_own)
    {
      g_autofree char *views = count_text (post->views);

      g_variant_dict_insert (&stat, "view", "s", views);
    }
  g_variant_dict_insert_value (&item, "stat", g_variant_dict_end (&stat));
  return g_variant_dict_end (&item);
}

/* Where the page starts that follows @offset: how many posts are older than it. */
static guint
count_older (GPtrArray *posts, guint64 offset)
{
  guint low = 0;
  guint high = posts->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (((SandboxPost *) posts->pdata[middle])->id < offset)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_wanted (const SandboxPost *post, const char *type, gboolean is_own)
{
  if (post->only_me && !is_own)
    return FALSE;
  return strcmp (type, "all") == 0 || (strcmp (type, "article") == 0) == post->article;
}

static void
answer_feed (SandboxCall *call)
{
  const char *mid = sandbox_call_query (call, "host_mid");
  const char *offset = sandbox_call_query (call, "offset");
  const char *type = sandbox_call_query (call, "type");
  SandboxPerson *person = sandbox_world_find_person (call->world, mid);
  gboolean is_own = call->session != NULL && strcmp (call->session->mid, mid) == 0;
  g_auto (GVariantBuilder) items = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autofree char *last = g_strdup ("");
  guint count = 0;
  guint index;
  guint64 offset_id = 0;

  if (offset != NULL && offset[0] != '\0'
      && !g_ascii_string_to_unsigned (offset, 10, 1, G_MAXUINT64, &offset_id, NULL))
    {
      sandbox_call_refuse (call, -400, NULL);
      return;
    }
  if (person == NULL)
    {
      sandbox_call_answer (call,
                           g_variant_new_parsed ("{'has_more': <false>, 'items': <@aa{sv} []>, "
                                                 "'offset': <''>, 'update_num': <0>}"));
      return;
    }
  if (type == NULL || type[0] == '\0')
    type = "all";
  index = offset_id != 0 ? count_older (person->posts, offset_id) : person->posts->len;
  for (; index > 0 && count < PAGE_SIZE; index--)
    {
      const SandboxPost *post = person->posts->pdata[index - 1];

      if (!is_wanted (post, type, is_own))
        continue;
      g_variant_builder_add_value (&items, make_item (post, is_own));
      g_free (last);
      last = id_text (post->id);
      count++;
    }
  while (index > 0 && !is_wanted (person->posts->pdata[index - 1], type, is_own))
    index--;
  sandbox_call_answer (
      call, g_variant_new_parsed ("{'has_more': <%b>, 'items': <%@aa{sv}>, 'offset': <%s>, "
                                  "'update_num': <0>}",
                                  index > 0, g_variant_builder_end (&items), last));
}

static GVariant *
word_paragraph (const char *text)
{
  return g_variant_new_parsed (
      "{'para_type': <1>, 'align': <0>, 'text': <{'nodes': <[{"
      "'type': <'TEXT_NODE_TYPE_WORD'>, 'word': <{'words': <%s>, 'font_size': <17>}>}]>}>}",
      text);
}

static GVariant *
make_pictures (const SandboxPost *post)
{
  g_auto (GVariantBuilder) pictures = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < post->pictures->len; i++)
    {
      const SandboxPicture *picture = post->pictures->pdata[i];

      g_variant_builder_add_parsed (
          &pictures,
          "{'url': <%s>, 'width': <%i>, 'height': <%i>, 'size': <%d>, 'live_url': <@ms nothing>}",
          picture->url, picture->width, picture->height, picture->size);
    }
  return g_variant_builder_end (&pictures);
}

/* Source: service notes §15.1. Pictures of dynamics are on top, those of articles in the text. */
static GVariant *
make_modules (const SandboxPost *post, const SandboxPerson *person, gboolean is_own)
{
  g_auto (GVariantBuilder) modules = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_auto (GVariantBuilder) paragraphs = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_auto (GStrv) lines = g_strsplit (post->text, "\n", -1);
  gint64 time = sandbox_post_get_time (post);
  g_autoptr (GTimeZone) beijing = g_time_zone_new_offset (8 * 3600);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time);
  g_autoptr (GDateTime) moment = g_date_time_to_timezone (utc, beijing);
  g_autofree char *pub_time = g_date_time_format (moment, "%Y年%m月%d日 %H:%M");
  g_autofree char *views = count_text (post->views);
  g_autofree char *views_text = g_strconcat (views, "浏览", NULL);

  if (post->title != NULL)
    g_variant_builder_add_parsed (
        &modules, "{'module_type': <'MODULE_TYPE_TITLE'>, 'module_title': <{'text': <%s>}>}",
        post->title);
  if (!post->article && post->pictures->len > 0)
    g_variant_builder_add_parsed (&modules,
                                  "{'module_type': <'MODULE_TYPE_TOP'>, 'module_top': <{'display': "
                                  "<{'album': <{'pics': <%@aa{sv}>}>, 'type': <1>}>}>}",
                                  make_pictures (post));
  g_variant_builder_add_parsed (
      &modules,
      "{'module_type': <'MODULE_TYPE_AUTHOR'>, 'module_author': <{'name': <%s>, 'face': <%s>, "
      "'mid': <%x>, 'pub_time': <%s>, 'pub_ts': <%x>, 'following': <%b>, 'views_text': <%s>}>}",
      person->name, person->face, sandbox_call_number (person->mid, 0), pub_time, time,
      person->followed, is_own ? views_text : "");
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] != '\0')
        g_variant_builder_add_value (&paragraphs, word_paragraph (lines[i]));
    }
  if (post->article && post->pictures->len > 0)
    g_variant_builder_add_parsed (
        &paragraphs,
        "{'para_type': <2>, 'align': <1>, 'pic': <{'style': <1>, 'pics': <%@aa{sv}>}>}",
        make_pictures (post));
  g_variant_builder_add_parsed (
      &modules,
      "{'module_type': <'MODULE_TYPE_CONTENT'>, 'module_content': <{'paragraphs': <%@aa{sv}>}>}",
      g_variant_builder_end (&paragraphs));
  if (post->topic != 0)
    g_variant_builder_add_parsed (
        &modules,
        "{'module_type': <'MODULE_TYPE_TOPIC'>, 'module_topic': <{'id': <%x>, 'name': <%s>}>}",
        post->topic, post->topic_name != NULL ? post->topic_name : "");
  g_variant_builder_add_parsed (&modules,
                                "{'module_type': <'MODULE_TYPE_STAT'>, 'module_stat': <{"
                                "'like': <{'count': <%u>, 'forbidden': <false>, 'status': <%b>}>, "
                                "'comment': <{'count': <0>, 'forbidden': <%b>}>, "
                                "'forward': <{'count': <0>, 'forbidden': <false>}>}>}",
                                post->likes, post->liked, post->comments_closed);
  return g_variant_builder_end (&modules);
}

static void
answer_detail (SandboxCall *call)
{
  SandboxPost *post = sandbox_world_find_post (call->world, sandbox_call_query (call, "id"));
  SandboxPerson *person;
  gboolean is_own;
  g_autofree char *id = NULL;

  is_own = post != NULL && call->session != NULL && strcmp (call->session->mid, post->mid) == 0;
  if (post == NULL || (post->only_me && !is_own))
    {
      sandbox_call_refuse (call, -404, NULL);
      return;
    }
  person = sandbox_world_find_person (call->world, post->mid);
  id = id_text (post->id);
  sandbox_call_answer (
      call, g_variant_new_parsed (
                "{'item': <{'id_str': <%s>, 'type': <%i>, 'basic': <{'comment_id_str': <%s>, "
                "'comment_type': <%i>, 'rid_str': <%s>, 'title': <%s>, 'uid': <%x>}>, "
                "'modules': <%@aa{sv}>}>}",
                id, post->article ? 1 : 2, id, post->article ? 12 : 11, id,
                post->title != NULL ? post->title : "", sandbox_call_number (post->mid, 0),
                make_modules (post, person, is_own)));
}

/* Source: service notes §15.2. */
static void
answer_card (SandboxCall *call)
{
  SandboxPerson *person = sandbox_world_find_person (call->world, sandbox_call_query (call, "mid"));

  if (person == NULL)
    {
      sandbox_call_refuse (call, -404, NULL);
      return;
    }
  sandbox_call_answer (
      call,
      g_variant_new_parsed (
          "{'card': <{'mid': <%s>, 'name': <%s>, 'approve': <false>, 'sex': <'保密'>, 'face': "
          "<%s>, "
          "'sign': <%s>, 'fans': <%u>, 'friend': <0>, 'attention': <0>, "
          "'level_info': <{'current_level': <%i>}>, 'official': <{'role': <0>, 'title': <''>, "
          "'type': <-1>}>, 'vip': <{'type': <0>, 'status': <0>}>}>, 'following': <%b>, "
          "'archive_count': <0>, 'article_count': <%u>, 'follower': <%u>, 'like_num': <%u>}",
          person->mid, person->name, person->face, person->sign, person->followers, person->level,
          person->followed, person->posts->len, person->followers, person->followers * 7));
}

const SandboxRoute sandbox_read_routes[] = {
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/polymer/web-dynamic/v1/opus/feed/space",
      .needs = SANDBOX_NEEDS_SIGNATURE,
      .query = "host_mid!:i page:i offset type:all|article|dynamic web_location wts!:i w_rid!",
      .bad_field = -400,
      .answer = answer_feed,
  },
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/polymer/web-dynamic/v1/opus/detail",
      .needs = SANDBOX_NEEDS_SIGNATURE | SANDBOX_NEEDS_BUVID,
      .query = "id!:i timezone_offset:i features web_location wts!:i w_rid!",
      .bad_field = -400,
      .answer = answer_detail,
  },
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/web-interface/card",
      .query = "mid!:i photo:true|false",
      .bad_field = -400,
      .answer = answer_card,
  },
  { .path = NULL },
};
