/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scheduled-fixture.h"
#include "tuwen-composer.h"
#include "tuwen-planner.h"
#include "tuwen-scheduled-words.h"

/* What can be done about each post that is planned: by its button, by the keyboard, by its menu,
 * and from what the desktop tells. */

#define FEED_LIST "/x/polymer/web-dynamic/v1/opus/feed/space"

static GPtrArray *
get_listed (ScheduledFixture *self)
{
  return self->base.server->world->drafts;
}

static guint
count_posts (ScheduledFixture *self, const char *text)
{
  GPtrArray *posts = sandbox_world_find_person (self->base.server->world, SANDBOX_MID)->posts;
  guint count = 0;

  for (guint i = 0; i < posts->len; i++)
    count += g_str_equal (((const SandboxPost *) posts->pdata[i])->text, text);

  return count;
}

static gboolean
is_there (ScheduledFixture *self, const char *text)
{
  g_autoptr (TuwenScheduledItem) item = scheduled_fixture_find (self, text);

  return item != NULL;
}

/* One post that is planned an hour ahead, and the view of it. Returns: (transfer full) */
static TuwenScheduledItem *
show_one (ScheduledFixture *self, const char *text)
{
  TuwenScheduledItem *item;

  g_ptr_array_set_size (get_listed (self), 0);
  scheduled_fixture_add_elsewhere (self, SANDBOX_MID, text, scheduled_fixture_now (self) + HOUR);
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  scheduled_fixture_show (self);
  wait_until ((item = scheduled_fixture_find (self, text)) != NULL);
  return item;
}

static void
focus (ScheduledFixture *self, TuwenScheduledItem *item)
{
  TuwenScheduledRow *row;

  wait_until ((row = scheduled_fixture_get_row (self, item)) != NULL);
  g_assert_true (gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (row))));
}

/* As the keys do it, which are bound to the action */
static void
act_on (ScheduledFixture *self, TuwenScheduledItem *item, const char *action)
{
  focus (self, item);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->view), action, NULL));
}

static void
hurry (ScheduledFixture *self)
{
  g_object_set (self->base.composers, "undo-ms", 20, NULL);
}

static TuwenDraft *
get_draft (ScheduledFixture *self)
{
  GtkWindow *window;

  wait_until ((window = scheduled_fixture_get_composer (self)) != NULL);
  return tuwen_composer_get_draft (TUWEN_COMPOSER (window));
}

static void
test_publish_now (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Right now");

  act_on (self, item, "scheduled.publish-now");
  g_assert_true (tuwen_plans_is_counting (self->plans, item));
  act_on (self, item, "scheduled.take-back");
  g_assert_false (tuwen_plans_is_counting (self->plans, item));
  g_assert_cmpuint (sandbox_server_count_requests (self->base.server, PUBLISH_PATH), ==, 0);

  hurry (self);
  act_on (self, item, "scheduled.publish-now");
  wait_until (strstr (self->said->str, "Published\n") != NULL);
  wait_until (fixture_find (self->window, "Nothing Planned") != NULL);
  g_assert_cmpuint (count_posts (self, "Right now"), ==, 1);
  g_assert_cmpuint (get_listed (self)->len, ==, 0);
}

/* The same draft each time, and publishing it replaces what is there */
static void
test_edit (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Before");
  g_autoptr (TuwenDraft) draft = NULL;
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  act_on (self, item, "scheduled.edit");
  draft = g_object_ref (get_draft (self));
  g_assert_true (tuwen_draft_replaces (draft));
  g_assert_cmpint (tuwen_draft_get_publish_time (draft), ==, tuwen_scheduled_item_get_time (item));
  scheduled_fixture_close_composer (self);
  wait_until (tuwen_scheduled_item_get_step (item) == NULL);
  /* Activating the row is another way */
  g_signal_emit_by_name (tuwen_scheduled_view_get_list (self->view), "activate", 1);
  g_assert_true (get_draft (self) == draft);

  hurry (self);
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, "After", NULL));
  tuwen_draft_set_nodes (draft, nodes);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (scheduled_fixture_get_composer (self)),
                                             "composer.publish", NULL));
  wait_until (get_listed (self)->len == 1
              && g_str_equal (((SandboxDraft *) get_listed (self)->pdata[0])->post->text, "After"));
  wait_until (scheduled_fixture_get_composer (self) == NULL);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (self->scheduled)) == 1
              && !is_there (self, "Before"));
}

