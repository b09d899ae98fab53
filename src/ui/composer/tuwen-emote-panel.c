/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-emote-panel"

#include "tuwen-emote-panel.h"

#include <glib/gi18n.h>

#include "tuwen-cover.h"
#include "tuwen-picker-state.h"

#define TAB_PICTURE 24
#define MAX_FOUND 200

/* The tab of the emotes that were used last; packs count from 0 */
#define TAB_RECENT (-1)

/* How emotes stand in the grid, by what there is to show */
typedef struct
{
  int picture_size;
  guint columns;
} Shape;

static const Shape small_shape = { 32, 7 };
static const Shape large_shape = { 60, 4 };
static const Shape mixed_shape = { 32, 4 };
static const Shape kaomoji_shape = { 32, 3 };

struct _TuwenEmotePanel
{
  AdwBin parent_instance;

  TuwenEmotes *emotes;           /* (owned) */
  TuwenPictures *pictures;       /* (owned) (nullable) */
  GtkSingleSelection *selection; /* (owned): of what is shown */
  GListStore *recent;            /* (owned): does not move under the pointer as emotes are used */
  const Shape *shape;
  int tab; /* TAB_RECENT or the number of a pack */
  gboolean chosen; /* the tab is the person's choice */

  GtkEditable *entry;
  GtkScrolledWindow *tabs_scroller;
  GtkWidget *tabs;
  GtkLabel *heading;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkGridView *grid;
  TuwenPickerState *state;
  GtkWidget *note;
};

G_DEFINE_FINAL_TYPE (TuwenEmotePanel, tuwen_emote_panel, ADW_TYPE_BIN)

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const Shape *
find_shape (GListModel *list)
{
  guint n_items = g_list_model_get_n_items (list);
  guint n_kaomoji = 0;
  guint n_large = 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TuwenEmote) emote = g_list_model_get_item (list, i);

      n_kaomoji += tuwen_emote_get_url (emote) == NULL;
      n_large += tuwen_emote_get_large (emote);
    }

  if (n_items > 0 && n_kaomoji == n_items)
    return &kaomoji_shape;
  if (n_kaomoji > 0)
    return &mixed_shape;

  return n_items > 0 && n_large == n_items ? &large_shape : &small_shape;
}

/* A picture and a text, one of which is seen */
static void
setup_cb (TuwenEmotePanel *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *cover
    = tuwen_cover_new (self->pictures, self->shape->picture_size, self->shape->picture_size);
  GtkWidget *text = gtk_label_new (NULL);

  gtk_widget_set_halign (cover, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (cover, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (cover, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (text), 5);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_size_request (box, -1, self->shape->picture_size);
  gtk_box_append (GTK_BOX (box), cover);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (TuwenEmotePanel *self, GtkListItem *item)
{
  TuwenEmote *emote = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *cover = gtk_widget_get_first_child (box);
  GtkWidget *text = gtk_widget_get_last_child (box);
  const char *name = tuwen_emote_get_name (emote);
  const char *url = tuwen_emote_get_url (emote);

  tuwen_cover_set_url (TUWEN_COVER (cover), url);
  gtk_widget_set_visible (cover, url != NULL);
  gtk_label_set_label (GTK_LABEL (text), url == NULL ? name : "");
  gtk_widget_set_visible (text, url == NULL);
  gtk_widget_set_tooltip_text (box, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The cells have a size of their own for every shape, so that other ones are made for another */
static void
show_list (TuwenEmotePanel *self, GListModel *list)
{
  const Shape *shape = find_shape (list);

  if (self->shape != shape)
    {
      g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

      gtk_single_selection_set_model (self->selection, NULL);
      self->shape = shape;
      g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
      gtk_grid_view_set_min_columns (self->grid, 1);
      gtk_grid_view_set_max_columns (self->grid, shape->columns);
      gtk_grid_view_set_min_columns (self->grid, shape->columns);
      gtk_grid_view_set_factory (self->grid, factory);
    }

  if (gtk_single_selection_get_model (self->selection) != list)
    {
      gtk_single_selection_set_model (self->selection, list);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
    }
}

static GtkWidget *
find_tab (TuwenEmotePanel *self, int tab)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->tabs); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (child), "tab")) == tab)
        return child;
    }

  return NULL;
}

static void
show_pack (TuwenEmotePanel *self)
{
  g_autoptr (TuwenEmotePack) pack = NULL;

  if (self->tab == TAB_RECENT)
    {
      gtk_label_set_label (self->heading, _ ("Recently Used"));
      show_list (self, G_LIST_MODEL (self->recent));
      return;
    }

  pack = g_list_model_get_item (G_LIST_MODEL (self->emotes), self->tab);
  gtk_label_set_label (self->heading, tuwen_emote_pack_get_name (pack));
  show_list (self, G_LIST_MODEL (pack));
}

