/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-drop"

#include "tuwen-composer-drop.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tuwen-composer-drop-read.h"
#include "tuwen-picture-tiles-files.h"

#define DATA_KEY "tuwen-composer-drop"
#define PLACE_KEY "tuwen-composer-drop-place"

/* What belongs to one window; lives as long as its overlay */
typedef struct
{
  TuwenPictureTiles *tiles;   /* (unowned) (nullable): cleared when it goes */
  GtkDropTargetAsync *target; /* (unowned): of the overlay */
  GtkWidget *cover;           /* (unowned): over everything while something is dragged over it */
  GtkLabel *words;            /* (unowned): on it */
  GdkDrop *drop;              /* (nullable) (owned): over the window now */
  GtkWidget *place;           /* (nullable) (unowned): cleared when it goes; where it would go */
  guint count;                /* how many there are in it; 0 while that is not known */
  GCancellable *cancellable;  /* (nullable) (owned): of looking at it */
} Catcher;

/* A widget that takes pictures itself */
typedef struct
{
  char *words; /* (owned) */
  TuwenPlaceFunc func;
  gpointer user_data;
} Place;

/* What was let go of, until it is read */
typedef struct
{
  TuwenPictureTiles *tiles; /* (owned) */
  GtkWidget *place;         /* (nullable) (owned): NULL for the tiles */
  GdkDrop *drop;            /* (nullable) (owned): NULL for the clipboard */
} Taking;

static void
taking_free (Taking *taking)
{
  g_object_unref (taking->tiles);
  g_clear_object (&taking->place);
  g_clear_object (&taking->drop);
  g_free (taking);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Taking, taking_free)

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->words);
  g_free (place);
}

static Place *
get_place (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), PLACE_KEY);
}

/* Returns: (nullable): the place that @widget is in */
static GtkWidget *
find_place (GtkWidget *widget)
{
  while (widget != NULL && get_place (widget) == NULL)
    widget = gtk_widget_get_parent (widget);

  return widget;
}

static void
give (Taking *taking, TuwenDropped *dropped)
{
  Place *place = taking->place != NULL ? get_place (taking->place) : NULL;

  if (place != NULL)
    place->func (taking->place, dropped->files, dropped->bytes, place->user_data);
  else if (dropped->files != NULL)
    tuwen_picture_tiles_add_files (taking->tiles, dropped->files);
  else
    tuwen_picture_tiles_add_bytes (taking->tiles, dropped->bytes);
}

/* An address that was copied from a web page is text, whatever else it calls itself */
static void
paste_text (TuwenPictureTiles *tiles)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (tiles));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL)
    gtk_widget_activate_action (focus, "clipboard.paste", NULL);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Taking) taking = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenDropped) dropped = tuwen_drop_read_finish (result, &error);

  if (taking->drop != NULL)
    gdk_drop_finish (taking->drop, dropped != NULL ? GDK_ACTION_COPY : 0);

  if (dropped != NULL)
    give (taking, dropped);
  else if (taking->drop == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    paste_text (taking->tiles);
  else
    {
      g_debug ("Nothing was read: %s", error->message);
      tuwen_picture_tiles_take_problem (
          taking->tiles, g_strdup (_ ("The picture could not be read from the other program.")));
    }
}

static void
take (TuwenPictureTiles *tiles, GtkWidget *place, GObject *source)
{
  Taking *taking = g_new0 (Taking, 1);

  taking->tiles = g_object_ref (tiles);
  g_set_object (&taking->place, place);
  if (GDK_IS_DROP (source))
    taking->drop = GDK_DROP (g_object_ref (source));
  tuwen_drop_read_async (source, NULL, taken_cb, taking);
}

gboolean
tuwen_composer_drop_paste (TuwenPictureTiles *tiles)
{
  GtkRoot *root;
  GdkClipboard *clipboard;
  GdkContentFormats *formats;
  gboolean files;
  gboolean picture;

  g_return_val_if_fail (TUWEN_IS_PICTURE_TILES (tiles), FALSE);

  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (tiles));
  formats = gdk_clipboard_get_formats (clipboard);
  files = tuwen_drop_formats_have_files (formats);
  /* Word processors offer a picture of the text too */
  picture = tuwen_drop_formats_have_picture (formats) && !tuwen_drop_formats_have_text (formats);
  if (!files && !picture)
    return FALSE;

  root = gtk_widget_get_root (GTK_WIDGET (tiles));
  take (tiles, root != NULL ? find_place (gtk_root_get_focus (root)) : NULL, G_OBJECT (clipboard));
  return TRUE;
}

