/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "picker-fixture.h"
#include "tuwen-cover.h"
#include "tuwen-emote-panel.h"

static void
picked_cb (TuwenEmotePanel *panel, TuwenEmote *emote, GString *picked)
{
  g_string_append (picked, tuwen_emote_get_text (emote));
}

static GtkWidget *
show_panel (Fixture *self, GString *picked)
{
  GtkWidget *panel = tuwen_emote_panel_new (self->emotes, self->pictures);

  g_signal_connect (panel, "picked", G_CALLBACK (picked_cb), picked);
  fixture_show (self, panel);

  return panel;
}

static GtkWidget *
find_entry (GtkWidget *panel)
{
  return find_seen (panel, GTK_TYPE_SEARCH_ENTRY, NULL);
}

/* Whether an emote of that name is in the grid */
static gboolean
has_emote (GtkWidget *panel, const char *name)
{
  GtkWidget *grid = find_seen (panel, GTK_TYPE_GRID_VIEW, NULL);

  return grid != NULL && find_seen (grid, GTK_TYPE_BOX, name) != NULL;
}

static void
activate (GtkWidget *panel, guint position)
{
  g_signal_emit_by_name (find_seen (panel, GTK_TYPE_GRID_VIEW, NULL), "activate", position);
}

static void
press_tab (GtkWidget *panel, const char *name)
{
  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (find_seen (panel, GTK_TYPE_TOGGLE_BUTTON, name)), TRUE);
}

static void
test_packs (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) picked = g_string_new (NULL);
  GtkWidget *panel = show_panel (self, picked);
  GtkWidget *cover;

  g_assert_nonnull (find_seen (panel, GTK_TYPE_SPINNER, NULL));
  wait_until (has_emote (panel, "doge"));
  g_assert_null (find_seen (panel, GTK_TYPE_SPINNER, NULL));
  g_assert_true (shows (panel, "小黄脸"));
  g_assert_null (find_seen (panel, GTK_TYPE_TOGGLE_BUTTON, "Recently Used"));
  g_assert_null (find_seen (panel, GTK_TYPE_TOGGLE_BUTTON, "茶茶日常"));
  g_assert_false (shows (panel, "Sign in to see the emotes of your account."));

  /* With pictures, which come as they are seen */
  cover = find_seen (find_seen (panel, GTK_TYPE_GRID_VIEW, NULL), TUWEN_TYPE_COVER, NULL);
  wait_until (tuwen_cover_is_loaded (TUWEN_COVER (cover)));

  press_tab (panel, "热词系列");
  wait_until (has_emote (panel, "热词系列_好耶"));
  g_assert_false (has_emote (panel, "doge"));
  press_tab (panel, "颜文字");
  wait_until (has_emote (panel, "(⌒▽⌒)"));
  g_assert_true (shows (panel, "(⌒▽⌒)"));
  activate (panel, 0);
  press_tab (panel, "小黄脸");
  wait_until (has_emote (panel, "doge"));
  activate (panel, 1);
  g_assert_cmpstr (picked->str, ==, "(⌒▽⌒)[微笑]");
}

/* Pictures are asked for when the panel is seen, and not again */
static void
test_pictures (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) picked = g_string_new (NULL);
  GtkWidget *panel = show_panel (self, picked);
  guint n_pictures;

  wait_until (has_emote (panel, "doge"));
  wait_until (sandbox_server_count_pictures (self->server) == 17 + 2);
  wait_frames (self->window, 3);
  n_pictures = sandbox_server_count_pictures (self->server);
  gtk_widget_set_visible (panel, FALSE);
  gtk_widget_set_visible (panel, TRUE);
  wait_until (has_emote (panel, "doge"));
  wait_frames (self->window, 5);
  g_assert_cmpuint (sandbox_server_count_pictures (self->server), ==, n_pictures);
  g_assert_cmpuint (sandbox_server_count_requests (self->server, EMOTES_PATH), ==, 1);
}

static void
test_recent (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) picked = g_string_new (NULL);
  GtkWidget *panel = show_panel (self, picked);

  wait_until (has_emote (panel, "doge"));
  activate (panel, 2);
  activate (panel, 0);
  /* Nothing moves while it is seen */
  g_assert_null (find_seen (panel, GTK_TYPE_TOGGLE_BUTTON, "Recently Used"));

  gtk_widget_set_visible (panel, FALSE);
  gtk_widget_set_visible (panel, TRUE);
  wait_until (shows (panel, "Recently Used"));
  wait_until (has_emote (panel, "OK"));
  g_assert_false (has_emote (panel, "微笑"));
  activate (panel, 0);
  activate (panel, 1);
  g_assert_cmpstr (picked->str, ==, "[OK][doge][doge][OK]");
}