static void
test_reschedule (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Another day");
  gint64 then = tuwen_scheduled_item_get_time (item) + DAY;
  GtkWidget *button;
  TuwenPlanner *planner;

  act_on (self, item, "scheduled.reschedule");
  wait_until ((button = fixture_find (self->window, "_Reschedule")) != NULL);
  planner = TUWEN_PLANNER (gtk_widget_get_ancestor (button, TUWEN_TYPE_PLANNER));
  g_assert_cmpint (tuwen_planner_get_time (planner), ==, tuwen_scheduled_item_get_time (item));
  tuwen_planner_set_time (planner, then);
  scheduled_fixture_press (planner, "_Reschedule");
  wait_until (strstr (self->said->str, "Rescheduled\n") != NULL);
  wait_until (get_listed (self)->len == 1);
  g_assert_cmpint (((SandboxDraft *) get_listed (self)->pdata[0])->time, ==, then);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (self->scheduled)) == 1);
}

static void
test_copy (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Once more");
  TuwenDraft *draft;

  act_on (self, item, "scheduled.copy");
  draft = get_draft (self);
  g_assert_cmpint (tuwen_draft_get_publish_time (draft), ==, 0);
  g_assert_false (tuwen_draft_replaces (draft));
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_DRAFTS) == 1);
  g_assert_cmpuint (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED), ==, 1);
}

static void
test_trash (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Thrown away");
  g_autoptr (TuwenScheduledItem) kept = NULL;
  gboolean erase = data != NULL;

  hurry (self);
  act_on (self, item, "scheduled.delete");
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_TRASH) == 1);
  g_assert_nonnull (strstr (self->said->str, "Deleting 1 post\n"));
  g_assert_cmpuint (get_listed (self)->len, ==, 0);

  /* Only whoever looks for it sees it */
  wait_until (fixture_find (self->window, "Recently Deleted (1)") != NULL);
  g_assert_null (fixture_find (self->window, "Restore"));
  scheduled_fixture_press (self->window, "Show");
  wait_until (fixture_find (self->window, "Restore") != NULL);
  kept = scheduled_fixture_get_first (self, TUWEN_SECTION_TRASH);
  if (erase)
    {
      act_on (self, kept, "scheduled.erase");
      wait_until (fixture_find (self->window, "Nothing Planned") != NULL);
      return;
    }

  scheduled_fixture_press (self->window, "Restore");
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_DRAFTS) == 1);
  g_assert_cmpuint (scheduled_fixture_count (self, TUWEN_SECTION_TRASH), ==, 0);
  g_assert_nonnull (strstr (self->said->str, "It is a draft again\n"));
  g_assert_cmpstr (tuwen_scheduled_item_get_text (kept), ==, "Thrown away");
}

/* All that are selected go at once, and come back at once */
static void
test_delete_many (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Post 0");
  GtkSelectionModel *model = gtk_list_view_get_model (tuwen_scheduled_view_get_list (self->view));

  for (guint i = 1; i < 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("Post %u", i);

      scheduled_fixture_add_elsewhere (self, SANDBOX_MID, text,
                                       scheduled_fixture_now (self) + i * DAY);
    }
  tuwen_scheduled_refresh (self->scheduled);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 3);

  gtk_selection_model_select_all (model);
  wait_until (fixture_find (self->window, "3 posts selected") != NULL);
  scheduled_fixture_press (self->window, "_Delete");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TuwenScheduledItem) one
          = g_list_model_get_item (G_LIST_MODEL (self->scheduled), i);

      g_assert_true (tuwen_plans_take_back (self->plans, one));
    }
  g_assert_nonnull (strstr (self->said->str, "Deleting 3 posts\n"));
  g_assert_cmpuint (sandbox_server_count_requests (self->base.server, REMOVE_PATH), ==, 0);

  hurry (self);
  gtk_selection_model_select_all (model);
  focus (self, item);
  gtk_selection_model_select_all (model);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->view), "scheduled.delete", NULL));
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_TRASH) == 3);
  g_assert_cmpuint (get_listed (self)->len, ==, 0);
}

