/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "draft-fixture.h"

#include <glib/gstdio.h>

#include "bili-error.h"
#include "tuwen-draft-picture-fields.h"
#include "tuwen-draft-private.h"
#include "tuwen-picture-problems.h"
#include "tuwen-picture-tile.h"
#include "tuwen-picture-tiles-private.h"

static TuwenPictureTiles *
show_tiles (DraftFixture *self)
{
  GtkWidget *tiles = g_object_new (TUWEN_TYPE_PICTURE_TILES, NULL);

  tuwen_picture_tiles_set_draft (TUWEN_PICTURE_TILES (tiles), self->draft);
  draft_fixture_show (self, tiles);
  return TUWEN_PICTURE_TILES (tiles);
}

static void
keep_problem_cb (TuwenPictureTiles *tiles, const char *sentence, char **slot)
{
  g_free (*slot);
  *slot = g_strdup (sentence);
}

/* Adds NULL-terminated @files, which are consumed, and waits until the tiles are there */
static void
add_files (DraftFixture *self, TuwenPictureTiles *tiles, guint expected, ...)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  va_list arguments;
  GFile *file;

  va_start (arguments, expected);
  while ((file = va_arg (arguments, GFile *)) != NULL)
    {
      g_list_store_append (files, file);
      g_object_unref (file);
    }
  va_end (arguments);

  tuwen_picture_tiles_add_files (tiles, G_LIST_MODEL (files));
  AWAIT (draft_fixture_count_pictures (self) == expected);
}

static void
add_pictures (DraftFixture *self, TuwenPictureTiles *tiles, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      add_files (self, tiles, i + 1, draft_fixture_make_picture (self, name, 40, 30), NULL);
    }
  for (guint i = 0; i < count; i++)
    AWAIT (tuwen_draft_picture_get_state (draft_fixture_get_picture (self, i))
           == TUWEN_DRAFT_PICTURE_READY);
}

/* Returns: (transfer full): the names of the draft's pictures, in order */
static char *
dup_order (DraftFixture *self)
{
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < draft_fixture_count_pictures (self); i++)
    g_string_append (order, tuwen_draft_picture_get_name (draft_fixture_get_picture (self, i)));
  return g_string_free (order, FALSE);
}

/* And the tiles show that order too */
static void
check_order (DraftFixture *self, TuwenPictureTiles *tiles, const char *expected)
{
  g_autofree char *order = dup_order (self);

  g_assert_cmpstr (order, ==, expected);
  g_assert_cmpuint (tiles->tiles->len, ==, draft_fixture_count_pictures (self));
  for (guint i = 0; i < tiles->tiles->len; i++)
    g_assert_true (tuwen_picture_tile_get_picture (tiles->tiles->pdata[i])
                   == draft_fixture_get_picture (self, i));
}

static void
activate (TuwenPictureTiles *tiles, guint position, const char *action)
{
  g_assert_true (gtk_widget_activate_action (tiles->tiles->pdata[position], action, NULL));
}

static void
check_label (gpointer tile, const char *label)
{
  char *difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (tile),
                                                         GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  if (difference != NULL)
    g_error ("The label is not %s but %s", label, difference);
}

static void
test_add (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  TuwenPictureTile *tile;

  g_assert_true (gtk_widget_get_visible (tiles->add));
  add_files (self, tiles, 2, draft_fixture_make_picture (self, "one.png", 60, 40),
             draft_fixture_make_picture (self, "two.jpg", 40, 60), NULL);
  check_order (self, tiles, "one.pngtwo.jpg");

  tile = tiles->tiles->pdata[1];
  AWAIT (tuwen_draft_picture_get_state (draft_fixture_get_picture (self, 1))
         == TUWEN_DRAFT_PICTURE_READY);
  AWAIT (tuwen_picture_tile_get_paintable (tile) != NULL);
  check_label (tile, "Picture 2 of 2, two.jpg, Waiting");
}

