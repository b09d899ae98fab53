/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-application"

#include "tuwen-application.h"

#include "tuwen-config.h"

struct _TuwenApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (TuwenApplication, tuwen_application, ADW_TYPE_APPLICATION)

static void
tuwen_application_activate (GApplication *application)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
}

static void
tuwen_application_class_init (TuwenApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->activate = tuwen_application_activate;
}

static void
tuwen_application_init (TuwenApplication *self)
{
}

TuwenApplication *
tuwen_application_new (void)
{
  return g_object_new (TUWEN_TYPE_APPLICATION, "application-id", APP_ID, NULL);
}
