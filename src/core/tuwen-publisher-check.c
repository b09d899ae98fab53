/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-publisher"

/* What stands in the way of publishing, told before anything is sent. */

#include "tuwen-publisher-private.h"

#include <glib/gi18n-lib.h>

#include "tuwen-draft-private.h"
#include "tuwen-publisher-look.h"
#include "tuwen-schedule-time.h"

/* Source: service notes §5. */
#define MIN_VOTE_SECONDS (5 * 60)
#define MAX_VOTE_SECONDS (90 * 24 * 60 * 60)

static void
problem_free (TuwenProblem *self)
{
  g_free (self->text);
  g_free (self);
}

static void
add (GPtrArray *problems, char *text)
{
  TuwenProblem *problem = g_new0 (TuwenProblem, 1);

  problem->blocking = TRUE;
  problem->text = text;
  g_ptr_array_add (problems, problem);
}

/* Something to be told of, that a person may know better. */
static void
warn (GPtrArray *problems, char *text)
{
  add (problems, text);
  ((TuwenProblem *) problems->pdata[problems->len - 1])->blocking = FALSE;
}

static void
check_account (TuwenPublisher *self, TuwenDraft *draft, GPtrArray *problems)
{
  g_autoptr (TuwenAccount) account = tuwen_publisher_find_account (self, draft);

  if (account == NULL && tuwen_accounts_get_loading (self->accounts))
    add (problems,
         g_strdup (
             _ ("The keyring has not said yet who is signed in. Wait a moment, or answer what it "
                "asks.")));
  else if (account == NULL)
    add (problems, g_strdup (_ ("Nobody is signed in who could post this. Sign in first.")));
  else if (tuwen_account_get_state (account) == TUWEN_ACCOUNT_EXPIRED)
    add (problems, g_strdup_printf (_ ("The session of %s has ended. Sign in again."),
                                    tuwen_account_get_name (account)));
}

static void
check_text (TuwenPublisher *self, TuwenDraft *draft, GPtrArray *problems)
{
  GPtrArray *nodes = tuwen_draft_get_nodes (draft);
  guint count = bili_nodes_count (nodes);
  guint title_length = bili_title_count (tuwen_draft_get_title (draft));
  guint n_mentions = 0;
  const BiliLimits *limits = tuwen_publisher_get_limits (self, draft);

  for (guint i = 0; i < nodes->len; i++)
    n_mentions += ((const BiliNode *) nodes->pdata[i])->type == BILI_NODE_MENTION;

  if (count > limits->text)
    add (problems, g_strdup_printf (_ ("The text is too long: it counts %u of at most %u."), count,
                                    limits->text));
  if (title_length > limits->title)
    add (problems,
         g_strdup_printf (_ ("The title is too long: it has %u of at most %u characters."),
                          title_length, limits->title));
  if (n_mentions > limits->mentions)
    add (problems, g_strdup_printf (_ ("Too many people are mentioned: %u of at most %u."),
                                    n_mentions, limits->mentions));
}

static void
check_content (TuwenDraft *draft, GPtrArray *problems)
{
  GPtrArray *nodes = tuwen_draft_get_nodes (draft);
  guint n_pictures = g_list_model_get_n_items (tuwen_draft_get_pictures (draft));
  g_autofree char *text = bili_nodes_to_text (nodes);

  g_autofree char *seen = tuwen_publisher_normalize (text);

  /* The blanks of every script count as nothing, as they do for the service. */
  if (n_pictures == 0 && seen[0] == '\0' && tuwen_draft_get_vote (draft) == NULL)
    add (problems,
         g_strdup (_ ("There is nothing to post yet. Write something or add a picture.")));
}

/* A picture that could not be uploaded is tried again; one that is none stands in the way. */
static void
check_pictures (TuwenDraft *draft, GPtrArray *problems)
{
  guint n_of_post;
  g_autoptr (GPtrArray) pictures = tuwen_uploads_list_pictures (draft, &n_of_post);

  for (guint i = 0; i < pictures->len; i++)
    {
      TuwenDraftPicture *picture = pictures->pdata[i];
      const GError *error = tuwen_draft_picture_get_error (picture);

      if (tuwen_draft_picture_get_state (picture) != TUWEN_DRAFT_PICTURE_FAILED
          || tuwen_draft_picture_get_path (picture) != NULL)
        continue;

      if (i < n_of_post)
        add (problems, g_strdup_printf (_ ("Picture %u (%s) cannot be posted: %s"), i + 1,
                                        tuwen_draft_picture_get_name (picture), error->message));
      else
        add (problems, g_strdup_printf (_ ("Picture %u of the vote (%s) cannot be posted: %s"),
                                        i - n_of_post + 1, tuwen_draft_picture_get_name (picture),
                                        error->message));
    }
}

