/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-space-link"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "tuwen-space-link.h"

/* Nobody pastes more to open a space; what follows is not looked at */
#define MAX_TEXT 16384

/* UIDs have up to 16 digits, opus ids 17 to 19; see service notes §15.5 */
#define MAX_MID_DIGITS 16
#define MAX_OPUS_DIGITS 19

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
/* What an address can hold that is of interest here. The backslash is none of them, but is kept so
 * that it is seen to spoil a host name. */
#define ADDRESS_CHARACTERS LETTERS DIGITS "-._~:/?#@%&=+$\\"

/* An address taken apart; all parts point into the address itself */
typedef struct
{
  const char *host;
  gsize host_length;
  const char *path; /* without the slash that begins it */
  gsize path_length;
  const char *query; /* without the question mark */
  gsize query_length;
} Address;

typedef enum
{
  NOTHING,
  NOT_UNDERSTOOD,
  NO_NUMBER,
  POST_NUMBER,
  TOO_LONG,
  OTHER_WEBSITE,
  OTHER_PAGE,
  ARTICLE,
  ALBUM,
  VOTE,
  VIDEO,
} Refusal;

static char *
refuse (Refusal refusal, GError **error)
{
  const char *sentence = NULL;

  switch (refusal)
    {
    case NOTHING:
      sentence = _ ("Type a UID, or paste a link to a space or to one of its posts.");
      break;
    case NOT_UNDERSTOOD:
      sentence = _ ("This is neither a UID nor a link. A UID is the number in a space’s address.");
      break;
    case NO_NUMBER:
      sentence = _ ("No space has this number. A UID is a number from 1 up.");
      break;
    case POST_NUMBER:
      sentence = _ ("This is a post’s number, not a UID. Paste the post’s link instead.");
      break;
    case TOO_LONG:
      sentence = _ ("This number is too long. A UID has at most 16 digits.");
      break;
    case OTHER_WEBSITE:
      sentence = _ ("This link leads to another website. Paste one from bilibili.com or b23.tv.");
      break;
    case OTHER_PAGE:
      sentence = _ ("This is a page of bilibili, but no space. Paste a link to a space or to one "
                    "of its posts.");
      break;
    case ARTICLE:
      sentence
          = _ ("This link leads to an article. Open its author’s space in the browser and paste "
               "the link from there.");
      break;
    case ALBUM:
      sentence = _ ("This link leads to an old album, which does not tell whose it is. Paste a "
                    "link to the space itself.");
      break;
    case VOTE:
      sentence = _ ("This link leads to a vote. Paste a link to a space or to one of its posts.");
      break;
    case VIDEO:
      sentence = _ ("This link leads to a video. Paste a link to a space or to one of its posts.");
      break;
    default:
      g_assert_not_reached ();
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, sentence);
  return NULL;
}

static gboolean
starts_with (const char *text, gsize length, const char *prefix)
{
  gsize prefix_length = strlen (prefix);

  return length >= prefix_length && g_ascii_strncasecmp (text, prefix, prefix_length) == 0;
}

static gboolean
equals (const char *text, gsize length, const char *other)
{
  return length == strlen (other) && g_ascii_strncasecmp (text, other, length) == 0;
}

/* Reads the digits that @text begins with: all of @text, or what a slash follows */
static gboolean
scan_number (const char *text, gsize length, const char **digits, gsize *n_digits)
{
  gsize end = 0;

  while (end < length && g_ascii_isdigit (text[end]))
    end++;
  if (end == 0 || (end < length && text[end] != '/'))
    return FALSE;

  while (end > 0 && *text == '0')
    {
      text++;
      end--;
    }
  *digits = text;
  *n_digits = end;
  return TRUE;
}

/* @text is a number, perhaps followed by a path */
static char *
take_number (const char *text,
             gsize length,
             TuwenSpaceLinkKind kind,
             TuwenSpaceLinkKind *out_kind,
             GError **error)
{
  const gsize limit = kind == TUWEN_SPACE_LINK_OPUS ? MAX_OPUS_DIGITS : MAX_MID_DIGITS;
  const char *digits;
  gsize n_digits;

  if (!scan_number (text, length, &digits, &n_digits))
    return refuse (OTHER_PAGE, error);
  if (n_digits == 0)
    return refuse (NO_NUMBER, error);
  if (n_digits > limit)
    return refuse (TOO_LONG, error);

  *out_kind = kind;
  return g_strndup (digits, n_digits);
}

