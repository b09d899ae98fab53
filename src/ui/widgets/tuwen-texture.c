/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "tuwen-texture.h"

GdkTexture *
tuwen_texture_new (TuwenPixels *pixels)
{
  return gdk_memory_texture_new (pixels->width,
                                 pixels->height,
                                 pixels->has_alpha ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8,
                                 pixels->data,
                                 pixels->stride);
}
