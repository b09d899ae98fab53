/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-topic-picker"

#include "tuwen-topic-picker.h"

#include <glib/gi18n.h>

#include "tuwen-picker-state.h"

struct _TuwenTopicPicker
{
  AdwBin parent_instance;

  TuwenSearch *topics;           /* (owned) */
  GtkSingleSelection *selection; /* (owned) */

  GtkEditable *entry;
  GtkStack *stack;
  GtkWidget *found;
  GtkWidget *heading;
  GtkListView *list;
  TuwenPickerState *state;
};

G_DEFINE_FINAL_TYPE (TuwenTopicPicker, tuwen_topic_picker, ADW_TYPE_BIN)

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
close_popover (TuwenTopicPicker *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
pick (TuwenTopicPicker *self, guint position)
{
  g_autoptr (TuwenTopic) topic = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (topic == NULL)
    return;

  close_popover (self);
  g_signal_emit (self, signals[PICKED], 0, tuwen_topic_get_id (topic),
                 tuwen_topic_get_name (topic));
}

/* The list stays as it is while another answer is waited for */
static void
update (TuwenTopicPicker *self)
{
  const GError *error = tuwen_search_get_error (self->topics);
  const char *query = tuwen_search_get_query (self->topics);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->topics)) > 0)
    {
      if (!tuwen_search_get_loading (self->topics))
        gtk_widget_set_visible (self->heading, query == NULL || query[0] == '\0');
      gtk_stack_set_visible_child (self->stack, self->found);
      return;
    }

  if (tuwen_search_get_loading (self->topics))
    tuwen_picker_state_show_waiting (self->state, _ ("Looking for topics"));
  else if (error != NULL)
    tuwen_picker_state_show_error (self->state, error);
  else
    tuwen_picker_state_show_words (self->state, _ ("Nothing Found"),
                                   _ ("Try another word, or a part of it."));
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->state));
}

static void
select_row (TuwenTopicPicker *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

static void
topics_changed_cb (TuwenTopicPicker *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->topics)) > 0)
    select_row (self, 0);
  update (self);
}

static void
changed_cb (TuwenTopicPicker *self)
{
  if (self->topics != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tuwen_search_set_query (self->topics, gtk_editable_get_text (self->entry));
}

/* What is seen is not yet what was typed while an answer is waited for: nobody picks that
 * blindly */
static void
entry_activated_cb (TuwenTopicPicker *self)
{
  if (!tuwen_search_get_loading (self->topics))
    pick (self, gtk_single_selection_get_selected (self->selection));
}

static void
stop_search_cb (TuwenTopicPicker *self)
{
  close_popover (self);
}

static gboolean
key_pressed_cb (TuwenTopicPicker *self, guint keyval, guint keycode, GdkModifierType state)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (n_items == 0 || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    select_row (self, selected == GTK_INVALID_LIST_POSITION ? 0 : MIN (selected + 1, n_items - 1));
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    select_row (self, selected == GTK_INVALID_LIST_POSITION || selected == 0 ? 0 : selected - 1);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
list_activated_cb (TuwenTopicPicker *self, guint position)
{
  pick (self, position);
}

static void
retry_cb (TuwenTopicPicker *self)
{
  tuwen_search_retry (self->topics);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* Not the list's own way for single clicks, which selects what happens to lie under the pointer */
static void
clicked_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *item)
{
  GtkWidget *box = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *picker = gtk_widget_get_ancestor (box, TUWEN_TYPE_TOPIC_PICKER);

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  pick (TUWEN_TOPIC_PICKER (picker), gtk_list_item_get_position (item));
}

static GtkWidget *
create_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css_class);
    }

  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "released", G_CALLBACK (clicked_cb), item, 0);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_css_class (box, "picker-row");
  gtk_box_append (GTK_BOX (box), create_label (NULL));
  gtk_box_append (GTK_BOX (box), create_label ("dim-label"));
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  TuwenTopic *topic = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *name = gtk_widget_get_first_child (box);
  GtkWidget *stat = gtk_widget_get_last_child (box);
  const char *words = tuwen_topic_get_stat (topic);
  g_autofree char *label = g_strconcat ("#", tuwen_topic_get_name (topic), NULL);

  gtk_label_set_label (GTK_LABEL (name), label);
  gtk_label_set_label (GTK_LABEL (stat), words != NULL ? words : "");
  gtk_widget_set_visible (stat, words != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
tuwen_topic_picker_map (GtkWidget *widget)
{
  TuwenTopicPicker *self = TUWEN_TOPIC_PICKER (widget);

  gtk_editable_set_text (self->entry, "");
  GTK_WIDGET_CLASS (tuwen_topic_picker_parent_class)->map (widget);

  tuwen_search_set_query (self->topics, "");
  tuwen_search_retry (self->topics);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->topics)) > 0)
    select_row (self, 0);
  update (self);
}

static void
tuwen_topic_picker_dispose (GObject *object)
{
  TuwenTopicPicker *self = TUWEN_TOPIC_PICKER (object);

  if (self->topics != NULL)
    g_signal_handlers_disconnect_by_data (self->topics, self);
  if (self->stack != NULL)
    gtk_widget_dispose_template (GTK_WIDGET (self), TUWEN_TYPE_TOPIC_PICKER);
  g_clear_object (&self->selection);
  g_clear_object (&self->topics);

  G_OBJECT_CLASS (tuwen_topic_picker_parent_class)->dispose (object);
}

static void
tuwen_topic_picker_class_init (TuwenTopicPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_topic_picker_dispose;
  widget_class->map = tuwen_topic_picker_map;

  signals[PICKED] = g_signal_new ("picked", TUWEN_TYPE_TOPIC_PICKER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (TUWEN_TYPE_PICKER_STATE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tuwen/Tuwen/composer/tuwen-topic-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenTopicPicker, entry);
  gtk_widget_class_bind_template_child (widget_class, TuwenTopicPicker, stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenTopicPicker, found);
  gtk_widget_class_bind_template_child (widget_class, TuwenTopicPicker, heading);
  gtk_widget_class_bind_template_child (widget_class, TuwenTopicPicker, list);
  gtk_widget_class_bind_template_child (widget_class, TuwenTopicPicker, state);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
tuwen_topic_picker_init (TuwenTopicPicker *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
}

GtkWidget *
tuwen_topic_picker_new (TuwenTopics *topics)
{
  TuwenTopicPicker *self;

  g_return_val_if_fail (TUWEN_IS_TOPICS (topics), NULL);

  self = g_object_new (TUWEN_TYPE_TOPIC_PICKER, NULL);
  self->topics = g_object_ref (TUWEN_SEARCH (topics));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (topics)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  /* After the selection, which is asked for rows then */
  g_signal_connect_object (topics, "items-changed", G_CALLBACK (topics_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (topics, "notify::loading", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (topics, "notify::error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
