/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Uploading a picture. Source: the seed, service notes §4. */

#define G_LOG_DOMAIN "sandbox-upload"
#define _GNU_SOURCE /* memmem */

#include "sandbox-call.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define MEBIBYTE (1024 * 1024)
#define MAX_GIF_MEBIBYTES 8
#define MIN_SIDE 10
/* Where the mark that ends a picture is looked for. */
#define TAIL_SIZE 64
/* What paintings and photographs of costumes have to exceed. */
#define MIN_ART_SIDE 420

typedef struct
{
  int width;
  int height;
} Size;

/* An eighth is enough to know that every byte can be read. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Size *size = user_data;

  size->width = width;
  size->height = height;
  gdk_pixbuf_loader_set_size (loader, MAX (width / 8, 1), MAX (height / 8, 1));
}

/* Whether the file ends as its kind does: the loader takes half a picture for a picture. */
static gboolean
is_whole (GBytes *file, const char *type)
{
  static const struct
  {
    const char *type;
    const char *end;
  } ends[] = { { "png", "IEND" }, { "jpeg", "\xff\xd9" }, { "gif", ";" } };
  gsize size;
  const char *data = g_bytes_get_data (file, &size);
  gsize tail = MIN (size, TAIL_SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (strcmp (ends[i].type, type) == 0)
        return memmem (data + size - tail, tail, ends[i].end, strlen (ends[i].end)) != NULL;
    }
  return FALSE;
}

/* Returns: (nullable): `jpeg`, `png`, `gif` …, whatever the file is called */
static char *
probe (GBytes *file, Size *size)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  GdkPixbufFormat *format;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), size);
  if (!gdk_pixbuf_loader_write_bytes (loader, file, NULL))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  if (!gdk_pixbuf_loader_close (loader, NULL))
    return NULL;
  format = gdk_pixbuf_loader_get_format (loader);
  return format != NULL ? gdk_pixbuf_format_get_name (format) : NULL;
}

static GBytes *
find_file (SandboxCall *call)
{
  for (guint i = 0; i < call->fields->len; i++)
    {
      const SandboxField *field = call->fields->pdata[i];

      if (field->file != NULL)
        return field->file;
    }
  g_assert_not_reached ();
}

static void
answer_upload (SandboxCall *call)
{
  GBytes *file = find_file (call);
  gsize bytes = g_bytes_get_size (file);
  const char *category = sandbox_call_field (call, "category");
  const char *biz = sandbox_call_field (call, "biz");
  gboolean is_art = category != NULL && strcmp (category, "daily") != 0;
  Size size = { 0, 0 };
  g_autofree char *type = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *url = NULL;
  SandboxUpload *upload;

  if (bytes / MEBIBYTE >= call->world->max_upload)
    {
      sandbox_call_refuse (call, -617, "上传文件过大");
      return;
    }
  type = probe (file, &size);
  if (type == NULL || !is_whole (file, type))
    {
      sandbox_call_refuse (call, 4100001, "图片格式不支持");
      return;
    }
  if (strcmp (type, "gif") == 0 && bytes / MEBIBYTE >= MAX_GIF_MEBIBYTES)
    {
      sandbox_call_refuse (call, -617, "上传文件过大");
      return;
    }
  if (MIN (size.width, size.height) < MIN_SIDE
      || (is_art && MIN (size.width, size.height) <= MIN_ART_SIDE))
    {
      sandbox_call_refuse (call, 4100001, "图片尺寸过小");
      return;
    }
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA1, file);
  upload = g_new0 (SandboxUpload, 1);
  upload->path = g_strdup_printf ("/bfs/%s/%s%s.%s", biz != NULL ? biz : "new_dyn", hash,
                                  call->session->mid, strcmp (type, "jpeg") == 0 ? "jpg" : type);
  upload->mid = g_strdup (call->session->mid);
  upload->type = g_steal_pointer (&type);
  upload->bytes = g_bytes_ref (file);
  upload->width = size.width;
  upload->height = size.height;
  url = g_strconcat ("http://i0.hdslb.com", upload->path, NULL);
  g_hash_table_replace (call->world->uploads, upload->path, upload);
  sandbox_call_answer (call, g_variant_new_parsed ("{'image_url': <%s>, 'image_width': <%i>, "
                                                   "'image_height': <%i>, 'img_size': <%d>}",
                                                   url, size.width, size.height,
                                                   (double) bytes / 1024.0));
}

const SandboxRoute sandbox_upload_routes[] = {
  {
      .method = "POST",
      .host = "api.bilibili.com",
      .path = "/x/dynamic/feed/draw/upload_bfs",
      .needs = SANDBOX_NEEDS_SESSION | SANDBOX_NEEDS_CSRF_BODY,
      .query = "",
      .body = SANDBOX_BODY_MULTIPART,
      .fields = "file_up!:f category:daily|draw|cos biz:new_dyn|dyn|vote|draw csrf!",
      .bad_field = 4100001,
      .answer = answer_upload,
  },
  { .path = NULL },
};
