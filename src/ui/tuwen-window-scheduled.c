/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-window"

#include "tuwen-window-private.h"

#include <glib/gi18n.h>

#include "tuwen-scroll-keys.h"
#include "tuwen-toasts.h"

/* How long a way back is offered, in seconds: long enough to read, to find the pointer, and to get
 * there */
#define RESTORE_SECONDS 10

/* How many strips may stand above the views */
#define MAX_STRIPS 4

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

/* Returns: (transfer none): the strip at @position, made when first needed */
static TuwenNotice *
get_strip (TuwenWindow *self, guint position)
{
  GtkWidget *strip = gtk_widget_get_first_child (self->post_notices);

  while (strip != NULL && position-- > 0)
    strip = gtk_widget_get_next_sibling (strip);
  if (strip == NULL)
    {
      strip = g_object_new (TUWEN_TYPE_NOTICE, NULL);
      gtk_box_append (GTK_BOX (self->post_notices), strip);
    }

  return TUWEN_NOTICE (strip);
}

static void
show_activity (TuwenWindow *self, TuwenDraft *draft, TuwenNotice *strip)
{
  g_autofree char *activity = tuwen_composers_dup_activity (self->composers, draft);
  g_autofree char *action = g_strconcat ("win.take-back::", tuwen_draft_get_id (draft), NULL);
  TuwenNoticeButton button = { NULL, action };

  if (tuwen_composers_is_counting (self->composers, draft))
    button.label = _ ("_Undo");
  else if (tuwen_draft_get_state (draft) == TUWEN_DRAFT_PUBLISHING)
    button.label = _ ("_Stop");
  tuwen_notice_show (strip, activity, &button, button.label != NULL ? 1 : 0);
}

/* A strip for each, and one for the rest of very many */
static void
activity_changed_cb (TuwenWindow *self)
{
  g_autoptr (GPtrArray) active = tuwen_composers_list_active (self->composers);
  guint n_told = active->len > MAX_STRIPS ? MAX_STRIPS - 1 : active->len;

  for (guint i = 0; i < n_told; i++)
    show_activity (self, active->pdata[i], get_strip (self, i));

  for (guint i = n_told; i < MAX_STRIPS; i++)
    {
      guint n_others = active->len - n_told;
      g_autofree char *text = NULL;

      if (i == n_told && n_others > 0)
        text = g_strdup_printf (ngettext ("%u more post is on its way",
                                          "%u more posts are on their way", n_others),
                                n_others);
      tuwen_notice_show (get_strip (self, i), text, NULL, 0);
    }
}

const char *
tuwen_window_get_view (TuwenWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->views);

  return name != NULL ? name : "feed";
}

static void
focus_view (TuwenWindow *self)
{
  GtkWidget *scheduled = adw_bin_get_child (self->scheduled_bin);
  GtkWidget *list
      = GTK_WIDGET (tuwen_feed_list_get_view (tuwen_feed_view_get_list (self->feed_view)));

  if (scheduled != NULL && gtk_widget_get_mapped (scheduled))
    tuwen_scheduled_view_focus (TUWEN_SCHEDULED_VIEW (scheduled));
  /* To the row that had it last, which Tab would go into */
  else if (!gtk_widget_get_mapped (list) || !gtk_widget_grab_focus (list))
    gtk_widget_child_focus (adw_view_stack_get_visible_child (self->views), GTK_DIR_TAB_FORWARD);
}

void
tuwen_window_set_view (TuwenWindow *self, const char *view)
{
  GtkWidget *before = adw_view_stack_get_visible_child (self->views);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean stays = focus != NULL
                   && (gtk_widget_is_ancestor (focus, self->switcher)
                       || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->switcher_bar)));

  if (g_strcmp0 (view, "feed") != 0 && g_strcmp0 (view, "scheduled") != 0)
    return;

  adw_view_stack_set_visible_child_name (self->views, view);
  /* Whoever asks for a view goes on in it, unless they are just going from one to the next */
  if (!stays && adw_view_stack_get_visible_child (self->views) != before)
    focus_view (self);
}

/* Not before somebody looks: a window opens without it */
void
tuwen_window_fill_view (TuwenWindow *self)
{
  TuwenScheduledView *view;

  if (self->plans == NULL || g_str_equal (tuwen_window_get_view (self), "feed")
      || adw_bin_get_child (self->scheduled_bin) != NULL)
    return;

  view = g_object_new (TUWEN_TYPE_SCHEDULED_VIEW,
                       "plans", self->plans,
                       "accounts", self->accounts,
                       "pictures", self->pictures,
                       "clock", self->clock,
                       "settings", tuwen_composers_get_service_settings (self->composers),
                       NULL);
  adw_bin_set_child (self->scheduled_bin, GTK_WIDGET (view));
  tuwen_scroll_keys_add (GTK_WIDGET (self), GTK_WIDGET (tuwen_scheduled_view_get_list (view)));
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
  AdwToastOverlay *overlay; /* (unowned) (nullable): weak */
  TuwenPlans *plans;        /* (owned) */
  GPtrArray *items;         /* (element-type TuwenScheduledItem) (owned) */
} TakeBack;

static void
take_back_free (gpointer data)
{
  TakeBack *self = data;

  g_clear_weak_pointer (&self->overlay);
  g_object_unref (self->plans);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static void
take_back_cb (AdwToast *toast, TakeBack *back)
{
  for (guint i = 0; i < back->items->len; i++)
    tuwen_plans_take_back (back->plans, back->items->pdata[i]);
}

/* Nothing is offered that cannot be done any more, and what comes of it is told at once */
static void
plans_changed_cb (AdwToast *toast)
{
  TakeBack *back = g_object_get_data (G_OBJECT (toast), "take-back");

  for (guint i = 0; i < back->items->len; i++)
    if (tuwen_plans_is_counting (back->plans, back->items->pdata[i]))
      return;

  if (back->overlay != NULL)
    tuwen_toasts_remove (back->overlay, toast);
}

static void
offer_to_take_back (TuwenWindow *self, AdwToast *toast, GPtrArray *items)
{
  TakeBack *back = g_new0 (TakeBack, 1);

  g_set_weak_pointer (&back->overlay, self->toasts);
  back->plans = g_object_ref (self->plans);
  back->items = g_ptr_array_ref (items);
  g_object_set_data_full (G_OBJECT (toast), "take-back", back, take_back_free);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (take_back_cb), back);
  g_signal_connect_object (self->plans, "changed", G_CALLBACK (plans_changed_cb), toast,
                           G_CONNECT_SWAPPED);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, 0);
}

static void
plans_said_cb (TuwenWindow *self, const char *text, GPtrArray *items)
{
  AdwToast *toast = adw_toast_new ("");

  if (items != NULL)
    offer_to_take_back (self, toast, items);
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
  g_signal_connect_object (self->composers, "activity-changed", G_CALLBACK (activity_changed_cb),
                           self, G_CONNECT_SWAPPED);

  activity_changed_cb (self);
}
