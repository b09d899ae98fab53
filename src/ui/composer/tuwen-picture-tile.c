/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-tile"

#include "tuwen-picture-tile.h"

#include <glib/gi18n.h>

#include "bili-error.h"
#include "tuwen-announce.h"
#include "tuwen-error-text.h"
#include "tuwen-picture-tile-thumbnail.h"

struct _TuwenPictureTile
{
  GtkWidget parent_instance;

  TuwenDraftPicture *picture; /* (owned) */
  guint position;
  guint count;
  gboolean editable;

  GtkWidget *overlay;
  GtkWidget *thumbnail;
  GtkWidget *remove;
  GtkWidget *retry;
  GtkProgressBar *progress;
  GtkWidget *done;
  GtkInscription *caption;
  GMenuModel *menu;
  GtkWidget *popover; /* (nullable): a child, made when first asked for */
  GtkLabel *details;  /* (nullable): in it */
};

G_DEFINE_FINAL_TYPE (TuwenPictureTile, tuwen_picture_tile, GTK_TYPE_WIDGET)

enum
{
  WISH,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const struct
{
  const char *name;
  TuwenPictureTileWish wish;
} wishes[] = {
  { "tile.retry", TUWEN_PICTURE_TILE_RETRY },
  { "tile.replace", TUWEN_PICTURE_TILE_REPLACE },
  { "tile.remove", TUWEN_PICTURE_TILE_REMOVE },
  { "tile.move-left", TUWEN_PICTURE_TILE_MOVE_LEFT },
  { "tile.move-right", TUWEN_PICTURE_TILE_MOVE_RIGHT },
  { "tile.move-up", TUWEN_PICTURE_TILE_MOVE_UP },
  { "tile.move-down", TUWEN_PICTURE_TILE_MOVE_DOWN },
  { "tile.move-first", TUWEN_PICTURE_TILE_MOVE_FIRST },
  { "tile.move-last", TUWEN_PICTURE_TILE_MOVE_LAST },
};

char *
tuwen_picture_tile_dup_state_text (TuwenDraftPicture *picture)
{
  const GError *error = tuwen_draft_picture_get_error (picture);
  int percent = (int) (tuwen_draft_picture_get_progress (picture) * 100);

  switch (tuwen_draft_picture_get_state (picture))
    {
    case TUWEN_DRAFT_PICTURE_PREPARING:
      return g_strdup (_ ("Converting…"));
    case TUWEN_DRAFT_PICTURE_UPLOADING:
      /* Translators: of a picture; as in "Uploading 42 %" */
      return g_strdup_printf (_ ("Uploading %d %%"), percent);
    case TUWEN_DRAFT_PICTURE_UPLOADED:
      return g_strdup (_ ("Uploaded"));
    case TUWEN_DRAFT_PICTURE_FAILED:
      if (error == NULL)
        return g_strdup (_ ("Failed"));
      if (error->domain == BILI_ERROR)
        {
          g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);

          return g_steal_pointer (&text->body);
        }
      return g_strdup (error->message);
    case TUWEN_DRAFT_PICTURE_READY:
    default:
      return g_strdup (_ ("Waiting"));
    }
}

char *
tuwen_picture_tile_dup_details (TuwenPictureTile *self)
{
  TuwenDraftPicture *picture = self->picture;
  const char *note = tuwen_draft_picture_get_note (picture);
  g_autofree char *state = tuwen_picture_tile_dup_state_text (picture);
  GString *details = g_string_new (tuwen_draft_picture_get_name (picture));

  g_string_append_printf (details, "\n%s", state);
  if (tuwen_draft_picture_get_path (picture) != NULL)
    {
      g_autofree char *size = g_format_size (tuwen_draft_picture_get_size (picture));

      g_string_append_c (details, '\n');
      /* Translators: width × height in pixels, and the size, as in "1200 × 800, 2.3 MB" */
      g_string_append_printf (details, _ ("%d × %d, %s"), tuwen_draft_picture_get_width (picture),
                              tuwen_draft_picture_get_height (picture), size);
    }
  if (note != NULL)
    g_string_append_printf (details, "\n%s", note);

  return g_string_free (details, FALSE);
}

