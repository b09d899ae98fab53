/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

#include "tuwen-scheduled-private.h"

#include <glib/gi18n-lib.h>

#include "tuwen-draft-picture-private.h"
#include "tuwen-error-text.h"
#include "tuwen-schedule-time.h"

#define MAX_TEXT 300

G_DEFINE_FINAL_TYPE (TuwenScheduledItem, tuwen_scheduled_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const TuwenJournal *
get_journal (TuwenScheduledItem *self)
{
  return tuwen_draft_get_journal (self->draft);
}

static gboolean
is_over (gint64 time, gint64 now)
{
  return time + TUWEN_SCHEDULE_GRACE <= now;
}

/* Whether the service had it when it was last asked. */
static gboolean
is_listed (TuwenScheduledItem *self)
{
  return self->listed != NULL && !self->absent;
}

/* What the service lists. */
static TuwenScheduledState
find_listed_state (TuwenScheduledItem *self)
{
  if (self->listed->failed)
    return TUWEN_SCHEDULED_FAILED;
  /* What was made elsewhere is not listed any more, and not in the feed either. */
  if (self->absent && self->looked)
    return TUWEN_SCHEDULED_MISSED;
  /* A list that is older than that says nothing about it. */
  if (self->listed->time != 0 && is_over (self->listed->time, self->seen_at))
    return TUWEN_SCHEDULED_MISSED;

  return TUWEN_SCHEDULED_WAITING;
}

/* Of what no list names, which may be because none was asked for yet. */
static TuwenScheduledState
find_absent_state (TuwenScheduledItem *self, gint64 now)
{
  if (!self->absent)
    return TUWEN_SCHEDULED_WAITING;
  if (tuwen_draft_get_publish_time (self->draft) > now)
    return TUWEN_SCHEDULED_GONE;

  return self->looked ? TUWEN_SCHEDULED_MISSED : TUWEN_SCHEDULED_WAITING;
}

static TuwenScheduledState
find_scheduled_state (TuwenScheduledItem *self, gint64 now)
{
  const TuwenJournal *journal = get_journal (self);

  if (journal->action != TUWEN_ACTION_NONE && self->job == NULL)
    return TUWEN_SCHEDULED_UNKNOWN;
  if (tuwen_draft_replaces (self->draft))
    return TUWEN_SCHEDULED_DOUBLE;
  if (self->listed != NULL)
    return find_listed_state (self);

  return find_absent_state (self, now);
}

static TuwenScheduledState
find_state (TuwenScheduledItem *self, gint64 now)
{
  if (self->draft == NULL)
    return find_listed_state (self);

  switch (tuwen_draft_get_state (self->draft))
    {
    case TUWEN_DRAFT_PUBLISHING:
      return TUWEN_SCHEDULED_UNDER_WAY;
    case TUWEN_DRAFT_UNKNOWN:
    case TUWEN_DRAFT_CHECKING:
      return TUWEN_SCHEDULED_UNKNOWN;
    case TUWEN_DRAFT_NOT_FOUND:
      return TUWEN_SCHEDULED_NOT_FOUND;
    case TUWEN_DRAFT_TOO_NEAR:
      return TUWEN_SCHEDULED_TOO_NEAR;
    case TUWEN_DRAFT_TRASHED:
      return TUWEN_SCHEDULED_TRASHED;
    case TUWEN_DRAFT_SCHEDULED:
      return find_scheduled_state (self, now);
    case TUWEN_DRAFT_PUBLISHED:
      return tuwen_draft_replaces (self->draft) ? TUWEN_SCHEDULED_DOUBLE : TUWEN_SCHEDULED_WAITING;
    case TUWEN_DRAFT_WRITING:
    default:
      return TUWEN_SCHEDULED_DRAFT;
    }
}

static TuwenScheduledSection
find_section (TuwenScheduledState state)
{
  switch (state)
    {
    case TUWEN_SCHEDULED_DRAFT:
    case TUWEN_SCHEDULED_UNDER_WAY:
      return TUWEN_SECTION_DRAFTS;
    case TUWEN_SCHEDULED_WAITING:
      return TUWEN_SECTION_SCHEDULED;
    case TUWEN_SCHEDULED_TRASHED:
      return TUWEN_SECTION_TRASH;
    case TUWEN_SCHEDULED_FAILED:
    case TUWEN_SCHEDULED_MISSED:
    case TUWEN_SCHEDULED_UNKNOWN:
    case TUWEN_SCHEDULED_NOT_FOUND:
    case TUWEN_SCHEDULED_TOO_NEAR:
    case TUWEN_SCHEDULED_GONE:
    case TUWEN_SCHEDULED_DOUBLE:
    default:
      return TUWEN_SECTION_ATTENTION;
    }
}

/* What was made elsewhere can be made again when all of it can be read; a vote cannot. */
static gboolean
can_be_made_again (TuwenScheduledItem *self)
{
  if (self->draft != NULL && !get_journal (self)->partial)
    return TRUE;
  if (self->listed == NULL || !self->listed->understood)
    return FALSE;

  for (guint i = 0; i < self->listed->nodes->len; i++)
    {
      if (((const BiliNode *) self->listed->nodes->pdata[i])->type == BILI_NODE_VOTE)
        return FALSE;
    }

  return TRUE;
}

static guint
find_actions (TuwenScheduledItem *self)
{
  guint change
      = can_be_made_again (self) ? TUWEN_CAN_EDIT | TUWEN_CAN_RESCHEDULE | TUWEN_CAN_COPY : 0;

  if (self->job != NULL || self->busy)
    return 0;

  switch (self->state)
    {
    case TUWEN_SCHEDULED_DRAFT:
      return change | TUWEN_CAN_REMOVE;
    case TUWEN_SCHEDULED_TOO_NEAR:
      return change | TUWEN_CAN_REMOVE | TUWEN_CAN_PUBLISH_NOW;
    case TUWEN_SCHEDULED_UNDER_WAY:
      return 0;
    case TUWEN_SCHEDULED_WAITING:
    case TUWEN_SCHEDULED_FAILED:
      return change | TUWEN_CAN_REMOVE | TUWEN_CAN_PUBLISH_NOW;
    case TUWEN_SCHEDULED_MISSED:
      return change | TUWEN_CAN_REMOVE | (is_listed (self) ? TUWEN_CAN_PUBLISH_NOW : 0);
    case TUWEN_SCHEDULED_GONE:
      return change | TUWEN_CAN_REMOVE;
    case TUWEN_SCHEDULED_UNKNOWN:
      if (self->draft != NULL && tuwen_draft_get_step (self->draft) != NULL)
        return 0;
      return TUWEN_CAN_LOOK_AGAIN | (change & TUWEN_CAN_COPY)
             | (self->nowhere ? TUWEN_CAN_REMOVE : 0);
    case TUWEN_SCHEDULED_NOT_FOUND:
      return TUWEN_CAN_LOOK_AGAIN | TUWEN_CAN_SEND_AGAIN | TUWEN_CAN_COPY | TUWEN_CAN_REMOVE;
    case TUWEN_SCHEDULED_DOUBLE:
      return TUWEN_CAN_SETTLE;
    case TUWEN_SCHEDULED_TRASHED:
      return TUWEN_CAN_RESTORE | TUWEN_CAN_ERASE;
    default:
      return 0;
    }
}

/* The words of the service, or its code, or that it said nothing. */
static char *
make_failure (const BiliScheduled *listed)
{
  if (listed->error_words != NULL && listed->error_code != 0)
    return g_strdup_printf (_ ("The service could not publish it: %s (%d)"), listed->error_words,
                            listed->error_code);
  if (listed->error_words != NULL)
    return g_strdup_printf (_ ("The service could not publish it: %s"), listed->error_words);
  if (listed->error_code != 0)
    return g_strdup_printf (_ ("The service could not publish it (%d)"), listed->error_code);

  return g_strdup (_ ("The service could not publish it and does not say why"));
}

static char *
make_note (TuwenScheduledItem *self)
{
  if (self->draft == NULL && !self->listed->understood)
    return g_strdup (_ ("Made elsewhere: what it says cannot be shown"));
  if (self->draft == NULL || get_journal (self)->partial)
    return g_strdup (_ ("Made elsewhere, only text known"));
  if (self->listed != NULL && self->listed->time != 0
      && self->listed->time != tuwen_draft_get_publish_time (self->draft))
    return g_strdup (_ ("Its time was changed elsewhere"));

  return NULL;
}

/* What was asked for was not done, and why. */
static char *
make_refusal (TuwenScheduledItem *self)
{
  g_autoptr (TuwenErrorText) words = tuwen_error_text_new (self->error);

  switch (self->failed)
    {
    case TUWEN_CAN_REMOVE:
      /* Translators: %s is why, one or two sentences */
      return g_strdup_printf (_ ("Not deleted. %s"), words->body);
    case TUWEN_CAN_RESCHEDULE:
      /* Translators: %s is why, one or two sentences */
      return g_strdup_printf (_ ("Not rescheduled. %s"), words->body);
    case TUWEN_CAN_SETTLE:
      /* Translators: %s is why, one or two sentences */
      return g_strdup_printf (_ ("The old one is still there. %s"), words->body);
    default:
      /* Translators: %s is why, one or two sentences */
      return g_strdup_printf (_ ("Not published. %s"), words->body);
    }
}

static char *
make_reason (TuwenScheduledItem *self)
{
  if (self->failed != 0)
    return make_refusal (self);

  switch (self->state)
    {
    case TUWEN_SCHEDULED_WAITING:
      return make_note (self);
    case TUWEN_SCHEDULED_FAILED:
      return make_failure (self->listed);
    case TUWEN_SCHEDULED_MISSED:
      return g_strdup (is_listed (self)
                           ? _ ("Its time is over, and the service has not published it")
                           : _ ("Its time is over, and it is neither scheduled nor in your space"));
    case TUWEN_SCHEDULED_GONE:
      return g_strdup (_ ("It is not on the service any more"));
    case TUWEN_SCHEDULED_UNKNOWN:
      return g_strdup (
          self->nowhere
              ? _ ("No answer came back, and it is neither scheduled nor to be seen in your space")
              : _ ("No answer came back: what became of it is not known"));
    case TUWEN_SCHEDULED_NOT_FOUND:
      return g_strdup (_ ("No answer came back, and it is not on the service"));
    case TUWEN_SCHEDULED_TOO_NEAR:
      return g_strdup (_ ("It was not sent: its time came too near"));
    case TUWEN_SCHEDULED_DOUBLE:
      return g_strdup (_ ("It was changed, and what was there before may still be scheduled"));
    case TUWEN_SCHEDULED_DRAFT:
    case TUWEN_SCHEDULED_UNDER_WAY:
    case TUWEN_SCHEDULED_TRASHED:
    default:
      return NULL;
    }
}

static char *
shorten (const char *text)
{
  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT));
}

