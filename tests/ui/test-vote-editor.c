/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "draft-fixture.h"

#include "tuwen-composer-drop.h"
#include "tuwen-vote-editor.h"
#include "tuwen-vote-option-row.h"

#define DAY (24 * 60 * 60)

static GtkWidget *
show_editor (DraftFixture *self)
{
  GtkWidget *editor = tuwen_vote_editor_new (self->draft);

  draft_fixture_show (self, editor);
  return editor;
}

static gpointer
find_row (GtkWidget *editor, const char *title)
{
  return find_any (editor, ADW_TYPE_PREFERENCES_ROW, title);
}

static GtkWidget *
get_option (GtkWidget *editor, guint position)
{
  g_autofree char *title = g_strdup_printf ("Option %u", position + 1);
  GtkWidget *row = find_row (editor, title);

  g_assert_true (TUWEN_IS_VOTE_OPTION_ROW (row));
  return row;
}

static void
type (gpointer row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
click (GtkWidget *editor, const char *label)
{
  g_signal_emit_by_name (find_any (editor, GTK_TYPE_BUTTON, label), "clicked");
}

/* The draft's options are @expected, joined by '|', and the rows say the same */
static void
check_options (DraftFixture *self, GtkWidget *editor, const char *expected)
{
  const BiliVote *vote = tuwen_draft_get_vote (self->draft);
  g_autoptr (GString) options = g_string_new (NULL);
  g_autofree char *beyond = g_strdup_printf ("Option %u", vote->options->len + 1);

  for (guint i = 0; i < vote->options->len; i++)
    {
      const BiliVoteOption *option = vote->options->pdata[i];

      g_string_append_printf (options, "%s%s", i > 0 ? "|" : "", option->text);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_option (editor, i))), ==,
                       option->text);
    }
  g_assert_cmpstr (options->str, ==, expected);
  g_assert_null (find_row (editor, beyond));
}

static gboolean
has_focus (GtkWidget *row)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (row));

  return focus != NULL && gtk_widget_is_ancestor (focus, row);
}

static void
test_new (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);
  const BiliVote *vote = tuwen_draft_get_vote (self->draft);

  g_assert_nonnull (vote);
  g_assert_cmpint (vote->duration, ==, 3 * DAY);
  g_assert_cmpuint (vote->choices, ==, 1);
  g_assert_false (vote->pictures);
  check_options (self, editor, "|");
}

static void
test_texts (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);

  type (find_row (editor, "Question"), "What next?");
  type (find_row (editor, "Description (Optional)"), "<b>All</b> & sundry");
  type (get_option (editor, 0), "猫");
  type (get_option (editor, 1), "dog");
  g_assert_cmpstr (tuwen_draft_get_vote (self->draft)->title, ==, "What next?");
  g_assert_cmpstr (tuwen_draft_get_vote (self->draft)->description, ==, "<b>All</b> & sundry");
  check_options (self, editor, "猫|dog");
}

/* Enter goes on to the next option, and makes one where there is none */
static void
test_enter (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);

  type (get_option (editor, 0), "a");
  g_signal_emit_by_name (get_option (editor, 0), "entry-activated");
  g_assert_true (has_focus (get_option (editor, 1)));
  type (get_option (editor, 1), "b");
  g_signal_emit_by_name (get_option (editor, 1), "entry-activated");
  check_options (self, editor, "a|b|");
  g_assert_true (has_focus (get_option (editor, 2)));
}

static void
test_erase (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);

  click (editor, "Add Option");
  type (get_option (editor, 0), "a");
  type (get_option (editor, 2), "c");
  g_signal_emit_by_name (get_option (editor, 1), "erase");
  check_options (self, editor, "a|c");
  g_assert_true (has_focus (get_option (editor, 0)));

  /* Two stay */
  g_signal_emit_by_name (get_option (editor, 1), "erase");
  g_signal_emit_by_name (get_option (editor, 1), "remove");
  check_options (self, editor, "a|c");
}

