/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TuwenPageButton:
 * @label: (nullable): translated; %NULL for no button
 * @action: what it does: the detailed name of an action without a target
 */
typedef struct
{
  const char *label;
  const char *action;
} TuwenPageButton;

/**
 * TuwenPage:
 * @title: (not nullable)
 * @body: (not nullable): perhaps empty; plain text
 * @note: (nullable): small print
 *
 * What stands where there is nothing else to see: why, and what to do.
 */
typedef struct
{
  const char *icon_name;
  char *title;
  char *body;
  const char *note;
  TuwenPageButton first;
  TuwenPageButton second;
} TuwenPage;

/**
 * tuwen_page_new_error:
 * @retry_action: what **Retry** does: the detailed name of an action without a target
 *
 * Returns: (transfer full): the words for what could not be had; without a button where none helps
 */
TuwenPage *tuwen_page_new_error (const GError *error, const char *retry_action);

void tuwen_page_free (TuwenPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenPage, tuwen_page_free)

/**
 * tuwen_page_show:
 * @bin: where it is to be seen, alone
 *
 * Shows @self, or leaves it to what says the same already, perhaps with the focus on its button.
 *
 * Returns: whether it says something else now
 */
gboolean tuwen_page_show (const TuwenPage *self, AdwBin *bin);

G_END_DECLS
