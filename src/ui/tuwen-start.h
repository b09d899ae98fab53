/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tuwen_start_environment:
 *
 * Tells Pango and GDK what they take from the environment alone:
 *
 * Chinese letters are to be drawn as they are in Chinese where the person's own languages do not
 * say how: otherwise they take the first shapes that a font has, often the Japanese ones.
 * `PANGO_LANGUAGE` of the person's, and the languages in `LANGUAGE`, come first.
 *
 * OpenGL is to be left alone when GTK is told to draw without it (`GSK_RENDERER=cairo`): on X11,
 * GTK before 4.14 opens it nevertheless. `GDK_DEBUG` of the person's comes first.
 *
 * Programs that are opened from here see nothing of it once tuwen_start_display() returned. To be
 * called once, before there are threads and before Pango is asked for anything.
 */
void tuwen_start_environment (void);

/**
 * tuwen_start_display:
 *
 * Opens the display, as `GApplication::startup` would do by itself, but does not read GTK's own
 * theme, which nobody would see.
 *
 * To be called once, after tuwen_start_environment() and before the parent class's
 * `GApplication::startup`.
 */
void tuwen_start_display (void);

/**
 * tuwen_start_icon_theme:
 *
 * Has the icon theme read in a thread while the first window is made.
 *
 * To be called once, after the parent class's `GApplication::startup`, which adds to the theme.
 */
void tuwen_start_icon_theme (void);

G_END_DECLS
