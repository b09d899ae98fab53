/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer"

/* Who posts it. */

#include "tuwen-composer-private.h"

#include <glib/gi18n.h>

#include "tuwen-avatar.h"

#define AVATAR_SIZE 24

static void
create_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  TuwenComposer *self = user_data;
  GListModel *accounts = G_LIST_MODEL (tuwen_composers_get_accounts (self->composers));
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (accounts, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (tuwen_account_get_name (account), NULL);

      g_menu_item_set_action_and_target (item, "composer.account", "s",
                                         tuwen_account_get_mid (account));
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* @account: (nullable) */
static void
show_account (TuwenComposer *self, TuwenAccount *account)
{
  g_autofree char *label = NULL;

  if (account != NULL)
    {
      GtkWidget *avatar = gtk_menu_button_get_child (self->account_button);

      if (!TUWEN_IS_AVATAR (avatar))
        {
          avatar = tuwen_avatar_new (AVATAR_SIZE);
          gtk_menu_button_set_child (self->account_button, avatar);
        }
      tuwen_avatar_set_person (TUWEN_AVATAR (avatar),
                               tuwen_composers_get_pictures (self->composers),
                               tuwen_account_get_name (account), tuwen_account_get_face (account));
      /* Translators: %s is the name of an account */
      label = g_strdup_printf (_ ("Post as %s"), tuwen_account_get_name (account));
    }
  else
    {
      gtk_menu_button_set_icon_name (self->account_button, "avatar-default-symbolic");
      label = g_strdup (_ ("Choose Who Posts"));
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->account_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->account_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* @account: (nullable). Nobody is asked to sign in who may be signed in already. */
static void
show_button (TuwenComposer *self, TuwenAccount *account)
{
  gboolean waiting = account == NULL
                     && tuwen_accounts_get_loading (tuwen_composers_get_accounts (self->composers));
  GtkWidget *child = self->sign_in_button;

  if (waiting)
    child = self->waiting;
  else if (account != NULL && tuwen_account_get_state (account) != TUWEN_ACCOUNT_EXPIRED)
    child = self->publish_box;

  gtk_stack_set_visible_child (self->publish_stack, child);
  gtk_spinner_set_spinning (self->waiting_spinner, waiting);
}

static void
update (TuwenComposer *self)
{
  TuwenAccounts *accounts = tuwen_composers_get_accounts (self->composers);
  TuwenAccount *current = tuwen_accounts_get_current (accounts);
  g_autoptr (TuwenAccount) account = NULL;
  BiliClient *client;

  /* What was begun while nobody was signed in belongs to whoever signs in */
  if (tuwen_draft_get_mid (self->draft) == NULL && current != NULL)
    tuwen_draft_set_mid (self->draft, tuwen_account_get_mid (current));

  account = tuwen_composers_find_account (self->composers, self->draft);
  client
      = account != NULL ? tuwen_account_get_client (account) : tuwen_accounts_get_client (accounts);
  if (client != self->client)
    tuwen_publisher_ask_limits (tuwen_composers_get_publisher (self->composers), self->draft);
  tuwen_composer_update_client (self, client);
  gtk_widget_set_visible (GTK_WIDGET (self->account_button),
                          g_list_model_get_n_items (G_LIST_MODEL (accounts)) > 0);
  show_account (self, account);
  show_button (self, account);
  tuwen_composer_update_counters (self);
  tuwen_composer_check_again (self);
  g_object_notify (G_OBJECT (self), "account");
}

static void
accounts_changed_cb (TuwenComposer *self)
{
  GListModel *accounts = G_LIST_MODEL (tuwen_composers_get_accounts (self->composers));

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TuwenAccount) account = g_list_model_get_item (accounts, i);

      g_signal_handlers_disconnect_by_func (account, update, self);
      g_signal_connect_object (account, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

void
tuwen_composer_set_account (TuwenComposer *self, const char *mid)
{
  tuwen_draft_set_mid (self->draft, mid);
  update (self);
}

void
tuwen_composer_add_accounts (TuwenComposer *self)
{
  gtk_menu_button_set_create_popup_func (self->account_button, create_menu_cb, self, NULL);
}

void
tuwen_composer_follow_accounts (TuwenComposer *self)
{
  TuwenAccounts *accounts = tuwen_composers_get_accounts (self->composers);

  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "notify::current", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "notify::loading", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
}
