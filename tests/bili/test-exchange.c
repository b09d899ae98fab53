/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers that no server of good will gives. */

#include "bili-upload.h"
#include "raw-server.h"
#include "support.h"

#include <string.h>

#define MIB (1024 * 1024)
/* What kernel and library may hold of a connection besides what was asked for. */
#define SLACK (12 * MIB)

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

static gboolean
say (GOutputStream *output, gint *written, const char *text)
{
  return raw_say (output, written, text, strlen (text));
}

/* Both the JSON and the picture call, as only their limits differ. */
static void
assert_user_fails (RawServer *server, guint timeout_ms, BiliError kind)
{
  g_autoptr (BiliClient) client
      = new_client (raw_server_get_origin (server), SANDBOX_COOKIES, timeout_ms);
  g_autoptr (GError) error = NULL;

  g_assert_null (get_user (client, "1", &error));
  g_assert_error (error, BILI_ERROR, (gint) kind);
}

static void
assert_picture_fails (RawServer *server, guint timeout_ms, BiliError kind)
{
  g_autoptr (BiliClient) client = new_client (raw_server_get_origin (server), NULL, timeout_ms);
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch_picture (client, "https://i0.hdslb.com/bfs/a.jpg", &error));
  g_assert_error (error, BILI_ERROR, (gint) kind);
}

/* Uploads are exchanged in a thread. */
static void
assert_upload_fails (RawServer *server, guint timeout_ms, BiliError kind)
{
  g_autoptr (BiliClient) client
      = new_client (raw_server_get_origin (server), SANDBOX_COOKIES, timeout_ms);
  g_autoptr (GBytes) picture = g_bytes_new_static ("picture", 7);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  bili_client_upload_picture_async (client, picture, "image/png", BILI_PICTURE_DAILY, FALSE, NULL,
                                    NULL, NULL, keep_result_cb, &slot);
  result = await_result (&slot);
  g_assert_null (bili_client_upload_picture_finish (client, result, &error));
  g_assert_error (error, BILI_ERROR, (gint) kind);
}

/* One byte at a time, as long as somebody listens: every one of them would start a time-out of the
 * connection's anew. */
static void
answer_trickle (GOutputStream *output, gint *written)
{
  if (!say (output, written, HEAD "Content-Length: 1000000\r\n\r\n"))
    return;
  while (say (output, written, " "))
    g_usleep (5 * 1000);
}

static void
answer_trickling_head (GOutputStream *output, gint *written)
{
  if (!say (output, written, "HTTP/1.1 200 OK\r\nX: "))
    return;
  while (say (output, written, "x"))
    g_usleep (5 * 1000);
}

static void
test_trickle (gconstpointer data)
{
  g_autoptr (RawServer) server = raw_server_new ((RawAnswer) data);

  assert_user_fails (server, SHORT_TIMEOUT_MS, BILI_ERROR_TIMED_OUT);
  assert_picture_fails (server, SHORT_TIMEOUT_MS, BILI_ERROR_TIMED_OUT);
  assert_upload_fails (server, SHORT_TIMEOUT_MS, BILI_ERROR_TIMED_OUT);
  /* raw_server_free() ends only when the client hung up. */
}

/* Neither length nor end. */
static void
answer_endless (GOutputStream *output, gint *written)
{
  g_autofree char *bytes = g_strnfill (MIB, ' ');
  gboolean taken = say (output, written, HEAD "Connection: close\r\n\r\n");

  while (taken)
    taken = raw_say (output, written, bytes, MIB);
}

static void
answer_endless_chunks (GOutputStream *output, gint *written)
{
  g_autofree char *bytes = g_strnfill (MIB, ' ');
  gboolean taken = say (output, written, HEAD "Transfer-Encoding: chunked\r\n\r\n");

  while (taken)
    taken = say (output, written, "100000\r\n") && raw_say (output, written, bytes, MIB)
            && say (output, written, "\r\n");
}

