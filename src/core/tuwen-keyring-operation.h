/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsecret/secret.h>

#include "tuwen-keyring.h"

G_BEGIN_DECLS

/* How every load, store and remove of TuwenKeyring begins: reach the keyring, unlock it, perhaps
 * find items; each step has a time to end in, and each failure is told apart. */

typedef void (*TuwenKeyringStep) (GTask *task);

/* The fixed schema of an account. */
extern const SecretSchema tuwen_keyring_schema;

/* The task's data. */
typedef struct
{
  /* input */
  TuwenKeyringStep work; /* what follows when the keyring is open */
  TuwenKeyringStep each; /* (nullable): what follows tuwen_keyring_operation_search() */
  char *service_id;
  char *mid;            /* (nullable): all when NULL */
  char *label;          /* (nullable) */
  BiliCookies *cookies; /* (nullable) */
  guint timeout;        /* milliseconds for an answer */
  guint prompt_timeout; /* milliseconds for a person */

  /* in progress */
  GCancellable *cancellable; /* what libsecret gets: cancelled by the caller and by the clock */
  guint timeout_id;
  guint beats_left; /* until the time is over */
  gboolean timed_out;
  gboolean no_collection; /* storing makes one, which asks the person for a password */
  SecretService *service; /* (nullable): none when libsecret keeps a file of its own */
  GList *items;           /* (element-type SecretRetrievable): left to work on, oldest first */
  gboolean left_locked;   /* an item was found that stayed locked */

  /* output */
  GPtrArray *accounts; /* (nullable) (element-type BiliCookies) */
} TuwenKeyringOperation;

/**
 * tuwen_keyring_operation_new:
 * @tag: the function that the task is of
 *
 * Returns: (transfer full): a task with a #TuwenKeyringOperation to fill in and start
 */
GTask *tuwen_keyring_operation_new (TuwenKeyring *self,
                                    gpointer tag,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/** Reaches and opens the keyring, then does `work` */
void tuwen_keyring_operation_start (GTask *task);

/** A `work`: finds and unlocks the items of `mid`, then does `each` */
void tuwen_keyring_operation_search (GTask *task);

/** Returns: (transfer full): the attributes of the account or accounts that it is about */
GHashTable *tuwen_keyring_operation_make_attributes (TuwenKeyringOperation *operation);

/**
 * tuwen_keyring_operation_await_answer:
 *
 * Starts the clock anew for a step that only the service has a part in.
 *
 * Returns: (transfer none): what the step gets as its cancellable
 */
GCancellable *tuwen_keyring_operation_await_answer (TuwenKeyringOperation *operation);

/** The same for a step that may ask a person */
GCancellable *tuwen_keyring_operation_await_person (TuwenKeyringOperation *operation);

/** Passes over items that stayed locked; returns: (nullable) (transfer none): the next one */
SecretRetrievable *tuwen_keyring_operation_next_item (TuwenKeyringOperation *operation);

/** Takes the first item off the list: it is done */
void tuwen_keyring_operation_drop_item (TuwenKeyringOperation *operation);

/** The ways to end */
void tuwen_keyring_operation_succeed (GTask *task);
void tuwen_keyring_operation_fail (GTask *task, TuwenKeyringError code, const char *reason);
/** @error: (transfer full): what libsecret said */
void tuwen_keyring_operation_fail_from (GTask *task, GError *error);

G_END_DECLS
