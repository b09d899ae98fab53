/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <qrencode.h>
#include <stdlib.h>

#include "widgets/tuwen-qr-code.h"

#define TEXT "https://account.bilibili.com/h5/account-h5/auth/scan-web?qrcode_key=0123456789abcdef"
#define QUIET_ZONE 4

/* What the widget draws: one pixel of it is one of the device, of four bytes */
typedef struct
{
  GBytes *bytes;
  const guint8 *pixels;
  gsize stride;
  int side;
} Picture;

static void
picture_clear (Picture *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Waits until the window was laid out and drawn once more. */
static void
wait_for_frame (GtkWidget *widget)
{
  gboolean done = FALSE;

  gtk_widget_add_tick_callback (widget, tick_cb, &done, NULL);
  gtk_widget_queue_resize (widget);
  while (!done || gtk_widget_get_width (widget) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static GtkWidget *
open_window (GtkWidget *code, int size)
{
  GtkWidget *window = gtk_window_new ();

  gtk_widget_set_size_request (code, size, size);
  gtk_widget_set_halign (code, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (code, GTK_ALIGN_CENTER);
  gtk_window_set_child (GTK_WINDOW (window), code);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_frame (code);
  g_assert_cmpint (gtk_widget_get_width (code), ==, size);

  return window;
}

static GdkTexture *
render (GtkWidget *code)
{
  int scale = gtk_widget_get_scale_factor (code);
  int side = gtk_widget_get_width (code) * scale;
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (code);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  gdk_paintable_snapshot (paintable,
                          snapshot,
                          gtk_widget_get_width (code),
                          gtk_widget_get_height (code));
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);

  return gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (code)),
                                      node,
                                      &GRAPHENE_RECT_INIT (0, 0, (float) side, (float) side));
}

static Picture
take_picture (GtkWidget *code)
{
  g_autoptr (GdkTexture) texture = render (code);
  Picture self = { .side = gdk_texture_get_width (texture) };
  gsize size;
  guint8 *pixels;

  self.stride = (gsize) self.side * 4;
  size = self.stride * self.side;
  pixels = g_malloc (size);
  gdk_texture_download (texture, pixels, self.stride);
  self.bytes = g_bytes_new_take (pixels, size);
  self.pixels = g_bytes_get_data (self.bytes, NULL);

  return self;
}

/* All three channels, 0 or 255; anything between them fails the test. */
static guint
pixel_at (const Picture *picture, int x, int y)
{
  const guint8 *pixel = picture->pixels + picture->stride * y + (gsize) x * 4;

  g_assert_true (pixel[0] == pixel[1] && pixel[1] == pixel[2]);
  g_assert_true (pixel[0] == 0 || pixel[0] == 255);

  return pixel[0];
}

static void
assert_matrix (const Picture *picture, const char *text)
{
  QRcode *code = QRcode_encodeData ((int) strlen (text), (const guchar *) text, 0, QR_ECLEVEL_M);
  int modules = code->width + 2 * QUIET_ZONE;
  /* The greatest whole number of pixels that fits */
  int module = picture->side / modules;
  int origin = (picture->side - modules * module) / 2 + QUIET_ZONE * module;

  g_assert_cmpint (module, >=, 1);

  for (int y = 0; y < picture->side; y++)
    for (int x = 0; x < picture->side; x++)
      {
        int column = x < origin ? -1 : (x - origin) / module;
        int row = y < origin ? -1 : (y - origin) / module;
        gboolean inside =
          column >= 0 && row >= 0 && column < code->width && row < code->width;
        guint expected = inside && (code->data[row * code->width + column] & 1) ? 0 : 255;

        g_assert_cmpuint (pixel_at (picture, x, y), ==, expected);
      }

  QRcode_free (code);
}

static void
test_matrix (void)
{
  static const int sizes[] = { 160, 161, 200, 239, 240, 260, 333 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      GtkWidget *code = g_object_new (TUWEN_TYPE_QR_CODE, NULL);
      GtkWidget *window;
      g_auto (Picture) picture = { NULL };

      g_assert_true (tuwen_qr_code_set_text (TUWEN_QR_CODE (code), TEXT));
      window = open_window (code, sizes[i]);
      picture = take_picture (code);
      g_assert_cmpint (picture.side, ==, sizes[i] * gtk_widget_get_scale_factor (code));
      assert_matrix (&picture, TEXT);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* The same widget gets another text, another size, and no text at all. */
static void
test_changes (void)
{
  GtkWidget *code = g_object_new (TUWEN_TYPE_QR_CODE, NULL);
  GtkWidget *window;
  g_auto (Picture) first = { NULL };
  g_auto (Picture) second = { NULL };
  g_auto (Picture) larger = { NULL };
  g_auto (Picture) empty = { NULL };

  tuwen_qr_code_set_text (TUWEN_QR_CODE (code), TEXT);
  window = open_window (code, 200);
  first = take_picture (code);
  assert_matrix (&first, TEXT);

  g_assert_true (tuwen_qr_code_set_text (TUWEN_QR_CODE (code), "图文"));
  wait_for_frame (code);
  second = take_picture (code);
  assert_matrix (&second, "图文");

  gtk_widget_set_size_request (code, 280, 280);
  wait_for_frame (code);
  while (gtk_widget_get_width (code) != 280)
    g_main_context_iteration (NULL, TRUE);
  larger = take_picture (code);
  assert_matrix (&larger, "图文");

  g_assert_false (tuwen_qr_code_set_text (TUWEN_QR_CODE (code), NULL));
  wait_for_frame (code);
  empty = take_picture (code);
  for (int y = 0; y < empty.side; y++)
    for (int x = 0; x < empty.side; x++)
      g_assert_cmpuint (pixel_at (&empty, x, y), ==, 255);

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_too_long (void)
{
  GtkWidget *code = g_object_ref_sink (g_object_new (TUWEN_TYPE_QR_CODE, NULL));
  g_autofree char *most = g_strnfill (2331, 'a'); /* version 40 at level M holds this much */
  g_autofree char *more = g_strnfill (2332, 'a');
  g_autofree char *much = g_strnfill (10 * 1000 * 1000, 'a');

  g_assert_true (tuwen_qr_code_set_text (TUWEN_QR_CODE (code), most));
  g_assert_false (tuwen_qr_code_set_text (TUWEN_QR_CODE (code), more));
  g_assert_false (tuwen_qr_code_set_text (TUWEN_QR_CODE (code), much));
  g_assert_false (tuwen_qr_code_set_text (TUWEN_QR_CODE (code), ""));

  g_object_unref (code);
}

/* A reader that knows nothing of this program gets the text back. */
static void
test_scanner (void)
{
  g_autofree char *zbarimg = g_find_program_in_path ("zbarimg");
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { zbarimg, "--raw", "-q", NULL, NULL };
  GtkWidget *code, *window;
  int status;

  if (zbarimg == NULL)
    {
      g_test_skip ("zbarimg is not installed");
      return;
    }

  code = g_object_new (TUWEN_TYPE_QR_CODE, NULL);
  tuwen_qr_code_set_text (TUWEN_QR_CODE (code), TEXT);
  window = open_window (code, 260);
  texture = render (code);

  path = g_build_filename (g_get_tmp_dir (), "tuwen-qr-XXXXXX.png", NULL);
  g_close (g_mkstemp (path), NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
  argv[3] = path;
  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_STDERR_TO_DEV_NULL,
                NULL,
                NULL,
                &output,
                NULL,
                &status,
                &error);
  g_remove (path);
  g_assert_no_error (error);
  g_assert_cmpstr (g_strchomp (output), ==, TEXT);

  gtk_window_destroy (GTK_WINDOW (window));
}

/* The scale factor is the one that the environment asks for (GDK_SCALE). */
static void
test_scale (void)
{
  const char *wanted = g_getenv ("GDK_SCALE");
  GtkWidget *code = g_object_new (TUWEN_TYPE_QR_CODE, NULL);
  GtkWidget *window = open_window (code, 160);

  g_assert_cmpint (gtk_widget_get_scale_factor (code), ==, wanted != NULL ? atoi (wanted) : 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  if (!gtk_init_check ())
    return 77;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qr-code/scale", test_scale);
  g_test_add_func ("/qr-code/matrix", test_matrix);
  g_test_add_func ("/qr-code/changes", test_changes);
  g_test_add_func ("/qr-code/too-long", test_too_long);
  g_test_add_func ("/qr-code/scanner", test_scanner);

  return g_test_run ();
}
