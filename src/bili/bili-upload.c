/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-upload"

#include "bili-upload.h"

BiliPicture *
bili_picture_copy (const BiliPicture *self)
{
  BiliPicture *copy = g_new0 (BiliPicture, 1);

  copy->url = g_strdup (self->url);
  copy->width = self->width;
  copy->height = self->height;
  copy->size = self->size;
  return copy;
}

void
bili_picture_free (BiliPicture *self)
{
  g_free (self->url);
  g_free (self);
}
