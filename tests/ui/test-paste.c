/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "draft-fixture.h"

#include "endless.h"
#include "tuwen-composer-drop.h"
#include "tuwen-stream-read.h"

/* What is pasted where a post is written. What is dropped is read by the same code. */

typedef struct
{
  GtkWidget *text;
  TuwenPictureTiles *tiles;
  GdkClipboard *clipboard;
  char *problem; /* (nullable) (owned) */
} Pasting;

static void
keep_problem_cb (TuwenPictureTiles *tiles, const char *sentence, Pasting *pasting)
{
  g_free (pasting->problem);
  pasting->problem = g_strdup (sentence);
}

static void
set_up (DraftFixture *self, Pasting *pasting)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = gtk_overlay_new ();

  pasting->text = gtk_text_view_new ();
  pasting->tiles = g_object_new (TUWEN_TYPE_PICTURE_TILES, NULL);
  tuwen_picture_tiles_set_draft (pasting->tiles, self->draft);
  gtk_box_append (GTK_BOX (box), pasting->text);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (pasting->tiles));
  gtk_overlay_set_child (GTK_OVERLAY (overlay), box);
  tuwen_composer_drop_attach (overlay, pasting->tiles);
  draft_fixture_show (self, overlay);
  gtk_widget_grab_focus (pasting->text);
  pasting->clipboard = gtk_widget_get_clipboard (overlay);
  pasting->problem = NULL;
  g_signal_connect (pasting->tiles, "problem", G_CALLBACK (keep_problem_cb), pasting);
}

static void
offer_bytes (Pasting *pasting, const char *mime_type, GBytes *bytes)
{
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes (mime_type, bytes);

  g_assert_true (gdk_clipboard_set_content (pasting->clipboard, provider));
}

static GBytes *
make_bytes (DraftFixture *self, const char *name)
{
  g_autoptr (GFile) file = draft_fixture_make_picture (self, name, 40, 30);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes (file, NULL, NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
check_ready (DraftFixture *self, const char *mime_type)
{
  TuwenDraftPicture *picture;

  AWAIT (draft_fixture_count_pictures (self) == 1);
  picture = draft_fixture_get_picture (self, 0);
  AWAIT (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_READY);
  g_assert_cmpstr (tuwen_draft_picture_get_mime_type (picture), ==, mime_type);
  g_assert_cmpint (tuwen_draft_picture_get_width (picture), ==, 40);
  g_assert_cmpint (tuwen_draft_picture_get_height (picture), ==, 30);
}

static void
test_png (DraftFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (self, "x.png");
  Pasting pasting;

  set_up (self, &pasting);
  offer_bytes (&pasting, "image/png", bytes);
  g_assert_true (tuwen_composer_drop_paste (pasting.tiles));
  check_ready (self, "image/png");
}

/* A JPEG stays one: nothing is decoded and written anew on the way */
static void
test_jpeg (DraftFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (self, "x.jpg");
  Pasting pasting;

  set_up (self, &pasting);
  offer_bytes (&pasting, "image/jpeg", bytes);
  g_assert_true (tuwen_composer_drop_paste (pasting.tiles));
  check_ready (self, "image/jpeg");
}

/* GTK makes no texture of these types: they are read as they are, whatever is in them */
static void
test_own_types (DraftFixture *self, gconstpointer data)
{
  static const char *const types[] = { "image/webp", "image/avif", "image/heic" };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("no picture", 10);
  Pasting pasting;

  set_up (self, &pasting);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      offer_bytes (&pasting, types[i], bytes);
      g_assert_true (tuwen_composer_drop_paste (pasting.tiles));
      AWAIT (draft_fixture_count_pictures (self) == i + 1);
      AWAIT (tuwen_draft_picture_get_state (draft_fixture_get_picture (self, i))
             == TUWEN_DRAFT_PICTURE_FAILED);
    }
}

static void
test_texture (DraftFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (self, "x.png");
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (bytes, NULL);
  Pasting pasting;

  set_up (self, &pasting);
  gdk_clipboard_set_texture (pasting.clipboard, texture);
  g_assert_true (tuwen_composer_drop_paste (pasting.tiles));
  check_ready (self, "image/png");
}

static void
test_files (DraftFixture *self, gconstpointer data)
{
  g_autoptr (GFile) first = draft_fixture_make_picture (self, "1.png", 40, 30);
  g_autoptr (GFile) second = draft_fixture_make_picture (self, "图 2.jpg", 40, 30);
  g_autofree char *first_uri = g_file_get_uri (first);
  g_autofree char *second_uri = g_file_get_uri (second);
  g_autofree char *list = g_strdup_printf ("%s\r\n%s\r\n", first_uri, second_uri);
  g_autoptr (GBytes) bytes = g_bytes_new (list, strlen (list));
  Pasting pasting;

  set_up (self, &pasting);
  offer_bytes (&pasting, "text/uri-list", bytes);
  g_assert_true (tuwen_composer_drop_paste (pasting.tiles));
  AWAIT (draft_fixture_count_pictures (self) == 2);
  g_assert_cmpstr (tuwen_draft_picture_get_name (draft_fixture_get_picture (self, 1)), ==,
                   "图 2.jpg");
}

/* A picture that is dragged from a web page comes with its address */
static void
test_web_picture (DraftFixture *self, gconstpointer data)
{
  static const char address[] = "https://example.com/x.png\r\n";
  g_autoptr (GBytes) bytes = make_bytes (self, "x.png");
  g_autoptr (GBytes) list = g_bytes_new_static (address, strlen (address));
  GdkContentProvider *providers[2];
  g_autoptr (GdkContentProvider) both = NULL;
  Pasting pasting;

  set_up (self, &pasting);
  providers[0] = gdk_content_provider_new_for_bytes ("text/uri-list", list);
  providers[1] = gdk_content_provider_new_for_bytes ("image/png", bytes);
  both = gdk_content_provider_new_union (providers, 2);
  gdk_clipboard_set_content (pasting.clipboard, both);
  g_assert_true (tuwen_composer_drop_paste (pasting.tiles));
  check_ready (self, "image/png");
}

static char *
dup_text (Pasting *pasting)
{
  char *text;

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (pasting->text)), "text", &text, NULL);
  return text;
}

