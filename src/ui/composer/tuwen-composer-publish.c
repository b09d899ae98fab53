/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer"

#include "tuwen-composer-private.h"

#include <glib/gi18n.h>

#include "tuwen-error-text.h"

static gboolean
is_counting (TuwenComposer *self)
{
  return tuwen_composers_is_counting (self->composers, self->draft);
}

static void
show_error (TuwenComposer *self)
{
  const GError *error = tuwen_draft_get_error (self->draft);
  g_autoptr (TuwenErrorText) words = NULL;
  g_autofree char *text = NULL;

  if (self->too_soon)
    {
      tuwen_composer_show_too_soon (self);
      return;
    }
  if (self->refused != NULL)
    {
      tuwen_notice_show (self->notice, self->refused, NULL, 0);
      return;
    }
  if (self->warned != NULL)
    {
      tuwen_notice_show (self->notice, self->warned,
                         (TuwenNoticeButton[]){
                             { _ ("Schedule _Anyway"), "composer.publish-anyway" },
                             { _ ("_Change"), "composer.schedule" } },
                         2);
      return;
    }
  if (error == NULL)
    {
      tuwen_notice_show (self->notice, NULL, NULL, 0);
      return;
    }

  words = tuwen_error_text_new (error);
  /* Translators: %s is why, one or two sentences */
  text = g_strdup_printf (_ ("Nothing was published, and everything is kept. %s"), words->body);
  tuwen_notice_show (self->notice, text,
                     (TuwenNoticeButton[]){ { _ ("_Try Again"), "composer.publish" } }, 1);
}

static void
show_unknown (TuwenComposer *self)
{
  const GError *error = tuwen_draft_get_error (self->draft);
  g_autoptr (TuwenErrorText) words = error == NULL ? NULL : tuwen_error_text_new (error);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%s%s%s",
                          _ ("The post was sent, but no answer came back: it may be published or "
                             "not. Look for it before "
                             "it is sent again."),
                          words == NULL ? "" : "\n", words == NULL ? "" : words->body);
  tuwen_notice_show (self->notice, text,
                     (TuwenNoticeButton[]){ { _ ("_Look Again"), "composer.look-again" } }, 1);
}

static void
show_not_found (TuwenComposer *self)
{
  tuwen_notice_show (
      self->notice,
      _ ("The post was sent, but no answer came back, and it is not in your space. It "
         "can be sent again."),
      (TuwenNoticeButton[]){ { _ ("_Look Again"), "composer.look-again" },
                             { _ ("_Send Again"), "composer.send-again" } },
      2);
}

/* All but the menu: what may be posted already can still be thrown away, and another one be
 * begun */
static void
set_editable (TuwenComposer *self, gboolean editable)
{
  GtkWidget *parents[] = { self->editor, self->bar };

  for (guint i = 0; i < G_N_ELEMENTS (parents); i++)
    {
      for (GtkWidget *child = gtk_widget_get_first_child (parents[i]); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        {
          if (child != self->bar && child != self->more_button)
            gtk_widget_set_sensitive (child, editable);
        }
    }
}

void
tuwen_composer_update_publish (TuwenComposer *self)
{
  TuwenDraftState state = tuwen_draft_get_state (self->draft);
  gboolean counting = is_counting (self);
  gboolean busy = state == TUWEN_DRAFT_PUBLISHING || state == TUWEN_DRAFT_CHECKING;
  gboolean writing
      = (state == TUWEN_DRAFT_WRITING || state == TUWEN_DRAFT_TOO_NEAR) && !counting;
  const char *step = tuwen_draft_get_step (self->draft);
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean scheduled = tuwen_draft_get_publish_time (self->draft) != 0;
  gboolean was_writing = gtk_widget_is_sensitive (GTK_WIDGET (self->text));

  switch (state)
    {
    case TUWEN_DRAFT_UNKNOWN:
      show_unknown (self);
      break;
    case TUWEN_DRAFT_NOT_FOUND:
      show_not_found (self);
      break;
    case TUWEN_DRAFT_WRITING:
      if (!counting)
        show_error (self);
      else
        tuwen_notice_show (self->notice, NULL, NULL, 0);
      break;
    case TUWEN_DRAFT_TOO_NEAR:
      if (!counting)
        tuwen_composer_show_too_soon (self);
      else
        tuwen_notice_show (self->notice, NULL, NULL, 0);
      break;
    case TUWEN_DRAFT_PUBLISHING:
    case TUWEN_DRAFT_CHECKING:
    case TUWEN_DRAFT_PUBLISHED:
    case TUWEN_DRAFT_SCHEDULED:
    case TUWEN_DRAFT_TRASHED:
    default:
      tuwen_notice_show (self->notice, NULL, NULL, 0);
    }

  gtk_widget_set_visible (self->progress, busy || counting);
  gtk_spinner_set_spinning (self->spinner, busy || counting);
  gtk_label_set_label (self->step, counting && scheduled            ? _ ("Scheduling in a moment")
                                   : counting                       ? _ ("Publishing in a moment")
                                   : step != NULL                   ? step
                                   : state == TUWEN_DRAFT_CHECKING ? _ ("Waiting for the account…")
                                                                    : _ ("Publishing…"));
  gtk_button_set_label (self->stop_button, counting ? _ ("_Undo") : _ ("_Stop"));
  gtk_widget_set_visible (GTK_WIDGET (self->stop_button),
                          counting || state == TUWEN_DRAFT_PUBLISHING);

  set_editable (self, writing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->account_button), writing);
  gtk_widget_action_set_enabled (widget, "composer.publish", writing);
  gtk_widget_action_set_enabled (widget, "composer.publish-anyway", writing);
  gtk_widget_action_set_enabled (widget, "composer.vote", writing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->schedule_button), writing);
  gtk_widget_action_set_enabled (widget, "composer.schedule", writing);
  gtk_widget_action_set_enabled (widget, "composer.take-back",
                                 counting || state == TUWEN_DRAFT_PUBLISHING);
  gtk_widget_action_set_enabled (widget, "composer.look-again",
                                 state == TUWEN_DRAFT_UNKNOWN || state == TUWEN_DRAFT_NOT_FOUND);
  gtk_widget_action_set_enabled (widget, "composer.send-again", state == TUWEN_DRAFT_NOT_FOUND);
  gtk_widget_action_set_enabled (widget, "composer.discard", !busy);

  if (writing && !was_writing)
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
countdown_cb (TuwenComposer *self, TuwenDraft *draft)
{
  if (draft == self->draft)
    tuwen_composer_update_publish (self);
}

