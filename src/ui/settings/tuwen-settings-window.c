/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-settings-window"

#include "tuwen-settings-window.h"

#include <glib/gi18n.h>
#include "tuwen-accounts-page.h"
#include "tuwen-sign-in-page.h"
#include "tuwen-storage-page.h"
#include "tuwen-toasts.h"
#include "tuwen-writing-page.h"

struct _TuwenSettingsWindow
{
  AdwPreferencesWindow parent_instance;

  AdwPreferencesPage *accounts_page; /* (unowned): a page of the window */
  TuwenSignInPage *sign_in_page;     /* (owned): on the window while it is shown */
};

G_DEFINE_FINAL_TYPE (TuwenSettingsWindow, tuwen_settings_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
show_toast (TuwenSettingsWindow *self, const char *text)
{
  GtkWidget *overlay
      = gtk_widget_get_ancestor (GTK_WIDGET (self->accounts_page), ADW_TYPE_TOAST_OVERLAY);

  tuwen_toasts_say (ADW_TOAST_OVERLAY (overlay), text);
}

static void
signed_in_cb (TuwenSettingsWindow *self, TuwenAccount *account)
{
  g_autofree char *message =
    g_strdup_printf (_ ("Signed in as %s"), tuwen_account_get_name (account));

  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (self), self->accounts_page);
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->accounts_page), GTK_DIR_TAB_FORWARD);
  show_toast (self, message);
}

static void
sign_in_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  tuwen_settings_window_show_sign_in (TUWEN_SETTINGS_WINDOW (widget));
}

static void
back_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  TuwenSettingsWindow *self = TUWEN_SETTINGS_WINDOW (widget);

  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->accounts_page), GTK_DIR_TAB_FORWARD);
}

static void
say_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  show_toast (TUWEN_SETTINGS_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* Who opens it again finds it as it was the first time */
static void
start_over (TuwenSettingsWindow *self)
{
  AdwPreferencesWindow *window = ADW_PREFERENCES_WINDOW (self);

  adw_preferences_window_close_subpage (window);
  adw_preferences_window_set_visible_page (window, self->accounts_page);
  tuwen_sign_in_page_start_over (self->sign_in_page);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

/* A question is answered with no, as its window goes */
static void
close_questions (TuwenSettingsWindow *self)
{
  GList *windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      gtk_window_close (l->data);
  g_list_free (windows);
}

/* libadwaita 1.2 keeps the rows of a preferences window that is destroyed: this one is hidden, and
 * shown again. */
static gboolean
tuwen_settings_window_close_request (GtkWindow *window)
{
  TuwenSettingsWindow *self = TUWEN_SETTINGS_WINDOW (window);

  close_questions (self);
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  start_over (self);

  return TRUE;
}

static void
tuwen_settings_window_dispose (GObject *object)
{
  TuwenSettingsWindow *self = TUWEN_SETTINGS_WINDOW (object);

  g_clear_object (&self->sign_in_page);

  G_OBJECT_CLASS (tuwen_settings_window_parent_class)->dispose (object);
}

static void
tuwen_settings_window_class_init (TuwenSettingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_settings_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tuwen_settings_window_close_request;

  gtk_widget_class_install_action (widget_class, "settings.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "settings.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.say", "s", say_action);
}

static void
tuwen_settings_window_init (TuwenSettingsWindow *self)
{
  gtk_window_set_title (GTK_WINDOW (self), _ ("Settings"));
  /* A handful of rows is found faster by looking */
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (self), FALSE);
  adw_preferences_window_set_can_navigate_back (ADW_PREFERENCES_WINDOW (self), TRUE);
}

GtkWindow *
tuwen_settings_window_new (TuwenAccounts *accounts,
                           BiliClock *clock,
                           TuwenPictures *pictures,
                           TuwenDiskCache *disk_cache,
                           GSettings *settings)
{
  TuwenSettingsWindow *self = g_object_new (TUWEN_TYPE_SETTINGS_WINDOW, NULL);

  self->accounts_page = tuwen_accounts_page_new (accounts, pictures);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), self->accounts_page);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), tuwen_writing_page_new (settings));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              tuwen_storage_page_new (pictures, disk_cache, settings));

  self->sign_in_page = TUWEN_SIGN_IN_PAGE (
    g_object_ref_sink (tuwen_sign_in_page_new (accounts, clock)));
  g_signal_connect_object (self->sign_in_page,
                           "signed-in",
                           G_CALLBACK (signed_in_cb),
                           self,
                           G_CONNECT_SWAPPED);

  return GTK_WINDOW (self);
}

void
tuwen_settings_window_show_sign_in (TuwenSettingsWindow *self)
{
  g_return_if_fail (TUWEN_IS_SETTINGS_WINDOW (self));

  adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (self),
                                          GTK_WIDGET (self->sign_in_page));
  gtk_widget_grab_focus (GTK_WIDGET (self->sign_in_page));
}