static char *
make_text (TuwenScheduledItem *self)
{
  g_autofree char *text = NULL;

  if (self->draft == NULL)
    return shorten (self->listed->title != NULL ? self->listed->title : self->listed->text);
  if (tuwen_draft_get_title (self->draft)[0] != '\0')
    return shorten (tuwen_draft_get_title (self->draft));

  text = bili_nodes_to_text (tuwen_draft_get_nodes (self->draft));
  return shorten (g_strstrip (text));
}

static gint64
find_time (TuwenScheduledItem *self)
{
  if (self->listed != NULL && self->listed->time != 0)
    return self->listed->time;

  return self->draft != NULL ? tuwen_draft_get_publish_time (self->draft) : 0;
}

/* Whether it is where it was before something was tried with it that failed. */
static gboolean
is_left_as_it_was (TuwenScheduledState state)
{
  switch (state)
    {
    case TUWEN_SCHEDULED_WAITING:
    case TUWEN_SCHEDULED_FAILED:
    case TUWEN_SCHEDULED_MISSED:
    case TUWEN_SCHEDULED_GONE:
    case TUWEN_SCHEDULED_DOUBLE:
      return TRUE;
    case TUWEN_SCHEDULED_DRAFT:
    case TUWEN_SCHEDULED_UNDER_WAY:
    case TUWEN_SCHEDULED_UNKNOWN:
    case TUWEN_SCHEDULED_NOT_FOUND:
    case TUWEN_SCHEDULED_TOO_NEAR:
    case TUWEN_SCHEDULED_TRASHED:
    default:
      return FALSE;
    }
}

