/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "test-qr-sign-in"

#include "await.h"
#include "sandbox.h"
#include "tuwen-qr-sign-in.h"

#define GENERATE "/x/passport-login/web/qrcode/generate"
#define POLL "/x/passport-login/web/qrcode/poll"
#define LIFETIME 180
#define NOON (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

typedef struct
{
  SandboxServer *sandbox;
  BiliClock *clock;
  TuwenQrSignIn *sign_in;
  BiliCookies *cookies; /* (nullable): what was confirmed */
  guint confirmed;
} Fixture;

static void
confirmed_cb (TuwenQrSignIn *sign_in, BiliCookies *cookies, Fixture *fixture)
{
  /* Whoever listens finds it done. */
  g_assert_cmpint (tuwen_qr_sign_in_get_state (sign_in), ==, TUWEN_QR_SIGN_IN_CONFIRMED);
  g_assert_null (fixture->cookies);
  fixture->cookies = bili_cookies_ref (cookies);
  fixture->confirmed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  SandboxOptions options = { .posts = 1 };
  g_autoptr (BiliClient) client = NULL;
  g_autoptr (GError) error = NULL;

  fixture->sandbox = sandbox_server_new (&options, &error);
  g_assert_no_error (error);
  fixture->clock = bili_clock_new_fixed (NOON);
  client = bili_client_new (sandbox_server_get_origin (fixture->sandbox), "Tuwen/test",
                            fixture->clock, NULL);
  fixture->sign_in = g_object_new (TUWEN_TYPE_QR_SIGN_IN, "client", client, "clock",
                                   fixture->clock, "interval", 5, NULL);
  g_signal_connect (fixture->sign_in, "confirmed", G_CALLBACK (confirmed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->sign_in);
  g_clear_pointer (&fixture->cookies, bili_cookies_unref);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->sandbox);
}

static void
await_state (Fixture *fixture, TuwenQrSignInState state)
{
  AWAIT (tuwen_qr_sign_in_get_state (fixture->sign_in) == state);
}

static guint
count_polls (Fixture *fixture)
{
  return sandbox_server_count_requests (fixture->sandbox, POLL);
}

static void
await_polls (Fixture *fixture, guint more)
{
  guint before = count_polls (fixture);

  AWAIT (count_polls (fixture) >= before + more);
}

/* Long enough for several questions; none may come. */
static void
assert_asks_no_more (Fixture *fixture)
{
  guint before = count_polls (fixture);
  gint64 end = g_get_monotonic_time () + 60 * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }

  g_assert_cmpuint (count_polls (fixture), ==, before);
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (tuwen_qr_sign_in_get_state (fixture->sign_in), ==, TUWEN_QR_SIGN_IN_STOPPED);
  g_assert_null (tuwen_qr_sign_in_get_code (fixture->sign_in));

  tuwen_qr_sign_in_start (fixture->sign_in);
  g_assert_cmpint (tuwen_qr_sign_in_get_state (fixture->sign_in), ==, TUWEN_QR_SIGN_IN_STARTING);
  await_state (fixture, TUWEN_QR_SIGN_IN_WAITING);
  g_assert_true (g_str_has_prefix (tuwen_qr_sign_in_get_code (fixture->sign_in), "https://"));
  await_polls (fixture, 2);
  g_assert_cmpint (tuwen_qr_sign_in_get_state (fixture->sign_in), ==, TUWEN_QR_SIGN_IN_WAITING);

  sandbox_server_set_qr (fixture->sandbox, "scan");
  await_state (fixture, TUWEN_QR_SIGN_IN_SCANNED);
  g_assert_nonnull (tuwen_qr_sign_in_get_code (fixture->sign_in));

  sandbox_server_set_qr (fixture->sandbox, "confirm");
  await_state (fixture, TUWEN_QR_SIGN_IN_CONFIRMED);
  g_assert_cmpuint (fixture->confirmed, ==, 1);
  g_assert_cmpstr (bili_cookies_get_mid (fixture->cookies), ==, SANDBOX_MID);
  g_assert_nonnull (bili_cookies_get (fixture->cookies, "SESSDATA"));
  g_assert_nonnull (bili_cookies_get_csrf (fixture->cookies));
  assert_asks_no_more (fixture);
}

