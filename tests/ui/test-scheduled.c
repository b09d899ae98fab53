/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scheduled-fixture.h"
#include "tuwen-row-text.h"
#include "tuwen-scheduled-words.h"

static void
test_signed_out (ScheduledFixture *self, gconstpointer data)
{
  scheduled_fixture_show (self);
  wait_until (fixture_find (self->window, "Nothing Planned") != NULL);
  g_assert_nonnull (fixture_find (self->window, "_New Post"));
  g_assert_nonnull (fixture_find (self->window, "_Sign In"));
}

static void
test_list (ScheduledFixture *self, gconstpointer data)
{
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  scheduled_fixture_show (self);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 4);
  g_assert_cmpuint (scheduled_fixture_count (self, TUWEN_SECTION_ATTENTION), ==, 1);
  wait_until (fixture_find (self->window, "Needs Attention (1)") != NULL);
  wait_until (fixture_find (self->window, "Scheduled (4)") != NULL);
  wait_until (fixture_find (self->window, "1 needs attention · 4 scheduled") != NULL);
  /* Two headings and five posts */
  g_assert_cmpuint (g_list_model_get_n_items (
                        G_LIST_MODEL (gtk_list_view_get_model (
                            tuwen_scheduled_view_get_list (self->view)))),
                    ==, 7);
  wait_until (fixture_find (self->window, "Publish Now") != NULL);
}

/* Drafts are there before the service has answered: what needs attention then comes above them, and
 * is seen */
static void
test_opens_at_top (ScheduledFixture *self, gconstpointer data)
{
  GtkAdjustment *adjustment;
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 30; i++)
    g_ptr_array_add (kept, scheduled_fixture_write (self, "Half written"));
  scheduled_fixture_show (self);
  wait_until (fixture_find (self->window, "Drafts (30)") != NULL);
  adjustment = gtk_scrollable_get_vadjustment (
      GTK_SCROLLABLE (tuwen_scheduled_view_get_list (self->view)));
  wait_until (gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment));

  composer_sign_in (&self->base, SANDBOX_COOKIES);
  tuwen_scheduled_refresh (self->scheduled);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_ATTENTION) == 1);
  wait_until (gtk_adjustment_get_value (adjustment) < 1
              && fixture_find (self->window, "Needs Attention (1)") != NULL);

  /* Whoever has scrolled stays where they are, unless it was between a change and its frame */
  wait_frames (self->window, 3);
  wait_until ((gtk_widget_activate_action (GTK_WIDGET (tuwen_scheduled_view_get_list (self->view)),
                                           "list.scroll-to-item", "u", 25),
               fixture_find (self->window, "Needs Attention (1)") == NULL));
  scheduled_fixture_add_elsewhere (self, SANDBOX_MID, "One more",
                                   scheduled_fixture_now (self) + HOUR);
  tuwen_scheduled_refresh (self->scheduled);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 5);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 500);
}

/* Rows change while the top is seen, and in the same frame somebody scrolls: there they stay */
static void
test_scrolls_as_rows_change (ScheduledFixture *self, gconstpointer data)
{
  GtkAdjustment *adjustment;
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  guint before;

  for (guint i = 0; i < 30; i++)
    g_ptr_array_add (kept, scheduled_fixture_write (self, "Half written"));
  scheduled_fixture_show (self);
  wait_until (fixture_find (self->window, "Drafts (30)") != NULL);
  adjustment = gtk_scrollable_get_vadjustment (
      GTK_SCROLLABLE (tuwen_scheduled_view_get_list (self->view)));
  wait_until (gtk_adjustment_get_upper (adjustment) > 2000);
  wait_frames (self->window, 3);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <, 1);

  before = scheduled_fixture_count (self, TUWEN_SECTION_DRAFTS);
  g_ptr_array_add (kept, scheduled_fixture_write (self, "One more"));
  tuwen_scheduled_tick (self->scheduled);
  g_assert_cmpuint (scheduled_fixture_count (self, TUWEN_SECTION_DRAFTS), ==, before + 1);
  gtk_adjustment_set_value (adjustment, 600);
  wait_frames (self->window, 3);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 500);

  /* Whoever stays at the top sees what comes above it */
  gtk_adjustment_set_value (adjustment, 0);
  wait_frames (self->window, 3);
  g_ptr_array_add (kept, scheduled_fixture_write (self, "The last"));
  tuwen_scheduled_tick (self->scheduled);
  wait_frames (self->window, 3);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <, 1);
}

/* Returns: (nullable): the post whose row has the focus */
static TuwenScheduledItem *
get_focused (ScheduledFixture *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self->window));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  return TUWEN_IS_SCHEDULED_ROW (row) ? tuwen_scheduled_row_get_item (TUWEN_SCHEDULED_ROW (row))
                                      : NULL;
}

