/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "endless.h"
#include "tuwen-composer-text-private.h"
#include "window-fixture.h"

/* The place in which a post is written, in a window of its own */
typedef struct
{
  GtkWidget *window;
  TuwenComposerText *text;
  GtkTextBuffer *buffer;
  guint n_changes;
} TextFixture;

static void
count_cb (TuwenComposerText *text, TextFixture *self)
{
  self->n_changes++;
}

/* Writes nodes as people would note them: `@name` and `[name]` are atoms, `{title}` a vote */
static GPtrArray *
make_nodes (const char *notes)
{
  GPtrArray *nodes = bili_nodes_new ();
  g_auto (GStrv) parts = g_strsplit (notes, "|", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      const char *text = *part;

      switch (*text)
        {
        case '\0':
          break;
        case '@':
          g_ptr_array_add (nodes, bili_node_new (BILI_NODE_MENTION, text, "42"));
          break;
        case '[':
          g_ptr_array_add (nodes, bili_node_new (BILI_NODE_EMOTE, text, NULL));
          break;
        case '{':
          g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, text, "7"));
          break;
        default:
          g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
        }
    }

  return nodes;
}

static char *
dup_notes (TextFixture *self)
{
  g_autoptr (GPtrArray) nodes = tuwen_composer_text_dup_nodes (self->text);
  GString *notes = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      const BiliNode *node = nodes->pdata[i];

      g_string_append_printf (notes, "%s%s", i > 0 ? "|" : "", node->text);
      /* An atom that became text would read the same */
      if (node->type == BILI_NODE_TEXT)
        g_assert_true (*node->text != '[' && *node->text != '{');
      g_assert_cmpstr (node->id, ==, node->type == BILI_NODE_MENTION ? "42"
                                     : node->type == BILI_NODE_VOTE  ? "7"
                                                                     : "");
    }

  return g_string_free (notes, FALSE);
}

#define assert_notes(self, expected)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *notes_ = dup_notes (self);                                                    \
    g_assert_cmpstr (notes_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

/* The same where the vote's id does not matter */
static void
assert_vote (TextFixture *self, const char *expected)
{
  g_autoptr (GPtrArray) nodes = tuwen_composer_text_dup_nodes (self->text);
  g_autoptr (GString) notes = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    g_string_append_printf (notes, "%s%s", i > 0 ? "|" : "", ((BiliNode *) nodes->pdata[i])->text);
  g_assert_cmpstr (notes->str, ==, expected);
}

static void
set_notes (TextFixture *self, const char *notes)
{
  g_autoptr (GPtrArray) nodes = make_nodes (notes);

  tuwen_composer_text_set_nodes (self->text, nodes);
  assert_notes (self, notes);
  self->n_changes = 0;
}

static void
set_up (TextFixture *self, gconstpointer data)
{
  self->window = gtk_window_new ();
  self->text = g_object_new (TUWEN_TYPE_COMPOSER_TEXT, NULL);
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->text));
  g_signal_connect (self->text, "nodes-changed", G_CALLBACK (count_cb), self);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (self->text)));
}

static void
tear_down (TextFixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
place_cursor (TextFixture *self, int offset)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, offset);
  gtk_text_buffer_place_cursor (self->buffer, &iter);
}

static int
get_cursor (TextFixture *self)
{
  int offset;

  g_object_get (self->buffer, "cursor-position", &offset, NULL);

  return offset;
}

static void
select_range (TextFixture *self, int from, int to)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, to);
  gtk_text_buffer_select_range (self->buffer, &end, &start);
}

static void
backspace (TextFixture *self)
{
  g_signal_emit_by_name (self->text, "backspace");
}

static void
move (TextFixture *self, int count, gboolean extend)
{
  g_signal_emit_by_name (self->text, "move-cursor", GTK_MOVEMENT_VISUAL_POSITIONS, count, extend);
}

static void
type (TextFixture *self, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *letter = g_strndup (p, g_utf8_next_char (p) - p);

      gtk_text_buffer_insert_interactive_at_cursor (self->buffer, letter, -1, TRUE);
    }
}

static void
activate (TextFixture *self, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->text), action, NULL));
}

static void
test_erase (TextFixture *self, gconstpointer data)
{
  set_notes (self, "a|@Anna| b|[doge]");
  backspace (self);
  assert_notes (self, "a|@Anna| b");
  g_assert_cmpuint (self->n_changes, ==, 1);

  place_cursor (self, 1);
  g_signal_emit_by_name (self->text, "delete-from-cursor", GTK_DELETE_CHARS, 1);
  assert_notes (self, "a b");

  /* Names may end with a letter that GTK would erase in parts */
  set_notes (self, "@한글");
  backspace (self);
  assert_notes (self, "");
}

