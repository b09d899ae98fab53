/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-metadata"

#include "tuwen-picture-metadata.h"

/* The XMP toolkit below gexiv2 keeps its state in globals. */
static GMutex toolkit;

static void
initialize (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      gexiv2_initialize ();
      gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
      g_once_init_leave (&done, 1);
    }
}

static GExiv2Metadata *
open_bytes (GBytes *encoded, GError **error)
{
  g_autoptr (GExiv2Metadata) metadata = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (encoded, &size);

  initialize ();
  metadata = gexiv2_metadata_new ();
  if (!gexiv2_metadata_open_buf (metadata, data, (glong) size, error))
    return NULL;

  return g_steal_pointer (&metadata);
}

static gboolean
has_tag (GExiv2Metadata *metadata, const char *tag)
{
  return gexiv2_metadata_try_has_tag (metadata, tag, NULL);
}

TuwenPictureMetadata
tuwen_picture_metadata_read (GBytes *encoded)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&toolkit);
  g_autoptr (GExiv2Metadata) metadata = open_bytes (encoded, NULL);
  TuwenPictureMetadata self = { .orientation = GEXIV2_ORIENTATION_NORMAL };

  if (metadata == NULL)
    return self;

  self.orientation = gexiv2_metadata_try_get_orientation (metadata, NULL);
  self.place = has_tag (metadata, "Exif.GPSInfo.GPSLatitude")
               || has_tag (metadata, "Xmp.exif.GPSLatitude")
               || has_tag (metadata, "Iptc.Application2.City");
  self.device = has_tag (metadata, "Exif.Image.Make") || has_tag (metadata, "Exif.Image.Model")
                || has_tag (metadata, "Xmp.tiff.Make") || has_tag (metadata, "Xmp.tiff.Model");
  self.any = gexiv2_metadata_has_exif (metadata) || gexiv2_metadata_has_iptc (metadata)
             || gexiv2_metadata_has_xmp (metadata);
  return self;
}

gboolean
tuwen_picture_metadata_copy (GBytes *from, const char *path, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&toolkit);
  g_autoptr (GExiv2Metadata) metadata = open_bytes (from, error);

  if (metadata == NULL)
    return FALSE;

  /* A thumbnail would show the picture as it lay before. */
  gexiv2_metadata_try_erase_exif_thumbnail (metadata, NULL);
  gexiv2_metadata_try_set_orientation (metadata, GEXIV2_ORIENTATION_NORMAL, NULL);
  return gexiv2_metadata_save_file (metadata, path, error);
}
