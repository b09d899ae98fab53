/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-toasts"

#include "tuwen-toasts.h"

#include "tuwen-announce.h"
#include "tuwen-names.h"

/* Longer than a toast takes to come, which is 300 ms, or to go, which is as long */
#define ANIMATION_MS 500

typedef struct
{
  AdwToastOverlay *overlay; /* (unowned): owns this */
  GQueue waiting;           /* (owned): toasts */
  AdwToast *shown;          /* (owned) (nullable) */
  AdwToast *said;           /* (unowned) (nullable): the one of them that says something last */
  gint64 shown_at;          /* monotonic, in microseconds */
  guint tick;               /* the next one comes with the next frame */
  guint rest_source;        /* the last one is still going */
  guint leave_source;       /* the one that is shown is to go, and is still coming */
} Toasts;

static void
toasts_free (gpointer data)
{
  Toasts *self = data;

  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_clear_handle_id (&self->leave_source, g_source_remove);
  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  g_clear_object (&self->shown);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_free (self);
}

static Toasts *
get_toasts (AdwToastOverlay *overlay)
{
  Toasts *self = g_object_get_data (G_OBJECT (overlay), "tuwen-toasts");

  if (self == NULL)
    {
      self = g_new0 (Toasts, 1);
      self->overlay = overlay;
      g_queue_init (&self->waiting);
      g_object_set_data_full (G_OBJECT (overlay), "tuwen-toasts", self, toasts_free);
    }

  return self;
}

static void show_next (Toasts *self);

static gboolean
rested_cb (gpointer user_data)
{
  Toasts *self = user_data;

  self->rest_source = 0;
  show_next (self);

  return G_SOURCE_REMOVE;
}

static void
dismissed_cb (Toasts *self)
{
  g_signal_handlers_disconnect_by_data (self->shown, self);
  if (self->said == self->shown)
    self->said = NULL;
  g_clear_object (&self->shown);
  g_clear_handle_id (&self->leave_source, g_source_remove);
  self->rest_source = g_timeout_add (ANIMATION_MS, rested_cb, self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Toasts *self = user_data;

  self->tick = 0;
  if (g_queue_is_empty (&self->waiting))
    return G_SOURCE_REMOVE;

  self->shown = g_queue_pop_head (&self->waiting);
  self->shown_at = g_get_monotonic_time ();
  g_signal_connect_swapped (self->shown, "dismissed", G_CALLBACK (dismissed_cb), self);
  adw_toast_overlay_add_toast (self->overlay, g_object_ref (self->shown));
  /* What lies above the window's contents */
  tuwen_names_fill (gtk_widget_get_last_child (widget));

  return G_SOURCE_REMOVE;
}

/* With a frame, so that nothing comes and goes on a window that is not drawn */
static void
show_next (Toasts *self)
{
  if (self->tick == 0 && self->rest_source == 0 && self->shown == NULL
      && !g_queue_is_empty (&self->waiting))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->overlay), tick_cb, self, NULL);
}

/* Titles of toasts are markup, and there is no switch for that before libadwaita 1.4 */
static void
set_text (AdwToast *toast, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_set_title (toast, markup);
  /* At once: one that waits its turn on the screen need not be waited for by ears */
  tuwen_announce (text);
}

static void
add (Toasts *self, AdwToast *toast, const char *text)
{
  set_text (toast, text);
  g_queue_push_tail (&self->waiting, toast);
  show_next (self);
}

void
tuwen_toasts_add (AdwToastOverlay *overlay, AdwToast *toast, const char *text)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (ADW_IS_TOAST (toast));

  add (get_toasts (overlay), toast, text);
}

static gboolean
leave_cb (gpointer user_data)
{
  Toasts *self = user_data;

  self->leave_source = 0;
  adw_toast_dismiss (self->shown);

  return G_SOURCE_REMOVE;
}

void
tuwen_toasts_remove (AdwToastOverlay *overlay, AdwToast *toast)
{
  Toasts *self;
  gint64 shown_ms;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (ADW_IS_TOAST (toast));

  self = get_toasts (overlay);
  if (g_queue_remove (&self->waiting, toast))
    {
      g_object_unref (toast);
      return;
    }
  if (self->shown != toast || self->leave_source != 0)
    return;

  shown_ms = (g_get_monotonic_time () - self->shown_at) / G_TIME_SPAN_MILLISECOND;
  self->leave_source = g_timeout_add ((guint) MAX (ANIMATION_MS - shown_ms, 0), leave_cb, self);
}

void
tuwen_toasts_say (AdwToastOverlay *overlay, const char *text)
{
  Toasts *self;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  self = get_toasts (overlay);
  if (self->said != NULL && self->said == self->shown
      && g_get_monotonic_time () - self->shown_at > ANIMATION_MS * G_TIME_SPAN_MILLISECOND)
    adw_toast_dismiss (self->said);

  /* Nobody has read it yet */
  if (self->said != NULL)
    {
      set_text (self->said, text);
      return;
    }

  self->said = adw_toast_new ("");
  add (self, self->said, text);
}
