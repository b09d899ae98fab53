/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-drafts-popover"

#include "tuwen-drafts-popover.h"

#include <glib/gi18n.h>

#include "tuwen-date.h"

#define WIDTH 280
#define MAX_HEIGHT 400

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static char *
dup_detail (TuwenDraft *draft, BiliClock *clock)
{
  guint n_pictures = g_list_model_get_n_items (tuwen_draft_get_pictures (draft));
  g_autofree char *date
      = tuwen_date_short (tuwen_draft_get_modified (draft), bili_clock_get_unix (clock), NULL);
  g_autofree char *pictures = NULL;

  switch (tuwen_draft_get_state (draft))
    {
    case TUWEN_DRAFT_PUBLISHING:
    case TUWEN_DRAFT_CHECKING:
      return g_strdup (_ ("On its way"));
    case TUWEN_DRAFT_UNKNOWN:
    case TUWEN_DRAFT_NOT_FOUND:
      return g_strdup (_ ("Perhaps published"));
    case TUWEN_DRAFT_WRITING:
    case TUWEN_DRAFT_PUBLISHED:
    case TUWEN_DRAFT_SCHEDULED:
    case TUWEN_DRAFT_TOO_NEAR:
    case TUWEN_DRAFT_TRASHED:
    default:
      break;
    }

  if (n_pictures == 0)
    return g_steal_pointer (&date);

  pictures = g_strdup_printf (ngettext ("%u picture", "%u pictures", n_pictures), n_pictures);

  return g_strdup_printf ("%s · %s", date, pictures);
}

static GtkWidget *
make_row (TuwenDraft *draft, BiliClock *clock)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new ();
  g_autofree char *summary = tuwen_draft_dup_summary (draft);
  g_autofree char *detail = dup_detail (draft, clock);

  gtk_box_append (GTK_BOX (box), make_label (summary, NULL));
  gtk_box_append (GTK_BOX (box), make_label (detail, "caption"));
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "dim-label");
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "draft");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.open-draft");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", tuwen_draft_get_id (draft));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, summary,
                                  -1);

  return button;
}

static void
clicked_cb (GtkButton *button, GtkPopover *popover)
{
  gtk_popover_popdown (popover);
}

GtkWidget *
tuwen_drafts_popover_new (TuwenComposers *composers, BiliClock *clock)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *window = gtk_scrolled_window_new ();
  GtkWidget *heading;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autofree char *count = NULL;

  g_return_val_if_fail (TUWEN_IS_COMPOSERS (composers), NULL);

  drafts = tuwen_composers_list (composers);
  /* Translators: how many drafts are kept */
  count = g_strdup_printf (ngettext ("%u Draft", "%u Drafts", drafts->len), drafts->len);
  heading = make_label (count, "heading");
  for (guint i = 0; i < drafts->len; i++)
    {
      GtkWidget *row = make_row (drafts->pdata[i], clock);

      g_signal_connect_object (row, "clicked", G_CALLBACK (clicked_cb), popover, 0);
      gtk_box_append (GTK_BOX (box), row);
    }

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (window), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (window), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), box);
  gtk_widget_set_size_request (window, WIDTH, -1);

  gtk_widget_set_margin_start (heading, 6);
  gtk_widget_set_margin_top (heading, 6);
  gtk_box_append (GTK_BOX (outer), heading);
  gtk_box_append (GTK_BOX (outer), window);
  gtk_popover_set_child (GTK_POPOVER (popover), outer);

  return popover;
}
