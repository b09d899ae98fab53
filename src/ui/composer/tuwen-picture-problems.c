/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-picture-problems"

#include "tuwen-picture-problems.h"

#include <glib/gi18n.h>

#include "tuwen-announce.h"
#include "tuwen-picture-tile.h"

/* More is in the tooltip */
#define MAX_LINES 6

struct _TuwenPictureProblems
{
  GtkWidget parent_instance;

  TuwenDraft *draft;    /* (nullable) (owned) */
  GtkLabel *label;      /* (unowned): a child */
  GtkWidget *retry_all; /* (unowned): a child */
  gboolean waiting;     /* for pictures that are on their way */
};

G_DEFINE_FINAL_TYPE (TuwenPictureProblems, tuwen_picture_problems, GTK_TYPE_WIDGET)

/* Returns: (transfer full) (element-type TuwenDraftPicture): the pictures of the draft and of its
 * vote */
static GPtrArray *
list_pictures (TuwenPictureProblems *self)
{
  GListModel *pictures = tuwen_draft_get_pictures (self->draft);
  const BiliVote *vote = tuwen_draft_get_vote (self->draft);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    g_ptr_array_add (all, g_list_model_get_item (pictures, i));
  for (guint i = 0; vote != NULL && vote->pictures && i < vote->options->len; i++)
    {
      TuwenDraftPicture *picture = tuwen_draft_get_vote_picture (self->draft, i);

      if (picture != NULL)
        g_ptr_array_add (all, g_object_ref (picture));
    }

  return all;
}

/* Returns: (transfer full) (element-type TuwenDraftPicture): those of @pictures that are in
 * @state */
static GPtrArray *
choose (GPtrArray *pictures, TuwenDraftPictureState state)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < pictures->len; i++)
    if (tuwen_draft_picture_get_state (pictures->pdata[i]) == state)
      g_ptr_array_add (chosen, g_object_ref (pictures->pdata[i]));

  return chosen;
}

/* Returns: (transfer full): the reasons, a line each, behind the names of those that failed for
 * it */
static char *
describe (GPtrArray *failed)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < failed->len; i++)
    {
      const char *name = tuwen_draft_picture_get_name (failed->pdata[i]);
      g_autofree char *reason = tuwen_picture_tile_dup_state_text (failed->pdata[i]);
      guint place;

      if (g_ptr_array_find_with_equal_func (reasons, reason, g_str_equal, &place))
        {
          char *before = names->pdata[place];

          /* Translators: between the names of files */
          names->pdata[place] = g_strconcat (before, C_ ("names", ", "), name, NULL);
          g_free (before);
          continue;
        }
      g_ptr_array_add (reasons, g_steal_pointer (&reason));
      g_ptr_array_add (names, g_strdup (name));
    }

  for (guint i = 0; i < reasons->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      /* Translators: the names of files, and a sentence about what is wrong with them */
      g_string_append_printf (text, _ ("%s: %s"), (char *) names->pdata[i],
                              (char *) reasons->pdata[i]);
    }

  return g_string_free (text, FALSE);
}

/* Tiles show how far each is; who does not see them wants to know when all are there */
static void
announce_uploads (TuwenPictureProblems *self, guint n_uploaded, guint n_all)
{
  gboolean waiting = n_uploaded < n_all;

  if (self->waiting && !waiting && n_all > 0)
    {
      /* Translators: spoken */
      g_autofree char *text = g_strdup_printf (
          ngettext ("%u picture is uploaded", "All %u pictures are uploaded", n_all), n_all);

      tuwen_announce (text);
    }
  self->waiting = waiting;
}

static void
update (TuwenPictureProblems *self)
{
  g_autoptr (GPtrArray) pictures = list_pictures (self);
  g_autoptr (GPtrArray) failed = choose (pictures, TUWEN_DRAFT_PICTURE_FAILED);
  g_autoptr (GPtrArray) uploaded = choose (pictures, TUWEN_DRAFT_PICTURE_UPLOADED);
  g_autofree char *text = describe (failed);
  guint n_retriable = 0;

  for (guint i = 0; i < failed->len; i++)
    n_retriable += tuwen_draft_picture_can_retry (failed->pdata[i]);

  announce_uploads (self, uploaded->len, pictures->len);

  if (!g_str_equal (gtk_label_get_text (self->label), text))
    {
      gtk_label_set_text (self->label, text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                      -1);
      if (failed->len > 0)
        tuwen_announce (text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), failed->len > 0);
  /* One has its own button */
  gtk_widget_set_visible (self->retry_all, n_retriable > 1);
}

static void
retry_all_cb (TuwenPictureProblems *self)
{
  g_autoptr (GPtrArray) pictures = list_pictures (self);
  g_autoptr (GPtrArray) failed = choose (pictures, TUWEN_DRAFT_PICTURE_FAILED);

  for (guint i = 0; i < failed->len; i++)
    tuwen_draft_retry_picture (self->draft, failed->pdata[i]);
}

static void
tuwen_picture_problems_dispose (GObject *object)
{
  TuwenPictureProblems *self = TUWEN_PICTURE_PROBLEMS (object);

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  g_clear_pointer ((GtkWidget **) &self->label, gtk_widget_unparent);
  g_clear_pointer (&self->retry_all, gtk_widget_unparent);

  G_OBJECT_CLASS (tuwen_picture_problems_parent_class)->dispose (object);
}

static void
tuwen_picture_problems_class_init (TuwenPictureProblemsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tuwen_picture_problems_dispose;

  gtk_widget_class_set_css_name (widget_class, "problems");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tuwen_picture_problems_init (TuwenPictureProblems *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->label = GTK_LABEL (label);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_yalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (self->label, MAX_LINES);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "error");
  gtk_widget_set_parent (label, GTK_WIDGET (self));

  self->retry_all = gtk_button_new_with_label (_ ("Retry All"));
  gtk_widget_set_valign (self->retry_all, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->retry_all, GTK_WIDGET (self));
  g_signal_connect_swapped (self->retry_all, "clicked", G_CALLBACK (retry_all_cb), self);

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
tuwen_picture_problems_set_draft (TuwenPictureProblems *self, TuwenDraft *draft)
{
  g_return_if_fail (TUWEN_IS_PICTURE_PROBLEMS (self));
  g_return_if_fail (TUWEN_IS_DRAFT (draft));
  g_return_if_fail (self->draft == NULL);

  self->draft = g_object_ref (draft);
  g_signal_connect_object (draft, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
