/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scheduled-fixture.h"
#include "tuwen-composer.h"
#include "tuwen-planner.h"

/* Planning in the composer: the hint at what else is planned, what is said before it is sent, and
 * the choice when its time is too near. */

static GtkWindow *
open_with (ScheduledFixture *self, const char *text, gint64 time)
{
  g_autoptr (TuwenDraft) draft = scheduled_fixture_write (self, text);

  tuwen_draft_set_publish_time (draft, time);
  return tuwen_composers_open (self->base.composers, draft);
}

static TuwenDraft *
get_draft (GtkWindow *window)
{
  return tuwen_composer_get_draft (TUWEN_COMPOSER (window));
}

static void
act (GtkWindow *window, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
}

static gboolean
is_counting (ScheduledFixture *self, GtkWindow *window)
{
  return tuwen_composers_is_counting (self->base.composers, get_draft (window));
}

static TuwenPlanner *
get_planner (GtkWindow *window)
{
  GtkMenuButton *button = GTK_MENU_BUTTON (
      gtk_widget_get_template_child (GTK_WIDGET (window), TUWEN_TYPE_COMPOSER, "schedule_button"));
  GtkPopover *popover;

  gtk_menu_button_popup (button);
  popover = gtk_menu_button_get_popover (button);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (popover)));
  return TUWEN_PLANNER (gtk_popover_get_child (popover));
}

/* Whether it says that another post is near */
static gboolean
is_warned (TuwenPlanner *planner)
{
  GtkWidget *hint = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (planner), TUWEN_TYPE_PLANNER, "hint"));

  return gtk_widget_get_visible (hint)
         && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (hint)),
                              "Another post is planned close by: ");
}

/* What was made elsewhere counts, though nobody has asked the service before */
static void
test_clash (ScheduledFixture *self, gconstpointer data)
{
  gint64 time = scheduled_fixture_now (self) + 5 * HOUR;
  TuwenPlanner *planner;
  GtkWindow *window;

  g_ptr_array_set_size (self->base.server->world->drafts, 0);
  scheduled_fixture_add_elsewhere (self, SANDBOX_MID, "Elsewhere", time);
  scheduled_fixture_add_elsewhere (self, SANDBOX_MID, "Later", time + 20 * MINUTE);
  scheduled_fixture_add_elsewhere (self, SANDBOX_MID_2, "Of another", time - HOUR);
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  window = open_with (self, "Another one", time - 14 * MINUTE);
  planner = get_planner (window);
  wait_until (is_warned (planner));

  /* A hint, no refusal */
  g_assert_true (gtk_widget_is_sensitive (gtk_widget_get_ancestor (
      fixture_find (planner, "_Set Time"), GTK_TYPE_BUTTON)));
  tuwen_planner_set_time (planner, time - 15 * MINUTE);
  g_assert_false (is_warned (planner));
  tuwen_planner_set_time (planner, time - HOUR);
  g_assert_false (is_warned (planner));
  tuwen_planner_set_time (planner, time + 11 * MINUTE);
  g_assert_true (is_warned (planner));
}

/* A post does not get in its own way, and its change does not in its */
static void
test_no_clash (ScheduledFixture *self, gconstpointer data)
{
  gint64 time = scheduled_fixture_now (self) + 5 * HOUR;
  g_autoptr (TuwenScheduledItem) item = NULL;
  TuwenPlanner *planner;

  g_ptr_array_set_size (self->base.server->world->drafts, 0);
  scheduled_fixture_add_elsewhere (self, SANDBOX_MID, "Elsewhere", time);
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  tuwen_scheduled_refresh (self->scheduled);
  wait_until ((item = scheduled_fixture_find (self, "Elsewhere")) != NULL);
  tuwen_plans_edit (self->plans, item);
  wait_until (scheduled_fixture_get_composer (self) != NULL);
  planner = get_planner (scheduled_fixture_get_composer (self));
  g_assert_cmpint (tuwen_planner_get_time (planner), ==, time);
  wait_until (!tuwen_scheduled_get_loading (self->scheduled));
  g_assert_false (is_warned (planner));
}

