/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bili-client.h"
#include "bili-sign-in.h"
#include "sandbox.h"

G_BEGIN_DECLS

/* Calls of the client against the stand-in, made one after the other. */

#define PATH_NAV "/x/web-interface/nav"
#define PATH_BUVID "/x/frontend/finger/spi"
#define PATH_CARD "/x/web-interface/card"
#define PATH_FEED "/x/polymer/web-dynamic/v1/opus/feed/space"
#define PATH_DETAIL "/x/polymer/web-dynamic/v1/opus/detail"
#define PATH_QR_CREATE "/x/passport-login/web/qrcode/generate"
#define PATH_QR_POLL "/x/passport-login/web/qrcode/poll"
#define PATH_SIGN_OUT "/login/exit/v2"

/* Long enough for a busy machine, short enough to wait for. */
#define SHORT_TIMEOUT_MS 300

/**
 * Fixture:
 * @clock: stands at the moment of its making
 * @signed_out: how often the client said so
 */
typedef struct
{
  SandboxServer *sandbox;
  BiliClock *clock;
  BiliClient *client;
  guint signed_out;
} Fixture;

/** @cookies: (nullable): a Cookie header; @timeout_ms: 0 for the usual 20 seconds, or more where
 * all is slow */
void fixture_set_up (Fixture *self, const char *cookies, guint timeout_ms);
void fixture_tear_down (Fixture *self);

/* For g_test_add(): without an account, and as SANDBOX_MID */
void fixture_set_up_anonymous (Fixture *self, gconstpointer data);
void fixture_set_up_signed_in (Fixture *self, gconstpointer data);
void fixture_tear_down_any (Fixture *self, gconstpointer data);

/** Returns: (transfer full): a client of @origin */
BiliClient *new_client (const char *origin, const char *cookies, guint timeout_ms);

/** A GAsyncReadyCallback whose user data is the `GAsyncResult *` to fill */
void keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/** Runs the main context until @slot is filled; returns (transfer full) what was put there */
GAsyncResult *await_result (GAsyncResult **slot);

/** Runs the main context until @path was asked for @count times */
void await_requests (SandboxServer *sandbox, const char *path, guint count);

/* The calls, waited for */
BiliUser *get_me (BiliClient *client, GError **error);
BiliOpusPage *list_opus (BiliClient *client, const char *mid, const char *offset, GError **error);
BiliUser *get_user (BiliClient *client, const char *mid, GError **error);
char *get_opus_owner (BiliClient *client, const char *id, GError **error);
char *resolve_short_link (BiliClient *client, const char *code, GError **error);
GBytes *fetch_picture (BiliClient *client, const char *url, GError **error);
BiliQrCode *create_qr_code (BiliClient *client, GError **error);
gboolean poll_qr_code (BiliClient *client,
                       const char *key,
                       BiliQrState *state,
                       BiliCookies **cookies,
                       GError **error);
gboolean sign_out (BiliClient *client, GError **error);
char *create_buvid (BiliClient *client, GError **error);

/** Returns: (transfer none): the last request of @path; fails the test when there is none */
const SandboxRequest *last_request (SandboxServer *sandbox, const char *path);

/** Returns: (transfer full): a GBytes with @text */
GBytes *bytes_of (const char *text);

G_END_DECLS