/* A part of an atom stands for all of it */
static void
test_erase_part (TextFixture *self, gconstpointer data)
{
  GtkTextIter start, end;

  set_notes (self, "ab|@Anna|cd");
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, 1);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, 4);
  gtk_text_buffer_delete_interactive (self->buffer, &start, &end, TRUE);
  assert_notes (self, "acd");

  set_notes (self, "ab|@Anna|cd");
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, 4);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, 5);
  gtk_text_buffer_delete_interactive (self->buffer, &start, &end, TRUE);
  assert_notes (self, "abcd");
}

static void
test_cursor (TextFixture *self, gconstpointer data)
{
  set_notes (self, "ab|@Anna|cd");
  place_cursor (self, 2);
  move (self, 1, FALSE);
  g_assert_cmpint (get_cursor (self), ==, 7);
  move (self, -1, FALSE);
  g_assert_cmpint (get_cursor (self), ==, 2);

  /* A press in its middle */
  place_cursor (self, 4);
  g_assert_true (get_cursor (self) == 2 || get_cursor (self) == 7);

  /* What was typed before does not confuse it */
  place_cursor (self, 7);
  type (self, "x");
  move (self, -1, FALSE);
  g_assert_cmpint (get_cursor (self), ==, 7);
  move (self, -1, FALSE);
  g_assert_cmpint (get_cursor (self), ==, 2);
}

static void
test_select (TextFixture *self, gconstpointer data)
{
  GtkTextIter start, end;

  set_notes (self, "ab|@Anna|cd");
  place_cursor (self, 7);
  move (self, -1, TRUE);
  g_assert_true (gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end));
  g_assert_cmpint (gtk_text_iter_get_offset (&start), ==, 2);
  g_assert_cmpint (gtk_text_iter_get_offset (&end), ==, 7);
  move (self, 1, TRUE);
  g_assert_false (gtk_text_buffer_get_has_selection (self->buffer));

  /* As a double press does */
  place_cursor (self, 2);
  select_range (self, 3, 7);
  g_assert_true (gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end));
  g_assert_cmpint (gtk_text_iter_get_offset (&start), ==, 2);
  g_assert_cmpint (gtk_text_iter_get_offset (&end), ==, 7);
}

static void
test_insert (TextFixture *self, gconstpointer data)
{
  GtkTextIter iter;

  /* At its ends letters are beside it */
  set_notes (self, "@Anna|[doge]");
  place_cursor (self, 0);
  type (self, "x");
  assert_notes (self, "x|@Anna|[doge]");
  place_cursor (self, 6);
  type (self, "y");
  assert_notes (self, "x|@Anna|y|[doge]");

  /* Whatever drops text into its middle */
  gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, 3);
  gtk_text_buffer_insert (self->buffer, &iter, "z", -1);
  assert_notes (self, "x|@Anna|zy|[doge]");
}

static void
test_undo (TextFixture *self, gconstpointer data)
{
  set_notes (self, "hello |@Anna| |{lunch?}");
  place_cursor (self, 11);
  backspace (self);
  assert_notes (self, "hello  |{lunch?}");
  activate (self, "text.undo");
  assert_notes (self, "hello |@Anna| |{lunch?}");
  g_assert_cmpuint (self->n_changes, ==, 2);
  activate (self, "text.redo");
  assert_notes (self, "hello  |{lunch?}");
  activate (self, "text.undo");

  /* A word is one step, and what was undone is gone once something else is written */
  place_cursor (self, 0);
  type (self, "ab cd");
  assert_notes (self, "ab cdhello |@Anna| |{lunch?}");
  activate (self, "text.undo");
  assert_notes (self, "ab hello |@Anna| |{lunch?}");
  type (self, "x");
  activate (self, "text.redo");
  assert_notes (self, "ab xhello |@Anna| |{lunch?}");
  activate (self, "text.undo");
  activate (self, "text.undo");
  activate (self, "text.undo");
  assert_notes (self, "hello |@Anna| |{lunch?}");

  /* There is nothing to undo in a text that was just set */
  set_notes (self, "x");
  activate (self, "text.undo");
  assert_notes (self, "x");
}

