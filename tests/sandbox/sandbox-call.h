/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "sandbox-world.h"
#include "sandbox.h"

G_BEGIN_DECLS

/* One request on its way through the stand-in, and the table entries that say what a call wants. */

typedef struct _SandboxCall SandboxCall;

/**
 * SandboxDialect:
 * @SANDBOX_DIALECT_X: `code message ttl data`, as /x/ calls answer
 * @SANDBOX_DIALECT_VC: `code msg message data{… _gt_}`, as api.vc.bilibili.com answers
 *
 * Source: service notes §16.
 */
typedef enum
{
  SANDBOX_DIALECT_X,
  SANDBOX_DIALECT_VC,
} SandboxDialect;

/**
 * SandboxNeed:
 * @SANDBOX_NEEDS_SESSION: -101 without a living session
 * @SANDBOX_NEEDS_SIGNATURE: a WBI signature; without a good one nothing but `v_voucher` comes
 * @SANDBOX_NEEDS_CSRF_QUERY: `csrf` in the query, as for JSON bodies
 * @SANDBOX_NEEDS_CSRF_BODY: `csrf` or `csrf_token`, or both, in the form
 * @SANDBOX_TAKES_CSRF_BODY: the same, but all may be left out, as the seed says of two calls
 * @SANDBOX_NEEDS_BUVID: a `buvid3` cookie that is not empty
 * @SANDBOX_ANY_SESSION: dead cookies do not matter to it: it judges them itself, or never looks
 */
typedef enum
{
  SANDBOX_NEEDS_NOTHING = 0,
  SANDBOX_NEEDS_SESSION = 1 << 0,
  SANDBOX_NEEDS_SIGNATURE = 1 << 1,
  SANDBOX_NEEDS_CSRF_QUERY = 1 << 2,
  SANDBOX_NEEDS_CSRF_BODY = 1 << 3,
  SANDBOX_TAKES_CSRF_BODY = 1 << 4,
  SANDBOX_NEEDS_BUVID = 1 << 5,
  SANDBOX_ANY_SESSION = 1 << 6,
} SandboxNeed;

typedef enum
{
  SANDBOX_BODY_NONE,
  SANDBOX_BODY_FORM,
  SANDBOX_BODY_MULTIPART,
  SANDBOX_BODY_FORM_OR_MULTIPART,
  SANDBOX_BODY_JSON,
} SandboxBody;

/**
 * SandboxRoute:
 * @host: (nullable): %NULL for every host of the service's API
 * @query: the parameters that the query may have, see sandbox_fields_check()
 * @fields: the same of a form; of a JSON body its shape, see sandbox_shape_check()
 * @bad_field: the code that wrong parameters are answered with
 * @answer: acts and answers; the checks above are done by then
 */
typedef struct
{
  const char *method;
  const char *host;
  const char *path;
  SandboxDialect dialect;
  SandboxNeed needs;
  const char *query;
  SandboxBody body;
  const char *fields;
  int bad_field;
  void (*answer) (SandboxCall *call);
} SandboxRoute;

/* The calls, by aspect. Each table ends with a route without a path. */
extern const SandboxRoute sandbox_read_routes[];
extern const SandboxRoute sandbox_account_routes[];
extern const SandboxRoute sandbox_panels_routes[];
extern const SandboxRoute sandbox_plain_routes[];
extern const SandboxRoute sandbox_schedule_routes[];
extern const SandboxRoute sandbox_upload_routes[];
extern const SandboxRoute sandbox_vote_routes[];
extern const SandboxRoute sandbox_write_routes[];

/**
 * SandboxField:
 * @file: (nullable): a file part's bytes; @value is its file name then
 */
typedef struct
{
  char *name;
  char *value;
  GBytes *file;
} SandboxField;

/**
 * SandboxCall:
 * @query: (element-type SandboxField): in the order received
 * @fields: (element-type SandboxField): of a form
 * @json: (nullable): of a JSON body
 * @session: (nullable): who asks
 * @code: what the envelope says
 * @words: (nullable): its message, when it is no success
 * @data: (nullable): its data
 * @raw: (nullable): an answer that is no envelope
 */
