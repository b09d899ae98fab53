/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-planner"

#include "tuwen-planner.h"

#include <glib/gi18n.h>

#include "tuwen-announce.h"
#include "tuwen-moment.h"
#include "tuwen-names.h"
#include "tuwen-schedule-time.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define TONIGHT_HOUR 20
#define NOON_HOUR 12
#define TICK_SECONDS 5
#define LAST_KEY "schedule-minute"

struct _TuwenPlanner
{
  AdwBin parent_instance;

  BiliClock *clock;    /* (owned) */
  GSettings *settings; /* (owned) (nullable) */
  TuwenScheduled *scheduled;  /* (owned) (nullable) */
  char *mid;                  /* (owned) (nullable) */
  TuwenScheduledItem *except; /* (owned) (nullable) */
  gint64 time;         /* what is shown */
  gboolean filling;    /* the controls are being set */
  guint tick;

  GtkWidget *tonight;
  GtkButton *last;
  GtkCalendar *calendar;
  GtkWidget *clock_box;
  GtkSpinButton *hour;
  GtkSpinButton *minute;
  GtkLabel *here;
  GtkLabel *beijing;
  GtkLabel *hint;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (TuwenPlanner, tuwen_planner, ADW_TYPE_BIN)

static guint chosen_signal;

static gint64
get_now (TuwenPlanner *self)
{
  return bili_clock_get_unix (self->clock);
}

/* Returns: the minute of the day that was chosen last; -1 for none */
static int
get_last_minute (TuwenPlanner *self)
{
  return self->settings == NULL ? -1 : g_settings_get_int (self->settings, LAST_KEY);
}

/* Returns: the next time of the clock that was chosen last, and can be again; 0 for none */
static gint64
find_last (TuwenPlanner *self)
{
  int minute = get_last_minute (self);

  return minute < 0 ? 0
                    : tuwen_moment_next (get_now (self) + BILI_SCHEDULE_MIN_SECONDS, NULL,
                                         minute / 60, minute % 60);
}

/* Returns: the nearest time that is taken and close by; 0 for none */
static gint64
find_clash (TuwenPlanner *self)
{
  g_autoptr (GPtrArray) clashes = NULL;
  gint64 nearest = 0;

  if (self->scheduled == NULL)
    return 0;

  clashes = tuwen_scheduled_find_clashes (self->scheduled, self->mid, self->time, self->except);
  for (guint i = 0; i < clashes->len; i++)
    {
      gint64 taken = tuwen_scheduled_item_get_time (clashes->pdata[i]);

      if (nearest == 0 || ABS (taken - self->time) < ABS (nearest - self->time))
        nearest = taken;
    }

  return nearest;
}

/* Returns: (transfer full) (nullable): why the service would not take the time */
static char *
find_mistake (TuwenPlanner *self)
{
  switch (tuwen_schedule_check (self->time, get_now (self)))
    {
    case TUWEN_SCHEDULE_TOO_SOON:
      return g_strdup_printf (ngettext ("Choose a time at least %d minute ahead.",
                                        "Choose a time at least %d minutes ahead.",
                                        BILI_SCHEDULE_MIN_SECONDS / MINUTE),
                              BILI_SCHEDULE_MIN_SECONDS / MINUTE);
    case TUWEN_SCHEDULE_TOO_LATE:
      return g_strdup_printf (ngettext ("Choose a time at most %d day ahead.",
                                        "Choose a time at most %d days ahead.",
                                        BILI_SCHEDULE_MAX_SECONDS / (24 * HOUR)),
                              BILI_SCHEDULE_MAX_SECONDS / (24 * HOUR));
    case TUWEN_SCHEDULE_FITS:
    default:
      return NULL;
    }
}

static void
update_hint (TuwenPlanner *self)
{
  g_autofree char *mistake = find_mistake (self);
  gint64 clash = mistake != NULL ? 0 : find_clash (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->button), mistake == NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "warning");

  if (mistake != NULL)
    {
      gtk_label_set_label (self->hint, mistake);
      gtk_widget_add_css_class (GTK_WIDGET (self->hint), "error");
    }
  else if (clash != 0)
    {
      g_autofree char *when = tuwen_moment_clock (clash, get_now (self), NULL);
      /* Translators: %s is a time, as in "Today 20:00" */
      g_autofree char *text = g_strdup_printf (_ ("Another post is planned close by: %s"), when);

      gtk_label_set_label (self->hint, text);
      gtk_widget_add_css_class (GTK_WIDGET (self->hint), "warning");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->hint), mistake != NULL || clash != 0);
}