static void
update_words (TuwenPictureTile *self, gboolean failed)
{
  const char *name = tuwen_draft_picture_get_name (self->picture);
  const char *note = tuwen_draft_picture_get_note (self->picture);
  g_autofree char *state = tuwen_picture_tile_dup_state_text (self->picture);
  g_autofree char *details = tuwen_picture_tile_dup_details (self);
  g_autofree char *caption = NULL;
  g_autofree char *label = NULL;

  /* A line for the note even before there is one. Why it failed stands in full below the tiles */
  caption = g_strdup_printf ("%s\n%s", failed ? _ ("Failed") : state,
                             note != NULL && !failed ? note : "");
  gtk_inscription_set_text (self->caption, caption);
  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (self->caption), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->caption), "error");

  if (self->details != NULL)
    gtk_label_set_text (self->details, details);

  /* Translators: spoken; the place of a picture, its file's name, its state, as in
   * "Picture 2 of 5, beach.jpg, Uploaded" */
  label = g_strdup_printf (_ ("Picture %u of %u, %s, %s"), self->position + 1, self->count, name,
                           state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  tuwen_announce_describe (GTK_ACCESSIBLE (self), details);
}

static void
update_actions (TuwenPictureTile *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean back = self->editable && self->position > 0;
  gboolean forth = self->editable && self->position + 1 < self->count;

  gtk_widget_action_set_enabled (widget, "tile.retry",
                                 tuwen_draft_picture_can_retry (self->picture));
  gtk_widget_action_set_enabled (widget, "tile.replace", self->editable);
  gtk_widget_action_set_enabled (widget, "tile.remove", self->editable);
  gtk_widget_action_set_enabled (widget, "tile.move-left", rtl ? forth : back);
  gtk_widget_action_set_enabled (widget, "tile.move-right", rtl ? back : forth);
  gtk_widget_action_set_enabled (widget, "tile.move-up", back);
  gtk_widget_action_set_enabled (widget, "tile.move-down", forth);
  gtk_widget_action_set_enabled (widget, "tile.move-first", back);
  gtk_widget_action_set_enabled (widget, "tile.move-last", forth);
}

/* What is lost cannot be tried again; something else can take its place */
static void
update_retry (TuwenPictureTile *self, gboolean failed)
{
  gboolean lost = failed && !tuwen_draft_picture_can_retry (self->picture);

  gtk_widget_set_visible (self->retry, failed && (!lost || self->editable));
  if (!failed)
    return;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->retry),
                                  lost ? "tile.replace" : "tile.retry");
  gtk_button_set_label (GTK_BUTTON (self->retry), lost ? _ ("Replace…") : _ ("Retry"));
}

/* @widget takes no room: the window is not measured anew for it */
static void
show (TuwenPictureTile *self, GtkWidget *widget, gboolean shown)
{
  if (gtk_widget_get_child_visible (widget) == shown)
    return;

  gtk_widget_set_child_visible (widget, shown);
  gtk_widget_queue_allocate (self->overlay);
}

static void
update (TuwenPictureTile *self)
{
  TuwenDraftPictureState state = tuwen_draft_picture_get_state (self->picture);
  gboolean failed = state == TUWEN_DRAFT_PICTURE_FAILED;

  gtk_widget_set_visible (self->remove, self->editable);
  update_retry (self, failed);
  show (self, self->done, state == TUWEN_DRAFT_PICTURE_UPLOADED);
  show (self, GTK_WIDGET (self->progress), state == TUWEN_DRAFT_PICTURE_UPLOADING);
  gtk_progress_bar_set_fraction (self->progress, tuwen_draft_picture_get_progress (self->picture));

  update_actions (self);
  update_words (self, failed);
}

static void
wish_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      if (g_str_equal (wishes[i].name, action_name))
        {
          g_signal_emit (widget, signals[WISH], 0, wishes[i].wish);
          return;
        }
    }
}

static void
menu_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  TuwenPictureTile *self = TUWEN_PICTURE_TILE (widget);

  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->menu);
      self->details = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_wrap (self->details, TRUE);
      gtk_label_set_wrap_mode (self->details, PANGO_WRAP_WORD_CHAR);
      gtk_label_set_max_width_chars (self->details, 32);
      gtk_label_set_xalign (self->details, 0);
      gtk_widget_add_css_class (GTK_WIDGET (self->details), "details");
      gtk_popover_menu_add_child (GTK_POPOVER_MENU (self->popover), GTK_WIDGET (self->details),
                                  "details");
      gtk_widget_set_parent (self->popover, widget);
      update (self);
    }

  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkWidget *self)
{
  GtkWidget *hit = gtk_widget_pick (self, x, y, GTK_PICK_DEFAULT);
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (hit == NULL || gtk_widget_get_ancestor (hit, GTK_TYPE_BUTTON) != NULL)
    return;
  if (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_SECONDARY)
    return;

  gtk_widget_grab_focus (self);
  gtk_widget_activate_action (self, "tile.menu", NULL);
}

/* Asked for when it is wanted: a text that is set anew asks the display server where the pointer
 * is */
