/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The service's side of the WBI signature, written from the description alone (service notes §2)
 * and not with Tuwen's own code, so that a mistake there does not agree with itself. */

#define G_LOG_DOMAIN "sandbox-wbi"

#include "sandbox-call.h"

#include <string.h>

/* How far `wts` may be from now. No number is published. */
#define MAX_SKEW_S 600

static const guint8 mix[32] = { 46, 47, 18, 2,  53, 8, 23, 32, 15, 50, 10, 31, 58, 3,  45, 35,
                                27, 43, 5,  49, 33, 9, 42, 19, 29, 28, 14, 39, 12, 38, 41, 13 };

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* `name=value`, percent-encoded and without the characters that are not signed. */
static char *
make_pair (const SandboxField *field)
{
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autofree char *name = g_uri_escape_string (field->name, NULL, FALSE);
  g_autofree char *value = NULL;

  for (const char *p = field->value; *p != '\0'; p++)
    {
      if (strchr ("!'()*", *p) == NULL)
        g_string_append_c (kept, *p);
    }
  value = g_uri_escape_string (kept->str, NULL, FALSE);
  return g_strconcat (name, "=", value, NULL);
}

/* "a" sorts before "a1" although "a=" sorts behind it: names are compared, not pairs. */
static int
compare_fields (gconstpointer a, gconstpointer b)
{
  const SandboxField *left = *(SandboxField *const *) a;
  const SandboxField *right = *(SandboxField *const *) b;

  return compare_pairs (&left->name, &right->name);
}

static char *
sign (SandboxWorld *world, GPtrArray *query)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (query, NULL, NULL);
  g_autofree char *raw = g_strconcat (world->img_key, world->sub_key, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_fields);
  for (guint i = 0; i < sorted->len; i++)
    {
      const SandboxField *field = sorted->pdata[i];
      g_autofree char *pair = NULL;

      if (strcmp (field->name, "w_rid") == 0)
        continue;
      pair = make_pair (field);
      if (text->len > 0)
        g_string_append_c (text, '&');
      g_string_append (text, pair);
    }
  for (guint i = 0; i < G_N_ELEMENTS (mix); i++)
    g_string_append_c (text, raw[mix[i]]);
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, text->str, (gssize) text->len);
}

static const char *
find (GPtrArray *query, const char *name)
{
  for (guint i = 0; i < query->len; i++)
    {
      const SandboxField *field = query->pdata[i];

      if (strcmp (field->name, name) == 0)
        return field->value;
    }
  return NULL;
}

gboolean
sandbox_wbi_check (SandboxWorld *world, GPtrArray *query)
{
  const char *w_rid = find (query, "w_rid");
  const char *wts = find (query, "wts");
  g_autofree char *wanted = NULL;
  gint64 made;
  gint64 real = g_get_real_time () / G_USEC_PER_SEC;

  if (w_rid == NULL || wts == NULL
      || !g_ascii_string_to_signed (wts, 10, 0, G_MAXINT32, &made, NULL))
    return FALSE;
  /* Whoever moves the sandbox's clock does not move the clock of the program that talks to it. */
  if (ABS (made - real) > MAX_SKEW_S && ABS (made - sandbox_world_now (world)) > MAX_SKEW_S)
    return FALSE;
  wanted = sign (world, query);
  return strcmp (wanted, w_rid) == 0;
}
