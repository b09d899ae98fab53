/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-vote-editor"

#include "tuwen-vote-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tuwen-composer-drop.h"
#include "tuwen-picture-tiles-chooser.h"
#include "tuwen-picture-tiles-files.h"
#include "tuwen-removed-vote.h"
#include "tuwen-toasts.h"
#include "tuwen-vote-option-row.h"

#define DAY (24 * 60 * 60)

/* What can be picked without typing, in the order of the list; behind them comes "Custom" */
static const int usual_days[] = { 3, 7, 30 };

struct _TuwenVoteEditor
{
  GtkWidget parent_instance;

  TuwenDraft *draft;         /* (owned) */
  GPtrArray *rows;           /* (element-type TuwenVoteOptionRow) (unowned): in order */
  GCancellable *cancellable; /* (owned): of choosing files */
  gboolean filling;          /* the draft is being shown: nothing is to be stored */

  GtkEditable *title_row;
  GtkLabel *title_length;
  GtkEditable *description_row;
  GtkLabel *description_length;
  GtkSwitch *pictures_switch;
  AdwPreferencesGroup *options_group;
  GtkWidget *add_option;
  GtkAdjustment *choices;
  AdwComboRow *duration_row;
  GtkWidget *days_row;
  GtkAdjustment *days;
};

G_DEFINE_FINAL_TYPE (TuwenVoteEditor, tuwen_vote_editor, GTK_TYPE_WIDGET)

enum
{
  REMOVING,
  REMOVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* What is needed while a picture for an option is chosen. The row may be gone when it is. */
typedef struct
{
  TuwenVoteEditor *self; /* (owned) */
  GtkWidget *row;        /* (owned) */
} Choosing;

static void
choosing_free (Choosing *choosing)
{
  g_object_unref (choosing->self);
  g_object_unref (choosing->row);
  g_free (choosing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choosing, choosing_free)

/* Returns: (transfer full) (nullable): a toast with @words, and perhaps a button */
static AdwToast *
show_toast (TuwenVoteEditor *self, const char *words, const char *button_label)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;

  if (overlay == NULL)
    return NULL;

  toast = adw_toast_new ("");
  adw_toast_set_button_label (toast, button_label);
  tuwen_toasts_add (ADW_TOAST_OVERLAY (overlay), g_object_ref (toast), words);
  return toast;
}

static void
say (TuwenVoteEditor *self, const char *sentence)
{
  g_autoptr (AdwToast) toast = show_toast (self, sentence, NULL);
}

static void
refused_cb (TuwenDraftPicture *picture,
            const char *name,
            const GError *error,
            TuwenVoteEditor *self)
{
  g_autofree char *sentence
      = g_strdup_printf (_ ("“%s” cannot be used: %s"), name, error->message);

  say (self, sentence);
}

static gint64
get_duration (TuwenVoteEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->duration_row);

  if (selected < G_N_ELEMENTS (usual_days))
    return (gint64) usual_days[selected] * DAY;

  return (gint64) gtk_adjustment_get_value (self->days) * DAY;
}

/* Puts into the draft what is seen */
static void
store (TuwenVoteEditor *self)
{
  g_autoptr (BiliVote) vote = NULL;

  if (self->filling || tuwen_draft_get_vote (self->draft) == NULL)
    return;

  vote = bili_vote_new ();
  g_free (vote->title);
  vote->title = g_strdup (gtk_editable_get_text (self->title_row));
  g_free (vote->description);
  vote->description = g_strdup (gtk_editable_get_text (self->description_row));
  vote->pictures = gtk_switch_get_active (self->pictures_switch);
  vote->choices = (guint) gtk_adjustment_get_value (self->choices);
  vote->duration = get_duration (self);
  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (vote->options,
                     bili_vote_option_new (gtk_editable_get_text (self->rows->pdata[i]), NULL));

  tuwen_draft_set_vote (self->draft, vote);
}

static void
update_lengths (TuwenVoteEditor *self)
{
  tuwen_vote_show_length (self->title_length, self->title_row, TUWEN_VOTE_TITLE_LENGTH);
  tuwen_vote_show_length (self->description_length, self->description_row,
                          TUWEN_VOTE_DESCRIPTION_LENGTH);
}

