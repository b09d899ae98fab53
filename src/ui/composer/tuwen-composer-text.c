/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-text"

#include "tuwen-composer-text-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* An atom is a stretch of text under a tag of its own, which holds the node. */

G_DEFINE_FINAL_TYPE (TuwenComposerText, tuwen_composer_text, GTK_TYPE_TEXT_VIEW)

enum
{
  NODES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Under which a tag has its node */
#define NODE "tuwen-node"

char *
tuwen_composer_text_dup_display (const BiliNode *node)
{
  if (node->type == BILI_NODE_VOTE)
    return g_strconcat ("☑ ", *node->text != '\0' ? node->text : _ ("Vote"), NULL);

  return g_strdup (node->text);
}

/* Returns: (nullable): the atom at @iter, and where it begins and ends */
static GtkTextTag *
find_atom (const GtkTextIter *iter, GtkTextIter *start, GtkTextIter *end)
{
  g_autoptr (GSList) tags = gtk_text_iter_get_tags (iter);

  for (GSList *l = tags; l != NULL; l = l->next)
    if (tuwen_composer_text_get_node (l->data) != NULL)
      {
        *start = *end = *iter;
        if (!gtk_text_iter_starts_tag (start, l->data))
          gtk_text_iter_backward_to_tag_toggle (start, l->data);
        gtk_text_iter_forward_to_tag_toggle (end, l->data);
        return l->data;
      }

  return NULL;
}

/* Returns: whether @iter is between two letters of an atom */
static gboolean
is_inside (const GtkTextIter *iter, GtkTextIter *start, GtkTextIter *end)
{
  return find_atom (iter, start, end) != NULL && !gtk_text_iter_equal (iter, start);
}

const BiliNode *
tuwen_composer_text_get_node (GtkTextTag *tag)
{
  return g_object_get_data (G_OBJECT (tag), NODE);
}

static void
paint_tag (GtkTextTag *tag, gpointer user_data)
{
  GtkStyleContext *context = gtk_widget_get_style_context (user_data);
  GdkRGBA color;

  if (tuwen_composer_text_get_node (tag) == NULL
      || tuwen_composer_text_show_emote (user_data, tag)
      || !gtk_style_context_lookup_color (context, "accent_color", &color))
    return;

  g_object_set (tag, "foreground-rgba", &color, NULL);
  color.alpha = 0.12;
  g_object_set (tag, "background-rgba", &color, NULL);
}

void
tuwen_composer_text_paint (TuwenComposerText *self)
{
  gtk_text_tag_table_foreach (gtk_text_buffer_get_tag_table (self->buffer), paint_tag, self);
}

void
tuwen_composer_text_set_node (GtkTextTag *tag, BiliNode *node)
{
  g_object_set_data_full (G_OBJECT (tag), NODE, node, (GDestroyNotify) bili_node_free);
}

void
tuwen_composer_text_get_bounds (TuwenComposerText *self,
                                GtkTextTag *tag,
                                GtkTextIter *start,
                                GtkTextIter *end)
{
  gtk_text_buffer_get_start_iter (self->buffer, start);
  if (!gtk_text_iter_starts_tag (start, tag))
    gtk_text_iter_forward_to_tag_toggle (start, tag);
  *end = *start;
  gtk_text_iter_forward_to_tag_toggle (end, tag);
}

static void
insert_atom (TuwenComposerText *self, GtkTextIter *iter, BiliNode *node)
{
  g_autofree char *text = tuwen_composer_text_dup_display (node);
  GtkTextTag *tag = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);

  if (node->type == BILI_NODE_VOTE)
    self->vote_tag = tag;
  tuwen_composer_text_set_node (tag, node);
  paint_tag (tag, self);
  gtk_text_buffer_insert_with_tags (self->buffer, iter, text, -1, tag, NULL);
}

static void
insert_node (TuwenComposerText *self, GtkTextIter *iter, const BiliNode *node)
{
  if (node->type == BILI_NODE_VOTE)
    {
      /* It may have got another title since */
      if (self->vote_tag == NULL)
        insert_atom (self, iter,
                     bili_node_new (BILI_NODE_VOTE,
                                    self->vote_title != NULL ? self->vote_title : node->text,
                                    node->id));
      return;
    }

  if (*node->text == '\0')
    return;

  if (node->type == BILI_NODE_TEXT)
    {
      gtk_text_buffer_insert (self->buffer, iter, node->text, -1);
      return;
    }

  insert_atom (self, iter, bili_node_copy (node));
}

void
tuwen_composer_text_insert_at (TuwenComposerText *self, GtkTextIter *iter, GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    insert_node (self, iter, nodes->pdata[i]);
}