static void
test_search (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) picked = g_string_new (NULL);
  GtkWidget *panel = show_panel (self, picked);
  GtkWidget *entry = find_entry (panel);

  wait_until (has_emote (panel, "doge"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (picked->str, ==, "");

  gtk_editable_set_text (GTK_EDITABLE (entry), "好耶");
  wait_until (has_emote (panel, "热词系列_好耶"));
  g_assert_false (has_emote (panel, "doge"));
  g_assert_null (find_seen (panel, GTK_TYPE_TOGGLE_BUTTON, "小黄脸"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (picked->str, ==, "[热词系列_好耶]");

  gtk_editable_set_text (GTK_EDITABLE (entry), "no such emote");
  g_assert_true (shows (panel, "Nothing Found"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (picked->str, ==, "[热词系列_好耶]");

  g_signal_emit_by_name (entry, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  wait_until (has_emote (panel, "doge"));
  g_assert_nonnull (find_seen (panel, GTK_TYPE_TOGGLE_BUTTON, "小黄脸"));
}

static void
test_keyboard (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) picked = g_string_new (NULL);
  GtkWidget *panel = show_panel (self, picked);
  GtkWidget *focus;

  wait_until (has_emote (panel, "doge"));
  g_assert_true (fixture_press (panel, GDK_KEY_Page_Down, GDK_CONTROL_MASK));
  g_assert_true (shows (panel, "热词系列"));
  g_assert_true (fixture_press (panel, GDK_KEY_Page_Down, GDK_CONTROL_MASK));
  g_assert_false (fixture_press (panel, GDK_KEY_Page_Down, GDK_CONTROL_MASK));
  g_assert_true (fixture_press (panel, GDK_KEY_Page_Up, GDK_CONTROL_MASK));
  g_assert_true (shows (panel, "热词系列"));
  g_assert_false (fixture_press (panel, GDK_KEY_Page_Up, 0));

  gtk_widget_grab_focus (find_entry (panel));
  g_assert_true (fixture_press (panel, GDK_KEY_Down, 0));
  focus = gtk_window_get_focus (self->window);
  g_assert_true (
    gtk_widget_is_ancestor (focus, find_seen (panel, GTK_TYPE_GRID_VIEW, NULL)));
  /* From there on the grid itself knows the keys */
  g_assert_false (fixture_press (panel, GDK_KEY_Down, 0));
}

static void
test_error (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) picked = g_string_new (NULL);
  GtkWidget *panel;
  GtkWidget *button;

  sandbox_server_fail (self->server, EMOTES_PATH, "drop", -1);
  panel = show_panel (self, picked);
  wait_until ((button = find_seen (panel, GTK_TYPE_BUTTON, "_Retry")) != NULL);
  g_assert_true (shows (panel, "You Are Offline"));
  g_assert_null (find_seen (panel, GTK_TYPE_TOGGLE_BUTTON, NULL));

  sandbox_server_fail (self->server, EMOTES_PATH, "drop", 0);
  g_signal_emit_by_name (button, "clicked");
  wait_until (has_emote (panel, "doge"));
}

/* What cannot be read is not taken for nothing. */
static void
test_unreadable (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) picked = g_string_new (NULL);
  GtkWidget *panel;
  GtkWidget *button;

  sandbox_server_fail (self->server, EMOTES_PATH, "types", -1);
  panel = show_panel (self, picked);
  wait_until ((button = find_seen (panel, GTK_TYPE_BUTTON, "_Retry")) != NULL);
  g_assert_true (shows (panel, "Answer Not Understood"));

  sandbox_server_fail (self->server, EMOTES_PATH, "types", 0);
  g_signal_emit_by_name (button, "clicked");
  wait_until (has_emote (panel, "doge"));
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) picked = g_string_new (NULL);
  GtkWidget *panel;

  sandbox_server_fail (self->server, EMOTES_PATH, "endless", -1);
  panel = show_panel (self, picked);
  wait_until (shows (panel, "No Emotes"));
  g_assert_null (find_seen (panel, GTK_TYPE_BUTTON, "_Retry"));
}

static void
test_account (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) picked = g_string_new (NULL);
  GtkWidget *panel;

  tuwen_emotes_set_client (self->emotes, self->nobody);
  panel = show_panel (self, picked);
  wait_until (has_emote (panel, "doge"));
  g_assert_true (shows (panel, "Sign in to see the emotes of your account."));

  /* Signed in while it is open */
  press_tab (panel, "颜文字");
  tuwen_emotes_set_client (self->emotes, self->client);
  g_assert_nonnull (find_seen (panel, GTK_TYPE_SPINNER, NULL));
  wait_until (has_emote (panel, "(⌒▽⌒)") || has_emote (panel, "doge"));
  g_assert_false (shows (panel, "Sign in to see the emotes of your account."));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  fixture_add ("/emote-panel/packs", test_packs);
  fixture_add ("/emote-panel/pictures", test_pictures);
  fixture_add ("/emote-panel/recent", test_recent);
  fixture_add ("/emote-panel/search", test_search);
  fixture_add ("/emote-panel/keyboard", test_keyboard);
  fixture_add ("/emote-panel/error", test_error);
  fixture_add ("/emote-panel/unreadable", test_unreadable);
  fixture_add ("/emote-panel/empty", test_empty);
  fixture_add ("/emote-panel/account", test_account);

  return g_test_run ();
}
