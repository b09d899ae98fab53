/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the stand-in knows: people, sessions, posts, pictures. It knows nothing of HTTP or JSON.
 * Equal seeds make equal worlds (but for the time, which is now). */

/* Second 0 of an opus id: its upper half counts from here. */
#define SANDBOX_ID_EPOCH G_GINT64_CONSTANT (1498838400)

/**
 * SandboxPicture:
 * @url: as the service writes it: http, https or without a scheme
 * @size: KiB
 */
typedef struct
{
  char *url;
  int width;
  int height;
  double size;
} SandboxPicture;

SandboxPicture *sandbox_picture_new (const char *url, int width, int height, double size);
void sandbox_picture_free (SandboxPicture *self);

/**
 * SandboxPost:
 * @title: (nullable): what articles have, and dynamics may have
 * @pictures: (element-type SandboxPicture)
 * @nodes: (nullable): the content nodes that it was made of, as JSON text
 * @vote: 0 or the id of its vote
 */
typedef struct
{
  guint64 id;
  char *mid;
  gboolean article;
  char *title;
  char *text;
  GPtrArray *pictures;
  guint likes;
  guint views;
  gboolean liked;
  gboolean only_me;
  gboolean comments_closed;
  gboolean comments_chosen;
  char *nodes;
  gint64 vote;
  gint64 topic;
  char *topic_name;
} SandboxPost;

void sandbox_post_free (SandboxPost *self);

/** Returns: unix seconds */
gint64 sandbox_post_get_time (const SandboxPost *self);

/**
 * SandboxPerson:
 * @posts: (element-type SandboxPost): oldest first, by id
 */
typedef struct
{
  char *mid;
  char *name;
  char *face;
  char *sign;
  int level;
  guint followers;
  gboolean followed;
  GPtrArray *posts;
} SandboxPerson;

typedef struct
{
  char *sessdata;
  char *csrf;
  char *mid;
} SandboxSession;

typedef enum
{
  SANDBOX_QR_WAITING,
  SANDBOX_QR_SCANNED,
  SANDBOX_QR_CONFIRMED,
  SANDBOX_QR_EXPIRED,
} SandboxQrState;

/**
 * SandboxQr:
 * @made_us: when, in microseconds of the sandbox's clock
 */
typedef struct
{
  char *key;
  gint64 made_us;
  SandboxQrState state;
} SandboxQr;

/**
 * SandboxVote:
 * @options: (element-type utf8): what can be chosen
 * @pictures: (element-type utf8): one address an option, empty in text votes
 * @duration: seconds
 */
typedef struct
{
  gint64 id;
  char *mid;
  char *title;
  char *desc;
  int type;
  int choices;
  gint64 made;
  gint64 duration;
  GPtrArray *options;
  GPtrArray *pictures;
} SandboxVote;

void sandbox_vote_free (SandboxVote *self);

/**
 * SandboxDraft:
 * @post: the post that it becomes when its time has come, without an id as yet
 * @time: unix seconds
 * @request: the JSON that it was made of
 * @status: 0 waiting, 3 failed
 * @error: the service's code of what went wrong
 */
typedef struct
{
  gint64 id;
  char *mid;
  int type;
  gint64 time;
  gint64 updated;
  char *request;
  int status;
  int error;
  char *words;
  SandboxPost *post;
} SandboxDraft;

void sandbox_draft_free (SandboxDraft *self);

/** Makes it one whose publishing failed for a reason that the service keeps to itself */
void sandbox_draft_fail (SandboxDraft *self);

/**
 * SandboxUpload:
 * @path: below the picture host, such as `/bfs/new_dyn/….png`
 * @type: `png`, `jpeg` or `gif`
 * @bytes: (nullable): as uploaded; %NULL in the sample world, whose pictures are painted
 */
typedef struct
{
  char *path;
  char *mid;
  char *type;
  GBytes *bytes;
  int width;
  int height;
} SandboxUpload;

void sandbox_upload_free (SandboxUpload *self);

/**
 * SandboxWorld:
 * @people: (element-type utf8 SandboxPerson): by mid
 * @sessions: (element-type utf8 SandboxSession): by SESSDATA; only those that live
 * @uploads: (element-type utf8 SandboxUpload): by path
 * @max_text: greatest count of a post's text
 * @max_upload: MiB that a picture other than GIF has to be below
 * @clock_offset: seconds that the sandbox's clock is ahead of the computer's
 */
typedef struct
{
  guint seed;
  guint max_text;
  guint max_upload;
  GRand *rand;
  gint64 clock_offset;
  GHashTable *people;
  GPtrArray *mids;
  GHashTable *posts;
  GHashTable *sessions;
  GPtrArray *qr_codes;
  gboolean qr_auto;
  GHashTable *votes;
  GPtrArray *drafts;
  GHashTable *uploads;
  char *img_key;
  char *sub_key;
  guint64 last_id;
} SandboxWorld;

/**
 * sandbox_world_new:
 * @seed: of everything that is made up
 * @posts: how many SANDBOX_MID's space has
 * @qr_auto: sign-in codes confirm themselves
 */
SandboxWorld *sandbox_world_new (guint seed, guint posts, gboolean qr_auto);
void sandbox_world_free (SandboxWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxWorld, sandbox_world_free)

/** Returns: unix seconds of the sandbox's own clock */
gint64 sandbox_world_now (SandboxWorld *self);

/** Returns: a new hexadecimal text of @length digits, made from the seed */
char *sandbox_world_hex (SandboxWorld *self, guint length);

/** Returns: an id that nothing else has, for a post of the moment @time */
guint64 sandbox_world_new_id (SandboxWorld *self, gint64 time);

/** Returns: (nullable): who has @mid */
SandboxPerson *sandbox_world_find_person (SandboxWorld *self, const char *mid);

/** Returns: (nullable): the post with that id, in decimal digits */
SandboxPost *sandbox_world_find_post (SandboxWorld *self, const char *id);

/** Takes @post into its space */
void sandbox_world_add_post (SandboxWorld *self, SandboxPost *post);

/** Removes @post from the world and frees it */
void sandbox_world_remove_post (SandboxWorld *self, SandboxPost *post);

/** Publishes the scheduled posts whose time has come */
void sandbox_world_tick (SandboxWorld *self);

/** Publishes @draft now; it is gone afterwards */
void sandbox_world_publish_draft (SandboxWorld *self, SandboxDraft *draft);

/** Makes a session for @mid that did not exist before, or gives the known one while it lives */
SandboxSession *sandbox_world_sign_in (SandboxWorld *self, const char *mid);

void sandbox_world_rotate_keys (SandboxWorld *self);

SandboxQr *sandbox_world_new_qr (SandboxWorld *self);

/** Returns: what became of @qr by now */
SandboxQrState sandbox_world_get_qr_state (SandboxWorld *self, SandboxQr *qr);

/** Fills a new world with people and posts (sandbox-samples.c) */
void sandbox_samples_fill (SandboxWorld *self, guint posts);

/** Adds some scheduled posts of SANDBOX_MID (sandbox-samples-drafts.c) */
void sandbox_samples_add_drafts (SandboxWorld *self);

G_END_DECLS