static void
test_most (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);

  for (int i = 2; i < BILI_VOTE_MAX_OPTIONS; i++)
    click (editor, "Add Option");
  g_assert_cmpuint (tuwen_draft_get_vote (self->draft)->options->len, ==, BILI_VOTE_MAX_OPTIONS);
  g_assert_false (
      gtk_widget_get_sensitive (find_any (editor, GTK_TYPE_BUTTON, "Add Option")));
  g_signal_emit_by_name (get_option (editor, BILI_VOTE_MAX_OPTIONS - 1), "entry-activated");
  g_assert_cmpuint (tuwen_draft_get_vote (self->draft)->options->len, ==, BILI_VOTE_MAX_OPTIONS);
}

static GtkSpinButton *
get_spin (GtkWidget *editor, const char *title)
{
  return find_any (find_row (editor, title), GTK_TYPE_SPIN_BUTTON, NULL);
}

static void
test_choices (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);
  GtkSpinButton *spin = get_spin (editor, "Choices");

  gtk_spin_button_set_value (spin, 20);
  g_assert_cmpuint (tuwen_draft_get_vote (self->draft)->choices, ==, 2);
  click (editor, "Add Option");
  gtk_spin_button_set_value (spin, 3);
  g_assert_cmpuint (tuwen_draft_get_vote (self->draft)->choices, ==, 3);

  /* Never more than there are options */
  g_signal_emit_by_name (get_option (editor, 2), "remove");
  g_assert_cmpuint (tuwen_draft_get_vote (self->draft)->choices, ==, 2);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin), ==, 2);
}

static void
test_duration (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);
  AdwComboRow *row = find_row (editor, "Open For");
  GtkWidget *days = find_row (editor, "Days");

  adw_combo_row_set_selected (row, 2);
  g_assert_cmpint (tuwen_draft_get_vote (self->draft)->duration, ==, 30 * DAY);
  g_assert_false (gtk_widget_get_visible (days));
  adw_combo_row_set_selected (row, 3);
  g_assert_true (gtk_widget_get_visible (days));
  gtk_spin_button_set_value (get_spin (editor, "Days"), 12);
  g_assert_cmpint (tuwen_draft_get_vote (self->draft)->duration, ==, 12 * DAY);
  /* As many days as an item of the list has do not make it that item */
  gtk_spin_button_set_value (get_spin (editor, "Days"), 7);
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 3);
}

/* What was written before is there again */
static void
test_restored (DraftFixture *self, gconstpointer data)
{
  g_autoptr (BiliVote) vote = bili_vote_new ();
  GtkWidget *editor;

  g_free (vote->title);
  vote->title = g_strdup ("Which?");
  vote->choices = 2;
  vote->duration = 12 * DAY;
  vote->pictures = TRUE;
  for (int i = 0; i < 3; i++)
    g_ptr_array_add (vote->options, bili_vote_option_new ((char[]){ (char) ('x' + i), 0 }, NULL));
  tuwen_draft_set_vote (self->draft, vote);

  editor = show_editor (self);
  g_assert_cmpstr (gtk_editable_get_text (find_row (editor, "Question")), ==, "Which?");
  g_assert_cmpfloat (gtk_spin_button_get_value (get_spin (editor, "Choices")), ==, 2);
  g_assert_cmpfloat (gtk_spin_button_get_value (get_spin (editor, "Days")), ==, 12);
  g_assert_true (gtk_switch_get_active (find_any (editor, GTK_TYPE_SWITCH, NULL)));
  check_options (self, editor, "x|y|z");
  g_assert_cmpint (tuwen_draft_get_vote (self->draft)->duration, ==, 12 * DAY);
}