static gboolean
tuwen_picture_tile_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autofree char *details = tuwen_picture_tile_dup_details (TUWEN_PICTURE_TILE (widget));

  gtk_tooltip_set_text (tooltip, details);
  return TRUE;
}

static void
tuwen_picture_tile_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (tuwen_picture_tile_parent_class)->direction_changed (widget, previous);
  if (TUWEN_PICTURE_TILE (widget)->picture != NULL)
    update (TUWEN_PICTURE_TILE (widget));
}

static void
tuwen_picture_tile_dispose (GObject *object)
{
  TuwenPictureTile *self = TUWEN_PICTURE_TILE (object);

  self->details = NULL;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUWEN_TYPE_PICTURE_TILE);
  g_clear_object (&self->picture);

  G_OBJECT_CLASS (tuwen_picture_tile_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_Delete, 0, "tile.remove" },
    { GDK_KEY_KP_Delete, 0, "tile.remove" },
    { GDK_KEY_BackSpace, 0, "tile.remove" },
    { GDK_KEY_Return, 0, "tile.menu" },
    { GDK_KEY_KP_Enter, 0, "tile.menu" },
    { GDK_KEY_space, 0, "tile.menu" },
    { GDK_KEY_Menu, 0, "tile.menu" },
    { GDK_KEY_F10, GDK_SHIFT_MASK, "tile.menu" },
    { GDK_KEY_Left, GDK_ALT_MASK, "tile.move-left" },
    { GDK_KEY_Right, GDK_ALT_MASK, "tile.move-right" },
    { GDK_KEY_Up, GDK_ALT_MASK, "tile.move-up" },
    { GDK_KEY_Down, GDK_ALT_MASK, "tile.move-down" },
    { GDK_KEY_Home, GDK_ALT_MASK, "tile.move-first" },
    { GDK_KEY_End, GDK_ALT_MASK, "tile.move-last" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (klass, keys[i].key, keys[i].modifiers, keys[i].action,
                                         NULL);
}

static void
tuwen_picture_tile_class_init (TuwenPictureTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_picture_tile_dispose;
  widget_class->query_tooltip = tuwen_picture_tile_query_tooltip;
  widget_class->direction_changed = tuwen_picture_tile_direction_changed;

  signals[WISH] = g_signal_new ("wish", TUWEN_TYPE_PICTURE_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    gtk_widget_class_install_action (widget_class, wishes[i].name, NULL, wish_cb);
  gtk_widget_class_install_action (widget_class, "tile.menu", NULL, menu_cb);
  add_keys (widget_class);

  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/tuwen/Tuwen/composer/tuwen-picture-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenPictureTile, overlay);
  gtk_widget_class_bind_template_child (widget_class, TuwenPictureTile, remove);
  gtk_widget_class_bind_template_child (widget_class, TuwenPictureTile, retry);
  gtk_widget_class_bind_template_child (widget_class, TuwenPictureTile, progress);
  gtk_widget_class_bind_template_child (widget_class, TuwenPictureTile, done);
  gtk_widget_class_bind_template_child (widget_class, TuwenPictureTile, caption);
  gtk_widget_class_bind_template_child (widget_class, TuwenPictureTile, menu);
}

static void
tuwen_picture_tile_init (TuwenPictureTile *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->thumbnail = tuwen_picture_tile_thumbnail_new (TUWEN_PICTURE_TILE_SIZE);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->thumbnail);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
tuwen_picture_tile_new (TuwenDraftPicture *picture)
{
  TuwenPictureTile *self = g_object_new (TUWEN_TYPE_PICTURE_TILE, NULL);

  self->picture = g_object_ref (picture);
  tuwen_picture_tile_thumbnail_set_picture (TUWEN_PICTURE_TILE_THUMBNAIL (self->thumbnail),
                                            picture);
  g_signal_connect_object (picture, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

TuwenDraftPicture *
tuwen_picture_tile_get_picture (TuwenPictureTile *self)
{
  g_return_val_if_fail (TUWEN_IS_PICTURE_TILE (self), NULL);

  return self->picture;
}

void
tuwen_picture_tile_set_place (TuwenPictureTile *self,
                              guint position,
                              guint count,
                              gboolean editable)
{
  g_return_if_fail (TUWEN_IS_PICTURE_TILE (self));

  self->position = position;
  self->count = count;
  self->editable = editable;
  update (self);
}

GdkPaintable *
tuwen_picture_tile_get_paintable (TuwenPictureTile *self)
{
  g_return_val_if_fail (TUWEN_IS_PICTURE_TILE (self), NULL);

  return tuwen_picture_tile_thumbnail_get_paintable (
      TUWEN_PICTURE_TILE_THUMBNAIL (self->thumbnail));
}
