/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "bili-cookies.h"

G_BEGIN_DECLS

/* What libFuzzer calls. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/** Stops at a %NULL text only when @nullable; always at one that is not UTF-8 or over @max_chars */
void fuzz_check_text (const char *text, gboolean nullable, glong max_chars);

/** Stops unless exactly one of @value and @error is there, and an error is of %BILI_ERROR */
void fuzz_check_error (gboolean value, const GError *error);

/** The same; and stops at cookies with anything but what may stand in one line of a request, or
 * that are others when they are read again */
void fuzz_check_cookies (BiliCookies *cookies, const GError *error);

G_END_DECLS
