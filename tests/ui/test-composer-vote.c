/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A post's vote, in its editor and in the text. */

#include "composer-fixture.h"

#include "tuwen-composer-text.h"
#include "tuwen-vote-editor.h"

/* The texts of a draft's nodes, the vote's between braces */
static char *
dup_notes (TuwenDraft *draft)
{
  GPtrArray *nodes = tuwen_draft_get_nodes (draft);
  GString *notes = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      const BiliNode *node = nodes->pdata[i];

      g_string_append_printf (notes, node->type == BILI_NODE_VOTE ? "{%s}" : "%s", node->text);
    }

  return g_string_free (notes, FALSE);
}

#define assert_draft(draft, expected)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *notes_ = dup_notes (draft);                                                   \
    g_assert_cmpstr (notes_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static gboolean
has_editor (GtkWindow *window)
{
  return find_any (window, TUWEN_TYPE_VOTE_EDITOR, NULL) != NULL;
}

static void
ask (TuwenDraft *draft, const char *title)
{
  g_autoptr (BiliVote) vote = bili_vote_copy (tuwen_draft_get_vote (draft));

  g_free (vote->title);
  vote->title = g_strdup (title);
  for (guint i = 0; i < vote->options->len; i++)
    {
      BiliVoteOption *option = vote->options->pdata[i];

      g_free (option->text);
      option->text = g_strdup_printf ("%u", i + 1);
    }
  tuwen_draft_set_vote (draft, vote);
}

static const char *
get_focused_row (GtkWindow *window)
{
  GtkWidget *row
      = gtk_widget_get_ancestor (gtk_window_get_focus (window), ADW_TYPE_PREFERENCES_ROW);

  return row != NULL ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)) : NULL;
}

/* What is typed next is the question, wherever one was before */
static void
test_focus (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);
  GtkWidget *text = find_any (window, TUWEN_TYPE_COMPOSER_TEXT, NULL);

  g_assert_true (gtk_window_get_focus (window) == text);
  g_assert_true (composer_act (window, "composer.vote"));
  g_assert_cmpstr (get_focused_row (window), ==, "Question");
  gtk_widget_grab_focus (text);
  g_assert_true (composer_act (window, "composer.vote"));
  g_assert_cmpstr (get_focused_row (window), ==, "Question");
  gtk_widget_child_focus (gtk_window_get_child (window), GTK_DIR_TAB_FORWARD);
  g_assert_true (composer_act (window, "composer.vote"));
  g_assert_cmpstr (get_focused_row (window), ==, "Question");
}

/* A vote stands where it was put, and is gone without its atom */
static void
test_vote (ComposerFixture *self, gconstpointer data)
{
  GtkWindow *window = tuwen_composers_new_post (self->composers);
  GtkWidget *text = find_any (window, TUWEN_TYPE_COMPOSER_TEXT, NULL);
  TuwenDraft *draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));

  composer_write (window, "before after");
  composer_place_cursor (window, 7);
  g_assert_true (composer_act (window, "composer.vote"));
  assert_draft (draft, "before {}after");
  g_assert_true (has_editor (window));
  ask (draft, "lunch?");
  g_assert_true (composer_has_text (window, "before ☑ lunch?after"));

  /* Removed in the text, and had back there */
  composer_place_cursor (window, 15);
  g_signal_emit_by_name (text, "backspace");
  g_assert_null (tuwen_draft_get_vote (draft));
  g_assert_false (has_editor (window));
  assert_draft (draft, "before after");
  g_assert_true (gtk_widget_activate_action (text, "text.undo", NULL));
  g_assert_true (has_editor (window));
  g_assert_cmpstr (tuwen_draft_get_vote (draft)->title, ==, "lunch?");
  g_assert_cmpuint (tuwen_draft_get_vote (draft)->options->len, ==, 2);
  assert_draft (draft, "before {lunch?}after");

  /* Removed in its editor, and had back there */
  tuwen_vote_editor_remove (
      find_any (window, TUWEN_TYPE_VOTE_EDITOR, NULL));
  assert_draft (draft, "before after");
  wait_until (fixture_find (window, "_Undo") != NULL);
  g_signal_emit_by_name (fixture_find (window, "_Undo"), "clicked");
  g_assert_true (has_editor (window));
  assert_draft (draft, "before {lunch?}after");

  composer_sign_in (self, SANDBOX_COOKIES);
  composer_act (window, "composer.publish");
  wait_until (composer_count_windows (self) == 0);
  g_assert_cmpstr (self->said->str, ==, "Published\n");
  wait_until (composer_count_drafts (self) == 0);
}

