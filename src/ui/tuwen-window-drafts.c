/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-window"

#include "tuwen-window-private.h"

#include <glib/gi18n.h>

#include "tuwen-drafts-popover.h"
#include "tuwen-toasts.h"

/* How long a way back is offered, in seconds: long enough to read, to find the pointer, and to get there */
#define RESTORE_SECONDS 10

/* What a toast's button does */
typedef struct
{
  TuwenComposers *composers; /* (owned) */
  TuwenDraft *draft;         /* (owned) */
  TuwenOffer offer;
} Offer;

static void
offer_free (gpointer data, GClosure *closure)
{
  Offer *offer = data;

  g_object_unref (offer->composers);
  g_object_unref (offer->draft);
  g_free (offer);
}

static void
take_offer_cb (AdwToast *toast, gpointer user_data)
{
  Offer *offer = user_data;

  tuwen_composers_take_offer (offer->composers, offer->draft, offer->offer);
}

static void
said_cb (TuwenWindow *self, TuwenDraft *draft, const char *text, TuwenOffer offer)
{
  AdwToast *toast = adw_toast_new ("");

  if (offer != TUWEN_OFFER_NONE)
    {
      Offer *made = g_new0 (Offer, 1);

      made->composers = g_object_ref (self->composers);
      made->draft = g_object_ref (draft);
      made->offer = offer;
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (take_offer_cb), made, offer_free,
                             0);
      if (offer == TUWEN_OFFER_RESTORE)
        adw_toast_set_timeout (toast, RESTORE_SECONDS);
      adw_toast_set_button_label (toast, offer == TUWEN_OFFER_RESTORE ? _ ("_Undo") : _ ("_Open"));
    }
  tuwen_toasts_add (self->toasts, toast, text);

  /* The new post is in the feed that is shown */
  if (tuwen_draft_get_state (draft) == TUWEN_DRAFT_PUBLISHED
      && g_strcmp0 (tuwen_feed_get_mid (self->feed), tuwen_draft_get_mid (draft)) == 0)
    tuwen_feed_refresh (self->feed);
}

static void
activity_changed_cb (TuwenWindow *self)
{
  TuwenDraft *draft = tuwen_composers_get_active (self->composers);
  g_autofree char *activity = tuwen_composers_dup_activity (self->composers);
  TuwenNoticeButton button = { NULL, "win.take-back" };

  if (draft != NULL && tuwen_composers_is_counting (self->composers, draft))
    button.label = _ ("_Undo");
  else if (draft != NULL && tuwen_draft_get_state (draft) == TUWEN_DRAFT_PUBLISHING)
    button.label = _ ("_Stop");
  tuwen_notice_show (self->post_notice, activity, &button, button.label != NULL ? 1 : 0);
}

void
tuwen_window_take_back (TuwenWindow *self)
{
  TuwenDraft *draft = tuwen_composers_get_active (self->composers);

  if (draft == NULL)
    return;

  /* Where it can be changed, and published after all */
  if (tuwen_composers_take_back (self->composers, draft))
    tuwen_composers_open (self->composers, draft);
  else
    tuwen_window_say (self, _ ("It is too late: the post is on its way"));
}

static gboolean
unparent_cb (gpointer user_data)
{
  g_autoptr (GtkWidget) popover = user_data;

  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);

  return G_SOURCE_REMOVE;
}

/* Not while it still tells of its closing, and after the button in it did its work */
static void
drafts_closed_cb (GtkWidget *popover)
{
  g_idle_add (unparent_cb, g_object_ref (popover));
}

static void
drafts_changed_cb (TuwenWindow *self)
{
  g_autoptr (GPtrArray) drafts = tuwen_composers_list (self->composers);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.drafts", drafts->len > 0);
}

void
tuwen_window_show_drafts (TuwenWindow *self)
{
  GtkWidget *popover;

  if (self->drafts_popover != NULL)
    return;

  popover = tuwen_drafts_popover_new (self->composers, self->clock);
  g_set_weak_pointer (&self->drafts_popover, popover);
  gtk_widget_set_parent (popover, GTK_WIDGET (self->menu_button));
  g_signal_connect (popover, "closed", G_CALLBACK (drafts_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
tuwen_window_follow_composers (TuwenWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.drafts", FALSE);
  if (self->composers == NULL)
    return;

  g_signal_connect_object (self->composers, "said", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composers, "notify::activity", G_CALLBACK (activity_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composers, "kept-changed", G_CALLBACK (drafts_changed_cb), self,
                           G_CONNECT_SWAPPED);

  activity_changed_cb (self);
  drafts_changed_cb (self);
}
