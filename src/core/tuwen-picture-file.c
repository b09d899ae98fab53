/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-file"

#include "tuwen-picture-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "bili-compose.h"
#include "tuwen-picture-header.h"
#include "tuwen-picture-metadata.h"

#define MIB (1024 * 1024)
#define MAX_SOURCE (256 * MIB)
#define MAX_AREA (100 * 1000 * 1000)
#define MAX_SIDE 30000
#define MIN_SIDE 10
#define MIN_CATEGORY_SIDE 420
#define READ_SIZE (256 * 1024)

/* JPEG's qualities to try in turn, and by how much to shrink when even the last is too large. */
static const char *const qualities[] = { "95", "88", "80" };
#define SHRINK 0.8
#define MAX_SHRINKS 12

/* Decoding takes four bytes a pixel; more than this many pictures at once would take too much memory. */
#define MAX_AT_ONCE 2

/* What a thread is asked: to keep @file or @bytes at @path, or to make the picture at @path into one whose
 * path begins with @stem. */
typedef struct
{
  GFile *file;
  GBytes *bytes;
  char *path;
  char *stem;
  TuwenPictureOptions options;
} Request;

static void
request_free (Request *self)
{
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->path);
  g_free (self->stem);
  g_free (self);
}

void
tuwen_picture_file_free (TuwenPictureFile *self)
{
  g_free (self->path);
  g_free (self->mime_type);
  g_free (self->note);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, sentence);
  return FALSE;
}

/* What is renamed without being synced may be empty after the power went. */
static gboolean
sync_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;
  int errsv = errno;

  if (fd >= 0)
    close (fd);
  if (!synced)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errsv),
                 _ ("The picture could not be kept: %s"), g_strerror (errsv));

  return synced;
}

static gboolean
move_into_place (const char *part, const char *path, GError **error)
{
  int errsv;

  if (!sync_file (part, error))
    return FALSE;
  if (g_rename (part, path) == 0)
    return TRUE;

  errsv = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errsv), _ ("The picture could not be kept: %s"),
               g_strerror (errsv));
  return FALSE;
}

static GBytes *
read_source (GFile *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = NULL;

  info = g_file_query_info (source, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                            cancellable, error);
  if (info == NULL)
    return NULL;

  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      refuse (error, _ ("This is a folder, not a picture."));
      return NULL;
    }
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_SPECIAL)
    {
      refuse (error, _ ("This is not a file that can be read as a picture."));
      return NULL;
    }

  stream = g_file_read (source, cancellable, error);
  if (stream == NULL)
    return NULL;

  bytes = g_byte_array_new ();
  while (TRUE)
    {
      gsize length = bytes->len;
      gssize n_read;

      if (length > MAX_SOURCE)
        {
          refuse (error, _ ("This file is too large: pictures may have up to 256 MB here."));
          return NULL;
        }

      g_byte_array_set_size (bytes, length + READ_SIZE);
      n_read = g_input_stream_read (G_INPUT_STREAM (stream), bytes->data + length, READ_SIZE,
                                    cancellable, error);
      if (n_read < 0)
        return NULL;

      g_byte_array_set_size (bytes, length + n_read);
      if (n_read == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
    }
}

static gboolean
check_size (int width, int height, BiliPictureCategory category, GError **error)
{
  if (width > MAX_SIDE || height > MAX_SIDE || (gint64) width * height > MAX_AREA)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("This picture is too large: it has %d × %d pixels, and up to 100 megapixels can "
                      "be posted."),
                   width, height);
      return FALSE;
    }

  if (width < MIN_SIDE || height < MIN_SIDE)
    return refuse (error, _ ("This picture is too small: each side needs at least 10 pixels."));

  if (category != BILI_PICTURE_DAILY && (width <= MIN_CATEGORY_SIDE || height <= MIN_CATEGORY_SIDE))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("This picture has %d × %d pixels; in this category both sides need more than 420."),
                   width, height);
      return FALSE;
    }

  return TRUE;
}

typedef struct
{
  gboolean small; /* it is only to be seen whether the picture is whole */
  gboolean refused;
} Decoding;

/* Some decoders find a size of their own in the file; the one that was checked may not be exceeded. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Decoding *decoding = user_data;

  if (width > MAX_SIDE || height > MAX_SIDE || (gint64) width * height > MAX_AREA)
    {
      decoding->refused = TRUE;
      gdk_pixbuf_loader_set_size (loader, 0, 0);
    }
  else if (decoding->small)
    {
      /* JPEG's decoder needs a small part of the memory and the time then. */
      gdk_pixbuf_loader_set_size (loader, MAX (width / 8, 1), MAX (height / 8, 1));
    }
}

