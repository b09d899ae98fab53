/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The state of the stand-in: who there is, what was posted, what time it is. */

#define G_LOG_DOMAIN "sandbox-world"

#include "sandbox-world.h"

#include <string.h>

#include "sandbox.h"

/* A sign-in code is good for 180 seconds (service notes §12.1). */
#define QR_LIFETIME_S 180

SandboxPicture *
sandbox_picture_new (const char *url, int width, int height, double size)
{
  SandboxPicture *self = g_new0 (SandboxPicture, 1);

  self->url = g_strdup (url);
  self->width = width;
  self->height = height;
  self->size = size;
  return self;
}

void
sandbox_picture_free (SandboxPicture *self)
{
  g_free (self->url);
  g_free (self);
}

void
sandbox_post_free (SandboxPost *self)
{
  g_free (self->mid);
  g_free (self->title);
  g_free (self->text);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_free (self->nodes);
  g_free (self->topic_name);
  g_free (self);
}

gint64
sandbox_post_get_time (const SandboxPost *self)
{
  return (gint64) (self->id >> 32) + SANDBOX_ID_EPOCH;
}

void
sandbox_vote_free (SandboxVote *self)
{
  g_free (self->mid);
  g_free (self->title);
  g_free (self->desc);
  g_ptr_array_unref (self->options);
  g_ptr_array_unref (self->pictures);
  g_free (self);
}

void
sandbox_draft_free (SandboxDraft *self)
{
  g_free (self->mid);
  g_free (self->request);
  g_free (self->words);
  g_clear_pointer (&self->post, sandbox_post_free);
  g_free (self);
}

void
sandbox_draft_fail (SandboxDraft *self)
{
  self->status = 3;
  self->error = 500104;
  g_free (self->words);
  self->words = g_strdup ("系统错误");
}

void
sandbox_upload_free (SandboxUpload *self)
{
  g_free (self->path);
  g_free (self->mid);
  g_free (self->type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static void
person_free (SandboxPerson *self)
{
  g_free (self->mid);
  g_free (self->name);
  g_free (self->face);
  g_free (self->sign);
  g_ptr_array_unref (self->posts);
  g_free (self);
}

static void
session_free (SandboxSession *self)
{
  g_free (self->sessdata);
  g_free (self->csrf);
  g_free (self->mid);
  g_free (self);
}

static void
qr_free (SandboxQr *self)
{
  g_free (self->key);
  g_free (self);
}

static SandboxSession *
add_session (SandboxWorld *self, const char *sessdata, const char *csrf, const char *mid)
{
  SandboxSession *session = g_new0 (SandboxSession, 1);

  session->sessdata = g_strdup (sessdata);
  session->csrf = g_strdup (csrf);
  session->mid = g_strdup (mid);
  g_hash_table_replace (self->sessions, session->sessdata, session);
  return session;
}

/* The value of a cookie in one of the headers that sandbox.h names. */
static char *
known_cookie (const char *header, const char *name)
{
  g_auto (GStrv) cookies = g_strsplit (header, "; ", -1);

  for (guint i = 0; cookies[i] != NULL; i++)
    {
      if (g_str_has_prefix (cookies[i], name) && cookies[i][strlen (name)] == '=')
        return g_strdup (cookies[i] + strlen (name) + 1);
    }
  g_assert_not_reached ();
}

static void
add_known_session (SandboxWorld *self, const char *header)
{
  g_autofree char *sessdata = known_cookie (header, "SESSDATA");
  g_autofree char *csrf = known_cookie (header, "bili_jct");
  g_autofree char *mid = known_cookie (header, "DedeUserID");

  add_session (self, sessdata, csrf, mid);
}

SandboxWorld *
sandbox_world_new (guint seed, guint posts, gboolean qr_auto)
{
  SandboxWorld *self = g_new0 (SandboxWorld, 1);

  self->seed = seed;
  self->max_text = 1000;
  self->max_upload = 20;
  self->rand = g_rand_new_with_seed (seed);
  self->qr_auto = qr_auto;
  self->people
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) person_free);
  self->mids = g_ptr_array_new ();
  self->posts = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                       (GDestroyNotify) sandbox_post_free);
  self->sessions
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) session_free);
  self->qr_codes = g_ptr_array_new_with_free_func ((GDestroyNotify) qr_free);
  self->votes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                       (GDestroyNotify) sandbox_vote_free);
  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_draft_free);
  self->uploads
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) sandbox_upload_free);
  sandbox_world_rotate_keys (self);
  add_known_session (self, SANDBOX_COOKIES);
  add_known_session (self, SANDBOX_COOKIES_2);
  sandbox_samples_fill (self, posts);
  return self;
}

void
sandbox_world_free (SandboxWorld *self)
{
  g_hash_table_unref (self->people);
  g_ptr_array_unref (self->mids);
  g_hash_table_unref (self->posts);
  g_hash_table_unref (self->sessions);
  g_ptr_array_unref (self->qr_codes);
  g_hash_table_unref (self->votes);
  g_ptr_array_unref (self->drafts);
  g_hash_table_unref (self->uploads);
  g_free (self->img_key);
  g_free (self->sub_key);
  g_rand_free (self->rand);
  g_free (self);
}

