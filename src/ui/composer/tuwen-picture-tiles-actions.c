/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-tiles"

/* What people do with the tiles: add, replace, retry, remove and move. */

#include "tuwen-picture-tiles-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bili-compose.h"
#include "tuwen-picture-tiles-chooser.h"
#include "tuwen-picture-tiles-files.h"
#include "tuwen-toasts.h"

/* As long as a frame */
#define ADD_MS 16

/* What "Undo" needs to bring a picture back */
typedef struct
{
  TuwenDraft *draft;          /* (owned) */
  TuwenDraftPicture *picture; /* (owned) */
  guint position;
} Removed;

/* What replacing needs to know once a file was chosen */
typedef struct
{
  TuwenPictureTiles *self;    /* (owned) */
  TuwenDraftPicture *picture; /* (owned) */
} Replacing;

static void
removed_free (gpointer data, GClosure *closure)
{
  Removed *removed = data;

  g_object_unref (removed->draft);
  g_object_unref (removed->picture);
  g_free (removed);
}

static void
replacing_free (Replacing *replacing)
{
  g_object_unref (replacing->self);
  g_object_unref (replacing->picture);
  g_free (replacing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Replacing, replacing_free)

static void
say_limit (TuwenPictureTiles *self, guint added, guint wanted)
{
  if (!tuwen_picture_tiles_is_editable (self))
    tuwen_picture_tiles_take_problem (
        self, g_strdup (_ ("No pictures can be added while the post is on its way.")));
  else if (added == 0)
    tuwen_picture_tiles_take_problem (self, g_strdup (_ ("Nine pictures are the limit.")));
  else
    tuwen_picture_tiles_take_problem (
        self, g_strdup_printf (ngettext ("Added %u of %u pictures: nine is the limit.",
                                         "Added %u of %u pictures: nine is the limit.", wanted),
                               added, wanted));
}

/* Files that were found and are not in the draft yet */
typedef struct
{
  TuwenPictureTiles *self; /* (owned) */
  TuwenDraft *draft;       /* (owned) */
  GPtrArray *found;        /* (element-type TuwenFoundFile) (owned) */
  guint count;             /* of those that there was room for */
  guint next;
} Adding;

static void
add_next (Adding *adding)
{
  const TuwenFoundFile *file = adding->found->pdata[adding->next++];

  tuwen_draft_add_picture (adding->draft, file->file, file->name, G_MAXUINT);
}

static void
adding_free (gpointer data)
{
  Adding *adding = data;

  g_object_unref (adding->self);
  g_object_unref (adding->draft);
  g_ptr_array_unref (adding->found);
  g_free (adding);
}

static gboolean
add_cb (gpointer user_data)
{
  Adding *adding = user_data;

  /* The window was closed meanwhile: the draft is to have all of them */
  while (adding->self->draft != adding->draft && adding->next < adding->count)
    add_next (adding);
  if (adding->next < adding->count)
    add_next (adding);

  return adding->next < adding->count;
}

/* A tile takes milliseconds to be made and shown: nine at once would be a stall that can be seen.
 * Not by frames, which stop coming when the window is hidden */
static void
add_one_by_one (TuwenPictureTiles *self, GPtrArray *found, guint count)
{
  Adding *adding;

  if (count == 0)
    return;

  adding = g_new0 (Adding, 1);
  adding->self = g_object_ref (self);
  adding->draft = g_object_ref (self->draft);
  adding->found = g_ptr_array_ref (found);
  adding->count = count;
  add_next (adding);
  g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, ADD_MS, add_cb, adding, adding_free);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenPictureTiles) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (GPtrArray) found = tuwen_find_pictures_finish (result, &problem, &error);
  guint added;

  if (found == NULL)
    return;

  added = MIN (found->len, tuwen_picture_tiles_get_room (self));
  add_one_by_one (self, found, added);
  if (problem != NULL)
    tuwen_picture_tiles_take_problem (self, g_steal_pointer (&problem));
  if (added < found->len)
    say_limit (self, added, found->len);
}

void
tuwen_picture_tiles_add_files (TuwenPictureTiles *self, GListModel *files)
{
  g_return_if_fail (TUWEN_IS_PICTURE_TILES (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));
  g_return_if_fail (self->draft != NULL);

  tuwen_find_pictures_async (files, self->cancellable, found_cb, g_object_ref (self));
}