static void
test_endless (gconstpointer data)
{
  g_autoptr (RawServer) json = raw_server_new ((RawAnswer) data);
  g_autoptr (RawServer) picture = raw_server_new ((RawAnswer) data);
  g_autoptr (RawServer) upload = raw_server_new ((RawAnswer) data);

  assert_user_fails (json, 0, BILI_ERROR_TOO_LARGE);
  raw_server_await_idle (json);
  g_assert_cmpuint (raw_server_get_written (json), >, 8 * MIB);
  g_assert_cmpuint (raw_server_get_written (json), <, 8 * MIB + SLACK);

  assert_picture_fails (picture, 0, BILI_ERROR_TOO_LARGE);
  raw_server_await_idle (picture);
  g_assert_cmpuint (raw_server_get_written (picture), >, 32 * MIB);
  g_assert_cmpuint (raw_server_get_written (picture), <, 32 * MIB + SLACK);

  assert_upload_fails (upload, 0, BILI_ERROR_TOO_LARGE);
  raw_server_await_idle (upload);
  g_assert_cmpuint (raw_server_get_written (upload), >, 8 * MIB);
  g_assert_cmpuint (raw_server_get_written (upload), <, 8 * MIB + SLACK);
}

/* Says at once how much it is going to be: not a byte of that needs reading. */
static void
answer_announced (GOutputStream *output, gint *written)
{
  g_autofree char *bytes = g_strnfill (MIB, ' ');
  gboolean taken = say (output, written, HEAD "Content-Length: 209715200\r\n\r\n");

  for (guint i = 0; taken && i < 200; i++)
    taken = raw_say (output, written, bytes, MIB);
}

static void
test_announced (void)
{
  g_autoptr (RawServer) server = raw_server_new (answer_announced);

  assert_user_fails (server, 0, BILI_ERROR_TOO_LARGE);
  raw_server_await_idle (server);
  g_assert_cmpuint (raw_server_get_written (server), <, SLACK);

  assert_upload_fails (server, 0, BILI_ERROR_TOO_LARGE);
  raw_server_await_idle (server);
  g_assert_cmpuint (raw_server_get_written (server), <, 2 * SLACK);
}

/* 64 MiB of blanks, in 64 KiB. */
static void
answer_bomb (GOutputStream *output, gint *written)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) packed
      = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *bytes = g_strnfill (MIB, ' ');
  g_autoptr (GBytes) bomb = NULL;

  for (guint i = 0; i < 64; i++)
    g_output_stream_write_all (packed, bytes, MIB, NULL, NULL, NULL);
  g_output_stream_close (packed, NULL, NULL);
  bomb = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));

  if (say (output, written, HEAD "Content-Encoding: gzip\r\nConnection: close\r\n\r\n"))
    raw_say (output, written, g_bytes_get_data (bomb, NULL), g_bytes_get_size (bomb));
}

static void
test_bomb (void)
{
  g_autoptr (RawServer) server = raw_server_new (answer_bomb);

  assert_user_fails (server, 0, BILI_ERROR_TOO_LARGE);
  g_assert_cmpuint (raw_server_get_written (server), <, MIB);
  assert_picture_fails (server, 0, BILI_ERROR_TOO_LARGE);
}

static void
answer_false_gzip (GOutputStream *output, gint *written)
{
  say (output, written, HEAD "Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!");
}

static void
answer_garbage (GOutputStream *output, gint *written)
{
  say (output, written, "\x01\x02\x03 this is not HTTP\r\n\r\n");
}

static void
answer_cut (GOutputStream *output, gint *written)
{
  say (output, written, HEAD "Content-Length: 100\r\n\r\n{\"code\":0");
}

static void
answer_cut_head (GOutputStream *output, gint *written)
{
  say (output, written, "HTTP/1.1 200 OK\r\nContent-Le");
}

static void
answer_silence (GOutputStream *output, gint *written)
{
}

static void
answer_failure_without_end (GOutputStream *output, gint *written)
{
  g_autofree char *bytes = g_strnfill (MIB, ' ');
  gboolean taken = say (output, written, "HTTP/1.1 503 Busy\r\nContent-Type: text/html\r\n\r\n");

  while (taken)
    taken = raw_say (output, written, bytes, MIB);
}

/* A refusal by status that carries an envelope as well: the envelope knows more. */
static void
answer_failure_with_envelope (GOutputStream *output, gint *written)
{
  say (output, written,
       "HTTP/1.1 412 Precondition Failed\r\nContent-Length: 40\r\n\r\n"
       "{\"code\":-412,\"message\":\"request banned\"}");
}

static void
answer_failure_with_success (GOutputStream *output, gint *written)
{
  say (output, written, "HTTP/1.1 500 No\r\nContent-Length: 10\r\n\r\n{\"code\":0}");
}

/* Nothing that is asked for here is elsewhere. */
static void
answer_elsewhere (GOutputStream *output, gint *written)
{
  say (output, written,
       "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 4\r\n\r\nThere");
}

