/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-uploads"

#include "tuwen-uploads.h"

#include "tuwen-draft-picture-private.h"
#include "tuwen-draft-private.h"
#include "tuwen-picture-file.h"

/* How often it is told how far the pictures are: often enough to be seen going on */
#define TELL_MS 200

/* One picture on its way. */
typedef struct
{
  TuwenUploads *uploads;      /* (unowned) (nullable): NULL once the queue is gone */
  TuwenDraft *draft;          /* (owned) */
  TuwenDraftPicture *picture; /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  gulong state_id;
  double progress;            /* not told yet */
} Upload;

/* A draft whose pictures are uploaded. */
typedef struct
{
  TuwenDraft *draft; /* (owned) */
  gulong changed_id;
} Client;

struct _TuwenUploads
{
  GObject parent_instance;

  TuwenAccounts *accounts; /* (owned) */
  GPtrArray *clients;      /* (element-type Client) (owned) */
  GPtrArray *uploads;      /* (element-type Upload) (unowned): each is owned by its callback */
  guint idle;
  guint telling;
  gboolean late; /* pictures wait for Publish */
};

G_DEFINE_FINAL_TYPE (TuwenUploads, tuwen_uploads, G_TYPE_OBJECT)

static void pump_soon (TuwenUploads *self);

static void
client_free (gpointer data)
{
  Client *client = data;

  g_clear_signal_handler (&client->changed_id, client->draft);
  g_object_unref (client->draft);
  g_free (client);
}

/* Returns: (nullable) (transfer none): whoever the draft is to be posted by, when they are signed
 * in */
static TuwenAccount *
find_account (TuwenUploads *self, TuwenDraft *draft)
{
  const char *mid = tuwen_draft_get_mid (draft);
  guint n_accounts = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; mid != NULL && i < n_accounts; i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      /* The list holds it. */
      if (g_str_equal (tuwen_account_get_mid (account), mid))
        return tuwen_account_get_state (account) != TUWEN_ACCOUNT_EXPIRED ? account : NULL;
    }

  return NULL;
}

/* All at once, so that they are shown in one frame and not in one for each */
static gboolean
tell_cb (gpointer user_data)
{
  TuwenUploads *self = user_data;

  for (guint i = 0; i < self->uploads->len; i++)
    {
      Upload *upload = self->uploads->pdata[i];

      if (!g_cancellable_is_cancelled (upload->cancellable))
        tuwen_draft_picture_set_uploading (upload->picture, upload->progress);
    }

  self->telling = 0;
  return G_SOURCE_REMOVE;
}

static void
progress_cb (guint64 sent, guint64 total, gpointer user_data)
{
  Upload *upload = user_data;

  upload->progress = total > 0 ? (double) sent / (double) total : 0;
  if (upload->uploads != NULL && upload->uploads->telling == 0)
    upload->uploads->telling = g_timeout_add (TELL_MS, tell_cb, upload->uploads);
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Upload *upload = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliPicture) picture
      = bili_client_upload_picture_finish (BILI_CLIENT (source), result, &error);
  gboolean wanted = upload->uploads != NULL && !g_cancellable_is_cancelled (upload->cancellable);

  g_clear_signal_handler (&upload->state_id, upload->picture);
  if (upload->uploads != NULL)
    {
      g_ptr_array_remove_fast (upload->uploads->uploads, upload);
      pump_soon (upload->uploads);
    }

  if (wanted && picture != NULL)
    tuwen_draft_picture_set_uploaded (upload->picture, picture);
  else if (wanted)
    tuwen_draft_picture_set_failed (upload->picture, error);

  g_object_unref (upload->draft);
  g_object_unref (upload->picture);
  g_object_unref (upload->cancellable);
}

/* Other bytes take the place of those that are on their way. */
static void
state_changed_cb (TuwenDraftPicture *picture, GParamSpec *pspec, Upload *upload)
{
  if (tuwen_draft_picture_get_state (picture) != TUWEN_DRAFT_PICTURE_UPLOADING)
    g_cancellable_cancel (upload->cancellable);
}

static void
fail_to_read (TuwenDraftPicture *picture, const GError *reason)
{
  g_autoptr (GError) error = NULL;

  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      tuwen_draft_picture_mend (picture);
      return;
    }

  tuwen_picture_file_refuse (&error, reason);
  tuwen_draft_picture_set_failed (picture, error);
}

