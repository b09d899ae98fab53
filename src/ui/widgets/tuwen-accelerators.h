/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TuwenAccelerator:
 * @action: detailed action name. `app.`, `win.` and `window.` ones work everywhere in a window;
 *   `post.` ones where a post has the focus, bound by the list of posts, and likewise `scheduled.`
 *   ones
 * @keys: accelerators separated by spaces
 *
 * Every key that Tuwen itself binds. The shortcuts window shows the same; a test compares them.
 */
typedef struct
{
  const char *action;
  const char *keys;
} TuwenAccelerator;

/** Returns: (array zero-terminated=1): the table; its end has no action */
const TuwenAccelerator *tuwen_accelerators_get (void);

/** Binds what works everywhere */
void tuwen_accelerators_bind (GtkApplication *application);

/** Binds, for widgets of @widget_class that have the focus, the actions that begin with @prefix */
void tuwen_accelerators_bind_class (GtkWidgetClass *widget_class, const char *prefix);

/**
 * tuwen_accelerators_add_quit:
 *
 * Lets a small window that keeps its parent from being used end the program by the same key as
 * that. The others would open what cannot be used either, so they do nothing there.
 */
void tuwen_accelerators_add_quit (GtkWindow *dialog);

G_END_DECLS
