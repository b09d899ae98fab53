/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-error-text"

#include "tuwen-error-text.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "bili-error.h"
#include "tuwen-keyring.h"

G_DEFINE_QUARK (tuwen-error, tuwen_error)

typedef struct
{
  int code;
  const char *title;
  const char *body;
  gboolean retry;
  gboolean browser;
} Words;

static const Words bili_words[] = {
  { BILI_ERROR_NETWORK, N_ ("You Are Offline"),
    N_ ("bilibili could not be reached. Check the network connection and try again."), TRUE,
    FALSE },
  { BILI_ERROR_TIMED_OUT, N_ ("No Answer"),
    N_ ("bilibili took too long to answer. Try again in a moment."), TRUE, FALSE },
  { BILI_ERROR_HTTP, N_ ("bilibili Has a Problem"),
    N_ ("The request could not be carried out. Try again in a moment."), TRUE, FALSE },
  { BILI_ERROR_PROTOCOL, N_ ("Answer Not Understood"),
    N_ ("bilibili answered something that Tuwen cannot read. Try again; if it happens every time, "
        "look for a newer version of Tuwen."),
    TRUE, FALSE },
  { BILI_ERROR_TOO_LARGE, N_ ("Answer Too Large"),
    N_ ("bilibili answered with more data than Tuwen takes. Try again in a moment."), TRUE, FALSE },
  { BILI_ERROR_NOT_SIGNED_IN, N_ ("Not Signed In"),
    N_ ("The session has ended, or there was none. Sign in to go on."), FALSE, FALSE },
  { BILI_ERROR_CSRF, N_ ("Session Not Accepted"),
    N_ ("bilibili did not accept the session for this action. Sign in again to renew it."), FALSE,
    FALSE },
  { BILI_ERROR_RISK_CONTROL, N_ ("Refused by bilibili"),
    N_ ("bilibili’s risk control refused this request. Sign in, wait a while, or go on in the web "
        "browser."),
    TRUE, TRUE },
  { BILI_ERROR_RATE_LIMITED, N_ ("Too Many Requests"),
    N_ ("bilibili asks for a pause. Wait a few minutes before you try again."), TRUE, TRUE },
  { BILI_ERROR_INVALID, N_ ("Request Not Accepted"),
    N_ ("bilibili did not accept a part of this request."), FALSE, FALSE },
  { BILI_ERROR_NOT_FOUND, N_ ("Nothing Found"),
    N_ ("It does not exist, or it was deleted."), FALSE, FALSE },
  { BILI_ERROR_REFUSED, N_ ("Refused by bilibili"),
    N_ ("This account may not do that. The website may tell more."), FALSE, TRUE },
  { BILI_ERROR_SERVICE, N_ ("bilibili Reported an Error"),
    N_ ("The request could not be carried out. Try again in a moment."), TRUE, FALSE },
};

/* By the service's own code, where that says more. Source: the service's "publish" document. */
static const Words service_words[] = {
  { 4100001, N_ ("Request Not Accepted"),
    N_ ("bilibili did not accept a part of this request: something in it is missing, or is not "
        "as it should be."),
    FALSE, FALSE },
  { 4126021, N_ ("Refused by bilibili"),
    N_ ("This account may not do that. A phone number may have to be bound to it first, or it is "
        "not a full member yet; the website tells more."),
    FALSE, TRUE },
  { 5100001, N_ ("Vote Not Accepted"),
    N_ ("bilibili did not accept a part of the vote. Look at its question, its options and how "
        "long it runs."),
    FALSE, FALSE },
};

static const Words keyring_words[] = {
  { TUWEN_KEYRING_ERROR_ABSENT, N_ ("No Keyring Found"),
    N_ ("No program on this computer offers to keep passwords. Install one, such as GNOME Keyring "
        "or KeePassXC, and try again, or stay signed in for this session only."),
    TRUE, FALSE },
  { TUWEN_KEYRING_ERROR_LOCKED, N_ ("Keyring Is Locked"),
    N_ ("Accounts are kept in the keyring, which was not unlocked. Try again to unlock it, or go "
        "on for this session only."),
    TRUE, FALSE },
  { TUWEN_KEYRING_ERROR_TIMED_OUT, N_ ("Keyring Does Not Answer"),
    N_ ("The keyring took too long to answer. Try again, or go on for this session only."), TRUE,
    FALSE },
  { TUWEN_KEYRING_ERROR_FAILED, N_ ("Keyring Has a Problem"),
    N_ ("The keyring reported an error. Try again, or go on for this session only."), TRUE, FALSE },
};