static void
start (TuwenUploads *self,
       TuwenDraft *draft,
       TuwenDraftPicture *picture,
       gboolean for_vote,
       BiliClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) mapped
      = g_mapped_file_new (tuwen_draft_picture_get_path (picture), FALSE, &error);
  g_autoptr (GBytes) bytes = NULL;
  Upload *upload;

  if (mapped == NULL)
    {
      fail_to_read (picture, error);
      return;
    }

  upload = g_new0 (Upload, 1);
  upload->uploads = self;
  upload->draft = g_object_ref (draft);
  upload->picture = g_object_ref (picture);
  upload->cancellable = g_cancellable_new ();
  g_ptr_array_add (self->uploads, upload);

  tuwen_draft_picture_set_uploading (picture, 0);
  upload->state_id
      = g_signal_connect (picture, "notify::state", G_CALLBACK (state_changed_cb), upload);

  bytes = g_mapped_file_get_bytes (mapped);
  bili_client_upload_picture_async (client, bytes, tuwen_draft_picture_get_mime_type (picture),
                                    for_vote ? BILI_PICTURE_DAILY
                                             : tuwen_draft_get_category (draft),
                                    for_vote, progress_cb, upload, upload->cancellable, uploaded_cb,
                                    upload);
}

GPtrArray *
tuwen_uploads_list_pictures (TuwenDraft *draft, guint *n_of_post)
{
  GListModel *pictures = tuwen_draft_get_pictures (draft);
  const BiliVote *vote = tuwen_draft_get_vote (draft);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    g_ptr_array_add (all, g_list_model_get_item (pictures, i));
  if (n_of_post != NULL)
    *n_of_post = all->len;

  for (guint i = 0; vote != NULL && vote->pictures && i < vote->options->len; i++)
    {
      TuwenDraftPicture *picture = tuwen_draft_get_vote_picture (draft, i);

      if (picture != NULL)
        g_ptr_array_add (all, g_object_ref (picture));
    }

  return all;
}

static gboolean
is_time_for (TuwenUploads *self, TuwenDraft *draft)
{
  return !tuwen_draft_get_discarded (draft) && tuwen_draft_get_state (draft) != TUWEN_DRAFT_TRASHED
         && (!self->late || tuwen_draft_get_state (draft) == TUWEN_DRAFT_PUBLISHING);
}

static gboolean
is_wanted (TuwenUploads *self, Upload *upload)
{
  g_autoptr (GPtrArray) pictures = tuwen_uploads_list_pictures (upload->draft, NULL);

  return is_time_for (self, upload->draft) && g_ptr_array_find (pictures, upload->picture, NULL);
}

static void
pump_draft (TuwenUploads *self, TuwenDraft *draft)
{
  TuwenAccount *account = find_account (self, draft);
  g_autoptr (GPtrArray) pictures = NULL;
  guint n_of_post;

  if (account == NULL || !is_time_for (self, draft))
    return;

  pictures = tuwen_uploads_list_pictures (draft, &n_of_post);
  for (guint i = 0; i < pictures->len && self->uploads->len < TUWEN_UPLOADS_AT_ONCE; i++)
    {
      if (tuwen_draft_picture_get_state (pictures->pdata[i]) == TUWEN_DRAFT_PICTURE_READY)
        start (self, draft, pictures->pdata[i], i >= n_of_post, tuwen_account_get_client (account));
    }
}

/* A picture that was removed may come back: then it waits again. */
static void
cancel (Upload *upload)
{
  if (g_cancellable_is_cancelled (upload->cancellable))
    return;

  g_cancellable_cancel (upload->cancellable);
  if (tuwen_draft_picture_get_state (upload->picture) == TUWEN_DRAFT_PICTURE_UPLOADING)
    tuwen_draft_picture_set_waiting (upload->picture);
}