static void
update (TuwenEmotePanel *self)
{
  const char *word = gtk_editable_get_text (self->entry);
  const GError *error = tuwen_emotes_get_error (self->emotes);
  gboolean some = g_list_model_get_n_items (G_LIST_MODEL (self->emotes)) > 0;
  gboolean search = some && word[0] != '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->tabs_scroller), some && !search);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), some && !search);
  gtk_widget_set_visible (self->note,
                          tuwen_emotes_get_loaded (self->emotes)
                            && !tuwen_emotes_get_signed_in (self->emotes));

  if (search)
    {
      g_autoptr (GListModel) found = tuwen_emotes_filter (self->emotes, word, TRUE, MAX_FOUND);

      show_list (self, found);
      some = g_list_model_get_n_items (found) > 0;
    }
  else if (some)
    show_pack (self);

  if (some)
    {
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->scroller));
      return;
    }

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->state));
  if (search)
    tuwen_picker_state_show_words (self->state, _ ("Nothing Found"), NULL);
  else if (error != NULL)
    tuwen_picker_state_show_error (self->state, error);
  else if (tuwen_emotes_get_loaded (self->emotes))
    tuwen_picker_state_show_words (self->state, _ ("No Emotes"),
                                   _ ("bilibili offers none to this account."));
  else
    tuwen_picker_state_show_waiting (self->state, _ ("Getting the emotes"));
}

/* Without knowing where the tab is going to be: the scrolled window follows the focus alone */
static void
scroll_to_tab (TuwenEmotePanel *self, GtkWidget *button)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->tabs_scroller);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (button, self->tabs, &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.x,
                               bounds.origin.x + bounds.size.width);
}

static void
tab_toggled_cb (TuwenEmotePanel *self, GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;

  self->tab = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "tab"));
  self->chosen = TRUE;
  scroll_to_tab (self, GTK_WIDGET (button));
  update (self);
}

static void
add_tab (TuwenEmotePanel *self, int tab, const char *name, GtkWidget *child)
{
  GtkWidget *first = gtk_widget_get_first_child (self->tabs);
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), child);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "emote-tab");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "tab", GINT_TO_POINTER (tab));
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), tab == self->tab);
  g_signal_connect_object (button, "toggled", G_CALLBACK (tab_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->tabs), button);
}

static GtkWidget *
create_pack_tab (TuwenEmotePanel *self, TuwenEmotePack *pack)
{
  const char *url = tuwen_emote_pack_get_url (pack);
  GtkWidget *child;

  if (url != NULL)
    {
      child = tuwen_cover_new (self->pictures, TAB_PICTURE, TAB_PICTURE);
      tuwen_cover_set_url (TUWEN_COVER (child), url);
    }
  else
    {
      child = gtk_label_new (tuwen_emote_pack_get_name (pack));
      gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (child), 8);
    }

  return child;
}

/* Anew whenever the panel is shown or has other packs: nothing under the pointer moves meanwhile */
static void
make_tabs (TuwenEmotePanel *self)
{
  GListModel *packs = G_LIST_MODEL (self->emotes);
  GListModel *recent = tuwen_emotes_get_recent (self->emotes);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->tabs)) != NULL)
    gtk_box_remove (GTK_BOX (self->tabs), child);

  g_list_store_remove_all (self->recent);
  for (guint i = 0; i < g_list_model_get_n_items (recent); i++)
    {
      g_autoptr (TuwenEmote) emote = g_list_model_get_item (recent, i);

      g_list_store_append (self->recent, emote);
    }

  if (!self->chosen || self->tab >= (int) g_list_model_get_n_items (packs))
    self->tab = TAB_RECENT;
  if (self->tab == TAB_RECENT && g_list_model_get_n_items (recent) == 0)
    self->tab = 0;

  if (g_list_model_get_n_items (recent) > 0)
    add_tab (self, TAB_RECENT, _ ("Recently Used"),
             gtk_image_new_from_icon_name ("document-open-recent-symbolic"));
  for (guint i = 0; i < g_list_model_get_n_items (packs); i++)
    {
      g_autoptr (TuwenEmotePack) pack = g_list_model_get_item (packs, i);

      add_tab (self, i, tuwen_emote_pack_get_name (pack), create_pack_tab (self, pack));
    }

  update (self);
}

static void
pick (TuwenEmotePanel *self, guint position)
{
  g_autoptr (TuwenEmote) emote = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (emote == NULL)
    return;

  tuwen_emotes_use (self->emotes, emote);
  g_signal_emit (self, signals[PICKED], 0, emote);
}

static void
grid_activated_cb (TuwenEmotePanel *self, guint position)
{
  pick (self, position);
}

static void
changed_cb (TuwenEmotePanel *self)
{
  if (self->emotes != NULL)
    update (self);
}

static gboolean
is_searching (TuwenEmotePanel *self)
{
  return gtk_editable_get_text (self->entry)[0] != '\0';
}

