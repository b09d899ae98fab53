/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <locale.h>

#include "tuwen-moment.h"
#include "tuwen-planner.h"

#define SCHEMA "io.github.tuwen.Tuwen.Service"
#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
/* 2026-03-07 12:00:30 in UTC */
#define NOON G_GINT64_CONSTANT (1772884800)
#define NOW (NOON + 30)
/* 2026-11-01 06:30 in UTC: in New York it is 01:30 for the second time that day */
#define TWICE G_GINT64_CONSTANT (1793514600)

/* What the same moment is in different places */
typedef struct
{
  const char *name;
  const char *in_an_hour;
  gint64 tonight; /* 20:00; 0 when it is over */
  gint64 tomorrow; /* 12:00 */
  const char *tomorrow_words;
  const char *tomorrow_in_beijing; /* (nullable) */
  gint64 evening; /* 18:30 */
  gint64 night;   /* 01:59 */
  const char *hour_later;
} Zone;

static const Zone zones[] = {
  /* 07:00; in the night clocks are set forward, which takes an hour from tomorrow */
  { "America/New_York", "Today 08:01, in 1 h 0 min", NOON + 13 * HOUR, NOON + 28 * HOUR,
    "Tomorrow 12:00, in 1 d 3 h", "In Beijing: Mon 9 Mar 00:00", NOON + 11 * HOUR + 30 * MINUTE,
    NOON + 18 * HOUR + 59 * MINUTE, "Tomorrow 03:00" },
  /* 20:00 */
  { "Asia/Shanghai", "Today 21:01, in 1 h 0 min", 0, NOON + 16 * HOUR,
    "Tomorrow 12:00, in 15 h 59 min", NULL, NOON + 22 * HOUR + 30 * MINUTE,
    NOON + 5 * HOUR + 59 * MINUTE, "Tomorrow 02:59" },
  /* 17:45 */
  { "Asia/Kathmandu", "Today 18:46, in 1 h 0 min", NOON + 2 * HOUR + 15 * MINUTE,
    NOON + 18 * HOUR + 15 * MINUTE, "Tomorrow 12:00, in 18 h 14 min", "In Beijing: Tomorrow 14:15",
    NOON + 45 * MINUTE, NOON + 8 * HOUR + 14 * MINUTE, "Tomorrow 02:59" },
};

static const Zone *zone = zones;

typedef struct
{
  BiliClock *clock;
  GSettings *settings;
  GtkWidget *window;
  TuwenPlanner *planner;
  gint64 chosen;
} Fixture;

static void
chosen_cb (TuwenPlanner *planner, gint64 time, Fixture *self)
{
  self->chosen = time;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->clock = bili_clock_new_fixed (NOW * G_USEC_PER_SEC);
  self->settings = g_settings_new_with_path (SCHEMA, "/io/github/tuwen/Tuwen/test-planner/");
  g_settings_reset (self->settings, "schedule-minute");
  self->window = gtk_window_new ();
  self->planner = TUWEN_PLANNER (tuwen_planner_new (self->clock, self->settings, "_Set Time"));
  g_signal_connect (self->planner, "chosen", G_CALLBACK (chosen_cb), self);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->planner));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->settings);
  g_clear_object (&self->clock);
}

