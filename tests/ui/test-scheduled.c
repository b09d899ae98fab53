/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "composer-fixture.h"

#include "tuwen-scheduled-row.h"
#include "tuwen-scheduled-view.h"

#define LIST_PATH "/dynamic_draft/v1/dynamic_draft/get_drafts"
#define PUBLISH_PATH "/dynamic_draft/v1/dynamic_draft/publish_now"
#define REMOVE_PATH "/dynamic_draft/v1/dynamic_draft/rm_draft"

/* The view of what is scheduled */
typedef struct
{
  ComposerFixture base;
  TuwenScheduled *scheduled;
  TuwenPlans *plans;
  GtkWidget *window;
  TuwenScheduledView *view;
} ScheduledFixture;

static void
set_up (ScheduledFixture *self, gconstpointer data)
{
  composer_fixture_set_up (&self->base, data);
  /* Nothing is to be sent meanwhile */
  g_object_set (self->base.composers, "undo-ms", 60000, NULL);
  self->scheduled = tuwen_scheduled_new (self->base.drafts, self->base.publisher,
                                         self->base.accounts, self->base.clock);
  self->plans = tuwen_plans_new (self->base.application, self->scheduled, NULL,
                                 self->base.composers);
}

static void
show_view (ScheduledFixture *self)
{
  self->view = g_object_new (TUWEN_TYPE_SCHEDULED_VIEW,
                             "plans", self->plans,
                             "accounts", self->base.accounts,
                             "pictures", self->base.pictures,
                             "clock", self->base.clock,
                             NULL);
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 760, 900);
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (self->view)));
  wait_until (!tuwen_scheduled_get_loading (self->scheduled));
}

static void
tear_down (ScheduledFixture *self, gconstpointer data)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->plans);
  g_clear_object (&self->scheduled);
  composer_fixture_tear_down (&self->base, data);
}

static guint
count (ScheduledFixture *self, TuwenScheduledSection section)
{
  return tuwen_scheduled_count (self->scheduled, section);
}

/* Returns: (transfer full): the first of a section */
static TuwenScheduledItem *
get_first (ScheduledFixture *self, TuwenScheduledSection section)
{
  GListModel *model = G_LIST_MODEL (self->scheduled);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenScheduledItem) item = g_list_model_get_item (model, i);

      if (tuwen_scheduled_item_get_section (item) == section)
        return g_steal_pointer (&item);
    }

  g_error ("Nothing is in section %d", section);
}

static void
press (ScheduledFixture *self, const char *text)
{
  GtkWidget *widget = fixture_find (self->window, text);

  g_assert_nonnull (widget);
  if (!GTK_IS_BUTTON (widget))
    widget = gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
  g_signal_emit_by_name (widget, "clicked");
}

static void
test_signed_out (ScheduledFixture *self, gconstpointer data)
{
  show_view (self);
  wait_until (fixture_find (self->window, "Nothing Planned") != NULL);
  g_assert_nonnull (fixture_find (self->window, "_New Post"));
  g_assert_nonnull (fixture_find (self->window, "_Sign In"));
}

static void
test_list (ScheduledFixture *self, gconstpointer data)
{
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  show_view (self);
  wait_until (count (self, TUWEN_SECTION_SCHEDULED) == 4);
  g_assert_cmpuint (count (self, TUWEN_SECTION_ATTENTION), ==, 1);
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

static void
test_draft (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (self->base.drafts);

  tuwen_draft_set_title (draft, "Half written");
  show_view (self);
  wait_until (count (self, TUWEN_SECTION_DRAFTS) == 1);
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
  show_view (self);
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
  show_view (self);
  wait_until (fixture_find (self->window, "Publish Now") != NULL);
  item = get_first (self, TUWEN_SECTION_ATTENTION);

  press (self, "Publish Now");
  g_assert_true (tuwen_plans_is_counting (self->plans, item));
  g_assert_cmpstr (tuwen_plans_get_step (self->plans, item), ==, "Publishing in a moment");
  wait_until (fixture_find (self->window, "Undo") != NULL);
  press (self, "Undo");
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
  show_view (self);
  wait_until (fixture_find (self->window, "Scheduled (4)") != NULL);
  model = gtk_list_view_get_model (tuwen_scheduled_view_get_list (self->view));

  /* Headings are never among what is selected */
  gtk_selection_model_select_all (model);
  wait_until (fixture_find (self->window, "5 posts selected") != NULL);
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
  show_view (self);
  wait_until (count (self, TUWEN_SECTION_SCHEDULED) == 4);
  item = get_first (self, TUWEN_SECTION_SCHEDULED);
  name = tuwen_plans_dup_name (item);
  g_assert_true (g_str_has_prefix (name, "listed:"));
  found = tuwen_plans_find (self->plans, name);
  g_assert_true (found == item);
  g_assert_null (tuwen_plans_find (self->plans, "draft:none"));
}

static void
add_tests (void)
{
#define add(path, test) g_test_add (path, ScheduledFixture, NULL, set_up, test, tear_down)
  add ("/scheduled/signed-out", test_signed_out);
  add ("/scheduled/list", test_list);
  add ("/scheduled/draft", test_draft);
  add ("/scheduled/error", test_error);
  add ("/scheduled/take-back", test_take_back);
  add ("/scheduled/select", test_select);
  add ("/scheduled/names", test_names);
#undef add
}

int
main (int argc, char **argv)
{
  return composer_fixture_run (&argc, &argv, add_tests);
}
