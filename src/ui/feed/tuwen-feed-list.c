/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-feed-list"

#include "tuwen-feed-list.h"
#include "tuwen-feed-list-private.h"

#include <glib/gi18n.h>

#include "tuwen-accelerators.h"
#include "tuwen-feed-footer.h"
#include "tuwen-post-row.h"
#include "tuwen-row-text.h"

#define DATE_SECONDS 60
/* The next page is asked for when less than this many windowfuls are left below */
#define PAGES_AHEAD 2

G_DEFINE_FINAL_TYPE (TuwenFeedList, tuwen_feed_list, ADW_TYPE_BIN)

enum
{
  PROP_FEED = 1,
  PROP_PICTURES,
  PROP_CLOCK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Rows: bound as the list scrolls, some hundred times a second. See TuwenPostRow. */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  TuwenFeedList *self = user_data;
  GtkWidget *row = tuwen_post_row_new (self->pictures, self->clock);

  /* The item keeps the row while the footer takes its place */
  g_object_set_data_full (G_OBJECT (item), "row", g_object_ref_sink (row), g_object_unref);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  TuwenFeedList *self = user_data;
  gpointer object = gtk_list_item_get_item (item);

  if (TUWEN_IS_POST (object))
    tuwen_post_row_set_post (g_object_get_data (G_OBJECT (item), "row"), object);
  else
    gtk_list_item_set_child (item, self->footer);

  gtk_list_item_set_activatable (item, TUWEN_IS_POST (object));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  TuwenFeedList *self = user_data;

  if (gtk_list_item_get_child (item) == self->footer)
    gtk_list_item_set_child (item, g_object_get_data (G_OBJECT (item), "row"));
}

static TuwenPostRow *
find_row (GtkWidget *widget)
{
  GtkWidget *row;

  if (widget == NULL)
    return NULL;

  if (TUWEN_IS_POST_ROW (widget))
    return TUWEN_POST_ROW (widget);

  row = gtk_widget_get_ancestor (widget, TUWEN_TYPE_POST_ROW);
  if (row != NULL)
    return TUWEN_POST_ROW (row);

  /* The list's own widget around the row is what has the focus */
  row = gtk_widget_get_first_child (widget);
  return TUWEN_IS_POST_ROW (row) ? TUWEN_POST_ROW (row) : NULL;
}

TuwenPostRow *
tuwen_feed_list_pick_row (TuwenFeedList *self, double x, double y)
{
  return find_row (gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT));
}

TuwenPostRow *
tuwen_feed_list_get_focus_row (TuwenFeedList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return NULL;

  return find_row (focus);
}

static gboolean
update_dates_cb (gpointer user_data)
{
  TuwenFeedList *self = user_data;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      TuwenPostRow *row = find_row (child);

      if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row)))
        tuwen_post_row_update_date (row);
    }

  return G_SOURCE_CONTINUE;
}

/* News: posts that a refresh put above what is being read */

static void
show_news (TuwenFeedList *self, gboolean shown)
{
  gtk_revealer_set_reveal_child (self->news_revealer, shown);
  gtk_widget_set_can_target (GTK_WIDGET (self->news_revealer), shown);
}

static void
forget_news (TuwenFeedList *self)
{
  if (self->news == 0 || self->counting > 0)
    return;

  self->news = 0;
  show_news (self, FALSE);
}

/* Pages */

static void
scrolled_cb (TuwenFeedList *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);
  double page = gtk_adjustment_get_page_size (self->adjustment);

  if (page > 0 && value + PAGES_AHEAD * page >= gtk_adjustment_get_upper (self->adjustment))
    tuwen_feed_load_more (self->feed);

  if (value < 1)
    forget_news (self);
}

static gboolean
stop_counting_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer user_data)
{
  TuwenFeedList *self = TUWEN_FEED_LIST (widget);

  if (self->counting == 0 || !gtk_widget_get_mapped (widget))
    {
      self->counter = 0;
      return G_SOURCE_REMOVE;
    }

  /* Called before the frame is laid out, so it is in the second frame that the list stands where it
   * is going to stand. One that shows the new posts already needs to say nothing. */
  if (--self->counting > 0)
    return G_SOURCE_CONTINUE;

  self->counter = 0;
  scrolled_cb (self);
  if (self->news > 0)
    show_news (self, TRUE);

  return G_SOURCE_REMOVE;
}

