/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "bili-client.h"
#include "bili-exchange.h"
#include "bili-form.h"

G_BEGIN_DECLS

/* What the files of BiliClient share. A public function describes its call as a BiliCall and hands
 * it to bili_client_run(), which does the rest:
 *
 *     [buvid3] → [keys] → send → parse, in a thread → settle → the task returns
 *                  ↑                 │
 *                  └── stale keys ───┘  once
 */

struct _BiliClient
{
  GObject parent_instance;

  char *origin;         /* (nullable) (owned): without a slash at its end */
  char *user_agent;     /* (owned) */
  BiliClock *clock;     /* (owned) */
  BiliCookies *cookies; /* (nullable) (owned) */
  guint timeout_ms;

  SoupSession *session; /* (owned) */

  /* bili-client-keys.c */
  char *mixed_key; /* (nullable) (owned): what signs */
  gint64 keys_us;  /* when it was learned */
  guint keys_serial;
  gboolean fetching_keys;
  GPtrArray *key_waiters; /* (element-type BiliCall) (owned) */

  /* For calls that need one although nobody is signed in. */
  char *buvid; /* (nullable) (owned) */
};

typedef struct _BiliCall BiliCall;

/**
 * BiliCallFlags:
 * @BILI_CALL_COOKIES: the account's cookies go with it, where the host may have them
 * @BILI_CALL_SIGNED: `w_rid` and `wts` go with it
 * @BILI_CALL_BUVID: it is refused without a `buvid3`
 * @BILI_CALL_REDIRECT: the answer that counts is a redirect
 */
typedef enum
{
  BILI_CALL_COOKIES = 1 << 0,
  BILI_CALL_SIGNED = 1 << 1,
  BILI_CALL_BUVID = 1 << 2,
  BILI_CALL_REDIRECT = 1 << 3,
} BiliCallFlags;

/**
 * BiliParse:
 *
 * Makes a call's result of an answer. Runs in a thread, so it touches nothing else.
 *
 * Returns: (transfer full) (nullable): the result, or %NULL with an error
 */
typedef gpointer (*BiliParse) (BiliResponse *response, GError **error);

/**
 * BiliSettle:
 * @result: what BiliParse returned
 *
 * Lets the client learn something from a result before it is handed out.
 */
typedef void (*BiliSettle) (BiliClient *self, BiliCall *call, gpointer result);

/**
 * BiliWrote:
 * @n_bytes: how many more bytes of the body were handed to the network
 */
typedef void (*BiliWrote) (BiliCall *call, gsize n_bytes, gpointer user_data);

struct _BiliCall
{
  /* input */
  char *url; /* (owned): https, without the query that @params make */
  BiliCallFlags flags;
  GPtrArray *params;          /* (element-type utf8) (owned): names and values in turn */
  BiliForm *form;             /* (nullable) (owned): makes it a POST, as does @body */
  GInputStream *body;         /* (nullable) (owned): instead of @form */
  goffset body_size;          /* bytes of @body */
  char *body_type;            /* (nullable) (owned): of @body */
  BiliWrote wrote;            /* (nullable): told as @body goes; makes it an upload */
  gpointer wrote_data;
  GDestroyNotify free_wrote_data; /* (nullable) */
  gsize limit;                /* bytes of the answer */
  BiliParse parse;            /* (nullable): NULL hands out the body as GBytes */
  GDestroyNotify free_result; /* of what @parse returns */
  BiliSettle settle;          /* (nullable) */

  /* in progress */
  GTask *task;               /* (nullable) (owned): NULL once it has returned */
  GCancellable *cancellable; /* (owned): of everything that the call does */
  GSource *deadline;         /* (owned) */
  GSource *cancelled;        /* (nullable) (owned): the caller's cancellable */
  BiliCookies *cookies_sent; /* (nullable) (owned) */
  guint keys_serial;         /* which keys it was signed with */
  gboolean renewed;
};

/**
 * bili_call_new:
 * @url: one of bili-addresses.h
 *
 * Returns: (transfer full): a GET that answers with at most 8 MiB
 */
BiliCall *bili_call_new (const char *url,
                         BiliCallFlags flags,
                         BiliParse parse,
                         GDestroyNotify free_result);
BiliCall *bili_call_ref (BiliCall *call);
void bili_call_unref (BiliCall *call);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliCall, bili_call_unref)

/** Adds a parameter to the query; its order and its bytes are kept */
void bili_call_add_param (BiliCall *call, const char *name, const char *value);

/** Adds a field to the form and makes the call a POST */
void bili_call_add_field (BiliCall *call, const char *name, const char *value);

/** Makes the call a POST of @form (transfer full) */
void bili_call_set_form (BiliCall *call, BiliForm *form);

/** Makes the call a POST of @json (transfer full) */
void bili_call_set_json (BiliCall *call, char *json);

/** Begins to count the call's time anew: it now ends in @ms milliseconds */
void bili_call_postpone (BiliCall *call, guint ms);

/**
 * bili_client_check_write:
 *
 * Returns: whether the account has what every writing call needs, otherwise @error is set
 */
gboolean bili_client_check_write (BiliClient *self, GError **error);

/**
 * bili_client_run:
 * @call: (transfer full): what to do
 * @source_tag: of the task that @callback is given
 *
 * Does a call. The task returns what BiliParse made, and does so at once when the time is over or
 * @cancellable is cancelled.
 */
void bili_client_run (BiliClient *self,
                      BiliCall *call,
                      gpointer source_tag,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);

/** Answers a call that must not be made at all with @error (transfer full) */
void bili_client_refuse (BiliClient *self,
                         GError *error,
                         gpointer source_tag,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/** Says that the cookies which @call sent belong to nobody, unless others have taken their place */
void bili_client_note_signed_out (BiliClient *self, BiliCall *call);

/** Goes on with a call that waited for keys; @error (nullable): why there are none */
void bili_call_resume (BiliCall *call, const GError *error);

/* bili-client-write.c */

/**
 * bili_client_finish_id:
 * @result: of a call whose result is the id of what it made, empty where the service told none
 * @id: (out) (transfer full) (nullable): the id
 *
 * Returns: whether the service did it, otherwise @error is set
 */
gboolean bili_client_finish_id (GAsyncResult *result, char **id, GError **error);

/* bili-client-keys.c: the WBI keys, asked for by nav when needed and by one for all who need
 * them. */

/** Returns: whether there are keys and they are young enough */
gboolean bili_client_has_keys (BiliClient *self);

/** Has bili_call_resume() called once there are new keys, or none to be had */
void bili_client_await_keys (BiliClient *self, BiliCall *call);

/** Forgets the keys, if those with @serial are still the ones in use */
void bili_client_drop_keys (BiliClient *self, guint serial);

/** Returns: (transfer full): a nav call, whose result is a BiliNav */
BiliCall *bili_client_new_nav_call (void);

G_END_DECLS