static void take_pictures (GtkWidget *row, GListModel *files, GBytes *bytes, gpointer user_data);

static void
update_pictures (TuwenVoteEditor *self)
{
  gboolean wanted = gtk_switch_get_active (self->pictures_switch);

  for (guint i = 0; i < self->rows->len; i++)
    {
      TuwenDraftPicture *picture = tuwen_draft_get_vote_picture (self->draft, i);
      /* Translators: of a vote, while a picture is dragged over it; %u is the option's number */
      g_autofree char *words = g_strdup_printf (_ ("Picture for option %u of the vote"), i + 1);

      tuwen_composer_drop_set_place (self->rows->pdata[i], wanted ? words : NULL, take_pictures,
                                     self);
      tuwen_vote_option_row_set_picture (self->rows->pdata[i], wanted, picture);
      if (picture == NULL)
        continue;
      g_signal_handlers_disconnect_by_func (picture, refused_cb, self);
      g_signal_connect_object (picture, "refused", G_CALLBACK (refused_cb), self, 0);
    }
}

static void
update_rows (TuwenVoteEditor *self)
{
  guint count = self->rows->len;

  for (guint i = 0; i < count; i++)
    tuwen_vote_option_row_set_place (self->rows->pdata[i], i, count > BILI_VOTE_MIN_OPTIONS);
  gtk_widget_set_sensitive (self->add_option, count < BILI_VOTE_MAX_OPTIONS);
  gtk_adjustment_set_upper (self->choices, MAX (count, 1));
  if (gtk_adjustment_get_value (self->choices) > MAX (count, 1))
    gtk_adjustment_set_value (self->choices, MAX (count, 1));
  update_pictures (self);
}

static void
add_option (TuwenVoteEditor *self)
{
  if (self->rows->len >= BILI_VOTE_MAX_OPTIONS)
    return;

  tuwen_draft_insert_vote_option (self->draft, self->rows->len, "");
}

static void
remove_option (TuwenVoteEditor *self, guint position)
{
  g_autoptr (GtkWidget) row = NULL;

  if (self->rows->len <= BILI_VOTE_MIN_OPTIONS)
    return;

  /* The row first: the draft tells at once that it has changed */
  row = g_object_ref (self->rows->pdata[position]);
  g_ptr_array_remove_index (self->rows, position);
  adw_preferences_group_remove (self->options_group, row);
  tuwen_draft_remove_vote_option (self->draft, position);
  update_rows (self);
  store (self);
  gtk_widget_grab_focus (self->rows->pdata[position > 0 ? position - 1 : 0]);
}

static void
next_cb (TuwenVoteOptionRow *row, TuwenVoteEditor *self)
{
  guint position;

  if (!g_ptr_array_find (self->rows, row, &position))
    return;

  if (position + 1 == self->rows->len)
    add_option (self);
  if (position + 1 < self->rows->len)
    gtk_widget_grab_focus (self->rows->pdata[position + 1]);
}

static void
remove_cb (TuwenVoteOptionRow *row, TuwenVoteEditor *self)
{
  guint position;

  if (g_ptr_array_find (self->rows, row, &position))
    remove_option (self, position);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Choosing) choosing = user_data;
  TuwenVoteEditor *self = choosing->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (GPtrArray) found = tuwen_find_pictures_finish (result, &problem, &error);
  guint position;

  if (found == NULL)
    return;

  if (problem != NULL)
    say (self, problem);
  if (!g_ptr_array_find (self->rows, choosing->row, &position))
    return;

  /* Several are for the options that follow, too */
  for (guint i = 0; i < found->len && position + i < self->rows->len; i++)
    {
      const TuwenFoundFile *file = found->pdata[i];

      tuwen_draft_set_vote_picture (self->draft, position + i, file->file, file->name);
    }
  update_pictures (self);
}

