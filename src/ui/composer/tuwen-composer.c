/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-composer"

#include "tuwen-composer-private.h"

#include <glib/gi18n.h>

#include "tuwen-composer-drop.h"
#include "tuwen-composer-options.h"
#include "tuwen-error-text.h"
#include "tuwen-toasts.h"

G_DEFINE_FINAL_TYPE (TuwenComposer, tuwen_composer, ADW_TYPE_WINDOW)

typedef enum
{
  PROP_COMPOSERS = 1,
  PROP_ACCOUNT,
} TuwenComposerProperty;

static GParamSpec *properties[PROP_ACCOUNT + 1];

/* @tone: the one style class of these that @label is to have. One that it has already costs
 * nothing */
static void
set_tone (GtkLabel *label, const char *tone)
{
  static const char *const tones[] = { "error", "warning", "dim-label" };

  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    if (g_str_equal (tones[i], tone))
      gtk_widget_add_css_class (GTK_WIDGET (label), tone);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (label), tones[i]);
}

static void
update_counter (TuwenComposer *self)
{
  guint limit
      = tuwen_publisher_get_limits (tuwen_composers_get_publisher (self->composers), self->draft)
            ->text;
  guint count = bili_nodes_count (tuwen_draft_get_nodes (self->draft));
  g_autofree char *text = NULL;

  /* Small windows have no room for more. How long it may be is told whoever publishes it. */
  if (count > limit)
    /* Translators: by how many characters a post is too long; very short */
    text = g_strdup_printf (_ ("%u over"), count - limit);
  else
    /* Translators: how long a post is and how long it may be */
    text = g_strdup_printf (_ ("%u of %u"), count, limit);
  gtk_label_set_label (self->counter, text);
  set_tone (self->counter, count > limit            ? "error"
                           : count > limit * 9 / 10 ? "warning"
                                                    : "dim-label");
}

static void
update_title_counter (TuwenComposer *self)
{
  guint limit
      = tuwen_publisher_get_limits (tuwen_composers_get_publisher (self->composers), self->draft)
            ->title;
  guint count = bili_title_count (tuwen_draft_get_title (self->draft));
  g_autofree char *text = g_strdup_printf (_ ("%u of %u"), count, limit);

  gtk_label_set_label (self->title_counter, text);
  /* Only who comes near the limit needs to know it */
  gtk_widget_set_visible (GTK_WIDGET (self->title_counter), count * 4 > limit * 3);
  set_tone (self->title_counter, count > limit ? "error" : "dim-label");
}

void
tuwen_composer_update_counters (TuwenComposer *self)
{
  update_counter (self);
  update_title_counter (self);
}

static void
update_saved (TuwenComposer *self)
{
  gboolean saved;

  g_object_get (self->draft, "saved", &saved, NULL);
  if (saved)
    self->save_failed = FALSE;
  adw_window_title_set_subtitle (self->window_title,
                                 self->save_failed                         ? _ ("Not saved")
                                 : tuwen_draft_is_empty (self->draft) ? ""
                                 : saved                              ? _ ("Draft saved")
                                                                      : _ ("Saving…"));
}

static void
save_failed_cb (TuwenComposer *self, const GError *error, TuwenDraft *draft)
{
  g_autoptr (TuwenErrorText) words = NULL;
  g_autofree char *text = NULL;

  if (draft != self->draft || self->save_failed)
    return;

  words = tuwen_error_text_new (error);
  /* Translators: %s is why, a sentence */
  text = g_strdup_printf (_ ("The draft could not be saved. %s"), words->body);
  tuwen_composer_say (self, text);
  self->save_failed = TRUE;
  update_saved (self);
}

static void
draft_changed_cb (TuwenComposer *self)
{
  tuwen_composer_show_vote (self);
  tuwen_composer_update_topic (self);
  tuwen_composer_update_schedule (self);
  update_counter (self);
  update_saved (self);
}

static void
text_changed_cb (TuwenComposer *self)
{
  g_autoptr (GPtrArray) nodes = NULL;

  tuwen_composer_follow_vote (self);
  nodes = tuwen_composer_text_dup_nodes (self->text);
  tuwen_draft_set_nodes (self->draft, nodes);
  tuwen_composer_forget_refusal (self);
}

static void
title_changed_cb (TuwenComposer *self)
{
  /* Runs while the window is being built, too */
  if (self->draft == NULL)
    return;

  tuwen_draft_set_title (self->draft, gtk_editable_get_text (GTK_EDITABLE (self->title_entry)));
  update_title_counter (self);
  tuwen_composer_forget_refusal (self);
}

