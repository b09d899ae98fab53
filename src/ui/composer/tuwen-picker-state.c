/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picker-state"

#include "tuwen-picker-state.h"

#include <glib/gi18n.h>

#include "tuwen-announce.h"
#include "tuwen-error-text.h"

struct _TuwenPickerState
{
  AdwBin parent_instance;

  /* All of them in one box */
  GtkSpinner *spinner;
  GtkLabel *title;
  GtkLabel *body;
  GtkWidget *retry_button;
};

G_DEFINE_FINAL_TYPE (TuwenPickerState, tuwen_picker_state, ADW_TYPE_BIN)

enum
{
  RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
retry_cb (TuwenPickerState *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static GtkLabel *
create_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_add_css_class (label, css_class);

  return GTK_LABEL (label);
}

static void
show (TuwenPickerState *self,
      gboolean waiting,
      const char *title,
      const char *body,
      gboolean retry)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), waiting);
  gtk_spinner_set_spinning (self->spinner, waiting);
  gtk_label_set_label (self->title, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title), title != NULL);
  gtk_label_set_label (self->body, body != NULL ? body : "");
  gtk_widget_set_visible (GTK_WIDGET (self->body), body != NULL);
  gtk_widget_set_visible (self->retry_button, retry);
}

static void
tuwen_picker_state_class_init (TuwenPickerStateClass *klass)
{
  signals[RETRY] = g_signal_new ("retry", TUWEN_TYPE_PICKER_STATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
tuwen_picker_state_init (TuwenPickerState *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->spinner), 24, 24);
  gtk_widget_set_halign (GTK_WIDGET (self->spinner), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));

  self->title = create_label ("heading");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  self->body = create_label ("dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->body));

  self->retry_button = gtk_button_new_with_mnemonic (_ ("_Retry"));
  gtk_widget_set_halign (self->retry_button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (self->retry_button, 6);
  g_signal_connect_object (self->retry_button, "clicked", G_CALLBACK (retry_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->retry_button);

  adw_bin_set_child (ADW_BIN (self), box);
  show (self, FALSE, NULL, NULL, FALSE);
}

void
tuwen_picker_state_show_waiting (TuwenPickerState *self, const char *words)
{
  g_return_if_fail (TUWEN_IS_PICKER_STATE (self));

  show (self, TRUE, NULL, NULL, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

void
tuwen_picker_state_show_words (TuwenPickerState *self, const char *title, const char *body)
{
  g_return_if_fail (TUWEN_IS_PICKER_STATE (self));

  show (self, FALSE, title, body, FALSE);
}

void
tuwen_picker_state_show_error (TuwenPickerState *self, const GError *error)
{
  g_autoptr (TuwenErrorText) text = NULL;

  g_return_if_fail (TUWEN_IS_PICKER_STATE (self));
  g_return_if_fail (error != NULL);

  text = tuwen_error_text_new (error);
  show (self, FALSE, text->title, text->body, text->retry);
  tuwen_announce (text->body);
}
