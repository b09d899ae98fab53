/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-make"

#include "tuwen-picture-make.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "bili-compose.h"
#include "tuwen-picture-header.h"
#include "tuwen-picture-metadata.h"
#include "tuwen-picture-profile.h"
#include "tuwen-picture-strip.h"
#include "tuwen-pixels-private.h"

#define MIB (1024 * 1024)
#define MAX_AREA (100 * 1000 * 1000)
#define MAX_SIDE 30000
#define MIN_SIDE 10
#define MIN_CATEGORY_SIDE 420

/* JPEG's qualities to try in turn, and by how much to shrink when even the last is too large. */
static const char *const qualities[] = { "95", "88", "80", NULL };
#define SHRINK 0.8
#define MAX_SHRINKS 12

/* The smallest size that JPEG's decoder makes of a picture by itself */
#define SMALLEST (1 / 8.0)

/* Decoded pictures take four bytes a pixel: of those over this area, one at a time. */
#define HUGE_AREA (25 * 1000 * 1000)
static GMutex huge;

/* How a picture becomes one that the service takes */
typedef struct
{
  TuwenPictureHeader header;
  TuwenPictureMetadata metadata;
  gboolean fits;  /* the service takes as many bytes */
  gboolean taken; /* the service takes the format */
  gboolean gif;
} Plan;

/* A decoded picture that stands upright, and how to encode it again */
typedef struct
{
  GdkPixbuf *pixbuf; /* (owned) */
  GBytes *profile;   /* (nullable) (owned): its colours' */
} Picture;

void
tuwen_picture_made_free (TuwenPictureMade *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->small, tuwen_pixels_unref);
  g_free (self->change);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

static void
picture_clear (Picture *picture)
{
  g_clear_object (&picture->pixbuf);
  g_clear_pointer (&picture->profile, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, sentence);
  return FALSE;
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

static gboolean
check_size (int width, int height, BiliPictureCategory category, GError **error)
{
  if (width > MAX_SIDE || height > MAX_SIDE || (gint64) width * height > MAX_AREA)
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
          _ ("This picture is too large: it has %d × %d pixels, and up to 100 megapixels can "
             "be posted."),
          width, height);
      return FALSE;
    }

  if (width < MIN_SIDE || height < MIN_SIDE)
    return refuse (error, _ ("This picture is too small: each side needs at least 10 pixels."));

  if (category != BILI_PICTURE_DAILY && (width <= MIN_CATEGORY_SIDE || height <= MIN_CATEGORY_SIDE))
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
          _ ("This picture has %d × %d pixels; in this category both sides need more than 420."),
          width, height);
      return FALSE;
    }

  return TRUE;
}

/* Not every desktop has decoders for the newer formats. */
static gboolean
can_decode (const char *format)
{
  g_autofree char *mime_type = g_strdup_printf ("image/%s", format);
  g_autoptr (GSList) formats = gdk_pixbuf_get_formats ();

  for (GSList *l = formats; l != NULL; l = l->next)
    {
      g_auto (GStrv) mime_types = gdk_pixbuf_format_get_mime_types (l->data);

      if (!gdk_pixbuf_format_is_disabled (l->data)
          && g_strv_contains ((const char *const *) mime_types, mime_type))
        return TRUE;
    }

  return FALSE;
}

typedef struct
{
  gboolean small; /* it is only to be seen whether the picture is whole */
  gboolean refused;
} Decoding;

/* Some decoders find a size of their own in the file; the one that was checked may not be
 * exceeded. */
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
      double scale = MAX (MAX ((double) TUWEN_PICTURE_FILE_SMALL / width,
                               (double) TUWEN_PICTURE_FILE_SMALL / height), SMALLEST);

      /* JPEG's decoder needs a small part of the memory and the time then. */
      if (scale < 1)
        gdk_pixbuf_loader_set_size (loader, (int) ceil (width * scale),
                                    (int) ceil (height * scale));
    }
}

