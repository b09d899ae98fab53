/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-picture-make"

/* What the service would refuse just works, and nobody learns where a picture was taken. */

#include "picture-folder.h"
#include "tuwen-picture-strip.h"

#define MIB (1024 * 1024)

static TuwenPictureFile *
prepare (Fixture *fixture, GBytes *bytes, const TuwenPictureOptions *options)
{
  static guint n_files = 0;
  g_autofree char *name = g_strdup_printf ("picture-%u", n_files++);
  g_autoptr (GError) error = NULL;
  TuwenPictureFile *file = prepare_bytes (fixture->folder, name, bytes, options, &error);
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (file->path, &info), ==, 0);
  g_assert_cmpuint (file->size, ==, (guint64) info.st_size);
  return file;
}

static void
assert_same_pixels (GdkPixbuf *a, GdkPixbuf *b, int tolerance)
{
  int n_channels = gdk_pixbuf_get_n_channels (a);

  g_assert_cmpint (gdk_pixbuf_get_width (a), ==, gdk_pixbuf_get_width (b));
  g_assert_cmpint (gdk_pixbuf_get_height (a), ==, gdk_pixbuf_get_height (b));
  for (int y = 0; y < gdk_pixbuf_get_height (a); y++)
    for (int x = 0; x < gdk_pixbuf_get_width (a); x++)
      {
        const guint8 *p
            = gdk_pixbuf_read_pixels (a) + y * gdk_pixbuf_get_rowstride (a) + x * n_channels;
        const guint8 *q = gdk_pixbuf_read_pixels (b) + y * gdk_pixbuf_get_rowstride (b)
                          + x * gdk_pixbuf_get_n_channels (b);

        for (int i = 0; i < 3; i++)
          g_assert_cmpint (ABS (p[i] - q[i]), <=, tolerance);
      }
}

/* The colors of the four corners, as letters: top left, top right, bottom left, bottom right */
static char *
read_corners (GdkPixbuf *pixbuf)
{
  GString *corners = g_string_new (NULL);
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);

  for (int i = 0; i < 4; i++)
    {
      int x = i % 2 == 0 ? width / 4 : width * 3 / 4;
      int y = i / 2 == 0 ? height / 4 : height * 3 / 4;
      const guint8 *p = gdk_pixbuf_read_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf)
                        + x * gdk_pixbuf_get_n_channels (pixbuf);

      g_string_append_c (corners, p[0] > 128 && p[1] > 128 ? 'w'
                                  : p[0] > 128             ? 'r'
                                  : p[1] > 128             ? 'g'
                                                           : 'b');
    }

  return g_string_free (corners, FALSE);
}

static void
assert_corners (const char *path, const char *expected)
{
  g_autoptr (GdkPixbuf) pixbuf = decode_file (path);
  g_autofree char *corners = read_corners (pixbuf);

  g_assert_cmpstr (corners, ==, expected);
}

/* What each orientation makes of red, green / blue, white, by the EXIF standard */
static const char *const turned[] = { "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb" };

static void
test_orientations (Fixture *fixture, gconstpointer data)
{
  static const char *const types[] = { "jpeg", "png" };

  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    for (guint i = 0; i < 8; i++)
      {
        g_autoptr (GBytes) photo = make_photo (types[t], (GExiv2Orientation) (i + 1), FALSE);
        g_autoptr (TuwenPictureFile) file = prepare (fixture, photo, &plain_options);
        g_autoptr (GdkPixbuf) pixbuf = decode_file (file->path);
        g_autofree char *corners = read_corners (pixbuf);

        g_assert_cmpstr (corners, ==, turned[i]);
        g_assert_cmpint (file->width, ==, i < 4 ? 64 : 48);
        g_assert_cmpint (file->height, ==, i < 4 ? 48 : 64);
        g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, file->width);
        g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, file->height);
        g_assert_cmpstr (gdk_pixbuf_get_option (pixbuf, "orientation"), ==, NULL);
        g_assert_cmpstr (file->note, ==,
                         i == 0 ? "camera details removed"
                                : "turned upright · camera details removed");
      }
}

