/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-open-space"

#include "tuwen-open-space.h"

#include "tuwen-accelerators.h"
#include "tuwen-announce.h"
#include "tuwen-error-text.h"

struct _TuwenOpenSpace
{
  AdwWindow parent_instance;

  TuwenSpaces *spaces;       /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the question under way */

  GtkEditable *entry;
  GtkLabel *problem;
  GtkWidget *hint;
  GtkStack *open_stack;
  GtkWidget *open;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (TuwenOpenSpace, tuwen_open_space, ADW_TYPE_WINDOW)

static void
set_busy (TuwenOpenSpace *self, gboolean busy)
{
  gtk_stack_set_visible_child (self->open_stack,
                               busy ? GTK_WIDGET (self->spinner) : GTK_WIDGET (self->open));
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_editable_set_editable (self->entry, !busy);
}

static void
set_problem (TuwenOpenSpace *self, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
  gtk_widget_set_visible (self->hint, text == NULL);
  gtk_label_set_label (self->problem, text == NULL ? "" : text);

  if (text == NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      tuwen_announce (text);
    }
  tuwen_announce_describe (GTK_ACCESSIBLE (self->entry), text);
}

static void
changed_cb (TuwenOpenSpace *self)
{
  set_problem (self, NULL);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenOpenSpace) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuwenSpace) space = NULL;

  space = tuwen_spaces_open_finish (TUWEN_SPACES (source), result, &error);
  g_clear_object (&self->cancellable);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);

  if (space != NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  if (error->domain == G_IO_ERROR)
    {
      set_problem (self, error->message);
    }
  else
    {
      g_autoptr (TuwenErrorText) text = tuwen_error_text_new (error);

      set_problem (self, text->body);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
open_cb (TuwenOpenSpace *self)
{
  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  set_problem (self, NULL);
  set_busy (self, TRUE);
  tuwen_spaces_open_async (self->spaces, gtk_editable_get_text (self->entry), self->cancellable,
                           opened_cb, g_object_ref (self));
}

static gboolean
tuwen_open_space_close_request (GtkWindow *window)
{
  TuwenOpenSpace *self = TUWEN_OPEN_SPACE (window);

  g_cancellable_cancel (self->cancellable);

  return GTK_WINDOW_CLASS (tuwen_open_space_parent_class)->close_request (window);
}

static void
tuwen_open_space_dispose (GObject *object)
{
  TuwenOpenSpace *self = TUWEN_OPEN_SPACE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->spaces);

  G_OBJECT_CLASS (tuwen_open_space_parent_class)->dispose (object);
}

static void
tuwen_open_space_class_init (TuwenOpenSpaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_open_space_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tuwen_open_space_close_request;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tuwen/Tuwen/feed/tuwen-open-space.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenOpenSpace, entry);
  gtk_widget_class_bind_template_child (widget_class, TuwenOpenSpace, problem);
  gtk_widget_class_bind_template_child (widget_class, TuwenOpenSpace, hint);
  gtk_widget_class_bind_template_child (widget_class, TuwenOpenSpace, open_stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenOpenSpace, open);
  gtk_widget_class_bind_template_child (widget_class, TuwenOpenSpace, spinner);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
tuwen_open_space_init (TuwenOpenSpace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
tuwen_open_space_new (TuwenSpaces *spaces, GtkWindow *parent)
{
  TuwenOpenSpace *self;

  g_return_val_if_fail (TUWEN_IS_SPACES (spaces), NULL);

  self = g_object_new (TUWEN_TYPE_OPEN_SPACE, "transient-for", parent, NULL);
  self->spaces = g_object_ref (spaces);
  tuwen_accelerators_add_quit (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));

  return GTK_WINDOW (self);
}