static const struct
{
  const char *name;
  RawAnswer answer;
  BiliError kind;
  int code;
  const char *words;
} odd[] = {
  { "false-gzip", answer_false_gzip, BILI_ERROR_PROTOCOL, 0, NULL },
  { "garbage", answer_garbage, BILI_ERROR_PROTOCOL, 0, NULL },
  { "cut", answer_cut, BILI_ERROR_NETWORK, 0, NULL },
  { "cut-head", answer_cut_head, BILI_ERROR_PROTOCOL, 0, NULL },
  { "silence", answer_silence, BILI_ERROR_NETWORK, 0, NULL },
  { "failure-without-end", answer_failure_without_end, BILI_ERROR_HTTP, 503, NULL },
  { "failure-with-envelope", answer_failure_with_envelope, BILI_ERROR_RISK_CONTROL, -412,
    "request banned" },
  { "elsewhere", answer_elsewhere, BILI_ERROR_HTTP, 302, NULL },
  { "failure-with-success", answer_failure_with_success, BILI_ERROR_HTTP, 500, NULL },
};

static void
test_odd (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (RawServer) server = raw_server_new (odd[i].answer);
  g_autoptr (BiliClient) client = new_client (raw_server_get_origin (server), NULL, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (get_user (client, "1", &error));
  g_assert_error (error, BILI_ERROR, (gint) odd[i].kind);
  g_assert_cmpint (bili_error_get_service_code (error), ==, odd[i].code);
  g_assert_cmpstr (bili_error_get_service_words (error), ==, odd[i].words);

  assert_upload_fails (server, 0, odd[i].kind);
}

/* What a server would like to be told again is not kept. */
static void
answer_with_cookie (GOutputStream *output, gint *written)
{
  say (output, written,
       HEAD "Set-Cookie: SESSDATA=evil; Path=/\r\nSet-Cookie: extra=evil\r\n"
            "Strict-Transport-Security: max-age=31536000\r\nConnection: close\r\n\r\n"
            "{\"code\":0,\"data\":{\"card\":{\"mid\":\"1\"}}}");
}

static void
test_no_jar (void)
{
  g_autoptr (RawServer) server = raw_server_new (answer_with_cookie);
  g_autoptr (BiliClient) client = new_client (raw_server_get_origin (server), SANDBOX_COOKIES, 0);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BiliUser) user = get_user (client, "1", &error);
      g_autofree char *request = raw_server_dup_request (server);

      g_assert_no_error (error);
      g_assert_nonnull (strstr (request, "\r\nCookie: " SANDBOX_COOKIES "\r\n"));
      g_assert_null (strstr (request, "evil"));
    }
}

/* The address that the stand-in gets, byte for byte. */
static void
answer_picture (GOutputStream *output, gint *written)
{
  say (output, written, HEAD "Connection: close\r\n\r\npicture");
}

static void
test_mapping (void)
{
  static const char *const urls[] = {
    "https://i0.hdslb.com/bfs/a.jpg@96w_96h_1e_1c.jpg",
    "https://example.com/a%2Fb/c?x=%E4%BA%94&y=a+b%20c&z",
    "https://example.com/!$&'()*+,;=:@~?/?",
    "https://example.com:8443/a",
  };
  g_autoptr (RawServer) server = raw_server_new (answer_picture);
  g_autoptr (BiliClient) client = new_client (raw_server_get_origin (server), SANDBOX_COOKIES, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = fetch_picture (client, urls[i], &error);
      g_autofree char *request = raw_server_dup_request (server);
      g_autofree char *line
          = g_strdup_printf ("GET /%s HTTP/1.1\r\n", urls[i] + strlen ("https://"));

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, strlen ("picture"));
      if (!g_str_has_prefix (request, line))
        g_test_message ("%s is asked for as %s", urls[i], request);
      g_assert_true (g_str_has_prefix (request, line));
      g_assert_null (strstr (request, "Cookie"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/exchange/trickle/body", answer_trickle, test_trickle);
  g_test_add_data_func ("/exchange/trickle/head", answer_trickling_head, test_trickle);
  g_test_add_data_func ("/exchange/endless/plain", answer_endless, test_endless);
  g_test_add_data_func ("/exchange/endless/chunks", answer_endless_chunks, test_endless);
  g_test_add_func ("/exchange/announced", test_announced);
  g_test_add_func ("/exchange/bomb", test_bomb);
  g_test_add_func ("/exchange/mapping", test_mapping);
  g_test_add_func ("/exchange/no-jar", test_no_jar);
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *path = g_strconcat ("/exchange/odd/", odd[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_odd);
    }

  return g_test_run ();
}
