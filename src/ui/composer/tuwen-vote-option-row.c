/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-vote-option-row"

#include "tuwen-vote-option-row.h"

#include <glib/gi18n.h>

#include "tuwen-picture-tile-thumbnail.h"
#include "tuwen-picture-tile.h"

#define THUMBNAIL_SIZE 36

struct _TuwenVoteOptionRow
{
  AdwEntryRow parent_instance;

  TuwenDraftPicture *picture; /* (nullable) (owned) */

  GtkWidget *picture_button; /* (owned): in the row only while options have pictures */
  GtkWidget *thumbnail;      /* (unowned): on it */
  GtkWidget *retry;
  GtkLabel *length;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (TuwenVoteOptionRow, tuwen_vote_option_row, ADW_TYPE_ENTRY_ROW)

enum
{
  NEXT,
  REMOVE,
  ERASE,
  CHOOSE_PICTURE,
  RETRY_PICTURE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

void
tuwen_vote_show_length (GtkLabel *label, GtkEditable *editable, guint limit)
{
  guint length = (guint) g_utf8_strlen (gtk_editable_get_text (editable), -1);
  g_autofree char *text = g_strdup_printf ("%u/%u", length, limit);

  gtk_label_set_text (label, text);
  /* Only who comes near the limit needs to know it */
  gtk_widget_set_visible (GTK_WIDGET (label), length * 4 > limit * 3);
  if (length > limit)
    {
      gtk_widget_add_css_class (GTK_WIDGET (label), "warning");
      gtk_widget_set_tooltip_text (GTK_WIDGET (label),
                                   _ ("bilibili may not take that many characters"));
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (label), "warning");
      gtk_widget_set_tooltip_text (GTK_WIDGET (label), NULL);
    }
}

static void
text_changed_cb (TuwenVoteOptionRow *self)
{
  tuwen_vote_show_length (self->length, GTK_EDITABLE (self), TUWEN_VOTE_OPTION_LENGTH);
}

static void
entry_activated_cb (TuwenVoteOptionRow *self)
{
  g_signal_emit (self, signals[NEXT], 0);
}

static void
remove_clicked_cb (TuwenVoteOptionRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
picture_clicked_cb (TuwenVoteOptionRow *self)
{
  g_signal_emit (self, signals[CHOOSE_PICTURE], 0);
}

static void
retry_clicked_cb (TuwenVoteOptionRow *self)
{
  g_signal_emit (self, signals[RETRY_PICTURE], 0);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TuwenVoteOptionRow *self)
{
  if (keyval != GDK_KEY_BackSpace || gtk_editable_get_text (GTK_EDITABLE (self))[0] != '\0')
    return GDK_EVENT_PROPAGATE;

  g_signal_emit (self, signals[ERASE], 0);
  return GDK_EVENT_STOP;
}

static void
update_picture (TuwenVoteOptionRow *self)
{
  g_autofree char *state = NULL;
  g_autofree char *words = NULL;
  gboolean failed = FALSE;

  if (self->picture != NULL)
    {
      state = tuwen_picture_tile_dup_state_text (self->picture);
      failed = tuwen_draft_picture_get_state (self->picture) == TUWEN_DRAFT_PICTURE_FAILED;
      words = g_strdup_printf ("%s\n%s", tuwen_draft_picture_get_name (self->picture), state);
    }
  else
    {
      words = g_strdup (_ ("Choose a Picture"));
    }

  gtk_widget_set_visible (self->retry, failed);
  if (failed)
    gtk_widget_add_css_class (self->picture_button, "error");
  else
    gtk_widget_remove_css_class (self->picture_button, "error");
  gtk_widget_set_tooltip_text (self->picture_button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
tuwen_vote_option_row_dispose (GObject *object)
{
  TuwenVoteOptionRow *self = TUWEN_VOTE_OPTION_ROW (object);

  if (self->picture != NULL)
    g_signal_handlers_disconnect_by_data (self->picture, self);
  g_clear_object (&self->picture);
  g_clear_object (&self->picture_button);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUWEN_TYPE_VOTE_OPTION_ROW);

  G_OBJECT_CLASS (tuwen_vote_option_row_parent_class)->dispose (object);
}

static void
tuwen_vote_option_row_class_init (TuwenVoteOptionRowClass *klass)
{
  static const char *const names[N_SIGNALS]
      = { "next", "remove", "erase", "choose-picture", "retry-picture" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_vote_option_row_dispose;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], TUWEN_TYPE_VOTE_OPTION_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/tuwen/Tuwen/composer/tuwen-vote-option-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteOptionRow, retry);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteOptionRow, length);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteOptionRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
tuwen_vote_option_row_init (TuwenVoteOptionRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->thumbnail = tuwen_picture_tile_thumbnail_new (THUMBNAIL_SIZE);
  self->picture_button = g_object_ref_sink (gtk_button_new ());
  gtk_button_set_child (GTK_BUTTON (self->picture_button), self->thumbnail);
  gtk_widget_set_valign (self->picture_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->picture_button, "flat");
  gtk_widget_add_css_class (self->picture_button, "option-picture");
  g_signal_connect_swapped (self->picture_button, "clicked", G_CALLBACK (picture_clicked_cb), self);

  /* Before the text takes the key */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self))), keys);
  update_picture (self);
}

TuwenVoteOptionRow *
tuwen_vote_option_row_new (void)
{
  return g_object_new (TUWEN_TYPE_VOTE_OPTION_ROW, NULL);
}

void
tuwen_vote_option_row_set_place (TuwenVoteOptionRow *self, guint position, gboolean removable)
{
  g_autofree char *title = NULL;
  g_autofree char *remove = NULL;

  g_return_if_fail (TUWEN_IS_VOTE_OPTION_ROW (self));

  /* Translators: of a vote; %u is its number */
  title = g_strdup_printf (_ ("Option %u"), position + 1);
  remove = g_strdup_printf (_ ("Remove Option %u"), position + 1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  remove, -1);
  gtk_widget_set_sensitive (self->remove, removable);
}

void
tuwen_vote_option_row_set_picture (TuwenVoteOptionRow *self,
                                   gboolean wanted,
                                   TuwenDraftPicture *picture)
{
  gboolean shown;

  g_return_if_fail (TUWEN_IS_VOTE_OPTION_ROW (self));

  shown = gtk_widget_get_parent (self->picture_button) != NULL;
  if (wanted && !shown)
    adw_entry_row_add_prefix (ADW_ENTRY_ROW (self), self->picture_button);
  else if (!wanted && shown)
    adw_entry_row_remove (ADW_ENTRY_ROW (self), self->picture_button);
  if (!wanted)
    picture = NULL;
  if (self->picture == picture)
    return;

  if (self->picture != NULL)
    g_signal_handlers_disconnect_by_data (self->picture, self);
  g_set_object (&self->picture, picture);
  if (picture != NULL)
    g_signal_connect_object (picture, "notify", G_CALLBACK (update_picture), self,
                             G_CONNECT_SWAPPED);
  tuwen_picture_tile_thumbnail_set_picture (TUWEN_PICTURE_TILE_THUMBNAIL (self->thumbnail),
                                            picture);
  update_picture (self);
}