/* An answer that never comes, and nobody to ask: said, with a button to look again */
static void
test_look_again (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Lost");

  hurry (self);
  sandbox_server_fail (self->base.server, PUBLISH_PATH, "lost", 1);
  act_on (self, item, "scheduled.publish-now");
  wait_until (sandbox_server_count_requests (self->base.server, PUBLISH_PATH) == 1);
  sandbox_server_fail (self->base.server, LIST_PATH, "http:500", -1);
  sandbox_server_fail (self->base.server, FEED_LIST, "http:500", -1);
  wait_until (tuwen_scheduled_item_get_state (item) == TUWEN_SCHEDULED_UNKNOWN);
  wait_until (fixture_find (self->window, "Look Again") != NULL);
  g_assert_cmpuint (scheduled_fixture_count (self, TUWEN_SECTION_ATTENTION), ==, 1);

  sandbox_server_fail (self->base.server, LIST_PATH, "http:500", 0);
  sandbox_server_fail (self->base.server, FEED_LIST, "http:500", 0);
  scheduled_fixture_press (self->window, "Look Again");
  wait_until (!is_there (self, "Lost"));
  g_assert_cmpuint (count_posts (self, "Lost"), ==, 1);
  g_assert_cmpuint (sandbox_server_count_requests (self->base.server, PUBLISH_PATH), ==, 1);
}

/* Returns: whether the row of @item has a button that says @label */
static gboolean
has_button (ScheduledFixture *self, TuwenScheduledItem *item, const char *label)
{
  TuwenScheduledRow *row = scheduled_fixture_get_row (self, item);

  return row != NULL && fixture_find (row, label) != NULL;
}

/* What was refused says so where it is, and one press tries again */
static void
test_refused (ScheduledFixture *self, gconstpointer data)
{
  gboolean removing = data != NULL;
  const char *path = removing ? REMOVE_PATH : PUBLISH_PATH;
  const char *label = removing ? "Delete" : "Publish Now";
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Not now");
  g_autofree char *more = NULL;

  hurry (self);
  sandbox_server_fail (self->base.server, path, "code:-352:风控校验失败", 1);
  act_on (self, item, removing ? "scheduled.delete" : "scheduled.publish-now");
  wait_until (tuwen_scheduled_item_get_failed (item) != 0);
  g_assert_nonnull (strstr (self->said->str, "风控校验失败"));
  g_assert_nonnull (strstr (tuwen_scheduled_item_get_reason (item), "风控校验失败"));
  /* The sentence has a place of its own */
  more = tuwen_scheduled_words_more (item, NULL, scheduled_fixture_now (self));
  g_assert_null (strstr (more, "风控校验失败"));
  wait_until (has_button (self, item, label));

  scheduled_fixture_press (self->window, label);
  wait_until (get_listed (self)->len == 0);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 0);
  g_assert_cmpuint (count_posts (self, "Not now"), ==, !removing);
}

/* Changed, and the old one could not be removed: one press settles it */
static void
test_settle (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Twice");

  sandbox_server_fail (self->base.server, REMOVE_PATH, "code:-400", 1);
  tuwen_plans_reschedule (self->plans, item, scheduled_fixture_now (self) + DAY);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_ATTENTION) == 1);
  wait_until (fixture_find (self->window, "Settle") != NULL);
  g_assert_cmpuint (get_listed (self)->len, ==, 2);

  scheduled_fixture_press (self->window, "Settle");
  wait_until (get_listed (self)->len == 1);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (self->scheduled)) == 1
              && scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 1);
  g_assert_nonnull (strstr (self->said->str, "The old one is removed\n"));
}

static void
list_labels (GMenuModel *menu, GString *labels)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *label = NULL;

      if (section != NULL)
        list_labels (section, labels);
      else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        g_string_append_printf (labels, "%s ", label);
    }
}

/* Returns: (nullable): the menu that is open */
static GtkWidget *
find_menu (ScheduledFixture *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_POPOVER_MENU (child) && gtk_widget_get_mapped (child))
        return child;
    }

  return NULL;
}

