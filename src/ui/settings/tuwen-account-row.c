/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-account-row"

#include "tuwen-account-row.h"

#include <glib/gi18n.h>
#include "tuwen-announce.h"
#include "tuwen-avatar.h"

struct _TuwenAccountRow
{
  AdwActionRow parent_instance;

  TuwenAccounts *accounts; /* (owned) */
  TuwenAccount *account;   /* (owned) */
  TuwenPictures *pictures; /* (owned) */

  TuwenAvatar *avatar;
  GtkWidget *check;
  GtkStack *sign_out_stack;
  GtkWidget *sign_out;
  GtkWidget *spinner;
};

G_DEFINE_FINAL_TYPE (TuwenAccountRow, tuwen_account_row, ADW_TYPE_ACTION_ROW)

enum
{
  SIGNAL_SIGN_OUT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* What people should know about the account, or NULL when all is well */
static const char *
state_text (TuwenAccount *account)
{
  switch (tuwen_account_get_state (account))
    {
    case TUWEN_ACCOUNT_EXPIRED:
      return _ ("Session ended — sign in again");
    case TUWEN_ACCOUNT_UNCHECKED:
      return tuwen_account_get_checking (account) ? _ ("Checking…")
                                                  : _ ("Could not be checked now");
    case TUWEN_ACCOUNT_ACTIVE:
    default:
      return tuwen_account_get_session_only (account) ? _ ("For this session only") : NULL;
    }
}

static void
update (TuwenAccountRow *self)
{
  const char *name = tuwen_account_get_name (self->account);
  const char *mid = tuwen_account_get_mid (self->account);
  const char *state = state_text (self->account);
  gboolean current = tuwen_accounts_get_current (self->accounts) == self->account;
  g_autofree char *subtitle = NULL;
  g_autofree char *label = NULL;

  /* Translators: a number that stands for a person at the service */
  subtitle = g_strdup_printf (_ ("UID %s"), mid);
  if (state != NULL)
    {
      g_autofree char *uid = g_steal_pointer (&subtitle);

      subtitle = g_strdup_printf ("%s\n%s", uid, state);
    }

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (self->check, current);
  tuwen_avatar_set_person (self->avatar,
                           self->pictures,
                           name,
                           tuwen_account_get_face (self->account));

  label = current ? g_strdup_printf (_ ("%s, %s, current account"), name, subtitle)
                  : g_strdup_printf ("%s, %s", name, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  tuwen_announce_describe (GTK_ACCESSIBLE (self->sign_out), name);
}

static void
sign_out_clicked_cb (TuwenAccountRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SIGN_OUT], 0);
}

static void
tuwen_account_row_dispose (GObject *object)
{
  TuwenAccountRow *self = TUWEN_ACCOUNT_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUWEN_TYPE_ACCOUNT_ROW);
  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (tuwen_account_row_parent_class)->dispose (object);
}

static void
tuwen_account_row_class_init (TuwenAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_account_row_dispose;

  signals[SIGNAL_SIGN_OUT] = g_signal_new ("sign-out",
                                           G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);

  g_type_ensure (TUWEN_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tuwen/Tuwen/settings/tuwen-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountRow, check);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountRow, sign_out_stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountRow, sign_out);
  gtk_widget_class_bind_template_child (widget_class, TuwenAccountRow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, sign_out_clicked_cb);
}

static void
tuwen_account_row_init (TuwenAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tuwen_account_row_new (TuwenAccounts *accounts, TuwenAccount *account, TuwenPictures *pictures)
{
  TuwenAccountRow *self = g_object_new (TUWEN_TYPE_ACCOUNT_ROW, NULL);

  self->accounts = g_object_ref (accounts);
  self->account = g_object_ref (account);
  self->pictures = g_object_ref (pictures);

  g_signal_connect_object (accounts,
                           "notify::current",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

TuwenAccount *
tuwen_account_row_get_account (TuwenAccountRow *self)
{
  return self->account;
}

void
tuwen_account_row_set_busy (TuwenAccountRow *self, gboolean busy)
{
  gtk_stack_set_visible_child (self->sign_out_stack, busy ? self->spinner : self->sign_out);
}
