/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-text"

#include "tuwen-composer-text-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tuwen-nodes-text.h"
#include "tuwen-stream-read.h"

/* Clipboard: plain text for everybody, and the nodes for composers */

/* A hundred times what any post may be */
#define MAX_TEXT_BYTES (1024 * 1024)

void
tuwen_composer_text_copy_clipboard (GtkTextView *view)
{
  TuwenComposerText *self = TUWEN_COMPOSER_TEXT (view);
  GtkTextIter start, end;
  g_autoptr (GPtrArray) nodes = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkContentProvider) provider = NULL;
  g_autofree char *text = NULL;
  g_autofree char *printed = NULL;

  if (!gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end))
    return;

  nodes = tuwen_composer_text_get_nodes (&start, &end);
  text = gtk_text_iter_get_text (&start, &end);
  printed = tuwen_nodes_print (nodes, self->token);
  bytes = g_bytes_new (printed, strlen (printed));

  provider = gdk_content_provider_new_union (
      (GdkContentProvider *[]){ gdk_content_provider_new_for_bytes (TUWEN_NODES_MIME_TYPE, bytes),
                                gdk_content_provider_new_typed (G_TYPE_STRING, text) },
      2);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), provider);
}

void
tuwen_composer_text_cut_clipboard (GtkTextView *view)
{
  TuwenComposerText *self = TUWEN_COMPOSER_TEXT (view);

  tuwen_composer_text_copy_clipboard (view);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, gtk_text_view_get_editable (view));
}

void
tuwen_composer_text_insert_plain (TuwenComposerText *self, const char *text)
{
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();
  g_autoptr (GString) clean = g_string_new (text);

  g_string_replace (clean, "\r\n", "\n", 0);
  g_string_replace (clean, "\r", "\n", 0);
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, clean->str, NULL));
  tuwen_composer_text_insert_nodes (self, nodes);
}

/* Returns: (transfer full): as a text without zeros in it */
static char *
make_text (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data != NULL ? data : "", size);

  return g_utf8_make_valid (text, -1);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenComposerText) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tuwen_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  g_autofree char *text = bytes != NULL ? make_text (bytes) : NULL;

  if (text != NULL)
    tuwen_composer_text_insert_plain (self, text);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s",
                                _ ("This text is too long to be pasted"));
}

static void
text_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenComposerText) self = user_data;
  g_autoptr (GInputStream) stream
      = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);

  if (stream != NULL)
    tuwen_stream_read_async (stream, MAX_TEXT_BYTES, NULL, text_read_cb, g_object_ref (self));
}

static void
nodes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenComposerText) self = user_data;
  g_autoptr (GBytes) bytes = tuwen_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  g_autofree char *text = bytes != NULL ? make_text (bytes) : NULL;
  g_autoptr (GPtrArray) nodes = text != NULL ? tuwen_nodes_parse (text, self->token) : NULL;

  if (nodes != NULL)
    tuwen_composer_text_insert_nodes (self, nodes);
  else
    tuwen_composer_text_paste_plain (self);
}

static void
nodes_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenComposerText) self = user_data;
  g_autoptr (GInputStream) stream
      = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);

  if (stream != NULL)
    tuwen_stream_read_async (stream, TUWEN_NODES_MAX_BYTES, NULL, nodes_read_cb,
                             g_object_ref (self));
  else
    tuwen_composer_text_paste_plain (self);
}

void
tuwen_composer_text_paste_clipboard (GtkTextView *view)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));

  if (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                             TUWEN_NODES_MIME_TYPE))
    gdk_clipboard_read_async (clipboard, (const char *[]){ TUWEN_NODES_MIME_TYPE, NULL },
                              G_PRIORITY_DEFAULT, NULL, nodes_opened_cb, g_object_ref (view));
  else
    tuwen_composer_text_paste_plain (TUWEN_COMPOSER_TEXT (view));
}

void
tuwen_composer_text_paste_plain (TuwenComposerText *self)
{
  g_return_if_fail (TUWEN_IS_COMPOSER_TEXT (self));

  /* Not as a string: GDK reads that to its end, however far that is */
  gdk_clipboard_read_async (
      gtk_widget_get_clipboard (GTK_WIDGET (self)),
      (const char *[]){ "text/plain;charset=utf-8", "text/plain", NULL }, G_PRIORITY_DEFAULT, NULL,
      text_opened_cb, g_object_ref (self));
}
