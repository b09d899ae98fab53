/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether Tab, and the arrows inside of lists, lead to everything that can be used, in every
 * window; and whether what is done by dragging can be done without. */

#include "house.h"
#include "tuwen-open-space.h"
#include "tuwen-picture-tile.h"
#include "tuwen-about.h"
#include "tuwen-scheduled-view.h"
#include "tuwen-settings-window.h"
#include "tuwen-sign-in-page.h"
#include "tuwen-window.h"

#define MOST_STEPS 200
#define HOUR 3600

typedef struct
{
  const char *name;
  /* Returns: (transfer none): the window, or a popover in it */
  GtkWidget *(*show) (House *house);
} State;

/* A few words to know a widget by */
static char *
describe (GtkWidget *widget)
{
  GtkWidget *label = house_find (widget, GTK_TYPE_LABEL);
  const char *text = label != NULL ? gtk_label_get_text (GTK_LABEL (label))
                                   : gtk_widget_get_tooltip_text (widget);
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (text == NULL && parent != NULL)
    text = gtk_widget_get_tooltip_text (parent);
  return g_strdup_printf ("%s “%s”", G_OBJECT_TYPE_NAME (widget), text != NULL ? text : "");
}

static gboolean
is_within (GtkWidget *widget, const char *type)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_menu_item (GtkWidget *widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton");
}

/* What a person would want to press, to choose or to write in. The buttons that every window has
 * are the desktop's, and have keys there. */
static gboolean
is_for_use (GtkWidget *widget)
{
  if (!gtk_widget_is_sensitive (widget) || is_within (widget, "GtkWindowControls")
      || gtk_widget_get_width (widget) == 0)
    return FALSE;

  /* A part of something that is used as a whole */
  if (is_within (gtk_widget_get_parent (widget), "GtkSpinButton")
      || is_within (gtk_widget_get_parent (widget), "AdwComboRow")
      || is_within (gtk_widget_get_parent (widget), "GtkScrollbar"))
    return FALSE;

  return GTK_IS_BUTTON (widget) || is_menu_item (widget) || GTK_IS_TEXT (widget)
         || GTK_IS_TEXT_VIEW (widget) || GTK_IS_SWITCH (widget) || GTK_IS_CHECK_BUTTON (widget)
         || GTK_IS_SPIN_BUTTON (widget) || GTK_IS_RANGE (widget) || TUWEN_IS_PICTURE_TILE (widget)
         || (GTK_IS_LIST_BASE (widget) && gtk_widget_get_first_child (widget) != NULL)
         || (GTK_IS_LIST_BOX_ROW (widget)
             && gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget)));
}

static void
list_for_use (GtkWidget *root, GtkWidget *top, GPtrArray *found)
{
  if (!gtk_widget_get_mapped (root) || (GTK_IS_POPOVER (root) && root != top))
    return;
  if (is_for_use (root))
    g_ptr_array_add (found, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_for_use (child, top, found);
}

/* What moves the focus from item to item by its arrows: one of them is reached by Tab */
static GtkWidget *
get_list (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      if (GTK_IS_LIST_BASE (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_FLOW_BOX (widget)
          || g_str_equal (G_OBJECT_TYPE_NAME (widget), "TuwenPictureTiles")
          || g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwViewSwitcher"))
        return widget;
    }

  return NULL;
}

static gboolean
is_reached (GtkWidget *widget, GPtrArray *visited)
{
  GtkWidget *list = get_list (widget);

  for (guint i = 0; i < visited->len; i++)
    {
      GtkWidget *focus = visited->pdata[i];

      if (focus == widget || gtk_widget_is_ancestor (focus, widget)
          || (list != NULL && gtk_widget_is_ancestor (focus, list)))
        return TRUE;
      /* The inside of a menu button, of a row that is an entry */
      if (gtk_widget_get_parent (widget) == focus)
        return TRUE;
    }

  return FALSE;
}

/* Tab's way, until it comes to where it has been */
static GPtrArray *
visit_all (GtkWidget *top, GtkDirectionType direction)
{
  GPtrArray *visited = g_ptr_array_new ();
  GtkRoot *root = gtk_widget_get_root (top);
  guint n_nowhere = 0;

  for (guint i = 0; i < MOST_STEPS && n_nowhere < 2; i++)
    {
      GtkWidget *focus;

      g_signal_emit_by_name (top, "move-focus", direction);
      focus = gtk_root_get_focus (root);
      if (focus == NULL || (focus != top && !gtk_widget_is_ancestor (focus, top)))
        n_nowhere++;
      else if (g_ptr_array_find (visited, focus, NULL))
        break;
      else
        g_ptr_array_add (visited, focus);
    }

  return visited;
}

static void
check_direction (GtkWidget *top, GtkDirectionType direction, const char *key)
{
  g_autoptr (GPtrArray) visited = visit_all (top, direction);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (guint i = 0; i < visited->len; i++)
    {
      g_autofree char *words = describe (visited->pdata[i]);

      g_test_message ("%s %u: %s", key, i + 1, words);
    }

  list_for_use (top, top, wanted);
  for (guint i = 0; i < wanted->len; i++)
    {
      g_autofree char *words = describe (wanted->pdata[i]);

      if (!is_reached (wanted->pdata[i], visited))
        g_test_fail_printf ("%s does not lead to %s", key, words);
    }
}

/* Windows take what notebooks drop, and calendars dates: that is GTK's own. */
static gboolean
can_be_dragged (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  if (GTK_IS_WINDOW (widget) || GTK_IS_CALENDAR (widget))
    return FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DRAG_SOURCE (controller) || GTK_IS_DROP_TARGET (controller)
          || GTK_IS_DROP_TARGET_ASYNC (controller))
        return TRUE;
    }

  return FALSE;
}

