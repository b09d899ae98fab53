/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gtk/gtk.h>

#include "tuwen-secret-view.h"

static GtkTextView *
new_view (void)
{
  GtkTextView *view = g_object_ref_sink (GTK_TEXT_VIEW (gtk_text_view_new ()));

  tuwen_secret_view_guard (view);

  return view;
}

/* Returns: (transfer full): the text with a # for every character that cannot be seen */
static char *
dup_visible (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "covered");
  GString *seen = g_string_new (NULL);
  GtkTextIter iter;

  gtk_text_buffer_get_start_iter (buffer, &iter);
  while (!gtk_text_iter_is_end (&iter))
    {
      g_string_append_unichar (seen,
                               gtk_text_iter_has_tag (&iter, tag) ? '#'
                                                                  : gtk_text_iter_get_char (&iter));
      gtk_text_iter_forward_char (&iter);
    }

  return g_string_free (seen, FALSE);
}

static void
test_covered (void)
{
  static const struct
  {
    const char *text;
    const char *seen;
  } cases[] = {
    { "", "" },
    { "SESSDATA", "SESSDATA" },
    { "SESSDATA=", "SESSDATA=" },
    { "SESSDATA=ab%2C1", "SESSDATA=######" },
    { "sid=1; SESSDATA=ab%2C1; bili_jct=2", "sid=1; SESSDATA=######; bili_jct=2" },
    { "SESSDATA\tab,1*2\t.bilibili.com", "SESSDATA\t######\t.bilibili.com" },
    { ".bilibili.com\tTRUE\t/\tTRUE\t0\tSESSDATA\tabc\nx", ".bilibili.com\tTRUE\t/\tTRUE\t0\tSESSDATA\t###\nx" },
    { "SESSDATA: abc\nbili_jct: 2", "SESSDATA: ###\nbili_jct: 2" },
    { "{\"name\":\"SESSDATA\",\"value\":\"abc\"}", "{\"name\":\"SESSDATA\",\"value\":\"###\"}" },
    { "{\"name\": \"SESSDATA\", \"value\": \"abc\"}", "{\"name\": \"SESSDATA\", \"value\": \"###\"}" },
    { "curl -b 'SESSDATA=abc; x=1'", "curl -b 'SESSDATA=###; x=1'" },
    { "SESSDATA=a; SESSDATA=bc", "SESSDATA=#; SESSDATA=##" },
    { "sessdata=图文", "sessdata=##" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkTextView *view = new_view ();
      g_autofree char *seen = NULL;

      gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), cases[i].text, -1);
      seen = dup_visible (view);
      g_assert_cmpstr (seen, ==, cases[i].seen);
      g_object_unref (view);
    }
}

/* Typed letter by letter, changed in the middle, and taken apart again */
static void
test_edited (void)
{
  GtkTextView *view = new_view ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;
  char *seen;

  for (const char *p = "SESSDATA=abc; x"; *p != '\0'; p++)
    gtk_text_buffer_insert_at_cursor (buffer, p, 1);
  seen = dup_visible (view);
  g_assert_cmpstr (seen, ==, "SESSDATA=###; x");
  g_free (seen);

  gtk_text_buffer_get_iter_at_offset (buffer, &start, 10);
  gtk_text_buffer_insert (buffer, &start, "12", 2);
  seen = dup_visible (view);
  g_assert_cmpstr (seen, ==, "SESSDATA=#####; x");
  g_free (seen);

  gtk_text_buffer_get_iter_at_offset (buffer, &start, 0);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, 9);
  gtk_text_buffer_delete (buffer, &start, &end);
  seen = dup_visible (view);
  g_assert_cmpstr (seen, ==, "a12bc; x");
  g_free (seen);

  g_object_unref (view);
}

static void
test_no_undo (void)
{
  GtkTextView *view = new_view ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  gtk_text_buffer_insert_at_cursor (buffer, "SESSDATA=abc", -1);
  gtk_text_buffer_set_text (buffer, "", 0);
  g_assert_false (gtk_text_buffer_get_can_undo (buffer));
  gtk_text_buffer_undo (buffer);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);

  g_object_unref (view);
}

/* Neither copying nor selecting hands the text to a clipboard; realizing twice does no harm. */
static void
test_no_clipboard (void)
{
  GtkTextView *view = new_view ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));
  GdkClipboard *primary = gtk_widget_get_primary_clipboard (GTK_WIDGET (view));
  GtkWidget *window = gtk_window_new ();

  gdk_clipboard_set_text (clipboard, "before");
  gdk_clipboard_set_text (primary, "before");

  for (int round = 0; round < 2; round++)
    {
      gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
      gtk_window_present (GTK_WINDOW (window));
      while (!gtk_widget_get_mapped (GTK_WIDGET (view)))
        g_main_context_iteration (NULL, TRUE);

      gtk_text_buffer_set_text (buffer, "SESSDATA=abc", -1);
      g_signal_emit_by_name (view, "select-all", TRUE);
      g_assert_true (gtk_text_buffer_get_has_selection (buffer));
      g_signal_emit_by_name (view, "copy-clipboard");
      g_signal_emit_by_name (view, "cut-clipboard");
      g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 12);

      for (int i = 0; i < 2; i++)
        {
          GdkContentProvider *content = gdk_clipboard_get_content (i == 0 ? clipboard : primary);
          g_auto (GValue) value = G_VALUE_INIT;

          g_assert_nonnull (content);
          g_value_init (&value, G_TYPE_STRING);
          g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
          g_assert_cmpstr (g_value_get_string (&value), ==, "before");
        }

      gtk_window_set_child (GTK_WINDOW (window), NULL);
    }

  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (view);
}

int
main (int argc, char **argv)
{
  if (!gtk_init_check ())
    return 77;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-view/covered", test_covered);
  g_test_add_func ("/secret-view/edited", test_edited);
  g_test_add_func ("/secret-view/no-undo", test_no_undo);
  g_test_add_func ("/secret-view/no-clipboard", test_no_clipboard);

  return g_test_run ();
}
