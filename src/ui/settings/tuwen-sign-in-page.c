/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-sign-in-page"

#include "tuwen-sign-in-page.h"

#include <glib/gi18n.h>
#include "tuwen-announce.h"
#include "tuwen-error-text.h"
#include "tuwen-sign-in-cookies.h"
#include "tuwen-sign-in-qr.h"

struct _TuwenSignInPage
{
  GtkBox parent_instance;

  TuwenAccounts *accounts; /* (owned) */

  /* A sign-in that is being checked, or that could not be finished */
  BiliCookies *cookies;      /* (owned) (nullable) */
  gboolean pasted;           /* the cookies come from the form, which tells its problems itself */
  gboolean unfinished;       /* a check failed, and the sign-in waits on the problem page */
  GCancellable *cancellable; /* (owned) (nullable): of the check under way */

  AdwViewSwitcherTitle *switcher;
  GtkStack *stack;
  GtkWidget *choose;
  AdwViewStack *views;
  TuwenSignInQr *qr;         /* (unowned): a child of `views` */
  TuwenSignInCookies *form;  /* (unowned): a child of `views` */
  GtkWidget *checking;
  GtkSpinner *checking_spinner;
  AdwStatusPage *problem;
  GtkWidget *retry;
  GtkWidget *session_only;
  GtkWidget *start_over;
};

G_DEFINE_FINAL_TYPE (TuwenSignInPage, tuwen_sign_in_page, GTK_TYPE_BOX)

enum
{
  SIGNAL_SIGNED_IN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
show (TuwenSignInPage *self, GtkWidget *page)
{
  gtk_stack_set_visible_child (self->stack, page);
  adw_view_switcher_title_set_view_switcher_enabled (self->switcher, page == self->choose);
  gtk_spinner_set_spinning (self->checking_spinner, page == self->checking);
}

static void
show_problem (TuwenSignInPage *self, const GError *error)
{
  g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);
  gboolean keyring = error->domain == TUWEN_KEYRING_ERROR;
  g_autofree char *body = NULL;
  g_autofree char *description = NULL;

  self->unfinished = TRUE;
  if (keyring)
    body = g_strdup_printf (_ ("bilibili accepted the sign-in, but it could not be kept. %s"),
                            text->body);
  /* The status page reads markup in its description, and the service's words may stand in there */
  description = g_markup_escape_text (keyring ? body : text->body, -1);

  adw_status_page_set_title (self->problem, text->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problem),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->title,
                                  -1);
  adw_status_page_set_description (self->problem, description);
  gtk_widget_set_visible (self->session_only, keyring);
  gtk_widget_set_visible (self->start_over, !keyring);
  show (self, GTK_WIDGET (self->problem));
  gtk_widget_grab_focus (self->retry);
  tuwen_announce (keyring ? body : text->body);
}

static void
forget (TuwenSignInPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->cookies, bili_cookies_unref);
  self->unfinished = FALSE;
}

static void
add_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenAccount) account =
    tuwen_accounts_add_finish (TUWEN_ACCOUNTS (object), result, &error);

  /* Cancelled: somebody started over, and another check may be under way */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  tuwen_sign_in_cookies_set_busy (self->form, FALSE);

  if (account != NULL)
    {
      forget (self);
      tuwen_sign_in_cookies_clear (self->form);
      /* This page goes, and is as it was at first once it is gone: no other code is asked for */
      g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0, account);
    }
  else if (self->pasted && error->domain != TUWEN_KEYRING_ERROR)
    {
      forget (self);
      show (self, self->choose);
      tuwen_sign_in_cookies_show_error (self->form, error);
    }
  else
    {
      show_problem (self, error);
    }
}

static void
add (TuwenSignInPage *self, gboolean session_only)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  tuwen_accounts_add_async (self->accounts,
                            self->cookies,
                            session_only,
                            self->cancellable,
                            add_cb,
                            g_object_ref (self));
}

static void
take_cookies (TuwenSignInPage *self, BiliCookies *cookies, gboolean pasted)
{
  forget (self);
  self->cookies = bili_cookies_ref (cookies);
  self->pasted = pasted;
  add (self, FALSE);
}

static void
confirmed_cb (TuwenSignInPage *self, BiliCookies *cookies)
{
  take_cookies (self, cookies, FALSE);
  show (self, self->checking);
}

static void
submitted_cb (TuwenSignInPage *self, BiliCookies *cookies)
{
  take_cookies (self, cookies, TRUE);
  tuwen_sign_in_cookies_set_busy (self->form, TRUE);
}

