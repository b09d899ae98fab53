/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include "bili-post.h"

G_BEGIN_DECLS

/* What there is to know about the time of a post. A time is one number everywhere: unix seconds in
 * UTC, 0 for at once; what people read and choose is made of it at the edge. The bounds are
 * %BILI_SCHEDULE_MIN_SECONDS and %BILI_SCHEDULE_MAX_SECONDS; the service's own refusal is shown
 * beyond them. */

/* Posts of one account that are nearer to each other than this, in seconds, get in each other's
 * way. */
#define TUWEN_SCHEDULE_CLASH (15 * 60)

/* How long after its time a post is looked for, in seconds. */
#define TUWEN_SCHEDULE_GRACE (2 * 60)

/**
 * TuwenScheduleFit:
 * @TUWEN_SCHEDULE_FITS: the service takes it, as far as is known
 * @TUWEN_SCHEDULE_TOO_SOON: not far enough ahead, or over
 * @TUWEN_SCHEDULE_TOO_LATE: too far ahead
 */
typedef enum
{
  TUWEN_SCHEDULE_FITS,
  TUWEN_SCHEDULE_TOO_SOON,
  TUWEN_SCHEDULE_TOO_LATE,
} TuwenScheduleFit;

/** Both in unix seconds. Time 0 fits */
TuwenScheduleFit tuwen_schedule_check (gint64 time, gint64 now);

G_END_DECLS
