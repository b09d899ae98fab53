/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-tiles"

#include "tuwen-picture-tiles-private.h"

#include <glib/gi18n.h>

#include "bili-compose.h"

#define GAP 8

G_DEFINE_FINAL_TYPE (TuwenPictureTiles, tuwen_picture_tiles, GTK_TYPE_WIDGET)

enum
{
  PROBLEM,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

gboolean
tuwen_picture_tiles_is_editable (TuwenPictureTiles *self)
{
  return self->draft != NULL && (tuwen_draft_get_state (self->draft) == TUWEN_DRAFT_WRITING
             || tuwen_draft_get_state (self->draft) == TUWEN_DRAFT_TOO_NEAR);
}

static GtkWidget *
find_tile (TuwenPictureTiles *self, TuwenDraftPicture *picture)
{
  for (guint i = 0; i < self->tiles->len; i++)
    {
      if (tuwen_picture_tile_get_picture (self->tiles->pdata[i]) == picture)
        return self->tiles->pdata[i];
    }

  return NULL;
}

static void
refused_cb (TuwenDraftPicture *picture,
            const char *name,
            const GError *error,
            TuwenPictureTiles *self)
{
  /* Translators: a file's name, and a sentence about what is wrong with it */
  tuwen_picture_tiles_take_problem (self, g_strdup_printf (_ ("“%s” cannot be used: %s"), name,
                                                           error->message));
}

static GtkWidget *
create_tile (TuwenPictureTiles *self, TuwenDraftPicture *picture)
{
  GtkWidget *tile = tuwen_picture_tile_new (picture);

  g_signal_connect_object (tile, "wish", G_CALLBACK (tuwen_picture_tiles_wish_cb), self, 0);
  g_signal_connect_object (picture, "refused", G_CALLBACK (refused_cb), self, 0);
  tuwen_picture_tiles_add_drag_source (self, tile);

  return tile;
}

static void
remove_tile (TuwenPictureTiles *self, GtkWidget *tile)
{
  TuwenDraftPicture *picture = tuwen_picture_tile_get_picture (TUWEN_PICTURE_TILE (tile));

  g_signal_handlers_disconnect_by_data (picture, self);
  gtk_widget_unparent (tile);
}

void
tuwen_picture_tiles_sync (TuwenPictureTiles *self)
{
  GListModel *pictures = self->draft != NULL ? tuwen_draft_get_pictures (self->draft) : NULL;
  guint count = pictures != NULL ? g_list_model_get_n_items (pictures) : 0;
  gboolean editable = tuwen_picture_tiles_is_editable (self);
  g_autoptr (GPtrArray) tiles = g_ptr_array_new ();
  GtkWidget *previous = NULL;

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (TuwenDraftPicture) picture = g_list_model_get_item (pictures, i);
      GtkWidget *tile = find_tile (self, picture);

      if (tile == NULL)
        tile = create_tile (self, picture);
      else
        g_ptr_array_remove (self->tiles, tile);
      g_ptr_array_add (tiles, tile);

      /* Children in the order in which they are seen: what Tab and screen readers go by */
      gtk_widget_insert_after (tile, GTK_WIDGET (self), previous);
      previous = tile;
    }

  for (guint i = 0; i < self->tiles->len; i++)
    remove_tile (self, self->tiles->pdata[i]);
  g_ptr_array_unref (self->tiles);
  self->tiles = g_steal_pointer (&tiles);

  for (guint i = 0; i < count; i++)
    tuwen_picture_tile_set_place (self->tiles->pdata[i], i, count, editable);

