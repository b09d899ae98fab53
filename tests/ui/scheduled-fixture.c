/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scheduled-fixture.h"

static void
said_cb (TuwenPlans *plans, const char *text, GPtrArray *items, ScheduledFixture *self)
{
  g_string_append_printf (self->said, "%s\n", text);
}

void
scheduled_fixture_set_up (ScheduledFixture *self, gconstpointer data)
{
  self->base.clock = bili_clock_new_fixed (g_get_real_time ());
  composer_fixture_set_up (&self->base, data);
  /* Nothing is to be sent meanwhile */
  g_object_set (self->base.composers, "undo-ms", 60000, NULL);
  self->scheduled = self->base.scheduled;
  g_object_set (self->scheduled, "look-unit-ms", 1, NULL);
  self->watcher = tuwen_watcher_new (self->scheduled, NULL);
  self->plans = tuwen_plans_new (self->base.application, self->scheduled, self->watcher,
                                 self->base.composers);
  self->said = g_string_new (NULL);
  g_signal_connect (self->plans, "said", G_CALLBACK (said_cb), self);
}

void
scheduled_fixture_tear_down (ScheduledFixture *self, gconstpointer data)
{
  GListModel *drafts = G_LIST_MODEL (self->base.drafts);

  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  while (scheduled_fixture_get_composer (self) != NULL)
    scheduled_fixture_close_composer (self);
  while (g_list_model_get_n_items (drafts) > 0)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (drafts, 0);

      tuwen_drafts_forget (self->base.drafts, draft);
    }
  g_clear_object (&self->plans);
  g_clear_object (&self->watcher);
  composer_fixture_tear_down (&self->base, data);
  g_string_free (self->said, TRUE);
}

void
scheduled_fixture_show (ScheduledFixture *self)
{
  scheduled_fixture_show_wide (self, 760);
}

void
scheduled_fixture_open (ScheduledFixture *self, int width)
{
  self->view = g_object_new (TUWEN_TYPE_SCHEDULED_VIEW,
                             "plans", self->plans,
                             "accounts", self->base.accounts,
                             "pictures", self->base.pictures,
                             "clock", self->base.clock,
                             NULL);
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, 900);
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (self->view)));
}

void
scheduled_fixture_show_wide (ScheduledFixture *self, int width)
{
  scheduled_fixture_open (self, width);
  wait_until (!tuwen_scheduled_get_loading (self->scheduled));
}

void
scheduled_fixture_pass (ScheduledFixture *self, gint64 seconds)
{
  bili_clock_set (self->base.clock, (scheduled_fixture_now (self) + seconds) * G_USEC_PER_SEC);
  sandbox_server_advance_clock (self->base.server, seconds);
}

gint64
scheduled_fixture_now (ScheduledFixture *self)
{
  return bili_clock_get_unix (self->base.clock);
}

SandboxDraft *
scheduled_fixture_add_elsewhere (ScheduledFixture *self,
                                 const char *mid,
                                 const char *text,
                                 gint64 time)
{
  SandboxDraft *draft = g_new0 (SandboxDraft, 1);
  SandboxPost *post = g_new0 (SandboxPost, 1);

  post->mid = g_strdup (mid);
  post->text = g_strdup (text);
  post->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_picture_free);
  draft->id
      = (gint64) sandbox_world_new_id (self->base.server->world, scheduled_fixture_now (self));
  draft->mid = g_strdup (mid);
  draft->type = 4;
  draft->time = time;
  draft->request
      = g_strdup_printf ("{\"content\":{\"contents\":[{\"raw_text\":\"%s\",\"type\":1}]}}", text);
  draft->post = post;
  g_ptr_array_add (self->base.server->world->drafts, draft);
  return draft;
}

TuwenDraft *
scheduled_fixture_write (ScheduledFixture *self, const char *text)
{
  TuwenDraft *draft = tuwen_drafts_create (self->base.drafts);
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, text, NULL));
  tuwen_draft_set_nodes (draft, nodes);
  tuwen_draft_set_mid (draft, SANDBOX_MID);
  return draft;
}

guint
scheduled_fixture_count (ScheduledFixture *self, TuwenScheduledSection section)
{
  return tuwen_scheduled_count (self->scheduled, section);
}

TuwenScheduledItem *
scheduled_fixture_get_first (ScheduledFixture *self, TuwenScheduledSection section)
{
  GListModel *model = G_LIST_MODEL (self->scheduled);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenScheduledItem) item = g_list_model_get_item (model, i);

      if (tuwen_scheduled_item_get_section (item) == section)
        return g_steal_pointer (&item);
    }

  g_error ("Nothing is in section %d", section);
}

TuwenScheduledItem *
scheduled_fixture_find (ScheduledFixture *self, const char *text)
{
  GListModel *model = G_LIST_MODEL (self->scheduled);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuwenScheduledItem) item = g_list_model_get_item (model, i);

      if (g_str_equal (tuwen_scheduled_item_get_text (item), text))
        return g_steal_pointer (&item);
    }

  return NULL;
}

TuwenScheduledRow *
scheduled_fixture_get_row (ScheduledFixture *self, TuwenScheduledItem *item)
{
  GtkWidget *list = GTK_WIDGET (tuwen_scheduled_view_get_list (self->view));

  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (TUWEN_IS_SCHEDULED_ROW (row) && gtk_widget_get_mapped (row)
          && tuwen_scheduled_row_get_item (TUWEN_SCHEDULED_ROW (row)) == item)
        return TUWEN_SCHEDULED_ROW (row);
    }

  return NULL;
}

void
scheduled_fixture_press (gpointer root, const char *text)
{
  GtkWidget *widget = fixture_find (root, text);

  if (widget == NULL)
    g_error ("Nothing says “%s”", text);
  if (!GTK_IS_BUTTON (widget))
    widget = gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
  g_signal_emit_by_name (widget, "clicked");
}

GtkWindow *
scheduled_fixture_get_composer (ScheduledFixture *self)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    {
      if (TUWEN_IS_COMPOSER (l->data))
        return l->data;
    }

  return NULL;
}

void
scheduled_fixture_close_composer (ScheduledFixture *self)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  GtkWindow *window = scheduled_fixture_get_composer (self);

  gtk_window_close (window);
  wait_until (g_list_find (gtk_application_get_windows (application), window) == NULL);
}
