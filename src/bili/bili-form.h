/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BiliForm:
 *
 * A body of `application/x-www-form-urlencoded` in the making: names and values in the order of
 * adding. Everything but `A-Z a-z 0-9 - . _ ~` is percent-encoded, a space as `%20`, as the
 * service's own samples do. A query is written the same way.
 */
typedef struct _BiliForm BiliForm;

BiliForm *bili_form_new (void);
void bili_form_free (BiliForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BiliForm, bili_form_free)

/** @value: (nullable): %NULL is the empty text */
void bili_form_add (BiliForm *self, const char *name, const char *value);
void bili_form_add_int (BiliForm *self, const char *name, gint64 value);

/** Returns: (transfer full): the body */
char *bili_form_to_text (BiliForm *self);

G_END_DECLS
