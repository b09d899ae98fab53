/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Posting, the main call, and what can be done to a post afterwards. Source: the seed, service
 * notes §7, §15.3, §15.4. */

#define G_LOG_DOMAIN "sandbox-write"

#include "sandbox-call.h"

#include <string.h>

#include "sandbox-compose.h"

/* How far ahead a scheduled post has to be, and may be. No number is published; these are the ones
 * that clients keep to. */
#define MIN_LEAD_S (6 * 60)
#define MAX_LEAD_S (7 * 86400)

static void
answer_init_check (SandboxCall *call)
{
  sandbox_call_answer (
      call,
      g_variant_new_parsed (
          "{'settings': <{'max_content_length': <%u>, 'max_article_content_length': <20000>, "
          "'max_at_count': <20>, 'max_upload_size': <%u>}>, 'permissions': <{"
          "'lottery': <{'allowable': <0>, 'title': <'互动抽奖'>, 'desc': <''>}>, "
          "'control_comment': <{'allowable': <1>, 'title': <'关闭评论'>, 'desc': <''>}>, "
          "'choose_comment': <{'allowable': <1>, 'title': <'精选评论'>, 'desc': <''>}>}>}",
          call->world->max_text, call->world->max_upload));
}

/* What is answered for a scheduled post is in no source, so nothing to lean on is answered here. */
static void
schedule (SandboxCall *call, SandboxPost *post, JsonObject *request, gint64 time)
{
  SandboxWorld *world = call->world;
  gint64 now = sandbox_world_now (world);
  g_autoptr (JsonNode) copy = NULL;
  SandboxDraft *draft;

  if (time < now + MIN_LEAD_S || time > now + MAX_LEAD_S)
    {
      sandbox_post_free (post);
      sandbox_call_refuse (call, -400,
                           time > now ? "定时发布时间需在 6 分钟后、7 天内" : "定时发布时间已过");
      return;
    }
  draft = g_new0 (SandboxDraft, 1);
  draft->id = (gint64) sandbox_world_new_id (world, now);
  draft->mid = g_strdup (post->mid);
  draft->type = post->pictures->len > 0 ? 2 : 4;
  draft->time = time;
  draft->updated = now;
  copy = json_node_init_object (json_node_alloc (), request);
  draft->request = json_to_string (copy, FALSE);
  draft->post = post;
  g_ptr_array_add (world->drafts, draft);
  sandbox_call_answer (call, g_variant_new_parsed ("@a{sv} {}"));
}

static void
publish (SandboxCall *call, SandboxPost *post)
{
  g_autofree char *buvid = sandbox_call_dup_cookie (call, "buvid3");
  g_autofree char *id = NULL;
  g_auto (GVariantDict) data = G_VARIANT_DICT_INIT (NULL);

  post->id = sandbox_world_new_id (call->world, sandbox_world_now (call->world));
  sandbox_world_add_post (call->world, post);
  id = g_strdup_printf ("%" G_GUINT64_FORMAT, post->id);
  g_variant_dict_insert (&data, "dyn_id", "x", (gint64) post->id);
  g_variant_dict_insert (&data, "dyn_id_str", "s", id);
  g_variant_dict_insert (&data, "dyn_type", "i", post->pictures->len > 0 ? 2 : 4);
  g_variant_dict_insert (&data, "dyn_rid", "x", (gint64) (post->id & 0xfffffff));
  if (buvid == NULL || buvid[0] == '\0')
    g_variant_dict_insert_value (&data, "share_window",
                                 g_variant_new_parsed (
                                     "{'main_title': <'分享后会获得更多曝光，快去分享吧'>}"));
  sandbox_call_answer (call, g_variant_dict_end (&data));
}

