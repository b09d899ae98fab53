/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-draft"

/* A draft's pictures: those of the post and those of its vote's options. */

#include "tuwen-draft-fields.h"

#include "bili-compose.h"
#include "tuwen-draft-picture-private.h"

typedef void (*PictureFunc) (TuwenDraftPicture *picture, gpointer user_data);

static void
picture_changed_cb (TuwenDraftPicture *picture, TuwenDraft *self)
{
  tuwen_draft_changed (self);
}

void
tuwen_draft_adopt_picture (TuwenDraft *self, TuwenDraftPicture *picture)
{
  g_signal_connect_object (picture, "changed", G_CALLBACK (picture_changed_cb), self, 0);
}

static void
foreach_post_picture (TuwenDraft *self, PictureFunc func, gpointer user_data)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->pictures)); i++)
    {
      g_autoptr (TuwenDraftPicture) picture
          = g_list_model_get_item (G_LIST_MODEL (self->pictures), i);

      func (picture, user_data);
    }
}

static void
foreach_vote_picture (TuwenDraft *self, PictureFunc func, gpointer user_data)
{
  for (guint i = 0; i < self->vote_pictures->len; i++)
    {
      if (self->vote_pictures->pdata[i] != NULL)
        func (self->vote_pictures->pdata[i], user_data);
    }
}

static TuwenPictureOptions
get_options (TuwenDraft *self)
{
  return (TuwenPictureOptions){
    .category = self->category,
    .keep_metadata = self->keep_metadata,
    .max_mib = self->max_mib,
  };
}

/* The options of a vote have pictures that belong to no category. */
static TuwenPictureOptions
get_vote_options (TuwenDraft *self)
{
  TuwenPictureOptions options = get_options (self);

  options.category = BILI_PICTURE_DAILY;
  return options;
}

static void
prepare (TuwenDraftPicture *picture, gpointer options)
{
  tuwen_draft_picture_prepare (picture, options);
}

static void
prepare_unfinished (TuwenDraftPicture *picture, gpointer options)
{
  if (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_PREPARING)
    tuwen_draft_picture_prepare (picture, options);
}

static void
prepare_pictures (TuwenDraft *self, PictureFunc func)
{
  TuwenPictureOptions options = get_options (self);
  TuwenPictureOptions vote_options = get_vote_options (self);

  foreach_post_picture (self, func, &options);
  foreach_vote_picture (self, func, &vote_options);
}

void
tuwen_draft_prepare_all (TuwenDraft *self)
{
  prepare_pictures (self, prepare);
}

void
tuwen_draft_prepare_unfinished (TuwenDraft *self)
{
  prepare_pictures (self, prepare_unfinished);
}

static void
fit (TuwenDraftPicture *picture, gpointer options)
{
  tuwen_draft_picture_fit (picture, options);
}

void
tuwen_draft_set_max_mib (TuwenDraft *self, guint max_mib)
{
  if (self->max_mib == max_mib)
    return;

  self->max_mib = max_mib;
  prepare_pictures (self, fit);
}

static void
forget_upload (TuwenDraftPicture *picture, gpointer user_data)
{
  tuwen_draft_picture_forget_upload (picture);
}

void
tuwen_draft_forget_uploads (TuwenDraft *self)
{
  foreach_post_picture (self, forget_upload, NULL);
  foreach_vote_picture (self, forget_upload, NULL);
}

static void
close_picture (TuwenDraftPicture *picture, gpointer user_data)
{
  tuwen_draft_picture_close (picture);
}

void
tuwen_draft_close (TuwenDraft *self)
{
  foreach_post_picture (self, close_picture, NULL);
  foreach_vote_picture (self, close_picture, NULL);
}

static void
add_stems (TuwenDraftPicture *picture, gpointer stems)
{
  tuwen_draft_picture_add_stems (picture, stems);
}

static void
note_copying (TuwenDraftPicture *picture, gpointer copying)
{
  *(gboolean *) copying |= tuwen_draft_picture_is_copying (picture);
}