/* The first one found */
static void
entry_activated_cb (TuwenEmotePanel *self)
{
  if (is_searching (self))
    pick (self, 0);
}

static void
stop_search_cb (TuwenEmotePanel *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (is_searching (self))
    gtk_editable_set_text (self->entry, "");
  else if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
retry_cb (TuwenEmotePanel *self)
{
  tuwen_emotes_load (self->emotes);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* A wheel has one axis, and so have the tabs */
static gboolean
tabs_scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, TuwenEmotePanel *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->tabs_scroller);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment)
                                          + dy * gtk_adjustment_get_page_size (adjustment) / 3);

  return GDK_EVENT_STOP;
}

static gboolean
move_tab (TuwenEmotePanel *self, int step)
{
  GtkWidget *tab = find_tab (self, self->tab);
  GtkWidget *next = NULL;

  if (tab != NULL && !is_searching (self))
    next = step > 0 ? gtk_widget_get_next_sibling (tab) : gtk_widget_get_prev_sibling (tab);
  if (next == NULL)
    return GDK_EVENT_PROPAGATE;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (next), TRUE);

  return GDK_EVENT_STOP;
}

/* Ctrl+Page Up and Page Down go from pack to pack; Down leads from the entry into the emotes */
static gboolean
key_pressed_cb (TuwenEmotePanel *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (modifiers == GDK_CONTROL_MASK
      && (keyval == GDK_KEY_Page_Down || keyval == GDK_KEY_KP_Page_Down))
    return move_tab (self, 1);
  if (modifiers == GDK_CONTROL_MASK && (keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_KP_Page_Up))
    return move_tab (self, -1);

  if (modifiers == 0 && (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down) && focus != NULL
      && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->entry))
      && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->scroller))
    return gtk_widget_child_focus (GTK_WIDGET (self->grid), GTK_DIR_TAB_FORWARD);

  return GDK_EVENT_PROPAGATE;
}

static void
tuwen_emote_panel_map (GtkWidget *widget)
{
  TuwenEmotePanel *self = TUWEN_EMOTE_PANEL (widget);

  gtk_editable_set_text (self->entry, "");
  tuwen_emotes_load (self->emotes);
  make_tabs (self);

  GTK_WIDGET_CLASS (tuwen_emote_panel_parent_class)->map (widget);
}

static void
tuwen_emote_panel_dispose (GObject *object)
{
  TuwenEmotePanel *self = TUWEN_EMOTE_PANEL (object);

  if (self->emotes != NULL)
    g_signal_handlers_disconnect_by_data (self->emotes, self);
  g_clear_object (&self->emotes);
  if (self->stack != NULL)
    gtk_widget_dispose_template (GTK_WIDGET (self), TUWEN_TYPE_EMOTE_PANEL);
  g_clear_object (&self->selection);
  g_clear_object (&self->recent);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (tuwen_emote_panel_parent_class)->dispose (object);
}

static void
tuwen_emote_panel_class_init (TuwenEmotePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_emote_panel_dispose;
  widget_class->map = tuwen_emote_panel_map;

  signals[PICKED] = g_signal_new ("picked", TUWEN_TYPE_EMOTE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, TUWEN_TYPE_EMOTE);

  g_type_ensure (TUWEN_TYPE_PICKER_STATE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tuwen/Tuwen/composer/tuwen-emote-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenEmotePanel, entry);
  gtk_widget_class_bind_template_child (widget_class, TuwenEmotePanel, tabs_scroller);
  gtk_widget_class_bind_template_child (widget_class, TuwenEmotePanel, tabs);
  gtk_widget_class_bind_template_child (widget_class, TuwenEmotePanel, heading);
  gtk_widget_class_bind_template_child (widget_class, TuwenEmotePanel, stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenEmotePanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, TuwenEmotePanel, grid);
  gtk_widget_class_bind_template_child (widget_class, TuwenEmotePanel, state);
  gtk_widget_class_bind_template_child (widget_class, TuwenEmotePanel, note);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tabs_scroll_cb);
  gtk_widget_class_bind_template_callback (widget_class, grid_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
tuwen_emote_panel_init (TuwenEmotePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->tab = TAB_RECENT;
  self->recent = g_list_store_new (TUWEN_TYPE_EMOTE);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
}

GtkWidget *
tuwen_emote_panel_new (TuwenEmotes *emotes, TuwenPictures *pictures)
{
  TuwenEmotePanel *self;

  g_return_val_if_fail (TUWEN_IS_EMOTES (emotes), NULL);
  g_return_val_if_fail (pictures == NULL || TUWEN_IS_PICTURES (pictures), NULL);

  self = g_object_new (TUWEN_TYPE_EMOTE_PANEL, NULL);
  self->emotes = g_object_ref (emotes);
  g_set_object (&self->pictures, pictures);
  g_signal_connect_object (emotes, "items-changed", G_CALLBACK (make_tabs), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (emotes, "notify::loading", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