struct _SandboxCall
{
  SandboxServer *server;
  SandboxWorld *world;
  SandboxRequest *request;
  SoupServerMessage *message;
  const SandboxRoute *route;
  GPtrArray *query;
  GPtrArray *fields;
  JsonNode *json;
  SandboxSession *session;

  guint status;
  int code;
  const char *words;
  JsonNode *data;
  JsonNode *envelope;
  char *raw_type;
  GBytes *raw;
};

SandboxCall *sandbox_call_new (SandboxServer *server,
                               SandboxWorld *world,
                               SandboxRequest *request,
                               SoupServerMessage *message);
void sandbox_call_free (SandboxCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxCall, sandbox_call_free)

/** Checks everything that @route wants, then answers */
void sandbox_call_run (SandboxCall *self, const SandboxRoute *route);

/** Returns: (nullable) (transfer full): the value of a cookie that was sent */
char *sandbox_call_dup_cookie (SandboxCall *self, const char *name);

/** Returns: (nullable): the value of a parameter of the query */
const char *sandbox_call_query (SandboxCall *self, const char *name);

/** Returns: (nullable): the value of a field of the form */
const char *sandbox_call_field (SandboxCall *self, const char *name);

/** Returns: the parameter or field as a number, @otherwise without it */
gint64 sandbox_call_number (const char *value, gint64 otherwise);

/** Returns: whether the Referer is missing, empty or of the service's own domain */
gboolean sandbox_call_has_good_referer (SandboxCall *self);

/** Answers with success; @data (a{sv}, floating) becomes the envelope's data */
void sandbox_call_answer (SandboxCall *self, GVariant *data);

/** Answers that the service refuses; @words %NULL for the usual words of @code */
void sandbox_call_refuse (SandboxCall *self, int code, const char *words);

/** Answers code 0 with nothing but `v_voucher` */
void sandbox_call_answer_voucher (SandboxCall *self);

/** Answers with a page for people instead of JSON */
void sandbox_call_answer_html (SandboxCall *self, guint status, const char *text);

/** Answers with bytes as they are */
void sandbox_call_answer_bytes (SandboxCall *self, const char *type, GBytes *bytes);

/** Puts code, message and data into the envelope of the route's dialect */
void sandbox_call_seal (SandboxCall *self);

/** Returns: whether @host is @domain or below it */
gboolean sandbox_is_in_domain (const char *host, const char *domain);

/* Parts of the above with a file of their own */

void sandbox_field_free (SandboxField *self);

/** Returns: (element-type SandboxField): of a query or a url-encoded form; %NULL when it is none */
GPtrArray *sandbox_fields_parse (const char *text);

/** Returns: (element-type SandboxField): of a multipart body; %NULL when it is none */
GPtrArray *sandbox_fields_parse_multipart (const char *content_type, GBytes *body);

/**
 * sandbox_fields_check:
 * @spec: names with blanks between; `name!` must be there, `name:i` is an integer, `name:f` a
 *   file, `name:a|b` one of these words; `#` in a name stands for a number
 *
 * Returns: whether @fields has what @spec demands, nothing else, and nothing twice
 */
gboolean sandbox_fields_check (GPtrArray *fields, const char *spec);

/**
 * sandbox_shape_check:
 * @shape: `{name:S,name!:S}` an object (`!` must be there), `[S]` an array, `s` a string, `i` an
 *   integer, `n` a number, `b` a boolean, `?` in front: may be null, `*` anything
 *
 * Returns: whether @node has the shape, without unknown members
 */
gboolean sandbox_shape_check (JsonNode *node, const char *shape);

/** Returns: whether the query carries a WBI signature made with the world's keys, not long ago */
gboolean sandbox_wbi_check (SandboxWorld *world, GPtrArray *query);

G_END_DECLS
