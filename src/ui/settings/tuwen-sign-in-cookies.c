/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-sign-in-cookies"

#include "tuwen-sign-in-cookies.h"

#include <glib/gi18n.h>
#include "bili-error.h"
#include "tuwen-announce.h"
#include "tuwen-error-text.h"
#include "tuwen-secret-view.h"

struct _TuwenSignInCookies
{
  AdwBin parent_instance;

  gboolean busy;

  GtkWidget *text_group;
  GtkTextView *text;
  GtkWidget *single_group;
  GtkEditable *sessdata;
  GtkEditable *bili_jct;
  GtkEditable *mid;
  GtkWidget *problem_group; /* between the ways, so that it is seen beside the field in use */
  GtkLabel *problem;
  GtkStack *submit_stack;
  GtkWidget *submit_label;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (TuwenSignInCookies, tuwen_sign_in_cookies, ADW_TYPE_BIN)

enum
{
  SIGNAL_SUBMITTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean
is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return *text == '\0';
}

static char *
dup_text (TuwenSignInCookies *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
free_secret (char *text)
{
  memset (text, 0, strlen (text));
  g_free (text);
}

static void
show_problem (TuwenSignInCookies *self, const char *sentence, GtkWidget *field)
{
  gtk_label_set_label (self->problem, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problem),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
  gtk_widget_set_visible (self->problem_group, TRUE);
  gtk_widget_grab_focus (field);
  tuwen_announce (sentence);
}

static GtkWidget *
used_field (TuwenSignInCookies *self)
{
  return gtk_widget_get_sensitive (self->text_group) ? GTK_WIDGET (self->text)
                                                     : GTK_WIDGET (self->sessdata);
}

/* One way at a time: what is in the one field could contradict what is in the others. */
static void
changed_cb (TuwenSignInCookies *self)
{
  char *pasted = dup_text (self);
  gboolean text = !is_blank (pasted);
  gboolean single = *gtk_editable_get_text (self->sessdata) != '\0' ||
                    *gtk_editable_get_text (self->bili_jct) != '\0' ||
                    *gtk_editable_get_text (self->mid) != '\0';

  free_secret (pasted);

  gtk_widget_set_visible (self->problem_group, FALSE);
  gtk_widget_set_sensitive (self->text_group, !single);
  gtk_widget_set_sensitive (self->single_group, !text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "cookies.submit",
                                 !self->busy && (text || single));
}

/* Returns: (nullable) (transfer full): cookies, or NULL with the problem shown */
static BiliCookies *
read_text (TuwenSignInCookies *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliCookies) cookies = bili_cookies_new_from_text (text, &error);

  if (cookies == NULL)
    {
      show_problem (self,
                    strstr (text, "SESSDATA") == NULL
                      ? _ ("There is no cookie SESSDATA in this text.")
                      : _ ("This text cannot be read as cookies. Copy the whole Cookie header."),
                    GTK_WIDGET (self->text));
      return NULL;
    }

  if (bili_cookies_get_csrf (cookies) == NULL)
    {
      show_problem (self,
                    _ ("There is no cookie bili_jct in this text."),
                    GTK_WIDGET (self->text));
      return NULL;
    }

  return g_steal_pointer (&cookies);
}

static BiliCookies *
read_single (TuwenSignInCookies *self)
{
  g_autofree char *sessdata = g_strstrip (gtk_editable_get_chars (self->sessdata, 0, -1));
  g_autofree char *bili_jct = g_strstrip (gtk_editable_get_chars (self->bili_jct, 0, -1));
  g_autofree char *mid = g_strstrip (gtk_editable_get_chars (self->mid, 0, -1));
  g_autoptr (BiliCookies) cookies = NULL;
  GString *header;

  if (*sessdata == '\0')
    {
      show_problem (self, _ ("The cookie SESSDATA is missing."), GTK_WIDGET (self->sessdata));
      return NULL;
    }
  if (*bili_jct == '\0')
    {
      show_problem (self, _ ("The cookie bili_jct is missing."), GTK_WIDGET (self->bili_jct));
      return NULL;
    }

  header = g_string_new (NULL);
  g_string_append_printf (header, "SESSDATA=%s; bili_jct=%s", sessdata, bili_jct);
  if (*mid != '\0')
    g_string_append_printf (header, "; DedeUserID=%s", mid);
  cookies = bili_cookies_new_from_header (header->str, NULL);
  free_secret (g_string_free (header, FALSE));

  if (cookies == NULL)
    show_problem (self,
                  _ ("One of these values holds characters that no cookie holds."),
                  GTK_WIDGET (self->sessdata));

  memset (sessdata, 0, strlen (sessdata));

  return g_steal_pointer (&cookies);
}

static void
submit_cb (TuwenSignInCookies *self)
{
  g_autoptr (BiliCookies) cookies = NULL;
  char *text;

  if (self->busy)
    return;

  gtk_widget_set_visible (self->problem_group, FALSE);

  text = dup_text (self);
  cookies = is_blank (text) ? read_single (self) : read_text (self, text);
  free_secret (text);

  if (cookies != NULL)
    g_signal_emit (self, signals[SIGNAL_SUBMITTED], 0, cookies);
}

static void
submit_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  submit_cb (TUWEN_SIGN_IN_COOKIES (widget));
}

