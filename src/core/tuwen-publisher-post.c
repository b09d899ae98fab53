/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-publisher"

#include "tuwen-publisher-post.h"

#include "tuwen-draft-private.h"

BiliVote *
tuwen_publisher_make_vote (TuwenDraft *draft)
{
  BiliVote *vote = bili_vote_copy (tuwen_draft_get_vote (draft));

  for (guint i = 0; vote->pictures && i < vote->options->len; i++)
    {
      BiliVoteOption *option = vote->options->pdata[i];
      TuwenDraftPicture *picture = tuwen_draft_get_vote_picture (draft, i);
      const BiliPicture *uploaded
          = picture != NULL ? tuwen_draft_picture_get_uploaded (picture) : NULL;

      g_free (option->picture_url);
      option->picture_url = g_strdup (uploaded != NULL ? uploaded->url : NULL);
    }

  return vote;
}

/* The text holds the vote that was created: where a person put it, at the end otherwise, and
 * once. */
static GPtrArray *
make_nodes (TuwenDraft *draft)
{
  GPtrArray *nodes = bili_nodes_copy (tuwen_draft_get_nodes (draft));
  const BiliVote *vote = tuwen_draft_get_vote (draft);
  const char *vote_id = tuwen_draft_get_journal (draft)->vote_id;
  gboolean placed = FALSE;

  for (guint i = 0; i < nodes->len;)
    {
      BiliNode *node = nodes->pdata[i];

      if (node->type != BILI_NODE_VOTE)
        {
          i++;
        }
      else if (vote == NULL || placed)
        {
          g_ptr_array_remove_index (nodes, i);
        }
      else
        {
          bili_node_free (node);
          nodes->pdata[i++] = bili_node_new (BILI_NODE_VOTE, vote->title, vote_id);
          placed = TRUE;
        }
    }

  if (vote != NULL && !placed)
    g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, vote->title, vote_id));
  return nodes;
}

static GPtrArray *
make_pictures (TuwenDraft *draft)
{
  GListModel *pictures = tuwen_draft_get_pictures (draft);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_picture_free);

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TuwenDraftPicture) picture = g_list_model_get_item (pictures, i);

      g_ptr_array_add (all, bili_picture_copy (tuwen_draft_picture_get_uploaded (picture)));
    }

  return all;
}

BiliPost *
tuwen_publisher_make_post (TuwenDraft *draft)
{
  BiliPost *post = bili_post_new ();
  const char *title = tuwen_draft_get_title (draft);

  g_clear_pointer (&post->nodes, g_ptr_array_unref);
  post->nodes = make_nodes (draft);
  post->title = title[0] != '\0' ? g_strdup (title) : NULL;
  if (g_list_model_get_n_items (tuwen_draft_get_pictures (draft)) > 0)
    post->pictures = make_pictures (draft);
  post->topic_id = g_strdup (tuwen_draft_get_topic_id (draft));
  post->topic_name = g_strdup (tuwen_draft_get_topic_name (draft));
  post->comments = tuwen_draft_get_comments (draft);
  post->only_me = tuwen_draft_get_only_me (draft);
  post->publish_time = tuwen_draft_get_publish_time (draft);
  post->upload_id = g_strdup (tuwen_draft_get_journal (draft)->upload_id);
  return post;
}