/* What was dropped on a row, or pasted in it */
static void
take_pictures (GtkWidget *row, GListModel *files, GBytes *bytes, gpointer user_data)
{
  TuwenVoteEditor *self = user_data;
  guint position;

  if (!g_ptr_array_find (self->rows, row, &position))
    return;

  if (files != NULL)
    {
      Choosing *choosing = g_new0 (Choosing, 1);

      choosing->self = g_object_ref (self);
      choosing->row = g_object_ref (row);
      tuwen_find_pictures_async (files, self->cancellable, found_cb, choosing);
      return;
    }

  tuwen_draft_set_vote_picture_bytes (self->draft, position, bytes, _ ("Pasted picture"));
  update_pictures (self);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Choosing) choosing = user_data;
  TuwenVoteEditor *self = choosing->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = tuwen_choose_pictures_finish (result, &error);

  if (files != NULL)
    tuwen_find_pictures_async (files, self->cancellable, found_cb, g_steal_pointer (&choosing));
}

static void
choose_picture_cb (TuwenVoteOptionRow *row, TuwenVoteEditor *self)
{
  Choosing *choosing = g_new0 (Choosing, 1);

  choosing->self = g_object_ref (self);
  choosing->row = g_object_ref (GTK_WIDGET (row));
  tuwen_choose_pictures_async (GTK_WIDGET (self), FALSE, self->cancellable, chosen_cb, choosing);
}

static void
retry_picture_cb (TuwenVoteOptionRow *row, TuwenVoteEditor *self)
{
  TuwenDraftPicture *picture;
  guint position;

  if (!g_ptr_array_find (self->rows, row, &position))
    return;

  picture = tuwen_draft_get_vote_picture (self->draft, position);
  if (picture != NULL)
    tuwen_draft_retry_picture (self->draft, picture);
}

static void
add_row (TuwenVoteEditor *self, const char *text)
{
  TuwenVoteOptionRow *row = tuwen_vote_option_row_new ();

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_connect_object (row, "changed", G_CALLBACK (store), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "next", G_CALLBACK (next_cb), self, 0);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);
  g_signal_connect_object (row, "erase", G_CALLBACK (remove_cb), self, 0);
  g_signal_connect_object (row, "choose-picture", G_CALLBACK (choose_picture_cb), self, 0);
  g_signal_connect_object (row, "retry-picture", G_CALLBACK (retry_picture_cb), self, 0);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->options_group, GTK_WIDGET (row));
}

static void
show_duration (TuwenVoteEditor *self, gint64 duration)
{
  guint selected = 0;

  while (selected < G_N_ELEMENTS (usual_days) && duration != (gint64) usual_days[selected] * DAY)
    selected++;
  /* A whole day at least, and whatever was picked before does not become "Custom" */
  gtk_adjustment_set_value (self->days, (double) MAX (duration / DAY, 1));
  adw_combo_row_set_selected (self->duration_row, selected);
  gtk_widget_set_visible (self->days_row, selected == G_N_ELEMENTS (usual_days));
}

static void
set_text (GtkEditable *editable, const char *text)
{
  /* Setting it anew would move the cursor */
  if (!g_str_equal (gtk_editable_get_text (editable), text))
    gtk_editable_set_text (editable, text);
}

/* Shows what the draft has; after a change of the editor's own there is nothing to do */
static void
fill (TuwenVoteEditor *self)
{
  const BiliVote *vote = tuwen_draft_get_vote (self->draft);

  if (vote == NULL || self->filling)
    return;

  self->filling = TRUE;
  set_text (self->title_row, vote->title);
  set_text (self->description_row, vote->description);
  gtk_switch_set_active (self->pictures_switch, vote->pictures);
  while (self->rows->len > vote->options->len)
    {
      adw_preferences_group_remove (self->options_group, self->rows->pdata[self->rows->len - 1]);
      g_ptr_array_remove_index (self->rows, self->rows->len - 1);
    }
  for (guint i = 0; i < vote->options->len; i++)
    {
      const BiliVoteOption *option = vote->options->pdata[i];

      if (i < self->rows->len)
        set_text (self->rows->pdata[i], option->text);
      else
        add_row (self, option->text);
    }
  gtk_adjustment_set_upper (self->choices, MAX (vote->options->len, 1));
  gtk_adjustment_set_value (self->choices, vote->choices);
  if (get_duration (self) != vote->duration)
    show_duration (self, vote->duration);
  update_rows (self);
  update_lengths (self);
  self->filling = FALSE;
}

static void
text_changed_cb (TuwenVoteEditor *self)
{
  update_lengths (self);
  store (self);
}