/* Returns: (transfer full) (nullable): what stands in the way, or what is to be known before, a
 * sentence a line */
static char *
list_problems (GPtrArray *problems, gboolean blocking)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const TuwenProblem *problem = problems->pdata[i];

      if (problem->blocking != blocking)
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, problem->text);
    }

  return g_string_free (text, text->len == 0);
}

/* Whether nothing is in the way but that the time came too near: for that there is a choice */
static gboolean
is_only_too_soon (TuwenComposer *self, GPtrArray *problems)
{
  guint n_blocking = 0;

  for (guint i = 0; i < problems->len; i++)
    n_blocking += ((const TuwenProblem *) problems->pdata[i])->blocking;

  return n_blocking == 1 && !tuwen_composer_check_schedule (self);
}

/* @anyway: whether the person has read what was to be known before, and goes on */
static gboolean
check (TuwenComposer *self, gboolean anyway)
{
  g_autoptr (GPtrArray) problems
      = tuwen_publisher_check (tuwen_composers_get_publisher (self->composers), self->draft);

  g_clear_pointer (&self->refused, g_free);
  g_clear_pointer (&self->warned, g_free);
  self->too_soon = is_only_too_soon (self, problems);
  if (!self->too_soon)
    self->refused = list_problems (problems, TRUE);
  if (!self->too_soon && self->refused == NULL && !anyway)
    self->warned = list_problems (problems, FALSE);

  return !self->too_soon && self->refused == NULL && self->warned == NULL;
}

static void
publish (TuwenComposer *self, gboolean anyway)
{
  if (check (self, anyway))
    tuwen_composers_publish (self->composers, self->draft);
  tuwen_composer_update_publish (self);
}

static gboolean
is_composing (TuwenComposer *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus == GTK_WIDGET (self->text) ? self->composing
         : focus == GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->title_entry)))
             ? self->title_composing
             : FALSE;
}

/* Who presses the keys for it while a word is still with the input method means to publish that
 * word, too. The button takes the focus, and with it the word comes into the text. */
static void
publish_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);

  if (!is_composing (self))
    publish (self, FALSE);
}

static void
publish_anyway_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  publish (TUWEN_COMPOSER (widget), TRUE);
}

static void
take_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);

  tuwen_composer_say (self, tuwen_composers_take_back (self->composers, self->draft)
                                ? _ ("Nothing was published")
                                : _ ("It is too late: the post is on its way"));
  tuwen_composer_update_publish (self);
}

static void
look_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);

  tuwen_publisher_look_again (tuwen_composers_get_publisher (self->composers), self->draft);
}

static void
send_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);

  tuwen_publisher_send_again (tuwen_composers_get_publisher (self->composers), self->draft);
}

static void
discard_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);

  tuwen_composers_discard (self->composers, self->draft);
}

void
tuwen_composer_install_publish (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.publish", NULL, publish_action);
  gtk_widget_class_install_action (widget_class, "composer.publish-anyway", NULL,
                                   publish_anyway_action);
  gtk_widget_class_install_action (widget_class, "composer.take-back", NULL, take_back_action);
  gtk_widget_class_install_action (widget_class, "composer.look-again", NULL, look_again_action);
  gtk_widget_class_install_action (widget_class, "composer.send-again", NULL, send_again_action);
  gtk_widget_class_install_action (widget_class, "composer.discard", NULL, discard_action);
}

void
tuwen_composer_follow_publish (TuwenComposer *self)
{
  g_signal_connect_object (self->composers, "countdown", G_CALLBACK (countdown_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draft, "notify::state",
                           G_CALLBACK (tuwen_composer_update_publish), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draft, "notify::step",
                           G_CALLBACK (tuwen_composer_update_publish), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draft, "notify::error",
                           G_CALLBACK (tuwen_composer_update_publish), self, G_CONNECT_SWAPPED);
}

void
tuwen_composer_check_again (TuwenComposer *self)
{
  if (self->refused == NULL && self->warned == NULL && !self->too_soon)
    return;

  check (self, FALSE);
  tuwen_composer_update_publish (self);
}

void
tuwen_composer_forget_refusal (TuwenComposer *self)
{
  if (self->refused == NULL && self->warned == NULL && !self->too_soon)
    return;

  self->too_soon = FALSE;
  g_clear_pointer (&self->refused, g_free);
  g_clear_pointer (&self->warned, g_free);
  tuwen_composer_update_publish (self);
}