static const Words io_words[] = {
  { G_IO_ERROR_CANCELLED, N_ ("Cancelled"), N_ ("It was stopped before it was done."), TRUE,
    FALSE },
  { G_IO_ERROR_NO_SPACE, N_ ("Disk Is Full"),
    N_ ("There is no space left on the disk. Make some room and try again."), TRUE, FALSE },
  { G_IO_ERROR_PERMISSION_DENIED, N_ ("Not Permitted"),
    N_ ("Tuwen may not read or write this file. Check its permissions."), TRUE, FALSE },
  { G_IO_ERROR_READ_ONLY, N_ ("Not Permitted"),
    N_ ("The file or folder is read-only. Choose another place."), FALSE, FALSE },
  { G_IO_ERROR_NOT_FOUND, N_ ("File Not Found"),
    N_ ("The file does not exist. It may have been moved or deleted."), FALSE, FALSE },
  { G_IO_ERROR_TIMED_OUT, N_ ("No Answer"),
    N_ ("It took too long to answer. Try again in a moment."), TRUE, FALSE },
  { G_IO_ERROR_NETWORK_UNREACHABLE, N_ ("You Are Offline"),
    N_ ("The network cannot be reached. Check the connection and try again."), TRUE, FALSE },
  { G_IO_ERROR_HOST_UNREACHABLE, N_ ("You Are Offline"),
    N_ ("The other computer cannot be reached. Check the connection and try again."), TRUE, FALSE },
  { G_IO_ERROR_HOST_NOT_FOUND, N_ ("You Are Offline"),
    N_ ("The other computer cannot be found. Check the connection and try again."), TRUE, FALSE },
  { G_IO_ERROR_CONNECTION_REFUSED, N_ ("No Connection"),
    N_ ("The connection was refused. Try again in a moment."), TRUE, FALSE },
  { G_IO_ERROR_CONNECTION_CLOSED, N_ ("No Connection"),
    N_ ("The connection was cut. Try again in a moment."), TRUE, FALSE },
};

static const Words *
find_words (const Words *table, gsize length, int code)
{
  for (gsize i = 0; i < length; i++)
    {
      if (table[i].code == code)
        return &table[i];
    }

  return NULL;
}

static const Words *
words_for (const GError *error)
{
  if (error->domain == BILI_ERROR)
    {
      const Words *words = find_words (service_words, G_N_ELEMENTS (service_words),
                                       bili_error_get_service_code (error));

      return words != NULL ? words
                           : find_words (bili_words, G_N_ELEMENTS (bili_words), error->code);
    }
  if (error->domain == TUWEN_KEYRING_ERROR)
    return find_words (keyring_words, G_N_ELEMENTS (keyring_words), error->code);
  if (error->domain == G_IO_ERROR)
    return find_words (io_words, G_N_ELEMENTS (io_words), error->code);

  return NULL;
}

/* What the service itself said; it is often in Chinese and more exact than any table. */
static char *
quote_service (const GError *error)
{
  const char *words = bili_error_get_service_words (error);
  int code = bili_error_get_service_code (error);

  if (error->domain != BILI_ERROR)
    return NULL;

  if (error->code == BILI_ERROR_HTTP && code != 0)
    /* Translators: %d is a number such as 500. */
    return g_strdup_printf (_ ("bilibili answered with the HTTP status %d."), code);
  if (words != NULL && code != 0)
    /* Translators: %s is in the service's own language, %d a number such as -352. */
    return g_strdup_printf (_ ("bilibili said: “%s” (code %d)."), words, code);
  if (words != NULL)
    return g_strdup_printf (_ ("bilibili said: “%s”."), words);
  if (code != 0)
    return g_strdup_printf (_ ("bilibili answered with code %d."), code);

  return NULL;
}

void
tuwen_error_text_free (TuwenErrorText *self)
{
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

TuwenErrorText *
tuwen_error_text_new (const GError *error)
{
  TuwenErrorText *self = g_new0 (TuwenErrorText, 1);
  const Words *words;
  g_autofree char *quote = NULL;

  g_return_val_if_fail (error != NULL, self);

  if (error->domain == TUWEN_ERROR)
    {
      self->title = g_strdup (_ ("That Cannot Be Done"));
      self->body = g_strdup (error->message);
      return self;
    }

  words = words_for (error);
  if (words == NULL)
    {
      g_autofree char *message = g_utf8_make_valid (error->message, -1);

      self->title = g_strdup (_ ("Something Went Wrong"));
      self->body = g_strdup_printf (_ ("The program reported: %s"), message);
      self->retry = TRUE;
      return self;
    }

  quote = quote_service (error);

  self->title = g_strdup (_(words->title));
  /* Translators: two whole sentences, one after the other. Leave the space out where none is
   * written between sentences. */
  self->body = quote != NULL ? g_strdup_printf (C_("two sentences", "%s %s"), _(words->body), quote)
                             : g_strdup (_(words->body));
  self->retry = words->retry;
  self->browser = words->browser;
  return self;
}
