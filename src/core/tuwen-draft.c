/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-draft"

#include "tuwen-draft-fields.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bili-compose.h"
#include "tuwen-draft-picture-private.h"

#define SUMMARY_CHARS 80

G_DEFINE_FINAL_TYPE (TuwenDraft, tuwen_draft, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_ERROR,
  PROP_STEP,
  PROP_SAVED,
} TuwenDraftProperty;

static GParamSpec *properties[PROP_SAVED + 1];

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
tuwen_journal_clear (TuwenJournal *journal)
{
  g_free (journal->vote_id);
  g_free (journal->upload_id);
  g_free (journal->newest);
  g_free (journal->others);
  g_free (journal->post_id);
  g_free (journal->scheduled_id);
  g_free (journal->listed);
  g_free (journal->replaces);
  g_free (journal->replaces_draft);
  g_free (journal->covers);
  *journal = (TuwenJournal){ 0 };
}

static void
notify (TuwenDraft *self, TuwenDraftProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
tuwen_draft_changed (TuwenDraft *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tuwen_draft_changed_by_person (TuwenDraft *self)
{
  self->modified = bili_clock_get_unix (self->clock);
  tuwen_draft_changed (self);
}

static void
tuwen_draft_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TuwenDraft *self = TUWEN_DRAFT (object);

  switch ((TuwenDraftProperty) id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->journal.state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_STEP:
      g_value_set_string (value, self->step);
      break;
    case PROP_SAVED:
      g_value_set_boolean (value, self->saved);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
tuwen_draft_dispose (GObject *object)
{
  tuwen_draft_close (TUWEN_DRAFT (object));

  G_OBJECT_CLASS (tuwen_draft_parent_class)->dispose (object);
}

static void
tuwen_draft_finalize (GObject *object)
{
  TuwenDraft *self = TUWEN_DRAFT (object);

  g_free (self->id);
  g_free (self->folder);
  g_clear_object (&self->clock);
  g_free (self->mid);
  g_ptr_array_unref (self->nodes);
  g_free (self->title);
  g_free (self->topic_id);
  g_free (self->topic_name);
  g_clear_pointer (&self->vote, bili_vote_free);
  g_ptr_array_unref (self->vote_pictures);
  g_clear_object (&self->pictures);
  tuwen_journal_clear (&self->journal);
  g_clear_error (&self->error);
  g_free (self->step);
  g_clear_pointer (&self->unknown, json_object_unref);
  g_ptr_array_unref (self->unknown_pictures);

  G_OBJECT_CLASS (tuwen_draft_parent_class)->finalize (object);
}

#define READ_ONLY (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
tuwen_draft_class_init (TuwenDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tuwen_draft_get_property;
  object_class->dispose = tuwen_draft_dispose;
  object_class->finalize = tuwen_draft_finalize;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, TUWEN_DRAFT_WRITING,
                                             TUWEN_DRAFT_TRASHED, TUWEN_DRAFT_WRITING, READ_ONLY);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, READ_ONLY);
  properties[PROP_STEP] = g_param_spec_string ("step", NULL, NULL, NULL, READ_ONLY);
  properties[PROP_SAVED] = g_param_spec_boolean ("saved", NULL, NULL, TRUE, READ_ONLY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[CHANGED] = g_signal_new ("changed", TUWEN_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
clear_picture (gpointer picture)
{
  g_clear_object (&picture);
}

static void
tuwen_draft_init (TuwenDraft *self)
{
  self->nodes = bili_nodes_new ();
  self->title = g_strdup ("");
  self->pictures = g_list_store_new (TUWEN_TYPE_DRAFT_PICTURE);
  self->vote_pictures = g_ptr_array_new_with_free_func (clear_picture);
  self->unknown_pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->max_mib = BILI_LIMITS_DEFAULT.upload_mib;
  self->saved = TRUE;
}

TuwenDraft *
tuwen_draft_new (const char *folder, const char *id, BiliClock *clock)
{
  TuwenDraft *self = g_object_new (TUWEN_TYPE_DRAFT, NULL);

  self->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  self->folder = g_build_filename (folder, self->id, NULL);
  self->clock = g_object_ref (clock);
  self->modified = bili_clock_get_unix (clock);
  return self;
}

const char *
tuwen_draft_get_folder (TuwenDraft *self)
{
  return self->folder;
}

TuwenJournal *
tuwen_draft_get_journal (TuwenDraft *self)
{
  return &self->journal;
}

void
tuwen_draft_journal_changed (TuwenDraft *self)
{
  notify (self, PROP_STATE);
  tuwen_draft_changed (self);
}

void
tuwen_draft_set_error (TuwenDraft *self, const GError *error)
{
  if (error == self->error)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  notify (self, PROP_ERROR);
}

void
tuwen_draft_set_step (TuwenDraft *self, const char *step)
{
  if (g_strcmp0 (step, self->step) == 0)
    return;

  g_free (self->step);
  self->step = g_strdup (step);
  notify (self, PROP_STEP);
}

void
tuwen_draft_set_saved (TuwenDraft *self, gboolean saved)
{
  if (saved == self->saved)
    return;

  self->saved = saved;
  notify (self, PROP_SAVED);
}

gboolean
tuwen_draft_get_discarded (TuwenDraft *self)
{
  return self->discarded;
}

void
tuwen_draft_set_discarded (TuwenDraft *self, gboolean discarded)
{
  if (!discarded == !self->discarded)
    return;

  self->discarded = !!discarded;
  tuwen_draft_changed (self);
}

const char *
tuwen_draft_get_id (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->id;
}

gint64
tuwen_draft_get_modified (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), 0);

  return self->modified;
}

const char *
tuwen_draft_get_mid (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->mid;
}

/* Returns whether it is another one. */
static gboolean
replace_text (char **text, const char *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return FALSE;

  g_free (*text);
  *text = g_strdup (value);
  return TRUE;
}

void
tuwen_draft_set_mid (TuwenDraft *self, const char *mid)
{
  gboolean was_theirs;

  g_return_if_fail (TUWEN_IS_DRAFT (self));

  was_theirs = self->mid != NULL;
  /* Whose it is to be is no change that a person would look for. */
  if (!replace_text (&self->mid, mid))
    return;

  /* Nobody posts what another uploaded, or asks what another asked. */
  if (was_theirs)
    {
      tuwen_draft_forget_created_vote (self);
      tuwen_draft_forget_uploads (self);
    }
  tuwen_draft_changed (self);
}

GPtrArray *
tuwen_draft_get_nodes (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->nodes;
}

static gboolean
equal_nodes (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const BiliNode *x = a->pdata[i];
      const BiliNode *y = b->pdata[i];

      if (x->type != y->type || !g_str_equal (x->text, y->text) || !g_str_equal (x->id, y->id))
        return FALSE;
    }

  return TRUE;
}

void
tuwen_draft_set_nodes (TuwenDraft *self, GPtrArray *nodes)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));
  g_return_if_fail (nodes != NULL);

  if (equal_nodes (self->nodes, nodes))
    return;

  g_ptr_array_unref (self->nodes);
  self->nodes = bili_nodes_copy (nodes);
  tuwen_draft_changed_by_person (self);
}

