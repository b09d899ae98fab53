/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What rows that draw their text themselves have in common: rows of lists with thousands of
 * posts. */

#define TUWEN_ROW_TEXT_SMALL 0.85

/**
 * tuwen_row_text_excerpt:
 * @lines: how many lines of its own the excerpt may have
 *
 * Returns: (transfer full): the first words of a post, for as many lines of a layout
 */
char *tuwen_row_text_excerpt (const char *text, int lines);

/** Returns: whether there is anything to be read in it */
gboolean tuwen_row_text_has_words (const char *text);

/** Returns: (transfer full): a layout that is cut off at its end; @scale: 1, or
 *   %TUWEN_ROW_TEXT_SMALL */
PangoLayout *tuwen_row_text_layout (GtkWidget *widget, const char *text, double scale);

/** Draws @layout, which keeps its place */
void tuwen_row_text_snapshot (GtkSnapshot *snapshot,
                              PangoLayout *layout,
                              int x,
                              int y,
                              const GdkRGBA *color);

/** Returns: by how much to thin a colour for what is less important */
double tuwen_row_text_get_dim_alpha (void);

/** Returns: height of a line of @widget's font in application pixels */
int tuwen_row_text_get_line_height (GtkWidget *widget);

/**
 * tuwen_row_text_speak:
 * @row: what a list item holds
 * @label: what it is
 * @description: (nullable): what else there is to say of it
 *
 * Has assistive technologies say that of @row, and of the list's own widget around it: that is what
 * has the focus.
 */
void tuwen_row_text_speak (GtkWidget *row, const char *label, const char *description);

G_END_DECLS
