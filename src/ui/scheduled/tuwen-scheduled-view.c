/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled-view"

#include "tuwen-scheduled-view.h"
#include "tuwen-scheduled-view-private.h"

#include <glib/gi18n.h>

#include "tuwen-announce.h"
#include "tuwen-error-text.h"
#include "tuwen-growing-list.h"
#include "tuwen-page.h"
#include "tuwen-row-text.h"
#include "tuwen-waiting.h"

#define TICK_SECONDS 10

G_DEFINE_FINAL_TYPE (TuwenScheduledView, tuwen_scheduled_view, ADW_TYPE_BIN)

typedef enum
{
  PROP_PLANS = 1,
  PROP_ACCOUNTS,
  PROP_PICTURES,
  PROP_CLOCK,
  PROP_SETTINGS,
} TuwenScheduledViewProperty;

static GParamSpec *properties[PROP_SETTINGS + 1];

/* Rows */

static void
row_act_cb (TuwenScheduledView *self, const char *action, TuwenScheduledRow *row)
{
  if (tuwen_scheduled_row_get_item (row) != NULL)
    tuwen_scheduled_view_act (self, tuwen_scheduled_row_get_item (row), action);
}

static void
row_menu_cb (TuwenScheduledView *self, GtkWidget *button, TuwenScheduledRow *row)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (button, GTK_WIDGET (self), &bounds))
    tuwen_scheduled_view_show_menu (
        self, row,
        &(GdkRectangle){ bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height });
}

static void
toggle_trash_cb (TuwenScheduledView *self)
{
  tuwen_scheduled_rows_toggle_trash (self->rows);
}

/* The heading of a section; of the trash with a button, as only people who look for it want to see
 * it. It takes the focus: a list neither begins with nor steps over what does not, and keyboards
 * would end there. */
static GtkWidget *
make_heading (TuwenScheduledView *self)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                 "focusable", TRUE,
                                 "spacing", 12,
                                 NULL);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (toggle_trash_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "plan-heading");

  return box;
}

static void
update_heading (TuwenScheduledHeading *heading, GtkWidget *box)
{
  GtkWidget *label = gtk_widget_get_first_child (box);
  GtkWidget *button = gtk_widget_get_last_child (box);
  g_autofree char *title = tuwen_scheduled_heading_dup_title (heading);

  gtk_label_set_label (GTK_LABEL (label), title);
  tuwen_row_text_speak (box, title, NULL);
  gtk_widget_set_visible (button,
                          tuwen_scheduled_heading_get_section (heading) == TUWEN_SECTION_TRASH);
  gtk_button_set_label (GTK_BUTTON (button),
                        tuwen_scheduled_heading_get_expanded (heading) ? _ ("Hide") : _ ("Show"));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  TuwenScheduledView *self = user_data;
  GtkWidget *row
      = tuwen_scheduled_row_new (self->plans, self->accounts, self->pictures, self->clock);

  g_signal_connect_object (row, "act", G_CALLBACK (row_act_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "menu", G_CALLBACK (row_menu_cb), self, G_CONNECT_SWAPPED);
  /* The item keeps the row while a heading takes its place */
  g_object_set_data_full (G_OBJECT (item), "row", g_object_ref_sink (row), g_object_unref);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  TuwenScheduledView *self = user_data;
  gpointer object = gtk_list_item_get_item (item);
  gboolean post = TUWEN_IS_SCHEDULED_ITEM (object);

  if (post)
    {
      tuwen_scheduled_row_set_item (g_object_get_data (G_OBJECT (item), "row"), object);
    }
  else
    {
      GtkWidget *heading = make_heading (self);

      gtk_list_item_set_child (item, heading);
      update_heading (object, heading);
      g_signal_connect_object (object, "changed", G_CALLBACK (update_heading), heading, 0);
    }

  gtk_list_item_set_activatable (item, post);
  gtk_list_item_set_selectable (item, post);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *row = g_object_get_data (G_OBJECT (item), "row");

  if (gtk_list_item_get_child (item) != row)
    gtk_list_item_set_child (item, row);
  else
    tuwen_scheduled_row_set_item (TUWEN_SCHEDULED_ROW (row), NULL);
}

TuwenScheduledRow *
tuwen_scheduled_view_find_row (TuwenScheduledView *self, GtkWidget *widget)
{
  GtkWidget *row;

  if (widget == NULL)
    return NULL;

  if (TUWEN_IS_SCHEDULED_ROW (widget))
    return TUWEN_SCHEDULED_ROW (widget);

  row = gtk_widget_get_ancestor (widget, TUWEN_TYPE_SCHEDULED_ROW);
  if (row != NULL)
    return TUWEN_SCHEDULED_ROW (row);

  /* The list's own widget around the row is what has the focus */
  row = gtk_widget_get_first_child (widget);
  return TUWEN_IS_SCHEDULED_ROW (row) ? TUWEN_SCHEDULED_ROW (row) : NULL;
}

/* @item: (nullable): %NULL for all */
static void
update_rows (TuwenScheduledView *self, TuwenScheduledItem *item)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      TuwenScheduledRow *row = tuwen_scheduled_view_find_row (self, child);

      if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row))
          && (item == NULL || tuwen_scheduled_row_get_item (row) == item))
        tuwen_scheduled_row_update (row);
    }
}

