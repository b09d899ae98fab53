/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled-view"

#include "tuwen-scheduled-view-private.h"

#include <glib/gi18n.h>

#include "tuwen-accelerators.h"
#include "tuwen-planner.h"
#include "tuwen-row-menu.h"

/* What can be done with one item, in the order of its menu; a group ends with a NULL */
static const struct
{
  guint can;
  const char *action;
  const char *label;
} choices[] = {
  { TUWEN_CAN_PUBLISH_NOW, "scheduled.publish-now", N_ ("_Publish Now") },
  { TUWEN_CAN_EDIT, "scheduled.edit", N_ ("_Edit") },
  { TUWEN_CAN_RESCHEDULE, "scheduled.reschedule", N_ ("_Reschedule…") },
  { TUWEN_CAN_COPY, "scheduled.copy", N_ ("_Copy as New Draft") },
  { 0, NULL, NULL },
  { TUWEN_CAN_LOOK_AGAIN, "scheduled.look-again", N_ ("_Look Again") },
  { TUWEN_CAN_SEND_AGAIN, "scheduled.send-again", N_ ("_Send Again") },
  { TUWEN_CAN_SETTLE, "scheduled.settle", N_ ("Remove the _Old One") },
  { 0, NULL, NULL },
  { TUWEN_CAN_RESTORE, "scheduled.restore", N_ ("Res_tore") },
  { TUWEN_CAN_REMOVE, "scheduled.delete", N_ ("_Delete") },
  { TUWEN_CAN_ERASE, "scheduled.erase", N_ ("Delete for _Good") },
};

static void
remove_one (TuwenScheduledView *self, TuwenScheduledItem *item)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  g_ptr_array_add (items, item);
  tuwen_plans_remove (self->plans, items);
}

void
tuwen_scheduled_view_act (TuwenScheduledView *self, TuwenScheduledItem *item, const char *action)
{
  g_autoptr (TuwenScheduledItem) kept = g_object_ref (item);
  const char *what = action + strlen ("scheduled.");

  if (g_str_equal (what, "publish-now"))
    tuwen_plans_publish_now (self->plans, item);
  else if (g_str_equal (what, "take-back"))
    tuwen_plans_take_back (self->plans, item);
  else if (g_str_equal (what, "edit"))
    tuwen_plans_edit (self->plans, item);
  else if (g_str_equal (what, "reschedule"))
    tuwen_scheduled_view_reschedule (self, item);
  else if (g_str_equal (what, "copy"))
    tuwen_plans_copy (self->plans, item);
  else if (g_str_equal (what, "look-again"))
    tuwen_plans_look_again (self->plans, item);
  else if (g_str_equal (what, "send-again"))
    tuwen_plans_send_again (self->plans, item);
  else if (g_str_equal (what, "delete"))
    remove_one (self, item);
  else if (g_str_equal (what, "settle"))
    tuwen_plans_settle (self->plans, item);
  else if (g_str_equal (what, "restore"))
    tuwen_plans_restore (self->plans, item);
  else if (g_str_equal (what, "erase"))
    tuwen_plans_erase (self->plans, item);
}

/* Returns: (nullable): what an action is about: that of the open menu, or where the focus is */
static TuwenScheduledItem *
find_target (TuwenScheduledView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  TuwenScheduledRow *row;

  if (self->menu_item != NULL)
    return self->menu_item;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return NULL;

  row = tuwen_scheduled_view_find_row (self, focus);
  return row == NULL ? NULL : tuwen_scheduled_row_get_item (row);
}

static void
act_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (widget);
  TuwenScheduledItem *item = find_target (self);

  if (item != NULL)
    tuwen_scheduled_view_act (self, item, name);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (widget);
  TuwenScheduledItem *item = find_target (self);
  g_autoptr (GPtrArray) items = tuwen_scheduled_view_list_selected (self);

  /* What is pointed at counts for itself unless it is one of those that are selected */
  if (item != NULL && !g_ptr_array_find (items, item, NULL))
    {
      g_ptr_array_set_size (items, 0);
      g_ptr_array_add (items, g_object_ref (item));
    }

  tuwen_plans_remove (self->plans, items);
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}

