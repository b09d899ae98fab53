/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-completion"

#include "tuwen-completion.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tuwen-avatar.h"
#include "tuwen-cover.h"
#include "tuwen-error-text.h"

#define PICTURE_SIZE 28
#define WIDTH 240
#define MAX_HEIGHT 220
#define MAX_EMOTES 30

struct _TuwenCompletion
{
  GtkPopover parent_instance;

  GtkWidget *text_view; /* (weak) (nullable): the owner, and the parent while it is in a window */
  TuwenSearch *people;  /* (owned) */
  TuwenEmotes *emotes;  /* (owned) */
  TuwenPictures *pictures; /* (owned) (nullable) */

  GtkCustomFilter *filter;       /* (owned): of the people */
  GListModel *filtered_people;   /* (owned) */
  GtkSingleSelection *selection; /* (owned) */

  GtkWidget *scroller;
  GtkListView *list;
  GtkLabel *words; /* in place of the list */

  char trigger;       /* 0 when there is no word */
  char *word;         /* (owned) (nullable): without the trigger, case folded */
  gboolean dismissed; /* by Escape, until this word is over */
  gboolean composing; /* by an input method, whose own list is in this place meanwhile */
};

G_DEFINE_FINAL_TYPE (TuwenCompletion, tuwen_completion, GTK_TYPE_POPOVER)

enum
{
  ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* While the service is asked, those of an earlier answer are shown who still fit: Enter must not
 * take somebody else than was typed */
static gboolean
match_person (gpointer item, gpointer user_data)
{
  TuwenCompletion *self = user_data;
  g_autofree char *name = NULL;

  if (self->word == NULL || !tuwen_search_get_loading (self->people))
    return TRUE;

  name = g_utf8_casefold (tuwen_person_get_name (item), -1);

  return strstr (name, self->word) != NULL;
}

static guint
get_n_items (TuwenCompletion *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static void
select_row (TuwenCompletion *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

/* Returns: (transfer full) (nullable): what to say in place of a list */
static char *
dup_words (TuwenCompletion *self)
{
  gboolean people = self->trigger == '@';
  const GError *error = people ? tuwen_search_get_error (self->people)
                               : tuwen_emotes_get_error (self->emotes);
  g_autoptr (TuwenErrorText) text = NULL;

  if (people ? tuwen_search_get_loading (self->people) : tuwen_emotes_get_loading (self->emotes))
    return g_strdup (people ? _ ("Looking for people…") : _ ("Getting emotes…"));
  if (error == NULL)
    return NULL;
  if (people && g_error_matches (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    return g_strdup (_ ("Sign in to mention people."));

  text = tuwen_error_text_new (error);

  return g_strdup (text->title);
}

/* Nothing to choose and nothing to say: it is ordinary text that somebody writes */
static void
update (TuwenCompletion *self)
{
  g_autofree char *words = NULL;

  if (self->trigger == 0 || self->dismissed || self->composing || self->text_view == NULL
      || !gtk_widget_get_mapped (self->text_view))
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }

  if (get_n_items (self) == 0)
    words = dup_words (self);
  gtk_widget_set_visible (self->scroller, get_n_items (self) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->words), words != NULL);
  gtk_label_set_label (self->words, words != NULL ? words : "");

  if (get_n_items (self) > 0 || words != NULL)
    {
      gtk_popover_popup (GTK_POPOVER (self));
      /* A text view does not give popovers another size by itself */
      gtk_widget_queue_resize (GTK_WIDGET (self));
      gtk_popover_present (GTK_POPOVER (self));
    }
  else
    gtk_popover_popdown (GTK_POPOVER (self));
}

static void
show_model (TuwenCompletion *self, GListModel *model)
{
  gtk_single_selection_set_model (self->selection, model);
  if (get_n_items (self) > 0)
    select_row (self, 0);
  update (self);
}

static void
show_emotes (TuwenCompletion *self)
{
  g_autoptr (GListModel) found
    = tuwen_emotes_filter (self->emotes, self->word, FALSE, MAX_EMOTES);

  show_model (self, found);
}

static void
people_changed_cb (TuwenCompletion *self)
{
  if (self->trigger != '@')
    return;

  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_model (self, self->filtered_people);
}

static void
emotes_changed_cb (TuwenCompletion *self)
{
  if (self->trigger == '[')
    show_emotes (self);
}

static void
accept (TuwenCompletion *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item == NULL)
    return;

  tuwen_completion_hide (self);
  if (TUWEN_IS_EMOTE (item))
    tuwen_emotes_use (self->emotes, TUWEN_EMOTE (item));
  g_signal_emit (self, signals[ACCEPTED], 0, item);
}

static void
list_activated_cb (TuwenCompletion *self, guint position)
{
  accept (self, position);
}

/* Not the list's own way for single clicks, which selects what happens to lie under the pointer */
static void
clicked_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *item)
{
  GtkWidget *box = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *popover = gtk_widget_get_ancestor (box, TUWEN_TYPE_COMPLETION);

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  accept (TUWEN_COMPLETION (popover), gtk_list_item_get_position (item));
}

static GtkWidget *
create_label (gboolean dim)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (dim)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
    }
  else
    gtk_widget_set_hexpand (label, TRUE);

  return label;
}