static void
test_clipboard (TextFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) all = NULL;
  guint n_changes;

  set_notes (self, "a|@Anna|b|[doge]|c");
  select_range (self, 1, 13);
  g_signal_emit_by_name (self->text, "cut-clipboard");
  assert_notes (self, "ac");
  n_changes = self->n_changes;
  place_cursor (self, 2);
  g_signal_emit_by_name (self->text, "paste-clipboard");
  wait_until (self->n_changes > n_changes);
  assert_notes (self, "ac|@Anna|b|[doge]");

  /* Text alone, of atoms as well */
  select_range (self, 2, 14);
  g_signal_emit_by_name (self->text, "copy-clipboard");
  set_notes (self, "y");
  tuwen_composer_text_paste_plain (self->text);
  wait_until (self->n_changes > 0);
  assert_notes (self, "y@Annab[doge]");

  /* From other programs */
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->text)), "1\r\n2");
  set_notes (self, "y");
  g_signal_emit_by_name (self->text, "paste-clipboard");
  wait_until (self->n_changes > 0);
  assert_notes (self, "y1\n2");
}

/* A vote is its draft's: it can be put elsewhere there, once, and says nothing in others */
static void
test_move_vote (TextFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) nodes = NULL;
  TextFixture other = { 0 };

  set_notes (self, "xy|{lunch?}|z");
  select_range (self, 1, 12);
  g_signal_emit_by_name (self->text, "cut-clipboard");
  assert_notes (self, "xz");
  g_assert_false (tuwen_composer_text_has_vote (self->text));
  place_cursor (self, 2);
  self->n_changes = 0;
  g_signal_emit_by_name (self->text, "paste-clipboard");
  wait_until (self->n_changes > 0);
  g_assert_true (tuwen_composer_text_has_vote (self->text));
  nodes = tuwen_composer_text_dup_nodes (self->text);
  g_assert_cmpuint (nodes->len, ==, 2);
  g_assert_cmpstr (((BiliNode *) nodes->pdata[0])->text, ==, "xzy");
  g_assert_cmpint (((BiliNode *) nodes->pdata[1])->type, ==, BILI_NODE_VOTE);
  g_assert_cmpstr (((BiliNode *) nodes->pdata[1])->text, ==, "{lunch?}");

  g_signal_emit_by_name (self->text, "paste-clipboard");
  wait_until (self->n_changes > 1);
  g_clear_pointer (&nodes, g_ptr_array_unref);
  nodes = tuwen_composer_text_dup_nodes (self->text);
  g_assert_cmpuint (nodes->len, ==, 3);
  g_assert_cmpstr (((BiliNode *) nodes->pdata[2])->text, ==, "y");

  set_up (&other, NULL);
  set_notes (&other, "w");
  g_signal_emit_by_name (other.text, "paste-clipboard");
  wait_until (other.n_changes > 0);
  assert_notes (&other, "wy");
  tear_down (&other, NULL);
}

static void
test_vote_title (TextFixture *self, gconstpointer data)
{
  GtkTextIter start, end;

  /* The title changes under the atom, and nothing else does */
  set_notes (self, "ab|{a?}|cd");
  place_cursor (self, 8);
  tuwen_composer_text_set_vote (self->text, "{lunch?}");
  assert_vote (self, "ab|{lunch?}|cd");
  g_assert_cmpint (get_cursor (self), ==, 12);
  g_assert_cmpuint (self->n_changes, ==, 0);
  place_cursor (self, 1);
  tuwen_composer_text_set_vote (self->text, "{b}");
  g_assert_cmpint (get_cursor (self), ==, 1);
  select_range (self, 0, 9);
  tuwen_composer_text_set_vote (self->text, "{lunch, or dinner?}");
  g_assert_true (gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end));
  g_assert_cmpint (gtk_text_iter_get_offset (&start), ==, 0);
  g_assert_cmpint (gtk_text_iter_get_offset (&end), ==, 25);

  /* An undo brings it back with the title that it has now, at which it is one atom still */
  place_cursor (self, 23);
  backspace (self);
  g_assert_false (tuwen_composer_text_has_vote (self->text));
  assert_vote (self, "abcd");
  tuwen_composer_text_set_vote (self->text, "{c?}");
  activate (self, "text.undo");
  assert_vote (self, "ab|{c?}|cd");
  activate (self, "text.redo");
  assert_vote (self, "abcd");

  /* Put back, it stands where it stood; without a title it still is one */
  tuwen_composer_text_set_vote (self->text, "");
  tuwen_composer_text_put_vote (self->text);
  assert_vote (self, "ab||cd");
  g_assert_true (tuwen_composer_text_has_vote (self->text));
  tuwen_composer_text_put_vote (self->text);
  assert_vote (self, "ab||cd");
  tuwen_composer_text_set_vote (self->text, NULL);
  assert_vote (self, "abcd");
  activate (self, "text.undo");
  assert_vote (self, "ab||cd");
  activate (self, "text.redo");

  place_cursor (self, 4);
  tuwen_composer_text_aim_vote (self->text);
  tuwen_composer_text_put_vote (self->text);
  assert_vote (self, "abcd|");
  place_cursor (self, 4);
  g_signal_emit_by_name (self->text, "delete-from-cursor", GTK_DELETE_CHARS, 1);
  assert_vote (self, "abcd");
}

