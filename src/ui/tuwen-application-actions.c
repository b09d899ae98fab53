/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-application"

#include "tuwen-about.h"
#include "tuwen-application-private.h"
#include "tuwen-browser.h"
#include "tuwen-names.h"
#include "tuwen-settings-window.h"

/* Over the main window, and going with it. The keys of the program work there, too; and as one of
 * them opens a composer, the window must not keep others from being used. */
static void
show_beside (TuwenApplication *self, GtkWindow *window)
{
  gtk_window_set_transient_for (window, GTK_WINDOW (tuwen_application_find_window (self)));
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_set_modal (window, FALSE);
  gtk_window_set_application (window, GTK_APPLICATION (self));
}

static void
show_settings (TuwenApplication *self)
{
  /* Asked for over the session bus, with no window yet */
  if (tuwen_application_find_window (self) == NULL)
    g_application_activate (G_APPLICATION (self));

  if (self->settings_window == NULL)
    {
      g_set_weak_pointer (&self->settings_window,
                          tuwen_settings_window_new (self->accounts, self->clock, self->pictures,
                                                     self->disk_cache, self->settings));
      show_beside (self, self->settings_window);
      gtk_window_set_destroy_with_parent (self->settings_window, FALSE);
    }

  gtk_window_present (self->settings_window);
}

static void
settings_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_settings (user_data);
}

static void
sign_in_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;

  show_settings (self);
  tuwen_settings_window_show_sign_in (TUWEN_SETTINGS_WINDOW (self->settings_window));
}

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;

  if (self->shortcuts_window == NULL)
    {
      g_autoptr (GtkBuilder) builder
          = gtk_builder_new_from_resource (TUWEN_RESOURCES "/tuwen-shortcuts.ui");

      g_set_weak_pointer (&self->shortcuts_window,
                          GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts")));
      show_beside (self, self->shortcuts_window);
      tuwen_names_fill (GTK_WIDGET (self->shortcuts_window));
    }

  gtk_window_present (self->shortcuts_window);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;

  if (self->about_window == NULL)
    {
      g_set_weak_pointer (&self->about_window, tuwen_about_new ());
      show_beside (self, self->about_window);
      tuwen_names_fill (GTK_WIDGET (self->about_window));
    }

  gtk_window_present (self->about_window);
}

static void
new_post_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;

  tuwen_composers_new_post (self->composers);
}

static void
scheduled_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;

  g_application_activate (G_APPLICATION (self));
  g_object_set (tuwen_application_find_window (self), "view", "scheduled", NULL);
}

static void
edit_plan_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;
  g_autoptr (TuwenScheduledItem) item
      = tuwen_plans_find (self->plans, g_variant_get_string (parameter, NULL));

  if (item != NULL)
    tuwen_plans_edit (self->plans, item);
  else
    scheduled_action (action, NULL, user_data);
}

static void
publish_plan_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;
  g_autoptr (TuwenScheduledItem) item
      = tuwen_plans_find (self->plans, g_variant_get_string (parameter, NULL));

  /* Where it can be taken back */
  scheduled_action (action, NULL, user_data);
  if (item != NULL)
    tuwen_plans_publish_now (self->plans, item);
}

static void
reschedule_plan_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;
  g_autoptr (TuwenScheduledItem) item
      = tuwen_plans_find (self->plans, g_variant_get_string (parameter, NULL));

  scheduled_action (action, NULL, user_data);
  if (item != NULL)
    tuwen_window_reschedule (tuwen_application_find_window (self), item);
}

static void
open_draft_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;
  g_autoptr (TuwenDraft) draft
      = tuwen_drafts_find (self->drafts, g_variant_get_string (parameter, NULL));

  if (draft != NULL)
    tuwen_composers_open (self->composers, draft);
  else
    g_application_activate (G_APPLICATION (self));
}

static void
take_back_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr (TuwenDraft) draft = tuwen_drafts_find (self->drafts, id);

  if (draft != NULL)
    tuwen_composers_undo (self->composers, id);
  else
    g_application_activate (G_APPLICATION (self));
}

static void
take_back_plans_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;
  g_autofree const char **names = g_variant_get_strv (parameter, NULL);

  scheduled_action (action, NULL, user_data);
  tuwen_plans_undo (self->plans, names);
}

static void
open_post_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TuwenApplication *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  g_autofree char *address = g_strconcat ("https://www.bilibili.com/opus/", id, NULL);

  if (tuwen_application_find_window (self) == NULL)
    g_application_activate (G_APPLICATION (self));
  tuwen_browser_open (GTK_WIDGET (tuwen_application_find_window (self)), address);
}

/* Whoever pressed Publish and leaves at once does not expect a draft */
static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tuwen_application_end (user_data);
}

static const GActionEntry actions[] = {
  { "settings", settings_action },
  { "sign-in", sign_in_action },
  { "shortcuts", shortcuts_action },
  { "about", about_action },
  { "new-post", new_post_action },
  { "scheduled", scheduled_action },
  { "edit-plan", edit_plan_action, "s" },
  { "publish-plan", publish_plan_action, "s" },
  { "reschedule-plan", reschedule_plan_action, "s" },
  { "open-draft", open_draft_action, "s" },
  { "take-back", take_back_action, "s" },
  { "take-back-plans", take_back_plans_action, "as" },
  { "open-post", open_post_action, "s" },
  { "quit", quit_action },
};

void
tuwen_application_add_actions (TuwenApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
