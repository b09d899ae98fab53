/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-about"

#include "tuwen-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tuwen-config.h"

GtkWindow *
tuwen_about_new (void)
{
  return g_object_new (
      ADW_TYPE_ABOUT_WINDOW,
      "application-name", _ ("Tuwen"),
      "application-icon", APP_ID,
      "version", VERSION,
      "developer-name", _ ("The Tuwen contributors"),
      "comments",
      _ ("Read and write picture-and-text posts of bilibili.\n\n"
         "Tuwen is an independent program. It is not made, endorsed or supported by bilibili."),
      "copyright", _ ("© The Tuwen contributors"),
      "license-type", GTK_LICENSE_GPL_3_0,
      /* Translators: put your names here, one a line */
      "translator-credits", _ ("translator-credits"),
      NULL);
}