static void
test_pictures (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);
  GtkSwitch *pictures = find_any (editor, GTK_TYPE_SWITCH, NULL);
  g_autoptr (GFile) good = draft_fixture_make_picture (self, "good.png", 40, 40);
  g_autoptr (GFile) bad = draft_fixture_make_file (self, "bad.png", "no picture");
  TuwenDraftPicture *picture;

  click (editor, "Add Option");
  gtk_switch_set_active (pictures, TRUE);
  g_assert_true (tuwen_draft_get_vote (self->draft)->pictures);

  tuwen_draft_set_vote_picture (self->draft, 2, good, "good.png");
  tuwen_draft_set_vote_picture (self->draft, 0, bad, "bad.png");
  picture = tuwen_draft_get_vote_picture (self->draft, 0);
  AWAIT (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_FAILED);
  g_assert_true (gtk_widget_get_visible (
      find_any (get_option (editor, 0), GTK_TYPE_BUTTON, "Retry")));
  g_assert_false (gtk_widget_get_visible (
      find_any (get_option (editor, 2), GTK_TYPE_BUTTON, "Retry")));

  /* The others keep theirs when one goes, and while somebody types */
  picture = tuwen_draft_get_vote_picture (self->draft, 2);
  g_signal_emit_by_name (get_option (editor, 1), "remove");
  g_assert_true (tuwen_draft_get_vote_picture (self->draft, 1) == picture);
  type (get_option (editor, 1), "words");
  g_assert_true (tuwen_draft_get_vote_picture (self->draft, 1) == picture);
  AWAIT (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_READY);
}

/* What is to take the place of a picture and is none leaves it where it is, and says so */
static void
test_refused (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);
  g_autoptr (GFile) good = draft_fixture_make_picture (self, "good.png", 40, 40);
  g_autoptr (GFile) bad = draft_fixture_make_file (self, "bad & ugly.png", "no picture");
  TuwenDraftPicture *picture;
  GtkWidget *toast;

  gtk_switch_set_active (find_any (editor, GTK_TYPE_SWITCH, NULL), TRUE);
  tuwen_draft_set_vote_picture (self->draft, 0, good, "good.png");
  picture = tuwen_draft_get_vote_picture (self->draft, 0);
  AWAIT (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_READY);
  tuwen_draft_set_vote_picture (self->draft, 0, bad, "bad & ugly.png");
  AWAIT ((toast = gtk_widget_get_last_child (GTK_WIDGET (self->overlay))) != editor
         && GTK_IS_LABEL (find_any (toast, GTK_TYPE_LABEL, NULL)));
  toast = find_any (toast, GTK_TYPE_LABEL, NULL);
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (toast)), "“bad & ugly.png”"));
  g_assert_cmpstr (tuwen_draft_picture_get_name (picture), ==, "good.png");
}

/* Whatever is taken from another program comes to where it was put. What is dropped goes the same
 * way. */