/* Whether it, or something around it, has that action, which keys or a button are for */
static gboolean
has_action (GtkWidget *widget, const char *name)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *action, *property;
      const GVariantType *parameter;
      GType owner;

      for (guint i = 0; gtk_widget_class_query_action (GTK_WIDGET_GET_CLASS (widget), i, &owner,
                                                       &action, &parameter, &property);
           i++)
        if (g_str_equal (action, name))
          return TRUE;
    }

  return FALSE;
}

/* Where one can drag from, or drop: what does the same without a pointer. That those do is for
 * others to test. */
static gboolean
has_twin (GtkWidget *widget)
{
  static const struct
  {
    const char *type;
    const char *action; /* (nullable) */
    const char *button; /* (nullable) */
  } twins[] = {
    { "GtkListView", "post.copy-link", NULL },
    { "TuwenPictureTile", "tile.move-right", NULL },
    { "TuwenPictureTiles", NULL, "Add Pictures" },
    { "GtkOverlay", NULL, "Add Pictures" },
    { "TuwenComposerText", "clipboard.paste", NULL },
    { "GtkTextView", "clipboard.paste", NULL },
    { "GtkText", "clipboard.paste", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (twins); i++)
    {
      if (g_str_equal (G_OBJECT_TYPE_NAME (widget), twins[i].type))
        return twins[i].action != NULL ? has_action (widget, twins[i].action)
                                       : house_find_button (widget, twins[i].button) != NULL;
    }

  return FALSE;
}

static void
check_drags (GtkWidget *root)
{
  if (can_be_dragged (root) && !has_twin (root))
    {
      g_autofree char *words = describe (root);

      g_test_fail_printf ("without a pointer there is nothing for %s", words);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_drags (child);
}

static gboolean
is_laid_out (GtkWidget *top)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  list_for_use (top, top, found);
  return found->len > 0;
}

static void
test_state (gconstpointer data)
{
  const State *state = data;
  House house;
  GtkWidget *top;

  house_open (&house);
  top = state->show (&house);
  house_expect (is_laid_out (top));
  if (GTK_IS_POPOVER_MENU (top))
    {
      check_direction (top, GTK_DIR_DOWN, "Down");
      check_direction (top, GTK_DIR_UP, "Up");
    }
  else
    {
      check_direction (top, GTK_DIR_TAB_FORWARD, "Tab");
      check_direction (top, GTK_DIR_TAB_BACKWARD, "Shift+Tab");
    }
  check_drags (top);
  house_close (&house);
}

/* The main window */

static GtkWidget *
show_welcome (House *house)
{
  house_open_main_window (house);
  house_expect (house_says ("Welcome to Tuwen"));
  return GTK_WIDGET (house->main_window);
}

static GtkWidget *
show_feed (House *house)
{
  house_sign_in (house);
  house_show_feed (house);
  return GTK_WIDGET (house->main_window);
}

static GtkWidget *
show_feed_error (House *house)
{
  house_sign_in (house);
  house_open_main_window (house);
  sandbox_server_fail (house->server, "/x/polymer/web-dynamic/v1/opus/feed/space", "code:-352", -1);
  tuwen_feed_set_mid (house->feed, SANDBOX_MID);
  house_expect (house_find_button (house->main_window, "Retry") != NULL);
  return GTK_WIDGET (house->main_window);
}

static GtkWidget *
show_scheduled (House *house)
{
  show_feed (house);
  house_load_drafts (house);
  g_object_set (house->main_window, "view", "scheduled", NULL);
  house_expect (house_says ("Scheduled (4)"));
  house_expect (!house_is_busy ());
  return GTK_WIDGET (house->main_window);
}

static GtkWidget *
show_nothing_scheduled (House *house)
{
  house_load_drafts (house);
  house_open_main_window (house);
  g_object_set (house->main_window, "view", "scheduled", NULL);
  house_expect (house_says ("Nothing Planned"));
  return GTK_WIDGET (house->main_window);
}

static GtkWidget *
find_popover (House *house)
{
  GtkWidget *popover = NULL;

  house_expect ((popover = house_find (house->main_window, GTK_TYPE_POPOVER)) != NULL);
  return popover;
}

static GtkWidget *
show_main_menu (House *house)
{
  show_feed (house);
  house_open_menu (house->main_window, "Main Menu");
  return find_popover (house);
}

static GtkWidget *
show_spaces (House *house)
{
  show_feed (house);
  house_open_menu (house->main_window, "Choose a Space");
  return find_popover (house);
}

static GtkWidget *
show_post_menu (House *house)
{
  GtkWidget *list;

  show_feed (house);
  list = house_find (house->main_window, GTK_TYPE_LIST_VIEW);
  g_assert_true (gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_activate_action (list, "post.menu", NULL));
  return find_popover (house);
}

/* What went wrong stands at the end of the list */
static GtkWidget *
show_feed_end (House *house)
{
  show_feed (house);
  sandbox_server_fail (house->server, "/x/polymer/web-dynamic/v1/opus/feed/space", "code:-352", -1);
  while (tuwen_feed_get_error (house->feed) == NULL)
    {
      tuwen_feed_load_more (house->feed);
      house_expect (!tuwen_feed_get_loading (house->feed));
    }
  gtk_widget_activate_action (
      house_find (house->main_window, GTK_TYPE_LIST_VIEW), "list.scroll-to-item", "u",
      g_list_model_get_n_items (G_LIST_MODEL (house->feed)));
  house_expect (house_find_button (house->main_window, "Retry") != NULL);
  return GTK_WIDGET (house->main_window);
}

static GtkWidget *
show_plan_menu (House *house)
{
  show_scheduled (house);
  house_press (house->main_window, "More");
  return find_popover (house);
}

static GtkWidget *
show_rescheduling (House *house)
{
  GListModel *scheduled = G_LIST_MODEL (house->scheduled);

  show_scheduled (house);
  for (guint i = 0; i < g_list_model_get_n_items (scheduled); i++)
    {
      g_autoptr (TuwenScheduledItem) item = g_list_model_get_item (scheduled, i);

      if (tuwen_scheduled_item_get_section (item) == TUWEN_SECTION_SCHEDULED)
        {
          tuwen_window_reschedule (TUWEN_WINDOW (house->main_window), item);
          break;
        }
    }
  return find_popover (house);
}

static GtkWidget *
show_selection (House *house)
{
  GtkWidget *view;

  show_scheduled (house);
  view = house_find (house->main_window, TUWEN_TYPE_SCHEDULED_VIEW);
  gtk_selection_model_select_all (
      gtk_list_view_get_model (tuwen_scheduled_view_get_list (TUWEN_SCHEDULED_VIEW (view))));
  house_expect (house_find_button (house->main_window, "Cancel") != NULL);
  return GTK_WIDGET (house->main_window);
}

static GtkWidget *
show_scheduled_error (House *house)
{
  house_sign_in (house);
  house_load_drafts (house);
  house_open_main_window (house);
  sandbox_server_fail (house->server, "/dynamic_draft/v1/dynamic_draft/get_drafts", "code:-352",
                       -1);
  g_object_set (house->main_window, "view", "scheduled", NULL);
  house_expect (house_find_button (house->main_window, "Retry") != NULL);
  return GTK_WIDGET (house->main_window);
}

static GtkWidget *
show_about (House *house)
{
  house->window = tuwen_about_new ();
  gtk_window_present (house->window);
  house_expect (gtk_widget_get_mapped (GTK_WIDGET (house->window)));
  return GTK_WIDGET (house->window);
}

static GtkWidget *
show_open_space (House *house)
{
  GtkWidget *window = NULL;

  show_welcome (house);
  gtk_widget_activate_action (GTK_WIDGET (house->main_window), "win.open-space", NULL);
  house_expect ((window = house_find (NULL, TUWEN_TYPE_OPEN_SPACE)) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (house_find (window, GTK_TYPE_EDITABLE)), SANDBOX_MID_2);
  return window;
}

/* The composer */

static GtkWidget *
show_composer (House *house)
{
  house_sign_in (house);
  house_load_drafts (house);
  house_write (house, "Text");
  return GTK_WIDGET (house->window);
}

static GtkWidget *
show_full_composer (House *house)
{
  g_autoptr (BiliVote) vote = bili_vote_new ();
  g_autofree char *words = NULL;

  show_composer (house);
  gtk_window_set_default_size (house->window, 600, 960);
  vote->choices = 1;
  vote->duration = 259200;
  g_ptr_array_set_size (vote->options, 0);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (vote->options, bili_vote_option_new ("", NULL));
  tuwen_draft_set_vote (house->draft, vote);
  tuwen_draft_set_topic (house->draft, "1", "Topic");
  tuwen_draft_set_publish_time (house->draft, bili_clock_get_unix (house->clock) + 5 * HOUR);
  sandbox_server_fail (house->server, "/x/dynamic/feed/draw/upload_bfs", "code:-500", -1);
  house_add_picture (house);
  house_add_picture (house);
  house_expect (house_find_button (house->window, "Retry All") != NULL);
  return GTK_WIDGET (house->window);
}

static GtkWidget *
open_popover (House *house, const char *name)
{
  GtkWidget *popover = NULL;

  show_composer (house);
  house_open_menu (house->window, name);
  house_expect ((popover = house_find (house->window, GTK_TYPE_POPOVER)) != NULL);
  return popover;
}

static GtkWidget *
show_topics (House *house)
{
  GtkWidget *popover = open_popover (house, "Topic");

  house_expect (house_says ("#今天的云"));
  return popover;
}

static GtkWidget *
show_emotes (House *house)
{
  GtkWidget *popover = open_popover (house, "Emote");

  house_expect (house_find (popover, GTK_TYPE_GRID_VIEW) != NULL);
  return popover;
}

static GtkWidget *
show_planner (House *house)
{
  GtkWidget *popover = open_popover (house, "Schedule…");

  house_expect (house_find_button (popover, "Set Time") != NULL);
  return popover;
}

static GtkWidget *
show_options (House *house)
{
  GtkWidget *popover = open_popover (house, "Options");

  house_expect (house_find (popover, GTK_TYPE_SWITCH) != NULL);
  return popover;
}

static GtkWidget *
show_tile_menu (House *house)
{
  GtkWidget *tile = NULL;
  GtkWidget *popover = NULL;

  show_composer (house);
  house_add_picture (house);
  house_expect ((tile = house_find (house->window, TUWEN_TYPE_PICTURE_TILE)) != NULL);
  gtk_widget_grab_focus (tile);
  g_assert_true (gtk_widget_activate_action (tile, "tile.menu", NULL));
  house_expect ((popover = house_find (house->window, GTK_TYPE_POPOVER)) != NULL);
  return popover;
}

/* Settings */

static GtkWidget *
show_nobody (House *house)
{
  house_open_settings (house);
  house_expect (house_says ("No Accounts Yet"));
  return GTK_WIDGET (house->window);
}

static GtkWidget *
show_accounts (House *house)
{
  house_sign_in (house);
  house_open_settings (house);
  house_expect (house_find_button (house->window, "Sign Out") != NULL);
  return GTK_WIDGET (house->window);
}

static GtkWidget *
show_settings_page (House *house, const char *name)
{
  house_open_settings (house);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (house->window), name);
  return GTK_WIDGET (house->window);
}

