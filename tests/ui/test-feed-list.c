/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "tuwen-cover.h"
#include "tuwen-open-space.h"
#include "window-fixture.h"

static TuwenPost *
get_post (GPtrArray *rows, guint index)
{
  return tuwen_post_row_get_post (g_ptr_array_index (rows, index));
}

static double
get_top (Fixture *self, GtkWidget *row)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (fixture_get_list (self)), &bounds));
  return bounds.origin.y;
}

/* Only the covers of rows that are seen are asked for */
static void
test_few_covers (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  guint seen;

  fixture_show_space (self, SANDBOX_MID);
  wait_frames (self->window, 10);
  rows = fixture_get_rows (self);
  seen = rows->len;
  g_assert_cmpuint (seen, >, 2);
  g_assert_cmpuint (seen, <, g_list_model_get_n_items (G_LIST_MODEL (self->feed)));
  g_assert_cmpuint (sandbox_server_count_pictures (self->server), >, 0);
  g_assert_cmpuint (sandbox_server_count_pictures (self->server), <=, seen);
}

static void
test_cover_loads (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (TuwenCover) cover = NULL;

  fixture_show_space (self, SANDBOX_MID);
  wait_frames (self->window, 3);
  rows = fixture_get_rows (self);
  for (guint i = 0; i < rows->len && cover == NULL; i++)
    if (tuwen_post_get_opus (get_post (rows, i))->cover_url != NULL)
      g_set_object (&cover,
                    TUWEN_COVER (gtk_widget_get_first_child (g_ptr_array_index (rows, i))));
  g_assert_nonnull (cover);
  wait_until (tuwen_cover_is_loaded (cover));

  /* What is not seen holds no pixels */
  tuwen_feed_set_mid (self->feed, NULL);
  wait_frames (self->window, 2);
  g_assert_false (tuwen_cover_is_loaded (cover));
}

static void
test_broken_cover (Fixture *self, gconstpointer data)
{
  GtkWidget *cover = tuwen_cover_new (self->pictures, 96, 96);

  tuwen_cover_set_url (TUWEN_COVER (cover), "https://i0.hdslb.com/bfs/nothing-there.jpg");
  gtk_window_set_child (GTK_WINDOW (g_object_new (GTK_TYPE_WINDOW, NULL)), cover);
  gtk_window_present (GTK_WINDOW (gtk_widget_get_root (cover)));
  wait_until (tuwen_cover_is_broken (TUWEN_COVER (cover)));
  g_assert_false (tuwen_cover_is_loaded (TUWEN_COVER (cover)));
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (cover)));
}

/* Rows of one height, whatever the post is */
static void
test_one_height (Fixture *self, gconstpointer data)
{
  int height = 0;

  fixture_show_space (self, SANDBOX_MID);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->feed)); i++)
    {
      g_autoptr (TuwenPost) post = g_list_model_get_item (G_LIST_MODEL (self->feed), i);
      g_autoptr (GtkWidget) row
          = g_object_ref_sink (tuwen_post_row_new (self->pictures, self->clock));
      int natural;

      tuwen_post_row_set_post (TUWEN_POST_ROW (row), post);
      gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 300, NULL, &natural, NULL, NULL);
      if (height == 0)
        height = natural;
      g_assert_cmpint (natural, ==, height);
    }
  g_assert_cmpint (height, >=, 96);
}

static void
test_begins_at_top (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (TuwenPost) first = NULL;

  fixture_show_space (self, SANDBOX_MID);
  wait_frames (self->window, 10);
  rows = fixture_get_rows (self);
  first = g_list_model_get_item (G_LIST_MODEL (self->feed), 0);
  g_assert_true (get_post (rows, 0) == first);
  /* And no page is fetched that nobody scrolled to */
  g_assert_cmpuint (sandbox_server_count_requests (self->server, FEED_PATH), <=, 2);
}

static void
test_pages (Fixture *self, gconstpointer data)
{
  GtkAdjustment *adjustment;

  fixture_show_space (self, SANDBOX_MID);
  adjustment = fixture_get_adjustment (self);
  for (int i = 0; i < 100 && tuwen_feed_get_has_more (self->feed); i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
      wait_frames (self->window, 2);
      wait_until (!tuwen_feed_get_loading (self->feed));
    }
  g_assert_false (tuwen_feed_get_has_more (self->feed));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->feed)), >=, 55);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  wait_until (fixture_find (self->window, "That is everything") != NULL);
}

