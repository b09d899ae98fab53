/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-pictures"

#include <string.h>
#include <glib/gstdio.h>

#include "await.h"
#include "bili-picture-url.h"
#include "sandbox.h"
#include "tuwen-pictures.h"

/* 1600 × 900 pixels, says the name; the digits behind tell pictures apart */
#define COVER "http://i0.hdslb.com/bfs/new_dyn/06400384%04u.jpg"
#define ONE_COVER "http://i0.hdslb.com/bfs/new_dyn/064003840000.jpg"

/* Bytes of a picture of 40 × 40 without alpha */
#define SMALL 4800

typedef struct
{
  SandboxServer *server;
  BiliClock *clock;
  BiliClient *client;
  char *folder;
  TuwenDiskCache *disk;
  TuwenPictures *pictures;
} Fixture;

/* One load; lives until its end is seen */
typedef struct
{
  GCancellable *cancellable;
  GAsyncResult *result;
} Load;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  SandboxOptions options = { .posts = 1, .seed = 1, .latency = 20 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (SANDBOX_COOKIES, &error);

  g_assert_no_error (error);
  fixture->server = sandbox_server_new (&options, &error);
  g_assert_no_error (error);
  fixture->clock = bili_clock_new ();
  /* With an account, so that there is a cookie that could slip through */
  fixture->client = bili_client_new (sandbox_server_get_origin (fixture->server),
                                     "Tuwen/test",
                                     fixture->clock,
                                     cookies);
  fixture->folder = g_dir_make_tmp ("tuwen-pictures-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->disk = tuwen_disk_cache_new (fixture->folder, 16 * 1024 * 1024);
  fixture->pictures = tuwen_pictures_new (fixture->client, NULL, TUWEN_PICTURES_MEMORY);
}

/* Threads let go of the disk cache when they are done with it */
static void
settle_disk (Fixture *fixture, guint n_references)
{
  AWAIT_THREADS (g_atomic_int_get (&G_OBJECT (fixture->disk)->ref_count) == (int) n_references);
}

static void
assert_no_cookie (Fixture *fixture)
{
  GPtrArray *requests = sandbox_server_get_requests (fixture->server);

  for (guint i = 0; i < requests->len; i++)
    {
      const SandboxRequest *request = g_ptr_array_index (requests, i);

      g_assert_null (request->cookie);
      g_assert_null (strstr (request->headers, "SESSDATA"));
      g_assert_null (strstr (request->headers, SANDBOX_CSRF));
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  assert_no_cookie (fixture);
  AWAIT_THREADS (g_atomic_int_get (&G_OBJECT (fixture->pictures)->ref_count) == 1);
  g_assert_finalize_object (fixture->pictures);
  settle_disk (fixture, 1);
  g_assert_finalize_object (fixture->disk);
  g_object_unref (fixture->client);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->server);

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
use_disk (Fixture *fixture)
{
  g_assert_finalize_object (fixture->pictures);
  fixture->pictures
      = tuwen_pictures_new (fixture->client, fixture->disk, TUWEN_PICTURES_MEMORY);
}

static guint
count_requests (Fixture *fixture)
{
  return sandbox_server_get_requests (fixture->server)->len;
}

static Load *
start (Fixture *fixture, const char *url, int width, int height)
{
  Load *load = g_new0 (Load, 1);

  load->cancellable = g_cancellable_new ();
  tuwen_pictures_load_async (fixture->pictures,
                             url,
                             width,
                             height,
                             load->cancellable,
                             await_cb,
                             &load->result);
  return load;
}

static TuwenPixels *
end (Fixture *fixture, Load *load, GError **error)
{
  TuwenPixels *pixels;

  AWAIT (load->result != NULL);
  pixels = tuwen_pictures_load_finish (fixture->pictures, load->result, error);
  g_object_unref (load->result);
  g_object_unref (load->cancellable);
  g_free (load);
  return pixels;
}

static void
assert_loaded (Fixture *fixture, Load *load)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels = end (fixture, load, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pixels);
}

static void
assert_cancelled (Fixture *fixture, Load *load)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels = end (fixture, load, &error);

  g_assert_null (pixels);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_failed (Fixture *fixture, Load *load, GQuark domain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels = end (fixture, load, &error);

  g_assert_null (pixels);
  g_assert_nonnull (error);
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (domain));
}

