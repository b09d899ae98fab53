/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TUWEN_TYPE_QR_CODE (tuwen_qr_code_get_type ())

/**
 * TuwenQrCode:
 *
 * Draws a text as a QR code that phones can read: every module is the same whole number of device
 * pixels at any size and scale factor, black on white in every style, with the quiet zone of four
 * modules that the standard asks for. To screen readers it is an image; its user sets the label.
 */
G_DECLARE_FINAL_TYPE (TuwenQrCode, tuwen_qr_code, TUWEN, QR_CODE, GtkWidget)

/**
 * tuwen_qr_code_set_text:
 * @text: (nullable): what the code says; %NULL for an empty white square
 *
 * Returns: %FALSE when @text is too long for a QR code (or empty); the square stays empty then
 */
gboolean tuwen_qr_code_set_text (TuwenQrCode *self, const char *text);

G_END_DECLS