static void
unselect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_selection_model_unselect_all (
      GTK_SELECTION_MODEL (TUWEN_SCHEDULED_VIEW (widget)->selection));
}

static void
forget_menu_item (gpointer user_data)
{
  g_autoptr (TuwenScheduledView) self = user_data;

  if (self->menu == NULL || !gtk_widget_get_visible (self->menu))
    g_clear_object (&self->menu_item);
}

/* Returns: (nullable): the row that shows @item now */
static GtkWidget *
find_row_of (TuwenScheduledView *self, TuwenScheduledItem *item)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      TuwenScheduledRow *row = tuwen_scheduled_view_find_row (self, child);

      if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row))
          && tuwen_scheduled_row_get_item (row) == item)
        return GTK_WIDGET (row);
    }

  return NULL;
}

/* Whoever uses the keyboard goes on from the post that they were at */
static void
focus_row_of (TuwenScheduledView *self, TuwenScheduledItem *item)
{
  GtkWidget *row = item == NULL ? NULL : find_row_of (self, item);

  if (row != NULL)
    gtk_widget_grab_focus (gtk_widget_get_parent (row));
}

static void
menu_closed_cb (TuwenScheduledView *self)
{
  focus_row_of (self, self->menu_item);
  /* The item that was chosen is activated after the menu closes */
  g_idle_add_once (forget_menu_item, g_object_ref (self));
}

static GMenuModel *
make_menu (TuwenScheduledView *self, TuwenScheduledItem *item)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) group = g_menu_new ();
  guint can = tuwen_scheduled_item_get_actions (item);

  if (tuwen_plans_is_counting (self->plans, item))
    {
      g_menu_append (group, _ ("_Undo"), "scheduled.take-back");
      can = 0;
    }

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      if (choices[i].label == NULL)
        {
          g_menu_append_section (menu, NULL, G_MENU_MODEL (group));
          g_object_unref (group);
          group = g_menu_new ();
        }
      else if ((choices[i].can & can) != 0)
        {
          g_menu_append (group, _ (choices[i].label), choices[i].action);
        }
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (group));

  return G_MENU_MODEL (menu);
}

void
tuwen_scheduled_view_show_menu (TuwenScheduledView *self,
                                TuwenScheduledRow *row,
                                const GdkRectangle *area)
{
  TuwenScheduledItem *item = tuwen_scheduled_row_get_item (row);
  g_autoptr (GMenuModel) model = NULL;

  if (item == NULL)
    return;

  model = make_menu (self, item);
  g_set_object (&self->menu_item, item);
  tuwen_row_menu_popup (GTK_WIDGET (self), &self->menu, model, area, G_CALLBACK (menu_closed_cb));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  TuwenScheduledRow *row = focus == NULL ? NULL : tuwen_scheduled_view_find_row (self, focus);
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), widget, &bounds))
    return;

  tuwen_scheduled_view_show_menu (self, row,
                                  &(GdkRectangle){ bounds.origin.x + bounds.size.width / 2,
                                                   bounds.origin.y + bounds.size.height / 2, 1,
                                                   1 });
}

static gboolean
show_menu_at (GtkEventController *controller, double x, double y)
{
  GtkWidget *view = gtk_event_controller_get_widget (controller);
  TuwenScheduledView *self
      = TUWEN_SCHEDULED_VIEW (gtk_widget_get_ancestor (view, TUWEN_TYPE_SCHEDULED_VIEW));
  TuwenScheduledRow *row
      = tuwen_scheduled_view_find_row (self, gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT));
  double own_x, own_y;

  if (row == NULL
      || !gtk_widget_translate_coordinates (view, GTK_WIDGET (self), x, y, &own_x, &own_y))
    return FALSE;

  tuwen_scheduled_view_show_menu (self, row, &(GdkRectangle){ own_x, own_y, 1, 1 });
  return TRUE;
}

