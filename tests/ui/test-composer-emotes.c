/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Emotes as pictures in the text of a post. */

#include "picker-fixture.h"
#include "tuwen-composer-text-private.h"

static TuwenComposerText *
show_text (Fixture *self, const char *const *emotes)
{
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  TuwenComposerText *text = g_object_new (TUWEN_TYPE_COMPOSER_TEXT, NULL);

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, "a ", NULL));
  for (; *emotes != NULL; emotes++)
    g_ptr_array_add (nodes, bili_node_new (BILI_NODE_EMOTE, *emotes, NULL));
  tuwen_composer_text_set_emotes (text, self->emotes, self->pictures);
  tuwen_composer_text_set_nodes (text, nodes);
  fixture_show (self, GTK_WIDGET (text));

  return text;
}

static char *
dup_text (TuwenComposerText *text)
{
  char *all;

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "text", &all, NULL);

  return all;
}

#define assert_text(text, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *text_ = dup_text (text);                                                      \
    g_assert_cmpstr (text_, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

/* How much room there is at the place of a letter, by which one sees whether it is shown as text */
static GdkRectangle
get_place (TuwenComposerText *text, int offset)
{
  GtkTextIter iter;
  GdkRectangle place;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), &iter,
                                      offset);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (text), &iter, &place);

  return place;
}

/* Whether what is written from @from to @to takes the room of a picture */
static gboolean
is_picture (TuwenComposerText *text, int from, int to)
{
  GdkRectangle first = get_place (text, from);
  GdkRectangle next = get_place (text, to);

  return first.height < 5 && ABS (next.x - first.x) >= 16 && ABS (next.x - first.x) <= 32;
}

static void
test_pictures (Fixture *self, gconstpointer data)
{
  static const char *const emotes[] = { "[doge]", "[热词系列_好耶]", "[doge]", NULL };
  TuwenComposerText *text = show_text (self, emotes);
  g_autoptr (GPtrArray) nodes = NULL;

  /* The names until the pictures are there, which are fetched once each */
  g_assert_false (is_picture (text, 2, 8));
  wait_until (is_picture (text, 2, 8) && is_picture (text, 8, 17) && is_picture (text, 17, 23));
  g_assert_cmpuint (sandbox_server_count_pictures (self->server), ==, 2);
  wait_frames (self->window, 3);

  /* They are the same text and the same atoms */
  assert_text (text, "a [doge][热词系列_好耶][doge]");
  nodes = tuwen_composer_text_dup_nodes (text);
  g_assert_cmpuint (nodes->len, ==, 4);
  g_assert_cmpint (((BiliNode *) nodes->pdata[2])->type, ==, BILI_NODE_EMOTE);
  g_signal_emit_by_name (text, "backspace");
  assert_text (text, "a [doge][热词系列_好耶]");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (text), "text.undo", NULL));
  assert_text (text, "a [doge][热词系列_好耶][doge]");
  /* At once, as it is known */
  g_assert_true (is_picture (text, 17, 23));
  g_assert_cmpuint (sandbox_server_count_pictures (self->server), ==, 2);
  wait_frames (self->window, 3);
}

/* A picture alone says little: what it is called is told where the pointer rests on it */
static void
test_tooltip (Fixture *self, gconstpointer data)
{
  static const char *const emotes[] = { "[doge]", "[热词系列_好耶]", NULL };
  TuwenComposerText *text = show_text (self, emotes);
  GtkTextView *view = GTK_TEXT_VIEW (text);
  GdkRectangle place, area;
  int x, y;

  wait_until (is_picture (text, 2, 8) && is_picture (text, 8, 17));
  wait_frames (self->window, 3);
  g_assert_true (gtk_widget_get_has_tooltip (GTK_WIDGET (text)));

  place = get_place (text, 2);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, place.x, place.y, &x, &y);
  g_assert_cmpstr (tuwen_composer_text_get_emote_at (text, x + 8, y + 4, &area), ==, "[doge]");
  g_assert_cmpint (area.x, >=, x);
  g_assert_cmpint (area.x, <=, x + 4);
  g_assert_cmpint (area.width, >=, 16);
  g_assert_cmpstr (tuwen_composer_text_get_emote_at (text, x + area.width + 8, y + 4, &area), ==,
                   "[热词系列_好耶]");

  /* Beside them, behind the text and below it */
  g_assert_null (tuwen_composer_text_get_emote_at (text, x - 10, y + 4, &area));
  g_assert_null (tuwen_composer_text_get_emote_at (text, x + 4 * area.width, y + 4, &area));
  g_assert_null (tuwen_composer_text_get_emote_at (text, x + 8, y + 200, &area));
}

/* What has no picture is shown by its name */
static void
test_names (Fixture *self, gconstpointer data)
{
  static const char *const emotes[] = { "[no such emote]", "[doge]", NULL };
  TuwenComposerText *text = show_text (self, emotes);

  wait_until (is_picture (text, 17, 23));
  g_assert_cmpint (get_place (text, 2).height, >, 8);
  assert_text (text, "a [no such emote][doge]");
}

static void
test_no_pictures (Fixture *self, gconstpointer data)
{
  static const char *const emotes[] = { "[doge]", NULL };
  TuwenComposerText *text;

  sandbox_server_fail (self->server, "*", "http:500", -1);
  text = show_text (self, emotes);
  wait_until (tuwen_emotes_get_error (self->emotes) != NULL);
  wait_frames (self->window, 3);
  g_assert_cmpint (get_place (text, 2).height, >, 8);

  /* Not asked for again by everything that is written, but had once somebody else asked */
  sandbox_server_fail (self->server, "*", "http:500", 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (text), "text.undo", NULL));
  g_assert_cmpuint (sandbox_server_count_requests (self->server, EMOTES_PATH), ==, 1);
  tuwen_emotes_load (self->emotes);
  wait_until (is_picture (text, 2, 8));
}

/* Gone while its pictures are on their way */
static void
test_gone (Fixture *self, gconstpointer data)
{
  static const char *const emotes[] = { "[doge]", "[OK]", NULL };

  show_text (self, emotes);
  wait_until (sandbox_server_count_pictures (self->server) > 0);
  gtk_window_set_child (self->window, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* From right to left, and on the line of the cursor: drawn without a complaint */
static void
test_drawn (Fixture *self, gconstpointer data)
{
  static const char *const emotes[] = { "[doge]", "[OK]", NULL };
  TuwenComposerText *text = show_text (self, emotes);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_insert (buffer, &start, "שלום ", -1);
  gtk_widget_grab_focus (GTK_WIDGET (text));
  wait_until (is_picture (text, 7, 13));
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  /* By what is seen it would come to an end, where GTK 4.8 forgets to give back a line */
  for (int i = 0; i < 17; i++)
    {
      g_signal_emit_by_name (text, "move-cursor", GTK_MOVEMENT_LOGICAL_POSITIONS, 1, FALSE);
      wait_frames (self->window, 2);
    }
  g_signal_emit_by_name (text, "select-all", TRUE);
  wait_frames (self->window, 2);
  assert_text (text, "שלום a [doge][OK]");
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  fixture_add ("/composer-emotes/pictures", test_pictures);
  fixture_add ("/composer-emotes/tooltip", test_tooltip);
  fixture_add ("/composer-emotes/names", test_names);
  fixture_add ("/composer-emotes/no-pictures", test_no_pictures);
  fixture_add ("/composer-emotes/gone", test_gone);
  fixture_add ("/composer-emotes/drawn", test_drawn);

  return g_test_run ();
}
