/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What uploads of large pictures take of memory. */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "bili-upload.h"
#include "support.h"

#define N_PICTURES 9
#define PICTURE_SIZE (20 * 1024 * 1024 - 1)
#define N_AT_ONCE 3

/* Buffers of the network and the like, but no picture of the three that are on their way */
#define MOST_KIB (12 * 1024)

static const char answer[]
    = "{\"code\":0,\"message\":\"0\",\"ttl\":1,\"data\":{\"image_url\":"
      "\"http://i0.hdslb.com/bfs/new_dyn/1.png\",\"image_width\":1,\"image_height\":1,\"img_size\":1}}";

typedef struct
{
  guint n_done;
  guint n_begun;
  gint64 most;
  BiliClient *client;
  GBytes *file;
} Uploads;

/* Reads a request and keeps nothing of it */
static gboolean
serve_cb (GThreadedSocketService *service,
          GSocketConnection *connection,
          GObject *source,
          gpointer user_data)
{
  g_autoptr (GDataInputStream) input
      = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *reply = g_strdup_printf (
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
      "Connection: close\r\n\r\n%s",
      strlen (answer), answer);
  gssize left = 0;
  char *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (input), FALSE);
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  while ((line = g_data_input_stream_read_line (input, NULL, NULL, NULL)) != NULL && *line != '\0')
    {
      if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
        left = (gssize) g_ascii_strtoll (line + 15, NULL, 10);
      g_free (line);
    }
  g_free (line);

  while (left > 0)
    {
      gssize skipped
          = g_input_stream_skip (G_INPUT_STREAM (input), (gsize) MIN (left, 65536), NULL, NULL);

      if (skipped <= 0)
        return TRUE;
      left -= skipped;
    }
  g_output_stream_write_all (output, reply, strlen (reply), NULL, NULL, NULL);
  return TRUE;
}

/* Returns: KiB of memory that is in no file */
static gint64
get_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;

  line = strstr (status, "RssAnon:");
  return line != NULL ? g_ascii_strtoll (line + strlen ("RssAnon:"), NULL, 10) : 0;
}

static void
progress_cb (guint64 sent, guint64 total, gpointer user_data)
{
  Uploads *uploads = user_data;

  g_assert_cmpuint (total, ==, PICTURE_SIZE);
  uploads->most = MAX (uploads->most, get_memory ());
}

static void begin (Uploads *uploads);

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Uploads *uploads = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliPicture) picture
      = bili_client_upload_picture_finish (BILI_CLIENT (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (picture);
  uploads->n_done++;
  begin (uploads);
}

static void
begin (Uploads *uploads)
{
  if (uploads->n_begun == N_PICTURES)
    return;

  uploads->n_begun++;
  bili_client_upload_picture_async (uploads->client, uploads->file, "image/png",
                                    BILI_PICTURE_DAILY, FALSE, progress_cb, uploads, NULL,
                                    uploaded_cb, uploads);
}

/* Whoever looks for mistakes keeps books about memory, in memory, and what was freed for a while */
static gboolean
is_checked (void)
{
#ifdef __SANITIZE_ADDRESS__
  return TRUE;
#else
  return g_getenv ("TUWEN_TEST_MEMCHECK") != NULL;
#endif
}

static void
test_memory (void)
{
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (N_AT_ONCE + 1);
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_autofree char *origin = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("tuwen-upload-XXXXXX", &path, &error);
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (BiliClient) client = NULL;
  Uploads uploads = { 0 };
  gint64 before;

  g_assert_no_error (error);
  if (get_memory () == 0)
    {
      g_test_skip ("The system does not tell how much memory is used");
      g_close (fd, NULL);
      g_unlink (path);
      return;
    }
  g_assert_cmpint (ftruncate (fd, PICTURE_SIZE), ==, 0);
  g_close (fd, NULL);
  mapped = g_mapped_file_new (path, FALSE, &error);
  g_assert_no_error (error);
  g_unlink (path);
  file = g_mapped_file_get_bytes (mapped);

  g_signal_connect (service, "run", G_CALLBACK (serve_cb), NULL);
  client = new_client (origin, SANDBOX_COOKIES, 0);
  uploads.client = client;
  uploads.file = file;
  before = get_memory ();
  for (guint i = 0; i < N_AT_ONCE; i++)
    begin (&uploads);
  while (uploads.n_done < N_PICTURES)
    g_main_context_iteration (NULL, TRUE);

  g_test_message ("%" G_GINT64_FORMAT " KiB before, at most %" G_GINT64_FORMAT " KiB", before,
                  uploads.most);
  g_assert_cmpint (uploads.most, >, 0);
  if (!is_checked ())
    g_assert_cmpint (uploads.most - before, <, MOST_KIB);
  else
    g_test_message ("not held against the limit");
  g_socket_service_stop (service);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/upload/memory", test_memory);

  return g_test_run ();
}