static void
secondary_pressed_cb (GtkGesture *gesture, int presses, double x, double y)
{
  if (show_menu_at (GTK_EVENT_CONTROLLER (gesture), x, y))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (GtkGesture *gesture, double x, double y)
{
  if (show_menu_at (GTK_EVENT_CONTROLLER (gesture), x, y))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

/* Another time */

static void
planner_closed_cb (TuwenScheduledView *self)
{
  GtkWidget *planner = gtk_popover_get_child (GTK_POPOVER (self->planner_popover));

  focus_row_of (self, g_object_get_data (G_OBJECT (planner), "item"));
}

static void
chosen_cb (TuwenScheduledView *self, gint64 time, GtkWidget *planner)
{
  TuwenScheduledItem *item = g_object_get_data (G_OBJECT (planner), "item");
  g_autoptr (TuwenScheduledItem) kept = item == NULL ? NULL : g_object_ref (item);

  gtk_popover_popdown (GTK_POPOVER (self->planner_popover));
  if (kept != NULL)
    tuwen_plans_reschedule (self->plans, kept, time);
}

void
tuwen_scheduled_view_reschedule (TuwenScheduledView *self, TuwenScheduledItem *item)
{
  GtkWidget *planner;
  GtkWidget *row;
  graphene_rect_t bounds;
  GdkRectangle area;

  g_return_if_fail (TUWEN_IS_SCHEDULED_VIEW (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  if ((tuwen_scheduled_item_get_actions (item) & TUWEN_CAN_RESCHEDULE) == 0)
    return;

  if (self->planner_popover == NULL)
    {
      planner = tuwen_planner_new (self->clock, self->settings, _ ("_Reschedule"));
      g_signal_connect_object (planner, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
      self->planner_popover = gtk_popover_new ();
      gtk_popover_set_child (GTK_POPOVER (self->planner_popover), planner);
      gtk_widget_set_parent (self->planner_popover, GTK_WIDGET (self));
      g_signal_connect_object (self->planner_popover, "closed", G_CALLBACK (planner_closed_cb),
                               self, G_CONNECT_SWAPPED);
    }

  planner = gtk_popover_get_child (GTK_POPOVER (self->planner_popover));
  g_object_set_data_full (G_OBJECT (planner), "item", g_object_ref (item), g_object_unref);
  tuwen_planner_set_time (TUWEN_PLANNER (planner), tuwen_scheduled_item_get_time (item));
  tuwen_planner_set_others (TUWEN_PLANNER (planner), self->scheduled,
                            tuwen_scheduled_item_get_mid (item), item);

  row = find_row_of (self, item);
  area = (GdkRectangle){ gtk_widget_get_width (GTK_WIDGET (self)) / 2, 0, 1, 1 };
  if (row != NULL && gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    area
        = (GdkRectangle){ bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height };
  gtk_popover_set_pointing_to (GTK_POPOVER (self->planner_popover), &area);
  gtk_popover_popup (GTK_POPOVER (self->planner_popover));
}

void
tuwen_scheduled_view_drop_menus (TuwenScheduledView *self)
{
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->planner_popover, gtk_widget_unparent);
  g_clear_object (&self->menu_item);
}

void
tuwen_scheduled_view_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (choices[i].action != NULL && !g_str_equal (choices[i].action, "scheduled.delete"))
      gtk_widget_class_install_action (widget_class, choices[i].action, NULL, act_action);
  gtk_widget_class_install_action (widget_class, "scheduled.take-back", NULL, act_action);
  gtk_widget_class_install_action (widget_class, "scheduled.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "scheduled.unselect", NULL, unselect_action);
  gtk_widget_class_install_action (widget_class, "post.menu", NULL, menu_action);
  tuwen_accelerators_bind_class (widget_class, "scheduled.");
  tuwen_accelerators_bind_class (widget_class, "post.menu");

  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
}