gboolean
tuwen_draft_is_copying (TuwenDraft *self)
{
  gboolean copying = FALSE;

  foreach_post_picture (self, note_copying, &copying);
  foreach_vote_picture (self, note_copying, &copying);
  return copying;
}

GHashTable *
tuwen_draft_get_stems (TuwenDraft *self)
{
  GHashTable *stems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  foreach_post_picture (self, add_stems, stems);
  foreach_vote_picture (self, add_stems, stems);
  return stems;
}

TuwenDraftPicture *
tuwen_draft_get_vote_picture (TuwenDraft *self, guint index)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return index < self->vote_pictures->len ? self->vote_pictures->pdata[index] : NULL;
}

static void
clear_vote_picture (TuwenDraft *self, guint index)
{
  TuwenDraftPicture *picture = g_steal_pointer (&self->vote_pictures->pdata[index]);

  if (picture == NULL)
    return;

  tuwen_draft_picture_close (picture);
  g_object_unref (picture);
}

/* @file, @bytes: one or the other; neither takes it away */
static void
set_vote_picture (TuwenDraft *self, guint index, GFile *file, GBytes *bytes, const char *name)
{
  TuwenPictureOptions options = get_vote_options (self);
  TuwenDraftPicture *picture = self->vote_pictures->pdata[index];

  if (file == NULL && bytes == NULL)
    clear_vote_picture (self, index);
  else if (picture != NULL)
    tuwen_draft_picture_take (picture, file, bytes, name, &options);
  else
    {
      picture = tuwen_draft_picture_new (self->folder, name);
      tuwen_draft_adopt_picture (self, picture);
      self->vote_pictures->pdata[index] = picture;
      tuwen_draft_picture_take (picture, file, bytes, name, &options);
    }

  tuwen_draft_forget_created_vote (self);
  tuwen_draft_changed_by_person (self);
}

void
tuwen_draft_set_vote_picture (TuwenDraft *self, guint index, GFile *source, const char *name)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));
  g_return_if_fail (index < self->vote_pictures->len);
  g_return_if_fail (source == NULL || name != NULL);

  set_vote_picture (self, index, source, NULL, name);
}

void
tuwen_draft_set_vote_picture_bytes (TuwenDraft *self,
                                    guint index,
                                    GBytes *bytes,
                                    const char *name)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));
  g_return_if_fail (index < self->vote_pictures->len);
  g_return_if_fail (bytes != NULL && name != NULL);

  set_vote_picture (self, index, NULL, bytes, name);
}

void
tuwen_draft_insert_vote_option (TuwenDraft *self, guint index, const char *text)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));
  g_return_if_fail (self->vote != NULL && text != NULL);

  if (self->vote->options->len >= BILI_VOTE_MAX_OPTIONS)
    return;

  index = MIN (index, self->vote->options->len);
  g_ptr_array_insert (self->vote->options, (int) index, bili_vote_option_new (text, NULL));
  g_ptr_array_insert (self->vote_pictures, (int) index, NULL);
  tuwen_draft_forget_created_vote (self);
  tuwen_draft_changed_by_person (self);
}

void
tuwen_draft_remove_vote_option (TuwenDraft *self, guint index)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));
  g_return_if_fail (self->vote != NULL);

  if (index >= self->vote->options->len)
    return;

  clear_vote_picture (self, index);
  g_ptr_array_remove_index (self->vote_pictures, index);
  g_ptr_array_remove_index (self->vote->options, index);
  self->vote->choices = CLAMP (self->vote->choices, 1, MAX (self->vote->options->len, 1));
  tuwen_draft_forget_created_vote (self);
  tuwen_draft_changed_by_person (self);
}

GListModel *
tuwen_draft_get_pictures (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return G_LIST_MODEL (self->pictures);
}