  gtk_widget_set_visible (self->add, editable && count < BILI_LIMIT_PICTURES);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
items_changed_cb (TuwenPictureTiles *self)
{
  if (!self->moving)
    tuwen_picture_tiles_sync (self);
}

static guint
count_columns (int width)
{
  return (guint) MAX ((width + GAP) / (TUWEN_PICTURE_TILE_SIZE + GAP), 1);
}

guint
tuwen_picture_tiles_get_columns (TuwenPictureTiles *self)
{
  return count_columns (gtk_widget_get_width (GTK_WIDGET (self)));
}

/* All tiles are of one height, the one that adds more too */
static int
measure_tile (TuwenPictureTiles *self)
{
  int height = TUWEN_PICTURE_TILE_SIZE;

  for (guint i = 0; i < self->tiles->len; i++)
    {
      int natural;

      gtk_widget_measure (self->tiles->pdata[i], GTK_ORIENTATION_VERTICAL, TUWEN_PICTURE_TILE_SIZE,
                          NULL, &natural, NULL, NULL);
      height = MAX (height, natural);
    }

  return height;
}

static guint
count_cells (TuwenPictureTiles *self)
{
  return self->tiles->len + (gtk_widget_get_visible (self->add) ? 1 : 0);
}

static GtkSizeRequestMode
tuwen_picture_tiles_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tuwen_picture_tiles_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  TuwenPictureTiles *self = TUWEN_PICTURE_TILES (widget);
  guint cells = count_cells (self);
  guint columns;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = TUWEN_PICTURE_TILE_SIZE;
      *natural = (int) MAX (cells, 1) * (TUWEN_PICTURE_TILE_SIZE + GAP) - GAP;
    }
  else
    {
      int rows;

      /* A GtkScrolledWindow asks for a height without a width, and means at the width that there
       * is */
      if (for_size >= 0)
        columns = count_columns (for_size);
      else
        columns = self->columns > 0 ? self->columns : MAX (cells, 1);
      rows = (int) ((cells + columns - 1) / columns);

      *minimum = rows > 0 ? rows * (measure_tile (self) + GAP) - GAP : 0;
      *natural = *minimum;
    }
}

static void
get_cell (TuwenPictureTiles *self, guint index, int height, GtkAllocation *cell)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint columns = tuwen_picture_tiles_get_columns (self);
  int x = (int) (index % columns) * (TUWEN_PICTURE_TILE_SIZE + GAP);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - TUWEN_PICTURE_TILE_SIZE;
  *cell = (GtkAllocation){ x, (int) (index / columns) * (height + GAP), TUWEN_PICTURE_TILE_SIZE,
                           height };
}

/* Other columns make other rows, and nobody may ask for another height while heights are given */
static gboolean
resize_cb (gpointer user_data)
{
  TuwenPictureTiles *self = user_data;

  self->resize_source = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
tuwen_picture_tiles_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TuwenPictureTiles *self = TUWEN_PICTURE_TILES (widget);
  int tile_height = measure_tile (self);
  GtkAllocation cell;

  for (guint i = 0; i < self->tiles->len; i++)
    {
      get_cell (self, i, tile_height, &cell);
      gtk_widget_size_allocate (self->tiles->pdata[i], &cell, -1);
    }
  if (gtk_widget_get_visible (self->add))
    {
      get_cell (self, self->tiles->len, TUWEN_PICTURE_TILE_SIZE, &cell);
      cell.y
          = (int) (self->tiles->len / tuwen_picture_tiles_get_columns (self)) * (tile_height + GAP);
      gtk_widget_size_allocate (self->add, &cell, -1);
    }

  if (self->columns != count_columns (width))
    {
      self->columns = count_columns (width);
      if (self->resize_source == 0)
        self->resize_source = g_idle_add (resize_cb, self);
    }
}

guint
tuwen_picture_tiles_find_gap (TuwenPictureTiles *self, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint columns = tuwen_picture_tiles_get_columns (self);
  int row = (int) (y / (measure_tile (self) + GAP));
  int column;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x;
  /* The gap that is nearest: from the middle of a tile on it is the one behind it */
  column = (int) (x / (TUWEN_PICTURE_TILE_SIZE + GAP) + 0.5);

  return MIN ((guint) MAX (row, 0) * columns + MIN ((guint) MAX (column, 0), columns),
              self->tiles->len);
}

/* The place where a dragged tile would go */
static void
snapshot_gap (TuwenPictureTiles *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean after = self->insert_at > 0 && (guint) self->insert_at == self->tiles->len;
  GtkWidget *tile = self->tiles->pdata[after ? self->insert_at - 1 : self->insert_at];
  graphene_rect_t bounds;
  GdkRGBA color = { 0.21f, 0.52f, 0.89f, 1 };
  float x;

  if (!gtk_widget_compute_bounds (tile, widget, &bounds))
    return;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_color", &color);
  if (after != rtl)
    x = bounds.origin.x + bounds.size.width + GAP / 2.0f;
  else
    x = bounds.origin.x - GAP / 2.0f;
  x = CLAMP (x, 2, (float) gtk_widget_get_width (widget) - 2);
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (x - 2, bounds.origin.y, 4,
                                                  TUWEN_PICTURE_TILE_SIZE));
}

