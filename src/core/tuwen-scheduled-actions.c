/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-scheduled"

/* What persons ask for. */

#include "tuwen-scheduled-private.h"

#include <glib/gi18n-lib.h>

/* Returns: (transfer full) (nullable): a task, when @item has @action now */
static GTask *
begin (TuwenScheduled *self,
       TuwenScheduledItem *item,
       TuwenScheduledActions action,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (item->job != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                               _ ("Something is under way for this post already."));
      return NULL;
    }
  if ((item->actions & action) == 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               _ ("That cannot be done with this post now."));
      return NULL;
    }

  return g_steal_pointer (&task);
}

gboolean
tuwen_scheduled_act_finish (TuwenScheduled *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
not_yet (GTask *task)
{
  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _ ("That cannot be done with this post now."));
  g_clear_object (&task);
}

#define STUB(name, action, ...)                                                                    \
  void name (TuwenScheduled *self, TuwenScheduledItem *item, ##__VA_ARGS__,                        \
             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)          \
  {                                                                                                \
    not_yet (begin (self, item, action, name, cancellable, callback, user_data));                  \
  }

STUB (tuwen_scheduled_publish_now_async, TUWEN_CAN_PUBLISH_NOW)
STUB (tuwen_scheduled_remove_async, TUWEN_CAN_REMOVE)
STUB (tuwen_scheduled_reschedule_async, TUWEN_CAN_RESCHEDULE, gint64 time)
STUB (tuwen_scheduled_edit_async, TUWEN_CAN_EDIT)
STUB (tuwen_scheduled_copy_async, TUWEN_CAN_COPY)
STUB (tuwen_scheduled_look_again_async, TUWEN_CAN_LOOK_AGAIN)
STUB (tuwen_scheduled_send_again_async, TUWEN_CAN_SEND_AGAIN)
STUB (tuwen_scheduled_settle_async, TUWEN_CAN_SETTLE)

TuwenDraft *
tuwen_scheduled_edit_finish (TuwenScheduled *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

TuwenDraft *
tuwen_scheduled_copy_finish (TuwenScheduled *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

TuwenDraft *
tuwen_scheduled_restore (TuwenScheduled *self, TuwenScheduledItem *item)
{
  TuwenDraft *draft = item->draft;
  TuwenJournal *journal;

  g_return_val_if_fail (TUWEN_IS_SCHEDULED (self), NULL);
  g_return_val_if_fail (TUWEN_IS_SCHEDULED_ITEM (item), NULL);

  if (item->state != TUWEN_SCHEDULED_TRASHED)
    return NULL;

  journal = tuwen_draft_get_journal (draft);
  tuwen_journal_clear (journal);
  item->since = 0;
  tuwen_draft_journal_changed (draft);
  return draft;
}

void
tuwen_scheduled_erase (TuwenScheduled *self, TuwenScheduledItem *item)
{
  g_return_if_fail (TUWEN_IS_SCHEDULED (self));
  g_return_if_fail (TUWEN_IS_SCHEDULED_ITEM (item));

  if (item->state == TUWEN_SCHEDULED_TRASHED)
    tuwen_drafts_forget (self->drafts, item->draft);
}

void
tuwen_scheduled_check_due (TuwenScheduled *self, const char *mid)
{
}
