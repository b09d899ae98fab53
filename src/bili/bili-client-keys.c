/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-client"

#include "bili-addresses.h"
#include "bili-client-private.h"
#include "bili-wbi.h"

/* The service is said to change its keys once a day. */
#define KEYS_LIFE_US (6 * G_TIME_SPAN_HOUR)

gboolean
bili_client_has_keys (BiliClient *self)
{
  gint64 age = bili_clock_get_us (self->clock) - self->keys_us;

  /* A clock that was set back makes any age possible. */
  return self->mixed_key != NULL && age >= 0 && age < KEYS_LIFE_US;
}

void
bili_client_drop_keys (BiliClient *self, guint serial)
{
  if (self->keys_serial == serial)
    g_clear_pointer (&self->mixed_key, g_free);
}

/* Learns the keys that come with every nav call */
static void
settle_nav (BiliClient *self, BiliCall *call, gpointer data)
{
  const BiliNav *nav = data;

  if (nav->img_key != NULL && nav->sub_key != NULL)
    {
      g_free (self->mixed_key);
      self->mixed_key = bili_wbi_mix_keys (nav->img_key, nav->sub_key);
      self->keys_us = bili_clock_get_us (self->clock);
      self->keys_serial++;
    }

  if (nav->user == NULL)
    bili_client_note_signed_out (self, call);
}

static gpointer
parse_nav (BiliResponse *response, GError **error)
{
  return bili_nav_parse (response->body, error);
}

BiliCall *
bili_client_new_nav_call (void)
{
  BiliCall *call = bili_call_new (BILI_ADDRESS_NAV, BILI_CALL_COOKIES, parse_nav,
                                  (GDestroyNotify) bili_nav_free);

  call->settle = settle_nav;
  return call;
}

static void
fetch_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BiliClient *self = BILI_CLIENT (source);
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->key_waiters);
  g_autoptr (GError) error = NULL;
  g_autoptr (BiliNav) nav = NULL;

  self->key_waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_call_unref);
  self->fetching_keys = FALSE;

  nav = g_task_propagate_pointer (G_TASK (result), &error);
  if (nav != NULL && !bili_client_has_keys (self))
    g_set_error (&error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The service gave no keys to sign with");

  for (guint i = 0; i < waiters->len; i++)
    bili_call_resume (waiters->pdata[i], error);
}

void
bili_client_await_keys (BiliClient *self, BiliCall *call)
{
  g_ptr_array_add (self->key_waiters, bili_call_ref (call));
  if (self->fetching_keys)
    return;

  /* Not cancelled with any one of the waiting calls: the keys serve all, and later ones too. */
  self->fetching_keys = TRUE;
  bili_client_run (self, bili_client_new_nav_call (), bili_client_await_keys, NULL, fetch_cb, NULL);
}