/* Every pixel is where it belongs, not the corners alone. */
static void
test_orientation_pixels (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkPixbuf) plain = make_pixbuf (64, 48, FALSE);

  for (guint i = 1; i <= 8; i++)
    {
      g_autoptr (GBytes) photo = make_photo ("png", (GExiv2Orientation) i, FALSE);
      g_autoptr (TuwenPictureFile) file = prepare (fixture, photo, &plain_options);
      g_autoptr (GdkPixbuf) pixbuf = decode_file (file->path);
      g_autoptr (GdkPixbuf) lying = gdk_pixbuf_copy (plain);
      g_autoptr (GdkPixbuf) expected = NULL;
      g_autofree char *value = g_strdup_printf ("%u", i);

      gdk_pixbuf_set_option (lying, "orientation", value);
      expected = gdk_pixbuf_apply_embedded_orientation (lying);
      assert_same_pixels (pixbuf, expected, 0);
    }
}

static void
test_metadata_removed (Fixture *fixture, gconstpointer data)
{
  static const char *const tags[] = { "Exif.GPSInfo.GPSLatitude", "Exif.Image.Make", "Exif.Image.Model" };
  static const char *const types[] = { "jpeg", "png" };

  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    {
      g_autoptr (GBytes) plain = make_picture (types[t], 64, 48);
      g_autoptr (GBytes) photo = make_photo (types[t], GEXIV2_ORIENTATION_NORMAL, TRUE);
      g_autoptr (TuwenPictureFile) file = prepare (fixture, photo, &plain_options);
      g_autoptr (GBytes) sent = read_bytes (file->path);

      for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
        g_assert_false (has_tag (file->path, tags[i]));
      g_assert_cmpstr (file->note, ==, "location removed");
      /* Not encoded again: what is left is what there was before the camera's words came in. */
      g_assert_true (g_bytes_equal (sent, plain));
    }
}

static void
test_metadata_kept (Fixture *fixture, gconstpointer data)
{
  TuwenPictureOptions keep = { BILI_PICTURE_DAILY, TRUE, 20 };
  g_autoptr (GBytes) photo = make_photo ("jpeg", GEXIV2_ORIENTATION_NORMAL, TRUE);
  g_autoptr (TuwenPictureFile) file = prepare (fixture, photo, &keep);
  g_autoptr (GBytes) sent = read_bytes (file->path);
  g_autoptr (GBytes) lying = make_photo ("jpeg", GEXIV2_ORIENTATION_ROT_90, TRUE);
  g_autoptr (TuwenPictureFile) upright = prepare (fixture, lying, &keep);

  g_assert_true (g_bytes_equal (sent, photo));
  g_assert_null (file->note);

  g_assert_true (has_tag (upright->path, "Exif.GPSInfo.GPSLatitude"));
  g_assert_true (has_tag (upright->path, "Exif.Image.Make"));
  g_assert_cmpstr (upright->note, ==, "turned upright");
  assert_corners (upright->path, turned[5]);
}

