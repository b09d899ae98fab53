/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The old call for plain text, with its list of where names stand. Source: the seed, notes §6. */

#define G_LOG_DOMAIN "sandbox-plain"

#include "sandbox-call.h"

#include <string.h>

#include "sandbox-compose.h"

#define EXTENSION_SHAPE                                                                            \
  "{emoji_type:i,from:{emoji_type:i},flag_cfg:{},"                                                 \
  "lbs_cfg:{title!:s,poi!:s,show_title!:s,type!:i,address!:s,location!:{lng!:n,lat!:n},distance:"  \
  "n},"                                                                                            \
  "from_cfg:{location!:{lat!:n,lng!:n}}}"

static JsonNode *
parse (const char *text, const char *shape)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  if (node == NULL || !sandbox_shape_check (node, shape))
    return NULL;
  return g_steal_pointer (&node);
}

static gboolean
has_astral (const char *text)
{
  return sandbox_compose_count_units (text) != (guint) g_utf8_strlen (text, -1);
}

/* Whether characters @location to @location + @length of @content are `@name` and one space. */
static gboolean
marks_mention (
    SandboxWorld *world, const char *content, gint64 location, gint64 length, const char *mid)
{
  glong characters = g_utf8_strlen (content, -1);
  SandboxPerson *person = sandbox_world_find_person (world, mid);
  g_autofree char *marked = NULL;
  g_autofree char *wanted = NULL;

  if (location < 0 || length < 3 || location > characters || length > characters - location)
    return FALSE;
  marked = g_utf8_substring (content, (glong) location, (glong) (location + length));
  if (person != NULL)
    {
      wanted = g_strdup_printf ("@%s ", person->name);
      return strcmp (marked, wanted) == 0;
    }
  return marked[0] == '@' && strchr (marked, ' ') == marked + strlen (marked) - 1;
}

/* The mentions must be told twice and alike: whom in at_uids, and where in ctrl. */
static gboolean
mentions_agree (SandboxCall *call)
{
  const char *content = sandbox_call_field (call, "content");
  const char *at_uids = sandbox_call_field (call, "at_uids");
  const char *ctrl = sandbox_call_field (call, "ctrl");
  g_autoptr (JsonNode) root = parse (ctrl != NULL && ctrl[0] != '\0' ? ctrl : "[]",
                                     "[{location!:i,type!:i,length!:i,data!:s}]");
  g_autoptr (GString) mids = g_string_new (NULL);
  JsonArray *marks;
  gint64 end = 0;

  if (root == NULL)
    return FALSE;
  marks = json_node_get_array (root);
  /* Nobody knows whether the service counts characters or UTF-16 units: such posts take the other
   * call. */
  if (json_array_get_length (marks) > 0 && has_astral (content))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (marks); i++)
    {
      JsonObject *mark = json_array_get_object_element (marks, i);
      gint64 location = json_object_get_int_member (mark, "location");
      gint64 length = json_object_get_int_member (mark, "length");
      const char *mid = json_object_get_string_member (mark, "data");

      if (json_object_get_int_member (mark, "type") != 1 || location < end
          || !marks_mention (call->world, content, location, length, mid))
        return FALSE;
      end = location + length;
      g_string_append_printf (mids, "%s%s", i > 0 ? "," : "", mid);
    }
  return strcmp (mids->str, at_uids != NULL ? at_uids : "") == 0;
}

static void
answer_plain (SandboxCall *call)
{
  const char *content = sandbox_call_field (call, "content");
  const char *extension = sandbox_call_field (call, "extension");
  gboolean closed = sandbox_call_number (sandbox_call_field (call, "up_close_comment"), 0) == 1;
  gboolean chosen = sandbox_call_number (sandbox_call_field (call, "up_choose_comment"), 0) == 1;
  g_autofree char *stripped = g_strstrip (g_strdup (content));
  g_autoptr (JsonNode) extras
      = parse (extension != NULL && extension[0] != '\0' ? extension : "{}", EXTENSION_SHAPE);
  g_autofree char *id = NULL;
  g_autofree char *log = NULL;
  SandboxPost *post;

  if (stripped[0] == '\0' || extras == NULL
      || sandbox_compose_count_halves (content) > 2 * call->world->max_text || (closed && chosen)
      || !mentions_agree (call))
    {
      sandbox_call_refuse (call, -400, NULL);
      return;
    }
  post = g_new0 (SandboxPost, 1);
  post->mid = g_strdup (call->session->mid);
  post->text = g_strdup (content);
  post->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_picture_free);
  post->comments_closed = closed;
  post->comments_chosen = chosen;
  post->id = sandbox_world_new_id (call->world, sandbox_world_now (call->world));
  sandbox_world_add_post (call->world, post);
  id = g_strdup_printf ("%" G_GUINT64_FORMAT, post->id);
  log = g_strdup_printf (
      "; Create dynamic:%s, res:0, result:1; Push create kafka:0; Register comment "
      "result:0; Add outbox result:1",
      id);
  sandbox_call_answer (call,
                       g_variant_new_parsed ("{'result': <0>, 'errmsg': <%s>, 'dynamic_id': <%x>, "
                                             "'create_result': <1>, 'dynamic_id_str': <%s>}",
                                             log, (gint64) post->id, id));
}

const SandboxRoute sandbox_plain_routes[] = {
  {
      .method = "POST",
      .host = "api.vc.bilibili.com",
      .path = "/dynamic_svr/v1/dynamic_svr/create",
      .dialect = SANDBOX_DIALECT_VC,
      .needs = SANDBOX_NEEDS_SESSION | SANDBOX_TAKES_CSRF_BODY,
      .query = "",
      .body = SANDBOX_BODY_FORM_OR_MULTIPART,
      .fields = "dynamic_id!:0 type!:4 rid!:0 content! up_choose_comment:0|1 up_close_comment:0|1 "
                "extension at_uids ctrl csrf csrf_token",
      .bad_field = -400,
      .answer = answer_plain,
  },
  { .path = NULL },
};
