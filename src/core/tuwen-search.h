/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SEARCH (tuwen_search_get_type ())

/**
 * TuwenSearch:
 *
 * A GListModel of what the service finds for what somebody types: what #TuwenTopics and
 * #TuwenPeople have in common. Answers to what is no longer asked never land, and nothing stands in
 * it twice.
 *
 * What was found before stays until the answer to the next question is there; a failure empties the
 * list.
 *
 * Properties, all notified: `client` (BiliClient, nullable: nothing is asked), `query` (string,
 * nullable), read-write · `loading` (an answer is waited for, or the person is still typing),
 * `error` (GError, nullable: why the last question failed): read-only · `delay` (uint, milliseconds
 * without typing before something is asked, 250 by default): construct-only.
 */
G_DECLARE_DERIVABLE_TYPE (TuwenSearch, tuwen_search, TUWEN, SEARCH, GObject)

/**
 * TuwenSearchClass:
 * @ask: asks the service; an empty query is for what it recommends
 * @finish: ends that: (transfer full) (nullable): values with a function to free them
 * @wrap: (transfer full): makes an item of the list that takes over a value
 * @get_key: what tells an item from all others
 */
struct _TuwenSearchClass
{
  GObjectClass parent_class;

  GType item_type;
  void (*ask) (BiliClient *client,
               const char *query,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data);
  GPtrArray *(*finish) (BiliClient *client, GAsyncResult *result, GError **error);
  gpointer (*wrap) (gpointer value);
  const char *(*get_key) (gpointer item);
};

/** The client whose account asks from now on: what stands is asked again */
void tuwen_search_set_client (TuwenSearch *self, BiliClient *client);

/**
 * tuwen_search_set_query:
 * @query: (nullable): what to look for, asked after `delay`; empty for what is recommended, asked
 *   at once; %NULL to ask nothing and to empty the list. White space around it does not count
 */
void tuwen_search_set_query (TuwenSearch *self, const char *query);

/** Returns: (nullable): what is looked for */
const char *tuwen_search_get_query (TuwenSearch *self);

/** Clears `error` and asks again, at once; nothing without an error */
void tuwen_search_retry (TuwenSearch *self);

gboolean tuwen_search_get_loading (TuwenSearch *self);
const GError *tuwen_search_get_error (TuwenSearch *self);

G_END_DECLS
