/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-accelerators"

#include "tuwen-accelerators.h"

static const TuwenAccelerator accelerators[] = {
  { "app.new-post", "<Control>n" },
  { "composer.publish", "<Control>Return" },
  { "composer.paste-text", "<Control><Shift>v" },
  { "app.settings", "<Control>comma" },
  { "app.shortcuts", "<Control>question" },
  { "app.quit", "<Control>q" },
  { "window.close", "<Control>w" },
  { "win.open-space", "<Control>l" },
  { "win.refresh", "F5 <Control>r" },
  { "win.view('feed')", "<Control>1" },
  { "win.view('scheduled')", "<Control>2" },
  { "win.filter('all')", "<Alt>1" },
  { "win.filter('dynamics')", "<Alt>2" },
  { "win.filter('articles')", "<Alt>3" },
  { "win.menu", "F10" },
  { "post.copy-link", "<Control>c" },
  { "post.copy-text", "<Control><Shift>c" },
  { "post.menu", "<Shift>F10 Menu" },
  { "scheduled.publish-now", "<Control><Shift>Return" },
  { "scheduled.reschedule", "<Control>t" },
  { "scheduled.copy", "<Control>d" },
  { "scheduled.delete", "Delete" },
  { "scheduled.take-back", "<Control>z" },
  { "scheduled.unselect", "Escape" },
  { NULL, NULL },
};

const TuwenAccelerator *
tuwen_accelerators_get (void)
{
  return accelerators;
}

void
tuwen_accelerators_bind (GtkApplication *application)
{
  for (const TuwenAccelerator *a = accelerators; a->action != NULL; a++)
    {
      g_auto (GStrv) keys = g_strsplit (a->keys, " ", -1);

      if (!g_str_has_prefix (a->action, "post.") && !g_str_has_prefix (a->action, "scheduled."))
        gtk_application_set_accels_for_action (application, a->action, (const char *const *) keys);
    }
}

void
tuwen_accelerators_bind_class (GtkWidgetClass *widget_class, const char *prefix)
{
  for (const TuwenAccelerator *a = accelerators; a->action != NULL; a++)
    {
      g_auto (GStrv) keys = g_strsplit (a->keys, " ", -1);

      for (char **key = keys; *key != NULL && g_str_has_prefix (a->action, prefix); key++)
        {
          guint value;
          GdkModifierType modifiers;

          if (gtk_accelerator_parse (*key, &value, &modifiers))
            gtk_widget_class_add_binding_action (widget_class, value, modifiers, a->action, NULL);
        }
    }
}

static gboolean
quit_cb (GtkWidget *dialog, GVariant *arguments, gpointer user_data)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  return parent != NULL && gtk_widget_activate_action (GTK_WIDGET (parent), "app.quit", NULL);
}

void
tuwen_accelerators_add_quit (GtkWindow *dialog)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_return_if_fail (GTK_IS_WINDOW (dialog));

  for (const TuwenAccelerator *a = accelerators; a->action != NULL; a++)
    if (g_str_equal (a->action, "app.quit"))
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (keys),
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (a->keys),
                            gtk_callback_action_new (quit_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (dialog), keys);
}