static gboolean
has_button_focus (ScheduledFixture *self, const char *action)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self->window));

  return GTK_IS_BUTTON (focus)
         && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (focus)), action) == 0;
}

/* Comes from another view before there is a list */
static void
come (ScheduledFixture *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) refresh = g_simple_action_new ("refresh", NULL);

  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (refresh));
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  sandbox_server_fail (self->base.server, LIST_PATH, "delay:200", 1);
  scheduled_fixture_open (self, 760);
  gtk_widget_insert_action_group (self->window, "win", G_ACTION_GROUP (actions));
  tuwen_scheduled_view_focus (self->view);
  g_assert_true (has_button_focus (self, "win.refresh"));
}

/* Whoever comes from another view goes on in the list: at the first post, also when that is not
 * there yet; later, where they were */
static void
test_focus (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) first = NULL;
  g_autoptr (TuwenScheduledItem) other = NULL;

  come (self);
  wait_until (get_focused (self) != NULL);
  first = scheduled_fixture_get_first (self, TUWEN_SECTION_ATTENTION);
  g_assert_true (get_focused (self) == first);

  other = scheduled_fixture_get_first (self, TUWEN_SECTION_SCHEDULED);
  gtk_widget_grab_focus (
      gtk_widget_get_parent (GTK_WIDGET (scheduled_fixture_get_row (self, other))));
  g_assert_true (get_focused (self) == other);
  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
  tuwen_scheduled_view_focus (self->view);
  g_assert_true (get_focused (self) == other);
}

/* Nobody who went elsewhere meanwhile is called back */
static void
test_focus_elsewhere (ScheduledFixture *self, gconstpointer data)
{
  come (self);
  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
  wait_until (fixture_find (self->window, "Scheduled (4)") != NULL);
  wait_frames (self->window, 4);
  g_assert_null (gtk_window_get_focus (GTK_WINDOW (self->window)));
}

static void
test_draft (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (self->base.drafts);

  tuwen_draft_set_title (draft, "Half written");
  scheduled_fixture_show (self);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_DRAFTS) == 1);
  wait_until (fixture_find (self->window, "Drafts (1)") != NULL);
  wait_until (fixture_find (self->window, "Edit") != NULL);
  g_assert_null (fixture_find (self->window, "Publish Now"));

  tuwen_drafts_discard (self->base.drafts, draft);
  wait_until (fixture_find (self->window, "Nothing Planned") != NULL);
}

static void
test_error (ScheduledFixture *self, gconstpointer data)
{
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  sandbox_server_fail (self->base.server, LIST_PATH, "http:500", -1);
  scheduled_fixture_show (self);
  wait_until (fixture_find (self->window, "_Retry") != NULL);

  sandbox_server_fail (self->base.server, LIST_PATH, "http:500", 0);
  tuwen_scheduled_refresh (self->scheduled);
  wait_until (fixture_find (self->window, "Scheduled (4)") != NULL);

  /* With something to be seen, what went wrong is said above it */
  sandbox_server_fail (self->base.server, LIST_PATH, "http:500", -1);
  tuwen_scheduled_refresh (self->scheduled);
  wait_until (fixture_find (self->window, "_Retry") != NULL);
  g_assert_nonnull (fixture_find (self->window, "Scheduled (4)"));
}

/* Nothing is sent while it can be taken back */
static void
test_take_back (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  composer_sign_in (&self->base, SANDBOX_COOKIES);
  scheduled_fixture_show (self);
  wait_until (fixture_find (self->window, "Publish Now") != NULL);
  item = scheduled_fixture_get_first (self, TUWEN_SECTION_ATTENTION);

  scheduled_fixture_press (self->window, "Publish Now");
  g_assert_true (tuwen_plans_is_counting (self->plans, item));
  g_assert_cmpstr (tuwen_plans_get_step (self->plans, item), ==, "Publishing in a moment");
  wait_until (fixture_find (self->window, "Undo") != NULL);
  scheduled_fixture_press (self->window, "Undo");
  g_assert_false (tuwen_plans_is_counting (self->plans, item));
  wait_until (fixture_find (self->window, "Undo") == NULL);

  g_ptr_array_add (items, item);
  tuwen_plans_remove (self->plans, items);
  g_assert_cmpstr (tuwen_plans_get_step (self->plans, item), ==, "Deleting in a moment");
  g_assert_true (tuwen_plans_take_back (self->plans, item));
  g_assert_false (tuwen_plans_take_back (self->plans, item));

  g_assert_cmpuint (sandbox_server_count_requests (self->base.server, PUBLISH_PATH), ==, 0);
  g_assert_cmpuint (sandbox_server_count_requests (self->base.server, REMOVE_PATH), ==, 0);
}

