/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any text as an address: of a picture, of a key, of where a short link leads. */

#include "bili-parse.h"
#include "bili-picture-url.h"
#include "bili-wbi.h"
#include "fuzz.h"

#include <string.h>

static void
check_picture (const char *url, int width, int height)
{
  g_autofree char *made = bili_picture_url (url, width, height);
  g_autofree char *again = NULL;

  if (made == NULL)
    return;

  g_assert_true (g_str_has_prefix (made, "https://"));
  for (const char *p = made; *p != '\0'; p++)
    g_assert_true (g_ascii_isgraph (*p));

  /* The suffix may take it over the length that is read. */
  again = bili_picture_url (made, width, height);
  if (strlen (made) <= 2048)
    g_assert_cmpstr (again, ==, made);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *key = bili_wbi_key_from_url (text);
  g_autoptr (GError) error = NULL;
  g_autofree char *link = bili_short_link_parse (text, &error);

  check_picture (text, 96, 128);
  check_picture (text, 640, 0);
  check_picture (text, 0, 0);

  if (key != NULL)
    g_assert_cmpuint (strlen (key), ==, 32);

  fuzz_check_error (link != NULL, error);
  if (link != NULL)
    {
      g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_ENCODED, NULL);

      g_assert_nonnull (uri);
      g_assert_true (bili_is_service_host (g_uri_get_host (uri)));
    }
  return 0;
}