/* What nobody sees is not laid out: frames count from when it is seen again */
static void
start_counting (TuwenFeedList *self)
{
  if (self->counting > 0 && self->counter == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->counter
        = gtk_widget_add_tick_callback (GTK_WIDGET (self), stop_counting_cb, NULL, NULL);
}

/* The footer comes after the first posts and goes with the last: a list keeps its first item where
 * it is when others come above it, and were that the footer, the list would begin at its end. */
static void
update_footer (TuwenFeedList *self)
{
  gboolean wanted = g_list_model_get_n_items (G_LIST_MODEL (self->feed)) > 0;
  gboolean there = g_list_model_get_n_items (G_LIST_MODEL (self->ends)) > 0;

  if (wanted && !there)
    {
      g_autoptr (GObject) end = g_object_new (G_TYPE_OBJECT, NULL);

      g_list_store_append (self->ends, end);
    }
  else if (there && !wanted)
    {
      g_list_store_remove_all (self->ends);
    }
}

static void
scroll_to_top (TuwenFeedList *self)
{
  /* Never by the adjustment: heights of rows that were not seen yet are guesses */
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", 0);
}

static void
items_changed_cb (TuwenFeedList *self, guint position, guint removed, guint added)
{
  g_autofree char *text = NULL;
  gboolean filled = self->filled;

  self->filled = g_list_model_get_n_items (G_LIST_MODEL (self->feed)) > 0;
  update_footer (self);

  if (removed > 0)
    {
      self->counting = 0;
      forget_news (self);
    }
  /* Other posts begin at their beginning. GTK 4.8 would go to the first of them, but as far into it
   * as it had scrolled into one that is gone. */
  if (position == 0 && self->filled && (removed > 0 || !filled))
    scroll_to_top (self);

  if (position != 0 || removed != 0 || added == 0 || !filled)
    return;

  self->news += added;
  text = g_strdup_printf (ngettext ("%u New Post", "%u New Posts", self->news), self->news);
  gtk_button_set_label (self->news_button, text);

  self->counting = 2;
  start_counting (self);
}

static void
news_clicked_cb (TuwenFeedList *self)
{
  scroll_to_top (self);
  gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

static void
activate_cb (TuwenFeedList *self, guint position)
{
  g_autoptr (GObject) item
      = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->view)), position);

  if (TUWEN_IS_POST (item))
    tuwen_feed_list_open (self, TUWEN_POST (item));
}

static void
tuwen_feed_list_map (GtkWidget *widget)
{
  TuwenFeedList *self = TUWEN_FEED_LIST (widget);

  GTK_WIDGET_CLASS (tuwen_feed_list_parent_class)->map (widget);
  self->date_timer = g_timeout_add_seconds (DATE_SECONDS, update_dates_cb, self);
  start_counting (self);
}

static void
tuwen_feed_list_unmap (GtkWidget *widget)
{
  TuwenFeedList *self = TUWEN_FEED_LIST (widget);

  g_clear_handle_id (&self->date_timer, g_source_remove);
  GTK_WIDGET_CLASS (tuwen_feed_list_parent_class)->unmap (widget);
}

static void
tuwen_feed_list_set_property (GObject *object,
                              guint property_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  TuwenFeedList *self = TUWEN_FEED_LIST (object);

  switch (property_id)
    {
    case PROP_FEED:
      self->feed = g_value_dup_object (value);
      break;
    case PROP_PICTURES:
      self->pictures = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tuwen_feed_list_constructed (GObject *object)
{
  TuwenFeedList *self = TUWEN_FEED_LIST (object);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) model = NULL;
  GListStore *parts;

  G_OBJECT_CLASS (tuwen_feed_list_parent_class)->constructed (object);

  /* All posts, and one more item for the footer */
  self->ends = g_list_store_new (G_TYPE_OBJECT);
  parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_list_store_append (parts, self->feed);
  g_list_store_append (parts, self->ends);
  model = GTK_SELECTION_MODEL (
      gtk_no_selection_new (G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)))));

  self->footer = g_object_ref_sink (tuwen_feed_footer_new (self->feed));
  self->filled = g_list_model_get_n_items (G_LIST_MODEL (self->feed)) > 0;
  update_footer (self);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, model);

  g_signal_connect_object (self->feed, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);

  self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (self->scroller));
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
tuwen_feed_list_dispose (GObject *object)
{
  TuwenFeedList *self = TUWEN_FEED_LIST (object);

  /* The factory's callbacks need what is let go below */
  if (self->view != NULL)
    {
      gtk_list_view_set_model (self->view, NULL);
      gtk_list_view_set_factory (self->view, NULL);
    }
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->footer);
  g_clear_object (&self->ends);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->menu_post);
  g_clear_weak_pointer (&self->menu_row);
  g_clear_object (&self->feed);
  g_clear_object (&self->pictures);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (tuwen_feed_list_parent_class)->dispose (object);
}

static void
tuwen_feed_list_class_init (TuwenFeedListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = tuwen_feed_list_constructed;
  object_class->dispose = tuwen_feed_list_dispose;
  object_class->set_property = tuwen_feed_list_set_property;

  widget_class->map = tuwen_feed_list_map;
  widget_class->unmap = tuwen_feed_list_unmap;

  properties[PROP_FEED] = g_param_spec_object ("feed", NULL, NULL, TUWEN_TYPE_FEED, flags);
  properties[PROP_PICTURES]
      = g_param_spec_object ("pictures", NULL, NULL, TUWEN_TYPE_PICTURES, flags);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BILI_TYPE_CLOCK, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tuwen/Tuwen/feed/tuwen-feed-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedList, scroller);
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedList, view);
  gtk_widget_class_bind_template_child_full (widget_class, "news", FALSE,
                                             G_STRUCT_OFFSET (TuwenFeedList, news_revealer));
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedList, news_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenFeedList, post_menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, news_clicked_cb);
  tuwen_feed_list_install_actions (widget_class);
}

static void
tuwen_feed_list_init (TuwenFeedList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
tuwen_feed_list_shows_end (TuwenFeedList *self)
{
  graphene_rect_t bounds;
  int line = tuwen_row_text_get_line_height (GTK_WIDGET (self));

  g_return_val_if_fail (TUWEN_IS_FEED_LIST (self), FALSE);

  return gtk_widget_get_mapped (self->footer)
         && gtk_widget_compute_bounds (self->footer, GTK_WIDGET (self), &bounds)
         && bounds.origin.y + 2 * line < gtk_widget_get_height (GTK_WIDGET (self));
}

GtkListView *
tuwen_feed_list_get_view (TuwenFeedList *self)
{
  g_return_val_if_fail (TUWEN_IS_FEED_LIST (self), NULL);

  return self->view;
}