static void
test_paste (DraftFixture *self, gconstpointer data)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  TuwenPictureTiles *tiles = g_object_new (TUWEN_TYPE_PICTURE_TILES, NULL);
  GtkWidget *editor = tuwen_vote_editor_new (self->draft);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));
  GFile *files[2] = { draft_fixture_make_picture (self, "a.png", 40, 40),
                      draft_fixture_make_picture (self, "b.png", 50, 40) };
  g_autoptr (GBytes) bytes = g_file_load_bytes (files[0], NULL, NULL, NULL);
  GdkFileList *list = gdk_file_list_new_from_array (files, 2);
  g_autoptr (GdkContentProvider) picture
      = gdk_content_provider_new_for_bytes ("image/png", bytes);
  g_autoptr (GdkContentProvider) several
      = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list);
  TuwenDraftPicture *first;

  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  tuwen_picture_tiles_set_draft (tiles, self->draft);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (tiles));
  gtk_box_append (GTK_BOX (box), editor);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), box);
  tuwen_composer_drop_attach (overlay, tiles);
  draft_fixture_show (self, overlay);

  gtk_switch_set_active (find_any (editor, GTK_TYPE_SWITCH, NULL), TRUE);
  gtk_widget_grab_focus (get_option (editor, 0));
  g_assert_true (gdk_clipboard_set_content (clipboard, picture));
  g_assert_true (tuwen_composer_drop_paste (tiles));
  AWAIT ((first = tuwen_draft_get_vote_picture (self->draft, 0)) != NULL
         && tuwen_draft_picture_get_state (first) == TUWEN_DRAFT_PICTURE_READY);
  g_assert_null (tuwen_draft_get_vote_picture (self->draft, 1));

  /* Two files are for two options */
  g_assert_true (gdk_clipboard_set_content (clipboard, several));
  g_assert_true (tuwen_composer_drop_paste (tiles));
  AWAIT (tuwen_draft_get_vote_picture (self->draft, 1) != NULL);
  AWAIT (tuwen_draft_picture_get_state (tuwen_draft_get_vote_picture (self->draft, 1))
         == TUWEN_DRAFT_PICTURE_READY);
  g_assert_cmpint (tuwen_draft_picture_get_width (tuwen_draft_get_vote_picture (self->draft, 1)),
                   ==, 50);
  g_assert_cmpuint (draft_fixture_count_pictures (self), ==, 0);

  /* Options of words take none */
  gtk_switch_set_active (find_any (editor, GTK_TYPE_SWITCH, NULL), FALSE);
  g_assert_true (tuwen_composer_drop_paste (tiles));
  AWAIT (draft_fixture_count_pictures (self) == 2);
  g_object_unref (files[0]);
  g_object_unref (files[1]);
}

static void
test_too_long (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);
  GtkWidget *length;

  type (get_option (editor, 0), "一二三四五六七八九十一二三四五六七八九十多");
  length = find_any (get_option (editor, 0), GTK_TYPE_LABEL, "21/20");
  g_assert_nonnull (length);
  g_assert_true (gtk_widget_get_visible (length));
  g_assert_true (gtk_widget_has_css_class (length, "warning"));
  type (get_option (editor, 0), "short");
  g_assert_false (gtk_widget_get_visible (length));
}

static void
count_cb (GtkWidget *editor, int *count)
{
  (*count)++;
}

static void
test_remove (DraftFixture *self, gconstpointer data)
{
  GtkWidget *editor = show_editor (self);
  GtkWidget *undo;
  int removed = 0;

  g_signal_connect (editor, "removed", G_CALLBACK (count_cb), &removed);
  type (find_row (editor, "Question"), "What next?");
  type (get_option (editor, 1), "b");
  click (editor, "Remove Vote");
  g_assert_null (tuwen_draft_get_vote (self->draft));
  g_assert_cmpint (removed, ==, 1);

  AWAIT ((undo = find_any (self->overlay, GTK_TYPE_BUTTON, "_Undo")) != NULL);
  g_signal_emit_by_name (undo, "clicked");
  g_assert_cmpstr (tuwen_draft_get_vote (self->draft)->title, ==, "What next?");
  check_options (self, editor, "|b");
  AWAIT (find_any (self->overlay, GTK_TYPE_BUTTON, "_Undo") == NULL);
}

int
main (int argc, char **argv)
{
  draft_fixture_init (&argc, &argv);

  draft_fixture_add ("/vote-editor/new", test_new);
  draft_fixture_add ("/vote-editor/texts", test_texts);
  draft_fixture_add ("/vote-editor/enter", test_enter);
  draft_fixture_add ("/vote-editor/erase", test_erase);
  draft_fixture_add ("/vote-editor/most", test_most);
  draft_fixture_add ("/vote-editor/choices", test_choices);
  draft_fixture_add ("/vote-editor/duration", test_duration);
  draft_fixture_add ("/vote-editor/restored", test_restored);
  draft_fixture_add ("/vote-editor/pictures", test_pictures);
  draft_fixture_add ("/vote-editor/refused", test_refused);
  draft_fixture_add ("/vote-editor/paste", test_paste);
  draft_fixture_add ("/vote-editor/too-long", test_too_long);
  draft_fixture_add ("/vote-editor/remove", test_remove);

  return g_test_run ();
}
