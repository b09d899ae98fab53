/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "tuwen-topics.h"

G_BEGIN_DECLS

#define TUWEN_TYPE_TOPIC_PICKER (tuwen_topic_picker_get_type ())

/**
 * TuwenTopicPicker:
 *
 * What stands in a popover to find a topic: what the service recommends, and what it finds for a
 * word. Begins anew whenever it is shown.
 *
 * Signal `picked` (char *id, char *name): a topic was chosen; the popover closes by itself.
 */
G_DECLARE_FINAL_TYPE (TuwenTopicPicker, tuwen_topic_picker, TUWEN, TOPIC_PICKER, AdwBin)

GtkWidget *tuwen_topic_picker_new (TuwenTopics *topics);

G_END_DECLS
