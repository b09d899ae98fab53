/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-tiles-chooser"

#include "tuwen-picture-tiles-chooser.h"

#include <glib/gi18n.h>

/* The chooser and the task hold each other until one of these ends it */
static void
response_cb (GtkNativeDialog *chooser, int response, GTask *data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  g_autoptr (GListModel) files = NULL;

  g_signal_handlers_disconnect_by_data (chooser, task);
  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));

  if (files != NULL && g_list_model_get_n_items (files) > 0)
    g_task_return_pointer (task, g_steal_pointer (&files), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nothing was chosen");
}

static void
cancelled_cb (GCancellable *cancellable, GtkNativeDialog *chooser)
{
  gtk_native_dialog_hide (chooser);
  g_signal_emit_by_name (chooser, "response", GTK_RESPONSE_CANCEL);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *mime_type)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  if (mime_type != NULL)
    gtk_file_filter_add_mime_type (filter, mime_type);
  else
    gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (chooser, filter);
}

void
tuwen_choose_pictures_async (GtkWidget *near,
                             gboolean multiple,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (near);
  GTask *task = g_task_new (near, cancellable, callback, user_data);
  GtkFileChooserNative *chooser;

  g_task_set_source_tag (task, tuwen_choose_pictures_async);

  chooser = gtk_file_chooser_native_new (multiple ? _ ("Add Pictures") : _ ("Choose a Picture"),
                                         GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         GTK_FILE_CHOOSER_ACTION_OPEN,
                                         multiple ? _ ("_Add") : _ ("_Choose"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), multiple);
  add_filter (GTK_FILE_CHOOSER (chooser), _ ("Pictures"), "image/*");
  /* The name's ending says nothing, and some pictures have none that the desktop knows */
  add_filter (GTK_FILE_CHOOSER (chooser), _ ("All Files"), NULL);

  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), chooser, 0);
  g_task_set_task_data (task, chooser, g_object_unref);
  g_signal_connect_data (chooser, "response", G_CALLBACK (response_cb), task,
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

GListModel *
tuwen_choose_pictures_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_choose_pictures_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