gboolean
tuwen_scheduled_item_update (TuwenScheduledItem *self, gint64 now)
{
  TuwenScheduledState state = find_state (self, now);
  TuwenScheduledSection section = find_section (state);
  TuwenScheduledSection old_section = self->section;
  gint64 old_key = self->key;
  gboolean other_state = state != self->state;

  self->state = state;
  self->section = section;
  if ((other_state && !self->has_just_failed) || !is_left_as_it_was (state))
    self->failed = 0;
  self->has_just_failed = FALSE;
  self->actions = find_actions (self);
  self->time = find_time (self);
  self->key = section == TUWEN_SECTION_DRAFTS || section == TUWEN_SECTION_TRASH
                  ? -tuwen_scheduled_item_get_modified (self)
                  : self->time;
  if (self->draft != NULL && self->mid == NULL)
    self->mid = g_strdup (tuwen_draft_get_mid (self->draft));
  g_free (self->text);
  self->text = make_text (self);
  g_free (self->reason);
  self->reason = make_reason (self);

  g_signal_emit (self, signals[CHANGED], 0);
  return section != old_section || self->key != old_key;
}

int
tuwen_scheduled_item_compare (gconstpointer a, gconstpointer b)
{
  const TuwenScheduledItem *x = *(TuwenScheduledItem *const *) a;
  const TuwenScheduledItem *y = *(TuwenScheduledItem *const *) b;

  if (x->section != y->section)
    return x->section < y->section ? -1 : 1;
  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;

  /* Any order, but the same one each time */
  return g_strcmp0 (x->draft != NULL ? tuwen_draft_get_id (x->draft) : x->listed->id,
                    y->draft != NULL ? tuwen_draft_get_id (y->draft) : y->listed->id);
}

