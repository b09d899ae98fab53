/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer"

#include "tuwen-composer-private.h"

#include "tuwen-vote-editor.h"

/* A vote is two things: what is asked, in its editor, and where it stands, in the text. Neither is
 * there without the other. */

static void
removing_cb (TuwenComposer *self)
{
  g_clear_pointer (&self->removed_vote, tuwen_removed_vote_free);
  self->removed_vote = tuwen_removed_vote_new (self->draft);
}

static void
removed_cb (TuwenComposer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->vote_bin), FALSE);
  adw_bin_set_child (self->vote_bin, NULL);
  tuwen_composer_text_set_vote (self->text, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/* GTK scrolls to what has the focus by where it was before; what is new was nowhere */
static gboolean
show_focus_cb (GtkWidget *bin, GdkFrameClock *clock, gpointer user_data)
{
  TuwenComposer *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;
  GtkWidget *viewport = gtk_widget_get_ancestor (bin, GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  double top = gtk_adjustment_get_value (adjustment);
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_is_ancestor (row, bin))
    return G_SOURCE_REMOVE;
  if (gtk_widget_get_height (row) == 0)
    return G_SOURCE_CONTINUE;

  if (gtk_widget_compute_bounds (row, viewport, &bounds))
    gtk_adjustment_clamp_page (adjustment, top + bounds.origin.y,
                               top + bounds.origin.y + bounds.size.height);
  return G_SOURCE_REMOVE;
}

static void
focus_changed_cb (TuwenComposer *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->vote_bin)))
    gtk_widget_add_tick_callback (GTK_WIDGET (self->vote_bin), show_focus_cb, self, NULL);
}

static void
open_editor (TuwenComposer *self)
{
  GtkWidget *editor;

  if (adw_bin_get_child (self->vote_bin) != NULL)
    return;

  editor = tuwen_vote_editor_new (self->draft);
  g_signal_connect_object (editor, "removing", G_CALLBACK (removing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), editor, 0);
  adw_bin_set_child (self->vote_bin, editor);
  gtk_widget_set_visible (GTK_WIDGET (self->vote_bin), TRUE);
}

static void
vote_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);

  /* The editor opens as soon as there is one */
  if (tuwen_draft_get_vote (self->draft) == NULL)
    {
      tuwen_composer_text_aim_vote (self->text);
      tuwen_vote_editor_begin (self->draft);
    }
  tuwen_vote_editor_focus_question (TUWEN_VOTE_EDITOR (adw_bin_get_child (self->vote_bin)));
}

void
tuwen_composer_install_vote (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.vote", NULL, vote_action);
}

/* A draft of an earlier version has its vote behind the text, where it was posted then. */
void
tuwen_composer_fill_text (TuwenComposer *self)
{
  const BiliVote *vote = tuwen_draft_get_vote (self->draft);
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  gboolean placed = vote == NULL;

  for (guint i = 0; i < tuwen_draft_get_nodes (self->draft)->len; i++)
    {
      const BiliNode *node = tuwen_draft_get_nodes (self->draft)->pdata[i];

      if (node->type == BILI_NODE_VOTE && placed)
        continue;

      placed |= node->type == BILI_NODE_VOTE;
      g_ptr_array_add (nodes, bili_node_copy (node));
    }
  if (!placed)
    g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, vote->title, NULL));

  tuwen_composer_text_set_vote (self->text, vote != NULL ? vote->title : NULL);
  tuwen_composer_text_set_nodes (self->text, nodes);
}

void
tuwen_composer_show_vote (TuwenComposer *self)
{
  const BiliVote *vote = tuwen_draft_get_vote (self->draft);

  if (vote == NULL)
    return;

  /* Whatever brought the vote: a start, or an Undo */
  open_editor (self);
  tuwen_composer_text_set_vote (self->text, vote->title);
  tuwen_composer_text_put_vote (self->text);
}

void
tuwen_composer_follow_vote (TuwenComposer *self)
{
  GtkWidget *editor = adw_bin_get_child (self->vote_bin);
  gboolean placed = tuwen_composer_text_has_vote (self->text);

  if (tuwen_draft_get_vote (self->draft) != NULL && !placed && editor != NULL)
    tuwen_vote_editor_remove (TUWEN_VOTE_EDITOR (editor));
  else if (tuwen_draft_get_vote (self->draft) == NULL && placed
           && (self->removed_vote == NULL || !tuwen_removed_vote_restore (self->removed_vote)))
    tuwen_composer_text_erase_vote (self->text);
}
