/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-secret-view"

#include "tuwen-secret-view.h"

#define SECRET "SESSDATA"
#define TAG "covered"

/* What may stand between the name and its value in the forms that browsers hand out:
 * `SESSDATA=…`, `SESSDATA: …`, `SESSDATA<TAB>…`, `{"name":"SESSDATA","value":"…"}` */
static gboolean
between (gunichar c)
{
  return c == '=' || c == ':' || c == '"' || c == '\'' || c == ',' || g_unichar_isspace (c);
}

static gboolean
of_value (gunichar c, gpointer user_data)
{
  return c != ';' && c != '"' && c != '\'' && c != '}' && !g_unichar_isspace (c);
}

static gboolean
after_value (gunichar c, gpointer user_data)
{
  return !of_value (c, NULL);
}

static void
cover_one (GtkTextBuffer *buffer, GtkTextIter *name_end)
{
  GtkTextIter start = *name_end;
  GtkTextIter end, probe;

  while (between (gtk_text_iter_get_char (&start)) && gtk_text_iter_forward_char (&start))
    ;

  /* A list in JSON names the value's place once more */
  probe = start;
  if (gtk_text_iter_forward_chars (&probe, 5))
    {
      g_autofree char *word = gtk_text_iter_get_slice (&start, &probe);

      if (g_str_equal (word, "value") && gtk_text_iter_get_char (&probe) == '"')
        {
          start = probe;
          while (between (gtk_text_iter_get_char (&start)) && gtk_text_iter_forward_char (&start))
            ;
        }
    }

  end = start;
  if (!of_value (gtk_text_iter_get_char (&end), NULL))
    return;
  gtk_text_iter_forward_find_char (&end, after_value, NULL, NULL);
  gtk_text_buffer_apply_tag_by_name (buffer, TAG, &start, &end);
  *name_end = end;
}

static void
changed_cb (GtkTextBuffer *buffer)
{
  GtkTextIter start, end, match_end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, TAG, &start, &end);

  while (gtk_text_iter_forward_search (&start,
                                       SECRET,
                                       GTK_TEXT_SEARCH_CASE_INSENSITIVE,
                                       NULL,
                                       &match_end,
                                       NULL))
    {
      cover_one (buffer, &match_end);
      start = match_end;
    }
}

/* Text views own the clipboard for selected text from realize to unrealize and expect to find it
 * as they left it. */
static void
realize_cb (GtkTextView *view)
{
  gtk_text_buffer_remove_selection_clipboard (gtk_text_view_get_buffer (view),
                                              gtk_widget_get_primary_clipboard (GTK_WIDGET (view)));
}

static void
unrealize_cb (GtkTextView *view)
{
  gtk_text_buffer_add_selection_clipboard (gtk_text_view_get_buffer (view),
                                           gtk_widget_get_primary_clipboard (GTK_WIDGET (view)));
}

static void
refuse_copy_cb (GtkTextView *view)
{
  g_signal_stop_emission_by_name (view, "copy-clipboard");
}

static void
refuse_cut_cb (GtkTextView *view)
{
  g_signal_stop_emission_by_name (view, "cut-clipboard");
}

void
tuwen_secret_view_guard (GtkTextView *view)
{
  const GdkRGBA grey = { 0.5f, 0.5f, 0.5f, 1 };
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_view_set_input_hints (view,
                                 GTK_INPUT_HINT_PRIVATE | GTK_INPUT_HINT_NO_SPELLCHECK |
                                   GTK_INPUT_HINT_NO_EMOJI);

  /* Grey letters on a grey bar, in the light style and in the dark one */
  gtk_text_buffer_create_tag (buffer,
                              TAG,
                              "foreground-rgba",
                              &grey,
                              "background-rgba",
                              &grey,
                              NULL);
  g_signal_connect (buffer, "changed", G_CALLBACK (changed_cb), NULL);

  g_signal_connect_after (view, "realize", G_CALLBACK (realize_cb), NULL);
  g_signal_connect (view, "unrealize", G_CALLBACK (unrealize_cb), NULL);
  g_signal_connect (view, "copy-clipboard", G_CALLBACK (refuse_copy_cb), NULL);
  g_signal_connect (view, "cut-clipboard", G_CALLBACK (refuse_cut_cb), NULL);
}