/* Avatar, emote, name, and what else there is to say; one of the first two is seen */
static void
setup_cb (TuwenCompletion *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "released", G_CALLBACK (clicked_cb), item, 0);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_css_class (box, "picker-row");
  gtk_box_append (GTK_BOX (box), tuwen_avatar_new (PICTURE_SIZE));
  gtk_box_append (GTK_BOX (box), tuwen_cover_new (self->pictures, PICTURE_SIZE, PICTURE_SIZE));
  gtk_box_append (GTK_BOX (box), create_label (FALSE));
  gtk_box_append (GTK_BOX (box), create_label (TRUE));
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (TuwenCompletion *self, GtkListItem *item)
{
  gpointer object = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *avatar = gtk_widget_get_first_child (box);
  GtkWidget *cover = gtk_widget_get_next_sibling (avatar);
  GtkWidget *name = gtk_widget_get_next_sibling (cover);
  GtkWidget *note = gtk_widget_get_next_sibling (name);
  gboolean person = TUWEN_IS_PERSON (object);
  gboolean followed = person && tuwen_person_get_followed (object);
  const char *text = person ? tuwen_person_get_name (object) : tuwen_emote_get_name (object);

  gtk_widget_set_visible (avatar, person);
  gtk_widget_set_visible (cover, !person);
  if (person)
    tuwen_avatar_set_person (TUWEN_AVATAR (avatar), self->pictures, text,
                             tuwen_person_get_face (object));
  else
    tuwen_cover_set_url (TUWEN_COVER (cover), tuwen_emote_get_url (object));

  gtk_label_set_label (GTK_LABEL (name), text);
  gtk_label_set_label (GTK_LABEL (note), followed ? _ ("followed") : "");
  gtk_widget_set_visible (note, followed);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* A text view that goes away takes every child for an anchored one: it must have none by then */
static void
root_changed_cb (TuwenCompletion *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean rooted = gtk_widget_get_root (self->text_view) != NULL;

  if (rooted && gtk_widget_get_parent (widget) == NULL)
    gtk_widget_set_parent (widget, self->text_view);
  else if (!rooted && gtk_widget_get_parent (widget) != NULL)
    {
      tuwen_completion_hide (self);
      gtk_widget_unparent (widget);
    }
}

static void
focus_left_cb (TuwenCompletion *self)
{
  tuwen_completion_hide (self);
}

static void
tuwen_completion_dispose (GObject *object)
{
  TuwenCompletion *self = TUWEN_COMPLETION (object);

  if (self->people != NULL)
    g_signal_handlers_disconnect_by_data (self->people, self);
  if (self->emotes != NULL)
    g_signal_handlers_disconnect_by_data (self->emotes, self);
  g_clear_weak_pointer (&self->text_view);

  G_OBJECT_CLASS (tuwen_completion_parent_class)->dispose (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->filtered_people);
  g_clear_object (&self->filter);
  g_clear_object (&self->people);
  g_clear_object (&self->emotes);
  g_clear_object (&self->pictures);
}

static void
tuwen_completion_finalize (GObject *object)
{
  g_free (TUWEN_COMPLETION (object)->word);

  G_OBJECT_CLASS (tuwen_completion_parent_class)->finalize (object);
}

static void
tuwen_completion_class_init (TuwenCompletionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tuwen_completion_dispose;
  object_class->finalize = tuwen_completion_finalize;

  signals[ACCEPTED] = g_signal_new ("accepted", TUWEN_TYPE_COMPLETION, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
}

static void
tuwen_completion_init (TuwenCompletion *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  self->selection = gtk_single_selection_new (NULL);
  self->list
      = GTK_LIST_VIEW (gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)),
                                          g_object_ref (factory)));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "picker");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Suggestions"), -1);
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (list_activated_cb), self);

  self->scroller = gtk_scrolled_window_new ();
  g_object_set (self->scroller,
                "child", self->list,
                "hscrollbar-policy", GTK_POLICY_NEVER,
                "propagate-natural-height", TRUE,
                "max-content-height", MAX_HEIGHT,
                NULL);
  gtk_box_append (GTK_BOX (box), self->scroller);
  /* A text view gives popovers no more than the least width, which must not cut the words short */
  gtk_widget_set_size_request (box, WIDTH, -1);

  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_max_width_chars (self->words, 28);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "dim-label");
  gtk_widget_set_margin_start (GTK_WIDGET (self->words), 6);
  gtk_widget_set_margin_end (GTK_WIDGET (self->words), 6);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));

  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "completion");
}

