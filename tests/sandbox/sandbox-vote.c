/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Votes, made in two ways and read in one. Source: the seed, service notes §5. */

#define G_LOG_DOMAIN "sandbox-vote"

#include "sandbox-call.h"

#include <string.h>

#include "sandbox-compose.h"

#define MIN_OPTIONS 2
#define MAX_OPTIONS 20
#define MAX_TITLE 32
#define MAX_DESC 100
#define MAX_OPTION 20
#define MIN_DURATION_S (5 * 60)
#define MAX_DURATION_S (90 * 86400)
/* The first one; the seed's example has about as many digits. */
#define FIRST_ID 4947171

static SandboxVote *
vote_new (const char *mid, const char *title, const char *desc)
{
  SandboxVote *vote = g_new0 (SandboxVote, 1);

  vote->mid = g_strdup (mid);
  vote->title = g_strdup (title);
  vote->desc = g_strdup (desc != NULL ? desc : "");
  vote->options = g_ptr_array_new_with_free_func (g_free);
  vote->pictures = g_ptr_array_new_with_free_func (g_free);
  return vote;
}

static gboolean
option_is_good (SandboxWorld *world, const SandboxVote *vote, guint i)
{
  const char *option = vote->options->pdata[i];
  const char *picture = vote->pictures->pdata[i];

  if (option[0] == '\0' || sandbox_compose_count_units (option) > MAX_OPTION)
    return FALSE;
  if (vote->type == 0)
    return picture[0] == '\0';
  return sandbox_compose_find_upload (world, picture) != NULL;
}

static gboolean
vote_is_good (SandboxWorld *world, const SandboxVote *vote)
{
  if (vote->title[0] == '\0' || sandbox_compose_count_units (vote->title) > MAX_TITLE
      || sandbox_compose_count_units (vote->desc) > MAX_DESC || vote->type < 0 || vote->type > 1
      || vote->options->len < MIN_OPTIONS || vote->options->len > MAX_OPTIONS || vote->choices < 1
      || vote->choices > (int) vote->options->len || vote->duration < MIN_DURATION_S
      || vote->duration > MAX_DURATION_S)
    return FALSE;
  for (guint i = 0; i < vote->options->len; i++)
    {
      if (!option_is_good (world, vote, i))
        return FALSE;
    }
  return TRUE;
}

/* Takes @vote into the world when it is good. */
static void
create (SandboxCall *call, SandboxVote *vote)
{
  SandboxWorld *world = call->world;

  if (!vote_is_good (world, vote))
    {
      sandbox_vote_free (vote);
      sandbox_call_refuse (call, call->route->bad_field, NULL);
      return;
    }
  vote->id = FIRST_ID + g_hash_table_size (world->votes);
  vote->made = sandbox_world_now (world);
  g_hash_table_insert (world->votes, &vote->id, vote);
  sandbox_call_answer (call, g_variant_new_parsed ("{'vote_id': <%x>}", vote->id));
}

static guint
count_fields (SandboxCall *call, const char *suffix)
{
  guint count = 0;

  for (guint i = 0; i < call->fields->len; i++)
    {
      const SandboxField *field = call->fields->pdata[i];

      count += g_str_has_suffix (field->name, suffix);
    }
  return count;
}

static void
answer_create_form (SandboxCall *call)
{
  SandboxVote *vote = vote_new (call->session->mid, sandbox_call_field (call, "info[title]"),
                                sandbox_call_field (call, "info[desc]"));
  guint pictures = 0;

  vote->type = (int) sandbox_call_number (sandbox_call_field (call, "info[type]"), -1);
  vote->choices = (int) sandbox_call_number (sandbox_call_field (call, "info[choice_cnt]"), -1);
  vote->duration = sandbox_call_number (sandbox_call_field (call, "info[duration]"), -1);
  for (guint i = 0;; i++)
    {
      g_autofree char *name = g_strdup_printf ("info[options][%u][desc]", i);
      g_autofree char *picture_name = g_strdup_printf ("info[options][%u][img_url]", i);
      const char *option = sandbox_call_field (call, name);
      const char *picture = sandbox_call_field (call, picture_name);

      if (option == NULL)
        break;
      pictures += picture != NULL;
      g_ptr_array_add (vote->options, g_strdup (option));
      g_ptr_array_add (vote->pictures, g_strdup (picture != NULL ? picture : ""));
    }
  /* Numbers start at 0 and leave none out: more options than were reached are misnumbered. */
  if (count_fields (call, "][desc]") != vote->options->len
      || count_fields (call, "][img_url]") != pictures)
    g_ptr_array_set_size (vote->options, 0);
  create (call, vote);
}

