/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composers"

#include "tuwen-composers-private.h"

#include <glib/gi18n.h>

#include "tuwen-error-text.h"
#include "tuwen-moment.h"

/* How long a window manager takes, at most, to pass the focus on from a window that closed */
#define FOCUS_MS 500

static gboolean
is_looked_at (TuwenComposers *self)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;

  return FALSE;
}

/* Tells the desktop, when nobody looks at a window of Tuwen, or none is left to say it in */
static void
notify_desktop (TuwenComposers *self, TuwenDraft *draft, const char *title, const char *body)
{
  if (!is_looked_at (self)
      || (tuwen_draft_get_state (draft) == TUWEN_DRAFT_PUBLISHED
          && !tuwen_composers_has_main_window (self)))
    tuwen_composers_emit_unseen (self, draft, title, body);
}

static gboolean
tell_closed_cb (gpointer user_data)
{
  TuwenComposers *self = user_data;
  g_autoptr (TuwenDraft) draft = g_steal_pointer (&self->closed);
  g_autofree char *summary = tuwen_draft_dup_summary (draft);

  self->closed_source = 0;
  notify_desktop (self, draft, _ ("Published"), summary);

  return G_SOURCE_REMOVE;
}

/* Its window had the focus. Which has it next is not known yet: it may be another program's. */
static void
tell_closed_soon (TuwenComposers *self, TuwenDraft *draft)
{
  g_clear_handle_id (&self->closed_source, g_source_remove);
  g_set_object (&self->closed, draft);
  self->closed_source = g_timeout_add (FOCUS_MS, tell_closed_cb, self);
}

/* It is written down that it is being published before the first step is taken */
static gboolean
can_go_on (TuwenComposers *self, TuwenDraft *draft)
{
  g_autoptr (TuwenAccount) account = tuwen_composers_find_account (self, draft);

  return account != NULL && tuwen_account_get_state (account) != TUWEN_ACCOUNT_EXPIRED;
}

gboolean
tuwen_composers_is_under_way (TuwenComposers *self, TuwenDraft *draft)
{
  switch (tuwen_draft_get_state (draft))
    {
    case TUWEN_DRAFT_PUBLISHING:
    case TUWEN_DRAFT_CHECKING:
      return tuwen_draft_get_step (draft) != NULL || can_go_on (self, draft);

    /* What came of it is written down first, and told then */
    case TUWEN_DRAFT_PUBLISHED:
    case TUWEN_DRAFT_SCHEDULED:
      return tuwen_draft_get_step (draft) != NULL;

    case TUWEN_DRAFT_WRITING:
    case TUWEN_DRAFT_UNKNOWN:
    case TUWEN_DRAFT_NOT_FOUND:
    case TUWEN_DRAFT_TOO_NEAR:
    case TUWEN_DRAFT_TRASHED:
    default:
      return tuwen_composers_is_counting (self, draft);
    }
}

void
tuwen_composers_update_activity (TuwenComposers *self)
{
  g_autoptr (GPtrArray) active = tuwen_composers_list_active (self);
  gboolean busy = active->len > 0;

  /* What was begun is ended, with or without a window */
  if (busy && !self->held)
    g_application_hold (G_APPLICATION (self->application));
  else if (!busy && self->held)
    g_application_release (G_APPLICATION (self->application));
  self->held = busy;

  tuwen_composers_emit_activity_changed (self);
}

static void
published_cb (TuwenComposers *self, TuwenDraft *draft)
{
  g_autoptr (TuwenDraft) kept = g_object_ref (draft);
  g_autofree char *summary = tuwen_draft_dup_summary (draft);
  TuwenComposer *window = tuwen_composers_find_window (self, draft);
  const char *id = tuwen_draft_get_post_id (draft);
  gboolean openable = id != NULL && *id != '\0' && !g_str_equal (id, "0");

  if (window != NULL && gtk_window_is_active (GTK_WINDOW (window))
      && tuwen_composers_has_main_window (self))
    tell_closed_soon (self, kept);
  else
    notify_desktop (self, kept, _ ("Published"), summary);
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  tuwen_composers_say (self, kept, openable ? TUWEN_OFFER_OPEN_POST : TUWEN_OFFER_NONE,
                       _ ("Published"));
}

