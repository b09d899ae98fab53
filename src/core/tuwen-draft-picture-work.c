/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-draft-picture"

/* How a picture comes to its bytes: they are copied into the draft's folder, then made into what
 * the service takes. Files never change: what is new has a new name, and what it replaces goes
 * afterwards, so that the saved draft never names a file that is being written. */

#include "tuwen-draft-picture-fields.h"

#include <glib/gi18n-lib.h>

#include "tuwen-picture-make.h"

static char *
make_path (TuwenDraftPicture *self, const char *stem, const char *suffix)
{
  g_autofree char *name = g_strconcat (stem, suffix, NULL);

  return g_build_filename (self->folder, name, NULL);
}

static char *
make_source_path (TuwenDraftPicture *self, const char *stem)
{
  return make_path (self, stem, TUWEN_DRAFT_PICTURE_SOURCE);
}

/* Ends what is under way, whose callback then finds nobody who waits for it. */
static GCancellable *
begin_work (TuwenDraftPicture *self)
{
  tuwen_draft_picture_close (self);
  self->cancellable = g_cancellable_new ();
  return self->cancellable;
}

/* Returns whether @result is of what is under way, which it ends. */
static gboolean
end_work (TuwenDraftPicture *self, GAsyncResult *result)
{
  if (self->cancellable == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return FALSE;

  g_clear_object (&self->cancellable);
  self->copying = FALSE;
  return TRUE;
}

static void
remove_file_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  /* A file that stays is swept up when the draft is read the next time. */
  g_file_delete_finish (G_FILE (source), result, NULL);
}

static void
remove_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_file_delete_async (file, G_PRIORITY_LOW, NULL, remove_file_cb, NULL);
}

static void
remove_source (TuwenDraftPicture *self, const char *stem)
{
  g_autofree char *path = make_source_path (self, stem);

  remove_file (path);
}

static void
set_file (TuwenDraftPicture *self, TuwenPictureFile *file)
{
  if (self->file != NULL)
    remove_file (self->file->path);
  g_clear_pointer (&self->file, tuwen_picture_file_free);
  g_clear_pointer (&self->uploaded, bili_picture_free);
  self->file = file;
  self->stale = FALSE;
  tuwen_draft_picture_notify_file (self);
}

static void
forget_replacement (TuwenDraftPicture *self)
{
  if (self->new_kept)
    remove_source (self, self->new_stem);
  g_clear_pointer (&self->new_stem, g_free);
  g_clear_pointer (&self->new_name, g_free);
  self->new_kept = FALSE;
}

static void
accept_replacement (TuwenDraftPicture *self)
{
  if (self->kept)
    remove_source (self, self->stem);
  g_free (self->stem);
  self->stem = g_steal_pointer (&self->new_stem);
  self->kept = TRUE;
  self->new_kept = FALSE;
  g_free (self->name);
  self->name = g_steal_pointer (&self->new_name);
  tuwen_draft_picture_notify_name (self);
}

/* It stays what it was before somebody tried to replace it. */
static void
refuse_replacement (TuwenDraftPicture *self, const GError *error)
{
  g_autofree char *name = g_strdup (self->new_name);

  g_clear_object (&self->source);
  g_clear_pointer (&self->source_bytes, g_bytes_unref);
  forget_replacement (self);
  if (self->file == NULL || self->stale)
    tuwen_draft_picture_prepare (self, &self->options);
  else if (self->uploaded != NULL)
    tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_UPLOADED, 1, NULL);
  else
    tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_READY, 0, NULL);
  tuwen_draft_picture_emit_changed (self);
  tuwen_draft_picture_emit_refused (self, name, error);
}

static void
fail (TuwenDraftPicture *self, const GError *error)
{
  if (self->new_stem != NULL)
    {
      refuse_replacement (self, error);
      return;
    }

  tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_FAILED, 0, error);
  tuwen_draft_picture_emit_changed (self);
}

/* Somebody removed what was kept: to try again is of no use. */
static void
lose (TuwenDraftPicture *self)
{
  g_autoptr (GError) error = g_error_new_literal (
      G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
      _ ("Tuwen’s copy of this picture is not on the disk any more. Replace or "
         "remove the picture."));

  self->kept = FALSE;
  if (self->file != NULL)
    set_file (self, NULL);
  fail (self, error);
}

static void
prepared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenDraftPicture) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPictureFile) file = tuwen_picture_file_prepare_finish (result, &error);

  if (!end_work (self, result))
    {
      if (file != NULL)
        remove_file (file->path);
      return;
    }

  if (file == NULL && self->new_stem == NULL && self->source == NULL && self->source_bytes == NULL
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      lose (self);
      return;
    }

  if (file == NULL)
    {
      /* What was prepared for other options, perhaps with the place still in it, must not be
       * sent. */
      if (self->new_stem == NULL && self->file != NULL && self->kept)
        set_file (self, NULL);
      fail (self, error);
      return;
    }

  if (self->new_stem != NULL)
    accept_replacement (self);
  set_file (self, g_steal_pointer (&file));
  tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_READY, 0, NULL);
  tuwen_draft_picture_emit_changed (self);
}

