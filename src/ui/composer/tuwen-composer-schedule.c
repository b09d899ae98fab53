/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer"

#include "tuwen-composer-private.h"

#include <glib/gi18n.h>

#include "tuwen-moment.h"
#include "tuwen-planner.h"
#include "tuwen-schedule-time.h"

#define TICK_SECONDS 10
#define LATER_SECONDS (10 * 60)

static gint64
get_now (TuwenComposer *self)
{
  return bili_clock_get_unix (tuwen_composers_get_clock (self->composers));
}

/* All other posts that are planned, wherever: the service may not have been asked yet */
static void
fill_others (TuwenComposer *self, TuwenPlanner *planner)
{
  TuwenScheduled *scheduled = tuwen_composers_get_scheduled (self->composers);
  g_autoptr (TuwenScheduledItem) item
      = scheduled != NULL ? tuwen_scheduled_find (scheduled, self->draft) : NULL;
  TuwenAccount *account
      = tuwen_accounts_get_current (tuwen_composers_get_accounts (self->composers));
  const char *mid = tuwen_draft_get_mid (self->draft);

  if (scheduled == NULL)
    return;

  if (mid == NULL && account != NULL)
    mid = tuwen_account_get_mid (account);
  tuwen_planner_set_others (planner, scheduled, mid, item);
  tuwen_scheduled_refresh (scheduled);
}

static void
chosen_cb (TuwenComposer *self, gint64 time)
{
  gtk_menu_button_popdown (self->schedule_button);
  tuwen_draft_set_publish_time (self->draft, time);
  tuwen_composer_forget_refusal (self);
}

static void
create_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  TuwenComposer *self = user_data;
  GtkWidget *popover;
  GtkWidget *planner;

  if (gtk_menu_button_get_popover (button) == NULL)
    {
      popover = gtk_popover_new ();
      planner = tuwen_planner_new (tuwen_composers_get_clock (self->composers),
                                   tuwen_composers_get_service_settings (self->composers),
                                   _ ("_Set Time"));
      g_signal_connect_object (planner, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
      gtk_popover_set_child (GTK_POPOVER (popover), planner);
      gtk_menu_button_set_popover (button, popover);
    }

  planner = gtk_popover_get_child (gtk_menu_button_get_popover (button));
  tuwen_planner_set_time (TUWEN_PLANNER (planner), tuwen_draft_get_publish_time (self->draft));
  fill_others (self, TUWEN_PLANNER (planner));
}

static gboolean
tick_cb (gpointer user_data)
{
  tuwen_composer_update_schedule (user_data);
  return G_SOURCE_CONTINUE;
}

void
tuwen_composer_update_schedule (TuwenComposer *self)
{
  gint64 time = tuwen_draft_get_publish_time (self->draft);
  g_autofree char *clocks = NULL;
  g_autofree char *countdown = NULL;
  g_autofree char *text = NULL;

  gtk_button_set_label (GTK_BUTTON (self->publish_button),
                        time != 0 ? _ ("Schedule") : _ ("Publish"));
  gtk_widget_set_visible (self->schedule_chip, time != 0);
  if (time == 0)
    {
      g_clear_handle_id (&self->schedule_tick, g_source_remove);
      return;
    }

  if (self->schedule_tick == 0)
    self->schedule_tick = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);

  clocks = tuwen_moment_clocks (time, get_now (self), NULL);
  countdown = tuwen_moment_countdown (time, get_now (self));
  text = g_strdup_printf ("%s · %s", clocks, countdown);
  gtk_label_set_label (self->schedule_time, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->schedule_time), text);
}

gboolean
tuwen_composer_check_schedule (TuwenComposer *self)
{
  return tuwen_schedule_check (tuwen_draft_get_publish_time (self->draft), get_now (self))
         != TUWEN_SCHEDULE_TOO_SOON;
}

void
tuwen_composer_show_too_soon (TuwenComposer *self)
{
  g_autofree char *when
      = tuwen_moment_clock (tuwen_draft_get_publish_time (self->draft), get_now (self), NULL);
  /* Translators: %s is a time, as in "Today 20:00" */
  g_autofree char *text = g_strdup_printf (
      _ ("%s is too near to be scheduled, or over. Nothing was published."), when);

  tuwen_notice_show (self->notice, text,
                     (TuwenNoticeButton[]){ { _ ("+1_0 min"), "composer.schedule-later" },
                                            { _ ("Publish _Now"), "composer.publish-now" },
                                            { _ ("_Change"), "composer.schedule" } },
                     3);
}

static void
schedule_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (TUWEN_COMPOSER (widget)->schedule_button);
}

static void
unschedule_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);

  tuwen_draft_set_publish_time (self->draft, 0);
  tuwen_composer_forget_refusal (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/* Ten minutes after what was planned, or after now when that is over: always far enough ahead */
static void
later_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);
  gint64 time = MAX (tuwen_draft_get_publish_time (self->draft), get_now (self)) + LATER_SECONDS;

  /* Whole minutes are what people plan in */
  tuwen_draft_set_publish_time (self->draft, (time + 59) / 60 * 60);
  gtk_widget_activate_action (widget, "composer.publish", NULL);
}

static void
publish_now_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);

  tuwen_draft_set_publish_time (self->draft, 0);
  gtk_widget_activate_action (widget, "composer.publish", NULL);
}

void
tuwen_composer_install_schedule (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.schedule", NULL, schedule_action);
  gtk_widget_class_install_action (widget_class, "composer.unschedule", NULL, unschedule_action);
  gtk_widget_class_install_action (widget_class, "composer.schedule-later", NULL, later_action);
  gtk_widget_class_install_action (widget_class, "composer.publish-now", NULL, publish_now_action);
}

void
tuwen_composer_add_schedule (TuwenComposer *self)
{
  gtk_menu_button_set_create_popup_func (self->schedule_button, create_popover_cb, self, NULL);
}

void
tuwen_composer_drop_schedule (TuwenComposer *self)
{
  g_clear_handle_id (&self->schedule_tick, g_source_remove);
}