static TuwenDraftPicture *
add_picture (TuwenDraft *self, GFile *file, GBytes *bytes, const char *name, guint position)
{
  TuwenPictureOptions options = get_options (self);
  guint n_pictures = g_list_model_get_n_items (G_LIST_MODEL (self->pictures));
  g_autoptr (TuwenDraftPicture) picture = NULL;

  if (n_pictures >= BILI_LIMIT_PICTURES)
    return NULL;

  picture = tuwen_draft_picture_new (self->folder, name);
  tuwen_draft_adopt_picture (self, picture);
  tuwen_draft_picture_take (picture, file, bytes, name, &options);
  g_list_store_insert (self->pictures, MIN (position, n_pictures), picture);
  tuwen_draft_changed_by_person (self);
  return picture;
}

TuwenDraftPicture *
tuwen_draft_add_picture (TuwenDraft *self, GFile *source, const char *name, guint position)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);
  g_return_val_if_fail (G_IS_FILE (source), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return add_picture (self, source, NULL, name, position);
}

TuwenDraftPicture *
tuwen_draft_add_picture_bytes (TuwenDraft *self, GBytes *bytes, const char *name, guint position)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return add_picture (self, NULL, bytes, name, position);
}

void
tuwen_draft_replace_picture (TuwenDraft *self,
                             TuwenDraftPicture *picture,
                             GFile *source,
                             const char *name)
{
  TuwenPictureOptions options;

  g_return_if_fail (TUWEN_IS_DRAFT (self));
  g_return_if_fail (TUWEN_IS_DRAFT_PICTURE (picture));
  g_return_if_fail (G_IS_FILE (source) && name != NULL);

  options = get_options (self);
  tuwen_draft_picture_take (picture, source, NULL, name, &options);
  tuwen_draft_changed_by_person (self);
}

static gboolean
find_picture (TuwenDraft *self, TuwenDraftPicture *picture, guint *position)
{
  return g_list_store_find (self->pictures, picture, position);
}

void
tuwen_draft_move_picture (TuwenDraft *self, TuwenDraftPicture *picture, guint position)
{
  g_autoptr (TuwenDraftPicture) moved = NULL;
  guint old;

  g_return_if_fail (TUWEN_IS_DRAFT (self));
  g_return_if_fail (TUWEN_IS_DRAFT_PICTURE (picture));

  if (!find_picture (self, picture, &old))
    return;

  position = MIN (position, g_list_model_get_n_items (G_LIST_MODEL (self->pictures)) - 1);
  if (old == position)
    return;

  moved = g_object_ref (picture);
  g_list_store_remove (self->pictures, old);
  g_list_store_insert (self->pictures, position, moved);
  tuwen_draft_changed_by_person (self);
}

void
tuwen_draft_remove_picture (TuwenDraft *self, TuwenDraftPicture *picture)
{
  guint position;

  g_return_if_fail (TUWEN_IS_DRAFT (self));

  if (!find_picture (self, picture, &position))
    return;

  g_list_store_remove (self->pictures, position);
  tuwen_draft_changed_by_person (self);
}

void
tuwen_draft_restore_picture (TuwenDraft *self, TuwenDraftPicture *picture, guint position)
{
  guint n_pictures;

  g_return_if_fail (TUWEN_IS_DRAFT (self));
  g_return_if_fail (TUWEN_IS_DRAFT_PICTURE (picture));

  n_pictures = g_list_model_get_n_items (G_LIST_MODEL (self->pictures));
  if (find_picture (self, picture, NULL) || n_pictures >= BILI_LIMIT_PICTURES)
    return;

  g_list_store_insert (self->pictures, MIN (position, n_pictures), picture);
  tuwen_draft_changed_by_person (self);
}

void
tuwen_draft_retry_picture (TuwenDraft *self, TuwenDraftPicture *picture)
{
  TuwenPictureOptions options;

  g_return_if_fail (TUWEN_IS_DRAFT (self));
  g_return_if_fail (TUWEN_IS_DRAFT_PICTURE (picture));

  options = find_picture (self, picture, NULL) ? get_options (self) : get_vote_options (self);
  tuwen_draft_picture_retry (picture, &options);
}