static void
test_filter (Fixture *self, gconstpointer data)
{
  g_autofree char *filter = NULL;
  guint all;

  fixture_show_space (self, SANDBOX_MID);
  all = g_list_model_get_n_items (G_LIST_MODEL (self->feed));
  sandbox_server_forget_requests (self->server);

  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (self->window), "win.filter", "s", "articles"));
  g_assert_cmpint (tuwen_feed_get_kind (self->feed), ==, BILI_OPUS_ARTICLES);
  g_object_get (self->window, "filter", &filter, NULL);
  g_assert_cmpstr (filter, ==, "articles");
  wait_until (!tuwen_feed_get_loading (self->feed));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->feed)), <, all);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, FEED_PATH), >=, 1);

  /* A filter of that name does not exist */
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.filter", "s", "videos");
  g_assert_cmpint (tuwen_feed_get_kind (self->feed), ==, BILI_OPUS_ARTICLES);

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.filter", "s", "all");
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (self->feed)) == all);
}

/* Other posts are shown from their beginning, wherever those before them were left */
static void
test_filter_begins_at_top (Fixture *self, gconstpointer data)
{
  const char *const filters[] = { "articles", "all" };

  fixture_show_space (self, SANDBOX_MID);
  wait_frames (self->window, 3);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr (GPtrArray) rows = NULL;
      g_autoptr (TuwenPost) first = NULL;

      gtk_adjustment_set_value (fixture_get_adjustment (self), 310);
      wait_frames (self->window, 3);
      g_assert_cmpfloat (gtk_adjustment_get_value (fixture_get_adjustment (self)), >, 0);

      gtk_widget_activate_action (GTK_WIDGET (self->window), "win.filter", "s", filters[i]);
      wait_until (g_list_model_get_n_items (G_LIST_MODEL (self->feed)) == 0);
      wait_until (g_list_model_get_n_items (G_LIST_MODEL (self->feed)) > 0);
      wait_frames (self->window, 4);
      rows = fixture_get_rows (self);
      first = g_list_model_get_item (G_LIST_MODEL (self->feed), 0);
      g_assert_true (get_post (rows, 0) == first);
      g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (fixture_get_adjustment (self)), 0,
                                      0.5);
    }
}

/* New posts come on top without moving what is read, and say so */
static void
test_news (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) top = NULL;
  TuwenPost *post;
  double y;

  fixture_show_space (self, SANDBOX_MID);
  wait_frames (self->window, 3);
  gtk_adjustment_set_value (fixture_get_adjustment (self), 300);
  wait_frames (self->window, 3);
  before = fixture_get_rows (self);
  post = get_post (before, 1);
  y = get_top (self, g_ptr_array_index (before, 1));

  g_free (sandbox_server_add_post (self->server, SANDBOX_MID, "New and shiny"));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.refresh", NULL);
  wait_until (fixture_find (self->window, "1 New Post") != NULL);
  wait_frames (self->window, 4);

  after = fixture_get_rows (self);
  g_assert_true (get_post (after, 1) == post);
  g_assert_cmpfloat_with_epsilon (get_top (self, g_ptr_array_index (after, 1)), y, 1.5);

  g_signal_emit_by_name (fixture_find (self->window, "1 New Post"), "clicked");
  wait_frames (self->window, 4);
  top = fixture_get_rows (self);
  g_assert_cmpstr (tuwen_post_get_opus (get_post (top, 0))->text, ==, "New and shiny");
  wait_until (fixture_find (self->window, "1 New Post") == NULL);
}

/* Where the new posts are seen as they come, nothing is laid over them, not for a moment */
static void
test_seen_news (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  guint n_posts;

  fixture_show_space (self, SANDBOX_MID);
  wait_frames (self->window, 3);
  n_posts = g_list_model_get_n_items (G_LIST_MODEL (self->feed));

  g_free (sandbox_server_add_post (self->server, SANDBOX_MID, "New and shiny"));
  tuwen_feed_refresh (self->feed);
  while (g_list_model_get_n_items (G_LIST_MODEL (self->feed)) == n_posts)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_null (fixture_find (self->window, "1 New Post"));
      wait_frames (self->window, 1);
    }

  rows = fixture_get_rows (self);
  g_assert_cmpstr (tuwen_post_get_opus (get_post (rows, 0))->text, ==, "New and shiny");
}

