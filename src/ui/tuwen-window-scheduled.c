/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-window"

#include "tuwen-window-private.h"

#include <glib/gi18n.h>

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

const char *
tuwen_window_get_view (TuwenWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->views);

  return name != NULL ? name : "feed";
}

void
tuwen_window_set_view (TuwenWindow *self, const char *view)
{
  if (g_strcmp0 (view, "feed") == 0 || g_strcmp0 (view, "scheduled") == 0)
    adw_view_stack_set_visible_child_name (self->views, view);
}

/* Not before somebody looks: a window opens without it */
void
tuwen_window_fill_view (TuwenWindow *self)
{
  if (self->plans == NULL || g_str_equal (tuwen_window_get_view (self), "feed")
      || adw_bin_get_child (self->scheduled_bin) != NULL)
    return;

  adw_bin_set_child (self->scheduled_bin,
                     g_object_new (TUWEN_TYPE_SCHEDULED_VIEW,
                                   "plans", self->plans,
                                   "accounts", self->accounts,
                                   "pictures", self->pictures,
                                   "clock", self->clock,
                                   "settings",
                                   tuwen_composers_get_service_settings (self->composers),
                                   NULL));
}

void
tuwen_window_reschedule (TuwenWindow *self, TuwenScheduledItem *item)
{
  g_return_if_fail (TUWEN_IS_WINDOW (self));

  tuwen_window_set_view (self, "scheduled");
  if (TUWEN_IS_SCHEDULED_VIEW (adw_bin_get_child (self->scheduled_bin)))
    tuwen_scheduled_view_reschedule (
        TUWEN_SCHEDULED_VIEW (adw_bin_get_child (self->scheduled_bin)), item);
}

/* What a toast takes back */
typedef struct
{
  TuwenPlans *plans; /* (owned) */
  GPtrArray *items;  /* (element-type TuwenScheduledItem) (owned) */
} TakeBack;

static void
take_back_free (gpointer data, GClosure *closure)
{
  TakeBack *self = data;

  g_object_unref (self->plans);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static void
take_back_cb (AdwToast *toast, gpointer user_data)
{
  TakeBack *self = user_data;

  for (guint i = 0; i < self->items->len; i++)
    tuwen_plans_take_back (self->plans, self->items->pdata[i]);
}

static void
plans_said_cb (TuwenWindow *self, const char *text, GPtrArray *items)
{
  AdwToast *toast = adw_toast_new ("");

  if (items != NULL)
    {
      TakeBack *back = g_new0 (TakeBack, 1);

      back->plans = g_object_ref (self->plans);
      back->items = g_ptr_array_ref (items);
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (take_back_cb), back,
                             take_back_free, 0);
      adw_toast_set_button_label (toast, _ ("_Undo"));
    }
  tuwen_toasts_add (self->toasts, toast, text);
}

static void
plans_published_cb (TuwenWindow *self, const char *mid)
{
  if (g_strcmp0 (tuwen_feed_get_mid (self->feed), mid) == 0)
    tuwen_feed_refresh (self->feed);
}

/* How many wait, or that some need attention */
static void
counts_changed_cb (TuwenWindow *self)
{
  TuwenScheduled *scheduled = tuwen_plans_get_scheduled (self->plans);
  guint n_attention = tuwen_scheduled_count (scheduled, TUWEN_SECTION_ATTENTION);

  adw_view_stack_page_set_badge_number (
      self->scheduled_page,
      n_attention + tuwen_scheduled_count (scheduled, TUWEN_SECTION_SCHEDULED));
  adw_view_stack_page_set_needs_attention (self->scheduled_page, n_attention > 0);
}

void
tuwen_window_follow_plans (TuwenWindow *self)
{
  TuwenScheduled *scheduled;

  if (self->plans == NULL)
    return;

  scheduled = tuwen_plans_get_scheduled (self->plans);
  g_signal_connect_object (self->plans, "said", G_CALLBACK (plans_said_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->plans, "published", G_CALLBACK (plans_published_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scheduled, "notify::n-attention", G_CALLBACK (counts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scheduled, "notify::n-scheduled", G_CALLBACK (counts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  counts_changed_cb (self);
}

void
tuwen_window_follow_composers (TuwenWindow *self)
{
  if (self->composers == NULL)
    return;

  g_signal_connect_object (self->composers, "said", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composers, "notify::activity", G_CALLBACK (activity_changed_cb),
                           self, G_CONNECT_SWAPPED);

  activity_changed_cb (self);
}