const char *
tuwen_draft_get_title (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->title;
}

void
tuwen_draft_set_title (TuwenDraft *self, const char *title)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));

  if (replace_text (&self->title, title != NULL ? title : ""))
    tuwen_draft_changed_by_person (self);
}

const char *
tuwen_draft_get_topic_id (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->topic_id;
}

const char *
tuwen_draft_get_topic_name (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->topic_name;
}

void
tuwen_draft_set_topic (TuwenDraft *self, const char *id, const char *name)
{
  gboolean other;

  g_return_if_fail (TUWEN_IS_DRAFT (self));

  other = replace_text (&self->topic_id, id);
  other |= replace_text (&self->topic_name, id != NULL ? name : NULL);
  if (other)
    tuwen_draft_changed_by_person (self);
}

BiliComments
tuwen_draft_get_comments (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), BILI_COMMENTS_OPEN);

  return self->comments;
}

void
tuwen_draft_set_comments (TuwenDraft *self, BiliComments comments)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));

  if (comments == self->comments)
    return;

  self->comments = comments;
  tuwen_draft_changed_by_person (self);
}

gboolean
tuwen_draft_get_only_me (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), FALSE);

  return self->only_me;
}

void
tuwen_draft_set_only_me (TuwenDraft *self, gboolean only_me)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));

  if (!only_me == !self->only_me)
    return;

  self->only_me = !!only_me;
  tuwen_draft_changed_by_person (self);
}

BiliPictureCategory
tuwen_draft_get_category (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), BILI_PICTURE_DAILY);

  return self->category;
}

void
tuwen_draft_set_category (TuwenDraft *self, BiliPictureCategory category)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));

  if (category == self->category)
    return;

  self->category = category;
  tuwen_draft_prepare_all (self);
  tuwen_draft_changed_by_person (self);
}

gboolean
tuwen_draft_get_keep_metadata (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), FALSE);

  return self->keep_metadata;
}