/* The service publishes it at its time */
static void
scheduled_cb (TuwenComposers *self, TuwenDraft *draft)
{
  g_autoptr (TuwenDraft) kept = g_object_ref (draft);
  TuwenComposer *window = tuwen_composers_find_window (self, draft);
  g_autofree char *summary = tuwen_draft_dup_summary (draft);
  g_autofree char *when = tuwen_moment_clock (tuwen_draft_get_publish_time (draft),
                                              bili_clock_get_unix (self->clock), NULL);
  /* Translators: %s is a time, as in "Tomorrow 12:00" */
  g_autofree char *text = g_strdup_printf (_ ("Scheduled: %s"), when);

  notify_desktop (self, kept, text, summary);
  /* It is kept, but there is nothing to write on it any more */
  tuwen_draft_set_open (kept, FALSE);
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  tuwen_composers_say (self, kept, TUWEN_OFFER_NONE, text);
}

static void
failed_cb (TuwenComposers *self, TuwenDraft *draft)
{
  const GError *error = tuwen_draft_get_error (draft);
  g_autofree char *summary = tuwen_draft_dup_summary (draft);
  /* Translators: %s is the title or the first words of a post */
  g_autofree char *text = g_strdup_printf (_ ("“%s” was not published"), summary);
  g_autofree char *body = NULL;

  if (tuwen_draft_get_state (draft) != TUWEN_DRAFT_WRITING
      && tuwen_draft_get_state (draft) != TUWEN_DRAFT_TOO_NEAR)
    {
      g_free (text);
      /* Translators: %s is the title or the first words of a post */
      text = g_strdup_printf (_ ("Whether “%s” was published is not known"), summary);
    }
  if (error != NULL)
    {
      g_autoptr (TuwenErrorText) words = tuwen_error_text_new (error);

      body = g_strdup (words->body);
    }

  notify_desktop (self, draft, text, body);
  /* Its own window says it at length */
  if (tuwen_composers_find_window (self, draft) == NULL)
    tuwen_composers_say (self, draft, TUWEN_OFFER_OPEN_DRAFT, text);
}

void
tuwen_composers_stop_counting (TuwenComposers *self, TuwenDraft *draft)
{
  if (g_hash_table_remove (self->countdowns, draft))
    {
      tuwen_composers_update_activity (self);
      tuwen_composers_emit_countdown (self, draft);
    }
}

typedef struct
{
  TuwenComposers *composers; /* (unowned): removes the timer before it goes */
  TuwenDraft *draft;         /* (owned) */
} Countdown;

static void
countdown_free (gpointer data)
{
  Countdown *countdown = data;

  g_object_unref (countdown->draft);
  g_free (countdown);
}

static gboolean
countdown_cb (gpointer user_data)
{
  Countdown *countdown = user_data;
  TuwenComposers *self = countdown->composers;
  g_autoptr (TuwenDraft) draft = NULL;

  /* The timer ends by itself */
  g_hash_table_steal_extended (self->countdowns, countdown->draft, (gpointer *) &draft, NULL);
  tuwen_publisher_publish (self->publisher, draft);
  tuwen_composers_update_activity (self);
  tuwen_composers_emit_countdown (self, draft);

  return G_SOURCE_REMOVE;
}

void
tuwen_composers_follow_publisher (TuwenComposers *self)
{
  g_signal_connect_object (self->publisher, "published", G_CALLBACK (published_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->publisher, "scheduled", G_CALLBACK (scheduled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->publisher, "failed", G_CALLBACK (failed_cb), self,
                           G_CONNECT_SWAPPED);
}

GPtrArray *
tuwen_composers_list_active (TuwenComposers *self)
{
  GPtrArray *active = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *model;

  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), active);

  model = G_LIST_MODEL (self->drafts);
  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (model, i);

      if (tuwen_composers_is_under_way (self, draft))
        g_ptr_array_add (active, g_steal_pointer (&draft));
    }

  return active;
}

static const char *
get_countdown_text (TuwenDraft *draft)
{
  return tuwen_draft_get_publish_time (draft) != 0 ? _ ("Scheduling in a moment")
                                                   : _ ("Publishing in a moment");
}

