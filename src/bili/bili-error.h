/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BILI_ERROR (bili_error_quark ())
GQuark bili_error_quark (void);

/**
 * BiliError:
 * @BILI_ERROR_NETWORK: the service could not be reached (offline, refused, cut)
 * @BILI_ERROR_TIMED_OUT: no answer within the time allowed
 * @BILI_ERROR_HTTP: an HTTP status that is not success; its number is the service code
 * @BILI_ERROR_PROTOCOL: an answer that is not what the call is known to answer
 * @BILI_ERROR_TOO_LARGE: an answer over the size allowed; reading stopped there
 * @BILI_ERROR_NOT_SIGNED_IN: -101, or a call that needs an account without one
 * @BILI_ERROR_CSRF: -111, 2202
 * @BILI_ERROR_RISK_CONTROL: -352, -401 with a challenge, -412 (also as HTTP 412), a lone
 *   `v_voucher`
 * @BILI_ERROR_RATE_LIMITED: -799, -509, HTTP 429
 * @BILI_ERROR_INVALID: -400, 4100001, 4101001, 5100001: the service did not accept a parameter
 * @BILI_ERROR_NOT_FOUND: -404, -626, 500404
 * @BILI_ERROR_REFUSED: understood and refused: -102, -106, -403, 4126021 and their like
 * @BILI_ERROR_SERVICE: any other code; the service's own words say it
 *
 * What can go wrong with a call. A cancelled call fails with %G_IO_ERROR_CANCELLED instead.
 */
typedef enum
{
  BILI_ERROR_NETWORK,
  BILI_ERROR_TIMED_OUT,
  BILI_ERROR_HTTP,
  BILI_ERROR_PROTOCOL,
  BILI_ERROR_TOO_LARGE,
  BILI_ERROR_NOT_SIGNED_IN,
  BILI_ERROR_CSRF,
  BILI_ERROR_RISK_CONTROL,
  BILI_ERROR_RATE_LIMITED,
  BILI_ERROR_INVALID,
  BILI_ERROR_NOT_FOUND,
  BILI_ERROR_REFUSED,
  BILI_ERROR_SERVICE,
} BiliError;

/**
 * bili_error_new_service:
 * @code: the envelope's `code`, or an HTTP status
 * @words: (nullable): the service's own message; made valid UTF-8 and shortened to 400 characters
 *
 * Makes the error that the table of codes gives for @code. Its message is @words and the code, for
 * logs; what people read is worded above this library. Words that only repeat the code are none.
 * HTTP status 412 is the same as code -412.
 *
 * Returns: (transfer full): an error of the domain %BILI_ERROR
 */
GError *bili_error_new_service (int code, const char *words);

/**
 * bili_error_new_risk_control:
 * @code: the envelope's `code`; 0 for an answer that holds nothing but `v_voucher`
 * @words: (nullable): as for bili_error_new_service()
 *
 * Makes the error of an answer whose code alone does not tell that it is risk control: a lone
 * `v_voucher`, or -401 with a challenge. Source: service notes §1.4.
 *
 * Returns: (transfer full): %BILI_ERROR_RISK_CONTROL
 */
GError *bili_error_new_risk_control (int code, const char *words);

/**
 * bili_error_get_service_code:
 * @error: (nullable): any error
 *
 * Returns: the service's code, or the HTTP status of %BILI_ERROR_HTTP; 0 when there is none
 */
int bili_error_get_service_code (const GError *error);

/**
 * bili_error_may_have_acted:
 * @error: (not nullable): how a call that changes something failed
 *
 * Returns: whether the service may have done what it was asked for all the same: it was asked, and
 *   no refusal of its own came back. Some of its codes tell of its own trouble instead of a refusal
 */
gboolean bili_error_may_have_acted (const GError *error);

/**
 * bili_error_says_stop:
 * @error: (nullable): any error
 *
 * Returns: whether the service wants to be left in peace for a while: to go on asking by itself
 *   would only be held against the person. Source: service notes §1.4
 */
gboolean bili_error_says_stop (const GError *error);

/**
 * bili_error_get_service_words:
 * @error: (nullable): any error
 *
 * Returns: (nullable) (transfer none): the service's own words, never empty, valid UTF-8;
 *   %NULL when it said none
 */
const char *bili_error_get_service_words (const GError *error);

G_END_DECLS