static void
test_folder (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autofree char *path = g_build_filename (self->folder, "2.png", NULL);
  g_autofree char *renamed = g_build_filename (self->folder, "2 without an ending", NULL);

  for (int i = 0; i < 4; i++)
    {
      static const char *const names[] = { "10.png", "2.png", ".hidden.png", "1.jpg" };

      g_object_unref (draft_fixture_make_picture (self, names[i], 30, 30));
    }
  g_assert_cmpint (g_rename (path, renamed), ==, 0);
  g_object_unref (draft_fixture_make_file (self, "3.png", "no picture"));
  g_object_unref (draft_fixture_make_file (self, "4.txt", "no picture"));

  add_files (self, tiles, 3, g_file_new_for_path (self->folder), NULL);
  check_order (self, tiles, "1.jpg2 without an ending10.png");
}

static void
test_empty_folder (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autofree char *path = g_build_filename (self->folder, "nothing", NULL);
  g_autofree char *problem = NULL;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_signal_connect (tiles, "problem", G_CALLBACK (keep_problem_cb), &problem);
  add_files (self, tiles, 0, g_file_new_for_path (path), NULL);
  AWAIT (problem != NULL);
  g_assert_cmpstr (problem, ==, "There are no pictures in the folder “nothing”.");
}

static void
test_limit (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autofree char *problem = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

  g_signal_connect (tiles, "problem", G_CALLBACK (keep_problem_cb), &problem);
  add_pictures (self, tiles, 7);
  g_assert_cmpuint (tuwen_picture_tiles_get_room (tiles), ==, 2);
  add_files (self, tiles, 9, draft_fixture_make_picture (self, "a.png", 30, 30),
             draft_fixture_make_picture (self, "b.png", 30, 30),
             draft_fixture_make_picture (self, "c.png", 30, 30), NULL);
  AWAIT (problem != NULL);
  g_assert_cmpstr (problem, ==, "Added 2 of 3 pictures: nine is the limit.");
  g_assert_false (gtk_widget_get_visible (tiles->add));
  check_order (self, tiles, "0.png1.png2.png3.png4.png5.png6.pnga.pngb.png");

  tuwen_picture_tiles_add_bytes (tiles, bytes);
  g_assert_cmpstr (problem, ==, "Nine pictures are the limit.");
  g_assert_cmpuint (draft_fixture_count_pictures (self), ==, 9);
}

/* A bad file gets a tile that says what is wrong; the others do not mind */
static void
test_bad_files (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autofree char *vanished = g_build_filename (self->folder, "gone.png", NULL);

  add_files (self, tiles, 3, draft_fixture_make_file (self, "text.png", "no picture"),
             draft_fixture_make_picture (self, "good.png", 40, 40), g_file_new_for_path (vanished),
             NULL);
  for (guint i = 0; i < 3; i++)
    AWAIT (tuwen_draft_picture_get_state (draft_fixture_get_picture (self, i))
           != TUWEN_DRAFT_PICTURE_PREPARING);

  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *tile = tiles->tiles->pdata[i];
      TuwenDraftPicture *picture = draft_fixture_get_picture (self, i);
      GtkWidget *retry = find_any (tile, GTK_TYPE_BUTTON, "Retry");
      g_autofree char *details = tuwen_picture_tile_dup_details (TUWEN_PICTURE_TILE (tile));
      g_autofree char *state = tuwen_picture_tile_dup_state_text (picture);
      g_autofree char *label = g_strdup_printf ("Picture %u of 3, %s, %s", i + 1,
                                                tuwen_draft_picture_get_name (picture), state);

      check_label (tile, label);
      g_assert_cmpint (gtk_widget_get_visible (retry), ==, i != 1);
      g_assert_true (gtk_widget_get_has_tooltip (tile));
      g_assert_nonnull (strstr (details, state));
      if (i != 1)
        g_assert_cmpstr (state, ==, tuwen_draft_picture_get_error (picture)->message);
    }
}