static void
pictures_changed_cb (TuwenVoteEditor *self)
{
  if (self->filling)
    return;

  store (self);
  update_pictures (self);
}

static void
duration_changed_cb (TuwenVoteEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->duration_row);

  gtk_widget_set_visible (self->days_row, selected == G_N_ELEMENTS (usual_days));
  if (!self->filling)
    store (self);
}

static void
store_cb (TuwenVoteEditor *self)
{
  store (self);
}

static void
add_option_cb (TuwenVoteEditor *self)
{
  add_option (self);
  gtk_widget_grab_focus (self->rows->pdata[self->rows->len - 1]);
}

static void
undo_cb (AdwToast *toast, TuwenRemovedVote *removed)
{
  tuwen_removed_vote_restore (removed);
}

static void
removed_vote_free (gpointer removed, GClosure *closure)
{
  tuwen_removed_vote_free (removed);
}

static void
offer_undo (TuwenVoteEditor *self)
{
  g_autoptr (AdwToast) toast = show_toast (self, _ ("Vote removed"), _ ("_Undo"));

  if (toast != NULL)
    g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb),
                           tuwen_removed_vote_new (self->draft), removed_vote_free, 0);
}

void
tuwen_vote_editor_remove (TuwenVoteEditor *self)
{
  g_return_if_fail (TUWEN_IS_VOTE_EDITOR (self));

  if (tuwen_draft_get_vote (self->draft) == NULL)
    return;

  offer_undo (self);
  g_signal_emit (self, signals[REMOVING], 0);
  tuwen_draft_set_vote (self->draft, NULL);
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
remove_vote_cb (TuwenVoteEditor *self)
{
  tuwen_vote_editor_remove (self);
}

static void
tuwen_vote_editor_dispose (GObject *object)
{
  TuwenVoteEditor *self = TUWEN_VOTE_EDITOR (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_ptr_array_set_size (self->rows, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (tuwen_vote_editor_parent_class)->dispose (object);
}

static void
tuwen_vote_editor_finalize (GObject *object)
{
  TuwenVoteEditor *self = TUWEN_VOTE_EDITOR (object);

  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (tuwen_vote_editor_parent_class)->finalize (object);
}

static void
tuwen_vote_editor_class_init (TuwenVoteEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tuwen_vote_editor_dispose;
  object_class->finalize = tuwen_vote_editor_finalize;

  signals[REMOVING] = g_signal_new ("removing", TUWEN_TYPE_VOTE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", TUWEN_TYPE_VOTE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/tuwen/Tuwen/composer/tuwen-vote-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, title_row);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, title_length);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, description_row);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, description_length);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, pictures_switch);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, options_group);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, add_option);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, choices);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, duration_row);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, days_row);
  gtk_widget_class_bind_template_child (widget_class, TuwenVoteEditor, days);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pictures_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, duration_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, store_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_option_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_vote_cb);
}

static void
tuwen_vote_editor_init (TuwenVoteEditor *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

void
tuwen_vote_editor_focus_question (TuwenVoteEditor *self)
{
  g_return_if_fail (TUWEN_IS_VOTE_EDITOR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->title_row));
}

void
tuwen_vote_editor_begin (TuwenDraft *draft)
{
  g_autoptr (BiliVote) vote = NULL;

  g_return_if_fail (TUWEN_IS_DRAFT (draft));

  if (tuwen_draft_get_vote (draft) != NULL)
    return;

  vote = bili_vote_new ();
  vote->duration = (gint64) usual_days[0] * DAY;
  for (guint i = 0; i < BILI_VOTE_MIN_OPTIONS; i++)
    g_ptr_array_add (vote->options, bili_vote_option_new ("", NULL));
  tuwen_draft_set_vote (draft, vote);
}

GtkWidget *
tuwen_vote_editor_new (TuwenDraft *draft)
{
  TuwenVoteEditor *self;

  g_return_val_if_fail (TUWEN_IS_DRAFT (draft), NULL);

  tuwen_vote_editor_begin (draft);
  self = g_object_new (TUWEN_TYPE_VOTE_EDITOR, NULL);
  self->draft = g_object_ref (draft);
  g_signal_connect_object (draft, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);

  return GTK_WIDGET (self);
}