/* The bare number of an input field: no link says what it counts */
static char *
take_bare_number (const char *text, TuwenSpaceLinkKind *kind, GError **error)
{
  const char *digits;
  gsize n_digits;

  if (scan_number (text, strlen (text), &digits, &n_digits) && n_digits > MAX_MID_DIGITS
      && n_digits <= MAX_OPUS_DIGITS)
    return refuse (POST_NUMBER, error);

  return take_number (text, strlen (text), TUWEN_SPACE_LINK_MID, kind, error);
}

/* "BV1…", "av170001", "cv123", "ep1", "ss1": ids that people paste as they paste links */
static gboolean
is_coded_id (const char *text, gsize length, const char *prefix)
{
  return starts_with (text, length, prefix) && length > strlen (prefix)
         && g_ascii_isalnum (text[strlen (prefix)]);
}

static gboolean
is_numbered_id (const char *text, gsize length, const char *prefix)
{
  return is_coded_id (text, length, prefix) && g_ascii_isdigit (text[strlen (prefix)]);
}

static gboolean
is_video_id (const char *text, gsize length)
{
  return (is_coded_id (text, length, "BV") && length >= 12) || is_numbered_id (text, length, "av")
         || is_numbered_id (text, length, "ep") || is_numbered_id (text, length, "ss");
}

/* If the address begins with the folder @folder ("opus/"), gives what follows */
static gboolean
enters (const Address *address, const char *folder, const char **rest, gsize *rest_length)
{
  if (!starts_with (address->path, address->path_length, folder))
    return FALSE;

  *rest = address->path + strlen (folder);
  *rest_length = address->path_length - strlen (folder);
  return TRUE;
}

static gboolean
find_parameter (const Address *address, const char *name, const char **value, gsize *value_length)
{
  const char *end = address->query + address->query_length;
  const char *cursor = address->query;

  while (cursor < end)
    {
      const char *ampersand = memchr (cursor, '&', end - cursor);
      const char *stop = ampersand != NULL ? ampersand : end;

      if (starts_with (cursor, stop - cursor, name))
        {
          *value = cursor + strlen (name);
          *value_length = stop - *value;
          return TRUE;
        }
      cursor = stop + 1;
    }

  return FALSE;
}

static char *
parse_space_host (const Address *address, TuwenSpaceLinkKind *kind, GError **error)
{
  const char *mid = address->path;
  gsize length = address->path_length;

  if (starts_with (address->path, length, "h5/")
      && !find_parameter (address, "mid=", &mid, &length))
    return refuse (OTHER_PAGE, error);

  return take_number (mid, length, TUWEN_SPACE_LINK_MID, kind, error);
}

static char *
parse_dynamic_host (const Address *address, TuwenSpaceLinkKind *kind, GError **error)
{
  const char *id = address->path;
  gsize length = address->path_length;

  if (starts_with (address->path, length, "vote/"))
    return refuse (VOTE, error);

  enters (address, "h5/dynamic/detail/", &id, &length);
  return take_number (id, length, TUWEN_SPACE_LINK_OPUS, kind, error);
}

static char *
parse_main_host (const Address *address, TuwenSpaceLinkKind *kind, GError **error)
{
  const char *rest;
  gsize length;

  if (enters (address, "space/", &rest, &length))
    return take_number (rest, length, TUWEN_SPACE_LINK_MID, kind, error);
  if (enters (address, "opus/", &rest, &length) || enters (address, "dynamic/", &rest, &length))
    return take_number (rest, length, TUWEN_SPACE_LINK_OPUS, kind, error);
  if (enters (address, "read/", &rest, &length))
    return refuse (ARTICLE, error);
  if (enters (address, "video/", &rest, &length) || enters (address, "bangumi/", &rest, &length)
      || is_video_id (address->path, address->path_length))
    return refuse (VIDEO, error);
  if (enters (address, "vote/", &rest, &length))
    return refuse (VOTE, error);

  return refuse (OTHER_PAGE, error);
}

