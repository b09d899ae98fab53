/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-cookies"

#include <string.h>

#include "bili-cookies-private.h"
#include "bili-error.h"
#include "bili-json.h"

#define MAX_TEXT (1024 * 1024)

/* What of a browser's many cookies the service's calls are known to need. */
static const char *const known_names[] = {
  "SESSDATA", "bili_jct", "DedeUserID", "DedeUserID__ckMd5", "sid", "buvid3", "buvid4",
};

typedef struct
{
  BiliCookieJar *jar;
  const char *refused; /* (nullable): the name of a cookie whose value is impossible */
} Paste;

static const char *
find_known (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_names); i++)
    {
      if (strcmp (name, known_names[i]) == 0)
        return known_names[i];
    }

  return NULL;
}

/* Whether a cookie of this domain is the service's; a browser's whole store holds many a `sid`. */
static gboolean
is_own_domain (const char *domain)
{
  if (g_str_has_prefix (domain, "#HttpOnly_"))
    domain += strlen ("#HttpOnly_");

  return g_ascii_strcasecmp (domain, "bilibili.com") == 0
         || (strlen (domain) > strlen (".bilibili.com")
             && g_ascii_strcasecmp (domain + strlen (domain) - strlen (".bilibili.com"),
                                    ".bilibili.com")
                    == 0)
         || g_ascii_strcasecmp (domain, ".bilibili.com") == 0;
}

/* Takes blanks and one pair of quotes off the ends, in place. */
static char *
unwrap (char *text)
{
  gsize length;

  g_strstrip (text);
  length = strlen (text);
  if (length >= 2 && strchr ("\"'`", text[0]) != NULL && text[length - 1] == text[0])
    {
      text[length - 1] = '\0';
      return g_strstrip (text + 1);
    }

  return text;
}

/* A browser that shows values decoded makes `a,b,c*d` of the service's `a%2Cb%2Cc%2Ad`. A value as
 * the service gives it has no comma. */
static char *
restore_sessdata (const char *value)
{
  GString *restored;

  if (strchr (value, '%') != NULL || strchr (value, ',') == NULL)
    return g_strdup (value);

  restored = g_string_new (value);
  g_string_replace (restored, ",", "%2C", 0);
  g_string_replace (restored, "*", "%2A", 0);
  return g_string_free (restored, FALSE);
}

static void
take_cookie (Paste *paste, const char *name, const char *value)
{
  const char *known = find_known (name);
  char *exact;

  if (known == NULL || value[0] == '\0')
    return;

  exact = strcmp (known, "SESSDATA") == 0 ? restore_sessdata (value) : g_strdup (value);
  if (!bili_cookie_jar_set (paste->jar, known, strlen (known), exact, strlen (exact)))
    paste->refused = known;
  bili_cookies_wipe (exact);
}

/* `name=value` or `name: value`; NULL when @text is neither. */
static void
take_pair (Paste *paste, char *text)
{
  char *name = unwrap (text);
  gsize length = strcspn (name, "=:");
  char *value;

  if (name[length] == '\0')
    return;

  value = unwrap (name + length + 1);
  name[length] = '\0';
  take_cookie (paste, unwrap (name), value);
}

static void
take_pairs (Paste *paste, char *text)
{
  g_auto (GStrv) pieces = NULL;

  text = unwrap (text);
  if (g_ascii_strncasecmp (text, "cookie:", strlen ("cookie:")) == 0)
    text = unwrap (text + strlen ("cookie:"));

  pieces = g_strsplit (text, ";", -1);
  for (guint i = 0; pieces[i] != NULL; i++)
    take_pair (paste, pieces[i]);
}

/* A line of fields: `domain flag path secure expiry name value` of a cookies.txt, or a row of a
 * browser's table, which begins with name and value. */
static void
take_fields (Paste *paste, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  guint n_fields = g_strv_length (fields);

  if (n_fields >= 7 && find_known (g_strstrip (fields[5])) != NULL)
    {
      if (is_own_domain (g_strstrip (fields[0])))
        take_cookie (paste, fields[5], unwrap (fields[6]));
    }
  else if (n_fields >= 2)
    {
      char *name = unwrap (fields[0]);

      /* `name:<TAB>value`, `name=<TAB>value` */
      if (g_str_has_suffix (name, ":") || g_str_has_suffix (name, "="))
        name[strlen (name) - 1] = '\0';
      take_cookie (paste, name, unwrap (fields[1]));
    }
}

static void
take_lines (Paste *paste, const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = lines[i];

      if (line[0] == '#' && !g_str_has_prefix (line, "#HttpOnly_"))
        continue;

      if (strchr (g_strchug (line), '\t') != NULL && strchr (line, ';') == NULL)
        take_fields (paste, line);
      else
        take_pairs (paste, line);
    }
}

