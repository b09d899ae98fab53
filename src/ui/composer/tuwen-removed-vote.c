/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-removed-vote"

#include "tuwen-removed-vote.h"

struct _TuwenRemovedVote
{
  TuwenDraft *draft;   /* (owned) */
  BiliVote *vote;      /* (owned) */
  GPtrArray *pictures; /* (element-type TuwenDraftPicture) (owned): one for each option, or NULL */
};

static void
unref_picture (gpointer picture)
{
  g_clear_object (&picture);
}

TuwenRemovedVote *
tuwen_removed_vote_new (TuwenDraft *draft)
{
  TuwenRemovedVote *self = g_new0 (TuwenRemovedVote, 1);

  self->draft = g_object_ref (draft);
  self->vote = bili_vote_copy (tuwen_draft_get_vote (draft));
  self->pictures = g_ptr_array_new_with_free_func (unref_picture);
  for (guint i = 0; i < self->vote->options->len; i++)
    {
      TuwenDraftPicture *picture = tuwen_draft_get_vote_picture (draft, i);

      g_ptr_array_add (self->pictures, picture != NULL ? g_object_ref (picture) : NULL);
    }

  return self;
}

void
tuwen_removed_vote_free (TuwenRemovedVote *self)
{
  g_object_unref (self->draft);
  bili_vote_free (self->vote);
  g_ptr_array_unref (self->pictures);
  g_free (self);
}

gboolean
tuwen_removed_vote_restore (TuwenRemovedVote *self)
{
  if (tuwen_draft_get_vote (self->draft) != NULL)
    return FALSE;

  tuwen_draft_set_vote (self->draft, self->vote);
  for (guint i = 0; i < self->pictures->len; i++)
    {
      TuwenDraftPicture *picture = self->pictures->pdata[i];
      const char *path = picture != NULL ? tuwen_draft_picture_get_path (picture) : NULL;

      if (path != NULL)
        {
          g_autoptr (GFile) file = g_file_new_for_path (path);

          tuwen_draft_set_vote_picture (self->draft, i, file,
                                        tuwen_draft_picture_get_name (picture));
        }
    }

  return TRUE;
}