static GdkPixbuf *
decode (GBytes *encoded, gboolean small, GExiv2Orientation orientation, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  Decoding decoding = { .small = small };
  gboolean written;
  GdkPixbuf *pixbuf;
  g_autoptr (GdkPixbuf) upright = NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &decoding);
  written = gdk_pixbuf_loader_write_bytes (loader, encoded, NULL);
  /* Closing is due either way, and tells of files that were cut short. */
  if (!gdk_pixbuf_loader_close (loader, NULL) || !written || decoding.refused)
    {
      refuse (error, _ ("This picture is damaged or cut short, or its format is not supported here."));
      return NULL;
    }

  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL)
    {
      refuse (error, _ ("This picture is empty."));
      return NULL;
    }

  /* Not every decoder tells how the picture lies; one that does is not overruled. */
  if (orientation > GEXIV2_ORIENTATION_NORMAL)
    {
      g_autofree char *value = g_strdup_printf ("%d", orientation);

      gdk_pixbuf_set_option (pixbuf, "orientation", value);
    }

  upright = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  if (upright == NULL)
    refuse (error, _ ("There is not enough memory for this picture."));
  return g_steal_pointer (&upright);
}

static gboolean
is_transparent (GdkPixbuf *pixbuf)
{
  const guint8 *pixels;
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);

  if (!gdk_pixbuf_get_has_alpha (pixbuf))
    return FALSE;

  pixels = gdk_pixbuf_read_pixels (pixbuf);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        if (pixels[(gsize) y * stride + x * 4 + 3] != 0xff)
          return TRUE;
      }

  return FALSE;
}

static GBytes *
encode (GdkPixbuf *pixbuf, const char *type, const char *quality, GError **error)
{
  char *buffer;
  gsize size;
  gboolean saved;

  if (quality != NULL)
    saved = gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, type, error, "quality", quality, NULL);
  else
    saved = gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, type, error, NULL);

  return saved ? g_bytes_new_take (buffer, size) : NULL;
}

/* The service refuses what has as many whole mebibytes as its limit says. */
static gboolean
fits (GBytes *encoded, guint max_mib)
{
  return g_bytes_get_size (encoded) / MIB < max_mib;
}

/* Encodes @pixbuf so that it fits: as it is, then with more loss, then smaller. @pixbuf becomes what was
 * encoded. */
static GBytes *
encode_to_fit (GdkPixbuf **pixbuf, gboolean lossless, guint max_mib, const char **type, GError **error)
{
  gboolean transparent = is_transparent (*pixbuf);

  for (guint i = 0; i <= MAX_SHRINKS; i++)
    {
      g_autoptr (GdkPixbuf) smaller = NULL;

      *type = "png";
      if (transparent || (lossless && i == 0))
        {
          g_autoptr (GBytes) encoded = encode (*pixbuf, *type, NULL, error);

          if (encoded == NULL || fits (encoded, max_mib))
            return g_steal_pointer (&encoded);
        }

      *type = "jpeg";
      for (guint j = 0; !transparent && j < G_N_ELEMENTS (qualities); j++)
        {
          g_autoptr (GBytes) encoded = encode (*pixbuf, *type, qualities[j], error);

          if (encoded == NULL || fits (encoded, max_mib))
            return g_steal_pointer (&encoded);
        }

      smaller = gdk_pixbuf_scale_simple (*pixbuf,
                                         MAX (gdk_pixbuf_get_width (*pixbuf) * SHRINK, 1),
                                         MAX (gdk_pixbuf_get_height (*pixbuf) * SHRINK, 1),
                                         GDK_INTERP_BILINEAR);
      if (smaller == NULL)
        break;
      g_set_object (pixbuf, smaller);
    }

  refuse (error, _ ("This picture cannot be made small enough to be posted."));
  return NULL;
}

static const char *
get_format_name (const char *format)
{
  static const struct
  {
    const char *format;
    const char *name;
  } names[] = {
    { "jpeg", "JPEG" }, { "png", "PNG" },   { "gif", "GIF" },   { "webp", "WebP" },
    { "bmp", "BMP" },   { "tiff", "TIFF" }, { "avif", "AVIF" }, { "heif", "HEIC" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (names[i].format, format))
        return names[i].name;
    }

  return format;
}

