/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture hosts: sizes, formats, who may ask. */

#include "talk.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* 1600 × 900, 480 × 2400 and 200 × 100 */
#define WIDE "i0.hdslb.com/bfs/new_dyn/06400384abc.jpg"
#define TALL "i0.hdslb.com/bfs/new_dyn/01e00960abc.jpg"
#define SMALL "album.biliimg.com/bfs/article/00c80064abc.png"

static GdkPixbuf *
get_picture (Talk *talk, const char *address)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixbuf;

  talk_get (talk, address);
  g_assert_cmpint (talk->status, ==, 200);
  stream = g_memory_input_stream_new_from_bytes (talk->body);
  pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, &error);
  g_assert_no_error (error);
  return pixbuf;
}

static void
test_sizes (Talk *talk, gconstpointer data)
{
  static const struct
  {
    const char *address;
    int width;
    int height;
  } cases[] = {
    { WIDE, 1600, 900 },
    { WIDE "@480w", 480, 270 },
    { WIDE "@90h.jpg", 160, 90 },
    { WIDE "@480w_480h.png", 480, 270 },
    { WIDE "@480w_480h_0e", 480, 270 },
    { WIDE "@480w_480h_1e.jpg", 853, 480 },
    { WIDE "@480w_480h_1e_1c.jpg", 480, 480 },
    { WIDE "@480w_480h_2e.jpg", 480, 480 },
    { WIDE "@50p.jpg", 800, 450 },
    { WIDE "@200p.jpg", 1600, 900 },
    { WIDE "@4000w_4000h_1e_1c.jpg", 1600, 900 },
    { WIDE "@640w_60q_progressive.jpg", 640, 360 },
    { WIDE "@", 1600, 900 },
    { TALL "@96w_96h_1e_1c.jpg", 96, 96 },
    { TALL "@96w_96h.jpg", 19, 96 },
    { SMALL "@480w_480h_1e_1c.png", 200, 100 },
    { "i1.hdslb.com/bfs/face/member/noface.jpg@64w_64h.jpg", 64, 64 },
  };

  talk->cookies = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GdkPixbuf) picture = NULL;

      g_test_message ("%s", cases[i].address);
      picture = get_picture (talk, cases[i].address);
      g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, cases[i].width);
      g_assert_cmpint (gdk_pixbuf_get_height (picture), ==, cases[i].height);
    }
}

static void
test_formats (Talk *talk, gconstpointer data)
{
  g_autoptr (GdkPixbuf) emote = NULL;

  talk->cookies = NULL;
  talk_get (talk, SMALL);
  g_assert_cmpstr (soup_message_headers_get_content_type (talk->headers, NULL), ==, "image/png");
  g_assert_true (memcmp (g_bytes_get_data (talk->body, NULL), "\x89PNG", 4) == 0);
  talk_get (talk, SMALL "@100w.jpg");
  g_assert_cmpstr (soup_message_headers_get_content_type (talk->headers, NULL), ==, "image/jpeg");
  /* Again, from memory. */
  talk_get (talk, SMALL "@100w.jpg");
  g_assert_cmpstr (soup_message_headers_get_content_type (talk->headers, NULL), ==, "image/jpeg");
  /* Emotes keep what is clear. */
  emote = get_picture (talk, "i0.hdslb.com/bfs/emote/00a200a2abc.png@54w_54h.png");
  g_assert_true (gdk_pixbuf_get_has_alpha (emote));
}

static void
test_missing (Talk *talk, gconstpointer data)
{
  static const char *const addresses[] = {
    "i0.hdslb.com/other/06400384abc.jpg",
    "i0.hdslb.com/bfs/new_dyn/name.jpg",
    "i0.hdslb.com/bfs/new_dyn/00000384abc.jpg",
    "i0.hdslb.com/bfs/new_dyn/ffff0384abc.jpg",
    "i0.hdslb.com/bfs/new_dyn/06400384abc",
    WIDE "@480x.jpg",
    WIDE "@480w.bmp",
    WIDE "@w.jpg",
    WIDE "@9e.jpg",
  };

  talk->cookies = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_test_message ("%s", addresses[i]);
      talk_get (talk, addresses[i]);
      g_assert_cmpint (talk->status, ==, 404);
    }
  talk_post_form (talk, WIDE, "x=1");
  g_assert_cmpint (talk->status, ==, 405);
}

static void
test_referer (Talk *talk, gconstpointer data)
{
  static const struct
  {
    const char *referer;
    guint status;
  } cases[] = {
    { "https://www.bilibili.com/", 200 }, { "https://t.bilibili.com/x", 200 },  { "", 200 },
    { "https://example.com/", 403 },      { "https://evilbilibili.com/", 403 }, { "rubbish", 403 },
  };

  talk->cookies = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      talk->referer = cases[i].referer;
      talk_get (talk, SMALL);
      g_assert_cmpint (talk->status, ==, cases[i].status);
    }
}

/* Other names, other pictures; the same name, the same one. */
static void
test_variety (Talk *talk, gconstpointer data)
{
  g_autoptr (GHashTable) seen
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  talk->cookies = NULL;
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 30; i++)
        {
          g_autofree char *address
              = g_strdup_printf ("i0.hdslb.com/bfs/new_dyn/04380438%u.jpg@64w_64h.jpg", i * 7919);

          talk_get (talk, address);
          g_hash_table_add (seen, g_bytes_ref (talk->body));
        }
      g_assert_cmpuint (g_hash_table_size (seen), ==, 30);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/pictures/sizes", Talk, NULL, talk_set_up, test_sizes, talk_tear_down);
  g_test_add ("/sandbox/pictures/formats", Talk, NULL, talk_set_up, test_formats, talk_tear_down);
  g_test_add ("/sandbox/pictures/missing", Talk, NULL, talk_set_up, test_missing, talk_tear_down);
  g_test_add ("/sandbox/pictures/referer", Talk, NULL, talk_set_up, test_referer, talk_tear_down);
  g_test_add ("/sandbox/pictures/variety", Talk, NULL, talk_set_up, test_variety, talk_tear_down);
  return g_test_run ();
}
