/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tuwen-scheduled.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_SCHEDULED_HEADING (tuwen_scheduled_heading_get_type ())

/**
 * TuwenScheduledHeading:
 *
 * Stands before the items of a section. Signal `changed`: its title, or whether it is expanded, may
 * be another.
 */
G_DECLARE_FINAL_TYPE (TuwenScheduledHeading,
                      tuwen_scheduled_heading,
                      TUWEN,
                      SCHEDULED_HEADING,
                      GObject)

TuwenScheduledSection tuwen_scheduled_heading_get_section (TuwenScheduledHeading *self);

/** Returns: whether its items are there; only those of the trash may not be */
gboolean tuwen_scheduled_heading_get_expanded (TuwenScheduledHeading *self);

/** Returns: (transfer full): "Scheduled (5)", translated */
char *tuwen_scheduled_heading_dup_title (TuwenScheduledHeading *self);

#define TUWEN_TYPE_SCHEDULED_ROWS (tuwen_scheduled_rows_get_type ())

/**
 * TuwenScheduledRows:
 *
 * A GListModel for a list to show: what is scheduled, with a #TuwenScheduledHeading before each
 * section that has any #TuwenScheduledItem.
 */
G_DECLARE_FINAL_TYPE (TuwenScheduledRows,
                      tuwen_scheduled_rows,
                      TUWEN,
                      SCHEDULED_ROWS,
                      GObject)

TuwenScheduledRows *tuwen_scheduled_rows_new (TuwenScheduled *scheduled);

/** Shows the items of the trash, or its heading alone */
void tuwen_scheduled_rows_toggle_trash (TuwenScheduledRows *self);

G_END_DECLS
