/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-application"

#include "tuwen-application-private.h"

#include <glib-unix.h>

/* How long quitting waits for a disk that does not take what was written last */
#define FLUSH_MS 5000

/* Whether nothing is on its way to the service, or about to be */
static gboolean
is_done (TuwenApplication *self)
{
  g_autoptr (GPtrArray) active = tuwen_composers_list_active (self->composers);
  gboolean busy;

  g_object_get (self->plans, "busy", &busy, NULL);

  return active->len == 0 && !busy && !tuwen_accounts_get_changing (self->accounts);
}

static gboolean
end_cb (gpointer user_data)
{
  TuwenApplication *self = user_data;

  self->end_source = 0;
  /* What was taken back has a window again, and so has a question */
  if (tuwen_composers_get_quitting (self->composers) && is_done (self)
      && gtk_application_get_windows (GTK_APPLICATION (self)) == NULL)
    g_application_quit (G_APPLICATION (self));

  return G_SOURCE_REMOVE;
}

static void
work_changed_cb (TuwenApplication *self)
{
  if (self->end_source == 0 && tuwen_composers_get_quitting (self->composers))
    self->end_source = g_idle_add (end_cb, self);
}

/* Signing out is finished on the service and in the keyring, also when the last window is closed
 * meanwhile */
static void
accounts_changed_cb (TuwenApplication *self)
{
  gboolean changing = tuwen_accounts_get_changing (self->accounts);

  if (changing && !self->held_for_accounts)
    g_application_hold (G_APPLICATION (self));
  else if (!changing && self->held_for_accounts)
    g_application_release (G_APPLICATION (self));
  self->held_for_accounts = changing;
  work_changed_cb (self);
}

void
tuwen_application_follow_work (TuwenApplication *self)
{
  g_signal_connect_object (self->composers, "activity-changed", G_CALLBACK (work_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->plans, "notify::busy", G_CALLBACK (work_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->accounts, "notify::changing", G_CALLBACK (accounts_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/* What can be taken back only in a window that is not there any more */
static void
tell_left (TuwenApplication *self)
{
  tuwen_composers_tell_active (self->composers);
  tuwen_plans_tell_counting (self->plans);
}

/* GTK 4.8 would look for the window that it was over when it is gone itself, which may be later */
static void
drop_settings (TuwenApplication *self)
{
  if (self->settings_window == NULL)
    return;

  gtk_window_set_transient_for (self->settings_window, NULL);
  gtk_window_destroy (self->settings_window);
}

void
tuwen_application_follow_window_removed (TuwenApplication *self, GtkWindow *window)
{
  /* When somebody quits, it is told once all windows are closed */
  if (TUWEN_IS_WINDOW (window) && !tuwen_composers_get_quitting (self->composers))
    tell_left (self);
  if (TUWEN_IS_WINDOW (window))
    drop_settings (self);
  work_changed_cb (self);
}

static gpointer
ref_window (gconstpointer window, gpointer user_data)
{
  return g_object_ref ((gpointer) window);
}

static void
close_windows (TuwenApplication *self)
{
  /* One may go with another */
  g_autolist (GtkWindow) windows = g_list_copy_deep (
      gtk_application_get_windows (GTK_APPLICATION (self)), ref_window, NULL);

  /* Composers are to be there again the next time */
  tuwen_composers_quit (self->composers);
  /* Closing, unlike quitting, has a window remember its size */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

void
tuwen_application_end (TuwenApplication *self)
{
  close_windows (self);
  if (is_done (self))
    g_application_quit (G_APPLICATION (self));
  else
    tell_left (self);
}

static gboolean
signalled_cb (gpointer user_data)
{
  close_windows (user_data);
  g_application_quit (G_APPLICATION (user_data));

  return G_SOURCE_CONTINUE;
}

void
tuwen_application_follow_signals (TuwenApplication *self)
{
  self->term_source = g_unix_signal_add (SIGTERM, signalled_cb, self);
  self->interrupt_source = g_unix_signal_add (SIGINT, signalled_cb, self);
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TuwenApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tuwen_drafts_flush_finish (TUWEN_DRAFTS (source), result, &error))
    g_warning ("What was written last is not on disk: %s", error->message);
  self->flushed = TRUE;
}

static gboolean
flush_late_cb (gpointer user_data)
{
  TuwenApplication *self = user_data;

  self->flushed = TRUE;

  return G_SOURCE_CONTINUE;
}

void
tuwen_application_flush_drafts (TuwenApplication *self)
{
  guint late = g_timeout_add (FLUSH_MS, flush_late_cb, self);

  tuwen_drafts_flush_async (self->drafts, NULL, flushed_cb, g_object_ref (self));
  while (!self->flushed)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}
