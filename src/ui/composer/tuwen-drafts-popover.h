/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "bili-clock.h"
#include "tuwen-composers.h"

G_BEGIN_DECLS

/** Returns: a popover with the drafts that are kept now, each to be opened by a press */
GtkWidget *tuwen_drafts_popover_new (TuwenComposers *composers, BiliClock *clock);

G_END_DECLS
