/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-picture-url"

#include "bili-picture-url.h"

#define MAX_LENGTH 2048
#define MAX_SIDE 4096

/* The part behind `http://`, `https://` or `//`; NULL when @url begins otherwise. */
static const char *
skip_scheme (const char *url)
{
  if (g_ascii_strncasecmp (url, "https://", 8) == 0)
    return url + 8;
  if (g_ascii_strncasecmp (url, "http://", 7) == 0)
    return url + 7;
  if (g_str_has_prefix (url, "//"))
    return url + 2;

  return NULL;
}

static gboolean
is_printable_ascii (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        return FALSE;
    }

  return TRUE;
}

/* The lower-case host of `host[:port]`. The usual ports are dropped, as http becomes https; any
 * other port, a user name or an odd character makes it no picture host: NULL. */
static char *
parse_host (const char *authority, gsize length)
{
  g_autofree char *host = g_ascii_strdown (authority, length);
  char *port = strchr (host, ':');

  if (port != NULL)
    {
      if (strcmp (port, ":443") != 0 && strcmp (port, ":80") != 0)
        return NULL;
      *port = '\0';
    }

  if (host[0] == '\0' || host[0] == '.')
    return NULL;
  for (const char *p = host; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '.' && *p != '-')
        return NULL;
    }

  return g_steal_pointer (&host);
}

/* Source: service notes §14. */
static gboolean
takes_suffix (const char *host, const char *path)
{
  return (g_str_has_suffix (host, ".hdslb.com") || g_str_has_suffix (host, ".biliimg.com"))
         && strstr (path, "/bfs/") != NULL;
}

/* Cuts an `@…` suffix off the file's name; an @ in a folder's name stays. */
static void
strip_suffix (char *path)
{
  char *file = strrchr (path, '/');
  char *at = strchr (file != NULL ? file : path, '@');

  if (at != NULL)
    *at = '\0';
}

/* Emotes are cut out and need their transparency; all else is smaller without. */
static const char *
get_format (const char *path)
{
  return strstr (path, "/bfs/emote/") != NULL ? "png" : "jpg";
}

char *
bili_picture_url (const char *url, int width, int height)
{
  const char *rest;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  gsize host_length;
  const char *format;
  GString *made;

  if (url == NULL || strnlen (url, MAX_LENGTH + 1) > MAX_LENGTH || !is_printable_ascii (url))
    return NULL;

  rest = skip_scheme (url);
  if (rest == NULL)
    return NULL;

  host_length = strcspn (rest, "/?#");
  host = parse_host (rest, host_length);
  if (host == NULL || rest[host_length] != '/')
    return NULL;

  width = CLAMP (width, 0, MAX_SIDE);
  height = CLAMP (height, 0, MAX_SIDE);

  path = g_strndup (rest + host_length, strcspn (rest + host_length, "?#"));
  made = g_string_new ("https://");
  g_string_append (made, host);

  if (!takes_suffix (host, path))
    {
      g_string_append_len (made, rest + host_length, strcspn (rest + host_length, "#"));
      return g_string_free (made, FALSE);
    }

  strip_suffix (path);
  format = get_format (path);
  g_string_append (made, path);
  if (width > 0 && height > 0)
    g_string_append_printf (made, "@%dw_%dh_1e_1c.%s", width, height, format);
  else if (width > 0)
    g_string_append_printf (made, "@%dw.%s", width, format);
  else if (height > 0)
    g_string_append_printf (made, "@%dh.%s", height, format);

  return g_string_free (made, FALSE);
}
