/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-notice"

#include "tuwen-notice.h"

#include "tuwen-announce.h"

struct _TuwenNotice
{
  AdwBin parent_instance;

  GtkRevealer *revealer; /* (nullable): child, made when first needed */
  GtkLabel *label;       /* in the revealer */
  GtkWidget *buttons;    /* in the revealer */
  char *shown;           /* (nullable) (owned): all that is in it, in one string */
};

G_DEFINE_FINAL_TYPE (TuwenNotice, tuwen_notice, ADW_TYPE_BIN)

static void
make_widgets (TuwenNotice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));

  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_halign (self->buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->buttons);
  gtk_widget_add_css_class (box, "notice");

  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}

static void
tuwen_notice_finalize (GObject *object)
{
  g_free (TUWEN_NOTICE (object)->shown);

  G_OBJECT_CLASS (tuwen_notice_parent_class)->finalize (object);
}

static void
tuwen_notice_class_init (TuwenNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tuwen_notice_finalize;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tuwen_notice_init (TuwenNotice *self)
{
}

/* Buttons that are there already keep the focus, and may be in the middle of a click */
static gboolean
is_shown (TuwenNotice *self, const char *text, const TuwenNoticeButton *buttons, guint n_buttons)
{
  g_autoptr (GString) all = g_string_new (text);

  for (guint i = 0; i < n_buttons; i++)
    g_string_append_printf (all, "\n%s\n%s", buttons[i].label, buttons[i].action);
  if (tuwen_notice_get_text (self) != NULL && g_strcmp0 (self->shown, all->str) == 0)
    return TRUE;

  g_free (self->shown);
  self->shown = g_string_free (g_steal_pointer (&all), FALSE);
  return FALSE;
}

void
tuwen_notice_show (TuwenNotice *self,
                   const char *text,
                   const TuwenNoticeButton *buttons,
                   guint n_buttons)
{
  GtkWidget *child;

  g_return_if_fail (TUWEN_IS_NOTICE (self));

  if (text == NULL)
    {
      if (self->revealer != NULL)
        gtk_revealer_set_reveal_child (self->revealer, FALSE);
      return;
    }

  if (is_shown (self, text, buttons, n_buttons))
    return;

  if (self->revealer == NULL)
    make_widgets (self);

  gtk_label_set_label (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  tuwen_announce (text);
  while ((child = gtk_widget_get_first_child (self->buttons)) != NULL)
    gtk_box_remove (GTK_BOX (self->buttons), child);
  for (guint i = 0; i < n_buttons; i++)
    {
      child = gtk_button_new_with_mnemonic (buttons[i].label);
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (child))),
                               PANGO_ELLIPSIZE_END);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (child), buttons[i].action);
      gtk_box_append (GTK_BOX (self->buttons), child);
    }
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

const char *
tuwen_notice_get_text (TuwenNotice *self)
{
  g_return_val_if_fail (TUWEN_IS_NOTICE (self), NULL);

  if (self->revealer == NULL || !gtk_revealer_get_reveal_child (self->revealer))
    return NULL;

  return gtk_label_get_label (self->label);
}
