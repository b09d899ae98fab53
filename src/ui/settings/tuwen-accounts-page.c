/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-accounts-page"

#include "tuwen-accounts-page.h"

#include <glib/gi18n.h>
#include "tuwen-accelerators.h"
#include "tuwen-account-row.h"
#include "tuwen-error-text.h"

struct _TuwenAccountsPage
{
  AdwPreferencesPage parent_instance;

  TuwenAccounts *accounts; /* (owned) */
  TuwenPictures *pictures; /* (owned) */

  GtkWidget *problem_group;
  GtkLabel *problem_title;
  GtkLabel *problem_body;
  GtkWidget *retry;
  GtkWidget *without_keyring_button;
  GtkWidget *loading_group;
  GtkSpinner *loading_spinner;
  GtkWidget *empty_group;
  AdwPreferencesGroup *accounts_group;
  GtkListBox *list;
};

/* What a dialog or a call that is under way needs to know when it ends */
typedef struct
{
  TuwenAccountsPage *page; /* (owned) */
  TuwenAccountRow *row;    /* (owned) */
  GtkWindow *parent;       /* (nullable): weak; tells what is to be told when the page is gone */
  GtkApplication *application; /* (nullable): weak; likewise, when no window is left */
  char *name;              /* (owned) */
} SignOut;

G_DEFINE_FINAL_TYPE (TuwenAccountsPage, tuwen_accounts_page, ADW_TYPE_PREFERENCES_PAGE)

static void
sign_out_free (SignOut *self)
{
  g_clear_object (&self->page);
  g_clear_object (&self->row);
  g_clear_weak_pointer (&self->parent);
  g_clear_weak_pointer (&self->application);
  g_clear_pointer (&self->name, g_free);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignOut, sign_out_free)

static void
update (TuwenAccountsPage *self)
{
  const GError *error = tuwen_accounts_get_keyring_error (self->accounts);
  gboolean loading = tuwen_accounts_get_loading (self->accounts);
  gboolean without = tuwen_accounts_get_without_keyring (self->accounts);
  guint n_accounts = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
  gboolean any = n_accounts > 0;

  if (error != NULL)
    {
      g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);

      gtk_label_set_label (self->problem_title, text->title);
      gtk_label_set_label (self->problem_body, text->body);
    }
  else if (without)
    {
      gtk_label_set_label (self->problem_title, _ ("Without the Keyring"));
      gtk_label_set_label (self->problem_body,
                           _ ("Accounts that you sign in to now are forgotten when Tuwen quits. "
                              "“Retry” looks for the keyring again."));
    }

  gtk_widget_set_visible (self->problem_group, (error != NULL || without) && !loading);
  gtk_widget_set_visible (self->without_keyring_button, error != NULL);
  if (error != NULL)
    gtk_widget_add_css_class (self->retry, "suggested-action");
  else
    gtk_widget_remove_css_class (self->retry, "suggested-action");
  gtk_widget_set_visible (self->loading_group, loading && !any);
  gtk_spinner_set_spinning (self->loading_spinner, loading && !any);
  /* A keyring that did not answer may hold accounts: then nobody knows that there are none */
  gtk_widget_set_visible (self->empty_group, !any && !loading && error == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->accounts_group), any);
  adw_preferences_group_set_description (
    self->accounts_group,
    n_accounts > 1 ? _ ("You read as the account with the check mark.") : NULL);
}

static void
retry_clicked_cb (TuwenAccountsPage *self)
{
  tuwen_accounts_load (self->accounts);
}

static void
without_keyring_clicked_cb (TuwenAccountsPage *self)
{
  tuwen_accounts_go_on_without_keyring (self->accounts);
}

static void
row_activated_cb (TuwenAccountsPage *self, GtkListBoxRow *row)
{
  TuwenAccount *account = tuwen_account_row_get_account (TUWEN_ACCOUNT_ROW (row));

  tuwen_accounts_set_current (self->accounts, account);
  if (tuwen_account_get_state (account) == TUWEN_ACCOUNT_EXPIRED)
    gtk_widget_activate_action (GTK_WIDGET (self), "settings.sign-in", NULL);
}

/* Signing out */

/* Returns: (nullable): the window of the page; its parent when that was closed meanwhile */
static GtkWindow *
get_window (SignOut *sign_out)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (sign_out->page));

  return root != NULL && gtk_widget_get_visible (GTK_WIDGET (root)) ? GTK_WINDOW (root)
                                                                    : sign_out->parent;
}

static SignOut *
sign_out_new (TuwenAccountsPage *page, TuwenAccountRow *row)
{
  SignOut *self = g_new0 (SignOut, 1);
  GtkWindow *window;

  self->page = g_object_ref (page);
  self->row = g_object_ref (row);
  self->name = g_strdup (tuwen_account_get_name (tuwen_account_row_get_account (row)));
  window = get_window (self);
  if (window != NULL)
    {
      g_set_weak_pointer (&self->parent, gtk_window_get_transient_for (window));
      g_set_weak_pointer (&self->application, gtk_window_get_application (window));
    }

  return self;
}