static void
describe (Catcher *self)
{
  guint room = tuwen_picture_tiles_get_room (self->tiles);
  guint count = self->count;
  g_autofree char *words = NULL;

  if (self->place != NULL)
    words = g_strdup (get_place (self->place)->words);
  else if (room == 0)
    words = g_strdup (_ ("No more pictures can be added"));
  else if (count == 0)
    words = g_strdup (_ ("Drop pictures here to add them"));
  else if (count <= room)
    words = g_strdup_printf (ngettext ("Add %u picture", "Add %u pictures", count), count);
  else
    words = g_strdup_printf (ngettext ("Add %u of %u pictures: nine is the limit",
                                       "Add %u of %u pictures: nine is the limit", count),
                             room, count);
  gtk_label_set_text (self->words, words);
}

static void
forget_drop (Catcher *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->drop);
  g_clear_weak_pointer (&self->place);
  gtk_widget_set_visible (self->cover, FALSE);
}

/* The cover lets through what it is over */
static void
look_below (Catcher *self, GtkWidget *overlay, double x, double y)
{
  GtkWidget *place = find_place (gtk_widget_pick (overlay, x, y, GTK_PICK_DEFAULT));

  if (g_set_weak_pointer (&self->place, place))
    describe (self);
}

static Catcher *
get_catcher (gpointer overlay)
{
  return g_object_get_data (overlay, DATA_KEY);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) overlay = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (GPtrArray) found = tuwen_find_pictures_finish (result, &problem, &error);
  Catcher *self = get_catcher (overlay);

  if (found == NULL || self == NULL)
    return;

  self->count = found->len;
  describe (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) overlay = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenDropped) dropped = tuwen_drop_read_finish (result, &error);
  Catcher *self = get_catcher (overlay);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self == NULL
      || self->drop == NULL)
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      /* An address: what is below may take it as text */
      gtk_drop_target_async_reject_drop (self->target, self->drop);
      forget_drop (self);
    }
  else if (dropped != NULL && dropped->files != NULL)
    tuwen_find_pictures_async (dropped->files, self->cancellable, counted_cb,
                               g_steal_pointer (&overlay));
}

/* Drags of the program's own put tiles and text elsewhere */
static gboolean
accept_cb (GtkDropTargetAsync *target, GdkDrop *drop, GtkWidget *overlay)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);
  Catcher *self = get_catcher (overlay);

  return self->tiles != NULL && gdk_drop_get_drag (drop) == NULL
         && (tuwen_drop_formats_have_files (formats) || tuwen_drop_formats_have_picture (formats));
}

static GdkDragAction
drag_enter_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, GtkWidget *overlay)
{
  Catcher *self = get_catcher (overlay);
  gboolean files = tuwen_drop_formats_have_files (gdk_drop_get_formats (drop));

  forget_drop (self);
  self->drop = g_object_ref (drop);
  self->cancellable = g_cancellable_new ();
  self->count = files ? 0 : 1;
  describe (self);
  look_below (self, overlay, x, y);
  gtk_widget_set_visible (self->cover, TRUE);

  /* Files are read as soon as they come, to say how many there are. A picture's bytes are not. */
  if (files)
    tuwen_drop_read_async (G_OBJECT (drop), self->cancellable, looked_cb, g_object_ref (overlay));

  return GDK_ACTION_COPY;
}

static GdkDragAction
drag_motion_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, GtkWidget *overlay)
{
  Catcher *self = get_catcher (overlay);

  if (self->drop != drop)
    return 0;

  look_below (self, overlay, x, y);
  return GDK_ACTION_COPY;
}

static void
drag_leave_cb (GtkDropTargetAsync *target, GdkDrop *drop, GtkWidget *overlay)
{
  forget_drop (get_catcher (overlay));
}

static gboolean
drop_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, GtkWidget *overlay)
{
  Catcher *self = get_catcher (overlay);

  forget_drop (self);
  if (self->tiles == NULL)
    return FALSE;

  take (self->tiles, find_place (gtk_widget_pick (overlay, x, y, GTK_PICK_DEFAULT)),
        G_OBJECT (drop));
  return TRUE;
}

/* Whoever drags has the pointer. Where it moves again without that, a program went while it
 * dragged, and said nothing */
static void
moved_cb (GtkEventControllerMotion *controller, double x, double y, GtkWidget *overlay)
{
  Catcher *self = get_catcher (overlay);

  if (self->drop != NULL)
    forget_drop (self);
}