/* What no library knows: comments, further pictures behind the end, parts of any name */
static void
test_hidden_details (Fixture *fixture, gconstpointer data)
{
  static const guint8 comment[] = { 0xff, 0xfe, 0, 8, 'h', 'o', 'm', 'e', '!', '!' };
  static const guint8 part[] = { 0, 0, 0, 4, 'h', 'o', 'M', 'e', 'h', 'o', 'm', 'e', 0, 0, 0, 0 };
  static const char trailer[] = "home home home";
  g_autoptr (GBytes) jpeg = make_picture ("jpeg", 64, 48);
  g_autoptr (GBytes) png = make_picture ("png", 64, 48);
  g_autoptr (GByteArray) long_jpeg = g_byte_array_new ();
  g_autoptr (GByteArray) long_png = g_byte_array_new ();
  gsize size;
  const guint8 *bytes = g_bytes_get_data (jpeg, &size);

  g_byte_array_append (long_jpeg, bytes, 2);
  g_byte_array_append (long_jpeg, comment, sizeof comment);
  g_byte_array_append (long_jpeg, bytes + 2, size - 2);
  g_byte_array_append (long_jpeg, (const guint8 *) trailer, sizeof trailer);
  bytes = g_bytes_get_data (png, &size);
  g_byte_array_append (long_png, bytes, 33);
  g_byte_array_append (long_png, part, sizeof part);
  g_byte_array_append (long_png, bytes + 33, size - 33);
  g_byte_array_append (long_png, (const guint8 *) trailer, sizeof trailer);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) longer
          = g_byte_array_free_to_bytes (g_byte_array_ref (i == 0 ? long_jpeg : long_png));
      g_autoptr (GBytes) stripped = tuwen_picture_strip (longer);

      g_assert_true (g_bytes_equal (stripped, i == 0 ? jpeg : png));
      if (i == 0)
        {
          g_autoptr (TuwenPictureFile) file = prepare (fixture, longer, &plain_options);
          g_autoptr (GBytes) sent = read_bytes (file->path);

          g_assert_true (g_bytes_equal (sent, jpeg));
          g_assert_cmpstr (file->note, ==, "hidden details removed");
        }
    }
}

/* Any bytes at all: nothing comes out, or something that is stripped already */
static void
test_strip_anything (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GBytes) jpeg = make_photo ("jpeg", GEXIV2_ORIENTATION_ROT_90, TRUE);
  g_autoptr (GBytes) png = make_photo ("png", GEXIV2_ORIENTATION_ROT_90, TRUE);

  for (guint i = 0; i < 4000; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (i % 2 == 0 ? jpeg : png, &size);
      guint8 *broken = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) stripped = NULL;

      for (guint j = 0; j < 4; j++)
        broken[g_rand_int_range (rand, 0, (int) MIN (size, 1000))] = (guint8) g_rand_int (rand);
      bytes = g_bytes_new_take (broken,
                                i % 3 == 0 ? (gsize) g_rand_int_range (rand, 0, (int) size) : size);
      stripped = tuwen_picture_strip (bytes);
      if (stripped != NULL)
        {
          g_autoptr (GBytes) again = tuwen_picture_strip (stripped);

          g_assert_nonnull (again);
          g_assert_true (g_bytes_equal (again, stripped));
        }
    }
}

static void
test_conversions (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *type;
    gboolean transparent;
    const char *mime_type;
    const char *note;
  } cases[] = {
    { "bmp", FALSE, "image/png", "BMP → PNG, " },
    { "tiff", FALSE, "image/png", "TIFF → PNG, " },
    { "tiff", TRUE, "image/png", "TIFF → PNG, " },
    { "webp", FALSE, "image/jpeg", "WebP → JPEG, " },
    { "webp", TRUE, "image/png", "WebP → PNG, " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GdkPixbuf) pixbuf = make_pixbuf (64, 48, cases[i].transparent);
      g_autoptr (GBytes) bytes = encode_pixbuf (pixbuf, cases[i].type);
      g_autoptr (TuwenPictureFile) file = prepare (fixture, bytes, &plain_options);
      g_autoptr (GdkPixbuf) made = decode_file (file->path);
      g_autofree char *before = g_format_size (g_bytes_get_size (bytes));
      g_autofree char *after = g_format_size (file->size);
      g_autofree char *note = g_strdup_printf ("%s%s → %s", cases[i].note, before, after);

      g_assert_cmpstr (file->mime_type, ==, cases[i].mime_type);
      g_assert_true (g_str_has_prefix (file->note, note));
      g_assert_cmpint (file->width, ==, 64);
      g_assert_cmpint (file->height, ==, 48);
      if (!cases[i].transparent)
        assert_corners (file->path, "rgbw");
      else
        {
          const guint8 *last
              = gdk_pixbuf_read_pixels (made) + 47 * gdk_pixbuf_get_rowstride (made) + 63 * 4;

          g_assert_true (gdk_pixbuf_get_has_alpha (made));
          g_assert_cmpuint (last[3], ==, 0);
        }
      if (g_str_equal (cases[i].type, "bmp"))
        assert_same_pixels (pixbuf, made, 0);
    }
}