/* What was done to the picture, for people; NULL when it is what it was. */
static char *
describe (const TuwenPictureHeader *header,
          const TuwenPictureMetadata *metadata,
          gboolean stripped,
          gsize old_size,
          const TuwenPictureFile *file,
          const char *type)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (!g_str_equal (header->format, type))
    {
      g_autofree char *before = g_format_size (old_size);
      g_autofree char *after = g_format_size (file->size);

      /* Translators: a picture's format and size before and after: "WebP → PNG, 8.1 MB → 2.3 MB" */
      g_ptr_array_add (parts, g_strdup_printf (_ ("%s → %s, %s → %s"),
                                               get_format_name (header->format),
                                               get_format_name (type), before, after));
    }
  if (MAX (header->width, header->height) > MAX (file->width, file->height))
    g_ptr_array_add (parts, g_strdup_printf (_ ("%d × %d → %d × %d pixels"), header->width,
                                             header->height, file->width, file->height));
  if (metadata->orientation > GEXIV2_ORIENTATION_NORMAL)
    g_ptr_array_add (parts, g_strdup (_ ("turned upright")));
  if (stripped && metadata->place)
    g_ptr_array_add (parts, g_strdup (_ ("location removed")));
  else if (stripped && metadata->device)
    g_ptr_array_add (parts, g_strdup (_ ("camera details removed")));

  if (parts->len == 0)
    return NULL;

  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/* How a picture becomes one that the service takes */
typedef struct
{
  TuwenPictureHeader header;
  TuwenPictureMetadata metadata;
  gboolean again;       /* it has to be encoded again */
  gboolean strip;       /* what stands beside the picture has to go */
  const char *type;     /* gdk-pixbuf's name of the format that it gets */
  int width;
  int height;
} Plan;

static gboolean
make_plan (GBytes *encoded, const TuwenPictureOptions *options, Plan *plan, GError **error)
{
  gboolean gif, taken;

  if (!tuwen_picture_header_read_any (encoded, &plan->header))
    return refuse (error, _ ("This is not a picture that can be posted: JPEG, PNG, GIF, WebP, AVIF, HEIC, "
                             "TIFF and BMP can."));
  if (!check_size (plan->header.width, plan->header.height, options->category, error))
    return FALSE;

  if (plan->header.cut)
    return refuse (error, _ ("This picture is cut short: its end is missing."));

  plan->metadata = tuwen_picture_metadata_read (encoded);
  /* Decoders turn these as their own boxes and tags say. */
  if (g_str_equal (plan->header.format, "avif") || g_str_equal (plan->header.format, "heif")
      || g_str_equal (plan->header.format, "tiff"))
    plan->metadata.orientation = GEXIV2_ORIENTATION_NORMAL;
  plan->type = plan->header.format;
  plan->width = plan->header.width;
  plan->height = plan->header.height;

  gif = g_str_equal (plan->type, "gif");
  taken = gif || g_str_equal (plan->type, "jpeg") || g_str_equal (plan->type, "png");
  if (gif && !fits (encoded, BILI_LIMIT_GIF_MIB))
    return refuse (error, _ ("This GIF is too large: GIFs must be smaller than 8 MB."));

  plan->again = !gif && (!taken || !fits (encoded, options->max_mib)
                         || plan->metadata.orientation > GEXIV2_ORIENTATION_NORMAL);
  plan->strip = !gif && plan->metadata.any && !options->keep_metadata;
  return TRUE;
}

/* The picture's bytes as they are to be sent, but for what stands beside the picture. */
static GBytes *
encode_by_plan (GBytes *encoded, const TuwenPictureOptions *options, Plan *plan, GError **error)
{
  gboolean lossless = g_str_equal (plan->type, "png") || g_str_equal (plan->type, "bmp")
                      || g_str_equal (plan->type, "tiff");
  /* Only decoding tells whether a picture is whole, so that is done also when it is sent as it is. */
  g_autoptr (GdkPixbuf) pixbuf = decode (encoded, !plan->again, plan->metadata.orientation, error);
  g_autoptr (GBytes) again = NULL;

  if (pixbuf == NULL)
    return NULL;
  if (!plan->again)
    return g_bytes_ref (encoded);

  again = encode_to_fit (&pixbuf, lossless, options->max_mib, &plan->type, error);
  if (again == NULL)
    return NULL;

  plan->width = gdk_pixbuf_get_width (pixbuf);
  plan->height = gdk_pixbuf_get_height (pixbuf);
  return g_steal_pointer (&again);
}

/* Makes @encoded into a picture that the service takes, at @path. */
static gboolean
make (GBytes *encoded,
      const TuwenPictureOptions *options,
      const char *path,
      TuwenPictureFile *file,
      GError **error)
{
  Plan plan = { 0 };
  g_autoptr (GBytes) result = NULL;
  GStatBuf info;

  if (!make_plan (encoded, options, &plan, error))
    return FALSE;

  result = encode_by_plan (encoded, options, &plan, error);
  if (result == NULL
      || !g_file_set_contents_full (path, g_bytes_get_data (result, NULL),
                                    (gssize) g_bytes_get_size (result), G_FILE_SET_CONTENTS_NONE, 0600,
                                    error))
    return FALSE;

  /* Encoding again has left behind what stood beside the picture. */
  if (plan.strip && !plan.again && !tuwen_picture_metadata_strip (path, error))
    return FALSE;
  if (plan.again && plan.metadata.any && options->keep_metadata
      && !tuwen_picture_metadata_copy (encoded, path, error))
    return FALSE;

  file->mime_type = g_strdup_printf ("image/%s", plan.type);
  file->width = plan.width;
  file->height = plan.height;
  file->size = g_stat (path, &info) == 0 ? (guint64) info.st_size : g_bytes_get_size (result);
  file->note = describe (&plan.header, &plan.metadata, plan.strip, g_bytes_get_size (encoded), file,
                         plan.type);
  return TRUE;
}

