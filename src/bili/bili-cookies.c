/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-cookies"

#include "bili-cookies-private.h"

#include <string.h>

#include "bili-error.h"

#define MAX_HEADER (16 * 1024)
#define MAX_COOKIES 64

typedef struct
{
  char *name;
  char *value;
} Cookie;

struct _BiliCookies
{
  GArray *list; /* of Cookie */
};

struct _BiliCookieJar
{
  GArray *list; /* (nullable): of Cookie; taken by the cookies */
};

G_DEFINE_BOXED_TYPE (BiliCookies, bili_cookies, bili_cookies_ref, bili_cookies_unref)

void
bili_cookies_wipe (char *text)
{
  if (text == NULL)
    return;

  /* volatile: the compiler may not leave out what nobody reads. */
  for (volatile char *p = text; *p != '\0'; p++)
    *p = '\0';
  g_free (text);
}

static void
clear_cookie_cb (gpointer data)
{
  Cookie *cookie = data;

  g_free (cookie->name);
  bili_cookies_wipe (cookie->value);
}

static Cookie *
find (GArray *list, const char *name, gsize length)
{
  for (guint i = 0; i < list->len; i++)
    {
      Cookie *cookie = &g_array_index (list, Cookie, i);

      if (strlen (cookie->name) == length && memcmp (cookie->name, name, length) == 0)
        return cookie;
    }

  return NULL;
}

/* A token of RFC 7230. */
static gboolean
is_name (const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (name[i])
          && (name[i] == '\0' || strchr ("!#$%&'*+-.^_`|~", name[i]) == NULL))
        return FALSE;
    }

  return length > 0;
}

/* More than RFC 6265 has, as browsers take more; but nothing that would end the value. */
static gboolean
is_value (const char *value, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isprint (value[i]) || value[i] == ';')
        return FALSE;
    }

  /* Blanks at the ends would not come back. */
  return length == 0 || (value[0] != ' ' && value[length - 1] != ' ');
}

BiliCookieJar *
bili_cookie_jar_new (void)
{
  BiliCookieJar *jar = g_new0 (BiliCookieJar, 1);

  jar->list = g_array_new (FALSE, FALSE, sizeof (Cookie));
  g_array_set_clear_func (jar->list, clear_cookie_cb);
  return jar;
}

void
bili_cookie_jar_free (BiliCookieJar *jar)
{
  g_clear_pointer (&jar->list, g_array_unref);
  g_free (jar);
}

gboolean
bili_cookie_jar_set (
    BiliCookieJar *jar, const char *name, gsize name_length, const char *value, gsize value_length)
{
  Cookie *cookie;
  Cookie made;

  if (!is_name (name, name_length) || !is_value (value, value_length))
    return FALSE;

  cookie = find (jar->list, name, name_length);
  if (value_length == 0)
    {
      if (cookie != NULL)
        g_array_remove_index (jar->list, cookie - (Cookie *) jar->list->data);
      return TRUE;
    }

  if (cookie != NULL)
    {
      bili_cookies_wipe (cookie->value);
      cookie->value = g_strndup (value, value_length);
      return TRUE;
    }

  if (jar->list->len == MAX_COOKIES)
    return FALSE;

  made.name = g_strndup (name, name_length);
  made.value = g_strndup (value, value_length);
  g_array_append_val (jar->list, made);
  return TRUE;
}

BiliCookies *
bili_cookie_jar_close (BiliCookieJar *jar, GError **error)
{
  g_autoptr (BiliCookieJar) closing = jar;
  BiliCookies *self;
  gsize length = 0;

  for (guint i = 0; i < jar->list->len; i++)
    {
      const Cookie *cookie = &g_array_index (jar->list, Cookie, i);

      length += strlen (cookie->name) + strlen (cookie->value) + strlen ("=; ");
    }

  if (length > MAX_HEADER)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_INVALID, "The cookies are too long");
      return NULL;
    }
  if (find (jar->list, "SESSDATA", strlen ("SESSDATA")) == NULL)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_INVALID, "SESSDATA is missing");
      return NULL;
    }

  self = g_atomic_rc_box_new0 (BiliCookies);
  self->list = g_steal_pointer (&closing->list);
  return self;
}

static void
clear_cookies_cb (gpointer data)
{
  BiliCookies *self = data;

  g_array_unref (self->list);
}