static GBytes *
decode_base64 (const char *text)
{
  gsize size;
  guint8 *data = g_base64_decode (text, &size);

  return g_bytes_new_take (data, size);
}

static gboolean
can_decode (const char *type)
{
  g_autoptr (GSList) formats = gdk_pixbuf_get_formats ();

  for (GSList *l = formats; l != NULL; l = l->next)
    {
      g_auto (GStrv) types = gdk_pixbuf_format_get_mime_types (l->data);

      if (g_strv_contains ((const char *const *) types, type))
        return TRUE;
    }

  return FALSE;
}

/* 64 × 48 pixels: red, with blue at the top left */
static void
test_newer_formats (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *mime_type;
    const char *note;
    const char *corners;
    int width;
    int height;
    const char *base64;
  } cases[] = {
    { "AVIF", "image/avif", "AVIF → JPEG, ", "brrr", 64, 48,
      "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGlj"
      "dAAAAAAAAAAAAAAAAGxpYmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABGgAA"
      "AIIAAAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAamlwcnAAAABLaXBjbwAAABRp"
      "c3BlAAAAAAAAAEAAAAAwAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgSAAAAAAABNjb2xybmNseAABAA0ABoAA"
      "AAAXaXBtYQAAAAAAAAABAAEEAQKDBAAAAIptZGF0EgAKCTgVf72EBDQaQDJzF4AJJJJEANmKSlm5/xV7KsvX"
      "0voBF+/3RmbZDat6htuAR8WXyNocKdiG6oorMBRtZ+s3lZjr+8SPMqBIL/sncu3R8YXqnxkGvfq4ykvvX3tx"
      "1oOAzlXTftPV8vmQzMU2+d0UqRi/3AGLDPxr19UxxQoKSA==" },
    { "AVIF", "image/avif", "AVIF → JPEG, ", "rrbr", 48, 64,
      "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAAD8bWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGlj"
      "dAAAAAAAAAAAAAAAAGxpYmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABJAAA"
      "AIIAAAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAdGlwcnAAAABUaXBjbwAAABRp"
      "c3BlAAAAAAAAAEAAAAAwAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgSAAAAAAABNjb2xybmNseAABAA0ABoAA"
      "AAAJaXJvdAEAAAAYaXBtYQAAAAAAAAABAAEFAQKDBIUAAACKbWRhdBIACgk4FX+9hAQ0GkAycxeACSSSRADZ"
      "ikpZuf8VeyrL19L6ARfv90Zm2Q2reobbgEfFl8jaHCnYhuqKKzAUbWfrN5WY6/vEjzKgSC/7J3Lt0fGF6p8Z"
      "Br36uMpL7197cdaDgM5V037T1fL5kMzFNvndFKkYv9wBiwz8a9fVMcUKCkg=" },
    { "HEIC", "image/heif", "HEIC → JPEG, ", "brrr", 64, 48,
      "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAA"
      "AAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAMAAAADhpbG9jAQAAAERAAAIAAQAAAAAA"
      "AAHRAAEAAAAAAAAAXQACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAA"
      "aHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe"
      "8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6g"
      "IIEFlurkprm4EBAwIAAAAwAgAAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUA"
      "AAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAA"
      "AAAAAAAOZGltZwACAAEAAQAAAGVtZGF0AAAAWSgBrwngIzUt//cm/vfoXP/40BHTu79ShW2Jkv+A22/qvbX3"
      "6Sa8Itx/+1aO/9rh/v9LzSWIl8/VLdoIL5fx/ludpUut5v1jJSiOOgovO6Yu3RS+uX2tbyjw" },
  };

  /* A decoder complains aloud of what is cut short. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = decode_base64 (cases[i].base64);
      g_autoptr (GBytes) cut = cut_bytes (bytes, g_bytes_get_size (bytes) - 60);
      g_autoptr (GError) error = NULL;
      g_autoptr (TuwenPictureFile) file = NULL;

      if (!can_decode (cases[i].mime_type))
        {
          g_autofree char *sentence = g_strdup_printf (
              "%s pictures cannot be read here: what decodes them is not installed.",
              cases[i].name);

          g_assert_null (prepare_bytes (fixture->folder, "x", bytes, &plain_options, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
          g_assert_cmpstr (error->message, ==, sentence);
          continue;
        }

      file = prepare (fixture, bytes, &plain_options);
      g_assert_cmpstr (file->mime_type, ==, "image/jpeg");
      g_assert_true (g_str_has_prefix (file->note, cases[i].note));
      g_assert_cmpint (file->width, ==, cases[i].width);
      g_assert_cmpint (file->height, ==, cases[i].height);
      assert_corners (file->path, cases[i].corners);

      g_assert_null (prepare_bytes (fixture->folder, "cut", cut, &plain_options, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_fitting (Fixture *fixture, gconstpointer data)
{
  TuwenPictureOptions small = { BILI_PICTURE_DAILY, FALSE, 1 };
  g_autoptr (GdkPixbuf) noise = make_noise (900, 700, FALSE);
  g_autoptr (GdkPixbuf) clear_noise = make_noise (900, 700, TRUE);
  g_autoptr (GBytes) png = encode_pixbuf (noise, "png");
  g_autoptr (GBytes) clear_png = encode_pixbuf (clear_noise, "png");
  g_autoptr (TuwenPictureFile) file = NULL;
  g_autoptr (TuwenPictureFile) clear = NULL;
  g_autofree char *pixels = NULL;

  g_assert_cmpuint (g_bytes_get_size (png), >, MIB);
  file = prepare (fixture, png, &small);
  g_assert_cmpuint (file->size, <, MIB);
  g_assert_cmpstr (file->mime_type, ==, "image/jpeg");
  g_assert_cmpint (file->width, ==, 900);
  g_assert_true (g_str_has_prefix (file->note, "PNG → JPEG, "));

  /* Transparency has only one format, so it becomes smaller. */
  clear = prepare (fixture, clear_png, &small);
  g_assert_cmpuint (clear->size, <, MIB);
  g_assert_cmpstr (clear->mime_type, ==, "image/png");
  g_assert_cmpint (clear->width, <, 900);
  pixels = g_strdup_printf (" · 900 × 700 → %d × %d pixels", clear->width, clear->height);
  g_assert_true (g_str_has_prefix (clear->note, "PNG, "));
  g_assert_true (g_str_has_suffix (clear->note, pixels));
}

