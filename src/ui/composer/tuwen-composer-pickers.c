/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer"

#include "tuwen-composer-private.h"

#include "tuwen-emote-panel.h"
#include "tuwen-topic-picker.h"

/* What begins a word that can be completed, also as Chinese input methods write the same keys */
#define TRIGGERS "@＠[［【"

/* Returns: which of the two kinds @word is, or 0 when nothing is to be offered for it. A Chinese
 * bracket alone is more often that of a heading. */
static char
get_trigger (const char *word)
{
  gunichar first = g_utf8_get_char (word);

  if (first == '@' || first == g_utf8_get_char ("＠"))
    return '@';

  return first == g_utf8_get_char ("【") && *g_utf8_next_char (word) == '\0' ? 0 : '[';
}

/* Returns: whether the brackets are closed already: it is whole */
static gboolean
is_closed (const char *word)
{
  return strstr (word, "]") != NULL || strstr (word, "］") != NULL || strstr (word, "】") != NULL;
}

static BiliNode *
make_emote (TuwenEmote *emote)
{
  /* A kaomoji is text */
  return bili_node_new (tuwen_emote_get_url (emote) != NULL ? BILI_NODE_EMOTE : BILI_NODE_TEXT,
                        tuwen_emote_get_text (emote), NULL);
}

static void
accepted_cb (TuwenComposer *self, GObject *item)
{
  g_autofree char *word = tuwen_composer_text_dup_word (self->text, TRIGGERS);
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  if (word == NULL)
    return;

  if (TUWEN_IS_PERSON (item))
    {
      g_autofree char *name = g_strconcat ("@", tuwen_person_get_name (TUWEN_PERSON (item)), NULL);

      g_ptr_array_add (nodes, bili_node_new (BILI_NODE_MENTION, name,
                                             tuwen_person_get_mid (TUWEN_PERSON (item))));
      g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, " ", NULL));
    }
  else if (TUWEN_IS_EMOTE (item))
    {
      g_ptr_array_add (nodes, make_emote (TUWEN_EMOTE (item)));
    }
  tuwen_composer_text_complete (self->text, (guint) g_utf8_strlen (word, -1), nodes);
}

static void
update_completion (TuwenComposer *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self->text);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *word = tuwen_composer_text_dup_word (self->text, TRIGGERS);
  GtkTextIter iter;
  GdkRectangle at;

  if (word == NULL || get_trigger (word) == 0 || is_closed (word)
      || !gtk_widget_has_focus (GTK_WIDGET (self->text)))
    {
      if (self->completion != NULL)
        tuwen_completion_hide (self->completion);
      return;
    }

  if (self->completion == NULL)
    {
      self->completion
          = tuwen_completion_new (GTK_WIDGET (self->text), self->people, self->emotes,
                                  tuwen_composers_get_pictures (self->composers));
      tuwen_completion_set_composing (self->completion, self->composing);
      g_signal_connect_object (self->completion, "accepted", G_CALLBACK (accepted_cb), self,
                               G_CONNECT_SWAPPED);
    }

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_iter_backward_chars (&iter, (int) g_utf8_strlen (word, -1));
  gtk_text_view_get_iter_location (view, &iter, &at);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, at.x, at.y, &at.x, &at.y);
  tuwen_completion_update (self->completion, get_trigger (word), g_utf8_next_char (word), &at);
}

static gboolean
key_pressed_cb (TuwenComposer *self, guint keyval, guint keycode, GdkModifierType modifiers)
{
  return self->completion != NULL
         && tuwen_completion_handle_key (self->completion, keyval, modifiers);
}

static void
preedit_changed_cb (TuwenComposer *self, const char *preedit)
{
  self->composing = *preedit != '\0';
  if (self->completion != NULL)
    tuwen_completion_set_composing (self->completion, self->composing);
}

static void
emote_picked_cb (TuwenComposer *self, TuwenEmote *emote)
{
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  g_ptr_array_add (nodes, make_emote (emote));
  tuwen_composer_text_insert_nodes (self->text, nodes);
}

static void
create_emote_panel_cb (GtkMenuButton *button, gpointer user_data)
{
  TuwenComposer *self = user_data;
  GtkWidget *panel, *popover;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  panel = tuwen_emote_panel_new (self->emotes, tuwen_composers_get_pictures (self->composers));
  popover = gtk_popover_new ();
  g_signal_connect_object (panel, "picked", G_CALLBACK (emote_picked_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), panel);
  gtk_menu_button_set_popover (button, popover);
}

static void
topic_picked_cb (TuwenComposer *self, const char *id, const char *name)
{
  tuwen_draft_set_topic (self->draft, id, name);
}

static void
create_topic_picker_cb (GtkMenuButton *button, gpointer user_data)
{
  TuwenComposer *self = user_data;
  GtkWidget *picker, *popover;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  picker = tuwen_topic_picker_new (self->topics);
  popover = gtk_popover_new ();
  g_signal_connect_object (picker, "picked", G_CALLBACK (topic_picked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), picker);
  gtk_menu_button_set_popover (button, popover);
}

static void
remove_topic_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);

  tuwen_draft_set_topic (self->draft, NULL, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
mention_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);
  g_autoptr (GPtrArray) nodes = bili_nodes_new ();

  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  g_ptr_array_add (nodes, bili_node_new (BILI_NODE_TEXT, "@", NULL));
  tuwen_composer_text_insert_nodes (self->text, nodes);
}

void
tuwen_composer_install_pickers (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.mention", NULL, mention_action);
  gtk_widget_class_install_action (widget_class, "composer.remove-topic", NULL,
                                   remove_topic_action);
}

void
tuwen_composer_add_pickers (TuwenComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->topics = tuwen_topics_new (NULL);
  self->people = tuwen_people_new (NULL);
  self->emotes = tuwen_emotes_new (NULL, tuwen_composers_get_service_settings (self->composers));
  tuwen_composer_text_set_emotes (self->text, self->emotes,
                                  tuwen_composers_get_pictures (self->composers));
  gtk_menu_button_set_create_popup_func (self->topic_button, create_topic_picker_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->emote_button, create_emote_panel_cb, self, NULL);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  g_signal_connect_object (self->text, "preedit-changed", G_CALLBACK (preedit_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)),
                           "notify::cursor-position", G_CALLBACK (update_completion), self,
                           G_CONNECT_SWAPPED);
}

void
tuwen_composer_drop_pickers (TuwenComposer *self)
{
  g_clear_object (&self->topics);
  g_clear_object (&self->people);
  g_clear_object (&self->emotes);
}

void
tuwen_composer_update_client (TuwenComposer *self, BiliClient *client)
{
  if (client == self->client)
    return;

  /* Only to know whether it is another one */
  self->client = client;
  tuwen_search_set_client (TUWEN_SEARCH (self->topics), client);
  tuwen_search_set_client (TUWEN_SEARCH (self->people), client);
  tuwen_emotes_set_client (self->emotes, client);
}

void
tuwen_composer_update_topic (TuwenComposer *self)
{
  const char *name = tuwen_draft_get_topic_name (self->draft);
  g_autofree char *text = name == NULL ? NULL : g_strconcat ("#", name, NULL);

  gtk_widget_set_visible (self->topic_chip, text != NULL);
  gtk_label_set_label (self->topic_name, text != NULL ? text : "");
}
