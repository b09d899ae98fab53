/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bili-picture-url.h"

#include <string.h>

#define PATH "i0.hdslb.com/bfs/new_dyn/a48c.jpg"

static const struct
{
  const char *url;
  int width;
  int height;
  const char *made; /* (nullable) */
} rows[] = {
  /* Always https, at the size asked for. */
  { "http://" PATH, 96, 128, "https://" PATH "@96w_128h_1e_1c.jpg" },
  { "https://" PATH, 96, 128, "https://" PATH "@96w_128h_1e_1c.jpg" },
  { "//" PATH, 96, 128, "https://" PATH "@96w_128h_1e_1c.jpg" },
  { "HTTP://I0.HDSLB.COM/bfs/A.PNG", 1, 1, "https://i0.hdslb.com/bfs/A.PNG@1w_1h_1e_1c.jpg" },
  { "https://album.biliimg.com/bfs/a.png", 9, 9,
    "https://album.biliimg.com/bfs/a.png@9w_9h_1e_1c.jpg" },
  { "http://" PATH, 100000, 5000, "https://" PATH "@4096w_4096h_1e_1c.jpg" },
  /* One side, none, nonsense */
  { "http://" PATH, 640, 0, "https://" PATH "@640w.jpg" },
  { "http://" PATH, 0, 640, "https://" PATH "@640h.jpg" },
  { "http://" PATH, 0, 0, "https://" PATH },
  { "http://" PATH, -5, -5, "https://" PATH },
  /* A suffix that is there already */
  { "https://" PATH "@480w_480h_1e_1c.webp", 96, 96, "https://" PATH "@96w_96h_1e_1c.jpg" },
  { "https://" PATH "@", 96, 96, "https://" PATH "@96w_96h_1e_1c.jpg" },
  { "https://" PATH "@!web-avatar.avif", 0, 0, "https://" PATH },
  { "https://i0.hdslb.com/bfs/@dir/a.jpg", 2, 2,
    "https://i0.hdslb.com/bfs/@dir/a.jpg@2w_2h_1e_1c.jpg" },
  { "https://" PATH "?x=1#y", 2, 2, "https://" PATH "@2w_2h_1e_1c.jpg" },
  /* Cut out, and never on white */
  { "http://i0.hdslb.com/bfs/emote/a.png", 64, 64,
    "https://i0.hdslb.com/bfs/emote/a.png@64w_64h_1e_1c.png" },
  { "http://i0.hdslb.com/bfs/emote/a.png", 64, 0, "https://i0.hdslb.com/bfs/emote/a.png@64w.png" },
  { "http://i0.hdslb.com/bfs/emote/a.gif@9w.jpg", 0, 0, "https://i0.hdslb.com/bfs/emote/a.gif" },
  /* Moves as an original only */
  { "http://i0.hdslb.com/bfs/a.gif", 0, 0, "https://i0.hdslb.com/bfs/a.gif" },
  { "http://i0.hdslb.com/bfs/a.gif", 96, 96, "https://i0.hdslb.com/bfs/a.gif@96w_96h_1e_1c.jpg" },
  /* Who takes no suffix keeps the address. */
  { "http://example.com/a.jpg?x=1#y", 96, 96, "https://example.com/a.jpg?x=1" },
  { "https://i0.hdslb.com/other/a.jpg", 96, 96, "https://i0.hdslb.com/other/a.jpg" },
  { "https://hdslb.com.example.com/bfs/a.jpg", 2, 2, "https://hdslb.com.example.com/bfs/a.jpg" },
  { "https://evilhdslb.com/bfs/a.jpg", 2, 2, "https://evilhdslb.com/bfs/a.jpg" },
  { "https://example.com/a@b.jpg", 2, 2, "https://example.com/a@b.jpg" },
  /* Ports: the usual ones go, as http becomes https. */
  { "http://i0.hdslb.com:80/bfs/a.jpg", 0, 0, "https://i0.hdslb.com/bfs/a.jpg" },
  { "https://i0.hdslb.com:443/bfs/a.jpg", 0, 0, "https://i0.hdslb.com/bfs/a.jpg" },
  { "https://i0.hdslb.com:8443/bfs/a.jpg", 0, 0, NULL },
  /* None of these is a picture's address. */
  { NULL, 1, 1, NULL },
  { "", 1, 1, NULL },
  { "/", 1, 1, NULL },
  { "//", 1, 1, NULL },
  { "///bfs/a.jpg", 1, 1, NULL },
  { "https://", 1, 1, NULL },
  { "https://i0.hdslb.com", 1, 1, NULL },
  { "https://i0.hdslb.com?/bfs/", 1, 1, NULL },
  { "i0.hdslb.com/bfs/a.jpg", 1, 1, NULL },
  { "ftp://i0.hdslb.com/bfs/a.jpg", 1, 1, NULL },
  { "file:///etc/passwd", 1, 1, NULL },
  { "data:image/png;base64,AAAA", 1, 1, NULL },
  { "javascript:alert(1)", 1, 1, NULL },
  { "https://user@i0.hdslb.com/bfs/a.jpg", 1, 1, NULL },
  { "https://user:pw@i0.hdslb.com/bfs/a.jpg", 1, 1, NULL },
  { "https://[::1]/bfs/a.jpg", 1, 1, NULL },
  { "https://i0.hdslb.com\\bfs\\a.jpg", 1, 1, NULL },
  { "https://.hdslb.com/bfs/a.jpg", 1, 1, NULL },
  { "https://i0%2ehdslb.com/bfs/a.jpg", 1, 1, NULL },
  { "https://i0.hdslb.com/bfs/a b.jpg", 1, 1, NULL },
  { "https://i0.hdslb.com/bfs/a\r\nCookie: x.jpg", 1, 1, NULL },
  { "https://i0.hdslb.com/bfs/猫.jpg", 1, 1, NULL },
  { " https://i0.hdslb.com/bfs/a.jpg", 1, 1, NULL },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *made = bili_picture_url (rows[i].url, rows[i].width, rows[i].height);
      g_autofree char *again = bili_picture_url (made, rows[i].width, rows[i].height);

      g_assert_cmpstr (made, ==, rows[i].made);
      /* What was made once is made again. */
      g_assert_cmpstr (again, ==, made);
    }
}

static void
test_long (void)
{
  g_autofree char *long_name = g_strnfill (3000, 'a');
  g_autofree char *url = g_strconcat ("https://i0.hdslb.com/bfs/", long_name, NULL);

  g_assert_null (bili_picture_url (url, 1, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/picture-url/table", test_table);
  g_test_add_func ("/picture-url/long", test_long);

  return g_test_run ();
}
