/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-client"

#include "bili-client-private.h"

#include <string.h>

#include "bili-addresses.h"
#include "bili-json.h"

#define DEFAULT_TIMEOUT_MS 20000
/* One host serves all covers of a page. */
#define MAX_CONNECTIONS_PER_HOST 6
#define MAX_CONNECTIONS 24

G_DEFINE_FINAL_TYPE (BiliClient, bili_client, G_TYPE_OBJECT)

enum
{
  PROP_ORIGIN = 1,
  PROP_USER_AGENT,
  PROP_CLOCK,
  PROP_COOKIES,
  PROP_TIMEOUT,
  N_PROPS
};

enum
{
  SIGNED_OUT,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
bili_client_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BiliClient *self = BILI_CLIENT (object);

  switch (prop_id)
    {
    case PROP_ORIGIN:
      g_value_set_string (value, self->origin);
      break;
    case PROP_USER_AGENT:
      g_value_set_string (value, self->user_agent);
      break;
    case PROP_CLOCK:
      g_value_set_object (value, self->clock);
      break;
    case PROP_COOKIES:
      g_value_set_boxed (value, self->cookies);
      break;
    case PROP_TIMEOUT:
      g_value_set_uint (value, self->timeout_ms);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bili_client_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  BiliClient *self = BILI_CLIENT (object);

  switch (prop_id)
    {
    case PROP_ORIGIN:
      self->origin = g_value_dup_string (value);
      break;
    case PROP_USER_AGENT:
      self->user_agent = g_value_dup_string (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_COOKIES:
      bili_client_set_cookies (self, g_value_get_boxed (value));
      break;
    case PROP_TIMEOUT:
      self->timeout_ms = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bili_client_constructed (GObject *object)
{
  BiliClient *self = BILI_CLIENT (object);

  G_OBJECT_CLASS (bili_client_parent_class)->constructed (object);

  while (self->origin != NULL && g_str_has_suffix (self->origin, "/"))
    self->origin[strlen (self->origin) - 1] = '\0';
  if (self->clock == NULL)
    self->clock = bili_clock_new ();

  /* No time-out of the session's, which has one unless told otherwise: it would start anew with
   * every byte, and calls have their own. No cookie jar, no cache. */
  self->session
      = soup_session_new_with_options ("user-agent", self->user_agent, "timeout", 0, "max-conns",
                                       MAX_CONNECTIONS, "max-conns-per-host",
                                       MAX_CONNECTIONS_PER_HOST, NULL);
}

static void
bili_client_finalize (GObject *object)
{
  BiliClient *self = BILI_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->cookies, bili_cookies_unref);
  g_clear_pointer (&self->key_waiters, g_ptr_array_unref);
  g_free (self->origin);
  g_free (self->user_agent);
  g_free (self->mixed_key);
  g_free (self->buvid);

  G_OBJECT_CLASS (bili_client_parent_class)->finalize (object);
}

/* libsoup's HTTP/2 says every request's query aloud when debugging is asked for, and there are
 * calls whose query holds a cookie's value. */
static void
say_nothing_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

static void
bili_client_class_init (BiliClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags always = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bili_client_get_property;
  object_class->set_property = bili_client_set_property;
  object_class->constructed = bili_client_constructed;
  object_class->finalize = bili_client_finalize;

  props[PROP_ORIGIN] = g_param_spec_string ("origin", NULL, NULL, NULL, once);
  props[PROP_USER_AGENT] = g_param_spec_string ("user-agent", NULL, NULL, "Tuwen", once);
  props[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BILI_TYPE_CLOCK, once);
  props[PROP_COOKIES] = g_param_spec_boxed ("cookies", NULL, NULL, BILI_TYPE_COOKIES, always);
  props[PROP_TIMEOUT]
      = g_param_spec_uint ("timeout", NULL, NULL, 1, G_MAXUINT, DEFAULT_TIMEOUT_MS, once);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNED_OUT] = g_signal_new ("signed-out", BILI_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);

  g_log_set_handler ("libsoup-http2", G_LOG_LEVEL_DEBUG, say_nothing_cb, NULL);
}

static void
bili_client_init (BiliClient *self)
{
  self->key_waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) bili_call_unref);
}

BiliClient *
bili_client_new (const char *origin, const char *user_agent, BiliClock *clock, BiliCookies *cookies)
{
  return g_object_new (BILI_TYPE_CLIENT, "origin", origin, "user-agent", user_agent, "clock", clock,
                       "cookies", cookies, NULL);
}

BiliCookies *
bili_client_get_cookies (BiliClient *self)
{
  g_return_val_if_fail (BILI_IS_CLIENT (self), NULL);

  return self->cookies;
}

void
bili_client_set_cookies (BiliClient *self, BiliCookies *cookies)
{
  g_return_if_fail (BILI_IS_CLIENT (self));

  if (self->cookies == cookies)
    return;

  g_clear_pointer (&self->cookies, bili_cookies_unref);
  if (cookies != NULL)
    self->cookies = bili_cookies_ref (cookies);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COOKIES]);
}

void
bili_client_note_signed_out (BiliClient *self, BiliCall *call)
{
  if (call->cookies_sent != NULL && call->cookies_sent == self->cookies)
    g_signal_emit (self, signals[SIGNED_OUT], 0);
}