static gboolean
decode (GBytes *encoded, const Plan *plan, gboolean small, Picture *picture, GError **error)
{
  g_autofree char *mime_type = g_strdup_printf ("image/%s", plan->header.format);
  /* The one decoder of what it is; guessing would take the desktop's list of types. */
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type (mime_type, NULL);
  Decoding decoding = { .small = small };
  gboolean written;
  GdkPixbuf *pixbuf;

  if (loader == NULL)
    return refuse (error, _ ("This picture is damaged or cut short."));

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &decoding);
  written = gdk_pixbuf_loader_write_bytes (loader, encoded, NULL);
  /* Closing is due either way, and tells of files that were cut short. */
  if (!gdk_pixbuf_loader_close (loader, NULL) || !written || decoding.refused)
    return refuse (error, _ ("This picture is damaged or cut short."));

  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL)
    return refuse (error, _ ("This picture is empty."));

  picture->profile = tuwen_picture_profile_get (pixbuf);
  /* Not every decoder tells how the picture lies; one that does is not overruled. */
  if (plan->metadata.orientation > GEXIV2_ORIENTATION_NORMAL)
    {
      g_autofree char *value = g_strdup_printf ("%d", plan->metadata.orientation);

      gdk_pixbuf_set_option (pixbuf, "orientation", value);
    }

  picture->pixbuf = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  return picture->pixbuf != NULL
         || refuse (error, _ ("There is not enough memory for this picture."));
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

/* @quality: (nullable): %NULL for PNG */
static GBytes *
encode (const Picture *picture, const char *quality, GError **error)
{
  g_autofree char *profile = NULL;
  g_autoptr (GBytes) encoded = NULL;
  gboolean saved;
  char *buffer;
  gsize size;

  if (picture->profile != NULL)
    profile = g_base64_encode (g_bytes_get_data (picture->profile, NULL),
                               g_bytes_get_size (picture->profile));
  if (quality == NULL)
    saved = gdk_pixbuf_save_to_buffer (picture->pixbuf, &buffer, &size, "png", NULL, NULL);
  else if (profile == NULL)
    saved = gdk_pixbuf_save_to_buffer (picture->pixbuf, &buffer, &size, "jpeg", NULL, "quality",
                                       quality, NULL);
  else
    saved = gdk_pixbuf_save_to_buffer (picture->pixbuf, &buffer, &size, "jpeg", NULL, "quality",
                                       quality, "icc-profile", profile, NULL);

  if (!saved)
    {
      refuse (error, _ ("There is not enough memory for this picture."));
      return NULL;
    }

  encoded = g_bytes_new_take (buffer, size);
  if (quality == NULL && picture->profile != NULL)
    return tuwen_picture_profile_add_to_png (encoded, picture->profile);

  return g_steal_pointer (&encoded);
}

static gboolean
fits (GBytes *encoded, guint max_mib)
{
  return g_bytes_get_size (encoded) / MIB < max_mib;
}

static guint
get_max_mib (gboolean gif, const TuwenPictureOptions *options)
{
  return gif ? MIN (BILI_LIMIT_GIF_MIB, options->max_mib) : options->max_mib;
}

/* The service refuses what has as many whole mebibytes as its limit says. */
gboolean
tuwen_picture_fits (guint64 size, const char *mime_type, const TuwenPictureOptions *options)
{
  return size / MIB < get_max_mib (g_str_equal (mime_type, "image/gif"), options);
}

static gboolean
shrink (Picture *picture)
{
  GdkPixbuf *smaller
      = gdk_pixbuf_scale_simple (picture->pixbuf,
                                 MAX (gdk_pixbuf_get_width (picture->pixbuf) * SHRINK, MIN_SIDE),
                                 MAX (gdk_pixbuf_get_height (picture->pixbuf) * SHRINK, MIN_SIDE),
                                 GDK_INTERP_BILINEAR);

  if (smaller == NULL)
    return FALSE;

  g_object_unref (picture->pixbuf);
  picture->pixbuf = smaller;
  return TRUE;
}

/* Encodes a picture so that it fits: as it is, then with more loss, then smaller. It becomes what
 * was encoded. */