static void
test_select (ScheduledFixture *self, gconstpointer data)
{
  GtkSelectionModel *model;
  g_autoptr (GtkBitset) selected = NULL;

  composer_sign_in (&self->base, SANDBOX_COOKIES);
  scheduled_fixture_show (self);
  wait_until (fixture_find (self->window, "Scheduled (4)") != NULL);
  model = gtk_list_view_get_model (tuwen_scheduled_view_get_list (self->view));

  /* Headings are never among what is selected */
  gtk_selection_model_select_all (model);
  wait_until (fixture_find (self->window, "5 posts selected") != NULL);
  selected = gtk_selection_model_get_selection (model);
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, 5);
  g_clear_pointer (&selected, gtk_bitset_unref);
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (self->view), "scheduled.unselect", NULL));
  selected = gtk_selection_model_get_selection (model);
  g_assert_true (gtk_bitset_is_empty (selected));
}

static void
test_names (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = NULL;
  g_autoptr (TuwenScheduledItem) found = NULL;
  g_autofree char *name = NULL;

  composer_sign_in (&self->base, SANDBOX_COOKIES);
  scheduled_fixture_show (self);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 4);
  item = scheduled_fixture_get_first (self, TUWEN_SECTION_SCHEDULED);
  name = tuwen_plans_dup_name (item);
  g_assert_true (g_str_has_prefix (name, "listed:"));
  found = tuwen_plans_find (self->plans, name);
  g_assert_true (found == item);
  g_assert_null (tuwen_plans_find (self->plans, "draft:none"));
}

/* With several accounts each row says whose it is */
static void
test_accounts (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = NULL;
  g_autofree char *words = NULL;
  g_autofree char *more = NULL;

  g_ptr_array_set_size (self->base.server->world->drafts, 0);
  scheduled_fixture_add_elsewhere (self, SANDBOX_MID_2, "Of the other",
                                   scheduled_fixture_now (self) + HOUR);
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  composer_sign_in (&self->base, SANDBOX_COOKIES_2);
  scheduled_fixture_show (self);
  wait_until ((item = scheduled_fixture_find (self, "Of the other")) != NULL);
  words = tuwen_scheduled_words_owner (item, self->base.accounts);
  g_assert_cmpstr (words, ==, "山野慢慢走");
  more = tuwen_scheduled_words_more (item, words, scheduled_fixture_now (self));
  g_assert_cmpstr (more, ==, "in 1 h 0 min · 山野慢慢走 · Made elsewhere, only text known");
}

/* In a narrow window the button is below the words, beside nothing that it could cut */
static void
test_narrow (ScheduledFixture *self, gconstpointer data)
{
  gboolean narrow = data != NULL;
  g_autoptr (TuwenScheduledItem) item = NULL;
  TuwenScheduledRow *row;
  GtkWidget *button;
  graphene_rect_t bounds;
  int words;

  composer_sign_in (&self->base, SANDBOX_COOKIES);
  scheduled_fixture_show_wide (self, narrow ? 360 : 760);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 4);
  item = scheduled_fixture_get_first (self, TUWEN_SECTION_ATTENTION);
  wait_until ((row = scheduled_fixture_get_row (self, item)) != NULL
              && (gtk_widget_get_width (GTK_WIDGET (row)) < 400) == narrow
              && fixture_find (row, "Publish Now") != NULL);
  gtk_widget_measure (GTK_WIDGET (row), GTK_ORIENTATION_VERTICAL, 700, &words, NULL, NULL, NULL);
  button = gtk_widget_get_ancestor (fixture_find (row, "Publish Now"), GTK_TYPE_BUTTON);
  wait_until ((gtk_widget_get_height (GTK_WIDGET (row)) > words) == narrow);
  wait_frames (self->window, 3);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (row)) > words, ==, narrow);
  g_assert_true (gtk_widget_compute_bounds (button, GTK_WIDGET (row), &bounds));
  g_assert_cmpint (bounds.origin.y >= words, ==, narrow);
}

/* What is written from right to left begins at the right, in either direction of the interface; in
 * that direction all else does, too */