static void
update_words (TuwenPlanner *self)
{
  gint64 now = get_now (self);
  gboolean beijing = tuwen_moment_is_beijing (self->time, NULL);
  g_autofree char *clock = tuwen_moment_clock (self->time, now, NULL);
  g_autofree char *countdown = tuwen_moment_countdown (self->time, now);
  g_autofree char *text = NULL;

  if (self->time > now)
    /* Translators: when a post is to appear and how long that still is, as in "Today 20:00, in 5 h
     * 12 min" */
    text = g_strdup_printf (_ ("%s, %s"), clock, countdown);
  gtk_label_set_label (self->here, text != NULL ? text : clock);
  /* Of its days GTK 4.8 tells a screen reader nothing */
  tuwen_announce_describe (GTK_ACCESSIBLE (self->calendar), text != NULL ? text : clock);

  gtk_widget_set_visible (GTK_WIDGET (self->beijing), !beijing);
  if (!beijing)
    {
      g_autofree char *there = tuwen_moment_clock_in_beijing (self->time, now, NULL);
      /* Translators: %s is a time, as in "Tomorrow 09:00" */
      g_autofree char *line = g_strdup_printf (_ ("In Beijing: %s"), there);

      gtk_label_set_label (self->beijing, line);
    }

  update_hint (self);
}

static void
update_presets (TuwenPlanner *self)
{
  gint64 now = get_now (self);
  int minute = get_last_minute (self);

  gtk_widget_set_sensitive (
      self->tonight,
      tuwen_moment_on_day (now, NULL, 0, TONIGHT_HOUR, 0) - now >= BILI_SCHEDULE_MIN_SECONDS);
  gtk_widget_set_sensitive (GTK_WIDGET (self->last), minute >= 0);
  if (minute >= 0)
    {
      g_autofree char *when = g_strdup_printf ("%02d:%02d", minute / 60, minute % 60);
      /* Translators: %s is a time of the day, as in "18:30": the one that was chosen last */
      g_autofree char *text = g_strdup_printf (_ ("As Last Time, %s"), when);

      gtk_button_set_label (self->last, text);
    }
}

static void
show_time (TuwenPlanner *self, gint64 time)
{
  g_autoptr (GDateTime) date = tuwen_moment_to_date (time, NULL);

  if (date == NULL)
    return;

  self->filling = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  gtk_spin_button_set_value (self->hour, g_date_time_get_hour (date));
  gtk_spin_button_set_value (self->minute, g_date_time_get_minute (date));
  self->filling = FALSE;

  /* Not what the controls show: they know no seconds, nor which of two hours of one name it is */
  self->time = time;
  update_words (self);
}

static void
edited_cb (TuwenPlanner *self)
{
  g_autoptr (GDateTime) date = NULL;

  /* Runs while the widget is being built, too */
  if (self->filling || self->clock == NULL)
    return;

  date = gtk_calendar_get_date (self->calendar);
  self->time = tuwen_moment_at (NULL, g_date_time_get_year (date), g_date_time_get_month (date),
                                g_date_time_get_day_of_month (date),
                                gtk_spin_button_get_value_as_int (self->hour),
                                gtk_spin_button_get_value_as_int (self->minute));
  update_words (self);
}

static gboolean
output_cb (GtkSpinButton *button)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (button));

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (button)), text))
    gtk_editable_set_text (GTK_EDITABLE (button), text);

  return TRUE;
}

/* Returns: a whole minute at least an hour ahead */
static gint64
find_next_hour (TuwenPlanner *self)
{
  gint64 then = get_now (self) + HOUR + MINUTE - 1;

  return then - then % MINUTE;
}

static void
in_an_hour_cb (TuwenPlanner *self)
{
  show_time (self, find_next_hour (self));
}

static void
tonight_cb (TuwenPlanner *self)
{
  show_time (self, tuwen_moment_on_day (get_now (self), NULL, 0, TONIGHT_HOUR, 0));
}

static void
tomorrow_cb (TuwenPlanner *self)
{
  show_time (self, tuwen_moment_on_day (get_now (self), NULL, 1, NOON_HOUR, 0));
}

static void
last_cb (TuwenPlanner *self)
{
  show_time (self, find_last (self));
}

