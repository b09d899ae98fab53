/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-parse"

#include "bili-parse.h"

#include <string.h>

#include "bili-cookies-private.h"
#include "bili-error.h"
#include "bili-json.h"

#define MAX_QR_URL 1024
#define MAX_CONFIRMED_URL 8192
#define MAX_TOKEN 256
#define MAX_LOCATION 4096

static const char *const session_names[] = {
  "SESSDATA", "bili_jct", "DedeUserID", "DedeUserID__ckMd5", "sid",
};

void
bili_qr_code_free (BiliQrCode *self)
{
  g_free (self->url);
  g_free (self->key);
  g_free (self);
}

/* Printable ASCII without blanks, not empty. */
static gboolean
is_token (const char *text, gsize max_length)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        return FALSE;
    }

  return text[0] != '\0' && strlen (text) <= max_length;
}

/* A text that goes into a request or a cookie. */
static char *
dup_token (JsonNode *node, guint max_chars)
{
  g_autofree char *token = bili_json_dup_bounded_text (node, max_chars + 1);

  return token != NULL && is_token (token, max_chars) ? g_steal_pointer (&token) : NULL;
}

BiliQrCode *
bili_qr_code_parse (GBytes *body, GError **error)
{
  g_autoptr (BiliQrCode) self = NULL;
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);

  if (root == NULL)
    return NULL;

  self = g_new0 (BiliQrCode, 1);
  self->url = dup_token (bili_json_get_path (root, "data.url"), MAX_QR_URL);
  self->key = dup_token (bili_json_get_path (root, "data.qrcode_key"), MAX_TOKEN);
  if (self->url == NULL || self->key == NULL)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no sign-in code");
      return NULL;
    }

  return g_steal_pointer (&self);
}

gboolean
bili_qr_poll_parse (GBytes *body, BiliQrState *state, char **url, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  JsonNode *data;

  *url = NULL;
  if (root == NULL)
    return FALSE;

  data = bili_json_get (root, "data");
  switch (bili_json_int (bili_json_get (data, "code"), -1))
    {
    case 0:
      *state = BILI_QR_CONFIRMED;
      *url = dup_token (bili_json_get (data, "url"), MAX_CONFIRMED_URL);
      return TRUE;

    case 86038:
      *state = BILI_QR_EXPIRED;
      return TRUE;

    case 86090:
      *state = BILI_QR_SCANNED;
      return TRUE;

    case 86101:
      *state = BILI_QR_WAITING;
      return TRUE;

    default:
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL,
                   "The answer has no known state of the sign-in code");
      return FALSE;
    }
}

/* Puts `name=value`, which ends at one of @ends, into @jar when it is a cookie of the session. */
static void
take_session_cookie (BiliCookieJar *jar, const char *pair, const char *ends)
{
  gsize length = strcspn (pair, ends);
  const char *equals = memchr (pair, '=', length);

  for (guint i = 0; equals != NULL && i < G_N_ELEMENTS (session_names); i++)
    {
      gsize name_length = strlen (session_names[i]);
      const char *end = pair + length;

      if ((gsize) (equals - pair) != name_length
          || memcmp (pair, session_names[i], name_length) != 0)
        continue;

      while (end > equals + 1 && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
      bili_cookie_jar_set (jar, pair, name_length, equals + 1, end - equals - 1);
    }
}

BiliCookies *
bili_qr_cookies_parse (char **set_cookies, const char *url, GError **error)
{
  g_autoptr (BiliCookieJar) jar = bili_cookie_jar_new ();
  const char *pair = url != NULL ? strchr (url, '?') : NULL;
  BiliCookies *cookies;

  while (pair != NULL && *pair != '#' && *pair != '\0')
    {
      pair++;
      take_session_cookie (jar, pair, "&#");
      pair += strcspn (pair, "&#");
    }

  /* These come second, as they win. */
  for (guint i = 0; set_cookies != NULL && set_cookies[i] != NULL; i++)
    take_session_cookie (jar, set_cookies[i] + strspn (set_cookies[i], " \t"), ";");

  cookies = bili_cookie_jar_close (g_steal_pointer (&jar), NULL);
  if (cookies == NULL)
    g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no cookies");

  return cookies;
}

gboolean
bili_sign_out_parse (GBytes *body, GError **error)
{
  g_autoptr (GError) service_error = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }

  /* The page that asks to sign in: there was no session any more. */
  if (length > 0 && *text == '<')
    return TRUE;

  root = bili_json_parse_envelope (body, NULL, &service_error);
  if (root != NULL || g_error_matches (service_error, BILI_ERROR, BILI_ERROR_NOT_SIGNED_IN))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&service_error));
  return FALSE;
}

char *
bili_buvid_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  char *buvid;

  if (root == NULL)
    return NULL;

  buvid = dup_token (bili_json_get_path (root, "data.b_3"), MAX_TOKEN);
  if (buvid == NULL || strchr (buvid, ';') != NULL)
    {
      g_clear_pointer (&buvid, g_free);
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no buvid3");
    }

  return buvid;
}

/* The author's module; modules are a list here and an object in the feed's twin of this answer. */
static JsonNode *
find_author (JsonNode *modules)
{
  JsonNode *author = bili_json_get (modules, "module_author");

  for (guint i = 0; author == NULL && i < bili_json_length (modules); i++)
    author = bili_json_get (bili_json_element (modules, i), "module_author");

  return author;
}

char *
bili_opus_owner_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = bili_json_parse_envelope (body, NULL, error);
  JsonNode *item;
  char *mid;

  if (root == NULL)
    return NULL;

  item = bili_json_get_path (root, "data.item");
  mid = bili_parse_id (bili_json_get_path (item, "basic.uid"));
  if (mid == NULL)
    mid = bili_parse_id (bili_json_get (find_author (bili_json_get (item, "modules")), "mid"));

  if (mid == NULL && item == NULL && bili_json_get_path (root, "data.fallback") != NULL)
    g_set_error (error, BILI_ERROR, BILI_ERROR_NOT_FOUND, "The post has no such form");
  else if (mid == NULL)
    g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL, "The answer has no owner");

  return mid;
}

gboolean
bili_is_service_host (const char *host)
{
  static const char domain[] = "bilibili.com";
  gsize length = strlen (host);

  /* A host can be written with percent signs, and so can what ends it. */
  for (const char *p = host; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.')
        return FALSE;
    }

  if (length < strlen (domain) || g_ascii_strcasecmp (host + length - strlen (domain), domain) != 0)
    return FALSE;

  return length == strlen (domain) || host[length - strlen (domain) - 1] == '.';
}

char *
bili_short_link_parse (const char *location, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (location != NULL && is_token (location, MAX_LOCATION))
    uri = g_uri_parse (location, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL
      || (strcmp (g_uri_get_scheme (uri), "https") != 0
          && strcmp (g_uri_get_scheme (uri), "http") != 0)
      || !bili_is_service_host (g_uri_get_host (uri)))
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_PROTOCOL,
                   "The short link does not lead to the service");
      return NULL;
    }

  return g_strdup_printf ("https://%s%s", g_uri_get_host (uri), g_uri_get_path (uri));
}