gint64
sandbox_world_now (SandboxWorld *self)
{
  return g_get_real_time () / G_USEC_PER_SEC + self->clock_offset;
}

static gint64
now_us (SandboxWorld *self)
{
  return g_get_real_time () + self->clock_offset * G_USEC_PER_SEC;
}

char *
sandbox_world_hex (SandboxWorld *self, guint length)
{
  GString *text = g_string_sized_new (length);

  while (text->len < length)
    g_string_append_printf (text, "%08x", g_rand_int (self->rand));
  g_string_truncate (text, length);
  return g_string_free (text, FALSE);
}

guint64
sandbox_world_new_id (SandboxWorld *self, gint64 time)
{
  guint64 id = (guint64) (time - SANDBOX_ID_EPOCH) << 32;

  /* Two posts of one second keep their order: the later one gets the larger id. */
  if (self->last_id >> 32 == id >> 32)
    id = self->last_id + 1 + (guint) g_rand_int_range (self->rand, 0, 4096);
  else
    id |= (guint64) g_rand_int_range (self->rand, 1, G_MAXINT32 / 2);
  while (g_hash_table_contains (self->posts, &id))
    id++;
  self->last_id = id;
  return id;
}

SandboxPerson *
sandbox_world_find_person (SandboxWorld *self, const char *mid)
{
  return g_hash_table_lookup (self->people, mid);
}

SandboxPost *
sandbox_world_find_post (SandboxWorld *self, const char *id)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (id, 10, 1, G_MAXUINT64, &number, NULL))
    return NULL;
  return g_hash_table_lookup (self->posts, &number);
}

void
sandbox_world_add_post (SandboxWorld *self, SandboxPost *post)
{
  SandboxPerson *person = sandbox_world_find_person (self, post->mid);
  guint place = person->posts->len;

  while (place > 0 && ((SandboxPost *) person->posts->pdata[place - 1])->id > post->id)
    place--;
  g_ptr_array_insert (person->posts, (int) place, post);
  g_hash_table_replace (self->posts, &post->id, post);
}

void
sandbox_world_remove_post (SandboxWorld *self, SandboxPost *post)
{
  SandboxPerson *person = sandbox_world_find_person (self, post->mid);

  g_ptr_array_remove (person->posts, post);
  g_hash_table_remove (self->posts, &post->id);
}

static void
publish (SandboxWorld *self, SandboxDraft *draft, gint64 time)
{
  SandboxPost *post = g_steal_pointer (&draft->post);

  post->id = sandbox_world_new_id (self, time);
  sandbox_world_add_post (self, post);
  g_ptr_array_remove (self->drafts, draft);
}

void
sandbox_world_publish_draft (SandboxWorld *self, SandboxDraft *draft)
{
  publish (self, draft, sandbox_world_now (self));
}

void
sandbox_world_tick (SandboxWorld *self)
{
  gint64 now = sandbox_world_now (self);

  for (guint i = self->drafts->len; i > 0; i--)
    {
      SandboxDraft *draft = self->drafts->pdata[i - 1];

      if (draft->status == 0 && draft->time <= now)
        publish (self, draft, draft->time);
    }
}

SandboxSession *
sandbox_world_sign_in (SandboxWorld *self, const char *mid)
{
  GHashTableIter iter;
  SandboxSession *session;
  g_autofree char *hex = NULL;
  g_autofree char *csrf = NULL;
  g_autofree char *sessdata = NULL;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &session))
    {
      if (strcmp (session->mid, mid) == 0)
        return session;
    }
  hex = sandbox_world_hex (self, 12);
  csrf = sandbox_world_hex (self, 32);
  /* Percent-encoded from the start, as the service's own are. */
  sessdata = g_strdup_printf ("%.8s%%2C%" G_GINT64_FORMAT "%%2C%.5s%%2A11", hex,
                              sandbox_world_now (self) + 180 * 86400, hex + 7);
  return add_session (self, sessdata, csrf, mid);
}

void
sandbox_world_rotate_keys (SandboxWorld *self)
{
  g_free (self->img_key);
  g_free (self->sub_key);
  self->img_key = sandbox_world_hex (self, 32);
  self->sub_key = sandbox_world_hex (self, 32);
}

SandboxQr *
sandbox_world_new_qr (SandboxWorld *self)
{
  SandboxQr *qr = g_new0 (SandboxQr, 1);

  qr->key = sandbox_world_hex (self, 32);
  qr->made_us = now_us (self);
  g_ptr_array_add (self->qr_codes, qr);
  return qr;
}

SandboxQrState
sandbox_world_get_qr_state (SandboxWorld *self, SandboxQr *qr)
{
  gint64 age_us = now_us (self) - qr->made_us;

  if (age_us > QR_LIFETIME_S * G_USEC_PER_SEC)
    return SANDBOX_QR_EXPIRED;
  if (qr->state != SANDBOX_QR_WAITING || !self->qr_auto)
    return qr->state;
  if (age_us >= 2 * G_USEC_PER_SEC)
    return SANDBOX_QR_CONFIRMED;
  return age_us >= G_USEC_PER_SEC ? SANDBOX_QR_SCANNED : SANDBOX_QR_WAITING;
}
