/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-writing-page"

#include "tuwen-writing-page.h"

struct _TuwenWritingPage
{
  AdwPreferencesPage parent_instance;

  GtkSpinButton *undo_seconds;
  GtkSwitch *upload_late;
  GtkSwitch *keep_metadata;
  GtkSwitch *watch_scheduled;
};

G_DEFINE_FINAL_TYPE (TuwenWritingPage, tuwen_writing_page, ADW_TYPE_PREFERENCES_PAGE)

static void
tuwen_writing_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TUWEN_TYPE_WRITING_PAGE);

  G_OBJECT_CLASS (tuwen_writing_page_parent_class)->dispose (object);
}

static void
tuwen_writing_page_class_init (TuwenWritingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_writing_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/tuwen/Tuwen/settings/tuwen-writing-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenWritingPage, undo_seconds);
  gtk_widget_class_bind_template_child (widget_class, TuwenWritingPage, upload_late);
  gtk_widget_class_bind_template_child (widget_class, TuwenWritingPage, keep_metadata);
  gtk_widget_class_bind_template_child (widget_class, TuwenWritingPage, watch_scheduled);
}

static void
tuwen_writing_page_init (TuwenWritingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwPreferencesPage *
tuwen_writing_page_new (GSettings *settings)
{
  TuwenWritingPage *self = g_object_new (TUWEN_TYPE_WRITING_PAGE, NULL);

  g_settings_bind (settings, "undo-seconds", self->undo_seconds, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "upload-late", self->upload_late, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "watch-scheduled", self->watch_scheduled, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "keep-metadata", self->keep_metadata, "active",
                   G_SETTINGS_BIND_DEFAULT);

  return ADW_PREFERENCES_PAGE (self);
}