static void
plan_changed_cb (TuwenScheduledView *self, TuwenScheduledItem *item)
{
  update_rows (self, item);
}

/* With a second account rows begin to say whose they are */
static void
accounts_changed_cb (TuwenScheduledView *self)
{
  update_rows (self, NULL);
}

static gboolean
tick_cb (gpointer user_data)
{
  TuwenScheduledView *self = user_data;

  tuwen_scheduled_tick (self->scheduled);
  update_rows (self, NULL);

  return G_SOURCE_CONTINUE;
}

static void
activate_cb (TuwenScheduledView *self, guint position)
{
  g_autoptr (GObject) object = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (TUWEN_IS_SCHEDULED_ITEM (object))
    tuwen_plans_edit (self->plans, TUWEN_SCHEDULED_ITEM (object));
}

/* What is selected */

GPtrArray *
tuwen_scheduled_view_list_selected (TuwenScheduledView *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) bits
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, bits, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (GObject) object = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

      if (TUWEN_IS_SCHEDULED_ITEM (object))
        g_ptr_array_add (items, g_steal_pointer (&object));
    }

  return items;
}

/* Select All takes headings, too, and they would look as if they could be deleted. Returns: whether
 * there were any */
static gboolean
unselect_headings (TuwenScheduledView *self)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (model);
  g_autoptr (GtkBitset) headings = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) none = gtk_bitset_new_empty ();
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (GObject) object = g_list_model_get_item (G_LIST_MODEL (model), position);

      if (TUWEN_IS_SCHEDULED_HEADING (object))
        gtk_bitset_add (headings, position);
    }

  return !gtk_bitset_is_empty (headings)
         && gtk_selection_model_set_selection (model, none, headings);
}

static void
selection_changed_cb (TuwenScheduledView *self)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *text = NULL;

  /* It comes by here once more, then */
  if (unselect_headings (self))
    return;

  items = tuwen_scheduled_view_list_selected (self);
  /* One is what clicking leaves behind, and can be deleted by its own menu */
  if (items->len > 1)
    {
      text = g_strdup_printf (ngettext ("%u post selected", "%u posts selected", items->len),
                              items->len);
      gtk_label_set_label (self->selection_label, text);
    }
  gtk_revealer_set_reveal_child (self->selection_revealer, items->len > 1);
  gtk_widget_set_can_target (GTK_WIDGET (self->selection_revealer), items->len > 1);
}

/* The list keeps what it showed first in its place. Whoever has not scrolled wants to see what
 * comes above it, too: what needs attention is there once the service has answered, when drafts
 * have been for long */

static gboolean
is_at_top (TuwenScheduledView *self)
{
  return gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)))
         < 1;
}

static void
rows_change_cb (TuwenScheduledView *self)
{
  if (is_at_top (self))
    self->keeps_top = TRUE;
}

static gboolean
scroll_up_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (widget);

  self->keeps_top = FALSE;
  self->scroll_tick = 0;
  /* The list moves nothing before this frame is laid out: it was a person who scrolled since */
  if (is_at_top (self) && g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", 0);

  return G_SOURCE_REMOVE;
}

static void
rows_changed_cb (TuwenScheduledView *self)
{
  if (self->keeps_top && self->scroll_tick == 0)
    self->scroll_tick
        = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_up_cb, NULL, NULL);
}

/* The focus */

