/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "picker-fixture.h"
#include "tuwen-completion.h"

static const GdkRectangle at = { 20, 20, 1, 20 };

static void
accepted_cb (TuwenCompletion *completion, GObject *item, GString *accepted)
{
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (completion)));
  if (TUWEN_IS_PERSON (item))
    g_string_append_printf (accepted, "@%s ", tuwen_person_get_name (TUWEN_PERSON (item)));
  else
    g_string_append_printf (accepted, "%s ", tuwen_emote_get_text (TUWEN_EMOTE (item)));
}

/* In a text that has the focus */
static TuwenCompletion *
show_completion (Fixture *self, GString *accepted)
{
  GtkWidget *text_view = gtk_text_view_new ();
  TuwenCompletion *completion
    = tuwen_completion_new (text_view, self->people, self->emotes, self->pictures);

  g_signal_connect (completion, "accepted", G_CALLBACK (accepted_cb), accepted);
  fixture_show (self, text_view);
  gtk_widget_grab_focus (text_view);

  return completion;
}

static gboolean
is_shown (TuwenCompletion *completion)
{
  return gtk_widget_get_visible (GTK_WIDGET (completion));
}

static gboolean
press (TuwenCompletion *completion, guint keyval)
{
  return tuwen_completion_handle_key (completion, keyval, 0);
}

static const char *
peek_person (Fixture *self, guint position)
{
  g_autoptr (TuwenPerson) person = g_list_model_get_item (G_LIST_MODEL (self->people), position);

  return tuwen_person_get_name (person);
}

static void
await_people (Fixture *self, TuwenCompletion *completion, const char *word)
{
  tuwen_completion_update (completion, '@', word, &at);
  wait_until (!tuwen_search_get_loading (TUWEN_SEARCH (self->people)));
}

static void
test_people (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);
  g_autofree char *first = NULL;
  g_autofree char *expected = NULL;

  g_assert_false (is_shown (completion));
  g_assert_false (press (completion, GDK_KEY_Return));
  g_assert_false (press (completion, GDK_KEY_Escape));

  tuwen_completion_update (completion, '@', "@", &at);
  g_assert_true (is_shown (completion));
  g_assert_true (shows (completion, "Looking for people…"));
  /* Nothing to choose: a new line is a new line */
  g_assert_false (press (completion, GDK_KEY_Return));

  wait_until (!tuwen_search_get_loading (TUWEN_SEARCH (self->people)));
  first = g_strdup (peek_person (self, 0));
  wait_until (shows (completion, first));
  g_assert_true (shows (completion, "followed"));
  g_assert_true (gtk_window_get_focus (self->window)
                 == gtk_widget_get_parent (GTK_WIDGET (completion)));

  g_assert_true (press (completion, GDK_KEY_Return));
  expected = g_strdup_printf ("@%s ", first);
  g_assert_cmpstr (accepted->str, ==, expected);
  g_assert_false (is_shown (completion));
}

static void
test_keys (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);
  guint last;
  g_autofree char *expected = NULL;

  await_people (self, completion, "");
  last = g_list_model_get_n_items (G_LIST_MODEL (self->people)) - 1;
  g_assert_cmpuint (last, >=, 2);
  g_assert_true (press (completion, GDK_KEY_Down));
  g_assert_true (press (completion, GDK_KEY_Tab));

  /* Round and round */
  await_people (self, completion, "");
  g_assert_true (press (completion, GDK_KEY_Up));
  g_assert_true (press (completion, GDK_KEY_KP_Enter));
  await_people (self, completion, "");
  g_assert_true (press (completion, GDK_KEY_Up));
  g_assert_true (press (completion, GDK_KEY_Down));
  g_assert_true (press (completion, GDK_KEY_Return));
  expected = g_strdup_printf ("@%s @%s @%s ", peek_person (self, 1), peek_person (self, last),
                              peek_person (self, 0));
  g_assert_cmpstr (accepted->str, ==, expected);

  /* These are the text's */
  await_people (self, completion, "");
  g_assert_true (is_shown (completion));
  g_assert_false (press (completion, GDK_KEY_Left));
  g_assert_false (press (completion, GDK_KEY_a));
  g_assert_false (tuwen_completion_handle_key (completion, GDK_KEY_Return, GDK_CONTROL_MASK));
  g_assert_false (tuwen_completion_handle_key (completion, GDK_KEY_Down, GDK_SHIFT_MASK));
  g_assert_true (is_shown (completion));
}

static void
test_escape (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);

  await_people (self, completion, "");
  g_assert_true (press (completion, GDK_KEY_Escape));
  g_assert_false (is_shown (completion));
  g_assert_false (press (completion, GDK_KEY_Escape));

  /* It stays away for the rest of the word */
  tuwen_completion_update (completion, '@', "a", &at);
  g_assert_false (is_shown (completion));
  tuwen_completion_hide (completion);
  await_people (self, completion, "");
  g_assert_true (is_shown (completion));

  tuwen_completion_hide (completion);
  g_assert_false (is_shown (completion));
  g_assert_cmpstr (accepted->str, ==, "");
}

/* Who types on and presses Enter must not get somebody of the answer before */
static void
test_stale (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);

  await_people (self, completion, "");
  sandbox_server_fail (self->server, PEOPLE_PATH, "stall", 1);
  tuwen_completion_update (completion, '@', "zzzz", &at);
  g_assert_true (is_shown (completion));
  g_assert_true (shows (completion, "Looking for people…"));
  g_assert_false (press (completion, GDK_KEY_Return));
  g_assert_cmpstr (accepted->str, ==, "");

  /* Somebody who fits is there meanwhile */
  tuwen_completion_update (completion, '@', peek_person (self, 1), &at);
  g_assert_true (shows (completion, peek_person (self, 1)));
  g_assert_false (shows (completion, peek_person (self, 0)));
}