static char *
parse_short_host (const Address *address, TuwenSpaceLinkKind *kind, GError **error)
{
  gsize length = strspn (address->path, LETTERS DIGITS);

  length = MIN (length, address->path_length);
  if (length < 4 || length > 16 || (length < address->path_length && address->path[length] != '/'))
    return refuse (OTHER_PAGE, error);
  if (is_video_id (address->path, length))
    return refuse (VIDEO, error);
  if (is_numbered_id (address->path, length, "cv"))
    return refuse (ARTICLE, error);

  *kind = TUWEN_SPACE_LINK_SHORT;
  return g_strndup (address->path, length);
}

/* bilibili://space/123, bilibili://opus/detail/123: the host is the kind of page */
static char *
parse_app_address (const Address *address, TuwenSpaceLinkKind *kind, GError **error)
{
  if (equals (address->host, address->host_length, "space"))
    return take_number (address->path, address->path_length, TUWEN_SPACE_LINK_MID, kind, error);

  if (equals (address->host, address->host_length, "opus")
      || equals (address->host, address->host_length, "following")
      || equals (address->host, address->host_length, "dynamic"))
    {
      const char *id = address->path;
      gsize length = address->path_length;

      enters (address, "detail/", &id, &length);
      return take_number (id, length, TUWEN_SPACE_LINK_OPUS, kind, error);
    }

  if (equals (address->host, address->host_length, "article"))
    return refuse (ARTICLE, error);
  if (equals (address->host, address->host_length, "video"))
    return refuse (VIDEO, error);
  if (equals (address->host, address->host_length, "album"))
    return refuse (ALBUM, error);

  return refuse (OTHER_PAGE, error);
}

static char *
parse_web_address (const Address *address, TuwenSpaceLinkKind *kind, GError **error)
{
  static const struct
  {
    const char *host;
    char *(*parse) (const Address *address, TuwenSpaceLinkKind *kind, GError **error);
  } hosts[] = {
    { "space.bilibili.com", parse_space_host }, { "t.bilibili.com", parse_dynamic_host },
    { "www.bilibili.com", parse_main_host },    { "m.bilibili.com", parse_main_host },
    { "bilibili.com", parse_main_host },        { "b23.tv", parse_short_host },
    { "bili2233.cn", parse_short_host },
  };
  static const char family[] = ".bilibili.com";

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      if (equals (address->host, address->host_length, hosts[i].host))
        return hosts[i].parse (address, kind, error);
    }

  if (equals (address->host, address->host_length, "h.bilibili.com"))
    return refuse (ALBUM, error);
  if (address->host_length > strlen (family)
      && equals (address->host + address->host_length - strlen (family), strlen (family), family))
    return refuse (OTHER_PAGE, error);

  return refuse (OTHER_WEBSITE, error);
}

/* Takes apart what follows the scheme and its slashes. Strict about the host, where browsers and
 * people disagree: a user name, a backslash, an escape or a strange port make it nobody's. */
static gboolean
split_address (const char *text, Address *address)
{
  gsize length = strspn (text, LETTERS DIGITS "-.");
  const char *rest = text + length;

  if (*rest == ':')
    {
      gsize n_digits = strspn (rest + 1, DIGITS);

      if (!equals (rest + 1, n_digits, "443") && !equals (rest + 1, n_digits, "80"))
        return FALSE;
      rest += 1 + n_digits;
    }
  if (*rest != '\0' && strchr ("/?#", *rest) == NULL)
    return FALSE;

  /* The closing dot of a full domain name */
  if (length > 1 && text[length - 1] == '.')
    length--;
  if (length == 0)
    return FALSE;

  address->host = text;
  address->host_length = length;
  address->path = *rest == '/' ? rest + 1 : rest;
  address->path_length = strcspn (address->path, "?#");
  rest = address->path + address->path_length;
  address->query = *rest == '?' ? rest + 1 : rest;
  address->query_length = strcspn (address->query, "#");
  return TRUE;
}

/* Whether @text, which has no scheme, begins like the name of a website */
static gboolean
looks_like_host (const char *text)
{
  gsize length = strspn (text, LETTERS DIGITS "-.@");
  const char *dot = g_strrstr_len (text, length, ".");

  return dot != NULL && dot != text && (gsize) (text + length - dot) > 2
         && strspn (dot + 1, LETTERS) == (gsize) (text + length - dot - 1);
}

