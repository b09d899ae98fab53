/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-schedule"

#include "tuwen-schedule-look.h"

#include <string.h>

#include "tuwen-publisher-look.h"

typedef struct
{
  BiliClient *client; /* (owned) */
  char *mid;          /* (owned) */
  TuwenDraft *draft;  /* (owned) */
  GHashTable *taken;  /* (element-type utf8) (owned): ids of others */
  BiliScheduled *listed; /* (nullable) (owned) */
  char *post_id;         /* (nullable) (owned) */
  TuwenWhere where;
} Look;

static void
look_free (Look *look)
{
  g_object_unref (look->client);
  g_free (look->mid);
  g_object_unref (look->draft);
  g_hash_table_unref (look->taken);
  g_clear_pointer (&look->listed, bili_scheduled_free);
  g_free (look->post_id);
  g_free (look);
}

static gboolean
was_listed_before (TuwenDraft *draft, const char *id)
{
  const char *listed = tuwen_draft_get_journal (draft)->listed;
  g_auto (GStrv) ids = listed != NULL ? g_strsplit (listed, ",", -1) : NULL;

  return ids != NULL && g_strv_contains ((const char *const *) ids, id);
}

static gboolean
has_same_pictures (TuwenDraft *draft, const BiliScheduled *listed)
{
  GListModel *pictures = tuwen_draft_get_pictures (draft);

  if (g_list_model_get_n_items (pictures) != listed->pictures->len)
    return FALSE;

  for (guint i = 0; i < listed->pictures->len; i++)
    {
      g_autoptr (TuwenDraftPicture) picture = g_list_model_get_item (pictures, i);
      const BiliPicture *ours = tuwen_draft_picture_get_uploaded (picture);
      const BiliPicture *theirs = listed->pictures->pdata[i];
      g_autofree char *name = ours != NULL ? tuwen_publisher_dup_file_name (ours->url) : NULL;
      g_autofree char *other = tuwen_publisher_dup_file_name (theirs->url);

      if (g_strcmp0 (name, other) != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_same_content (TuwenDraft *draft, const BiliScheduled *listed)
{
  g_autofree char *ours = tuwen_publisher_dup_text (draft, FALSE);
  g_autofree char *with_vote = tuwen_publisher_dup_text (draft, TRUE);
  g_autofree char *theirs = tuwen_publisher_normalize (listed->text);

  if (!listed->understood)
    return TRUE;
  if (with_vote[0] == '\0' && theirs[0] == '\0')
    return has_same_pictures (draft, listed);

  return g_str_equal (ours, theirs) || g_str_equal (with_vote, theirs);
}

/* The time may have been changed since, on the way to another try. */
static gint64
get_sent_time (TuwenDraft *draft)
{
  gint64 sent = tuwen_draft_get_journal (draft)->sent_time;

  return sent != 0 ? sent : tuwen_draft_get_publish_time (draft);
}

gboolean
tuwen_schedule_matches (TuwenDraft *draft, const BiliScheduled *listed)
{
  const char *id = tuwen_draft_get_scheduled_id (draft);

  if (id != NULL)
    return g_str_equal (id, listed->id);

  return listed->time != 0 && listed->time == get_sent_time (draft)
         && !was_listed_before (draft, listed->id) && has_same_content (draft, listed);
}

char *
tuwen_schedule_list_ids (const BiliScheduledList *list, gint64 time)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < list->items->len; i++)
    {
      const BiliScheduled *item = list->items->pdata[i];

      if (item->time == time)
        g_string_append_printf (ids, "%s%s", ids->len > 0 ? "," : "", item->id);
    }

  return g_string_free (ids, FALSE);
}

static void
feed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean looked = tuwen_publisher_look_finish (result, &look->post_id, NULL, &error);

  if (look->post_id != NULL)
    look->where = TUWEN_WHERE_PUBLISHED;
  else if (looked)
    look->where = TUWEN_WHERE_NOWHERE;
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (BiliScheduledList) list
      = bili_client_list_scheduled_finish (BILI_CLIENT (source), result, &error);

  if (list == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < list->items->len && look->listed == NULL; i++)
    {
      const BiliScheduled *item = list->items->pdata[i];

      if (tuwen_schedule_matches (look->draft, item)
          && !g_hash_table_contains (look->taken, item->id))
        look->listed = bili_scheduled_copy (item);
    }

  if (look->listed != NULL)
    {
      look->where = TUWEN_WHERE_LISTED;
      g_task_return_boolean (task, TRUE);
    }
  else if (!list->complete)
    {
      g_task_return_new_error (task, BILI_ERROR, BILI_ERROR_PROTOCOL,
                               "Not all of the list could be read");
    }
  else
    {
      /* What left the list before it was read is in the feed now, so the feed is read after it. */
      tuwen_publisher_look_async (look->client, look->mid, look->draft, cancellable, feed_cb,
                                  g_steal_pointer (&task));
    }
}

static GHashTable *
list_taken (TuwenDrafts *drafts, TuwenDraft *except)
{
  GHashTable *taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; drafts != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (drafts)); i++)
    {
      g_autoptr (TuwenDraft) draft = g_list_model_get_item (G_LIST_MODEL (drafts), i);
      const char *id = tuwen_draft_get_scheduled_id (draft);

      if (draft != except && id != NULL)
        g_hash_table_add (taken, g_strdup (id));
    }

  return taken;
}

void
tuwen_schedule_look_async (BiliClient *client,
                           const char *mid,
                           TuwenDraft *draft,
                           TuwenDrafts *drafts,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Look *look = g_new0 (Look, 1);

  g_task_set_source_tag (task, tuwen_schedule_look_async);
  look->client = g_object_ref (client);
  look->mid = g_strdup (mid);
  look->draft = g_object_ref (draft);
  look->taken = list_taken (drafts, draft);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  bili_client_list_scheduled_async (client, cancellable, listed_cb, task);
}

TuwenWhere
tuwen_schedule_look_finish (GAsyncResult *result,
                            BiliScheduled **listed,
                            char **post_id,
                            GError **error)
{
  Look *look;

  g_return_val_if_fail (g_task_is_valid (result, NULL), TUWEN_WHERE_UNKNOWN);
  g_return_val_if_fail (g_async_result_is_tagged (result, tuwen_schedule_look_async),
                        TUWEN_WHERE_UNKNOWN);

  look = g_task_get_task_data (G_TASK (result));
  if (listed != NULL)
    *listed = g_steal_pointer (&look->listed);
  *post_id = g_steal_pointer (&look->post_id);

  return g_task_propagate_boolean (G_TASK (result), error) ? look->where : TUWEN_WHERE_UNKNOWN;
}
