/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-user"

#include "bili-user.h"

#include "bili-error.h"
#include "bili-json.h"
#include "bili-parse.h"
#include "bili-wbi.h"

#define MAX_MID 20
#define MAX_NAME 200
#define MAX_URL 2048
#define MAX_LEVEL 6

void
bili_user_free (BiliUser *self)
{
  g_free (self->mid);
  g_free (self->name);
  g_free (self->face);
  g_free (self);
}

void
bili_nav_free (BiliNav *self)
{
  g_clear_pointer (&self->user, bili_user_free);
  g_free (self->img_key);
  g_free (self->sub_key);
  g_free (self);
}

char *
bili_parse_id (JsonNode *node)
{
  g_autofree char *mid = bili_json_dup_bounded_text (node, MAX_MID + 1);
  gsize length;

  if (mid == NULL || mid[0] == '0')
    return NULL;

  length = strspn (mid, "0123456789");
  if (length == 0 || length > MAX_MID || mid[length] != '\0')
    return NULL;

  return g_steal_pointer (&mid);
}

/* @node is a person as nav (`uname`) or the card (`name`) describes one; NULL without a number. */
static BiliUser *
parse_user (JsonNode *node, const char *name_member)
{
  g_autoptr (BiliUser) self = g_new0 (BiliUser, 1);
  gint64 level;

  self->mid = bili_parse_id (bili_json_get (node, "mid"));
  if (self->mid == NULL)
    return NULL;

  self->name = bili_json_dup_line (bili_json_get (node, name_member), MAX_NAME);
  if (self->name == NULL)
    self->name = g_strdup ("");

  self->face = bili_json_dup_bounded_text (bili_json_get (node, "face"), MAX_URL);
  if (self->face != NULL && self->face[0] == '\0')
    g_clear_pointer (&self->face, g_free);

  level = bili_json_int (bili_json_get_path (node, "level_info.current_level"), -1);
  self->level = level < 0 ? -1 : MIN (level, MAX_LEVEL);
  return g_steal_pointer (&self);
}

BiliUser *
bili_user_parse_card (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  BiliUser *self;

  if (root == NULL)
    return NULL;

  self = parse_user (bili_json_get_path (root, "data.card"), "name");
  if (self == NULL)
    g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no user");

  return self;
}

static char *
parse_key (JsonNode *data, const char *path)
{
  g_autofree char *url = bili_json_dup_bounded_text (bili_json_get_path (data, path), MAX_URL);

  return bili_wbi_key_from_url (url);
}

BiliNav *
bili_nav_parse (GBytes *body, GError **error)
{
  g_autoptr (BiliNav) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) service_error = NULL;
  JsonNode *data;
  int code;

  root = bili_json_parse_envelope (body, &code, &service_error);
  if (root == NULL && code == -101)
    root = bili_json_parse (body, NULL);
  if (root == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&service_error));
      return NULL;
    }

  data = bili_json_get (root, "data");
  self = g_new0 (BiliNav, 1);
  self->img_key = parse_key (data, "wbi_img.img_url");
  self->sub_key = parse_key (data, "wbi_img.sub_url");

  if (code == 0 && bili_json_bool (bili_json_get (data, "isLogin"), TRUE))
    {
      self->user = parse_user (data, "uname");
      if (self->user == NULL)
        {
          g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no user");
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}