static gboolean
paste_cb (GtkWidget *overlay, GVariant *arguments, gpointer user_data)
{
  Catcher *self = get_catcher (overlay);

  return self->tiles != NULL && tuwen_composer_drop_paste (self->tiles);
}

static void
catcher_free (gpointer data)
{
  Catcher *self = data;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->drop);
  g_clear_weak_pointer (&self->tiles);
  g_clear_weak_pointer (&self->place);
  g_free (self);
}

static GtkWidget *
create_cover (Catcher *self)
{
  GtkWidget *cover = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("image-x-generic-symbolic");
  GtkWidget *words = gtk_label_new (NULL);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 64);
  gtk_widget_set_vexpand (icon, TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_END);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_justify (GTK_LABEL (words), GTK_JUSTIFY_CENTER);
  gtk_widget_set_vexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_START);
  gtk_widget_add_css_class (words, "title-2");
  gtk_box_append (GTK_BOX (cover), icon);
  gtk_box_append (GTK_BOX (cover), words);
  gtk_widget_add_css_class (cover, "drop-cover");
  gtk_widget_set_can_target (cover, FALSE);
  gtk_widget_set_visible (cover, FALSE);
  self->cover = cover;
  self->words = GTK_LABEL (words);

  return cover;
}

static void
add_drop_target (Catcher *self, GtkWidget *overlay)
{
  self->target = gtk_drop_target_async_new (NULL, GDK_ACTION_COPY);
  /* GtkTextView takes the addresses of files for text when it is asked */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (self->target),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect (self->target, "accept", G_CALLBACK (accept_cb), overlay);
  g_signal_connect (self->target, "drag-enter", G_CALLBACK (drag_enter_cb), overlay);
  g_signal_connect (self->target, "drag-motion", G_CALLBACK (drag_motion_cb), overlay);
  g_signal_connect (self->target, "drag-leave", G_CALLBACK (drag_leave_cb), overlay);
  g_signal_connect (self->target, "drop", G_CALLBACK (drop_cb), overlay);
  gtk_widget_add_controller (overlay, GTK_EVENT_CONTROLLER (self->target));
}

static void
add_motion (GtkWidget *overlay)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect (motion, "motion", G_CALLBACK (moved_cb), overlay);
  gtk_widget_add_controller (overlay, motion);
}

static void
add_paste_keys (GtkWidget *overlay)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const char *const triggers[] = { "<Control>v", "<Shift>Insert" };

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (triggers); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (keys),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (triggers[i]),
                          gtk_callback_action_new (paste_cb, NULL, NULL)));
  gtk_widget_add_controller (overlay, keys);
}

/* Puts an overlay where @content was */
static GtkWidget *
wrap (GtkWidget *content)
{
  GtkRoot *root = gtk_widget_get_root (content);
  GtkWidget *overlay;

  g_return_val_if_fail (ADW_IS_WINDOW (root), NULL);
  g_return_val_if_fail (adw_window_get_content (ADW_WINDOW (root)) == content, NULL);

  overlay = gtk_overlay_new ();
  g_object_ref (content);
  adw_window_set_content (ADW_WINDOW (root), overlay);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), content);
  g_object_unref (content);

  return overlay;
}

void
tuwen_composer_drop_attach (GtkWidget *window_child, TuwenPictureTiles *tiles)
{
  GtkWidget *overlay;
  Catcher *self;

  g_return_if_fail (GTK_IS_WIDGET (window_child));
  g_return_if_fail (TUWEN_IS_PICTURE_TILES (tiles));

  overlay = GTK_IS_OVERLAY (window_child) ? window_child : wrap (window_child);
  if (overlay == NULL)
    return;

  self = g_new0 (Catcher, 1);
  g_set_weak_pointer (&self->tiles, tiles);
  g_object_set_data_full (G_OBJECT (overlay), DATA_KEY, self, catcher_free);
  gtk_widget_add_css_class (overlay, "drop-area");
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), create_cover (self));
  add_drop_target (self, overlay);
  add_motion (overlay);
  add_paste_keys (overlay);
}

void
tuwen_composer_drop_set_place (GtkWidget *place,
                               const char *words,
                               TuwenPlaceFunc func,
                               gpointer user_data)
{
  Place *self;

  g_return_if_fail (GTK_IS_WIDGET (place));
  g_return_if_fail (words == NULL || func != NULL);

  if (words == NULL)
    {
      g_object_set_data (G_OBJECT (place), PLACE_KEY, NULL);
      return;
    }

  self = g_new0 (Place, 1);
  self->words = g_strdup (words);
  self->func = func;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (place), PLACE_KEY, self, place_free);
}