static void
answer_create_json (SandboxCall *call)
{
  JsonObject *info = json_object_get_object_member (json_node_get_object (call->json), "vote_info");
  JsonArray *options = json_object_get_array_member (info, "options");
  SandboxVote *vote = vote_new (call->session->mid, json_object_get_string_member (info, "title"),
                                json_object_get_string_member_with_default (info, "desc", ""));
  gint64 publisher = sandbox_call_number (call->session->mid, 0);

  vote->type = (int) json_object_get_int_member (info, "type");
  vote->choices = (int) json_object_get_int_member (info, "choice_cnt");
  vote->duration = json_object_get_int_member (info, "duration");
  for (guint i = 0; i < json_array_get_length (options); i++)
    {
      JsonObject *option = json_array_get_object_element (options, i);

      g_ptr_array_add (vote->options,
                       g_strdup (json_object_get_string_member (option, "opt_desc")));
      g_ptr_array_add (vote->pictures,
                       g_strdup (
                           json_object_get_string_member_with_default (option, "img_url", "")));
    }
  if (json_object_get_int_member_with_default (info, "vote_publisher", publisher) != publisher)
    vote->duration = -1;
  create (call, vote);
  if (call->code == 0)
    call->words = "OK";
}

static GVariant *
describe_options (const SandboxVote *vote)
{
  g_auto (GVariantBuilder) options = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < vote->options->len; i++)
    g_variant_builder_add_parsed (
        &options, "{'opt_idx': <%i>, 'opt_desc': <%s>, 'img_url': <%s>, 'cnt': <0>}", (int) i + 1,
        (const char *) vote->options->pdata[i], (const char *) vote->pictures->pdata[i]);
  return g_variant_builder_end (&options);
}

static void
answer_vote_info (SandboxCall *call)
{
  gint64 id = sandbox_call_number (sandbox_call_query (call, "vote_id"), 0);
  const SandboxVote *vote = g_hash_table_lookup (call->world->votes, &id);
  const SandboxPerson *person;

  if (vote == NULL)
    {
      sandbox_call_answer (call, g_variant_new_parsed ("{'vote_info': <@a{sv} {}>}"));
      return;
    }
  person = sandbox_world_find_person (call->world, vote->mid);
  sandbox_call_answer (
      call,
      g_variant_new_parsed (
          "{'vote_info': <{'vote_id': <%x>, 'title': <%s>, 'desc': <%s>, 'type': <%i>, "
          "'choice_cnt': <%i>, "
          "'join_num': <0>, 'ctime': <%x>, 'end_time': <%x>, 'status': <%i>, 'options_cnt': <%u>, "
          "'vote_publisher': <%x>, 'name': <%s>, 'face': <%s>, 'voter_level': <0>, "
          "'options': <%@aa{sv}>}>}",
          vote->id, vote->title, vote->desc, vote->type, vote->choices, vote->made,
          vote->made + vote->duration,
          vote->made + vote->duration > sandbox_world_now (call->world) ? 1 : 4, vote->options->len,
          sandbox_call_number (vote->mid, 0), person->name, person->face, describe_options (vote)));
}

const SandboxRoute sandbox_vote_routes[] = {
  {
      .method = "POST",
      .host = "api.vc.bilibili.com",
      .path = "/vote_svr/v1/vote_svr/create_vote",
      .dialect = SANDBOX_DIALECT_VC,
      .needs = SANDBOX_NEEDS_SESSION | SANDBOX_TAKES_CSRF_BODY,
      .query = "",
      .body = SANDBOX_BODY_FORM_OR_MULTIPART,
      .fields = "info[title]! info[desc] info[type]!:0|1 info[choice_cnt]!:i info[duration]!:i "
                "info[options][#][desc]! info[options][#][img_url] csrf csrf_token",
      .bad_field = 5100001,
      .answer = answer_create_form,
  },
  {
      .method = "POST",
      .host = "api.bilibili.com",
      .path = "/x/vote/create",
      .needs = SANDBOX_NEEDS_SESSION | SANDBOX_NEEDS_CSRF_QUERY,
      .query = "csrf!",
      .body = SANDBOX_BODY_JSON,
      .fields = "{vote_info!:{title!:s,desc:s,type!:i,choice_cnt!:i,duration!:i,"
                "options!:[{opt_desc!:s,img_url:s}],only_fans_level:i,vote_publisher:i,"
                "release_scene:s}}",
      .bad_field = -400,
      .answer = answer_create_json,
  },
  {
      .method = "GET",
      .host = "api.bilibili.com",
      .path = "/x/vote/vote_info",
      .query = "vote_id!:i",
      .bad_field = -400,
      .answer = answer_vote_info,
  },
  { .path = NULL },
};