void
tuwen_scheduled_item_set_step (TuwenScheduledItem *self, const char *step)
{
  if (g_strcmp0 (step, self->step) == 0)
    return;

  g_free (self->step);
  self->step = g_strdup (step);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tuwen_scheduled_item_set_error (TuwenScheduledItem *self,
                                TuwenScheduledActions action,
                                const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->failed = error != NULL ? action : 0;
  self->has_just_failed = error != NULL;
}

void
tuwen_scheduled_item_set_listed (TuwenScheduledItem *self, BiliScheduled *listed)
{
  g_clear_pointer (&self->listed, bili_scheduled_free);
  self->listed = listed;
}

static void
tuwen_scheduled_item_finalize (GObject *object)
{
  TuwenScheduledItem *self = TUWEN_SCHEDULED_ITEM (object);

  g_clear_object (&self->draft);
  g_clear_pointer (&self->listed, bili_scheduled_free);
  g_free (self->mid);
  g_free (self->step);
  g_clear_error (&self->error);
  g_free (self->text);
  g_free (self->reason);

  G_OBJECT_CLASS (tuwen_scheduled_item_parent_class)->finalize (object);
}

static void
tuwen_scheduled_item_class_init (TuwenScheduledItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tuwen_scheduled_item_finalize;

  signals[CHANGED] = g_signal_new ("changed", TUWEN_TYPE_SCHEDULED_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
tuwen_scheduled_item_init (TuwenScheduledItem *self)
{
  self->text = g_strdup ("");
}

TuwenScheduledItem *
tuwen_scheduled_item_new (TuwenDraft *draft, BiliScheduled *listed, const char *mid)
{
  TuwenScheduledItem *self = g_object_new (TUWEN_TYPE_SCHEDULED_ITEM, NULL);

  self->draft = draft != NULL ? g_object_ref (draft) : NULL;
  self->listed = listed;
  self->mid = g_strdup (mid);
  return self;
}

TuwenScheduledState
tuwen_scheduled_item_get_state (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), TUWEN_SCHEDULED_DRAFT);

  return self->state;
}

TuwenScheduledSection
tuwen_scheduled_item_get_section (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), TUWEN_SECTION_ATTENTION);

  return self->section;
}