static gboolean
pump_cb (gpointer user_data)
{
  TuwenUploads *self = user_data;

  self->idle = 0;

  /* Whoever takes a draft out of the trash adds it anew. */
  for (guint i = self->clients->len; i > 0; i--)
    {
      Client *client = self->clients->pdata[i - 1];

      if (tuwen_draft_get_state (client->draft) == TUWEN_DRAFT_TRASHED)
        tuwen_uploads_remove (self, client->draft);
    }

  for (guint i = 0; i < self->uploads->len; i++)
    {
      Upload *upload = self->uploads->pdata[i];

      if (!is_wanted (self, upload))
        cancel (upload);
    }

  for (guint i = 0; i < self->clients->len && self->uploads->len < TUWEN_UPLOADS_AT_ONCE; i++)
    {
      Client *client = self->clients->pdata[i];

      pump_draft (self, client->draft);
    }

  return G_SOURCE_REMOVE;
}

static void
pump_soon (TuwenUploads *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (pump_cb, self);
}

static void
draft_changed_cb (TuwenDraft *draft, TuwenUploads *self)
{
  pump_soon (self);
}

static void
accounts_changed_cb (GListModel *accounts,
                     guint position,
                     guint removed,
                     guint added,
                     TuwenUploads *self)
{
  pump_soon (self);
}

static void
tuwen_uploads_dispose (GObject *object)
{
  TuwenUploads *self = TUWEN_UPLOADS (object);

  for (guint i = 0; i < self->uploads->len; i++)
    {
      Upload *upload = self->uploads->pdata[i];

      upload->uploads = NULL;
      g_cancellable_cancel (upload->cancellable);
    }
  g_ptr_array_set_size (self->uploads, 0);
  g_ptr_array_set_size (self->clients, 0);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_handle_id (&self->telling, g_source_remove);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tuwen_uploads_parent_class)->dispose (object);
}

static void
tuwen_uploads_finalize (GObject *object)
{
  TuwenUploads *self = TUWEN_UPLOADS (object);

  g_ptr_array_unref (self->uploads);
  g_ptr_array_unref (self->clients);

  G_OBJECT_CLASS (tuwen_uploads_parent_class)->finalize (object);
}

static void
tuwen_uploads_class_init (TuwenUploadsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tuwen_uploads_dispose;
  object_class->finalize = tuwen_uploads_finalize;
}

static void
tuwen_uploads_init (TuwenUploads *self)
{
  self->clients = g_ptr_array_new_with_free_func (client_free);
  self->uploads = g_ptr_array_new ();
}

TuwenUploads *
tuwen_uploads_new (TuwenAccounts *accounts)
{
  TuwenUploads *self;

  g_return_val_if_fail (TUWEN_IS_ACCOUNTS (accounts), NULL);

  self = g_object_new (TUWEN_TYPE_UPLOADS, NULL);
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self, 0);
  return self;
}

void
tuwen_uploads_add (TuwenUploads *self, TuwenDraft *draft)
{
  Client *client;

  g_return_if_fail (TUWEN_IS_UPLOADS (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  pump_soon (self);
  for (guint i = 0; i < self->clients->len; i++)
    {
      client = self->clients->pdata[i];
      if (client->draft == draft)
        return;
    }

  client = g_new0 (Client, 1);
  client->draft = g_object_ref (draft);
  client->changed_id = g_signal_connect (draft, "changed", G_CALLBACK (draft_changed_cb), self);
  g_ptr_array_add (self->clients, client);
}

void
tuwen_uploads_wake (TuwenUploads *self)
{
  g_return_if_fail (TUWEN_IS_UPLOADS (self));

  pump_soon (self);
}

void
tuwen_uploads_set_late (TuwenUploads *self, gboolean late)
{
  g_return_if_fail (TUWEN_IS_UPLOADS (self));

  if (self->late == late)
    return;

  self->late = late;
  pump_soon (self);
}

void
tuwen_uploads_remove (TuwenUploads *self, TuwenDraft *draft)
{
  g_return_if_fail (TUWEN_IS_UPLOADS (self));

  for (guint i = 0; i < self->clients->len; i++)
    {
      Client *client = self->clients->pdata[i];

      if (client->draft == draft)
        {
          g_ptr_array_remove_index (self->clients, i);
          break;
        }
    }

  for (guint i = 0; i < self->uploads->len; i++)
    {
      Upload *upload = self->uploads->pdata[i];

      if (upload->draft == draft)
        cancel (upload);
    }
}