/* Likewise while another view is looked at, as when a post is published from there */
static void
test_unseen_news (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *offer;
  guint n_posts;

  fixture_show_space (self, SANDBOX_MID);
  wait_frames (self->window, 3);
  n_posts = g_list_model_get_n_items (G_LIST_MODEL (self->feed));
  g_object_set (self->window, "view", "scheduled", NULL);
  g_free (sandbox_server_add_post (self->server, SANDBOX_MID, "New and shiny"));
  tuwen_feed_refresh (self->feed);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (self->feed)) == n_posts + 1);
  wait_frames (self->window, 4);

  g_object_set (self->window, "view", "feed", NULL);
  wait_frames (self->window, 4);
  rows = fixture_get_rows (self);
  offer = fixture_find (self->window, "1 New Post");
  if (offer == NULL)
    {
      g_assert_cmpstr (tuwen_post_get_opus (get_post (rows, 0))->text, ==, "New and shiny");
      return;
    }

  g_signal_emit_by_name (offer, "clicked");
  wait_frames (self->window, 4);
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = fixture_get_rows (self);
  g_assert_cmpstr (tuwen_post_get_opus (get_post (rows, 0))->text, ==, "New and shiny");
}

static void
test_accessible (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (TuwenPost) post
      = tuwen_post_new (bili_opus_new ("1271144654347809120", "", NULL, NULL, NULL));
  GtkWidget *row;

  fixture_show_space (self, SANDBOX_MID);
  wait_frames (self->window, 3);
  rows = fixture_get_rows (self);
  row = g_ptr_array_index (rows, 0);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (row),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (row),
                                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));

  /* A post with neither text nor pictures has a name, too */
  tuwen_post_row_set_post (TUWEN_POST_ROW (row), post);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Nothing written");
}

static void
test_right_to_left (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  GtkTextDirection direction = gtk_widget_get_default_direction ();
  gboolean checked = FALSE;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  fixture_show_space (self, SANDBOX_MID);
  wait_frames (self->window, 3);
  rows = fixture_get_rows (self);
  for (guint i = 0; i < rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (rows, i);
      graphene_rect_t bounds;

      if (tuwen_post_get_opus (get_post (rows, i))->cover_url == NULL)
        continue;
      g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_first_child (row), row, &bounds));
      g_assert_cmpfloat_with_epsilon (bounds.origin.x + bounds.size.width,
                                      gtk_widget_get_width (row), 1);
      checked = TRUE;
    }
  g_assert_true (checked);
  gtk_widget_set_default_direction (direction);
}

/* Returns: where what says @text is, from the top of the window; -1 when it is not seen as a
 * whole */
static double
get_y (Fixture *self, const char *text)
{
  GtkWidget *widget = fixture_find (self->window, text);
  graphene_rect_t bounds;

  if (widget == NULL || !gtk_widget_compute_bounds (widget, GTK_WIDGET (self->window), &bounds)
      || bounds.origin.x < 0
      || bounds.origin.x + bounds.size.width > gtk_widget_get_width (GTK_WIDGET (self->window)))
    return -1;

  return bounds.origin.y;
}

/* A narrow window has the views below the posts; the filter stays above them */
static void
test_narrow (Fixture *self, gconstpointer data)
{
  fixture_show_space (self, SANDBOX_MID);
  wait_until (get_y (self, "Scheduled") >= 0 && get_y (self, "Scheduled") < 50);
  wait_until (get_y (self, "Articles") >= 0 && get_y (self, "Articles") < 100);

  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 640);
  wait_until (gtk_widget_get_width (GTK_WIDGET (self->window)) <= 360);
  wait_until (get_y (self, "Scheduled") > gtk_widget_get_height (GTK_WIDGET (self->window)) - 60);
  wait_until (get_y (self, "Articles") >= 0 && get_y (self, "Articles") < 100);

  gtk_window_set_default_size (GTK_WINDOW (self->window), 860, 640);
  wait_until (get_y (self, "Scheduled") >= 0 && get_y (self, "Scheduled") < 50);
}

static GtkWindow *
find_open_space (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (TUWEN_IS_OPEN_SPACE (l->data))
      return l->data;

  return NULL;
}

