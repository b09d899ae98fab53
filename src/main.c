/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>

#include <glib/gi18n.h>

#include "tuwen-application.h"
#include "tuwen-config.h"

int
main (int argc, char **argv)
{
  g_autoptr (TuwenApplication) app = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  app = tuwen_application_new ();

  return g_application_run (G_APPLICATION (app), argc, argv);
}
