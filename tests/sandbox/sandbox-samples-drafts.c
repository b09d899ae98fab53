/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scheduled posts of the sample world, told in each of the ways that `request` is known to have
 * (service notes §8), and one whose publishing failed. */

#define G_LOG_DOMAIN "sandbox-samples"

#include <json-glib/json-glib.h>

#include "sandbox-world.h"
#include "sandbox.h"

#define MINUTE_S 60
#define HOUR_S 3600
#define DAY_S 86400

/**
 * Form:
 * @FORM_NEW: what the main call was sent
 * @FORM_PLAIN: what the old call for text was sent
 * @FORM_DRAW: what the old call for pictures was sent
 */
typedef enum
{
  FORM_NEW,
  FORM_PLAIN,
  FORM_DRAW,
} Form;

static const struct
{
  gint64 ahead;
  gboolean failed;
  guint pictures;
  Form form;
  const char *text;
} samples[] = {
  { 40 * MINUTE_S, FALSE, 3, FORM_NEW, "傍晚的云特别像一只猫，选了三张。" },
  { 19 * HOUR_S, FALSE, 0, FORM_PLAIN, "早安！今天的任务：给番茄搭架子。" },
  { 2 * DAY_S + 90 * MINUTE_S, FALSE, 1, FORM_DRAW, "Slow Sunday: one puddle, one photo." },
  { 5 * DAY_S, FALSE, 9, FORM_NEW, "九宫格预告：这个月最喜欢的九个瞬间。" },
  { -HOUR_S, TRUE, 1, FORM_NEW, "这条没有发出去，再试一次？" },
};

/* A picture as if it had been uploaded, so that a post may have it again. */
static SandboxPicture *
make_upload (SandboxWorld *world)
{
  g_autofree char *hash = sandbox_world_hex (world, 32);
  SandboxUpload *upload = g_new0 (SandboxUpload, 1);
  g_autofree char *url = NULL;

  upload->width = 1080;
  upload->height = 1080;
  upload->path = g_strdup_printf ("/bfs/new_dyn/04380438%s" SANDBOX_MID ".jpg", hash);
  upload->mid = g_strdup (SANDBOX_MID);
  upload->type = g_strdup ("jpeg");
  g_hash_table_replace (world->uploads, upload->path, upload);
  url = g_strconcat ("http://i0.hdslb.com", upload->path, NULL);
  return sandbox_picture_new (url, upload->width, upload->height, 236.5);
}

static char *
to_text (GVariant *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);
  g_autoptr (JsonNode) node = json_gvariant_serialize (sunk);

  return json_to_string (node, FALSE);
}

static GVariant *
describe_pictures (const SandboxPost *post)
{
  g_auto (GVariantBuilder) list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < post->pictures->len; i++)
    {
      const SandboxPicture *picture = post->pictures->pdata[i];

      g_variant_builder_add_parsed (&list,
                                    "{'img_src': <%s>, 'img_width': <%i>, 'img_height': <%i>, "
                                    "'img_size': <%d>}",
                                    picture->url, picture->width, picture->height, picture->size);
    }
  return g_variant_builder_end (&list);
}

static char *
make_request (Form form, const SandboxPost *post)
{
  g_autofree char *pictures = NULL;

  switch (form)
    {
    case FORM_NEW:
      return to_text (g_variant_new_parsed ("{'content': <{'contents': <[{'raw_text': <%s>, "
                                            "'type': <1>, 'biz_id': <''>}]>}>, 'scene': <2>, "
                                            "'pics': <%@aa{sv}>}",
                                            post->text, describe_pictures (post)));
    case FORM_PLAIN:
      return to_text (g_variant_new_parsed ("{'dynamic_id': <0>, 'type': <4>, 'rid': <0>, "
                                            "'content': <%s>, 'extension': <%s>, 'at_uids': <''>, "
                                            "'ctrl': <'[]'>}",
                                            post->text, "{\"emoji_type\":1}"));
    case FORM_DRAW:
      pictures = to_text (describe_pictures (post));
      return to_text (g_variant_new_parsed ("{'biz': <3>, 'category': <3>, 'type': <0>, "
                                            "'pictures': <%s>, 'title': <''>, 'tags': <''>, "
                                            "'description': <%s>, 'content': <%s>, "
                                            "'from': <'create.dynamic.web'>}",
                                            pictures, post->text, post->text));
    default:
      g_assert_not_reached ();
    }
}

void
sandbox_samples_add_drafts (SandboxWorld *world)
{
  gint64 now = sandbox_world_now (world);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      SandboxPost *post = g_new0 (SandboxPost, 1);
      SandboxDraft *draft = g_new0 (SandboxDraft, 1);

      post->mid = g_strdup (SANDBOX_MID);
      post->text = g_strdup (samples[i].text);
      post->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_picture_free);
      for (guint n = 0; n < samples[i].pictures; n++)
        g_ptr_array_add (post->pictures, make_upload (world));
      draft->id = (gint64) sandbox_world_new_id (world, now - DAY_S);
      draft->mid = g_strdup (SANDBOX_MID);
      draft->type = samples[i].pictures > 0 ? 2 : 4;
      draft->time = now + samples[i].ahead;
      draft->updated = now - DAY_S;
      draft->request = make_request (samples[i].form, post);
      draft->post = post;
      if (samples[i].failed)
        sandbox_draft_fail (draft);
      g_ptr_array_add (world->drafts, draft);
    }
}
