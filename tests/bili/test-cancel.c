/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls that nobody wants any more. */

#include "support.h"

static void
start_user (Fixture *self, GCancellable *cancellable, GAsyncResult **slot)
{
  bili_client_get_user_async (self->client, SANDBOX_MID, cancellable, keep_result_cb, slot);
}

static void
assert_cancelled (Fixture *self, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = await_result (slot);
  g_autoptr (GError) error = NULL;

  g_assert_null (bili_client_get_user_finish (self->client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_before (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;

  g_cancellable_cancel (cancellable);
  start_user (self, cancellable, &slot);
  /* Not before the call returned, though. */
  g_assert_null (slot);
  assert_cancelled (self, &slot);
  g_assert_cmpuint (sandbox_server_get_requests (self->sandbox)->len, ==, 0);
}

static void
test_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;

  start_user (self, cancellable, &slot);
  g_cancellable_cancel (cancellable);
  assert_cancelled (self, &slot);
}

/* The request is with the service, which will never answer. */
static void
test_mid_flight (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliUser) user = NULL;
  GAsyncResult *slot = NULL;

  sandbox_server_fail (self->sandbox, PATH_CARD, "stall", 1);
  start_user (self, cancellable, &slot);
  await_requests (self->sandbox, PATH_CARD, 1);
  g_cancellable_cancel (cancellable);
  assert_cancelled (self, &slot);

  /* The client is as good as new. */
  user = get_user (self->client, SANDBOX_MID, &error);
  g_assert_no_error (error);
}

static void
test_while_reading (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;

  sandbox_server_fail (self->sandbox, PATH_CARD, "huge", 1);
  start_user (self, cancellable, &slot);
  await_requests (self->sandbox, PATH_CARD, 1);
  g_cancellable_cancel (cancellable);
  assert_cancelled (self, &slot);
}

/* Someone else than the main thread says so. */
static gpointer
cancel_thread (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_from_thread (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  GThread *thread;

  sandbox_server_fail (self->sandbox, PATH_CARD, "stall", 1);
  start_user (self, cancellable, &slot);
  await_requests (self->sandbox, PATH_CARD, 1);
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  assert_cancelled (self, &slot);
  g_thread_join (thread);
}

/* One cancellable for many calls, as a window has it. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slots[20] = { NULL };

  sandbox_server_fail (self->sandbox, PATH_CARD, "stall", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (slots); i++)
    start_user (self, cancellable, &slots[i]);
  await_requests (self->sandbox, PATH_CARD, 2);
  g_cancellable_cancel (cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (slots); i++)
    assert_cancelled (self, &slots[i]);
}

/* Cancelling what is done changes nothing. */
static void
test_too_late (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliUser) user = NULL;
  GAsyncResult *slot = NULL;

  start_user (self, cancellable, &slot);
  result = await_result (&slot);
  user = bili_client_get_user_finish (self->client, result, &error);
  g_cancellable_cancel (cancellable);
  g_assert_no_error (error);
  g_assert_nonnull (user);
}

/* Whoever let go of the client still gets the answer. */
static void
test_client_dropped (Fixture *self, gconstpointer data)
{
  g_autoptr (BiliClient) client = new_client (sandbox_server_get_origin (self->sandbox), NULL, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliUser) user = NULL;
  GAsyncResult *slot = NULL;
  BiliClient *borrowed = client;

  bili_client_get_user_async (client, SANDBOX_MID, NULL, keep_result_cb, &slot);
  g_clear_object (&client);
  result = await_result (&slot);
  user = bili_client_get_user_finish (borrowed, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (user->mid, ==, SANDBOX_MID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test)                                                                            \
  g_test_add ("/cancel/" path, Fixture, NULL, fixture_set_up_signed_in, test, fixture_tear_down_any)

  ADD ("before", test_before);
  ADD ("at-once", test_at_once);
  ADD ("mid-flight", test_mid_flight);
  ADD ("while-reading", test_while_reading);
  ADD ("from-thread", test_from_thread);
  ADD ("many", test_many);
  ADD ("too-late", test_too_late);
  ADD ("client-dropped", test_client_dropped);

  return g_test_run ();
}