static void
title_preedit_changed_cb (TuwenComposer *self, const char *preedit)
{
  self->title_composing = *preedit != '\0';
}

static void
title_activated_cb (TuwenComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/* A single line has no more than its text anyway */
static void
paste_text_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TuwenComposer *self = TUWEN_COMPOSER (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == GTK_WIDGET (self->text))
    tuwen_composer_text_paste_plain (self->text);
  else if (focus != NULL)
    gtk_widget_activate_action (focus, "clipboard.paste", NULL);
}

static void
say_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tuwen_composer_say (TUWEN_COMPOSER (widget), g_variant_get_string (parameter, NULL));
}

static gboolean
tuwen_composer_close_request (GtkWindow *window)
{
  TuwenComposer *self = TUWEN_COMPOSER (window);

  tuwen_composers_closed (self->composers, self->draft);

  return GTK_WINDOW_CLASS (tuwen_composer_parent_class)->close_request (window);
}

static void
tuwen_composer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenComposer *self = TUWEN_COMPOSER (object);

  switch ((TuwenComposerProperty) id)
    {
    case PROP_ACCOUNT:
      {
        /* Asked for while the template is being built, too; and an action's state is never NULL */
        const char *mid = self->draft == NULL ? NULL : tuwen_draft_get_mid (self->draft);

        g_value_set_string (value, mid == NULL ? "" : mid);
        break;
      }
    case PROP_COMPOSERS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tuwen_composer_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TuwenComposer *self = TUWEN_COMPOSER (object);

  switch ((TuwenComposerProperty) id)
    {
    case PROP_COMPOSERS:
      self->composers = g_value_dup_object (value);
      break;
    case PROP_ACCOUNT:
      tuwen_composer_set_account (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
create_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, TUWEN_COMPOSER (user_data)->menu);
}

static void
create_options_cb (GtkMenuButton *button, gpointer user_data)
{
  TuwenComposer *self = user_data;

  if (gtk_menu_button_get_popover (button) == NULL)
    gtk_menu_button_set_popover (button, tuwen_composer_options_new (self->draft));
}

static void
tuwen_composer_constructed (GObject *object)
{
  TuwenComposer *self = TUWEN_COMPOSER (object);
  gboolean sandbox;

  G_OBJECT_CLASS (tuwen_composer_parent_class)->constructed (object);

  g_object_get (self->composers, "sandbox", &sandbox, NULL);
  if (sandbox)
    gtk_widget_add_css_class (GTK_WIDGET (self), "sandbox");

  g_signal_connect_object (self->tiles, "problem", G_CALLBACK (tuwen_composer_say), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->title_entry)),
                           "preedit-changed", G_CALLBACK (title_preedit_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->text));
  /* As GTK has it when a window is shown: every style of it would be looked for anew then */
  gtk_window_set_focus_visible (GTK_WINDOW (self), FALSE);
}

static void
tuwen_composer_dispose (GObject *object)
{
  TuwenComposer *self = TUWEN_COMPOSER (object);

  tuwen_composer_drop_pickers (self);
  tuwen_composer_drop_schedule (self);
  g_clear_pointer (&self->refused, g_free);
  g_clear_pointer (&self->warned, g_free);
  g_clear_pointer (&self->removed_vote, tuwen_removed_vote_free);
  g_clear_object (&self->menu);
  g_clear_object (&self->draft);
  g_clear_object (&self->composers);

  G_OBJECT_CLASS (tuwen_composer_parent_class)->dispose (object);
}

static void
tuwen_composer_class_init (TuwenComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = tuwen_composer_constructed;
  object_class->dispose = tuwen_composer_dispose;
  object_class->get_property = tuwen_composer_get_property;
  object_class->set_property = tuwen_composer_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = tuwen_composer_close_request;

  properties[PROP_COMPOSERS]
      = g_param_spec_object ("composers", NULL, NULL, TUWEN_TYPE_COMPOSERS, flags);
  properties[PROP_ACCOUNT]
      = g_param_spec_string ("account", NULL, NULL, NULL,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TUWEN_TYPE_COMPOSER_TEXT);
  g_type_ensure (TUWEN_TYPE_NOTICE);
  g_type_ensure (TUWEN_TYPE_PICTURE_PROBLEMS);
  g_type_ensure (TUWEN_TYPE_PICTURE_TILES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tuwen/Tuwen/composer/tuwen-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, window_title);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, publish_stack);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, publish_box);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, publish_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, schedule_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, waiting);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, waiting_spinner);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, notice);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, progress);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, spinner);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, step);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, stop_button);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, toasts);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, editor);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, title_entry);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, title_counter);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, text);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, tiles);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, problems);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, schedule_chip);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, schedule_time);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, topic_chip);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, topic_name);
  gtk_widget_class_bind_template_child (widget_class, TuwenComposer, vote_bin);
  gtk_widget_class_bind_template_callback (widget_class, title_activated_cb);
  tuwen_composer_install_publish (widget_class);
  tuwen_composer_install_pickers (widget_class);
  tuwen_composer_install_schedule (widget_class);
  tuwen_composer_install_vote (widget_class);
  gtk_widget_class_install_action (widget_class, "composer.paste-text", NULL, paste_text_action);
  gtk_widget_class_install_action (widget_class, "win.say", "s", say_action);
  gtk_widget_class_install_property_action (widget_class, "composer.account", "account");
}

