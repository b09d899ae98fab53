/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-feed-list"

#include "tuwen-feed-list-private.h"

#include <glib/gi18n.h>

#include "tuwen-accelerators.h"
#include "tuwen-browser.h"
#include "tuwen-row-menu.h"

void
tuwen_feed_list_open (TuwenFeedList *self, TuwenPost *post)
{
  g_autofree char *link = tuwen_post_dup_link (post);

  tuwen_browser_open (GTK_WIDGET (self), link);
}

/* The post whose menu is open, otherwise the one that has the focus */
static TuwenPost *
get_post (TuwenFeedList *self)
{
  TuwenPostRow *row;

  if (self->menu_post != NULL)
    return self->menu_post;

  row = tuwen_feed_list_get_focus_row (self);
  return row == NULL ? NULL : tuwen_post_row_get_post (row);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenFeedList *self = TUWEN_FEED_LIST (widget);
  TuwenPost *post = get_post (self);

  if (post != NULL)
    tuwen_feed_list_open (self, post);
}

static void
copy_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenPost *post = get_post (TUWEN_FEED_LIST (widget));
  g_autofree char *link = post == NULL ? NULL : tuwen_post_dup_link (post);

  if (link == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), link);
  gtk_widget_activate_action (widget, "win.say", "s", _ ("Link copied"));
}

static void
copy_text_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenPost *post = get_post (TUWEN_FEED_LIST (widget));

  if (post == NULL)
    return;

  if (*tuwen_post_get_opus (post)->text == '\0')
    {
      gtk_widget_activate_action (widget, "win.say", "s", _ ("This post has no text"));
      return;
    }

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), tuwen_post_get_opus (post)->text);
  gtk_widget_activate_action (widget, "win.say", "s", _ ("Text copied"));
}

static void
forget_menu_post (gpointer user_data)
{
  g_autoptr (TuwenFeedList) self = user_data;

  if (self->menu == NULL || !gtk_widget_get_visible (self->menu))
    g_clear_object (&self->menu_post);
}

static void
menu_closed_cb (TuwenFeedList *self)
{
  /* GTK gives the focus to whatever comes next, which may be a toast */
  if (self->menu_row != NULL
      && tuwen_post_row_get_post (TUWEN_POST_ROW (self->menu_row)) == self->menu_post)
    gtk_widget_grab_focus (gtk_widget_get_parent (self->menu_row));

  /* The item that was chosen is activated after the menu closes */
  g_idle_add_once (forget_menu_post, g_object_ref (self));
}

static void
show_menu (TuwenFeedList *self, TuwenPostRow *row, const GdkRectangle *area)
{
  if (tuwen_post_row_get_post (row) == NULL)
    return;

  g_set_object (&self->menu_post, tuwen_post_row_get_post (row));
  g_set_weak_pointer (&self->menu_row, GTK_WIDGET (row));
  tuwen_row_menu_popup (GTK_WIDGET (self), &self->menu, self->post_menu, area,
                        G_CALLBACK (menu_closed_cb));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenFeedList *self = TUWEN_FEED_LIST (widget);
  TuwenPostRow *row = tuwen_feed_list_get_focus_row (self);
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), widget, &bounds))
    return;

  show_menu (self, row,
             &(GdkRectangle){ bounds.origin.x + bounds.size.width / 2,
                              bounds.origin.y + bounds.size.height / 2, 1, 1 });
}

static gboolean
show_menu_at (TuwenFeedList *self, double x, double y)
{
  TuwenPostRow *row = tuwen_feed_list_pick_row (self, x, y);
  double own_x, own_y;

  if (row == NULL
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y,
                                            &own_x, &own_y))
    return FALSE;

  show_menu (self, row, &(GdkRectangle){ own_x, own_y, 1, 1 });
  return TRUE;
}

static TuwenFeedList *
get_list (gpointer controller)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  return TUWEN_FEED_LIST (gtk_widget_get_ancestor (view, TUWEN_TYPE_FEED_LIST));
}

static void
secondary_pressed_cb (GtkGesture *gesture, int presses, double x, double y)
{
  if (show_menu_at (get_list (gesture), x, y))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (GtkGesture *gesture, double x, double y)
{
  if (show_menu_at (get_list (gesture), x, y))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y)
{
  TuwenFeedList *self = get_list (source);
  TuwenPostRow *row = tuwen_feed_list_pick_row (self, x, y);
  g_autoptr (GdkPaintable) icon = NULL;
  g_autoptr (GBytes) uris = NULL;
  g_autofree char *link = NULL;
  char *lines;
  double row_x, row_y;

  if (row == NULL || tuwen_post_row_get_post (row) == NULL)
    return NULL;

  link = tuwen_post_dup_link (tuwen_post_row_get_post (row));
  lines = g_strconcat (link, "\r\n", NULL);
  uris = g_bytes_new_take (lines, strlen (lines));

  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (row), x, y, &row_x,
                                    &row_y);
  icon = gtk_widget_paintable_new (GTK_WIDGET (row));
  gtk_drag_source_set_icon (source, icon, row_x, row_y);

  return gdk_content_provider_new_union (
      (GdkContentProvider *[]){ gdk_content_provider_new_for_bytes ("text/uri-list", uris),
                                gdk_content_provider_new_typed (G_TYPE_STRING, link) },
      2);
}

void
tuwen_feed_list_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "post.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "post.copy-link", NULL, copy_link_action);
  gtk_widget_class_install_action (widget_class, "post.copy-text", NULL, copy_text_action);
  gtk_widget_class_install_action (widget_class, "post.menu", NULL, menu_action);
  tuwen_accelerators_bind_class (widget_class, "post.");

  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_prepare_cb);
}