static GBytes *
encode_to_fit (Picture *picture, gboolean lossless, guint max_mib, gboolean *png, GError **error)
{
  gboolean transparent = is_transparent (picture->pixbuf);

  for (guint i = 0; i <= MAX_SHRINKS; i++)
    {
      *png = transparent || (lossless && i == 0);
      if (*png)
        {
          g_autoptr (GBytes) encoded = encode (picture, NULL, error);

          if (encoded == NULL || fits (encoded, max_mib))
            return g_steal_pointer (&encoded);
        }

      *png = FALSE;
      for (guint j = 0; !transparent && qualities[j] != NULL; j++)
        {
          g_autoptr (GBytes) encoded = encode (picture, qualities[j], error);

          if (encoded == NULL || fits (encoded, max_mib))
            return g_steal_pointer (&encoded);
        }

      if (!shrink (picture))
        break;
    }

  refuse (error, _ ("This picture cannot be made small enough to be posted."));
  return NULL;
}

/* A decoded picture is at hand, whoever may want to see it */
static void
look_at (TuwenPictureMade *made, const Picture *picture)
{
  made->small
      = tuwen_pixels_cover (picture->pixbuf, TUWEN_PICTURE_FILE_SMALL, TUWEN_PICTURE_FILE_SMALL);
}

static gboolean
make_plan (GBytes *encoded, const TuwenPictureOptions *options, Plan *plan, GError **error)
{
  const char *format;

  if (!tuwen_picture_header_read_any (encoded, &plan->header) && plan->header.moving)
    return refuse (error,
                   _ ("Moving WebP pictures cannot be posted: of moving pictures only GIF can."));
  if (plan->header.format == NULL)
    return refuse (error,
                   _ ("This is not a picture that can be posted: JPEG, PNG, GIF, WebP, AVIF, HEIC, "
                      "TIFF and BMP can."));
  if (!check_size (plan->header.width, plan->header.height, options->category, error))
    return FALSE;
  if (plan->header.cut)
    return refuse (error, _ ("This picture is cut short: its end is missing."));

  format = plan->header.format;
  if (!can_decode (format))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("%s pictures cannot be read here: what decodes them is not installed."),
                   get_format_name (format));
      return FALSE;
    }

  plan->gif = g_str_equal (format, "gif");
  plan->taken = plan->gif || g_str_equal (format, "jpeg") || g_str_equal (format, "png");
  plan->fits = fits (encoded, get_max_mib (plan->gif, options));
  if (plan->gif && !plan->fits)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("This GIF is too large: GIFs must be smaller than %u MB."),
                   get_max_mib (TRUE, options));
      return FALSE;
    }

  plan->metadata = tuwen_picture_metadata_read (encoded);
  /* Decoders turn these as their own boxes and tags say. */
  if (plan->gif || g_str_equal (format, "avif") || g_str_equal (format, "heif")
      || g_str_equal (format, "tiff"))
    plan->metadata.orientation = GEXIV2_ORIENTATION_NORMAL;
  return TRUE;
}

/* Makes @made of a picture that may go as it is, but perhaps not with all that stands beside it.
 * Returns whether that was possible. */
static gboolean
make_as_it_is (GBytes *encoded, const TuwenPictureOptions *options, const Plan *plan,
               TuwenPictureMade *made)
{
  if (!plan->taken || !plan->fits || plan->metadata.orientation > GEXIV2_ORIENTATION_NORMAL)
    return FALSE;

  made->bytes
      = plan->gif || options->keep_metadata ? g_bytes_ref (encoded) : tuwen_picture_strip (encoded);
  made->width = plan->header.width;
  made->height = plan->header.height;
  made->mime_type = plan->gif                                       ? "image/gif"
                    : g_str_equal (plan->header.format, "png") ? "image/png"
                                                                    : "image/jpeg";
  /* Broken outside the picture itself: encoded again, it is sure that nothing is left beside it. */
  return made->bytes != NULL;
}