static TuwenPictureProblems *
make_problems (DraftFixture *self)
{
  TuwenPictureProblems *problems = g_object_new (TUWEN_TYPE_PICTURE_PROBLEMS, NULL);

  g_object_ref_sink (problems);
  tuwen_picture_problems_set_draft (problems, self->draft);
  return problems;
}

/* Returns: (nullable): what can be read of them */
static const char *
get_problems (TuwenPictureProblems *problems)
{
  return gtk_widget_get_visible (GTK_WIDGET (problems))
             ? gtk_label_get_text (find_any (problems, GTK_TYPE_LABEL, NULL))
             : NULL;
}

/* What was not copied before the program ended cannot be had back from anywhere: only another file
 * helps */
static void
test_lost (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autoptr (TuwenPictureProblems) problems = make_problems (self);
  GtkWidget *retry_all = find_any (problems, GTK_TYPE_BUTTON, "Retry All");
  g_autofree char *vanished = g_build_filename (self->folder, "gone.png", NULL);
  TuwenPictureTile *tile;
  GtkWidget *button;

  add_files (self, tiles, 2, g_file_new_for_path (vanished), g_file_new_for_path (vanished), NULL);
  for (guint i = 0; i < 2; i++)
    AWAIT (tuwen_draft_picture_get_state (draft_fixture_get_picture (self, i))
           == TUWEN_DRAFT_PICTURE_FAILED);
  tile = tiles->tiles->pdata[0];
  button = find_any (tile, GTK_TYPE_BUTTON, "Retry");
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_true (gtk_widget_get_visible (retry_all));

  /* As it is after a restart: where it was is not known any more */
  g_clear_object (&draft_fixture_get_picture (self, 0)->source);
  g_object_notify (G_OBJECT (draft_fixture_get_picture (self, 0)), "state");
  g_signal_emit_by_name (self->draft, "changed");
  g_assert_null (find_any (tile, GTK_TYPE_BUTTON, "Retry"));
  g_assert_true (find_any (tile, GTK_TYPE_BUTTON, "Replace…") == button);
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_true (gtk_widget_is_sensitive (button));
  /* One is left that can be tried again, and it has a button */
  g_assert_false (gtk_widget_get_visible (retry_all));

  /* Nothing is replaced while the post is on its way */
  tuwen_picture_tile_set_place (tile, 0, 2, FALSE);
  g_assert_false (gtk_widget_get_visible (button));
}

static GtkWidget *
find_by_class (GtkWidget *root, const char *css_class)
{
  GtkWidget *found = NULL;

  if (gtk_widget_has_css_class (root, css_class))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_class (child, css_class);

  return found;
}

/* It is mapped, has a place, and nothing is left to be done for that */
static gboolean
is_seen (GtkWidget *tile, const char *css_class)
{
  GtkWidget *widget = find_by_class (tile, css_class);
  g_autoptr (GdkPaintable) drawn = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (drawn, snapshot, 10, 10);
  node = gtk_snapshot_to_node (snapshot);
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0 && node != NULL;
}

static void
test_states (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  BiliPicture uploaded
      = { .url = (char *) "https://i0.hdslb.com/bfs/x.png", .width = 40, .height = 30, .size = 1 };
  g_autoptr (GError) error = g_error_new_literal (BILI_ERROR, BILI_ERROR_NETWORK, "no route");
  TuwenDraftPicture *picture;

  add_pictures (self, tiles, 1);
  picture = draft_fixture_get_picture (self, 0);

  tuwen_draft_picture_set_uploading (picture, 0.42);
  check_label (tiles->tiles->pdata[0], "Picture 1 of 1, 0.png, Uploading 42 %");
  tuwen_draft_picture_set_failed (picture, error);
  check_label (tiles->tiles->pdata[0], "Picture 1 of 1, 0.png, bilibili could not be reached. "
                                       "Check the network connection and try again.");
  activate (tiles, 0, "tile.retry");
  check_label (tiles->tiles->pdata[0], "Picture 1 of 1, 0.png, Waiting");
  tuwen_draft_picture_set_uploaded (picture, &uploaded);
  check_label (tiles->tiles->pdata[0], "Picture 1 of 1, 0.png, Uploaded");
}

