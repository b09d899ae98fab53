/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TUWEN_ERROR:
 *
 * The domain of errors whose message is for people: translated, one or two sentences. The codes are
 * those of %G_IO_ERROR, whose own messages are about files.
 */
#define TUWEN_ERROR (tuwen_error_quark ())
GQuark tuwen_error_quark (void);

/**
 * TuwenErrorText:
 * @title: (not nullable): a few words, such as "You Are Offline"
 * @body: (not nullable): one or two sentences: what is wrong and what to do; with the service's own
 *   words, and its code, where it said any
 * @retry: whether trying again may help
 * @browser: whether bilibili refused this program and the web browser is the way on
 */
typedef struct
{
  char *title;
  char *body;
  gboolean retry;
  gboolean browser;
} TuwenErrorText;

void tuwen_error_text_free (TuwenErrorText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuwenErrorText, tuwen_error_text_free)

/**
 * tuwen_error_text_new:
 * @error: an error of %BILI_ERROR, %TUWEN_KEYRING_ERROR, %TUWEN_ERROR, %G_IO_ERROR or any other
 *   domain
 *
 * Words an error for people, translated. Plain text, never markup.
 *
 * Returns: (transfer full): the words
 */
TuwenErrorText *tuwen_error_text_new (const GError *error);

G_END_DECLS
