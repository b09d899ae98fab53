/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-storage-page"

#include "tuwen-storage-page.h"

#include <glib/gi18n.h>

struct _TuwenStoragePage
{
  AdwPreferencesPage parent_instance;

  TuwenPictures *pictures;    /* (owned) */
  TuwenDiskCache *disk_cache; /* (owned) */
  GSettings *settings;        /* (owned) */
  GCancellable *cancellable;  /* (owned) (nullable): of measuring */
  guint64 size;               /* bytes, as measured last */
  gboolean clearing;

  AdwActionRow *size_row;
  GtkSpinner *spinner;
  GtkWidget *clear;
  GtkSpinButton *limit;
};

G_DEFINE_FINAL_TYPE (TuwenStoragePage, tuwen_storage_page, ADW_TYPE_PREFERENCES_PAGE)

static void
update (TuwenStoragePage *self)
{
  gtk_spinner_set_spinning (self->spinner, self->cancellable != NULL || self->clearing);
  gtk_widget_set_sensitive (self->clear, self->size > 0 && !self->clearing);
}

static void
measure_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenStoragePage) self = user_data;
  g_autoptr (GError) error = NULL;
  guint64 size = tuwen_disk_cache_get_size_finish (TUWEN_DISK_CACHE (object), result, &error);
  g_autofree char *text = NULL;

  /* Cancelled: either another measuring is under way or nobody looks */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  if (error != NULL)
    {
      g_message ("Cannot measure the picture cache: %s", error->message);
      /* What cannot be measured may still be cleared */
      self->size = 1;
      adw_action_row_set_subtitle (self->size_row, _ ("Could not be measured"));
    }
  else
    {
      self->size = size;
      text = g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);
      adw_action_row_set_subtitle (self->size_row, text);
    }

  update (self);
}

static void
stop_measuring (TuwenStoragePage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
measure (TuwenStoragePage *self)
{
  stop_measuring (self);
  self->cancellable = g_cancellable_new ();
  tuwen_disk_cache_get_size_async (self->disk_cache,
                                   self->cancellable,
                                   measure_cb,
                                   g_object_ref (self));
  update (self);
}

static void
clear_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenStoragePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  self->clearing = FALSE;

  if (tuwen_disk_cache_clear_finish (TUWEN_DISK_CACHE (object), result, &error))
    {
      g_autofree char *size = g_format_size_full (self->size, G_FORMAT_SIZE_IEC_UNITS);

      /* Translators: %s is an amount such as 12.3 MiB */
      message = g_strdup_printf (_ ("Freed %s"), size);
    }
  else
    {
      g_message ("Cannot clear the picture cache: %s", error->message);
      message = g_strdup (_ ("Some pictures could not be removed"));
    }

  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", message);
  measure (self);
}

static void
clear_clicked_cb (TuwenStoragePage *self)
{
  self->clearing = TRUE;
  update (self);
  tuwen_pictures_drop_memory (self->pictures);
  tuwen_disk_cache_clear_async (self->disk_cache, NULL, clear_cb, g_object_ref (self));
}

static void
tuwen_storage_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tuwen_storage_page_parent_class)->map (widget);
  measure (TUWEN_STORAGE_PAGE (widget));
}

static void
tuwen_storage_page_unmap (GtkWidget *widget)
{
  stop_measuring (TUWEN_STORAGE_PAGE (widget));
  GTK_WIDGET_CLASS (tuwen_storage_page_parent_class)->unmap (widget);
}

static void
tuwen_storage_page_dispose (GObject *object)
{
  TuwenStoragePage *self = TUWEN_STORAGE_PAGE (object);

  stop_measuring (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUWEN_TYPE_STORAGE_PAGE);
  g_clear_object (&self->pictures);
  g_clear_object (&self->disk_cache);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tuwen_storage_page_parent_class)->dispose (object);
}

static void
tuwen_storage_page_class_init (TuwenStoragePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_storage_page_dispose;
  widget_class->map = tuwen_storage_page_map;
  widget_class->unmap = tuwen_storage_page_unmap;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tuwen/Tuwen/settings/tuwen-storage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenStoragePage, size_row);
  gtk_widget_class_bind_template_child (widget_class, TuwenStoragePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TuwenStoragePage, clear);
  gtk_widget_class_bind_template_child (widget_class, TuwenStoragePage, limit);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
}

static void
tuwen_storage_page_init (TuwenStoragePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwPreferencesPage *
tuwen_storage_page_new (TuwenPictures *pictures, TuwenDiskCache *disk_cache, GSettings *settings)
{
  TuwenStoragePage *self = g_object_new (TUWEN_TYPE_STORAGE_PAGE, NULL);

  self->pictures = g_object_ref (pictures);
  self->disk_cache = g_object_ref (disk_cache);
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "cache-megabytes", self->limit, "value", G_SETTINGS_BIND_DEFAULT);

  return ADW_PREFERENCES_PAGE (self);
}
