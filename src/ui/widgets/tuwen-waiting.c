/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-waiting"

#include "tuwen-waiting.h"

#define SIZE 32

/* What comes sooner than this needs no spinner */
#define DELAY_MS 200

struct _TuwenWaiting
{
  AdwBin parent_instance;

  GtkSpinner *spinner; /* child */
  guint timer;
};

G_DEFINE_FINAL_TYPE (TuwenWaiting, tuwen_waiting, ADW_TYPE_BIN)

static gboolean
delay_cb (gpointer user_data)
{
  TuwenWaiting *self = user_data;

  self->timer = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

static void
tuwen_waiting_map (GtkWidget *widget)
{
  TuwenWaiting *self = TUWEN_WAITING (widget);

  GTK_WIDGET_CLASS (tuwen_waiting_parent_class)->map (widget);
  self->timer = g_timeout_add (DELAY_MS, delay_cb, self);
}

static void
tuwen_waiting_unmap (GtkWidget *widget)
{
  TuwenWaiting *self = TUWEN_WAITING (widget);

  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  GTK_WIDGET_CLASS (tuwen_waiting_parent_class)->unmap (widget);
}

static void
tuwen_waiting_class_init (TuwenWaitingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = tuwen_waiting_map;
  widget_class->unmap = tuwen_waiting_unmap;
}

static void
tuwen_waiting_init (TuwenWaiting *self)
{
  GtkWidget *spinner = gtk_spinner_new ();

  self->spinner = GTK_SPINNER (spinner);
  gtk_widget_set_visible (spinner, FALSE);
  gtk_widget_set_size_request (spinner, SIZE, SIZE);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), spinner);
}

GtkWidget *
tuwen_waiting_new (const char *label)
{
  TuwenWaiting *self = g_object_new (TUWEN_TYPE_WAITING, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  return GTK_WIDGET (self);
}
