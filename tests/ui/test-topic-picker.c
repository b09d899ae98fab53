/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "picker-fixture.h"
#include "tuwen-topic-picker.h"

typedef struct
{
  char *id;
  char *name;
  guint count;
} Picked;

static void
picked_cb (TuwenTopicPicker *picker, const char *id, const char *name, Picked *picked)
{
  g_free (picked->id);
  picked->id = g_strdup (id);
  g_free (picked->name);
  picked->name = g_strdup (name);
  picked->count++;
}

static void
picked_clear (Picked *picked)
{
  g_free (picked->id);
  g_free (picked->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picked, picked_clear)

static GtkWidget *
show_picker (Fixture *self, Picked *picked)
{
  GtkWidget *picker = tuwen_topic_picker_new (self->topics);

  g_signal_connect (picker, "picked", G_CALLBACK (picked_cb), picked);
  fixture_show (self, picker);

  return picker;
}

static GtkWidget *
find_entry (GtkWidget *picker)
{
  return find_seen (picker, GTK_TYPE_SEARCH_ENTRY, NULL);
}

static void
type_text (GtkWidget *picker, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_entry (picker)), text);
}

static void
test_recommended (Fixture *self, gconstpointer data)
{
  g_auto (Picked) picked = { 0 };
  GtkWidget *picker = show_picker (self, &picked);

  g_assert_nonnull (find_seen (picker, GTK_TYPE_SPINNER, NULL));
  wait_until (shows (picker, "#今天的云"));
  g_assert_true (shows (picker, "Recommended"));
  g_assert_null (find_seen (picker, GTK_TYPE_SPINNER, NULL));

  /* What was typed before is gone when it is shown again */
  type_text (picker, "晚饭");
  wait_until (shows (picker, "#晚饭吃什么"));
  gtk_widget_set_visible (picker, FALSE);
  gtk_widget_set_visible (picker, TRUE);
  wait_until (shows (picker, "#今天的云"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (picker))), ==, "");
  g_assert_cmpuint (picked.count, ==, 0);
}

static void
test_keyboard (Fixture *self, gconstpointer data)
{
  g_auto (Picked) picked = { 0 };
  GtkWidget *picker = show_picker (self, &picked);
  GtkWidget *entry = find_entry (picker);
  GtkWidget *list;

  /* Nothing to choose yet */
  g_assert_false (fixture_press (entry, GDK_KEY_Down, 0));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpuint (picked.count, ==, 0);

  wait_until (shows (picker, "#今天的云"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (picked.id, ==, "10501");
  g_assert_cmpstr (picked.name, ==, "今天的云");

  g_assert_true (fixture_press (entry, GDK_KEY_Up, 0));
  g_assert_true (fixture_press (entry, GDK_KEY_Down, 0));
  g_assert_true (fixture_press (entry, GDK_KEY_Down, 0));
  g_assert_true (fixture_press (entry, GDK_KEY_Up, 0));
  g_assert_false (fixture_press (entry, GDK_KEY_Down, GDK_CONTROL_MASK));
  g_assert_false (fixture_press (entry, GDK_KEY_a, 0));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (picked.id, ==, "10504");

  /* What is still to be seen there is not what was typed */
  type_text (picker, "晚饭");
  g_assert_true (shows (picker, "#今天的云"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpuint (picked.count, ==, 2);
  wait_until (shows (picker, "#晚饭吃什么"));
  g_assert_false (shows (picker, "Recommended"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (picked.name, ==, "晚饭吃什么");

  list = find_seen (picker, GTK_TYPE_LIST_VIEW, NULL);
  g_signal_emit_by_name (list, "activate", 0);
  g_assert_cmpuint (picked.count, ==, 4);
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  g_auto (Picked) picked = { 0 };
  GtkWidget *picker = show_picker (self, &picked);

  type_text (picker, "no such topic");
  wait_until (shows (picker, "Nothing Found"));
  g_assert_null (find_seen (picker, GTK_TYPE_BUTTON, "_Retry"));
  g_signal_emit_by_name (find_entry (picker), "activate");
  g_assert_cmpuint (picked.count, ==, 0);
}

static void
test_error (Fixture *self, gconstpointer data)
{
  g_auto (Picked) picked = { 0 };
  GtkWidget *picker;
  GtkWidget *button;

  sandbox_server_fail (self->server, FOR_YOU_PATH, "http:500", -1);
  picker = show_picker (self, &picked);
  wait_until ((button = find_seen (picker, GTK_TYPE_BUTTON, "_Retry")) != NULL);
  g_assert_true (shows (picker, "bilibili Has a Problem"));

  sandbox_server_fail (self->server, FOR_YOU_PATH, "http:500", 0);
  g_signal_emit_by_name (button, "clicked");
  wait_until (shows (picker, "#今天的云"));

  /* Shown again after a failure, it tries again by itself */
  sandbox_server_fail (self->server, TOPICS_PATH, "drop", -1);
  type_text (picker, "晚饭");
  wait_until (shows (picker, "You Are Offline"));
  gtk_widget_set_visible (picker, FALSE);
  gtk_widget_set_visible (picker, TRUE);
  wait_until (shows (picker, "#今天的云"));
}

/* The popover closes when a topic was picked, and for Escape */
static void
test_popover (Fixture *self, gconstpointer data)
{
  g_auto (Picked) picked = { 0 };
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *picker = tuwen_topic_picker_new (self->topics);

  g_signal_connect (picker, "picked", G_CALLBACK (picked_cb), &picked);
  gtk_popover_set_child (GTK_POPOVER (popover), picker);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  fixture_show (self, button);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, FOR_YOU_PATH), ==, 0);

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  wait_until (shows (picker, "#今天的云"));
  g_signal_emit_by_name (find_entry (picker), "stop-search");
  wait_until (!gtk_widget_get_mapped (picker));

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  wait_until (shows (picker, "#今天的云"));
  g_signal_emit_by_name (find_entry (picker), "activate");
  wait_until (!gtk_widget_get_mapped (picker));
  g_assert_cmpuint (picked.count, ==, 1);
  /* GTK never frees a popover whose window goes while it is open or closing */
  gtk_popover_set_child (GTK_POPOVER (popover), NULL);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, FOR_YOU_PATH), ==, 1);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  fixture_add ("/topic-picker/recommended", test_recommended);
  fixture_add ("/topic-picker/keyboard", test_keyboard);
  fixture_add ("/topic-picker/nothing", test_nothing);
  fixture_add ("/topic-picker/error", test_error);
  fixture_add ("/topic-picker/popover", test_popover);

  return g_test_run ();
}