static void
test_expired_by_service (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;

  tuwen_qr_sign_in_start (fixture->sign_in);
  await_state (fixture, TUWEN_QR_SIGN_IN_WAITING);
  first = g_strdup (tuwen_qr_sign_in_get_code (fixture->sign_in));
  sandbox_server_set_qr (fixture->sandbox, "expire");
  await_state (fixture, TUWEN_QR_SIGN_IN_EXPIRED);
  g_assert_null (tuwen_qr_sign_in_get_error (fixture->sign_in));
  assert_asks_no_more (fixture);

  /* Renewing gives another code. */
  tuwen_qr_sign_in_start (fixture->sign_in);
  g_assert_null (tuwen_qr_sign_in_get_code (fixture->sign_in));
  await_state (fixture, TUWEN_QR_SIGN_IN_WAITING);
  g_assert_cmpstr (tuwen_qr_sign_in_get_code (fixture->sign_in), !=, first);
}

static void
test_expired_by_clock (Fixture *fixture, gconstpointer data)
{
  tuwen_qr_sign_in_start (fixture->sign_in);
  await_state (fixture, TUWEN_QR_SIGN_IN_WAITING);

  bili_clock_set (fixture->clock, NOON + (LIFETIME - 1) * G_USEC_PER_SEC);
  await_polls (fixture, 2);
  g_assert_cmpint (tuwen_qr_sign_in_get_state (fixture->sign_in), ==, TUWEN_QR_SIGN_IN_WAITING);

  bili_clock_set (fixture->clock, NOON + LIFETIME * G_USEC_PER_SEC);
  await_state (fixture, TUWEN_QR_SIGN_IN_EXPIRED);
  assert_asks_no_more (fixture);
}

/* The end comes in time even while an answer is awaited. */
static void
test_expired_without_answer (Fixture *fixture, gconstpointer data)
{
  sandbox_server_fail (fixture->sandbox, POLL, "stall", -1);
  tuwen_qr_sign_in_start (fixture->sign_in);
  await_polls (fixture, 1);
  bili_clock_set (fixture->clock, NOON + LIFETIME * G_USEC_PER_SEC);
  await_state (fixture, TUWEN_QR_SIGN_IN_EXPIRED);
  g_assert_cmpuint (count_polls (fixture), ==, 1);
}

static void
test_one_at_a_time (Fixture *fixture, gconstpointer data)
{
  sandbox_server_fail (fixture->sandbox, POLL, "stall", 1);
  tuwen_qr_sign_in_start (fixture->sign_in);
  await_polls (fixture, 1);
  assert_asks_no_more (fixture);
}

static void
test_no_code (Fixture *fixture, gconstpointer data)
{
  static const char *const faults[] = { "http:500", "html",  "truncated", "drop", "empty",
                                        "types",    "null",  "deep",      "utf8", "code:-412",
                                        "voucher",  "code:-500:忙" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_test_message ("%s", faults[i]);
      sandbox_server_fail (fixture->sandbox, GENERATE, faults[i], -1);
      tuwen_qr_sign_in_start (fixture->sign_in);
      await_state (fixture, TUWEN_QR_SIGN_IN_FAILED);
      g_assert_true (tuwen_qr_sign_in_get_error (fixture->sign_in)->domain == BILI_ERROR);
      g_assert_null (tuwen_qr_sign_in_get_code (fixture->sign_in));
    }

  sandbox_server_fail (fixture->sandbox, GENERATE, "empty", 0);
  tuwen_qr_sign_in_start (fixture->sign_in);
  g_assert_null (tuwen_qr_sign_in_get_error (fixture->sign_in));
  await_state (fixture, TUWEN_QR_SIGN_IN_WAITING);
}