static void
clicked_cb (TuwenPlanner *self)
{
  g_autofree char *mistake = NULL;
  g_autoptr (GDateTime) date = NULL;

  /* What is typed counts, though nothing but a press of Enter ends it */
  gtk_spin_button_update (self->hour);
  gtk_spin_button_update (self->minute);

  mistake = find_mistake (self);
  date = tuwen_moment_to_date (self->time, NULL);
  if (mistake != NULL || date == NULL)
    {
      update_words (self);
      return;
    }

  if (self->settings != NULL)
    g_settings_set_int (self->settings, LAST_KEY,
                        g_date_time_get_hour (date) * 60 + g_date_time_get_minute (date));
  g_signal_emit (self, chosen_signal, 0, self->time);
}

static gboolean
tick_cb (gpointer user_data)
{
  TuwenPlanner *self = user_data;

  update_presets (self);
  update_words (self);

  return G_SOURCE_CONTINUE;
}

static void
tuwen_planner_map (GtkWidget *widget)
{
  TuwenPlanner *self = TUWEN_PLANNER (widget);

  GTK_WIDGET_CLASS (tuwen_planner_parent_class)->map (widget);
  self->tick = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
  tick_cb (self);
}

static void
tuwen_planner_unmap (GtkWidget *widget)
{
  TuwenPlanner *self = TUWEN_PLANNER (widget);

  g_clear_handle_id (&self->tick, g_source_remove);
  GTK_WIDGET_CLASS (tuwen_planner_parent_class)->unmap (widget);
}

static void
tuwen_planner_finalize (GObject *object)
{
  TuwenPlanner *self = TUWEN_PLANNER (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_clear_object (&self->scheduled);
  g_clear_object (&self->except);
  g_free (self->mid);

  G_OBJECT_CLASS (tuwen_planner_parent_class)->finalize (object);
}

static void
tuwen_planner_class_init (TuwenPlannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tuwen_planner_finalize;
  widget_class->map = tuwen_planner_map;
  widget_class->unmap = tuwen_planner_unmap;

  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tuwen/Tuwen/widgets/tuwen-planner.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, tonight);
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, last);
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, calendar);
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, clock_box);
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, hour);
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, minute);
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, here);
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, beijing);
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, hint);
  gtk_widget_class_bind_template_child (widget_class, TuwenPlanner, button);
  gtk_widget_class_bind_template_callback (widget_class, in_an_hour_cb);
  gtk_widget_class_bind_template_callback (widget_class, tonight_cb);
  gtk_widget_class_bind_template_callback (widget_class, tomorrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, last_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, output_cb);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
tuwen_planner_init (TuwenPlanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Hours stand before minutes where text runs from right to left, too */
  gtk_widget_set_direction (self->clock_box, GTK_TEXT_DIR_LTR);
  tuwen_names_fill (GTK_WIDGET (self->calendar));
}

GtkWidget *
tuwen_planner_new (BiliClock *clock, GSettings *settings, const char *button)
{
  TuwenPlanner *self;

  g_return_val_if_fail (BILI_IS_CLOCK (clock), NULL);

  self = g_object_new (TUWEN_TYPE_PLANNER, NULL);
  self->clock = g_object_ref (clock);
  g_set_object (&self->settings, settings);
  gtk_button_set_label (self->button, button);
  update_presets (self);
  tuwen_planner_set_time (self, 0);

  return GTK_WIDGET (self);
}

void
tuwen_planner_set_time (TuwenPlanner *self, gint64 time)
{
  g_return_if_fail (TUWEN_IS_PLANNER (self));

  if (time == 0)
    time = find_last (self);
  show_time (self, time != 0 ? time : find_next_hour (self));
}

gint64
tuwen_planner_get_time (TuwenPlanner *self)
{
  g_return_val_if_fail (TUWEN_IS_PLANNER (self), 0);

  return self->time;
}

void
tuwen_planner_set_others (TuwenPlanner *self,
                          TuwenScheduled *scheduled,
                          const char *mid,
                          TuwenScheduledItem *except)
{
  g_return_if_fail (TUWEN_IS_PLANNER (self));

  if (self->scheduled != NULL)
    g_signal_handlers_disconnect_by_data (self->scheduled, self);
  g_set_object (&self->scheduled, scheduled);
  g_free (self->mid);
  self->mid = g_strdup (mid);
  g_set_object (&self->except, except);
  /* What was made elsewhere may be heard of while a person chooses */
  if (scheduled != NULL)
    g_signal_connect_object (scheduled, "items-changed", G_CALLBACK (update_words), self,
                             G_CONNECT_SWAPPED);
  update_words (self);
}
