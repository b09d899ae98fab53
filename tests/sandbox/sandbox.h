/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The stand-in for the service, as a library: the program tuwen-sandbox and the tests that live in
 * one process with it use the same one. It runs in the main context that made it, so a test must
 * call the service asynchronously. */

#define SANDBOX_TYPE_SERVER (sandbox_server_get_type ())
G_DECLARE_FINAL_TYPE (SandboxServer, sandbox_server, SANDBOX, SERVER, GObject)

/* The accounts that every sandbox knows from the start (made-up people).
 * SANDBOX_MID is who QR codes sign in as. Each has posts of its own. */
#define SANDBOX_MID "1001"
#define SANDBOX_NAME "图文小助手"
#define SANDBOX_SESSDATA "a1b2c3d4%2C1893456000%2Cf00d1%2A11"
#define SANDBOX_CSRF "0123456789abcdef0123456789abcdef"
#define SANDBOX_COOKIES                                                                            \
  "SESSDATA=" SANDBOX_SESSDATA "; bili_jct=" SANDBOX_CSRF "; DedeUserID=" SANDBOX_MID
#define SANDBOX_MID_2 "1002"
#define SANDBOX_COOKIES_2                                                                          \
  "SESSDATA=e5f6a7b8%2C1893456000%2Cbeef2%2A11; bili_jct=fedcba9876543210fedcba9876543210; "       \
  "DedeUserID=" SANDBOX_MID_2
/* A space without a single post, and one that does not exist */
#define SANDBOX_MID_EMPTY "1003"
#define SANDBOX_MID_UNKNOWN "404404"

/**
 * SandboxOptions:
 * @port: 0 picks a free one
 * @posts: how many posts SANDBOX_MID's space has; 0 for 300. Other spaces have fewer
 * @latency: milliseconds before every answer
 * @seed: of everything that is made up; equal seeds, equal worlds
 * @qr_auto: a QR code counts as scanned after one second and as confirmed after two
 */
typedef struct
{
  guint16 port;
  guint posts;
  guint latency;
  guint seed;
  gboolean qr_auto;
} SandboxOptions;

/** Returns: (transfer full) (nullable): a server that listens on 127.0.0.1 */
SandboxServer *sandbox_server_new (const SandboxOptions *options, GError **error);

/** Returns: `http://127.0.0.1:PORT` */
const char *sandbox_server_get_origin (SandboxServer *self);

/**
 * sandbox_server_fail:
 * @path: such as `/x/web-interface/nav`; one that ends in `*` is for all that begin like it
 * @fault: one of
 *   `delay:MS` · `stall` (never answers) · `drop` (cuts the connection before acting) ·
 *   `lost` (acts, then cuts the connection) · `http:STATUS` (with an HTML page) ·
 *   `html` (HTTP 200 with an HTML page) · `truncated` · `empty` (no body) · `types` (every value
 *   but `code` has the wrong type) · `null` (`data` is null) · `code:N` or `code:N:WORDS` ·
 *   `voucher` (code 0 with nothing but v_voucher) · `huge` (200 MiB) · `redirect:URL` · `deep` (80
 *   kB of `[`) · `utf8` (invalid UTF-8) · `twice` (lists repeat their items) · `endless` (has_more
 *   with an empty page)
 * @times: how many requests; -1 for all that follow; 0 ends the fault
 *
 * Makes it misbehave. A later fault of the same path replaces an earlier one; the fault of a path
 * goes before that of its beginning, the longest first. The service acts before `delay`, `lost`,
 * `truncated`, `types`, `null`, `utf8`, `twice` and `endless`, and does nothing at all with the
 * others.
 */
void sandbox_server_fail (SandboxServer *self, const char *path, const char *fault, int times);

/**
 * SandboxRequest:
 * @host: the host that the request was meant for
 * @path: without query
 * @query: (nullable)
 * @cookie: (nullable): the Cookie header
 * @headers: every header, `Name: value` lines
 *
 * What was received. The answer follows in @status and @code (of the envelope; 0 where there is
 * none).
 */
typedef struct
{
  char *method;
  char *host;
  char *path;
  char *query;
  char *cookie;
  char *headers;
  GBytes *body;
  guint status;
  int code;
} SandboxRequest;

/**
 * Returns: (transfer none) (element-type SandboxRequest): all since the start, the last reset or
 *   the last time they were forgotten, oldest first
 */
GPtrArray *sandbox_server_get_requests (SandboxServer *self);

/** Returns: how many of them had @path */
guint sandbox_server_count_requests (SandboxServer *self, const char *path);

/** Returns: how many of them were for pictures */
guint sandbox_server_count_pictures (SandboxServer *self);

void sandbox_server_forget_requests (SandboxServer *self);

/**
 * Returns: (transfer none) (element-type utf8): what a client must never do and did, such as
 *   sending a cookie to a picture host; one sentence each, without values of cookies
 */
GPtrArray *sandbox_server_get_violations (SandboxServer *self);

/**
 * Puts a new post on top of a space, as if the website had been used.
 *
 * Returns: (transfer full): its opus id
 */
char *sandbox_server_add_post (SandboxServer *self, const char *mid, const char *text);

/** Ends a session at the service: its cookies are answered with -101 from now on */
void sandbox_server_end_session (SandboxServer *self, const char *mid);

/** Changes the WBI keys, so that signatures made with the old ones are refused */
void sandbox_server_rotate_keys (SandboxServer *self);

/** How much text a post may have from now on, as init_check says; 1000 at first */
void sandbox_server_set_max_text (SandboxServer *self, guint max_text);

/** Below how many MiB pictures have to be from now on, as init_check says; 20 at first */
void sandbox_server_set_max_upload (SandboxServer *self, guint mebibytes);

/** Moves the sandbox's own clock ahead, so that codes expire and scheduled posts come due */
void sandbox_server_advance_clock (SandboxServer *self, gint64 seconds);

/** @what: `scan`, `confirm` or `expire`, for the QR code made last */
void sandbox_server_set_qr (SandboxServer *self, const char *what);

G_END_DECLS