static gboolean
is_in_memory (Fixture *fixture, const char *url, int width, int height)
{
  g_autoptr (TuwenPixels) pixels = tuwen_pictures_peek (fixture->pictures, url, width, height);

  return pixels != NULL;
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels = NULL;
  g_autoptr (TuwenPixels) peeked = NULL;
  g_autoptr (TuwenPixels) again = NULL;
  const SandboxRequest *request;

  g_assert_null (tuwen_pictures_peek (fixture->pictures, ONE_COVER, 160, 120));
  pixels = end (fixture, start (fixture, ONE_COVER, 160, 120), &error);
  g_assert_no_error (error);
  g_assert_cmpint (pixels->width, ==, 160);
  g_assert_cmpint (pixels->height, ==, 120);

  /* At the size shown, never the original */
  g_assert_cmpuint (count_requests (fixture), ==, 1);
  request = g_ptr_array_index (sandbox_server_get_requests (fixture->server), 0);
  g_assert_cmpstr (request->host, ==, "i0.hdslb.com");
  g_assert_nonnull (strstr (request->path, "@160w_120h"));

  peeked = tuwen_pictures_peek (fixture->pictures, ONE_COVER, 160, 120);
  g_assert_true (peeked == pixels);
  again = end (fixture, start (fixture, ONE_COVER, 160, 120), &error);
  g_assert_true (again == pixels);
  g_assert_cmpuint (count_requests (fixture), ==, 1);

  /* Another size is another picture */
  g_assert_false (is_in_memory (fixture, ONE_COVER, 80, 60));
  assert_loaded (fixture, start (fixture, ONE_COVER, 80, 60));
  g_assert_cmpuint (count_requests (fixture), ==, 2);

  tuwen_pictures_drop_memory (fixture->pictures);
  g_assert_false (is_in_memory (fixture, ONE_COVER, 160, 120));
}

static void
test_no_address (Fixture *fixture, gconstpointer data)
{
  static const char *const urls[] = { NULL, "", "ftp://i0.hdslb.com/a.jpg", "file:///etc/passwd" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_assert_null (tuwen_pictures_peek (fixture->pictures, urls[i], 10, 10));
      assert_failed (fixture, start (fixture, urls[i], 10, 10), G_IO_ERROR);
    }
  g_assert_cmpuint (count_requests (fixture), ==, 0);
}

static void
test_share (Fixture *fixture, gconstpointer data)
{
  Load *loads[10];

  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    loads[i] = start (fixture, ONE_COVER, 160, 120);
  /* Who stops waiting takes nothing from the others */
  g_cancellable_cancel (loads[0]->cancellable);
  g_cancellable_cancel (loads[7]->cancellable);

  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      if (i == 0 || i == 7)
        assert_cancelled (fixture, loads[i]);
      else
        assert_loaded (fixture, loads[i]);
    }
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  Load *loads[20];
  GPtrArray *requests = sandbox_server_get_requests (fixture->server);
  const guint expected[] = { 6, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7 };

  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autofree char *url = g_strdup_printf (COVER, i);

      loads[i] = start (fixture, url, 40, 40);
    }

  /* A new wish for what waits already makes it the newest */
  {
    g_autofree char *url = g_strdup_printf (COVER, 6);

    assert_loaded (fixture, start (fixture, url, 40, 40));
  }
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    assert_loaded (fixture, loads[i]);

  /* The first six go at once; all others by their newness. Six connections may overtake each
   * other, but not by more than their number. */
  g_assert_cmpuint (requests->len, ==, 20);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *name = g_strdup_printf ("06400384%04u.jpg", expected[i]);
      guint place = 0;

      while (strstr (((SandboxRequest *) g_ptr_array_index (requests, place))->path, name) == NULL)
        g_assert_cmpuint (++place, <, requests->len);
      g_assert_cmpint (ABS ((int) place - (int) i - 6), <, 6);
    }
}

