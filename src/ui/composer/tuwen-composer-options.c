/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer-options"

#include "tuwen-composer-options.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define WIDTH 280

static void
comments_changed_cb (GtkDropDown *choice, GParamSpec *pspec, TuwenDraft *draft)
{
  tuwen_draft_set_comments (draft, (BiliComments) gtk_drop_down_get_selected (choice));
}

static void
category_changed_cb (GtkDropDown *choice, GParamSpec *pspec, TuwenDraft *draft)
{
  tuwen_draft_set_category (draft, (BiliPictureCategory) gtk_drop_down_get_selected (choice));
}

static void
only_me_changed_cb (GtkSwitch *choice, GParamSpec *pspec, TuwenDraft *draft)
{
  tuwen_draft_set_only_me (draft, gtk_switch_get_active (choice));
}

static void
keep_metadata_changed_cb (GtkSwitch *choice, GParamSpec *pspec, TuwenDraft *draft)
{
  tuwen_draft_set_keep_metadata (draft, gtk_switch_get_active (choice));
}

/* @explanation: (nullable) */
static void
add_row (GtkWidget *box, const char *title, const char *explanation, GtkWidget *choice)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), choice);
  gtk_box_append (GTK_BOX (box), row);

  if (explanation == NULL)
    return;

  label = gtk_label_new (explanation);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
make_choice (const char *const *words, guint selected)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (words);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);

  return choice;
}

static GtkWidget *
make_switch (gboolean active)
{
  GtkWidget *choice = gtk_switch_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_switch_set_active (GTK_SWITCH (choice), active);
  /* It is windows that let Space switch, and this is in a popover */
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_space, 0),
                        g_object_ref (gtk_activate_action_get ())));
  gtk_widget_add_controller (choice, keys);

  return choice;
}

GtkWidget *
tuwen_composer_options_new (TuwenDraft *draft)
{
  /* In the order of BiliComments and of BiliPictureCategory */
  const char *const comments[] = { C_ ("comments", "Open"), C_ ("comments", "Chosen by Me"),
                                   C_ ("comments", "Closed"), NULL };
  const char *const categories[] = { C_ ("pictures", "Daily"), C_ ("pictures", "Drawing"),
                                     C_ ("pictures", "Cosplay"), NULL };
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *choice;

  g_return_val_if_fail (TUWEN_IS_DRAFT (draft), NULL);

  choice = make_choice (comments, tuwen_draft_get_comments (draft));
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (comments_changed_cb), draft, 0);
  add_row (box, _ ("Comments"), NULL, choice);

  choice = make_switch (tuwen_draft_get_only_me (draft));
  g_signal_connect_object (choice, "notify::active", G_CALLBACK (only_me_changed_cb), draft, 0);
  add_row (box, _ ("Only I Can See It"), NULL, choice);

  choice = make_choice (categories, tuwen_draft_get_category (draft));
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (category_changed_cb), draft, 0);
  add_row (
      box, _ ("Kind of Pictures"),
      _ ("For drawings and cosplay both sides of every picture must be longer than 420 pixels."),
      choice);

  choice = make_switch (tuwen_draft_get_keep_metadata (draft));
  g_signal_connect_object (choice, "notify::active", G_CALLBACK (keep_metadata_changed_cb), draft,
                           0);
  add_row (box, _ ("Keep Hidden Details"),
           _ ("Pictures may tell where and with what they were taken. That is removed unless this "
              "is on."),
           choice);

  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_widget_set_margin_start (clamp, 12);
  gtk_widget_set_margin_end (clamp, 12);
  gtk_widget_set_margin_top (clamp, 12);
  gtk_widget_set_margin_bottom (clamp, 12);
  /* GTK 4.8 asks how high it is for a width that has the popover's shadow in it: a line too few,
   * perhaps */
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_popover_set_child (GTK_POPOVER (popover), clamp);

  return popover;
}