/* The words of @text that could be addresses, in their order */
static GStrv
split_words (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  while (*text != '\0')
    {
      gsize length = strspn (text, ADDRESS_CHARACTERS);

      if (length > 0)
        {
          g_autofree char *word = g_strndup (text, length);
          gsize end = length;

          /* The punctuation of the sentence around it */
          while (end > 0 && strchr (".:?~-_=&@+%#$", word[end - 1]) != NULL)
            end--;
          word[end] = '\0';
          if (end > 0)
            g_strv_builder_add (builder, word);
          text += length;
        }
      else
        text++;
    }

  return g_strv_builder_end (builder);
}

/* The word's address behind its scheme; @word may have letters in front of the scheme that stood in
 * the sentence before it */
static gboolean
parse_word_with_scheme (const char *word, TuwenSpaceLinkKind *kind, char **id, GError **error)
{
  const char *mark = strstr (word, "://");
  g_autofree char *scheme = NULL;
  Address address;

  if (mark == NULL || mark == word)
    return FALSE;

  scheme = g_ascii_strdown (word, mark - word);
  if (g_str_has_suffix (scheme, "http") || g_str_has_suffix (scheme, "https"))
    *id = split_address (mark + 3, &address) ? parse_web_address (&address, kind, error)
                                             : refuse (OTHER_WEBSITE, error);
  else if (g_str_has_suffix (scheme, "bilibili"))
    *id = split_address (mark + 3, &address) ? parse_app_address (&address, kind, error)
                                             : refuse (OTHER_PAGE, error);
  else
    *id = refuse (OTHER_WEBSITE, error);

  return TRUE;
}

static gboolean
parse_word_without_scheme (const char *word, TuwenSpaceLinkKind *kind, char **id, GError **error)
{
  const char *text = word;
  Address address;

  while (*text == '/')
    text++;
  if (!looks_like_host (text))
    return FALSE;

  *id = split_address (text, &address) ? parse_web_address (&address, kind, error)
                                       : refuse (OTHER_WEBSITE, error);
  return TRUE;
}

/* Drops what does not show, and makes ASCII of the full-width characters that Chinese input methods
 * put in its place */
static char *
simplify (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, strnlen (text, MAX_TEXT));
  GString *simple = g_string_new (NULL);

  for (const char *cursor = valid; *cursor != '\0'; cursor = g_utf8_next_char (cursor))
    {
      gunichar c = g_utf8_get_char (cursor);

      if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xff01 - 0x21;

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        g_string_append_c (simple, ' ');
      else if (g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (simple, c);
    }

  return g_strstrip (g_string_free (simple, FALSE));
}

/* Returns what is left of @text behind all characters of @set that it begins with */
static const char *
skip (const char *text, const char *set)
{
  while (*text != '\0' && g_utf8_strchr (set, -1, g_utf8_get_char (text)) != NULL)
    text = g_utf8_next_char (text);

  return text;
}

/* "123", "UID:123", "uid 123": the whole text is a number, with or without its name, perhaps in
 * quotation marks or at the end of a sentence */
static gboolean
find_bare_number (const char *text, char **number)
{
  const char *digits = skip (text, "([{\"'<“‘「『【《");
  gsize n_digits;

  if (starts_with (digits, strlen (digits), "uid") || starts_with (digits, strlen (digits), "mid"))
    digits = skip (digits + 3, " :=#");
  n_digits = strspn (digits, DIGITS);
  if (n_digits == 0 || *skip (digits + n_digits, " .,;:!?)]}\"'>”’」』】》。、") != '\0')
    return FALSE;

  *number = g_strndup (digits, n_digits);
  return TRUE;
}

char *
tuwen_space_link_parse (const char *text, TuwenSpaceLinkKind *kind, GError **error)
{
  g_autofree char *simple = NULL;
  g_autofree char *number = NULL;
  g_auto (GStrv) words = NULL;
  char *id = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  simple = simplify (text);
  if (*simple == '\0')
    return refuse (NOTHING, error);
  if (find_bare_number (simple, &number))
    return take_bare_number (number, kind, error);

  /* What says that it is an address goes before what only looks like one */
  words = split_words (simple);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (parse_word_with_scheme (words[i], kind, &id, error))
        return id;
    }
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (parse_word_without_scheme (words[i], kind, &id, error))
        return id;
    }
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (is_video_id (words[i], strlen (words[i])))
        return refuse (VIDEO, error);
      if (is_numbered_id (words[i], strlen (words[i]), "cv"))
        return refuse (ARTICLE, error);
    }

  return refuse (NOT_UNDERSTOOD, error);
}