/* Returns: (nullable) (transfer none): the node of an atom that is still written in full: what
 * pastes in ways of its own may leave a tag on something else */
static const BiliNode *
get_whole_node (GtkTextTag *tag, const GtkTextIter *start, const GtkTextIter *end)
{
  const BiliNode *node = tuwen_composer_text_get_node (tag);
  g_autofree char *display = tuwen_composer_text_dup_display (node);
  g_autofree char *text = gtk_text_iter_get_slice (start, end);

  return g_str_equal (display, text) ? node : NULL;
}

static void
add_text (GPtrArray *nodes, const GtkTextIter *start, const GtkTextIter *end)
{
  g_autofree char *text = gtk_text_iter_get_text (start, end);
  BiliNode *last = nodes->len > 0 ? nodes->pdata[nodes->len - 1] : NULL;

  if (*text == '\0')
    return;

  if (last != NULL && last->type == BILI_NODE_TEXT)
    {
      char *longer = g_strconcat (last->text, text, NULL);

      g_free (last->text);
      last->text = longer;
    }
  else
    {
      g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
    }
}

GPtrArray *
tuwen_composer_text_get_nodes (const GtkTextIter *from, const GtkTextIter *to)
{
  GPtrArray *nodes = bili_nodes_new ();
  GtkTextIter iter = *from;

  while (gtk_text_iter_compare (&iter, to) < 0)
    {
      GtkTextIter start, end;
      GtkTextTag *tag = find_atom (&iter, &start, &end);
      const BiliNode *node = tag == NULL ? NULL : get_whole_node (tag, &start, &end);

      if (tag == NULL)
        {
          end = iter;
          if (!gtk_text_iter_forward_to_tag_toggle (&end, NULL))
            gtk_text_buffer_get_end_iter (gtk_text_iter_get_buffer (&iter), &end);
        }
      if (node == NULL && gtk_text_iter_compare (&end, to) > 0)
        end = *to;

      if (node != NULL)
        g_ptr_array_add (nodes, bili_node_copy (node));
      else
        add_text (nodes, &iter, &end);
      iter = end;
    }

  return nodes;
}

int
tuwen_composer_text_get_cursor (TuwenComposerText *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, gtk_text_buffer_get_insert (self->buffer));

  return gtk_text_iter_get_offset (&iter);
}

static void
collect_tag (GtkTextTag *tag, gpointer user_data)
{
  g_ptr_array_add (user_data, g_object_ref (tag));
}

static void
remove_tags (TuwenComposerText *self)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (self->buffer);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_object_unref);

  gtk_text_tag_table_foreach (table, collect_tag, tags);
  for (guint i = 0; i < tags->len; i++)
    gtk_text_tag_table_remove (table, tags->pdata[i]);
  self->vote_tag = NULL;
}

void
tuwen_composer_text_show (TuwenComposerText *self, GPtrArray *nodes, int cursor)
{
  int vote_place = tuwen_composer_text_get_vote_place (self);
  GtkTextIter start, end;

  self->restoring = TRUE;
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  remove_tags (self);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  tuwen_composer_text_insert_at (self, &start, nodes);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, cursor);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_buffer_end_user_action (self->buffer);
  if (vote_place >= 0)
    {
      gtk_text_buffer_get_iter_at_offset (self->buffer, &start, vote_place);
      tuwen_composer_text_set_vote_place (self, &start);
    }
  self->restoring = FALSE;

  self->last_kind = EDIT_OTHER;
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self),
                                      gtk_text_buffer_get_insert (self->buffer));
}

static void
changed_cb (TuwenComposerText *self)
{
  self->changed = TRUE;
  self->cursor = tuwen_composer_text_get_cursor (self);
}

static void
begin_user_action_cb (TuwenComposerText *self)
{
  self->changed = FALSE;
  self->n_edits = 0;
}

static void
end_user_action_cb (TuwenComposerText *self)
{
  if (!self->changed || self->restoring)
    return;

  self->changed = FALSE;
  tuwen_composer_text_record (self);
  g_signal_emit (self, signals[NODES_CHANGED], 0);
}

/* Editing. These run before the buffer does what it is asked for, and correct where. */

static void
insert_text_cb (TuwenComposerText *self, GtkTextIter *iter, const char *text, int length)
{
  GtkTextIter start, end;
  gunichar letter = g_utf8_get_char_validated (text, length);

  if (is_inside (iter, &start, &end))
    *iter = end;

  self->n_edits++;
  self->edit_start = gtk_text_iter_get_offset (iter);
  self->edit_end = self->edit_start + (int) g_utf8_strlen (text, length);
  self->kind = self->edit_end == self->edit_start + 1 && !g_unichar_isspace (letter) ? EDIT_TYPING
                                                                                      : EDIT_OTHER;
}