static GtkWidget *
show_storage (House *house)
{
  show_settings_page (house, "storage");
  house_expect (house_says ("Space Used"));
  return GTK_WIDGET (house->window);
}

static GtkWidget *
show_writing (House *house)
{
  show_settings_page (house, "writing");
  house_expect (house_find (house->window, GTK_TYPE_SWITCH) != NULL);
  return GTK_WIDGET (house->window);
}

static GtkWidget *
show_sign_in (House *house, const char *view)
{
  GtkWidget *page = NULL;

  house_open_settings (house);
  tuwen_settings_window_show_sign_in (TUWEN_SETTINGS_WINDOW (house->window));
  house_expect ((page = house_find (house->window, TUWEN_TYPE_SIGN_IN_PAGE)) != NULL
                && house_find (page, ADW_TYPE_VIEW_STACK) != NULL);
  adw_view_stack_set_visible_child_name (
      ADW_VIEW_STACK (house_find (page, ADW_TYPE_VIEW_STACK)), view);
  return GTK_WIDGET (house->window);
}

static GtkWidget *
show_code (House *house)
{
  GtkWidget *window = show_sign_in (house, "qr");

  house_expect (house_says ("Waiting for your phone…"));
  return window;
}

static GtkWidget *
show_cookies (House *house)
{
  GtkWidget *window = show_sign_in (house, "cookies");

  house_expect (house_find (window, GTK_TYPE_TEXT_VIEW) != NULL);
  return window;
}

