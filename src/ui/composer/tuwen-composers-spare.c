/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composers"

#include "tuwen-composers-private.h"

/* A window takes longer to make than to show. The one for the next post is made while nobody waits
 * for anything, a part at a time, and is there when somebody wants to write. It costs a megabyte:
 * who only reads, signed out, is spared it. */

/* Until what was opened just now has come to rest */
#define REST_MS 1000

static const char *
get_mid (TuwenComposers *self)
{
  TuwenAccount *account = tuwen_accounts_get_current (self->accounts);

  return account != NULL ? tuwen_account_get_mid (account) : NULL;
}

static void
make (TuwenComposers *self)
{
  self->spare = g_object_new (TUWEN_TYPE_COMPOSER, "composers", self, NULL);
}

static void
complete (TuwenComposers *self)
{
  tuwen_composer_complete (self->spare);
}

static void
begin_post (TuwenComposers *self)
{
  g_autoptr (TuwenDraft) draft = tuwen_drafts_create (self->drafts);

  tuwen_draft_set_mid (draft, get_mid (self));
  tuwen_composer_set_draft (self->spare, draft);
}

/* All that is going to be seen. The display server knows of the window then, but is not asked to
 * show it. */
static void
realize_all (GtkWidget *widget)
{
  gtk_widget_realize (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && !GTK_IS_NATIVE (child))
      realize_all (child);
}

static void
realize (TuwenComposers *self)
{
  realize_all (GTK_WIDGET (self->spare));
}

/* Finds the styles and lays out the words, as wide and high as they are going to be: GTK finds all
 * that in place when it shows the window. */
static void
lay_out (TuwenComposers *self)
{
  GtkWidget *window = GTK_WIDGET (self->spare);
  int width, height, unused;

  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &unused, NULL, NULL, NULL);
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, width, &unused, NULL, NULL, NULL);
  gtk_widget_size_allocate (window, &(GtkAllocation){ 0, 0, width, height }, -1);
}

/* Each takes less than half a frame. None is in the way when it is taken before all are done. */
static void (*const parts[]) (TuwenComposers *self)
    = { make, complete, begin_post, realize, lay_out };

/* Only when nothing else is to be done */
static gboolean
go_on_cb (gpointer user_data)
{
  TuwenComposers *self = user_data;

  parts[self->spare_parts++] (self);
  if (self->spare_parts < G_N_ELEMENTS (parts))
    return G_SOURCE_CONTINUE;

  self->spare_source = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
rested_cb (gpointer user_data)
{
  TuwenComposers *self = user_data;

  self->spare_source = g_idle_add_full (G_PRIORITY_LOW, go_on_cb, self, NULL);

  return G_SOURCE_REMOVE;
}

static void
rest (TuwenComposers *self)
{
  if (self->with_spare && self->spare == NULL && self->spare_source == 0 && get_mid (self) != NULL)
    self->spare_source = g_timeout_add (REST_MS, rested_cb, self);
}

void
tuwen_composers_prepare (TuwenComposers *self)
{
  g_return_if_fail (TUWEN_IS_COMPOSERS (self));

  if (!self->with_spare)
    g_signal_connect_object (self->accounts, "notify::current", G_CALLBACK (rest), self,
                             G_CONNECT_SWAPPED);
  self->with_spare = TRUE;
  rest (self);
}

TuwenComposer *
tuwen_composers_take_spare (TuwenComposers *self)
{
  TuwenComposer *window;
  TuwenDraft *draft;

  g_clear_handle_id (&self->spare_source, g_source_remove);
  if (self->spare == NULL)
    make (self);
  if (tuwen_composer_get_draft (self->spare) == NULL)
    begin_post (self);

  window = g_steal_pointer (&self->spare);
  self->spare_parts = 0;
  draft = tuwen_composer_get_draft (window);
  /* What was chosen since it was made */
  if (g_strcmp0 (tuwen_draft_get_mid (draft), get_mid (self)) != 0)
    g_object_set (window, "account", get_mid (self), NULL);
  tuwen_draft_set_keep_metadata (draft, self->keep_metadata);
  rest (self);

  return window;
}

/* GDK's surface lives until the display server says that it is gone, and may ask until then how
 * large the window is to be: GTK 4.8 answers for one that is not there any more */
static void
destroy (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  if (surface != NULL)
    g_signal_handlers_disconnect_matched (surface, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
                                          g_signal_lookup ("compute-size", GDK_TYPE_TOPLEVEL), 0,
                                          NULL, NULL, window);
  gtk_window_destroy (window);
}

void
tuwen_composers_drop_spare (TuwenComposers *self)
{
  TuwenComposer *window = g_steal_pointer (&self->spare);
  g_autoptr (TuwenDraft) draft = NULL;

  self->with_spare = FALSE;
  self->spare_parts = 0;
  g_signal_handlers_disconnect_by_func (self->accounts, rest, self);
  g_clear_handle_id (&self->spare_source, g_source_remove);
  if (window == NULL)
    return;

  g_set_object (&draft, tuwen_composer_get_draft (window));
  destroy (GTK_WINDOW (window));
  if (draft != NULL)
    tuwen_drafts_discard (self->drafts, draft);
}