guint
tuwen_scheduled_item_get_actions (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), 0);

  return self->actions;
}

gint64
tuwen_scheduled_item_get_time (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), 0);

  return self->time;
}

gint64
tuwen_scheduled_item_get_modified (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), 0);

  if (self->draft == NULL)
    return self->listed->updated;

  return tuwen_draft_get_state (self->draft) == TUWEN_DRAFT_TRASHED
             ? get_journal (self)->trashed
             : tuwen_draft_get_modified (self->draft);
}

const char *
tuwen_scheduled_item_get_text (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), "");

  return self->text;
}

const char *
tuwen_scheduled_item_get_mid (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), NULL);

  return self->draft != NULL ? tuwen_draft_get_mid (self->draft) : self->mid;
}

const char *
tuwen_scheduled_item_get_step (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), NULL);

  if (self->step != NULL || self->draft == NULL)
    return self->step;

  return tuwen_draft_get_step (self->draft);
}

const char *
tuwen_scheduled_item_get_reason (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), NULL);

  return self->reason;
}

TuwenScheduledActions
tuwen_scheduled_item_get_failed (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), 0);

  return self->failed;
}

gboolean
tuwen_scheduled_item_is_nowhere (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), FALSE);

  return self->state == TUWEN_SCHEDULED_UNKNOWN && self->nowhere;
}

gboolean
tuwen_scheduled_item_is_whole (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), FALSE);

  return self->draft != NULL && !get_journal (self)->partial;
}

/* Whether its pictures are those of its draft */
static gboolean
has_own_pictures (TuwenScheduledItem *self)
{
  return self->draft != NULL
         && (self->listed == NULL || !get_journal (self)->partial
             || g_list_model_get_n_items (tuwen_draft_get_pictures (self->draft)) > 0);
}

guint
tuwen_scheduled_item_get_n_pictures (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), 0);

  return has_own_pictures (self) ? g_list_model_get_n_items (tuwen_draft_get_pictures (self->draft))
                                 : self->listed->pictures->len;
}

void
tuwen_scheduled_item_get_picture (TuwenScheduledItem *self,
                                  guint index,
                                  const char **path,
                                  const char **url)
{
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (self));

  *path = NULL;
  *url = NULL;
  if (has_own_pictures (self))
    {
      g_autoptr (TuwenDraftPicture) picture
          = g_list_model_get_item (tuwen_draft_get_pictures (self->draft), index);
      const BiliPicture *uploaded
          = picture != NULL ? tuwen_draft_picture_get_uploaded (picture) : NULL;

      /* The draft holds it on. */
      *path = picture != NULL ? tuwen_draft_picture_get_path (picture) : NULL;
      if (*path == NULL && uploaded != NULL)
        *url = uploaded->url;
    }
  else if (index < self->listed->pictures->len)
    {
      *url = ((const BiliPicture *) self->listed->pictures->pdata[index])->url;
    }
}

TuwenDraft *
tuwen_scheduled_item_get_draft (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), NULL);

  return self->draft;
}

const BiliScheduled *
tuwen_scheduled_item_get_listed (TuwenScheduledItem *self)
{
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (self), NULL);

  return self->listed;
}
