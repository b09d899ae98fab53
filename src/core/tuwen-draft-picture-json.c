/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-draft-picture"

/* How a picture is kept in its draft's `draft.json`. */

#include "tuwen-draft-picture-fields.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bili-json.h"

#define MAX_NAME 255
#define MAX_NOTE 1000
#define MAX_URL 2048
#define MAX_SIDE 100000

/* A name that is safe to be put behind a folder: ours are letters, digits, dots and dashes. */
static gboolean
is_file_name (const char *name)
{
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
  gsize length = strlen (name);

  return length > 0 && length <= MAX_NAME && name[0] != '.' && strspn (name, allowed) == length;
}

static gboolean
is_stem (const char *name)
{
  return is_file_name (name) && strchr (name, '.') == NULL;
}

static char *
read_text (JsonNode *node, const char *member, guint max_chars)
{
  return bili_json_dup_bounded_text (bili_json_get (node, member), max_chars);
}

static BiliPicture *
read_uploaded (JsonNode *node)
{
  BiliPicture *picture;
  g_autofree char *url = read_text (node, "url", MAX_URL);
  gint64 width = bili_json_int (bili_json_get (node, "width"), 0);
  gint64 height = bili_json_int (bili_json_get (node, "height"), 0);

  if (url == NULL || url[0] == '\0' || width <= 0 || width > MAX_SIDE || height <= 0
      || height > MAX_SIDE)
    return NULL;

  picture = g_new0 (BiliPicture, 1);
  picture->url = g_steal_pointer (&url);
  picture->width = (int) width;
  picture->height = (int) height;
  picture->size = MAX (bili_json_double (bili_json_get (node, "size"), 0), 0);
  return picture;
}

static TuwenPictureFile *
read_file (const char *folder, JsonNode *node, GHashTable *files)
{
  TuwenPictureFile *file;
  g_autofree char *name = read_text (node, "file", MAX_NAME);
  g_autofree char *mime_type = read_text (node, "mime-type", MAX_NAME);

  if (name == NULL || mime_type == NULL || !is_file_name (name)
      || !g_hash_table_contains (files, name))
    return NULL;

  file = g_new0 (TuwenPictureFile, 1);
  file->path = g_build_filename (folder, name, NULL);
  file->mime_type = g_steal_pointer (&mime_type);
  file->width = (int) CLAMP (bili_json_int (bili_json_get (node, "width"), 0), 0, MAX_SIDE);
  file->height = (int) CLAMP (bili_json_int (bili_json_get (node, "height"), 0), 0, MAX_SIDE);
  file->size = (guint64) MAX (bili_json_int (bili_json_get (node, "size"), 0), 0);
  file->note = read_text (node, "note", MAX_NOTE);
  return file;
}

static gboolean
is_kept (GHashTable *files, const char *stem)
{
  g_autofree char *name = g_strconcat (stem, TUWEN_DRAFT_PICTURE_SOURCE, NULL);

  return g_hash_table_contains (files, name);
}

static void
read_replacement (TuwenDraftPicture *self, JsonNode *node, GHashTable *files)
{
  g_autofree char *stem = read_text (node, "stem", MAX_NAME);
  g_autofree char *name = read_text (node, "name", MAX_NAME);

  if (stem == NULL || name == NULL || !is_stem (stem) || !is_kept (files, stem))
    return;

  self->new_stem = g_steal_pointer (&stem);
  self->new_name = g_steal_pointer (&name);
  self->new_kept = TRUE;
}

TuwenDraftPicture *
tuwen_draft_picture_new_from_json (const char *folder, JsonNode *node, GHashTable *files)
{
  g_autofree char *id = read_text (node, "id", MAX_NAME);
  g_autofree char *stem = read_text (node, "stem", MAX_NAME);
  g_autofree char *name = read_text (node, "name", MAX_NAME);
  g_autoptr (GError) error = NULL;
  TuwenDraftPicture *self;

  if (id == NULL || stem == NULL || !is_file_name (id) || !is_stem (stem))
    return NULL;

  self = tuwen_draft_picture_new (folder, name != NULL ? name : "");
  g_free (self->id);
  self->id = g_steal_pointer (&id);
  g_free (self->stem);
  self->stem = g_steal_pointer (&stem);
  self->unknown = json_object_ref (json_node_get_object (node));
  self->kept = is_kept (files, self->stem);
  self->file = read_file (folder, node, files);
  if (self->file != NULL)
    self->uploaded = read_uploaded (bili_json_get (node, "uploaded"));
  read_replacement (self, bili_json_get (node, "replacement"), files);

  if (self->new_stem != NULL || (self->file == NULL && self->kept))
    return self;

  if (self->uploaded != NULL)
    tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_UPLOADED, 1, NULL);
  else if (self->file != NULL)
    tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_READY, 0, NULL);
  else
    {
      error
          = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                 _ ("This picture had not been copied yet when Tuwen ended. Add it "
                                    "again."));
      tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_FAILED, 0, error);
    }

  return self;
}

static void
copy_members (JsonObject *from, JsonObject *to)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (to, name, json_node_copy (value));
}

static JsonObject *
write_uploaded (TuwenDraftPicture *self)
{
  JsonNode *node
      = self->unknown != NULL ? json_object_get_member (self->unknown, "uploaded") : NULL;
  g_autofree char *url = read_text (node, "url", MAX_URL);
  JsonObject *object = json_object_new ();

  /* What is not understood of one upload says nothing about another. */
  if (g_strcmp0 (url, self->uploaded->url) == 0)
    copy_members (json_node_get_object (node), object);

  json_object_set_string_member (object, "url", self->uploaded->url);
  json_object_set_int_member (object, "width", self->uploaded->width);
  json_object_set_int_member (object, "height", self->uploaded->height);
  json_object_set_double_member (object, "size", self->uploaded->size);
  return object;
}

static void
write_file (TuwenDraftPicture *self, JsonObject *object)
{
  g_autofree char *name = g_path_get_basename (self->file->path);

  json_object_set_string_member (object, "file", name);
  json_object_set_string_member (object, "mime-type", self->file->mime_type);
  json_object_set_int_member (object, "width", self->file->width);
  json_object_set_int_member (object, "height", self->file->height);
  json_object_set_int_member (object, "size", (gint64) self->file->size);
  if (self->file->note != NULL)
    json_object_set_string_member (object, "note", self->file->note);
  if (self->uploaded != NULL)
    json_object_set_object_member (object, "uploaded", write_uploaded (self));
}

JsonNode *
tuwen_draft_picture_to_json (TuwenDraftPicture *self)
{
  static const char *const known[] = { "id",   "stem", "name", "file",     "mime-type",  "width",
                                       "height", "size", "note", "uploaded", "replacement" };
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  if (self->unknown != NULL)
    copy_members (self->unknown, object);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    json_object_remove_member (object, known[i]);

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "stem", self->stem);
  json_object_set_string_member (object, "name", self->name);
  /* A restart prepares it again when it was prepared for other options. */
  if (self->file != NULL && !self->stale)
    write_file (self, object);
  if (self->new_stem != NULL)
    {
      JsonObject *replacement = json_object_new ();

      json_object_set_string_member (replacement, "stem", self->new_stem);
      json_object_set_string_member (replacement, "name", self->new_name);
      json_object_set_object_member (object, "replacement", replacement);
    }

  json_node_take_object (node, object);
  return node;
}
