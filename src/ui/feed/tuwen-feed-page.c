/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-feed-page"

#include "tuwen-feed-page.h"

#include <glib/gi18n.h>

#include "tuwen-error-text.h"
#include "tuwen-keyring.h"

static void
fill_welcome (TuwenFeedPage *self)
{
  self->icon_name = "io.github.tuwen.Tuwen-symbolic";
  self->title = g_strdup (_ ("Welcome to Tuwen"));
  self->body = g_strdup (_ ("Read picture-and-text posts of bilibili: your own when you sign in, or "
                            "anybody’s space."));
  self->note = _ ("Tuwen is not made or endorsed by bilibili.");
  self->first = (TuwenFeedButton){ _ ("_Sign In"), "app.sign-in" };
  self->second = (TuwenFeedButton){ _ ("_Open a Space…"), "win.open-space" };
}

static void
fill_empty (TuwenFeedPage *self, gboolean own, BiliOpusKind kind)
{
  self->icon_name = "image-x-generic-symbolic";

  switch (kind)
    {
    case BILI_OPUS_DYNAMICS:
      self->title = g_strdup (_ ("No Dynamics"));
      break;
    case BILI_OPUS_ARTICLES:
      self->title = g_strdup (_ ("No Articles"));
      break;
    case BILI_OPUS_ALL:
    default:
      self->title = g_strdup (_ ("No Posts Yet"));
    }

  if (kind != BILI_OPUS_ALL)
    {
      self->body = g_strdup (_ ("There are none of this kind in this space."));
      self->first = (TuwenFeedButton){ _ ("_Show All"), "win.show-all" };
    }
  else if (own)
    {
      self->body = g_strdup (_ ("What you post with pictures and text will be here."));
      self->first = (TuwenFeedButton){ _ ("_Refresh"), "win.refresh" };
    }
  else
    {
      self->body = g_strdup (_ ("Nothing with pictures and text was posted in this space."));
      self->first = (TuwenFeedButton){ _ ("_Refresh"), "win.refresh" };
    }
}

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

static void
fill_error (TuwenFeedPage *self, const GError *error)
{
  g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);
  TuwenFeedButton retry = { _ ("_Retry"), "win.retry" };
  TuwenFeedButton browser = { _ ("Open in _Browser"), "win.open-space-in-browser" };

  self->icon_name = get_error_icon (error);
  self->title = g_strdup (text->title);
  self->body = g_strdup (text->body);

  if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    {
      self->first = (TuwenFeedButton){ _ ("_Sign In"), "app.sign-in" };
      self->second = retry;
    }
  else if (text->browser)
    {
      self->first = browser;
      self->second = text->retry ? retry : (TuwenFeedButton){ NULL, NULL };
    }
  else
    {
      self->first = text->retry ? retry
                                : (TuwenFeedButton){ _ ("_Open a Space…"), "win.open-space" };
    }
}

static void
fill_keyring (TuwenFeedPage *self, const GError *error)
{
  fill_error (self, error);
  self->first = (TuwenFeedButton){ _ ("_Retry"), "win.retry-keyring" };
  self->second = (TuwenFeedButton){ _ ("_Go On Without"), "win.ignore-keyring" };
  self->note = _ ("Without the keyring you can read, and sign in until Tuwen quits.");
}

TuwenFeedPage *
tuwen_feed_page_new (TuwenFeedState state, gboolean own, BiliOpusKind kind, const GError *error)
{
  TuwenFeedPage *self = g_new0 (TuwenFeedPage, 1);

  switch (state)
    {
    case TUWEN_FEED_STATE_EMPTY:
      fill_empty (self, own, kind);
      break;
    case TUWEN_FEED_STATE_ERROR:
      fill_error (self, error);
      break;
    case TUWEN_FEED_STATE_KEYRING:
      fill_keyring (self, error);
      break;
    case TUWEN_FEED_STATE_WELCOME:
    case TUWEN_FEED_STATE_WAITING:
    case TUWEN_FEED_STATE_POSTS:
    default:
      fill_welcome (self);
    }

  return self;
}

void
tuwen_feed_page_free (TuwenFeedPage *self)
{
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

static void
append_button (GtkWidget *box, const TuwenFeedButton *what, gboolean suggested)
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

GtkWidget *
tuwen_feed_page_create_widget (const TuwenFeedPage *self)
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