static void
add_mention (TuwenDraft *draft)
{
  g_autoptr (GPtrArray) nodes = bili_nodes_copy (tuwen_draft_get_nodes (draft));

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_MENTION, "@山野慢慢走", SANDBOX_MID_2));
  tuwen_draft_set_nodes (draft, nodes);
}

static void
set_vote (TuwenDraft *draft, gint64 duration)
{
  g_autoptr (BiliVote) vote = bili_vote_new ();

  g_free (vote->title);
  vote->title = g_strdup ("Which?");
  vote->choices = 1;
  vote->duration = duration;
  g_ptr_array_set_size (vote->options, 0);
  g_ptr_array_add (vote->options, bili_vote_option_new ("Left", NULL));
  g_ptr_array_add (vote->options, bili_vote_option_new ("Right", NULL));
  tuwen_draft_set_vote (draft, vote);
}

/* Known to fail on the service: said before, and then a person decides */
static void
test_mention (ScheduledFixture *self, gconstpointer data)
{
  GtkWindow *window;
  g_autoptr (TuwenDraft) draft = NULL;

  composer_sign_in (&self->base, SANDBOX_COOKIES);
  draft = scheduled_fixture_write (self, "Hello ");
  add_mention (draft);
  tuwen_draft_set_publish_time (draft, scheduled_fixture_now (self) + HOUR);
  window = tuwen_composers_open (self->base.composers, draft);
  act (window, "composer.publish");
  wait_until (fixture_find (window,
                            "Scheduled posts that mention somebody are known to fail when their "
                            "time comes.")
              != NULL);
  g_assert_false (is_counting (self, window));

  /* Pressing again does not mean that it was read; that has a button */
  act (window, "composer.publish");
  g_assert_false (is_counting (self, window));
  scheduled_fixture_press (window, "Schedule _Anyway");
  g_assert_true (is_counting (self, window));
  g_assert_true (tuwen_composers_take_back (self->base.composers, draft));

  /* Another time, or none, and it has to be looked at again */
  tuwen_draft_set_publish_time (draft, 0);
  act (window, "composer.publish");
  g_assert_true (is_counting (self, window));
  g_assert_true (tuwen_composers_take_back (self->base.composers, draft));
}

static void
test_vote_ends (ScheduledFixture *self, gconstpointer data)
{
  GtkWindow *window;

  composer_sign_in (&self->base, SANDBOX_COOKIES);
  window = open_with (self, "Vote", scheduled_fixture_now (self) + 4 * DAY);
  set_vote (get_draft (window), 3 * DAY);
  act (window, "composer.publish");
  wait_until (fixture_find (window, "The vote would be over before the post appears.") != NULL);
  g_assert_false (is_counting (self, window));
  g_assert_null (fixture_find (window, "Schedule _Anyway"));

  set_vote (get_draft (window), 7 * DAY);
  act (window, "composer.publish");
  g_assert_true (is_counting (self, window));
  g_assert_true (tuwen_composers_take_back (self->base.composers, get_draft (window)));
}

/* The session is known to be over by then: 1893456000 is what the cookie says */
static void
test_session_ends (ScheduledFixture *self, gconstpointer data)
{
  GtkWindow *window;

  composer_sign_in (&self->base, SANDBOX_COOKIES);
  scheduled_fixture_pass (self, 1893456000 - HOUR - scheduled_fixture_now (self));
  window = open_with (self, "Next year", 1893456000 + HOUR);
  act (window, "composer.publish");
  wait_until (fixture_find (window,
                            "The session ends before the post appears. Sign in again to be able to "
                            "change it until then.")
              != NULL);
  g_assert_false (is_counting (self, window));
  g_assert_nonnull (fixture_find (window, "Schedule _Anyway"));
}

static gboolean
offers_choice (GtkWindow *window)
{
  return fixture_find (window, "+1_0 min") != NULL && fixture_find (window, "Publish _Now") != NULL
         && fixture_find (window, "_Change") != NULL;
}

