/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is looked up while writing: topics, people, emotes. Source: service notes §9 to §11. */

#define G_LOG_DOMAIN "sandbox-panels"

#include "sandbox-panels.h"

#include <string.h>

#include "sandbox-call.h"

#define FIRST_TOPIC 10501
#define TOPIC_PAGE 20
#define MENTION_PAGE 20

static const char *const topics[] = {
  "今天的云",   "慢生活记录",  "我的阳台花园", "周末去哪儿", "手帐分享",     "水彩练习",
  "旧物修理",   "城市角落",    "读书笔记",     "Linux 桌面", "胶片摄影",     "晚饭吃什么",
  "猫猫狗狗",   "骑行日记",    "天台看星星",   "厨房新手",   "一起学编程",   "雨天适合做的事",
  "春天来了",   "Night walks", "Tiny gardens", "手冲咖啡",   "折纸",         "小众博物馆",
  "一分钟速写", "自己种的菜",  "毕业季",       "第一次爬山", "给未来的自己", "云朵收藏家",
  "桌面改造",   "开源日常",    "植物笔记",     "海边的一天", "木工入门",
};

typedef struct
{
  const char *text;
  gboolean no_access;
} Emote;

typedef struct
{
  int id;
  const char *name;
  int type;
  int size;
  Emote emotes[18];
} Pack;

static const Pack packs[] = {
  { 1,
    "小黄脸",
    1,
    1,
    { { "[doge]" },
      { "[微笑]" },
      { "[OK]" },
      { "[星星眼]" },
      { "[妙啊]" },
      { "[吃瓜]" },
      { "[打call]" },
      { "[辣眼睛]" },
      { "[滑稽]" },
      { "[喜欢]" },
      { "[笑哭]" },
      { "[思考]" },
      { "[大哭]" },
      { "[点赞]" },
      { "[加油]" },
      { "[鼓掌]" },
      { "[晚安]" } } },
  { 2,
    "热词系列",
    1,
    2,
    { { "[热词系列_神仙UP]" },
      { "[热词系列_知识增加]" },
      { "[热词系列_好耶]" },
      { "[热词系列_三连]" },
      { "[热词系列_可以]" } } },
  { 3,
    "茶茶日常",
    3,
    2,
    { { "[茶茶日常_泡茶]", TRUE }, { "[茶茶日常_打盹]", TRUE }, { "[茶茶日常_出发]", TRUE } } },
  { 4,
    "颜文字",
    4,
    1,
    { { "(⌒▽⌒)" },
      { "（￣▽￣）" },
      { "(=・ω・=)" },
      { "(｀・ω・´)" },
      { "(〜￣△￣)〜" },
      { "(･∀･)" },
      { "Σ(ﾟдﾟ;)" },
      { "_(:3」∠)_" } } },
};

gboolean
sandbox_panels_has_emote (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (packs); i++)
    {
      for (const Emote *emote = packs[i].emotes; emote->text != NULL; emote++)
        {
          if (packs[i].type != 4 && strcmp (emote->text, text) == 0)
            return !emote->no_access;
        }
    }
  return FALSE;
}

const char *
sandbox_panels_get_topic (gint64 id)
{
  gint64 index = id - FIRST_TOPIC;

  return index >= 0 && index < (gint64) G_N_ELEMENTS (topics) ? topics[index] : NULL;
}

/* Whether @needle is in @text, whatever the case of its letters. */
static gboolean
contains (const char *text, const char *needle)
{
  g_autofree char *folded_text = g_utf8_casefold (text, -1);
  g_autofree char *folded_needle = g_utf8_casefold (needle, -1);

  return strstr (folded_text, folded_needle) != NULL;
}

static void
add_topic (GVariantBuilder *items, guint index)
{
  guint views = (index * 7919 + 523) % 90000 + 800;
  guint discussions = views / 37;
  g_autofree char *stat = g_strdup_printf ("%u浏览·%u讨论", views, discussions);

  g_variant_builder_add_parsed (
      items,
      "{'id': <%i>, 'name': <%s>, 'view': <%u>, 'discuss': <%u>, 'dynamics': <%u>, 'stat_desc': "
      "<%s>, "
      "'description': <''>, 'jump_url': <%s>, 'show_interact_data': <true>}",
      FIRST_TOPIC + (int) index, topics[index], views, discussions, discussions, stat,
      "https://m.bilibili.com/topic-detail");
}

