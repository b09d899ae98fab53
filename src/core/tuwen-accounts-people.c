/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "tuwen-accounts"

/* Whose the accounts are, kept in the settings for when the service does not tell: without a
 * network, or once a session is over. Names are no secrets; cookies never come here. */

#include "tuwen-accounts-private.h"

#define PEOPLE "people"

/* The settings can be edited by hand: longer texts than these are nobody's */
#define MAX_NAME_BYTES 256
#define MAX_FACE_BYTES 2048

void
tuwen_accounts_recall (TuwenAccounts *self, TuwenAccount *account)
{
  g_autoptr (GVariant) people
      = g_settings_get_value (tuwen_service_get_settings (self->service), PEOPLE);
  const char *mid, *name, *face;
  GVariantIter iter;

  g_variant_iter_init (&iter, people);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &mid, &name, &face))
    if (g_str_equal (mid, tuwen_account_get_mid (account)) && strlen (name) <= MAX_NAME_BYTES
        && strlen (face) <= MAX_FACE_BYTES)
      tuwen_account_set_person (account, name, *face != '\0' ? face : NULL);
}

/* Puts the owner of @mid at the end of those who are known, or takes them out. @person: (nullable)
 * (transfer floating) */
static void
replace (TuwenAccounts *self, const char *mid, GVariant *person)
{
  GSettings *settings = tuwen_service_get_settings (self->service);
  g_autoptr (GVariant) people = g_settings_get_value (settings, PEOPLE);
  g_autoptr (GVariant) replaced = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  GVariant *other;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  g_variant_iter_init (&iter, people);
  while ((other = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_autoptr (GVariant) other_mid = g_variant_get_child_value (other, 0);

      if (!g_str_equal (g_variant_get_string (other_mid, NULL), mid))
        g_variant_builder_add_value (&builder, other);
      g_variant_unref (other);
    }
  if (person != NULL)
    g_variant_builder_add_value (&builder, person);

  replaced = g_variant_ref_sink (g_variant_builder_end (&builder));
  if (!g_variant_equal (replaced, people))
    g_settings_set_value (settings, PEOPLE, replaced);
}

void
tuwen_accounts_remember (TuwenAccounts *self, TuwenAccount *account)
{
  const char *mid = tuwen_account_get_mid (account);
  const char *name = tuwen_account_get_name (account);
  const char *face = tuwen_account_get_face (account);

  /* What is for this session only leaves no trace, and a number instead of a name tells nothing. */
  if (tuwen_account_get_stored (account) && !g_str_equal (name, mid))
    replace (self, mid, g_variant_new ("(sss)", mid, name, face != NULL ? face : ""));
}

void
tuwen_accounts_unlearn (TuwenAccounts *self, const char *mid)
{
  replace (self, mid, NULL);
}
