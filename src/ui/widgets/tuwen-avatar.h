/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-pictures.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_AVATAR (tuwen_avatar_get_type ())

/**
 * TuwenAvatar:
 *
 * Somebody's round picture, with the initials in its place until it is there. The picture is loaded
 * while the widget is mapped and given up when it is not. Screen readers pass over it: whoever
 * shows it has the name in text beside it.
 */
G_DECLARE_FINAL_TYPE (TuwenAvatar, tuwen_avatar, TUWEN, AVATAR, GtkWidget)

/** @size: width and height in pixels of the application */
GtkWidget *tuwen_avatar_new (int size);

/**
 * tuwen_avatar_set_person:
 * @pictures: where pictures come from
 * @name: (nullable): whose initials to show
 * @face_url: (nullable): the picture's address as the service named it
 */
void tuwen_avatar_set_person (TuwenAvatar *self,
                              TuwenPictures *pictures,
                              const char *name,
                              const char *face_url);

G_END_DECLS