static void
begin_preparing (TuwenDraftPicture *self)
{
  const char *stem = self->new_stem != NULL ? self->new_stem : self->stem;
  /* Somebody may have removed what was copied; then what was made of it has to do. */
  gboolean from_file = self->new_stem == NULL && !self->kept;
  g_autofree char *source = from_file ? g_strdup (self->file->path) : make_source_path (self, stem);
  g_autofree char *suffix = g_strdup_printf (".%08x", g_random_int ());
  g_autofree char *path = make_path (self, stem, suffix);

  tuwen_picture_file_prepare_async (source, path, &self->options, begin_work (self), prepared_cb,
                                    g_object_ref (self));
}

void
tuwen_draft_picture_prepare (TuwenDraftPicture *self, const TuwenPictureOptions *options)
{
  self->options = *options;
  if (self->file != NULL)
    self->stale = TRUE;

  /* What is still being copied is prepared when it is there. */
  if (self->copying || (self->new_stem == NULL && !self->kept && self->file == NULL))
    return;

  tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_PREPARING, 0, NULL);
  begin_preparing (self);
  tuwen_draft_picture_emit_changed (self);
}

void
tuwen_draft_picture_mend (TuwenDraftPicture *self)
{
  if (!self->kept)
    {
      lose (self);
      return;
    }

  set_file (self, NULL);
  tuwen_draft_picture_prepare (self, &self->options);
}

void
tuwen_draft_picture_fit (TuwenDraftPicture *self, const TuwenPictureOptions *options)
{
  gboolean fits = self->file == NULL || self->uploaded != NULL
                  || tuwen_picture_fits (self->file->size, self->file->mime_type, options);

  if (self->state == TUWEN_DRAFT_PICTURE_PREPARING || !fits)
    tuwen_draft_picture_prepare (self, options);
  else
    self->options = *options;
}

typedef struct
{
  TuwenDraftPicture *self; /* (owned) */
  char *stem;              /* (owned) */
} Copying;

static void
copied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree Copying *copying = user_data;
  g_autoptr (TuwenDraftPicture) self = copying->self;
  g_autofree char *stem = copying->stem;
  g_autoptr (GError) error = NULL;
  gboolean copied = tuwen_picture_file_keep_finish (result, &error);

  if (!end_work (self, result))
    {
      if (copied && !g_str_equal (stem, self->stem) && g_strcmp0 (stem, self->new_stem) != 0)
        remove_source (self, stem);
      return;
    }

  if (!copied)
    {
      fail (self, error);
      return;
    }

  g_clear_object (&self->source);
  g_clear_pointer (&self->source_bytes, g_bytes_unref);
  if (self->new_stem != NULL)
    self->new_kept = TRUE;
  else
    self->kept = TRUE;
  begin_preparing (self);
  tuwen_draft_picture_emit_changed (self);
}

static void
begin_copying (TuwenDraftPicture *self)
{
  Copying *copying = g_new0 (Copying, 1);
  g_autofree char *path = NULL;

  copying->self = g_object_ref (self);
  copying->stem = g_strdup (self->new_stem != NULL ? self->new_stem : self->stem);
  path = make_source_path (self, copying->stem);
  begin_work (self);
  self->copying = TRUE;
  if (self->source != NULL)
    tuwen_picture_file_keep_async (self->source, path, self->cancellable, copied_cb, copying);
  else
    tuwen_picture_file_keep_bytes_async (self->source_bytes, path, self->cancellable, copied_cb,
                                         copying);
}

void
tuwen_draft_picture_take (TuwenDraftPicture *self,
                          GFile *file,
                          GBytes *bytes,
                          const char *name,
                          const TuwenPictureOptions *options)
{
  g_return_if_fail ((file != NULL) != (bytes != NULL));

  tuwen_draft_picture_close (self);
  self->options = *options;
  forget_replacement (self);
  g_clear_object (&self->source);
  g_clear_pointer (&self->source_bytes, g_bytes_unref);
  self->source = file != NULL ? g_object_ref (file) : NULL;
  self->source_bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;

  if (self->kept || self->file != NULL)
    {
      self->new_stem = g_uuid_string_random ();
      self->new_name = g_utf8_make_valid (name, -1);
    }
  else
    {
      /* Saved before the copy is there: a restart finds it. */
      g_free (self->stem);
      self->stem = g_uuid_string_random ();
      g_free (self->name);
      self->name = g_utf8_make_valid (name, -1);
      tuwen_draft_picture_notify_name (self);
    }

  tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_PREPARING, 0, NULL);
  begin_copying (self);
  tuwen_draft_picture_emit_changed (self);
}

void
tuwen_draft_picture_retry (TuwenDraftPicture *self, const TuwenPictureOptions *options)
{
  if (self->state != TUWEN_DRAFT_PICTURE_FAILED)
    return;

  if (self->file != NULL && !self->stale)
    {
      tuwen_draft_picture_set_waiting (self);
      tuwen_draft_picture_emit_changed (self);
    }
  else if (self->kept || self->file != NULL)
    {
      tuwen_draft_picture_prepare (self, options);
    }
  else if (self->source != NULL || self->source_bytes != NULL)
    {
      self->options = *options;
      tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_PREPARING, 0, NULL);
      begin_copying (self);
      tuwen_draft_picture_emit_changed (self);
    }
}

gboolean
tuwen_draft_picture_is_copying (TuwenDraftPicture *self)
{
  return self->copying;
}

void
tuwen_draft_picture_close (TuwenDraftPicture *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->copying = FALSE;
}