/* What was chosen in a menu is done after it has closed */
static void
close_menu (ScheduledFixture *self, GtkWidget *menu)
{
  gtk_popover_popdown (GTK_POPOVER (menu));
  wait_until (find_menu (self) == NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_menu (ScheduledFixture *self, TuwenScheduledItem *item, const char *expected)
{
  g_autoptr (GString) labels = g_string_new (NULL);
  GtkWidget *menu;

  act_on (self, item, "post.menu");
  wait_until ((menu = find_menu (self)) != NULL);
  list_labels (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (menu)), labels);
  g_assert_cmpstr (labels->str, ==, expected);
  close_menu (self, menu);
  /* The keyboard goes on from there */
  wait_until (gtk_widget_has_focus (
      gtk_widget_get_parent (GTK_WIDGET (scheduled_fixture_get_row (self, item)))));
}

/* An answer was lost, and nothing tells what became of it: one press puts it aside */
static void
test_nowhere (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Unreadable");
  SandboxDraft *listed = get_listed (self)->pdata[0];

  hurry (self);
  g_free (listed->request);
  listed->request = g_strdup ("{}");
  tuwen_scheduled_refresh (self->scheduled);
  wait_until (!tuwen_scheduled_get_loading (self->scheduled));
  sandbox_server_fail (self->base.server, PUBLISH_PATH, "lost", 1);
  act_on (self, item, "scheduled.publish-now");
  wait_until (tuwen_scheduled_item_is_nowhere (item));
  wait_until (has_button (self, item, "Remove"));
  assert_menu (self, item, "_Look Again _Delete ");
  scheduled_fixture_press (self->window, "Remove");
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_TRASH) == 1);
  g_assert_cmpuint (count_posts (self, "Unreadable"), ==, 1);
}

/* All that the buttons and keys do is in the menu, and nothing that cannot be done */
static void
test_menu (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "With a menu");
  g_autoptr (TuwenDraft) draft = scheduled_fixture_write (self, "A draft");
  g_autoptr (TuwenScheduledItem) written = tuwen_scheduled_find (self->scheduled, draft);
  GtkWidget *menu;

  assert_menu (self, item, "_Publish Now _Edit _Reschedule… _Copy as New Draft _Delete ");
  assert_menu (self, written, "_Edit _Reschedule… _Copy as New Draft _Delete ");
  tuwen_plans_publish_now (self->plans, item);
  assert_menu (self, item, "_Undo ");
  g_assert_true (tuwen_plans_take_back (self->plans, item));

  /* What is chosen there is done with the post that it is of */
  act_on (self, item, "post.menu");
  wait_until ((menu = find_menu (self)) != NULL);
  g_assert_true (gtk_widget_activate_action (menu, "scheduled.publish-now", NULL));
  g_assert_true (tuwen_plans_is_counting (self->plans, item));
  g_assert_true (tuwen_plans_take_back (self->plans, item));
  close_menu (self, menu);

  hurry (self);
  act_on (self, written, "scheduled.delete");
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_TRASH) == 1);
  scheduled_fixture_press (self->window, "Show");
  assert_menu (self, written, "Res_tore Delete for _Good ");
}

typedef struct
{
  guint count;
  gboolean failed;
  char *title;
  char *body;
  char *name;
} News;

static void
unseen_cb (TuwenPlans *plans,
           TuwenScheduledItem *item,
           const char *title,
           const char *body,
           gboolean failed,
           News *news)
{
  news->count++;
  news->failed = failed;
  g_free (news->title);
  news->title = g_strdup (title);
  g_free (news->body);
  news->body = g_strdup (body);
  g_free (news->name);
  news->name = tuwen_plans_dup_name (item);
}