static GtkWidget *
get_focus (TuwenScheduledView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

/* Goes to the row that had the focus last, which Tab would go into; the first time, to the first
 * that something can be done with. Returns: whether there is one */
static gboolean
focus_list (TuwenScheduledView *self)
{
  GtkWidget *list = GTK_WIDGET (self->view);

  if (!gtk_widget_get_mapped (list))
    return FALSE;

  for (GtkWidget *child = gtk_widget_get_first_child (list);
       !self->was_focused && child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && tuwen_scheduled_view_find_row (self, child) != NULL)
      {
        self->was_focused = gtk_widget_grab_focus (child);
        return self->was_focused;
      }

  return gtk_widget_grab_focus (list);
}

static void
forget_focus (TuwenScheduledView *self)
{
  g_clear_weak_pointer (&self->focused);
  if (self->focus_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_tick);
  self->focus_tick = 0;
}

static gboolean
focus_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (widget);

  /* A person went elsewhere, or there is nothing to go to */
  if (get_focus (self) != self->focused
      || gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->page_bin)
      || focus_list (self))
    forget_focus (self);

  return self->focus_tick != 0;
}

/* Pages */

static gboolean
is_signed_in (TuwenScheduledView *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) > 0;
}

static TuwenPage *
make_page (TuwenScheduledView *self)
{
  const GError *error = tuwen_scheduled_get_error (self->scheduled);
  TuwenPage *page;

  if (error != NULL)
    return tuwen_page_new_error (error, "win.refresh");

  page = g_new0 (TuwenPage, 1);
  page->icon_name = "document-open-recent-symbolic";
  page->title = g_strdup (_ ("Nothing Planned"));
  page->body = g_strdup (_ ("Write a post, and choose with the clock beside Publish when it is to "
                            "appear. It waits here, and so does whatever you begin to write."));
  page->first = (TuwenPageButton){ _ ("_New Post"), "app.new-post" };
  if (!is_signed_in (self))
    {
      page->note = _ ("Sign in to see what is scheduled already.");
      page->second = (TuwenPageButton){ _ ("_Sign In"), "app.sign-in" };
    }

  return page;
}

static void
show_page (TuwenScheduledView *self)
{
  g_autoptr (TuwenPage) page = make_page (self);
  gboolean is_new = tuwen_page_show (page, self->page_bin)
                    || gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->page_bin);

  if (is_new && tuwen_scheduled_get_error (self->scheduled) != NULL)
    tuwen_announce (page->body);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->page_bin));
}

static void
show_waiting (TuwenScheduledView *self)
{
  if (self->waiting == NULL)
    {
      self->waiting = tuwen_waiting_new (_ ("Checking what is scheduled"));
      gtk_stack_add_child (self->stack, self->waiting);
    }

  gtk_stack_set_visible_child (self->stack, self->waiting);
}

static void
update_notice (TuwenScheduledView *self, gboolean filled)
{
  const GError *error = tuwen_scheduled_get_error (self->scheduled);
  g_autoptr (TuwenErrorText) words = error == NULL || !filled ? NULL : tuwen_error_text_new (error);
  g_autofree char *text = NULL;

  if (words != NULL)
    /* Translators: %s is why, one or two sentences */
    text = g_strdup_printf (_ ("This may not be up to date. %s"), words->body);
  tuwen_notice_show (self->notice, text,
                     (TuwenNoticeButton[]){ { _ ("_Retry"), "win.refresh" } }, 1);
}

static void
update_summary (TuwenScheduledView *self)
{
  guint n_attention = tuwen_scheduled_count (self->scheduled, TUWEN_SECTION_ATTENTION);
  guint n_scheduled = tuwen_scheduled_count (self->scheduled, TUWEN_SECTION_SCHEDULED);
  guint n_drafts = tuwen_scheduled_count (self->scheduled, TUWEN_SECTION_DRAFTS);
  GString *text = g_string_new (NULL);

  if (n_attention > 0)
    g_string_append_printf (
        text, ngettext ("%u needs attention", "%u need attention", n_attention), n_attention);
  if (n_scheduled > 0)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, ngettext ("%u scheduled", "%u scheduled", n_scheduled),
                              n_scheduled);
    }
  if (n_drafts > 0)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, ngettext ("%u draft", "%u drafts", n_drafts), n_drafts);
    }
  gtk_label_set_label (self->summary, text->str);
  g_string_free (text, TRUE);
}

static void
update (TuwenScheduledView *self)
{
  gboolean filled = g_list_model_get_n_items (G_LIST_MODEL (self->scheduled)) > 0;
  gboolean loading = tuwen_scheduled_get_loading (self->scheduled);

  /* Where there is nothing yet, the whole page says that it is asked for */
  gtk_stack_set_visible_child (self->refresh_stack, loading && filled
                                                        ? GTK_WIDGET (self->refresh_spinner)
                                                        : self->refresh_button);
  gtk_widget_set_visible (GTK_WIDGET (self->refresh_stack), is_signed_in (self));
  gtk_spinner_set_spinning (self->refresh_spinner, loading && filled);
  update_summary (self);
  update_notice (self, filled);

  if (filled)
    gtk_stack_set_visible_child (self->stack, self->list_page);
  else if (loading)
    show_waiting (self);
  else
    show_page (self);
}