static gboolean
has_text (Pasting *pasting)
{
  g_autofree char *text = dup_text (pasting);

  return text[0] != '\0';
}

/* The address alone is text */
static void
test_web_address (DraftFixture *self, gconstpointer data)
{
  static const char address[] = "https://example.com/x.png";
  g_autoptr (GBytes) bytes = g_bytes_new_static (address, strlen (address));
  GdkContentProvider *providers[2];
  g_autoptr (GdkContentProvider) both = NULL;
  g_autofree char *text = NULL;
  Pasting pasting;

  set_up (self, &pasting);
  providers[0] = gdk_content_provider_new_for_bytes ("text/uri-list", bytes);
  providers[1] = gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8", bytes);
  both = gdk_content_provider_new_union (providers, 2);
  gdk_clipboard_set_content (pasting.clipboard, both);
  g_assert_true (tuwen_composer_drop_paste (pasting.tiles));
  AWAIT (has_text (&pasting));
  text = dup_text (&pasting);
  g_assert_cmpstr (text, ==, address);
  g_assert_cmpuint (draft_fixture_count_pictures (self), ==, 0);
  g_assert_null (pasting.problem);
}

static void
test_text (DraftFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (self, "x.png");
  g_autoptr (GBytes) text = g_bytes_new_static ("words", 5);
  GdkContentProvider *providers[2];
  g_autoptr (GdkContentProvider) both = NULL;
  Pasting pasting;

  set_up (self, &pasting);
  gdk_clipboard_set_text (pasting.clipboard, "words");
  g_assert_false (tuwen_composer_drop_paste (pasting.tiles));

  /* As word processors do */
  providers[0] = gdk_content_provider_new_for_bytes ("image/png", bytes);
  providers[1] = gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8", text);
  both = gdk_content_provider_new_union (providers, 2);
  gdk_clipboard_set_content (pasting.clipboard, both);
  g_assert_false (tuwen_composer_drop_paste (pasting.tiles));
  g_assert_cmpuint (draft_fixture_count_pictures (self), ==, 0);
}

/* A program that offers a picture and hands over nothing */
static void
test_nothing (DraftFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  Pasting pasting;

  set_up (self, &pasting);
  offer_bytes (&pasting, "image/png", nothing);
  g_assert_true (tuwen_composer_drop_paste (pasting.tiles));
  AWAIT (draft_fixture_count_pictures (self) == 1);
  AWAIT (tuwen_draft_picture_get_state (draft_fixture_get_picture (self, 0))
         == TUWEN_DRAFT_PICTURE_FAILED);
}

/* A program that never comes to an end of what it hands over: it is not listened to for ever */
static void
test_endless (DraftFixture *self, gconstpointer data)
{
  g_autofree char *lines = g_strnfill (4096, '\n');
  g_autoptr (Endless) files = endless_new ("text/uri-list", lines);
  Pasting pasting;

  set_up (self, &pasting);
  gdk_clipboard_set_content (pasting.clipboard, GDK_CONTENT_PROVIDER (files));
  g_assert_true (tuwen_composer_drop_paste (pasting.tiles));
  AWAIT (files->n_bytes >= 1024 * 1024);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (files->n_bytes, <, 2 * 1024 * 1024);
  g_assert_null (pasting.problem);
  g_assert_cmpuint (draft_fixture_count_pictures (self), ==, 0);
}

/* What reads that, and pictures, and text */
static void
test_limit (DraftFixture *self, gconstpointer data)
{
  g_autofree char *zeros = g_strnfill (20000, '0');

  for (gsize max_bytes = 19999; max_bytes <= 20001; max_bytes++)
    {
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (zeros, 20000, NULL);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      tuwen_stream_read_async (stream, max_bytes, NULL, await_cb, &result);
      AWAIT (result != NULL);
      bytes = tuwen_stream_read_finish (stream, result, &error);
      if (max_bytes < 20000)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), zeros, 20000);
    }
}

int
main (int argc, char **argv)
{
  draft_fixture_init (&argc, &argv);

  draft_fixture_add ("/paste/png", test_png);
  draft_fixture_add ("/paste/jpeg", test_jpeg);
  draft_fixture_add ("/paste/own-types", test_own_types);
  draft_fixture_add ("/paste/texture", test_texture);
  draft_fixture_add ("/paste/files", test_files);
  draft_fixture_add ("/paste/web-picture", test_web_picture);
  draft_fixture_add ("/paste/web-address", test_web_address);
  draft_fixture_add ("/paste/text", test_text);
  draft_fixture_add ("/paste/nothing", test_nothing);
  draft_fixture_add ("/paste/endless", test_endless);
  draft_fixture_add ("/paste/limit", test_limit);

  return g_test_run ();
}
