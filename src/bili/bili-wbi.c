/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-wbi"

#include "bili-wbi.h"

#define KEY_LENGTH 32

/* Which characters of both keys together sign, in this order. */
static const guint8 mixing_order[KEY_LENGTH] = {
  46, 47, 18, 2,  53, 8, 23, 32, 15, 50, 10, 31, 58, 3,  45, 35,
  27, 43, 5,  49, 33, 9, 42, 19, 29, 28, 14, 39, 12, 38, 41, 13,
};

static int
compare_names_cb (gconstpointer a, gconstpointer b)
{
  const char *const *pair_a = *(const char *const **) a;
  const char *const *pair_b = *(const char *const **) b;

  return strcmp (pair_a[0], pair_b[0]);
}

/* The service drops these from every value before it signs. */
static char *
filter_value (const char *value)
{
  GString *filtered = g_string_new (NULL);

  for (const char *p = value; *p != '\0'; p++)
    {
      if (strchr ("!'()*", *p) == NULL)
        g_string_append_c (filtered, *p);
    }

  return g_string_free (filtered, FALSE);
}

char *
bili_wbi_key_from_url (const char *url)
{
  const char *name;
  gsize length = 0;

  if (url == NULL)
    return NULL;

  name = strrchr (url, '/');
  name = name != NULL ? name + 1 : url;
  while (g_ascii_isxdigit (name[length]))
    length++;

  if (length != KEY_LENGTH || (name[length] != '.' && name[length] != '\0'))
    return NULL;

  return g_strndup (name, length);
}

char *
bili_wbi_mix_keys (const char *img_key, const char *sub_key)
{
  char *mixed;

  g_return_val_if_fail (img_key != NULL && sub_key != NULL, NULL);

  if (strlen (img_key) != KEY_LENGTH || strlen (sub_key) != KEY_LENGTH)
    return NULL;

  mixed = g_malloc (KEY_LENGTH + 1);
  for (gsize i = 0; i < KEY_LENGTH; i++)
    {
      gsize at = mixing_order[i];

      mixed[i] = at < KEY_LENGTH ? img_key[at] : sub_key[at - KEY_LENGTH];
    }
  mixed[KEY_LENGTH] = '\0';

  return mixed;
}

char *
bili_wbi_canonical_query (GPtrArray *params, gint64 wts)
{
  g_autofree char *wts_text = g_strdup_printf ("%" G_GINT64_FORMAT, wts);
  const char *const wts_pair[] = { "wts", wts_text };
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  GString *query = g_string_new (NULL);

  g_return_val_if_fail (params != NULL, g_string_free (query, FALSE));

  /* A pair is where its name lies in the array: the value is next to it. */
  for (guint i = 0; i + 1 < params->len; i += 2)
    g_ptr_array_add (pairs, &params->pdata[i]);
  g_ptr_array_add (pairs, (gpointer) wts_pair);
  g_ptr_array_sort (pairs, compare_names_cb);

  for (guint i = 0; i < pairs->len; i++)
    {
      const char *const *pair = pairs->pdata[i];
      g_autofree char *filtered = filter_value (pair[1]);

      if (i > 0)
        g_string_append_c (query, '&');
      g_string_append_uri_escaped (query, pair[0], NULL, FALSE);
      g_string_append_c (query, '=');
      g_string_append_uri_escaped (query, filtered, NULL, FALSE);
    }

  return g_string_free (query, FALSE);
}

char *
bili_wbi_sign (GPtrArray *params, gint64 wts, const char *mixed_key)
{
  g_autofree char *query = NULL;
  g_autofree char *signed_text = NULL;

  g_return_val_if_fail (params != NULL && mixed_key != NULL, NULL);

  query = bili_wbi_canonical_query (params, wts);
  signed_text = g_strconcat (query, mixed_key, NULL);
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, signed_text, -1);
}
