/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-error"

#include "bili-error.h"

#include "bili-line.h"

#define MAX_WORDS 400

#define HTTP_TOO_MANY_REQUESTS 429

/* "The server wandered off": its own trouble, not a refusal. Source: service notes §16. */
#define CODE_WANDERED_OFF (-8888)

typedef struct
{
  int code;
  char *words; /* (nullable) (owned) */
} BiliErrorPrivate;

/* What each known code means to the caller. Source: service notes §16. */
static const struct
{
  int code;
  BiliError kind;
} kinds[] = {
  { -101, BILI_ERROR_NOT_SIGNED_IN },
  { -111, BILI_ERROR_CSRF },
  { 2202, BILI_ERROR_CSRF },
  { -352, BILI_ERROR_RISK_CONTROL },
  { -412, BILI_ERROR_RISK_CONTROL },
  { -509, BILI_ERROR_RATE_LIMITED },
  { -799, BILI_ERROR_RATE_LIMITED },
  { -400, BILI_ERROR_INVALID },
  { 4100001, BILI_ERROR_INVALID },
  { 4101001, BILI_ERROR_INVALID },
  { 5100001, BILI_ERROR_INVALID },
  { -404, BILI_ERROR_NOT_FOUND },
  { -626, BILI_ERROR_NOT_FOUND },
  { 500404, BILI_ERROR_NOT_FOUND },
  /* Banned, on probation, without a phone number or a real name, of too low a level, in the wrong
   * region, or somebody else's. */
  { -102, BILI_ERROR_REFUSED },
  { -103, BILI_ERROR_REFUSED },
  { -104, BILI_ERROR_REFUSED },
  { -106, BILI_ERROR_REFUSED },
  { -108, BILI_ERROR_REFUSED },
  { -110, BILI_ERROR_REFUSED },
  { -113, BILI_ERROR_REFUSED },
  { -114, BILI_ERROR_REFUSED },
  { -115, BILI_ERROR_REFUSED },
  { -401, BILI_ERROR_REFUSED },
  { -403, BILI_ERROR_REFUSED },
  { -643, BILI_ERROR_REFUSED },
  { -650, BILI_ERROR_REFUSED },
  { -688, BILI_ERROR_REFUSED },
  { -689, BILI_ERROR_REFUSED },
  { 37104, BILI_ERROR_REFUSED },
  { 500406, BILI_ERROR_REFUSED },
  { 4101144, BILI_ERROR_REFUSED },
  { 4126021, BILI_ERROR_REFUSED },
};

static void
bili_error_private_init (BiliErrorPrivate *priv)
{
}

static void
bili_error_private_copy (const BiliErrorPrivate *src, BiliErrorPrivate *dest)
{
  dest->code = src->code;
  dest->words = g_strdup (src->words);
}

static void
bili_error_private_clear (BiliErrorPrivate *priv)
{
  g_clear_pointer (&priv->words, g_free);
}

G_DEFINE_EXTENDED_ERROR (BiliError, bili_error)

/* What the service said, fit to be shown: one line, bounded; NULL when it said nothing or only
 * repeated its code. */
static char *
tidy_words (int code, const char *words)
{
  g_autofree char *valid = NULL;
  g_autofree char *repeated = NULL;
  g_autofree char *line = NULL;

  if (words == NULL)
    return NULL;

  /* Four bytes a character at most, so this much is always enough. */
  valid = g_utf8_make_valid (words, strnlen (words, MAX_WORDS * 4));
  line = g_strstrip (bili_line_from_text (valid, MAX_WORDS));

  repeated = g_strdup_printf ("%d", code);
  if (line[0] == '\0' || strcmp (line, "0") == 0 || strcmp (line, repeated) == 0)
    return NULL;

  return g_steal_pointer (&line);
}

static GError *
new_error (BiliError kind, int code, const char *words)
{
  g_autofree char *tidy = tidy_words (code, words);
  BiliErrorPrivate *priv;
  GError *error;

  if (tidy != NULL)
    error = g_error_new (BILI_ERROR, kind, "%s (%d)", tidy, code);
  else if (kind == BILI_ERROR_HTTP)
    error = g_error_new (BILI_ERROR, kind, "The service answered with HTTP status %d", code);
  else
    error = g_error_new (BILI_ERROR, kind, "The service answered with code %d", code);

  priv = bili_error_get_private (error);
  priv->code = code;
  priv->words = g_steal_pointer (&tidy);
  return error;
}

GError *
bili_error_new_service (int code, const char *words)
{
  /* No envelope uses these numbers, so they are an HTTP status. */
  if (code == 412)
    return new_error (BILI_ERROR_RISK_CONTROL, -412, words);
  if (code >= 100 && code <= 599)
    return new_error (code == HTTP_TOO_MANY_REQUESTS ? BILI_ERROR_RATE_LIMITED : BILI_ERROR_HTTP,
                      code, words);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (kinds[i].code == code)
        return new_error (kinds[i].kind, code, words);
    }

  return new_error (BILI_ERROR_SERVICE, code, words);
}

GError *
bili_error_new_risk_control (int code, const char *words)
{
  return new_error (BILI_ERROR_RISK_CONTROL, code, words);
}

int
bili_error_get_service_code (const GError *error)
{
  if (error == NULL || error->domain != BILI_ERROR)
    return 0;

  return bili_error_get_private (error)->code;
}

const char *
bili_error_get_service_words (const GError *error)
{
  if (error == NULL || error->domain != BILI_ERROR)
    return NULL;

  return bili_error_get_private (error)->words;
}

gboolean
bili_error_may_have_acted (const GError *error)
{
  int code;

  g_return_val_if_fail (error != NULL, TRUE);

  if (error->domain != BILI_ERROR)
    return TRUE;

  code = bili_error_get_service_code (error);
  switch ((BiliError) error->code)
    {
    case BILI_ERROR_NETWORK:
    case BILI_ERROR_TIMED_OUT:
    case BILI_ERROR_PROTOCOL:
    case BILI_ERROR_TOO_LARGE:
      return TRUE;

    case BILI_ERROR_HTTP:
      return code < 400 || code >= 500;

    case BILI_ERROR_SERVICE:
      return (code <= -500 && code > -600) || code == CODE_WANDERED_OFF;

    case BILI_ERROR_NOT_SIGNED_IN:
    case BILI_ERROR_CSRF:
    case BILI_ERROR_RISK_CONTROL:
    case BILI_ERROR_RATE_LIMITED:
    case BILI_ERROR_INVALID:
    case BILI_ERROR_NOT_FOUND:
    case BILI_ERROR_REFUSED:
    default:
      return FALSE;
    }
}

gboolean
bili_error_says_stop (const GError *error)
{
  return g_error_matches (error, BILI_ERROR, BILI_ERROR_RISK_CONTROL)
         || g_error_matches (error, BILI_ERROR, BILI_ERROR_RATE_LIMITED);
}