/* Returns: (nullable): a visible button or label whose words begin with @text */
static GtkWidget *
find (GtkWidget *root, const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *words = GTK_IS_BUTTON (child)  ? gtk_button_get_label (GTK_BUTTON (child))
                          : GTK_IS_LABEL (child) ? gtk_label_get_label (GTK_LABEL (child))
                                                 : NULL;
      GtkWidget *found;

      if (!gtk_widget_get_visible (child))
        continue;
      if (words != NULL && g_str_has_prefix (words, text))
        return child;
      found = find (child, text);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
get (Fixture *self, const char *text)
{
  GtkWidget *found = find (GTK_WIDGET (self->planner), text);

  if (found == NULL)
    g_error ("Nothing says “%s”", text);
  return found;
}

static void
press (Fixture *self, const char *text)
{
  g_signal_emit_by_name (get (self, text), "clicked");
}

static gboolean
says (Fixture *self, const char *text)
{
  return find (GTK_WIDGET (self->planner), text) != NULL;
}

static void
test_presets (Fixture *self, gconstpointer data)
{
  press (self, "In 1 Hour");
  g_assert_cmpint (tuwen_planner_get_time (self->planner), ==, NOW + 30 + HOUR);
  g_assert_true (says (self, zone->in_an_hour));
  if (zone->tonight != 0)
    {
      press (self, "Tonight 20:00");
      g_assert_cmpint (tuwen_planner_get_time (self->planner), ==, zone->tonight);
      g_assert_true (says (self, "Today 20:00"));
    }
  press (self, "Tomorrow 12:00");
  g_assert_cmpint (tuwen_planner_get_time (self->planner), ==, zone->tomorrow);
  g_assert_true (says (self, zone->tomorrow_words));
  if (zone->tomorrow_in_beijing != NULL)
    g_assert_true (says (self, zone->tomorrow_in_beijing));
  else
    g_assert_false (says (self, "In Beijing"));

  press (self, "_Set Time");
  g_assert_cmpint (self->chosen, ==, zone->tomorrow);
}

static void
test_tonight_is_over (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (gtk_widget_get_sensitive (get (self, "Tonight 20:00")), ==, zone->tonight != 0);
  /* 19:56 */
  bili_clock_set (self->clock, (zone->evening + HOUR + 26 * MINUTE) * G_USEC_PER_SEC);
  gtk_window_present (GTK_WINDOW (self->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (self->planner)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gtk_widget_get_sensitive (get (self, "Tonight 20:00")));
}

static void
test_last_time (Fixture *self, gconstpointer data)
{
  g_assert_false (gtk_widget_get_sensitive (get (self, "As Last Time")));
  tuwen_planner_set_time (self->planner, zone->evening);
  press (self, "_Set Time");
  g_assert_cmpint (g_settings_get_int (self->settings, "schedule-minute"), ==, 18 * 60 + 30);

  /* What is most likely wanted the next time */
  bili_clock_set (self->clock, (zone->evening + HOUR / 2) * G_USEC_PER_SEC);
  tuwen_planner_set_time (self->planner, 0);
  g_assert_true (says (self, "Tomorrow 18:30"));
  press (self, "In 1 Hour");
  press (self, "As Last Time");
  g_assert_true (says (self, "Tomorrow 18:30"));
}

static void
check_refused (Fixture *self, gint64 ahead, const char *words)
{
  tuwen_planner_set_time (self->planner, NOW + ahead);
  g_assert_true (says (self, words));
  g_assert_false (gtk_widget_get_sensitive (get (self, "_Set Time")));
  /* Whoever presses it all the same */
  press (self, "_Set Time");
  g_assert_cmpint (self->chosen, ==, 0);
}

static void
check_taken (Fixture *self, gint64 ahead)
{
  tuwen_planner_set_time (self->planner, NOW + ahead);
  g_assert_true (gtk_widget_get_sensitive (get (self, "_Set Time")));
  press (self, "_Set Time");
  g_assert_cmpint (self->chosen, ==, NOW + ahead);
  self->chosen = 0;
}

static void
test_bounds (Fixture *self, gconstpointer data)
{
  check_refused (self, -DAY, "Choose a time at least 6 minutes ahead.");
  check_refused (self, 6 * MINUTE - 1, "Choose a time at least 6 minutes ahead.");
  check_taken (self, 6 * MINUTE);
  check_taken (self, 7 * DAY);
  check_refused (self, 7 * DAY + 1, "Choose a time at most 7 days ahead.");

  /* What fitted when it was shown, and does not when it is pressed */
  tuwen_planner_set_time (self->planner, NOW + 7 * MINUTE);
  bili_clock_set (self->clock, (NOW + 2 * MINUTE) * G_USEC_PER_SEC);
  press (self, "_Set Time");
  g_assert_cmpint (self->chosen, ==, 0);
  g_assert_true (says (self, "Choose a time at least 6 minutes ahead."));
}

static void
test_edit (Fixture *self, gconstpointer data)
{
  GtkWidget *spin;

  /* Where that hour is left out, 02:59 is never shown */
  tuwen_planner_set_time (self->planner, zone->night);
  g_assert_true (says (self, "Tomorrow 01:59"));
  spin = gtk_widget_get_ancestor (get (self, ":"), GTK_TYPE_BOX);
  spin = gtk_widget_get_first_child (spin);
  g_assert_true (GTK_IS_SPIN_BUTTON (spin));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "01");
  gtk_spin_button_spin (GTK_SPIN_BUTTON (spin), GTK_SPIN_STEP_FORWARD, 1);
  g_assert_true (says (self, zone->hour_later));
  gtk_spin_button_spin (GTK_SPIN_BUTTON (spin), GTK_SPIN_STEP_FORWARD, 1);
  g_assert_true (says (self, "Tomorrow 03:59"));
}

/* Where clocks are set back an hour comes twice: what was planned for the second is not taken for
 * the first */
static void
test_twice (Fixture *self, gconstpointer data)
{
  bili_clock_set (self->clock, (TWICE - DAY) * G_USEC_PER_SEC);
  tuwen_planner_set_time (self->planner, TWICE);
  g_assert_cmpint (tuwen_planner_get_time (self->planner), ==, TWICE);
  press (self, "_Set Time");
  g_assert_cmpint (self->chosen, ==, TWICE);
}

/* 12:00 is written so where text runs from right to left, too */
static void
test_right_to_left (Fixture *self, gconstpointer data)
{
  GtkTextDirection direction = gtk_widget_get_default_direction ();
  GtkWidget *box = gtk_widget_get_ancestor (get (self, ":"), GTK_TYPE_BOX);
  graphene_rect_t hour, minute;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  gtk_window_present (GTK_WINDOW (self->window));
  while (gtk_widget_get_width (box) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_first_child (box), box, &hour));
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_last_child (box), box, &minute));
  g_assert_cmpfloat (hour.origin.x + hour.size.width, <, minute.origin.x);
  gtk_widget_set_default_direction (direction);
}

int
main (int argc, char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (g_strcmp0 (g_getenv ("TZ"), zones[i].name) == 0)
      zone = &zones[i];
  g_setenv ("TZ", zone->name, TRUE);
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  if (!gtk_init_check ())
    return 77;
  adw_init ();

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/ui/planner/presets", test_presets);
  add ("/ui/planner/tonight-is-over", test_tonight_is_over);
  add ("/ui/planner/last-time", test_last_time);
  add ("/ui/planner/bounds", test_bounds);
  add ("/ui/planner/edit", test_edit);
  add ("/ui/planner/twice", test_twice);
  add ("/ui/planner/right-to-left", test_right_to_left);
#undef add

  return g_test_run ();
}
