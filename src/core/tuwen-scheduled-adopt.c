/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

/* Making drafts of posts that were scheduled elsewhere. */

#include "tuwen-scheduled-adopt.h"

#include <glib/gi18n-lib.h>

#include "bili-picture-url.h"
#include "tuwen-picture-header.h"
#include "tuwen-publisher-look.h"

typedef struct
{
  BiliScheduled *listed; /* (owned) */
  TuwenDraft *draft;     /* (owned) */
  gboolean needed;
  guint n_fetched;
  gulong changed_id;
} Fetch;

static void fetch_next (GTask *task);

static void
fetch_free (Fetch *fetch)
{
  g_clear_signal_handler (&fetch->changed_id, fetch->draft);
  bili_scheduled_free (fetch->listed);
  g_object_unref (fetch->draft);
  g_free (fetch);
}

void
tuwen_scheduled_fill_draft (TuwenDraft *draft, const BiliScheduled *listed, const char *mid)
{
  tuwen_draft_set_mid (draft, mid);
  tuwen_draft_set_nodes (draft, listed->nodes);
  tuwen_draft_set_title (draft, listed->title);
  tuwen_draft_set_topic (draft, listed->topic_id,
                         listed->topic_name != NULL ? listed->topic_name : "");
  tuwen_draft_set_comments (draft, listed->comments);
  tuwen_draft_set_only_me (draft, listed->only_me);
  tuwen_draft_set_publish_time (draft, listed->time);
}

/* Returns: (transfer full) (nullable): the value of the journal's `covers` */
static char *
list_names (GPtrArray *pictures)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < pictures->len; i++)
    {
      g_autofree char *name
          = tuwen_publisher_dup_file_name (((const BiliPicture *) pictures->pdata[i])->url);

      if (strchr (name, ' ') == NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", name);
    }

  return g_string_free (names, names->len == 0);
}

void
tuwen_scheduled_adopt (TuwenScheduled *self, TuwenScheduledItem *item)
{
  g_autoptr (TuwenDraft) draft = NULL;
  TuwenJournal *journal;

  if (item->draft != NULL)
    return;

  draft = tuwen_drafts_create (self->drafts);
  journal = tuwen_draft_get_journal (draft);
  journal->state = TUWEN_DRAFT_SCHEDULED;
  journal->scheduled_id = g_strdup (item->listed->id);
  journal->partial = TRUE;
  journal->covers = list_names (item->listed->pictures);
  item->draft = g_object_ref (draft);
  item->since = self->n_asked;
  g_hash_table_insert (self->by_draft, draft, item);
  tuwen_scheduled_fill_draft (draft, item->listed, item->mid);
  tuwen_draft_journal_changed (draft);
  tuwen_scheduled_sync (self);
  tuwen_scheduled_update (self, item);
}

static void
finish_when_kept (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);

  if (g_task_get_completed (task) || tuwen_draft_is_copying (fetch->draft))
    return;

  g_clear_signal_handler (&fetch->changed_id, fetch->draft);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
kept_cb (TuwenDraft *draft, GTask *task)
{
  g_autoptr (GTask) kept = g_object_ref (task);

  finish_when_kept (task);
}

static const BiliPicture *
get_next (Fetch *fetch)
{
  return fetch->n_fetched < fetch->listed->pictures->len
             ? fetch->listed->pictures->pdata[fetch->n_fetched]
             : NULL;
}

/* Returns: (transfer full) (nullable): a picture, and all of it. What is said in place of one, by
 * the service or by what lies between, would otherwise be kept as one. */
static GBytes *
finish_fetching (BiliClient *client, GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) bytes = bili_client_fetch_picture_finish (client, result, error);
  TuwenPictureHeader header;

  if (bytes != NULL && (!tuwen_picture_header_read (bytes, &header) || header.cut))
    {
      g_set_error_literal (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "what came is no picture");
      return NULL;
    }

  return g_steal_pointer (&bytes);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = finish_fetching (BILI_CLIENT (source), result, &error);
  g_autofree char *name = g_path_get_basename (get_next (fetch)->url);

  if (bytes == NULL && fetch->needed)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }

  if (bytes != NULL)
    tuwen_draft_add_picture_bytes (fetch->draft, bytes, name, G_MAXUINT);
  fetch->n_fetched++;
  fetch_next (task);
}

/* @task: (transfer full) */
static void
fetch_next (GTask *task)
{
  TuwenScheduled *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  const BiliPicture *picture = get_next (fetch);
  g_autofree char *url = picture != NULL ? bili_picture_url (picture->url, 0, 0) : NULL;

  if (picture == NULL)
    {
      fetch->changed_id = g_signal_connect (fetch->draft, "changed", G_CALLBACK (kept_cb), task);
      finish_when_kept (task);
    }
  else
    {
      /* Pictures are nobody's business to know the account of, and an address that is none is
       * refused. */
      bili_client_fetch_picture_async (tuwen_accounts_get_client (self->accounts),
                                       url != NULL ? url : "", NULL, fetched_cb, task);
    }
}

void
tuwen_scheduled_fetch_async (TuwenScheduled *self,
                             const BiliScheduled *listed,
                             TuwenDraft *draft,
                             gboolean needed,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, tuwen_scheduled_fetch_async);
  fetch->listed = bili_scheduled_copy (listed);
  fetch->draft = g_object_ref (draft);
  fetch->needed = needed;
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);
  fetch_next (task);
}

gboolean
tuwen_scheduled_fetch_finish (TuwenScheduled *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_scheduled_fetch_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