/* The least that is a profile; one of other colours than the decoded picture's would spoil it. */
static void
test_profiles (Fixture *fixture, gconstpointer data)
{
  static const char *const spaces[] = { "RGB ", "CMYK" };
  TuwenPictureOptions small = { BILI_PICTURE_DAILY, FALSE, 1 };
  static const guint8 words[] = { 0, 0, 0, 1, 'c', 'p', 'r', 't', 0, 0, 0, 144, 0, 0, 1, 80,
                                  't', 'e', 'x', 't', 0, 0, 0, 0, 'f', 'r', 'e', 'e', 0, 0, 0, 0 };
  static const guint8 white[] = { 0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (spaces); i++)
    {
      guint8 profile[480] = { 0, 0, 480 >> 8, 480 & 0xff };
      g_autoptr (GdkPixbuf) pixbuf
          = i % 2 == 0 ? make_pixbuf (64, 48, FALSE) : make_noise (1200, 1000, FALSE);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GdkPixbuf) made = NULL;
      g_autoptr (TuwenPictureFile) file = NULL;
      g_autofree char *text = NULL;
      char *buffer;
      gsize size;

      memcpy (profile + 12, "mntr", 4);
      memcpy (profile + 16, spaces[i / 2], 4);
      memcpy (profile + 20, "XYZ ", 4);
      memcpy (profile + 36, "acsp", 4);
      memcpy (profile + 68, white, sizeof white);
      memcpy (profile + 128, words, sizeof words);
      /* libpng takes none that can be written in a few bytes. */
      for (guint j = 128 + sizeof words; j < sizeof profile; j++)
        profile[j] = (guint8) (j * j * 31 >> 3);
      text = g_base64_encode (profile, sizeof profile);
      g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size,
                                                i % 2 == 0 ? "tiff" : "jpeg", NULL, "icc-profile",
                                                text, i % 2 == 0 ? NULL : "quality", "98", NULL));
      bytes = g_bytes_new_take (buffer, size);
      /* JPEG too is to be encoded again. */
      file = prepare (fixture, bytes, i % 2 == 0 ? &plain_options : &small);
      g_assert_true (g_str_has_prefix (file->note, i % 2 == 0 ? "TIFF → PNG, " : "JPEG, "));
      made = decode_file (file->path);
      g_assert_cmpstr (gdk_pixbuf_get_option (made, "icc-profile"), ==, i / 2 == 0 ? text : NULL);
    }
}

