/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bili-client.h"
#include "sandbox.h"
#include "slowness.h"

/* On a machine that has nothing else to do */
#define USUAL_TIMEOUT_MS 20000

/* Returns: (transfer full): a client of @server, which is nobody's where @cookie_header is %NULL */
static inline BiliClient *
make_client (SandboxServer *server, BiliClock *clock, const char *cookie_header)
{
  g_autoptr (BiliCookies) cookies = NULL;
  g_autoptr (GError) error = NULL;

  if (cookie_header != NULL)
    {
      cookies = bili_cookies_new_from_header (cookie_header, &error);
      g_assert_no_error (error);
    }
  return g_object_new (BILI_TYPE_CLIENT, "origin", sandbox_server_get_origin (server), "user-agent",
                       "Tuwen/test", "clock", clock, "cookies", cookies, "timeout",
                       USUAL_TIMEOUT_MS * get_slowness (), NULL);
}
