/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-sign-in-qr"

#include "tuwen-sign-in-qr.h"

#include <glib/gi18n.h>
#include "tuwen-announce.h"
#include "tuwen-browser.h"
#include "tuwen-error-text.h"
#include "tuwen-qr-code.h"
#include "tuwen-qr-sign-in.h"

#define SIGN_IN_URL "https://passport.bilibili.com/login"

/* How much of the code is left when it is not for scanning */
#define DIMMED 0.12

struct _TuwenSignInQr
{
  AdwBin parent_instance;

  TuwenQrSignIn *sign_in; /* (owned) */

  GtkStack *stack;
  GtkWidget *scanning;
  TuwenQrCode *code;
  GtkStack *over; /* lies over the code when that is not for scanning */
  GtkSpinner *spinner;
  GtkWidget *scanned;
  GtkWidget *renew;
  GtkLabel *status;
  AdwStatusPage *failed;
  GtkWidget *retry;
  GtkWidget *browser;
};

G_DEFINE_FINAL_TYPE (TuwenSignInQr, tuwen_sign_in_qr, ADW_TYPE_BIN)

enum
{
  SIGNAL_CONFIRMED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* The new line of state, for eyes and ears: the code's description changes with it, so that a
 * screen reader that stands on the code hears it as well. */
static void
set_status (TuwenSignInQr *self, const char *status)
{
  gtk_label_set_label (self->status, status);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  status,
                                  -1);
  tuwen_announce_describe (GTK_ACCESSIBLE (self->code), status);
  if (*status != '\0' && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tuwen_announce (status);
}

/* Takes the keyboard to the one thing that can be done, unless the person is busy elsewhere. */
static void
offer (TuwenSignInQr *self, GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_widget_grab_focus (button);
}

static void
show_failure (TuwenSignInQr *self, const GError *error)
{
  g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);
  /* The status page reads markup, and the service's own words may stand in here */
  g_autofree char *description = g_markup_escape_text (text->body, -1);

  adw_status_page_set_title (self->failed, text->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->failed),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->title,
                                  -1);
  adw_status_page_set_description (self->failed, description);
  gtk_widget_set_visible (self->browser, text->browser);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->failed));
  offer (self, self->retry);
}

static void
show_code (TuwenSignInQr *self)
{
  g_autoptr (GError) error = NULL;

  if (tuwen_qr_code_set_text (self->code, tuwen_qr_sign_in_get_code (self->sign_in)))
    {
      set_status (self, _ ("Waiting for your phone…"));
      return;
    }

  error = g_error_new_literal (BILI_ERROR, BILI_ERROR_PROTOCOL, "The code is too long to draw");
  tuwen_qr_sign_in_stop (self->sign_in);
  show_failure (self, error);
}

static void
update (TuwenSignInQr *self)
{
  TuwenQrSignInState state = tuwen_qr_sign_in_get_state (self->sign_in);
  gboolean busy = state == TUWEN_QR_SIGN_IN_STARTING || state == TUWEN_QR_SIGN_IN_CONFIRMED;
  gboolean plain = state == TUWEN_QR_SIGN_IN_WAITING || state == TUWEN_QR_SIGN_IN_STOPPED;

  gtk_widget_set_opacity (GTK_WIDGET (self->code), plain ? 1 : DIMMED);
  gtk_widget_set_visible (GTK_WIDGET (self->over), !plain);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (busy)
    gtk_stack_set_visible_child (self->over, GTK_WIDGET (self->spinner));

  switch (state)
    {
    case TUWEN_QR_SIGN_IN_STARTING:
      gtk_stack_set_visible_child (self->stack, self->scanning);
      tuwen_qr_code_set_text (self->code, NULL);
      set_status (self, _ ("Asking for a code…"));
      break;

    case TUWEN_QR_SIGN_IN_WAITING:
      show_code (self);
      break;

    case TUWEN_QR_SIGN_IN_SCANNED:
      gtk_stack_set_visible_child (self->over, self->scanned);
      set_status (self, _ ("Confirm on your phone"));
      break;

    case TUWEN_QR_SIGN_IN_EXPIRED:
      gtk_stack_set_visible_child (self->over, self->renew);
      set_status (self, _ ("This code has expired"));
      offer (self, self->renew);
      break;

    case TUWEN_QR_SIGN_IN_FAILED:
      show_failure (self, tuwen_qr_sign_in_get_error (self->sign_in));
      break;

    case TUWEN_QR_SIGN_IN_CONFIRMED:
      set_status (self, _ ("Signing in…"));
      break;

    case TUWEN_QR_SIGN_IN_STOPPED:
    default:
      tuwen_qr_code_set_text (self->code, NULL);
      set_status (self, "");
      break;
    }
}

static void
start_cb (TuwenSignInQr *self)
{
  tuwen_qr_sign_in_start (self->sign_in);
  /* The button that was pressed is gone */
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
browser_clicked_cb (TuwenSignInQr *self)
{
  tuwen_browser_open (GTK_WIDGET (self), SIGN_IN_URL);
}

static void
confirmed_cb (TuwenSignInQr *self, BiliCookies *cookies)
{
  g_signal_emit (self, signals[SIGNAL_CONFIRMED], 0, cookies);
}

static void
tuwen_sign_in_qr_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tuwen_sign_in_qr_parent_class)->map (widget);
  tuwen_qr_sign_in_start (TUWEN_SIGN_IN_QR (widget)->sign_in);
}

static void
tuwen_sign_in_qr_unmap (GtkWidget *widget)
{
  tuwen_qr_sign_in_stop (TUWEN_SIGN_IN_QR (widget)->sign_in);
  GTK_WIDGET_CLASS (tuwen_sign_in_qr_parent_class)->unmap (widget);
}

static void
tuwen_sign_in_qr_dispose (GObject *object)
{
  TuwenSignInQr *self = TUWEN_SIGN_IN_QR (object);

  g_clear_object (&self->sign_in);

  G_OBJECT_CLASS (tuwen_sign_in_qr_parent_class)->dispose (object);
}

static void
tuwen_sign_in_qr_class_init (TuwenSignInQrClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_sign_in_qr_dispose;
  widget_class->map = tuwen_sign_in_qr_map;
  widget_class->unmap = tuwen_sign_in_qr_unmap;

  signals[SIGNAL_CONFIRMED] = g_signal_new ("confirmed",
                                            G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            BILI_TYPE_COOKIES);

  g_type_ensure (TUWEN_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tuwen/Tuwen/settings/tuwen-sign-in-qr.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, scanning);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, code);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, over);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, spinner);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, scanned);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, renew);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, status);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, failed);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, retry);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInQr, browser);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, browser_clicked_cb);
}

static void
tuwen_sign_in_qr_init (TuwenSignInQr *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("QR code for signing in with the bilibili app"),
                                  -1);
}

GtkWidget *
tuwen_sign_in_qr_new (BiliClient *client, BiliClock *clock)
{
  TuwenSignInQr *self = g_object_new (TUWEN_TYPE_SIGN_IN_QR, NULL);

  self->sign_in = tuwen_qr_sign_in_new (client, clock);
  g_signal_connect_object (self->sign_in,
                           "notify::state",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_in,
                           "confirmed",
                           G_CALLBACK (confirmed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
