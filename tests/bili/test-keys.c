/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The WBI keys: asked for when needed, by one for all, kept for hours, renewed once. */

#include "support.h"

#define HOUR_US (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)

static guint
navs (Fixture *self)
{
  return sandbox_server_count_requests (self->sandbox, PATH_NAV);
}

static guint
feeds (Fixture *self)
{
  return sandbox_server_count_requests (self->sandbox, PATH_FEED);
}

static void
assert_feed (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliOpusPage) page = list_opus (self->client, SANDBOX_MID, "", &error);

  g_assert_no_error (error);
  g_assert_nonnull (page);
}

static void
start_feed (Fixture *self, GCancellable *cancellable, GAsyncResult **slot)
{
  bili_client_list_opus_async (self->client, SANDBOX_MID, BILI_OPUS_ALL, "", 1, cancellable,
                               keep_result_cb, slot);
}

static BiliOpusPage *
finish_feed (Fixture *self, GAsyncResult **slot, GError **error)
{
  g_autoptr (GAsyncResult) result = await_result (slot);

  return bili_client_list_opus_finish (self->client, result, error);
}

/* Several ask at once, and all are answered. */
static void
assert_feeds_at_once (Fixture *self)
{
  GAsyncResult *slots[5] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (slots); i++)
    start_feed (self, NULL, &slots[i]);

  for (gsize i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BiliOpusPage) page = finish_feed (self, &slots[i], &error);

      g_assert_no_error (error);
    }
}

static void
test_kept (Fixture *self, gconstpointer data)
{
  assert_feed (self);
  assert_feed (self);
  assert_feed (self);
  g_assert_cmpuint (navs (self), ==, 1);
  g_assert_cmpuint (feeds (self), ==, 3);
}

static void
test_learned_from_me (Fixture *self, gconstpointer data)
{
  g_autoptr (BiliUser) me = get_me (self->client, NULL);

  g_assert_nonnull (me);
  assert_feed (self);
  g_assert_cmpuint (navs (self), ==, 1);
}

/* Also those that nobody's nav brings, whose code is -101. */
static void
test_learned_from_nobody (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (get_me (self->client, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN);
  assert_feed (self);
  g_assert_cmpuint (navs (self), ==, 1);
}

static void
test_shared (Fixture *self, gconstpointer data)
{
  assert_feeds_at_once (self);
  g_assert_cmpuint (navs (self), ==, 1);
}

/* Six hours by the clock that the client was given. The real one is what the stand-in checks
 * signatures against, so the client's begins six hours behind and ends at the real time. */
static void
test_age (Fixture *self, gconstpointer data)
{
  gint64 now = bili_clock_get_us (self->clock);
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliUser) me = NULL;
  g_autoptr (BiliUser) again = NULL;

  bili_clock_set (self->clock, now - 6 * HOUR_US + 1);
  me = get_me (self->client, &error);
  g_assert_no_error (error);
  bili_clock_set (self->clock, now);
  assert_feed (self);
  g_assert_cmpuint (navs (self), ==, 1);

  bili_clock_set (self->clock, now - 6 * HOUR_US);
  again = get_me (self->client, &error);
  g_assert_no_error (error);
  bili_clock_set (self->clock, now);
  assert_feed (self);
  g_assert_cmpuint (navs (self), ==, 3);
}

/* Keys from the future are no keys: the clock was set back, and nobody knows by how much. */
static void
test_clock_set_back (Fixture *self, gconstpointer data)
{
  gint64 now = bili_clock_get_us (self->clock);
  g_autoptr (BiliUser) me = NULL;

  bili_clock_set (self->clock, now + HOUR_US);
  me = get_me (self->client, NULL);
  bili_clock_set (self->clock, now);
  assert_feed (self);
  g_assert_cmpuint (navs (self), ==, 2);
}

static void
test_renewed (Fixture *self, gconstpointer data)
{
  assert_feed (self);
  sandbox_server_rotate_keys (self->sandbox);
  assert_feed (self);
  g_assert_cmpuint (navs (self), ==, 2);
  g_assert_cmpuint (feeds (self), ==, 3);
}

/* Whoever finds out second uses what the first one fetched. */
static void
test_renewed_together (Fixture *self, gconstpointer data)
{
  assert_feed (self);
  sandbox_server_rotate_keys (self->sandbox);
  assert_feeds_at_once (self);
  g_assert_cmpuint (navs (self), ==, 2);
}

static void
assert_one_renewal (Fixture *self, const char *fault, BiliError kind, int code)
{
  g_autoptr (GError) error = NULL;

  assert_feed (self);
  sandbox_server_forget_requests (self->sandbox);
  sandbox_server_fail (self->sandbox, PATH_FEED, fault, -1);
  g_assert_null (list_opus (self->client, SANDBOX_MID, "", &error));
  g_assert_error (error, BILI_ERROR, (gint) kind);
  g_assert_cmpint (bili_error_get_service_code (error), ==, code);
  g_assert_cmpuint (navs (self), ==, 1);
  g_assert_cmpuint (feeds (self), ==, 2);

  /* And when it is over, it is over. */
  sandbox_server_fail (self->sandbox, PATH_FEED, fault, 0);
  assert_feed (self);
  g_assert_cmpuint (feeds (self), ==, 3);
}

static void
test_voucher_no_loop (Fixture *self, gconstpointer data)
{
  assert_one_renewal (self, "voucher", BILI_ERROR_RISK_CONTROL, 0);
}

static void
test_403_no_loop (Fixture *self, gconstpointer data)
{
  assert_one_renewal (self, "code:-403:no", BILI_ERROR_REFUSED, -403);
}

