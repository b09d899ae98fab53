/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-picture-file"

/* What is wrong with a file is said in a sentence, and leaves nothing behind. */

#include <sys/stat.h>
#include <unistd.h>

#include "picture-folder.h"

#define MIB (1024 * 1024)
#define NOT_A_PICTURE                                                                              \
  "This is not a picture that can be posted: JPEG, PNG, GIF, WebP, AVIF, HEIC, TIFF and BMP can."

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n_files++;
  return n_files;
}

/* Only the kept bytes may be left: no picture, no part of one. */
static void
assert_refused (Fixture *fixture, GBytes *bytes, BiliPictureCategory category, const char *sentence)
{
  TuwenPictureOptions options = { category, FALSE, 20 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPictureFile) file = prepare_bytes (fixture->folder, "x", bytes, &options, &error);
  g_autofree char *source = g_build_filename (fixture->folder, "x.source", NULL);
  g_autoptr (GBytes) kept = NULL;

  g_assert_null (file);
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_IO_ERROR);
  g_assert_cmpstr (error->message, ==, sentence);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  kept = read_bytes (source);
  g_assert_true (g_bytes_equal (kept, bytes));
}

static void
test_no_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("Hello, I am called picture.png.\n", 31);
  g_autoptr (GBytes) script = g_bytes_new_static ("<svg xmlns='http://www.w3.org/2000/svg'/>", 41);
  g_autoptr (GBytes) byte = g_bytes_new_static ("\xff", 1);

  assert_refused (fixture, text, BILI_PICTURE_DAILY, NOT_A_PICTURE);
  assert_refused (fixture, script, BILI_PICTURE_DAILY, NOT_A_PICTURE);
  assert_refused (fixture, byte, BILI_PICTURE_DAILY, NOT_A_PICTURE);
}

static void
test_moving_webp (Fixture *fixture, gconstpointer data)
{
  static const guint8 moving[]
      = { 'R', 'I', 'F', 'F', 22, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8',
          'X', 10,  0,   0,   0,  2, 0, 0, 0,   63,  0,   0,   47,  0,   0 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (moving, sizeof moving);

  assert_refused (fixture, bytes, BILI_PICTURE_DAILY,
                  "Moving WebP pictures cannot be posted: of moving pictures only GIF can.");
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  static const char *const types[] = { "jpeg", "png", "webp" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) whole = make_picture (types[i], 200, 150);
      g_autoptr (GBytes) half = cut_bytes (whole, g_bytes_get_size (whole) * 3 / 4);
      g_autoptr (GBytes) nearly = cut_bytes (whole, g_bytes_get_size (whole) - 10);

      assert_refused (fixture, half, BILI_PICTURE_DAILY,
                      "This picture is cut short: its end is missing.");
      assert_refused (fixture, nearly, BILI_PICTURE_DAILY,
                      "This picture is cut short: its end is missing.");
    }
}

/* Formats whose end is not marked, and pictures that are broken in the middle */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const types[] = { "bmp", "tiff" };
  g_autoptr (GBytes) png = make_picture ("png", 200, 150);
  g_autofree guint8 *broken = g_memdup2 (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) whole = make_picture (types[i], 200, 150);
      g_autoptr (GBytes) most = cut_bytes (whole, g_bytes_get_size (whole) * 3 / 4);
      g_autoptr (GError) error = NULL;

      g_assert_null (prepare_bytes (fixture->folder, "x", most, &plain_options, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_cmpuint (count_files (fixture->folder), ==, 1);
    }

  memset (broken + g_bytes_get_size (png) / 2, 0x5a, 16);
  bytes = g_bytes_new (broken, g_bytes_get_size (png));
  assert_refused (fixture, bytes, BILI_PICTURE_DAILY, "This picture is damaged or cut short.");
}

/* A PNG of a few bytes that says it has so many pixels */
static GBytes *
make_bomb (guint32 width, guint32 height)
{
  g_autoptr (GBytes) png = make_picture ("png", 16, 16);
  gsize size;
  const guint8 *data = g_bytes_get_data (png, &size);
  guint8 *bomb = g_memdup2 (data, size);
  guint32 big_width = GUINT32_TO_BE (width);
  guint32 big_height = GUINT32_TO_BE (height);

  memcpy (bomb + 16, &big_width, 4);
  memcpy (bomb + 20, &big_height, 4);
  return g_bytes_new_take (bomb, size);
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bomb = make_bomb (65535, 65535);
  g_autoptr (GBytes) over = make_bomb (10001, 10000);
  g_autoptr (GBytes) long_one = make_bomb (30001, 100);
  g_autoptr (GBytes) narrow = make_picture ("png", 9, 100);
  g_autoptr (GBytes) flat = make_picture ("jpeg", 100, 9);

  assert_refused (fixture, bomb, BILI_PICTURE_DAILY,
                  "This picture is too large: it has 65535 × 65535 pixels, and up to 100 megapixels can "
                  "be posted.");
  assert_refused (fixture, over, BILI_PICTURE_DAILY,
                  "This picture is too large: it has 10001 × 10000 pixels, and up to 100 megapixels can "
                  "be posted.");
  assert_refused (fixture, long_one, BILI_PICTURE_DAILY,
                  "This picture is too large: it has 30001 × 100 pixels, and up to 100 megapixels can "
                  "be posted.");
  assert_refused (fixture, narrow, BILI_PICTURE_DAILY,
                  "This picture is too small: each side needs at least 10 pixels.");
  assert_refused (fixture, flat, BILI_PICTURE_DAILY,
                  "This picture is too small: each side needs at least 10 pixels.");
}