/* A part of signing out failed; the account is gone from the list either way. */
static void
tell_sign_out_problem (SignOut *sign_out, const GError *error)
{
  GtkWindow *window = get_window (sign_out);
  g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);
  gboolean keyring = error->domain == TUWEN_KEYRING_ERROR;
  GtkWidget *dialog;

  if (window == NULL && sign_out->application == NULL)
    return;

  dialog
      = adw_message_dialog_new (window,
                                keyring ? _ ("Still in the Keyring") : _ ("Signed Out Only Here"),
                                NULL);
  if (keyring)
    adw_message_dialog_format_body (
        ADW_MESSAGE_DIALOG (dialog),
        _ ("%s is signed out, but the keyring did not remove the "
           "account’s cookies. It may show up again when Tuwen starts.\n\n%s"),
        sign_out->name, text->body);
  else
    adw_message_dialog_format_body (
        ADW_MESSAGE_DIALOG (dialog),
        _ ("%s is removed from this computer, but bilibili could not be "
           "told. The session may live on there until it runs out.\n\n%s"),
        sign_out->name, text->body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  if (window != NULL)
    tuwen_accelerators_add_quit (GTK_WINDOW (dialog));
  else
    gtk_window_set_application (GTK_WINDOW (dialog), sign_out->application);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
sign_out_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SignOut) sign_out = user_data;
  g_autoptr (GError) error = NULL;

  if (tuwen_accounts_sign_out_finish (TUWEN_ACCOUNTS (object), result, &error))
    {
      g_autofree char *message = g_strdup_printf (_ ("Signed out of %s"), sign_out->name);

      if (get_window (sign_out) != NULL)
        gtk_widget_activate_action (GTK_WIDGET (get_window (sign_out)), "win.say", "s", message);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING))
    {
      tuwen_account_row_set_busy (sign_out->row, FALSE);
      tell_sign_out_problem (sign_out, error);
    }
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  SignOut *asked = user_data;

  if (g_strcmp0 (response, "sign-out") != 0)
    return;

  /* Not cancelled with the window: a session half ended helps nobody */
  tuwen_account_row_set_busy (asked->row, TRUE);
  tuwen_accounts_sign_out_async (asked->page->accounts,
                                 tuwen_account_row_get_account (asked->row),
                                 NULL,
                                 sign_out_cb,
                                 sign_out_new (asked->page, asked->row));
}

static void
sign_out_cb_data_free (gpointer data, GClosure *closure)
{
  sign_out_free (data);
}

static void
ask_to_sign_out_cb (TuwenAccountsPage *self, TuwenAccountRow *row)
{
  SignOut *sign_out = sign_out_new (self, row);
  GtkWidget *dialog = adw_message_dialog_new (get_window (sign_out), NULL, NULL);

  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _ ("Sign Out of %s?"),
                                     sign_out->name);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               _ ("This ends the session at bilibili and removes its cookies from "
                                  "this computer. You can sign in again at any time."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("_Cancel"),
                                    "sign-out",
                                    _ ("Sign _Out"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              "sign-out",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  tuwen_accelerators_add_quit (GTK_WINDOW (dialog));
  g_signal_connect_data (dialog,
                         "response",
                         G_CALLBACK (response_cb),
                         sign_out,
                         sign_out_cb_data_free,
                         0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  TuwenAccountsPage *self = user_data;
  GtkWidget *row = tuwen_account_row_new (self->accounts, item, self->pictures);

  g_signal_connect_object (row, "sign-out", G_CALLBACK (ask_to_sign_out_cb), self,
                           G_CONNECT_SWAPPED);

  return row;
}

static void
tuwen_accounts_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tuwen_accounts_page_parent_class)->map (widget);
  /* Whoever looks wants to know how things stand now */
  tuwen_accounts_check (TUWEN_ACCOUNTS_PAGE (widget)->accounts);
}

static void
tuwen_accounts_page_dispose (GObject *object)
{
  TuwenAccountsPage *self = TUWEN_ACCOUNTS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUWEN_TYPE_ACCOUNTS_PAGE);
  g_clear_object (&self->accounts);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (tuwen_accounts_page_parent_class)->dispose (object);
}

static void
tuwen_accounts_page_class_init (TuwenAccountsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_accounts_page_dispose;
  widget_class->map = tuwen_accounts_page_map;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tuwen/Tuwen/settings/tuwen-accounts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountsPage, problem_group);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountsPage, problem_title);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountsPage, problem_body);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountsPage, retry);
  gtk_widget_class_bind_template_child_full (widget_class,
                                             "without_keyring",
                                             FALSE,
                                             G_STRUCT_OFFSET (TuwenAccountsPage,
                                                              without_keyring_button));
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountsPage, loading_group);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountsPage, loading_spinner);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountsPage, empty_group);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountsPage, accounts_group);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountsPage, list);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, without_keyring_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
tuwen_accounts_page_init (TuwenAccountsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwPreferencesPage *
tuwen_accounts_page_new (TuwenAccounts *accounts, TuwenPictures *pictures)
{
  TuwenAccountsPage *self = g_object_new (TUWEN_TYPE_ACCOUNTS_PAGE, NULL);

  self->accounts = g_object_ref (accounts);
  self->pictures = g_object_ref (pictures);

  gtk_list_box_bind_model (self->list, G_LIST_MODEL (accounts), create_row_cb, self, NULL);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts,
                           "notify::loading",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts,
                           "notify::keyring-error",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts,
                           "notify::without-keyring",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  update (self);

  return ADW_PREFERENCES_PAGE (self);
}
