/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "tuwen-keyring.h"
#include "tuwen-scheduled-row.h"
#include "tuwen-scheduled-view.h"
#include "window-fixture.h"

#define LIST_PATH "/dynamic_draft/v1/dynamic_draft/get_drafts"
#define PUBLISH_PATH "/dynamic_draft/v1/dynamic_draft/publish_now"
#define REMOVE_PATH "/dynamic_draft/v1/dynamic_draft/rm_draft"

/* The view of what is scheduled, with a stand-in in the process */
typedef struct
{
  SandboxServer *server;
  TuwenService *service;
  BiliClock *clock;
  TuwenAccounts *accounts;
  TuwenPictures *pictures;
  TuwenDrafts *drafts;
  TuwenPublisher *publisher;
  TuwenComposers *composers;
  TuwenScheduled *scheduled;
  TuwenPlans *plans;
  GtkWidget *window;
  TuwenScheduledView *view;
} ScheduledFixture;

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
sign_in (ScheduledFixture *self)
{
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_header (SANDBOX_COOKIES, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenAccount) account = NULL;

  tuwen_accounts_add_async (self->accounts, cookies, TRUE, NULL, ready_cb, &result);
  wait_until (result != NULL);
  account = tuwen_accounts_add_finish (self->accounts, result, &error);
  g_assert_no_error (error);
}

static void
set_up (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliClient) nobody = NULL;
  g_autoptr (TuwenKeyring) keyring = NULL;
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  gboolean loading = TRUE;

  self->server = sandbox_server_new (&(SandboxOptions){ .posts = 3, .seed = 1 }, &error);
  g_assert_no_error (error);
  self->service = tuwen_service_new (sandbox_server_get_origin (self->server), &error);
  g_assert_no_error (error);
  self->clock = bili_clock_new ();
  nobody = bili_client_new (sandbox_server_get_origin (self->server), "Tuwen/test", self->clock,
                            NULL);
  keyring = tuwen_keyring_new (tuwen_service_get_id (self->service));
  self->accounts = tuwen_accounts_new (self->service, keyring, self->clock, "Tuwen/test");
  self->pictures = tuwen_pictures_new (nobody, NULL, TUWEN_PICTURES_MEMORY);
  self->drafts = tuwen_drafts_new (self->service, self->clock);
  self->publisher = tuwen_publisher_new (self->drafts, self->accounts, self->clock);
  self->composers = g_object_new (TUWEN_TYPE_COMPOSERS,
                                  "application", application,
                                  "service-settings", tuwen_service_get_settings (self->service),
                                  "clock", self->clock,
                                  "drafts", self->drafts,
                                  "publisher", self->publisher,
                                  "accounts", self->accounts,
                                  "pictures", self->pictures,
                                  "sandbox", TRUE,
                                  "undo-ms", 60000,
                                  NULL);
  self->scheduled
      = tuwen_scheduled_new (self->drafts, self->publisher, self->accounts, self->clock);
  self->plans = tuwen_plans_new (application, self->scheduled, NULL, self->composers);

  tuwen_accounts_load (self->accounts);
  wait_until (!tuwen_accounts_get_loading (self->accounts));
  tuwen_drafts_load (self->drafts);
  wait_until ((g_object_get (self->drafts, "loading", &loading, NULL), !loading));
}

static void
show_view (ScheduledFixture *self)
{
  self->view = g_object_new (TUWEN_TYPE_SCHEDULED_VIEW,
                             "plans", self->plans,
                             "accounts", self->accounts,
                             "pictures", self->pictures,
                             "clock", self->clock,
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
  g_autoptr (GAsyncResult) result = NULL;

  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  tuwen_drafts_flush_async (self->drafts, NULL, ready_cb, &result);
  wait_until (result != NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->plans);
  g_clear_object (&self->scheduled);
  g_clear_object (&self->composers);
  g_clear_object (&self->publisher);
  g_clear_object (&self->drafts);
  g_clear_object (&self->accounts);
  g_clear_object (&self->pictures);
  g_clear_object (&self->clock);
  g_clear_object (&self->service);
  g_clear_object (&self->server);
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
  sign_in (self);
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
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (self->drafts);

  tuwen_draft_set_title (draft, "Half written");
  show_view (self);
  wait_until (count (self, TUWEN_SECTION_DRAFTS) == 1);
  wait_until (fixture_find (self->window, "Drafts (1)") != NULL);
  wait_until (fixture_find (self->window, "Edit") != NULL);
  g_assert_null (fixture_find (self->window, "Publish Now"));

  tuwen_drafts_discard (self->drafts, draft);
  wait_until (fixture_find (self->window, "Nothing Planned") != NULL);
}

static void
test_error (ScheduledFixture *self, gconstpointer data)
{
  sign_in (self);
  sandbox_server_fail (self->server, LIST_PATH, "http:500", -1);
  show_view (self);
  wait_until (fixture_find (self->window, "_Retry") != NULL);

  sandbox_server_fail (self->server, LIST_PATH, "http:500", 0);
  tuwen_scheduled_refresh (self->scheduled);
  wait_until (fixture_find (self->window, "Scheduled (4)") != NULL);

  /* With something to be seen, what went wrong is said above it */
  sandbox_server_fail (self->server, LIST_PATH, "http:500", -1);
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

  sign_in (self);
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

  g_assert_cmpuint (sandbox_server_count_requests (self->server, PUBLISH_PATH), ==, 0);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, REMOVE_PATH), ==, 0);
}

static void
test_select (ScheduledFixture *self, gconstpointer data)
{
  GtkSelectionModel *model;

  sign_in (self);
  show_view (self);
  wait_until (fixture_find (self->window, "Scheduled (4)") != NULL);
  model = gtk_list_view_get_model (tuwen_scheduled_view_get_list (self->view));

  /* Headings are never among what is selected */
  gtk_selection_model_select_all (model);
  wait_until (fixture_find (self->window, "5 posts selected") != NULL);
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (self->view), "scheduled.unselect", NULL));
  g_assert_true (gtk_bitset_is_empty (gtk_selection_model_get_selection (model)));
}

static void
test_names (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = NULL;
  g_autoptr (TuwenScheduledItem) found = NULL;
  g_autofree char *name = NULL;

  sign_in (self);
  show_view (self);
  wait_until (count (self, TUWEN_SECTION_SCHEDULED) == 4);
  item = get_first (self, TUWEN_SECTION_SCHEDULED);
  name = tuwen_plans_dup_name (item);
  g_assert_true (g_str_has_prefix (name, "listed:"));
  found = tuwen_plans_find (self->plans, name);
  g_assert_true (found == item);
  g_assert_null (tuwen_plans_find (self->plans, "draft:none"));
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("tuwen-scheduled-XXXXXX", NULL);
  g_autoptr (GtkApplication) application = NULL;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  fixture_init (&argc, &argv);
  /* Never run: windows belong to it, that is all */
  application = gtk_application_new ("io.github.tuwen.Test", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);

#define add(path, test) g_test_add (path, ScheduledFixture, NULL, set_up, test, tear_down)
  add ("/scheduled/signed-out", test_signed_out);
  add ("/scheduled/list", test_list);
  add ("/scheduled/draft", test_draft);
  add ("/scheduled/error", test_error);
  add ("/scheduled/take-back", test_take_back);
  add ("/scheduled/select", test_select);
  add ("/scheduled/names", test_names);
#undef add

  return g_test_run ();
}