static void
answer_create (SandboxCall *call)
{
  JsonObject *request
      = json_object_get_object_member (json_node_get_object (call->json), "dyn_req");
  JsonObject *option = json_object_has_member (request, "option")
                           ? json_object_get_object_member (request, "option")
                           : NULL;
  const char *words;
  SandboxPost *post = sandbox_compose (call->world, call->session->mid, request, &words);

  if (post == NULL)
    sandbox_call_refuse (call, -400, words);
  else if (option != NULL && json_object_has_member (option, "timer_pub_time"))
    schedule (call, post, request, json_object_get_int_member (option, "timer_pub_time"));
  else
    publish (call, post);
}

static SandboxPost *
find_post (SandboxCall *call)
{
  return sandbox_world_find_post (call->world,
                                  json_object_get_string_member (json_node_get_object (call->json),
                                                                 "dyn_id_str"));
}

static void
answer_thumb (SandboxCall *call)
{
  SandboxPost *post = find_post (call);
  gint64 up = json_object_get_int_member (json_node_get_object (call->json), "up");
  gboolean like;

  if (post == NULL || up < 0 || up > 2)
    {
      sandbox_call_refuse (call, 4100001, NULL);
      return;
    }
  like = up == 0 ? !post->liked : up == 1;
  if (like && !post->liked)
    post->likes++;
  else if (!like && post->liked)
    post->likes--;
  post->liked = like;
  sandbox_call_answer (call, g_variant_new_parsed ("@a{sv} {}"));
}

static void
answer_remove (SandboxCall *call)
{
  SandboxPost *post = find_post (call);

  if (post == NULL)
    {
      sandbox_call_refuse (call, -404, NULL);
    }
  else if (strcmp (post->mid, call->session->mid) != 0)
    {
      sandbox_call_refuse (call, 4101144, NULL);
    }
  else
    {
      sandbox_world_remove_post (call->world, post);
      sandbox_call_answer (call, g_variant_new_parsed ("@a{sv} {}"));
    }
}

const SandboxRoute sandbox_write_routes[] = {
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/dynamic/feed/create/init_check",
      .needs = SANDBOX_NEEDS_SESSION,
      .query = "scene:i meta",
      .bad_field = -400,
      .answer = answer_init_check,
  },
  {
      .method = "POST",
      .host = "api.bilibili.com",
      .path = "/x/dynamic/feed/create/dyn",
      .needs = SANDBOX_NEEDS_SESSION | SANDBOX_NEEDS_CSRF_QUERY,
      .query = "csrf! platform:web x-bili-device-req-json x-bili-web-req-json",
      .body = SANDBOX_BODY_JSON,
      .fields = "{dyn_req!:{content:{contents!:[{raw_text!:s,type:i,biz_id:s}],title:s},scene!:i,"
                "pics:[{img_src!:s,img_width:i,img_height:i,img_size:n}],"
                "topic:{id!:i,name:s,from_source:s,from_topic_id:i},"
                "option:{close_comment:i,up_choose_comment:i,private_pub:i,timer_pub_time:i},"
                "attach_card:?{common_card:{type:i,biz_id:s,reserve_source:i,reserve_lottery:i}},"
                "upload_id:s,meta:{app_meta:{from:s,mobi_app:s}}}}",
      .bad_field = -400,
      .answer = answer_create,
  },
  {
      .method = "POST",
      .host = "api.bilibili.com",
      .path = "/x/dynamic/feed/dyn/thumb",
      .needs = SANDBOX_NEEDS_SESSION | SANDBOX_NEEDS_CSRF_QUERY,
      .query = "csrf!",
      .body = SANDBOX_BODY_JSON,
      .fields = "{dyn_id_str!:s,up!:i,spmid:s,from_spmid:s}",
      .bad_field = 4100001,
      .answer = answer_thumb,
  },
  {
      .method = "POST",
      .host = "api.bilibili.com",
      .path = "/x/dynamic/feed/operate/remove",
      .needs = SANDBOX_NEEDS_SESSION | SANDBOX_NEEDS_CSRF_QUERY,
      .query = "csrf! platform:web",
      .body = SANDBOX_BODY_JSON,
      .fields = "{dyn_id_str!:s,dyn_type:i,rid_str:s}",
      .bad_field = 4101001,
      .answer = answer_remove,
  },
  { .path = NULL },
};