/* What is erased leaves nothing behind */
static void
test_tags (TextFixture *self, gconstpointer data)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (self->buffer);

  set_notes (self, "a|@Anna|b|[doge]|c|{lunch?}");
  g_assert_cmpint (gtk_text_tag_table_get_size (table), ==, 3);
  backspace (self);
  g_assert_cmpint (gtk_text_tag_table_get_size (table), ==, 2);
  g_signal_emit_by_name (self->text, "select-all", TRUE);
  g_signal_emit_by_name (self->text, "delete-from-cursor", GTK_DELETE_CHARS, 1);
  assert_notes (self, "");
  g_assert_cmpint (gtk_text_tag_table_get_size (table), ==, 0);
  activate (self, "text.undo");
  assert_notes (self, "a|@Anna|b|[doge]|c");
  g_assert_cmpint (gtk_text_tag_table_get_size (table), ==, 2);
}

static gboolean
drop (TextFixture *self, GtkTextBuffer *source, gboolean moved, int offset)
{
  GtkTextIter at;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &at, offset);

  return tuwen_composer_text_drop_selection (self->text, source, moved, &at);
}

static void
test_drop (TextFixture *self, gconstpointer data)
{
  TextFixture other = { 0 };

  /* Moved within the text, as one edit */
  set_notes (self, "ab|@Anna|cd|[doge]");
  select_range (self, 1, 7);
  g_assert_true (drop (self, self->buffer, TRUE, 9));
  assert_notes (self, "acdb|@Anna|[doge]");
  g_assert_cmpuint (self->n_changes, ==, 1);
  g_assert_cmpint (get_cursor (self), ==, 9);
  g_assert_false (gtk_text_buffer_get_has_selection (self->buffer));
  activate (self, "text.undo");
  assert_notes (self, "ab|@Anna|cd|[doge]");

  /* Copied, to where an atom is: it stays whole */
  select_range (self, 0, 7);
  g_assert_true (drop (self, self->buffer, FALSE, 12));
  assert_notes (self, "ab|@Anna|cd|[doge]|ab|@Anna");

  /* Onto itself it goes nowhere, and neither does nothing */
  select_range (self, 0, 9);
  g_assert_false (drop (self, self->buffer, TRUE, 4));
  assert_notes (self, "ab|@Anna|cd|[doge]|ab|@Anna");
  place_cursor (self, 0);
  g_assert_false (drop (self, self->buffer, TRUE, 4));

  /* The vote is moved in its text and left out in others */
  set_notes (self, "ab|{lunch?}");
  select_range (self, 1, 12);
  g_assert_true (drop (self, self->buffer, TRUE, 0));
  assert_vote (self, "b|{lunch?}|a");
  set_up (&other, NULL);
  set_notes (&other, "xy");
  select_range (self, 0, 12);
  g_assert_true (drop (&other, self->buffer, TRUE, 1));
  assert_notes (&other, "xbay");
  tear_down (&other, NULL);
}

static void
test_hostile_clipboard (TextFixture *self, gconstpointer data)
{
  const char *const pasted[] = { "", "[", "[(1, 'a'", "[(99, 'x', 'y')]", "\xff", "[(2, '', '')]" };
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->text));

  for (guint i = 0; i < G_N_ELEMENTS (pasted); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (pasted[i], strlen (pasted[i]));
      g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_union (
          (GdkContentProvider *[]){
              gdk_content_provider_new_for_bytes ("application/vnd.tuwen.nodes", bytes),
              gdk_content_provider_new_typed (G_TYPE_STRING, "plain") },
          2);
      g_autofree char *notes = NULL;
      gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 5;

      set_notes (self, "y");
      gdk_clipboard_set_content (clipboard, provider);
      g_signal_emit_by_name (self->text, "paste-clipboard");
      /* Nothing at all comes of an empty atom */
      while (self->n_changes == 0 && g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, FALSE);
      notes = dup_notes (self);
      g_assert_true (g_str_equal (notes, "yplain") || g_str_equal (notes, "yx")
                     || g_str_equal (notes, "y"));
    }
}