static void
retry_clicked_cb (TuwenSignInPage *self)
{
  add (self, FALSE);
  show (self, self->checking);
}

static void
session_only_clicked_cb (TuwenSignInPage *self)
{
  add (self, TRUE);
  show (self, self->checking);
}

static void
start_over_clicked_cb (TuwenSignInPage *self)
{
  forget (self);
  show (self, self->choose);
}

/* The keyboard starts at what the page is about, not at its button to go back. */
static gboolean
tuwen_sign_in_page_grab_focus (GtkWidget *widget)
{
  TuwenSignInPage *self = TUWEN_SIGN_IN_PAGE (widget);
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  if (page == self->choose)
    page = adw_view_stack_get_visible_child (self->views);

  return gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
tuwen_sign_in_page_unmap (GtkWidget *widget)
{
  TuwenSignInPage *self = TUWEN_SIGN_IN_PAGE (widget);

  GTK_WIDGET_CLASS (tuwen_sign_in_page_parent_class)->unmap (widget);

  /* Going back while the service is asked means not to sign in; a sign-in that could not be
   * finished waits on the problem page, also when it is being tried again. */
  if (self->unfinished)
    {
      g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
    }
  else
    {
      forget (self);
      tuwen_sign_in_cookies_set_busy (self->form, FALSE);
    }
  show (self, self->unfinished ? GTK_WIDGET (self->problem) : self->choose);
  tuwen_sign_in_cookies_clear (self->form);
}

static void
tuwen_sign_in_page_dispose (GObject *object)
{
  TuwenSignInPage *self = TUWEN_SIGN_IN_PAGE (object);

  forget (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUWEN_TYPE_SIGN_IN_PAGE);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tuwen_sign_in_page_parent_class)->dispose (object);
}

static void
tuwen_sign_in_page_class_init (TuwenSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_sign_in_page_dispose;
  widget_class->grab_focus = tuwen_sign_in_page_grab_focus;
  widget_class->unmap = tuwen_sign_in_page_unmap;

  signals[SIGNAL_SIGNED_IN] = g_signal_new ("signed-in",
                                            G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            TUWEN_TYPE_ACCOUNT);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tuwen/Tuwen/settings/tuwen-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, switcher);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, choose);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, views);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, checking);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, checking_spinner);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, problem);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, retry);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, session_only);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInPage, start_over);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, session_only_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_over_clicked_cb);
}

static void
tuwen_sign_in_page_init (TuwenSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Signing in is done as nobody: the current account's cookies have no place in it. */
static BiliClient *
new_client_of_nobody (TuwenAccounts *accounts, BiliClock *clock)
{
  g_autofree char *origin = NULL;
  g_autofree char *user_agent = NULL;

  g_object_get (tuwen_accounts_get_client (accounts),
                "origin",
                &origin,
                "user-agent",
                &user_agent,
                NULL);

  return bili_client_new (origin, user_agent, clock, NULL);
}

GtkWidget *
tuwen_sign_in_page_new (TuwenAccounts *accounts, BiliClock *clock)
{
  TuwenSignInPage *self = g_object_new (TUWEN_TYPE_SIGN_IN_PAGE, NULL);
  g_autoptr (BiliClient) client = new_client_of_nobody (accounts, clock);

  self->accounts = g_object_ref (accounts);
  self->qr = TUWEN_SIGN_IN_QR (tuwen_sign_in_qr_new (client, clock));
  self->form = TUWEN_SIGN_IN_COOKIES (tuwen_sign_in_cookies_new ());

  adw_view_stack_add_titled_with_icon (self->views,
                                       GTK_WIDGET (self->qr),
                                       "qr",
                                       _ ("QR Code"),
                                       "phone-symbolic");
  adw_view_stack_add_titled_with_icon (self->views,
                                       GTK_WIDGET (self->form),
                                       "cookies",
                                       _ ("Cookies"),
                                       "edit-paste-symbolic");

  g_signal_connect_object (self->qr, "confirmed", G_CALLBACK (confirmed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form,
                           "submitted",
                           G_CALLBACK (submitted_cb),
                           self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
tuwen_sign_in_page_start_over (TuwenSignInPage *self)
{
  g_return_if_fail (TUWEN_IS_SIGN_IN_PAGE (self));

  forget (self);
  tuwen_sign_in_cookies_set_busy (self->form, FALSE);
  tuwen_sign_in_cookies_clear (self->form);
  adw_view_stack_set_visible_child (self->views, GTK_WIDGET (self->qr));
  show (self, self->choose);
}
