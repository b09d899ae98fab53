/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-pixels"

#include <string.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

#include "tuwen-picture-header.h"
#include "tuwen-pixels.h"

#define RED 0xff0000ff
#define GREEN 0x00ff00ff
#define BLUE 0x0000ffff

/* A picture with three equal stripes: red, green and blue, across its longer side */
static GdkPixbuf *
paint (int width, int height, gboolean has_alpha)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, has_alpha, 8, width, height);
  const guint32 colors[] = { RED, GREEN, BLUE };

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GdkPixbuf) stripe
          = width > height
                ? gdk_pixbuf_new_subpixbuf (pixbuf, width * i / 3, 0, MAX (width / 3, 1), height)
                : gdk_pixbuf_new_subpixbuf (pixbuf, 0, height * i / 3, width, MAX (height / 3, 1));

      gdk_pixbuf_fill (stripe, colors[i]);
    }
  return pixbuf;
}

static GBytes *
encode (int width, int height, gboolean has_alpha, const char *format)
{
  g_autoptr (GdkPixbuf) pixbuf = paint (width, height, has_alpha);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, format, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static void
assert_color (TuwenPixels *pixels, int x, int y, guint32 color)
{
  const guint8 *data = g_bytes_get_data (pixels->data, NULL);
  const guint8 *pixel = data + y * pixels->stride + x * (pixels->has_alpha ? 4 : 3);

  for (int i = 0; i < 3; i++)
    g_assert_cmpint (ABS ((int) pixel[i] - (int) (color >> (24 - 8 * i) & 0xff)), <=, 40);
}

static void
assert_refused (GBytes *encoded)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels = tuwen_pixels_decode (encoded, 100, 100, &error);

  g_assert_null (pixels);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_cover (void)
{
  static const struct
  {
    int width, height, cover_width, cover_height, result_width, result_height;
  } cases[] = {
    { 900, 300, 90, 90, 90, 90 },       { 300, 900, 90, 90, 90, 90 },
    { 600, 600, 120, 60, 120, 60 },     { 600, 600, 60, 120, 60, 120 },
    { 300, 200, 300, 200, 300, 200 },   { 90, 60, 300, 300, 90, 60 },
    { 90, 600, 300, 300, 90, 300 },     { 1000, 30, 100, 100, 100, 30 },
    { 3, 1, 1, 1, 1, 1 },               { 1, 1, 4096, 4096, 1, 1 },
    { 601, 401, 200, 133, 200, 133 },   { 5000, 3, 100, 100, 100, 3 },
  };
  static const char *const formats[] = { "png", "jpeg" };

  for (guint i = 0; i < G_N_ELEMENTS (cases) * 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) encoded
          = encode (cases[i / 2].width, cases[i / 2].height, FALSE, formats[i % 2]);
      g_autoptr (TuwenPixels) pixels = tuwen_pixels_decode (encoded,
                                                            cases[i / 2].cover_width,
                                                            cases[i / 2].cover_height,
                                                            &error);

      g_assert_no_error (error);
      g_assert_cmpint (pixels->width, ==, cases[i / 2].result_width);
      g_assert_cmpint (pixels->height, ==, cases[i / 2].result_height);
      g_assert_cmpuint (pixels->stride, ==, pixels->width * 3);
      g_assert_cmpuint (g_bytes_get_size (pixels->data), ==, pixels->stride * pixels->height);
      g_assert_false (pixels->has_alpha);
    }
}

static void
test_middle (void)
{
  g_autoptr (GBytes) wide = encode (900, 300, FALSE, "png");
  g_autoptr (GBytes) tall = encode (300, 900, FALSE, "png");
  g_autoptr (TuwenPixels) wide_pixels = tuwen_pixels_decode (wide, 100, 100, NULL);
  g_autoptr (TuwenPixels) tall_pixels = tuwen_pixels_decode (tall, 100, 100, NULL);

  assert_color (wide_pixels, 5, 50, GREEN);
  assert_color (wide_pixels, 94, 50, GREEN);
  assert_color (tall_pixels, 50, 5, GREEN);
  assert_color (tall_pixels, 50, 94, GREEN);
}