static void
tuwen_scheduled_view_map (GtkWidget *widget)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (widget);

  GTK_WIDGET_CLASS (tuwen_scheduled_view_parent_class)->map (widget);
  self->timer = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
  tuwen_scheduled_refresh (self->scheduled);
}

static void
tuwen_scheduled_view_unmap (GtkWidget *widget)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (widget);

  g_clear_handle_id (&self->timer, g_source_remove);
  forget_focus (self);
  GTK_WIDGET_CLASS (tuwen_scheduled_view_parent_class)->unmap (widget);
}

static void
tuwen_scheduled_view_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (object);

  switch ((TuwenScheduledViewProperty) id)
    {
    case PROP_PLANS:
      self->plans = g_value_dup_object (value);
      break;
    case PROP_ACCOUNTS:
      self->accounts = g_value_dup_object (value);
      break;
    case PROP_PICTURES:
      self->pictures = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
follow (TuwenScheduledView *self, gpointer source, const char *signal)
{
  g_signal_connect_object (source, signal, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
tuwen_scheduled_view_constructed (GObject *object)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (object);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  G_OBJECT_CLASS (tuwen_scheduled_view_parent_class)->constructed (object);

  self->scheduled = tuwen_plans_get_scheduled (self->plans);
  self->rows = tuwen_scheduled_rows_new (self->scheduled);
  self->selection = gtk_multi_selection_new (
      tuwen_growing_list_new (G_LIST_MODEL (g_object_ref (self->rows)), self->view));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->view, factory);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (rows_change_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);

  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->plans, "changed", G_CALLBACK (plan_changed_cb), self,
                           G_CONNECT_SWAPPED);
  follow (self, self->scheduled, "items-changed");
  follow (self, self->scheduled, "notify");
  follow (self, self->accounts, "items-changed");
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

static void
tuwen_scheduled_view_dispose (GObject *object)
{
  TuwenScheduledView *self = TUWEN_SCHEDULED_VIEW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  forget_focus (self);
  /* The factory's callbacks need what is let go below */
  if (self->view != NULL)
    {
      gtk_list_view_set_model (self->view, NULL);
      gtk_list_view_set_factory (self->view, NULL);
    }
  tuwen_scheduled_view_drop_menus (self);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->plans);
  g_clear_object (&self->accounts);
  g_clear_object (&self->pictures);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tuwen_scheduled_view_parent_class)->dispose (object);
}

static void
tuwen_scheduled_view_class_init (TuwenScheduledViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = tuwen_scheduled_view_constructed;
  object_class->dispose = tuwen_scheduled_view_dispose;
  object_class->set_property = tuwen_scheduled_view_set_property;

  widget_class->map = tuwen_scheduled_view_map;
  widget_class->unmap = tuwen_scheduled_view_unmap;

  properties[PROP_PLANS] = g_param_spec_object ("plans", NULL, NULL, TUWEN_TYPE_PLANS, flags);
  properties[PROP_ACCOUNTS]
      = g_param_spec_object ("accounts", NULL, NULL, TUWEN_TYPE_ACCOUNTS, flags);
  properties[PROP_PICTURES]
      = g_param_spec_object ("pictures", NULL, NULL, TUWEN_TYPE_PICTURES, flags);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BILI_TYPE_CLOCK, flags);
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TUWEN_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/tuwen/Tuwen/scheduled/tuwen-scheduled-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, summary);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, refresh_stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, refresh_spinner);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, notice);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, list_page);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, page_bin);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, view);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, selection_revealer);
  gtk_widget_class_bind_template_child (widget_class, TuwenScheduledView, selection_label);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  tuwen_scheduled_view_install_actions (widget_class);
}

static void
tuwen_scheduled_view_init (TuwenScheduledView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkListView *
tuwen_scheduled_view_get_list (TuwenScheduledView *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_VIEW (self), NULL);

  return self->view;
}

void
tuwen_scheduled_view_focus (TuwenScheduledView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  g_return_if_fail (TUWEN_IS_SCHEDULED_VIEW (self));

  forget_focus (self);
  if (focus_list (self))
    return;

  /* The list has no rows before it is laid out, nor before the service has answered */
  if (get_focus (self) == NULL || !gtk_widget_is_ancestor (get_focus (self), widget))
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
  g_set_weak_pointer (&self->focused, get_focus (self));
  self->focus_tick = gtk_widget_add_tick_callback (widget, focus_cb, NULL, NULL);
}
