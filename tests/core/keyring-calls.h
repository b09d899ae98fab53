/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "await.h"
#include "tuwen-keyring.h"

/* The keyring's calls, each waited for. */

static inline GPtrArray *
load (TuwenKeyring *keyring, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_keyring_load_async (keyring, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_keyring_load_finish (keyring, result, error);
}

static inline gboolean
store (TuwenKeyring *keyring, BiliCookies *cookies, const char *name, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_keyring_store_async (keyring, cookies, name, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_keyring_store_finish (keyring, result, error);
}

static inline gboolean
remove_account (TuwenKeyring *keyring, const char *mid, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tuwen_keyring_remove_async (keyring, mid, NULL, await_cb, &result);
  AWAIT (result != NULL);
  return tuwen_keyring_remove_finish (keyring, result, error);
}
