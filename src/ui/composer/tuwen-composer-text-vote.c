/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-text"

#include "tuwen-composer-text-private.h"

/* The vote's atom. A draft has one vote at most, and so has its text one such atom, which says what
 * the vote is called now, also where an undo brings it back. */

void
tuwen_composer_text_set_vote_place (TuwenComposerText *self, const GtkTextIter *at)
{
  if (self->vote_place == NULL)
    self->vote_place = gtk_text_buffer_create_mark (self->buffer, NULL, at, TRUE);
  else
    gtk_text_buffer_move_mark (self->buffer, self->vote_place, at);
}

int
tuwen_composer_text_get_vote_place (TuwenComposerText *self)
{
  GtkTextIter iter, end;

  if (self->vote_tag != NULL)
    tuwen_composer_text_get_bounds (self, self->vote_tag, &iter, &end);
  else if (self->vote_place != NULL)
    gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, self->vote_place);
  else
    return -1;

  return gtk_text_iter_get_offset (&iter);
}

/* Writes the new title over the old one. Nobody wrote that here: it is no edit that could be
 * undone. */
static void
rewrite (TuwenComposerText *self)
{
  BiliNode *node = bili_node_new (BILI_NODE_VOTE, self->vote_title, NULL);
  g_autofree char *text = tuwen_composer_text_dup_display (node);
  GtkTextIter start, end;
  int cursor, bound, from, to, grown;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &start,
                                    gtk_text_buffer_get_selection_bound (self->buffer));
  bound = gtk_text_iter_get_offset (&start);
  cursor = tuwen_composer_text_get_cursor (self);
  tuwen_composer_text_get_bounds (self, self->vote_tag, &start, &end);
  from = gtk_text_iter_get_offset (&start);
  to = gtk_text_iter_get_offset (&end);
  grown = (int) g_utf8_strlen (text, -1) - (to - from);

  self->restoring = TRUE;
  tuwen_composer_text_set_node (self->vote_tag, node);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert_with_tags (self->buffer, &start, text, -1, self->vote_tag, NULL);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, cursor < to ? cursor : cursor + grown);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, bound < to ? bound : bound + grown);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  self->restoring = FALSE;
}

void
tuwen_composer_text_set_vote (TuwenComposerText *self, const char *title)
{
  g_return_if_fail (TUWEN_IS_COMPOSER_TEXT (self));

  if (g_strcmp0 (self->vote_title, title) == 0)
    return;

  g_free (self->vote_title);
  self->vote_title = g_strdup (title);
  if (self->vote_tag == NULL)
    return;

  if (title != NULL)
    rewrite (self);
  else
    tuwen_composer_text_erase_vote (self);
}

gboolean
tuwen_composer_text_has_vote (TuwenComposerText *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSER_TEXT (self), FALSE);

  return self->vote_tag != NULL;
}

void
tuwen_composer_text_aim_vote (TuwenComposerText *self)
{
  GtkTextIter iter;

  g_return_if_fail (TUWEN_IS_COMPOSER_TEXT (self));

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter,
                                    gtk_text_buffer_get_insert (self->buffer));
  tuwen_composer_text_set_vote_place (self, &iter);
}

void
tuwen_composer_text_put_vote (TuwenComposerText *self)
{
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  GtkTextIter iter;

  g_return_if_fail (TUWEN_IS_COMPOSER_TEXT (self));

  if (self->vote_tag != NULL)
    return;

  gtk_text_buffer_get_end_iter (self->buffer, &iter);
  if (self->vote_place != NULL)
    gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, self->vote_place);
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, self->vote_title, NULL));
  gtk_text_buffer_begin_user_action (self->buffer);
  tuwen_composer_text_insert_at (self, &iter, nodes);
  gtk_text_buffer_end_user_action (self->buffer);
}

void
tuwen_composer_text_erase_vote (TuwenComposerText *self)
{
  GtkTextIter start, end;

  g_return_if_fail (TUWEN_IS_COMPOSER_TEXT (self));

  if (self->vote_tag == NULL)
    return;

  tuwen_composer_text_get_bounds (self, self->vote_tag, &start, &end);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_end_user_action (self->buffer);
}