static void
test_six_at_once (Fixture *fixture, gconstpointer data)
{
  Load *loads[9];
  Load *other;

  /* None is answered, so that what is under way stays so */
  sandbox_server_fail (fixture->server, "*", "stall", -1);
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autofree char *url = g_strdup_printf (COVER, i);

      loads[i] = start (fixture, url, 40, 40);
    }
  AWAIT (count_requests (fixture) == 6);

  /* A cancelled download makes room for the newest wish, a cancelled wish is never sent */
  sandbox_server_fail (fixture->server, "*", "stall", 0);
  g_cancellable_cancel (loads[8]->cancellable);
  assert_cancelled (fixture, loads[8]);
  g_assert_cmpuint (count_requests (fixture), ==, 6);
  g_cancellable_cancel (loads[0]->cancellable);
  assert_cancelled (fixture, loads[0]);
  assert_loaded (fixture, loads[7]);
  assert_loaded (fixture, loads[6]);
  g_assert_cmpuint (count_requests (fixture), ==, 8);

  /* What was cancelled can be wished for again at once */
  other = start (fixture, ONE_COVER, 40, 40);
  assert_loaded (fixture, other);

  for (guint i = 1; i < 6; i++)
    {
      g_cancellable_cancel (loads[i]->cancellable);
      assert_cancelled (fixture, loads[i]);
    }
  /* The downloads let go of the loader when they see it */
  AWAIT_THREADS (g_atomic_int_get (&G_OBJECT (fixture->pictures)->ref_count) == 1);
}

/* Told that it is too much, nothing more is asked for, whatever waits; and not by what is wished for
 * next, for a while. */
static void
test_told_to_stop (Fixture *fixture, gconstpointer data)
{
  Load *loads[9];

  sandbox_server_fail (fixture->server, "*", data, -1);
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autofree char *url = g_strdup_printf (COVER, i);

      loads[i] = start (fixture, url, 40, 40);
    }
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    assert_failed (fixture, loads[i], BILI_ERROR);
  g_assert_cmpuint (count_requests (fixture), ==, 6);

  sandbox_server_fail (fixture->server, "*", data, 0);
  assert_failed (fixture, start (fixture, ONE_COVER "?other", 40, 40), BILI_ERROR);
  assert_failed (fixture, start (fixture, ONE_COVER, 50, 50), BILI_ERROR);
  g_assert_cmpuint (count_requests (fixture), ==, 6);

  /* A person who wants a fresh start gets one */
  tuwen_pictures_drop_memory (fixture->pictures);
  assert_loaded (fixture, start (fixture, ONE_COVER, 40, 40));
}

static void
test_cancel_and_wish_again (Fixture *fixture, gconstpointer data)
{
  Load *first = start (fixture, ONE_COVER, 40, 40);
  Load *second;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  AWAIT (count_requests (fixture) == 1);
  g_cancellable_cancel (first->cancellable);
  assert_cancelled (fixture, first);
  second = start (fixture, ONE_COVER, 40, 40);
  assert_loaded (fixture, second);
  g_assert_cmpuint (count_requests (fixture), ==, 2);

  /* Cancelled before it began */
  g_cancellable_cancel (cancelled);
  tuwen_pictures_load_async (fixture->pictures, ONE_COVER, 41, 41, cancelled, await_cb, &result);
  AWAIT (result != NULL);
  g_assert_null (tuwen_pictures_load_finish (fixture->pictures, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_memory (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->pictures);
  /* Three, with what it takes to keep them, but not four */
  fixture->pictures = tuwen_pictures_new (fixture->client, NULL, SMALL * 4);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *url = g_strdup_printf (COVER, i);
      g_autofree char *first = g_strdup_printf (COVER, 0);

      assert_loaded (fixture, start (fixture, url, 40, 40));
      /* Looking at the first keeps it young */
      g_assert_true (is_in_memory (fixture, first, 40, 40));
    }

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *url = g_strdup_printf (COVER, i);

      g_assert_cmpint (is_in_memory (fixture, url, 40, 40), ==, i != 1);
    }

  /* What has no room in it is had all the same, and pushes nothing out */
  assert_loaded (fixture, start (fixture, ONE_COVER, 400, 400));
  g_assert_false (is_in_memory (fixture, ONE_COVER, 400, 400));
  g_assert_true (is_in_memory (fixture, ONE_COVER, 40, 40));
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *fault;
    gboolean io_error;
  } cases[] = {
    { "drop", FALSE },  { "http:404", FALSE }, { "http:500", FALSE }, { "html", TRUE },
    { "empty", TRUE },  { "huge", FALSE },     { "deep", TRUE },      { "truncated", TRUE },
    { "redirect:https://example.com/a.jpg", FALSE },
  };

  use_disk (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strdup_printf (COVER, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (TuwenPixels) pixels = NULL;

      g_test_message ("%s", cases[i].fault);
      sandbox_server_forget_requests (fixture->server);
      sandbox_server_fail (fixture->server, "*", cases[i].fault, 1);
      pixels = end (fixture, start (fixture, url, 40, 40), &error);
      g_assert_null (pixels);
      g_assert_nonnull (error);
      g_assert_true (error->domain == (cases[i].io_error ? G_IO_ERROR : BILI_ERROR));

      /* Asked again right away, the failure still stands: no request */
      assert_failed (fixture, start (fixture, url, 40, 40), error->domain);
      g_assert_cmpuint (count_requests (fixture), ==, 1);

      /* Nothing of it was kept anywhere */
      tuwen_pictures_drop_memory (fixture->pictures);
      assert_loaded (fixture, start (fixture, url, 40, 40));
      g_assert_cmpuint (count_requests (fixture), ==, 2);
    }
}