/* What cannot be opened is told under the field, with what was typed kept and nothing sent */
static void
test_open_space (Fixture *self, gconstpointer data)
{
  const char *wrong[] = { "", "   ", "hello", "https://example.com/1001",
                          "https://www.bilibili.com/read/cv123", "1271144654347809120" };
  GtkWindow *dialog;
  GtkWidget *entry;

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.open-space", NULL);
  dialog = find_open_space ();
  g_assert_nonnull (dialog);
  g_assert_cmpstr (gtk_window_get_title (dialog), ==, "Open a Space");
  entry = find_any (dialog, ADW_TYPE_ENTRY_ROW, NULL);
  sandbox_server_forget_requests (self->server);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), wrong[i]);
      g_assert_false (gtk_widget_has_css_class (entry, "error"));
      g_signal_emit_by_name (entry, "entry-activated");
      wait_until (gtk_widget_has_css_class (entry, "error"));
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, wrong[i]);
      g_assert_true (gtk_editable_get_editable (GTK_EDITABLE (entry)));
    }
  g_assert_cmpuint (sandbox_server_get_requests (self->server)->len, ==, 0);

  gtk_editable_set_text (GTK_EDITABLE (entry), SANDBOX_MID_UNKNOWN);
  g_signal_emit_by_name (entry, "entry-activated");
  wait_until (gtk_widget_has_css_class (entry, "error"));

  gtk_editable_set_text (GTK_EDITABLE (entry), "１００１");
  g_signal_emit_by_name (entry, "entry-activated");
  wait_until (find_open_space () == NULL);
  g_assert_cmpstr (tuwen_space_get_mid (tuwen_spaces_get_current (self->spaces)), ==, SANDBOX_MID);
}

/* Closing the dialog while it asks is no harm */
static void
test_open_space_closed (Fixture *self, gconstpointer data)
{
  GtkWindow *dialog;

  sandbox_server_fail (self->server, "*", "delay:300", -1);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.open-space", NULL);
  dialog = find_open_space ();
  gtk_editable_set_text (find_any (dialog, ADW_TYPE_ENTRY_ROW, NULL), SANDBOX_MID);
  g_signal_emit_by_name (find_any (dialog, ADW_TYPE_ENTRY_ROW, NULL), "entry-activated");
  gtk_window_close (dialog);
  wait_until (find_open_space () == NULL);
  wait_frames (self->window, 30);
  g_assert_null (tuwen_spaces_get_current (self->spaces));
}

static void
open_space (Fixture *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.open-space", NULL);
  gtk_editable_set_text (find_any (find_open_space (), ADW_TYPE_ENTRY_ROW, NULL), text);
  g_signal_emit_by_name (find_any (find_open_space (), ADW_TYPE_ENTRY_ROW, NULL),
                         "entry-activated");
  wait_until (find_open_space () == NULL);
}

/* The chooser lists what was opened, goes there, and forgets it with a way back */
static void
test_chooser (Fixture *self, gconstpointer data)
{
  GtkWidget *button, *list, *remove;

  open_space (self, SANDBOX_MID);
  open_space (self, SANDBOX_MID_2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->spaces)), ==, 2);

  button = find_any (self->window, GTK_TYPE_MENU_BUTTON, NULL);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  list = find_any (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)), GTK_TYPE_LIST_BOX, NULL);
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2));

  g_signal_emit_by_name (list, "row-activated",
                         gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
  g_assert_cmpstr (tuwen_space_get_mid (tuwen_spaces_get_current (self->spaces)), ==, SANDBOX_MID);

  wait_until (!gtk_widget_get_mapped (list));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  remove = find_any (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0), GTK_TYPE_BUTTON, NULL);
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (remove), "Remove "));
  g_signal_emit_by_name (remove, "clicked");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->spaces)), ==, 1);

  wait_until (fixture_find (self->window, "_Undo") != NULL
              || fixture_find (self->window, "Undo") != NULL);
  button = fixture_find (self->window, "_Undo") != NULL ? fixture_find (self->window, "_Undo")
                                                        : fixture_find (self->window, "Undo");
  if (!GTK_IS_BUTTON (button))
    button = gtk_widget_get_ancestor (button, GTK_TYPE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->spaces)), ==, 2);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  fixture_add ("/feed-list/few-covers", test_few_covers);
  fixture_add ("/feed-list/cover-loads", test_cover_loads);
  fixture_add ("/feed-list/broken-cover", test_broken_cover);
  fixture_add ("/feed-list/one-height", test_one_height);
  fixture_add ("/feed-list/begins-at-top", test_begins_at_top);
  fixture_add ("/feed-list/pages", test_pages);
  fixture_add ("/feed-list/filter", test_filter);
  fixture_add ("/feed-list/filter-begins-at-top", test_filter_begins_at_top);
  fixture_add ("/feed-list/news", test_news);
  fixture_add ("/feed-list/seen-news", test_seen_news);
  fixture_add ("/feed-list/unseen-news", test_unseen_news);
  fixture_add ("/feed-list/accessible", test_accessible);
  fixture_add ("/feed-list/right-to-left", test_right_to_left);
  fixture_add ("/feed-list/narrow", test_narrow);
  fixture_add ("/feed-list/open-space", test_open_space);
  fixture_add ("/feed-list/open-space-closed", test_open_space_closed);
  fixture_add ("/feed-list/chooser", test_chooser);

  return g_test_run ();
}