TuwenCompletion *
tuwen_completion_new (GtkWidget *text_view,
                      TuwenPeople *people,
                      TuwenEmotes *emotes,
                      TuwenPictures *pictures)
{
  TuwenCompletion *self;
  GtkEventController *focus;

  g_return_val_if_fail (GTK_IS_WIDGET (text_view), NULL);
  g_return_val_if_fail (TUWEN_IS_PEOPLE (people), NULL);
  g_return_val_if_fail (TUWEN_IS_EMOTES (emotes), NULL);
  g_return_val_if_fail (pictures == NULL || TUWEN_IS_PICTURES (pictures), NULL);

  self = g_object_new (TUWEN_TYPE_COMPLETION, NULL);
  self->people = g_object_ref (TUWEN_SEARCH (people));
  self->emotes = g_object_ref (emotes);
  g_set_object (&self->pictures, pictures);
  self->filter = gtk_custom_filter_new (match_person, self, NULL);
  self->filtered_people = G_LIST_MODEL (gtk_filter_list_model_new (
    g_object_ref (G_LIST_MODEL (people)), g_object_ref (GTK_FILTER (self->filter))));

  g_signal_connect_object (people, "items-changed", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (people, "notify::loading", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (people, "notify::error", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (emotes, "items-changed", G_CALLBACK (emotes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (emotes, "notify::loading", G_CALLBACK (emotes_changed_cb), self,
                           G_CONNECT_SWAPPED);

  g_set_weak_pointer (&self->text_view, text_view);
  g_object_set_data_full (G_OBJECT (text_view), "tuwen-completion", g_object_ref_sink (self),
                          g_object_unref);
  g_signal_connect_object (text_view, "notify::root", G_CALLBACK (root_changed_cb), self,
                           G_CONNECT_SWAPPED);
  root_changed_cb (self);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (text_view, focus);

  return self;
}

void
tuwen_completion_update (TuwenCompletion *self,
                         char trigger,
                         const char *word,
                         const GdkRectangle *at)
{
  g_return_if_fail (TUWEN_IS_COMPLETION (self));
  g_return_if_fail (trigger == '@' || trigger == '[');
  g_return_if_fail (word != NULL);
  g_return_if_fail (at != NULL);

  if (self->dismissed && trigger == self->trigger)
    return;

  if (word[0] == trigger)
    word++;
  self->dismissed = FALSE;
  self->trigger = trigger;
  g_free (self->word);
  self->word = g_utf8_casefold (word, -1);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), at);

  if (trigger == '@')
    {
      tuwen_search_set_query (self->people, word);
      people_changed_cb (self);
    }
  else
    {
      /* After an error it is for the panel to try again: not at every letter */
      if (tuwen_emotes_get_error (self->emotes) == NULL || word[0] == '\0')
        tuwen_emotes_load (self->emotes);
      show_emotes (self);
    }
}

void
tuwen_completion_hide (TuwenCompletion *self)
{
  g_return_if_fail (TUWEN_IS_COMPLETION (self));

  self->trigger = 0;
  self->dismissed = FALSE;
  gtk_popover_popdown (GTK_POPOVER (self));
}

void
tuwen_completion_set_composing (TuwenCompletion *self, gboolean composing)
{
  g_return_if_fail (TUWEN_IS_COMPLETION (self));

  if (self->composing == composing)
    return;

  self->composing = composing;
  update (self);
}

gboolean
tuwen_completion_handle_key (TuwenCompletion *self, guint keyval, GdkModifierType modifiers)
{
  guint n_items, selected;

  g_return_val_if_fail (TUWEN_IS_COMPLETION (self), FALSE);

  if (self->trigger == 0 || self->composing || !gtk_widget_get_visible (GTK_WIDGET (self))
      || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;

  if (keyval == GDK_KEY_Escape)
    {
      self->dismissed = TRUE;
      gtk_popover_popdown (GTK_POPOVER (self));
      return TRUE;
    }

  n_items = get_n_items (self);
  selected = gtk_single_selection_get_selected (self->selection);
  if (n_items == 0 || selected == GTK_INVALID_LIST_POSITION)
    return FALSE;

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      select_row (self, (selected + 1) % n_items);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      select_row (self, (selected + n_items - 1) % n_items);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      accept (self, selected);
      return TRUE;
    default:
      return FALSE;
    }
}
