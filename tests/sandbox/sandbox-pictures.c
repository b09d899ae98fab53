/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture hosts: originals by name, smaller ones by the suffix behind `@` (service notes §14).
 * Nothing is stored but uploads: the first eight digits of a name are its size, the whole chooses
 * what is painted. */

#define G_LOG_DOMAIN "sandbox-pictures"

#include "sandbox-server.h"

#include <stdlib.h>
#include <string.h>

#include "sandbox-paint.h"

#define CACHE_BYTES (48 * 1024 * 1024)
#define MAX_SIDE 8192
#define MAX_PIXELS (32 * 1024 * 1024)
#define NO_FACE "/bfs/face/member/noface.jpg"

/**
 * Options:
 * @mode: `e`: 0 fit inside, 1 cover, 2 ignore the ratio
 * @format: `jpeg` or `png`, as gdk-pixbuf names it
 */
typedef struct
{
  int width;
  int height;
  int mode;
  gboolean crop;
  int quality;
  int percent;
  const char *format;
} Options;

static const char *
find_format (const char *extension)
{
  if (strcmp (extension, "jpg") == 0 || strcmp (extension, "jpeg") == 0)
    return "jpeg";
  return strcmp (extension, "png") == 0 ? "png" : NULL;
}

/* `480w_480h_1e_1c.jpg`: numbers with a letter, and perhaps a format. */
static gboolean
parse_options (const char *suffix, Options *options)
{
  const char *dot = strrchr (suffix, '.');
  g_autofree char *list
      = dot != NULL ? g_strndup (suffix, (gsize) (dot - suffix)) : g_strdup (suffix);
  g_auto (GStrv) parts = g_strsplit (list, "_", -1);

  if (dot != NULL && (options->format = find_format (dot + 1)) == NULL)
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *letter;
      gint64 number = g_ascii_strtoll (parts[i], &letter, 10);

      if (parts[i][0] == '\0' || strcmp (parts[i], "progressive") == 0)
        continue;
      if (letter == parts[i] || strlen (letter) != 1 || number < 0 || number > G_MAXINT)
        return FALSE;
      switch (*letter)
        {
        case 'w':
          options->width = (int) number;
          break;
        case 'h':
          options->height = (int) number;
          break;
        case 'e':
          options->mode = (int) number;
          break;
        case 'c':
          options->crop = number == 1;
          break;
        case 'q':
          options->quality = CLAMP ((int) number, 1, 100);
          break;
        case 'p':
          options->percent = (int) number;
          break;
        case 's':
        case 'o':
        case 'f':
          break;
        default:
          return FALSE;
        }
    }
  return options->mode <= 2 && options->percent >= 1 && options->percent <= 1000;
}

/* The size of the whole picture after scaling, and the part of it that is wanted. */
static void
compute_size (const Options *options, int *width, int *height, SandboxCrop *crop)
{
  double sx = options->width > 0 ? (double) options->width / *width : 0.0;
  double sy = options->height > 0 ? (double) options->height / *height : 0.0;
  double scale = options->percent / 100.0;

  if (options->mode == 2 && sx > 0.0 && sy > 0.0)
    {
      *width = MIN (*width, options->width);
      *height = MIN (*height, options->height);
      scale = 1.0;
    }
  else if (sx > 0.0 && sy > 0.0)
    {
      scale = options->mode == 1 ? MAX (sx, sy) : MIN (sx, sy);
    }
  else if (sx > 0.0 || sy > 0.0)
    {
      scale = MAX (sx, sy);
    }
  /* Never larger than the original. */
  scale = MIN (scale, 1.0);
  *width = MAX (1, (int) (*width * scale + 0.5));
  *height = MAX (1, (int) (*height * scale + 0.5));
  crop->width = options->crop && options->width > 0 ? MIN (*width, options->width) : *width;
  crop->height = options->crop && options->height > 0 ? MIN (*height, options->height) : *height;
  crop->x = (*width - crop->width) / 2;
  crop->y = (*height - crop->height) / 2;
}

static gboolean
parse_size (const char *name, int *width, int *height)
{
  g_autofree char *digits = g_strndup (name, 8);
  guint64 number;

  if (strlen (digits) != 8
      || !g_ascii_string_to_unsigned (digits, 16, 0, G_MAXUINT32, &number, NULL))
    return FALSE;
  *width = (int) (number >> 16);
  *height = (int) (number & 0xffff);
  return *width > 0 && *height > 0 && *width <= MAX_SIDE && *height <= MAX_SIDE
         && *width * *height <= MAX_PIXELS;
}

static GBytes *
encode (GdkPixbuf *pixbuf, const Options *options)
{
  char *data;
  gsize size;
  g_autofree char *quality = g_strdup_printf ("%d", options->quality);
  gboolean done;

  if (strcmp (options->format, "jpeg") == 0)
    done = gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "jpeg", NULL, "quality", quality, NULL);
  else
    done = gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "png", NULL, "compression", "3", NULL);
  return done ? g_bytes_new_take (data, size) : NULL;
}

