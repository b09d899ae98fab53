/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-space-chooser"

#include "tuwen-space-chooser.h"

#include <glib/gi18n.h>

#include "tuwen-announce.h"
#include "tuwen-avatar.h"

#define AVATAR_SIZE 32

struct _TuwenSpaceChooser
{
  GtkPopover parent_instance;

  TuwenSpaces *spaces;     /* (owned) */
  TuwenPictures *pictures; /* (owned) (nullable) */
  GListStore *own;         /* (owned): one's own space, or nothing */

  GtkListBox *list;
  GtkWidget *scroller;
  GtkWidget *separator;
};

G_DEFINE_FINAL_TYPE (TuwenSpaceChooser, tuwen_space_chooser, GTK_TYPE_POPOVER)

enum
{
  FORGOTTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_same (TuwenSpace *a, TuwenSpace *b)
{
  return a != NULL && b != NULL
         && g_str_equal (tuwen_space_get_mid (a), tuwen_space_get_mid (b));
}

static guint
find_position (TuwenSpaceChooser *self, TuwenSpace *space)
{
  GListModel *model = G_LIST_MODEL (self->spaces);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenSpace) other = g_list_model_get_item (model, i);

      if (other == space)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
forget_cb (GtkButton *button, gpointer user_data)
{
  TuwenSpaceChooser *self = user_data;
  g_autoptr (TuwenSpace) space = g_object_ref (g_object_get_data (G_OBJECT (button), "space"));
  guint position = find_position (self, space);

  if (position == GTK_INVALID_LIST_POSITION)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  tuwen_spaces_forget (self->spaces, space);
  g_signal_emit (self, signals[FORGOTTEN], 0, space, position);
}

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css_class);
    }

  return label;
}

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  TuwenSpaceChooser *self = user_data;
  TuwenSpace *space = item;
  const char *name = tuwen_space_get_name (space);
  gboolean own = is_same (space, tuwen_spaces_get_own (self->spaces));
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *avatar = tuwen_avatar_new (AVATAR_SIZE);
  g_autofree char *subtitle = NULL;

  if (own)
    subtitle = g_strdup (_ ("My space"));
  else
    /* Translators: %s is the number of somebody's space on bilibili */
    subtitle = g_strdup_printf (_ ("UID %s"), tuwen_space_get_mid (space));

  tuwen_avatar_set_person (TUWEN_AVATAR (avatar), self->pictures, name,
                           tuwen_space_get_face (space));
  gtk_box_append (GTK_BOX (box), avatar);

  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), create_label (name, NULL));
  gtk_box_append (GTK_BOX (words), create_label (subtitle, "dim-label"));
  gtk_box_append (GTK_BOX (box), words);

  if (is_same (space, tuwen_spaces_get_current (self->spaces)))
    {
      GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

      gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Shown now"), -1);
      gtk_box_append (GTK_BOX (box), mark);
    }

  if (!own)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
      /* Translators: %s is somebody's name */
      g_autofree char *tooltip = g_strdup_printf (_ ("Remove %s"), name);

      gtk_widget_set_tooltip_text (button, tooltip);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      tooltip, -1);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "circular");
      g_object_set_data_full (G_OBJECT (button), "space", g_object_ref (space), g_object_unref);
      g_signal_connect (button, "clicked", G_CALLBACK (forget_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  tuwen_announce_describe (GTK_ACCESSIBLE (row), subtitle);
  g_object_set_data_full (G_OBJECT (row), "space", g_object_ref (space), g_object_unref);

  return row;
}

static void
row_activated_cb (TuwenSpaceChooser *self, GtkListBoxRow *row)
{
  TuwenSpace *space = g_object_get_data (G_OBJECT (row), "space");

  gtk_popover_popdown (GTK_POPOVER (self));
  tuwen_spaces_set_current (self->spaces, space);
}

static void
open_cb (TuwenSpaceChooser *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-space", NULL);
}

/* Made anew whenever the popover opens: at most 51 rows, and nothing to keep up to date before */
static void
tuwen_space_chooser_show (GtkWidget *widget)
{
  TuwenSpaceChooser *self = TUWEN_SPACE_CHOOSER (widget);
  TuwenSpace *own = tuwen_spaces_get_own (self->spaces);
  g_autoptr (GListStore) parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkFlattenListModel) all = NULL;
  gboolean empty;

  g_list_store_remove_all (self->own);
  if (own != NULL)
    g_list_store_append (self->own, own);
  g_list_store_append (parts, self->own);
  g_list_store_append (parts, self->spaces);
  all = gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&parts)));

  empty = g_list_model_get_n_items (G_LIST_MODEL (all)) == 0;
  gtk_widget_set_visible (self->scroller, !empty);
  gtk_widget_set_visible (self->separator, !empty);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (all), create_row_cb, self, NULL);

  GTK_WIDGET_CLASS (tuwen_space_chooser_parent_class)->show (widget);
}

static void
tuwen_space_chooser_dispose (GObject *object)
{
  TuwenSpaceChooser *self = TUWEN_SPACE_CHOOSER (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->own);
  g_clear_object (&self->spaces);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (tuwen_space_chooser_parent_class)->dispose (object);
}

static void
tuwen_space_chooser_class_init (TuwenSpaceChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_space_chooser_dispose;
  widget_class->show = tuwen_space_chooser_show;

  signals[FORGOTTEN] = g_signal_new ("forgotten", TUWEN_TYPE_SPACE_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, TUWEN_TYPE_SPACE,
                                     G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/tuwen/Tuwen/feed/tuwen-space-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenSpaceChooser, list);
  gtk_widget_class_bind_template_child (widget_class, TuwenSpaceChooser, scroller);
  gtk_widget_class_bind_template_child (widget_class, TuwenSpaceChooser, separator);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
tuwen_space_chooser_init (TuwenSpaceChooser *self)
{
  self->own = g_list_store_new (TUWEN_TYPE_SPACE);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tuwen_space_chooser_new (TuwenSpaces *spaces, TuwenPictures *pictures)
{
  TuwenSpaceChooser *self;

  g_return_val_if_fail (TUWEN_IS_SPACES (spaces), NULL);

  self = g_object_new (TUWEN_TYPE_SPACE_CHOOSER, NULL);
  self->spaces = g_object_ref (spaces);
  g_set_object (&self->pictures, pictures);

  return GTK_WIDGET (self);
}
