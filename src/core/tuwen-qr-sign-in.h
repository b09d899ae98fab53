/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "bili-client.h"

G_BEGIN_DECLS

/**
 * TuwenQrSignInState:
 * @TUWEN_QR_SIGN_IN_STOPPED: not started
 * @TUWEN_QR_SIGN_IN_STARTING: a code is being asked for
 * @TUWEN_QR_SIGN_IN_WAITING: `code` can be scanned
 * @TUWEN_QR_SIGN_IN_SCANNED: confirm on the phone
 * @TUWEN_QR_SIGN_IN_EXPIRED: start again for a new code
 * @TUWEN_QR_SIGN_IN_CONFIRMED: signal `confirmed` was emitted
 * @TUWEN_QR_SIGN_IN_FAILED: see `error`; start again to retry
 */
typedef enum
{
  TUWEN_QR_SIGN_IN_STOPPED,
  TUWEN_QR_SIGN_IN_STARTING,
  TUWEN_QR_SIGN_IN_WAITING,
  TUWEN_QR_SIGN_IN_SCANNED,
  TUWEN_QR_SIGN_IN_EXPIRED,
  TUWEN_QR_SIGN_IN_CONFIRMED,
  TUWEN_QR_SIGN_IN_FAILED,
} TuwenQrSignInState;

#define TUWEN_TYPE_QR_SIGN_IN_STATE (tuwen_qr_sign_in_state_get_type ())
GType tuwen_qr_sign_in_state_get_type (void);

#define TUWEN_TYPE_QR_SIGN_IN (tuwen_qr_sign_in_get_type ())

/**
 * TuwenQrSignIn:
 *
 * Signing in with the phone: makes a code, asks every two seconds what became of it, stops after
 * 180.
 *
 * Property `interval`, construct-only: milliseconds between two questions. Read-only and notified:
 * `state`, `code` (nullable: the text of the QR code), `error` (GError, nullable). Signal
 * `confirmed` (BiliCookies *cookies). A single failed question is forgiven; three in a row are a
 * failure.
 */
G_DECLARE_FINAL_TYPE (TuwenQrSignIn, tuwen_qr_sign_in, TUWEN, QR_SIGN_IN, GObject)

/**
 * tuwen_qr_sign_in_new:
 * @client: a client of nobody's
 * @clock: what the 180 seconds are measured with
 */
TuwenQrSignIn *tuwen_qr_sign_in_new (BiliClient *client, BiliClock *clock);

/** Asks for a code, or for a new one in place of the old */
void tuwen_qr_sign_in_start (TuwenQrSignIn *self);
void tuwen_qr_sign_in_stop (TuwenQrSignIn *self);

TuwenQrSignInState tuwen_qr_sign_in_get_state (TuwenQrSignIn *self);
const char *tuwen_qr_sign_in_get_code (TuwenQrSignIn *self);
const GError *tuwen_qr_sign_in_get_error (TuwenQrSignIn *self);

G_END_DECLS