/* What stands over a picture comes without the window being measured anew */
static void
test_marks (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  BiliPicture uploaded
      = { .url = (char *) "https://i0.hdslb.com/bfs/x.png", .width = 40, .height = 30, .size = 1 };
  GtkWidget *tile;

  add_pictures (self, tiles, 1);
  tile = tiles->tiles->pdata[0];
  AWAIT (is_seen (tile, "caption"));
  g_assert_false (is_seen (tile, "done"));
  tuwen_draft_picture_set_uploaded (draft_fixture_get_picture (self, 0), &uploaded);
  AWAIT (is_seen (tile, "done"));
}

/* What is wrong is said once, however many pictures it is wrong with */
static void
test_problems (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autoptr (TuwenPictureProblems) problems = make_problems (self);
  g_autoptr (GError) network = g_error_new_literal (BILI_ERROR, BILI_ERROR_NETWORK, "no route");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "It is odd.");

  g_assert_null (get_problems (problems));
  add_pictures (self, tiles, 3);
  g_assert_null (get_problems (problems));

  tuwen_draft_picture_set_failed (draft_fixture_get_picture (self, 0), network);
  tuwen_draft_picture_set_failed (draft_fixture_get_picture (self, 1), other);
  tuwen_draft_picture_set_failed (draft_fixture_get_picture (self, 2), network);
  g_assert_cmpstr (get_problems (problems), ==,
                   "0.png, 2.png: bilibili could not be reached. Check the network connection and "
                   "try again.\n1.png: It is odd.");

  tuwen_draft_remove_picture (self->draft, draft_fixture_get_picture (self, 0));
  tuwen_draft_remove_picture (self->draft, draft_fixture_get_picture (self, 1));
  g_assert_cmpstr (get_problems (problems), ==, "1.png: It is odd.");
  tuwen_draft_retry_picture (self->draft, draft_fixture_get_picture (self, 0));
  g_assert_null (get_problems (problems));
}

/* A file that cannot be read is told by its name, also where root reads it */
static void
test_unreadable (DraftFixture *self, gconstpointer data)
{
  g_autoptr (TuwenPictureProblems) problems = make_problems (self);
  g_autoptr (GFile) broken = g_file_new_for_path ("/proc/self/mem");
  TuwenDraftPicture *picture = tuwen_draft_add_picture (self->draft, broken, "holiday.png", 0);

  AWAIT (tuwen_draft_picture_get_state (picture) == TUWEN_DRAFT_PICTURE_FAILED);
  g_assert_cmpstr (get_problems (problems), ==,
                   "holiday.png: This file could not be read: Input/output error");
}

/* A vote's pictures are the post's, too */
static void
test_vote_problem (DraftFixture *self, gconstpointer data)
{
  g_autoptr (TuwenPictureProblems) problems = make_problems (self);
  g_autoptr (GFile) file = draft_fixture_make_picture (self, "a.png", 40, 30);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "It is odd.");
  g_autoptr (BiliVote) vote = bili_vote_new ();

  vote->pictures = TRUE;
  g_ptr_array_add (vote->options, bili_vote_option_new ("A", NULL));
  g_ptr_array_add (vote->options, bili_vote_option_new ("B", NULL));
  tuwen_draft_set_vote (self->draft, vote);
  tuwen_draft_set_vote_picture (self->draft, 1, file, "a.png");
  AWAIT (tuwen_draft_picture_get_state (tuwen_draft_get_vote_picture (self->draft, 1))
         == TUWEN_DRAFT_PICTURE_READY);
  tuwen_draft_picture_set_failed (tuwen_draft_get_vote_picture (self->draft, 1), error);
  g_assert_cmpstr (get_problems (problems), ==, "a.png: It is odd.");
}