BiliCookies *
bili_cookies_ref (BiliCookies *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
bili_cookies_unref (BiliCookies *self)
{
  g_atomic_rc_box_release_full (self, clear_cookies_cb);
}

/* One `name=value` without blanks around it; nothing at all is fine too. */
static gboolean
take_piece (BiliCookieJar *jar, const char *piece, gsize length)
{
  const char *equals;

  while (length > 0 && piece[0] == ' ')
    {
      piece++;
      length--;
    }
  while (length > 0 && piece[length - 1] == ' ')
    length--;

  if (length == 0)
    return TRUE;

  equals = memchr (piece, '=', length);
  return equals != NULL
         && bili_cookie_jar_set (jar, piece, equals - piece, equals + 1,
                                 piece + length - equals - 1);
}

BiliCookies *
bili_cookies_new_from_header (const char *header, GError **error)
{
  g_autoptr (BiliCookieJar) jar = bili_cookie_jar_new ();
  const char *piece = header;

  g_return_val_if_fail (header != NULL, NULL);

  if (strnlen (header, MAX_HEADER + 1) > MAX_HEADER)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_INVALID, "The cookies are too long");
      return NULL;
    }

  while (TRUE)
    {
      gsize length = strcspn (piece, ";");

      if (!take_piece (jar, piece, length))
        {
          g_set_error (error, BILI_ERROR, BILI_ERROR_INVALID, "These are no cookies");
          return NULL;
        }
      if (piece[length] == '\0')
        break;
      piece += length + 1;
    }

  return bili_cookie_jar_close (g_steal_pointer (&jar), error);
}

BiliCookies *
bili_cookies_with (BiliCookies *self, const char *name, const char *value)
{
  g_autoptr (BiliCookieJar) jar = bili_cookie_jar_new ();
  BiliCookies *copy;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->list->len; i++)
    {
      const Cookie *cookie = &g_array_index (self->list, Cookie, i);

      bili_cookie_jar_set (jar, cookie->name, strlen (cookie->name), cookie->value,
                           strlen (cookie->value));
    }

  if (value == NULL)
    value = "";
  if (!bili_cookie_jar_set (jar, name, strlen (name), value, strlen (value)))
    return bili_cookies_ref (self);

  copy = bili_cookie_jar_close (g_steal_pointer (&jar), NULL);
  return copy != NULL ? copy : bili_cookies_ref (self);
}

const char *
bili_cookies_get (BiliCookies *self, const char *name)
{
  const Cookie *cookie;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  cookie = find (self->list, name, strlen (name));
  return cookie != NULL ? cookie->value : NULL;
}

const char *
bili_cookies_get_mid (BiliCookies *self)
{
  const char *mid = bili_cookies_get (self, "DedeUserID");
  gsize length;

  if (mid == NULL || mid[0] == '0')
    return NULL;

  length = strspn (mid, "0123456789");
  return mid[length] == '\0' && length <= 20 ? mid : NULL;
}

const char *
bili_cookies_get_csrf (BiliCookies *self)
{
  return bili_cookies_get (self, "bili_jct");
}

gint64
bili_cookies_get_expiry (BiliCookies *self)
{
  static const char comma[] = "%2C";
  const char *session;
  const char *begin;
  gint64 expiry;

  g_return_val_if_fail (self != NULL, 0);

  session = bili_cookies_get (self, "SESSDATA");
  begin = session != NULL ? strstr (session, comma) : NULL;
  if (begin == NULL)
    return 0;

  begin += strlen (comma);
  {
    g_autofree char *digits = g_strndup (begin, strspn (begin, "0123456789"));

    /* Anything else than a number is no time. */
    if (strncmp (begin + strlen (digits), comma, strlen (comma)) != 0
        || !g_ascii_string_to_signed (digits, 10, 1, G_MAXINT64, &expiry, NULL))
      return 0;
  }

  return expiry;
}

char *
bili_cookies_to_header (BiliCookies *self)
{
  gsize length = 1;
  GString *header;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->list->len; i++)
    {
      const Cookie *cookie = &g_array_index (self->list, Cookie, i);

      length += strlen (cookie->name) + strlen (cookie->value) + strlen ("=; ");
    }

  /* Of its final size from the start: growing would leave copies behind. */
  header = g_string_sized_new (length);
  for (guint i = 0; i < self->list->len; i++)
    {
      const Cookie *cookie = &g_array_index (self->list, Cookie, i);

      if (i > 0)
        g_string_append (header, "; ");
      g_string_append (header, cookie->name);
      g_string_append_c (header, '=');
      g_string_append (header, cookie->value);
    }

  return g_string_free (header, FALSE);
}

void
bili_cookies_free_header (char *header)
{
  bili_cookies_wipe (header);
}
