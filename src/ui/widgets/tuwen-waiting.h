/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_WAITING (tuwen_waiting_get_type ())

/**
 * TuwenWaiting:
 *
 * A page with nothing on it but a spinner, for what is not there yet. The spinner turns only while
 * the page is seen, and comes only after a moment: what is quick needs none.
 */
G_DECLARE_FINAL_TYPE (TuwenWaiting, tuwen_waiting, TUWEN, WAITING, AdwBin)

/**
 * tuwen_waiting_new:
 * @label: translated: what is waited for, for screen readers
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *tuwen_waiting_new (const char *label);

G_END_DECLS