/* Whoever shows it need not decode it once more. */
static void
test_small (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *type;
    int width, height, small_width, small_height;
  } cases[] = {
    { "jpeg", 4000, 3000, 256, 256 }, { "jpeg", 600, 400, 256, 256 }, { "png", 300, 1000, 256, 256 },
    { "jpeg", 3000, 40, 256, 40 },    { "png", 30, 20, 30, 20 },      { "tiff", 700, 500, 256, 256 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = make_picture (cases[i].type, cases[i].width, cases[i].height);
      g_autoptr (TuwenPictureFile) file = prepare (fixture, bytes, &plain_options);
      g_autoptr (GdkPixbuf) small = NULL;
      g_autofree char *corners = NULL;

      g_assert_nonnull (file->small);
      g_assert_cmpint (file->small->width, ==, cases[i].small_width);
      g_assert_cmpint (file->small->height, ==, cases[i].small_height);
      small = gdk_pixbuf_new_from_bytes (file->small->data, GDK_COLORSPACE_RGB,
                                         file->small->has_alpha, 8, file->small->width,
                                         file->small->height, (int) file->small->stride);
      corners = read_corners (small);
      g_assert_cmpstr (corners, ==, "rgbw");
    }

  for (guint i = 0; i < G_N_ELEMENTS (turned); i++)
    {
      g_autoptr (GBytes) photo = make_photo ("jpeg", (GExiv2Orientation) (i + 1), FALSE);
      g_autoptr (TuwenPictureFile) file = prepare (fixture, photo, &plain_options);

      g_assert_cmpint (file->small->width, ==, i < 4 ? 64 : 48);
      g_assert_cmpint (file->small->height, ==, i < 4 ? 48 : 64);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "orientations", test_orientations },
    { "orientation-pixels", test_orientation_pixels },
    { "metadata-removed", test_metadata_removed },
    { "metadata-kept", test_metadata_kept },
    { "hidden-details", test_hidden_details },
    { "conversions", test_conversions },
    { "newer-formats", test_newer_formats },
    { "fitting", test_fitting },
    { "profiles", test_profiles },
    { "small", test_small },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/picture-make/%s", tests[i].name);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }
  g_test_add_func ("/picture-make/strip-anything", test_strip_anything);
  return g_test_run ();
}