static void
test_alpha (void)
{
  g_autoptr (GBytes) encoded = encode (90, 90, TRUE, "png");
  g_autoptr (TuwenPixels) pixels = tuwen_pixels_decode (encoded, 30, 30, NULL);
  g_autoptr (TuwenPixels) shared = tuwen_pixels_ref (pixels);

  g_assert_true (pixels->has_alpha);
  g_assert_cmpuint (pixels->stride, ==, 120);
  assert_color (shared, 15, 2, RED);
  assert_color (shared, 15, 27, BLUE);
}

/* Puts an Exif block that says @orientation behind the first marker of @jpeg */
static GBytes *
orient (GBytes *jpeg, guint8 orientation)
{
  const guint8 exif[] = {
    0xff, 0xe1, 0x00, 0x22, 'E',  'x',  'i',  'f', 0,    0,           'M', 'M',
    0x00, 0x2a, 0,    0,    0,    8,    0,    1,   0x01, 0x12,        0,   3,
    0,    0,    0,    1,    0,    orientation, 0,   0,    0,           0,   0,
    0,
  };
  gsize size;
  const guint8 *data = g_bytes_get_data (jpeg, &size);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_assert_cmpuint (sizeof exif, ==, 0x22 + 2);
  g_byte_array_append (bytes, data, 2);
  g_byte_array_append (bytes, exif, sizeof exif);
  g_byte_array_append (bytes, data + 2, size - 2);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static void
test_orientation (void)
{
  g_autoptr (GBytes) upright = encode (900, 300, FALSE, "jpeg");
  g_autoptr (GBytes) turned = orient (upright, 6);
  g_autoptr (GBytes) upside_down = orient (upright, 3);
  g_autoptr (TuwenPixels) turned_whole = tuwen_pixels_decode (turned, 300, 900, NULL);
  g_autoptr (TuwenPixels) turned_wide = tuwen_pixels_decode (turned, 200, 100, NULL);
  g_autoptr (TuwenPixels) upside_down_whole = tuwen_pixels_decode (upside_down, 900, 300, NULL);

  g_assert_cmpint (turned_whole->width, ==, 300);
  g_assert_cmpint (turned_whole->height, ==, 900);
  assert_color (turned_whole, 150, 100, RED);
  assert_color (turned_whole, 150, 800, BLUE);

  /* Decoded small enough for neither way round to lack pixels */
  g_assert_cmpint (turned_wide->width, ==, 200);
  g_assert_cmpint (turned_wide->height, ==, 100);
  assert_color (turned_wide, 100, 50, GREEN);

  assert_color (upside_down_whole, 100, 150, BLUE);
  assert_color (upside_down_whole, 800, 150, RED);
}

/* Two frames of 2 × 2 pixels, the first one red, the second one green */
static const guint8 animation[] = {
  'G',  'I',  'F',  '8',  '9',  'a',  2,    0,    2,    0,    0x80, 0,    0,
  0xff, 0,    0,    0,    0xff, 0,
  0x21, 0xff, 11,   'N',  'E',  'T',  'S',  'C',  'A',  'P',  'E',  '2',  '.',  '0',  3, 1, 0, 0, 0,
  0x21, 0xf9, 4,    0,    10,   0,    0,    0,
  0x2c, 0,    0,    0,    0,    2,    0,    2,    0,    0,    2,    3,    0x04, 0,    0x05, 0,
  0x21, 0xf9, 4,    0,    10,   0,    0,    0,
  0x2c, 0,    0,    0,    0,    2,    0,    2,    0,    0,    2,    3,    0x4c, 0x12, 0x05, 0,
  0x3b,
};

static void
test_animation (void)
{
  g_autoptr (GBytes) encoded = g_bytes_new_static (animation, sizeof animation);
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels = tuwen_pixels_decode (encoded, 100, 100, &error);

  g_assert_no_error (error);
  g_assert_cmpint (pixels->width, ==, 2);
  g_assert_cmpint (pixels->height, ==, 2);
  assert_color (pixels, 0, 0, RED);
  assert_color (pixels, 1, 0, RED);
}

/* A header and an end with nothing between */
static GBytes *
make_png_header (guint32 width, guint32 height)
{
  guint8 data[] = {
    0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
    0,    0,   0,   0,   0,    0,    0,    0,    8, 2, 0, 0,  0,   0,   0,   0,   0,
    0,    0,   0,   0,   'I',  'E',  'N',  'D',
  };
  guint32 big_width = GUINT32_TO_BE (width);
  guint32 big_height = GUINT32_TO_BE (height);

  memcpy (data + 16, &big_width, 4);
  memcpy (data + 20, &big_height, 4);
  return g_bytes_new (data, sizeof data);
}

static GBytes *
make_jpeg_header (guint width, guint height)
{
  const guint8 data[] = {
    0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, height >> 8, height & 0xff, width >> 8, width & 0xff,
    3,    1,    0x11, 0,    2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9,
  };

  return g_bytes_new (data, sizeof data);
}

static GBytes *
make_gif_header (guint width, guint height)
{
  const guint8 data[] = {
    'G',        'I',           'F',         '8', '9', 'a', width & 0xff,
    width >> 8, height & 0xff, height >> 8, 0,   0,   0,   0x2c,
  };

  return g_bytes_new (data, sizeof data);
}

static GBytes *
make_webp_header (guint width, guint height, gboolean moving)
{
  const guint8 data[] = {
    'R',  'I', 'F', 'F', 22,  0,   0,   0,   'W',  'E',  'B',  'P',  'V',  'P', '8',
    'X',  10,  0,   0,   0,   moving ? 2 : 0, 0,   0,   0,    (width - 1) & 0xff,
    (width - 1) >> 8, 0, (height - 1) & 0xff, (height - 1) >> 8, 0,
  };

  return g_bytes_new (data, sizeof data);
}

/* Small files that claim to be larger than anybody's memory */
static void
test_bombs (void)
{
  GBytes *bombs[] = {
    make_png_header (60000, 60000),  make_png_header (30001, 1),
    make_png_header (1, 30001),      make_png_header (10001, 10000),
    make_png_header (0x7fffffff, 0x7fffffff), make_png_header (0xffffffff, 1),
    make_png_header (0, 100),        make_png_header (100, 0),
    make_jpeg_header (65000, 65000), make_jpeg_header (0, 0),
    make_gif_header (65000, 65000),  make_gif_header (100, 0),
    make_webp_header (16383, 16383, FALSE),
  };

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    assert_refused (bombs[i]);

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    g_bytes_unref (bombs[i]);
}

/* The largest size that passes is looked at by its header alone here */
static void
test_headers (void)
{
  g_autoptr (GBytes) png = encode (31, 17, FALSE, "png");
  g_autoptr (GBytes) jpeg = encode (31, 17, FALSE, "jpeg");
  g_autoptr (GBytes) exif = orient (jpeg, 6);
  g_autoptr (GBytes) gif = make_gif_header (31, 17);
  g_autoptr (GBytes) webp = make_webp_header (31, 17, FALSE);
  GBytes *const files[] = { png, jpeg, exif, gif, webp };
  const char *const formats[] = { "png", "jpeg", "jpeg", "gif", "webp" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      TuwenPictureHeader header;

      g_assert_true (tuwen_picture_header_read (files[i], &header));
      g_assert_cmpstr (header.format, ==, formats[i]);
      g_assert_cmpint (header.width, ==, 31);
      g_assert_cmpint (header.height, ==, 17);
      g_assert_true (header.may_turn == (i == 2));
      g_assert_false (header.cut);
    }
}

/* However a file is cut, it is refused or decoded, and nothing else */
static void
test_cut (void)
{
  GBytes *files[] = {
    encode (64, 48, FALSE, "png"),
    encode (64, 48, FALSE, "jpeg"),
    g_bytes_new_static (animation, sizeof animation),
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      for (gsize length = 0; length < g_bytes_get_size (files[i]); length++)
        {
          g_autoptr (GBytes) cut = g_bytes_new_from_bytes (files[i], 0, length);
          g_autoptr (GError) error = NULL;
          g_autoptr (TuwenPixels) pixels = tuwen_pixels_decode (cut, 32, 32, &error);

          if (pixels == NULL)
            g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
          else
            g_assert_cmpint (pixels->width, <=, 32);
          /* Half a picture is none; of the animation only the first frame counts */
          g_assert_true (pixels == NULL || (i == 2 && length > 60)
                         || length + 8 >= g_bytes_get_size (files[i]));
        }
    }

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_bytes_unref (files[i]);
}

static void
test_altered (void)
{
  g_autoptr (GBytes) whole = encode (64, 48, FALSE, "jpeg");

  for (guint round = 0; round < 2000; round++)
    {
      gsize size = g_bytes_get_size (whole);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (whole, NULL), size);
      g_autoptr (GBytes) altered = NULL;
      g_autoptr (TuwenPixels) pixels = NULL;
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < 4; i++)
        data[g_test_rand_int_range (0, size)] = g_test_rand_int_range (0, 256);
      altered = g_bytes_new_take (g_steal_pointer (&data), size);
      pixels = tuwen_pixels_decode (altered, 32, 32, &error);
      g_assert_true ((pixels == NULL) == (error != NULL));
    }
}

