/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole state as JSON, for tests that want to see what became of what they did. */

#define G_LOG_DOMAIN "sandbox-state"

#include "sandbox-server.h"

#include <string.h>

/* Of every space, so that ten thousand posts do not make an answer of megabytes. */
#define MAX_POSTS 100

static void
set_id (JsonObject *object, const char *name, gint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  json_object_set_string_member (object, name, text);
}

static JsonObject *
describe_post (const SandboxPost *post)
{
  JsonObject *object = json_object_new ();
  JsonArray *pictures = json_array_new ();

  for (guint i = 0; i < post->pictures->len; i++)
    json_array_add_string_element (pictures, ((SandboxPicture *) post->pictures->pdata[i])->url);
  set_id (object, "id", (gint64) post->id);
  json_object_set_int_member (object, "time", sandbox_post_get_time (post));
  json_object_set_boolean_member (object, "article", post->article);
  json_object_set_string_member (object, "title", post->title);
  json_object_set_string_member (object, "text", post->text);
  json_object_set_array_member (object, "pictures", pictures);
  if (post->nodes != NULL)
    json_object_set_member (object, "nodes", json_from_string (post->nodes, NULL));
  json_object_set_int_member (object, "vote", post->vote);
  json_object_set_int_member (object, "topic", post->topic);
  json_object_set_boolean_member (object, "only_me", post->only_me);
  json_object_set_boolean_member (object, "comments_closed", post->comments_closed);
  json_object_set_boolean_member (object, "comments_chosen", post->comments_chosen);
  json_object_set_int_member (object, "likes", post->likes);
  return object;
}

static JsonObject *
describe_person (const SandboxPerson *person)
{
  JsonObject *object = json_object_new ();
  JsonArray *posts = json_array_new ();
  guint count = MIN (person->posts->len, MAX_POSTS);

  for (guint i = 0; i < count; i++)
    json_array_add_object_element (posts, describe_post (
                                              person->posts->pdata[person->posts->len - 1 - i]));
  json_object_set_string_member (object, "mid", person->mid);
  json_object_set_string_member (object, "name", person->name);
  json_object_set_int_member (object, "post_count", person->posts->len);
  json_object_set_array_member (object, "posts", posts);
  return object;
}

static JsonArray *
describe_votes (SandboxWorld *world)
{
  JsonArray *list = json_array_new ();
  GHashTableIter iter;
  SandboxVote *vote;

  g_hash_table_iter_init (&iter, world->votes);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &vote))
    {
      JsonObject *object = json_object_new ();
      JsonArray *options = json_array_new ();

      for (guint i = 0; i < vote->options->len; i++)
        json_array_add_string_element (options, vote->options->pdata[i]);
      json_object_set_int_member (object, "vote_id", vote->id);
      json_object_set_string_member (object, "mid", vote->mid);
      json_object_set_string_member (object, "title", vote->title);
      json_object_set_int_member (object, "type", vote->type);
      json_object_set_int_member (object, "choices", vote->choices);
      json_object_set_int_member (object, "duration", vote->duration);
      json_object_set_array_member (object, "options", options);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
describe_drafts (SandboxWorld *world)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < world->drafts->len; i++)
    {
      const SandboxDraft *draft = world->drafts->pdata[i];
      JsonObject *object = json_object_new ();

      set_id (object, "draft_id", draft->id);
      json_object_set_string_member (object, "mid", draft->mid);
      json_object_set_int_member (object, "time", draft->time);
      json_object_set_int_member (object, "status", draft->status);
      json_object_set_int_member (object, "error", draft->error);
      json_object_set_string_member (object, "text", draft->post->text);
      json_object_set_string_member (object, "request", draft->request);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
describe_uploads (SandboxWorld *world)
{
  JsonArray *list = json_array_new ();
  GHashTableIter iter;
  SandboxUpload *upload;

  g_hash_table_iter_init (&iter, world->uploads);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &upload))
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "path", upload->path);
      json_object_set_string_member (object, "mid", upload->mid);
      json_object_set_string_member (object, "type", upload->type);
      json_object_set_int_member (object, "width", upload->width);
      json_object_set_int_member (object, "height", upload->height);
      json_object_set_int_member (object, "size",
                                  upload->bytes != NULL ? (gint64) g_bytes_get_size (upload->bytes)
                                                        : 0);
      json_array_add_object_element (list, object);
    }
  return list;
}

void
sandbox_state_describe (SandboxServer *self, const char *mid, JsonObject *output)
{
  SandboxWorld *world = self->world;
  JsonArray *people = json_array_new ();

  for (guint i = 0; i < world->mids->len; i++)
    {
      SandboxPerson *person = sandbox_world_find_person (world, world->mids->pdata[i]);

      if (mid == NULL || strcmp (mid, person->mid) == 0)
        json_array_add_object_element (people, describe_person (person));
    }
  json_object_set_int_member (output, "now", sandbox_world_now (world));
  json_object_set_int_member (output, "sessions", g_hash_table_size (world->sessions));
  json_object_set_array_member (output, "people", people);
  json_object_set_array_member (output, "votes", describe_votes (world));
  json_object_set_array_member (output, "drafts", describe_drafts (world));
  json_object_set_array_member (output, "uploads", describe_uploads (world));
}