/* The atoms that are erased leave no tags behind */
static void
note_erased (TuwenComposerText *self, const GtkTextIter *from, const GtkTextIter *to)
{
  GtkTextIter iter = *from;

  while (gtk_text_iter_compare (&iter, to) < 0)
    {
      GtkTextIter start, end;
      GtkTextTag *tag = find_atom (&iter, &start, &end);

      if (tag != NULL)
        g_ptr_array_add (self->erased, g_object_ref (tag));
      if (tag != NULL && tag == self->vote_tag)
        {
          tuwen_composer_text_set_vote_place (self, from);
          self->vote_tag = NULL;
        }
      if (!gtk_text_iter_forward_to_tag_toggle (&iter, NULL))
        break;
    }
}

static void
range_deleted_cb (TuwenComposerText *self)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (self->buffer);

  while (self->erased->len > 0)
    {
      g_autoptr (GtkTextTag) tag
          = g_ptr_array_steal_index (self->erased, self->erased->len - 1);

      gtk_text_tag_table_remove (table, tag);
    }
}

static void
delete_range_cb (TuwenComposerText *self, GtkTextIter *from, GtkTextIter *to)
{
  GtkTextIter start, end;

  gtk_text_iter_order (from, to);
  if (is_inside (from, &start, &end))
    *from = start;
  if (is_inside (to, &start, &end))
    *to = end;
  if (!self->restoring)
    note_erased (self, from, to);

  self->n_edits++;
  self->edit_start = gtk_text_iter_get_offset (from);
  self->edit_end = gtk_text_iter_get_offset (to);
  self->kind = self->edit_end == self->edit_start + 1 ? EDIT_ERASING : EDIT_OTHER;
}

/* Moves @mark out of an atom, away from where it came */
static void
leave_atom (TuwenComposerText *self, GtkTextMark *mark, gboolean forward)
{
  GtkTextIter iter, start, end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, mark);
  if (is_inside (&iter, &start, &end))
    gtk_text_buffer_move_mark (self->buffer, mark, forward ? &end : &start);
}

static void
mark_set_cb (TuwenComposerText *self, const GtkTextIter *location, GtkTextMark *mark)
{
  GtkTextMark *insert = gtk_text_buffer_get_insert (self->buffer);
  GtkTextMark *bound = gtk_text_buffer_get_selection_bound (self->buffer);
  gboolean selected;

  if (self->moving || self->restoring || (mark != insert && mark != bound))
    return;

  self->moving = TRUE;
  selected = gtk_text_buffer_get_has_selection (self->buffer);
  leave_atom (self, insert, tuwen_composer_text_get_cursor (self) > self->cursor);
  self->cursor = tuwen_composer_text_get_cursor (self);
  if (selected)
    {
      GtkTextIter iter;

      gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, bound);
      leave_atom (self, bound, gtk_text_iter_get_offset (&iter) > self->cursor);
    }
  else
    {
      GtkTextIter iter;

      gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, insert);
      gtk_text_buffer_move_mark (self->buffer, bound, &iter);
    }
  self->moving = FALSE;
}

static void
tuwen_composer_text_backspace (GtkTextView *view)
{
  TuwenComposerText *self = TUWEN_COMPOSER_TEXT (view);
  GtkTextIter cursor, before, start, end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  before = cursor;
  /* GTK puts back parts of letters that are made of several, and must not do so with an atom */
  if (!gtk_text_buffer_get_has_selection (self->buffer) && gtk_text_view_get_editable (view)
      && gtk_text_iter_backward_char (&before) && find_atom (&before, &start, &end) != NULL)
    {
      gtk_text_buffer_begin_user_action (self->buffer);
      gtk_text_buffer_delete (self->buffer, &start, &end);
      gtk_text_buffer_end_user_action (self->buffer);
      gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (self->buffer));
      return;
    }

  GTK_TEXT_VIEW_CLASS (tuwen_composer_text_parent_class)->backspace (view);
}

static void
tuwen_composer_text_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  TuwenComposerText *self = TUWEN_COMPOSER_TEXT (widget);

  GTK_WIDGET_CLASS (tuwen_composer_text_parent_class)->css_changed (widget, change);
  self->emote_size = 0;
}

static void
tuwen_composer_text_dispose (GObject *object)
{
  TuwenComposerText *self = TUWEN_COMPOSER_TEXT (object);

  g_clear_object (&self->buffer);
  g_clear_pointer (&self->moments, g_ptr_array_unref);
  tuwen_composer_text_drop_emotes (self);
  tuwen_composer_text_drop_caret (self);
  g_clear_pointer (&self->erased, g_ptr_array_unref);
  g_clear_pointer (&self->vote_title, g_free);
  g_clear_pointer (&self->token, g_free);

  G_OBJECT_CLASS (tuwen_composer_text_parent_class)->dispose (object);
}