static void
test_categories (Fixture *fixture, gconstpointer data)
{
  TuwenPictureOptions draw = { BILI_PICTURE_DRAW, FALSE, 20 };
  g_autoptr (GBytes) small = make_picture ("png", 420, 600);
  g_autoptr (GBytes) enough = make_picture ("png", 421, 421);
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPictureFile) daily = NULL;
  g_autoptr (TuwenPictureFile) drawn = NULL;

  assert_refused (fixture, small, BILI_PICTURE_DRAW,
                  "This picture has 420 × 600 pixels; in this category both sides need more than 420.");
  assert_refused (fixture, small, BILI_PICTURE_COS,
                  "This picture has 420 × 600 pixels; in this category both sides need more than 420.");

  daily = prepare_bytes (fixture->folder, "a", small, &plain_options, &error);
  g_assert_no_error (error);
  g_assert_nonnull (daily);
  drawn = prepare_bytes (fixture->folder, "b", enough, &draw, &error);
  g_assert_no_error (error);
  g_assert_nonnull (drawn);
}

/* A GIF of one small frame and a comment of as many bytes as are wanted */
static GBytes *
make_gif (gsize size)
{
  static const guint8 head[] = { 'G', 'I', 'F', '8', '9', 'a', 16, 0, 16, 0, 0x80, 0, 0, 0, 0, 0, 255, 255,
                                 255 };
  static const guint8 frame[] = { 0x2c, 0, 0, 0, 0, 16, 0, 16, 0, 0 };
  /* 256 pixels, each after a clear code, so that no table is needed: clear and 0 in three bits
   * each */
  GByteArray *gif = g_byte_array_new ();
  guint8 codes[256] = { 0 };
  guint n_bits = 0;

  g_byte_array_append (gif, head, sizeof head);
  while (gif->len + 300 + 400 < size)
    {
      guint8 block[2 + 1 + 255 + 1] = { 0x21, 0xfe, 255 };

      g_byte_array_append (gif, block, sizeof block);
    }

  for (guint i = 0; i < 256 * 2 + 1; i++)
    {
      guint code = i == 512 ? 5 : i % 2 == 0 ? 4 : 0;

      for (guint bit = 0; bit < 3; bit++, n_bits++)
        codes[n_bits / 8] |= (code >> bit & 1) << n_bits % 8;
    }
  g_byte_array_append (gif, frame, sizeof frame);
  g_byte_array_append (gif, (guint8[]){ 2, (n_bits + 7) / 8 }, 2);
  g_byte_array_append (gif, codes, (n_bits + 7) / 8);
  g_byte_array_append (gif, (guint8[]){ 0, 0x3b }, 2);
  return g_byte_array_free_to_bytes (gif);
}

static void
test_gif (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) gif = make_gif (5000);
  g_autoptr (GBytes) cut = cut_bytes (gif, g_bytes_get_size (gif) - 100);
  g_autoptr (GBytes) large = make_gif (8 * MIB + 1000);
  g_autoptr (GBytes) sent = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPictureFile) file = NULL;

  g_assert_cmpuint (g_bytes_get_size (large), >=, 8 * MIB);
  assert_refused (fixture, large, BILI_PICTURE_DAILY,
                  "This GIF is too large: GIFs must be smaller than 8 MB.");
  assert_refused (fixture, cut, BILI_PICTURE_DAILY, "This picture is damaged or cut short.");

  file = prepare_bytes (fixture->folder, "x", gif, &plain_options, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (file->mime_type, ==, "image/gif");
  g_assert_true (g_str_has_suffix (file->path, "/x.gif"));
  g_assert_cmpint (file->width, ==, 16);
  g_assert_cmpint (file->height, ==, 16);
  g_assert_cmpuint (file->size, ==, g_bytes_get_size (gif));
  g_assert_null (file->note);
  sent = read_bytes (file->path);
  g_assert_true (g_bytes_equal (sent, gif));
}