static void
test_retry_all (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autoptr (TuwenPictureProblems) problems = make_problems (self);
  GtkWidget *retry_all = find_any (problems, GTK_TYPE_BUTTON, "Retry All");
  g_autoptr (GError) error = g_error_new_literal (BILI_ERROR, BILI_ERROR_NETWORK, "no route");

  add_pictures (self, tiles, 3);
  tuwen_draft_picture_set_failed (draft_fixture_get_picture (self, 0), error);
  g_assert_false (gtk_widget_get_visible (retry_all));
  tuwen_draft_picture_set_failed (draft_fixture_get_picture (self, 2), error);
  g_assert_true (gtk_widget_get_visible (retry_all));

  g_signal_emit_by_name (retry_all, "clicked");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (tuwen_draft_picture_get_state (draft_fixture_get_picture (self, i)), ==,
                     TUWEN_DRAFT_PICTURE_READY);
  g_assert_null (get_problems (problems));
}

static void
test_move (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  GtkWidget *tile;

  add_pictures (self, tiles, 5);
  g_assert_cmpuint (tuwen_picture_tiles_get_columns (tiles), ==, 3);
  tile = tiles->tiles->pdata[0];
  gtk_widget_grab_focus (tile);

  activate (tiles, 0, "tile.move-right");
  check_order (self, tiles, "1.png0.png2.png3.png4.png");
  check_label (tile, "Picture 2 of 5, 0.png, Waiting");
  g_assert_true (gtk_widget_is_focus (tile));
  activate (tiles, 1, "tile.move-down");
  check_order (self, tiles, "1.png2.png3.png4.png0.png");
  activate (tiles, 4, "tile.move-up");
  check_order (self, tiles, "1.png0.png2.png3.png4.png");
  activate (tiles, 1, "tile.move-last");
  activate (tiles, 4, "tile.move-left");
  check_order (self, tiles, "1.png2.png3.png0.png4.png");
  activate (tiles, 3, "tile.move-first");
  check_order (self, tiles, "0.png1.png2.png3.png4.png");
  g_assert_true (tiles->tiles->pdata[0] == tile);
  g_assert_true (gtk_widget_is_focus (tile));

  /* What makes no sense does nothing */
  g_assert_true (gtk_widget_activate_action (tile, "tile.move-left", NULL));
  check_order (self, tiles, "0.png1.png2.png3.png4.png");
}

static void
test_gaps (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  graphene_rect_t bounds;

  add_pictures (self, tiles, 5);
  AWAIT (gtk_widget_get_width (tiles->tiles->pdata[4]) > 0);

  /* Three in a row: before the first, behind it, behind the third, and anywhere behind the last */
  g_assert_cmpuint (tuwen_picture_tiles_find_gap (tiles, 10, 10), ==, 0);
  g_assert_cmpuint (tuwen_picture_tiles_find_gap (tiles, TUWEN_PICTURE_TILE_SIZE - 10, 10), ==, 1);
  g_assert_cmpuint (tuwen_picture_tiles_find_gap (tiles, 400, 10), ==, 3);
  g_assert_true (gtk_widget_compute_bounds (tiles->tiles->pdata[4], GTK_WIDGET (tiles), &bounds));
  g_assert_cmpuint (tuwen_picture_tiles_find_gap (tiles, bounds.origin.x + 10,
                                                  bounds.origin.y + 10),
                    ==, 4);
  g_assert_cmpuint (tuwen_picture_tiles_find_gap (tiles, 400, 2000), ==, 5);
}

static void
test_remove (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  GtkWidget *undo;

  add_pictures (self, tiles, 3);
  activate (tiles, 1, "tile.remove");
  check_order (self, tiles, "0.png2.png");
  g_assert_true (gtk_widget_is_focus (tiles->tiles->pdata[1]));

  AWAIT ((undo = find_any (self->overlay, GTK_TYPE_BUTTON, "_Undo")) != NULL);
  g_signal_emit_by_name (undo, "clicked");
  check_order (self, tiles, "0.png1.png2.png");
}

/* Whoever changes the draft, the tiles follow */
static void
test_follows_draft (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);

  add_pictures (self, tiles, 2);
  tuwen_draft_move_picture (self->draft, draft_fixture_get_picture (self, 0), 1);
  check_order (self, tiles, "1.png0.png");
  tuwen_draft_remove_picture (self->draft, draft_fixture_get_picture (self, 0));
  check_order (self, tiles, "0.png");
}