static void
test_nobody (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);

  await_people (self, completion, "example.com");
  g_assert_false (is_shown (completion));
  await_people (self, completion, "");
  g_assert_true (is_shown (completion));
}

static void
test_errors (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);

  sandbox_server_fail (self->server, PEOPLE_PATH, "http:500", 1);
  await_people (self, completion, "");
  g_assert_true (shows (completion, "bilibili Has a Problem"));
  g_assert_false (press (completion, GDK_KEY_Return));

  tuwen_search_set_client (TUWEN_SEARCH (self->people), self->nobody);
  await_people (self, completion, "a");
  g_assert_true (shows (completion, "Sign in to mention people."));

  sandbox_server_fail (self->server, EMOTES_PATH, "drop", -1);
  tuwen_completion_update (completion, '[', "", &at);
  g_assert_true (shows (completion, "Getting emotes…"));
  wait_until (shows (completion, "You Are Offline"));
  /* Not once more with every letter */
  tuwen_completion_update (completion, '[', "d", &at);
  g_assert_false (tuwen_emotes_get_loading (self->emotes));
  sandbox_server_fail (self->server, EMOTES_PATH, "drop", 0);
  tuwen_completion_update (completion, '[', "", &at);
  wait_until (shows (completion, "doge"));
}

/* All of them in one line, not only what the longest takes */
static void
test_words (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);
  GtkWidget *words;

  sandbox_server_fail (self->server, PEOPLE_PATH, "http:500", 1);
  await_people (self, completion, "");
  words = find_seen (completion, GTK_TYPE_LABEL, "bilibili Has a Problem");
  g_assert_nonnull (words);
  wait_until (gtk_widget_get_width (words) > 0);
  g_assert_false (pango_layout_is_wrapped (gtk_label_get_layout (GTK_LABEL (words))));
}

static void
test_emotes (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);
  g_auto (GStrv) recent = NULL;

  tuwen_completion_update (completion, '[', "[", &at);
  wait_until (shows (completion, "doge"));
  tuwen_completion_update (completion, '[', "[好", &at);
  wait_until (shows (completion, "热词系列_好耶"));
  g_assert_false (shows (completion, "doge"));
  g_assert_true (press (completion, GDK_KEY_Return));
  g_assert_cmpstr (accepted->str, ==, "[热词系列_好耶] ");
  recent = g_settings_get_strv (self->settings, "recent-emotes");
  g_assert_cmpstr (recent[0], ==, "[热词系列_好耶]");

  /* A kaomoji is no picture, and what is no emote is text */
  tuwen_completion_update (completion, '[', "⌒", &at);
  g_assert_false (is_shown (completion));
  tuwen_completion_update (completion, '[', "1] see there", &at);
  g_assert_false (is_shown (completion));
}

/* As high as what is in it, also after there was more */
static void
test_one (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();
  TuwenCompletion *completion = show_completion (self, accepted);
  GtkWidget *list;
  int row;

  gtk_css_provider_load_from_resource (style, "/io/github/tuwen/Tuwen/style.css");
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (GTK_WIDGET (completion)),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  tuwen_completion_update (completion, '[', "", &at);
  wait_until (shows (completion, "doge"));
  tuwen_completion_update (completion, '[', "doge", &at);
  wait_until (shows (completion, "doge"));
  list = find_seen (completion, GTK_TYPE_LIST_VIEW, NULL);
  gtk_widget_measure (list, GTK_ORIENTATION_VERTICAL, -1, NULL, &row, NULL, NULL);
  g_assert_cmpint (row, >, 0);
  wait_until (gtk_widget_get_height (gtk_widget_get_parent (list)) == row);
  gtk_style_context_remove_provider_for_display (gtk_widget_get_display (GTK_WIDGET (completion)),
                                                 GTK_STYLE_PROVIDER (style));
}

/* By the pointer, without taking the focus */
static void
test_click (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);
  GtkWidget *list;

  tuwen_completion_update (completion, '[', "do", &at);
  wait_until (shows (completion, "doge"));
  list = find_seen (completion, GTK_TYPE_LIST_VIEW, NULL);
  g_assert_false (gtk_widget_grab_focus (list));
  g_signal_emit_by_name (list, "activate", 0);
  g_assert_cmpstr (accepted->str, ==, "[doge] ");
}

static void
test_focus (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);

  await_people (self, completion, "");
  g_assert_true (is_shown (completion));
  gtk_window_set_focus (self->window, NULL);
  g_assert_false (is_shown (completion));
}

/* It goes with its text, also while something is under way and it is shown */
static void
test_gone (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) accepted = g_string_new (NULL);
  TuwenCompletion *completion = show_completion (self, accepted);

  g_object_add_weak_pointer (G_OBJECT (completion), (gpointer *) &completion);
  tuwen_completion_update (completion, '@', "", &at);
  g_assert_true (is_shown (completion));
  gtk_window_set_child (self->window, NULL);
  wait_until (completion == NULL);
  wait_until (!tuwen_search_get_loading (TUWEN_SEARCH (self->people)));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  fixture_add ("/completion/people", test_people);
  fixture_add ("/completion/keys", test_keys);
  fixture_add ("/completion/escape", test_escape);
  fixture_add ("/completion/stale", test_stale);
  fixture_add ("/completion/nobody", test_nobody);
  fixture_add ("/completion/errors", test_errors);
  fixture_add ("/completion/words", test_words);
  fixture_add ("/completion/emotes", test_emotes);
  fixture_add ("/completion/one", test_one);
  fixture_add ("/completion/click", test_click);
  fixture_add ("/completion/focus", test_focus);
  fixture_add ("/completion/gone", test_gone);

  return g_test_run ();
}