static void
tuwen_composer_init (TuwenComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tuwen_composer_complete (TuwenComposer *self)
{
  g_autoptr (GtkBuilder) builder = NULL;

  g_return_if_fail (TUWEN_IS_COMPOSER (self));

  if (self->bar != NULL)
    return;

  builder = gtk_builder_new_from_resource ("/io/github/tuwen/Tuwen/composer/tuwen-composer-bar.ui");
  self->bar = GTK_WIDGET (gtk_builder_get_object (builder, "bar"));
  self->account_button = GTK_MENU_BUTTON (gtk_builder_get_object (builder, "account_button"));
  self->topic_button = GTK_MENU_BUTTON (gtk_builder_get_object (builder, "topic_button"));
  self->emote_button = GTK_MENU_BUTTON (gtk_builder_get_object (builder, "emote_button"));
  self->options_button = GTK_MENU_BUTTON (gtk_builder_get_object (builder, "options_button"));
  self->counter = GTK_LABEL (gtk_builder_get_object (builder, "counter"));
  self->more_button = GTK_WIDGET (gtk_builder_get_object (builder, "more_button"));
  self->menu = G_MENU_MODEL (g_object_ref (gtk_builder_get_object (builder, "menu")));
  gtk_box_append (GTK_BOX (self->editor), self->bar);

  tuwen_composer_drop_attach (adw_window_get_content (ADW_WINDOW (self)), self->tiles);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->more_button), create_menu_cb, self,
                                         NULL);
  gtk_menu_button_set_create_popup_func (self->options_button, create_options_cb, self, NULL);
  tuwen_composer_add_accounts (self);
  tuwen_composer_add_pickers (self);
  tuwen_composer_add_schedule (self);
}

void
tuwen_composer_set_draft (TuwenComposer *self, TuwenDraft *draft)
{
  TuwenPublisher *publisher;

  g_return_if_fail (TUWEN_IS_COMPOSER (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));
  g_return_if_fail (self->draft == NULL);

  tuwen_composer_complete (self);
  self->draft = g_object_ref (draft);
  publisher = tuwen_composers_get_publisher (self->composers);

  tuwen_composer_fill_text (self);
  gtk_editable_set_text (GTK_EDITABLE (self->title_entry), tuwen_draft_get_title (draft));
  g_signal_connect_object (self->text, "nodes-changed", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->title_entry, "changed", G_CALLBACK (title_changed_cb), self,
                           G_CONNECT_SWAPPED);

  g_signal_connect_object (draft, "changed", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify::saved", G_CALLBACK (update_saved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tuwen_composers_get_drafts (self->composers), "failed",
                           G_CALLBACK (save_failed_cb), self, G_CONNECT_SWAPPED);
  tuwen_picture_tiles_set_draft (self->tiles, draft);
  tuwen_picture_problems_set_draft (self->problems, draft);
  tuwen_publisher_upload (publisher, draft);
  g_signal_connect_object (publisher, "limits-changed", G_CALLBACK (tuwen_composer_update_counters),
                           self, G_CONNECT_SWAPPED);
  tuwen_composer_follow_publish (self);

  tuwen_composer_follow_accounts (self);
  draft_changed_cb (self);
  update_title_counter (self);
  tuwen_composer_update_publish (self);
}

TuwenDraft *
tuwen_composer_get_draft (TuwenComposer *self)
{
  g_return_val_if_fail (TUWEN_IS_COMPOSER (self), NULL);

  return self->draft;
}

void
tuwen_composer_add_files (TuwenComposer *self, GListModel *files)
{
  g_return_if_fail (TUWEN_IS_COMPOSER (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  tuwen_picture_tiles_add_files (self->tiles, files);
}

void
tuwen_composer_say (TuwenComposer *self, const char *text)
{
  g_return_if_fail (TUWEN_IS_COMPOSER (self));

  tuwen_toasts_add (self->toasts, adw_toast_new (""), text);
}
