/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Toasts that come and go fast, which libadwaita 1.2 does not survive by itself. */

#include "tuwen-toasts.h"
#include "window-fixture.h"

typedef struct
{
  GtkWidget *window;
  AdwToastOverlay *overlay;
  guint undone;
} Toasts;

static void
set_up (Toasts *self, gconstpointer data)
{
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 480, 320);
  self->overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->overlay, gtk_label_new ("Contents"));
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->overlay));
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (gtk_widget_get_mapped (self->window));
}

static void
tear_down (Toasts *self, gconstpointer data)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
}

static guint
count (Toasts *self)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->overlay)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;

  /* One of them is what lies under the toasts */
  return n - 1;
}

static gboolean
shows (Toasts *self, const char *text)
{
  return fixture_find (self->overlay, text) != NULL;
}

static void
test_say (Toasts *self, gconstpointer data)
{
  tuwen_toasts_say (self->overlay, "first");
  tuwen_toasts_say (self->overlay, "<b>second</b> & more");
  wait_until (shows (self, "<b>second</b> & more"));
  g_assert_cmpuint (count (self), ==, 1);

  /* So soon that nobody can have read it */
  tuwen_toasts_say (self->overlay, "third");
  wait_until (shows (self, "third"));
  g_assert_false (shows (self, "<b>second</b> & more"));
  g_assert_cmpuint (count (self), ==, 1);

  /* And away it goes */
  wait_until (count (self) == 0);
}

/* Longer than a toast takes to come */
static void
wait_for_it (void)
{
  gint64 later = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;

  wait_until (g_get_monotonic_time () >= later);
}

/* What was there for a while makes room, and is gone when the next one comes. */
static void
test_say_later (Toasts *self, gconstpointer data)
{
  tuwen_toasts_say (self->overlay, "first");
  wait_until (shows (self, "first"));
  wait_for_it ();
  wait_for_it ();
  tuwen_toasts_say (self->overlay, "second");
  tuwen_toasts_say (self->overlay, "third");
  wait_until (shows (self, "third"));
  g_assert_false (shows (self, "first"));
  g_assert_false (shows (self, "second"));
  g_assert_cmpuint (count (self), ==, 1);
}

static void
undo_cb (AdwToast *toast, gpointer user_data)
{
  ++*(guint *) user_data;
}

static AdwToast *
offer (Toasts *self, const char *text)
{
  AdwToast *toast = adw_toast_new ("");

  adw_toast_set_button_label (toast, "Undo");
  g_signal_connect (toast, "button-clicked", G_CALLBACK (undo_cb), &self->undone);
  tuwen_toasts_add (self->overlay, toast, text);

  return toast;
}

/* What is offered no more goes, also when it has only just come, and does not come when it still
 * waits. */
static void
test_remove (Toasts *self, gconstpointer data)
{
  AdwToast *first = offer (self, "first");
  AdwToast *second = offer (self, "second");
  AdwToast *third = offer (self, "third");

  adw_toast_set_timeout (first, 0);
  wait_until (shows (self, "first"));
  tuwen_toasts_remove (self->overlay, second);
  tuwen_toasts_remove (self->overlay, first);
  tuwen_toasts_remove (self->overlay, first);
  wait_until (shows (self, "third"));
  g_assert_false (shows (self, "second"));
  wait_for_it ();
  tuwen_toasts_remove (self->overlay, third);
  wait_until (count (self) == 0);

  /* Before the frame with which it was to come */
  first = offer (self, "first");
  tuwen_toasts_remove (self->overlay, first);
  tuwen_toasts_say (self->overlay, "fourth");
  wait_until (shows (self, "fourth"));
  g_assert_false (shows (self, "first"));
  g_assert_cmpuint (self->undone, ==, 0);
}

/* Three in a row, each taken as soon as it is there: no two are there at a time. */
static void
test_in_a_row (Toasts *self, gconstpointer data)
{
  static const char *const names[] = { "one", "two", "three" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    offer (self, names[i]);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      wait_until (shows (self, names[i]));
      g_assert_cmpuint (count (self), ==, 1);
      wait_for_it ();
      g_signal_emit_by_name (gtk_widget_get_ancestor (fixture_find (self->overlay, "Undo"),
                                                      GTK_TYPE_BUTTON),
                             "clicked");
    }

  g_assert_cmpuint (self->undone, ==, G_N_ELEMENTS (names));
  wait_until (count (self) == 0);
}

/* The window goes while some are shown and others wait: none stays behind. */
static void
test_closed (Toasts *self, gconstpointer data)
{
  AdwToast *shown = offer (self, "shown");
  AdwToast *waiting = offer (self, "waiting");

  g_object_add_weak_pointer (G_OBJECT (shown), (gpointer *) &shown);
  g_object_add_weak_pointer (G_OBJECT (waiting), (gpointer *) &waiting);
  tuwen_toasts_say (self->overlay, "waits, too");
  wait_until (shows (self, "shown"));
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&self->window)));
  wait_until (shown == NULL && waiting == NULL);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

#define add(path, test) g_test_add ("/toasts/" path, Toasts, NULL, set_up, test, tear_down)

  add ("say", test_say);
  add ("say/later", test_say_later);
  add ("in-a-row", test_in_a_row);
  add ("remove", test_remove);
  add ("closed", test_closed);

  return g_test_run ();
}
