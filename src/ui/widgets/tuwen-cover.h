/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_COVER (tuwen_cover_get_type ())

/**
 * TuwenCover:
 *
 * A picture of a fixed size with round corners. It is fetched while the widget is seen and not
 * otherwise, at the size that the screen's scale asks for. It takes as much room when there is no
 * picture yet (a quiet area) or none can be had (an icon in it).
 */
G_DECLARE_FINAL_TYPE (TuwenCover, tuwen_cover, TUWEN, COVER, GtkWidget)

/**
 * tuwen_cover_new:
 * @pictures: (nullable): where pictures come from
 * @width: application pixels
 * @height: application pixels
 */
GtkWidget *tuwen_cover_new (TuwenPictures *pictures, int width, int height);

/**
 * tuwen_cover_set_url:
 * @url: (nullable): as the service named it
 *
 * Only stores it, unless the widget is mapped.
 */
void tuwen_cover_set_url (TuwenCover *self, const char *url);

/** The same for a picture of the file system. @path: (nullable): wins over @url (nullable) */
void tuwen_cover_set_picture (TuwenCover *self, const char *path, const char *url);

/** Returns: whether there is a picture to be seen */
gboolean tuwen_cover_is_loaded (TuwenCover *self);

/** Returns: whether the picture could not be had */
gboolean tuwen_cover_is_broken (TuwenCover *self);

G_END_DECLS
