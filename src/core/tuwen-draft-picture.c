/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-draft-picture"

#include "tuwen-draft-picture-fields.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (TuwenDraftPicture, tuwen_draft_picture, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_PROGRESS,
  PROP_NAME,
  PROP_PATH,
  PROP_ERROR,
} TuwenDraftPictureProperty;

static GParamSpec *properties[PROP_ERROR + 1];

enum
{
  CHANGED,
  REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
notify (TuwenDraftPicture *self, TuwenDraftPictureProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
tuwen_draft_picture_notify_name (TuwenDraftPicture *self)
{
  notify (self, PROP_NAME);
}

void
tuwen_draft_picture_notify_file (TuwenDraftPicture *self)
{
  notify (self, PROP_PATH);
}

void
tuwen_draft_picture_set_state (TuwenDraftPicture *self,
                               TuwenDraftPictureState state,
                               double progress,
                               const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->error != error)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      notify (self, PROP_ERROR);
    }
  if (self->progress != progress)
    {
      self->progress = progress;
      notify (self, PROP_PROGRESS);
    }
  if (self->state != state)
    {
      self->state = state;
      notify (self, PROP_STATE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
tuwen_draft_picture_emit_changed (TuwenDraftPicture *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tuwen_draft_picture_emit_refused (TuwenDraftPicture *self, const char *name, const GError *error)
{
  g_signal_emit (self, signals[REFUSED], 0, name, error);
}

static void
tuwen_draft_picture_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenDraftPicture *self = TUWEN_DRAFT_PICTURE (object);

  switch ((TuwenDraftPictureProperty) id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_PATH:
      g_value_set_string (value, tuwen_draft_picture_get_path (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_draft_picture_finalize (GObject *object)
{
  TuwenDraftPicture *self = TUWEN_DRAFT_PICTURE (object);

  g_free (self->folder);
  g_free (self->id);
  g_free (self->name);
  g_free (self->stem);
  g_clear_pointer (&self->file, tuwen_picture_file_free);
  g_clear_pointer (&self->uploaded, bili_picture_free);
  g_free (self->new_stem);
  g_free (self->new_name);
  g_clear_object (&self->source);
  g_clear_pointer (&self->source_bytes, g_bytes_unref);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->unknown, json_object_unref);

  G_OBJECT_CLASS (tuwen_draft_picture_parent_class)->finalize (object);
}

#define READ_ONLY (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
tuwen_draft_picture_class_init (TuwenDraftPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tuwen_draft_picture_get_property;
  object_class->finalize = tuwen_draft_picture_finalize;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, TUWEN_DRAFT_PICTURE_PREPARING,
                                             TUWEN_DRAFT_PICTURE_FAILED,
                                             TUWEN_DRAFT_PICTURE_PREPARING, READ_ONLY);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, READ_ONLY);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, READ_ONLY);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, READ_ONLY);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, READ_ONLY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[CHANGED] = g_signal_new ("changed", TUWEN_TYPE_DRAFT_PICTURE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[REFUSED] = g_signal_new ("refused", TUWEN_TYPE_DRAFT_PICTURE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ERROR);
}

static void
tuwen_draft_picture_init (TuwenDraftPicture *self)
{
}

TuwenDraftPicture *
tuwen_draft_picture_new (const char *folder, const char *name)
{
  TuwenDraftPicture *self = g_object_new (TUWEN_TYPE_DRAFT_PICTURE, NULL);

  self->folder = g_strdup (folder);
  self->id = g_uuid_string_random ();
  self->stem = g_strdup (self->id);
  self->name = g_utf8_make_valid (name, -1);
  return self;
}

void
tuwen_draft_picture_set_waiting (TuwenDraftPicture *self)
{
  if (self->file != NULL && !self->stale)
    tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_READY, 0, NULL);
}

void
tuwen_draft_picture_set_uploading (TuwenDraftPicture *self, double progress)
{
  if (self->state != TUWEN_DRAFT_PICTURE_PREPARING)
    tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_UPLOADING, CLAMP (progress, 0, 1),
                                   NULL);
}

void
tuwen_draft_picture_set_uploaded (TuwenDraftPicture *self, const BiliPicture *uploaded)
{
  /* What was uploaded is not what it is going to be. */
  if (self->state == TUWEN_DRAFT_PICTURE_PREPARING || self->file == NULL)
    return;

  g_clear_pointer (&self->uploaded, bili_picture_free);
  self->uploaded = bili_picture_copy (uploaded);
  tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_UPLOADED, 1, NULL);
  tuwen_draft_picture_emit_changed (self);
}

void
tuwen_draft_picture_forget_upload (TuwenDraftPicture *self)
{
  g_clear_pointer (&self->uploaded, bili_picture_free);
  if (self->state != TUWEN_DRAFT_PICTURE_UPLOADED && self->state != TUWEN_DRAFT_PICTURE_UPLOADING)
    return;

  tuwen_draft_picture_set_waiting (self);
  tuwen_draft_picture_emit_changed (self);
}

void
tuwen_draft_picture_set_failed (TuwenDraftPicture *self, const GError *error)
{
  if (self->state == TUWEN_DRAFT_PICTURE_PREPARING)
    return;

  tuwen_draft_picture_set_state (self, TUWEN_DRAFT_PICTURE_FAILED, 0, error);
  tuwen_draft_picture_emit_changed (self);
}

static void
add_stem (GHashTable *stems, const char *name)
{
  g_hash_table_add (stems, g_strndup (name, strcspn (name, ".")));
}

void
tuwen_draft_picture_add_stems (TuwenDraftPicture *self, GHashTable *stems)
{
  add_stem (stems, self->stem);
  if (self->new_stem != NULL)
    add_stem (stems, self->new_stem);
  if (self->file != NULL)
    {
      g_autofree char *name = g_path_get_basename (self->file->path);

      add_stem (stems, name);
    }
}

TuwenDraftPictureState
tuwen_draft_picture_get_state (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), TUWEN_DRAFT_PICTURE_FAILED);

  return self->state;
}

double
tuwen_draft_picture_get_progress (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), 0);

  return self->progress;
}

const char *
tuwen_draft_picture_get_name (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), NULL);

  return self->name;
}

const char *
tuwen_draft_picture_get_path (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), NULL);

  return self->file != NULL ? self->file->path : NULL;
}

const char *
tuwen_draft_picture_get_mime_type (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), NULL);

  return self->file != NULL ? self->file->mime_type : NULL;
}

int
tuwen_draft_picture_get_width (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), 0);

  return self->file != NULL ? self->file->width : 0;
}

int
tuwen_draft_picture_get_height (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), 0);

  return self->file != NULL ? self->file->height : 0;
}

guint64
tuwen_draft_picture_get_size (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), 0);

  return self->file != NULL ? self->file->size : 0;
}

const char *
tuwen_draft_picture_get_note (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), NULL);

  return self->file != NULL ? self->file->note : NULL;
}

const GError *
tuwen_draft_picture_get_error (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), NULL);

  return self->error;
}

TuwenPixels *
tuwen_draft_picture_get_small (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), NULL);

  return self->file != NULL ? self->file->small : NULL;
}

gboolean
tuwen_draft_picture_can_retry (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), FALSE);

  return self->state == TUWEN_DRAFT_PICTURE_FAILED
         && (self->file != NULL || self->kept || self->source != NULL
             || self->source_bytes != NULL);
}

const BiliPicture *
tuwen_draft_picture_get_uploaded (TuwenDraftPicture *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT_PICTURE (self), NULL);

  return self->uploaded;
}