/* Too near when it is asked for: a choice, and nothing goes out by itself */
static void
test_too_near (ScheduledFixture *self, gconstpointer data)
{
  const char *choice = data;
  gint64 time = scheduled_fixture_now (self) + 5 * MINUTE;
  GtkWindow *window;
  TuwenDraft *draft;

  composer_sign_in (&self->base, SANDBOX_COOKIES);
  window = open_with (self, "Soon", time);
  draft = get_draft (window);
  act (window, "composer.publish");
  wait_until (offers_choice (window));
  g_assert_false (is_counting (self, window));

  if (g_str_equal (choice, "later"))
    {
      scheduled_fixture_press (window, "+1_0 min");
      g_assert_cmpint (tuwen_draft_get_publish_time (draft), >=, time + 10 * MINUTE);
      g_assert_cmpint (tuwen_draft_get_publish_time (draft), <, time + 11 * MINUTE);
      g_assert_true (is_counting (self, window));
    }
  else if (g_str_equal (choice, "now"))
    {
      scheduled_fixture_press (window, "Publish _Now");
      g_assert_cmpint (tuwen_draft_get_publish_time (draft), ==, 0);
      g_assert_true (is_counting (self, window));
    }
  else
    {
      GtkMenuButton *button = GTK_MENU_BUTTON (gtk_widget_get_template_child (
          GTK_WIDGET (window), TUWEN_TYPE_COMPOSER, "schedule_button"));

      scheduled_fixture_press (window, "_Change");
      wait_until (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
      g_assert_false (is_counting (self, window));
      return;
    }
  g_assert_true (tuwen_composers_take_back (self->base.composers, draft));
  g_assert_cmpuint (sandbox_server_count_requests (self->base.server, CREATE_PATH), ==, 0);
}

/* It was far enough ahead when it was asked for, and is not once the time to take that back is
 * over */
static void
test_too_near_meanwhile (ScheduledFixture *self, gconstpointer data)
{
  GtkWindow *window;

  g_object_set (self->base.composers, "undo-ms", 50, NULL);
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  window = open_with (self, "Meanwhile", scheduled_fixture_now (self) + 7 * MINUTE);
  act (window, "composer.publish");
  g_assert_true (is_counting (self, window));
  scheduled_fixture_pass (self, 2 * MINUTE);
  wait_until (tuwen_draft_get_state (get_draft (window)) == TUWEN_DRAFT_TOO_NEAR);
  wait_until (offers_choice (window));
  g_assert_cmpuint (scheduled_fixture_count (self, TUWEN_SECTION_ATTENTION), ==, 1);
  g_assert_cmpuint (sandbox_server_count_requests (self->base.server, CREATE_PATH), ==, 0);

  scheduled_fixture_press (window, "+1_0 min");
  wait_until (scheduled_fixture_get_composer (self) == NULL);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 1);
  g_assert_cmpuint (sandbox_server_count_requests (self->base.server, CREATE_PATH), ==, 1);
}

static void
add_tests (void)
{
  static const char *const choices[] = { "later", "now", "change" };

  scheduled_fixture_add ("/composer/clash", test_clash);
  scheduled_fixture_add ("/composer/no-clash", test_no_clash);
  scheduled_fixture_add ("/composer/mention", test_mention);
  scheduled_fixture_add ("/composer/vote-ends", test_vote_ends);
  scheduled_fixture_add ("/composer/session-ends", test_session_ends);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *path = g_strconcat ("/composer/too-near/", choices[i], NULL);

      g_test_add (path, ScheduledFixture, choices[i], scheduled_fixture_set_up, test_too_near,
                  scheduled_fixture_tear_down);
    }
  scheduled_fixture_add ("/composer/too-near-meanwhile", test_too_near_meanwhile);
}

int
main (int argc, char **argv)
{
  return composer_fixture_run (&argc, &argv, add_tests);
}