static gboolean
make_again (GBytes *encoded, const TuwenPictureOptions *options, const Plan *plan,
            TuwenPictureMade *made, GError **error)
{
  g_auto (Picture) picture = { NULL };
  const char *format = plan->header.format;
  /* A PNG that is too large would be as large again. */
  gboolean lossless = plan->header.lossless && (plan->fits || !g_str_equal (format, "png"));
  gboolean png;
  int width, height;

  if (!decode (encoded, plan, FALSE, &picture, error))
    return FALSE;

  width = gdk_pixbuf_get_width (picture.pixbuf);
  height = gdk_pixbuf_get_height (picture.pixbuf);

  made->bytes = encode_to_fit (&picture, lossless, options->max_mib, &png, error);
  if (made->bytes == NULL)
    return FALSE;

  look_at (made, &picture);
  made->width = gdk_pixbuf_get_width (picture.pixbuf);
  made->height = gdk_pixbuf_get_height (picture.pixbuf);
  made->mime_type = png ? "image/png" : "image/jpeg";
  made->copy_metadata = options->keep_metadata && plan->metadata.any;
  if (width != made->width || height != made->height)
    g_ptr_array_add (made->notes, g_strdup_printf (_ ("%d × %d → %d × %d pixels"), width, height,
                                                   made->width, made->height));
  return TRUE;
}

static void
describe (GBytes *encoded,
          const TuwenPictureOptions *options,
          const Plan *plan,
          TuwenPictureMade *made)
{
  const char *format = plan->header.format;
  gboolean png = g_str_equal (made->mime_type, "image/png");

  if (!plan->gif && !g_str_equal (format, png ? "png" : "jpeg"))
    made->change = g_strdup_printf ("%s → %s", get_format_name (format), png ? "PNG" : "JPEG");
  else if (!plan->fits)
    made->change = g_strdup (get_format_name (format));
  if (plan->metadata.orientation > GEXIV2_ORIENTATION_NORMAL)
    tuwen_picture_made_add_note (made, _ ("turned upright"));

  if (plan->gif || options->keep_metadata)
    return;

  if (plan->metadata.place)
    tuwen_picture_made_add_note (made, _ ("location removed"));
  else if (plan->metadata.device)
    tuwen_picture_made_add_note (made, _ ("camera details removed"));
  else if (plan->metadata.any || (made->bytes != encoded && plan->fits && plan->taken))
    tuwen_picture_made_add_note (made, _ ("hidden details removed"));
}

static gboolean
make (GBytes *encoded, const TuwenPictureOptions *options, const Plan *plan, TuwenPictureMade *made,
      GError **error)
{
  g_auto (Picture) picture = { NULL };

  if (!make_as_it_is (encoded, options, plan, made))
    return make_again (encoded, options, plan, made, error);

  /* Only decoding tells whether a picture is whole. */
  if (!decode (encoded, plan, TRUE, &picture, error))
    return FALSE;

  look_at (made, &picture);
  return TRUE;
}

TuwenPictureMade *
tuwen_picture_make (GBytes *encoded, const TuwenPictureOptions *options, GError **error)
{
  g_autoptr (TuwenPictureMade) made = g_new0 (TuwenPictureMade, 1);
  Plan plan = { 0 };
  gboolean is_huge, is_made;

  made->notes = g_ptr_array_new_with_free_func (g_free);
  if (!make_plan (encoded, options, &plan, error))
    return NULL;

  is_huge = (gint64) plan.header.width * plan.header.height > HUGE_AREA;
  if (is_huge)
    g_mutex_lock (&huge);
  is_made = make (encoded, options, &plan, made, error);
  if (is_huge)
    g_mutex_unlock (&huge);
  if (!is_made)
    return NULL;

  made->extension
      = g_str_equal (made->mime_type, "image/jpeg") ? "jpg" : made->mime_type + strlen ("image/");
  describe (encoded, options, &plan, made);
  return g_steal_pointer (&made);
}

void
tuwen_picture_made_add_note (TuwenPictureMade *self, const char *note)
{
  g_ptr_array_add (self->notes, g_strdup (note));
}

char *
tuwen_picture_made_dup_note (TuwenPictureMade *self, guint64 old_size, guint64 new_size)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  /* Only what was encoded again is worth the numbers. */
  if (self->change != NULL)
    {
      g_autofree char *before = g_format_size (old_size);
      g_autofree char *after = g_format_size (new_size);

      /* Translators: formats and sizes of a picture before and after: "WebP → PNG, 8.1 MB → 2.3
       * MB" */
      g_ptr_array_add (parts, g_strdup_printf (_ ("%s, %s → %s"), self->change, before, after));
    }
  for (guint i = 0; i < self->notes->len; i++)
    g_ptr_array_add (parts, g_strdup (self->notes->pdata[i]));

  if (parts->len == 0)
    return NULL;

  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}
