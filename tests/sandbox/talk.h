/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "sandbox.h"

G_BEGIN_DECLS

/* Talking to the stand-in with nothing of Tuwen in between but the signature, so that its refusals
 * can be seen. Addresses are `HOST/PATH?QUERY`; what came back stays until the next call. */

#define API "api.bilibili.com"
#define VC "api.vc.bilibili.com"
#define PASSPORT "passport.bilibili.com"
#define FEED "/x/polymer/web-dynamic/v1/opus/feed/space"
#define DETAIL "/x/polymer/web-dynamic/v1/opus/detail"
#define NAV "/x/web-interface/nav"
#define CARD "/x/web-interface/card"

/**
 * Talk:
 * @cookies: (nullable): sent with every call
 * @agent: (nullable): the User-Agent
 * @referer: (nullable): the Referer
 * @status: HTTP status of the last answer; 0 when there was none
 * @code: code of its envelope; 0 also when there was none
 * @json: (nullable): what it said
 * @text: (nullable): the body as text
 * @error: (nullable): why there was no answer
 */
typedef struct
{
  SandboxServer *server;
  const char *cookies;
  const char *agent;
  const char *referer;
  guint status;
  int code;
  JsonNode *json;
  GBytes *body;
  char *text;
  SoupMessageHeaders *headers;
  GError *error;
} Talk;

/* For g_test_add(): signed in as SANDBOX_MID, with 45 posts */
void talk_set_up (Talk *self, gconstpointer data);
void talk_tear_down (Talk *self, gconstpointer data);

void talk_get (Talk *self, const char *address);
void talk_send (Talk *self,
                const char *method,
                const char *address,
                const char *type,
                const char *body);
void talk_post_form (Talk *self, const char *address, const char *form);
void talk_post_json (Talk *self, const char *address, const char *json);

/** @fields: `name=value` joined by `&`, not encoded; @file (nullable): the part `file_up` */
void talk_post_multipart (Talk *self, const char *address, const char *fields, GBytes *file);

/** Asks with a signature made with the keys that nav tells; @query: `name=value` joined by `&` */
void talk_get_signed (Talk *self, const char *path, const char *query);

/** Returns: (transfer full): @query signed for @wts, with the keys that nav tells */
char *talk_sign (Talk *self, const char *query, gint64 wts);

/** Returns: (nullable): what stands at @path in the last answer, such as `data.items.0.opus_id` */
JsonNode *talk_find (Talk *self, const char *path);

/** Returns: its text, or number written out; fails the test when there is none */
const char *talk_text (Talk *self, const char *path);
gint64 talk_number (Talk *self, const char *path);

/** Returns: how many elements the array at @path has; -1 when there is no array */
int talk_length (Talk *self, const char *path);

/** Uploads a plain picture; returns (transfer full) the address that the service gave it */
char *talk_upload (Talk *self);

/** Returns: (transfer full): a picture as a file */
GBytes *talk_make_picture (int width, int height, const char *type);

G_END_DECLS