static void
tuwen_composer_text_class_init (TuwenComposerTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkTextViewClass *view_class = GTK_TEXT_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_composer_text_dispose;
  widget_class->css_changed = tuwen_composer_text_css_changed;
  widget_class->query_tooltip = tuwen_composer_text_query_tooltip;
  view_class->snapshot_layer = tuwen_composer_text_snapshot_layer;
  view_class->backspace = tuwen_composer_text_backspace;
  view_class->copy_clipboard = tuwen_composer_text_copy_clipboard;
  view_class->cut_clipboard = tuwen_composer_text_cut_clipboard;
  view_class->paste_clipboard = tuwen_composer_text_paste_clipboard;

  signals[NODES_CHANGED] = g_signal_new ("nodes-changed", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  tuwen_composer_text_install_history (widget_class);
}

static void
tuwen_composer_text_init (TuwenComposerText *self)
{
  tuwen_composer_text_begin_emotes (self);
  tuwen_composer_text_begin_drops (self);
  self->erased = g_ptr_array_new_with_free_func (g_object_unref);
  self->token = g_uuid_string_random ();
  self->buffer = g_object_ref (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)));
  tuwen_composer_text_begin_caret (self);
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self), FALSE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);

  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "begin-user-action", G_CALLBACK (begin_user_action_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "end-user-action", G_CALLBACK (end_user_action_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (insert_text_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "delete-range", G_CALLBACK (delete_range_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "delete-range", G_CALLBACK (range_deleted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->buffer, "mark-set", G_CALLBACK (mark_set_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (tuwen_composer_text_paint), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect (self, "realize", G_CALLBACK (tuwen_composer_text_paint), NULL);
  g_signal_connect (self, "notify::editable", G_CALLBACK (tuwen_composer_text_update_history),
                    NULL);

  {
    g_autoptr (GPtrArray) nothing = bili_nodes_new ();

    tuwen_composer_text_set_nodes (self, nothing);
  }
}

GPtrArray *
tuwen_composer_text_dup_nodes (TuwenComposerText *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (TUWEN_IS_COMPOSER_TEXT (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return tuwen_composer_text_get_nodes (&start, &end);
}

void
tuwen_composer_text_set_nodes (TuwenComposerText *self, GPtrArray *nodes)
{
  g_return_if_fail (TUWEN_IS_COMPOSER_TEXT (self));
  g_return_if_fail (nodes != NULL);

  tuwen_composer_text_show (self, nodes, G_MAXINT);
  tuwen_composer_text_begin_history (self);
}

void
tuwen_composer_text_insert_nodes (TuwenComposerText *self, GPtrArray *nodes)
{
  GtkTextIter iter;

  g_return_if_fail (TUWEN_IS_COMPOSER_TEXT (self));
  g_return_if_fail (nodes != NULL);

  if (!gtk_text_view_get_editable (GTK_TEXT_VIEW (self)))
    return;

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter,
                                    gtk_text_buffer_get_insert (self->buffer));
  tuwen_composer_text_insert_at (self, &iter, nodes);
  gtk_text_buffer_place_cursor (self->buffer, &iter);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self),
                                      gtk_text_buffer_get_insert (self->buffer));
}

char *
tuwen_composer_text_dup_word (TuwenComposerText *self, const char *starts)
{
  GtkTextIter end, start;

  g_return_val_if_fail (TUWEN_IS_COMPOSER_TEXT (self), NULL);

  if (gtk_text_buffer_get_has_selection (self->buffer))
    return NULL;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, gtk_text_buffer_get_insert (self->buffer));
  start = end;
  while (gtk_text_iter_backward_char (&start))
    {
      GtkTextIter from, to;
      gunichar letter = gtk_text_iter_get_char (&start);

      if (g_unichar_isspace (letter) || find_atom (&start, &from, &to) != NULL)
        break;
      if (g_utf8_strchr (starts, -1, letter) != NULL)
        return gtk_text_iter_get_text (&start, &end);
    }

  return NULL;
}

void
tuwen_composer_text_complete (TuwenComposerText *self, guint length, GPtrArray *nodes)
{
  GtkTextIter start, end;

  g_return_if_fail (TUWEN_IS_COMPOSER_TEXT (self));
  g_return_if_fail (nodes != NULL);

  if (!gtk_text_view_get_editable (GTK_TEXT_VIEW (self)))
    return;

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, gtk_text_buffer_get_insert (self->buffer));
  start = end;
  gtk_text_iter_backward_chars (&start, (int) length);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  tuwen_composer_text_insert_at (self, &start, nodes);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_buffer_end_user_action (self->buffer);
}