void
tuwen_picture_tiles_add_bytes (TuwenPictureTiles *self, GBytes *bytes)
{
  g_return_if_fail (TUWEN_IS_PICTURE_TILES (self));
  g_return_if_fail (bytes != NULL);

  if (tuwen_picture_tiles_get_room (self) == 0)
    say_limit (self, 0, 1);
  else
    tuwen_draft_add_picture_bytes (self->draft, bytes, _ ("Pasted picture"), G_MAXUINT);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TuwenPictureTiles *self = TUWEN_PICTURE_TILES (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = tuwen_choose_pictures_finish (result, &error);

  if (files != NULL)
    tuwen_picture_tiles_add_files (self, files);
}

void
tuwen_picture_tiles_choose (TuwenPictureTiles *self)
{
  g_return_if_fail (TUWEN_IS_PICTURE_TILES (self));

  tuwen_choose_pictures_async (GTK_WIDGET (self), TRUE, self->cancellable, chosen_cb, NULL);
}

static void
replacement_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Replacing) replacing = user_data;
  TuwenPictureTiles *self = replacing->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (GPtrArray) found = tuwen_find_pictures_finish (result, &problem, &error);

  if (found == NULL)
    return;

  if (problem != NULL)
    tuwen_picture_tiles_take_problem (self, g_steal_pointer (&problem));
  if (found->len > 0 && tuwen_picture_tiles_is_editable (self))
    {
      const TuwenFoundFile *file = found->pdata[0];

      tuwen_draft_replace_picture (self->draft, replacing->picture, file->file, file->name);
    }
}

static void
replacement_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Replacing) replacing = user_data;
  TuwenPictureTiles *self = replacing->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = tuwen_choose_pictures_finish (result, &error);

  if (files != NULL)
    tuwen_find_pictures_async (files, self->cancellable, replacement_found_cb,
                               g_steal_pointer (&replacing));
}

static void
replace (TuwenPictureTiles *self, TuwenDraftPicture *picture)
{
  Replacing *replacing = g_new0 (Replacing, 1);

  replacing->self = g_object_ref (self);
  replacing->picture = g_object_ref (picture);
  tuwen_choose_pictures_async (GTK_WIDGET (self), FALSE, self->cancellable, replacement_chosen_cb,
                               replacing);
}

static void
undo_cb (AdwToast *toast, Removed *removed)
{
  tuwen_draft_restore_picture (removed->draft, removed->picture, removed->position);
}

static void
offer_undo (TuwenPictureTiles *self, TuwenDraftPicture *picture, guint position)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *text
      = g_strdup_printf (_ ("Removed “%s”"), tuwen_draft_picture_get_name (picture));
  AdwToast *toast;
  Removed *removed;

  if (overlay == NULL)
    return;

  toast = adw_toast_new ("");
  removed = g_new0 (Removed, 1);
  removed->draft = g_object_ref (self->draft);
  removed->picture = g_object_ref (picture);
  removed->position = position;
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), removed, removed_free, 0);
  tuwen_toasts_add (ADW_TOAST_OVERLAY (overlay), toast, text);
}

static void
remove_picture (TuwenPictureTiles *self, TuwenDraftPicture *picture, guint position)
{
  g_autoptr (TuwenDraftPicture) removed = g_object_ref (picture);

  tuwen_draft_remove_picture (self->draft, removed);
  offer_undo (self, removed, position);

  /* Whoever goes by keys stays among the tiles */
  if (self->tiles->len > 0)
    gtk_widget_grab_focus (self->tiles->pdata[MIN (position, self->tiles->len - 1)]);
  else
    gtk_widget_grab_focus (self->add);
}

void
tuwen_picture_tiles_move (TuwenPictureTiles *self, TuwenDraftPicture *picture, guint position)
{
  if (!tuwen_picture_tiles_is_editable (self))
    return;

  self->moving = TRUE;
  tuwen_draft_move_picture (self->draft, picture, position);
  self->moving = FALSE;
  tuwen_picture_tiles_sync (self);
}

void
tuwen_picture_tiles_wish_cb (TuwenPictureTile *tile, int wish, TuwenPictureTiles *self)
{
  TuwenDraftPicture *picture = tuwen_picture_tile_get_picture (tile);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int columns = (int) tuwen_picture_tiles_get_columns (self);
  int last = (int) self->tiles->len - 1;
  guint position;
  int goal;

  if (!g_ptr_array_find (self->tiles, tile, &position))
    return;

  goal = (int) position;
  switch ((TuwenPictureTileWish) wish)
    {
    case TUWEN_PICTURE_TILE_RETRY:
      tuwen_draft_retry_picture (self->draft, picture);
      return;
    case TUWEN_PICTURE_TILE_REPLACE:
      replace (self, picture);
      return;
    case TUWEN_PICTURE_TILE_REMOVE:
      remove_picture (self, picture, position);
      return;
    case TUWEN_PICTURE_TILE_MOVE_LEFT:
      goal += rtl ? 1 : -1;
      break;
    case TUWEN_PICTURE_TILE_MOVE_RIGHT:
      goal += rtl ? -1 : 1;
      break;
    case TUWEN_PICTURE_TILE_MOVE_UP:
      goal -= columns;
      break;
    case TUWEN_PICTURE_TILE_MOVE_DOWN:
      goal += columns;
      break;
    case TUWEN_PICTURE_TILE_MOVE_FIRST:
      goal = 0;
      break;
    case TUWEN_PICTURE_TILE_MOVE_LAST:
      goal = last;
      break;
    default:
      return;
    }

  tuwen_picture_tiles_move (self, picture, (guint) CLAMP (goal, 0, last));
  gtk_widget_grab_focus (GTK_WIDGET (tile));
}