static void
tuwen_picture_tiles_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TuwenPictureTiles *self = TUWEN_PICTURE_TILES (widget);

  GTK_WIDGET_CLASS (tuwen_picture_tiles_parent_class)->snapshot (widget, snapshot);
  if (self->insert_at >= 0 && self->tiles->len > 0)
    snapshot_gap (self, snapshot);
}

static void
tuwen_picture_tiles_dispose (GObject *object)
{
  TuwenPictureTiles *self = TUWEN_PICTURE_TILES (object);

  g_cancellable_cancel (self->cancellable);
  if (self->draft != NULL)
    {
      g_signal_handlers_disconnect_by_data (tuwen_draft_get_pictures (self->draft), self);
      g_signal_handlers_disconnect_by_data (self->draft, self);
    }
  for (guint i = 0; i < self->tiles->len; i++)
    remove_tile (self, self->tiles->pdata[i]);
  g_ptr_array_set_size (self->tiles, 0);
  g_clear_pointer (&self->add, gtk_widget_unparent);
  g_clear_handle_id (&self->resize_source, g_source_remove);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (tuwen_picture_tiles_parent_class)->dispose (object);
}

static void
tuwen_picture_tiles_finalize (GObject *object)
{
  TuwenPictureTiles *self = TUWEN_PICTURE_TILES (object);

  g_ptr_array_unref (self->tiles);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (tuwen_picture_tiles_parent_class)->finalize (object);
}

static void
tuwen_picture_tiles_class_init (TuwenPictureTilesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tuwen_picture_tiles_dispose;
  object_class->finalize = tuwen_picture_tiles_finalize;

  widget_class->get_request_mode = tuwen_picture_tiles_get_request_mode;
  widget_class->measure = tuwen_picture_tiles_measure;
  widget_class->size_allocate = tuwen_picture_tiles_size_allocate;
  widget_class->snapshot = tuwen_picture_tiles_snapshot;

  signals[PROBLEM] = g_signal_new ("problem", TUWEN_TYPE_PICTURE_TILES, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "tiles");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
create_add_button (void)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (_ ("Add Pictures"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "add");
  gtk_widget_set_tooltip_text (
      button, _ ("Choose pictures, or drop or paste them anywhere in this window"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add Pictures"), -1);

  return button;
}

static void
tuwen_picture_tiles_init (TuwenPictureTiles *self)
{
  self->tiles = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->insert_at = -1;

  self->add = create_add_button ();
  gtk_widget_set_visible (self->add, FALSE);
  gtk_widget_set_parent (self->add, GTK_WIDGET (self));
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (tuwen_picture_tiles_choose), self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pictures"), -1);
  tuwen_picture_tiles_add_drop_target (self);
}

void
tuwen_picture_tiles_set_draft (TuwenPictureTiles *self, TuwenDraft *draft)
{
  g_return_if_fail (TUWEN_IS_PICTURE_TILES (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));
  g_return_if_fail (self->draft == NULL);

  self->draft = g_object_ref (draft);
  g_signal_connect_object (tuwen_draft_get_pictures (draft), "items-changed",
                           G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify::state", G_CALLBACK (tuwen_picture_tiles_sync), self,
                           G_CONNECT_SWAPPED);
  tuwen_picture_tiles_sync (self);
}

guint
tuwen_picture_tiles_get_room (TuwenPictureTiles *self)
{
  g_return_val_if_fail (TUWEN_IS_PICTURE_TILES (self), 0);

  if (!tuwen_picture_tiles_is_editable (self))
    return 0;

  return BILI_LIMIT_PICTURES - MIN (self->tiles->len, BILI_LIMIT_PICTURES);
}

void
tuwen_picture_tiles_take_problem (TuwenPictureTiles *self, char *sentence)
{
  g_autofree char *owned = sentence;

  g_return_if_fail (TUWEN_IS_PICTURE_TILES (self));

  g_signal_emit (self, signals[PROBLEM], 0, owned);
}