/* What is on its way to the service stays what it is */
static void
test_publishing (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autofree char *problem = NULL;

  add_pictures (self, tiles, 2);
  tuwen_draft_get_journal (self->draft)->state = TUWEN_DRAFT_PUBLISHING;
  tuwen_draft_journal_changed (self->draft);
  g_assert_cmpuint (tuwen_picture_tiles_get_room (tiles), ==, 0);
  g_assert_false (gtk_widget_get_visible (tiles->add));
  activate (tiles, 0, "tile.remove");
  activate (tiles, 0, "tile.move-right");
  check_order (self, tiles, "0.png1.png");

  g_signal_connect (tiles, "problem", G_CALLBACK (keep_problem_cb), &problem);
  add_files (self, tiles, 2, draft_fixture_make_picture (self, "late.png", 30, 30), NULL);
  AWAIT (problem != NULL);
  g_assert_cmpstr (problem, ==, "No pictures can be added while the post is on its way.");

  tuwen_draft_get_journal (self->draft)->state = TUWEN_DRAFT_WRITING;
  tuwen_draft_journal_changed (self->draft);
  g_assert_true (gtk_widget_get_visible (tiles->add));
}

static void
test_bytes (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autoptr (GFile) file = draft_fixture_make_picture (self, "x.png", 40, 40);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);

  tuwen_picture_tiles_add_bytes (tiles, bytes);
  g_assert_cmpuint (draft_fixture_count_pictures (self), ==, 1);
  AWAIT (tuwen_draft_picture_get_state (draft_fixture_get_picture (self, 0))
         == TUWEN_DRAFT_PICTURE_READY);
  check_label (tiles->tiles->pdata[0], "Picture 1 of 1, Pasted picture, Waiting");
}

/* Files that are still being looked for when the window goes are not lost */
static void
test_closed_early (DraftFixture *self, gconstpointer data)
{
  TuwenPictureTiles *tiles = show_tiles (self);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = draft_fixture_make_picture (self, "x.png", 40, 40);

  g_list_store_append (files, file);
  tuwen_picture_tiles_add_files (tiles, G_LIST_MODEL (files));
  g_object_add_weak_pointer (G_OBJECT (tiles), (gpointer *) &tiles);
  adw_toast_overlay_set_child (self->overlay, NULL);
  AWAIT (tiles == NULL);
  g_assert_cmpuint (draft_fixture_count_pictures (self), ==, 1);
}

int
main (int argc, char **argv)
{
  draft_fixture_init (&argc, &argv);

  draft_fixture_add ("/tiles/add", test_add);
  draft_fixture_add ("/tiles/folder", test_folder);
  draft_fixture_add ("/tiles/empty-folder", test_empty_folder);
  draft_fixture_add ("/tiles/limit", test_limit);
  draft_fixture_add ("/tiles/lost", test_lost);
  draft_fixture_add ("/tiles/bad-files", test_bad_files);
  draft_fixture_add ("/tiles/states", test_states);
  draft_fixture_add ("/tiles/marks", test_marks);
  draft_fixture_add ("/tiles/retry-all", test_retry_all);
  draft_fixture_add ("/tiles/problems", test_problems);
  draft_fixture_add ("/tiles/unreadable", test_unreadable);
  draft_fixture_add ("/tiles/vote-problem", test_vote_problem);
  draft_fixture_add ("/tiles/move", test_move);
  draft_fixture_add ("/tiles/gaps", test_gaps);
  draft_fixture_add ("/tiles/remove", test_remove);
  draft_fixture_add ("/tiles/follows-draft", test_follows_draft);
  draft_fixture_add ("/tiles/publishing", test_publishing);
  draft_fixture_add ("/tiles/bytes", test_bytes);
  draft_fixture_add ("/tiles/closed-early", test_closed_early);

  return g_test_run ();
}