static void
test_right_to_left (ScheduledFixture *self, gconstpointer data)
{
  static const struct
  {
    GtkTextDirection direction;
    const char *text;
    PangoAlignment alignment; /* Pango turns it round where the text runs against the direction */
  } cases[] = {
    { GTK_TEXT_DIR_LTR, "Hello", PANGO_ALIGN_LEFT },
    { GTK_TEXT_DIR_LTR, "مرحبا", PANGO_ALIGN_LEFT },
    { GTK_TEXT_DIR_RTL, "Hello", PANGO_ALIGN_LEFT },
    { GTK_TEXT_DIR_RTL, "مرحبا", PANGO_ALIGN_RIGHT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GtkWidget) widget = g_object_ref_sink (gtk_label_new (NULL));
      g_autoptr (PangoLayout) layout = NULL;
      PangoRectangle line;

      gtk_widget_set_direction (widget, cases[i].direction);
      layout = tuwen_row_text_layout (widget, cases[i].text, 1);
      g_assert_cmpint (pango_layout_get_alignment (layout), ==, cases[i].alignment);
      pango_layout_set_width (layout, 500 * PANGO_SCALE);
      pango_layout_get_pixel_extents (layout, NULL, &line);
      g_assert_cmpint (line.x + line.width > 490, ==, i > 0);
    }
}

#define MANY 1000

static guint
count_rows (ScheduledFixture *self, gboolean with_buttons)
{
  GtkWidget *list = GTK_WIDGET (tuwen_scheduled_view_get_list (self->view));
  guint count = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (!TUWEN_IS_SCHEDULED_ROW (row))
        continue;
      if (!with_buttons)
        count++;
      for (GtkWidget *part = gtk_widget_get_first_child (row); with_buttons && part != NULL;
           part = gtk_widget_get_next_sibling (part))
        count += GTK_IS_BUTTON (part);
    }

  return count;
}

/* However many there are, what nobody sees costs next to nothing */
static void
test_thousand (ScheduledFixture *self, gconstpointer data)
{
  gint64 begin;

  g_ptr_array_set_size (self->base.server->world->drafts, 0);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("Planned post %u", i);

      scheduled_fixture_add_elsewhere (self, SANDBOX_MID, text,
                                       scheduled_fixture_now (self) + HOUR + i * 60);
    }
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  begin = g_get_monotonic_time ();
  scheduled_fixture_show (self);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == MANY);
  wait_until (fixture_find (self->window, "Publish Now") != NULL);
  g_test_message ("%u posts are there after %" G_GINT64_FORMAT " ms", MANY,
                  (g_get_monotonic_time () - begin) / 1000);

  /* GTK keeps about two hundred rows; only the dozen that is seen has buttons */
  g_assert_cmpuint (count_rows (self, FALSE), <, 250);
  g_assert_cmpuint (count_rows (self, TRUE), >, 0);
  g_assert_cmpuint (count_rows (self, TRUE), <, 60);
  g_assert_nonnull (fixture_find (self->window, "Scheduled (1000)"));
}

/* Rows have room for what is written in them, and posts are written in Chinese on every desktop */
static void
test_line_height (void)
{
  static const double scales[] = { 1, TUWEN_ROW_TEXT_SMALL };
  g_autoptr (GtkWidget) widget = g_object_ref_sink (gtk_label_new (NULL));
  int line = tuwen_row_text_get_line_height (widget);

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (PangoLayout) layout = tuwen_row_text_layout (widget, "图文 Ág", scales[i]);
      int height;

      pango_layout_get_pixel_size (layout, NULL, &height);
      g_assert_cmpint (height, <=, (int) (line * scales[i] + 0.99));
    }
}

static void
add_tests (void)
{
  scheduled_fixture_add ("/scheduled/signed-out", test_signed_out);
  scheduled_fixture_add ("/scheduled/list", test_list);
  scheduled_fixture_add ("/scheduled/opens-at-top", test_opens_at_top);
  scheduled_fixture_add ("/scheduled/scrolls-as-rows-change", test_scrolls_as_rows_change);
  scheduled_fixture_add ("/scheduled/focus", test_focus);
  scheduled_fixture_add ("/scheduled/focus-elsewhere", test_focus_elsewhere);
  scheduled_fixture_add ("/scheduled/draft", test_draft);
  scheduled_fixture_add ("/scheduled/error", test_error);
  scheduled_fixture_add ("/scheduled/take-back", test_take_back);
  scheduled_fixture_add ("/scheduled/select", test_select);
  scheduled_fixture_add ("/scheduled/names", test_names);
  scheduled_fixture_add ("/scheduled/accounts", test_accounts);
  scheduled_fixture_add ("/scheduled/wide", test_narrow);
  g_test_add ("/scheduled/narrow", ScheduledFixture, "narrow", scheduled_fixture_set_up,
              test_narrow, scheduled_fixture_tear_down);
  scheduled_fixture_add ("/scheduled/right-to-left", test_right_to_left);
  scheduled_fixture_add ("/scheduled/thousand", test_thousand);
  g_test_add_func ("/scheduled/line-height", test_line_height);
}

int
main (int argc, char **argv)
{
  return composer_fixture_run (&argc, &argv, add_tests);
}