static void
test_403_once (Fixture *self, gconstpointer data)
{
  sandbox_server_fail (self->sandbox, PATH_FEED, "code:-403", 1);
  assert_feed (self);
  g_assert_cmpuint (navs (self), ==, 2);
  g_assert_cmpuint (feeds (self), ==, 2);
}

/* Risk control is not asked twice. */
static void
test_352_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (self->sandbox, PATH_FEED, "code:-352", -1);
  g_assert_null (list_opus (self->client, SANDBOX_MID, "", &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_RISK_CONTROL);
  g_assert_cmpint (bili_error_get_service_code (error), ==, -352);
  g_assert_cmpuint (feeds (self), ==, 1);
  g_assert_cmpuint (navs (self), ==, 1);
}

/* A call without a signature has none to renew. */
static void
test_unsigned_403 (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (self->sandbox, PATH_CARD, "code:-403", -1);
  g_assert_null (get_user (self->client, SANDBOX_MID, &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_REFUSED);
  g_assert_cmpuint (sandbox_server_count_requests (self->sandbox, PATH_CARD), ==, 1);
  g_assert_cmpuint (navs (self), ==, 0);
}

static void
test_nav_fails (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *fault;
    BiliError kind;
  } faults[] = {
    { "drop", BILI_ERROR_NETWORK },         { "http:500", BILI_ERROR_HTTP },
    { "html", BILI_ERROR_PROTOCOL },        { "types", BILI_ERROR_PROTOCOL },
    { "null", BILI_ERROR_PROTOCOL },        { "code:-352", BILI_ERROR_RISK_CONTROL },
    { "code:-101", BILI_ERROR_PROTOCOL },   { "deep", BILI_ERROR_PROTOCOL },
    { "voucher", BILI_ERROR_RISK_CONTROL }, { "code:-403", BILI_ERROR_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      GAsyncResult *slots[2] = { NULL };

      sandbox_server_fail (self->sandbox, PATH_NAV, faults[i].fault, -1);
      for (gsize j = 0; j < G_N_ELEMENTS (slots); j++)
        start_feed (self, NULL, &slots[j]);
      for (gsize j = 0; j < G_N_ELEMENTS (slots); j++)
        {
          g_autoptr (GError) error = NULL;

          g_test_message ("%s", faults[i].fault);
          g_assert_null (finish_feed (self, &slots[j], &error));
          g_assert_error (error, BILI_ERROR, (gint) faults[i].kind);
        }
    }
  g_assert_cmpuint (feeds (self), ==, 0);

  /* A failure is not kept. */
  sandbox_server_fail (self->sandbox, PATH_NAV, "drop", 0);
  assert_feed (self);
}

/* One of two who wait goes away; the other gets its answer. */
static void
test_cancel_waiter (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliOpusPage) page = NULL;
  GAsyncResult *slots[2] = { NULL };

  sandbox_server_fail (self->sandbox, PATH_NAV, "delay:100", 1);
  start_feed (self, cancellable, &slots[0]);
  start_feed (self, NULL, &slots[1]);
  await_requests (self->sandbox, PATH_NAV, 1);
  g_cancellable_cancel (cancellable);

  g_assert_null (finish_feed (self, &slots[0], &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (feeds (self), ==, 0);

  page = finish_feed (self, &slots[1], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (navs (self), ==, 1);
  g_assert_cmpuint (feeds (self), ==, 1);
}

/* The whole call has one time-out, not each of its requests. */
static void
test_nav_stalls (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sandbox_server_fail (self->sandbox, PATH_NAV, "stall", -1);
  g_assert_null (list_opus (self->client, SANDBOX_MID, "", &error));
  g_assert_error (error, BILI_ERROR, BILI_ERROR_TIMED_OUT);
  g_assert_cmpuint (feeds (self), ==, 0);

  /* Let the request for keys end too, which outlives the call by a moment. */
  while (((GObject *) self->client)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up_hasty (Fixture *self, gconstpointer data)
{
  fixture_set_up (self, NULL, SHORT_TIMEOUT_MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ANONYMOUS(path, test)                                                                      \
  g_test_add ("/keys/" path, Fixture, NULL, fixture_set_up_anonymous, test, fixture_tear_down_any)
#define SIGNED_IN(path, test)                                                                      \
  g_test_add ("/keys/" path, Fixture, NULL, fixture_set_up_signed_in, test, fixture_tear_down_any)

  ANONYMOUS ("kept", test_kept);
  SIGNED_IN ("learned-from-me", test_learned_from_me);
  ANONYMOUS ("learned-from-nobody", test_learned_from_nobody);
  ANONYMOUS ("shared", test_shared);
  SIGNED_IN ("age", test_age);
  SIGNED_IN ("clock-set-back", test_clock_set_back);
  ANONYMOUS ("renewed", test_renewed);
  ANONYMOUS ("renewed-together", test_renewed_together);
  ANONYMOUS ("voucher-no-loop", test_voucher_no_loop);
  ANONYMOUS ("403-no-loop", test_403_no_loop);
  ANONYMOUS ("403-once", test_403_once);
  ANONYMOUS ("352-at-once", test_352_at_once);
  ANONYMOUS ("unsigned-403", test_unsigned_403);
  ANONYMOUS ("nav-fails", test_nav_fails);
  ANONYMOUS ("cancel-waiter", test_cancel_waiter);
  g_test_add ("/keys/nav-stalls", Fixture, NULL, set_up_hasty, test_nav_stalls,
              fixture_tear_down_any);

  return g_test_run ();
}