static gboolean
keep (Request *request, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (request->path);
  g_autofree char *part = g_strconcat (request->path, ".part", NULL);
  g_autoptr (GBytes) bytes = NULL;

  bytes = request->file != NULL ? read_source (request->file, cancellable, error)
                                : g_bytes_ref (request->bytes);
  if (bytes == NULL)
    return FALSE;

  if (g_bytes_get_size (bytes) == 0)
    return refuse (error, _ ("This file is empty."));

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int errsv = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errsv),
                   _ ("The picture could not be kept: %s"), g_strerror (errsv));
      return FALSE;
    }

  if (g_file_set_contents_full (part, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                G_FILE_SET_CONTENTS_NONE, 0600, error)
      && !g_cancellable_set_error_if_cancelled (cancellable, error)
      && move_into_place (part, request->path, error))
    return TRUE;

  g_unlink (part);
  return FALSE;
}

static TuwenPictureFile *
prepare (Request *request, GCancellable *cancellable, GError **error)
{
  static const struct
  {
    const char *mime_type;
    const char *extension;
  } extensions[] = { { "image/jpeg", "jpg" }, { "image/png", "png" }, { "image/gif", "gif" } };
  g_autoptr (TuwenPictureFile) file = g_new0 (TuwenPictureFile, 1);
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (request->path, FALSE, error);
  g_autoptr (GBytes) encoded = NULL;
  g_autofree char *part = g_strconcat (request->stem, ".part", NULL);

  if (mapped == NULL)
    return NULL;

  encoded = g_mapped_file_get_bytes (mapped);
  if (!make (encoded, &request->options, part, file, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_unlink (part);
      return NULL;
    }

  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    {
      if (g_str_equal (file->mime_type, extensions[i].mime_type))
        file->path = g_strconcat (request->stem, ".", extensions[i].extension, NULL);
    }

  if (!move_into_place (part, file->path, error))
    {
      g_unlink (part);
      return NULL;
    }

  return g_steal_pointer (&file);
}

static void
work_in_thread (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  TuwenPictureFile *file = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (request->stem == NULL)
    {
      if (keep (request, cancellable, &error))
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, error);
      return;
    }

  file = prepare (request, cancellable, &error);
  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) tuwen_picture_file_free);
  else
    g_task_return_error (task, error);
}

static void
push (GThreadPool **pool, GTask *task)
{
  if (g_once_init_enter (pool))
    g_once_init_leave (pool, g_thread_pool_new (work_in_thread, NULL, MAX_AT_ONCE, FALSE, NULL));

  g_thread_pool_push (*pool, task, NULL);
}

/* Keeping and preparing have threads of their own: what a person dropped is safe before anything slow is
 * done to it. */
static void
push_keep (GTask *task)
{
  static GThreadPool *pool = NULL;

  push (&pool, task);
}

static void
push_prepare (GTask *task)
{
  static GThreadPool *pool = NULL;

  push (&pool, task);
}

void
tuwen_picture_file_keep_async (GFile *source,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, tuwen_picture_file_keep_async);
  g_task_set_check_cancellable (task, FALSE);
  request->file = g_object_ref (source);
  request->path = g_strdup (path);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  push_keep (task);
}

void
tuwen_picture_file_keep_bytes_async (GBytes *bytes,
                                     const char *path,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, tuwen_picture_file_keep_async);
  g_task_set_check_cancellable (task, FALSE);
  request->bytes = g_bytes_ref (bytes);
  request->path = g_strdup (path);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  push_keep (task);
}

gboolean
tuwen_picture_file_keep_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_picture_file_keep_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tuwen_picture_file_prepare_async (const char *source,
                                  const char *stem,
                                  const TuwenPictureOptions *options,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, tuwen_picture_file_prepare_async);
  /* A file that was made is handed out, so that it can be removed. */
  g_task_set_check_cancellable (task, FALSE);
  request->path = g_strdup (source);
  request->stem = g_strdup (stem);
  request->options = *options;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  push_prepare (task);
}

TuwenPictureFile *
tuwen_picture_file_prepare_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_picture_file_prepare_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
