/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-page"

#include "tuwen-page.h"

#include <glib/gi18n.h>

#include "bili-error.h"
#include "tuwen-error-text.h"
#include "tuwen-keyring.h"

/* What the page says, kept with the widget around it */
#define WORDS "tuwen-page-words"

static const char *
get_error_icon (const GError *error)
{
  if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NETWORK))
    return "network-offline-symbolic";
  if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_FOUND))
    return "system-search-symbolic";
  if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    return "avatar-default-symbolic";
  if (error->domain == TUWEN_KEYRING_ERROR)
    return "dialog-password-symbolic";

  return "dialog-warning-symbolic";
}

TuwenPage *
tuwen_page_new_error (const GError *error, const char *retry_action)
{
  TuwenPage *self = g_new0 (TuwenPage, 1);
  g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);
  TuwenPageButton retry = { _ ("_Retry"), retry_action };

  self->icon_name = get_error_icon (error);
  self->title = g_strdup (text->title);
  self->body = g_strdup (text->body);

  if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    {
      self->first = (TuwenPageButton){ _ ("_Sign In"), "app.sign-in" };
      self->second = retry;
    }
  else if (text->browser)
    {
      self->first = (TuwenPageButton){ _ ("Open in _Browser"), "win.open-space-in-browser" };
      if (text->retry)
        self->second = retry;
    }
  else if (text->retry)
    {
      self->first = retry;
    }

  return self;
}

void
tuwen_page_free (TuwenPage *self)
{
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

static void
append_button (GtkWidget *box, const TuwenPageButton *what, gboolean suggested)
{
  GtkWidget *button;

  if (what->label == NULL)
    return;

  button = gtk_button_new_with_mnemonic (what->label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), what->action);
  gtk_widget_add_css_class (button, "pill");
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
create_widget (const TuwenPage *self)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  /* A status page reads its words as markup */
  g_autofree char *title = g_markup_escape_text (self->title, -1);
  g_autofree char *body = g_markup_escape_text (self->body, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), self->icon_name);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), body);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  append_button (box, &self->first, TRUE);
  append_button (box, &self->second, FALSE);
  if (self->note != NULL)
    {
      GtkWidget *note = gtk_label_new (self->note);

      gtk_label_set_wrap (GTK_LABEL (note), TRUE);
      gtk_label_set_justify (GTK_LABEL (note), GTK_JUSTIFY_CENTER);
      gtk_label_set_max_width_chars (GTK_LABEL (note), 40);
      gtk_widget_set_margin_top (note, 12);
      gtk_widget_add_css_class (note, "dim-label");
      gtk_widget_add_css_class (note, "caption");
      gtk_box_append (GTK_BOX (box), note);
    }
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);

  return page;
}

/* What is read, and what can be done */
static char *
join_words (const TuwenPage *self)
{
  const char *words[]
      = { self->title, self->body, self->note, self->first.action, self->second.action };
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_string_append_printf (all, "%s\n", words[i] != NULL ? words[i] : "");

  return g_string_free (g_steal_pointer (&all), FALSE);
}

gboolean
tuwen_page_show (const TuwenPage *self, AdwBin *bin)
{
  g_autofree char *words = join_words (self);

  g_return_val_if_fail (ADW_IS_BIN (bin), FALSE);

  if (g_strcmp0 (words, g_object_get_data (G_OBJECT (bin), WORDS)) == 0)
    return FALSE;

  adw_bin_set_child (bin, create_widget (self));
  g_object_set_data_full (G_OBJECT (bin), WORDS, g_steal_pointer (&words), g_free);
  return TRUE;
}