static void
answer_topic_search (SandboxCall *call)
{
  const char *keywords = sandbox_call_query (call, "keywords");
  gint64 offset = sandbox_call_number (sandbox_call_query (call, "offset"), 0);
  gint64 size = sandbox_call_number (sandbox_call_query (call, "page_size"), TOPIC_PAGE);
  g_auto (GVariantBuilder) items = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autofree char *request = g_uuid_string_random ();
  gint64 found = 0;

  if (keywords == NULL)
    keywords = "";
  if (size < 1 || size > 100 || offset < 0)
    {
      sandbox_call_refuse (call, -400, NULL);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      if (!contains (topics[i], keywords))
        continue;
      if (found >= offset && found < offset + size)
        add_topic (&items, i);
      found++;
    }
  sandbox_call_answer (
      call,
      g_variant_new_parsed ("{'new_topic': <{'name': <%s>}>, 'has_create_jurisdiction': <false>, "
                            "'topic_items': <%@aa{sv}>, 'request_id': <%s>, "
                            "'page_info': <{'offset': <%x>, 'has_more': <%b>}>}",
                            keywords, g_variant_builder_end (&items), request,
                            MIN (offset + size, found), offset + size < found));
}

static void
answer_topic_rcmd (SandboxCall *call)
{
  gint64 size = sandbox_call_number (sandbox_call_query (call, "page_size"), 9);
  g_auto (GVariantBuilder) items = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  if (size < 1 || size > 26)
    {
      sandbox_call_refuse (call, -400, NULL);
      return;
    }
  for (guint i = 0; i < (guint) size; i++)
    add_topic (&items, i * 3 % G_N_ELEMENTS (topics));
  sandbox_call_answer (call, g_variant_new_parsed ("{'topic_items': <%@aa{sv}>}",
                                                   g_variant_builder_end (&items)));
}

static void
add_group (SandboxCall *call, GVariantBuilder *groups, const char *keyword, gboolean followed)
{
  g_auto (GVariantBuilder) items = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  guint count = 0;

  for (guint i = 0; i < call->world->mids->len && count < MENTION_PAGE; i++)
    {
      const SandboxPerson *person
          = sandbox_world_find_person (call->world, call->world->mids->pdata[i]);

      if (person->followed != followed || strcmp (person->mid, call->session->mid) == 0
          || !contains (person->name, keyword))
        continue;
      g_variant_builder_add_parsed (&items,
                                    "{'uid': <%s>, 'name': <%s>, 'face': <%s>, 'fans': <%u>, "
                                    "'official_verify_type': <-1>}",
                                    person->mid, person->name, person->face, person->followers);
      count++;
    }
  if (count > 0)
    g_variant_builder_add_parsed (groups,
                                  "{'group_type': <%i>, 'group_name': <%s>, 'items': <%@aa{sv}>}",
                                  followed ? 2 : 4, followed ? "我的关注" : "其他",
                                  g_variant_builder_end (&items));
}

static void
answer_mention_search (SandboxCall *call)
{
  const char *keyword = sandbox_call_query (call, "keyword");
  g_auto (GVariantBuilder) groups = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  add_group (call, &groups, keyword != NULL ? keyword : "", TRUE);
  /* Without a keyword only those that one follows. */
  if (keyword != NULL && keyword[0] != '\0')
    add_group (call, &groups, keyword, FALSE);
  sandbox_call_answer (call, g_variant_new_parsed ("{'groups': <%@aa{sv}>}",
                                                   g_variant_builder_end (&groups)));
}

static void
answer_name_to_uid (SandboxCall *call)
{
  g_auto (GStrv) names = g_strsplit (sandbox_call_query (call, "names"), ",", -1);
  g_auto (GVariantBuilder) list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < call->world->mids->len; i++)
    {
      const SandboxPerson *person
          = sandbox_world_find_person (call->world, call->world->mids->pdata[i]);

      if (g_strv_contains ((const char *const *) names, person->name))
        g_variant_builder_add_parsed (&list, "{'name': <%s>, 'uid': <%s>}", person->name,
                                      person->mid);
    }
  sandbox_call_answer (call, g_variant_new_parsed ("{'uid_list': <%@aa{sv}>}",
                                                   g_variant_builder_end (&list)));
}

