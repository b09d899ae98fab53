/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-window"

#include "tuwen-window-private.h"

#include <glib/gi18n.h>

#include "tuwen-browser.h"
#include "tuwen-open-space.h"
#include "tuwen-toasts.h"

/* In the order of BiliOpusKind */
static const char *const filters[] = { "all", "dynamics", "articles" };

/* A forgotten space that can be put back */
typedef struct
{
  TuwenSpaces *spaces; /* (owned) */
  TuwenSpace *space;   /* (owned) */
  guint position;
  gboolean current; /* the feed showed it */
} Forgotten;

static void
forgotten_free (gpointer data, GClosure *closure)
{
  Forgotten *self = data;

  g_object_unref (self->spaces);
  g_object_unref (self->space);
  g_free (self);
}

static void
restore_cb (AdwToast *toast, gpointer user_data)
{
  Forgotten *forgotten = user_data;

  tuwen_spaces_restore (forgotten->spaces, forgotten->space, forgotten->position);
}

void
tuwen_window_say (TuwenWindow *self, const char *text)
{
  tuwen_toasts_say (self->toasts, text);
}

void
tuwen_window_offer_restore (TuwenWindow *self, TuwenSpace *space, guint position)
{
  Forgotten *forgotten = g_new0 (Forgotten, 1);
  AdwToast *toast = adw_toast_new ("");
  /* Translators: %s is somebody's name */
  g_autofree char *text = g_strdup_printf (_ ("“%s” removed"), tuwen_space_get_name (space));

  forgotten->spaces = g_object_ref (self->spaces);
  forgotten->space = g_object_ref (space);
  forgotten->position = position;
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (restore_cb), forgotten,
                         forgotten_free, 0);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  tuwen_toasts_add (self->toasts, toast, text);
}

const char *
tuwen_window_get_filter (TuwenWindow *self)
{
  /* Asked for while the template is being built, too */
  BiliOpusKind kind = self->feed == NULL ? BILI_OPUS_ALL : tuwen_feed_get_kind (self->feed);

  return filters[MIN (kind, G_N_ELEMENTS (filters) - 1)];
}

void
tuwen_window_set_filter (TuwenWindow *self, const char *filter)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (filters); kind++)
    if (g_strcmp0 (filter, filters[kind]) == 0)
      tuwen_feed_set_kind (self->feed, kind);
}

static void
say_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tuwen_window_say (TUWEN_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenWindow *self = TUWEN_WINDOW (widget);

  if (self->plans != NULL && g_str_equal (tuwen_window_get_view (self), "scheduled"))
    tuwen_scheduled_refresh (tuwen_plans_get_scheduled (self->plans));
  else if (tuwen_feed_get_error (self->feed) != NULL
      && g_list_model_get_n_items (G_LIST_MODEL (self->feed)) == 0)
    tuwen_feed_retry (self->feed);
  else
    tuwen_feed_refresh (self->feed);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tuwen_feed_retry (TUWEN_WINDOW (widget)->feed);
}

static void
open_space_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenWindow *self = TUWEN_WINDOW (widget);

  gtk_window_present (tuwen_open_space_new (self->spaces, GTK_WINDOW (self)));
}

static void
open_space_in_browser_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenWindow *self = TUWEN_WINDOW (widget);
  const char *mid = tuwen_feed_get_mid (self->feed);
  g_autofree char *address
      = mid == NULL ? g_strdup ("https://www.bilibili.com/")
                    : g_strdup_printf ("https://space.bilibili.com/%s/upload/opus", mid);

  tuwen_browser_open (widget, address);
}

static void
show_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tuwen_window_set_filter (TUWEN_WINDOW (widget), "all");
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (TUWEN_WINDOW (widget)->menu_button);
}

static void
take_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tuwen_composers_undo (TUWEN_WINDOW (widget)->composers, g_variant_get_string (parameter, NULL));
}

static void
retry_keyring_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tuwen_accounts_load (TUWEN_WINDOW (widget)->accounts);
}

static void
ignore_keyring_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tuwen_accounts_go_on_without_keyring (TUWEN_WINDOW (widget)->accounts);
}

void
tuwen_window_update_actions (TuwenWindow *self)
{
  gboolean space = tuwen_feed_get_mid (self->feed) != NULL;
  gboolean feed = g_str_equal (tuwen_window_get_view (self), "feed");

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.refresh", !feed || space);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.open-space-in-browser", !feed || space);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.filter", feed && space);
}

void
tuwen_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.say", "s", say_action);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "win.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "win.open-space", NULL, open_space_action);
  gtk_widget_class_install_action (widget_class, "win.open-space-in-browser", NULL,
                                   open_space_in_browser_action);
  gtk_widget_class_install_action (widget_class, "win.show-all", NULL, show_all_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.take-back", "s", take_back_action);
  gtk_widget_class_install_action (widget_class, "win.retry-keyring", NULL, retry_keyring_action);
  gtk_widget_class_install_action (widget_class, "win.ignore-keyring", NULL,
                                   ignore_keyring_action);
  gtk_widget_class_install_property_action (widget_class, "win.filter", "filter");
  gtk_widget_class_install_property_action (widget_class, "win.view", "view");
}