static void
say_cb (GSimpleAction *action, GVariant *words, gpointer user_data)
{
  g_free (*(char **) user_data);
  *(char **) user_data = g_variant_dup_string (words, NULL);
}

/* A program that hands over more than any text is: it is not listened to for ever, and people are
 * told where they asked for a text */
static void
test_endless_clipboard (TextFixture *self, gconstpointer data)
{
  g_autoptr (Endless) nodes = endless_new ("application/vnd.tuwen.nodes", "[(1, 'a', '')] ");
  g_autoptr (Endless) text = endless_new ("text/plain;charset=utf-8", "and so on, ");
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) say = g_simple_action_new ("say", G_VARIANT_TYPE_STRING);
  g_autoptr (GdkContentProvider) both = NULL;
  g_autofree char *said = NULL;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->text));

  g_signal_connect (say, "activate", G_CALLBACK (say_cb), &said);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (say));
  gtk_widget_insert_action_group (GTK_WIDGET (self->text), "win", G_ACTION_GROUP (actions));

  set_notes (self, "y");
  gdk_clipboard_set_content (clipboard, GDK_CONTENT_PROVIDER (text));
  g_signal_emit_by_name (self->text, "paste-clipboard");
  wait_until (said != NULL);
  g_assert_cmpstr (said, ==, "This text is too long to be pasted");
  g_assert_cmpuint (text->n_bytes, <, 2 * 1024 * 1024);
  assert_notes (self, "y");

  /* What only composers write: the plain text beside it is taken */
  both = gdk_content_provider_new_union (
      (GdkContentProvider *[]){ GDK_CONTENT_PROVIDER (g_object_ref (nodes)),
                                gdk_content_provider_new_typed (G_TYPE_STRING, "plain") },
      2);
  gdk_clipboard_set_content (clipboard, both);
  g_signal_emit_by_name (self->text, "paste-clipboard");
  wait_until (self->n_changes > 0);
  assert_notes (self, "yplain");
  g_assert_cmpuint (nodes->n_bytes, <, 128 * 1024);

  gtk_widget_insert_action_group (GTK_WIDGET (self->text), "win", NULL);
}

/* Whatever calls itself a text is one by the time it is pasted */
static void
test_no_text (TextFixture *self, gconstpointer data)
{
  static const char letters[] = "a\xff" "b\0c";
  g_autoptr (GBytes) bytes = g_bytes_new_static (letters, sizeof letters - 1);
  g_autoptr (GdkContentProvider) provider
      = gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8", bytes);

  set_notes (self, "y");
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self->text)), provider);
  tuwen_composer_text_paste_plain (self->text);
  wait_until (self->n_changes > 0);
  assert_notes (self, "ya\357\277\275b");
}

static void
test_word (TextFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) anna = make_nodes ("@Anna| ");
  g_autofree char *word = NULL;

  set_notes (self, "hello @An");
  word = tuwen_composer_text_dup_word (self->text, "@[");
  g_assert_cmpstr (word, ==, "@An");
  tuwen_composer_text_complete (self->text, 3, anna);
  assert_notes (self, "hello |@Anna| ");
  g_assert_null (tuwen_composer_text_dup_word (self->text, "@["));
  activate (self, "text.undo");
  assert_notes (self, "hello @An");

  /* An atom is no word that is being written */
  set_notes (self, "hello |@Anna");
  g_assert_null (tuwen_composer_text_dup_word (self->text, "@["));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

#define add(path, test) g_test_add (path, TextFixture, NULL, set_up, test, tear_down)
  add ("/composer-text/erase", test_erase);
  add ("/composer-text/erase-part", test_erase_part);
  add ("/composer-text/cursor", test_cursor);
  add ("/composer-text/select", test_select);
  add ("/composer-text/insert", test_insert);
  add ("/composer-text/undo", test_undo);
  add ("/composer-text/clipboard", test_clipboard);
  add ("/composer-text/move-vote", test_move_vote);
  add ("/composer-text/vote-title", test_vote_title);
  add ("/composer-text/tags", test_tags);
  add ("/composer-text/drop", test_drop);
  add ("/composer-text/hostile-clipboard", test_hostile_clipboard);
  add ("/composer-text/endless-clipboard", test_endless_clipboard);
  add ("/composer-text/no-text", test_no_text);
  add ("/composer-text/word", test_word);

  return g_test_run ();
}