static void
news_clear (News *news)
{
  g_free (news->title);
  g_free (news->body);
  g_free (news->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (News, news_clear)

/* Two minutes after its time, while nobody looks at a window */
static void
test_told_published (ScheduledFixture *self, gconstpointer data)
{
  g_auto (News) news = { 0 };

  g_ptr_array_set_size (get_listed (self), 0);
  scheduled_fixture_add_elsewhere (self, SANDBOX_MID, "Came out",
                                   scheduled_fixture_now (self) + HOUR);
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  tuwen_scheduled_refresh (self->scheduled);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 1);
  g_signal_connect (self->plans, "unseen", G_CALLBACK (unseen_cb), &news);
  scheduled_fixture_pass (self, HOUR + 2 * MINUTE);
  tuwen_watcher_wake (self->watcher);
  wait_until (news.count == 1);
  g_assert_false (news.failed);
  g_assert_cmpstr (news.title, ==, "Published");
  g_assert_cmpstr (news.body, ==, "Came out");
}

/* What the notification's buttons are about is found by its name, also when the program was started
 * anew for it */
static void
test_told_failed (ScheduledFixture *self, gconstpointer data)
{
  const char *what = data;
  SandboxDraft *listed;
  g_auto (News) news = { 0 };
  g_autoptr (TuwenScheduledItem) item = NULL;

  g_ptr_array_set_size (get_listed (self), 0);
  listed = scheduled_fixture_add_elsewhere (self, SANDBOX_MID, "Did not come out",
                                            scheduled_fixture_now (self) + HOUR);
  composer_sign_in (&self->base, SANDBOX_COOKIES);
  tuwen_scheduled_refresh (self->scheduled);
  wait_until (scheduled_fixture_count (self, TUWEN_SECTION_SCHEDULED) == 1);
  sandbox_draft_fail (listed);
  g_signal_connect (self->plans, "unseen", G_CALLBACK (unseen_cb), &news);
  scheduled_fixture_pass (self, HOUR + 2 * MINUTE);
  tuwen_watcher_wake (self->watcher);
  wait_until (news.count == 1);
  g_assert_true (news.failed);
  g_assert_cmpstr (news.title, ==, "“Did not come out” was not published");
  g_assert_true (g_str_has_prefix (news.body, "The service could not publish it"));

  hurry (self);
  item = tuwen_plans_find (self->plans, news.name);
  g_assert_nonnull (item);
  if (g_str_equal (what, "edit"))
    {
      tuwen_plans_edit (self->plans, item);
      g_assert_true (tuwen_draft_replaces (get_draft (self)));
    }
  else if (g_str_equal (what, "publish-now"))
    {
      tuwen_plans_publish_now (self->plans, item);
      wait_until (count_posts (self, "Did not come out") == 1);
      wait_until (!is_there (self, "Did not come out"));
    }
  else
    {
      scheduled_fixture_show (self);
      tuwen_scheduled_view_reschedule (self->view, item);
      wait_until (fixture_find (self->window, "_Reschedule") != NULL);
    }
}

static void
left_cb (TuwenPlans *plans, GPtrArray *items, const char *title, const char *body, GString *left)
{
  g_string_append_printf (left, "%u|%s|%s\n", items->len, title, body);
}

static gboolean
is_busy (ScheduledFixture *self)
{
  gboolean busy;

  g_object_get (self->plans, "busy", &busy, NULL);
  return busy;
}

/* With no window left the desktop is to offer it, once for all that was asked for at once; it
 * counts as under way until it is answered. */
static void
test_left (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "The first");
  g_autofree char *name = tuwen_plans_dup_name (item);
  g_autoptr (GString) left = g_string_new (NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (TuwenScheduledItem) other = NULL;

  g_signal_connect (self->plans, "left", G_CALLBACK (left_cb), left);
  tuwen_plans_tell_counting (self->plans);
  g_assert_cmpstr (left->str, ==, "");
  g_assert_false (is_busy (self));

  tuwen_plans_publish_now (self->plans, item);
  g_assert_true (is_busy (self));
  tuwen_plans_tell_counting (self->plans);
  g_assert_cmpstr (left->str, ==, "1|Publishing in a moment|The first\n");
  tuwen_plans_undo (self->plans, (const char *[]){ name, "listed:1", NULL });
  g_assert_false (is_busy (self));
  g_assert_false (tuwen_plans_is_counting (self->plans, item));
  g_assert_null (strstr (self->said->str, "too late"));
  tuwen_plans_undo (self->plans, (const char *[]){ name, "listed:1", NULL });
  g_assert_nonnull (strstr (self->said->str, "It is too late to take that back\n"));

  scheduled_fixture_add_elsewhere (self, SANDBOX_MID, "The second",
                                   scheduled_fixture_now (self) + HOUR);
  tuwen_scheduled_refresh (self->scheduled);
  wait_until ((other = scheduled_fixture_find (self, "The second")) != NULL);
  g_ptr_array_add (all, item);
  g_ptr_array_add (all, other);
  tuwen_plans_remove (self->plans, all);
  g_string_truncate (left, 0);
  tuwen_plans_tell_counting (self->plans);
  g_assert_cmpstr (left->str, ==, "2|Deleting in a moment|2 posts\n");
  tuwen_plans_take_back (self->plans, item);
  g_assert_true (is_busy (self));
  tuwen_plans_take_back (self->plans, other);
  g_assert_false (is_busy (self));
  g_assert_cmpuint (get_listed (self)->len, ==, 2);

  hurry (self);
  tuwen_plans_publish_now (self->plans, item);
  wait_until (sandbox_server_count_requests (self->base.server, PUBLISH_PATH) == 1);
  g_assert_true (is_busy (self));
  wait_until (!is_busy (self));
  g_assert_cmpuint (count_posts (self, "The first"), ==, 1);
}

/* What was asked for right before somebody quits opens no window any more, but the next time */
static void
test_edit_and_quit (ScheduledFixture *self, gconstpointer data)
{
  g_autoptr (TuwenScheduledItem) item = show_one (self, "Not now");
  GListModel *drafts = G_LIST_MODEL (self->base.drafts);
  g_autoptr (TuwenDraft) draft = NULL;

  tuwen_plans_edit (self->plans, item);
  g_assert_false (is_busy (self));
  tuwen_composers_quit (self->base.composers);
  wait_until (draft != NULL || (draft = g_list_model_get_item (drafts, 0)) != NULL);
  wait_until (tuwen_draft_get_open (draft));
  g_assert_true (tuwen_draft_replaces (draft));
  g_assert_null (scheduled_fixture_get_composer (self));
}

static void
add_each (const char *path,
          const char *const *choices,
          guint n_choices,
          void (*test) (ScheduledFixture *, gconstpointer))
{
  for (guint i = 0; i < n_choices; i++)
    {
      g_autofree char *full = g_strconcat (path, "/", choices[i], NULL);

      g_test_add (full, ScheduledFixture, choices[i], scheduled_fixture_set_up, test,
                  scheduled_fixture_tear_down);
    }
}

static void
add_tests (void)
{
  static const char *const choices[] = { "edit", "publish-now", "reschedule" };
  static const char *const erase[] = { "erase" };
  static const char *const removing[] = { "delete" };

  scheduled_fixture_add ("/scheduled/publish-now", test_publish_now);
  scheduled_fixture_add ("/scheduled/edit", test_edit);
  scheduled_fixture_add ("/scheduled/reschedule", test_reschedule);
  scheduled_fixture_add ("/scheduled/copy", test_copy);
  scheduled_fixture_add ("/scheduled/trash", test_trash);
  add_each ("/scheduled/trash", erase, G_N_ELEMENTS (erase), test_trash);
  scheduled_fixture_add ("/scheduled/delete-many", test_delete_many);
  scheduled_fixture_add ("/scheduled/left", test_left);
  scheduled_fixture_add ("/scheduled/edit-and-quit", test_edit_and_quit);
  scheduled_fixture_add ("/scheduled/look-again", test_look_again);
  scheduled_fixture_add ("/scheduled/refused/publish-now", test_refused);
  add_each ("/scheduled/refused", removing, G_N_ELEMENTS (removing), test_refused);
  scheduled_fixture_add ("/scheduled/nowhere", test_nowhere);
  scheduled_fixture_add ("/scheduled/settle", test_settle);
  scheduled_fixture_add ("/scheduled/menu", test_menu);
  scheduled_fixture_add ("/scheduled/told-published", test_told_published);
  add_each ("/scheduled/told-failed", choices, G_N_ELEMENTS (choices), test_told_failed);
}

int
main (int argc, char **argv)
{
  return composer_fixture_run (&argc, &argv, add_tests);
}
