/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scheduled posts: the list, publishing now, removing. Source: the seed, service notes §8. */

#define G_LOG_DOMAIN "sandbox-schedule"

#include "sandbox-call.h"

#include <string.h>

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const SandboxDraft *left = *(SandboxDraft *const *) a;
  const SandboxDraft *right = *(SandboxDraft *const *) b;

  return left->time < right->time ? -1 : left->time > right->time;
}

static void
add_draft (GVariantBuilder *list, const SandboxDraft *draft, const SandboxPerson *person)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, draft->id);

  g_variant_builder_add_parsed (
      list,
      "{'draft_id': <%s>, 'uid': <%x>, 'type': <%i>, 'publish_time': <%x>, 'request': <%s>, "
      "'update_time': <%x>, 'publish_status': <%i>, 'error_code': <%i>, 'error_msg': <%s>, "
      "'user_profile': <{'info': <{'uid': <%x>, 'uname': <%s>, 'face': <%s>}>}>}",
      id, sandbox_call_number (draft->mid, 0), draft->type, draft->time, draft->request,
      draft->updated, draft->status, draft->error, draft->words != NULL ? draft->words : "",
      sandbox_call_number (draft->mid, 0), person->name, person->face);
}

static void
answer_list (SandboxCall *call)
{
  const SandboxPerson *person = sandbox_world_find_person (call->world, call->session->mid);
  g_auto (GVariantBuilder) list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GPtrArray) drafts = g_ptr_array_new ();

  for (guint i = 0; i < call->world->drafts->len; i++)
    {
      SandboxDraft *draft = call->world->drafts->pdata[i];

      if (strcmp (draft->mid, call->session->mid) == 0)
        g_ptr_array_add (drafts, draft);
    }
  g_ptr_array_sort (drafts, compare_times);
  for (guint i = 0; i < drafts->len; i++)
    add_draft (&list, drafts->pdata[i], person);
  if (drafts->len == 0)
    sandbox_call_answer (call, g_variant_new_parsed ("{'drafts': <@maa{sv} nothing>}"));
  else
    sandbox_call_answer (call, g_variant_new_parsed ("{'drafts': <%@aa{sv}>}",
                                                     g_variant_builder_end (&list)));
}

/* Returns: (nullable): the draft that is asked for, when it is one's own; otherwise refuses */
static SandboxDraft *
find_draft (SandboxCall *call)
{
  gint64 id = sandbox_call_number (sandbox_call_field (call, "draft_id"), 0);

  for (guint i = 0; i < call->world->drafts->len; i++)
    {
      SandboxDraft *draft = call->world->drafts->pdata[i];

      if (draft->id == id && strcmp (draft->mid, call->session->mid) == 0)
        return draft;
    }
  sandbox_call_refuse (call, 4120015, NULL);
  return NULL;
}

static void
answer_publish_now (SandboxCall *call)
{
  SandboxDraft *draft = find_draft (call);

  if (draft == NULL)
    return;
  sandbox_world_publish_draft (call->world, draft);
  sandbox_call_answer (call, g_variant_new_parsed ("@a{sv} {}"));
}

static void
answer_remove (SandboxCall *call)
{
  SandboxDraft *draft = find_draft (call);

  if (draft == NULL)
    return;
  g_ptr_array_remove (call->world->drafts, draft);
  sandbox_call_answer (call, g_variant_new_parsed ("@a{sv} {}"));
}

const SandboxRoute sandbox_schedule_routes[] = {
  {
      .method = "GET",
      .host = "api.vc.bilibili.com",
      .path = "/dynamic_draft/v1/dynamic_draft/get_drafts",
      .needs = SANDBOX_NEEDS_SESSION,
      .query = "",
      .bad_field = -400,
      .answer = answer_list,
  },
  {
      .method = "POST",
      .host = "api.vc.bilibili.com",
      .path = "/dynamic_draft/v1/dynamic_draft/publish_now",
      .needs = SANDBOX_NEEDS_SESSION | SANDBOX_NEEDS_CSRF_BODY,
      .query = "",
      .body = SANDBOX_BODY_FORM,
      .fields = "draft_id!:i csrf csrf_token",
      .bad_field = -400,
      .answer = answer_publish_now,
  },
  {
      .method = "POST",
      .host = "api.vc.bilibili.com",
      .path = "/dynamic_draft/v1/dynamic_draft/rm_draft",
      .needs = SANDBOX_NEEDS_SESSION | SANDBOX_NEEDS_CSRF_BODY,
      .query = "",
      .body = SANDBOX_BODY_FORM,
      .fields = "draft_id!:i csrf csrf_token",
      .bad_field = -400,
      .answer = answer_remove,
  },
  { .path = NULL },
};