/* An earlier version kept the vote beside the text, and posted it behind */
static void
test_old_vote (ComposerFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  g_autoptr (BiliVote) vote = bili_vote_new ();
  TuwenDraft *draft;
  GtkWindow *window;

  window = tuwen_composers_new_post (self->composers);
  draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));
  g_object_ref (draft);
  composer_write (window, "before");
  gtk_window_close (window);
  wait_until (composer_count_windows (self) == 0);
  g_free (vote->title);
  vote->title = g_strdup ("lunch?");
  tuwen_draft_set_vote (draft, vote);

  tuwen_composers_open (self->composers, draft);
  window = gtk_application_get_windows (self->application)->data;
  g_assert_true (composer_has_text (window, "before☑ lunch?"));
  g_assert_true (has_editor (window));
  /* Nobody has changed anything */
  assert_draft (draft, "before");
  composer_place_cursor (window, 0);
  composer_write (window, "x");
  assert_draft (draft, "xbefore{lunch?}");

  /* Of two votes one stays, and of none none */
  gtk_window_close (window);
  wait_until (composer_count_windows (self) == 0);
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, "1", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, "x", NULL));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_VOTE, "2", NULL));
  tuwen_draft_set_nodes (draft, nodes);
  tuwen_composers_open (self->composers, draft);
  window = gtk_application_get_windows (self->application)->data;
  g_assert_true (composer_has_text (window, "☑ lunch?x"));
  gtk_window_close (window);
  wait_until (composer_count_windows (self) == 0);
  tuwen_draft_set_vote (draft, NULL);
  tuwen_composers_open (self->composers, draft);
  window = gtk_application_get_windows (self->application)->data;
  g_assert_true (composer_has_text (window, "x"));
  g_assert_false (has_editor (window));
  g_object_unref (draft);
}

/* Returns: whether what has the focus is where it is seen, and not scrolled away */
static gboolean
is_focus_seen (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;
  GtkWidget *scroller
      = row != NULL ? gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  graphene_rect_t bounds;

  return scroller != NULL && gtk_widget_get_height (row) > 0
         && gtk_widget_compute_bounds (row, scroller, &bounds) && bounds.origin.y >= 0
         && bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (scroller);
}

/* Below many pictures there is little room, and who presses Vote is to see what comes of it */
static void
test_seen (ComposerFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("x", 1);
  GtkWidget *editor, *button;
  TuwenDraft *draft;
  GtkWindow *window;

  composer_sign_in (self, SANDBOX_COOKIES);
  window = tuwen_composers_new_post (self->composers);
  draft = tuwen_composer_get_draft (TUWEN_COMPOSER (window));
  for (guint i = 0; i < 9; i++)
    tuwen_draft_add_picture_bytes (draft, nothing, "x.png", i);
  /* What is wrong with them is said below, and takes room, too */
  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (TuwenDraftPicture) picture
          = g_list_model_get_item (tuwen_draft_get_pictures (draft), i);

      wait_until (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_FAILED);
    }
  wait_frames (GTK_WIDGET (window), 3);

  g_assert_true (composer_act (window, "composer.vote"));
  wait_until (is_focus_seen (window));

  /* And who adds one option after the other sees the last */
  editor = find_any (window, TUWEN_TYPE_VOTE_EDITOR, NULL);
  button
      = GTK_WIDGET (gtk_widget_get_template_child (editor, TUWEN_TYPE_VOTE_EDITOR, "add_option"));
  for (guint i = 0; i < 6; i++)
    {
      g_signal_emit_by_name (button, "clicked");
      wait_until (is_focus_seen (window));
    }
}

static void
add_tests (void)
{
  composer_fixture_add ("/composer-vote/focus", test_focus);
  composer_fixture_add ("/composer-vote/seen", test_seen);
  composer_fixture_add ("/composer-vote/vote", test_vote);
  composer_fixture_add ("/composer-vote/old-vote", test_old_vote);
}

int
main (int argc, char **argv)
{
  return composer_fixture_run (&argc, &argv, add_tests);
}