static void
tuwen_sign_in_cookies_class_init (TuwenSignInCookiesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_SUBMITTED] = g_signal_new ("submitted",
                                            G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            BILI_TYPE_COOKIES);

  gtk_widget_class_install_action (widget_class, "cookies.submit", NULL, submit_action);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tuwen/Tuwen/settings/tuwen-sign-in-cookies.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, text_group);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, text);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, single_group);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, sessdata);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, bili_jct);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, mid);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, problem_group);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, problem);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, submit_stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, submit_label);
  gtk_widget_class_bind_template_child (widget_class, TuwenSignInCookies, spinner);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
}

static void
tuwen_sign_in_cookies_init (TuwenSignInCookies *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Names of the service's, the same in every language */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sessdata), "SESSDATA");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->bili_jct), "bili_jct");

  tuwen_secret_view_guard (self->text);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text),
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);
}

GtkWidget *
tuwen_sign_in_cookies_new (void)
{
  return g_object_new (TUWEN_TYPE_SIGN_IN_COOKIES, NULL);
}

void
tuwen_sign_in_cookies_set_busy (TuwenSignInCookies *self, gboolean busy)
{
  g_return_if_fail (TUWEN_IS_SIGN_IN_COOKIES (self));

  self->busy = busy;
  /* Not insensitive: the keyboard stays where it is */
  gtk_text_view_set_editable (self->text, !busy);
  gtk_editable_set_editable (self->sessdata, !busy);
  gtk_editable_set_editable (self->bili_jct, !busy);
  gtk_editable_set_editable (self->mid, !busy);
  changed_cb (self);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_stack_set_visible_child (self->submit_stack,
                               busy ? GTK_WIDGET (self->spinner) : self->submit_label);
}

void
tuwen_sign_in_cookies_show_error (TuwenSignInCookies *self, const GError *error)
{
  g_autofree char *sentence = NULL;

  g_return_if_fail (TUWEN_IS_SIGN_IN_COOKIES (self));

  if (g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    {
      sentence = g_strdup (_ ("bilibili does not know this session. The cookies may be too old, or "
                              "cut short: copy them once more."));
    }
  else
    {
      g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);

      sentence = g_strdup (text->body);
    }

  show_problem (self, sentence, used_field (self));
}

void
tuwen_sign_in_cookies_clear (TuwenSignInCookies *self)
{
  g_return_if_fail (TUWEN_IS_SIGN_IN_COOKIES (self));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), "", 0);
  gtk_editable_set_text (self->sessdata, "");
  gtk_editable_set_text (self->bili_jct, "");
  gtk_editable_set_text (self->mid, "");
  gtk_widget_set_visible (self->problem_group, FALSE);
}
