/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "tuwen-composers.h"
#include "tuwen-plans.h"

G_BEGIN_DECLS

/**
 * tuwen_notifications_attach:
 * @app: whose actions the notifications name
 * @composers: what is being published
 * @plans: what is scheduled
 *
 * Tells by notifications what became of posts while nobody looked at a window, for as long as @app
 * lives.
 */
void tuwen_notifications_attach (GApplication *app, TuwenComposers *composers, TuwenPlans *plans);

G_END_DECLS