static GdkPixbuf *
load_upload (const SandboxUpload *upload, int width, int height, const SandboxCrop *crop)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (upload->bytes);
  g_autoptr (GdkPixbuf) whole
      = gdk_pixbuf_new_from_stream_at_scale (stream, width, height, FALSE, NULL, NULL);

  if (whole == NULL)
    return NULL;
  return gdk_pixbuf_new_subpixbuf (whole, crop->x, crop->y, crop->width, crop->height);
}

static GdkPixbuf *
paint (const char *path, int width, int height, const SandboxCrop *crop)
{
  guint hash = g_str_hash (path);
  g_autoptr (GdkPixbuf) face = NULL;

  if (strstr (path, "/bfs/face/") == NULL && strstr (path, "/bfs/emote/") == NULL)
    return sandbox_paint (hash, width, height, crop);
  face = sandbox_paint_face (hash, MIN (width, height), strstr (path, "/bfs/emote/") != NULL);
  return g_steal_pointer (&face);
}

/* Returns: (transfer full) (nullable): what stands at @path, with or without a suffix */
static GBytes *
make_picture (SandboxServer *server, const char *path, const char **type)
{
  const char *at = strchr (path, '@');
  g_autofree char *original = at != NULL ? g_strndup (path, (gsize) (at - path)) : g_strdup (path);
  const char *dot = strrchr (original, '.');
  const char *name = strrchr (original, '/') + 1;
  const SandboxUpload *upload = g_hash_table_lookup (server->world->uploads, original);
  Options options = { .quality = 85, .percent = 100 };
  SandboxCrop crop;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  int width = 240;
  int height = 240;

  /* The sample world's uploads are painted like everything else in it. */
  if (upload != NULL && upload->bytes == NULL)
    upload = NULL;
  if (upload != NULL && at == NULL)
    {
      *type = upload->type;
      return g_bytes_ref (upload->bytes);
    }
  if (!g_str_has_prefix (original, "/bfs/") || dot == NULL
      || (upload == NULL && (options.format = find_format (dot + 1)) == NULL)
      || (at != NULL && !parse_options (at + 1, &options)))
    return NULL;
  if (options.format == NULL)
    options.format = "png";
  if (upload != NULL)
    {
      width = upload->width;
      height = upload->height;
    }
  else if (strcmp (original, NO_FACE) != 0 && !parse_size (name, &width, &height))
    {
      return NULL;
    }
  compute_size (&options, &width, &height, &crop);
  pixbuf = upload != NULL ? load_upload (upload, width, height, &crop)
                          : paint (original, width, height, &crop);
  *type = options.format;
  return pixbuf != NULL ? encode (pixbuf, &options) : NULL;
}

static void
remember (SandboxServer *server, const char *path, GBytes *bytes)
{
  g_hash_table_replace (server->pictures, g_strdup (path), g_bytes_ref (bytes));
  g_queue_push_head (&server->picture_order, g_strdup (path));
  server->picture_bytes += g_bytes_get_size (bytes);
  while (server->picture_bytes > CACHE_BYTES && server->picture_order.length > 1)
    {
      g_autofree char *oldest = g_queue_pop_tail (&server->picture_order);

      server->picture_bytes -= g_bytes_get_size (g_hash_table_lookup (server->pictures, oldest));
      g_hash_table_remove (server->pictures, oldest);
    }
}

void
sandbox_pictures_answer (SandboxCall *call)
{
  const char *path = call->request->path;
  GBytes *known = g_hash_table_lookup (call->server->pictures, path);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *mime = NULL;
  const char *type = "jpeg";

  if (strcmp (call->request->method, "GET") != 0)
    {
      sandbox_call_answer_html (call, SOUP_STATUS_METHOD_NOT_ALLOWED, "Method not allowed");
      return;
    }
  if (!sandbox_call_has_good_referer (call))
    {
      sandbox_call_answer_html (call, SOUP_STATUS_FORBIDDEN, "Forbidden");
      return;
    }
  if (known != NULL)
    {
      bytes = g_bytes_ref (known);
      type = memcmp (g_bytes_get_data (known, NULL), "\x89PNG", 4) == 0 ? "png" : "jpeg";
    }
  else
    {
      bytes = make_picture (call->server, path, &type);
      if (bytes != NULL)
        remember (call->server, path, bytes);
    }
  if (bytes == NULL)
    {
      sandbox_call_answer_html (call, SOUP_STATUS_NOT_FOUND, "No such picture");
      return;
    }
  mime = g_strconcat ("image/", type, NULL);
  sandbox_call_answer_bytes (call, mime, g_steal_pointer (&bytes));
}
