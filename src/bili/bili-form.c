/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bili-form"

#include "bili-form.h"

struct _BiliForm
{
  GString *text;
};

BiliForm *
bili_form_new (void)
{
  BiliForm *self = g_new0 (BiliForm, 1);

  self->text = g_string_new (NULL);
  return self;
}

void
bili_form_free (BiliForm *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

void
bili_form_add (BiliForm *self, const char *name, const char *value)
{
  if (self->text->len > 0)
    g_string_append_c (self->text, '&');

  g_string_append_uri_escaped (self->text, name, NULL, FALSE);
  g_string_append_c (self->text, '=');
  if (value != NULL)
    g_string_append_uri_escaped (self->text, value, NULL, FALSE);
}

void
bili_form_add_int (BiliForm *self, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  bili_form_add (self, name, text);
}

char *
bili_form_to_text (BiliForm *self)
{
  return g_strdup (self->text->str);
}
