/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-parse"

#include "bili-parse.h"

#include "bili-error.h"
#include "bili-json.h"

#define MAX_URL 2048
#define MAX_SIDE 100000

BiliPicture *
bili_picture_parse (GBytes *body, GError **error)
{
  g_autoptr (BiliPicture) self = NULL;
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  JsonNode *data;
  gint64 width, height;

  if (root == NULL)
    return NULL;

  data = bili_json_get (root, "data");
  width = bili_json_int (bili_json_get (data, "image_width"), 0);
  height = bili_json_int (bili_json_get (data, "image_height"), 0);

  self = g_new0 (BiliPicture, 1);
  self->url = bili_json_dup_bounded_text (bili_json_get (data, "image_url"), MAX_URL);
  self->size = MAX (bili_json_double (bili_json_get (data, "img_size"), 0), 0);

  /* A post shows a picture at the size that it was sent with, so one without is as good as none. */
  if (self->url == NULL || self->url[0] == '\0' || width <= 0 || width > MAX_SIDE || height <= 0
      || height > MAX_SIDE)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no picture");
      return NULL;
    }

  self->width = (int) width;
  self->height = (int) height;
  return g_steal_pointer (&self);
}

char *
bili_vote_id_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  char *id;

  if (root == NULL)
    return NULL;

  id = bili_parse_id (bili_json_get_path (root, "data.vote_id"));
  if (id == NULL)
    g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no vote");

  return id;
}

char *
bili_post_id_parse (GBytes *body, gboolean needed, GError **error)
{
  static const char *const paths[]
      = { "data.dyn_id_str", "data.dynamic_id_str", "data.dyn_id", "data.dynamic_id" };
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  char *id = NULL;

  if (root == NULL)
    return NULL;

  for (guint i = 0; id == NULL && i < G_N_ELEMENTS (paths); i++)
    id = bili_parse_id (bili_json_get_path (root, paths[i]));

  if (id == NULL && !needed)
    return g_strdup ("");
  if (id == NULL)
    g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no post");

  return id;
}