static void
test_failures_forgiven (Fixture *fixture, gconstpointer data)
{
  tuwen_qr_sign_in_start (fixture->sign_in);
  await_state (fixture, TUWEN_QR_SIGN_IN_WAITING);

  /* Two and two make no three in a row. */
  for (guint i = 0; i < 2; i++)
    {
      sandbox_server_fail (fixture->sandbox, POLL, "http:500", 2);
      await_polls (fixture, 4);
      g_assert_cmpint (tuwen_qr_sign_in_get_state (fixture->sign_in), ==,
                       TUWEN_QR_SIGN_IN_WAITING);
    }

  sandbox_server_fail (fixture->sandbox, POLL, "http:500", 3);
  await_state (fixture, TUWEN_QR_SIGN_IN_FAILED);
  g_assert_error (tuwen_qr_sign_in_get_error (fixture->sign_in), BILI_ERROR, BILI_ERROR_HTTP);
  assert_asks_no_more (fixture);
}

static void
test_refusal_not_repeated (Fixture *fixture, gconstpointer data)
{
  tuwen_qr_sign_in_start (fixture->sign_in);
  await_state (fixture, TUWEN_QR_SIGN_IN_WAITING);
  sandbox_server_fail (fixture->sandbox, POLL, "code:-412", 1);
  await_state (fixture, TUWEN_QR_SIGN_IN_FAILED);
  g_assert_error (tuwen_qr_sign_in_get_error (fixture->sign_in), BILI_ERROR,
                  BILI_ERROR_RISK_CONTROL);
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  tuwen_qr_sign_in_start (fixture->sign_in);
  tuwen_qr_sign_in_stop (fixture->sign_in);
  g_assert_cmpint (tuwen_qr_sign_in_get_state (fixture->sign_in), ==, TUWEN_QR_SIGN_IN_STOPPED);
  assert_asks_no_more (fixture);
  g_assert_cmpint (tuwen_qr_sign_in_get_state (fixture->sign_in), ==, TUWEN_QR_SIGN_IN_STOPPED);

  tuwen_qr_sign_in_start (fixture->sign_in);
  await_state (fixture, TUWEN_QR_SIGN_IN_WAITING);
  tuwen_qr_sign_in_stop (fixture->sign_in);
  g_assert_null (tuwen_qr_sign_in_get_code (fixture->sign_in));
  sandbox_server_set_qr (fixture->sandbox, "confirm");
  assert_asks_no_more (fixture);
  g_assert_cmpuint (fixture->confirmed, ==, 0);
}

static void
drop_cb (TuwenQrSignIn *sign_in, BiliCookies *cookies, TuwenQrSignIn **slot)
{
  g_clear_object (slot);
}

/* The dialog that listens closes, and takes the object with it. */
static void
test_dropped_when_confirmed (Fixture *fixture, gconstpointer data)
{
  TuwenQrSignIn *sign_in = fixture->sign_in;

  fixture->sign_in = g_object_new (TUWEN_TYPE_QR_SIGN_IN, NULL);
  g_object_add_weak_pointer (G_OBJECT (sign_in), (gpointer *) &sign_in);
  g_signal_connect (sign_in, "confirmed", G_CALLBACK (drop_cb), &sign_in);
  tuwen_qr_sign_in_start (sign_in);
  AWAIT (tuwen_qr_sign_in_get_state (sign_in) == TUWEN_QR_SIGN_IN_WAITING);
  sandbox_server_set_qr (fixture->sandbox, "confirm");
  AWAIT (sign_in == NULL);
  g_assert_cmpuint (fixture->confirmed, ==, 1);
}

static void
test_dropped_when_asking (Fixture *fixture, gconstpointer data)
{
  sandbox_server_fail (fixture->sandbox, POLL, "delay:30", -1);
  tuwen_qr_sign_in_start (fixture->sign_in);
  await_polls (fixture, 1);
  g_assert_finalize_object (fixture->sign_in);
  fixture->sign_in = g_object_new (TUWEN_TYPE_QR_SIGN_IN, NULL);
  assert_asks_no_more (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/qr-sign-in/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("whole", test_whole);
  ADD ("expired/service", test_expired_by_service);
  ADD ("expired/clock", test_expired_by_clock);
  ADD ("expired/without-answer", test_expired_without_answer);
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("no-code", test_no_code);
  ADD ("failures/forgiven", test_failures_forgiven);
  ADD ("failures/refusal", test_refusal_not_repeated);
  ADD ("stop", test_stop);
  ADD ("dropped/confirmed", test_dropped_when_confirmed);
  ADD ("dropped/asking", test_dropped_when_asking);
#undef ADD

  return g_test_run ();
}
