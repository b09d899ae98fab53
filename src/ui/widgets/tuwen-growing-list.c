/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-growing-list"

#include "tuwen-growing-list.h"

/* As many rows as a large screen shows of the lowest kind, and some */
#define FIRST 20
/* Rows that are made in one frame: each takes a few tenths of a millisecond */
#define MORE 12
/* A view makes no more rows than about 205, however many items there are */
#define ENOUGH 220

typedef struct
{
  GtkSliceListModel *slice; /* (unowned): owns this */
  GtkListView *view;        /* (unowned) (nullable): weak */
  guint tick;
} Growth;

static void
growth_free (gpointer data)
{
  Growth *growth = data;

  if (growth->view != NULL && growth->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (growth->view), growth->tick);
  g_clear_weak_pointer (&growth->view);
  g_free (growth);
}

static gboolean
is_cut (Growth *growth)
{
  GListModel *model = gtk_slice_list_model_get_model (growth->slice);

  return model != NULL
         && g_list_model_get_n_items (model) > gtk_slice_list_model_get_size (growth->slice);
}

static gboolean
grow_cb (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  Growth *growth = user_data;
  guint size = gtk_slice_list_model_get_size (growth->slice);

  /* Not before what is there was drawn */
  if (gtk_widget_get_mapped (view) && gtk_widget_get_height (view) == 0)
    return G_SOURCE_CONTINUE;

  if (!gtk_widget_get_mapped (view) || !is_cut (growth))
    {
      growth->tick = 0;
      return G_SOURCE_REMOVE;
    }

  gtk_slice_list_model_set_size (growth->slice, size + MORE < ENOUGH ? size + MORE : G_MAXUINT);
  return G_SOURCE_CONTINUE;
}

static void
grow (Growth *growth)
{
  if (growth->tick == 0 && growth->view != NULL
      && gtk_widget_get_mapped (GTK_WIDGET (growth->view)) && is_cut (growth))
    growth->tick
        = gtk_widget_add_tick_callback (GTK_WIDGET (growth->view), grow_cb, growth, NULL);
}

static void
grow_on_cb (GtkSliceListModel *slice)
{
  grow (g_object_get_data (G_OBJECT (slice), "tuwen-growth"));
}

GListModel *
tuwen_growing_list_new (GListModel *model, GtkListView *view)
{
  Growth *growth;

  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);
  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), NULL);

  growth = g_new0 (Growth, 1);
  growth->slice = gtk_slice_list_model_new (model, 0, FIRST);
  g_set_weak_pointer (&growth->view, view);
  g_object_set_data_full (G_OBJECT (growth->slice), "tuwen-growth", growth, growth_free);
  /* Those that lie behind the slice are told by its model alone */
  g_signal_connect_object (model, "items-changed", G_CALLBACK (grow_on_cb), growth->slice,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (view, "map", G_CALLBACK (grow_on_cb), growth->slice,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  grow (growth);

  return G_LIST_MODEL (growth->slice);
}