static void
check_vote (TuwenDraft *draft, GPtrArray *problems)
{
  const BiliVote *vote = tuwen_draft_get_vote (draft);

  if (vote == NULL)
    return;

  if (vote->title[0] == '\0')
    add (problems, g_strdup (_ ("The vote has no question yet.")));
  if (vote->options->len < BILI_VOTE_MIN_OPTIONS)
    add (problems, g_strdup (_ ("The vote needs at least two options.")));
  if (vote->choices < 1 || vote->choices > vote->options->len)
    add (problems, g_strdup (_ ("The vote allows more choices than it has options.")));
  if (vote->duration < MIN_VOTE_SECONDS || vote->duration > MAX_VOTE_SECONDS)
    add (problems, g_strdup (_ ("The vote can run from five minutes to ninety days.")));

  for (guint i = 0; i < vote->options->len; i++)
    {
      const BiliVoteOption *option = vote->options->pdata[i];
      TuwenDraftPicture *picture = tuwen_draft_get_vote_picture (draft, i);

      if (option->text[0] == '\0')
        add (problems, g_strdup_printf (_ ("Option %u of the vote is empty."), i + 1));
      if (vote->pictures && picture == NULL)
        add (problems, g_strdup_printf (_ ("Option %u of the vote has no picture."), i + 1));
    }
}

static gboolean
has_mentions (TuwenDraft *draft)
{
  GPtrArray *nodes = tuwen_draft_get_nodes (draft);

  for (guint i = 0; i < nodes->len; i++)
    {
      if (((const BiliNode *) nodes->pdata[i])->type == BILI_NODE_MENTION)
        return TRUE;
    }

  return FALSE;
}

static void
check_session (TuwenPublisher *self, TuwenDraft *draft, GPtrArray *problems)
{
  g_autoptr (TuwenAccount) account = tuwen_publisher_find_account (self, draft);
  BiliCookies *cookies
      = account != NULL ? bili_client_get_cookies (tuwen_account_get_client (account)) : NULL;
  gint64 expiry = cookies != NULL ? bili_cookies_get_expiry (cookies) : 0;

  if (expiry != 0 && expiry <= tuwen_draft_get_publish_time (draft))
    warn (problems,
          g_strdup (_ ("The session ends before the post appears. Sign in again to be able to "
                       "change it until then.")));
}

/* What nobody would be there to mend when its time comes. Sources: service notes §7, §8. */
static void
check_time (TuwenPublisher *self, TuwenDraft *draft, GPtrArray *problems)
{
  const BiliVote *vote = tuwen_draft_get_vote (draft);
  gint64 time = tuwen_draft_get_publish_time (draft);
  gint64 now = bili_clock_get_unix (self->clock);

  switch (tuwen_schedule_check (time, now))
    {
    case TUWEN_SCHEDULE_TOO_SOON:
      add (problems,
           g_strdup (_ ("A post can be scheduled from six minutes ahead. Choose a later time.")));
      break;
    case TUWEN_SCHEDULE_TOO_LATE:
      add (problems,
           g_strdup (_ ("A post can be scheduled at most seven days ahead. Choose an earlier "
                        "time.")));
      break;
    case TUWEN_SCHEDULE_FITS:
    default:
      break;
    }

  /* It runs from when it is created, which is before the post is sent. */
  if (vote != NULL && now + vote->duration <= time)
    add (problems, g_strdup (_ ("The vote would be over before the post appears.")));
  if (tuwen_draft_get_only_me (draft))
    add (problems, g_strdup (_ ("A post that only you can see cannot be scheduled.")));
  if (has_mentions (draft))
    warn (problems,
          g_strdup (_ ("Scheduled posts that mention somebody are known to fail when their "
                       "time comes.")));
  check_session (self, draft, problems);
}

GPtrArray *
tuwen_publisher_check (TuwenPublisher *self, TuwenDraft *draft)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func ((GDestroyNotify) problem_free);

  g_return_val_if_fail (TUWEN_IS_PUBLISHER (self), problems);
  g_return_val_if_fail (TUWEN_IS_DRAFT (draft), problems);

  check_account (self, draft, problems);
  check_text (self, draft, problems);
  check_content (draft, problems);
  check_pictures (draft, problems);
  check_vote (draft, problems);
  if (tuwen_draft_get_publish_time (draft) != 0)
    check_time (self, draft, problems);
  return problems;
}