static void
add_emote (GVariantBuilder *emotes, const Pack *pack, guint index)
{
  const Emote *emote = &pack->emotes[index];
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_MD5, emote->text, -1);
  g_autofree char *url = g_strdup_printf ("https://i0.hdslb.com/bfs/emote/00a200a2%.24s.png", hash);
  gsize length = strlen (emote->text);
  g_autofree char *alias = g_strndup (emote->text + 1, length - 2);
  g_auto (GVariantDict) flags = G_VARIANT_DICT_INIT (NULL);

  if (emote->no_access)
    g_variant_dict_insert (&flags, "no_access", "b", TRUE);
  g_variant_builder_add_parsed (
      emotes,
      "{'id': <%i>, 'package_id': <%i>, 'text': <%s>, 'url': <%s>, 'mtime': <1700000000>, 'type': "
      "<%i>, "
      "'attr': <0>, 'meta': <{'size': <%i>, 'alias': <%s>}>, 'flags': <%@a{sv}>}",
      pack->id * 100 + (int) index, pack->id, emote->text, pack->type == 4 ? emote->text : url,
      pack->type, pack->size, pack->type == 4 ? emote->text : alias, g_variant_dict_end (&flags));
}

static void
answer_emotes (SandboxCall *call)
{
  g_auto (GVariantBuilder) list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < G_N_ELEMENTS (packs); i++)
    {
      g_auto (GVariantBuilder) emotes = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
      g_autofree char *url
          = g_strdup_printf ("https://i0.hdslb.com/bfs/emote/00a200a2pack%d.png", packs[i].id);

      /* Members' packs are not shown to those who are not signed in. */
      if (packs[i].type == 3 && call->session == NULL)
        continue;
      for (guint n = 0; packs[i].emotes[n].text != NULL; n++)
        add_emote (&emotes, &packs[i], n);
      g_variant_builder_add_parsed (
          &list,
          "{'id': <%i>, 'text': <%s>, 'url': <%s>, 'mtime': <1700000000>, 'type': <%i>, 'attr': "
          "<0>, "
          "'meta': <{'size': <%i>}>, 'emote': <%@aa{sv}>, 'flags': <{'added': <true>}>}",
          packs[i].id, packs[i].name, url, packs[i].type, packs[i].size,
          g_variant_builder_end (&emotes));
    }
  sandbox_call_answer (
      call, g_variant_new_parsed ("{'setting': <{'recent_limit': <8>}>, 'packages': <%@aa{sv}>}",
                                  g_variant_builder_end (&list)));
}

#define TOPIC_SEARCH_QUERY "keywords content upload_id page_size:i page_num:i offset:i web_location"
#define TOPIC_RCMD_QUERY "source:Web page_size:i web_location"

/* Topics are on both hosts. */
const SandboxRoute sandbox_panels_routes[] = {
  {
      .method = "GET",
      .host = "app.bilibili.com",
      .path = "/x/topic/pub/search",
      .query = TOPIC_SEARCH_QUERY,
      .bad_field = -400,
      .answer = answer_topic_search,
  },
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/topic/pub/search",
      .query = TOPIC_SEARCH_QUERY,
      .bad_field = -400,
      .answer = answer_topic_search,
  },
  {
      .method = "GET",
      .host = "app.bilibili.com",
      .path = "/x/topic/web/dynamic/rcmd",
      .query = TOPIC_RCMD_QUERY,
      .bad_field = -400,
      .answer = answer_topic_rcmd,
  },
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/topic/web/dynamic/rcmd",
      .query = TOPIC_RCMD_QUERY,
      .bad_field = -400,
      .answer = answer_topic_rcmd,
  },
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/polymer/web-dynamic/v1/mention/search",
      .needs = SANDBOX_NEEDS_SESSION,
      .query = "keyword web_location",
      .bad_field = -400,
      .answer = answer_mention_search,
  },
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/polymer/web-dynamic/v1/name-to-uid",
      .query = "names!",
      .bad_field = -400,
      .answer = answer_name_to_uid,
  },
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/emote/user/panel/web",
      .query = "business!:dynamic|reply web_location",
      .bad_field = -400,
      .answer = answer_emotes,
  },
  { .path = NULL },
};