static void
assert_not_kept (Fixture *fixture, GFile *source, const char *sentence)
{
  g_autofree char *path = g_build_filename (fixture->folder, "kept", "x.source", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tuwen_picture_file_keep_async (source, path, NULL, await_cb, &result);
  AWAIT (result != NULL);
  g_assert_false (tuwen_picture_file_keep_finish (result, &error));
  g_assert_nonnull (error);
  if (sentence != NULL)
    g_assert_cmpstr (error->message, ==, sentence);
  g_assert_cmpuint (count_files (folder), ==, 0);
  g_rmdir (folder);
}

static void
test_sources (Fixture *fixture, gconstpointer data)
{
  g_autofree char *empty_path = g_build_filename (fixture->folder, "empty", NULL);
  g_autofree char *pipe_path = g_build_filename (fixture->folder, "pipe", NULL);
  g_autofree char *large_path = g_build_filename (fixture->folder, "large", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GFile) nowhere = g_file_get_child (folder, "nowhere");
  g_autoptr (GFile) empty = g_file_new_for_path (empty_path);
  g_autoptr (GFile) pipe = g_file_new_for_path (pipe_path);
  g_autoptr (GFile) large = g_file_new_for_path (large_path);
  g_autoptr (GFile) broken = g_file_new_for_path ("/proc/self/mem");
  g_autoptr (GFile) strange = g_file_new_for_uri ("tuwen-nothing://nowhere/");

  g_assert_true (g_file_set_contents (empty_path, "", 0, NULL));
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_assert_true (g_file_set_contents (large_path, "", 0, NULL));
  g_assert_cmpint (truncate (large_path, 256 * MIB + 1), ==, 0);

  assert_not_kept (fixture, folder, "This is a folder, not a picture.");
  assert_not_kept (fixture, nowhere, "This file is not there any more.");
  assert_not_kept (fixture, empty, "This file is empty.");
  assert_not_kept (fixture, pipe, "This is not a file that can be read as a picture.");
  assert_not_kept (fixture, large, "This file is too large: pictures may have up to 256 MB here.");
  /* Once, and without the words of who tried to read it */
  assert_not_kept (fixture, broken, "This file could not be read: Input/output error");
  assert_not_kept (fixture, strange, NULL);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "secret.png", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (path);
  gboolean root = geteuid () == 0;

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_cmpint (chmod (path, 0), ==, 0);
  /* Root may read everything; be somebody else meanwhile. */
  if (root)
    {
      g_assert_cmpint (chown (fixture->folder, 65534, 65534), ==, 0);
      g_assert_cmpint (seteuid (65534), ==, 0);
    }
  assert_not_kept (fixture, source, "You have no permission to read this file.");
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

/* Where there is no place to write, too. */
static void
test_no_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_picture ("png", 16, 16);
  g_autofree char *path = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *below = g_build_filename (path, "below", "x.source", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  tuwen_picture_file_keep_bytes_async (bytes, below, NULL, await_cb, &result);
  AWAIT (result != NULL);
  g_assert_false (tuwen_picture_file_keep_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_true (g_str_has_prefix (error->message, "The picture could not be kept: "));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_picture ("png", 16, 16);
  g_autofree char *path = g_build_filename (fixture->folder, "x.source", NULL);
  g_autofree char *stem = g_build_filename (fixture->folder, "x", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) kept = NULL;
  g_autoptr (GAsyncResult) prepared = NULL;
  g_autoptr (GError) keep_error = NULL;
  g_autoptr (GError) prepare_error = NULL;

  g_cancellable_cancel (cancellable);
  tuwen_picture_file_keep_bytes_async (bytes, path, cancellable, await_cb, &kept);
  tuwen_picture_file_prepare_async (path, stem, &plain_options, cancellable, await_cb, &prepared);
  AWAIT (kept != NULL && prepared != NULL);
  g_assert_false (tuwen_picture_file_keep_finish (kept, &keep_error));
  g_assert_error (keep_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (tuwen_picture_file_prepare_finish (prepared, &prepare_error));
  g_assert_error (prepare_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

/* A picture that goes as it came takes no second place on the disk. */
static void
test_untouched (Fixture *fixture, gconstpointer data)
{
  static const char *const types[] = { "png", "jpeg" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) bytes = make_picture (types[i], 100, 80);
      g_autoptr (GError) error = NULL;
      g_autoptr (TuwenPictureFile) file
          = prepare_bytes (fixture->folder, "x", bytes, &plain_options, &error);
      g_autoptr (GBytes) sent = NULL;
      GStatBuf info;

      g_assert_no_error (error);
      g_assert_null (file->note);
      g_assert_cmpint (file->width, ==, 100);
      g_assert_cmpint (file->height, ==, 80);
      sent = read_bytes (file->path);
      g_assert_true (g_bytes_equal (sent, bytes));
      g_assert_cmpint (g_stat (file->path, &info), ==, 0);
      g_assert_cmpuint (info.st_nlink, ==, 2);
      g_unlink (file->path);
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
    { "no-picture", test_no_picture }, { "moving-webp", test_moving_webp },
    { "cut", test_cut },               { "damaged", test_damaged },
    { "sizes", test_sizes },           { "categories", test_categories },
    { "gif", test_gif },               { "sources", test_sources },
    { "unreadable", test_unreadable }, { "no-place", test_no_place },
    { "cancelled", test_cancelled },   { "untouched", test_untouched },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/picture-file/%s", tests[i].name);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