void
tuwen_draft_set_keep_metadata (TuwenDraft *self, gboolean keep_metadata)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));

  if (!keep_metadata == !self->keep_metadata)
    return;

  self->keep_metadata = !!keep_metadata;
  tuwen_draft_prepare_all (self);
  tuwen_draft_changed_by_person (self);
}

gboolean
tuwen_draft_get_open (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), FALSE);

  return self->open;
}

void
tuwen_draft_set_open (TuwenDraft *self, gboolean open)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));

  if (!open == !self->open)
    return;

  self->open = !!open;
  tuwen_draft_changed (self);
}

gint64
tuwen_draft_get_publish_time (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), 0);

  return self->publish_time;
}

void
tuwen_draft_set_publish_time (TuwenDraft *self, gint64 unix_seconds)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));

  if (unix_seconds == self->publish_time)
    return;

  self->publish_time = unix_seconds;
  if (self->journal.state == TUWEN_DRAFT_TOO_NEAR)
    {
      self->journal.state = TUWEN_DRAFT_WRITING;
      notify (self, PROP_STATE);
    }
  tuwen_draft_changed_by_person (self);
}

const BiliVote *
tuwen_draft_get_vote (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->vote;
}

static gboolean
equal_votes (const BiliVote *a, const BiliVote *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  if (!g_str_equal (a->title, b->title) || !g_str_equal (a->description, b->description)
      || !a->pictures != !b->pictures || a->choices != b->choices || a->duration != b->duration
      || a->options->len != b->options->len)
    return FALSE;

  for (guint i = 0; i < a->options->len; i++)
    {
      const BiliVoteOption *x = a->options->pdata[i];
      const BiliVoteOption *y = b->options->pdata[i];

      if (!g_str_equal (x->text, y->text))
        return FALSE;
    }

  return TRUE;
}

void
tuwen_draft_forget_created_vote (TuwenDraft *self)
{
  g_clear_pointer (&self->journal.vote_id, g_free);
  self->journal.vote_made = 0;
  self->journal.creating_vote = FALSE;
}

void
tuwen_draft_set_vote (TuwenDraft *self, const BiliVote *vote)
{
  g_return_if_fail (TUWEN_IS_DRAFT (self));

  if (equal_votes (self->vote, vote))
    return;

  for (guint i = vote != NULL ? vote->options->len : 0; i < self->vote_pictures->len; i++)
    {
      if (self->vote_pictures->pdata[i] != NULL)
        tuwen_draft_picture_close (self->vote_pictures->pdata[i]);
    }

  g_clear_pointer (&self->vote, bili_vote_free);
  self->vote = vote != NULL ? bili_vote_copy (vote) : NULL;
  g_ptr_array_set_size (self->vote_pictures, vote != NULL ? (int) vote->options->len : 0);
  tuwen_draft_forget_created_vote (self);
  tuwen_draft_changed_by_person (self);
}

gboolean
tuwen_draft_is_empty (TuwenDraft *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (TUWEN_IS_DRAFT (self), TRUE);

  text = bili_nodes_to_text (self->nodes);
  return g_strstrip (text)[0] == '\0' && self->title[0] == '\0' && self->vote == NULL
         && self->topic_id == NULL && g_list_model_get_n_items (G_LIST_MODEL (self->pictures)) == 0;
}

TuwenDraftState
tuwen_draft_get_state (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), TUWEN_DRAFT_WRITING);

  return self->journal.state;
}

const GError *
tuwen_draft_get_error (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->error;
}

const char *
tuwen_draft_get_step (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->step;
}

const char *
tuwen_draft_get_post_id (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->journal.post_id;
}

const char *
tuwen_draft_get_scheduled_id (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  return self->journal.scheduled_id;
}

gboolean
tuwen_draft_replaces (TuwenDraft *self)
{
  g_return_val_if_fail (TUWEN_IS_DRAFT (self), FALSE);

  return self->journal.replaces != NULL || self->journal.replaces_draft != NULL;
}

char *
tuwen_draft_dup_summary (TuwenDraft *self)
{
  g_autofree char *text = NULL;
  char *end;

  g_return_val_if_fail (TUWEN_IS_DRAFT (self), NULL);

  if (self->title[0] != '\0')
    return g_strdup (self->title);

  text = bili_nodes_to_text (self->nodes);
  g_strstrip (text);
  end = strchr (text, '\n');
  if (end != NULL)
    *end = '\0';

  if (text[0] == '\0')
    return g_strdup (g_list_model_get_n_items (G_LIST_MODEL (self->pictures)) > 0
                         ? _ ("Pictures only")
                         : _ ("Empty draft"));

  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), SUMMARY_CHARS));
}