static GtkWidget *
show_sign_out (House *house)
{
  GtkWidget *dialog = NULL;

  show_accounts (house);
  house_press (house->window, "Sign Out");
  house_expect ((dialog = house_find (NULL, ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  return dialog;
}

static GtkWidget *
show_code_error (House *house)
{
  sandbox_server_fail (house->server, "/x/passport-login/web/qrcode/generate", "http:500", -1);
  show_sign_in (house, "qr");
  house_expect (house_find_button (house->window, "Retry") != NULL);
  return GTK_WIDGET (house->window);
}

static GtkWidget *
show_signed_out_here (House *house)
{
  GtkWidget *dialog = show_sign_out (house);

  sandbox_server_fail (house->server, "/login/exit/v2", "http:500", -1);
  house_press (dialog, "Sign Out");
  house_expect (house_says ("Signed Out Only Here"));
  house_expect ((dialog = house_find (NULL, ADW_TYPE_MESSAGE_DIALOG)) != NULL
                && house_find_button (dialog, "Close") != NULL);
  return dialog;
}

static const State states[] = {
  { "main/welcome", show_welcome },
  { "main/feed", show_feed },
  { "main/feed-error", show_feed_error },
  { "main/feed-end", show_feed_end },
  { "main/menu", show_main_menu },
  { "main/spaces", show_spaces },
  { "main/post-menu", show_post_menu },
  { "main/scheduled", show_scheduled },
  { "main/nothing-scheduled", show_nothing_scheduled },
  { "main/scheduled-error", show_scheduled_error },
  { "main/plan-menu", show_plan_menu },
  { "main/rescheduling", show_rescheduling },
  { "main/selection", show_selection },
  { "main/open-space", show_open_space },
  { "main/about", show_about },
  { "composer/empty", show_composer },
  { "composer/full", show_full_composer },
  { "composer/topics", show_topics },
  { "composer/emotes", show_emotes },
  { "composer/planner", show_planner },
  { "composer/options", show_options },
  { "composer/tile-menu", show_tile_menu },
  { "settings/nobody", show_nobody },
  { "settings/accounts", show_accounts },
  { "settings/storage", show_storage },
  { "settings/writing", show_writing },
  { "settings/code", show_code },
  { "settings/code-error", show_code_error },
  { "settings/cookies", show_cookies },
  { "settings/sign-out", show_sign_out },
  { "settings/signed-out-here", show_signed_out_here },
};

int
main (int argc, char **argv)
{
  house_begin (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *path = g_strconcat ("/reach/", states[i].name, NULL);

      g_test_add_data_func (path, &states[i], test_state);
    }
  return house_end (g_test_run ());
}
