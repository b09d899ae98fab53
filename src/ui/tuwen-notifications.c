/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-notifications"

#include "tuwen-notifications.h"

#include <glib/gi18n.h>

/* What can be taken back, with no window left to do it in */
static void
offer_to_take_back (GApplication *app, TuwenDraft *draft, GNotification *notification)
{
  const char *id = tuwen_draft_get_id (draft);

  g_notification_set_default_action_and_target (notification, "app.open-draft", "s", id);
  g_notification_add_button_with_target (notification, _ ("Undo"), "app.take-back", "s", id);
  g_application_send_notification (app, id, notification);
}

/* There is nothing to be taken back any more: it was, or the time for that is over */
static void
countdown_cb (GApplication *app, TuwenDraft *draft, TuwenComposers *composers)
{
  if (!tuwen_composers_is_counting (composers, draft))
    g_application_withdraw_notification (app, tuwen_draft_get_id (draft));
}

/* What went on after its window was closed, or out of sight, has ended */
static void
unseen_cb (GApplication *app,
           TuwenDraft *draft,
           const char *title,
           const char *body,
           TuwenComposers *composers)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  const char *post = tuwen_draft_get_post_id (draft);

  g_notification_set_body (notification, body);
  if (tuwen_composers_is_counting (composers, draft))
    {
      offer_to_take_back (app, draft, notification);
      return;
    }
  if (tuwen_draft_get_state (draft) != TUWEN_DRAFT_PUBLISHED)
    {
      const char *id = tuwen_draft_get_id (draft);

      g_notification_set_default_action_and_target (notification, "app.open-draft", "s", id);
      g_notification_add_button_with_target (notification, _ ("Open"), "app.open-draft", "s", id);
    }
  else if (post != NULL && *post != '\0' && !g_str_equal (post, "0"))
    g_notification_add_button_with_target (notification, _ ("Open"), "app.open-post", "s", post);
  g_application_send_notification (app, tuwen_draft_get_id (draft), notification);
}

/* News of what is scheduled, while nobody looked */
static void
plan_unseen_cb (GApplication *app,
                TuwenScheduledItem *item,
                const char *title,
                const char *body,
                gboolean failed,
                TuwenPlans *plans)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autofree char *name = tuwen_plans_dup_name (item);
  guint can = tuwen_scheduled_item_get_actions (item);

  g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.scheduled");
  if (failed && (can & TUWEN_CAN_EDIT) != 0)
    g_notification_add_button_with_target (notification, _ ("Edit"), "app.edit-plan", "s", name);
  if (failed && (can & TUWEN_CAN_PUBLISH_NOW) != 0)
    g_notification_add_button_with_target (notification, _ ("Publish Now"), "app.publish-plan", "s",
                                           name);
  if (failed && (can & TUWEN_CAN_RESCHEDULE) != 0)
    g_notification_add_button_with_target (notification, _ ("Reschedule"), "app.reschedule-plan",
                                           "s", name);
  g_application_send_notification (app, name, notification);
}

/* What is asked for of several goes and comes back with the first of them */
static void
plans_left_cb (
    GApplication *app, GPtrArray *items, const char *title, const char *body, TuwenPlans *plans)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      g_autofree char *name = tuwen_plans_dup_name (items->pdata[i]);

      g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);

  g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.scheduled");
  g_notification_add_button_with_target (notification, _ ("Undo"), "app.take-back-plans", "^as",
                                         names);
  g_application_send_notification (app, names[0], notification);
}

/* There is nothing to be taken back any more, with a window or without */
static void
plan_changed_cb (GApplication *app, TuwenScheduledItem *item, TuwenPlans *plans)
{
  g_autofree char *name = tuwen_plans_dup_name (item);

  if (!tuwen_plans_is_counting (plans, item))
    g_application_withdraw_notification (app, name);
}

void
tuwen_notifications_attach (GApplication *app, TuwenComposers *composers, TuwenPlans *plans)
{
  g_return_if_fail (G_IS_APPLICATION (app));
  g_return_if_fail (TUWEN_IS_COMPOSERS (composers));
  g_return_if_fail (TUWEN_IS_PLANS (plans));

  g_signal_connect_object (composers, "unseen", G_CALLBACK (unseen_cb), app, G_CONNECT_SWAPPED);
  g_signal_connect_object (composers, "countdown", G_CALLBACK (countdown_cb), app,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (plans, "unseen", G_CALLBACK (plan_unseen_cb), app, G_CONNECT_SWAPPED);
  g_signal_connect_object (plans, "left", G_CALLBACK (plans_left_cb), app, G_CONNECT_SWAPPED);
  g_signal_connect_object (plans, "changed", G_CALLBACK (plan_changed_cb), app, G_CONNECT_SWAPPED);
}