/* A browser's "Copy as cURL" for the shell of Windows escapes with carets. */
static char *
drop_carets (const char *text)
{
  GString *plain;

  if (strstr (text, "^\"") == NULL && strstr (text, "^\n") == NULL && strstr (text, "^\r") == NULL)
    return g_strdup (text);

  plain = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p != '^')
        g_string_append_c (plain, *p);
      else if (p[1] == '\r' || p[1] == '\n')
        g_string_append_c (plain, ' ');
      else if (p[1] == '^')
        g_string_append_c (plain, *++p);
    }

  return g_string_free (plain, FALSE);
}

/* The argument of an option written as `-b X`, `-bX`, `--cookie X` or `--cookie=X`. @next is what
 * follows the word. Returns NULL when @word is another option. */
static const char *
option_argument (const char *word, const char *next, const char *brief, const char *full)
{
  if (strcmp (word, brief) == 0 || strcmp (word, full) == 0)
    return next;
  if (g_str_has_prefix (word, full) && word[strlen (full)] == '=')
    return word + strlen (full) + 1;
  if (g_str_has_prefix (word, brief))
    return word + strlen (brief);

  return NULL;
}

static void
take_curl (Paste *paste, const char *text)
{
  /* Half a command may still have whole cookies: what it lacks is the quote that ends it. */
  static const char *const endings[] = { "", "'", "\"" };
  g_autofree char *plain = drop_carets (text);
  g_auto (GStrv) words = NULL;

  for (guint i = 0; words == NULL && i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *whole = g_strconcat (plain, endings[i], NULL);

      if (!g_shell_parse_argv (whole, NULL, &words, NULL))
        words = NULL;
    }

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      const char *argument = option_argument (words[i], words[i + 1], "-b", "--cookie");
      g_autofree char *pairs = NULL;

      if (argument == NULL)
        {
          argument = option_argument (words[i], words[i + 1], "-H", "--header");
          /* $'…' leaves its dollar. */
          if (argument != NULL && argument[0] == '$')
            argument++;
          if (argument == NULL
              || g_ascii_strncasecmp (argument, "cookie:", strlen ("cookie:")) != 0)
            continue;
        }

      pairs = g_strdup (argument[0] == '$' ? argument + 1 : argument);
      take_pairs (paste, pairs);
    }
}

static void
take_json_cookie (Paste *paste, JsonNode *cookie)
{
  g_autofree char *name = bili_json_dup_text (bili_json_get (cookie, "name"));
  g_autofree char *domain = bili_json_dup_text (bili_json_get (cookie, "domain"));
  char *value;

  if (name == NULL || (domain != NULL && domain[0] != '\0' && !is_own_domain (domain)))
    return;

  value = bili_json_dup_text (bili_json_get (cookie, "value"));
  if (value != NULL)
    take_cookie (paste, name, value);
  bili_cookies_wipe (value);
}

/* A list of cookies, an object with such a list as `cookies`, or an object of names and values. */
static gboolean
take_json (Paste *paste, const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, length);
  g_autoptr (JsonNode) root = bili_json_parse (bytes, NULL);
  JsonNode *list;

  if (root == NULL)
    return FALSE;

  list = bili_json_get (root, "cookies");
  if (list == NULL)
    list = root;
  for (guint i = 0; i < bili_json_length (list); i++)
    take_json_cookie (paste, bili_json_element (list, i));

  for (guint i = 0; i < G_N_ELEMENTS (known_names); i++)
    {
      char *value = bili_json_dup_text (bili_json_get (list, known_names[i]));

      if (value != NULL)
        take_cookie (paste, known_names[i], value);
      bili_cookies_wipe (value);
    }

  return TRUE;
}

/* What stands in front of the cookies when the console was asked for them. */
static const char *
skip_document_cookie (const char *text)
{
  static const char prefix[] = "document.cookie";
  const char *rest = text;

  if (!g_str_has_prefix (text, prefix))
    return text;

  rest += strlen (prefix);
  rest += strspn (rest, " ");
  return *rest == '=' ? rest + 1 : text;
}

static gboolean
starts_with_curl (const char *text)
{
  return g_str_has_prefix (text, "curl ") || g_str_has_prefix (text, "curl.exe ")
         || g_str_has_prefix (text, "$ curl ");
}

BiliCookies *
bili_cookies_new_from_text (const char *text, GError **error)
{
  g_autoptr (BiliCookieJar) jar = bili_cookie_jar_new ();
  Paste paste = { .jar = jar };

  g_return_val_if_fail (text != NULL, NULL);

  if (strnlen (text, MAX_TEXT + 1) > MAX_TEXT)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_INVALID, "The text is too long");
      return NULL;
    }

  if (g_str_has_prefix (text, "\357\273\277"))
    text += 3;
  text += strspn (text, " \t\r\n");

  if (starts_with_curl (text))
    take_curl (&paste, text);
  else if ((text[0] != '[' && text[0] != '{') || !take_json (&paste, text, strlen (text)))
    take_lines (&paste, skip_document_cookie (text));

  if (paste.refused != NULL)
    {
      g_set_error (error, BILI_ERROR, BILI_ERROR_INVALID, "%s has a value that no cookie can have",
                   paste.refused);
      return NULL;
    }

  return bili_cookie_jar_close (g_steal_pointer (&jar), error);
}