/* Returns: (not nullable): what is being done with it, or about to be */
static const char *
get_step_text (TuwenComposers *self, TuwenDraft *draft)
{
  const char *step = tuwen_composers_is_counting (self, draft) ? get_countdown_text (draft)
                                                               : tuwen_draft_get_step (draft);

  return step != NULL ? step : _ ("Publishing…");
}

char *
tuwen_composers_dup_activity (TuwenComposers *self, TuwenDraft *draft)
{
  g_autofree char *summary = NULL;

  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), NULL);
  g_return_val_if_fail (TUWEN_IS_DRAFT (draft), NULL);

  summary = tuwen_draft_dup_summary (draft);

  /* Translators: what is being done with a post: its title or first words, and such as
   * "Uploading 3 pictures…" */
  return g_strdup_printf (_ ("“%s”: %s"), summary, get_step_text (self, draft));
}

void
tuwen_composers_tell_countdown (TuwenComposers *self, TuwenDraft *draft)
{
  g_autofree char *summary = NULL;

  if (!tuwen_composers_is_counting (self, draft) || tuwen_composers_has_main_window (self))
    return;

  summary = tuwen_draft_dup_summary (draft);
  tuwen_composers_emit_unseen (self, draft, get_countdown_text (draft), summary);
}

void
tuwen_composers_tell_active (TuwenComposers *self)
{
  g_autoptr (GPtrArray) active = tuwen_composers_list_active (self);

  for (guint i = 0; i < active->len; i++)
    {
      TuwenDraft *draft = active->pdata[i];
      g_autofree char *summary = tuwen_draft_dup_summary (draft);

      if (tuwen_composers_find_window (self, draft) == NULL)
        tuwen_composers_emit_unseen (self, draft, get_step_text (self, draft), summary);
    }
}

void
tuwen_composers_publish (TuwenComposers *self, TuwenDraft *draft)
{
  Countdown *countdown;
  guint source;

  g_return_if_fail (TUWEN_IS_COMPOSERS (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  if (tuwen_composers_is_counting (self, draft)
      || (tuwen_draft_get_state (draft) != TUWEN_DRAFT_WRITING
          && tuwen_draft_get_state (draft) != TUWEN_DRAFT_TOO_NEAR))
    return;

  if (self->undo_ms == 0)
    {
      tuwen_publisher_publish (self->publisher, draft);
      return;
    }

  countdown = g_new0 (Countdown, 1);
  countdown->composers = self;
  countdown->draft = g_object_ref (draft);
  source = g_timeout_add_full (G_PRIORITY_DEFAULT, self->undo_ms, countdown_cb, countdown,
                               countdown_free);
  g_hash_table_insert (self->countdowns, g_object_ref (draft), GUINT_TO_POINTER (source));
  tuwen_composers_update_activity (self);
  tuwen_composers_emit_countdown (self, draft);
}

gboolean
tuwen_composers_take_back (TuwenComposers *self, TuwenDraft *draft)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), FALSE);
  g_return_val_if_fail (TUWEN_IS_DRAFT (draft), FALSE);

  if (!tuwen_composers_is_counting (self, draft))
    return tuwen_publisher_stop (self->publisher, draft);

  tuwen_composers_stop_counting (self, draft);

  return TRUE;
}

void
tuwen_composers_undo (TuwenComposers *self, const char *draft_id)
{
  g_autoptr (TuwenDraft) draft = NULL;

  g_return_if_fail (TUWEN_IS_COMPOSERS (self));
  g_return_if_fail (draft_id != NULL);

  draft = tuwen_drafts_find (self->drafts, draft_id);
  if (draft == NULL || !tuwen_composers_is_under_way (self, draft))
    return;

  if (tuwen_composers_take_back (self, draft))
    tuwen_composers_open (self, draft);
  else
    tuwen_composers_say (self, draft, TUWEN_OFFER_NONE,
                         _ ("It is too late: the post is on its way"));
}

gboolean
tuwen_composers_is_counting (TuwenComposers *self, TuwenDraft *draft)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSERS (self), FALSE);

  return self->countdowns != NULL && g_hash_table_contains (self->countdowns, draft);
}
