/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What people who do not see the screen are told.
 *
 * Screen readers speak of what has the focus. GTK 4.8 knows no call to have anything else spoken,
 * and tells nobody that an alert has come up; what readers do speak at once is that the description
 * of the widget with the focus is another one. So this is where announcements go, for a moment;
 * which is why descriptions are set here. */

/**
 * tuwen_announce:
 * @text: plain text, a sentence or a few words
 *
 * Has a screen reader say @text, wherever in the program the focus is by then. Nothing is said
 * while somebody looks elsewhere.
 */
void tuwen_announce (const char *text);

/**
 * tuwen_announce_describe:
 * @accessible: a widget that may have the focus
 * @description: (nullable): plain text; %NULL for none
 *
 * Sets its description, which an announcement may take the place of for a moment.
 */
void tuwen_announce_describe (GtkAccessible *accessible, const char *description);

G_END_DECLS