static void
test_disk (Fixture *fixture, gconstpointer data)
{
  use_disk (fixture);
  assert_loaded (fixture, start (fixture, ONE_COVER, 40, 40));
  settle_disk (fixture, 2);
  g_assert_cmpuint (count_requests (fixture), ==, 1);

  /* A later run finds it there */
  use_disk (fixture);
  assert_loaded (fixture, start (fixture, ONE_COVER, 40, 40));
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

/* On disk, whole by its checksum, and no picture all the same */
static void
test_bad_on_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *address = bili_picture_url (ONE_COVER, 40, 40);
  g_autoptr (GBytes) junk = g_bytes_new_static ("\x89PNG\r\n\x1a\n junk", 14);

  use_disk (fixture);
  tuwen_disk_cache_write (fixture->disk, address, junk);
  settle_disk (fixture, 2);

  assert_failed (fixture, start (fixture, ONE_COVER, 40, 40), G_IO_ERROR);
  settle_disk (fixture, 2);
  g_assert_cmpuint (count_requests (fixture), ==, 0);

  /* It is gone, so that the next one who asks gets it from the network */
  tuwen_pictures_drop_memory (fixture->pictures);
  assert_loaded (fixture, start (fixture, ONE_COVER, 40, 40));
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

typedef struct
{
  Fixture *fixture;
  guint n_left;
} Chain;

static void
chain_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenPixels) pixels
      = tuwen_pictures_load_finish (TUWEN_PICTURES (source), result, &error);
  g_autofree char *url = g_strdup_printf (COVER, chain->n_left);

  g_assert_no_error (error);
  if (--chain->n_left > 0)
    tuwen_pictures_load_async (TUWEN_PICTURES (source), url, 40, 40, NULL, chain_cb, chain);
}

/* Asking for the next one from within the answer */
static void
test_chain (Fixture *fixture, gconstpointer data)
{
  Chain chain = { fixture, 5 };

  tuwen_pictures_load_async (fixture->pictures, ONE_COVER, 40, 40, NULL, chain_cb, &chain);
  AWAIT (chain.n_left == 0);
  g_assert_cmpuint (count_requests (fixture), ==, 5);
}

/* Scrolling through pictures faster than they come: each is wished for and given up */
static void
test_scroll (Fixture *fixture, gconstpointer data)
{
  Load *loads[200];

  use_disk (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autofree char *url = g_strdup_printf (COVER, i);

      loads[i] = start (fixture, url, 40, 40);
      if (i >= 10)
        g_cancellable_cancel (loads[i - 10]->cancellable);
      g_main_context_iteration (NULL, FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TuwenPixels) pixels = end (fixture, loads[i], &error);

      if (i >= 190)
        g_assert_no_error (error);
      else if (pixels == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_cmpuint (count_requests (fixture), <, 150);
  AWAIT_THREADS (g_atomic_int_get (&G_OBJECT (fixture->pictures)->ref_count) == 1);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/pictures/load", test_load);
  ADD ("/pictures/no-address", test_no_address);
  ADD ("/pictures/share", test_share);
  ADD ("/pictures/order", test_order);
  ADD ("/pictures/six-at-once", test_six_at_once);
  g_test_add ("/pictures/told-to-stop/412", Fixture, "http:412", set_up, test_told_to_stop, tear_down);
  g_test_add ("/pictures/told-to-stop/429", Fixture, "http:429", set_up, test_told_to_stop, tear_down);
  ADD ("/pictures/cancel-and-wish-again", test_cancel_and_wish_again);
  ADD ("/pictures/memory", test_memory);
  ADD ("/pictures/faults", test_faults);
  ADD ("/pictures/disk", test_disk);
  ADD ("/pictures/bad-on-disk", test_bad_on_disk);
  ADD ("/pictures/chain", test_chain);
  ADD ("/pictures/scroll", test_scroll);
  return g_test_run ();
}