static void
test_other_formats (void)
{
  static const char *const texts[] = {
    "",
    "<html><body>Not found</body></html>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>",
    "/* XPM */\nstatic char * x[] = {\"1 1 1 1\", \"a c #fff\", \"a\"};",
    "P6 1 1 255 abc",
  };
  g_autoptr (GBytes) moving_webp = make_webp_header (10, 10, TRUE);
  TuwenPictureHeader header;
  g_autoptr (GBytes) bmp = encode (10, 10, FALSE, "bmp");
  g_autoptr (GBytes) tiff = encode (10, 10, FALSE, "tiff");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));

      assert_refused (bytes);
    }
  assert_refused (moving_webp);
  g_assert_false (tuwen_picture_header_read (moving_webp, &header));
  assert_refused (bmp);
  assert_refused (tiff);
}

/* What is at hand need not be decoded again */
static void
test_shrink (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) encoded = encode (600, 600, i == 1, "png");
      g_autoptr (TuwenPixels) pixels = tuwen_pixels_decode (encoded, 600, 300, NULL);
      g_autoptr (TuwenPixels) square = tuwen_pixels_shrink (pixels, 90, 90);
      g_autoptr (TuwenPixels) same = tuwen_pixels_shrink (pixels, 600, 300);
      g_autoptr (TuwenPixels) larger = tuwen_pixels_shrink (pixels, 9000, 9000);

      g_assert_cmpint (square->width, ==, 90);
      g_assert_cmpint (square->height, ==, 90);
      g_assert_cmpint (square->has_alpha, ==, i == 1);
      /* The middle of three stripes, of which the two others lost a half */
      assert_color (square, 45, 45, GREEN);
      assert_color (square, 45, 4, RED);
      assert_color (square, 45, 85, BLUE);
      g_assert_true (same == pixels);
      g_assert_true (larger == pixels);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pixels/cover", test_cover);
  g_test_add_func ("/pixels/shrink", test_shrink);
  g_test_add_func ("/pixels/middle", test_middle);
  g_test_add_func ("/pixels/alpha", test_alpha);
  g_test_add_func ("/pixels/orientation", test_orientation);
  g_test_add_func ("/pixels/animation", test_animation);
  g_test_add_func ("/pixels/bombs", test_bombs);
  g_test_add_func ("/pixels/headers", test_headers);
  g_test_add_func ("/pixels/cut", test_cut);
  g_test_add_func ("/pixels/altered", test_altered);
  g_test_add_func ("/pixels/other-formats", test_other_formats);
  return g_test_run ();
}
